"""Types as values of East's type of types, which is how programs and files hold them (spec 2.1)."""

from ..east import schema
from ..east.types import BadType, INTEGER, MAX_NODES, NULL, STRING, check, graph
from .formats.binary import BAD_TYPE, BadBytes, Reader
from .formats.beast2_reading import reader_of


def _type_of_types():
    def named(levels):
        return "Array", ("Struct", (("name", STRING), ("type", ("Recursive", levels))))
    function = "Struct", (("inputs", ("Array", ("Recursive", 3))), ("output", ("Recursive", 2)))
    table = "Struct", (("key", ("Recursive", 2)), ("value", ("Recursive", 2)))
    parts = {"Array": ("Recursive", 1), "AsyncFunction": function, "Dict": table, "Function": function, "Recursive": INTEGER,
             "Ref": ("Recursive", 1), "Set": ("Recursive", 1), "Struct": named(3), "Variant": named(3)}
    return "Variant", tuple((name, parts.get(name, NULL)) for name in schema.TAGS)


TYPE_OF_TYPES = _type_of_types()


class Types:
    """Types of nodes as tuples. A list of parts that several types share is looked at once."""

    def __init__(self):
        self._lists = {}

    def of(self, value):
        """The type that a value of the type of types describes."""
        kind, content = value
        if content is None:
            return (kind,)
        if kind in ("Struct", "Variant"):
            return kind, self._list(content, self._named)
        if kind in ("Array", "Ref", "Set"):
            return kind, self.of(content)
        if kind == "Dict":
            return kind, self.of(content[0]), self.of(content[1])
        if kind == "Recursive":
            return value
        return kind, self._list(content[0], self.of), self.of(content[1])

    def _named(self, part):
        return part[0], self.of(part[1])

    def _list(self, parts, convert):
        known = self._lists.get(id(parts))
        if known is None:
            made = tuple([convert(part) for part in parts])
            self._lists[id(parts)] = parts, made        # holding the list, so that its id stays its own
            return made
        return known[1]


_read = reader_of(graph(TYPE_OF_TYPES))


def read_type(data, at):
    """(type, position after it) of the schema in a file. Raises BadBytes with the messages of values."""
    reader = Reader(data, at)
    value = _read(reader)
    try:
        _limit(value, [0], 0)
        type_ = Types().of(value)
        check(type_)
    except (BadType, RecursionError) as error:
        raise BadBytes(BAD_TYPE % (at, error)) from None
    return type_, reader.at


def _limit(value, count, depth):
    """Raises BadType for a type of too many parts, which sharing makes easy to write, or one that contains itself."""
    count[0] += 1
    if count[0] > MAX_NODES or depth > 250:
        raise BadType("the type has more than %d parts or is nested too deeply" % MAX_NODES)
    kind, content = value
    if kind in ("Struct", "Variant"):
        for part in content:
            _limit(part[1], count, depth + 1)
    elif kind in ("Array", "Ref", "Set"):
        _limit(content, count, depth + 1)
    elif kind == "Dict":
        _limit(content[0], count, depth + 1)
        _limit(content[1], count, depth + 1)
    elif kind in ("Function", "AsyncFunction"):
        for part in content[0]:
            _limit(part, count, depth + 1)
        _limit(content[1], count, depth + 1)

"""Functions that write values of one type, sharing by identity; and why a value has no form."""

from struct import Struct, pack

from ...east.text import identifier
from ...protocol.flatbuffers import utf8
from ..functions import node_of
from ..order import relation
from .binary import MAX_DEPTH, NAN_BYTES

_f64 = Struct("<d")

SELF_REFERENCE = "a Ref's content begins with the Ref itself%s: beast2 has no form for that"
NEVER = "there is a value of type Never%s: there are none"
DEPTH = "values are nested more than %d levels%%s" % MAX_DEPTH
CLOSURE = "Cannot serialize %sclosure with %d captured variable(s): %s. Only free functions (no captures) can be serialized."
HOST_FUNCTION = "Cannot serialize %sfunction: no IR attached. Only functions of East programs can be serialized."


class CannotWrite(Exception):
    """A value that beast2 has no form for. `path`: where in the value."""

    def __init__(self, message="", path=""):
        super().__init__(message)
        self.message, self.path = message, path


class Writer:
    """Bytes that grow. `places`: id of a container -> where it was registered."""

    __slots__ = ("out", "places", "depth")

    def __init__(self, out):
        self.out, self.places, self.depth = out, {}, 0

    def begin(self, container, empty=False):
        """Writes a container's marker. Whether its contents follow.

        `empty`: there are no bytes of contents. When it comes again at once, its place is here, at distance 0, which says "inline": that it
        was the same one is lost.
        """
        out = self.out
        known = self.places.get(id(container))
        if known is None:
            out.append(0)
            self.places[id(container)] = len(out)
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise CannotWrite
            return True
        if known == len(out) and not empty:
            raise CannotWrite
        put_varint(out, len(out) - known)
        return False


def put_varint(out, number):
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _null(writer, value):
    pass


def _boolean(writer, value):
    writer.out.append(1 if value else 0)


def _integer(writer, value):
    number = (value << 1) ^ (value >> 63)
    if number < 128:
        writer.out.append(number)
    else:
        put_varint(writer.out, number)


def _float(writer, value):
    writer.out += _f64.pack(value) if value == value else NAN_BYTES


def _string(writer, value):
    data = utf8(value)
    put_varint(writer.out, len(data))
    writer.out += data


def _blob(writer, value):
    put_varint(writer.out, len(value))
    writer.out += value


def _never(writer, value):
    raise CannotWrite


_SCALARS = {"Null": _null, "Boolean": _boolean, "Integer": _integer, "Float": _float, "String": _string, "DateTime": _integer,
            "Blob": _blob, "Never": _never}


def writer_of(node):
    """The writing function of a type's node."""
    return _writer(node, {})


def _writer(node, made):
    simple = _SCALARS.get(node.kind)
    if simple is not None:
        return simple
    cell = made.get(id(node))
    if cell is not None:
        return cell[0] or (lambda writer, value: cell[0](writer, value))
    cell = made[id(node)] = [None]
    parts = [_writer(part, made) for part in node.parts] if node.kind not in ("Function", "AsyncFunction") else ()
    cell[0] = _COMPOSITES[node.kind](node, parts)
    return cell[0]


def _struct(node, parts):
    def write_struct(writer, value):
        for write, part in zip(parts, value):
            write(writer, part)
    return write_struct


def _variant(node, parts):
    cases = {name: (index, write) for index, (name, write) in enumerate(zip(node.names, parts))}
    deep = node.recursive

    def write_variant(writer, value):
        index, write = cases[value[0]]
        put_varint(writer.out, index)
        if deep:
            writer.depth += 1
            if writer.depth > MAX_DEPTH:
                raise CannotWrite
            write(writer, value[1])
            writer.depth -= 1
        else:
            write(writer, value[1])
    return write_variant


def _array(node, parts):
    write, floats = parts[0], node.parts[0].kind == "Float"

    def write_array(writer, value):
        if not writer.begin(value):
            return
        out = writer.out
        put_varint(out, len(value))
        if floats:
            if any(x != x for x in value):
                for x in value:
                    _float(writer, x)
            else:
                out += pack("<%dd" % len(value), *value)
        else:
            for item in value:
                write(writer, item)
        writer.depth -= 1
    return write_array


def _set(node, parts):
    write = parts[0]

    def write_set(writer, value):
        if not writer.begin(value):
            return
        put_varint(writer.out, len(value))
        for key in value:
            write(writer, key)
        writer.depth -= 1
    return write_set


def _dict(node, parts):
    write_key, write_value = parts

    def write_dict(writer, value):
        if not writer.begin(value):
            return
        put_varint(writer.out, len(value))
        for key, item in value.items():
            write_key(writer, key)
            write_value(writer, item)
        writer.depth -= 1
    return write_dict


def _ref(node, parts):
    write, empty = parts[0], node.parts[0].width == 0

    def write_ref(writer, value):
        if writer.begin(value, empty):
            write(writer, value.value)
            writer.depth -= 1
    return write_ref


def _function(node, parts):
    def write_function(writer, value):
        program = node_of(value)
        if program is None or program[1][2]:
            raise CannotWrite
        from .beast2_functions import write_node
        write_node(writer, program)
    return write_function


_COMPOSITES = {"Struct": _struct, "Variant": _variant, "Array": _array, "Set": _set, "Dict": _dict, "Ref": _ref,
               "Function": _function, "AsyncFunction": _function}


# ---- why not ----------------------------------------------------------------------------------------------------------------------

def obstacle(node, value):
    """The CannotWrite that says what about the value has no form, and where."""
    return _visit(node, value, "", None, 0, set()) or CannotWrite(DEPTH % "")


def _refuse(message, path):
    return CannotWrite(message % (" at " + path if path else ""), path)


def _visit(node, value, path, opened, depth, done):
    """`opened`: the Ref whose content begins here, if one does."""
    kind = node.kind
    if kind == "Never":
        return _refuse(NEVER, path)
    if kind in ("Function", "AsyncFunction"):
        program = node_of(value)
        word = "async " if kind == "AsyncFunction" else ""
        if program is None:
            return CannotWrite(HOST_FUNCTION % word, path)
        names = [variable[1][2] for variable in program[1][2]]
        word = "async " if program[0] == "AsyncFunction" else ""
        return CannotWrite(CLOSURE % (word, len(names), ", ".join(names)), path) if names else None
    if not node.parts:
        return None
    if depth >= MAX_DEPTH:
        return _refuse(DEPTH, path)
    if opened is not None and opened is value:
        return _refuse(SELF_REFERENCE, path)
    if kind in ("Ref", "Array", "Set", "Dict"):
        if id(value) in done:
            return None
        done.add(id(value))
    for part, item, step, first in _inner(node, value, opened):
        found = _visit(part, item, path + step, first, depth + 1, done)
        if found is not None:
            return found
    return None


def _inner(node, value, opened):
    kind, parts = node.kind, node.parts
    if kind == "Ref":
        yield parts[0], value.value, "[]", value
    elif kind == "Array":
        for index, item in enumerate(value):
            yield parts[0], item, "[%d]" % index, None
    elif kind == "Dict":
        from .text_printing import print_text
        for key, item in value.items():
            yield parts[1], item, "[%s]" % print_text(relation(parts[0].type).type, key), None
    elif kind == "Struct":
        for name, part, item in zip(node.names, parts, value):
            yield part, item, "." + identifier(name), opened
            if part.width != 0:
                opened = None
    elif kind == "Variant":
        yield parts[node.names.index(value[0])], value[1], "." + identifier(value[0]), None

"""Types as bytes: the headerless beast2 encoding of EastTypeType."""

from .types import BadType, MAX_DEPTH, MAX_NODES, check

MAGIC = bytes.fromhex("89456173740d0a01")

TAGS = ("Array", "AsyncFunction", "Blob", "Boolean", "DateTime", "Dict", "Float", "Function", "Integer", "Never", "Null",
        "Recursive", "Ref", "Set", "String", "Struct", "Variant")
_TAG = {name: index for index, name in enumerate(TAGS)}
_ARRAY_OF_TYPES, _ARRAY_OF_FIELDS = "types", "fields"


class _Reader:
    def __init__(self, data, at):
        self.data, self.at, self.start = data, at, at
        self.lists = {}         # position -> (what, parts, number of types in it)
        self.count = 0

    def varint(self):
        result = shift = 0
        while True:
            if self.at >= len(self.data):
                raise BadType("the type ends early")
            byte = self.data[self.at]
            self.at += 1
            result |= (byte & 127) << shift
            if byte < 128:
                return result
            shift += 7
            if shift > 63:
                raise BadType("a number in the type is too long")

    def text(self):
        size = self.varint()
        data = self.data[self.at:self.at + size]
        if len(data) != size:
            raise BadType("the type ends early")
        self.at += size
        try:
            return str(data, "utf-8")
        except UnicodeDecodeError:
            raise BadType("a name in the type is not UTF-8") from None

    def spend(self, count):
        self.count += count
        if self.count > MAX_NODES:
            raise BadType("the type has more than %d parts" % MAX_NODES)

    def list(self, what, depth):
        at, distance = self.at, self.varint()
        if distance:
            known = self.lists.get(at - distance)
            if known is None or known[0] != what:
                raise BadType("the type refers to an unknown position")
            self.spend(known[2])
            return known[1]
        position, before = self.at, self.count
        size = self.varint()
        if size > len(self.data) - self.at:
            raise BadType("the type ends early")
        if what is _ARRAY_OF_TYPES:
            parts = tuple(self.type(depth) for _ in range(size))
        else:
            parts = tuple((self.text(), self.type(depth)) for _ in range(size))
        self.lists[position] = (what, parts, self.count - before)
        return parts

    def type(self, depth):
        if depth > MAX_DEPTH:
            raise BadType("the type is nested deeper than %d levels" % MAX_DEPTH)
        self.spend(1)
        tag = self.varint()
        if tag >= len(TAGS):
            raise BadType("%d is no tag of a type" % tag)
        kind = TAGS[tag]
        if kind in ("Array", "Ref", "Set"):
            return (kind, self.type(depth + 1))
        if kind == "Dict":
            return (kind, self.type(depth + 1), self.type(depth + 1))
        if kind in ("Struct", "Variant"):
            return (kind, self.list(_ARRAY_OF_FIELDS, depth + 1))
        if kind in ("Function", "AsyncFunction"):
            return (kind, self.list(_ARRAY_OF_TYPES, depth + 1), self.type(depth + 1))
        if kind == "Recursive":
            levels = self.varint()
            return (kind, (levels >> 1) ^ -(levels & 1))
        return (kind,)


def decode_prefix(data, at=0):
    """(type, position after it). Raises BadType."""
    reader = _Reader(data, at)
    type_ = reader.type(0)
    check(type_)
    return type_, reader.at


def decode(data):
    """The type of exactly these bytes. Raises BadType."""
    type_, at = decode_prefix(data)
    if at != len(data):
        raise BadType("%d bytes follow the type" % (len(data) - at))
    return type_


def encode(type_):
    """The canonical bytes: nothing shared, minimal numbers."""
    out = bytearray()
    _put(out, type_)
    return bytes(out)


def put_varint(out, number):
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _put(out, type_):
    kind = type_[0]
    out.append(_TAG[kind])
    if kind in ("Struct", "Variant"):
        out.append(0)
        put_varint(out, len(type_[1]))
        for name, part in type_[1]:
            data = name.encode("utf-8")
            put_varint(out, len(data))
            out += data
            _put(out, part)
    elif kind in ("Function", "AsyncFunction"):
        out.append(0)
        put_varint(out, len(type_[1]))
        for part in type_[1]:
            _put(out, part)
        _put(out, type_[2])
    elif kind == "Recursive":
        put_varint(out, type_[1] << 1)
    else:
        for part in type_[1:]:
            _put(out, part)

"""beast v1: the older binary format, whose bytes sort as the values do (spec 3.2). No references, cells, recursion or functions."""

from struct import Struct

from ...east.text import east, quote
from ...east.types import BadType, check, children, graph, utf16_key
from ...protocol.flatbuffers import utf8
from ..containers import EastDict, EastSet
from ..order import relation
from .binary import (BAD_TAG, BAD_TYPE, BAD_UTF8, BadBytes, EMPTY_ELEMENTS, MAX_EMPTY_ELEMENTS, NAN, TRAILING, TYPE_MISMATCH,
                     UNDERFLOW, UNDERFLOW_LENGTH, check_magic)

MAGIC = bytes.fromhex("4561737400ea57ff")
MAX_TYPE_DEPTH = 200

UNSUPPORTED = "Beast v1 format does not support %s types"
MANY_CASES = "Beast v1 format does not support variants of more than 256 cases"
NUL_IN_NAME = "Beast v1 format does not support names with U+0000, such as %s"
BAD_TYPE_BYTE = "Invalid type byte 0x%02x at offset %d"
BAD_CONTINUATION = "Invalid continuation byte %d at offset %d"
NO_TERMINATOR = "No null terminator found for string at offset %d"

_CODES = {"Array": 0, "Blob": 1, "Boolean": 2, "DateTime": 3, "Dict": 4, "Float": 5, "Integer": 6, "Null": 8, "Set": 9, "String": 10,
          "Struct": 11, "Variant": 13}
_KINDS = {code: kind for kind, code in _CODES.items()}
_SIGN = 1 << 63
_u64 = Struct(">Q")
_f64 = Struct(">d")


def unsupported(type_):
    """Why values of the type have no form; None where they have one."""
    kind = type_[0]
    if kind in ("Ref", "Recursive", "Function", "AsyncFunction", "Never"):
        return UNSUPPORTED % {"AsyncFunction": "function"}.get(kind, kind.lower())
    if kind == "Variant" and len(type_[1]) > 256:
        return MANY_CASES
    if kind in ("Struct", "Variant"):
        for name, _ in type_[1]:
            if "\0" in name:
                return NUL_IN_NAME % quote(name)
    for part in children(type_):
        problem = unsupported(part)
        if problem:
            return problem
    return None


# ---- writing ------------------------------------------------------------------------------------------------------------------------

def encode(type_, value):
    """A whole file, of a type that is supported."""
    out = bytearray(MAGIC)
    _write_type(out, type_)
    _write(out, graph(type_), value)
    return bytes(out)


def _write_type(out, type_):
    kind = type_[0]
    out.append(_CODES[kind])
    if kind in ("Struct", "Variant"):
        for name, part in type_[1]:
            out.append(1)
            out += utf8(name) + b"\0"
            _write_type(out, part)
        out.append(0)
    else:
        for part in type_[1:]:
            _write_type(out, part)


def _write(out, node, value):
    kind = node.kind
    if kind == "Null":
        return
    if kind == "Boolean":
        out.append(1 if value else 0)
    elif kind in ("Integer", "DateTime"):
        out += _u64.pack((value & 0xFFFFFFFFFFFFFFFF) ^ _SIGN)
    elif kind == "Float":
        bits = _u64.unpack(_f64.pack(value))[0] if value == value else 0x7FF8000000000000
        out += _u64.pack(bits ^ 0xFFFFFFFFFFFFFFFF if bits & _SIGN else bits ^ _SIGN)
    elif kind == "String":
        out += utf8(value) + b"\0"
    elif kind == "Blob":
        out += _u64.pack(len(value)) + value
    elif kind == "Struct":
        for part, item in zip(node.parts, value):
            _write(out, part, item)
    elif kind == "Variant":
        index = node.names.index(value[0])
        out.append(index)
        _write(out, node.parts[index], value[1])
    else:
        for item in value.items() if kind == "Dict" else value:
            out.append(1)
            if kind == "Dict":
                _write(out, node.parts[0], item[0])
                _write(out, node.parts[1], item[1])
            else:
                _write(out, node.parts[0], item)
        out.append(0)


# ---- reading ------------------------------------------------------------------------------------------------------------------------

def decode(data, type_):
    """The value of a whole file that should hold the type. Raises BadBytes."""
    found, value = _decode(data, type_)
    return value


def decode_any(data):
    """(type, value) of a whole file. Raises BadBytes."""
    return _decode(data, None)


def _decode(data, expected):
    check_magic(data, MAGIC)
    reader = _Reader(data, len(MAGIC))
    shape = reader.type(0)
    try:
        check(shape.type)
    except BadType as error:
        raise BadBytes(BAD_TYPE % (len(MAGIC), error)) from None
    if expected is not None and shape.type != expected:
        raise BadBytes(TYPE_MISMATCH % (east(expected), east(shape.type)))
    value = reader.value(shape)
    if reader.at != len(data):
        raise BadBytes(TRAILING % (reader.at, len(data) - reader.at))
    return shape.type, value


class _Shape:
    """A type as the file spells it: the cases of variants in the file's order."""

    __slots__ = ("type", "parts", "names", "empty")

    def __init__(self, type_, parts=(), names=()):
        self.type, self.parts, self.names = type_, parts, names
        # Fields beyond the bytes that a struct takes at least: what a few bytes can blow up to.
        self.empty = sum(1 for part in parts if part.type[0] in ("Null", "Struct")) if type_[0] == "Struct" else 0


class _Reader:
    def __init__(self, data, at):
        self.data, self.at, self.empty = data, at, 0

    def byte(self, what):
        if self.at >= len(self.data):
            raise BadBytes(UNDERFLOW % (what, self.at))
        self.at += 1
        return self.data[self.at - 1]

    def word(self, what):
        if len(self.data) - self.at < 8:
            raise BadBytes(UNDERFLOW % (what, self.at))
        self.at += 8
        return _u64.unpack_from(self.data, self.at - 8)[0]

    def more(self, what):
        found = self.byte(what)
        if found > 1:
            raise BadBytes(BAD_CONTINUATION % (found, self.at - 1))
        return found == 1

    def text(self):
        end = self.data.find(b"\0", self.at)
        if end < 0:
            raise BadBytes(NO_TERMINATOR % self.at)
        try:
            text = str(self.data[self.at:end], "utf-8")
        except UnicodeDecodeError:
            raise BadBytes(BAD_UTF8 % self.at) from None
        self.at = end + 1
        return text

    def type(self, depth):
        start = self.at
        if depth > MAX_TYPE_DEPTH:
            raise BadBytes(BAD_TYPE % (start, "the type is nested too deeply"))
        code = self.byte("type byte")
        kind = _KINDS.get(code & 0x7F)
        if kind is None:
            raise BadBytes(BAD_TYPE_BYTE % (code, start))
        if kind in ("Struct", "Variant"):
            shape = self.named(kind, depth)
        else:
            parts = tuple([self.type(depth + 1) for _ in range({"Array": 1, "Set": 1, "Dict": 2}.get(kind, 0))])
            shape = _Shape((kind, *[part.type for part in parts]), parts)
        if code & 0x80:     # nullable, of old: some comes first
            return _variant([("some", shape), ("none", _Shape(("Null",)))])
        return shape

    def named(self, kind, depth):
        named = []
        while self.more("field continuation byte"):
            name = self.text()
            named.append((name, self.type(depth + 1)))
        if kind == "Variant":
            return _variant(named)
        return _Shape((kind, tuple([(name, part.type) for name, part in named])), tuple([part for _, part in named]))

    def value(self, shape):
        kind = shape.type[0]
        if kind == "Null":
            return None
        if kind == "Boolean":
            return self.byte("boolean") != 0
        if kind in ("Integer", "DateTime"):
            number = self.word("int64") ^ _SIGN
            return number - (1 << 64) if number & _SIGN else number
        if kind == "Float":
            bits = self.word("float64")
            value = _f64.unpack(_u64.pack(bits ^ _SIGN if bits & _SIGN else bits ^ 0xFFFFFFFFFFFFFFFF))[0]
            return value if value == value else NAN
        if kind == "String":
            return self.text()
        if kind == "Blob":
            size = self.word("blob length")
            if size > len(self.data) - self.at:
                raise BadBytes(UNDERFLOW_LENGTH % ("blob data", self.at, size))
            self.at += size
            return bytes(self.data[self.at - size:self.at])
        return getattr(self, "_" + kind)(shape)

    def _Struct(self, shape):
        self.empty += shape.empty
        if self.empty > MAX_EMPTY_ELEMENTS:
            raise BadBytes(EMPTY_ELEMENTS % self.at)
        return tuple([self.value(part) for part in shape.parts])

    def _Variant(self, shape):
        start, tag = self.at, self.byte("variant tag")
        if tag >= len(shape.parts):
            raise BadBytes(BAD_TAG % (tag, start))
        return shape.names[tag], self.value(shape.parts[tag])

    def _Array(self, shape):
        array = []
        while self.more("array continuation byte"):
            array.append(self.value(shape.parts[0]))
        return array

    def _Set(self, shape):
        found = EastSet(relation(shape.parts[0].type))
        while self.more("set continuation byte"):
            found.add(self.value(shape.parts[0]))
        return found

    def _Dict(self, shape):
        found = EastDict(relation(shape.parts[0].type))
        while self.more("dict continuation byte"):
            key = self.value(shape.parts[0])
            found.set(key, self.value(shape.parts[1]))
        return found


def _variant(named):
    cases = tuple(sorted([(name, part.type) for name, part in named], key=lambda case: utf16_key(case[0])))
    return _Shape(("Variant", cases), tuple([part for _, part in named]), tuple([name for name, _ in named]))

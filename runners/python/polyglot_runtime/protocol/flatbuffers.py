"""Bounds-checked FlatBuffers for the tables of `messages`: bytes <-> (id, message name, dict).

The decoder trusts nothing: every offset, vtable, length and string is checked against the payload, recursion is limited, and
the bytes visited are counted, so that offsets that share their targets cannot make a small payload a big message.
"""

from struct import Struct, pack_into

from .messages import MESSAGES, SIZES, TABLES

IDENTIFIER = b"PGRE"
MAX_DEPTH = 24          # Error.cause nests up to 16; Envelope, Failed and what an Error holds are above and below it
MAX_CAUSES = 16

_u16x2 = Struct("<HH").unpack_from
_u16 = Struct("<H").unpack_from
_i32 = Struct("<i").unpack_from
_u32 = Struct("<I").unpack_from
_u64 = Struct("<Q").unpack_from
_SCALARS = {kind: (Struct("<" + code).unpack_from, size) for kind, (code, size) in SIZES.items()}
_FIELDS = {table: tuple((name, kind, of, *_SCALARS.get(kind, (None, 4))) for name, kind, of, _ in fields)
           for table, fields in TABLES.items()}
_SLOTS = [Struct("<%dH" % count).unpack_from for count in range(1 + max(map(len, TABLES.values())))]
_DEFAULTS = {table: {name: default for name, _, _, default in fields} for table, fields in TABLES.items()}


class BadPayload(ValueError):
    """The payload is not a valid Envelope."""


class _Decoder:
    """One payload. `budget` is what may still be visited, in bytes."""

    def __init__(self, payload):
        self.buffer = payload
        self.end = len(payload)
        self.budget = 4 * self.end + 64

    def envelope(self):
        """(id, message name or None, fields). The name is None for a message type that this version does not know."""
        buffer = self.buffer
        if self.end < 16 or buffer[4:8] != IDENTIFIER:
            raise BadPayload("the payload has no PGRE identifier")
        at = _u32(buffer)[0]
        vtable, size, inline = self.vtable(at)
        slots = {}
        for index, width in enumerate((8, 1, 4)):
            offset = _u16(buffer, vtable + 4 + 2 * index)[0] if 6 + 2 * index <= size else 0
            if offset and (offset < 4 or offset + width > inline):
                raise BadPayload("a field lies outside of its table")
            slots[index] = at + offset if offset else None
        number = _u64(buffer, slots[0])[0] if slots[0] is not None else 0
        kind = buffer[slots[1]] if slots[1] is not None else 0
        if kind == 0:
            raise BadPayload("the envelope is empty")
        if kind >= len(MESSAGES):
            return number, None, {}
        if slots[2] is None:
            raise BadPayload("the envelope has a message type and no message")
        return number, MESSAGES[kind], self.table(self.follow(slots[2]), MESSAGES[kind], 0)

    def follow(self, at):
        target = at + _u32(self.buffer, at)[0]
        if target > self.end - 4:
            raise BadPayload("an offset points outside of the payload")
        return target

    def vtable(self, at):
        if at > self.end - 4:
            raise BadPayload("a table lies outside of the payload")
        vtable = at - _i32(self.buffer, at)[0]
        if vtable < 0 or vtable > self.end - 4:
            raise BadPayload("a vtable lies outside of the payload")
        size, inline = _u16x2(self.buffer, vtable)
        if size < 4 or size & 1 or vtable + size > self.end or inline < 4 or at + inline > self.end:
            raise BadPayload("a table's sizes do not fit the payload")
        self.spend(inline)
        return vtable, size, inline

    def spend(self, size):
        self.budget -= size
        if self.budget < 0:
            raise BadPayload("the payload refers to the same bytes too often")

    def table(self, at, name, depth):
        if depth > MAX_DEPTH:
            raise BadPayload("tables are nested too deeply")
        buffer = self.buffer
        vtable, size, inline = self.vtable(at)
        result = _DEFAULTS[name].copy()
        fields = _FIELDS[name]
        slots = _SLOTS[min(len(fields), (size - 4) >> 1)](buffer, vtable + 4)
        for offset, (field, kind, of, scalar, width) in zip(slots, fields):
            if not offset:
                continue
            if offset < 4 or offset + width > inline:
                raise BadPayload("a field lies outside of its table")
            if scalar:
                result[field] = scalar(buffer, at + offset)[0]
            elif kind == "string":
                result[field] = self.string(at + offset)
            elif kind == "table":
                result[field] = self.table(self.follow(at + offset), of, depth + 1)
            elif kind == "bytes":
                start, count = self.vector(at + offset, 1)
                result[field] = buffer[start:start + count]
            else:
                start, count = self.vector(at + offset, 4)
                if kind == "strings":
                    result[field] = [self.string(start + 4 * i) for i in range(count)]
                else:
                    result[field] = [self.table(self.follow(start + 4 * i), of, depth + 1) for i in range(count)]
        return result

    def vector(self, at, width):
        start = self.follow(at)
        count = _u32(self.buffer, start)[0]
        if count * width > self.end - start - 4:
            raise BadPayload("a vector does not fit the payload")
        self.spend(4 + count * width)
        return start + 4, count

    def string(self, at):
        buffer, end = self.buffer, self.end
        start = at + _u32(buffer, at)[0] + 4
        if start > end:
            raise BadPayload("an offset points outside of the payload")
        count = _u32(buffer, start - 4)[0]
        stop = start + count
        if stop >= end or buffer[stop]:
            raise BadPayload("a string has no end")
        self.budget -= 4 + count
        if self.budget < 0:
            self.spend(0)
        try:
            return buffer[start:stop].decode()
        except UnicodeDecodeError:
            raise BadPayload("a string is not UTF-8") from None


def decode(payload):
    """(id, message name, dict of fields) of an Envelope; the name is None for an unknown message type.

    Raises BadPayload, and nothing else, for bytes that are not an Envelope.
    """
    number, name, fields = _Decoder(payload).envelope()
    if name == "Failed":
        error, causes = fields["error"], 0
        while error is not None:
            error, causes = error["cause"], causes + 1
            if causes > MAX_CAUSES + 1:
                raise BadPayload("causes are nested too deeply")
    return number, name, fields


def encode(number, name, fields):
    """The payload of an Envelope. `fields` may leave out or have None for whatever should be absent."""
    out = bytearray(4)
    out += IDENTIFIER
    # The envelope: vtable of 10 bytes before a table of 20: offset to the vtable, message, id, type of the message.
    table = 20
    out += bytes(table - len(out) - 10) + Struct("<HHHHH").pack(10, 20, 8 if number else 0, 16, 4)
    out += Struct("<iIQB3x").pack(10, 0, number, MESSAGES.index(name))
    pack_into("<I", out, 0, table)
    pack_into("<I", out, table + 4, _put_table(out, name, fields) - table - 4)
    return bytes(out)


def _put_table(out, name, fields):
    present, slots = [], 0
    for index, (field, kind, of, default) in enumerate(TABLES[name]):
        value = fields.get(field)
        if value is not None and (value != default or type(value) is not type(default)):
            present.append((-SIZES.get(kind, "I4")[1] if kind in SIZES else -4, index, kind, of, value))
            slots = index + 1
    present.sort(key=lambda entry: entry[:2])
    vtable_size = 4 + 2 * slots
    at = len(out) + vtable_size
    at += -at % 8 + 4 if present and present[0][0] == -8 else -at % 4
    vtable = at - vtable_size
    out += bytes(vtable - len(out))
    offset, offsets, inline = 4, [0] * slots, bytearray(4)
    children = []
    pack_into("<i", inline, 0, vtable_size)
    for size, index, kind, of, value in present:
        offsets[index] = offset
        if kind in SIZES:
            inline += Struct("<" + SIZES[kind][0]).pack(value)
        else:
            children.append((at + offset, kind, of, value))
            inline += bytes(4)
        offset -= size
    out += Struct("<%dH" % (slots + 2)).pack(vtable_size, len(inline), *offsets)
    out += inline
    for where, kind, of, value in children:
        target = _put_child(out, kind, of, value)
        pack_into("<I", out, where, target - where)
    return at


def utf8(text):
    """UTF-8 as UTF-16 hosts write it: halves of pairs that meet are one character, others are replaced."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _put_child(out, kind, of, value):
    if kind == "table":
        return _put_table(out, of, value)
    out += bytes(-len(out) % 4)
    at = len(out)
    if kind == "string":
        data = utf8(value)
        out += Struct("<I").pack(len(data)) + data + b"\0"
    elif kind == "bytes":
        out += Struct("<I").pack(len(value))
        out += value
    else:
        out += Struct("<I").pack(len(value)) + bytes(4 * len(value))
        for i, item in enumerate(value):
            where = at + 4 + 4 * i
            target = _put_child(out, "string", None, item) if kind == "strings" else _put_table(out, of, item)
            pack_into("<I", out, where, target - where)
    return at

"""Reading bytes that may be anything: every read is checked, and says where it failed. Used by beast2 and beast v1."""

from struct import Struct, unpack_from

MAX_DEPTH = 2000
MAX_EMPTY_ELEMENTS = 1 << 24
NAN = float("nan")
NAN_BYTES = bytes.fromhex("000000000000f87f")
_f64 = Struct("<d")
_u64 = Struct("<Q")

TOO_SHORT = "Data too short for Beast format: %d bytes"
BAD_MAGIC = "Invalid Beast magic bytes at offset %d: expected 0x%x, got 0x%x"
UNDERFLOW = "Buffer underflow reading %s at offset %d"
UNDERFLOW_LENGTH = "Buffer underflow reading %s at offset %d, length %d"
BAD_NAN = "Non-canonical NaN at offset %d: 0x%016x"
VARINT_LONG = "Varint too long at offset %d"
VARINT_LARGE = "Varint value %d exceeds MAX_SAFE_INTEGER"
BAD_TAG = "Invalid variant tag %d at offset %d"
NO_REFERENCE = "Undefined backreference at offset %d, target %d"
TRAILING = "Unexpected data after Beast value at offset %d (%d bytes remaining)"
TYPE_MISMATCH = "Type mismatch: expected %s, got %s"
BAD_UTF8 = "Invalid UTF-8 in the string at offset %d"
DEEP = "Values nested more than 2000 levels at offset %d"
COUNT = "Count %d at offset %d is more than the %d remaining bytes can hold"
EMPTY_ELEMENTS = "More than %d elements without bytes at offset %%d" % MAX_EMPTY_ELEMENTS
KEY_ORDER = "Keys out of order or repeated at offset %d"
NEVER = "A value of type .Never at offset %d: there are none"
FUNCTION = "A function at offset %d: functions cannot be read as values here"
NOT_COMPILED = "Failed to compile decoded function: %s"
BAD_TYPE = "Invalid type at offset %d: %s"


class BadBytes(ValueError):
    """Bytes that are not what they should be."""


def check_magic(data, magic):
    """Raises BadBytes unless the data begins with the magic bytes."""
    if data[:8] == magic:
        return
    if len(data) < 8:
        raise BadBytes(TOO_SHORT % len(data))
    for at in range(8):
        if data[at] != magic[at]:
            raise BadBytes(BAD_MAGIC % (at, magic[at], data[at]))


class Reader:
    """A place in bytes. `shared`: position -> container that began there. `make`: makes functions of their nodes, or None."""

    __slots__ = ("data", "at", "end", "shared", "depth", "empty", "any_order", "make", "nodes")

    def __init__(self, data, at=0, any_order=False, make=None):
        self.data, self.at, self.end = data, at, len(data)
        self.shared, self.depth, self.empty, self.nodes = {}, 0, 0, 0
        self.any_order, self.make = any_order, make

    def varint(self):
        at = self.at
        try:
            byte = self.data[at]
            if byte < 128:
                self.at = at + 1
                return byte
            value, shift, next_ = byte & 127, 7, at + 1
            while True:
                byte = self.data[next_]
                next_ += 1
                value |= (byte & 127) << shift
                if byte < 128:
                    break
                shift += 7
                if shift > 63:
                    raise BadBytes(VARINT_LONG % at)
        except IndexError:
            raise BadBytes(UNDERFLOW % ("varint", self.end)) from None
        if value > 9007199254740991:
            raise BadBytes(VARINT_LARGE % (value & 0xFFFFFFFFFFFFFFFF))
        self.at = next_
        return value

    def zigzag(self):
        at = self.at
        try:
            value = self.data[at]
            next_ = at + 1
            if value >= 128:
                value &= 127
                shift = 7
                while True:
                    byte = self.data[next_]
                    next_ += 1
                    value |= (byte & 127) << shift
                    if byte < 128:
                        break
                    shift += 7
                    if shift > 63:
                        raise BadBytes(VARINT_LONG % at)
                if value >> 64:
                    raise BadBytes(VARINT_LONG % at)
        except IndexError:
            raise BadBytes(UNDERFLOW % ("zigzag", self.end)) from None
        self.at = next_
        return (value >> 1) ^ -(value & 1)

    def boolean(self):
        at = self.at
        if at >= self.end:
            raise BadBytes(UNDERFLOW % ("boolean", at))
        self.at = at + 1
        return self.data[at] != 0

    def float(self):
        at = self.at
        if self.end - at < 8:
            raise BadBytes(UNDERFLOW % ("float64", at))
        value = _f64.unpack_from(self.data, at)[0]
        if value != value:
            self.check_nan(at)
            value = NAN
        self.at = at + 8
        return value

    def check_nan(self, at):
        bits = _u64.unpack_from(self.data, at)[0]
        if bits & 0x7FFFFFFFFFFFFFFF != 0x7FF8000000000000:
            raise BadBytes(BAD_NAN % (at, bits))

    def floats(self, count):
        """That many floats, as a list."""
        at = self.at
        values = list(unpack_from("<%dd" % count, self.data, at))
        if any(x != x for x in values):
            for index, value in enumerate(values):
                if value != value:
                    self.check_nan(at + 8 * index)
                    values[index] = NAN
        self.at = at + 8 * count
        return values

    def raw(self, what):
        at, size = self.at, self.varint()
        start = self.at
        if size > self.end - start:
            raise BadBytes(UNDERFLOW_LENGTH % (what, at, size))
        self.at = start + size
        return self.data[start:start + size]

    def string(self):
        at = self.at
        try:
            return str(self.raw("string"), "utf-8")
        except UnicodeDecodeError:
            raise BadBytes(BAD_UTF8 % at) from None

    def blob(self):
        return bytes(self.raw("blob"))

    def tag(self, count):
        at, tag = self.at, self.varint()
        if tag >= count:
            raise BadBytes(BAD_TAG % (tag, at))
        return tag

    def count(self, least):
        """A number of elements of at least that many bytes each."""
        at, count = self.at, self.varint()
        left = self.end - self.at
        if least:
            if count * least > left:
                raise BadBytes(COUNT % (count, at, left))
        else:
            self.empty += count
            if self.empty > MAX_EMPTY_ELEMENTS:
                raise BadBytes(EMPTY_ELEMENTS % at)
        return count

    def earlier(self, identity):
        """None where a container follows inline (its position is then `at`), else the container of that identity that it is once more."""
        start = self.at
        distance = self.varint()
        if distance == 0:
            return None
        known = self.shared.get(start - distance)
        if known is None or known[1] != identity:
            raise BadBytes(NO_REFERENCE % (start, start - distance))
        return known[0]

    def enter(self):
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise BadBytes(DEEP % self.at)

    def finish(self):
        if self.at != self.end:
            raise BadBytes(TRAILING % (self.at, self.end - self.at))

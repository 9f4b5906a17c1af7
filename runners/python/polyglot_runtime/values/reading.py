"""What generated decoders call: the rarer steps of reading, and whole runs of elements."""

import sys
from array import array
from operator import lt
from struct import Struct

from ..east.types import utf16_key
from .errors import (BAD_COUNT, BAD_NAN, BAD_ORDER, BAD_REFERENCE, BAD_TAG, BAD_VARINT, BadInput, EMPTY_FLOOD,
                     MAX_EMPTY_ELEMENTS, NEVER, UNFINISHED_REFERENCE)
from .natives import distinct

_u64 = Struct("<Q").unpack_from
_ZIGZAG = tuple((n >> 1) ^ -(n & 1) for n in range(128))
_QUIET_NAN = 0x7FF8 << 48
_SIGN = 1 << 63
_NUMPY_FROM = 64        # below this many elements the plain loop is faster
_NONE = object()


def varint(b, p, first):
    """The rest of a varint whose first byte, at p - 1, was `first`: (value, position)."""
    value, shift = first & 127, 7
    while True:
        byte = b[p]
        p += 1
        if byte < 128:
            break
        value |= (byte & 127) << shift
        shift += 7
        if shift > 63:
            raise BadInput(BAD_VARINT % p)
    value |= byte << shift
    if value >> 64:
        raise BadInput(BAD_VARINT % p)
    return value, p


def count(b, p, n):
    raise BadInput(BAD_COUNT % (n, p))


def flood(n):
    raise BadInput(EMPTY_FLOOD % (n, MAX_EMPTY_ELEMENTS))


def bad_tag(p, tag):
    raise BadInput(BAD_TAG % (tag, p))


def never():
    raise BadInput(NEVER)


def float_nan(b, p):
    """Checks a NaN: one bit pattern, of either sign, is allowed."""
    if _u64(b, p)[0] & ~_SIGN != _QUIET_NAN:
        raise BadInput(BAD_NAN % p)


def float_key(b, p):
    """An int that orders as the Float at p does in East: -0.0 before 0.0, NaN last."""
    bits = _u64(b, p)[0]
    if bits & ~_SIGN > 0x7FF0 << 48:
        float_nan(b, p)
        return _QUIET_NAN
    return bits if bits < _SIGN else -1 - (bits ^ _SIGN)


def strict(keys, p):
    if not all(map(lt, keys, keys[1:])):
        raise BadInput(BAD_ORDER % p)


def text_keys(keys):
    """Strings as things that sort as East does: themselves where that is the same."""
    return keys if "".join(keys).isascii() else list(map(utf16_key, keys))


def distinct_keys(keys):
    return map(distinct, keys)


def floats(b, p, n):
    """n Floats as a list, without a loop per element."""
    end = p + 8 * n
    if end > len(b):
        count(b, p, n)
    _check_nans(b, p, end, 8, 0)
    values = array("d", b[p:end])
    if sys.byteorder == "big":
        values.byteswap()
    return values.tolist(), end


def _check_nans(b, p, end, stride, offset):
    """Checks the Floats at p + offset, and every stride after it. Looks closer only where an exponent is that of a NaN."""
    tops = b[p + offset + 7:end:stride]
    if 127 not in tops and 255 not in tops:
        return
    for index, top in enumerate(tops):
        if top & 127 == 127:
            at = p + offset + index * stride
            if _u64(b, at)[0] & ~_SIGN > 0x7FF0 << 48:
                float_nan(b, at)


def rows(b, p, n, code, width):
    """The bytes of n fixed-width structs, checked."""
    end = p + n * width
    if end > len(b):
        count(b, p, n)
    offset = 0
    for letter in code:
        if letter == "d":
            _check_nans(b, p, end, width, offset)
        offset += 8 if letter == "d" else 1
    return memoryview(b)[p:end]


def booleans(b, p, n):
    end = p + n
    if end > len(b):
        count(b, p, n)
    return list(map(bool, b[p:end])), end


def integers(b, p, n):
    """n Integers as a list."""
    chunk = b[p:p + n]
    if len(chunk) == n and chunk.isascii():
        return [_ZIGZAG[byte] for byte in chunk], p + n
    if n >= _NUMPY_FROM and "numpy" in sys.modules:
        from . import varints
        values, p = varints.decode(b, p, n)
        return values.tolist(), p
    values = []
    append = values.append
    for _ in range(n):
        value = b[p]
        p += 1
        if value > 127:
            value, p = varint(b, p, value)
        append((value >> 1) ^ -(value & 1))
    return values, p


class Register:
    """The containers met so far, by the position of their contents, for files in which one is referred to twice."""

    def __init__(self):
        self._kinds = {}        # position -> identity of the East type
        self._made = {}         # (position, shape) -> the container, from before its contents are read where that can be
        self._open = set()      # (position, shape) that are being read and cannot be referred to yet

    def enter(self, at, identity, shape):
        self._kinds[at] = identity
        self._open.add((at, shape))

    def place(self, at, shape, value):
        self._made[at, shape] = value
        self._open.discard((at, shape))

    def find(self, at, distance, identity, shape, b, decode):
        """The container `distance` before `at`. One that was read in another Python form is read again in this one."""
        target = at - distance
        if self._kinds.get(target) != identity:
            raise BadInput(BAD_REFERENCE % (at, target))
        value = self._made.get((target, shape), _NONE)
        if value is _NONE:
            if (target, shape) in self._open:
                raise BadInput(UNFINISHED_REFERENCE % target)
            value, _ = decode(b, target - 1, self)
        return value

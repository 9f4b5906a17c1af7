"""What generated encoders call: the rarer steps of writing, and whole runs of elements."""

import sys
from array import array
from collections import deque
from collections.abc import Mapping, Sequence, Set as AbstractSet
from operator import attrgetter
from struct import Struct

from ..east.schema import put_varint as varint
from ..east.types import utf16_key
from .errors import DUPLICATE, Mismatch, OUT_OF_64_BITS
from .natives import Ref, Variant       # for the generated code's globals
from .scalars import as_float, as_integer

__all__ = ["AbstractSet", "Mapping", "NAN", "NAN_BYTES", "Ref", "Variant", "fields", "floats", "getter", "integers", "order", "sequence",
           "sorted_text", "strings", "varint", "wide"]

NAN_BYTES = bytes.fromhex("000000000000f87f")
NAN = Struct("<d").unpack(NAN_BYTES)[0]
_NUMPY_FROM = 64
_ZIGZAG = {n: 2 * n if n >= 0 else -2 * n - 1 for n in range(-64, 64)}


def wide(o, zigzag):
    """A zigzag number of more than seven bits."""
    if zigzag >> 64:
        raise Mismatch(OUT_OF_64_BITS % ((zigzag >> 1) ^ -(zigzag & 1)))
    while zigzag > 127:
        o.append(zigzag & 127 | 128)
        zigzag >>= 7
    o.append(zigzag)


def fields(value, names):
    """A struct's fields in the type's order from whatever holds them. Raises Mismatch, KeyError or AttributeError."""
    return getter(value, names, {})(value)


def getter(value, names, known):
    """What takes the fields out of `value` in the type's order; put into `known` where it does so for all values of its class."""
    kind = type(value)
    if isinstance(value, tuple):
        own = getattr(value, "east_names", None) or getattr(value, "_fields", None)
        if own is not None and set(own) != set(names):
            raise Mismatch
        if own is not None and own != names:
            order = [own.index(name) for name in names]
            known[kind] = get = lambda value: [value[index] for index in order]
            return get
        if own is not None:
            known[kind] = _itself
        elif len(value) != len(names):
            raise Mismatch
        elif names:
            known[kind] = _itself       # another length fails where the fields are taken apart
        return _itself
    if isinstance(value, Mapping):
        return lambda value: _mapped(value, names)
    declared = getattr(kind, "__dataclass_fields__", None)
    if declared is not None:
        if set(declared) != set(names):
            raise Mismatch
        known[kind] = get = attrgetter(*names) if len(names) > 1 and all(map(str.isidentifier, names)) else \
            lambda value: [getattr(value, name) for name in names]
        return get
    return lambda value: _attributes(value, names)


def _itself(value):
    return value


def _mapped(value, names):
    if len(value) != len(names):
        raise Mismatch
    return [value[name] for name in names]


def _attributes(value, names):
    if isinstance(value, (str, bytes, bytearray, int, float, list, type(None), AbstractSet, Variant, Ref)):
        raise Mismatch
    if type(value).__name__ == "SimpleNamespace" and set(vars(value)) != set(names):
        raise Mismatch
    dtype = getattr(value, "dtype", None)
    if dtype is None:
        return [getattr(value, name) for name in names]
    if dtype.names is None or set(dtype.names) != set(names):
        raise Mismatch
    return [value[name] for name in names]


def sequence(value, o, node):
    """A list or tuple of the elements of something array-like, or None where it has been written at once."""
    if "numpy" in sys.modules:
        from . import columns
        taken, value = columns.write(value, o, node)
        if taken:
            return None
        if type(value) in (list, tuple):
            return value
    if isinstance(value, (list, tuple)):
        if hasattr(value, "_fields"):
            raise Mismatch
        return value
    if isinstance(value, (range, deque, array)) or (
            isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview))):
        return list(value)
    raise Mismatch


def floats(values, o):
    if set(map(type, values)) - {float}:
        values = [x if type(x) is float else as_float(x) for x in values]
    packed = array("d", values)
    if sys.byteorder == "big":
        packed.byteswap()
    data = packed.tobytes()
    tops = data[7::8]
    if 127 in tops or 255 in tops:
        data = array("d", [x if x == x else NAN for x in values]).tobytes()
        if sys.byteorder == "big":
            packed = array("d", data)
            packed.byteswap()
            data = packed.tobytes()
    o += data


def integers(values, o):
    if not values:
        return
    if set(map(type, values)) != {int}:
        values = [x if type(x) is int else as_integer(x) for x in values]
    low, high = min(values), max(values)
    if low >= -64 and high < 64:
        o += bytes([_ZIGZAG[x] for x in values])
        return
    if low < -(1 << 63) or high >= 1 << 63:
        raise Mismatch
    if len(values) >= _NUMPY_FROM and "numpy" in sys.modules:
        from . import varints
        o += varints.encode(sys.modules["numpy"].array(values, "int64"))
        return
    append = o.append
    for x in values:
        x = x << 1 if x >= 0 else ~(x << 1)
        while x > 127:
            append(x & 127 | 128)
            x >>= 7
        append(x)


def sorted_text(values):
    values = list(values)
    return sorted(values) if "".join(values).isascii() else sorted(values, key=utf16_key)


def strings(values, o):
    for value in values:
        data = value.encode()
        varint(o, len(data))
        o += data


def _by_key(entry):
    return entry[0]


def order(entries):
    """Sorts [(order key, bytes, key)] and refuses equal ones."""
    entries.sort(key=_by_key)
    previous = None
    for entry in entries:
        if previous is not None and previous[0] == entry[0]:
            raise Mismatch(DUPLICATE % repr(entry[2])[:80], "duplicate_key")
        previous = entry

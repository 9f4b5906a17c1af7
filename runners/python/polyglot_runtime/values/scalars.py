"""Python scalars as East scalars: the strict fast cases are in the generated code, everything that merely fits is here.

Each function returns the exact Python value that is encoded, or raises Mismatch.
"""

import sys
from datetime import datetime, timedelta, timezone
from operator import index

from .errors import Mismatch, NAIVE_DATE, NOT_A_TIME, NOT_EXACT
from .natives import Instant

UTC = timezone.utc
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)


def _numpy_kind(value):
    """The kind letter of a numpy scalar's or 0-dimensional array's dtype, else ""."""
    if "numpy" not in sys.modules:
        return ""
    numpy = sys.modules["numpy"]
    if isinstance(value, numpy.generic) or (isinstance(value, numpy.ndarray) and value.ndim == 0):
        return value.dtype.kind
    return ""


def as_null(value):
    if value is None:
        return None
    raise Mismatch


def as_boolean(value):
    if type(value) is bool:
        return value
    if _numpy_kind(value) == "b":
        return bool(value)
    raise Mismatch


def as_integer(value):
    """Any int but bool, and whatever else Python itself takes as an index: numpy integers, IntEnum. Never a float."""
    if isinstance(value, bool) or _numpy_kind(value) == "b":
        raise Mismatch
    try:
        return int(index(value))
    except TypeError:
        raise Mismatch from None


def as_float(value):
    """Floats of any width, and integers that a Float holds exactly."""
    if isinstance(value, float):
        return float(value)
    kind = _numpy_kind(value)
    if kind == "f":
        result = float(value)
        if result == value or result != result:
            return result
        raise Mismatch(NOT_EXACT % value)
    if isinstance(value, bool) or (kind and kind not in "iu") or not (kind or isinstance(value, int)):
        raise Mismatch
    exact = int(value)
    try:
        result = float(exact)
    except OverflowError:
        result = None
    if result is None or int(result) != exact:
        raise Mismatch(NOT_EXACT % exact)
    return result


def as_string(value):
    if isinstance(value, str):
        return str(value)
    raise Mismatch


def as_blob(value):
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    raise Mismatch


def as_milliseconds(value):
    """Milliseconds since 1970 UTC, rounded down. A datetime without a zone is taken as UTC."""
    if type(value) is datetime and value.tzinfo is UTC:
        delta = value - EPOCH
        return (delta.days * 86400 + delta.seconds) * 1000 + delta.microseconds // 1000
    if type(value) is Instant:
        return as_integer(value.milliseconds)
    if isinstance(value, datetime):
        if value != value:
            raise Mismatch(NOT_A_TIME)
        if value.tzinfo is None or value.utcoffset() is None:
            delta = value.replace(tzinfo=None) - _NAIVE_EPOCH
        else:
            delta = value - EPOCH
        return (delta.days * 86400 + delta.seconds) * 1000 + delta.microseconds // 1000
    if _numpy_kind(value) == "M":
        return datetime64_milliseconds(value).item()
    if hasattr(value, "year") and hasattr(value, "month"):
        raise Mismatch(NAIVE_DATE)
    raise Mismatch


def datetime64_milliseconds(value):
    """numpy datetimes of any unit as int64 milliseconds, rounded down."""
    numpy = sys.modules["numpy"]
    if numpy.isnat(value).any():
        raise Mismatch(NOT_A_TIME)
    unit = numpy.datetime_data(value.dtype)[0]
    finer = {"us": 1000, "ns": 1000000}.get(unit)
    if finer and numpy.datetime_data(value.dtype)[1] == 1:
        return value.astype("int64") // finer
    return value.astype("M8[ms]").astype("int64")


def from_milliseconds(milliseconds):
    """The aware UTC datetime, or an Instant outside of the years 1 to 9999."""
    try:
        return EPOCH + timedelta(0, 0, 0, milliseconds)
    except OverflowError:
        return Instant(milliseconds)

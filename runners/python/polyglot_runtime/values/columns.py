"""numpy arrays and pandas objects as results. Imported only where numpy is there.

`write` either appends a whole container at once or turns it into a list that the generated encoder goes through.
"""

import sys

import numpy

from ..east.schema import put_varint
from . import varints
from .arrays import flat, structured
from .errors import Mismatch, NOT_EXACT
from .natives import Instant
from .scalars import datetime64_milliseconds
from .writing import NAN

MASKED = "a masked array: fill it first"


def write(value, o, node):
    """(True, None) where the value has been appended to `o`, else (False, what to encode instead)."""
    element = node.parts[0]
    if isinstance(value, numpy.ndarray):
        if isinstance(value, numpy.ma.MaskedArray):
            raise Mismatch(MASKED)
        return _array(value, o, element)
    pandas = sys.modules.get("pandas")
    if pandas is not None:
        if isinstance(value, pandas.DataFrame):
            return _frame(value, o, element)
        if isinstance(value, (pandas.Series, pandas.Index)):
            column = series(pandas.Series(value) if isinstance(value, pandas.Index) else value, element)
            return _array(column, o, element) if isinstance(column, numpy.ndarray) else (False, column)
        if isinstance(value, pandas.api.extensions.ExtensionArray):
            return write(pandas.Series(value), o, node)
    return False, value


def _array(value, o, element):
    if value.ndim == 0:
        raise Mismatch
    if value.ndim > 1:
        if element.kind != "Array":
            raise Mismatch
        if value.ndim == 2 and element.parts[0].kind in ("Float", "Boolean") and value.dtype.kind in "fiub":
            _matrix(value, o, element.parts[0])
            return True, None
        return False, list(value)
    if value.dtype.names is not None:
        if element.kind != "Struct" or set(value.dtype.names) != set(element.names):
            raise Mismatch
        return _rows([value[name] for name in element.names], len(value), o, element)
    if value.dtype.kind == "O" or value.dtype.kind == "U":
        return False, value.tolist()
    if element.optional:
        return False, _options(value, element)
    data = _bytes(value, element)
    if data is None:
        raise Mismatch
    o.append(0)
    put_varint(o, len(value))
    o += data
    return True, None


def _options(value, element):
    """NaN and NaT are absent: numpy has no other way to say it."""
    if value.dtype.kind not in "fM":
        return value.tolist()
    absent = numpy.isnat(value) if value.dtype.kind == "M" else numpy.isnan(value)
    return _scatter(absent, plain(value[~absent], element.parts[1]))


def _scatter(absent, values):
    values = iter(values)
    return [None if gone else next(values) for gone in absent.tolist()]


def _bytes(value, element):
    """The elements' bytes of a one-dimensional array, or None where its dtype does not fit. Raises Mismatch for elements."""
    kind = value.dtype.kind
    if element.kind == "Float" and kind in "fiu":
        return _raw(_floats(value))
    if element.kind == "Integer" and kind in "iu":
        return varints.encode(_integers(value))
    if element.kind == "Boolean" and kind == "b":
        return _raw(value)
    if element.kind == "DateTime" and kind == "M":
        return varints.encode(datetime64_milliseconds(value))
    return None


def _raw(value):
    """The bytes of an array, not copied where they lie together."""
    return memoryview(numpy.ascontiguousarray(value)).cast("B") if value.size else b""


def _floats(value):
    """Little-endian float64 with the one NaN; the array itself where it is that already."""
    result = value.astype("<f8", copy=False)
    if value.dtype.kind in "iu":
        if value.dtype.itemsize == 8:
            _exact(value)
    elif value.dtype.itemsize > 8:
        same = (result.astype(value.dtype) == value) | numpy.isnan(value)
        if not same.all():
            _inexact(value, int(numpy.argmin(same)))
    strange = result != result
    if strange.any():
        result = result.copy()
        result[strange] = NAN
    return result


def _exact(value):
    """64-bit integers that a Float cannot hold are refused, the first by its index."""
    limit, flat_value = 1 << 53, value.ravel()
    large = flat_value > limit if value.dtype.kind == "u" else (flat_value > limit) | (flat_value < -limit)
    for index in numpy.flatnonzero(large).tolist():
        if int(float(flat_value[index])) != int(flat_value[index]):
            _inexact(value, index)


def _inexact(value, index):
    error = Mismatch(NOT_EXACT % value.ravel()[index])
    error.at = "".join("[%d]" % at for at in numpy.unravel_index(index, value.shape))
    raise error


def _integers(value):
    if value.dtype.kind == "u" and value.dtype.itemsize == 8 and len(value) and value.max() > numpy.uint64((1 << 63) - 1):
        error = Mismatch("%d is outside of the 64 bits of Integer" % value.max())
        error.at = "[%d]" % value.argmax()
        raise error
    return value.astype("i8")


def _matrix(value, o, cell):
    """Rows of the same length: one header, repeated."""
    if cell.kind == "Boolean":
        if value.dtype.kind != "b":
            raise Mismatch
        data = numpy.ascontiguousarray(value).view(numpy.uint8)
    else:
        if value.dtype.kind == "b":
            raise Mismatch
        data = numpy.ascontiguousarray(_floats(value)).view(numpy.uint8).reshape(len(value), -1) if value.size \
            else numpy.empty((len(value), 0), numpy.uint8)
    head = bytearray(1)
    put_varint(head, value.shape[1])
    o.append(0)
    put_varint(o, len(value))
    out = numpy.empty((len(value), len(head) + data.shape[1]), numpy.uint8)
    out[:, :len(head)] = numpy.frombuffer(head, numpy.uint8)
    out[:, len(head):] = data
    o += _raw(out)


def _frame(value, o, element):
    if element.kind != "Struct" or not value.columns.is_unique or set(value.columns) != set(element.names):
        if element.kind == "Struct":
            raise Mismatch("the columns are %s" % ", ".join(map(str, value.columns)))
        raise Mismatch
    columns = []
    for name, part in zip(element.names, element.parts):
        try:
            columns.append(series(value[name], part))
        except Mismatch as error:
            error.at = ".%s" % name
            raise
    return _rows(columns, len(value), o, element)


def _rows(columns, n, o, element):
    """Rows from columns (arrays or lists): their bytes at once where the type allows it, else as tuples."""
    if flat(element) and all(isinstance(column, numpy.ndarray) and column.dtype.kind == ("b" if part.kind == "Boolean" else "f")
                             for column, part in zip(columns, element.parts)):
        rows = numpy.empty(n, structured(element))
        for name, part, column in zip(element.names, element.parts, columns):
            rows[name] = _floats(column) if part.kind == "Float" else column
        o.append(0)
        put_varint(o, n)
        o += _raw(rows.view(numpy.uint8)) if n else b""
        return True, None
    return False, list(zip(*[plain(column, part) for column, part in zip(columns, element.parts)])) if columns else [()] * n


def plain(column, part):
    """A column as a list of what the encoder takes."""
    if not isinstance(column, numpy.ndarray):
        return column
    if part.optional and column.dtype.kind in "fM":
        return _options(column, part)
    if column.dtype.kind == "M":
        return list(map(Instant, datetime64_milliseconds(column).tolist()))
    return column.tolist() if column.ndim == 1 and column.dtype.names is None else list(column)


def series(value, part):
    """A pandas column as an array, or as a list where elements are absent or of Python's own types."""
    inner = part.parts[1] if part.optional else part
    if part.optional:
        absent = value.isna().to_numpy()
        if absent.any():
            return _scatter(absent, plain(series(value[~absent], inner), inner))
        return plain(series(value, inner), inner)
    if getattr(value.dtype, "tz", None) is not None:
        return value.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy()
    if isinstance(value.dtype, numpy.dtype):
        return value.to_numpy() if value.dtype.kind != "O" else value.tolist()
    if value.isna().any():
        return value.astype(object).tolist()
    kind = {"Integer": "i", "Float": "f", "Boolean": "b"}.get(inner.kind)
    numeric = getattr(value.dtype, "numpy_dtype", None)
    if kind and numeric is not None and numeric.kind in "iufb":
        return value.to_numpy(numeric)
    return value.astype(object).tolist()

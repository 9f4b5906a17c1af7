"""Arrays as numpy arrays and pandas objects: whole containers at once. Imported only where an annotation asks for one.

All arrays that come out are read-only: an input is not the function's to change, and most are windows on the file's bytes.
"""

import numpy

from . import varints
from .errors import Aliased, BAD_COUNT, BAD_NAN, BadInput, RAGGED, Unsupported
from .reading import varint

_DTYPES = {"Float": "<f8", "Boolean": "?"}
_QUIET_NAN = numpy.uint64(0x7FF8 << 48)
_MAGNITUDE = numpy.uint64((1 << 63) - 1)
OUT_OF_DTYPE = "the numbers do not fit %s"
OUT_OF_NANOSECONDS = "pandas cannot hold a DateTime outside of the years 1678 to 2261"


def whole(node):
    """Whether arrays of this element type are read without looking at each element."""
    return node.kind in ("Float", "Integer", "Boolean", "DateTime") or flat(node)


def flat(node):
    """A Struct of Floats and Booleans, which is a numpy structured dtype as it is."""
    return node.kind == "Struct" and bool(node.parts) and all(part.kind in _DTYPES for part in node.parts)


def structured(node):
    return numpy.dtype([(name, _DTYPES[part.kind]) for name, part in zip(node.names, node.parts)])


def read(b, p, n, node):
    """(array of n elements at p, position after them) for a `whole` element type."""
    if node.kind in ("Integer", "DateTime"):
        values, p = varints.decode(b, p, n)
        return values.view("M8[ms]") if node.kind == "DateTime" else values, p
    dtype = structured(node) if node.kind == "Struct" else numpy.dtype(_DTYPES[node.kind])
    end = p + n * dtype.itemsize
    if end > len(b):
        raise BadInput(BAD_COUNT % (n, p))
    if node.kind == "Boolean":
        data = numpy.frombuffer(b, numpy.uint8, n, p)
        return data.view("?") if not n or data.max() < 2 else data != 0, end
    values = numpy.frombuffer(b, dtype, n, p)
    if node.kind == "Float":
        _check_nans(values, p)
    else:
        for name, part in zip(node.names, node.parts):
            if part.kind == "Float":
                _check_nans(values[name], p)
            else:
                raw = values[name].view(numpy.uint8)
                if n and raw.max() > 1:
                    values = values.copy()
                    values[name] = raw != 0
    return values, end


def _check_nans(values, p):
    strange = values != values
    if strange.any():
        bits = values[strange].view(numpy.uint64) & _MAGNITUDE
        if (bits != _QUIET_NAN).any():
            raise BadInput(BAD_NAN % p)


class Maker:
    """Makes the container of one shape."""

    def __init__(self, shape):
        self._kind, self._make, self._names = shape.kind, shape.make, shape.names
        self._element = shape.node.parts[0]

    def read(self, b, p, n, register=None):
        """n elements of a `whole` type (of a frame: rows) or, for a matrix, n rows."""
        if self._kind == "matrix":
            return self._matrix(b, p, n)
        values, p = read(b, p, n, self._element)
        if self._kind == "ndarray":
            return self._cast(values), p
        import pandas
        if self._kind == "series":
            return pandas.Series(_times(values)), p
        return pandas.DataFrame({name: numpy.ascontiguousarray(values[name]) for name in self._names}), p

    def _cast(self, values):
        if self._make is not None and self._make != values.dtype:
            cast = values.astype(self._make)
            if values.dtype.kind == "i" and (self._make.kind not in "iu" or (cast.astype(values.dtype) != values).any() or
                                             (self._make.kind == "u" and (values < 0).any())):
                raise Unsupported(OUT_OF_DTYPE % self._make)
            values = cast
        values.flags.writeable = False
        return values

    def _matrix(self, b, p, n):
        cell = self._element.parts[0]
        if not n:
            return self._cast(read(b, p, 0, cell)[0].reshape(0, 0)), p
        width, start = self._row(b, p)
        if cell.kind in _DTYPES:
            head, size = start - p, numpy.dtype(_DTYPES[cell.kind]).itemsize
            row = head + width * size
            if n * row <= len(b) - p:
                raw = numpy.frombuffer(b, numpy.uint8, n * row, p).reshape(n, row)
                if (raw[:, :head] == raw[0, :head]).all():
                    values, _ = read(raw[:, head:].tobytes(), 0, n * width, cell)
                    return self._cast(values.reshape(n, width)), p + n * row
        rows = []
        for _ in range(n):
            length, p = self._row(b, p)
            if length != width:
                raise Unsupported(RAGGED)
            values, p = read(b, p, width, cell)
            rows.append(values)
        return self._cast(numpy.stack(rows)), p

    @staticmethod
    def _row(b, p):
        """(count, position of the first element) of the array at p."""
        if b[p]:
            raise Aliased
        n = b[p + 1]
        p += 2
        if n > 127:
            n, p = varint(b, p, n)
        if n > len(b) - p:
            raise BadInput(BAD_COUNT % (n, p))
        return n, p

    def rows(self, rows):
        """A matrix from lists, for files in which rows are shared."""
        if len(set(map(len, rows))) > 1:
            raise Unsupported(RAGGED)
        kind = self._element.parts[0].kind
        values = numpy.array(rows, {"Float": "f8", "Integer": "i8", "Boolean": "?", "DateTime": "i8"}[kind]) if rows \
            else numpy.empty((0, 0))
        return self._cast(values.view("M8[ms]") if kind == "DateTime" and rows else values)

    def column(self, values):
        """The array or Series of a list of elements."""
        if self._kind == "ndarray":
            if self._make is not None and self._make.kind == "U":
                made = numpy.array(values, self._make)
                made.flags.writeable = False
                return made
            return self._cast(_column(values, self._element))
        import pandas
        return pandas.Series(_pandas_column(values, self._element))

    def columns(self, columns, n):
        """The DataFrame of n rows, given as a list per column."""
        import pandas
        return pandas.DataFrame(
            {name: _pandas_column(values, part) for name, values, part in zip(self._names, columns, self._element.parts)},
            index=pandas.RangeIndex(n))


def _column(values, node):
    """A numpy array of a list. Absent elements of Option<Float> are NaN, of Option<DateTime> NaT, of others None."""
    inner = node.parts[1] if node.optional and not node.wrapped else node
    if inner.kind == "Float":
        return numpy.array([float("nan") if value is None else value for value in values], "f8")
    if inner.kind == "DateTime":
        return numpy.array([_NAT if value is None else value for value in values], "i8").view("M8[ms]")
    if inner is node and inner.kind in ("Integer", "Boolean"):
        return numpy.array(values, "i8" if inner.kind == "Integer" else "?")
    made = numpy.empty(len(values), object)
    made[:] = values
    return made


_NAT = -(1 << 63)


def _pandas_column(values, node):
    import pandas
    if node.optional and node.parts[1].kind in ("Integer", "Boolean"):
        return pandas.array(values, "Int64" if node.parts[1].kind == "Integer" else "boolean")
    return _times(_column(values, node))


def _times(values):
    """datetime64 as pandas has it: nanoseconds, UTC."""
    if values.dtype.kind != "M":
        return values
    import pandas
    milliseconds = values.view("i8")
    real = milliseconds[milliseconds != _NAT]
    if len(real) and (real.min() < -9223372036854 or real.max() > 9223372036854):
        raise Unsupported(OUT_OF_NANOSECONDS)
    return pandas.DatetimeIndex(values.astype("M8[ns]")).tz_localize("UTC")

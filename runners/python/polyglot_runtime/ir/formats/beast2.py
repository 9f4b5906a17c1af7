"""beast2 with aliasing and functions: whole files, and values without header (spec 3.1). Sharing is written by identity."""

from ...east import schema
from ...east.text import east
from ...east.types import graph
from .binary import BadBytes, DEEP, Reader, TYPE_MISMATCH, check_magic
from .beast2_reading import reader_of
from .beast2_writing import CannotWrite, Writer, obstacle, writer_of

_codecs = {}


class Codec:
    """Reads and writes values of one type. `header`: what a file of the type begins with."""

    def __init__(self, type_):
        self.type = type_
        self.node = graph(type_)
        self.header = schema.MAGIC + schema.encode(type_)
        self._read = self._write = None

    def value_start(self, data):
        """Where the value begins in a file that should hold one. Raises BadBytes."""
        header = self.header
        if data[:len(header)] == header:
            return len(header)
        check_magic(data, schema.MAGIC)
        from ..type_values import read_type
        found, at = read_type(data, len(schema.MAGIC))
        if found != self.type:
            raise BadBytes(TYPE_MISMATCH % (east(self.type), east(found)))
        return at

    def decode(self, data, any_order=False, make=None):
        """The value of a whole file. `make(node)` gives the function of a node. Raises BadBytes."""
        return self.decode_value(data, self.value_start(data), any_order, make)

    def decode_value(self, data, at=0, any_order=False, make=None):
        if self._read is None:
            self._read = reader_of(self.node)
        reader = Reader(data, at, any_order, make)
        try:
            value = self._read(reader)
        except RecursionError:
            raise BadBytes(DEEP % reader.at) from None
        reader.finish()
        return value

    def encode(self, value):
        """A whole file. Raises CannotWrite."""
        out = bytearray(self.header)
        self.encode_value(value, out)
        return out

    def encode_value(self, value, out):
        """Appends the value without header. Raises CannotWrite."""
        if self._write is None:
            self._write = writer_of(self.node)
        try:
            self._write(Writer(out), value)
        except CannotWrite:
            raise obstacle(self.node, value) from None


def decode_any(data, any_order=False):
    """(type, value) of a whole file of any type. Raises BadBytes."""
    from ..type_values import read_type
    check_magic(data, schema.MAGIC)
    type_, at = read_type(data, len(schema.MAGIC))
    return type_, codec(type_).decode_value(data, at, any_order)


def codec(type_):
    """The Codec of a type."""
    known = _codecs.get(type_)
    if known is None:
        if len(_codecs) > 1024:
            _codecs.clear()
        known = _codecs[type_] = Codec(type_)
    return known

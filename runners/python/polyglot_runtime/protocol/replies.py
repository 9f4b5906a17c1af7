"""The one reply that is sent for every task that succeeds, made from a ready frame by filling in its numbers."""

from struct import Struct

from .flatbuffers import encode
from .frames import frame

_PATHS = ("id", "size", "load_ns", "decode_ns", "call_ns", "encode_ns", "peak_memory_bytes", "cpu_ns")
_u64 = Struct("<Q")


def _template():
    marks = [0xA1B2C3D4E5F60700 + index for index in range(len(_PATHS))]
    timings = dict(zip(_PATHS[2:6], marks[2:6]))
    whole = bytearray(frame(encode(marks[0], "Completed", {
        "size": marks[1], "timings": timings, "peak_memory_bytes": marks[6], "cpu_ns": marks[7]})))
    return whole, [whole.index(_u64.pack(mark)) for mark in marks]


_FRAME, _OFFSETS = _template()


def completed(*numbers):
    """The frame of a Completed, given its numbers in this order: id, size, load, decode, call and encode time, peak memory, cpu time."""
    whole = bytearray(_FRAME)
    pack = _u64.pack_into
    for offset, number in zip(_OFFSETS, numbers):
        pack(whole, offset, number)
    return whole

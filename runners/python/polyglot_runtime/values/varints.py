"""Runs of Integers as varints, all at once. Needs numpy: callers import this module only where it is there."""

import numpy

from .errors import BAD_COUNT, BAD_VARINT, BadInput

_CHUNK = 8192       # numbers at a time, so that the tables stay in the cache


def decode(b, p, n):
    """(int64 array of n Integers that start at p, position after them)."""
    data = numpy.frombuffer(b, numpy.uint8, min(10 * n, len(b) - p), p)
    ends = numpy.flatnonzero(data < 128)
    if len(ends) < n:
        if len(data) == 10 * n:
            raise BadInput(BAD_VARINT % p)
        raise BadInput(BAD_COUNT % (n, p))
    ends = ends[:n]
    if not n:
        return numpy.empty(0, numpy.int64), p
    starts = numpy.empty(n, ends.dtype)
    starts[0] = 0
    starts[1:] = ends[:-1] + 1
    lengths = ends - starts + 1
    longest = int(lengths.max())
    if longest > 10 or (longest == 10 and (data[ends[lengths == 10]] > 1).any()):
        raise BadInput(BAD_VARINT % p)
    values = (data[starts] & 127).astype(numpy.uint64)
    for step in range(1, longest):
        which = numpy.flatnonzero(lengths > step)
        values[which] |= (data[starts[which] + step] & 127).astype(numpy.uint64) << numpy.uint64(7 * step)
    signs = (values & numpy.uint64(1)).astype(numpy.int64)
    return (values >> numpy.uint64(1)).astype(numpy.int64) ^ -signs, p + int(ends[-1]) + 1


def encode(values):
    """The bytes of an int64 array."""
    bits = ((values << 1) ^ (values >> 63)).view(numpy.uint64)
    return b"".join([_encode(bits[start:start + _CHUNK]) for start in range(0, len(bits), _CHUNK)])


def _encode(bits):
    """One run, by way of a table with a row per number and a column per byte that the longest needs."""
    longest = max(1, (int(bits.max()).bit_length() + 6) // 7)
    if longest == 1:
        return bits.astype(numpy.uint8).tobytes()
    groups = numpy.empty((len(bits), longest), numpy.uint8)
    used = numpy.ones((len(bits), longest + 1), bool)
    for column in range(longest):
        groups[:, column] = bits.astype(numpy.uint8) & 127
        bits = bits >> numpy.uint64(7)
        used[:, column + 1] = bits != 0
    groups |= used[:, 1:].astype(numpy.uint8) << 7
    return groups[used[:, :-1]].tobytes()

"""Runs of Integers as varints, all at once. Needs numpy: callers import this module only where it is there."""

import numpy

from .errors import BAD_COUNT, BAD_VARINT, BadInput


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
    if not len(values):
        return b""
    bits = ((values << 1) ^ (values >> 63)).view(numpy.uint64)
    lengths = numpy.ones(len(bits), numpy.int64)
    limit = 7
    while limit < 64:
        longer = bits >> numpy.uint64(limit) != 0
        if not longer.any():
            break
        lengths += longer
        limit += 7
    ends = numpy.cumsum(lengths)
    starts = ends - lengths
    out = numpy.empty(int(ends[-1]), numpy.uint8)
    longest = int(lengths.max())
    for step in range(longest):
        which = numpy.flatnonzero(lengths > step) if step else slice(None)
        part = (bits[which] >> numpy.uint64(7 * step)).astype(numpy.uint8) & 127
        out[starts[which] + step] = part | numpy.where(lengths[which] > step + 1, 128, 0).astype(numpy.uint8)
    return out.tobytes()

"""Frames: "PGR1" . u32 LE length . payload . zeros to a multiple of 8."""

from os import read
from struct import Struct

MAGIC = b"PGR1"
DEFAULT_LIMIT = 16 * 1024 * 1024
_CHUNK = 1 << 16
_header = Struct("<4sI")


class BadFrame(ValueError):
    """What came is not a frame, or ends inside one: there is nothing to resynchronise on."""


def frame(payload):
    """The frame that carries `payload`."""
    return _header.pack(MAGIC, len(payload)) + payload + bytes(-(8 + len(payload)) % 8)


class FrameReader:
    """Reads frames from a file descriptor. One thread at a time."""

    def __init__(self, fd, limit=DEFAULT_LIMIT):
        self.limit = limit
        self._fd = fd
        self._buffer = b""

    def next(self):
        """The next payload, or None where the stream ended between frames. Raises BadFrame."""
        buffer = self._buffer
        while True:
            if len(buffer) >= 8:
                magic, length = _header.unpack_from(buffer)
                if magic != MAGIC:
                    raise BadFrame("the host wrote something that is no frame: %r" % buffer[:80])
                if length > self.limit:
                    raise BadFrame("a frame of %d bytes is over the limit of %d" % (length, self.limit))
                whole = 8 + length + (-length % 8)
                if len(buffer) >= whole:
                    break
                buffer = self._more(buffer, whole)
            else:
                if buffer and not MAGIC.startswith(buffer[:4]):
                    raise BadFrame("the host wrote something that is no frame: %r" % buffer[:80])
                more = read(self._fd, _CHUNK)
                if not more:
                    if buffer:
                        raise BadFrame("the stream ended inside a frame")
                    return None
                buffer = buffer + more if buffer else more
        if buffer.count(0, 8 + length, whole) != whole - length - 8:
            raise BadFrame("a frame is padded with something else than zeros")
        self._buffer = buffer[whole:]
        return buffer[8:8 + length]

    def _more(self, buffer, whole):
        parts, have = [buffer], len(buffer)
        while have < whole:
            more = read(self._fd, min(max(_CHUNK, whole - have), 1 << 20))
            if not more:
                raise BadFrame("the stream ended inside a frame")
            parts.append(more)
            have += len(more)
        return b"".join(parts)

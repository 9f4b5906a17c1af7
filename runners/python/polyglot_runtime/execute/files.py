"""Input and output files: whole, with as few system calls as can be."""

import os

_CHUNK = 1 << 30


def read(path):
    """All bytes of a file. Raises OSError."""
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        size = os.fstat(fd).st_size
        data = os.read(fd, min(size + 1, _CHUNK))
        if len(data) == size:
            return data
        parts = [data]
        while parts[-1]:
            parts.append(os.read(fd, _CHUNK))
        return b"".join(parts)
    finally:
        os.close(fd)


def write(path, data):
    """Creates or replaces a file. Raises OSError."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        written = os.write(fd, data)
        if written < len(data):
            rest = memoryview(data)[written:]
            while rest:
                rest = rest[os.write(fd, rest):]
    finally:
        os.close(fd)

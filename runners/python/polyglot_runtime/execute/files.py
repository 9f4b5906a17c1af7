"""Input and output files: whole, with as few system calls as can be."""

import io
import os

_LARGE = 1 << 30        # one call reads at most about 2 GiB


def read(path):
    """All bytes of a file. Raises OSError."""
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        size = os.fstat(fd).st_size
        if size < _LARGE:
            data = os.read(fd, size + 1)
            if len(data) == size:
                return data
            os.lseek(fd, 0, os.SEEK_SET)
        return io.FileIO(fd, closefd=False).readall()
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

"""Pages of memory that a copy writes to: the maker looks which they were in one copy, and later ones get theirs while they wait for their request.

The first write to a page that processes share makes the system copy it, which takes microseconds; even a small task writes to some hundred.
"""

import os
from array import array

MOST = 1024                 # pages that a copy gets ahead: what waits takes little memory
_LARGEST = 1 << 30          # a mapping that is larger is not looked through
_MINE = 1 << 63 | 1 << 56   # of an entry in pagemap: in memory, and in no other process
_FILE = 1 << 61
_POPULATE_WRITE = 23        # Linux 5.14


def of(process):
    """What that process, of this user, alone has of its private, writable memory, at most `MOST` pages: the bytes of (address, size, address, size, ...).
    Empty where the system does not tell, or it has ended."""
    found, left = array("Q"), MOST
    try:
        page = os.sysconf("SC_PAGE_SIZE")
        with open("/proc/%d/pagemap" % process, "rb", 0) as pagemap:
            for start, end in _writable(process):
                pagemap.seek(start // page * 8)
                for index, entry in enumerate(array("Q", pagemap.read((end - start) // page * 8))):
                    if entry & (_MINE | _FILE) == _MINE:
                        if not left:
                            return found.tobytes()
                        left -= 1
                        address = start + index * page
                        if found and found[-2] + found[-1] == address > start:
                            found[-1] += page
                        else:
                            found.extend((address, page))
    except (OSError, ValueError):
        return b""
    return found.tobytes()


def _writable(process):
    """(start, end) of every private mapping of a process that can be written to."""
    with open("/proc/%d/maps" % process, "rb") as maps:
        for line in maps:
            addresses, mode = line.split(None, 2)[:2]
            start, end = (int(address, 16) for address in addresses.split(b"-"))
            if mode == b"rw-p" and end - start <= _LARGEST:
                yield start, end


class Ahead:
    """Pages to get ahead: of those that a copy had of its own, those that lie where this process has mapped memory, too."""

    def __init__(self, data):
        """Raises OSError or ImportError where the system has no such call."""
        import ctypes
        mine, given, kept = list(_writable(os.getpid())), array("Q", data), array("Q")
        for start, size in zip(given[::2], given[1::2]):
            if any(low <= start and start + size <= high for low, high in mine):
                kept.extend((start, size))
        word = ctypes.c_size_t
        self._ranges = list(zip(kept[::2], kept[1::2]))
        self._vector = (word * len(kept))(*kept)
        library = ctypes.CDLL(None)
        self._one, self._all = library.madvise, getattr(library, "process_madvise", None)
        self._one.argtypes = [word, word, ctypes.c_int]
        if self._all is not None:
            self._all.argtypes = [ctypes.c_int, ctypes.c_void_p, word, ctypes.c_int, ctypes.c_uint]
            self._all.restype = ctypes.c_ssize_t
            if self._touch_all() < 0:
                self._all = None
        if self._all is None and any(self._one(*piece, _POPULATE_WRITE) for piece in self._ranges):
            raise OSError("pages cannot be had ahead")

    def touch(self):
        """Gets them for this process, which is a fork of the one that made this."""
        if self._all is not None:
            self._touch_all()
        else:
            for start, size in self._ranges:
                self._one(start, size, _POPULATE_WRITE)

    def _touch_all(self):
        """In one call, which systems before Linux 6.13 refuse."""
        process = os.pidfd_open(os.getpid())
        try:
            return self._all(process, self._vector, len(self._ranges), _POPULATE_WRITE, 0)
        finally:
            os.close(process)

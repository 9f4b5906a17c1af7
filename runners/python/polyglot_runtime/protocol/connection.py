"""The channel to the host: whole frames, from any thread."""

import os
import sys
from _thread import RLock

from .flatbuffers import encode
from .frames import frame


class Connection:
    """Sends messages on a file descriptor. Thread-safe. A host that is gone ends the process."""

    def __init__(self, fd):
        self._fd = fd
        self._lock = RLock()

    def send(self, number, name, fields):
        self.write(frame(encode(number, name, fields)))

    def write(self, data):
        """Writes the bytes of whole frames."""
        with self._lock:
            try:
                written = os.write(self._fd, data)
                while written < len(data):
                    data = data[written:]
                    written = os.write(self._fd, data)
            except OSError:
                os._exit(0)


def take_channels():
    """(input fd, output fd) of the protocol, out of reach of user code: 0 becomes empty and 1 never carries frames.

    Must run before anything else does. Exits 64 where the runtime was not started by a host.
    """
    named = os.environ.get("POLYGLOT_PROTOCOL_FD", "")
    if not named.isdigit():
        sys.stderr.write("This is the Python runtime of Polyglot, a worker that `polyglot` starts: it is of no use by hand.\n"
                         "POLYGLOT_PROTOCOL_FD does not name the descriptor to answer on.\n")
        sys.exit(64)
    if int(named) == 1:
        output = os.dup(1)
        os.dup2(2, 1)
    else:
        output = int(named)
        os.set_inheritable(output, False)
    source = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    del os.environ["POLYGLOT_PROTOCOL_FD"]
    return source, output

"""What user code prints belongs to the running request: sys.stdout and sys.stderr send it to the host as Output.

Text is batched: it leaves when 64 KiB are there, when 50 ms have passed since the last that left, and before the reply. Outside of a
request it goes to descriptor 2, the worker's log.
"""

import io
import os
import sys
from _thread import RLock, allocate_lock, get_ident, start_new_thread
from time import monotonic, sleep

from ..protocol.messages import STDERR, STDOUT

BATCH_BYTES = 1 << 16
BATCH_SECONDS = 0.05
CUT = "\n[output cut at %d bytes]\n"


class Capture:
    """The two streams and what waits to be sent. Thread-safe."""

    def __init__(self, connection, interrupts):
        self.connection = connection
        self._interrupts = interrupts
        self.relay = None       # the thread of programs: what is written there is sent by the main thread, so that no end cuts it off
        self.stdout = _stream(self, STDOUT)
        self.stderr = _stream(self, STDERR)
        self.reset()

    def reset(self):
        """A clean state without a request: at the start, and in a forked child, where other threads are gone."""
        self._lock = RLock()
        self._alarm = None
        self._scheduled = False
        self._pending, self._size, self._left = [], 0, 0
        self._request, self._limit, self._sent = 0, 0, 0.0

    def begin(self, number, limit):
        """From now on output belongs to the request; more than `limit` bytes of it are cut (0: none are)."""
        self._request, self._limit, self._left = number, limit, limit
        self._sent = monotonic()
        if sys.stdout is not self.stdout:
            sys.stdout = self.stdout
        if sys.stderr is not self.stderr:
            sys.stderr = self.stderr

    def end(self):
        """Sends the rest; afterwards nothing belongs to the request any more."""
        with self._lock:
            if self._pending:
                self._flush()
            self._request = 0

    def flush(self):
        mine = self._interrupts.shield()
        try:
            with self._lock:
                self._flush()
        finally:
            self._interrupts.unshield(mine)

    def add(self, stream, data):
        if self.relay is not None and get_ident() == self.relay.ident:
            self.relay.post(lambda: self.add(stream, data))
            return
        mine = self._interrupts.shield()
        try:
            with self._lock:
                if not self._request:
                    os.write(2, data)
                    return
                if self._limit:
                    if self._left < 0:
                        return
                    self._left -= len(data)
                    if self._left < 0:
                        data = data[:len(data) + self._left] + (CUT % self._limit).encode()
                if self._pending and self._pending[-1][0] == stream:
                    self._pending[-1][1].append(data)
                else:
                    self._pending.append((stream, [data]))
                self._size += len(data)
                if self._size >= BATCH_BYTES or (data.endswith(b"\n") and monotonic() - self._sent >= BATCH_SECONDS):
                    self._flush()
                elif not self._scheduled:
                    self._schedule()
        finally:
            self._interrupts.unshield(mine)

    def _flush(self):
        pending, self._pending, self._size = self._pending, [], 0
        self._sent = monotonic()
        for stream, parts in pending:
            data = b"".join(parts)
            for start in range(0, len(data), BATCH_BYTES):
                self.connection.send(self._request, "Output", {"stream": stream, "data": data[start:start + BATCH_BYTES]})

    def _schedule(self):
        """Lets a thread of its own send what nobody else sends in time."""
        self._scheduled = True
        if self._alarm is None:
            self._alarm = allocate_lock()
            self._alarm.acquire()
            start_new_thread(self._tick, (self._alarm,))
        self._alarm.release()

    def _tick(self, alarm):
        while True:
            alarm.acquire()
            sleep(BATCH_SECONDS)
            with self._lock:
                self._scheduled = False
                if self._pending:
                    self._flush()


class _Sink(io.RawIOBase):
    """The binary side of one stream."""

    def __init__(self, capture, stream):
        super().__init__()
        self._capture, self._stream = capture, stream

    def writable(self):
        return True

    def write(self, data):
        data = bytes(data)
        if data:
            self._capture.add(self._stream, data)
        return len(data)

    def fileno(self):
        return self._stream

    def close(self):
        """User code that closes its output does not close ours."""


def _stream(capture, number):
    text = io.TextIOWrapper(_Sink(capture, number), encoding="utf-8", errors="backslashreplace", newline="\n", write_through=True)
    text.mode = "w"
    return text

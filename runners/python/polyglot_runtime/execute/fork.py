"""Isolation by fork: a request runs in a copy of this process, in which nothing has run but loading the script.

The copy sends its frames through a pipe, each behind one byte that says whether it is the terminal reply, or that it was stopped; the worker passes
whole frames on, so that a copy that dies while it writes cannot damage the protocol.
"""

import marshal
import os
import select
import signal
from _thread import RLock
from struct import Struct

from ..protocol.flatbuffers import encode
from ..protocol.frames import frame
from ..protocol.messages import SIDE_RUNNER
from . import failures, maker

try:
    from _signal import SIG_BLOCK, SIG_UNBLOCK, pthread_sigmask      # without what `signal` puts around it, which costs a copy 20 pages
except ImportError:         # not on this system
    pthread_sigmask = None

SUPPORTED = maker.SUPPORTED and hasattr(signal, "pthread_kill")
SPARES = 2
_SIGINT = (int(signal.SIGINT),)
_EVENT, _TERMINAL, _STOPPED = b"e", b"t", b"s"
_header = Struct("<c4sI")


class PipeConnection:
    """What the copy sends instead of on the channel to the host."""

    def __init__(self, fd):
        self._fd = fd
        self._lock = RLock()

    def send(self, number, name, fields):
        """Sends an event."""
        self._write(_EVENT + frame(encode(number, name, fields)))

    def end(self, reply):
        """Sends the frame of the terminal reply."""
        self._write(_TERMINAL + reply)

    def stopped(self):
        """Says that the request was cancelled: only the worker knows why."""
        self._write(_STOPPED + frame(b""))

    def _write(self, data):
        with self._lock:
            while data:
                data = data[os.write(self._fd, data):]


class Copies:
    """Runs requests in copies of this process, each in its own. Some are always made ahead, so that the next request need not wait for a fork.
    Main thread only."""

    def __init__(self, interrupts, work):
        """work(PipeConnection, request) runs in a copy, with what `run` was given; it sends the terminal reply."""
        self._interrupts = interrupts
        self._work = work
        self._maker = None
        self._state = None      # what was loaded when the maker was made
        self._spares = []

    def run(self, request, state, connection):
        """Runs a request in a copy that was made while `state` was what it is now. SIGINT waits in the copy until work calls `let_interrupts_in`,
        where it can be met. Passes the copy's events on and gives its terminal reply as (frame, None, end), (None, None, end) where it was cancelled,
        or (None, Error, None) where it died without one. end() lets the copy go, whose end takes longer than a small task: the reply need not wait for it."""
        interrupts = self._interrupts
        pthread_sigmask(SIG_BLOCK, _SIGINT)      # a signal meant for the copy must not meet it half made
        try:
            copy = self._take(state)
            interrupts.child = copy.pid
            copy.begin(marshal.dumps(request))
            self._make_ahead()
        except OSError as error:
            return None, {"side": SIDE_RUNNER, "code": "worker_died", "summary": failures.NO_COPY % error.strerror, "retryable": True}, None
        finally:
            pthread_sigmask(SIG_UNBLOCK, _SIGINT)
        try:
            mark, reply = _relay(copy, connection)
        finally:
            os.close(copy.source)
        error = None if mark is not None else _death(copy.maker.status(copy.pid, wait=True))
        interrupts.child = 0
        if error is None:
            return None if mark == _STOPPED else reply, None, lambda: copy.maker.end(copy.pid)
        copy.maker.end(copy.pid)
        return None, error, None

    def _take(self, state):
        """A copy that is alive and has all that was loaded."""
        if self._state != state:
            self._start_over(state)
        while self._spares:
            copy = self._spares.pop(0)
            alive = copy.is_alive()
            if self._begun(copy) and alive:
                return copy
            self._discard(copy)
        try:
            copy = self._maker.make()
        except OSError:         # somebody killed it
            self._start_over(state)
            copy = self._maker.make()
        try:
            if copy.begun():
                return copy
        except OSError:
            self._discard(copy)
            raise
        self._discard(copy)
        raise ChildProcessError(0, failures.KILLED)

    @staticmethod
    def _begun(copy):
        try:
            return copy.begun()
        except OSError:         # it could not be made: the next one perhaps can
            return False

    @staticmethod
    def _discard(copy):
        copy.discard()
        if copy.pid:
            copy.maker.end(copy.pid)

    def _start_over(self, state):
        for copy in self._spares:
            copy.discard()
        self._spares.clear()
        last, self._maker, self._state = self._maker, None, None
        if last is not None:
            last.close()
        self._maker, self._state = maker.Maker(self._run), state

    def _make_ahead(self):
        try:
            while len(self._spares) < SPARES:
                self._spares.append(self._maker.make())
        except OSError:
            pass            # the next request finds out why

    def _run(self, requests, sink):
        """In a copy: waits for its request and runs it."""
        data = b""
        while True:
            more = os.read(requests, 1 << 16)
            if not more:
                break
            data += more
        os.close(requests)
        if data:
            self._work(PipeConnection(sink), marshal.loads(data))


def let_interrupts_in():
    """In the copy: takes the SIGINT that may have come since the fork, and those that will."""
    pthread_sigmask(SIG_UNBLOCK, _SIGINT)


def limit_memory(limits):
    """In the copy: the task's memory limit as the system's own, on data: what is mapped and shared with the others does not count."""
    most = limits["max_memory_bytes"]
    if most:
        try:
            import resource
            resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))
        except (ImportError, ValueError, OSError):
            pass


def _relay(copy, connection):
    """Passes frames on until the last one, which is given back with its mark, or (None, None) where the copy ends without it."""
    source = copy.source
    poll = select.poll()
    poll.register(source, select.POLLIN)
    buffer = b""
    while True:
        if len(buffer) >= 9:
            mark, _, length = _header.unpack_from(buffer)
            whole = 9 + length + (-length % 8)
            if len(buffer) >= whole:
                passed, buffer = buffer[1:whole], buffer[whole:]
                if mark != _EVENT:
                    return mark, passed
                connection.write(passed)
                continue
        if not poll.poll(1000):
            # A process that the copy left behind may hold the pipe open: the end of the copy counts.
            if copy.maker.status(copy.pid, wait=False) is None or poll.poll(0):
                continue
            return None, None
        more = os.read(source, 1 << 16)
        if not more:
            return None, None
        buffer += more


def _death(status):
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = "signal %d" % number
        return {"side": SIDE_RUNNER, "code": "worker_died", "summary": failures.DIED % name, "error_type": name}
    return {"side": SIDE_RUNNER, "code": "worker_died", "summary": failures.EXITED % os.WEXITSTATUS(status)}

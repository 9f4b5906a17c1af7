"""Isolation by fork: a request runs in a copy of this process, in which nothing has run but loading the script.

The child sends its frames through a pipe, each behind one byte that says whether it is the terminal reply; the parent passes
whole frames on, so that a child that dies while it writes cannot damage the protocol.
"""

import gc
import marshal
import os
import select
import signal
from _thread import RLock
from struct import Struct

from ..protocol.flatbuffers import encode
from ..protocol.frames import frame
from ..protocol.messages import SIDE_RUNNER
from . import clibrary, failures

SUPPORTED = hasattr(os, "fork") and hasattr(signal, "pthread_kill") and hasattr(select, "poll")
_EVENT, _TERMINAL = b"e", b"t"
_header = Struct("<c4sI")


class PipeConnection:
    """What the child sends instead of on the channel to the host."""

    def __init__(self, fd):
        self._fd = fd
        self._lock = RLock()

    def send(self, number, name, fields):
        terminal = name in ("Completed", "Failed", "Cancelled", "Rejected")
        data = (_TERMINAL if terminal else _EVENT) + frame(encode(number, name, fields))
        with self._lock:
            while data:
                data = data[os.write(self._fd, data):]


class Copies:
    """Makes copies of this process to run requests in. One is always made ahead, while another runs: it waits for a request, so that the
    next one need not wait for a fork. A copy is used once. Main thread only."""

    def __init__(self, interrupts, work):
        """work(PipeConnection, request) runs in a copy, with what `run` was given; it sends the terminal reply."""
        self._interrupts = interrupts
        self._work = work
        self._spare = None
        self._state = None

    def run(self, request, state, connection):
        """Runs a request in a copy that was made while `state` was what it is now. SIGINT waits in the copy until work calls `let_interrupts_in`,
        where it can be met. Passes the copy's events on and gives its terminal reply as (frame, None, reap), or (None, Error, None) where it died
        without one. reap() waits until the copy is gone: its end takes longer than a small task, and the reply need not wait for it."""
        interrupts = self._interrupts
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})      # a signal meant for the copy must not meet it half made
        try:
            copy = self._take(state) or _Copy(self._work)
            interrupts.child = copy.pid
            copy.begin(marshal.dumps(request))
            self._make_spare(state)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        try:
            reply = _relay(copy.source, copy.pid, connection)
        finally:
            os.close(copy.source)
        if reply is not None:
            interrupts.child = 0
            return reply, None, copy.reap
        status = copy.reap()
        interrupts.child = 0
        return None, _death(status), None

    def _make_spare(self, state):
        try:
            self._spare, self._state = _Copy(self._work), state
        except OSError:
            pass            # the system has no process left: the next request makes its own, or fails with that

    def _take(self, state):
        """The copy that was made ahead; None where there is none, or it lacks what was loaded since, or it has died."""
        spare, self._spare = self._spare, None
        if spare is None:
            return None
        if self._state == state and spare.is_alive():
            return spare
        spare.discard()
        return None


class _Copy:
    """A forked copy: its reply comes from `source`, its request goes to `_request`. Made while SIGINT is blocked."""

    def __init__(self, work):
        source, sink = os.pipe()
        requests, self._request = os.pipe()
        self.source = source
        self.pid = os.fork()
        if self.pid == 0:
            os.close(source)
            os.close(self._request)
            _child(requests, sink, work)
        os.close(sink)
        os.close(requests)

    def is_alive(self):
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def begin(self, data):
        """Gives it its request. One that has died meanwhile shows that at the other pipe."""
        try:
            while data:
                data = data[os.write(self._request, data):]
        except OSError:
            pass
        os.close(self._request)

    def reap(self):
        """Its status, when it has ended."""
        return os.waitpid(self.pid, 0)[1]

    def discard(self):
        os.close(self._request)         # it ends by itself then
        os.close(self.source)
        self.reap()


def let_interrupts_in():
    """In the child: takes the SIGINT that may have come since the fork, and those that will."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _child(requests, sink, work):
    code = 1
    try:
        clibrary.die_with_parent(signal.SIGKILL)
        gc.freeze()
        data = b""
        while True:
            more = os.read(requests, 1 << 16)
            if not more:
                break
            data += more
        os.close(requests)
        if data:
            work(PipeConnection(sink), marshal.loads(data))
        code = 0
    finally:
        os._exit(code)


def limit_memory(limits):
    """In the child: the task's memory limit as the system's own, on data: what is mapped and shared with the parent does not count."""
    most = limits["max_memory_bytes"]
    if most:
        try:
            import resource
            resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))
        except (ImportError, ValueError, OSError):
            pass


def _relay(source, pid, connection):
    """Passes frames on until the terminal one, which is given back, or None where the child ends without it."""
    poll = select.poll()
    poll.register(source, select.POLLIN)
    buffer = b""
    while True:
        if len(buffer) >= 9:
            mark, _, length = _header.unpack_from(buffer)
            whole = 9 + length + (-length % 8)
            if len(buffer) >= whole:
                passed, buffer = buffer[1:whole], buffer[whole:]
                if mark == _TERMINAL:
                    return passed
                connection.write(passed)
                continue
        if not poll.poll(1000):
            # A process that the child left behind may hold the pipe open: the end of the child counts.
            done = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if done is None or poll.poll(0):
                continue
            return None
        more = os.read(source, 1 << 16)
        if not more:
            return None
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

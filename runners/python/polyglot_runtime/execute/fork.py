"""Isolation by fork: a request runs in a copy of this process, in which nothing has run but loading the script.

The child sends its frames through a pipe, each behind one byte that says whether it is the terminal reply; the parent passes
whole frames on, so that a child that dies while it writes cannot damage the protocol.
"""

import gc
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


def run(number, limits, interrupts, connection, work):
    """Forks; the child calls work(PipeConnection) and ends. SIGINT waits in the child until work calls `let_interrupts_in`, where
    it can be met. Passes its events on and gives its terminal reply as (frame, None, reap), or (None, Error, None) where it died without one.
    reap() waits until the child is gone: its end takes longer than a small task, and the reply need not wait for it."""
    source, sink = os.pipe()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})      # a signal meant for the child must not meet it half made
    try:
        pid = os.fork()
        if pid == 0:
            _child(source, sink, limits, interrupts, work)
        interrupts.child = pid
        os.close(sink)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        reply = _relay(source, pid, connection)
    finally:
        os.close(source)
    if reply is not None:
        interrupts.child = 0
        return reply, None, lambda: os.waitpid(pid, 0)
    _, status = os.waitpid(pid, 0)
    interrupts.child = 0
    return None, _death(status), None


def let_interrupts_in():
    """In the child: takes the SIGINT that may have come since the fork, and those that will."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _child(source, sink, limits, interrupts, work):
    code = 1
    try:
        os.close(source)
        clibrary.die_with_parent(signal.SIGKILL)
        gc.freeze()
        _limit_memory(limits)
        work(PipeConnection(sink))
        code = 0
    finally:
        os._exit(code)


def _limit_memory(limits):
    """The task's memory limit as the system's own, on data: what is mapped and shared with the parent does not count."""
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

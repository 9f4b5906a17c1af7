"""The maker: a process that does nothing but fork itself whenever the worker asks for a copy.

It is forked from the worker when something new has been loaded. Were the copies forked from the worker, the system would have to copy, again after
each, every page that the worker writes to next, while a request or a reply waits for it; and the worker has threads, which a fork does not take along.
The maker writes to few pages, has one thread, and makes copies while the worker goes on.
"""

import gc
import os
import select
import signal
from array import array
from struct import Struct

from . import clibrary, pages

try:
    from _socket import AF_UNIX, SCM_RIGHTS, SOCK_STREAM, SOL_SOCKET, socketpair
except ImportError:         # not on this system
    SCM_RIGHTS = None

SUPPORTED = SCM_RIGHTS is not None and hasattr(os, "fork") and hasattr(os, "waitid") and hasattr(select, "poll")
_MAKE, _END, _LOOK, _AWAIT = 1, 2, 3, 4
_order = Struct("<ii")          # what to do, with which copy
_answer = Struct("<q")
_ALIVE = -1
_FIRST_LOOK, _LAST_LOOK, _LESSON = 10, 1000, 1000       # milliseconds
_begun = Struct("<i")           # the first that a copy says: its id, or, negative, why there is none


class Maker:
    """The worker's side. Made while SIGINT is blocked, which it stays in the maker. Main thread only."""

    def __init__(self, work):
        """work(requests, sink) runs in each copy, with a pipe to read from and one to write to. Raises OSError where no process can be made."""
        self._channel, theirs = socketpair(AF_UNIX, SOCK_STREAM)
        try:
            self._pid = os.fork()
            if self._pid == 0:
                self._channel.close()
                _Making(theirs, work).run()
        finally:
            theirs.close()

    def make(self):
        """A copy, which may not have begun yet. Raises OSError where the maker is gone."""
        source, sink = os.pipe()
        requests, request = os.pipe()
        try:
            self._channel.sendmsg([_order.pack(_MAKE, 0)], [(SOL_SOCKET, SCM_RIGHTS, array("i", (requests, sink)))])
        except OSError:
            os.close(source)
            os.close(request)
            raise
        finally:
            os.close(sink)
            os.close(requests)
        return Copy(self, source, request)

    def end(self, pid):
        """Nobody asks for this copy any more: it has done what it was made for, or died."""
        try:
            self._channel.send(_order.pack(_END, pid))
        except OSError:
            pass            # gone with all that it made

    def status(self, pid, wait):
        """The status of a copy that has ended, as waitpid gives it; None while it lives. With `wait` waits for that. The id is its own until `end`."""
        try:
            self._channel.send(_order.pack(_AWAIT if wait else _LOOK, pid))
            answer = self._channel.recv(_answer.size)
        except OSError:
            answer = b""
        if len(answer) < _answer.size:
            return int(signal.SIGKILL)      # copies do not outlive their maker
        status, = _answer.unpack(answer)
        return None if status == _ALIVE else status

    def close(self):
        """Ends it, with the copies that are left."""
        self._channel.close()
        try:
            os.waitpid(self._pid, 0)
        except ChildProcessError:
            pass            # user code waited for it


class Copy:
    """A copy of the maker that waits for one request. What it says can be read from `source`, after `begun`."""

    def __init__(self, maker, source, request):
        self.maker, self.source, self._request = maker, source, request
        self.pid = 0

    def is_alive(self):
        """Whether it is there or about to be. No wait."""
        poll = select.poll()
        poll.register(self.source, 0)
        return not poll.poll(0)

    def begun(self):
        """Waits until it is there and sets `pid`. False where it died before. Raises OSError where it could not be made."""
        said = os.read(self.source, _begun.size)
        if len(said) < _begun.size:
            return False
        number, = _begun.unpack(said)
        if number < 0:
            raise OSError(-number, os.strerror(-number))
        self.pid = number
        return True

    def begin(self, data):
        """Gives it its request. One that has died meanwhile shows that at the other pipe."""
        try:
            while data:
                data = data[os.write(self._request, data):]
        except OSError:
            pass
        os.close(self._request)

    def discard(self):
        """It is not used: it ends by itself."""
        os.close(self._request)
        os.close(self.source)


class _Making:
    """The maker's own side."""

    def __init__(self, channel, work):
        self._channel, self._work = channel, work
        self._copies = set()        # the ids of those that have not been waited for
        self._ahead = None          # the pages that copies get ahead, once known
        self._pupil, self._lesson = 0, ()       # the copy that shows which they are, and the pipe by which it learns that they were looked at
        self._ending = set()        # those of the copies that nobody asks for any more
        self._orders = select.poll()
        self._orders.register(channel, select.POLLIN)

    def run(self):
        """Never returns."""
        code = 1
        try:
            clibrary.die_with_parent(signal.SIGKILL)
            clibrary.trim()
            gc.freeze()             # no collection in a copy looks at, and so writes to, what all have
            while self._take():
                pass
            code = 0
        finally:
            for pid in self._copies:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            os._exit(code)

    def _take(self):
        """One order; False where the worker has no more. A copy's end takes longer than the fork of the next, which does not wait for it."""
        patience = _FIRST_LOOK
        while self._ending and not self._orders.poll(patience):
            self._reap()
            patience = min(2 * patience, _LAST_LOOK)
        data, rights, _, _ = self._channel.recvmsg(_order.size, 64)
        if not data:
            return False
        what, pid = _order.unpack(data)
        if what == _MAKE:
            self._make(*array("i", rights[0][2]))
        elif pid not in self._copies:
            raise ChildProcessError("no copy of this maker")
        elif what == _END:
            if pid == self._pupil:
                self._learn()
            self._ending.add(pid)
            self._reap()
        else:
            if pid == self._pupil and what == _AWAIT:
                self._learn()
            ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | (os.WNOHANG if what == _LOOK else 0))
            self._channel.send(_answer.pack(_ALIVE if ended is None else _status(ended)))
        return True

    def _reap(self):
        for pid in tuple(self._ending):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self._ending.discard(pid)
                self._copies.discard(pid)

    def _make(self, requests, sink):
        teaches = self._ahead is None and not self._pupil
        if teaches:
            self._lesson = os.pipe()
        try:
            pid = os.fork()
        except OSError as error:
            pid = 0
            os.write(sink, _begun.pack(-error.errno))
            if teaches:
                self._forget_lesson()
        else:
            if pid == 0:
                self._live(requests, sink, self._lesson[0] if teaches else -1)
            self._copies.add(pid)
            if teaches:
                self._pupil = pid
        os.close(requests)
        os.close(sink)

    def _live(self, requests, sink, lesson):
        """A copy's life; never returns."""
        code = 1
        try:
            os.write(sink, _begun.pack(os.getpid()))
            clibrary.die_with_parent(signal.SIGKILL)
            self._channel.close()
            if self._ahead is not None:
                self._ahead.touch()
            self._work(requests, sink)
            if lesson >= 0:
                self._teach(lesson)
            code = 0
        finally:
            os._exit(code)

    @staticmethod
    def _teach(lesson):
        """In the copy that shows its pages: keeps them until they were looked at, but not for ever."""
        poll = select.poll()
        poll.register(lesson, select.POLLIN)
        poll.poll(_LESSON)

    def _forget_lesson(self):
        for end in self._lesson:
            os.close(end)
        self._lesson = ()

    def _learn(self):
        """The pupil has sent its reply, or has died. Where nothing can be seen of it, the next copy is asked."""
        data = pages.of(self._pupil)
        os.write(self._lesson[1], b".")
        self._forget_lesson()
        self._pupil = 0
        if data:
            try:
                self._ahead = pages.Ahead(data)
            except Exception:
                self._pupil = -1    # not on this system: nobody is asked again


def _status(ended):
    return ended.si_status << 8 if ended.si_code == os.CLD_EXITED else ended.si_status

"""The thread that programs run on: its stack is large enough for the deepest calls that programs may make.

The main thread waits, because it is the one that signals reach; it ends a run by raising `Stopped` in the thread.
"""

import ctypes
import os
import sys
from _queue import Empty, SimpleQueue
from _thread import get_ident, stack_size, start_new_thread
from time import sleep

STACK_BYTES = 1 << 28
RECURSION = 200000
_LEAST_STACK = 1 << 26
_MAX_POSTS = 10000


class Stopped(BaseException):
    """Raised in a running program to end it. No Exception, so that programs cannot catch it."""


_DONE = None


def _perform(work, answer, posts, started):
    """Runs the work, unless that was begun before and cut off, and tells that there is an answer."""
    if not started:
        started.append(True)
        try:
            answer.append(work())
        except BaseException as error:
            answer.extend((None, error))
    elif not answer:
        answer.extend((None, Stopped()))
    posts.put(_DONE)


class EastThread:
    """Runs one thing at a time, for one caller. After a fork it starts anew."""

    def __init__(self):
        self._owner = 0
        self.ident = 0

    def _start(self):
        self._owner = os.getpid()
        self._works = SimpleQueue()
        size, before = STACK_BYTES, stack_size()
        while True:
            try:
                stack_size(size)
                self.ident = start_new_thread(self._serve, (self._works,))
                break
            except (RuntimeError, ValueError):
                if size <= _LEAST_STACK:
                    raise
                size //= 2
            finally:
                stack_size(before)

    @staticmethod
    def _serve(works):
        while True:
            item = works.get()
            while True:
                try:
                    _perform(*item)
                    break
                except Stopped:     # one that came late: the rest is done again, and does not harm
                    continue
            item = None

    def run(self, work, watch=None, seconds=0.05, stopping=None):
        """What work() gives or raises. `watch()`, if given, is called in this thread every so often and may raise what ends the work;
        `stopping()` is called before it is ended."""
        if get_ident() == self.ident and self._owner == os.getpid():
            return work()
        if self._owner != os.getpid():
            self._start()
        answer, started, self._posts = [], [], SimpleQueue()
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(RECURSION, limit))        # only while programs run: other threads have smaller stacks
        self._works.put((work, answer, self._posts, started))
        try:
            while True:
                try:
                    posted = self._posts.get(timeout=None if watch is None else seconds)
                except Empty:
                    watch()
                    continue
                if posted is _DONE:
                    break
                posted()
        except BaseException:
            if stopping is not None:
                stopping()
            self._end(answer, started)
            raise
        finally:
            sys.setrecursionlimit(limit)
        if len(answer) == 2:
            raise answer[1]
        return answer[0]

    def post(self, call):
        """From the work: lets the waiting thread make a call, in the order of the posts. What is sent is never cut off by an end."""
        self._posts.put(call)
        while self._posts.qsize() > _MAX_POSTS:
            sleep(0.001)

    def _end(self, answer, started):
        """Ends what runs and waits until it has ended, whatever comes."""
        while not answer:
            try:
                if not started:
                    sleep(0.001)
                    continue
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident), ctypes.py_object(Stopped))
                for _ in range(20):
                    if answer:
                        break
                    sleep(0.005)
            except BaseException:
                continue
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident), None)


THREAD = EastThread()

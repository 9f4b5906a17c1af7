"""Stopping user code: Cancel from the host and SIGINT mean the same, and both arrive as a signal in the main thread.

The handler raises Cancelled there, unless no request is armed, or the runtime is in the middle of something that must be whole
(`shielded`), or the request runs in a child, to which the signal is passed on. It raises once per request.
"""

import os
import signal
from _signal import getsignal as _getsignal
from _thread import get_ident, interrupt_main

_SIGINT = int(signal.SIGINT)


class Cancelled(BaseException):
    """Raised in the main thread to stop user code. No Exception, so that `except Exception` lets it through."""


class Interrupts:
    """State of the running request. Only the main thread changes it, except `asked`, which the reading thread sets."""

    def __init__(self):
        self.asked = 0              # the request that the host asked to cancel
        self.reason = None
        self.armed = 0              # the request that a signal may stop now
        self.fired = False          # it was stopped
        self.child = 0              # the process the request runs in, 0 for this one
        self._shielded = False
        self._waiting = False
        self._handler = self._on_signal     # one bound method, so that it can be recognised
        self.main = get_ident()

    def install(self):
        """Makes the handler this process's own, also after user code has set another."""
        if _getsignal(_SIGINT) is not self._handler:
            signal.signal(_SIGINT, self._handler)

    def arm(self, number):
        self.fired = self._waiting = False
        self.armed = number
        if self.asked == number:
            self._fire()
        else:
            self.asked = 0

    def disarm(self):
        self.armed = self.asked = 0

    def become_child(self):
        """In a forked child: what was asked of the parent is not asked of it."""
        self.child = self.asked = 0

    def cancel(self, number, reason):
        """From the reading thread: stop that request."""
        self.reason = reason
        self.asked = number
        if hasattr(signal, "pthread_kill"):
            signal.pthread_kill(self.main, signal.SIGINT)
        else:
            interrupt_main()

    def _on_signal(self, *_):
        if self.asked and self.asked != self.armed:
            if self.armed:
                self.asked = 0      # it was meant for a request that is over; before `arm` it may be for the next one
            return
        if self.armed:
            self._fire()

    def _fire(self):
        if self.child:
            try:
                os.kill(self.child, signal.SIGINT)
            except OSError:
                pass
        elif self._shielded:
            self._waiting = True
        elif not self.fired:
            self.fired = True
            self.armed = 0
            raise Cancelled

    def shield(self):
        """Begins a step of the runtime that user code called and that must be whole. Gives what `unshield` takes."""
        if get_ident() != self.main or self._shielded:
            return False
        self._shielded = True
        return True

    def unshield(self, mine):
        if mine:
            self._shielded = False
            if self._waiting and self.armed:
                self._waiting = False
                self._fire()

    def exit(self, code):
        """Ends the process at once, and the child that runs a request for it."""
        if self.child:
            try:
                os.kill(self.child, signal.SIGKILL)
            except OSError:
                pass
        os._exit(code)

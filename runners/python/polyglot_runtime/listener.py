"""Who reads the host's frames: the main thread while it has nothing to run, and a thread of its own beside a request that takes longer than a tick.

A frame that another thread has read costs a task the wake-up of the main thread, and a change of who holds the interpreter's lock; most tasks are over
before a second frame comes. The thread that reads beside a request keeps the read that it has begun: the next request is handed over by it.
"""

import os
from _queue import SimpleQueue
from _thread import allocate_lock, start_new_thread
from time import sleep

from .protocol.flatbuffers import BadPayload, decode
from .protocol.frames import BadFrame

EXIT_BAD_FRAME = 66
TICK = 0.02             # seconds; a request that runs at the end of two of them is a long one
_IDLE = 100             # ticks without a request, after which there are none until the next


class Listener:
    """Answers Ping, gives Execute and Describe to the main thread, cancels, and ends the process when the host is gone."""

    def __init__(self, reader, connection, interrupts):
        self._reader, self._connection, self._interrupts = reader, connection, interrupts
        self._running = 0           # the request that waits or runs, 0 for none
        self._latest = 0            # the last that there was
        self._queue = SimpleQueue()     # what the thread has read for the main thread
        self._lock = allocate_lock()    # of the two below, and of putting something into the queue
        self._away = False          # the thread reads
        self._sleeping = False      # the thread does not tick
        self._alarm = allocate_lock()
        self._alarm.acquire()
        start_new_thread(self._watch, ())

    def next(self):
        """The next request, (id, name, message). Main thread only."""
        with self._lock:
            handed_over = self._away or not self._queue.empty()
        return self._queue.get() if handed_over else self._read()

    def free(self):
        """The running request is about to be answered: the next may come."""
        self._running = 0

    def _watch(self):
        """The thread's life. While it reads, the main thread waits for what it hands over."""
        seen, idle = 0, _IDLE
        while True:
            with self._lock:
                asleep = self._sleeping = idle >= _IDLE and not self._running
            if asleep:
                self._alarm.acquire()
                idle = 0
            sleep(TICK)
            with self._lock:
                idle = 0 if self._running or self._latest != seen else idle + 1
                away = self._away = self._running != 0 and self._latest == seen
            if away:
                request = self._read()
                with self._lock:        # in one, or the main thread could read although something waits for it
                    self._away = False
                    self._queue.put(request)
            seen = self._latest

    def _read(self):
        """Reads until there is a request for the main thread."""
        try:
            while True:
                payload = self._reader.next()
                if payload is None:
                    self._interrupts.exit(0)
                request = decode(payload)
                if self._take(*request):
                    return request
        except (BadFrame, BadPayload) as error:
            os.write(2, ("polyglot python worker: %s\n" % error).encode("utf-8", "replace"))
        except BaseException as error:
            os.write(2, ("polyglot python worker: %s: %s\n" % (type(error).__name__, error)).encode("utf-8", "replace"))
        self._interrupts.exit(EXIT_BAD_FRAME)

    def _take(self, number, name, message):
        """Deals with a message; True where it is a request for the main thread."""
        if number == 0:
            return False
        if name in ("Execute", "Describe"):
            if not self._running:
                self._begin(number)
                return True
            self._reject(number, "busy", "one request at a time")
        elif name == "Ping":
            self._connection.send(number, "Completed", {})
        elif name == "Cancel":
            if number == self._running:
                self._interrupts.cancel(number, message["reason"])
        elif name == "Shutdown":
            self._connection.send(number, "Completed", {})
            self._interrupts.exit(0)
        else:
            self._reject(number, "unsupported", "this runtime does not take %s" % (name or "messages of that type"))
        return False

    def _begin(self, number):
        with self._lock:
            self._running = self._latest = number
            if self._sleeping:
                self._sleeping = False
                self._alarm.release()

    def _reject(self, number, code, reason):
        self._connection.send(number, "Rejected", {"code": code, "reason": reason})

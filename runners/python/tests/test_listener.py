"""Who reads the frames of the host."""

import os
import threading
import unittest
from unittest import mock

from .support import KIT, PATIENCE, Worker
from .test_fork import eventually

from polyglot_runtime import listener
from polyglot_runtime.protocol.flatbuffers import encode
from polyglot_runtime.protocol.frames import FrameReader, frame


class Ticks:
    """Instead of sleep: the thread's ticks, one for each `more`."""

    def __init__(self):
        self._left = threading.Semaphore(0)
        self.waits = threading.Semaphore(0)

    def sleep(self, _):
        self.waits.release()
        self._left.acquire()

    def more(self):
        """Lets the thread go to its next tick, once it is at this one."""
        assert self.waits.acquire(timeout=PATIENCE)
        self._left.release()


class Reader(FrameReader):
    """Notes which threads read."""

    def __init__(self, fd):
        super().__init__(fd)
        self.threads = []
        self.began = threading.Semaphore(0)

    def next(self):
        self.threads.append(threading.get_ident())
        if not self.by_main():
            self.began.release()
        return super().next()

    def by_main(self):
        return self.threads[-1] == threading.main_thread().ident


class Listening(unittest.TestCase):
    def setUp(self):
        source, self.sink = os.pipe()
        self.addCleanup(os.close, self.sink)
        self.ticks, self.reader = Ticks(), Reader(source)
        self.connection, self.interrupts = mock.Mock(), mock.Mock()
        self.answered = threading.Semaphore(0)
        self.connection.send.side_effect = self.interrupts.cancel.side_effect = lambda *_: self.answered.release()
        self.interrupts.exit.side_effect = lambda _: threading.Semaphore(0).acquire()       # for ever, as a process that has ended
        patch = mock.patch.object(listener, "sleep", self.ticks.sleep)
        patch.start()
        self.addCleanup(patch.stop)
        self.listener = listener.Listener(self.reader, self.connection, self.interrupts)

    def send(self, number, name, fields=None):
        os.write(self.sink, frame(encode(number, name, fields or {})))

    def next(self):
        return self.listener.next()[:2]

    def begin_a_long_request(self, number):
        self.send(number, "Execute")
        self.assertEqual(self.next(), (number, "Execute"))
        self.ticks.more()
        self.ticks.more()
        self.assertTrue(self.reader.began.acquire(timeout=PATIENCE))

    def test_short_requests_are_read_by_the_thread_that_runs_them(self):
        for number in range(1, 20):
            self.send(number, "Describe" if number % 2 else "Execute")
            self.send(100 + number, "Ping")
            self.assertEqual(self.next()[0], number)
            self.ticks.more()
            self.listener.free()
        self.assertEqual(set(self.reader.threads), {threading.main_thread().ident})

    def test_beside_a_long_request_another_thread_reads_and_hands_the_next_one_over(self):
        for number in (1, 11, 21):
            self.begin_a_long_request(number)
            self.send(number + 1, "Ping")
            self.send(number, "Cancel", {"reason": "enough"})
            self.send(number + 2, "Execute")
            for _ in range(3):
                self.assertTrue(self.answered.acquire(timeout=PATIENCE))
            self.interrupts.cancel.assert_called_with(number, "enough")
            self.connection.send.assert_called_with(number + 2, "Rejected", {"code": "busy", "reason": "one request at a time"})
            self.listener.free()
            self.send(number + 3, "Execute")
            self.assertEqual(self.next(), (number + 3, "Execute"))
            self.assertFalse(self.reader.by_main())
            self.listener.free()
            self.send(number + 4, "Execute")
            self.assertEqual(self.next(), (number + 4, "Execute"))
            self.assertTrue(self.reader.by_main(), "the reading was given back")
            self.listener.free()

    def test_after_many_ticks_without_a_request_there_are_none_until_the_next_one(self):
        self.begin_a_long_request(1)
        self.listener.free()
        self.send(2, "Execute")
        self.assertEqual(self.next(), (2, "Execute"))
        self.listener.free()
        for _ in range(listener._IDLE):
            self.ticks.more()
        eventually(lambda: self.listener._sleeping)
        self.begin_a_long_request(3)


class Alternating(unittest.TestCase):
    def test_long_and_short_requests_follow_each_other_in_both_isolations(self):
        with Worker() as worker:
            for isolation in (1, 2, 1, 2):
                number = worker.execute(KIT, "spin", [("Float", 0.1)], isolation=isolation)
                for ping in (1000, 1001):
                    worker.send(ping, "Ping")
                names = {}
                while len(names) < 3:
                    answered, name, _ = worker.receive()
                    names[answered] = name
                self.assertEqual(names, dict.fromkeys((number, 1000, 1001), "Completed"))
                for _ in range(3):
                    worker.call(KIT, "state", isolation=isolation)

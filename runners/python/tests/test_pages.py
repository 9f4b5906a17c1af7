"""Pages that forked copies get ahead."""

import ctypes
import os
import signal
import unittest
from array import array
from unittest import mock

from .support import KIT, Worker

from polyglot_runtime.execute import pages

try:
    from resource import RUSAGE_SELF, getrusage
    PAGE = os.sysconf("SC_PAGE_SIZE")
except (ImportError, AttributeError, OSError):
    PAGE = 4096
COUNT = 200


class Memory:
    """Pages that this process has written to: a mapping of their own."""

    def __init__(self):
        self.data = bytearray(8 << 20)
        address = ctypes.addressof((ctypes.c_char * len(self.data)).from_buffer(self.data))
        self.first = -address % PAGE
        self.ranges = array("Q")
        for index in range(COUNT):
            self.ranges.extend((address + self.first + 3 * index * PAGE, PAGE))
        self.write(1)

    def write(self, value):
        for index in range(COUNT):
            self.data[self.first + 3 * index * PAGE] = value


def in_a_fork(work):
    """The number that work() gives in a forked process."""
    source, sink = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(sink, b"%d" % work())
        finally:
            os._exit(0)
    os.close(sink)
    with open(source, "rb") as file:
        said = file.read()
    os.waitpid(pid, 0)
    return int(said)


def ahead(ranges):
    try:
        return pages.Ahead(ranges.tobytes())
    except (OSError, AttributeError) as error:
        raise unittest.SkipTest("this system gives no pages ahead: %s" % error)


def faults(memory, before):
    def work():
        before()
        start = getrusage(RUSAGE_SELF).ru_minflt
        memory.write(2)
        return getrusage(RUSAGE_SELF).ru_minflt - start
    return in_a_fork(work)


@unittest.skipUnless(os.path.exists("/proc/self/pagemap"), "the system does not tell which pages a process has")
class PagesAhead(unittest.TestCase):
    def test_writing_to_pages_that_were_had_ahead_is_no_fault(self):
        memory = Memory()
        known = ahead(memory.ranges)
        self.assertGreaterEqual(faults(memory, lambda: None), COUNT)
        self.assertLess(faults(memory, known.touch), COUNT // 4)

    def test_one_call_for_each_range_does_the_same_where_the_system_has_none_for_all(self):
        memory = Memory()
        ahead(memory.ranges)
        with mock.patch.object(pages.Ahead, "_touch_all", return_value=-1) as refused:
            known = pages.Ahead(memory.ranges.tobytes())
            self.assertLess(faults(memory, known.touch), COUNT // 4)
            self.assertLessEqual(refused.call_count, 1)

    def test_a_system_without_such_calls_is_told_apart(self):
        library, memory = mock.Mock(), Memory()
        library.madvise.return_value = library.process_madvise.return_value = -1
        with mock.patch.object(ctypes, "CDLL", return_value=library), self.assertRaises(OSError):
            pages.Ahead(memory.ranges.tobytes())

    def test_what_is_not_mapped_here_is_left_out(self):
        memory = Memory()
        known = ahead(memory.ranges + array("Q", (16 * PAGE, PAGE, (1 << 46) + PAGE, PAGE)))
        self.assertEqual(len(known._ranges), COUNT)
        self.assertLess(faults(memory, known.touch), COUNT // 4)

    def test_what_a_forked_process_wrote_to_can_be_seen_while_it_waits(self):
        memory = Memory()
        wanted = set(memory.ranges[::2])
        source, sink = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                memory.write(3)
                os.write(sink, b".")
                signal.pause()
            finally:
                os._exit(0)
        try:
            os.read(source, 1)
            with mock.patch.object(pages, "MOST", 1 << 20):
                if not pages.of(os.getpid()):
                    raise unittest.SkipTest("the system tells nothing of pages")
                found = array("Q", pages.of(pid))
            have = {page for start, size in zip(found[::2], found[1::2]) for page in range(start, start + size, PAGE)}
            self.assertEqual(wanted - have, set())
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            self.assertEqual(pages.of(pid), b"", "one that has ended has none")
            os.waitpid(pid, 0)
            os.close(source)
            os.close(sink)

    def test_no_copy_gets_more_than_a_few_megabytes_ahead(self):
        memory = Memory()
        memory.data[:] = bytes(len(memory.data))
        found = array("Q", pages.of(os.getpid()))
        self.assertLessEqual(sum(found[1::2]), pages.MOST * PAGE)

    def test_a_system_that_does_not_tell_gives_nothing(self):
        with mock.patch("builtins.open", side_effect=PermissionError):
            self.assertEqual(pages.of(os.getpid()), b"")

    def test_requests_run_where_there_is_nothing_to_learn(self):
        with Worker() as worker:
            script = worker.script("import os\ndef leave() -> int:\n    os._exit(1)\ndef stay() -> int:\n    return 5\n")
            self.assertEqual(worker.failure(script, "leave", isolation=2)["code"], "worker_died")
            self.assertEqual([worker.call(script, "stay", isolation=2) for _ in range(4)], [5] * 4)

    def test_a_process_left_behind_does_not_keep_anything_waiting(self):
        with Worker() as worker:
            script = worker.script("import os, time\ndef leave() -> int:\n    left = os.fork()\n    if left == 0:\n        time.sleep(60)\n        os._exit(0)\n    return left\n")
            left = [worker.call(script, "leave", isolation=2) for _ in range(3)]
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
            for process in left:
                os.kill(process, signal.SIGKILL)

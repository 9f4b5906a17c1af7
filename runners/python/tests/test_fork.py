"""Requests in forked copies of a worker, those that are made ahead, and the process that makes them."""

import errno
import os
import signal
import time
import unittest
from unittest import mock

from .support import KIT, Worker

from polyglot_runtime.execute import failures, fork
from polyglot_runtime.execute.fork import SPARES

PROCESSES = unittest.skipUnless(os.path.isdir("/proc/self"), "processes are looked at through /proc")


def state(pid):
    """The letter of a process's state; None where there is none."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rpartition(")")[2].split()[0]
    except OSError:
        return None


def children(pid):
    """The ids of a process's children."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/stat" % name) as file:
                if int(file.read().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(name))
        except OSError:
            pass
    return found


def eventually(found):
    """What found() gives as soon as that is something; fails where it never is."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        result = found()
        if result:
            return result
    raise AssertionError("it did not come to that")


def is_gone(pid):
    return state(pid) in (None, "Z")


def makers(worker):
    """The ids of the processes that a worker started: one, which makes its copies."""
    return children(worker.process.pid)


def spares(worker):
    """The ids of the copies that wait, once those that ran a request are gone and waited for."""
    def found():
        copies = [copy for maker in makers(worker) for copy in children(maker)]
        return copies if len(copies) == SPARES and not any(map(is_gone, copies)) else None
    return eventually(found)


class Forks(unittest.TestCase):
    def test_a_fork_leaves_the_parents_state_alone(self):
        with Worker() as worker:
            self.assertEqual([worker.call(KIT, "state", isolation=2) for _ in range(3)], [1, 1, 1])
            self.assertEqual(worker.call(KIT, "state"), 1)

    def test_what_is_loaded_later_is_loaded_once_and_not_in_every_copy(self):
        with Worker() as worker:
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
            script = worker.script("import os\nLOADED_BY = os.getpid()\ndef loader() -> int:\n    return LOADED_BY\n", "later.py")
            self.assertEqual([worker.call(script, "loader", isolation=2) for _ in range(3)], [worker.process.pid] * 3)

    @PROCESSES
    def test_copies_that_were_used_are_gone_and_others_wait(self):
        with Worker() as worker:
            seen = set()
            for _ in range(5):
                self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
                seen.update(spares(worker))
            self.assertEqual(len(makers(worker)), 1)
            self.assertEqual(len(seen), SPARES + 4, "each copy is used once")

    @PROCESSES
    def test_a_copy_made_ahead_that_has_died_is_not_used(self):
        with Worker() as worker:
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
            died = spares(worker)
            for copy in died:
                os.kill(copy, signal.SIGKILL)
            eventually(lambda: all(map(is_gone, died)))
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
            self.assertFalse(set(spares(worker)) & set(died))
            self.assertEqual([state(copy) for copy in died], [None] * SPARES, "they were waited for")

    @PROCESSES
    def test_what_makes_copies_is_replaced_when_it_has_died(self):
        with Worker() as worker:
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
            family = [*makers(worker), *spares(worker)]
            os.kill(family[0], signal.SIGKILL)
            eventually(lambda: all(map(is_gone, family)))
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
            self.assertEqual(len(makers(worker)), 1)
            self.assertFalse({*makers(worker), *spares(worker)} & set(family))

    @PROCESSES
    def test_copies_without_what_was_loaded_since_are_gone(self):
        with Worker() as worker:
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
            family = [*makers(worker), *spares(worker)]
            self.assertEqual(worker.call(KIT, "add", [("Integer", 1), ("Integer", 1)], isolation=2), 2)
            self.assertFalse({*makers(worker), *spares(worker)} & set(family))
            eventually(lambda: not any(map(state, family)))

    @PROCESSES
    def test_copies_and_what_makes_them_end_with_their_worker(self):
        with Worker() as worker:
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
            family = [*makers(worker), *spares(worker)]
            worker.process.kill()
            worker.process.wait()
            eventually(lambda: all(map(is_gone, family)))

    def test_where_no_copy_can_be_made_the_request_fails_and_the_next_one_tries_again(self):
        with mock.patch.object(fork.maker, "Maker") as made:
            copy = made.return_value.make.return_value
            copy.begun.side_effect = OSError(errno.EAGAIN, "no process left")
            copies = fork.Copies(mock.Mock(child=0), None)
            for _ in range(2):
                frame, error, end = copies.run("request", 1, None)
                self.assertEqual((frame, end), (None, None))
                self.assertEqual((error["code"], error["summary"], error["retryable"]), ("worker_died", failures.NO_COPY % "no process left", True))
            self.assertEqual((made.call_count, copy.discard.call_count), (1, 2))

    def test_output_errors_and_results_of_a_fork_arrive(self):
        with Worker() as worker:
            worker.call(KIT, "speak", [("String", "hi")], isolation=2)
            self.assertEqual(worker.output(1) + worker.output(2), "hi\nhi\n")
            worker.call(KIT, "steps", [("Integer", 2)], isolation=2)
            self.assertEqual(len(worker.events), 2)
            self.assertEqual(worker.failure(KIT, "fail", [("String", "boom")], isolation=2)["summary"], "boom")
            self.assertEqual(worker.failure(KIT, "nothing", isolation=2)["code"], "function_not_found")
            self.assertEqual(worker.failure("/nowhere.py", "nothing", isolation=2)["code"], "script_not_found")

    def test_a_copy_that_replaces_its_descriptors_harms_nobody_else(self):
        with Worker() as worker:
            script = worker.script("import os\ndef f(last: int) -> int:\n    null = os.open(os.devnull, os.O_RDWR)\n    for number in range(3, last):\n"
                                   "        os.dup2(null, number)\n    return 1\ndef g() -> int:\n    os.closerange(3, 100)\n    return 1\n")
            self.assertIn("exit code 0", worker.failure(script, "f", [("Integer", 100)], isolation=2)["summary"])
            self.assertIn("exit code 1", worker.failure(script, "g", isolation=2)["summary"])
            self.assertEqual([worker.call(script, "f", [("Integer", 3)], isolation=2) for _ in range(3)], [1] * 3)

    def test_the_parent_survives_a_child_that_dies(self):
        with Worker() as worker:
            error = worker.failure(KIT, "die", isolation=2)
            self.assertEqual((error["side"], error["code"], error["error_type"]), (2, "worker_died", "SIGKILL"))
            script = worker.script("import os\ndef f() -> int:\n    os._exit(3)\ndef g() -> int:\n    if os.fork() == 0:\n"
                                   "        import time\n        time.sleep(5)\n        os._exit(0)\n    os._exit(4)\n", "leaver.py")
            self.assertIn("exit code 3", worker.failure(script, "f", isolation=2)["summary"])
            start = time.monotonic()
            self.assertIn("exit code 4", worker.failure(script, "g", isolation=2)["summary"])
            self.assertLess(time.monotonic() - start, 4, "a process left behind does not keep the reply back")
            self.assertEqual(worker.call(KIT, "add", [("Integer", 1), ("Integer", 1)], isolation=2), 2)

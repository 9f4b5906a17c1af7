"""Requests in forked copies of a worker, and the copy that is made ahead."""

import os
import signal
import time
import unittest

from .support import KIT, Worker

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


def spare(worker):
    """The id of the copy that a worker made ahead, once the copy that ran the last request, which has replied, is gone."""
    until = time.monotonic() + 10
    found = children(worker.process.pid)
    while len(found) > 1 and time.monotonic() < until:
        found = children(worker.process.pid)
    if len(found) != 1:
        raise AssertionError("one copy was expected, there are %d" % len(found))
    return found[0]


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
    def test_a_copy_made_ahead_that_has_died_is_not_used(self):
        with Worker() as worker:
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
            copy = spare(worker)
            os.kill(copy, signal.SIGKILL)
            while state(copy) != "Z":
                pass
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)

    @PROCESSES
    def test_a_copy_made_ahead_ends_with_its_worker(self):
        with Worker() as worker:
            self.assertEqual(worker.call(KIT, "state", isolation=2), 1)
            copy = spare(worker)
            worker.process.kill()
            worker.process.wait()
            until = time.monotonic() + 10
            while state(copy) not in (None, "Z") and time.monotonic() < until:
                pass
            self.assertIn(state(copy), (None, "Z"))

    def test_output_errors_and_results_of_a_fork_arrive(self):
        with Worker() as worker:
            worker.call(KIT, "speak", [("String", "hi")], isolation=2)
            self.assertEqual(worker.output(1) + worker.output(2), "hi\nhi\n")
            worker.call(KIT, "steps", [("Integer", 2)], isolation=2)
            self.assertEqual(len(worker.events), 2)
            self.assertEqual(worker.failure(KIT, "fail", [("String", "boom")], isolation=2)["summary"], "boom")
            self.assertEqual(worker.failure(KIT, "nothing", isolation=2)["code"], "function_not_found")
            self.assertEqual(worker.failure("/nowhere.py", "nothing", isolation=2)["code"], "script_not_found")

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

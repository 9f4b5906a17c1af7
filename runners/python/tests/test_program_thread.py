"""The thread that programs run on: results, errors, posts, and being ended at any moment."""

import random
import time
import unittest

from . import support       # noqa: F401 - puts the runtime on the import path

from polyglot_runtime.ir.thread import EastThread, RECURSION


class Over(Exception):
    pass


class Thread(unittest.TestCase):
    def setUp(self):
        self.thread = EastThread()

    def test_results_and_errors_come_back(self):
        self.assertEqual(self.thread.run(lambda: 7), 7)
        with self.assertRaisesRegex(ValueError, "no"):
            self.thread.run(lambda: int("no"))
        self.assertEqual(self.thread.run(lambda: self.thread.run(lambda: 8)), 8)

    def test_what_is_posted_happens_in_order_in_the_thread_that_waits(self):
        seen = []

        def work():
            for number in range(100):
                self.thread.post(lambda number=number: seen.append(number))
            return len(seen)
        self.thread.run(work)
        self.assertEqual(seen, list(range(100)))

    def test_recursion_may_be_deep_and_only_there(self):
        import sys
        before = sys.getrecursionlimit()

        def deep(n):
            return n if n == 0 else deep(n - 1)
        self.assertEqual(self.thread.run(lambda: deep(RECURSION // 4)), 0)
        self.assertEqual(sys.getrecursionlimit(), before)

    def test_it_can_be_ended_at_any_moment_and_goes_on(self):
        dice = random.Random(7)
        stopped, until = 0, time.perf_counter() + 1.5
        while time.perf_counter() < until:
            patience = time.perf_counter() + dice.random() * 0.003
            length = dice.random() * 0.003

            def watch():
                if time.perf_counter() > patience:
                    raise Over

            def work():
                end = time.perf_counter() + length
                while time.perf_counter() < end:
                    pass
                return 1
            try:
                self.assertEqual(self.thread.run(work, watch, 0.0005), 1)
            except Over:
                stopped += 1
            self.assertEqual(self.thread.run(lambda: 7), 7)
        self.assertGreater(stopped, 0)


if __name__ == "__main__":
    unittest.main()

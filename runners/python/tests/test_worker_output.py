"""The worker as a process: what user code prints and reports, and how it is stopped."""

import os
import signal
import unittest

from .support import KIT, Worker


class Output(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.worker = Worker()
        cls.addClassCleanup(cls.worker.__exit__)

    def test_prints_of_both_streams_come_before_the_reply(self):
        self.assertEqual(self.worker.call(KIT, "speak", [("String", "grüß dich")]), 9)
        self.assertEqual(self.worker.output(1), "grüß dich\n")
        self.assertEqual(self.worker.output(2), "grüß dich\n")

    def test_logging_warnings_buffers_and_bytes_are_output_too(self):
        script = self.worker.script(
            "import logging, sys, warnings\nlogging.basicConfig(level='INFO')\n"
            "def f() -> int:\n    logging.info('logged')\n    warnings.warn('warned')\n    sys.stdout.buffer.write(b'\\xff bytes')\n"
            "    sys.stdout.write('\\ud800')\n    print('x', end='', flush=True)\n    return sys.stdout.fileno()\n", "noisy.py")
        self.assertEqual(self.worker.call(script, "f"), 1)
        self.assertIn("INFO:root:logged", self.worker.output(2))
        self.assertIn("UserWarning: warned", self.worker.output(2))
        data = b"".join(fields["data"] for _, name, fields in self.worker.events if fields["stream"] == 1)
        self.assertEqual(data, b"\xff bytes\\ud800x")

    def test_user_code_cannot_reach_the_protocol(self):
        script = self.worker.script(
            "import os, subprocess, sys\ndef f() -> int:\n    os.write(1, b'PGR1 raw\\n')\n    subprocess.run(['echo', 'from a child'])\n"
            "    try:\n        input()\n    except EOFError:\n        pass\n    sys.stdout.close()\n    sys.stdout = None\n    print('lost')\n"
            "    return len(sys.stdin.read())\ndef g() -> int:\n    print('back')\n    return 1\n", "abuse.py")
        self.assertEqual(self.worker.call(script, "f"), 0)
        self.assertIn("PGR1 raw", self.worker.logged())
        self.assertIn("from a child", self.worker.logged())
        self.assertEqual(self.worker.call(script, "g"), 1)
        self.assertEqual(self.worker.output(1), "back\n")

    def test_output_over_the_limit_is_cut_with_a_note(self):
        script = self.worker.script("def f() -> int:\n    for _ in range(1000):\n        print('0123456789')\n    return 1\n", "much.py")
        self.worker.call(script, "f", limits={"max_log_bytes": 100})
        text = self.worker.output(1)
        self.assertEqual(text, ("0123456789\n" * 10)[:100] + "\n[output cut at 100 bytes]\n")

    def test_many_prints_travel_in_few_frames(self):
        script = self.worker.script("def f() -> int:\n    for i in range(5000):\n        print(i)\n    return 1\n", "burst.py")
        self.worker.call(script, "f")
        self.assertEqual(self.worker.output(1), "".join("%d\n" % i for i in range(5000)))
        self.assertLess(len(self.worker.events), 20)

    def test_a_print_arrives_while_the_function_goes_on(self):
        script = self.worker.script("import time\ndef f() -> int:\n    print('early')\n    while True:\n        pass\n", "early.py")
        number = self.worker.execute(script, "f")
        text = b""
        while not text.endswith(b"\n"):
            sender, name, fields = self.worker.receive()
            self.assertEqual((sender, name), (number, "Output"))
            text += fields["data"]
        self.assertEqual(text, b"early\n")
        self.worker.send(number, "Cancel")
        self.assertEqual(self.worker.reply(number)[0], "Cancelled")

    def test_progress_and_logs_carry_the_request(self):
        self.worker.call(KIT, "steps", [("Integer", 3)])
        self.assertEqual([(name, fields["fraction"], fields["message"]) for _, name, fields in self.worker.events],
                         [("Progress", 1 / 3, "step 1"), ("Progress", 2 / 3, "step 2"), ("Progress", 1.0, "step 3")])
        script = self.worker.script("import polyglot\ndef f() -> int:\n    print('first')\n    polyglot.log('careful', 'warning')\n    return 1\n"
                                    "def g() -> int:\n    polyglot.log('x', 'loud')\n", "telling.py")
        self.worker.call(script, "f")
        self.assertEqual([name for _, name, _ in self.worker.events], ["Output", "Log"])
        self.assertEqual(self.worker.events[1][2], {"level": 3, "message": "careful"})
        self.assertIn("no log level", self.worker.failure(script, "g")["summary"])

    def test_output_after_the_reply_goes_to_the_log(self):
        script = self.worker.script("import threading\ngo = threading.Event()\ndone = threading.Event()\n"
                                    "def late():\n    go.wait()\n    print('too late')\n    done.set()\n"
                                    "def f() -> int:\n    threading.Thread(target=late, daemon=True).start()\n    return 1\n"
                                    "threading.Timer(0.1, go.set).start()\n"
                                    "def g() -> bool:\n    return done.wait(10)\n", "threads.py")
        self.worker.call(script, "f")
        self.assertTrue(self.worker.call(script, "g", (), "Boolean"))


class Stopping(unittest.TestCase):
    def begin(self, worker, function, inputs=(), **options):
        number = worker.execute(KIT, function, inputs, **options)
        worker.send(1000, "Ping")
        worker.reply(1000)
        return number

    def test_cancel_meets_a_forked_copy_at_any_moment_of_its_life(self):
        with Worker() as worker:
            for wait in range(60):
                number = worker.execute(KIT, "spin", [("Float", 60.0)], isolation=2)
                for _ in range(wait * 400):
                    pass
                worker.send(number, "Cancel", {"reason": "changed my mind"})
                self.assertEqual(worker.reply(number), ("Cancelled", {"reason": "changed my mind"}))

    def test_a_cancelled_copy_is_answered_with_the_reason_of_its_own_cancel(self):
        with Worker() as worker:
            worker.call(KIT, "state", isolation=2)
            for reason in ("the first", "the second"):
                number = self.begin(worker, "spin", [("Float", 60.0)], isolation=2)
                worker.send(number, "Cancel", {"reason": reason})
                self.assertEqual(worker.reply(number), ("Cancelled", {"reason": reason}))

    def test_cancel_and_interrupt_stop_a_loop_in_both_isolations(self):
        with Worker() as worker:
            for isolation in (1, 2):
                number = self.begin(worker, "spin", [("Float", 60.0)], isolation=isolation)
                worker.send(number, "Cancel", {"reason": "changed my mind"})
                self.assertEqual(worker.reply(number), ("Cancelled", {"reason": "changed my mind"}))
            script = worker.script("def f() -> int:\n    print('on', flush=True)\n    while True:\n        pass\n", "loop.py")
            for isolation in (1, 2):
                number = worker.execute(script, "f", isolation=isolation)
                self.assertEqual(worker.receive()[1], "Output")
                os.kill(worker.process.pid, signal.SIGINT)
                self.assertEqual(worker.reply(number)[0], "Cancelled")
            os.kill(worker.process.pid, signal.SIGINT)
            self.assertEqual(worker.call(KIT, "add", [("Integer", 1), ("Integer", 1)]), 2)

    def test_a_script_whose_loading_was_cancelled_can_be_loaded_again(self):
        text = "import os, signal\nfrom . import part\nif not os.path.exists('again'):\n    open('again', 'w').close()\n" \
            "    os.kill(os.getpid(), signal.SIGINT)\n    while True:\n        pass\ndef f() -> int:\n    return part.X\n"
        with Worker() as worker:
            worker.script("X = 5\n", "slow/part.py")
            script = worker.script(text, "slow/loads.py")
            self.assertEqual(worker.reply(worker.execute(script, "f"))[0], "Cancelled")
            self.assertEqual(worker.call(script, "f"), 5)

    def test_cancel_ends_a_sleep_and_passes_through_except_exception(self):
        with Worker() as worker:
            script = worker.script("import time\ndef f() -> int:\n    print('on', flush=True)\n    while True:\n        try:\n            time.sleep(60)\n"
                                   "        except Exception:\n            pass\n", "sleeper.py")
            number = worker.execute(script, "f")
            self.assertEqual(worker.receive()[1], "Output")
            worker.send(number, "Cancel", {})
            self.assertEqual(worker.reply(number)[0], "Cancelled")

    def test_many_cancels_never_hurt_the_next_request_or_a_frame(self):
        with Worker() as worker:
            script = worker.script("import polyglot\ndef f() -> int:\n    n = 0\n    while True:\n        n += 1\n        print('x' * 100)\n"
                                   "        polyglot.progress(0.5, 'y')\n", "chatty.py")
            for _ in range(30):
                number = worker.execute(script, "f")
                worker.receive()
                worker.send(number, "Cancel")
                worker.send(number, "Cancel")
                self.assertEqual(worker.reply(number)[0], "Cancelled")
                self.assertEqual(worker.call(KIT, "add", [("Integer", 1), ("Integer", 2)]), 3)

"""The worker as a process: its life, and the functions that it runs."""

import os
import random
import struct
import sys
import unittest

from .support import KIT, Worker, encode, frame, friendly, schema, to_bytes


class Life(unittest.TestCase):
    def test_ready_says_what_the_runtime_is(self):
        with Worker() as worker:
            self.assertEqual(worker.ready["protocol"], 1)
            self.assertEqual(worker.ready["runner"], "python")
            self.assertEqual(worker.ready["language_version"], sys.version.split()[0])
            self.assertEqual(worker.ready["max_concurrency"], 1)
            self.assertIn("fork", worker.ready["features"])

    def test_started_by_hand_it_says_so_and_leaves_with_64(self):
        with Worker(None, {"POLYGLOT_PROTOCOL_FD": None}) as worker:
            self.assertEqual(worker.exit_code(), 64)
            self.assertIn("Python runtime of Polyglot", worker.logged())

    def test_no_common_version_leaves_with_65(self):
        with Worker(None) as worker:
            worker.send(0, "Hello", {"protocol_min": 7, "protocol_max": 9})
            self.assertEqual(worker.exit_code(), 65)
            self.assertIn("7 to 9", worker.logged())

    def test_bad_frames_leave_with_66(self):
        for data in (b"GET / HTTP/1.1\r\n", frame(b"nonsense" * 4), b"PGR1" + struct.pack("<I", 1 << 30)):
            with self.subTest(data[:8]):
                with Worker() as worker:
                    worker.send_bytes(data)
                    self.assertEqual(worker.exit_code(), 66)
                    self.assertIn("polyglot python worker:", worker.logged())

    def test_the_first_frame_must_be_hello(self):
        with Worker(None) as worker:
            worker.send(1, "Ping")
            self.assertEqual(worker.exit_code(), 66)

    def test_the_hosts_frame_limit_holds(self):
        with Worker({"limits": {"max_frame_bytes": 500}}) as worker:
            worker.send(1, "Describe", {"script": "/" + "x" * 600})
            self.assertEqual(worker.exit_code(), 66)

    def test_shutdown_is_answered_and_leaves_with_0(self):
        with Worker() as worker:
            worker.send(5, "Shutdown")
            self.assertEqual(worker.reply(5)[0], "Completed")
            self.assertEqual(worker.exit_code(), 0)

    def test_the_end_of_stdin_ends_an_idle_and_a_busy_worker(self):
        with Worker() as worker:
            worker.process.stdin.close()
            self.assertEqual(worker.exit_code(), 0)
        for isolation in (1, 2):
            with Worker() as worker:
                worker.execute(KIT, "spin", [("Float", 60.0)], isolation=isolation)
                self.wait_busy(worker)
                worker.process.stdin.close()
                self.assertEqual(worker.exit_code(), 0)
                self.assertIsNone(worker.receive(), "the channel is closed: no process is left that holds it")

    def wait_busy(self, worker):
        worker.send(1000, "Ping")
        self.assertEqual(worker.reply(1000)[0], "Completed")

    def test_the_channel_may_be_descriptor_1(self):
        with Worker(channel=1) as worker:
            self.assertEqual(worker.call(KIT, "raw_write", [("String", "past the language")]), 17)
            self.assertIn("past the language", worker.logged())

    def test_unknown_and_misdirected_messages_are_rejected(self):
        with Worker() as worker:
            payload = bytearray(encode(7, "Ping", {}))
            payload[36] = 77
            worker.send_bytes(frame(bytes(payload)))
            self.assertEqual(worker.reply(7)[1]["code"], "unsupported")
            worker.send(8, "Completed", {})
            self.assertEqual(worker.reply(8)[1]["code"], "unsupported")
            worker.send(9, "Execute", {})
            self.assertEqual(worker.reply(9)[1]["code"], "bad_request")
            worker.send(10, "Execute", {"program": {"kind": 9}, "output": {"path": "/x", "schema": b"\x08"}})
            self.assertEqual(worker.reply(10)[1]["code"], "unsupported")
            worker.send(11, "Cancel", {})
            worker.send(12, "Ping")
            self.assertEqual(worker.receive()[0], 12)

    def test_a_second_request_is_busy_and_ping_is_answered_meanwhile(self):
        with Worker() as worker:
            running = worker.execute(KIT, "spin", [("Float", 60.0)])
            second = worker.execute(KIT, "state")
            self.assertEqual(worker.reply(second)[1]["code"], "busy")
            worker.send(100, "Ping")
            self.assertEqual(worker.reply(100)[0], "Completed")
            worker.send(running, "Cancel", {"reason": "enough"})
            self.assertEqual(worker.reply(running), ("Cancelled", {"reason": "enough"}))
            self.assertEqual(worker.call(KIT, "state"), 1)


class Functions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.worker = Worker()
        cls.addClassCleanup(cls.worker.__exit__)

    def test_values_go_in_and_come_out(self):
        self.assertEqual(self.worker.call(KIT, "add", [("Integer", 2), ("Integer", 40)]), 42)
        rows = "Array<Struct<date: DateTime, ppm: Option<Float>>>"
        from datetime import datetime, timezone
        value = [{"date": datetime(2024, 1, 2, tzinfo=timezone.utc), "ppm": 1.5}, {"date": datetime(1969, 1, 2, tzinfo=timezone.utc), "ppm": None}]
        self.assertEqual(self.worker.call(KIT, "echo", [(rows, value)], rows), value)

    def test_dicts_lists_and_scalars_are_values_of_the_type_of_plain_data(self):
        plain = ("Recursive<Data = Variant<array: Array<Data>, boolean: Boolean, float: Float, integer: Integer, null, "
                 "object: Dict<String, Data>, string: String>>")
        script = self.worker.script(
            "from dataclasses import dataclass\n\n@dataclass\nclass Task:\n    runner: str\n    inputs: list\n\n"
            "def f():\n    return {'tasks': {'a': Task('x', [1, 2.5, True, None, (2 ** 62,)])}}\n\n"
            "def same(x):\n    return x\n\ndef key():\n    return {1: 2}\n\ndef big():\n    return [2 ** 64]\n\n"
            "def endless():\n    a = []\n    a.append(a)\n    return a\n\ndef other():\n    return {'a': object()}\n", "plain.py")
        whole = self.worker.call(script, "f", output=plain)
        task = whole.value["tasks"].value["a"].value
        self.assertEqual(task["runner"].value, "x")
        self.assertEqual([(each.case, each.value) for each in task["inputs"].value[:4]], [("integer", 1), ("float", 2.5), ("boolean", True), ("null", None)])
        self.assertEqual(task["inputs"].value[4].value[0].value, 2 ** 62)
        self.assertEqual(self.worker.call(script, "same", [(plain, whole)], plain), whole)
        self.assertIn("a key has to be text, not int", self.worker.failure(script, "key", output=plain)["summary"])
        self.assertIn("nested more than", self.worker.failure(script, "endless", output=plain)["summary"])
        for name in ("big", "other"):
            self.assertEqual(self.worker.failure(script, name, output=plain)["code"], "type_mismatch")

    def test_a_reply_carries_times_memory_and_size(self):
        name, fields = self.worker.reply(self.worker.execute(KIT, "spin", [("Float", 0.02)]))
        self.assertEqual(name, "Completed")
        self.assertGreaterEqual(fields["timings"]["call_ns"], 15_000_000)
        self.assertGreater(fields["peak_memory_bytes"], 1 << 20)
        self.assertGreater(fields["cpu_ns"], 1_000_000)
        self.assertGreater(fields["size"], 8)

    def test_a_result_that_does_not_fit_names_its_path(self):
        script = self.worker.script("def f():\n    return [{'ppm': 1.0}, {'ppm': 2.0}, {'ppm': 3.0}, {'ppm': 'n/a'}]\n", "wrong_rows.py")
        error = self.worker.failure(script, "f", output="Array<Struct<ppm: Float>>")
        self.assertEqual((error["side"], error["code"], error["path"]), (1, "type_mismatch", "result[3].ppm"))
        self.assertEqual(error["summary"], 'result[3].ppm: expected Float, got String "n/a"')
        error = self.worker.failure(KIT, "cyclic", output="Array<Array<Integer>>")
        self.assertEqual(error["code"], "cyclic_value")
        script = self.worker.script("def f():\n    return {float('nan'), -float('nan')}\n", "twins.py")
        self.assertEqual(self.worker.failure(script, "f", output="Set<Float>")["code"], "duplicate_key")

    def test_user_errors_show_the_users_frames_innermost_first(self):
        script = self.worker.script(
            "import json\n\ndef parse(text):\n    try:\n        return json.loads(text)\n    except ValueError as e:\n"
            "        raise RuntimeError('bad text') from e\n\ndef f(text: str) -> int:\n    return parse(text)\n", "erring.py")
        error = self.worker.failure(script, "f", [("String", "{")])
        self.assertEqual((error["side"], error["code"], error["summary"], error["error_type"]),
        (1, "user_error", "bad text", "RuntimeError"))
        self.assertEqual([(f["file"], f["line"], f["function"], f["is_user"]) for f in error["frames"]],
                         [(script, 7, "parse", True), (script, 10, "f", True)])
        if sys.version_info >= (3, 11):
            self.assertEqual(error["frames"][1]["column"], 12)
        cause = error["cause"]
        self.assertEqual(cause["error_type"], "json.decoder.JSONDecodeError")
        self.assertEqual([f["is_user"] for f in cause["frames"]], [False] * (len(cause["frames"]) - 1) + [True])
        self.assertTrue(error["details"].startswith("Traceback"))
        self.assertNotIn("polyglot_runtime", error["details"])

    def test_exits_and_odd_exceptions_are_the_users_errors(self):
        script = self.worker.script(
            "import sys\nclass Odd(Exception):\n    def __str__(self):\n        raise ValueError\n"
            "def leave():\n    sys.exit(3)\ndef odd():\n    raise Odd\ndef stop():\n    raise KeyboardInterrupt\n"
            "def missing():\n    return {}['k']\ndef deep():\n    return deep()\ndef hungry():\n    raise MemoryError\n", "odd.py")
        self.assertIn("sys.exit(3)", self.worker.failure(script, "leave")["summary"])
        self.assertEqual(self.worker.failure(script, "odd")["summary"], "Odd")
        self.assertEqual(self.worker.failure(script, "stop")["error_type"], "KeyboardInterrupt")
        self.assertEqual(self.worker.failure(script, "missing")["summary"], "KeyError: 'k'")
        deep = self.worker.failure(script, "deep")
        self.assertEqual(deep["error_type"], "RecursionError")
        self.assertLessEqual(len(deep["frames"]), 100)
        self.assertEqual(self.worker.failure(script, "hungry")["code"], "out_of_memory")

    def test_missing_scripts_functions_and_inputs_are_named(self):
        w = self.worker
        self.assertEqual(w.failure(w.path("nowhere.py"), "f")["code"], "script_not_found")
        error = w.failure(KIT, "ad")
        self.assertEqual(error["code"], "function_not_found")
        self.assertIn("did you mean add?", error["summary"])
        self.assertEqual(w.failure(KIT, "_count")["code"], "function_not_found")
        self.assertEqual(w.failure(KIT, "add", [("Integer", 1)])["code"], "arity")
        error = w.failure(KIT, "add", [("Integer", 1), ("String", "x")])
        self.assertEqual((error["code"], error["argument"]), ("unsupported_annotation", 1))
        self.assertIn("int cannot take String", error["summary"])
        w.execute(KIT, "add", [("Integer", 1), ("Integer", 2)], code_id="c")
        w.reply(w.number)

    def test_damaged_inputs_are_the_hosts_fault(self):
        w = self.worker
        good = to_bytes("Array<Integer>", [1, 2, 3])
        w.number += 1
        path = w.path("broken")
        for data in (None, b"", good[:-1], good + b"\0", to_bytes("Integer", 1), b"\x89East" + good):
            if data is not None:
                with open(path, "wb") as file:
                    file.write(data)
            w.number += 1
            w.send(w.number, "Execute", {
                "program": {"kind": 1, "script": KIT, "function": "echo", "code_id": "c"},
                "inputs": [{"name": "x", "path": path, "schema": schema.encode(friendly.parse("Array<Integer>"))}],
                "output": {"path": w.path("out"), "schema": b"\x08"}})
            name, fields = w.reply(w.number)
            self.assertEqual((name, fields["error"]["code"], fields["error"]["side"], fields["error"]["argument"]),
                             ("Failed", "bad_input", 3, 0))

    def test_scripts_that_do_not_load_show_where(self):
        w = self.worker
        error = w.failure(w.script("def f(:\n", "syntax.py"), "f")
        self.assertEqual((error["code"], error["error_type"], error["frames"][0]["line"]), ("load_failed", "SyntaxError", 1))
        error = w.failure(w.script("import nothing_like_this\n", "missing.py"), "f")
        self.assertEqual((error["code"], error["error_type"]), ("load_failed", "ModuleNotFoundError"))
        self.assertEqual(error["frames"][0]["file"], w.path("missing.py"))
        self.assertEqual(w.call(w.script("def f() -> int:\n    return 1\n", "fine.py"), "f"), 1)

    def test_an_output_that_cannot_be_written_and_one_that_is_too_large(self):
        w = self.worker
        w.number += 1
        w.send(w.number, "Execute", {"program": {"kind": 1, "script": KIT, "function": "state", "code_id": "c"},
                                     "output": {"path": w.path("no/such/folder"), "schema": b"\x08"}})
        error = w.reply(w.number)[1]["error"]
        self.assertEqual((error["code"], error["side"]), ("output_failed", 3))
        error = w.failure(KIT, "echo", [("String", "x" * 1000)], "String", limits={"max_output_bytes": 500})
        self.assertEqual(error["code"], "output_limit")

    def test_a_passed_deadline_is_noticed(self):
        self.assertEqual(self.worker.failure(KIT, "spin", [("Float", 0.05)], deadline_ms=10)["code"], "deadline")

    def test_other_code_under_the_same_path_is_stale(self):
        w = self.worker
        script = w.script("def f() -> int:\n    return 1\n", "versions.py")
        self.assertEqual(w.call(script, "f", code_id="one"), 1)
        name, fields = w.reply(w.execute(script, "f", code_id="two"))
        self.assertEqual((name, fields["code"]), ("Rejected", "stale_code"))
        self.assertEqual(w.call(script, "f", code_id="one"), 1)

    def test_environment_directory_and_seed_are_those_of_the_request(self):
        w = self.worker
        script = w.script("import os, random\nimport polyglot\n"
                          "def where() -> str:\n    return os.getcwd()\ndef mode() -> str:\n    return os.environ.get('MODE', '-')\n"
                          "def draw() -> float:\n    return random.random()\ndef seed() -> int:\n    return polyglot.seed() - 2**63\n", "around.py")
        folder = w.path("elsewhere")
        os.mkdir(folder)
        self.assertEqual(os.path.realpath(w.call(script, "where", (), "String", work_dir=folder)), os.path.realpath(folder))
        self.assertEqual(os.path.realpath(w.call(script, "where", (), "String")), os.path.realpath(w.folder.name))
        self.assertEqual(w.call(script, "mode", (), "String", environment=[{"key": "MODE", "value": "fast"}]), "fast")
        self.assertEqual(w.call(script, "mode", (), "String"), "-")
        draws = [w.call(script, "draw", (), "Float", seed=seed) for seed in (5, 5, 6)]
        self.assertEqual(draws[0], draws[1])
        self.assertNotEqual(draws[0], draws[2])
        self.assertEqual(w.call(script, "seed", seed=2**63 + 9), 9)

    def test_random_that_is_imported_during_the_call_or_before_is_seeded_alike(self):
        ways = ("import random\ndef draw() -> float:\n    return random.random()\n", "def draw() -> float:\n    import random\n    return random.random()\n")
        draws = []
        for source in ways:
            for isolation in (1, 2):
                with Worker() as worker:
                    draws.append(worker.call(worker.script(source), "draw", (), "Float", seed=2**40, isolation=isolation))
        self.assertEqual(draws, [random.Random(2**40).random()] * 4)

    def test_coroutines_and_generators_are_run(self):
        script = self.worker.script("import asyncio\nasync def later() -> int:\n    await asyncio.sleep(0)\n    return 7\n"
                                    "def many():\n    yield 1\n    yield 2\n", "lazy.py")
        self.assertEqual(self.worker.call(script, "later"), 7)
        self.assertEqual(self.worker.call(script, "many", (), "Array<Integer>"), [1, 2])

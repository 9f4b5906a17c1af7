"""East programs through the real worker: results, errors, platforms, limits, cancelling."""

import gzip
import json
import unittest

from . import programs as p
from .support import Worker, conformance, from_bytes, to_bytes

FOREVER = p.file(p.function("() => Integer", [], p.block("Integer", p.loop(p.value("Boolean", True)), p.integer(1))))
ADD = p.file(p.function("(Integer, Integer) => Integer", [p.variable("a", "Integer"), p.variable("b", "Integer")],
                        p.add(p.variable("a", "Integer"), p.variable("b", "Integer"))))


class Results(unittest.TestCase):
    def test_ready_announces_programs_and_platform_functions(self):
        with Worker() as worker:
            self.assertEqual(worker.ready["ir_versions"], ["0.0.1-beta.25"])
            functions = {function["name"]: function for function in worker.ready["platform_functions"]}
            self.assertEqual(bytes(functions["random_range"]["output"]["schema"]), b"\x08")
            self.assertTrue(functions["describe"]["is_async"])
            self.assertIn("time_now", functions)

    def test_a_program_runs_twice_and_again_in_a_forked_copy(self):
        with Worker() as worker:
            for isolation in (0, 0, 2):
                name, fields, data = worker.run_program(ADD, [("Integer", 2), ("Integer", 3)], ir_id="x", isolation=isolation)
                self.assertEqual(name, "Completed", fields)
                self.assertEqual(data, to_bytes("Integer", 5))
                self.assertEqual(fields["size"], len(data))

    def test_sharing_in_the_result_is_kept(self):
        shared = p.variable("a", "Array<Integer>")
        body = p.block("Array<Array<Integer>>", p.let(shared, p.node("NewArray", "Array<Integer>", [p.integer(1)])),
                       p.node("NewArray", "Array<Array<Integer>>", [shared, shared]))
        with Worker() as worker:
            _, _, data = worker.run_program(p.file(p.function("() => Array<Array<Integer>>", [], body)), output="Array<Array<Integer>>")
            self.assertEqual(data.hex(), "89456173740d0a01" "000008" "00020001" "02" "02")


class Errors(unittest.TestCase):
    def setUp(self):
        p.restart()

    def test_an_east_error_has_its_message_and_its_stack(self):
        body = p.call(p.function("() => Integer", [], p.failure("no\nluck")), "Integer")
        with Worker() as worker:
            name, fields, _ = worker.run_program(p.file(p.function("() => Integer", [], body)))
        error = fields["error"]
        self.assertEqual((name, error["code"], error["error_type"], error["summary"]), ("Failed", "user_error", "EastError", "no"))
        self.assertEqual([(place["file"], place["line"]) for place in error["location"]], [("t", 2), ("t", 4)])
        self.assertTrue(error["details"].startswith("t:2:1: no\nluck\nStack trace:\n  at t:4:1"))

    def test_a_program_of_another_version_and_damaged_ones_do_not_load(self):
        with Worker() as worker:
            for data in (to_bytes("Integer", 1), b"", ADD[:-3], ADD + b"x"):
                name, fields, _ = worker.run_program(data, [("Integer", 1), ("Integer", 1)])
                self.assertEqual((name, fields["error"]["code"], fields["error"]["side"]), ("Failed", "load_failed", 1))

    def test_what_a_program_names_must_be_there(self):
        unknown = p.file(p.function("() => Integer", [], p.builtin("IntegerHalve", "Integer", [p.integer(4)])))
        missing = p.file(p.function("() => Null", [], p.platform("fs_delete_file", "Null", p.text("/"))))
        undeclared = p.file(p.function("() => Integer", [], p.platform("time_now", "Integer")))
        with Worker() as worker:
            for data, output, packages in ((unknown, "Integer", []), (missing, "Null", []), (undeclared, "Integer", ["std"]),
                                           (ADD, "Integer", ["nonsense"])):
                name, fields, _ = worker.run_program(data, output=output, platforms=packages)
                self.assertEqual((name, fields["error"]["code"]), ("Failed", "load_failed"))
            name, fields, data = worker.run_program(undeclared, platforms=["time"])
            self.assertEqual(name, "Completed", fields)
            self.assertGreater(from_bytes(data), 1600000000000)

    def test_inputs_are_checked(self):
        with Worker() as worker:
            name, fields, _ = worker.run_program(ADD, [("Integer", 1)])
            self.assertEqual(fields["error"]["code"], "load_failed")
            name, fields, _ = worker.run_program(ADD, [("Integer", 1), ("String", "b")])
            self.assertIn("input 2", fields["error"]["summary"])
            broken = to_bytes("Integer", 1) + b"more"
            name, fields, _ = worker.run_program(ADD, [("Integer", 1), broken])
            self.assertEqual((fields["error"]["code"], fields["error"]["argument"]), ("bad_input", 1))

    def test_ten_thousand_nested_calls_are_too_many(self):
        kind = "(Integer) => Integer"
        cell = p.variable("cell", "Ref<%s>" % kind)
        ask = p.builtin("RefGet", kind, [cell], [kind])
        number = p.variable("n", "Integer")
        inner = p.call(ask, "Integer", p.add(number, p.integer(1)))
        body = p.block("Integer", p.let(cell, p.node("NewRef", "Ref<%s>" % kind, p.function(kind, [number], number))),
                       p.builtin("RefUpdate", "Null", [cell, p.function(kind, [number], inner, [cell])], [kind]),
                       p.call(ask, "Integer", p.integer(0)))
        with Worker() as worker:
            _, fields, _ = worker.run_program(p.file(p.function("() => Integer", [], body)))
            self.assertEqual(fields["error"]["summary"], "Maximum call depth exceeded")
            self.assertEqual(worker.run_program(ADD, [("Integer", 2), ("Integer", 3)])[0], "Completed")


class Limits(unittest.TestCase):
    def test_an_endless_loop_is_cancelled_and_the_worker_goes_on(self):
        with Worker() as worker:
            for isolation in (0, 2):
                number = worker.start_program(FOREVER, isolation=isolation)
                worker.send(number, "Cancel", {"reason": "enough"})
                self.assertEqual(worker.reply(number), ("Cancelled", {"reason": "enough"}))
                self.assertEqual(worker.run_program(ADD, [("Integer", 2), ("Integer", 3)])[0], "Completed")

    def test_programs_cannot_catch_a_cancel_and_finally_bodies_do_not_run(self):
        body = p.node("TryCatch", "Null", p.loop(p.value("Boolean", True)), p.value("Null", None), p.variable("m", "String"),
                      p.variable("s", "Array<Struct<filename: String, line: Integer, column: Integer>>"),
                      p.block("Null", p.platform("console_log", "Null", p.text("finally")), p.loop(p.value("Boolean", True))))
        with Worker() as worker:
            number = worker.start_program(p.file(p.function("() => Null", [], body)), output="Null")
            worker.send(number, "Cancel", {"reason": "enough"})
            self.assertEqual(worker.reply(number)[0], "Cancelled")
            self.assertEqual(worker.events, [])

    def test_the_deadline_ends_a_run(self):
        with Worker() as worker:
            name, fields, _ = worker.run_program(FOREVER, deadline_ms=200)
            self.assertEqual((name, fields["error"]["code"]), ("Failed", "deadline"))

    def test_the_memory_limit_ends_a_run(self):
        numbers = p.variable("a", "Array<Integer>")
        body = p.block("Null", p.let(numbers, p.node("NewArray", "Array<Integer>", [p.integer(1)])),
                       p.loop(p.value("Boolean", True), p.builtin("ArrayAppend", "Null", [numbers, numbers], ["Integer"])))
        with Worker() as worker:
            name, fields, _ = worker.run_program(p.file(p.function("() => Null", [], body)), output="Null",
                                                 limits={"max_memory_bytes": 200 << 20})
            self.assertEqual((name, fields["error"]["code"]), ("Failed", "out_of_memory" if "MiB" in fields["error"]["summary"]
                                                               or fields["error"]["summary"] == "out of memory" else "user_error"))

    def test_a_forked_copy_with_a_memory_limit_has_a_stack_for_programs(self):
        with Worker() as worker:
            name, fields, data = worker.run_program(ADD, [("Integer", 2), ("Integer", 3)], isolation=2, limits={"max_memory_bytes": 100 << 20})
            self.assertEqual((name, data), ("Completed", to_bytes("Integer", 5)), fields)

    def test_an_output_that_is_too_large_is_refused(self):
        with Worker() as worker:
            _, fields, data = worker.run_program(ADD, [("Integer", 2), ("Integer", 3)], limits={"max_output_bytes": 5})
            self.assertEqual((fields["error"]["code"], data), ("output_limit", None))


class Platforms(unittest.TestCase):
    def test_what_a_program_prints_is_captured(self):
        body = p.block("Null", p.platform("console_log", "Null", p.text("hé")), p.platform("console_error", "Null", p.text("oh")),
                       p.platform("console_write", "Null", p.text("!")))
        with Worker() as worker:
            worker.run_program(p.file(p.function("() => Null", [], body)), output="Null")
            self.assertEqual((worker.output(1), worker.output(2)), ("hé\n!", "oh\n"))

    def test_random_numbers_come_from_the_seed(self):
        body = p.node("NewArray", "Array<Integer>", [p.platform("random_range", "Integer", p.integer(-5), p.integer(1000)) for _ in range(4)])
        data = p.file(p.function("() => Array<Integer>", [], body))
        with Worker() as worker:
            one = [worker.run_program(data, output="Array<Integer>", seed=seed)[2] for seed in (7, 7, 8)]
        self.assertEqual(one[0], one[1])
        self.assertNotEqual(one[0], one[2])
        self.assertTrue(all(-5 <= number <= 1000 for number in from_bytes(one[0])))

    def test_suites_are_told_test_by_test(self):
        null, run = "Null", "async () => Null"
        broken = p.function(run, [], p.block(null, p.platform("testPass", null), p.failure("oh")))
        good = p.function(run, [], p.block(null, p.platform("testPass", null), p.platform("testFail", null, p.text("x" * 2000))))
        body = p.platform("describe", null, p.text("S"), p.function(run, [], p.block(
            null, p.platform("test", null, p.text("one"), good), p.platform("test", null, p.text("two"), broken))))
        with Worker() as worker:
            name, fields, _ = worker.run_program(p.file(p.function(run, [], body)), output=null, platforms=["testing"])
            self.assertEqual(name, "Completed", fields)
            told = [json.loads(fields["message"]) for _, name, fields in worker.events if name == "Log"]
        self.assertEqual([(each["suite"], each["test"], each["passed"], each["failed"]) for each in told],
                         [("S", "one", 1, 1), ("S", "two", 1, 1)])
        self.assertEqual(len(told[0]["failures"][0]), 1000)
        self.assertIn("oh", told[1]["failures"][0])


class Suites(unittest.TestCase):
    def test_every_suite_passes_over_the_protocol(self):
        index = json.loads(conformance("suites/index.json").read_text())
        tests = assertions = 0
        with Worker() as worker:
            for name, suite in index.items():
                with self.subTest(name):
                    data = gzip.decompress(conformance("suites/%s.beast2.gz" % name).read_bytes())
                    reply, fields, _ = worker.run_program(data, output="Null", platforms=["testing"])
                    self.assertEqual(reply, "Completed", fields)
                    told = [json.loads(fields["message"]) for _, kind, fields in worker.events if kind == "Log"]
                    self.assertEqual([each for each in told if each["failed"]], [])
                    self.assertEqual((len(told), sum(each["passed"] for each in told)), (suite["tests"], suite["assertions"]))
                    tests += len(told)
                    assertions += sum(each["passed"] for each in told)
        self.assertGreater(assertions, tests)


if __name__ == "__main__":
    unittest.main()

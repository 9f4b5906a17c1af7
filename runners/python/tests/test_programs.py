"""East programs: the cases of ir/conformance/programs, and what the vectors say of single builtins and nodes."""

import base64
import json
import unittest
from unittest import mock

from . import programs as p
from .support import REPOSITORY, conformance

from polyglot_runtime.ir import program
from polyglot_runtime.ir.compile import nodes
from polyglot_runtime.ir.compile.function import FunctionCompiler
from polyglot_runtime.ir.compile.locations import caught
from polyglot_runtime.ir.compile.program import Program
from polyglot_runtime.ir.errors import EastError
from polyglot_runtime.ir.formats.text_printing import print_text
from polyglot_runtime.ir.thread import THREAD
from polyglot_runtime.ir.type_values import Types
from polyglot_runtime.platforms import PlatformFunction

CASES = REPOSITORY / "ir" / "conformance" / "programs"


def test_platform(log):
    """What the cases may call."""
    def fail(d, message):
        raise EastError(message, [("platform", 0, 0)])
    text, integer, null = ("String",), ("Integer",), ("Null",)
    functions = [PlatformFunction("log", (text,), null, False, lambda d, message: log.append(message)),
                 PlatformFunction("fail", (text,), integer, False, fail),
                 PlatformFunction("later", (integer,), integer, True, lambda d, number: 2 * number)]
    return {function.name: function for function in functions}


def evaluate(root, platform, arguments=()):
    """What a program gives. Raises EastError."""
    def work():
        try:
            return Program(root, platform).entry()(0, *arguments)
        except Exception as error:
            raise caught(error) from None
    return THREAD.run(work)


# What the vectors themselves call defects of the reference, with what they call right.
INTENDED = {
    "native IntegerDivide by zero": {"error": "Division by zero", "stack": ["v.east:3:1"]},
    "native IntegerDivide overflow": {"text": "-9223372036854775808"},
}


def outcome(ir, name=""):
    """What became of a program without parameters: text or error and stack, and log."""
    log, found = [], {}
    try:
        root = program.load_value(ir).root
        if name.endswith('"a\\ud800b"'):
            # The reference drops unpaired surrogates when it writes programs, though not when it runs them.
            arguments = root[1][4][1][4]
            arguments[0] = "Value", (*arguments[0][1][:2], ("String", "a\ud800b"))
        value = evaluate(root, test_platform(log))
        output = Types().of(root[1][0])[2]
        found["text"] = THREAD.run(lambda: print_text(output, value))
    except EastError as error:
        found["error"] = error.message
        found["stack"] = ["%s:%d:%d" % place for place in error.locations]
    if log:
        found["log"] = log
    return found


class Cases(unittest.TestCase):
    def test_every_case_of_the_repository(self):
        self.check_cases()

    def test_every_case_with_every_builtin_as_a_call(self):
        nodes._inlined.clear()
        with mock.patch.object(FunctionCompiler, "as_calls", True), mock.patch.dict(nodes.INLINED, clear=True):
            self.check_cases({"RegexReplace"})       # the place of a literal replacement is only known where the call is written
        nodes._inlined.clear()

    def check_cases(self, without=()):
        count = 0
        for path in sorted(CASES.glob("*.json")):
            if path.name == "header.json":
                continue
            for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
                count += 1
                if case["subject"] in without:
                    continue
                with self.subTest(case["name"], source=case["source"]):
                    found = outcome(base64.b64decode(case["ir"]))
                    if "errorStartsWith" in case:
                        self.assertTrue(found.get("error", "").startswith(case["errorStartsWith"]), found)
                    else:
                        self.assertEqual(found.get("error"), case.get("error"))
                    self.assertEqual(found.get("text"), case.get("text"))
                    self.assertEqual(found.get("stack"), case.get("stack"))
                    self.assertEqual(found.get("log"), case.get("log"))
        self.assertGreater(count, 700)

    def test_the_header_is_that_of_the_repository(self):
        header = json.loads((CASES / "header.json").read_text(encoding="utf-8"))["irTypeHeader"]
        self.assertEqual(program.HEADER, base64.b64decode(header))


class Vectors(unittest.TestCase):
    def check(self, name):
        for case in json.loads(conformance("vectors/%s.json" % name).read_text(encoding="utf-8"))["cases"]:
            with self.subTest(case["name"]):
                self.check_case(case, outcome(base64.b64decode(case["irb"]), case["name"]))

    def check_case(self, case, found):
        if case["name"] in INTENDED:
            self.assertEqual(found, INTENDED[case["name"]])
            return
        if "native" in case and "error" not in case and "text" not in case:
            self.assertIn("error", found)
            return
        self.assertEqual(found.get("error"), case.get("error"))
        self.assertEqual(found.get("text"), case.get("text"))
        if case.get("stack"):
            self.assertEqual([int(place.split(":")[-2]) for place in found["stack"]], case["stack"])
        self.assertEqual(found.get("log", []), case.get("log") or [])

    def test_builtins(self):
        self.check("builtins")

    def test_nodes(self):
        self.check("ir")


class Depth(unittest.TestCase):
    """Programs that are nested deeper than Python's own syntax can be."""

    def value(self, type_, body):
        return evaluate(p.function("() => %s" % type_, [], body), {})

    def test_many_loops_in_loops_and_jumps_through_all_of_them(self):
        count = p.variable("count", "Integer", True)

        def nested(depth):
            if depth == 0:
                return p.block("Null", p.assign(count, p.add(count, p.integer(1))), p.node("Break", "Never", ("l5", ("t", 0, 0))))
            return p.node("While", "Null", p.value("Boolean", True), ("l%d" % depth, ("t", 0, 0)),
                          p.block("Null", nested(depth - 1), p.node("Break", "Never", ("l%d" % depth, ("t", 0, 0)))))
        body = p.block("Integer", p.let(count, p.integer(0)), nested(40), count)
        self.assertEqual(self.value("Integer", body), 1)

    def test_a_return_through_many_tries(self):
        stack = p.variable("s", "Array<Struct<filename: String, line: Integer, column: Integer>>")

        def nested(depth):
            if depth == 0:
                return p.block("Integer", p.node("Return", "Never", p.integer(7)))
            return p.node("TryCatch", "Integer", nested(depth - 1), p.integer(0), p.variable("m", "String"), stack,
                          p.block("Null", p.value("Null", None)))
        self.assertEqual(self.value("Integer", nested(40)), 7)

    def test_many_branches_in_branches(self):
        flag = p.variable("flag", "Boolean", True)

        def nested(depth):
            if depth == 0:
                return p.integer(3)
            inner = p.block("Integer", p.let(p.variable("x%d" % depth, "Integer"), nested(depth - 1)), p.variable("x%d" % depth, "Integer"))
            return p.node("IfElse", "Integer", [(flag, inner)], p.integer(0))
        body = p.block("Integer", p.let(flag, p.value("Boolean", True)), nested(150))
        self.assertEqual(self.value("Integer", body), 3)

    def test_a_long_sum_and_a_long_text(self):
        total, text = p.integer(0), p.text("")
        for number in range(600):
            total = p.add(p.integer(number), total)
            text = p.builtin("StringConcat", "String", [text, p.builtin("Print", "String", [p.integer(number % 10)], ["Integer"])])
        self.assertEqual(self.value("Integer", total), 179700)
        self.assertEqual(self.value("String", text), "0123456789" * 60)

    def test_errors_keep_their_places_in_the_depths(self):
        p.restart()

        def nested(depth):
            if depth == 0:
                return p.failure("deep")
            return p.node("IfElse", "Integer", [(p.value("Boolean", True), p.block("Integer", nested(depth - 1)))], p.integer(0))
        failing = p.function("() => Integer", [], nested(100))
        with self.assertRaises(EastError) as caught_error:
            self.value("Integer", p.call(failing, "Integer"))
        self.assertEqual([line for _, line, _ in caught_error.exception.locations], [failing_line(failing), failing[1][1][1] + 1])


def failing_line(node):
    """The line of the Error node within."""
    todo = [node[1][4]]
    while todo:
        at = todo.pop()
        if at[0] == "Error":
            return at[1][1][1]
        todo.extend(nodes.parts(at))
    return None

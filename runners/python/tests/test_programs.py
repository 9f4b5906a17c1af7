"""East programs: the cases of ir/conformance/programs, and what the vectors say of single builtins and nodes."""

import base64
import json
import unittest
from unittest import mock

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

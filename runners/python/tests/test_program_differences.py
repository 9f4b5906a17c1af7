"""Random programs come to the same whether builtins and callbacks are written into the code or called."""

import unittest
from unittest import mock

from .random_programs import Maker

from polyglot_runtime.ir.checking import check
from polyglot_runtime.ir.compile import nodes
from polyglot_runtime.ir.compile.function import FunctionCompiler
from polyglot_runtime.ir.compile.locations import caught
from polyglot_runtime.ir.compile.program import Program
from polyglot_runtime.ir.containers import LOCKS
from polyglot_runtime.ir.errors import EastError
from polyglot_runtime.ir.formats.text_printing import print_text
from polyglot_runtime.ir.thread import THREAD

from .support import friendly

COUNT, FIRST = 400, 1


def outcome(root, type_):
    def work():
        LOCKS.clear()
        try:
            return print_text(type_, Program(root, {}).entry()(0))
        except Exception as error:
            failed = caught(error)
        raise failed
    try:
        return THREAD.run(work)
    except EastError as error:
        return error.message, error.locations


class Differences(unittest.TestCase):
    def test_random_programs_come_to_the_same_in_both_forms(self):
        for seed in range(FIRST, FIRST + COUNT):
            root, type_text = Maker(seed).program()
            type_ = friendly.parse(type_text)
            THREAD.run(lambda: check(root, {}))
            one = outcome(root, type_)
            self.assertEqual(LOCKS, {}, seed)
            nodes._inlined.clear()
            with mock.patch.object(FunctionCompiler, "as_calls", True), mock.patch.dict(nodes.INLINED, clear=True):
                other = outcome(root, type_)
            nodes._inlined.clear()
            self.assertEqual(one, other, "seed %d" % seed)


if __name__ == "__main__":
    unittest.main()

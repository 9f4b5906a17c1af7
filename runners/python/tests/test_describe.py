"""Annotations as types, and what Describe answers about whole scripts."""

import datetime
import sys
import typing
import unittest
from dataclasses import dataclass, field
from typing import Any, Dict, FrozenSet, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple, Union

from .support import KIT, Worker, schema
from polyglot_runtime.describe.annotations import East, Matrix, Problem, Reader, east_type
from polyglot_runtime.describe.functions import Signature
from polyglot_runtime.east.text import friendly as show
from polyglot_runtime.values.natives import Ref, Variant

Annotated = typing.Annotated


@dataclass
class Row:
    date: datetime.datetime
    ppm: Optional[float]


@dataclass
class Node:
    value: int
    kids: "List[Node]"
    other: "Optional[Node]" = None


class Point(NamedTuple):
    x: float
    y: float


class Config(typing.TypedDict):
    name: str
    tags: Set[str]


class Partial(typing.TypedDict, total=False):
    name: str


@dataclass
class Left:
    right: "Optional[Right]"


@dataclass
class Right:
    left: "Optional[Left]"
    more: "List[Right]"


@dataclass
class Silent:
    x: int
    y: int = field(init=False, default=0)


Money = typing.NewType("Money", float)


class Annotations(unittest.TestCase):
    def test_annotations_have_types(self):
        for hint, expected in (
                (int, "Integer"), (bool, "Boolean"), (float, "Float"), (str, "String"), (bytes, "Blob"), (bytearray, "Blob"),
                (None, "Null"),
                (type(None), "Null"), (datetime.datetime, "DateTime"), (List[int], "Array<Integer>"), (list, None),
                (Sequence[str], "Array<String>"),
                (Iterable[float], "Array<Float>"), (Tuple[int, ...], "Array<Integer>"), (typing.Deque[int], "Array<Integer>"),
                (Set[str], "Set<String>"), (FrozenSet[int], "Set<Integer>"), (Dict[str, List[int]], "Dict<String, Array<Integer>>"),
                (Mapping[int, bool], "Dict<Integer, Boolean>"), (Optional[int], "Option<Integer>"),
                (Optional[Optional[int]], "Option<Integer>"),
                (Row, "Struct<date: DateTime, ppm: Option<Float>>"), (Point, "Struct<x: Float, y: Float>"),
                (Config, "Struct<name: String, tags: Set<String>>"),
                (List[Row], "Array<Struct<date: DateTime, ppm: Option<Float>>>"), (Money, "Float"), (Ref[List[int]], "Ref<Array<Integer>>"),
                (Matrix, "Array<Array<Float>>"), (Annotated[int, "doc"], "Integer"),
                (Annotated[Variant, East("Variant<b, a: Float>")], "Variant<a: Float, b>"),
                (List[Annotated[Any, East("DateTime")]], "Array<DateTime>"), (East("Set<Blob>"), "Set<Blob>"),
                (Dict[Point, None], "Dict<Struct<x: Float, y: Float>, Null>"),
                (Node, "Recursive<Self = Struct<value: Integer, kids: Array<Self>, other: Option<Self>>>"),
                (List[Node], "Array<Recursive<Self = Struct<value: Integer, kids: Array<Self>, other: Option<Self>>>>")):
            with self.subTest(hint):
                form = Reader().form(hint)
                if expected is None:
                    self.assertRaises(Problem, east_type, form)
                else:
                    self.assertEqual(show(east_type(form)), expected)

    @unittest.skipIf(sys.version_info < (3, 10), "X | Y needs Python 3.10")
    def test_new_unions_are_options(self):
        self.assertEqual(show(east_type(Reader().form(int | None))), "Option<Integer>")

    def test_annotations_without_a_type_say_why(self):
        for hint, text in (
                (Any, "no type"), (object, "no type"), (list, "write list[float]"), (dict, "write dict[str, float]"),
                (tuple, "write tuple[float, ...]"),
                (Tuple[int, str], "fixed length"), (Union[int, str], "is a union"), (Optional[Union[int, str]], "is a union"),
                (datetime.date, "no time"),
                (typing.Literal["a"], "has no East type"), (complex, "complex has no East type"), (Partial, "may be missing"),
                (Left, "refer to each other"),
                (Silent, "not set by its constructor"), (Set[List[int]], "a key cannot contain Array"), (Variant, "polyglot.East"),
                (typing.Callable, "no East type"),
                (List[complex], "complex has no East type")):
            with self.subTest(hint):
                with self.assertRaises(Problem) as caught:
                    east_type(Reader().form(hint))
                self.assertIn(text, str(caught.exception))

    def test_inputs_are_bound_by_position(self):
        def f(a, b=1, *, c=2):
            pass

        def g(a, *rest):
            pass

        def h(a, *, k):
            pass

        self.assertEqual([p.name for p in Signature(f).bind(2)], ["a", "b"])
        self.assertEqual(len(Signature(f).bind(1)), 1)
        self.assertIn("takes 1 to 2 inputs, and 3 come", Signature(f).bind(3))
        self.assertIn("takes 1 to 2 inputs, and 0 come", Signature(f).bind(0))
        self.assertEqual([p.name for p in Signature(g).bind(3)], ["a", "rest", "rest"])
        self.assertIn("at least 1 input", Signature(g).bind(0))
        self.assertIn("k can only be given by keyword", Signature(h).bind(1))


class Scripts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.worker = Worker()
        cls.addClassCleanup(cls.worker.__exit__)

    def described(self, text, name, functions=()):
        path = self.worker.script(text, name)
        reply, fields = self.worker.describe(path, functions)
        self.assertEqual(reply, "Completed", fields)
        found = fields["description"]
        return {function["name"]: function for function in found["functions"] or ()}, found["dependencies"] or []

    @staticmethod
    def shown(data):
        return None if data is None else show(schema.decode(data))

    def test_functions_are_listed_with_types_lines_and_summaries(self):
        functions, dependencies = self.described(
            "from __future__ import annotations\nimport functools, json\nfrom dataclasses import dataclass\nfrom json import dumps\n\n"
            "@dataclass\nclass Row:\n    x: float\n    next: 'Row | None' = None\n\n"
            "def total(rows: list[Row], scale: float = 1.0) -> float:\n    \"\"\"Adds up.\n\n    At length.\n    \"\"\"\n    return 0.0\n\n"
            "def _private() -> int:\n    return 1\n\ndef bare(a, b: Unknown):\n    pass\n\n"
            "def wrap(f):\n    @functools.wraps(f)\n    def inner(*a):\n        return f(*a)\n    return inner\n\n@wrap\ndef wrapped(n: int) -> int:\n    return n\n"
            "def loose(*more: int, key: int = 1, **rest) -> None:\n    pass\n", "offers.py")
        self.assertEqual(list(functions), ["total", "bare", "wrap", "wrapped", "loose"])
        total = functions["total"]
        self.assertEqual((total["line"], total["summary"]), (11, "Adds up."))
        self.assertEqual(self.shown(total["output"]), "Float")
        self.assertEqual([(p["name"], p["optional"]) for p in total["parameters"]], [("rows", False), ("scale", True)])
        if sys.version_info >= (3, 10):
            self.assertEqual(self.shown(total["parameters"][0]["schema"]), "Array<Recursive<Self = Struct<x: Float, next: Option<Self>>>>")
        else:
            self.assertIn("cannot be resolved", total["parameters"][0]["problem"])
        self.assertEqual(functions["bare"]["problem"], "no return annotation")
        self.assertEqual(functions["bare"]["parameters"][0]["problem"], "no annotation")
        self.assertIn("Unknown", functions["bare"]["parameters"][1]["problem"])
        self.assertEqual(self.shown(functions["wrapped"]["parameters"][0]["schema"]), "Integer")
        self.assertEqual([bool(p["problem"]) for p in functions["loose"]["parameters"]], [True, True])
        self.assertEqual(dependencies, [])

    def test_only_the_functions_asked_for_are_described(self):
        name, fields = self.worker.describe(KIT, ["add", "nothing", "state"])
        self.assertEqual([f["name"] for f in fields["description"]["functions"]], ["add", "state"])

    def test_a_script_that_does_not_load_fails(self):
        name, fields = self.worker.describe(self.worker.script("raise ValueError('no')\n", "raising.py"))
        self.assertEqual((name, fields["error"]["code"]), ("Failed", "load_failed"))

    def test_dependencies_are_the_users_files_also_those_imported_late(self):
        w = self.worker
        w.script("import deps_second\nimport json\n", "deps/deps_first.py")
        w.script("X = 1\n", "deps/deps_second.py")
        w.script("def late():\n    pass\n", "deps/deps_late.py")
        w.script("", "deps/deps_package/__init__.py")
        w.script("from . import sibling\nfrom .. import nothing\n", "deps/deps_package/inner.py")
        w.script("", "deps/deps_package/sibling.py")
        w.script("", "deps/deps_unrelated.py")
        functions, dependencies = self.described(
            "import deps_first\ndef f() -> int:\n    from deps_late import late\n    import deps_package.inner\n    return 1\n", "deps/main_script.py")
        self.assertEqual([d[len(w.path("deps/")):] for d in dependencies],
                         ["deps_first.py", "deps_late.py", "deps_package/__init__.py", "deps_package/inner.py", "deps_package/sibling.py", "deps_second.py"])

    def test_local_relative_and_package_imports_work(self):
        w = self.worker
        w.script("def f():\n    return 7\n", "rel/neighbour.py")
        path = w.script("from .neighbour import f as g\nimport neighbour\ndef f() -> int:\n    return g()\n", "rel/relative.py")
        self.assertEqual(w.call(path, "f"), 7)
        w.script("", "pack/__init__.py")
        w.script("VALUE = 9\n", "pack/data.py")
        path = w.script("from . import data\nfrom pack.data import VALUE\ndef f() -> int:\n    return data.VALUE + VALUE\n", "pack/user.py")
        self.assertEqual(w.call(path, "f"), 18)

    def test_two_folders_may_have_modules_of_the_same_name(self):
        w = self.worker
        for number in (1, 2):
            w.script("N = %d\n" % number, "twin%d/twin_helper.py" % number)
            w.script("L = %d\n" % (10 * number), "twin%d/twin_late.py" % number)
            w.script("import twin_helper\ndef f() -> int:\n    import twin_late\n    return twin_helper.N + twin_late.L\n", "twin%d/twin_script.py" % number)
        for number in (1, 2, 1, 2):
            self.assertEqual(w.call(w.path("twin%d/twin_script.py" % number), "f"), 11 * number)

    def test_a_script_may_be_named_like_a_library(self):
        path = self.worker.script("import json\ndef f() -> str:\n    return json.dumps([1])\n", "statistics.py")
        self.assertEqual(self.worker.call(path, "f", (), "String"), "[1]")

    def test_classes_of_a_script_can_be_pickled(self):
        path = self.worker.script("import pickle\nfrom dataclasses import dataclass\n@dataclass\nclass Mine:\n    x: int\n"
                                  "def f(m: Mine) -> int:\n    return pickle.loads(pickle.dumps(m)).x\n", "pickled.py")
        self.assertEqual(self.worker.call(path, "f", [("Struct<x: Integer>", {"x": 5})]), 5)

    def test_a_dependency_that_changed_makes_the_worker_stale(self):
        w = self.worker
        helper = w.script("N = 1\n", "change/change_helper.py")
        one = w.script("import change_helper\ndef f() -> int:\n    return change_helper.N\n", "change/one.py")
        two = w.script("import change_helper\ndef f() -> int:\n    return change_helper.N\n", "change/two.py")
        self.assertEqual(w.call(one, "f"), 1)
        w.script("N = 2  # longer\n", "change/change_helper.py")
        name, fields = w.reply(w.execute(two, "f"))
        self.assertEqual((name, fields["code"]), ("Rejected", "stale_code"))
        self.assertIn("change_helper.py", fields["reason"])
        self.assertTrue(helper)

    def test_the_users_folders_get_no_cache_files(self):
        w = self.worker
        w.script("N = 1\n", "clean/clean_helper.py")
        w.call(w.script("import clean_helper\ndef f() -> int:\n    return 1\n", "clean/clean_script.py"), "f")
        import os
        self.assertEqual(sorted(os.listdir(w.path("clean"))), ["clean_helper.py", "clean_script.py"])

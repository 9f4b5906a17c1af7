"""numpy and pandas: as inputs where an annotation asks, as results everywhere. Skipped where they are not installed."""

import unittest
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Annotated, Any, List

try:
    import numpy
    import pandas
    from numpy.typing import NDArray
except ImportError:
    raise unittest.SkipTest("numpy and pandas are not installed")

from .support import Worker
from .sample_values import decode, encode
from polyglot_runtime.describe.annotations import Matrix, Problem, Reader, east_type
from polyglot_runtime.east.text import friendly as show
from polyglot_runtime.values.errors import BadInput, Mismatch, Unsupported

UTC = timezone.utc


@dataclass
class Row:
    date: datetime
    ppm: float


class Annotations(unittest.TestCase):
    def test_arrays_and_tables_have_types(self):
        for hint, expected in (
                (NDArray[numpy.float64], "Array<Float>"), (NDArray[numpy.float32], "Array<Float>"),
                (NDArray[numpy.int64], "Array<Integer>"),
                (NDArray[numpy.bool_], "Array<Boolean>"), (NDArray[numpy.datetime64], "Array<DateTime>"),
                (NDArray[numpy.str_], "Array<String>"),
                (numpy.float64, "Float"), (numpy.int32, "Integer"), (numpy.bool_, "Boolean"),
                (List[NDArray[numpy.float64]], "Array<Array<Float>>"),
                (Annotated[pandas.Series, float], "Array<Float>"),
                (Annotated[pandas.DataFrame, Row], "Array<Struct<date: DateTime, ppm: Float>>")):
            with self.subTest(hint):
                self.assertEqual(show(east_type(Reader().form(hint))), expected)
        for hint in (numpy.ndarray, NDArray[numpy.complex128], pandas.DataFrame, pandas.Series, numpy.timedelta64, NDArray[Any]):
            with self.subTest(hint):
                self.assertRaises(Problem, east_type, Reader().form(hint))


class Inputs(unittest.TestCase):
    def test_arrays_come_in_the_dtype_of_the_input_read_only(self):
        moments = numpy.array(["2020-01-01T00:00:00.123", "1960-01-01"], "M8[ms]")
        for type_, value in (("Array<Float>", numpy.array([1.5, float("nan"), -0.0])),
        ("Array<Integer>", numpy.array([0, -2**63, 2**63 - 1, 5])),
                             ("Array<Boolean>", numpy.array([True, False])), ("Array<DateTime>", moments), ("Array<Float>", numpy.empty(0)),
                             ("Array<Integer>", numpy.empty(0, int))):
            with self.subTest(type_):
                array = decode(type_, encode(type_, value), numpy.ndarray)
                self.assertEqual(array.dtype, value.dtype)
                numpy.testing.assert_array_equal(array, value)
                self.assertFalse(array.flags.writeable)
                self.assertEqual(encode(type_, value), encode(type_, array.tolist() if value.dtype.kind != "M" else list(array)))

    def test_the_annotated_dtype_is_made(self):
        self.assertEqual(decode("Array<Float>", encode("Array<Float>", [1.5]), NDArray[numpy.float32]).dtype, numpy.float32)
        self.assertEqual(decode("Array<Integer>", encode("Array<Integer>", [200]), NDArray[numpy.uint8]).dtype, numpy.uint8)
        self.assertEqual(decode("Array<String>", encode("Array<String>", ["a", "bc"]), NDArray[numpy.str_]).tolist(), ["a", "bc"])
        self.assertIs(type(decode("Float", encode("Float", 1.5), numpy.float32)), numpy.float32)
        self.assertEqual(decode("DateTime", encode("DateTime", datetime(2020, 1, 1)), numpy.datetime64), numpy.datetime64("2020-01-01"))
        for value, dtype in ((300, numpy.uint8), (-1, numpy.uint64), (2**40, numpy.int32)):
            with self.assertRaises(Unsupported):
                decode("Array<Integer>", encode("Array<Integer>", [value]), NDArray[dtype])
        with self.assertRaises(Unsupported):
            decode("Array<Float>", encode("Array<Float>", [1.5]), NDArray[numpy.int64])

    def test_fixed_structs_become_structured_arrays(self):
        type_ = "Array<Struct<x: Float, on: Boolean>>"
        array = decode(type_, encode(type_, [{"x": 1.5, "on": True}, {"x": 2.5, "on": False}]), numpy.ndarray)
        self.assertEqual(array["x"].tolist(), [1.5, 2.5])
        self.assertEqual(array["on"].tolist(), [True, False])

    def test_matrices_come_and_go(self):
        type_ = "Array<Array<Float>>"
        for shape in ((3, 4), (200, 130), (2, 0), (0, 0), (1, 1)):
            value = numpy.arange(shape[0] * shape[1], dtype=float).reshape(shape)
            data = encode(type_, value)
            self.assertEqual(data, encode(type_, value.tolist()))
            numpy.testing.assert_array_equal(decode(type_, data, Matrix), value)
        self.assertEqual(decode(type_, bytes.fromhex("0002" "0001" "000000000000f03f" "09"), Matrix).tolist(), [[1.0], [1.0]])
        whole = "Array<Array<Integer>>"
        self.assertEqual(decode(whole, encode(whole, [[1, 300], [-1, 2]]), numpy.ndarray).tolist(), [[1, 300], [-1, 2]])
        self.assertEqual(encode("Array<Array<Boolean>>", numpy.array([[True], [False]])), encode("Array<Array<Boolean>>", [[True], [False]]))
        with self.assertRaisesRegex(Unsupported, "different lengths"):
            decode(type_, encode(type_, [[1.0], [1.0, 2.0]]), Matrix)

    def test_damaged_arrays_are_refused(self):
        for type_, data in (("Array<Float>", "0001010000000000f07f"), ("Array<Float>", "000200"), ("Array<Integer>", "0003" "0202"),
        ("Array<Integer>", "0001" "ff" * 11),
                            ("Array<Integer>", "0001ffffffffffffffffff02"), ("Array<Array<Float>>", "000100ff01"),
                            ("Array<Boolean>", "000501")):
            with self.subTest(data):
                with self.assertRaises(BadInput):
                    decode(type_, bytes.fromhex(data), numpy.ndarray)
        self.assertEqual(decode("Array<Boolean>", bytes.fromhex("00020502"), numpy.ndarray).tolist(), [True, True])

    def test_tables_become_data_frames(self):
        type_ = "Array<Struct<date: DateTime, ppm: Float, n: Integer, s: String, maybe: Option<Float>, count: Option<Integer>, when: Option<DateTime>>>"
        rows = [{"date": datetime(2020, 1, day, tzinfo=UTC), "ppm": day / 2, "n": day, "s": "x" * day, "maybe": None if day % 2 else 1.0,
                 "count": None if day % 2 else day, "when": None if day % 2 else datetime(2021, 1, day, tzinfo=UTC)} for day in range(1, 6)]
        data = encode(type_, rows)
        frame = decode(type_, data, pandas.DataFrame)
        self.assertEqual(list(map(str, frame.dtypes)), ["datetime64[ns, UTC]", "float64", "int64", "object", "float64", "Int64", "datetime64[ns, UTC]"])
        self.assertEqual(frame["maybe"].isna().tolist(), [True, False, True, False, True])
        self.assertEqual(encode(type_, frame), data)
        self.assertEqual(encode(type_, frame[frame.columns[::-1]].set_index(pandas.Index(range(7, 12)))), data)
        self.assertEqual(len(decode(type_, encode(type_, []), pandas.DataFrame)), 0)
        flat = "Array<Struct<x: Float, on: Boolean>>"
        data = encode(flat, [{"x": 1.5, "on": True}])
        self.assertEqual(encode(flat, decode(flat, data, pandas.DataFrame)), data)

    def test_columns_become_series(self):
        self.assertEqual(decode("Array<Float>", encode("Array<Float>", [1.5]), pandas.Series).tolist(), [1.5])
        self.assertEqual(str(decode("Array<Option<Boolean>>", encode("Array<Option<Boolean>>", [True, None]), pandas.Series).dtype), "boolean")
        with self.assertRaisesRegex(Unsupported, "1678"):
            decode("Array<DateTime>", encode("Array<DateTime>", [datetime(1500, 1, 1)]), pandas.Series)


class Results(unittest.TestCase):
    def test_scalars_and_arrays_fit_like_pythons_own(self):
        stamp = pandas.Timestamp("2020-01-01T00:00:00.123456789Z")
        for type_, value, same in (
                ("Integer", numpy.int32(5), 5), ("Float", numpy.float32(0.5), 0.5), ("Float", numpy.int64(3), 3.0),
                ("Boolean", numpy.bool_(True), True),
                ("String", numpy.str_("x"), "x"), ("DateTime", stamp, datetime(2020, 1, 1, 0, 0, 0, 123000)),
                ("DateTime", numpy.datetime64("2020-01-01"), datetime(2020, 1, 1)),
                ("Array<Float>", numpy.array([1, 2], numpy.int16), [1.0, 2.0]), ("Array<Float>", numpy.array([1.5], ">f4"), [1.5]),
                ("Array<Float>", numpy.arange(10.0)[::3], [0.0, 3.0, 6.0, 9.0]),
                ("Array<Integer>", numpy.array([1, 255], numpy.uint8), [1, 255]),
                ("Array<String>", numpy.array(["a", "b"]), ["a", "b"]), ("Array<Integer>", numpy.array([1, 2], object), [1, 2]),
                ("Array<Option<Float>>", numpy.array([1.0, float("nan")]), [1.0, None]),
                ("Array<Array<Integer>>", numpy.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
                ("Array<DateTime>", numpy.array(["1960-01-01T00:00:00.0019"], "M8[ns]"), [datetime(1960, 1, 1, 0, 0, 0, 1000)]),
                ("Array<Float>", pandas.Series([1.0, 2.0]), [1.0, 2.0]), ("Array<Integer>", pandas.Series([1, 2], dtype="Int64"), [1, 2]),
                ("Array<String>", pandas.Series(["a", "b"], dtype="category"), ["a", "b"]),
                ("Array<String>", pandas.Series(["a"], dtype="string"), ["a"]),
                ("Array<Option<String>>", pandas.Series(["a", None]), ["a", None]), ("Array<Integer>", pandas.RangeIndex(3), [0, 1, 2]),
                ("Array<DateTime>", pandas.date_range("2020-01-01", periods=2, tz="Europe/Berlin"), [datetime(2019, 12, 31, 23), datetime(2020, 1, 1, 23)]),
                ("Array<Struct<a: Integer, b: Float>>", numpy.array([(1, 2.5)], [("a", "i4"), ("b", "f4")]), [(1, 2.5)]),
                ("Struct<x: Float, y: Integer>", numpy.array([(1.5, 2)], [("x", "f8"), ("y", "i8")])[0], (1.5, 2)),
                ("Dict<Integer, Float>", {numpy.int64(1): numpy.float64(2)}, {1: 2.0}), ("Set<Integer>", set(numpy.array([3, 1])), {1, 3})):
            with self.subTest(type_, value=value):
                self.assertEqual(encode(type_, value).hex(), encode(type_, same).hex())

    def test_nans_are_canonical(self):
        odd = numpy.array([0x7FF8000000000001, 0xFFF8000000000000], numpy.uint64).view("f8")
        self.assertEqual(encode("Array<Float>", odd).hex(), "0002" + "000000000000f87f" * 2)
        self.assertEqual(encode("Array<Array<Float>>", odd.reshape(1, 2)).hex(), "00010002" + "000000000000f87f" * 2)

    def test_what_does_not_fit_is_refused_with_its_place(self):
        for type_, value, path, text in (
                ("Array<Integer>", numpy.array([1.5]), "result", "numpy.ndarray of float64"),
                ("Array<Float>", numpy.array([True]), "result", "of bool"),
                ("Array<Float>", numpy.array([1, 2**53 + 1]), "result[1]", "not exactly"),
                ("Array<Integer>", numpy.array([0, 2**63], numpy.uint64), "result[1]", "64 bits"),
                ("Array<DateTime>", numpy.array(["NaT"], "M8[ms]"), "result", "NaT"),
                ("Array<Integer>", numpy.ma.masked_array([1], [1]), "result", "masked"),
                ("Array<Float>", numpy.zeros((2, 2)), "result", "shape (2, 2)"),
                ("Array<Integer>", pandas.Series([1, None], dtype="Int64"), "result[1]", "expected Integer"),
                ("Array<Struct<a: Integer>>", pandas.DataFrame({"b": [1]}), "result", "the columns are b"),
                ("Integer", numpy.float64(1), "result", "Float 1.0"),
                ("Integer", numpy.bool_(True), "result", "numpy.bool"), ("DateTime", pandas.NaT, "result", "NaT"),
                ("Array<Integer>", numpy.array(3), "result", "of int64")):
            with self.subTest(type_, value=value):
                with self.assertRaises(Mismatch) as caught:
                    encode(type_, value)
                self.assertEqual(caught.exception.path, path)
                self.assertIn(text, caught.exception.reason)


class InTheWorker(unittest.TestCase):
    def test_a_script_with_numpy_and_pandas_runs_in_both_isolations(self):
        with Worker() as worker:
            script = worker.script(
                "import numpy as np, pandas as pd\nfrom numpy.typing import NDArray\n\n"
                "def double(x: NDArray[np.float64]) -> NDArray[np.float64]:\n    return x * 2\n\n"
                "def table(rows: pd.DataFrame):\n    return rows[rows.x > 1]\n\ndef draw() -> float:\n    return np.random.random()\n\n"
                "def change(x: NDArray[np.float64]) -> float:\n    x[0] = 1\n", "arrays.py")
            for isolation in (1, 2):
                self.assertEqual(worker.call(script, "double", [("Array<Float>", [1.0, 2.5])], "Array<Float>", isolation=isolation), [2.0, 5.0])
            rows = "Array<Struct<x: Float, s: String>>"
            value = [{"x": 1.0, "s": "a"}, {"x": 2.0, "s": "b"}]
            self.assertEqual(worker.call(script, "table", [(rows, value)], rows), value[1:])
            draws = [worker.call(script, "draw", (), "Float", seed=seed) for seed in (1, 1, 2**40)]
            self.assertEqual(draws[0], draws[1])
            self.assertNotEqual(draws[0], draws[2])
            self.assertIn("read-only", worker.failure(script, "change", [("Array<Float>", [1.0])], "Float")["summary"])
            self.assertEqual(worker.failure(script, "double", [("Array<String>", ["x"])], "Array<Float>")["code"], "unsupported_annotation")

    def test_numpy_that_is_imported_during_the_call_is_seeded_too(self):
        source = "def draw() -> float:\n    import numpy\n    return numpy.random.random()\n"
        draws = []
        for _ in range(2):
            with Worker() as worker:
                draws.append(worker.call(worker.script(source), "draw", (), "Float", seed=11))
        self.assertEqual(draws[0], draws[1])

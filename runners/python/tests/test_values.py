"""Values: bytes in, Python out, bytes again; East's order."""

import collections
import random
import unittest
from dataclasses import dataclass, make_dataclass
from datetime import datetime
from typing import Any, Dict, FrozenSet, List, NamedTuple, Optional, Set, Tuple

from .sample_values import UTC, Pair, Point, decode, encode
from .support import ANY, Decoder, Planner, friendly, from_bytes, graph, to_bytes
from polyglot_runtime.values.errors import BadInput, Mismatch, Unsupported
from polyglot_runtime.values.natives import Instant, Ref, Variant
from polyglot_runtime.values.shapes import key_shape


@dataclass
class Tree:
    v: int
    kids: List["Tree"]


class Nest(NamedTuple):
    kids: Tuple["Nest", ...]


class Bytes(unittest.TestCase):
    """Whole encodings, written out."""

    CASES = (
        ("Null", None, ""), ("Boolean", True, "01"), ("Integer", 0, "00"), ("Integer", -1, "01"), ("Integer", 64, "8001"),
        ("Integer", 2**63 - 1, "feffffffffffffffff01"), ("Integer", -2**63, "ffffffffffffffffff01"),
        ("Float", 1.5, "000000000000f83f"), ("Float", float("nan"), "000000000000f87f"), ("Float", -0.0, "0000000000000080"),
        ("String", "häß", "0568c3a4c39f"), ("Blob", b"\x00\xff", "0200ff"), ("DateTime", datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), "d00f"),
        ("Array<Integer>", [1, -2], "00020203"), ("Array<Float>", [], "0000"), ("Array<Boolean>", [True, False], "00020100"),
        ("Array<Null>", [None, None], "0002"), ("Set<Integer>", {3, 1}, "00020206"),
        ("Dict<String, Integer>", {"b": 2, "a": 1}, "00020161020162" "04"),
        ("Struct<a: Integer, b: String>", {"a": 1, "b": "x"}, "020178"), ("Struct<>", {}, ""), ("Option<Integer>", 3, "0106"),
        ("Option<Integer>", None, "00"), ("Option<Option<Integer>>", Variant("some", 3), "010106"),
        ("Option<Option<Integer>>", Variant("some", None), "0100"), ("Option<Null>", Variant("some"), "01"),
        ("Variant<a, b: Integer>", Variant("b", 1), "0102"), ("Ref<Integer>", Ref(5), "000a"),
        ("Array<Struct<x: Float, on: Boolean>>", [{"x": 1.0, "on": True}], "0001000000000000f03f01"),
        ("Set<String>", {"\uffff", "\U0001F600", "a"}, "000301" "61" "04f09f9880" "03efbfbf"),
        ("Set<Float>", {1.0, float("-inf"), -1.0, 0.0}, "0004000000000000f0ff000000000000f0bf0000000000000000000000000000f03f"),
    )

    def test_values_have_exactly_these_bytes_both_ways(self):
        for type_, value, data in self.CASES:
            with self.subTest(type_, value=value):
                self.assertEqual(encode(type_, value).hex(), data)
                back = decode(type_, bytes.fromhex(data))
                if type_ == "Ref<Integer>":
                    self.assertEqual(back.value, value.value)
                elif value == value:
                    self.assertEqual(back, value)
                    self.assertIs(type(back), type(value))
                self.assertEqual(encode(type_, back).hex(), data)

    def test_both_zeros_can_be_keys(self):
        data = bytes.fromhex("0003" "0000000000000080" "0000000000000000" "000000000000f87f")
        back = decode("Set<Float>", data)
        self.assertEqual(len(back), 3)
        self.assertEqual(encode("Set<Float>", back), data)
        pairs = decode("Dict<Struct<k: Float>, Null>", data)
        self.assertEqual(len(pairs), 3)
        self.assertEqual(encode("Dict<Struct<k: Float>, Null>", pairs), data)

    def test_datetimes_out_of_pythons_years_pass_through(self):
        back = decode("DateTime", encode("DateTime", Instant(8_640_000_000_000_000)))
        self.assertEqual(back, Instant(8_640_000_000_000_000))
        keys = {Instant(-8_640_000_000_000_000), datetime(2000, 1, 1, tzinfo=UTC), Instant(8_640_000_000_000_000)}
        self.assertEqual(decode("Set<DateTime>", encode("Set<DateTime>", keys)), keys)

    def test_runs_of_elements_keep_every_bit(self):
        generator = random.Random(3)
        for count in (0, 1, 63, 64, 1000):
            integers = [generator.choice((0, -1, 63, 64, -64, -65, 2**31, -2**63, 2**63 - 1, generator.getrandbits(60))) for _ in range(count)]
            floats = [generator.choice((0.0, -0.0, 1e308, float("inf"), generator.random())) for _ in range(count)]
            rows = [{"a": a, "b": b, "c": not b} for a, b in zip(floats, map(bool, integers))]
            for type_, values in (("Array<Integer>", integers), ("Array<Float>", floats),
            ("Array<Struct<a: Float, b: Boolean, c: Boolean>>", rows),
                                  ("Array<Boolean>", [i > 0 for i in integers]),
                                  ("Array<String>", [str(i) * (i % 50 + 1) for i in integers])):
                back = decode(type_, encode(type_, values))
                self.assertEqual(list(map(repr, back)), list(map(repr, values)))


class Forms(unittest.TestCase):
    """What annotations make of values."""

    def test_containers_are_those_that_the_annotation_names(self):
        data = encode("Array<Integer>", [1, 2])
        for hint, expected in ((list, [1, 2]), (List[int], [1, 2]), (Tuple[int, ...], (1, 2)),
        (collections.deque, collections.deque([1, 2]))):
            back = decode("Array<Integer>", data, hint)
            self.assertEqual(back, expected)
            self.assertIs(type(back), type(expected))
        self.assertIs(type(decode("Set<Integer>", b"\0\1\2", FrozenSet[int])), frozenset)
        self.assertIs(type(decode("Blob", b"\1x", bytearray)), bytearray)

    def test_structs_become_dataclasses_and_named_tuples(self):
        data = encode("Array<Struct<x: Float, y: Float>>", [Point(1.0, 2.0)])
        self.assertEqual(decode("Array<Struct<x: Float, y: Float>>", data, List[Point]), [Point(1.0, 2.0)])
        self.assertEqual(decode("Struct<a: Integer, b: String>", b"\2\1x", Pair), Pair(1, "x"))
        self.assertEqual(decode("Struct<b: String, a: Integer>", b"\1x\2", Pair), Pair(1, "x"))
        tree = Tree(1, [Tree(2, []), Tree(3, [Tree(4, [])])])
        type_ = "Recursive<T = Struct<v: Integer, kids: Array<T>>>"
        self.assertEqual(decode(type_, encode(type_, tree), Tree), tree)
        odd = make_dataclass("Odd", [("z", Optional[int])])
        self.assertEqual(decode("Option<Struct<z: Option<Integer>>>", b"\1\1\2", Optional[odd]), odd(1))

    def test_keys_are_hashable(self):
        data = encode("Set<Struct<a: Integer, `b c`: String>>", {(1, "x"), (2, "a")})
        back = decode("Set<Struct<a: Integer, `b c`: String>>", data)
        self.assertIn((1, "x"), back)
        self.assertEqual({key.a for key in back}, {1, 2})
        self.assertEqual(encode("Set<Struct<a: Integer, `b c`: String>>", back), data)
        self.assertEqual(decode("Dict<Struct<a: Integer, b: String>, Null>", b"\0\1\2\1x", Dict[Pair, None]), {Pair(1, "x"): None})

    def test_every_call_gets_fresh_containers(self):
        decoder = Decoder(Planner().shape(graph(friendly.parse("Array<Array<Integer>>")), ANY))
        data = b"\0\1\0\1\2"
        one, two = decoder.decode(data, 0), decoder.decode(data, 0)
        self.assertIsNot(one[0], two[0])

    def test_annotations_that_cannot_take_the_type_are_refused(self):
        for type_, hint in (("String", int), ("Float", int), ("Integer", float), ("Integer", bool), ("Array<Integer>", Set[int]),
        ("Struct<a: Integer>", Pair),
                            ("Array<String>", List[int]), ("Integer", Optional[int]), ("Option<Integer>", int),
                            ("Dict<String, Integer>", List[int]),
                            ("Variant<a, b>", str), ("(Integer) => Integer", Any), ("Struct<x: (Integer) => Integer>", Any)):
            with self.subTest(type_):
                with self.assertRaises(Unsupported):
                    decode(type_, b"", hint)

    def test_a_class_that_refuses_its_fields_raises_its_own_error(self):
        @dataclass
        class Positive:
            x: float

            def __post_init__(self):
                if self.x < 0:
                    raise ValueError("negative")

        Positive.__annotations__ = {"x": float}
        with self.assertRaisesRegex(ValueError, "negative"):
            decode("Struct<x: Float>", encode("Struct<x: Float>", {"x": -1.0}), Positive)


class Sharing(unittest.TestCase):
    def test_shared_containers_are_one_object(self):
        back = decode("Array<Array<Integer>>", bytes.fromhex("00030002020403000106"))
        self.assertEqual(back, [[1, 2], [1, 2], [3]])
        self.assertIs(back[0], back[1])
        self.assertEqual(encode("Array<Array<Integer>>", back).hex(), "000300020204" "00020204" "000106")

    def test_cycles_are_read_and_refused_as_results(self):
        type_ = "Recursive<T = Struct<v: Integer, kids: Array<T>>>"
        back = decode(type_, bytes.fromhex("0200010202"))
        self.assertIs(back["kids"][0]["kids"], back["kids"])
        with self.assertRaises(Mismatch) as caught:
            encode(type_, back)
        self.assertEqual((caught.exception.code, caught.exception.path), ("cyclic_value", "result.kids[0].kids"))
        with self.assertRaisesRegex(BadInput, "contains itself"):
            decode("Recursive<T = Struct<kids: Array<T>>>", bytes.fromhex("000101"), Nest)

    def test_a_shared_container_may_be_wanted_in_two_forms(self):
        Both = make_dataclass("Both", [("a", List[int]), ("b", Tuple[int, ...])])
        back = decode("Struct<a: Array<Integer>, b: Array<Integer>>", bytes.fromhex("0002020403"), Both)
        self.assertEqual(back, Both([1, 2], (1, 2)))

    def test_references_must_hit_a_container_of_the_type(self):
        for type_, data in (("Array<Array<Integer>>", "000105"), ("Struct<a: Array<Integer>, b: Array<String>>", "0002020403"),
                            ("Struct<a: Array<Integer>, b: Array<Integer>>", "0002020402"), ("Array<Array<Integer>>", "000101")):
            with self.subTest(data):
                with self.assertRaises(BadInput):
                    decode(type_, bytes.fromhex(data))


class Order(unittest.TestCase):
    def test_keys_sort_as_east_does(self):
        inf = float("inf")
        for type_, ordered in (("Float", [-inf, -1.0, -5e-324, -0.0, 0.0, 5e-324, 1.0, inf, float("nan")]),
                               ("String", ["", "B", "a", "aa", "é", "\U0001F600", "\ue000", "\uffff"]),
                               ("Blob", [b"", b"\0", b"\0\0", b"\1", b"\xff"]),
                               ("Integer", [-2**63, -1, 0, 1, 2**63 - 1]), ("Boolean", [False, True]),
                               ("Struct<a: Integer, b: String>", [(1, "b"), (2, "a"), (2, "b")]), ("Option<Integer>", [None, -1, 1]),
                               ("Variant<b: Integer, a: Integer>", [Variant("a", 5), Variant("b", 1), Variant("b", 2)])):
            with self.subTest(type_):
                decoder = Decoder(key_shape(graph(friendly.parse(type_))))
                keys = [decoder.decode(encode(type_, value), 0) for value in ordered]
                self.assertEqual(sorted(reversed(keys)), keys)
                self.assertEqual(len(set(keys)), len(keys))

    def test_whole_files_round_trip(self):
        self.assertEqual(from_bytes(to_bytes("Array<Integer>", [1, -2])), [1, -2])
        self.assertEqual(to_bytes("Array<Integer>", [1, -2]).hex(), "89456173740d0a01" "0008" "00020203")

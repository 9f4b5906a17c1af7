"""What is refused as a value: results that do not fit, damaged bytes, hostile bytes."""

import collections
import enum
import random
import time
import types
import unittest
from datetime import datetime, timedelta, timezone

from .sample_values import UTC, Pair, Point, decode, encode
from .support import ANY, Decoder, Encoder, Planner, friendly, graph
from polyglot_runtime.values.errors import BadInput, Mismatch, OutputLimit
from polyglot_runtime.values.natives import Ref, Variant


class Refusals(unittest.TestCase):
    def refuse(self, type_, value, path, text, code="type_mismatch"):
        with self.assertRaises(Mismatch) as caught:
            encode(type_, value)
        error = caught.exception
        self.assertEqual((error.code, error.path), (code, path))
        self.assertIn(text, error.reason)

    def test_results_name_the_place_and_what_is_there(self):
        rows = "Array<Struct<ppm: Float, n: Integer>>"
        good = {"ppm": 1.0, "n": 1}
        for type_, value, path, text in (
                (rows, [good, {"ppm": "n/a", "n": 1}], "result[1].ppm", 'expected Float, got String "n/a"'),
                (rows, [good, {"ppm": 1.0}], "result[1]", "missing field n"),
                (rows, [good, {**good, "x": 1}], "result[1]", "unexpected field x"),
                (rows, [{"ppm": True, "n": 1}], "result[0].ppm", "got Boolean true"),
                (rows, [{"ppm": 1.0, "n": 1.0}], "result[0].n", "got Float 1.0"),
                (rows, [{"ppm": 1.0, "n": True}], "result[0].n", "got Boolean true"),
                (rows, {"a": 1}, "result", "got dict of 1"), (rows, "abc", "result", 'got String "abc"'),
                (rows, {1, 2}, "result", "got set of 2"),
                ("Array<Integer>", (x for x in [1]), "result", "got generator"),
                ("Integer", 2**63, "result", "outside of the 64 bits"),
                ("Array<Integer>", [0, -2**63 - 1], "result[1]", "outside of the 64 bits"),
                ("Float", 2**53 + 1, "result", "not exactly representable"), ("Float", 10**400, "result", "not exactly"),
                ("String", "\ud800", "result", "unpaired surrogate"), ("Set<Integer>", [1], "result", "got list of 1"),
                ("DateTime", datetime(2020, 1, 1).date(), "result", "a date without a time"), ("DateTime", "2020", "result", "got String"),
                ("Dict<String, Integer>", {"a": 1, "b": "x"}, "result['b']", "got String"),
                ("Dict<String, Integer>", {1: 1}, "result{Integer 1}", "expected String"),
                ("Variant<a, b: Integer>", Variant("c"), "result", "unknown case c, expected one of a, b"),
                ("Variant<a, b: Integer>", "a", "result", "got String"),
                ("Variant<a, b: Integer>", Variant("b", "x"), "result.b", "got String"),
                ("Option<Integer>", "x", "result", "expected Integer"),
                ("Option<Option<Integer>>", 5, "result", "expected Option<Option<Integer>>"),
                ("Null", 0, "result", "expected Null, got Integer 0"),
                ("Ref<Integer>", 5, "result", "got Integer"), ("Ref<Integer>", Ref("x"), "result.value", "got String"),
                ("Struct<`a b`: Integer>", {"a b": "x"}, "result.`a b`", "got String"),
                ("Struct<x: Float, y: Float>", (1.0,), "result", "got tuple of 1"),
                ("Struct<x: Float, z: Float>", Point(1.0, 2.0), "result", "missing field z, unexpected field y"),
                ("Never", None, "result", "expected Never"),
                ("Blob", "text", "result", "got String"), ("Array<Array<Integer>>", [[1], [2, None]], "result[1][1]", "got Null")):
            with self.subTest(type_, value=value):
                self.refuse(type_, value, path, text)

    def test_what_merely_fits_is_taken(self):
        class Level(enum.IntEnum):
            LOW = 1

        for type_, value, same in (
                ("Float", 3, 3.0), ("Array<Float>", [1, 2.0], [1.0, 2.0]), ("Integer", Level.LOW, 1),
                ("Array<Integer>", range(3), [0, 1, 2]),
                ("Array<Integer>", (1, 2), [1, 2]), ("Array<Integer>", collections.deque([1]), [1]),
                ("Struct<x: Float, y: Float>", Point(1.0, 2.0), {"x": 1.0, "y": 2.0}),
                ("Struct<a: Integer, b: String>", Pair(1, "x"), {"a": 1, "b": "x"}),
                ("Struct<b: String, a: Integer>", Pair(1, "x"), {"b": "x", "a": 1}),
                ("Struct<a: Integer>", types.SimpleNamespace(a=1), {"a": 1}), ("Struct<a: Integer>", (1,), {"a": 1}),
                ("Dict<String, Integer>", collections.OrderedDict(b=2, a=1), {"a": 1, "b": 2}),
                ("Set<Integer>", {1: 0, 2: 0}.keys(), {1, 2}),
                ("Struct<a: Integer>", types.MappingProxyType({"a": 1}), {"a": 1}), ("Blob", bytearray(b"x"), b"x"),
                ("Option<Integer>", Variant("some", 1), 1),
                ("DateTime", datetime(2020, 1, 1), datetime(2020, 1, 1, tzinfo=UTC)),
                ("DateTime", datetime(2020, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))), datetime(2020, 1, 1, tzinfo=UTC)),
                ("DateTime", datetime(1960, 1, 1, 0, 0, 0, 1999, tzinfo=UTC), datetime(1960, 1, 1, 0, 0, 0, 1000, tzinfo=UTC))):
            with self.subTest(type_, value=value):
                self.assertEqual(encode(type_, value), encode(type_, same))

    def test_equal_keys_are_refused(self):
        close = datetime(2020, 1, 1, 0, 0, 0, 1), datetime(2020, 1, 1, 0, 0, 0, 2)
        for type_, value in (("Set<Float>", {float("nan"), -float("nan")}), ("Set<DateTime>", set(close)),
        ("Dict<DateTime, Null>", dict.fromkeys(close))):
            with self.assertRaises(Mismatch) as caught:
                encode(type_, value)
            self.assertEqual(caught.exception.code, "duplicate_key")
            self.assertIn("two keys are equal", str(caught.exception))

    def test_results_larger_than_the_limit_are_refused_also_shared_ones(self):
        with self.assertRaises(OutputLimit):
            encode("String", "x" * 100, 50)
        doubled = []
        for _ in range(60):         # 2^60 elements as a tree
            doubled = [doubled, doubled]
        with self.assertRaises(OutputLimit):
            encode("Recursive<T = Array<T>>", doubled, 100000)

    def test_depth_is_limited_in_both_directions(self):
        type_ = "Recursive<T = Array<T>>"
        deep = []
        for _ in range(1500):
            deep = [deep]
        data = encode(type_, deep)
        self.assertEqual(encode(type_, decode(type_, data)), data)
        for _ in range(10000):
            deep = [deep]
        with self.assertRaises(Mismatch) as caught:
            encode(type_, deep)
        self.assertIn("nested deeper", str(caught.exception))
        with self.assertRaisesRegex(BadInput, "nested deeper"):
            decode(type_, b"\0\1" * 100000 + b"\0\0")

    def test_damaged_bytes_are_refused(self):
        for type_, data in (
                ("Integer", ""), ("Integer", "80"), ("Integer", "ffffffffffffffffff02"), ("Integer", "8080808080808080808000"),
                ("Integer", "0000"),
                ("Float", "00000000000000"), ("Float", "010000000000f07f"), ("Array<Float>", "0001010000000000f07f"), ("Boolean", ""),
                ("Array<Struct<a: Float, b: Boolean>>", "0001010000000000f87f00"), ("String", "0561"), ("String", "01ff"),
                ("String", "03eda080"),
                ("Array<Integer>", "00ffffffff0f00"), ("Array<Float>", "000200"), ("Array<Null>", "00ffffffffff3f"),
                ("Set<Integer>", "00020402"),
                ("Set<Integer>", "00020202"), ("Set<String>", "00020162" "0161"), ("Set<String>", "000203efbfbf04f09f9880"),
                ("Dict<Integer, Null>", "00020402"),
                ("Set<Float>", "00020000000000000000" "0000000000000080"), ("Set<Struct<a: Integer>>", "00020402"),
                ("Variant<a, b>", "02"), ("Option<Integer>", "02"),
                ("Variant<>", "00"), ("Never", ""), ("Array<Never>", "000100"), ("Blob", "05"), ("Set<Null>", "0002"),
                ("Ref<Integer>", "00")):
            with self.subTest(type_, data=data):
                with self.assertRaises(BadInput):
                    decode(type_, bytes.fromhex(data))


class Hostile(unittest.TestCase):
    TYPES = ("Array<Struct<a: Integer, b: String, c: Option<Float>, d: DateTime>>", "Dict<String, Array<Float>>", "Set<Struct<a: Float, b: Variant<x, y: String>>>",
             "Recursive<T = Struct<v: Integer, kids: Array<T>>>", "Array<Array<Integer>>", "Variant<a, b: Ref<Blob>, c: Array<Struct<x: Float, y: Boolean>>>")

    def sample(self, type_, generator, depth=0, stack=()):
        kind = type_[0]
        stack = (*stack, type_)
        if kind == "Recursive":
            target = stack[-1 - type_[1]]
            return self.sample(target, generator, depth + 1, stack[:-1 - type_[1]])
        make = {"Null": lambda: None, "Boolean": lambda: generator.random() < 0.5, "Integer": lambda: generator.getrandbits(generator.randrange(64)) - 2**20,
                "Float": lambda: generator.choice((generator.random(), float("nan"), -0.0)), "String": lambda: "aé😀"[generator.randrange(3):] * generator.randrange(4),
                "DateTime": lambda: datetime(2020, 1, 1) + timedelta(seconds=generator.randrange(10**6)), "Blob": lambda: bytes(generator.randrange(5))}
        if kind in make:
            return make[kind]()
        size = 0 if depth > 3 else generator.randrange(4)
        inner = [self.sample(part, generator, depth + 1, stack) for _ in range(size) for part in type_[1:2]] if kind in ("Array", "Set", "Dict") else None
        if kind == "Array":
            return inner
        if kind == "Set":
            return set(map(lambda key: tuple(key.values()) if isinstance(key, dict) else key, inner))
        if kind == "Dict":
            return {key: self.sample(type_[2], generator, depth + 1, stack) for key in inner}
        if kind == "Ref":
            return Ref(self.sample(type_[1], generator, depth + 1, stack))
        if kind == "Struct":
            return {name: self.sample(part, generator, depth + 1, stack) for name, part in type_[1]}
        name, part = generator.choice(type_[1])
        return Variant(name, self.sample(part, generator, depth + 1, stack))

    def test_mutated_values_are_read_or_refused_and_nothing_else(self):
        generator = random.Random(7)
        coders = []
        for text in self.TYPES:
            type_ = friendly.parse(text)
            coders.append((type_, Decoder(Planner().shape(graph(type_), ANY)), Encoder(type_)))
        end, rounds, refused = time.monotonic() + 2.0, 0, 0
        while time.monotonic() < end:
            type_, decoder, encoder = generator.choice(coders)
            out = bytearray()
            try:
                encoder.encode(self.sample(type_, generator), out)
            except Mismatch as error:
                self.assertEqual(error.code, "duplicate_key")       # two NaN keys
                continue
            self.assertEqual(self.again(decoder, encoder, bytes(out)), bytes(out))
            for _ in range(20):
                data = bytearray(out)
                for _ in range(generator.choice((1, 1, 3))):
                    if data:
                        data[generator.randrange(len(data))] = generator.choice((0, 1, 2, 5, 127, 128, 255))
                if generator.random() < 0.2:
                    del data[generator.randrange(len(data) + 1):]
                rounds += 1
                try:
                    value = decoder.decode(bytes(data), 0)
                except BadInput:
                    refused += 1
                    continue
                try:
                    encoder.encode(value, bytearray())
                except Mismatch as error:
                    self.assertEqual(error.code, "cyclic_value", error)
        self.assertGreater(rounds, 1000)
        self.assertTrue(0 < refused < rounds)

    @staticmethod
    def again(decoder, encoder, data):
        out = bytearray()
        encoder.encode(decoder.decode(data, 0), out)
        return bytes(out)

"""Types: bytes, both texts, rules, and identity by unfolding."""

import json
import unittest

from .support import conformance, friendly, graph, schema
from polyglot_runtime.east import text
from polyglot_runtime.east.types import BadType, MAX_DEPTH, check, nodes

SAMPLES = {
    "Integer": "08", "Array<Integer>": "0008", "Dict<String, Integer>": "050e08", "Struct<a: Integer, b: String>": "0f00020161080162" "0e",
    "Option<Integer>": "10000204" "6e6f6e65" "0a04" "736f6d65" "08", "Set<Struct<a: Integer>>": "0d0f0001016108", "Struct<>": "0f0000",
    "Recursive<Self = Variant<cons: Struct<head: Integer, tail: Self>, nil>>":
        "100002" "04636f6e73" "0f0002" "0468656164" "08" "047461696c" "0b04" "036e696c" "0a",
    "(Integer, String) => Null": "07000208" "0e0a", "async () => Null": "0100000a",
}


class Types(unittest.TestCase):
    def test_samples_have_their_bytes_and_print_as_they_are_written(self):
        for written, data in SAMPLES.items():
            with self.subTest(written):
                type_ = friendly.parse(written)
                self.assertEqual(schema.encode(type_).hex(), data)
                self.assertEqual(schema.decode(bytes.fromhex(data)), type_)
                self.assertEqual(text.friendly(type_), written)
                self.assertEqual(friendly.parse(text.east(type_)), type_)

    def test_friendly_types_are_free_in_white_space_and_in_the_order_of_cases(self):
        self.assertEqual(friendly.parse(" Variant < b : Integer ,a > "), friendly.parse("Variant<a, b: Integer>"))
        self.assertEqual(friendly.parse("Struct<`a b`: Float, `x\\`y`: Null>")[1][1][0], "x`y")
        self.assertEqual(text.friendly(friendly.parse("Struct<`a b`: Float>")), "Struct<`a b`: Float>")
        self.assertEqual(friendly.parse("Recursive<L = Option<L>>"), friendly.parse("Option<.Recursive 1>"))

    def test_errors_say_where_and_what_was_expected(self):
        for written, where in (
                ("Arry<Float>", "line 1, column 1: expected the name of a type"), ("Array<\n Foo>", "line 2, column 2: expected the name"),
                ("Array<Float", "column 12: expected `>`"), ("Struct<a Float>", "column 10: expected `:`"), ("", "expected a type"),
                ("Integer Integer", "column 9: expected the end"), ("Recursive<A = A>", "column 15: expected a constructor"),
                ("Set<Array<Float>>", "a key cannot contain Array"), ("Struct<a: Null, a: Null>", "two parts of the same name"),
                (".Array .Recursive 2", "points outside"), ("Array<" * 120 + "Float" + ">" * 120, "less nesting")):
            with self.subTest(written[:40]):
                with self.assertRaises(BadType) as caught:
                    friendly.parse(written)
                self.assertIn(where, str(caught.exception))

    def test_bad_bytes_are_refused(self):
        for data in ("", "00", "11", "0b02", "000b04", "0d0008", "0f0002016108016108", "100002016208016108", "0f000101ff08", "0800",
                     "0f05", "0f00ffffffffffffffffff0108", "00" * 300 + "08"):
            with self.subTest(data[:20]):
                with self.assertRaises(BadType):
                    schema.decode(bytes.fromhex(data))

    def test_types_may_refer_to_earlier_parts_but_not_grow_without_end(self):
        # Struct [a: Struct [x: Integer], b: the same list of fields]
        shared = bytes.fromhex("0f0002" "0161" "0f0001" "017808" "0162" "0f07")
        self.assertEqual(text.friendly(schema.decode(shared)), "Struct<a: Struct<x: Integer>, b: Struct<x: Integer>>")
        data = bytearray()
        starts = []
        for _ in range(40):         # each level holds the next one twice, the second time as a reference
            data += b"\x0f\x00"
            starts.append(len(data))
            data += b"\x02\x01a"
        data += b"\x08"
        for start in reversed(starts):
            data += b"\x01b"
            if start == starts[-1]:
                data += b"\x08"
                continue
            inner = starts[starts.index(start) + 1]
            data += b"\x0f"
            distance, reference = len(data) - inner, bytearray()
            schema.put_varint(reference, distance)
            data += reference
        with self.assertRaises(BadType) as caught:
            schema.decode(bytes(data))
        self.assertIn("more than", str(caught.exception))

    def test_the_deepest_type_works_everywhere(self):
        type_ = ("Float",)
        for _ in range(MAX_DEPTH):
            type_ = ("Array", type_)
        check(type_)
        self.assertEqual(schema.decode(schema.encode(type_)), type_)
        self.assertEqual(len(nodes(graph(type_))), MAX_DEPTH + 1)
        text.friendly(type_)

    def test_nodes_are_one_type_when_they_unfold_to_the_same(self):
        root = graph(friendly.parse("Struct<a: Recursive<T = Struct<v: Integer, kids: Array<T>>>, b: Array<Recursive<T = Struct<v: Integer, kids: Array<T>>>>>"))
        tree, many = root.parts
        self.assertEqual(many.identity, tree.parts[1].identity)
        self.assertEqual(many.parts[0].identity, tree.identity)
        self.assertNotEqual(many.identity, tree.identity)

    def test_types_of_the_shared_vectors(self):
        for sample in json.loads(conformance("vectors/values.json").read_text())["types"]:
            type_ = schema.decode(bytes.fromhex(sample["b2"]))
            self.assertEqual(text.east(type_), sample["text"])
            self.assertEqual(friendly.parse(text.friendly(type_)), type_)
            self.assertEqual(schema.decode(schema.encode(type_)), type_)

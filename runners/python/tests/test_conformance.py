"""The cases of ir/conformance, which the host's kit runs against every runtime, run here against this one without the host."""

import json
import os
import unittest
from datetime import datetime

from .support import KIT, REPOSITORY, TERMINAL, Worker, friendly, from_bytes, schema, to_bytes
from polyglot_runtime.values.natives import Ref, Variant

CASES = REPOSITORY / "ir" / "conformance"
SIDES = {"Task": 1, "Runner": 2, "Host": 3}
ISOLATIONS = {None: 0, "Shared": 1, "Fork": 2}


def native(type_, value, stack=()):
    """A Python value of East's JSON mapping."""
    kind, stack = type_[0], (*stack, type_)
    if kind == "Recursive":
        return native(stack[-1 - type_[1]], value, stack[:-1 - type_[1]])
    if kind == "Integer":
        return int(value)
    if kind == "Float":
        return float(value)
    if kind == "Blob":
        return bytes.fromhex(value[2:])
    if kind == "DateTime":
        return datetime.strptime(value.replace("+00:00", "+0000"), "%Y-%m-%dT%H:%M:%S.%f%z")
    if kind == "Struct":
        return {name: native(part, value[name], stack) for name, part in type_[1]}
    if kind == "Variant":
        return Variant(value["type"], native(dict(type_[1])[value["type"]], value["value"], stack))
    if kind == "Array":
        return [native(type_[1], item, stack) for item in value]
    if kind == "Ref":
        return Ref(native(type_[1], value[0], stack))
    if kind in ("Set", "Dict"):
        keys = [hashable(native(type_[1], item["key"] if kind == "Dict" else item, stack)) for item in value]
        return set(keys) if kind == "Set" else dict(zip(keys, [native(type_[2], item["value"], stack) for item in value]))
    return value


def hashable(key):
    from polyglot_runtime.values.natives import distinct
    return tuple(key.values()) if isinstance(key, dict) else distinct(key)


class Case:
    """One conversation with a worker of its own."""

    def __init__(self, test, worker):
        self.test, self.worker, self.received, self.outputs, self.files = test, worker, {}, {}, 0

    def file(self, data):
        self.files += 1
        path = self.worker.path("file%d" % self.files)
        if data is not None:
            with open(path, "wb") as file:
                file.write(data)
        return path

    def input(self, given):
        """The Input message of an input as the cases write it."""
        if isinstance(given, list):
            announced, data = given[0], to_bytes(given[0], json.loads(given[1]))
        elif "missing" in given:
            announced, data = given["missing"], None
        elif "announced" in given:
            announced, data = given["announced"], to_bytes(given["holds"][0], json.loads(given["holds"][1]))
        else:
            announced, text = given.get("of") or given["to"]
            data = to_bytes(announced, json.loads(text))
            data = data[:-given["cut"]] if "cut" in given else data + bytes.fromhex(given["append"])
        return {"name": "x", "path": self.file(data), "schema": schema.encode(friendly.parse(announced))}

    def script(self, body):
        return self.worker.path("nowhere.py") if body.get("script") == "missing" else KIT

    def step(self, kind, body):
        worker = self.worker
        if kind == "hello":
            worker.send(0, "Hello", {"protocol_min": body["protocolMin"], "protocol_max": body["protocolMax"]})
        elif kind == "ready":
            self.test.assertEqual(worker.receive()[2]["protocol"], body["protocol"])
        elif kind == "execute":
            folder = "no/such/folder" if body.get("outputFolder") == "missing" else ""
            self.outputs[body["id"]] = worker.path(os.path.join(folder, "output%d" % body["id"])), body["output"]
            worker.send(body["id"], "Execute", {
                "program": {"kind": 1, "script": self.script(body), "function": body["function"], "code_id": body.get("codeId", "k")},
                "inputs": [self.input(given) for given in body["inputs"]], "isolation": ISOLATIONS[body.get("isolation")],
                "output": {"path": self.outputs[body["id"]][0], "schema": schema.encode(friendly.parse(body["output"]))}})
        elif kind == "describe":
            worker.send(body["id"], "Describe", {"script": self.script(body), "code_id": "k", "functions": body["functions"]})
        elif kind in ("ping", "cancel", "shutdown"):
            worker.send(body["id"], kind.capitalize())
        elif kind == "raw":
            worker.send_bytes(bytes.fromhex(body))
        elif kind == "closeInput":
            worker.process.stdin.close()
        elif kind == "expect":
            self.expect(body)
        elif kind == "exit":
            code = worker.exit_code()
            if "code" in body:
                self.test.assertEqual(code, body["code"])
            if body.get("log"):
                self.test.assertTrue(worker.logged())
        else:
            self.test.fail("unknown step %s" % kind)

    def expect(self, body):
        test, number = self.test, body["id"]
        while not any(name in TERMINAL for name, _ in self.received.get(number, ())):
            sender, name, fields = self.worker.receive()
            self.received.setdefault(sender, []).append((name, fields))
        *events, (name, fields) = self.received.pop(number)
        test.assertIn(name, one_or_more(body["reply"]))
        error = fields.get("error") or fields
        if "code" in body:
            test.assertIn(error["code"], one_or_more(body["code"]))
        for given, field in (("path", "path"), ("argument", "argument")):
            if given in body:
                test.assertEqual(error[field], body[given])
        if "side" in body:
            test.assertEqual(error["side"], SIDES[body["side"]])
        if "summary" in body:
            test.assertIn(body["summary"], error["summary"])
        if "frame" in body:
            test.assertEqual(error["frames"][0]["function"], body["frame"]["function"])
            test.assertEqual(error["frames"][0]["is_user"], body["frame"]["isUser"])
        if "value" in body:
            path, type_ = self.outputs[number]
            with open(path, "rb") as file:
                test.assertEqual(from_bytes(file.read(), type_), json.loads(body["value"]))
        for stream, text in ((1, body.get("stdout")), (2, body.get("stderr"))):
            if text is not None:
                test.assertEqual(b"".join(f["data"] for n, f in events if n == "Output" and f["stream"] == stream).decode(), text)
        if "progress" in body:
            test.assertEqual(sum(n == "Progress" for n, _ in events), body["progress"])
        if "log" in body:
            test.assertIn(body["log"], self.worker.logged())
        if "function" in body:
            found = {f["name"]: f for f in fields["description"]["functions"]}[body["function"]["name"]]
            test.assertEqual([schema.decode(p["schema"]) for p in found["parameters"]], list(map(friendly.parse, body["function"]["parameters"])))
            test.assertEqual(schema.decode(found["output"]), friendly.parse(body["function"]["output"]))


def one_or_more(given):
    return given if isinstance(given, list) else [given]


@unittest.skipUnless(CASES.is_dir(), "%s is not there" % CASES)
class Conformance(unittest.TestCase):
    def test_the_cases_of_a_worker(self):
        files = sorted((CASES / "worker").glob("*.json"))
        self.assertTrue(files)
        for path in files:
            for case in json.loads(path.read_text(encoding="utf-8")):
                with self.subTest(path.stem + ": " + case["name"]):
                    by_hand = {"POLYGLOT_PROTOCOL_FD": None} if case.get("protocolDescriptor") is False else None
                    with Worker(() if case.get("handshake", True) else None, by_hand) as worker:
                        conversation = Case(self, worker)
                        for step in case["steps"]:
                            for kind, body in step.items():
                                conversation.step(kind, body)

    def test_every_value_comes_back_as_the_same_bytes(self):
        count = 0
        with Worker() as worker:
            for path in sorted((CASES / "values").glob("*.json")):
                for entry in json.loads(path.read_text(encoding="utf-8")):
                    type_ = friendly.parse(entry["type"])
                    for value in entry["values"]:
                        with self.subTest(entry["type"], value=str(value)[:60]):
                            count += 1
                            data = to_bytes(entry["type"], native(type_, value))
                            number = worker.execute(KIT, "echo", [data], entry["type"])
                            name, fields = worker.reply(number)
                            self.assertEqual(name, "Completed", fields)
                            with open(worker.path("output-%d" % number), "rb") as file:
                                self.assertEqual(file.read().hex(), data.hex())
        self.assertGreater(count, 50)

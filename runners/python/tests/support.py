"""A host for tests: starts the real worker over pipes, speaks the protocol, and makes input files."""

import os
import select
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPOSITORY = ROOT.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from polyglot_runtime.east import friendly, schema                                  # noqa: E402
from polyglot_runtime.east.types import graph                                       # noqa: E402
from polyglot_runtime.protocol.flatbuffers import decode, encode                    # noqa: E402
from polyglot_runtime.protocol.frames import FrameReader, frame                     # noqa: E402
from polyglot_runtime.values.decoder import Decoder                                 # noqa: E402
from polyglot_runtime.values.encoder import Encoder                                 # noqa: E402
from polyglot_runtime.values.forms import ANY                                       # noqa: E402
from polyglot_runtime.values.shapes import Planner                                  # noqa: E402

TERMINAL = ("Completed", "Failed", "Cancelled", "Rejected")
PATIENCE = 20           # seconds until a worker that says nothing fails a test
KIT = str(ROOT / "conformance" / "kit.py")


def conformance(name):
    """The path of shared test data, or a skip with the reason."""
    folder = Path(os.environ.get("POLYGLOT_CONFORMANCE") or REPOSITORY.parent / "shared" / "conformance")
    path = folder / name
    if not path.exists():
        raise unittest.SkipTest("%s is not there (set POLYGLOT_CONFORMANCE)" % path)
    return path


def to_bytes(type_text, value):
    """A whole beast2 file."""
    type_ = friendly.parse(type_text)
    out = bytearray(schema.MAGIC + schema.encode(type_))
    Encoder(type_).encode(value, out)
    return bytes(out)


def from_bytes(data, type_text=None):
    """The value of a whole beast2 file, in the default form."""
    assert data.startswith(schema.MAGIC), data[:16]
    type_, at = schema.decode_prefix(data, len(schema.MAGIC))
    if type_text is not None:
        assert type_ == friendly.parse(type_text), type_
    return Decoder(Planner().shape(graph(type_), ANY)).decode(data, at)


class Worker:
    """A running worker. `hello` overrides fields of the Hello; None starts without a handshake. `channel` 1: frames on stdout."""

    def __init__(self, hello=(), environment=None, channel=None):
        self.folder = tempfile.TemporaryDirectory()
        self.log = open(os.path.join(self.folder.name, "log"), "w+b")
        answers, theirs = os.pipe()
        variables = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0", "POLYGLOT_WORK_DIR": self.folder.name,
                     "POLYGLOT_PROTOCOL_FD": str(channel or theirs), **(environment or {})}
        variables = {name: value for name, value in variables.items() if value is not None}
        command = [sys.executable, "-u", str(ROOT / "worker.py")]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=theirs if channel else self.log, stderr=self.log,
                                        env=variables, pass_fds=() if channel else [theirs], cwd=self.folder.name)
        os.close(theirs)
        self.answers = answers
        self.reader = FrameReader(answers)
        self.number = 0
        self.events = []
        if hello is not None:
            self.send(0, "Hello", {"protocol_min": 1, "protocol_max": 1, "host_version": "test", **dict(hello)})
            _, name, self.ready = self.receive()
            assert name == "Ready", name

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        os.close(self.answers)
        self.log.close()
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def logged(self):
        self.log.seek(0)
        return self.log.read().decode("utf-8", "replace")

    def script(self, text, name="script.py"):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    # ---- frames -----------------------------------------------------------------------------------------------------------

    def send_bytes(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, number, name, fields=None):
        self.send_bytes(frame(encode(number, name, fields or {})))

    def receive(self):
        """(id, name, fields) of the next frame, or None at the end of the stream."""
        if not self.reader._buffer and not select.select([self.answers], [], [], PATIENCE)[0]:
            raise AssertionError("the worker says nothing; its log: " + self.logged())
        payload = self.reader.next()
        return None if payload is None else decode(payload)

    def reply(self, number):
        """(name, fields) of the terminal reply; what comes before it is in `events`."""
        self.events = []
        while True:
            message = self.receive()
            assert message is not None, "the worker ended; its log: " + self.logged()
            if message[0] == number and message[1] in TERMINAL:
                return message[1:]
            self.events.append(message)

    def output(self, stream):
        return b"".join(fields["data"] for _, name, fields in self.events if name == "Output" and fields["stream"] == stream).decode()

    def exit_code(self):
        return self.process.wait(PATIENCE)

    # ---- requests ---------------------------------------------------------------------------------------------------------

    def execute(self, script, function, inputs=(), output="Integer", **options):
        """Starts an Execute of inputs [(type, value)]; gives its id."""
        program = {"kind": 1, "script": script, "function": function, "code_id": options.pop("code_id", "c")}
        return self._execute(program, inputs, output, options)

    def start_program(self, data, inputs=(), output="Integer", platforms=(), ir_id="", **options):
        """Starts an Execute of the East program in the bytes of a file; gives its id."""
        path = self.path("program-%d" % self.number)
        with open(path, "wb") as file:
            file.write(data)
        program = {"kind": 2, "ir_path": path, "ir_id": ir_id, "platforms": list(platforms)}
        return self._execute(program, inputs, output, options)

    def run_program(self, data, inputs=(), output="Integer", platforms=(), **options):
        """(name, fields) of the reply, and the bytes of the result's file or None."""
        number = self.start_program(data, inputs, output, platforms, **options)
        reply = self.reply(number)
        path = self.path("output-%d" % number)
        if not os.path.exists(path):
            return (*reply, None)
        with open(path, "rb") as file:
            return (*reply, file.read())

    def _execute(self, program, inputs, output, options):
        self.number += 1
        described = []
        for index, item in enumerate(inputs):
            data = item if isinstance(item, bytes) else to_bytes(*item)
            path = self.path("input-%d-%d" % (self.number, index))
            with open(path, "wb") as file:
                file.write(data)
            type_ = friendly.parse(item[0]) if not isinstance(item, bytes) else schema.decode_prefix(data, 8)[0]
            described.append({"name": "i%d" % index, "path": path, "schema": schema.encode(type_)})
        message = {"program": program, "inputs": described,
                   "output": {"path": self.path("output-%d" % self.number), "schema": schema.encode(friendly.parse(output))},
                   **options}
        self.send(self.number, "Execute", message)
        return self.number

    def call(self, script, function, inputs=(), output="Integer", **options):
        """The result of an Execute that must complete."""
        number = self.execute(script, function, inputs, output, **options)
        name, fields = self.reply(number)
        assert name == "Completed", (name, fields)
        with open(self.path("output-%d" % number), "rb") as file:
            data = file.read()
        assert fields["size"] == len(data)
        return from_bytes(data, output)

    def failure(self, script, function, inputs=(), output="Integer", **options):
        """The Error of an Execute that must fail."""
        name, fields = self.reply(self.execute(script, function, inputs, output, **options))
        assert name == "Failed", (name, fields)
        return fields["error"]

    def describe(self, script, functions=(), code_id="c"):
        self.number += 1
        self.send(self.number, "Describe", {"script": script, "code_id": code_id, "functions": list(functions)})
        return self.reply(self.number)



"""The worker's life: channels, handshake, then one thread that reads frames and the main thread that runs user code.

Only what the handshake needs is imported before Ready; the rest is imported while the host has nothing to ask yet.
"""

import os
import sys
from _queue import SimpleQueue
from _thread import start_new_thread

from . import IR_VERSION, PROTOCOL, RUNNER, VERSION
from .execute.interrupts import Interrupts
from .platforms.signatures import announced
from .protocol.connection import Connection, take_channels
from .protocol.flatbuffers import BadPayload, decode
from .protocol.frames import BadFrame, DEFAULT_LIMIT, FrameReader

EXIT_VERSION, EXIT_BAD_FRAME = 65, 66


def main(folder):
    """Runs the worker; never returns. `folder` holds the runtime and leaves the import path before user code runs."""
    source, sink = take_channels()
    connection, reader = Connection(sink), FrameReader(source)
    interrupts = Interrupts()
    interrupts.install()
    plugins = _plugins()
    limits = _handshake(reader, connection, plugins)
    queue = SimpleQueue()
    listener = _Listener(reader, connection, interrupts, queue)
    start_new_thread(listener.listen, ())
    from .execute.service import Service
    service = Service(connection, interrupts, limits, plugins)
    sys.path.remove(folder)
    while True:
        service.run(*queue.get(), listener.free)


def _plugins():
    """The packages of platform functions that plugins bring; what one of them does wrong is said when a program asks for it."""
    if not os.environ.get("POLYGLOT_PLATFORMS"):
        return {}
    from .platforms.plugins import Plugins
    return Plugins(os.environ.pop("POLYGLOT_PLATFORMS"))


def _handshake(reader, connection, plugins):
    """Answers Hello with Ready. The host's limits, or None."""
    try:
        payload = reader.next()
        if payload is None:
            os._exit(0)
        _, name, hello = decode(payload)
        if name != "Hello":
            raise BadPayload("the first frame is no Hello")
    except (BadFrame, BadPayload) as error:
        _stop(EXIT_BAD_FRAME, str(error))
    if not hello["protocol_min"] <= PROTOCOL <= max(hello["protocol_max"], hello["protocol_min"]):
        _stop(EXIT_VERSION, "the host speaks the protocol versions %d to %d, this runtime speaks %d" % (
            hello["protocol_min"], hello["protocol_max"], PROTOCOL))
    limits = hello["limits"]
    reader.limit = limits["max_frame_bytes"] if limits and limits["max_frame_bytes"] else DEFAULT_LIMIT
    features = ["describe", "cancel"]
    if hasattr(os, "fork") and hasattr(os, "waitid"):
        features.append("fork")
    connection.send(0, "Ready", {
        "protocol": PROTOCOL, "runner": RUNNER, "runner_version": VERSION, "language": "python",
        "language_version": sys.version.split()[0], "features": features, "ir_versions": [IR_VERSION], "max_concurrency": 1,
        "platform_functions": announced() + (plugins.announced() if plugins else [])})
    return limits


def _stop(code, text):
    os.write(2, ("polyglot python worker: %s\n" % text).encode("utf-8", "replace"))
    os._exit(code)


class _Listener:
    """The reading thread: answers Ping, passes Execute and Describe on, cancels, and ends the process when the host is gone."""

    def __init__(self, reader, connection, interrupts, queue):
        self._reader, self._connection, self._interrupts, self._queue = reader, connection, interrupts, queue
        self._running = 0       # the request that is queued or runs, 0 for none

    def free(self):
        """The running request is about to be answered: the next may come."""
        self._running = 0

    def listen(self):
        try:
            while True:
                payload = self._reader.next()
                if payload is None:
                    self._interrupts.exit(0)
                self._take(*decode(payload))
        except (BadFrame, BadPayload) as error:
            os.write(2, ("polyglot python worker: %s\n" % error).encode("utf-8", "replace"))
        except BaseException as error:
            os.write(2, ("polyglot python worker: %s: %s\n" % (type(error).__name__, error)).encode("utf-8", "replace"))
        self._interrupts.exit(EXIT_BAD_FRAME)

    def _take(self, number, name, message):
        if number == 0:
            return
        if name in ("Execute", "Describe"):
            if self._running:
                self._reject(number, "busy", "one request at a time")
            else:
                self._running = number
                self._queue.put((number, name, message))
        elif name == "Ping":
            self._connection.send(number, "Completed", {})
        elif name == "Cancel":
            if number == self._running:
                self._interrupts.cancel(number, message["reason"])
        elif name == "Shutdown":
            self._connection.send(number, "Completed", {})
            self._interrupts.exit(0)
        else:
            self._reject(number, "unsupported", "this runtime does not take %s" % (name or "messages of that type"))

    def _reject(self, number, code, reason):
        self._connection.send(number, "Rejected", {"code": code, "reason": reason})

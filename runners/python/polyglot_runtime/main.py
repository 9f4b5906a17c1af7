"""The worker's life: channels, handshake, then one request after the other in the main thread.

Only what the handshake needs is imported before Ready; the rest is imported while the host has nothing to ask yet.
"""

import os
import sys

from . import IR_VERSION, PROTOCOL, RUNNER, VERSION
from .execute.interrupts import Interrupts
from .listener import EXIT_BAD_FRAME, Listener
from .platforms.signatures import announced
from .protocol.connection import Connection, take_channels
from .protocol.flatbuffers import BadPayload, decode
from .protocol.frames import BadFrame, DEFAULT_LIMIT, FrameReader

EXIT_VERSION = 65


def main(folder):
    """Runs the worker; never returns. `folder` holds the runtime and leaves the import path before user code runs."""
    source, sink = take_channels()
    connection, reader = Connection(sink), FrameReader(source)
    interrupts = Interrupts()
    interrupts.install()
    plugins = _plugins()
    limits = _handshake(reader, connection, plugins)
    listener = Listener(reader, connection, interrupts)
    from .execute.service import Service
    service = Service(connection, interrupts, limits, plugins)
    sys.path.remove(folder)
    while True:
        service.run(*listener.next(), listener.free)


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

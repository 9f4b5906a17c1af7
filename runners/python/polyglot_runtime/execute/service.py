"""The main thread's part: one Execute or Describe after the other."""

import os
import sys
from _thread import get_ident

import polyglot

from ..describe.dependencies import dependencies
from ..describe.functions import describe
from ..protocol.flatbuffers import encode
from ..protocol.frames import frame
from ..protocol.messages import DEBUG, ERROR, INFO, ISOLATION_FORK, PROGRAM_EAST, TABLES, WARNING
from ..protocol.replies import completed
from . import clibrary, failures, fork
from .calls import Calls
from .capture import Capture
from .interrupts import Cancelled
from .scripts import Stale
from .seeding import Seeding

_LEVELS = {"debug": DEBUG, "info": INFO, "warning": WARNING, "error": ERROR}


class Service:
    """Runs requests and sends their events and replies. Main thread only, except what `polyglot` offers to user code."""

    def __init__(self, connection, interrupts, limits, plugins):
        self._connection = connection
        self._plugins = plugins     # packages of platform functions: name -> Plugins
        self._interrupts = interrupts
        self._limits = limits or dict.fromkeys(name for name, *_ in TABLES["Limits"])
        self._capture = Capture(connection, interrupts)
        self._seeding = Seeding()
        self._calls = Calls(self._seeding, self._make_programs)
        self._copies = fork.Copies(interrupts, self._work)
        self._request = 0
        sys.stdin = open(os.devnull)
        sys.stdout, sys.stderr = self._capture.stdout, self._capture.stderr
        polyglot._worker = self
        clibrary.load()

    def _make_programs(self):
        """What runs East programs: loaded with the first one."""
        from ..ir.thread import THREAD
        from .programs import Programs
        self._capture.relay = THREAD
        return Programs(self._plugins, lambda text: self.log(text, "info"), self._capture.add)

    # ---- what `import polyglot` offers ------------------------------------------------------------------------------------

    @property
    def seed(self):
        return self._seeding.seed

    def progress(self, fraction, message):
        self._event("Progress", {"fraction": fraction, "message": message})

    def log(self, message, level):
        self._event("Log", {"level": _LEVELS[level], "message": message})

    def _event(self, name, fields):
        relay = self._capture.relay
        if relay is not None and get_ident() == relay.ident:
            relay.post(lambda: self._event(name, fields))
            return
        mine = self._interrupts.shield()
        try:
            if self._request:
                self._capture.flush()
                self._connection.send(self._request, name, fields)
        finally:
            self._interrupts.unshield(mine)

    # ---- requests ---------------------------------------------------------------------------------------------------------

    def run(self, number, name, message, done):
        """Runs a request, calls done() and sends its terminal reply."""
        interrupts = self._interrupts
        interrupts.install()
        limits = message["limits"] = self._effective(message.get("limits"))
        self._capture.begin(number, limits["max_log_bytes"])
        self._request = number
        ready = end = None
        try:
            interrupts.arm(number)
            if name == "Describe":
                reply = self._describe(message)
            elif message["isolation"] == ISOLATION_FORK and fork.SUPPORTED:
                ready, reply, end = self._forked(number, message, limits)
            else:
                reply = self._calls.reply(message)
            interrupts.disarm()
        except Cancelled:
            reply = None
        if reply is None and ready is None or (interrupts.fired and ready is None):
            reply = "Cancelled", {"reason": interrupts.reason or "interrupted"}
        clibrary.flush()
        self._capture.end()
        self._request = 0
        done()
        self._connection.write(_frame(number, *reply) if ready is None else ready)
        if end is not None:
            end()

    def _effective(self, limits):
        """A task's limits; where it has none of its own, the session's."""
        return {name: (limits and limits[name]) or most or 0 for name, most in self._limits.items()}

    def _describe(self, message):
        try:
            if not message["script"] or not os.path.isabs(message["script"]):
                return "Rejected", {"code": "bad_request", "reason": "the script's path is not absolute"}
            script = self._calls.load(message)
            found = describe(script.module, script.path, message["functions"])
            needs = dependencies(script.path, [folder[:-1] for folder in script.folders], script.loaded)
            return "Completed", {"description": {"functions": found, "dependencies": needs}}
        except Stale as error:
            return "Rejected", {"code": "stale_code", "reason": str(error)}
        except failures.Failure as failure:
            return "Failed", {"error": failure.error}
        except Exception as error:
            return "Failed", {"error": failures.internal(error)}

    @staticmethod
    def _with_stack(message, limits):
        """The limits of a copy's memory: the stacks that programs run on, the copied one and its own, are address space, not data."""
        if not limits["max_memory_bytes"] or not message["program"] or message["program"]["kind"] != PROGRAM_EAST:
            return limits
        from ..ir.thread import STACK_BYTES
        return {**limits, "max_memory_bytes": limits["max_memory_bytes"] + 2 * STACK_BYTES}

    def _forked(self, number, message, limits):
        """(frame of the reply, None, end) from a copy, (None, None, end) where it was cancelled, or (None, reply, None) where it did not come to one."""
        if message["program"] and (message["program"]["script"] or message["program"]["ir_path"]):
            try:
                self._calls.prepare(message)
            except (Stale, failures.Failure):
                return None, self._calls.reply(message), None
        self._capture.flush()
        clibrary.flush()        # or the child would write it once more

        request = number, message, limits
        frame, error, end = self._copies.run(request, self._calls.state, self._connection)
        return frame, None if error is None else ("Failed", {"error": error}), end

    def _work(self, connection, request):
        """In a forked copy: runs the request and sends its terminal reply."""
        number, message, limits = request
        fork.limit_memory(self._with_stack(message, limits))
        interrupts = self._interrupts
        interrupts.become_child()
        self._connection = self._capture.connection = connection
        self._capture.reset()
        self._capture.begin(number, limits["max_log_bytes"])
        self._request = number
        try:
            interrupts.arm(number)
            fork.let_interrupts_in()
            reply = self._calls.reply(message)
            interrupts.disarm()
        except Cancelled:
            reply = None
        clibrary.flush()
        self._capture.end()
        if reply is None:
            connection.stopped()
        else:
            connection.end(_frame(number, *reply))


def _frame(number, name, fields):
    """The frame of a terminal reply."""
    if name != "Completed" or "size" not in fields:
        return frame(encode(number, name, fields))
    times = fields["timings"]
    return completed(number, fields["size"], times["load_ns"], times["decode_ns"], times["call_ns"], times["encode_ns"],
                     fields.get("peak_memory_bytes", 0), fields["cpu_ns"])

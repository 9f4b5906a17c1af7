"""Execute of an East program: from the files of its inputs to the file of its result. Loaded when the first one comes."""

import os
import sys

from ..east import schema
from ..east.text import friendly
from ..east.types import BadType
from ..ir.checking import check
from ..ir.compile.locations import caught
from ..ir.compile.program import Program, RUN
from ..ir.containers import LOCKS
from ..ir.errors import EastError, NotLoaded
from ..ir.formats.beast2 import codec
from ..ir.formats.beast2_writing import CannotWrite
from ..ir.formats.binary import BadBytes
from ..ir.program import load
from ..ir.subtyping import subtype
from ..ir.thread import THREAD
from ..ir.type_values import Types
from ..platforms import CURRENT
from ..platforms.generator import Generator
from ..platforms.registry import platform
from . import failures, files

_MAX_KEPT = 256
_TESTING = "polyglot_runtime.platforms.testing"
_PAGE = 4096
_MAX_PLACES = 20000     # more than calls can be nested

UNREADABLE = "the program cannot be read: %s"
ARITY = "Function expects %d inputs, got %d"
INPUT_TYPE = "input %d of the program must be %s, got %s"
OUTPUT_TYPE = "the program gives %s, not %s"
MEMORY = "the program was stopped because the process took more than %d MiB"


class _Plan:
    """A program on a platform with the codecs of some schemas."""

    __slots__ = ("program", "inputs", "output")


class _Over(Exception):
    """A run that met a limit: the Failure to report."""


class Programs:
    """Runs programs, and keeps them by id. Main thread only."""

    def __init__(self, plugins, send_log, write):
        self._plugins, self._send_log, self._write = plugins, send_log, write
        self._plans = {}

    def run(self, message, usage):
        """The size of the output file. Raises failures.Failure, Cancelled, MemoryError."""
        inputs, target = message["inputs"] or (), message["output"]
        try:
            plan = self._plan(message["program"], inputs, target)
        except NotLoaded as error:
            raise failures.task("load_failed", str(error)) from None
        usage.mark("load_ns")
        data = self._call(plan, inputs, message, usage)
        limit = message["limits"]["max_output_bytes"]
        if limit and len(data) > limit:
            raise failures.task("output_limit", failures.OUTPUT_LIMIT % limit)
        try:
            files.write(target["path"], data)
        except OSError as error:
            raise failures.host("output_failed", failures.OUTPUT_FAILED % error) from None
        usage.mark("encode_ns")
        return len(data)

    def prepare(self, message):
        """Loads the program of an Execute, so that a forked copy has it. What is wrong with it the copy will say."""
        try:
            self._plan(message["program"], message["inputs"] or (), message["output"])
        except (NotLoaded, failures.Failure):
            pass

    # ---- programs -----------------------------------------------------------------------------------------------------------------

    def _plan(self, program, inputs, target):
        packages = tuple(program["platforms"] or ())
        key = (program["ir_id"], packages, target["schema"], *[item["schema"] for item in inputs])
        plan = self._plans.get(key) if program["ir_id"] else None
        if plan is None:
            plan = _Plan()
            plan.inputs = [self._codec(item["schema"], "input %d" % index) for index, item in enumerate(inputs)]
            plan.output = self._codec(target["schema"], "the output")
            plan.program = THREAD.run(lambda: self._load(program["ir_path"], packages, plan))
            if len(self._plans) >= _MAX_KEPT:
                self._plans.clear()
            self._plans[key] = plan
        return plan

    def _load(self, path, packages, plan):
        try:
            loaded = load(files.read(path))
        except OSError as error:
            raise NotLoaded(UNREADABLE % error) from None
        functions = platform(packages, self._plugins)
        check(loaded.root, functions)
        _, wanted, output = Types().of(loaded.root[1][0])
        if len(wanted) != len(plan.inputs):
            raise NotLoaded(ARITY % (len(wanted), len(plan.inputs)))
        for index, (type_, made) in enumerate(zip(wanted, plan.inputs)):
            if not subtype(made.type, type_):
                raise NotLoaded(INPUT_TYPE % (index + 1, friendly(type_), friendly(made.type)))
        if not subtype(output, plan.output.type):
            raise NotLoaded(OUTPUT_TYPE % (friendly(output), friendly(plan.output.type)))
        program = Program(loaded.root, functions)
        program.entry()
        return program

    @staticmethod
    def _codec(data, what):
        try:
            return codec(schema.decode(data))
        except BadType as error:
            raise failures.host("bad_input", failures.SCHEMA % (what, error)) from None

    @staticmethod
    def _input(index, item, made):
        try:
            return made.decode(files.read(item["path"]))
        except (OSError, BadBytes) as error:
            text = failures.INPUT % (index, item["name"] or item["path"], error)
            raise failures.host("bad_input", text, argument=index) from None

    # ---- running --------------------------------------------------------------------------------------------------------------------

    def _call(self, plan, inputs, message, usage):
        """The bytes of the result's file."""
        CURRENT.random = Generator(message["seed"])
        CURRENT.write = lambda stream, data: THREAD.post(lambda: self._write(stream, data))
        CURRENT.log = lambda text: THREAD.post(lambda: self._send_log(text))

        def work():
            values = [self._input(index, item, made) for index, (item, made) in enumerate(zip(inputs, plan.inputs))]
            CURRENT.inputs = values
            usage.mark("decode_ns")
            try:
                result = plan.program.entry()(0, *values)
            except Exception as error:
                failed = caught(error)
            else:
                usage.mark("call_ns")
                return plan.output.encode(result)
            raise failed        # outside of the handler, and with its own cause

        RUN.stopped = False
        try:
            return THREAD.run(work, _watch(message, usage), stopping=_stopping)
        except EastError as error:
            failed = _failure(error)
        except CannotWrite as error:
            failed = failures.task("type_mismatch", error.message, path=error.path)
        except NotLoaded as error:
            failed = failures.task("load_failed", str(error))
        except _Over as over:
            failed = over.args[0]
        finally:
            LOCKS.clear()
            if _TESTING in sys.modules:
                sys.modules[_TESTING].reset()
            CURRENT.inputs = ()
        raise failed


def _stopping():
    RUN.stopped = True


def _watch(message, usage):
    """What looks after a run: its deadline and its memory; None where it has neither."""
    deadline, most = message["deadline_ms"], message["limits"]["max_memory_bytes"]
    if not deadline and not most:
        return None
    resident = _resident if most and os.path.exists("/proc/self/statm") else None

    def watch():
        if deadline and usage.elapsed() > deadline * 1000000:
            raise _Over(failures.task("deadline", failures.DEADLINE % deadline))
        if resident is not None and resident() > most:
            raise _Over(failures.task("out_of_memory", MEMORY % (most >> 20)))
    return watch


def _resident():
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * _PAGE


def _failure(error):
    """The Failure of an error that the program did not catch."""
    places = [{"file": file, "line": _number(line), "column": _number(column), "function": "", "is_user": True}
              for file, line, column in error.locations[:_MAX_PLACES]]
    made = failures.task("user_error", error.message.split("\n")[0][:failures.MAX_SUMMARY], error_type="EastError", location=places,
                         details=error.display()[:failures.MAX_DETAILS], argument=error.argument)
    cause = error.__cause__
    if cause is not None and not isinstance(cause, EastError):
        made.error["cause"] = failures.from_exception(cause)
        made.error["cause"].pop("details", None)
    return made


def _number(number):
    return max(0, min(number, 0x7FFFFFFF))

"""One Execute, from the message to the fields of its terminal reply."""

import os
import sys
from time import perf_counter_ns, process_time_ns
from types import CoroutineType

from ..protocol.messages import PROGRAM_EAST, PROGRAM_FUNCTION
from ..values.errors import BadInput, Mismatch, OutputLimit, Unsupported
from . import failures, files
from .interrupts import Cancelled
from .plans import Plans, value_start
from .scripts import Scripts, Stale

try:
    from resource import RUSAGE_SELF, getrusage
except ImportError:         # not on this system: no peak memory
    getrusage = None

_MAX_PREPARED = 1000
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class Calls:
    """Runs functions in this process. Main thread only."""

    def __init__(self, seeding, make_programs):
        self._make_programs, self._programs = make_programs, None
        self.scripts = Scripts()
        self.plans = Plans()
        self.state = 0          # changes when something was loaded or planned ahead that was not before
        self._prepared = set()
        self._seeding = seeding
        self._home = os.environ.get("POLYGLOT_WORK_DIR") or os.getcwd()

    def load(self, message):
        """The script of an Execute or Describe. Raises Stale or Failure."""
        program = message.get("program") or message
        return self.scripts.load(program["script"], program["code_id"])

    def prepare(self, message):
        """Loads the script or program and makes the plan of an Execute, so that a forked copy has them. Raises Stale or Failure."""
        if _refused(message) is None:
            program, target = message["program"], message["output"]
            key = (program["script"], program["function"], program["code_id"], program["ir_id"], target["schema"],
                   *[item["schema"] for item in message["inputs"] or ()])
            if key not in self._prepared:
                if len(self._prepared) >= _MAX_PREPARED:
                    self._prepared.clear()
                self._prepared.add(key)
                self.state += 1
            if program["kind"] == PROGRAM_EAST:
                self._east().prepare(message)
                return
            with _Surroundings(message, self._home):
                script = self.load(message)
                self.plans.plan(script, message["program"]["function"], message["inputs"] or (), message["output"]).prepare()

    def reply(self, message):
        """(name, fields) of the terminal reply. Raises Cancelled, and nothing else."""
        usage = _Usage()
        try:
            problem = _refused(message)
            if problem:
                return "Rejected", {"code": problem[0], "reason": problem[1]}
            with _Surroundings(message, self._home):
                size = (self._run_program if message["program"]["kind"] == PROGRAM_EAST else self._run)(message, usage)
            return "Completed", usage.finish({"size": size})
        except Stale as error:
            return "Rejected", {"code": "stale_code", "reason": str(error)}
        except failures.Failure as failure:
            return "Failed", usage.finish({"error": failure.error})
        except Cancelled:
            raise
        except MemoryError:
            return "Failed", usage.finish({"error": failures.task("out_of_memory", failures.MEMORY).error})
        except BaseException as error:
            return "Failed", usage.finish({"error": failures.internal(error)})

    def _east(self):
        if self._programs is None:
            self._programs = self._make_programs()
        return self._programs

    def _run_program(self, message, usage):
        programs = self._east()
        self._seeding.apply(message["seed"])
        return programs.run(message, usage)

    def _run(self, message, usage):
        program, inputs, target = message["program"], message["inputs"] or (), message["output"]
        script = self.load(message)
        plan = self.plans.plan(script, program["function"], inputs, target)
        usage.mark("load_ns")
        arguments = [_input(index, item, *how) for index, (item, how) in enumerate(zip(inputs, plan.inputs))]
        usage.mark("decode_ns")
        self._seeding.apply(message["seed"])
        result = _call(plan, arguments)
        del arguments
        usage.mark("call_ns")
        data = bytearray(plan.header)
        limit = message["limits"]["max_output_bytes"]
        try:
            plan.encoder.encode(plan.wrap(result) if plan.wrap else result, data, limit)
        except Mismatch as error:
            path = getattr(error, "path", "result")
            raise failures.task(error.code, failures.RESULT % (path, error.reason), path=path) from None
        except OutputLimit:
            raise failures.task("output_limit", failures.OUTPUT_LIMIT % limit) from None
        if message["deadline_ms"] and usage.elapsed() > message["deadline_ms"] * 1000000:
            raise failures.task("deadline", failures.DEADLINE % message["deadline_ms"])
        try:
            files.write(target["path"], data)
        except OSError as error:
            raise failures.host("output_failed", failures.OUTPUT_FAILED % error) from None
        usage.mark("encode_ns")
        return len(data)


def _refused(message):
    """(code, reason) where an Execute is none that can be started."""
    program, target = message["program"], message["output"]
    if not program or not target or not target["path"] or not target["schema"]:
        return "bad_request", "the request has no program or no output"
    if program["kind"] == PROGRAM_EAST:
        if not program["ir_path"]:
            return "bad_request", "the program names no file"
    elif program["kind"] != PROGRAM_FUNCTION:
        return "unsupported", "this runtime runs functions of Python scripts and East programs"
    elif not program["script"] or not program["function"]:
        return "bad_request", "the program names no script or no function"
    elif not os.path.isabs(program["script"]):
        return "bad_request", "the script's path is not absolute"
    if any(not item["path"] or not item["schema"] for item in message["inputs"] or ()):
        return "bad_request", "an input has no path or no schema"
    return None


def _input(index, item, header, type_, decoder):
    try:
        data = files.read(item["path"])
        return decoder.decode(data, value_start(data, header, type_))
    except (OSError, BadInput) as error:
        raise failures.host("bad_input", failures.INPUT % (index, item["name"] or item["path"], error), argument=index) from None
    except Unsupported as error:
        raise failures.task("unsupported_annotation", failures.INPUT % (index, item["name"] or item["path"], error),
                            argument=index) from None
    except (Cancelled, MemoryError):
        raise
    except Exception as error:
        made = failures.from_exception(error, argument=index)
        raise (failures.Failure(**made) if made["frames"] else error)


def _call(plan, arguments):
    try:
        result = plan.function(*arguments)
        if type(result) is CoroutineType:
            import asyncio
            result = asyncio.run(result)
        if plan.iterates and hasattr(result, "__next__"):
            result = list(result)
        return result
    except (Cancelled, MemoryError):
        raise
    except BaseException as error:
        failure = failures.Failure(**failures.from_exception(error))
        error.__traceback__ = None
    raise failure


class _Usage:
    """Times between marks, processor time and peak memory of a request."""

    def __init__(self):
        self._start = self._last = perf_counter_ns()
        self._cpu = process_time_ns()
        self._timings = {}

    def mark(self, name):
        now = perf_counter_ns()
        self._timings[name] = now - self._last
        self._last = now

    def elapsed(self):
        return perf_counter_ns() - self._start

    def finish(self, fields):
        fields["timings"] = self._timings
        fields["cpu_ns"] = process_time_ns() - self._cpu
        if getrusage is not None:
            fields["peak_memory_bytes"] = getrusage(RUSAGE_SELF).ru_maxrss * _PEAK_UNIT
        return fields


class _Surroundings:
    """The current directory and the environment variables of a request, for as long as it runs."""

    def __init__(self, message, home):
        self._folder = message["work_dir"] or home
        self._pairs = message["environment"] or ()
        self._before = []

    def __enter__(self):
        try:
            if os.getcwd() != self._folder:
                os.chdir(self._folder)
        except OSError:
            pass        # a folder that does not exist (any more) is not worth failing for
        for pair in self._pairs:
            self._before.append((pair["key"], os.environ.get(pair["key"])))
            os.environ[pair["key"]] = pair["value"] or ""

    def __exit__(self, *_):
        for key, value in reversed(self._before):
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value

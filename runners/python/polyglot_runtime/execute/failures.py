"""Exceptions as the protocol's Error: who is at fault, one line, the user's frames first, the causes. And every message of this area."""

import os
import traceback
from itertools import islice

from ..protocol.flatbuffers import MAX_CAUSES
from ..protocol.messages import SIDE_HOST, SIDE_RUNNER, SIDE_TASK

RUNTIME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep
_LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
MAX_FRAMES = 100
MAX_DETAILS = 64 * 1024
MAX_SUMMARY = 2000

NO_SCRIPT = "there is no file %s"
NO_FUNCTION = "%s has no function %s%s"
NOT_CALLABLE = "%s in %s is not a function"
ARITY = "%s does not take these inputs: %s"
ANNOTATION = "the parameter %s: %s"
INPUT = "input %d (%s): %s"
SCHEMA = "the schema of %s is damaged: %s"
RESULT = "%s: %s"
OUTPUT_LIMIT = "the result is larger than %d bytes"
OUTPUT_FAILED = "the output file cannot be written: %s"
DEADLINE = "the deadline of %d ms passed"
MEMORY = "out of memory"
DIED = "the process that ran the task died of %s; the worker goes on"
EXITED = "the process that ran the task left with exit code %d and no result; the worker goes on"
NO_COPY = "no copy of the worker can be made: %s; the worker goes on"
KILLED = "what makes them was killed"
STALE = "%s was loaded in another version"
STALE_DEPENDENCY = "%s changed after it was loaded"


class Failure(Exception):
    """A request that ends with Failed: `error` is the Error as a dict."""

    def __init__(self, side, code, summary, **rest):
        super().__init__(summary)
        self.error = {"side": side, "code": code, "summary": summary, **rest}


def task(code, summary, **rest):
    return Failure(SIDE_TASK, code, summary, **rest)


def host(code, summary, **rest):
    return Failure(SIDE_HOST, code, summary, **rest)


def is_runtime(file):
    return file.startswith(RUNTIME + "polyglot") or file.startswith("<polyglot") or file == RUNTIME + "worker.py"


def is_user(file):
    """Whether a file is the user's own: no library, not Python's, not the runtime's."""
    return not (file.startswith("<") or file.startswith(_LIBRARY) or is_runtime(file)
                or "site-packages" in file or "dist-packages" in file)


def from_exception(error, code="user_error", side=SIDE_TASK, **rest):
    """The Error of an exception that user code raised."""
    return {**_one(error, code, side, 0, {id(error)}), "details": _details(error), **rest}


def internal(error):
    """The Error of a defect of this runtime."""
    made = _one(error, "internal", SIDE_RUNNER, 0, {id(error)})
    made["details"] = "".join(traceback.format_exception(type(error), error, error.__traceback__))[-MAX_DETAILS:]
    return made


def _one(error, code, side, depth, seen):
    kind = type(error)
    made = {"side": side, "code": code, "summary": summary(error), "frames": frames(error),
            "error_type": kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else
            "%s.%s" % (kind.__module__, kind.__qualname__)}
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in seen and depth < MAX_CAUSES - 1:
        seen.add(id(cause))
        made["cause"] = _one(cause, code, side, depth + 1, seen)
    return made


def summary(error):
    """One line."""
    try:
        text = str(error)
    except Exception:
        text = ""
    if isinstance(error, SystemExit):
        return "the script called sys.exit(%s)" % text
    text = text.strip().split("\n")[0][:MAX_SUMMARY]
    if isinstance(error, KeyError) and text:
        return "KeyError: " + text
    return text or type(error).__name__


def frames(error):
    """Innermost first, without the runtime's own and importlib's."""
    found = []
    if isinstance(error, SyntaxError) and error.filename:
        found.append({"file": error.filename, "line": error.lineno or 0, "column": error.offset or 0, "function": "",
                      "is_user": is_user(error.filename)})
    walked = []
    at = error.__traceback__
    while at is not None:
        walked.append(at)
        at = at.tb_next
    for at in reversed(walked):
        code = at.tb_frame.f_code
        file = code.co_filename
        if is_runtime(file) or file.startswith("<frozen importlib"):
            continue
        found.append({"file": file, "line": at.tb_lineno or 0, "column": _column(code, at.tb_lasti),
                      "function": code.co_name, "is_user": is_user(file)})
        if len(found) == MAX_FRAMES:
            break
    return found


def _column(code, instruction):
    positions = getattr(code, "co_positions", None)
    if positions is None or instruction < 0:
        return 0
    column = next(islice(positions(), instruction // 2, None), (0, 0, None, 0))[2]
    return 0 if column is None else column + 1


def _details(error):
    at = error.__traceback__
    while at is not None and (is_runtime(at.tb_frame.f_code.co_filename)
                              or at.tb_frame.f_code.co_filename.startswith("<frozen importlib")):
        at = at.tb_next
    try:
        text = "".join(traceback.format_exception(type(error), error, at))
    except Exception:
        text = type(error).__name__
    return text if len(text) <= MAX_DETAILS else text[:MAX_DETAILS // 2] + "\n...\n" + text[-MAX_DETAILS // 2:]


def near(name, names):
    """The end of a "no such name" message: what was perhaps meant."""
    import difflib
    close = difflib.get_close_matches(name, names, 3)
    if close:
        return "; did you mean %s?" % " or ".join(close)
    return "; it has %s" % ", ".join(sorted(names)[:10]) if names else ""

"""What user scripts may import from Polyglot: `import polyglot`.

    polyglot.progress(0.5, "half")      how far the task is
    polyglot.log("message", "warning")  a line in the task's log: debug, info, warning or error
    polyglot.seed()                     the task's seed, an int of 64 bits
    polyglot.platform("name", "(Array<Float>, Integer) -> Float")
                                        declares a function that East programs may call, in a module of a plugin
    polyglot.Variant, polyglot.Ref      values that Python has no type for
    polyglot.Matrix, polyglot.East      annotations that Python has no words for

Outside of a worker, progress and log write to stderr and the seed is 0, so that a script also runs by hand.
"""

import sys

from polyglot_runtime.values.natives import Instant, Ref, Variant

__all__ = ["Boolean", "Blob", "DateTime", "East", "Float", "Instant", "Integer", "Matrix", "Null", "Ref", "String", "Variant", "log",
           "platform", "progress", "seed"]

_worker = None      # set by the runtime: has progress, log and seed
_declared = []      # (name, type, function) of the module that is being loaded
Integer, Float, String, Boolean, Blob, Null = int, float, str, bool, bytes, type(None)


def progress(fraction=-1.0, message=None):
    """Reports how much of the task is done: 0 to 1, or a negative number where that is not known."""
    if _worker is None:
        sys.stderr.write("%s %s\n" % ("%3.0f%%" % (100 * fraction) if fraction >= 0 else "   ?", message or ""))
    else:
        _worker.progress(float(fraction), None if message is None else str(message))


def log(message, level="info"):
    """Writes one line to the task's log. Raises ValueError for a level that is none of debug, info, warning, error."""
    if level not in ("debug", "info", "warning", "error"):
        raise ValueError("no log level %r: use debug, info, warning or error" % (level,))
    if _worker is None:
        sys.stderr.write("%s: %s\n" % (level, message))
    else:
        _worker.log(str(message), level)


def seed():
    """The seed of the running task. `random` and numpy's global generator are already seeded with it."""
    return 0 if _worker is None else _worker.seed


def platform(name, type):
    """Declares the decorated function as a platform function of the module's package.

    `type` is the friendly text of a function type, `(A, B) -> C` or `async (A) -> B`. The function gets and gives what functions of
    scripts do; where the type has a function as an argument, it gets a callable. It is called as it is by Python code.
    """
    def declare(function):
        _declared.append((name, type, function))
        return function
    return declare


def __getattr__(name):
    if name in ("East", "Matrix"):
        from polyglot_runtime.describe import annotations
        return getattr(annotations, name)
    if name == "DateTime":
        from datetime import datetime
        return datetime
    raise AttributeError("module 'polyglot' has no attribute %r" % name)

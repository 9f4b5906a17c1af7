"""The functions that the conformance kit asks every runtime for (end of ir/protocol.md)."""

import os
import signal
import sys
import time
from typing import Any

import polyglot

_count = 0


def echo(value: Any):
    """Gives its input back."""
    return value


def add(a: int, b: int) -> int:
    """The sum."""
    return a + b


def fail(message: str) -> int:
    """Raises."""
    raise RuntimeError(message)


def speak(text: str) -> int:
    """Prints a line to each of the two streams."""
    print(text)
    print(text, file=sys.stderr)
    return len(text)


def spin(seconds: float) -> int:
    """Computes for that long without yielding."""
    end = time.monotonic() + seconds
    rounds = 0
    while time.monotonic() < end:
        rounds += 1
    return rounds


def steps(count: int) -> int:
    """Reports progress after each step."""
    for step in range(count):
        polyglot.progress((step + 1) / count, "step %d" % (step + 1))
    return count


def wrong() -> int:
    """Returns what it does not declare."""
    return "wrong"


def cyclic() -> polyglot.East(".Array .Array .Integer"):
    """A list that contains itself."""
    result = []
    result.append(result)
    return result


def state() -> int:
    """A global counter, plus one per call."""
    global _count
    _count += 1
    return _count


def raw_write(text: str) -> int:
    """Writes to descriptor 1 past the language."""
    return os.write(1, text.encode())


def die() -> int:
    """Kills its own process."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0

"""The package `testing` (spec 6.1): compliance suites. Each test is told as a Log message, one line of JSON."""

import json

from ..ir.compile.locations import caught
from . import CURRENT

MAX_FAILURES = 20
MAX_TEXT = 1000

_suites = []
_test = {"passed": 0, "failed": 0, "failures": []}


def reset():
    """Forgets what a run that was broken off has left."""
    _suites.clear()


def _fail(text):
    _test["failed"] += 1
    if len(_test["failures"]) < MAX_FAILURES:
        _test["failures"].append(text[:MAX_TEXT])


def describe(d, name, body):
    _suites.append(name)
    try:
        body(d)
    finally:
        _suites.pop()


def test(d, name, body):
    _test.update(passed=0, failed=0, failures=[])
    try:
        body(d)
    except Exception as error:
        _fail(caught(error).display())
    CURRENT.log(json.dumps({"suite": " / ".join(_suites), "test": name, "passed": _test["passed"], "failed": _test["failed"],
                            "failures": _test["failures"]}))


def testPass(d):        # noqa: N802 - the name that programs call
    _test["passed"] += 1


def testFail(d, text):      # noqa: N802
    _fail(text)

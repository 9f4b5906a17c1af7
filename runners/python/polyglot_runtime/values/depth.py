"""How deep the calls are: what a limit on the nesting of values is counted from."""

import sys


def frames():
    """The number of Python frames below and including the caller's."""
    frame, count = sys._getframe(1), 0
    while frame:
        frame, count = frame.f_back, count + 1
    return count

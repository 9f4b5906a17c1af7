"""The package `time`: only for tasks that declare it, since their results depend on more than their inputs."""

import time


def time_now(d):
    return time.time_ns() // 1000000


def time_sleep(d, milliseconds):
    """In pieces, so that a run can be ended meanwhile."""
    end = time.monotonic() + milliseconds / 1000.0
    left = milliseconds / 1000.0
    while left > 0:
        time.sleep(min(left, 0.05))
        left = end - time.monotonic()

"""Integer and float arithmetic of compiled code: what its expressions do not do themselves."""

from math import copysign, nan

from ..errors import EastError
from ..order import compare_floats

DIVISION_BY_ZERO = "Division by zero"


def wrap(x):
    """An integer within 64 bits."""
    return ((x + 0x8000000000000000) & 0xFFFFFFFFFFFFFFFF) - 0x8000000000000000


def divide(x, y):
    """Towards zero."""
    if y > 0:
        return x // y if x >= 0 else -(-x // y)
    if y == 0:
        if x == 0:
            return 0
        raise EastError(DIVISION_BY_ZERO)
    if x <= 0:
        return wrap(-x // -y)
    return -(x // -y)


def remainder(x, y):
    """With the sign of x."""
    if y == 0:
        if x == 0:
            return 0
        raise EastError(DIVISION_BY_ZERO)
    y = abs(y)
    return x % y if x >= 0 else -(-x % y)


def divide_floats(x, y):
    """As IEEE does, where y may be 0."""
    if y:
        return x / y
    if x != x or x == 0 or y != y:
        return nan
    return copysign(float("inf"), copysign(1.0, x) * copysign(1.0, y))


def less(x, y):
    return compare_floats(x, y) < 0


def same(x, y):
    return compare_floats(x, y) == 0

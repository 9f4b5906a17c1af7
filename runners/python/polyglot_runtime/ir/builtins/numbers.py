"""Integer, Float and Boolean."""

import math

from ..errors import EastError
from .arithmetic import divide, divide_floats, remainder, wrap
from .table import BUILTINS, Builtin, builtin

NAN = "Cannot convert NaN to integer"
TOO_HIGH = "Float too high to convert to integer"
TOO_LOW = "Float too low to convert to integer"
NOT_WHOLE = "Cannot convert non-integer float to integer"
_MASK = 0xFFFFFFFFFFFFFFFF


def _simple(name, arity, function):
    BUILTINS[name] = Builtin(name, lambda _: function, False, False, arity, 0)


_simple("BooleanNot", 1, lambda x: not x)
_simple("BooleanOr", 2, lambda x, y: x or y)
_simple("BooleanAnd", 2, lambda x, y: x and y)
_simple("BooleanXor", 2, lambda x, y: x != y)
_simple("IntegerToFloat", 1, float)
_simple("IntegerNegate", 1, lambda x: wrap(-x))
_simple("IntegerAdd", 2, lambda x, y: wrap(x + y))
_simple("IntegerSubtract", 2, lambda x, y: wrap(x - y))
_simple("IntegerMultiply", 2, lambda x, y: wrap(x * y))
_simple("IntegerDivide", 2, divide)
_simple("IntegerRemainder", 2, remainder)
_simple("IntegerAbs", 1, lambda x: wrap(abs(x)))
_simple("IntegerSign", 1, lambda x: (x > 0) - (x < 0))
_simple("FloatNegate", 1, lambda x: -x)
_simple("FloatAdd", 2, lambda x, y: x + y)
_simple("FloatSubtract", 2, lambda x, y: x - y)
_simple("FloatMultiply", 2, lambda x, y: x * y)
_simple("FloatDivide", 2, divide_floats)
_simple("FloatAbs", 1, lambda x: -x if x < 0 else x)
_simple("FloatSign", 1, lambda x: 1.0 if x > 0 else -1.0 if x < 0 else 0.0)


@builtin("IntegerPow")
def power(x, exponent):
    """Modulo 2^64; 0 for negative exponents."""
    return 0 if exponent < 0 else wrap(pow(x & _MASK, exponent, 1 << 64))


@builtin("IntegerLog")
def logarithm(x, base):
    """How often |x| can be divided by the base before it drops below the base."""
    if base <= 1:
        return 0
    rest, times = abs(x), 0
    while rest >= base:
        rest //= base
        times += 1
    return times


@builtin("FloatRemainder")
def float_remainder(x, y):
    return math.nan if y == 0 or math.isinf(x) or x != x or y != y else math.fmod(x, y)


@builtin("FloatPow")
def float_power(x, y):
    """As C's pow, except that 1 to the power of NaN or Infinity is NaN."""
    if (abs(x) == 1 and math.isinf(y)) or (x == 1 and y != y):
        return math.nan
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0 and y % 2 == 1 else math.inf
    except ValueError:
        if x == 0:      # and y < 0
            return math.copysign(math.inf, x) if y % 2 == 1 else math.inf
        return math.nan


@builtin("FloatToInteger")
def to_integer(x):
    if x != x:
        raise EastError(NAN)
    if x >= 9223372036854775808.0:
        raise EastError(TOO_HIGH)
    if x < -9223372036854775808.0:
        raise EastError(TOO_LOW)
    whole = int(x)
    if whole != x:
        raise EastError(NOT_WHOLE)
    return whole


@builtin("FloatSqrt")
def square_root(x):
    return math.sqrt(x) if x >= 0 else math.nan


@builtin("FloatExp")
def exponential(x):
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


@builtin("FloatLog")
def natural_logarithm(x):
    return math.log(x) if x > 0 else -math.inf if x == 0 else math.nan


def _circular(name, function):
    _simple(name, 1, lambda x: math.nan if x in (math.inf, -math.inf) else function(x))


_circular("FloatSin", math.sin)
_circular("FloatCos", math.cos)
_circular("FloatTan", math.tan)

"""DateTimes: fields, arithmetic, and formats made of tokens."""

from ..errors import EastError
from ..formats.scalars import DAY, civil_from_days, days_from_civil, weekday
from .arithmetic import wrap
from .datetime_formats import FormatError, OUT_OF_RANGE, print_tokens, read_tokens
from .table import BUILTINS, Builtin, builtin

LARGEST = 8640000000000000
MAX_YEAR = 1000000
FAILED = "Failed to parse datetime at position %d: %s"


def _field(name, get):
    BUILTINS[name] = Builtin(name, lambda _: get, False, False, 1, 0)


_field("DateTimeGetYear", lambda t: civil_from_days(t // DAY)[0])
_field("DateTimeGetMonth", lambda t: civil_from_days(t // DAY)[1])
_field("DateTimeGetDayOfMonth", lambda t: civil_from_days(t // DAY)[2])
_field("DateTimeGetHour", lambda t: t % DAY // 3600000)
_field("DateTimeGetMinute", lambda t: t % DAY // 60000 % 60)
_field("DateTimeGetSecond", lambda t: t % DAY // 1000 % 60)
_field("DateTimeGetMillisecond", lambda t: t % 1000)
_field("DateTimeGetDayOfWeek", lambda t: weekday(t // DAY))
_field("DateTimeToEpochMilliseconds", lambda t: t)
_field("DateTimeFromEpochMilliseconds", lambda t: t)


@builtin("DateTimeAddMilliseconds")
def add(instant, milliseconds):
    return wrap(instant + milliseconds)


@builtin("DateTimeDurationMilliseconds")
def duration(first, second):
    return wrap(first - second)


@builtin("DateTimeFromComponents")
def from_components(year, month, day, hour, minute, second, millisecond):
    """Components out of their range carry over; the years 0 to 99 are those of the 20th century."""
    if 0 <= year <= 99:
        year += 1900
    year, month = divmod(year * 12 + month - 1, 12)
    if abs(year) > MAX_YEAR:
        raise EastError(OUT_OF_RANGE)
    instant = (days_from_civil(year, month + 1, 1) + day - 1) * DAY + hour * 3600000 + minute * 60000 + second * 1000 + millisecond
    if abs(instant) > LARGEST:
        raise EastError(OUT_OF_RANGE)
    return instant


@builtin("DateTimePrintFormat")
def print_format(instant, tokens):
    if abs(instant) > LARGEST:
        raise EastError(OUT_OF_RANGE)
    return print_tokens(instant, tokens)


@builtin("DateTimeParseFormat")
def parse_format(text, tokens):
    try:
        return read_tokens(text, tokens)
    except FormatError as error:
        raise EastError(FAILED % (error.position, error.message)) from None

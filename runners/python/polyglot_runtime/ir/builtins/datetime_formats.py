"""DateTime formats: printing and reading by tokens (spec 5.2). Positions count UTF-16 units."""

from ..formats.scalars import DAY, civil_from_days, days_from_civil, weekday

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

OUT_OF_RANGE = "DateTime is out of range: years go from -271821 to 275760"
RANGE = "%s out of range (got %d, expected %s)"
TWICE = "%s specified multiple times with different values: %d and %d"
WEEKDAY_TWICE = "Weekday specified multiple times with different values"
LITERAL = "Expected literal \"%s\", got \"%s\""
TRAILING = "Unexpected trailing characters: \"%s\""
NO_AM_PM = "12-hour format specified without AM/PM indicator"
HOUR_MISMATCH = "Hour mismatch: 24-hour format specifies %d, but 12-hour format with %s implies %d"
ALONE = "Invalid format: cannot have %s"
INVALID_DATE = "Invalid date: %d-%02d-%02d"
WEEKDAY_MISMATCH = "Weekday mismatch: parsed \"%s\" but date is actually \"%s\""


class FormatError(Exception):
    """A text that is not of the format."""

    def __init__(self, position, message):
        super().__init__(message)
        self.position, self.message = position, message


def print_tokens(instant, tokens):
    days, time = divmod(instant, DAY)
    year, month, day = civil_from_days(days)
    hour, minute, second, millisecond = time // 3600000, time // 60000 % 60, time // 1000 % 60, time % 1000
    name = WEEKDAYS[weekday(days) - 1]
    hour12 = (hour + 11) % 12 + 1
    texts = {"year4": str(year), "year2": "%02d" % (abs(year) % 100), "month1": str(month), "month2": "%02d" % month,
             "monthNameShort": MONTHS[month - 1][:3], "monthNameFull": MONTHS[month - 1], "day1": str(day), "day2": "%02d" % day,
             "weekdayNameMin": name[:2], "weekdayNameShort": name[:3], "weekdayNameFull": name, "hour24_1": str(hour),
             "hour24_2": "%02d" % hour, "hour12_1": str(hour12), "hour12_2": "%02d" % hour12, "minute1": str(minute),
             "minute2": "%02d" % minute, "second1": str(second), "second2": "%02d" % second, "millisecond3": "%03d" % millisecond,
             "ampmUpper": "AM" if hour < 12 else "PM", "ampmLower": "am" if hour < 12 else "pm"}
    return "".join([value if case == "literal" else texts[case] for case, value in tokens])


# token -> (digits, what is expected, part, least, most, range in messages)
_NUMBERS = {
    "year4": (4, "Expected 4-digit year", "Year", None, None, ""),
    "year2": (2, "Expected 2-digit year", "Year", None, None, ""),
    "month1": (1, "Expected 1 or 2-digit month", "Month", 1, 12, "1-12"),
    "month2": (2, "Expected 2-digit month (01-12)", "Month", 1, 12, "01-12"),
    "day1": (1, "Expected 1 or 2-digit day", "Day", 1, 31, "1-31"),
    "day2": (2, "Expected 2-digit day (01-31)", "Day", 1, 31, "01-31"),
    "hour24_1": (1, "Expected 1 or 2-digit hour", "Hour (24-hour)", 0, 23, "0-23"),
    "hour24_2": (2, "Expected 2-digit hour (00-23)", "Hour (24-hour)", 0, 23, "00-23"),
    "hour12_1": (1, "Expected 1 or 2-digit hour", "Hour (12-hour)", 1, 12, "1-12"),
    "hour12_2": (2, "Expected 2-digit hour (01-12)", "Hour (12-hour)", 1, 12, "01-12"),
    "minute1": (1, "Expected 1 or 2-digit minute", "Minute", 0, 59, "0-59"),
    "minute2": (2, "Expected 2-digit minute (00-59)", "Minute", 0, 59, "00-59"),
    "second1": (1, "Expected 1 or 2-digit second", "Second", 0, 59, "0-59"),
    "second2": (2, "Expected 2-digit second (00-59)", "Second", 0, 59, "00-59"),
    "millisecond3": (3, "Expected 3-digit millisecond (000-999)", "Millisecond", None, None, ""),
}
# token -> (names, what is expected, part)
_NAMES = {
    "monthNameFull": (MONTHS, "Expected full month name (e.g., \"January\")", "Month"),
    "monthNameShort": ([name[:3] for name in MONTHS], "Expected short month name (e.g., \"Jan\")", "Month"),
    "weekdayNameFull": (WEEKDAYS, "Expected full weekday name (e.g., \"Monday\")", "Weekday"),
    "weekdayNameShort": ([name[:3] for name in WEEKDAYS], "Expected short weekday name (e.g., \"Mon\")", "Weekday"),
    "weekdayNameMin": ([name[:2] for name in WEEKDAYS], "Expected minimal weekday name (e.g., \"Mo\")", "Weekday"),
    "ampmUpper": (("AM", "PM"), "Expected \"AM\" or \"PM\"", "PM"),
    "ampmLower": (("AM", "PM"), "Expected \"am\" or \"pm\"", "PM"),
}


def _units(text):
    """The text with one character per UTF-16 unit."""
    if not text or max(text) <= "\uffff":
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2))


def _whole(units):
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def read_tokens(text, tokens):
    """Milliseconds. Raises FormatError."""
    text, parts, at = _units(text), {}, 0
    for case, value in tokens:
        start = at
        if case == "literal":
            expected = _units(value)
            found = text[at:at + len(expected)]
            if found != expected:
                raise FormatError(start, LITERAL % (value, _whole(found)))
            at += len(expected)
        elif case in _NUMBERS:
            at = _number(text, at, case, parts)
        else:
            at = _name(text, at, case, parts)
    if at < len(text):
        raise FormatError(at, TRAILING % _whole(text[at:]))
    return _complete(parts)


def _number(text, at, case, parts):
    digits, expected, part, least, most, allowed = _NUMBERS[case]
    if digits == 1 and _digits(text, at, 2):
        digits = 2
    if not _digits(text, at, digits):
        raise FormatError(at, expected)
    number = int(text[at:at + digits])
    if case == "year2":
        number += 2000
    if most is not None and not least <= number <= most:
        raise FormatError(at, RANGE % (part.partition(" ")[0], number, allowed))
    _set(parts, part, number, at)
    return at + digits


def _digits(text, at, count):
    found = text[at:at + count]
    return len(found) == count and found.isascii() and found.isdigit()


def _name(text, at, case, parts):
    names, expected, part = _NAMES[case]
    for index, name in enumerate(names):
        found = text[at:at + len(name)]
        if found.isascii() and found.lower() == name.lower():
            break
    else:
        raise FormatError(at, expected)
    if part == "PM":
        parts["PM"] = index == 1
    else:
        _set(parts, part, index + 1, at + len(name) if part == "Month" else at)
    return at + len(name)


def _set(parts, part, number, at):
    before = parts.setdefault(part, number)
    if before != number:
        raise FormatError(at, WEEKDAY_TWICE if part == "Weekday" else TWICE % (part, before, number))


def _complete(parts):
    get = parts.get
    hour, hour12 = get("Hour (24-hour)"), get("Hour (12-hour)")
    if hour12 is not None:
        if "PM" not in parts:
            raise FormatError(0, NO_AM_PM)
        implied = hour12 % 12 + (12 if parts["PM"] else 0)
        if hour is not None and hour != implied:
            raise FormatError(0, HOUR_MISMATCH % (hour, "PM" if parts["PM"] else "AM", implied))
        hour = implied
    gap = _gap(parts, hour)
    if gap:
        raise FormatError(0, ALONE % gap)
    year, month, day = get("Year", 1970), get("Month", 1), get("Day", 1)
    # Quirk 23 of the specification: the reference takes years 0 to 99 for others and then does not find them again.
    next_month = days_from_civil(year + month // 12, month % 12 + 1, 1)
    days = days_from_civil(year, month, day)
    if year <= 99 or days >= next_month:
        raise FormatError(0, INVALID_DATE % (year, month, day))
    named = get("Weekday")
    if named is not None and named != weekday(days):
        raise FormatError(0, WEEKDAY_MISMATCH % (WEEKDAYS[named - 1], WEEKDAYS[weekday(days) - 1]))
    return days * DAY + (hour or 0) * 3600000 + get("Minute", 0) * 60000 + get("Second", 0) * 1000 + get("Millisecond", 0)


def _gap(parts, hour):
    has = parts.__contains__
    if has("Month") and not has("Year"):
        return "month without year"
    if has("Day") and not (has("Year") and has("Month")):
        return "day without year and month"
    if hour is not None and has("Year") and not has("Day"):
        return "hour without year, month, and day (or use time-only format)"
    if has("Minute") and hour is None:
        return "minute without hour"
    if has("Second") and not has("Minute"):
        return "second without minute"
    if has("Millisecond") and not has("Second"):
        return "millisecond without second"
    return None

"""Numbers, dates and blanks as text."""

from math import copysign

DAY = 86400000
BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def unit_at(text, at):
    """The UTF-16 unit at a place, which is what messages show of a text; of a pair the first half."""
    found = text[at]
    return found if found <= "\uffff" else chr(0xD7C0 + (ord(found) >> 10))


def ecmascript(x):
    """ECMAScript's text of a finite float other than 0."""
    text = repr(x)
    if "e" not in text and len(text) < 18:
        return text[:-2] if text.endswith(".0") else text
    mantissa, _, exponent = text.partition("e")
    sign = "-" if mantissa[0] == "-" else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    if fraction == "0":
        fraction = ""
    digits = whole + fraction
    point = len(whole) + int(exponent or 0)
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    if not -6 < point <= 21:
        return "%s%s%se%s%d" % (sign, digits[0], "." + digits[1:] if len(digits) > 1 else "", "-" if point < 1 else "+", abs(point - 1))
    if point <= 0:
        return sign + "0." + "0" * -point + digits
    if len(digits) <= point:
        return sign + digits + "0" * (point - len(digits))
    return sign + digits[:point] + "." + digits[point:]


def special(x):
    """The text of NaN or an infinity."""
    return "NaN" if x != x else "Infinity" if x > 0 else "-Infinity"


def east_float(x):
    if x - x != 0:
        return special(x)
    if x == 0:
        return "0.0" if copysign(1.0, x) > 0 else "-0.0"
    text = ecmascript(x)
    return text if "." in text or "e" in text else text + ".0"


def json_float(x):
    if x - x != 0:
        return '"%s"' % special(x)
    if x == 0:
        return "0" if copysign(1.0, x) > 0 else '"-0.0"'
    return ecmascript(x)


def csv_float(x):
    if x - x != 0:
        return special(x)
    if x == 0:
        return "0" if copysign(1.0, x) > 0 else "-0"
    return ecmascript(x)


# ---- the calendar (proleptic Gregorian, any year) -----------------------------------------------------------------------------------

def days_from_civil(year, month, day):
    if month <= 2:
        year -= 1
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def civil_from_days(days):
    """(year, month, day)."""
    days += 719468
    era = days // 146097
    of_era = days - era * 146097
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year + era * 400 + (1 if month <= 2 else 0), month, of_year - (153 * shifted + 2) // 5 + 1


def weekday(days):
    """1 is Monday."""
    return (days + 3) % 7 + 1


def instant(year, month, day, hour, minute, second, millisecond):
    """Milliseconds, or None where a field is out of its range. Days past the month's end go on into the next."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour <= 24 and minute <= 59 and second <= 59):
        return None
    if hour == 24 and (minute or second or millisecond):
        return None
    return days_from_civil(year, month, day) * DAY + hour * 3600000 + minute * 60000 + second * 1000 + millisecond


def _parts(milliseconds):
    days, time = divmod(milliseconds, DAY)
    year, month, day = civil_from_days(days)
    return year, "-%02d-%02dT%02d:%02d:%02d.%03d" % (
        month, day, time // 3600000, time // 60000 % 60, time // 1000 % 60, time % 1000)


def iso(milliseconds):
    year, rest = _parts(milliseconds)
    if 0 <= year <= 9999:
        return "%04d%s" % (year, rest)
    return "%s%06d%s" % ("-" if year < 0 else "+", abs(year), rest)


def east_date(milliseconds):
    return iso(milliseconds)[:23]


def json_date(milliseconds):
    year, rest = _parts(milliseconds)
    return "%s%04d%s+00:00" % ("-" if year < 0 else "", abs(year), rest)

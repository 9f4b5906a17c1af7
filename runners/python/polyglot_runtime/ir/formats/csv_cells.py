"""Cells of CSV tables."""

import re

from ...east.types import is_option
from .scalars import BLANKS, csv_float, instant, iso

UNSUPPORTED = "unsupported field type %s"
BOOLEAN = "expected 'true' or 'false', got '%s'"
INTEGER = "expected integer, got '%s'"
INTEGER_RANGE = "integer out of range (must be 64-bit signed), got '%s'"
FLOAT = "expected float, got '%s'"
DATE = "expected ISO 8601 date, got '%s'"
BLOB = "expected hex string starting with '0x', got '%s'"
BAD_HEX = "invalid hex string '%s'"
NULL = "expected null, got '%s'"
LARGEST = 8640000000000000

_integer = re.compile("-?[0-9]+")
_float = re.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_hex = re.compile("0x(?:[0-9a-fA-F]{2})*")
_date = re.compile("([0-9]{4}|[+-][0-9]{6})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?"
                   "(Z|([+-])([0-9]{2}):([0-9]{2}))?)?)?)?")
_FLOATS = {"NaN": float("nan"), "Infinity": float("inf"), "+Infinity": float("inf"), "-Infinity": float("-inf")}


class BadCell(Exception):
    """A text that is no value of its field."""


def supported(type_):
    if type_[0] == "Variant":
        return is_option(type_) and supported(type_[1][1][1])
    return type_[0] in ("Null", "Boolean", "Integer", "Float", "String", "DateTime", "Blob", "Never")


def read(kind, text):
    """The value of a cell. Raises BadCell."""
    if kind == "String":
        return text
    if kind == "Float":
        trimmed = text.strip(BLANKS)
        if trimmed in _FLOATS:
            return _FLOATS[trimmed]
        if _float.fullmatch(trimmed):
            return float(trimmed)
        raise BadCell(FLOAT % text)
    if kind == "Integer":
        trimmed = text.strip(BLANKS)
        if not _integer.fullmatch(trimmed):
            raise BadCell(INTEGER % text)
        if len(trimmed.lstrip("-0")) > 19 or not -1 << 63 <= int(trimmed) < 1 << 63:
            raise BadCell(INTEGER_RANGE % text)
        return int(trimmed)
    if kind == "Boolean":
        if text in ("true", "false"):
            return text == "true"
        raise BadCell(BOOLEAN % text)
    if kind == "DateTime":
        value = read_date(text.strip(BLANKS))
        if value is None:
            raise BadCell(DATE % text)
        return value
    if kind == "Blob":
        if not text.startswith("0x"):
            raise BadCell(BLOB % text)
        if not _hex.fullmatch(text):
            raise BadCell(BAD_HEX % text)
        return bytes.fromhex(text[2:])
    if kind == "Null":
        if text in ("", "null"):
            return None
        raise BadCell(NULL % text)
    raise BadCell(UNSUPPORTED % kind)


def read_date(text):
    """Milliseconds, or None: ISO forms; without a zone they are UTC."""
    match = _date.fullmatch(text)
    if match is None or match.group(1) == "-000000":
        return None
    year, month, day, hour, minute, second, fraction, zone, sign, hours, minutes = match.groups()
    date = instant(int(year), int(month or 1), int(day or 1), 0, 0, 0, 0)
    time = instant(1970, 1, 1, int(hour or 0), int(minute or 0), int(second or 0), int((fraction or "0").ljust(3, "0")[:3]))
    if date is None or time is None:
        return None
    if sign:
        if int(hours) > 23 or int(minutes) > 59:
            return None
        time -= (int(hours) * 60 + int(minutes)) * 60000 * (1 if sign == "+" else -1)
    return date + time if abs(date + time) <= LARGEST else None


def write(type_, value, null):
    """The text of a cell."""
    kind = type_[0]
    if kind == "Variant":
        return write(type_[1][1][1], value[1], null) if value[0] == "some" else null
    if kind == "Null":
        return null
    if kind == "Boolean":
        return "true" if value else "false"
    if kind == "Integer":
        return str(value)
    if kind == "Float":
        return csv_float(value)
    if kind == "DateTime":
        return iso(value)
    if kind == "Blob":
        return "0x" + value.hex()
    return value

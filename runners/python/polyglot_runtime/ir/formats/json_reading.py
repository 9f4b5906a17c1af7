"""Reading values from JSON (spec 3.3), with the exact messages."""

import re

from ...east.text import east, quote
from ...east.types import graph
from ..containers import EastDict, EastSet, Ref
from ..order import relation
from . import json_text
from .binary import MAX_DEPTH
from .json_printing import step_text
from .places import CASE, CONTENT, ELEMENT, FIELD, KEY, Place, VALUE
from .scalars import BLANKS, instant
from .text_reading import DEEP, sentence

NEVER = "Cannot decode Never type from JSON"
CONVERSION = "Failed to convert JSON to %s: %s"
EXPECTED = "expected %s, got %s"
INTEGER_RANGE = "integer out of range (must be 64-bit signed), got %s"
DATE_SHAPE = ("expected ISO 8601 date string with timezone (e.g. \"2022-06-29T13:43:00.123Z\" or"
              " \"2022-06-29T13:43:00.123+05:00\"), got %s")
DATE_VALUE = "invalid date string, got %s"
BAD_HEX = "invalid hex string, got %s"
UNEXPECTED_FIELD = "unexpected field %s in %s, got %s"
MISSING_FIELD = "missing field %s in Struct, got %s"
UNKNOWN_CASE = "unknown variant type %s, got %s"
UNDEFINED = "undefined reference %s"
INVALID = "invalid reference %s"

_date = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\\.([0-9]{3})(?:Z|([+-])([0-9]{2}):([0-9]{2}))")
_hex = re.compile("(?:[0-9a-fA-F]{2})*")
_integer = re.compile("[+-]?[0-9]+|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+")
_FLOATS = {"-0.0": -0.0, "NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
_LISTS = {"Ref": "array with 1 entry", "Array": "array", "Set": "array for Set", "Dict": "array for Dict"}


class _Failure(Exception):
    def __init__(self, message, place):
        super().__init__(message)
        self.message, self.place = message, place


class JsonError(Exception):
    """A text that is no JSON (`syntax`), or no value of the type."""

    def __init__(self, message, syntax):
        super().__init__(message)
        self.message, self.syntax = message, syntax

    def explanation(self, type_):
        return self.message if self.syntax else CONVERSION % (east(type_), self.message)


def read_json(type_, text):
    """The value in a text. Raises JsonError."""
    try:
        item = json_text.parse(text)
    except json_text.BadJson as error:
        raise JsonError(str(error), True) from None
    try:
        return _Reader("$ref" in text).read(graph(type_), item, Place(None, 0))
    except _Failure as failure:
        if failure.message == NEVER:
            raise JsonError(NEVER, False) from None
        raise JsonError(sentence(failure.message, _path(failure.place), 1, 1, type_), False) from None


def _path(place):
    return "".join("[%d]" % step.index if step.step == ELEMENT else "" if step.step == CONTENT else "." + step_text(step)
                   for step in place.from_root())


def _expected(what, item, place):
    return _Failure(EXPECTED % (what, json_text.stringify(item)), place)


# ---- scalars ----------------------------------------------------------------------------------------------------------------------

def _null(item, place):
    if item is not None:
        raise _expected("null", item, place)


def _boolean(item, place):
    if item is not True and item is not False:
        raise _expected("boolean", item, place)
    return item


def _integer_of(item, place):
    """Also what ECMAScript's BigInt takes: blanks around, a plus, hexadecimal, octal and binary numbers."""
    if not isinstance(item, str) or not item:
        raise _expected("string representing integer", item, place)
    text = item.strip(BLANKS)
    if not text:
        return 0
    if _integer.fullmatch(text) is None:
        raise _expected("string representing integer", item, place)
    if len(text.lstrip("+-0")) > 70:
        value = 1 << 64
    elif text[:2].lower() in ("0x", "0o", "0b"):
        value = int(text, 0)
    else:
        value = int(text)
    if not -1 << 63 <= value < 1 << 63:
        raise _Failure(INTEGER_RANGE % json_text.stringify(item), place)
    return value


def _float(item, place):
    if isinstance(item, float):
        return item
    if isinstance(item, str) and item in _FLOATS:
        return _FLOATS[item]
    raise _expected("number or string representing special float value", item, place)


def _string(item, place):
    if not isinstance(item, str):
        raise _expected("string", item, place)
    return item


def _datetime(item, place):
    if not isinstance(item, str):
        raise _expected("string for DateTime", item, place)
    match = _date.fullmatch(item)
    if match is None:
        raise _Failure(DATE_SHAPE % json_text.stringify(item), place)
    value = instant(*[int(part) for part in match.groups()[:7]])
    zone = 0
    if match.group(8):
        hours, minutes = int(match.group(9)), int(match.group(10))
        zone = (hours * 60 + minutes) * (-1 if match.group(8) == "-" else 1)
        if hours > 23 or minutes > 59:
            value = None
    if value is None:
        raise _Failure(DATE_VALUE % json_text.stringify(item), place)
    return value - zone * 60000


def _blob(item, place):
    if not isinstance(item, str) or not item.startswith("0x"):
        raise _expected("hex string starting with 0x", item, place)
    if _hex.fullmatch(item, 2) is None:
        raise _Failure(BAD_HEX % json_text.stringify(item), place)
    return bytes.fromhex(item[2:])


def _never(item, place):
    raise _Failure(NEVER, place)


_SCALARS = {"Null": _null, "Boolean": _boolean, "Integer": _integer_of, "Float": _float, "String": _string, "DateTime": _datetime,
            "Blob": _blob, "Never": _never}


# ---- composites -------------------------------------------------------------------------------------------------------------------

class _Reader:
    def __init__(self, refers):
        self.refers, self.depth = refers, 0

    def read(self, node, item, place):
        scalar = _SCALARS.get(node.kind)
        if scalar is not None:
            return scalar(item, place)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _Failure(DEEP, place)
        if node.kind == "Struct":
            value = self.struct(node, item, place)
        elif node.kind == "Variant":
            value = self.variant(node, item, place)
        elif self.refers and isinstance(item, dict) and len(item) == 1 and isinstance(item.get("$ref"), str):
            value = self.find(node, item["$ref"], place)
        else:
            value = self.container(node, item, place)
        self.depth -= 1
        return value

    def inner(self, node, item, place):
        if self.refers:
            place.register(step_text(place))
        return self.read(node, item, place)

    def container(self, node, item, place):
        kind, part = node.kind, node.parts[0]
        if not isinstance(item, list) or (kind == "Ref" and len(item) != 1):
            raise _expected(_LISTS[kind], item, place)
        place.identity = node.identity
        if kind == "Ref":
            place.container = cell = Ref()
            cell.value = self.inner(part, item[0], Place(place, CONTENT))
            return cell
        if kind == "Array":
            place.container = array = []
            for index, inner in enumerate(item):
                array.append(self.inner(part, inner, Place(place, ELEMENT, index=index)))
            return array
        if kind == "Set":
            place.container = found = EastSet(relation(part.type))
            for index, inner in enumerate(item):
                found.add(self.read(part, inner, Place(place, ELEMENT, index=index)))
            return found
        place.container = found = EastDict(relation(part.type))
        for index, inner in enumerate(item):
            self.entry(node, found, inner, Place(place, ELEMENT, index=index))
        return found

    def entry(self, node, found, item, place):
        if not isinstance(item, dict) or "key" not in item or "value" not in item:
            raise _expected("object with key and value for Dict entry", item, place)
        for name in item:
            if name not in ("key", "value"):
                raise _Failure(UNEXPECTED_FIELD % (quote(name), "Dict entry", json_text.stringify(item)), place)
        if self.refers:
            place.register(step_text(place))
        key = self.read(node.parts[0], item["key"], Place(place, KEY, index=place.index))
        found.set(key, self.inner(node.parts[1], item["value"], Place(place, VALUE, index=place.index)))

    def struct(self, node, item, place):
        if not isinstance(item, dict):
            raise _expected("object for Struct", item, place)
        for name in item:
            if name not in node.names:
                raise _Failure(UNEXPECTED_FIELD % (quote(name), "Struct", json_text.stringify(item)), place)
        values = []
        for name, part in zip(node.names, node.parts):
            if name not in item:
                raise _Failure(MISSING_FIELD % (quote(name), json_text.stringify(item)), place)
            values.append(self.inner(part, item[name], Place(place, FIELD, name)))
        return tuple(values)

    def variant(self, node, item, place):
        if not isinstance(item, dict) or not isinstance(item.get("type"), str) or "value" not in item:
            raise _expected("object with type and value for Variant", item, place)
        name = item["type"]
        if name not in node.names:
            raise _Failure(UNKNOWN_CASE % (quote(name), json_text.stringify(item)), place)
        return name, self.inner(node.parts[node.names.index(name)], item["value"], Place(place, CASE, name))

    def find(self, node, reference, place):
        levels, mark, path = reference.partition("#")
        if not mark or not (levels.isascii() and levels.isdigit()) or len(levels) > 9 or int(levels) > place.depth:
            raise _Failure(INVALID % reference, place)
        target = place.up(int(levels))
        for step in path.split("/") if path else ():
            if target is not None:
                target = (target.inner or {}).get(step.replace("~1", "/").replace("~0", "~"))
        if target is None or target.container is None or target.identity != node.identity:
            raise _Failure(UNDEFINED % reference, place)
        return target.container

"""Scalars, names and references in East text, at a position."""

import re

from ...east.text import quote
from .scalars import BLANKS, instant, unit_at

FLOAT_EXPONENT = "expected digits in float exponent"
UNTERMINATED = "unterminated string (missing closing quote)"
STRING_ESCAPE = "unexpected escape sequence in string"
DATE = "expected DateTime in format YYYY-MM-DDTHH:MM:SS.sss"
DATE_VALUE = "invalid DateTime value, got \"%s\""
BLOB = "expected Blob starting with 0x"
ODD_HEX = "invalid hex string (odd length), got \"%s\""
INTEGER_RANGE = "integer out of range (must be 64-bit signed), got %s"
EXPECTED = "expected %s, got %s"
IDENTIFIER = "expected identifier"
IDENTIFIER_OPENING = "expected identifier (opening `)"
IDENTIFIER_CLOSING = "unterminated identifier (missing closing `)"
IDENTIFIER_ESCAPE = "unexpected escape sequence in identifier"
NEVER = "Attempted to parse value of type .Never"
FUNCTION = "functions cannot be read from text"

_blanks = re.compile("[%s]*" % BLANKS)
_integer = re.compile("-?[0-9]+")
_float = re.compile("NaN|-?Infinity|-?[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]*)?")
_date = re.compile("(-?)([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]{1,3}))?")
_blob = re.compile("0x([0-9a-fA-F]*)")
_name = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_plain = re.compile("[A-Za-z0-9_]*")
_reference = re.compile("[0-9]*#")
_quoted = re.compile('[^"\\\\]*')
_TERMINATORS = " \t\r\n,)]}"


class Failure(Exception):
    """What is wrong where: a position in code points, and the place in the value."""

    def __init__(self, message, position, place):
        super().__init__(message)
        self.message, self.position, self.place = message, position, place


class Scanner:
    """A position in a text."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def skip_blanks(self):
        self.at = _blanks.match(self.text, self.at).end()

    @property
    def at_end(self):
        return self.at >= len(self.text)

    def at_terminator(self):
        return self.at >= len(self.text) or self.text[self.at] in _TERMINATORS

    def take(self, mark):
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False

    def expected(self, what, place):
        if self.at_end:
            return Failure(EXPECTED % (what, "end of input"), self.at, place)
        return Failure(EXPECTED % (what, "'%s'" % unit_at(self.text, self.at)), self.at, place)

    def null(self, place):
        start = self.at
        if self.take("null"):
            if self.at_terminator():
                return None
            self.at = start
        raise self.expected("null", place)

    def boolean(self, place):
        if self.take("true"):
            return True
        if self.take("false"):
            return False
        raise self.expected("boolean", place)

    def integer(self, place):
        match = _integer.match(self.text, self.at)
        if match is None:
            raise self.expected("integer", place)
        digits = match.group()
        if len(digits.lstrip("-0")) > 19 or not -1 << 63 <= int(digits) < 1 << 63:
            raise Failure(INTEGER_RANGE % digits, self.at, place)
        self.at = match.end()
        return int(digits)

    def float(self, place):
        match = _float.match(self.text, self.at)
        if match is None:
            raise self.expected("float", place)
        text = match.group()
        if text[-1] in "eE+-":
            raise Failure(FLOAT_EXPONENT, match.end(), place)
        self.at = match.end()
        return float(text)

    def string(self, place):
        if not self.take('"'):
            raise self.expected("'\"'", place)
        parts = []
        while True:
            match = _quoted.match(self.text, self.at)
            parts.append(match.group())
            self.at = match.end()
            if self.at_end:
                break
            if self.take('"'):
                return "".join(parts)
            self.at += 1
            if self.at_end:
                break
            if self.text[self.at] not in '"\\':
                raise Failure(STRING_ESCAPE, self.at, place)
            parts.append(self.text[self.at])
            self.at += 1
        raise Failure(UNTERMINATED, len(self.text), place)

    def date(self, place):
        match = _date.match(self.text, self.at)
        if match is None:
            raise Failure(DATE, self.at, place)
        fields = [int(part) for part in match.groups()[1:7]]
        fraction = (match.group(8) or "").ljust(3, "0")
        value = None if match.group(1) else instant(*fields, int(fraction))
        if value is None:
            raise Failure(DATE_VALUE % match.group(), self.at, place)
        self.at = match.end()
        return value

    def blob(self, place):
        match = _blob.match(self.text, self.at)
        if match is None:
            raise Failure(BLOB, self.at, place)
        if len(match.group(1)) % 2:
            raise Failure(ODD_HEX % match.group(), self.at, place)
        self.at = match.end()
        return bytes.fromhex(match.group(1))

    def never(self, place):
        raise Failure(NEVER, self.at, place)

    def function(self, place):
        raise Failure(FUNCTION, self.at, place)

    def identifier(self):
        """(name, None), or (None, what is wrong at the position)."""
        if self.at_end:
            return None, IDENTIFIER
        if self.text[self.at] == "`":
            return self._quoted_identifier()
        match = _name.match(self.text, self.at)
        if match is None:
            return None, IDENTIFIER_OPENING
        self.at = match.end()
        return match.group(), None

    def _quoted_identifier(self):
        name = []
        self.at += 1
        while not self.at_end:
            if self.take("`"):
                return "".join(name), None
            if self.text[self.at] == "\\":
                self.at += 1
                if self.at_end:
                    break
                if self.text[self.at] not in "\\`":
                    return None, IDENTIFIER_ESCAPE
            name.append(self.text[self.at])
            self.at += 1
        return None, IDENTIFIER_CLOSING

    def reference(self):
        """A reference's text, or None where there is none."""
        match = _reference.match(self.text, self.at)
        if match is None:
            return None
        start, self.at = self.at, match.end()
        while self.at < len(self.text):
            end = step_end(self.text, self.at)
            if end == self.at:
                break
            self.at = end
        return self.text[start:self.at]


def step_end(text, start):
    """Where a step of a reference ends; the start itself where none begins."""
    if text[start] == ".":
        if text.startswith("`", start + 1):
            end = start + 2
            while end < len(text) and text[end] != "`":
                end += 2 if text[end] == "\\" else 1
            return end + 1 if end < len(text) else start
        return _plain.match(text, start + 1).end()
    if text[start] != "[":
        return start
    depth = 0
    for end in range(start, len(text)):
        if text[end] == "[":
            depth += 1
        elif text[end] == "]":
            depth -= 1
            if depth == 0:
                return end + 1
    return start


def steps(path):
    """The steps of a reference's path as they are registered."""
    found, start = [], 0
    while start < len(path):
        end = step_end(path, start)
        step = path[start:end]
        found.append("." + re.sub(r"\\(.)", r"\1", step[2:-1], flags=re.S) if step.startswith(".`") else step)
        start = end
    return found


def is_plain(name):
    return _name.fullmatch(name) is not None


def odd_step(name):
    """How the reference's readers of others register a field whose name is no plain identifier."""
    return "[%s]" % quote(name)

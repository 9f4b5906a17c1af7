"""JSON text to items, keeping what Python's own reader would lose: positions, the order of members, -0, halves of pairs."""

import re

from .scalars import ecmascript, unit_at
from .text_printing import quote_joined

MAX_DEPTH = 6000
PREFIX = "Failed to parse JSON: "
CONTROL = "a control character in a string must be escaped"
UNTERMINATED = "the string is not closed"
BAD_ESCAPE = "unknown escape in a string"
BAD_NUMBER = "not a JSON number"
TRAILING = "unexpected text after the JSON value"
DEEP = "JSON nested more than %d levels" % MAX_DEPTH
EXPECTED = "expected %s, got %s"

_blanks = re.compile("[ \t\r\n]*")
_number = re.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_plain = re.compile('[^"\\\\\x00-\x1f]*')
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class BadJson(Exception):
    """Text that is no JSON."""


def stringify(item):
    """An item as text without blanks. Items: None, True, False, float, str, list, dict."""
    if item is None:
        return "null"
    if item is True or item is False:
        return "true" if item else "false"
    if isinstance(item, float):
        return "null" if item - item != 0 else "0" if item == 0 else ecmascript(item)
    if isinstance(item, str):
        return quote_joined(item)
    if isinstance(item, list):
        return "[%s]" % ",".join(map(stringify, item))
    return "{%s}" % ",".join("%s:%s" % (quote_joined(name), stringify(value)) for name, value in item.items())


def parse(text):
    """The item in a text. Raises BadJson with the place."""
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text):
        self.text, self.at, self.depth = text, 0, 0

    def whole(self):
        item = self.read()
        self.blanks()
        if self.at < len(self.text):
            raise self.fail(TRAILING)
        return item

    def fail(self, message):
        before = self.text[:self.at]
        line = before.count("\n") + 1
        column = len(before[before.rfind("\n") + 1:].encode("utf-16-le", "surrogatepass")) // 2 + 1
        return BadJson("%s%s (line %d, col %d)" % (PREFIX, message, line, column))

    def expected(self, what):
        found = "'%s'" % unit_at(self.text, self.at) if self.at < len(self.text) else "end of input"
        return self.fail(EXPECTED % (what, found))

    def blanks(self):
        self.at = _blanks.match(self.text, self.at).end()

    def take(self, mark):
        self.blanks()
        if self.text.startswith(mark, self.at):
            self.at += 1
            return True
        return False

    def read(self):
        self.blanks()
        first = self.text[self.at:self.at + 1]
        if first == '"':
            return self.string()
        if first == "{" or first == "[":
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise self.fail(DEEP)
            item = self.object() if first == "{" else self.array()
            self.depth -= 1
            return item
        for word, item in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return item
        if first and first in "-0123456789":
            return self.number()
        raise self.expected("a JSON value")

    def number(self):
        match = _number.match(self.text, self.at)
        if match is None or self.text[match.end():match.end() + 1] in tuple("0123456789.eE"):
            raise self.fail(BAD_NUMBER)
        self.at = match.end()
        return float(match.group())

    def array(self):
        self.at += 1
        items = []
        if self.take("]"):
            return items
        while True:
            items.append(self.read())
            if not self.take(","):
                break
        if not self.take("]"):
            raise self.expected("',' or ']'")
        return items

    def object(self):
        self.at += 1
        members = {}
        if self.take("}"):
            return members
        while True:
            self.blanks()
            if not self.text.startswith('"', self.at):
                raise self.expected("a member name in quotes")
            name = self.string()
            if not self.take(":"):
                raise self.expected("':'")
            members[name] = self.read()
            if not self.take(","):
                break
        if not self.take("}"):
            raise self.expected("',' or '}'")
        return members

    def string(self):
        self.at += 1
        parts, escaped = [], False
        while True:
            match = _plain.match(self.text, self.at)
            parts.append(match.group())
            self.at = match.end()
            if self.at >= len(self.text):
                raise self.fail(UNTERMINATED)
            mark = self.text[self.at]
            if mark < " ":
                raise self.fail(CONTROL)
            self.at += 1
            if mark == '"':
                break
            parts.append(self.escape())
            escaped = True
        text = "".join(parts)
        if escaped and not text.isascii():
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        return text

    def escape(self):
        if self.at >= len(self.text):
            raise self.fail(UNTERMINATED)
        mark = self.text[self.at]
        digits = self.text[self.at + 1:self.at + 5]
        if mark == "u" and len(digits) == 4 and all(c in "0123456789abcdefABCDEF" for c in digits):
            self.at += 5
            return chr(int(digits, 16))
        if mark not in _ESCAPES:
            raise self.fail(BAD_ESCAPE)
        self.at += 1
        return _ESCAPES[mark]

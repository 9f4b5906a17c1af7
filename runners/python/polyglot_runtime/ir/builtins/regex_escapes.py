"""Escapes and groups of patterns."""

import unicodedata

from .regex_classes import DIGITS, SPACES, WORDS, inverted

BAD_NAME = "Invalid capture group name"
DUPLICATE = "Duplicate capture group name"
BAD_REFERENCE = "Invalid named reference"
UNKNOWN_REFERENCE = "Invalid named capture referenced"
BAD_ESCAPE = "Invalid escape"

_SETS = {"d": DIGITS, "D": inverted(DIGITS), "w": WORDS, "W": inverted(WORDS), "s": SPACES, "S": inverted(SPACES)}
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}


class BadPattern(Exception):
    """A pattern or flags that are none."""


def scan_groups(pattern):
    """(name -> number, list with one entry per group), found before reading: a reference may come before its group."""
    names, groups, at, in_class = {}, [], 0, False
    while at < len(pattern):
        mark = pattern[at]
        if mark == "\\":
            at += 1
        elif mark == "[":
            in_class = True
        elif mark == "]":
            in_class = False
        elif mark == "(" and not in_class:
            named = pattern.startswith("(?<", at) and pattern[at + 3:at + 4] not in ("=", "!")
            if named or not pattern.startswith("(?", at):
                groups.append(at)
                if named:
                    name = name_at(pattern, at + 3)
                    if name in names:
                        raise BadPattern(DUPLICATE)
                    names[name] = len(groups)
        at += 1
    return names, groups


def name_at(pattern, start):
    """The name that begins there and ends before the next `>`."""
    end = pattern.find(">", start)
    if end <= start or not _starts(pattern[start]) or not all(map(_continues, pattern[start + 1:end])):
        raise BadPattern(BAD_NAME)
    return pattern[start:end]


def _starts(c):
    return c in "$_" or unicodedata.category(c) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nl")


def _continues(c):
    return _starts(c) or c in "\u200c\u200d" or unicodedata.category(c) in ("Nd", "Mn", "Mc", "Pc")


def back_reference(pattern, at, groups, names):
    """(number of the group, position after it), or (0, at)."""
    if pattern[at] == "k" and names:
        if not pattern.startswith("<", at + 1) or pattern.find(">", at) < 0:
            raise BadPattern(BAD_REFERENCE)
        name = name_at(pattern, at + 2)
        if name not in names:
            raise BadPattern(UNKNOWN_REFERENCE)
        return names[name], at + len(name) + 3
    if pattern[at] not in "123456789":
        return 0, at
    end = at
    while end < len(pattern) and pattern[end] in "0123456789":
        end += 1
    number = int(pattern[at:end]) if end - at < 10 else len(groups) + 1
    return (number, end) if number <= len(groups) else (0, at)


def named_set(mark):
    return _SETS.get(mark)


def unit(pattern, at, in_class, names):
    """(unit, position after it) of an escape that stands for one unit; `at` is behind the backslash."""
    mark = pattern[at]
    at += 1
    if mark in _CONTROLS:
        return _CONTROLS[mark], at
    if mark == "b" and in_class:
        return 8, at
    if mark in "xu":
        digits = pattern[at:at + (2 if mark == "x" else 4)]
        if len(digits) == (2 if mark == "x" else 4) and all(c in "0123456789abcdefABCDEF" for c in digits):
            return int(digits, 16), at + len(digits)
        return ord(mark), at
    if mark == "k" and names:
        raise BadPattern(BAD_ESCAPE)
    if mark == "c":
        control = pattern[at:at + 1]
        if control and control.isascii() and (control.isalpha() or (in_class and (control.isdigit() or control == "_"))):
            return ord(control) % 32, at + 1
        return 92, at - 1       # the backslash stands for itself, and the c after it
    if mark in "01234567":
        value, end = 0, at - 1
        while end < min(len(pattern), at + 2) and pattern[end] in "01234567" and value * 8 + int(pattern[end]) <= 255:
            value = value * 8 + int(pattern[end])
            end += 1
        return value, end
    return ord(mark), at

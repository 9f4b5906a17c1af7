"""Replacement strings of RegexReplace (spec 5.1)."""

import re

AT_END = "invalid regex replacement string: unescaped $ at end of string"
UNTERMINATED = "invalid regex replacement string: unterminated group name in $<...>"
EMPTY_NAME = "invalid regex replacement string: empty group name in $<>"
BAD_CHARACTER = "invalid regex replacement string: invalid character \"%s\" in group name in $<...>"
UNESCAPED = "invalid regex replacement string: unescaped $ at $%s"

_word = re.compile("[0-9A-Za-z_]*")
_piece = re.compile(r"\$(?:(\$)|<([0-9A-Za-z_]+)>|([1-9][0-9]?))")


def problem_of(replacement):
    """What is wrong with it; None where it is all right."""
    at = replacement.find("$")
    while at >= 0:
        mark = replacement[at + 1:at + 2]
        if not mark:
            return AT_END
        at += 2
        if mark == "<":
            end = _word.match(replacement, at).end()
            if end == len(replacement):
                return UNTERMINATED
            if replacement[end] != ">":
                return BAD_CHARACTER % replacement[end]
            if end == at:
                return EMPTY_NAME
            at = end + 1
        elif mark != "$" and mark not in "123456789":
            return UNESCAPED % mark
        at = replacement.find("$", at)
    return None


def expander(replacement, groups, names):
    """A function that gives the text for a match: `groups` of them there are, `names` maps names to numbers."""
    if "$" not in replacement:
        return lambda match: replacement
    parts, done = [], 0
    for found in _piece.finditer(replacement):
        parts.append(replacement[done:found.start()])
        done = found.end()
        dollar, name, number = found.groups()
        if dollar:
            parts.append("$")
        elif name:
            if names:
                parts.append(names.get(name, ""))
            else:
                parts.append(found.group())
        elif len(number) == 2 and int(number) <= groups:
            parts.append(int(number))
        elif int(number[0]) <= groups:
            parts.extend((int(number[0]), number[1:]))
        else:
            parts.append(found.group())
    parts.append(replacement[done:])
    return lambda match: "".join([part if isinstance(part, str) else match.group(part) or "" for part in parts])

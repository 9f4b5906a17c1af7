"""Regular expressions of ECMAScript without the u flag, run by Python's engine: texts and patterns are taken as UTF-16 units."""

import re
import sys

from .regex_classes import ALL, NOT_LINE_ENDS, class_text, close_over_case, inverted, single, union
from .regex_escapes import BadPattern, back_reference, named_set, scan_groups, unit
from .regex_replacement import expander

MAX_DEPTH = 250
MAX_LENGTH = 1 << 20
MAX_REPEAT = 4294967294
_MAX_KEPT = 256

PATTERN = "Invalid regular expression: /%s/: %s"
FLAGS = "Invalid regular expression flags '%s': each of g, i, m and s may be there once"
UNTERMINATED = "Unterminated group"
UNMATCHED = "Unmatched ')'"
BAD_GROUP = "Invalid group"
NOTHING = "Nothing to repeat"
ORDER = "numbers out of order in {} quantifier"
OPEN_CLASS = "Unterminated character class"
RANGE_ORDER = "Range out of order in character class"
BACKSLASH = "\\ at end of pattern"
DEEP = "groups are nested too deeply"
LARGE = "the pattern is too large"

_quantifier = re.compile(r"\*|\+|\?|\{([0-9]+)(?:(,)([0-9]*))?\}")
_kept = {}


def to_units(text):
    """The text with one character per UTF-16 unit."""
    if not text or max(text) <= "\uffff":
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(map(chr, memoryview(data).cast("H"))) if _LITTLE else "".join(
        chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2))


_LITTLE = sys.byteorder == "little"


class Regex:
    """A pattern, ready to search."""

    def __init__(self, pattern, groups, names):
        self._pattern, self._groups, self._names = pattern, groups, names

    def search(self, text):
        return self._pattern.search(to_units(text))

    @staticmethod
    def index(text, start):
        """The code point at a place of units; -1 for the end of the text."""
        units = to_units(text)
        if start >= len(units):
            return -1
        return start if units is text else len(units[:start].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass"))

    def replace(self, text, replacement):
        units, expand = to_units(text), expander(to_units(replacement), self._groups, self._names)
        pieces, done, at = [], 0, 0
        while at <= len(units):
            match = self._pattern.search(units, at)
            if match is None:
                break
            pieces.append(units[done:match.start()])
            pieces.append(expand(match))
            done = match.end()
            at = done + 1 if match.end() == match.start() else done
        return text if not pieces else "".join([*pieces, units[done:]])


def compile_pattern(pattern, flags):
    """The Regex. Raises BadPattern."""
    known = _kept.get((pattern, flags))
    if known is None:
        if any(flag not in "gims" for flag in flags) or len(set(flags)) != len(flags):
            raise BadPattern(FLAGS % flags)
        try:
            parser = _Parser(to_units(pattern), flags)
            text = parser.whole()
            known = Regex(re.compile(text), len(parser.groups), parser.names)
        except BadPattern as error:
            raise BadPattern(PATTERN % (pattern, error)) from None
        except (re.error, OverflowError, RecursionError, ValueError) as error:
            raise BadPattern(PATTERN % (pattern, error)) from None
        if len(_kept) >= _MAX_KEPT:
            _kept.clear()
        _kept[pattern, flags] = known
    return known


class _Parser:
    """Reads a pattern and gives Python's pattern for the same."""

    def __init__(self, pattern, flags):
        if len(pattern) > MAX_LENGTH:
            raise BadPattern(LARGE)
        self.pattern, self.at, self.depth, self.opened = pattern, 0, 0, 0
        self.ignore_case, self.multiline, self.dot_all = "i" in flags, "m" in flags, "s" in flags
        self.names, self.groups = scan_groups(pattern)

    def whole(self):
        text = self.choice()
        if self.at < len(self.pattern):
            raise BadPattern(UNMATCHED)
        return text

    def skip(self, text):
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def choice(self):
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise BadPattern(DEEP)
        options = [self.sequence()]
        while self.skip("|"):
            options.append(self.sequence())
        self.depth -= 1
        return "|".join(options)

    def sequence(self):
        items = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            items.append(self.term())
        return "".join(items)

    def term(self):
        text, repeats = self.atom()
        found = self.quantifier()
        if found is None:
            return text
        if not repeats:
            raise BadPattern(NOTHING)
        low, high = found
        if high is not None and low > high:
            raise BadPattern(ORDER)
        low, high = min(low, MAX_REPEAT), high if high is None or high < MAX_REPEAT else None
        return "(?:%s){%d,%s}%s" % (text, low, "" if high is None else high, "?" if self.skip("?") else "")

    def quantifier(self):
        match = _quantifier.match(self.pattern, self.at)
        if match is None:
            return None
        self.at = match.end()
        mark = match.group()
        if mark in ("*", "+", "?"):
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[mark]
        low = int(match.group(1))
        return low, low if match.group(2) is None else int(match.group(3)) if match.group(3) else None

    def atom(self):
        """(Python's pattern, whether it may be repeated)."""
        mark = self.pattern[self.at]
        self.at += 1
        if mark == "^":
            return r"(?:(?<![^\n\r\u2028\u2029]))" if self.multiline else r"\A", False
        if mark == "$":
            return r"(?:(?![^\n\r\u2028\u2029]))" if self.multiline else r"\Z", False
        if mark == ".":
            return class_text(ALL if self.dot_all else NOT_LINE_ENDS), True
        if mark == "(":
            return self.group()
        if mark == "[":
            return class_text(self.character_class()), True
        if mark == "\\":
            return self.escape()
        if mark in "*+?":
            raise BadPattern(NOTHING)
        if mark == "{":
            self.at -= 1
            if self.quantifier() is not None:
                raise BadPattern(NOTHING)
            self.at += 1
        return self.unit_text([(ord(mark), ord(mark))]), True

    def unit_text(self, ranges):
        return class_text(close_over_case(ranges) if self.ignore_case else ranges)

    def group(self):
        if not self.skip("?"):
            return self.capture(), True
        for mark, repeats in ((":", True), ("=", True), ("!", True), ("<=", False), ("<!", False)):
            if self.skip(mark):
                return "(?%s%s)" % (mark, self.closed()), repeats
        if not self.skip("<"):
            raise BadPattern(BAD_GROUP)
        self.at = self.pattern.index(">", self.at) + 1
        return self.capture(), True

    def capture(self):
        return "(%s)" % self.closed()

    def closed(self):
        text = self.choice()
        if not self.skip(")"):
            raise BadPattern(UNTERMINATED)
        return text

    def escape(self):
        if self.at == len(self.pattern):
            raise BadPattern(BACKSLASH)
        mark = self.pattern[self.at]
        if mark in "bB":
            self.at += 1
            word = "[0-9A-Za-z_]"
            edge = "(?:(?<!%s)(?=%s)|(?<=%s)(?!%s))" % (word, word, word, word)
            return (edge if mark == "b" else "(?!%s)" % edge), False
        number, self.at = back_reference(self.pattern, self.at, self.groups, self.names)
        if number:
            # A group that has not matched is empty.
            return "(?:(?(%d)%s))" % (number, ("(?i:\\%d)" if self.ignore_case else "\\%d") % number), True
        ranges = named_set(self.pattern[self.at])
        if ranges is None:
            code, self.at = unit(self.pattern, self.at, False, self.names)
            ranges = [(code, code)]
        else:
            self.at += 1
        return self.unit_text(ranges), True

    def character_class(self):
        negated = self.skip("^")
        ranges = []
        while not self.skip("]"):
            first = self.class_atom()
            if self.pattern.startswith("-", self.at) and self.at + 1 < len(self.pattern) and self.pattern[self.at + 1] != "]":
                self.at += 1
                last = self.class_atom()
                if single(first) and single(last):
                    if first[0][0] > last[0][0]:
                        raise BadPattern(RANGE_ORDER)
                    ranges.append((first[0][0], last[0][0]))
                    continue
                ranges.extend(((45, 45), *last))
            ranges.extend(first)
        ranges = union(ranges)
        if self.ignore_case:
            ranges = close_over_case(ranges)
        return inverted(ranges) if negated else ranges

    def class_atom(self):
        if self.at == len(self.pattern):
            raise BadPattern(OPEN_CLASS)
        mark = self.pattern[self.at]
        self.at += 1
        if mark != "\\":
            return [(ord(mark), ord(mark))]
        if self.at == len(self.pattern):
            raise BadPattern(BACKSLASH)
        ranges = named_set(self.pattern[self.at])
        if ranges is not None:
            self.at += 1
            return ranges
        code, self.at = unit(self.pattern, self.at, True, self.names)
        return [(code, code)]

"""Python source in the making: values as expressions, statements as indented lines, and points at the lines that may fail.

In the text of an expression, a line break followed by the mark of a point begins the part that may fail, so that Python's own line
numbers tell which part did.
"""

MIN, MAX = -(1 << 63), (1 << 63) - 1
FULL = (MIN, MAX)
WIDE = 1 << 200         # intermediate results may grow up to this before they are wrapped
MAX_NESTING = 40        # of parentheses; Python's own limit is 200

CONST, STABLE, VOLATILE = 0, 1, 2


class Value:
    """An expression of Python. `kind`: CONST and STABLE (a local that never changes) may be evaluated any number of times and at any
    time. `low`, `high`: of integers, what it can be; outside of 64 bits it still has to be wrapped. `never`: nothing gets here."""

    __slots__ = ("text", "kind", "low", "high", "nesting", "never")

    def __init__(self, text, kind=VOLATILE, low=MIN, high=MAX, nesting=0, never=False):
        self.text, self.kind, self.low, self.high, self.nesting, self.never = text, kind, low, high, nesting, never

    @property
    def simple(self):
        return self.kind != VOLATILE


NONE = Value("None", CONST)
NEVER = Value("None", CONST, never=True)


def nesting(values):
    return max([value.nesting for value in values], default=0) + 1


class Lines:
    """Statements: (indent, text) pairs."""

    def __init__(self):
        self.lines, self.indent = [], 0
        self.above = 0          # how deep the captured lines will stand
        self.blocks = 0         # of loops and tries around; Python allows 20
        self._temporaries = self._flags = 0

    def flag(self):
        self._flags += 1
        return self._flags

    def temporary(self):
        self._temporaries += 1
        return "t%d" % self._temporaries

    def add(self, text):
        self.lines.append((self.indent, text))

    def capture(self):
        """Statements from now on go to a list of their own; gives what `release` needs."""
        outer = self.lines, self.indent, self.above
        self.above += self.indent + 1
        self.lines, self.indent = [], 0
        return outer

    def release(self, outer):
        """The captured lines; statements go where they went before."""
        captured = self.lines
        self.lines, self.indent, self.above = outer
        return captured

    def paste(self, captured):
        indent = self.indent
        self.lines.extend((indent + depth, text) for depth, text in captured)

    def keep(self, value, at=None):
        """The value in a temporary, made by a statement (at a place among the lines, before what came later)."""
        name = self.temporary()
        line = self.indent, "%s = %s" % (name, wrapped_lines(value.text))
        if at is None:
            self.lines.append(line)
        else:
            self.lines.insert(at, line)
        return Value(name, STABLE, value.low, value.high)


def wrapped_lines(text):
    """An expression that may have several lines, as part of a statement."""
    return "(%s)" % text if "\n" in text else text


def assemble(lines, points):
    """(source, line -> Point)."""
    source, found = [], {}
    for indent, text in lines:
        first = True
        for piece in text.split("\n"):
            if piece.startswith("\x01"):
                number, _, piece = piece[1:].partition("\x02")
                found[len(source) + 1] = points[int(number)]
            source.append(" " * indent + piece if first else piece)
            first = False
    return "\n".join(source) + "\n", found

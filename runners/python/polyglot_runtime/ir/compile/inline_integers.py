"""Integer arithmetic: within 64 bits, wrapped as late as possible. Adding, subtracting and multiplying give the same result modulo
2^64 whether or not their operands were wrapped, so only what leaves such a chain is wrapped, and only where it may not fit.
"""

from .code import CONST, MAX, MIN, Value, WIDE, nesting

_RING = {"IntegerAdd": "+", "IntegerSubtract": "-", "IntegerMultiply": "*"}

_COMPARISONS = ("Less", "LessEqual", "Greater", "GreaterEqual")
_MIRRORED = {"Less": "Greater", "LessEqual": "GreaterEqual", "Greater": "Less", "GreaterEqual": "LessEqual"}


class InlineIntegers:
    """Part of FunctionCompiler."""

    def wrap(self, value):
        """The value within 64 bits."""
        if value.kind == CONST:
            number = (value.low - MIN) % (1 << 64) + MIN
            return Value(str(number) if number >= 0 else "(%d)" % number, CONST, number, number)
        name = self.temporary()
        test = "(%s := %s)" % (name, value.text)
        if value.low >= MIN:
            test += " <= 9223372036854775807"
        elif value.high <= MAX:
            test += " >= -9223372036854775808"
        else:
            test = "-9223372036854775808 <= %s <= 9223372036854775807" % test
        return Value("(%s if %s else wrap(%s))" % (name, test, name), nesting=value.nesting + 2)

    def bounds_of(self, predicate):
        """What a comparison of an integer with a literal says where it holds and where it does not: (variable, low, high) or None each.
        Only of variables that do not change."""
        kind, fields = predicate
        if kind != "Builtin" or fields[2] not in _COMPARISONS or fields[3][0][0] != "Integer":
            return None, None
        one, other = fields[4]
        operator = fields[2]
        if one[0] == "Value":
            one, other, operator = other, one, _MIRRORED[operator]
        if one[0] != "Variable" or other[0] != "Value":
            return None, None
        variable = self.find(one[1][2], one[1][1])
        if variable.mutable:
            return None, None
        limit = other[1][2][1]
        below, above = (limit - 1, limit) if operator in ("Less", "GreaterEqual") else (limit, limit + 1)
        under, over = (variable, MIN, min(below, MAX)), (variable, max(above, MIN), MAX)
        return (under, over) if operator in ("Less", "LessEqual") else (over, under)

    @staticmethod
    def bounded(bounds, work):
        """What work() gives while a variable is known to be within bounds."""
        if bounds is None:
            return work()
        variable, low, high = bounds
        before = variable.low, variable.high
        variable.low = low if variable.low is None else max(low, variable.low)
        variable.high = high if variable.high is None else min(high, variable.high)
        if variable.low > variable.high:        # never so
            variable.low, variable.high = before
        try:
            return work()
        finally:
            variable.low, variable.high = before

    def emit_ring(self, node):
        """The value of an operand of ring arithmetic, which need not be wrapped."""
        kind, fields = node
        if kind == "Builtin" and fields[2] in ("IntegerAdd", "IntegerSubtract", "IntegerMultiply", "IntegerNegate"):
            value = getattr(self, "_inline_" + fields[2])(node, fields[4], fields[3])
            if value is not None:
                if not -WIDE < value.low <= value.high < WIDE:
                    value = self.wrap(value)
                return self.keep(value) if value.nesting > 40 else value
        return self.emit(node)

    def _ring(self, node, arguments):
        a, b = values = self.operands(arguments, self.emit_ring)
        operator = _RING[node[1][2]]
        if operator == "+":
            low, high = a.low + b.low, a.high + b.high
        elif operator == "-":
            low, high = a.low - b.high, a.high - b.low
        else:
            corners = a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high
            low, high = min(corners), max(corners)
        if a.kind == b.kind == CONST:
            return Value("(%d)" % low, CONST, low, high)
        return Value("(%s %s %s)" % (a.text, operator, b.text), low=low, high=high, nesting=nesting(values))

    def _inline_IntegerAdd(self, node, arguments, types):
        return self._ring(node, arguments)

    _inline_IntegerSubtract = _inline_IntegerMultiply = _inline_IntegerAdd

    def _inline_IntegerNegate(self, node, arguments, types):
        value = self.emit_ring(arguments[0])
        if value.kind == CONST:
            return Value("(%d)" % -value.low, CONST, -value.low, -value.low)
        return Value("(-%s)" % value.text, low=-value.high, high=-value.low, nesting=value.nesting + 1)

    def _inline_IntegerDivide(self, node, arguments, types):
        return self._divide(node, arguments, "//", "divide")

    def _inline_IntegerRemainder(self, node, arguments, types):
        return self._divide(node, arguments, "%%", "remainder")

    def _divide(self, node, arguments, operator, function):
        a, b = values = self.operands(arguments)
        depth = nesting(values) + 2
        if b.low > 0 and b.kind == CONST:
            if operator == "//":
                low, high = -(-a.low // b.low) if a.low < 0 else a.low // b.low, a.high // b.low if a.high >= 0 else -(-a.high // b.low)
            else:
                low, high = 0 if a.low >= 0 else 1 - b.low, b.low - 1 if a.high > 0 else 0
            if a.low >= 0:
                return Value("(%%s %s %%s)" % operator % (a.text, b.text), low=low, high=high, nesting=depth)
            first, later = self.name_of(a)
            text = "(%%s %s %%s if %%s >= 0 else -(-%%s %s %%s))" % (operator, operator)
            return Value(text % (later, b.text, first, later, b.text), low=low, high=high, nesting=depth)
        mark = self.point(node[1][1])
        if not (a.simple and b.simple):
            return Value("\n%s%s(%s, %s)" % (mark, function, a.text, b.text), nesting=depth)
        text = "(%%s %s %%s if %%s >= 0 and %%s > 0 else \n%%s%%s(%%s, %%s))" % operator
        return Value(text % (a.text, b.text, a.text, b.text, mark, function, a.text, b.text), nesting=depth)

    def _inline_IntegerAbs(self, node, arguments, types):
        value = self.emit(arguments[0])
        high = max(abs(value.low), abs(value.high))
        return Value("abs(%s)" % value.text, low=0, high=high, nesting=value.nesting + 1)

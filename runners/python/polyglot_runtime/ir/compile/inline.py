"""Builtins that become Python expressions of their own: arithmetic, comparisons, and the everyday ones of the containers."""

from .code import CONST, NONE, Value, nesting, wrapped_lines
from .inline_integers import InlineIntegers

_PLAIN_ORDER = ("Integer", "DateTime", "Boolean", "Blob")
_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SIZE = 1 << 48


def _is_nonzero(value):
    """Whether a value is a float literal other than 0 and NaN."""
    if value.kind != CONST:
        return False
    try:
        number = float(value.text.strip("()"))
    except ValueError:
        return value.text in ("INF", "MINUS_INF")
    return number == number and number != 0


class Inline(InlineIntegers):
    """Part of FunctionCompiler. `_inline_Name(node, arguments, types)` gives a Value, or None where the builtin is to be called."""

    # ---- comparison -------------------------------------------------------------------------------------------------------------

    def _compare(self, node, arguments, types, operator):
        kind = types[0][0]
        if kind in _PLAIN_ORDER:
            values = self.operands(arguments)
            return Value("(%s %s %s)" % (values[0].text, operator, values[1].text), nesting=nesting(values))
        if kind == "Float":
            values = self.operands(arguments)
            return self._compare_floats(*values, operator)
        return None

    def _compare_floats(self, a, b, operator):
        if _is_nonzero(a) and not _is_nonzero(b):
            a, b, operator = b, a, _SWAPPED[operator]
        if _is_nonzero(b) and b.text != "NAN":
            # NaN is the greatest, so that "greater" is "not less or equal".
            text = {"<": "(%s < %s)", "<=": "(%s <= %s)", ">": "(not %s <= %s)", ">=": "(not %s < %s)"}[operator]
            return Value(text % (a.text, b.text), nesting=nesting((a, b)))
        first_a, later_a = self.name_of(a)
        first_b, later_b = self.name_of(b)
        if operator in ("<", ">="):
            text = "(%s < %s or (not %s > %s and less(%s, %s)))"
        else:
            text = "(%s > %s or (not %s < %s and less(%s, %s)))"
        swapped = operator in (">", "<=")
        last = (later_b, later_a) if swapped else (later_a, later_b)
        text = text % (first_a, first_b, later_a, later_b, *last)
        return Value("(not %s)" % text if operator in ("<=", ">=") else text, nesting=nesting((a, b)) + 2)

    def _inline_Less(self, node, arguments, types):
        return self._compare(node, arguments, types, "<")

    def _inline_LessEqual(self, node, arguments, types):
        return self._compare(node, arguments, types, "<=")

    def _inline_Greater(self, node, arguments, types):
        return self._compare(node, arguments, types, ">")

    def _inline_GreaterEqual(self, node, arguments, types):
        return self._compare(node, arguments, types, ">=")

    def _equal(self, arguments, types):
        kind = types[0][0]
        if kind == "Float":
            a, b = values = self.operands(arguments)
            if _is_nonzero(a) or _is_nonzero(b):
                return Value("(%s == %s)" % (a.text, b.text), nesting=nesting(values))
            if a.simple and b.simple:
                x, y = a.text, b.text
                return Value("((%s != 0.0 or same(%s, %s)) if %s == %s else %s != %s and %s != %s)" % (x, x, y, x, y, x, x, y, y),
                             nesting=nesting(values))
            return Value("same(%s, %s)" % (a.text, b.text), nesting=nesting(values))
        if kind == "Null":
            return None
        if self.program.is_plain(types[0]):
            values = self.operands(arguments)
            return Value("(%s == %s)" % (values[0].text, values[1].text), nesting=nesting(values))
        return None

    def _inline_Equal(self, node, arguments, types):
        return self._equal(arguments, types)

    def _inline_NotEqual(self, node, arguments, types):
        value = self._equal(arguments, types)
        return None if value is None else Value("(not %s)" % value.text, nesting=value.nesting + 1)

    def _inline_Is(self, node, arguments, types):
        kind = types[0][0]
        if kind in ("Integer", "Boolean", "String", "DateTime", "Blob"):
            values = self.operands(arguments)
            return Value("(%s == %s)" % (values[0].text, values[1].text), nesting=nesting(values))
        if kind in ("Array", "Set", "Dict", "Ref"):
            values = self.operands(arguments)
            return Value("(%s is %s)" % (values[0].text, values[1].text), nesting=nesting(values))
        return None

    # ---- booleans: both sides are always evaluated --------------------------------------------------------------------------------

    def _binary(self, arguments, operator):
        a, b = self.operands(arguments)
        return Value("(%s %s %s)" % (a.text, operator, b.text), nesting=nesting((a, b)))

    def _inline_BooleanAnd(self, node, arguments, types):
        return self._binary(arguments, "&")

    def _inline_BooleanOr(self, node, arguments, types):
        return self._binary(arguments, "|")

    def _inline_BooleanXor(self, node, arguments, types):
        return self._binary(arguments, "^")

    def _inline_BooleanNot(self, node, arguments, types):
        value = self.emit(arguments[0])
        return Value("(not %s)" % value.text, nesting=value.nesting + 1)

    # ---- floats -----------------------------------------------------------------------------------------------------------------

    def _inline_FloatAdd(self, node, arguments, types):
        return self._binary(arguments, "+")

    def _inline_FloatSubtract(self, node, arguments, types):
        return self._binary(arguments, "-")

    def _inline_FloatMultiply(self, node, arguments, types):
        return self._binary(arguments, "*")

    def _inline_FloatNegate(self, node, arguments, types):
        value = self.emit(arguments[0])
        return Value("(-%s)" % value.text, nesting=value.nesting + 1)

    def _inline_FloatDivide(self, node, arguments, types):
        a, b = self.operands(arguments)
        if _is_nonzero(b):
            return Value("(%s / %s)" % (a.text, b.text), nesting=nesting((a, b)))
        first, later = self.name_of(b)
        if not a.simple:
            if "\n" in a.text or "\n" in b.text:      # the order in which they are evaluated can be seen
                return Value("divide_floats(%s, %s)" % (a.text, b.text), nesting=nesting((a, b)) + 1)
            return Value("(%s / %s if %s else divide_floats(%s, %s))" % (a.text, later, first, a.text, later), nesting=nesting((a, b)) + 1)
        return Value("(%s / %s if %s else divide_floats(%s, %s))" % (a.text, later, first, a.text, later), nesting=nesting((a, b)))

    def _inline_FloatSqrt(self, node, arguments, types):
        value = self.emit(arguments[0])
        first, later = self.name_of(value)
        return Value("(sqrt(%s) if %s >= 0.0 else NAN)" % (later, first), nesting=value.nesting + 2)

    def _inline_IntegerToFloat(self, node, arguments, types):
        value = self.emit(arguments[0])
        return Value("float(%s)" % value.text, nesting=value.nesting + 1)

    def _inline_Print(self, node, arguments, types):
        if types[0][0] != "Integer":
            return None
        value = self.emit(arguments[0])
        return Value("str(%s)" % value.text, nesting=value.nesting + 1)

    # ---- strings ------------------------------------------------------------------------------------------------------------------

    def _inline_StringConcat(self, node, arguments, types):
        a, b = values = self.operands(arguments)
        name = self.temporary()
        mark = self.point(node[1][1])
        plain = any(argument[0] == "Value" and argument[1][2][1].isascii() for argument in arguments)
        # Halves of a pair of surrogates can only meet where neither side is ASCII.
        test = "len(%s := %s + %s) < 268435444" % (name, a.text, b.text) if plain else \
            "(%s := %s + %s).isascii() and len(%s) < 268435444" % (name, a.text, b.text, name)
        return Value("(%s if %s else \n%scheck_text(%s))" % (name, test, mark, name), nesting=nesting(values) + 2)

    def _inline_StringLength(self, node, arguments, types):
        value = self.emit(arguments[0])
        return Value("len(%s)" % value.text, low=0, high=_SIZE, nesting=value.nesting + 1)

    # ---- arrays -------------------------------------------------------------------------------------------------------------------

    def _inline_ArraySize(self, node, arguments, types):
        return self._inline_StringLength(node, arguments, types)

    _inline_SetSize = _inline_DictSize = _inline_BlobSize = _inline_ArraySize

    def _index(self, value):
        """What a point needs to know of an index: the literal, or the local that has it."""
        return value.low if value.kind == CONST else value.text

    def _inline_ArrayGet(self, node, arguments, types):
        """A subscript: Python says when the index is too large, and what the index was is found in its local."""
        array, index = self.operands(arguments)
        depth = nesting((array, index)) + 2
        if "\n" in array.text:
            array = Value("(%s)" % array.text)
        if index.kind == CONST and index.low < 0:
            return self.call_builtin(node, [array, index])
        if index.simple:
            name = first = index.text
        else:
            name = self.temporary()
            first = "(%s := %s)" % (name, index.text)
        mark = self.point(node[1][1], index=index.low if index.kind == CONST else name)
        if index.low >= 0:
            return Value("\n%s%s[%s]" % (mark, array.text, first), nesting=depth)
        if array.simple:
            return Value("(\n%s%s[%s] if %s >= 0 else \n%sno_element(%s))" % (mark, array.text, name, first, mark, name), nesting=depth)
        return Value("\n%s%s[%s if %s >= 0 else \n%sno_element(%s)]" % (mark, array.text, name, first, mark, name), nesting=depth)

    def _inline_ArrayUpdate(self, node, arguments, types):
        array, index, item = self.operands(arguments)
        location = node[1][1]
        if index.kind == CONST and index.low < 0:
            return self.call_builtin(node, [array, index, item])
        if not array.simple:
            array = self.keep(array)
            if not index.simple:
                index = self.keep(index)
            if not item.simple:
                item = self.keep(item)
        elif not index.simple:
            index = self.keep(index)
        mark = self.point(location, index=self._index(index))
        if index.low < 0:
            if not item.simple:
                item = self.keep(item)
            self.add("%sif %s < 0: no_element(%s)" % (mark, index.text, index.text))
        elif "\n" in item.text:
            item = self.keep(item)
        self.add("%s%s[%s] = %s" % (mark, array.text, index.text, wrapped_lines(item.text)))
        return NONE

    def _inline_ArrayPushLast(self, node, arguments, types):
        array, item = self.operands(arguments)
        if not array.simple:
            array = self.keep(array)
            item = item if item.simple else self.keep(item)
        elif not item.simple:
            item = self.keep(item)
        mark = self.point(node[1][1])
        self.add("%sif LOCKS: push_last(%s, %s)" % (mark, array.text, item.text))
        self.add("else: %s.append(%s)" % (array.text, item.text))
        return NONE

    # ---- a replacement that is written in the program is checked where it is written ----------------------------------------------

    def _inline_RegexReplace(self, node, arguments, types):
        if arguments[3][0] != "Value":
            return None
        values = self.operands(arguments)
        check = self.point(arguments[3][1][1])
        values[3] = Value("\n%scheck_replacement(%s)" % (check, values[3].text))
        return self.call_builtin(node, values)

    # ---- cells --------------------------------------------------------------------------------------------------------------------

    def _inline_RefGet(self, node, arguments, types):
        value = self.emit(arguments[0])
        return Value("%s.value" % value.text, nesting=value.nesting)

    def _inline_RefUpdate(self, node, arguments, types):
        cell, value = self.operands(arguments)
        if not cell.simple:
            cell = self.keep(cell)
            value = value if value.simple else self.keep(value)
        self.add("%s.value = %s" % (cell.text, wrapped_lines(value.text)))
        return NONE

    # ---- dicts of keys that hash as they are ------------------------------------------------------------------------------------------

    def _inline_SetHas(self, node, arguments, types):
        return self._inline_DictHas(node, arguments, types)

    def _inline_DictHas(self, node, arguments, types):
        if not self.program.hashes(types[0]):
            return None
        table, key = self.operands(arguments)
        if not (table.simple and key.simple):
            return self.call_builtin(node, [table, key])
        return Value("(%s in %s.map)" % (key.text, table.text), nesting=nesting((table, key)))

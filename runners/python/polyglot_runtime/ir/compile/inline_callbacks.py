"""Builtins that call functions, where the functions are written in the call: they become loops and branches of the code around.

What can be seen of it stays as if they were calls: the locations of errors, the locks, and the depth of calls.
"""

from ..errors import MAX_CALL_DEPTH
from .code import MAX, NONE, STABLE, Value, wrapped_lines
from .nodes import keeps_sizes

_LENGTH = 1 << 48


class InlineCallbacks:
    """Part of FunctionCompiler. `_callback_Name(node, arguments, types)` gives a Value, or None where the builtin is to be called."""

    def _kept_operands(self, nodes):
        return [value if value.simple else self.keep(value) for value in self.operands(nodes)]

    def _check_depth(self, node, condition=""):
        """The callback is one call deeper than this function."""
        limit = MAX_CALL_DEPTH - (0 if self.depth == "d" else int(self.depth[4:]))
        self.add("%sif d >= %d%s: raise too_deep()" % (self.point(node[1][1]), limit, condition))

    def _body(self, node, function, values, void=False):
        """Writes a callback's body, its parameters bound to values; gives its value. Indentation is as it is now."""
        outer = self.calls_around, self.loops, self.depth
        self.calls_around = (node[1][1], *self.calls_around)
        self.loops = []
        self.depth = "d + %d" % (1 if self.depth == "d" else int(self.depth[4:]) + 1)
        self.open_scope()
        for parameter, value in zip(function[1][3], values):
            self.bind(parameter, value)
        result = self.emit_void(function[1][4]) if void else self.emit(function[1][4])
        self.close_scope()
        self.calls_around, self.loops, self.depth = outer
        return result

    def _loop_over(self, node, function, source, text, values, write, lock=True):
        """`for ...:` with the callback's body; write(value) adds what is done with its value (None: it has none)."""
        locked = lock and not keeps_sizes(function[1][4])
        if locked:
            self.add("lock(%s)" % source)
            self.add("try:")
            self.indent += 1
        self.add(text)
        self.indent += 1
        before = len(self.lines)
        self.blocks += 2
        result = self._body(node, function, values, write is None)
        self.blocks -= 2
        if write is not None and not result.never:
            write(wrapped_lines(result.text))
        if len(self.lines) == before:
            self.add("pass")
        self.indent -= 1
        if locked:
            self.indent -= 1
            self.add("finally: unlock(%s)" % source)

    def _array_loop(self, node, array, function, write, before=()):
        """A loop over an array; the callback gets `before`, the element and its index."""
        key, element = self.new_local(), self.new_local()
        self._check_depth(node, " and %s" % array.text)
        values = [*before, Value(element, STABLE), Value(key, STABLE, 0, _LENGTH)]
        self._loop_over(node, function, array.text, "for %s, %s in enumerate(%s):" % (key, element, array.text), values, write)
        return element

    def _callback_ArrayForEach(self, node, arguments, types):
        array, = self._kept_operands(arguments[:1])
        self._array_loop(node, array, arguments[1], None)
        return NONE

    def _callback_ArrayMap(self, node, arguments, types):
        array, = self._kept_operands(arguments[:1])
        result = self.temporary()
        self.add("%s = []" % result)
        self._array_loop(node, array, arguments[1], lambda text: self.add("%s.append(%s)" % (result, text)))
        return Value(result, STABLE)

    def _callback_ArrayFilter(self, node, arguments, types):
        array, = self._kept_operands(arguments[:1])
        result = self.temporary()
        self.add("%s = []" % result)
        element = "v%d" % (self._locals + 2)        # what _array_loop is about to name
        self._array_loop(node, array, arguments[1], lambda text: self.add("if %s: %s.append(%s)" % (text, result, element)))
        return Value(result, STABLE)

    def _some(self, text):
        """A local with the variant."""
        name = self.temporary()
        self.add("%s = %s" % (name, text))
        return name

    def _callback_ArrayFilterMap(self, node, arguments, types):
        array, = self._kept_operands(arguments[:1])
        result = self.temporary()
        self.add("%s = []" % result)

        def write(text):
            name = self._some(text)
            self.add("if %s[0] == 'some': %s.append(%s[1])" % (name, result, name))
        self._array_loop(node, array, arguments[1], write)
        return Value(result, STABLE)

    def _callback_ArrayFirstMap(self, node, arguments, types):
        array, = self._kept_operands(arguments[:1])
        result = self.temporary()
        self.add("%s = ('none', None)" % result)

        def write(text):
            name = self._some(text)
            self.add("if %s[0] == 'some':" % name)
            self.add(" %s = %s" % (result, name))
            self.add(" break")
        self._array_loop(node, array, arguments[1], write)
        return Value(result, STABLE)

    def _callback_ArrayFold(self, node, arguments, types):
        array, start = self._kept_operands(arguments[:2])
        result = self.temporary()
        self.add("%s = %s" % (result, start.text))
        self._array_loop(node, array, arguments[2], lambda text: self.add("%s = %s" % (result, text)), (Value(result, STABLE),))
        return Value(result, STABLE)

    def _callback_ArrayGenerate(self, node, arguments, types):
        count, = self._kept_operands(arguments[:1])
        result, key = self.temporary(), self.new_local()
        self.add("%sroom(%s)" % (self.point(node[1][1]), count.text))
        self._check_depth(node, " and %s > 0" % count.text)
        self.add("%s = []" % result)
        self._loop_over(node, arguments[1], "", "for %s in range(%s):" % (key, count.text), [Value(key, STABLE, 0, MAX)],
                        lambda text: self.add("%s.append(%s)" % (result, text)), lock=False)
        return Value(result, STABLE)

    def _callback_SetForEach(self, node, arguments, types):
        table, = self._kept_operands(arguments[:1])
        key = self.new_local()
        self._check_depth(node, " and len(%s)" % table.text)
        self._loop_over(node, arguments[1], table.text, "for %s in %s:" % (key, table.text), [Value(key, STABLE)], None)
        return NONE

    def _callback_DictForEach(self, node, arguments, types):
        table, = self._kept_operands(arguments[:1])
        key, value = self.new_local(), self.new_local()
        self._check_depth(node, " and len(%s)" % table.text)
        self._loop_over(node, arguments[1], table.text, "for %s, %s in %s.items():" % (key, value, table.text),
                        [Value(value, STABLE), Value(key, STABLE)], None)
        return NONE

    # ---- one element --------------------------------------------------------------------------------------------------------------

    def _in_case(self, node, function, values, result):
        """The callback's value into a local, in a branch that was opened."""
        self.indent += 1
        self._check_depth(node)
        value = self._body(node, function, values)
        if not value.never:
            self.add("%s = %s" % (result, wrapped_lines(value.text)))
        self.indent -= 1

    def _callback_ArrayGetOrDefault(self, node, arguments, types):
        array, index = self._kept_operands(arguments[:2])
        result = self.temporary()
        self.add("if 0 <= %s < len(%s): %s = %s[%s]" % (index.text, array.text, result, array.text, index.text))
        self.add("else:")
        self._in_case(node, arguments[2], [index], result)
        return Value(result, STABLE)

    def _callback_DictGetOrDefault(self, node, arguments, types):
        if not self.program.hashes(types[0]):
            return None
        table, key = self._kept_operands(arguments[:2])
        result = self.temporary()
        self.add("%s = %s.map.get(%s, MISSING)" % (result, table.text, key.text))
        self.add("if %s is MISSING:" % result)
        self._in_case(node, arguments[2], [key], result)
        return Value(result, STABLE)

    def _unlocked(self, node, table):
        self.add("%sif LOCKS: resizable_dict(%s)" % (self.point(node[1][1]), table.text))

    def _callback_DictGetOrInsert(self, node, arguments, types):
        if not self.program.hashes(types[0]):
            return None
        table, key = self._kept_operands(arguments[:2])
        result = self.temporary()
        self._unlocked(node, table)
        self.add("%s = %s.map.get(%s, MISSING)" % (result, table.text, key.text))
        self.add("if %s is MISSING:" % result)
        self._in_case(node, arguments[2], [key], result)
        self.add(" %s.set(%s, %s)" % (table.text, key.text, result))
        return Value(result, STABLE)

    def _put(self, table, key, result, bodies):
        """The new value of an entry that was there before the callbacks ran."""
        if all(keeps_sizes(body) for body in bodies):
            self.add("%s.map[%s] = %s" % (table.text, key.text, result))
        else:
            self.add("%s.set(%s, %s)" % (table.text, key.text, result))

    def _callback_DictInsertOrUpdate(self, node, arguments, types):
        if not self.program.hashes(types[0]):
            return None
        table, key, value = self._kept_operands(arguments[:3])
        old, result = self.temporary(), self.temporary()
        self._unlocked(node, table)
        self.add("%s = %s.map.get(%s, MISSING)" % (old, table.text, key.text))
        self.add("if %s is MISSING:" % old)
        self.add(" %s.map[%s] = %s" % (table.text, key.text, value.text))
        self.add(" %s.ordered = False" % table.text)
        self.add("else:")
        self._in_case(node, arguments[3], [Value(old, STABLE), value, key], result)
        self.indent += 1
        self._put(table, key, result, [arguments[3][1][4]])
        self.indent -= 1
        return NONE

    def _callback_DictMerge(self, node, arguments, types):
        if not self.program.hashes(types[0]):
            return None
        table, key, value = self._kept_operands(arguments[:3])
        old, result = self.temporary(), self.temporary()
        self._unlocked(node, table)
        self.add("%s = %s.map.get(%s, MISSING)" % (old, table.text, key.text))
        self.add("if %s is MISSING:" % old)
        self._in_case(node, arguments[4], [key], old)
        self.add(" %s.ordered = False" % table.text)
        self._check_depth(node)
        merged = self._body(node, arguments[3], [Value(old, STABLE), value, key])
        if not merged.never:
            self.add("%s = %s" % (result, wrapped_lines(merged.text)))
            self._put(table, key, result, [arguments[3][1][4], arguments[4][1][4]])
        return NONE

"""One East function as one Python function: variables, closures, and what every node becomes."""

from ..errors import MAX_CALL_DEPTH, NotLoaded
from .calls import Calls
from .code import CONST, Lines, NEVER, NONE, STABLE, Value, VOLATILE, nesting, wrapped_lines
from .control import Control
from .inline import Inline
from .inline_callbacks import InlineCallbacks
from .locations import Point
from .nodes import Survey
from .outlines import COMPOUND, MAX_BLOCKS, MAX_LEVELS, Outlines

UNBOUND = "variable '%s' is not bound at %s:%d:%d"
_CONVERSIONS = ("As", "WrapRecursive", "UnwrapRecursive")


class Variable:
    """A variable of East: the local of Python that has it. `cell`: in a list of one element, because inner functions share it.
    `level`: in how many outlined parts it was made."""

    __slots__ = ("local", "cell", "mutable", "low", "high", "level")

    def __init__(self, local, cell, mutable, low=None, high=None, level=0):
        self.level = level
        self.local, self.cell, self.mutable, self.low, self.high = local, cell, mutable, low, high


class FunctionCompiler(Lines, Calls, Control, Inline, InlineCallbacks, Outlines):
    """Writes the source of one function.

    `program` gives constants, inner functions and types; `number` names the function; `captured` are its captured variables as
    the outer function sees them.
    """

    def __init__(self, program, node, number, captured):
        Lines.__init__(self)
        self.program, self.node, self.number = program, node, number
        fields = node[1]
        self.captures, self.parameters, self.body = fields[2], fields[3], fields[4]
        self.captured = captured
        self.survey = Survey(self.body, program.hashes)
        self.points = []
        self.calls_around = ()      # locations of the calls whose arguments are being written, innermost first
        self.depth = "d"            # of calls that are made here; in callbacks that became part of this function it is more
        self.loops = []
        self.outlines, self.definitions = [], [[]]
        self.scopes = [{}]
        self._locals = 0

    def compile(self):
        """(lines, points) of the unit: a `def`, inside of one that takes the captured variables where there are any."""
        names = []
        for capture, variable in zip(self.captures, self.captured):
            name = "c%d" % len(names)
            names.append(name)
            self.scopes[0][capture[1][2]] = Variable(name, variable.cell, variable.mutable, variable.low, variable.high)
        if names:
            self.add("def m%d(%s):" % (self.number, ", ".join(names)))
            self.indent += 1
        header = len(self.lines)
        self.add("")
        self.indent += 1
        if self.survey.calls:
            self.add("d += 1")
            self.add("if d > %d: raise too_deep()" % MAX_CALL_DEPTH)
        else:
            self.add("if d >= %d: raise too_deep()" % MAX_CALL_DEPTH)
        parameters = [self._bind_parameter(parameter) for parameter in self.parameters]
        top = len(self.lines)
        result = self.emit(self.body)
        if not result.never:
            self.add("return " + wrapped_lines(result.text))
        self.lines[top:top] = [(self.indent + depth, text) for depth, text in self.definitions[0]]
        self.indent -= 1
        self.lines[header] = self.indent, "def f%d(%s):" % (self.number, ", ".join(["d", *parameters]))
        if names:
            self.add("return f%d" % self.number)
        return self.lines, self.points

    def _bind_parameter(self, parameter):
        _, _, name, mutable, _ = parameter[1]
        local = self.new_local()
        cell = mutable and name in self.survey.shared
        self.scopes[0][name] = Variable(local, cell, mutable)
        if cell:
            self.add("%s = [%s]" % (local, local))
        return local

    # ---- variables ------------------------------------------------------------------------------------------------------------

    def new_local(self):
        self._locals += 1
        return "v%d" % self._locals

    def open_scope(self):
        self.scopes.append({})

    def close_scope(self):
        self.scopes.pop()

    def find(self, name, location):
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        raise NotLoaded(UNBOUND % (name, *location))

    def bind(self, variable, value):
        """A statement that gives a new variable of the innermost scope its value."""
        _, _, name, mutable, _ = variable[1]
        cell = mutable and name in self.survey.shared
        if not mutable and value.simple:
            self.scopes[-1][name] = Variable(value.text, False, False, value.low, value.high)
            return
        local = self.new_local()
        self.add(("%s = [%s]" if cell else "%s = %s") % (local, wrapped_lines(value.text)))
        if mutable:
            self.scopes[-1][name] = Variable(local, cell, True, *self.survey.counters.get(name, (None, None)), len(self.outlines))
        else:
            self.scopes[-1][name] = Variable(local, False, False, value.low, value.high)

    def bind_local(self, variable, low=None, high=None):
        """The name of a local that the code around assigns, for a new variable of the innermost scope; and, where the variable needs
        a cell, the statement that makes it one."""
        _, _, name, mutable, _ = variable[1]
        local = self.new_local()
        cell = mutable and name in self.survey.shared
        if mutable:
            low = high = None
        self.scopes[-1][name] = Variable(local, cell, mutable, low, high, len(self.outlines))
        return local, "%s = [%s]" % (local, local) if cell else None

    # ---- points -----------------------------------------------------------------------------------------------------------------

    def point(self, own, platform=False, index=None):
        """The mark that begins a line at this point."""
        self.points.append(Point(own, self.calls_around, platform, index))
        return "\x01%d\x02" % (len(self.points) - 1)

    # ---- nodes ------------------------------------------------------------------------------------------------------------------

    def emit(self, node):
        """The value of a node; statements that it needs are added first. Integers are wrapped."""
        kind = node[0]
        if (self.blocks > MAX_BLOCKS or self.above + self.indent > MAX_LEVELS) and kind in COMPOUND:
            return self.outline(node, False)
        value = getattr(self, "_" + kind)(node)
        if value.low < -9223372036854775808 or value.high > 9223372036854775807:
            value = self.wrap(value)
        if value.nesting > 40:
            value = self.keep(value)
        return value

    def emit_void(self, node):
        """The effects of a node."""
        kind = node[0]
        if (self.blocks > MAX_BLOCKS or self.above + self.indent > MAX_LEVELS) and kind in COMPOUND:
            return self.outline(node, True)
        special = getattr(self, "_void_" + kind, None)
        if special is not None:
            return special(node)
        value = self.emit(node)
        if value.kind == VOLATILE and not value.never:
            self.add(wrapped_lines(value.text))
        return value

    def operands(self, nodes, emit=None):
        """The values of nodes, evaluated in order."""
        emit = emit or self.emit
        values = []
        for node in nodes:
            before = len(self.lines)
            value = emit(node)
            if len(self.lines) > before:
                at = before
                for index, earlier in enumerate(values):
                    if earlier.kind == VOLATILE:
                        values[index] = self.keep(earlier, at)
                        at += 1
            values.append(value)
        return values

    def name_of(self, value):
        """(expression that is evaluated first, text of any later use) of a value that is needed twice."""
        if value.simple:
            return value.text, value.text
        name = self.temporary()
        return "(%s := %s)" % (name, value.text), name

    def _Value(self, node):
        kind, content = node[1][2]
        if kind == "Integer":
            return Value(str(content) if content >= 0 else "(%d)" % content, CONST, content, content)
        if kind == "Float":
            text = repr(content)
            if text in ("inf", "-inf", "nan"):
                return Value({"inf": "INF", "-inf": "MINUS_INF", "nan": "NAN"}[text], CONST)
            return Value(text if text[0] != "-" else "(%s)" % text, CONST)
        if kind == "DateTime":
            return Value("(%d)" % content, CONST)
        if kind in ("String", "Blob") and len(content) > 200:
            return Value(self.program.constant(content), CONST)
        return Value(repr(content), CONST)

    def _Variable(self, node):
        variable = self.find(node[1][2], node[1][1])
        if variable.cell:
            return Value(variable.local + "[0]")
        if variable.mutable:
            return Value(variable.local) if variable.low is None else Value(variable.local, VOLATILE, variable.low, variable.high)
        if variable.low is None:
            return Value(variable.local, STABLE)
        if variable.low == variable.high:       # a literal by another name
            return Value("(%d)" % variable.low, CONST, variable.low, variable.low)
        return Value(variable.local, STABLE, variable.low, variable.high)

    def _Let(self, node):
        value = self.emit(node[1][3])
        self.bind(node[1][2], value)
        return NEVER if value.never else NONE

    def _Assign(self, node):
        _, location, target, source = node[1]
        value = self.emit(source)
        variable = self.find(target[1][2], location)
        if not variable.cell:
            self.note_assignment(variable)
        self.add("%s%s = %s" % (variable.local, "[0]" if variable.cell else "", wrapped_lines(value.text)))
        return NEVER if value.never else NONE

    def _convert(self, node):
        return self.emit(node[1][2])

    _As = _WrapRecursive = _UnwrapRecursive = _convert

    def _void_Variable(self, node):
        return NONE

    _void_Value = _void_Variable

    def _Function(self, node):
        captured = [self.find(capture[1][2], node[1][1]) for capture in node[1][2]]
        number = self.program.function(node, captured)
        if not captured:
            return Value("(f%d or make(%d))" % (number, number), VOLATILE, nesting=1)
        return Value("(m%d or make(%d))(%s)" % (number, number, ", ".join(variable.local for variable in captured)), nesting=1)

    _AsyncFunction = _Function

    def _NewRef(self, node):
        value = self.emit(node[1][2])
        return Value("Ref(%s)" % value.text, nesting=value.nesting + 1)

    def _NewArray(self, node):
        values = self.operands(node[1][2])
        return Value("[%s]" % ", ".join(value.text for value in values), nesting=nesting(values))

    def _NewSet(self, node):
        values = self.operands(node[1][2])
        kind = self.program.relation(node[1][0][1])
        return Value("make_set(%s, [%s])" % (kind, ", ".join(value.text for value in values)), nesting=nesting(values) + 1)

    def _NewDict(self, node):
        values = self.operands([part for entry in node[1][2] for part in entry])
        kind = self.program.relation(node[1][0][1][0])
        return Value("make_dict(%s, [%s])" % (kind, ", ".join(value.text for value in values)), nesting=nesting(values) + 1)

    def _Struct(self, node):
        values = self.operands([field[1] for field in node[1][2]])
        text = ", ".join(value.text for value in values)
        kind = CONST if all(value.kind == CONST for value in values) else VOLATILE
        return Value("(%s,)" % text if len(values) == 1 else "(%s)" % text, kind, nesting=nesting(values))

    def _GetField(self, node):
        _, location, name, struct = node[1]
        index = self.program.field(struct[1][0], name, location)
        value = self.emit(struct)
        return Value("%s[%d]" % (value.text, index), nesting=value.nesting)

    def _Variant(self, node):
        value = self.emit(node[1][3])
        return Value("(%r, %s)" % (node[1][2], value.text), CONST if value.kind == CONST else VOLATILE, nesting=value.nesting + 1)

"""Call, CallAsync, Platform and Builtin. Asynchronous calls block until the result is there (spec 4.7)."""

from ..builtins.table import BUILTINS
from ..errors import NotLoaded
from .code import Value, nesting, wrapped_lines
from .nodes import INLINED, inlined

NO_BUILTIN = "there is no builtin '%s' at %s:%d:%d"
ARITY = "%s takes %d arguments, got %d, at %s:%d:%d"
TYPES = "%s has %d type parameters, got %d types, at %s:%d:%d"


class Calls:
    """Part of FunctionCompiler. `as_calls`: every builtin is called, and none becomes an expression; for tests."""

    as_calls = False

    def _Call(self, node):
        _, location, function, arguments = node[1]
        outer = self.calls_around
        mark = self.point(location)
        self.calls_around = (location, *outer)
        values = self.operands([function, *arguments])
        self.calls_around = outer
        target = values[0].text
        if not values[0].simple:
            target = "(%s)" % target
        return Value("\n%s%s(%s)" % (mark, target, ", ".join([self.depth, *[value.text for value in values[1:]]])), nesting=nesting(values))

    _CallAsync = _Call

    def _Platform(self, node):
        _, location, name, arguments, _ = node[1]
        values = self.operands(arguments)
        function = self.program.platform(node, location)
        mark = self.point(location, platform=True)
        return Value("\n%s%s(%s)" % (mark, function, ", ".join([self.depth, *[value.text for value in values]])), nesting=nesting(values))

    def _Builtin(self, node):
        _, location, name, types, arguments = node[1]
        known = BUILTINS.get(name)
        if known is None:
            raise NotLoaded(NO_BUILTIN % (name, *location))
        if len(arguments) != known.arity:
            raise NotLoaded(ARITY % (name, known.arity, len(arguments), *location))
        if len(types) != known.types:
            raise NotLoaded(TYPES % (name, known.types, len(types), *location))
        if self.as_calls:
            return self.call_builtin(node, self.operands(arguments))
        if name in INLINED and inlined(node):
            value = getattr(self, "_callback_" + name)(node, arguments, types)
            if value is not None:
                return value
        inline = getattr(self, "_inline_" + name, None)
        if inline is not None:
            value = inline(node, arguments, types)
            if value is not None:
                return value
        values = self.operands(arguments)
        return self.call_builtin(node, values)

    def call_builtin(self, node, values):
        """A builtin as a call of its function, with values that are there."""
        _, location, name, types, _ = node[1]
        known = BUILTINS[name]
        texts = [value.text for value in values]
        if known.calls:
            texts.insert(0, self.depth)
        mark = self.point(location)
        return Value("\n%s%s(%s)" % (mark, self.program.builtin(known, types), ", ".join(texts)), nesting=nesting(values))

    def raise_error(self, node):
        _, location, message = node[1]
        value = self.emit(message)
        self.add("%sraise EastError(%s)" % (self.point(location), wrapped_lines(value.text)))

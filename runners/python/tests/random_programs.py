"""Random well-typed programs, from a seed: numbers at their edges, loops, jumps, callbacks, errors caught and not."""

import random

from . import programs as p

INTEGERS = (0, 1, -1, 2, 3, 7, -10, 100, 1 << 31, (1 << 63) - 1, -(1 << 63), 1 << 62, -(1 << 62))
FLOATS = (0.0, -0.0, 1.0, -1.5, 0.1, 1e308, -1e308, 5e-324, float("inf"), float("-inf"), float("nan"), 3.0, 4.0)
STRINGS = ("", "a", "b\u00e9", "\U0001f600", "\uffff", "zz")
COMPARISONS = ("Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual", "Is")
STACK = "Array<Struct<filename: String, line: Integer, column: Integer>>"
OPTION = "Option<Integer>"
TABLE = "Dict<String, Integer>"
FLOATS_SET = "Set<Float>"


_MAKERS = {"Array<Integer>": "array", OPTION: "option", TABLE: "table", FLOATS_SET: "set"}


class Maker:
    """Makes programs `() => T`. Variables in scope are kept as (name, type, mutable); mutable is None where only the loop that counts
    with it assigns it."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = 0
        self.scope = []
        self.loops = []
        self.in_function = 0

    def program(self):
        p.restart()
        type_ = self.random.choice(("Integer", "Float", "Boolean", "String", "Array<Integer>", OPTION, TABLE, FLOATS_SET))
        return p.function("() => %s" % type_, [], self.body(type_, 4)), type_

    def name(self):
        self.names += 1
        return "x%d" % self.names

    def chance(self, of):
        return self.random.randrange(of) == 0

    def body(self, type_, depth):
        """A block that declares, does and gives."""
        outer = len(self.scope)
        statements = []
        for _ in range(self.random.randrange(1, 4)):
            statements.append(self.declaration(depth - 1))
        for _ in range(self.random.randrange(3)):
            statements.append(self.statement(depth - 1))
        statements.append(self.expression(type_, depth - 1))
        del self.scope[outer:]
        return p.block(type_, *statements)

    def declaration(self, depth):
        type_ = self.random.choice(("Integer", "Integer", "Float", "Boolean", "String", "Array<Integer>", OPTION, TABLE, FLOATS_SET))
        value = self.expression(type_, depth)
        variable = p.variable(self.name(), type_, self.chance(2))
        self.scope.append((variable[1][2], type_, variable[1][3]))
        return p.let(variable, value)

    def variable(self, type_, mutable=False):
        """A variable of the type that may be read here (or assigned), or None."""
        found = [entry for entry in self.scope if entry[1] == type_ and (entry[2] or not mutable)]
        if not found:
            return None
        name, type_, is_mutable = self.random.choice(found)
        return p.variable(name, type_, is_mutable is not False)

    # ---- statements ---------------------------------------------------------------------------------------------------------------

    def statement(self, depth):
        make = self.random.choice((self.assign, self.assign, self.count, self.branch, self.for_array, self.attempt, self.push, self.each, self.insert,
                                   self.merge, self.put, self.for_table))
        return make(max(depth, 0))

    def assign(self, depth):
        type_ = self.random.choice(("Integer", "Integer", "Float", "Boolean", "String"))
        target = self.variable(type_, mutable=True)
        if target is None:
            return p.value("Null", None)
        return p.assign(target, self.expression(type_, depth))

    def block_of(self, depth, *more):
        outer = len(self.scope)
        statements = [self.statement(depth - 1) for _ in range(self.random.randrange(1, 3))] if depth > 0 else []
        del self.scope[outer:]
        return p.block("Null", *statements, *more)

    def count(self, depth):
        """A loop of some rounds, with a counter of its own."""
        counter = p.variable(self.name(), "Integer", True)
        label = "l%d" % self.names
        self.scope.append((counter[1][2], "Integer", None))      # mutable, but only the loop itself assigns it
        self.loops.append(label)
        step = p.assign(counter, p.add(counter, p.integer(1)))
        body = p.block("Null", step, self.block_of(depth - 1), self.jump())
        self.loops.pop()
        self.scope.pop()
        rounds = p.builtin("Less", "Boolean", [counter, p.integer(self.random.randrange(1, 6))], ["Integer"])
        return p.block("Null", p.let(counter, p.integer(0)), p.node("While", "Null", rounds, (label, ("t", 0, 0)), body))

    def jump(self):
        if not self.loops or not self.chance(3):
            return p.value("Null", None)
        kind = self.random.choice(("Break", "Continue"))
        jump = p.node(kind, "Never", (self.random.choice(self.loops), ("t", 0, 0)))
        return p.node("IfElse", "Null", [(self.expression("Boolean", 1), p.block("Null", jump))], p.value("Null", None))

    def branch(self, depth):
        return p.node("IfElse", "Null", [(self.expression("Boolean", depth - 1), self.block_of(depth - 1))], self.block_of(depth - 1))

    def for_array(self, depth):
        array = self.expression("Array<Integer>", depth - 1)
        key, value = p.variable(self.name(), "Integer"), p.variable(self.name(), "Integer")
        label = "l%d" % self.names
        self.scope += [(key[1][2], "Integer", False), (value[1][2], "Integer", False)]
        self.loops.append(label)
        body = p.block("Null", self.block_of(depth - 1), self.jump())
        self.loops.pop()
        del self.scope[-2:]
        return p.node("ForArray", "Null", array, (label, ("t", 0, 0)), key, value, body)

    def attempt(self, depth):
        message = p.variable(self.name(), "String")
        tried = self.block_of(depth - 1, p.failure("tried") if self.chance(3) else p.value("Null", None))
        self.scope.append((message[1][2], "String", False))
        handler = self.block_of(depth - 1)
        self.scope.pop()
        last = self.block_of(depth - 1) if self.chance(2) else p.value("Null", None)
        return p.node("TryCatch", "Null", tried, handler, message, p.variable(self.name(), STACK), last)

    def push(self, depth):
        array = self.variable("Array<Integer>")
        if array is None:
            return p.value("Null", None)
        name = self.random.choice(("ArrayPushLast", "ArrayPushFirst"))
        return p.builtin(name, "Null", [array, self.expression("Integer", depth)], ["Integer"])

    def each(self, depth):
        body = self.callback("(Integer, Integer) => Null", ("Integer", "Integer"), lambda: self.block_of(depth - 1))
        return p.builtin("ArrayForEach", "Null", [self.expression("Array<Integer>", depth - 1), body], ["Integer", "Null"])

    def insert(self, depth):
        """Into a dict, with a callback for conflicts."""
        table = self.variable(TABLE)
        if table is None:
            return p.value("Null", None)
        conflict = self.callback("(Integer, Integer, String) => Integer", ("Integer", "Integer", "String"),
                                 lambda: self.result("Integer", depth - 1))
        return p.builtin("DictInsertOrUpdate", "Null", [table, self.expression("String", depth - 1), self.expression("Integer", depth - 1),
                                                        conflict], ["String", "Integer"])

    def merge(self, depth):
        table = self.variable(TABLE)
        if table is None:
            return p.value("Null", None)
        update = self.callback("(Integer, Integer, String) => Integer", ("Integer", "Integer", "String"),
                               lambda: self.result("Integer", depth - 1))
        initial = self.callback("(String) => Integer", ("String",), lambda: self.result("Integer", depth - 1))
        return p.builtin("DictMerge", "Null", [table, self.expression("String", depth - 1), self.expression("Integer", depth - 1), update,
                                               initial], ["String", "Integer", "Integer"])

    def put(self, depth):
        found = self.variable(FLOATS_SET)
        if found is None:
            return p.value("Null", None)
        return p.builtin("SetInsert", "Null", [found, self.expression("Float", depth - 1)], ["Float"])

    def for_table(self, depth):
        """A loop over a dict or a set, as a node or as a builtin."""
        if self.chance(2):
            body = self.callback("(Float) => Null", ("Float",), lambda: self.block_of(depth - 1))
            return p.builtin("SetForEach", "Null", [self.expression(FLOATS_SET, depth - 1), body], ["Float", "Null"])
        table = self.expression(TABLE, depth - 1)
        if self.chance(2):
            body = self.callback("(Integer, String) => Null", ("Integer", "String"), lambda: self.block_of(depth - 1))
            return p.builtin("DictForEach", "Null", [table, body], ["String", "Integer", "Null"])
        key, value = p.variable(self.name(), "String"), p.variable(self.name(), "Integer")
        label = "l%d" % self.names
        self.scope += [(key[1][2], "String", False), (value[1][2], "Integer", False)]
        self.loops.append(label)
        body = p.block("Null", self.block_of(depth - 1), self.jump())
        self.loops.pop()
        del self.scope[-2:]
        return p.node("ForDict", "Null", table, (label, ("t", 0, 0)), key, value, body)

    # ---- expressions ----------------------------------------------------------------------------------------------------------------

    def callback(self, type_, inputs, make):
        """A function of the variables in scope."""
        outer_loops, self.loops = self.loops, []
        captured = list(self.scope)
        parameters = [p.variable(self.name(), each) for each in inputs]
        self.scope += [(parameter[1][2], each, False) for parameter, each in zip(parameters, inputs)]
        self.in_function += 1
        body = make()
        self.in_function -= 1
        del self.scope[len(captured):]
        self.loops = outer_loops
        captures = [p.variable(name, each, mutable is not False) for name, each, mutable in captured]
        return p.function(type_, parameters, body, captures)

    def expression(self, type_, depth):
        known = self.variable(type_)
        if known is not None and (depth <= 0 or self.chance(3)):
            return known
        if depth > 0 and self.chance(6):
            return p.node("IfElse", type_, [(self.expression("Boolean", depth - 1), self.expression(type_, depth - 1))],
                          self.expression(type_, depth - 1))
        if depth > 1 and self.chance(12):
            return self.body(type_, depth - 1)
        if depth > 1 and self.chance(14):
            function = self.callback("(Integer) => %s" % type_, ("Integer",), lambda: self.result(type_, depth - 1))
            return p.call(function, type_, self.expression("Integer", depth - 1))
        return getattr(self, "_" + _MAKERS.get(type_, type_.lower()))(depth)

    def result(self, type_, depth):
        if self.chance(4):
            return p.block(type_, p.node("Return", "Never", self.expression(type_, depth)))
        if self.chance(10):
            return p.block(type_, p.failure("called"))
        return self.expression(type_, depth)

    def _integer(self, depth):
        if depth <= 0:
            return p.integer(self.random.choice(INTEGERS))
        name = self.random.choice(("IntegerAdd", "IntegerSubtract", "IntegerMultiply", "IntegerDivide", "IntegerRemainder", "IntegerNegate",
                                   "IntegerAbs", "IntegerSign", "IntegerPow", "ArraySize", "ArrayGet", "ArrayFold", "StringLength", "Match",
                                   "FloatToInteger", "ArrayGetOrDefault", "DictGet", "DictGetOrDefault", "DictGetOrInsert"))
        if name in ("ArraySize", "StringLength"):
            inner, types = ("Array<Integer>", ["Integer"]) if name == "ArraySize" else ("String", [])
            return p.builtin(name, "Integer", [self.expression(inner, depth - 1)], types)
        if name == "ArrayGet":
            index = p.integer(self.random.randrange(-1, 4)) if self.chance(2) else self.expression("Integer", depth - 1)
            return p.builtin(name, "Integer", [self.expression("Array<Integer>", depth - 1), index], ["Integer"])
        if name == "ArrayGetOrDefault":
            default = self.callback("(Integer) => Integer", ("Integer",), lambda: self.result("Integer", depth - 1))
            return p.builtin(name, "Integer", [self.expression("Array<Integer>", depth - 1), self.expression("Integer", depth - 1), default],
                             ["Integer"])
        if name.startswith("DictGet"):
            arguments = [self.expression(TABLE, depth - 1), self.expression("String", depth - 1)]
            if name != "DictGet":
                arguments.append(self.callback("(String) => Integer", ("String",), lambda: self.result("Integer", depth - 1)))
            return p.builtin(name, "Integer", arguments, ["String", "Integer"])
        if name == "ArrayFold":
            fold = self.callback("(Integer, Integer, Integer) => Integer", ("Integer",) * 3, lambda: self.result("Integer", depth - 1))
            return p.builtin(name, "Integer", [self.expression("Array<Integer>", depth - 1), self.expression("Integer", depth - 1), fold],
                             ["Integer", "Integer"])
        if name == "FloatToInteger":
            return p.builtin(name, "Integer", [self.expression("Float", depth - 1)])
        if name == "Match":
            content = p.variable(self.name(), "Integer")
            subject = self.expression(OPTION, depth - 1)
            none = self.expression("Integer", depth - 1)
            self.scope.append((content[1][2], "Integer", False))
            some = self.expression("Integer", depth - 1)
            self.scope.pop()
            return p.node("Match", "Integer", subject, [("none", p.variable(self.name(), "Null"), none), ("some", content, some)])
        if name in ("IntegerNegate", "IntegerAbs", "IntegerSign"):
            return p.builtin(name, "Integer", [self.expression("Integer", depth - 1)])
        return p.builtin(name, "Integer", [self.expression("Integer", depth - 1), self.expression("Integer", depth - 1)])

    def _float(self, depth):
        if depth <= 0:
            return p.value("Float", self.random.choice(FLOATS))
        name = self.random.choice(("FloatAdd", "FloatSubtract", "FloatMultiply", "FloatDivide", "FloatRemainder", "FloatNegate", "FloatAbs",
                                   "FloatSqrt", "IntegerToFloat"))
        if name == "IntegerToFloat":
            return p.builtin(name, "Float", [self.expression("Integer", depth - 1)])
        if name in ("FloatNegate", "FloatAbs", "FloatSqrt"):
            return p.builtin(name, "Float", [self.expression("Float", depth - 1)])
        return p.builtin(name, "Float", [self.expression("Float", depth - 1), self.expression("Float", depth - 1)])

    def _boolean(self, depth):
        if depth <= 0:
            return p.value("Boolean", self.chance(2))
        if self.chance(4):
            name = self.random.choice(("BooleanAnd", "BooleanOr", "BooleanXor"))
            return p.builtin(name, "Boolean", [self.expression("Boolean", depth - 1), self.expression("Boolean", depth - 1)])
        if self.chance(6):
            return p.builtin("BooleanNot", "Boolean", [self.expression("Boolean", depth - 1)])
        type_ = self.random.choice(("Integer", "Float", "Float", "String", "Boolean", "Array<Integer>", OPTION))
        return p.builtin(self.random.choice(COMPARISONS), "Boolean",
                         [self.expression(type_, depth - 1), self.expression(type_, depth - 1)], [type_])

    def _string(self, depth):
        if depth <= 0:
            return p.text(self.random.choice(STRINGS))
        if self.chance(2):
            return p.builtin("StringConcat", "String", [self.expression("String", depth - 1), self.expression("String", depth - 1)])
        type_ = self.random.choice(("Integer", "Float", "Array<Integer>", OPTION))
        return p.builtin("Print", "String", [self.expression(type_, depth - 1)], [type_])

    def _option(self, depth):
        if depth <= 0 or self.chance(3):
            return p.node("Variant", OPTION, "none", p.value("Null", None))
        return p.node("Variant", OPTION, "some", self.expression("Integer", depth - 1))

    def _table(self, depth):
        entries = [(self.expression("String", min(depth - 1, 1)), self.expression("Integer", min(depth - 1, 1)))
                   for _ in range(self.random.randrange(3))]
        return p.node("NewDict", TABLE, entries)

    def _set(self, depth):
        return p.node("NewSet", FLOATS_SET, [self.expression("Float", min(depth - 1, 1)) for _ in range(self.random.randrange(4))])

    def _array(self, depth):
        if depth <= 0 or self.chance(3):
            return p.node("NewArray", "Array<Integer>", [self.expression("Integer", min(depth - 1, 1)) for _ in range(self.random.randrange(4))])
        name = self.random.choice(("ArrayMap", "ArrayFilter", "ArrayFilterMap", "ArrayGenerate", "ArraySort"))
        if name == "ArrayGenerate":
            make = self.callback("(Integer) => Integer", ("Integer",), lambda: self.result("Integer", depth - 1))
            return p.builtin(name, "Array<Integer>", [p.integer(self.random.randrange(-1, 4)), make], ["Integer"])
        array = self.expression("Array<Integer>", depth - 1)
        if name == "ArraySort":
            key = self.callback("(Integer) => Float", ("Integer",), lambda: self.result("Float", depth - 1))
            return p.builtin(name, "Array<Integer>", [array, key], ["Integer", "Float"])
        output = {"ArrayMap": "Integer", "ArrayFilter": "Boolean", "ArrayFilterMap": OPTION}[name]
        function = self.callback("(Integer, Integer) => %s" % output, ("Integer", "Integer"), lambda: self.result(output, depth - 1))
        return p.builtin(name, "Array<Integer>", [array, function], ["Integer"] + ([] if name == "ArrayFilter" else ["Integer"]))

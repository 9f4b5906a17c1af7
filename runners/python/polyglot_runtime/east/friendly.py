"""Reads the friendly type syntax of ir/friendly-types.md, and East's own text, which starts with a dot."""

import re

from .types import BadType, SCALARS, check, option, variant

_TOKEN = re.compile(r"\s*(?:(=>)|([A-Za-z_][A-Za-z0-9_]*)|`((?:[^`\\]|\\.)*)`|\"((?:[^\"\\]|\\.)*)\"|(\d+)|([<>(),:=.\[\]]))", re.S)
_SINGLE = {"Ref", "Array", "Set"}


class _Parser:
    def __init__(self, text):
        self.text, self.at = text, 0
        self.kind = self.value = None
        self.start = 0
        self.names = {}         # a name bound by Recursive -> number of constructors outside of its own
        self.depth = 0
        self.next()

    def next(self):
        self.start = self.at + len(self.text[self.at:]) - len(self.text[self.at:].lstrip())
        if self.start == len(self.text):
            self.kind, self.value, self.at = "end", "the end", self.start
            return
        match = _TOKEN.match(self.text, self.at)
        if not match:
            self.fail("a type")
        index = match.lastindex
        self.kind = ("", "mark", "name", "quoted", "string", "number", "mark")[index]
        self.value, self.at = match.group(index), match.end()
        if self.kind in ("quoted", "string"):
            self.value = re.sub(r"\\(.)", r"\1", self.value, flags=re.S)

    def fail(self, expected):
        before = self.text[:self.start]
        line, column = before.count("\n") + 1, self.start - (before.rfind("\n") + 1) + 1
        raise BadType("line %d, column %d: expected %s in the type %r" % (line, column, expected, self.text))

    def take(self, mark):
        if self.value != mark or self.kind not in ("mark", "name"):
            self.fail("`%s`" % mark)
        self.next()

    def accept(self, mark):
        if self.kind == "mark" and self.value == mark:
            self.next()
            return True
        return False

    def name(self):
        if self.kind not in ("name", "quoted"):
            self.fail("a name")
        value = self.value
        self.next()
        return value

    def within(self, parse):
        """Parses what lies inside of one more constructor."""
        self.depth += 1
        if self.depth > 100:
            self.fail("less nesting")
        result = parse()
        self.depth -= 1
        return result

    def type(self):
        if self.accept("."):
            return self.east()
        if self.accept("("):
            return self.function("Function")
        if self.kind != "name":
            self.fail("a type")
        name, start = self.value, self.start
        self.next()
        if name == "async" and self.accept("("):
            return self.function("AsyncFunction")
        if name in self.names:
            if self.depth <= self.names[name]:
                self.start = start
                self.fail("a constructor around the recursive name")
            return ("Recursive", self.depth - self.names[name])
        if name in SCALARS:
            return (name,)
        if name not in _SINGLE and name not in ("Dict", "Option", "Struct", "Variant", "Recursive"):
            self.start = start
            self.fail("the name of a type")
        self.take("<")
        if name == "Recursive":
            bound = self.name()
            self.take("=")
            outer = self.names.get(bound)
            self.names[bound] = self.depth
            result = self.type()
            del self.names[bound]
            if outer is not None:
                self.names[bound] = outer
        elif name in ("Struct", "Variant"):
            parts = self.within(lambda: self.fields(name))
            result = variant(parts) if name == "Variant" else (name, parts)
        elif name == "Dict":
            result = (name, self.within(self.type), (self.take(","), self.within(self.type))[1])
        elif name == "Option":
            result = option(self.within(self.type))
        else:
            result = (name, self.within(self.type))
        self.take(">")
        return result

    def fields(self, kind):
        parts = []
        while not (self.kind == "mark" and self.value == ">"):
            if parts:
                self.take(",")
            name = self.name()
            if kind == "Variant" and not (self.kind == "mark" and self.value == ":"):
                parts.append((name, ("Null",)))
            else:
                self.take(":")
                parts.append((name, self.type()))
        return tuple(parts)

    def function(self, kind):
        def parts():
            inputs = []
            while not self.accept(")"):
                if inputs:
                    self.take(",")
                inputs.append(self.type())
            self.take("=>")
            return kind, tuple(inputs), self.type()
        return self.within(parts)

    def east(self):
        kind = self.name()
        if kind in SCALARS:
            return (kind,)
        if kind in _SINGLE:
            return (kind, self.within(self.dotted))
        if kind == "Recursive":
            if self.kind != "number":
                self.fail("a number")
            value = int(self.value)
            self.next()
            return (kind, value)
        if kind == "Dict":
            key, value = self.within(lambda: self.members(("key", self.dotted), ("value", self.dotted)))
            return (kind, key, value)
        if kind in ("Function", "AsyncFunction"):
            inputs, output = self.within(
                lambda: self.members(("inputs", lambda: self.listed(self.dotted)), ("output", self.dotted)))
            return (kind, inputs, output)
        if kind in ("Struct", "Variant"):
            return (kind, self.within(
                lambda: self.listed(lambda: self.members(("name", self.string), ("type", self.dotted)))))
        self.fail("the name of a type before this")

    def dotted(self):
        self.take(".")
        return self.east()

    def string(self):
        if self.kind != "string":
            self.fail("a name in quotes")
        value = self.value
        self.next()
        return value

    def listed(self, parse):
        self.take("[")
        items = []
        while not self.accept("]"):
            if items:
                self.take(",")
            items.append(parse())
        return tuple(items)

    def members(self, *members):
        self.take("(")
        values = []
        for index, (name, parse) in enumerate(members):
            if index:
                self.take(",")
            self.take(name)
            self.take("=")
            values.append(parse())
        self.take(")")
        return tuple(values)


def parse(text):
    """The type that the text names. Raises BadType with line, column and what was expected there."""
    parser = _Parser(text)
    result = parser.type()
    if parser.kind != "end":
        parser.fail("the end")
    try:
        check(result)
    except BadType as error:
        raise BadType("%s in the type %r" % (error, text)) from None
    return result

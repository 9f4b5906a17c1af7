"""Parts of a function that stand too deep for Python, which allows 20 nested loops and tries and 100 levels of indentation: they
become functions inside of the function, and jumps out of them become results.
"""

from .code import NEVER, NONE, STABLE, Value, wrapped_lines

MAX_BLOCKS, MAX_LEVELS = 14, 60
COMPOUND = ("Block", "IfElse", "Match", "While", "ForArray", "ForSet", "ForDict", "TryCatch")


class _Outline:
    """A part that is being written. `jumps`: what leaves it, (loop, jump) or None for a return -> number."""

    def __init__(self):
        self.jumps, self.assigned = {}, set()


class Outlines:
    """Part of FunctionCompiler."""

    def outline(self, node, void):
        """The value of a node that is written as a function of its own. Its result is (0, value), or what jump it ends with."""
        name = "g%d" % self.flag()
        outer = self.lines, self.indent, self.above, self.blocks
        self.lines, self.indent, self.above, self.blocks = [], 0, 0, 0
        outline = _Outline()
        self.outlines.append(outline)
        self.definitions.append([])
        value = self.emit_void(node) if void else self.emit(node)
        if not value.never:
            self.add("return 0, %s" % ("None" if void else wrapped_lines(value.text)))
        self.outlines.pop()
        inner = self.definitions.pop()
        if outline.assigned:
            inner.insert(0, (0, "nonlocal " + ", ".join(sorted(outline.assigned))))
        lines = [(0, "def %s():" % name), *[(depth + 1, text) for depth, text in [*inner, *self.lines]]]
        self.definitions[-1].extend(lines)      # at the top of the function around, where indentation is small
        self.lines, self.indent, self.above, self.blocks = outer
        result = self.temporary()
        self.add("%s = %s()" % (result, name))
        for jump, number in outline.jumps.items():
            self.add("if %s[0] == %d:" % (result, number))
            self.indent += 1
            if jump is None:
                self.leave(Value("%s[1]" % result))
            else:
                self._jump(*jump)
            self.indent -= 1
        if value.never:
            return NEVER
        return NONE if void else Value("%s[1]" % result, STABLE, value.low, value.high)

    def leave(self, value):
        """A return from the East function, wherever it stands."""
        if not self.outlines:
            self.add("return " + wrapped_lines(value.text))
            return
        jumps = self.outlines[-1].jumps
        self.add("return %d, %s" % (jumps.setdefault(None, len(jumps) + 1), wrapped_lines(value.text)))

    def leave_for(self, loop, jump):
        """Whether a jump leaves the part that is being written; then it was written."""
        if loop.level == len(self.outlines):
            return False
        jumps = self.outlines[-1].jumps
        self.add("return %d, None" % jumps.setdefault((loop, jump), len(jumps) + 1))
        return True

    def note_assignment(self, variable):
        """A variable is assigned: the parts around that did not make it must know."""
        for outline in self.outlines[variable.level:]:
            outline.assigned.add(variable.local)

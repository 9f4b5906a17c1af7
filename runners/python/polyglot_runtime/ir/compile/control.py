"""Blocks, branches, loops, jumps and errors."""

from ..errors import NotLoaded
from .code import CONST, NEVER, NONE, STABLE, Value, VOLATILE, nesting, wrapped_lines
from .nodes import keeps_sizes, uses

NO_LOOP = "there is no loop '%s' around %s:%d:%d"
_LENGTH = 1 << 48       # no container has more elements


class Loop:
    """A loop that is being written. `number` names the local that says which outer loop a jump goes to, once one does; `level` is in
    how many outlined parts it stands, `start` and `indent` where its first line is."""

    def __init__(self, label, number, level, start, indent):
        self.label, self.number, self.level, self.start, self.indent = label, number, level, start, indent
        self.through = {}       # (loop, "break" or "continue") of jumps that leave this loop for an outer one -> number


class Control:
    """Part of FunctionCompiler."""

    def _Block(self, node):
        return self._block(node, False)

    def _void_Block(self, node):
        return self._block(node, True)

    def _block(self, node, void):
        statements = node[1][2]
        self.open_scope()
        result = NONE
        last = len(statements) - 1
        for index, statement in enumerate(statements):
            result = self.emit(statement) if index == last and not void else self.emit_void(statement)
            if result.never:
                break
        if not result.never and result.kind == VOLATILE and void:
            result = NONE
        self.close_scope()
        return result

    # ---- branches ---------------------------------------------------------------------------------------------------------------

    def branch(self, node, void):
        """(lines, value) of a node in a scope of its own, not yet written anywhere."""
        outer = self.capture()
        self.open_scope()
        value = self.emit_void(node) if void else self.emit(node)
        self.close_scope()
        return self.release(outer), value

    def finish_branch(self, lines, value, result):
        """Writes a branch, with its value in a local."""
        self.indent += 1
        self.paste(lines)
        if result is not None and not value.never:
            self.add("%s = %s" % (result, wrapped_lines(value.text)))
        elif not lines:
            self.add("pass")
        self.indent -= 1

    def _IfElse(self, node):
        return self._if(node, False)

    def _void_IfElse(self, node):
        return self._if(node, True)

    def _if(self, node, void):
        branches, other = node[1][2], node[1][3]
        if not branches:
            lines, value = self.branch(other, void)
            self.paste(lines)
            return value
        predicate, body = branches[0]
        condition = self.emit(predicate)
        if condition.never:
            return condition
        rest = ("IfElse", (*node[1][:2], branches[1:], other)) if len(branches) > 1 else other
        when_true, when_false = self.bounds_of(predicate)
        then_lines, then = self.bounded(when_true, lambda: self.branch(body, void))
        else_lines, otherwise = self.bounded(when_false, lambda: self.branch(rest, void))
        if not void and not then_lines and not else_lines:
            values = condition, then, otherwise
            if otherwise.text == "False" and otherwise.kind == CONST:
                return Value("(%s and %s)" % (condition.text, then.text), nesting=nesting(values))
            if then.text == "True" and then.kind == CONST:
                return Value("(%s or %s)" % (condition.text, otherwise.text), nesting=nesting(values))
            return Value("(%s if %s else %s)" % (then.text, condition.text, otherwise.text),
                         low=min(then.low, otherwise.low), high=max(then.high, otherwise.high), nesting=nesting(values))
        result = None if void or (then.never and otherwise.never) else self.temporary()
        self.add("if %s:" % wrapped_lines(condition.text))
        self.finish_branch(then_lines, then, result)
        if else_lines or (result is not None and not otherwise.never):
            if then.never:      # what follows needs no indentation
                self.paste(else_lines)
                if result is not None and not otherwise.never:
                    self.add("%s = %s" % (result, wrapped_lines(otherwise.text)))
            elif else_lines and else_lines[0][1].startswith("if ") and self._is_chain(else_lines, result, otherwise):
                depth, text = else_lines[0]
                self.paste([(depth, "el" + text), *else_lines[1:]])
            else:
                self.add("else:")
                self.finish_branch(else_lines, otherwise, result)
        return self.joined(result, (then, otherwise))

    @staticmethod
    def _is_chain(lines, result, value):
        """Whether the lines are one `if` statement and nothing else, so that it can continue the one before."""
        return result is None and all(depth > 0 or text.startswith(("elif ", "else:")) for depth, text in lines[1:])

    @staticmethod
    def joined(result, values):
        if all(value.never for value in values):
            return NEVER
        if result is None:
            return NONE
        live = [value for value in values if not value.never]
        return Value(result, STABLE, min(value.low for value in live), max(value.high for value in live))

    def _Match(self, node):
        return self._match(node, False)

    def _void_Match(self, node):
        return self._match(node, True)

    def _match(self, node, void):
        variant, cases = node[1][2], node[1][3]
        value = self.emit(variant)
        if value.never:
            return value
        if not cases:
            self.add("raise unreachable()")
            return NEVER
        if not value.simple:
            value = self.keep(value)
        made = []
        for name, variable, body in cases:
            outer = self.capture()
            self.open_scope()
            if uses(body, variable[1][2]):
                self.bind(variable, Value("%s[1]" % value.text))
            result = self.emit_void(body) if void else self.emit(body)
            self.close_scope()
            made.append((name, self.release(outer), result))
        if not void and len(made) == 2 and not made[0][1] and not made[1][1]:
            (name, _, one), (_, _, two) = made
            return Value("(%s if %s[0] == %r else %s)" % (one.text, value.text, name, two.text),
                         low=min(one.low, two.low), high=max(one.high, two.high), nesting=nesting((one, two)))
        results = [result for _, _, result in made]
        result = None if void or all(value.never for value in results) else self.temporary()
        for index, (name, lines, of_case) in enumerate(made):
            if len(made) == 1:
                self.add("if True:")
            elif index == len(made) - 1:
                self.add("else:")
            else:
                self.add("%s %s[0] == %r:" % ("elif" if index else "if", value.text, name))
            self.finish_branch(lines, of_case, result)
        return self.joined(result, results)

    # ---- loops ------------------------------------------------------------------------------------------------------------------

    def _void_While(self, node):
        _, _, predicate, label, body = node[1]
        lines, condition = self.branch(predicate, False)
        loop = self._open_loop(label)
        if lines or condition.never:
            self.add("while True:")
            self.indent += 1
            self.paste(lines)
            if not condition.never:
                self.add("if not %s: break" % wrapped_lines(condition.text))
        else:
            self.add("while %s:" % wrapped_lines(condition.text))
            self.indent += 1
        self._loop_body(loop, body)
        return NONE

    def _void_ForArray(self, node):
        _, _, array, label, key, element, body = node[1]
        source = self.emit(array)
        if source.never:
            return source
        locked = not keeps_sizes(body)
        if locked and not source.simple:
            source = self.keep(source)
        loop = self._open_loop(label, source if locked else None)
        self.open_scope()
        use_key, use_element = uses(body, key[1][2]), uses(body, element[1][2])
        cells = []
        names = []
        for variable, used, low, high in ((key, use_key, 0, _LENGTH), (element, use_element, None, None)):
            local, cell = self.bind_local(variable, low, high)
            names.append(local)
            if used and cell:
                cells.append(cell)
        if use_key and use_element:
            self.add("for %s, %s in enumerate(%s):" % (*names, source.text))
        elif use_key:
            self.add("for %s in range(len(%s)):" % (names[0], source.text))
        else:
            self.add("for %s in %s:" % (names[1], wrapped_lines(source.text)))
        self._finish_for(loop, body, cells, source if locked else None)
        return NONE

    def _void_ForSet(self, node):
        _, _, source, label, key, body = node[1]
        return self._for_sorted(source, label, [key], body, "for %s in %s:")

    def _void_ForDict(self, node):
        _, _, source, label, key, value, body = node[1]
        return self._for_sorted(source, label, [key, value], body, "for %s, %s in %s.items():")

    def _for_sorted(self, node, label, variables, body, text):
        source = self.emit(node)
        if source.never:
            return source
        if not source.simple:
            source = self.keep(source)
        loop = self._open_loop(label, source)
        self.open_scope()
        bound = [self.bind_local(variable) for variable in variables]
        self.add(text % (*[local for local, _ in bound], source.text))
        self._finish_for(loop, body, [cell for _, cell in bound if cell], source)
        return NONE

    def _finish_for(self, loop, body, cells, locked):
        self.indent += 1
        for cell in cells:
            self.add(cell)
        self._loop_body(loop, body, locked)
        self.close_scope()

    def _value_of_loop(self, node):
        getattr(self, "_void_" + node[0])(node)
        return NONE

    _While = _ForArray = _ForSet = _ForDict = _value_of_loop

    def _open_loop(self, label, locked=None):
        loop = Loop(label[0], self.flag(), len(self.outlines), len(self.lines), self.indent)
        self.blocks += 2
        self.loops.append(loop)
        if locked is not None:
            self.add("lock(%s)" % locked.text)
            self.add("try:")
            self.indent += 1
        return loop

    def _loop_body(self, loop, body, locked=None):
        """Writes the body, whose indentation was begun, and the end of the loop."""
        before = len(self.lines)
        self.open_scope()
        self.emit_void(body)
        self.close_scope()
        if len(self.lines) == before:
            self.add("pass")
        self.indent -= 1
        if locked is not None:
            self.indent -= 1
            self.add("finally:")
            self.indent += 1
            self.add("unlock(%s)" % locked.text)
            self.indent -= 1
        self.loops.pop()
        self.blocks -= 2
        if not loop.through:
            return
        flag = "j%d" % loop.number
        self.lines.insert(loop.start, (loop.indent, "%s = 0" % flag))
        for (target, jump), number in loop.through.items():
            self.add("if %s == %d:" % (flag, number))
            self.indent += 1
            self._jump(target, jump)
            self.indent -= 1

    def _Break(self, node):
        self._jump(self._loop(node), "break")
        return NEVER

    def _Continue(self, node):
        self._jump(self._loop(node), "continue")
        return NEVER

    def _loop(self, node):
        name = node[1][2][0]
        for loop in reversed(self.loops):
            if loop.label == name:
                return loop
        raise NotLoaded(NO_LOOP % (name, *node[1][1]))

    def _jump(self, target, jump):
        if self.leave_for(target, jump):
            return
        inner = self.loops[-1]
        if inner is target:
            self.add(jump)
            return
        number = inner.through.setdefault((target, jump), len(inner.through) + 1)
        self.add("j%d = %d" % (inner.number, number))
        self.add("break")

    # ---- ends -------------------------------------------------------------------------------------------------------------------

    def _Return(self, node):
        value = self.emit(node[1][2])
        if not value.never:
            self.leave(value)
        return NEVER

    def _Error(self, node):
        self.raise_error(node)
        return NEVER

    def _TryCatch(self, node):
        return self._try(node, False)

    def _void_TryCatch(self, node):
        return self._try(node, True)

    def _try(self, node, void):
        _, _, attempt, handler, message, stack, last = node[1]
        has_last = last[0] != "Value"
        self.blocks += 2
        if has_last:
            self.add("try:")
            self.indent += 1
        result, error = None if void else self.temporary(), self.temporary()
        outer = self.calls_around
        self.calls_around = ()
        lines, value = self.branch(attempt, void)
        self.calls_around = outer
        self.add("%s = None" % error)
        self.add("try:")
        self.finish_branch(lines, value, result)
        self.add("except Exception as x: %s = caught(x)" % error)
        self.add("if %s is not None:" % error)
        outer_lines = self.capture()
        self.open_scope()
        for variable, text in ((message, "%s.message"), (stack, "stack_of(%s)")):
            if uses(handler, variable[1][2]):
                self.bind(variable, Value(text % error))
        handled = self.emit_void(handler) if void else self.emit(handler)
        self.close_scope()
        handler_lines = self.release(outer_lines)
        self.finish_branch(handler_lines, handled, result)
        if has_last:
            self.indent -= 1
            last_lines, ended = self.branch(last, True)
            self.add("finally:")
            self.indent += 1
            self.add("if not RUN.stopped:")
            self.finish_branch(last_lines, ended, None)
            self.indent -= 1
            if ended.never:
                self.blocks -= 2
                return NEVER
        self.blocks -= 2
        return self.joined(result, (value, handled))

"""Looking at nodes: what is evaluated within one, and what code does without being run."""

from ..builtins.table import BUILTINS

# Builtins whose callbacks become part of the code around them when they are written there: argument -> number of parameters.
INLINED = {"ArrayForEach": {1: 2}, "ArrayMap": {1: 2}, "ArrayFilter": {1: 2}, "ArrayFilterMap": {1: 2}, "ArrayFirstMap": {1: 2},
           "ArrayFold": {2: 3}, "ArrayGenerate": {1: 1}, "ArrayGetOrDefault": {2: 1}, "DictForEach": {1: 2}, "SetForEach": {1: 1},
           "DictGetOrDefault": {2: 1}, "DictGetOrInsert": {2: 1}, "DictInsertOrUpdate": {3: 3}, "DictMerge": {3: 3, 4: 1}}


# Those of them that call their functions all the same where keys have no hash of their own.
BY_KEY = frozenset(("DictGetOrDefault", "DictGetOrInsert", "DictInsertOrUpdate", "DictMerge"))


def inlined(node):
    """Whether the callbacks of a builtin become part of the code around: functions that are written there and do not return early."""
    known = _inlined.get(id(node))
    if known is not None:
        return known[1]
    if len(_inlined) > _MAX_KNOWN:
        _inlined.clear()
    result = _can_inline(node)
    _inlined[id(node)] = node, result       # holding the node, so that its id stays its own
    return result


_inlined = {}
_MAX_KNOWN = 4096


def _can_inline(node):
    callbacks = INLINED.get(node[1][2])
    if callbacks is None or len(node[1][4]) <= max(callbacks):
        return False
    for index, count in callbacks.items():
        kind, fields = node[1][4][index]
        if kind != "Function" or len(fields[3]) != count or any(inner[0] == "Return" for inner in walk(fields[4])):
            return False
    return True


def parts(node):
    """The nodes directly inside that are evaluated in the same function."""
    kind, f = node
    if kind in ("As", "WrapRecursive", "UnwrapRecursive", "Error", "Return", "NewRef"):
        return (f[2],)
    if kind in ("Let", "Assign", "GetField", "Variant"):
        return (f[3],)
    if kind in ("Block", "NewArray", "NewSet"):
        return f[2]
    if kind == "Builtin":
        if f[2] in INLINED and inlined(node):
            callbacks = INLINED[f[2]]
            return [argument[1][4] if index in callbacks else argument for index, argument in enumerate(f[4])]
        return f[4]
    if kind in ("Call", "CallAsync"):
        return (f[2], *f[3])
    if kind == "Platform":
        return f[3]
    if kind == "IfElse":
        return (*[part for branch in f[2] for part in branch], f[3])
    if kind == "Match":
        return (f[2], *[case[2] for case in f[3]])
    if kind == "TryCatch":
        return f[2], f[3], f[6]
    if kind == "While":
        return f[2], f[4]
    if kind in ("ForArray", "ForDict"):
        return f[2], f[6]
    if kind == "ForSet":
        return f[2], f[5]
    if kind == "NewDict":
        return tuple([part for entry in f[2] for part in entry])
    if kind == "Struct":
        return tuple([field[1] for field in f[2]])
    return ()


def walk(node):
    """The node and everything inside it that is evaluated in the same function."""
    todo = [node]
    while todo:
        at = todo.pop()
        yield at
        todo.extend(parts(at))


def uses(node, name):
    """Whether a variable of that name may be read or captured within."""
    for at in walk(node):
        kind = at[0]
        if kind == "Variable" and at[1][2] == name:
            return True
        if kind == "Assign" and at[1][2][1][2] == name:
            return True
        if kind in ("Function", "AsyncFunction") and any(capture[1][2] == name for capture in at[1][2]):
            return True
    return False


def keeps_sizes(node):
    """Whether running it surely changes no container's size: no calls, and no builtin that resizes or calls back."""
    for at in walk(node):
        if at[0] in ("Call", "CallAsync", "Platform"):
            return False
        if at[0] == "Builtin":
            builtin = BUILTINS.get(at[1][2])
            if builtin is None or builtin.resizes or (builtin.calls and not inlined(at)):
                return False
    return True


class Survey:
    """What is to be known of a function before its code is written.

    `hashes`: whether keys of a type have a hash. `shared`: names that inner functions capture. `calls`: East functions are called, by Call nodes, builtins or platform functions.
    `counters`: for names of mutable variables that only ever grow or shrink by little, (least, most) of what they can be in any run
    that ends in this century, within 64 bits.
    """

    def __init__(self, body, hashes):
        self.shared, self.calls = set(), False
        starts, changes = {}, {}
        for node in walk(body):
            kind = node[0]
            if kind == "Let" and node[1][2][1][3]:
                starts.setdefault(node[1][2][1][2], []).append(node[1][3])
            elif kind == "Assign":
                changes.setdefault(node[1][2][1][2], []).append(node[1][3])
            if kind in ("Call", "CallAsync", "Platform"):
                self.calls = True
            elif kind == "Builtin":
                builtin = BUILTINS.get(node[1][2])
                self.calls = self.calls or builtin is None or builtin.calls
                if node[1][2] in BY_KEY and node[1][3] and not hashes(node[1][3][0]):
                    self.shared.update(capture[1][2] for function in node[1][4] if function[0] == "Function" for capture in function[1][2])
            elif kind in ("Function", "AsyncFunction"):
                self.shared.update(capture[1][2] for capture in node[1][2])
        self.counters = {}
        for name, values in starts.items():
            bounds = _counter(name, values, changes.get(name, ())) if name not in self.shared else None
            if bounds is not None:
                self.counters[name] = bounds


_STEP, _FAR = 1 << 12, 1 << 61      # 2^49 steps of at most 2^12 each take years


def _counter(name, starts, changes):
    """The range of a variable that begins at small numbers and changes by small ones; None for others."""
    low = high = 0
    for start in starts:
        known = _literal(start)
        if known is None or abs(known) > _FAR:
            return None
        low, high = min(low, known), max(high, known)
    for change in changes:
        step = _step(name, change)
        if step is None:
            known = _literal(change)
            if known is None or abs(known) > _FAR:
                return None
            low, high = min(low, known), max(high, known)
            continue
        if step[0] < 0:
            low = -2 * _FAR
        if step[1] > 0:
            high = 2 * _FAR
    return low, high


def _literal(node):
    return node[1][2][1] if node[0] == "Value" and node[1][2][0] == "Integer" else None


def _step(name, node):
    """(least, most) that a new value differs from the old one by; None where that is not known to be little."""
    if node[0] == "Variable":
        return (0, 0) if node[1][2] == name else None
    if node[0] == "IfElse":
        steps = [_step(name, body) for body in [branch[1] for branch in node[1][2]] + [node[1][3]]]
        return None if None in steps else (min(step[0] for step in steps), max(step[1] for step in steps))
    if node[0] != "Builtin" or node[1][2] not in ("IntegerAdd", "IntegerSubtract"):
        return None
    one, other = node[1][4]
    if node[1][2] == "IntegerAdd" and not (one[0] == "Variable" and one[1][2] == name):
        one, other = other, one
    if not (one[0] == "Variable" and one[1][2] == name):
        return None
    low, high = _small(other)
    if max(-low, high) > _STEP:
        return None
    return (low, high) if node[1][2] == "IntegerAdd" else (-high, -low)


def _small(node):
    """The range of a literal or of a remainder by one."""
    known = _literal(node)
    if known is not None:
        return known, known
    if node[0] == "Builtin" and node[1][2] == "IntegerRemainder":
        divisor = _literal(node[1][4][1])
        if divisor:
            return 1 - abs(divisor), abs(divisor) - 1
    return -_FAR, _FAR

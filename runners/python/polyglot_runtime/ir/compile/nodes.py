"""Looking at nodes: what is evaluated within one, and what code does without being run."""

from ..builtins.table import BUILTINS

_VARIABLES = {"Let": (2,), "Assign": (2,), "ForArray": (4, 5), "ForDict": (4, 5), "ForSet": (4,), "TryCatch": (4, 5)}


def parts(node):
    """The nodes directly inside that are evaluated in the same function, in order."""
    kind, f = node
    if kind in ("As", "WrapRecursive", "UnwrapRecursive", "Error", "Return", "NewRef"):
        return (f[2],)
    if kind in ("Let", "Assign", "GetField", "Variant"):
        return (f[3],)
    if kind in ("Block", "NewArray", "NewSet"):
        return f[2]
    if kind == "Builtin":
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


def assigns(node):
    """The names of the variables that are assigned within, in this function."""
    return {at[1][2][1][2] for at in walk(node) if at[0] == "Assign"}


def keeps_sizes(node):
    """Whether running it surely changes no container's size: no calls, and no builtin that resizes or calls back."""
    for at in walk(node):
        if at[0] in ("Call", "CallAsync", "Platform"):
            return False
        if at[0] == "Builtin":
            builtin = BUILTINS.get(at[1][2])
            if builtin is None or builtin.calls or builtin.resizes:
                return False
    return True


class Survey:
    """What is to be known of a function before its code is written.

    `shared`: names that inner functions capture. `calls`: East functions are called, by Call nodes, builtins or platform functions.
    """

    def __init__(self, body):
        self.shared, self.calls = set(), False
        for node in walk(body):
            kind = node[0]
            if kind in ("Call", "CallAsync", "Platform"):
                self.calls = True
            elif kind == "Builtin":
                builtin = BUILTINS.get(node[1][2])
                self.calls = self.calls or builtin is None or builtin.calls
            elif kind in ("Function", "AsyncFunction"):
                self.shared.update(capture[1][2] for capture in node[1][2])

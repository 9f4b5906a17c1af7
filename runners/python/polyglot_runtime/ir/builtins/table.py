"""All builtins by name. A builtin is a Python function, or is made by one for its type parameters."""


class Builtin:
    """`make(types)` gives the function. `calls`: its first argument is the depth of calls, for the callbacks. `resizes`: it may change
    the size of a container. `arity`: how many arguments East gives it; `types`: how many type parameters it has."""

    __slots__ = ("name", "make", "calls", "resizes", "arity", "types")

    def __init__(self, name, make, calls, resizes, arity, types):
        self.name, self.make, self.calls, self.resizes, self.arity, self.types = name, make, calls, resizes, arity, types


BUILTINS = {}


def builtin(name, types=0, calls=False, resizes=False):
    """The function is the builtin, whatever its types are."""
    def register(function):
        arity = function.__code__.co_argcount - (1 if calls else 0)
        BUILTINS[name] = Builtin(name, lambda _: function, calls, resizes, arity, types)
        return function
    return register


def typed(name, arity, types=1, calls=False, resizes=False):
    """The function makes the builtin, from a tuple of types."""
    def register(function):
        BUILTINS[name] = Builtin(name, function, calls, resizes, arity, types)
        return function
    return register


def load():
    """Imports every area."""
    from . import arrays, array_folds, blobs, comparison, datetimes, dicts, dict_folds, numbers, sets, set_folds, strings, texts  # noqa: F401

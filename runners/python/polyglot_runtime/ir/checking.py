"""Looking at a whole program before it runs: that the builtins and platform functions it names are there and fit.

The host has checked the types of a program's nodes; this trusts them.
"""

from ..east.text import friendly
from .builtins.table import BUILTINS
from .compile.calls import ARITY, NO_BUILTIN, TYPES
from .compile.nodes import walk
from .compile.program import ILL_FORMED, NO_PLATFORM
from .errors import NotLoaded
from .type_values import Types
from .subtyping import subtype

ARGUMENTS = "%s:%d:%d: the platform function '%s' takes %d arguments, got %d"
ARGUMENT = "%s:%d:%d: argument %d of the platform function '%s' must be %s, got %s"
RESULT = "%s:%d:%d: the platform function '%s' gives %s, not %s"
NOT_A_VARIABLE = "expected a Variable node, got %s at %s:%d:%d"
_VARIABLES = {"Let": (2,), "Assign": (2,), "ForArray": (4, 5), "ForDict": (4, 5), "ForSet": (4,), "TryCatch": (4, 5)}
ASYNC = "%s:%d:%d: the asynchronous platform function '%s' is called in a Function"


def check(root, platform):
    """Raises NotLoaded for the first thing that is wrong."""
    try:
        _check(root, platform)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise NotLoaded(ILL_FORMED % (*root[1][1], type(error).__name__, error)) from error


def _check(root, platform):
    types, todo, fits = Types(), [root], {}
    while todo:
        function = todo.pop()
        _variables(function)
        is_async = function[0] == "AsyncFunction"
        for node in walk(function[1][4]):
            kind = node[0]
            if kind == "Builtin":
                _builtin(node)
            elif kind == "Platform":
                _platform(node, platform, types, is_async, fits)
            elif kind in ("Function", "AsyncFunction"):
                todo.append(node)
            _variables(node)


def _variables(node):
    """The places of a node that hold variables hold nothing else."""
    kind, fields = node
    places = [fields[index] for index in _VARIABLES.get(kind, ())]
    if kind in ("Function", "AsyncFunction"):
        places = [*fields[2], *fields[3]]
    elif kind == "Match":
        places = [case[1] for case in fields[3]]
    for place in places:
        if place[0] != "Variable":
            raise NotLoaded(NOT_A_VARIABLE % (place[0], *fields[1]))


def _builtin(node):
    _, location, name, types, arguments = node[1]
    known = BUILTINS.get(name)
    if known is None:
        raise NotLoaded(NO_BUILTIN % (name, *location))
    if len(arguments) != known.arity:
        raise NotLoaded(ARITY % (name, known.arity, len(arguments), *location))
    if len(types) != known.types:
        raise NotLoaded(TYPES % (name, known.types, len(types), *location))


def _platform(node, platform, types, is_async, fits):
    type_, location, name, arguments, _ = node[1]
    known = platform.get(name)
    if known is None:
        raise NotLoaded(NO_PLATFORM % (name, *location))
    if len(arguments) != len(known.inputs):
        raise NotLoaded(ARGUMENTS % (*location, name, len(known.inputs), len(arguments)))
    if known.is_async and not is_async:
        raise NotLoaded(ASYNC % (*location, name))
    given = tuple([types.of(argument[1][0]) for argument in arguments])
    output = types.of(type_)
    if (name, given, output) in fits:
        return
    for index, (found, wanted) in enumerate(zip(given, known.inputs)):
        if not subtype(found, wanted):
            raise NotLoaded(ARGUMENT % (*location, index + 1, name, friendly(wanted), friendly(found)))
    if not subtype(known.output, output):
        raise NotLoaded(RESULT % (*location, name, friendly(known.output), friendly(output)))
    fits[name, given, output] = True

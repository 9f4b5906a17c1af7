"""Which functions a program may call: those of the packages that its task names."""

from ..ir.errors import NotLoaded
from . import PlatformFunction
from .signatures import LETTERS, PACKAGES

UNKNOWN = "there is no platform package '%s'; there are %s"
TWICE = "the platform function '%s' is in more than one of the packages %s"
DEFAULT = "std"

_made = {}


def _package(name, plugins):
    """name -> PlatformFunction. Raises NotLoaded."""
    known = _made.get(name)
    if known is None:
        if name in PACKAGES:
            from importlib import import_module
            module = import_module("." + {"time": "clock"}.get(name, name), __package__)
            known = {}
            for function, text in PACKAGES[name].items():
                inputs, _, output = text.partition(">")
                known[function] = PlatformFunction(function, tuple(LETTERS[letter] for letter in inputs), LETTERS[output[0]],
                                                   output[1:] == "~", getattr(module, function))
        elif name in plugins:
            known = plugins.functions(name)
        else:
            raise NotLoaded(UNKNOWN % (name, ", ".join([*PACKAGES, *plugins])))
        _made[name] = known
    return known


def platform(names, plugins=()):
    """name -> PlatformFunction of all the packages; of `std` where none is named. Raises NotLoaded."""
    names = list(dict.fromkeys(names)) or [DEFAULT]
    found = {}
    for name in names:
        for function, made in _package(name, plugins).items():
            if function in found:
                raise NotLoaded(TWICE % (function, ", ".join(names)))
            found[function] = made
    return found

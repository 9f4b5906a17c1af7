"""A program as Python code: every function is compiled when it is first made, and kept."""

from math import inf, nan, sqrt

from ..builtins.arithmetic import divide, divide_floats, less, remainder, same, wrap
from ..builtins.arrays import no_element, push_last, room
from ..builtins.table import load
from ..builtins.dicts import resizable as resizable_dict
from ..builtins.strings import check_text
from ..builtins.texts import check_replacement
from ..containers import EastDict, EastSet, LOCKS, Ref, lock, unlock
from ..errors import EastError, NotLoaded, TOO_DEEP
from ..order import relation
from ..type_values import Types
from .code import assemble
from .function import FunctionCompiler
from .locations import UNITS, caught

NO_PLATFORM = "the platform function '%s' at %s:%d:%d is not there"
NO_FIELD = "there is no field '%s' at %s:%d:%d"
ILL_FORMED = "the function at %s:%d:%d is not well formed: %s: %s"
TOO_NESTED = "the function at %s:%d:%d is nested too deeply for Python"

_units = [0]
_builtins = {}      # (name, types) -> function

load()


def too_deep():
    return EastError(TOO_DEEP)


def unreachable():
    return EastError("a variant of no known case")


def stack_of(error):
    """The locations of an error as a value of East."""
    return list(error.locations)


def make_set(kind, keys):
    made = EastSet(kind)
    for key in keys:
        made.add(key)
    return made


def make_dict(kind, entries):
    made = EastDict(kind)
    for index in range(0, len(entries), 2):
        made.set(entries[index], entries[index + 1])
    return made


MISSING = object()      # what no value is


class Run:
    """What compiled code asks of the run it is in. `stopped`: it is being ended, and finally bodies no longer run."""

    def __init__(self):
        self.stopped = False


RUN = Run()     # one program at a time runs in a process

_COMMON = {"EastError": EastError, "Ref": Ref, "LOCKS": LOCKS, "lock": lock, "unlock": unlock, "caught": caught,
           "stack_of": stack_of, "too_deep": too_deep, "unreachable": unreachable, "make_set": make_set,
           "make_dict": make_dict, "wrap": wrap, "divide": divide, "remainder": remainder, "divide_floats": divide_floats,
           "less": less, "same": same, "sqrt": sqrt, "no_element": no_element, "push_last": push_last,
           "check_replacement": check_replacement, "check_text": check_text, "resizable_dict": resizable_dict,
           "MISSING": MISSING, "room": room, "INF": inf, "MINUS_INF": -inf, "NAN": nan, "RUN": RUN}


class Program:
    """The code of a program on one platform.

    `platform` maps names to `PlatformFunction`s. Functions inside values that the program decodes become programs of their own.
    """

    def __init__(self, root, platform):
        self.root, self._platform = root, platform
        _units[0] += 1
        self._name = "<east %d" % _units[0]
        self._types = Types()
        self._functions = []        # (node, captured variables)
        self._numbers = {}          # id of a node with its captured variables' places -> number
        self._constants = {}
        self._fields = {}
        self._nodes = {}
        self.globals = {**_COMMON, "NODES": self._nodes, "make": self._make, "PROGRAM": self, "__builtins__": __builtins__}
        self._entry = None

    def __del__(self):
        for number in range(len(getattr(self, "_functions", ()))):
            UNITS.pop("%s.%d>" % (self._name, number), None)

    def entry(self):
        """The outermost function, called with the depth of calls (0) and its arguments."""
        if self._entry is None:
            number = self.function(self.root, ())
            self._entry = self._make(number)
        return self._entry

    def function_of(self, node):
        """A function that this program decoded, as code of its own on the same platform. Raises BadBytes."""
        from ..checking import check
        from ..formats.binary import BadBytes, NOT_COMPILED
        try:
            check(node, self._platform)
            return Program(node, self._platform).entry()
        except NotLoaded as error:
            raise BadBytes(NOT_COMPILED % error) from None

    # ---- what function compilers ask for ------------------------------------------------------------------------------------------

    def function(self, node, captured):
        """The number of an inner function."""
        number = len(self._functions)
        self._functions.append((node, captured))
        self.globals["f%d" % number] = self.globals["m%d" % number] = None
        return number

    def _make(self, number):
        """Compiles a function: the function itself, or what makes it of captured variables."""
        node, captured = self._functions[number]
        name = "%s.%d>" % (self._name, number)
        try:
            lines, points = FunctionCompiler(self, node, number, captured).compile()
            source, UNITS[name] = assemble(lines, points)
            exec(compile(source, name, "exec", dont_inherit=True), self.globals)
        except (SyntaxError, RecursionError, MemoryError) as error:
            if isinstance(error, MemoryError) and not str(error):
                raise
            raise NotLoaded(TOO_NESTED % node[1][1]) from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:       # nodes that do not fit together
            raise NotLoaded(ILL_FORMED % (*node[1][1], type(error).__name__, error)) from error
        self._nodes["f%d" % number] = node
        return self.globals["%s%d" % ("m" if node[1][2] else "f", number)]

    def constant(self, value):
        name = "k%d" % len(self._constants)
        self._constants[name] = value
        self.globals[name] = value
        return name

    def types(self, values):
        return tuple([self._types.of(value) for value in values])

    def relation(self, type_value):
        """The name of the Relation of a type."""
        return self._shared("o", self._types.of(type_value), relation)

    def _shared(self, letter, key, make):
        name = self._constants.get((letter, key))
        if name is None:
            name = "%s%d" % (letter, len(self._constants))
            self._constants[letter, key] = name
            self.globals[name] = make(key)
        return name

    def is_plain(self, type_value):
        return relation(self._types.of(type_value)).plain

    def hashes(self, type_value):
        return relation(self._types.of(type_value)).canon is None

    def field(self, struct_type, name, location):
        """The place of a struct's field; of what never comes, any."""
        if struct_type[0] == "Never":
            return 0
        fields = struct_type[1]
        known = self._fields.get((id(fields), name))
        if known is None:
            names = [field[0] for field in fields] if struct_type[0] == "Struct" else ()
            if name not in names:
                raise NotLoaded(NO_FIELD % (name, *location))
            known = self._fields[id(fields), name] = names.index(name), fields
        return known[0]

    def builtin(self, known, type_values):
        """The name of a builtin's function for some types."""
        return self._shared("b", (known.name, self.types(type_values)), lambda key: self._builtin(known, key[1]))

    def _builtin(self, known, types):
        if known.name == "BlobDecodeBeast2":
            return known.make(types, self.function_of)
        key = known.name, types
        made = _builtins.get(key)
        if made is None:
            if len(_builtins) > 8192:
                _builtins.clear()
            try:
                made = known.make(types)
            except EastError as error:
                made = _failing(error.message)
            _builtins[key] = made
        return made

    def platform(self, node, location):
        """The name of a platform function's code."""
        name = node[1][2]
        function = self._platform.get(name)
        if function is None:
            raise NotLoaded(NO_PLATFORM % (name, *location))
        return self._shared("p", name, lambda _: function.call)


def _failing(message):
    def fail(*_):
        raise EastError(message)
    return fail

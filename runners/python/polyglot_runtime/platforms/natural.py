"""Between the values of programs and what Python code works with: the same that functions of scripts get and give.

Values go through their bytes, which both sides know how to write and read; functions become callables.
"""

from ..describe.functions import Signature
from ..east.types import graph, nodes
from ..ir.errors import EastError
from ..ir.formats.beast2 import codec
from ..values.decoder import Decoder
from ..values.encoder import Encoder
from ..values.errors import Mismatch, Unsupported
from ..values.forms import ANY
from ..values.shapes import Planner
from . import CURRENT, PlatformFunction

RESULT = "%s: %s"
FUNCTION_INSIDE = "functions can only be arguments themselves, not parts of values"


class BadDeclaration(Exception):
    """A function that a module declares wrongly."""


class _ToPython:
    """Values of one type as Python's, shaped by an annotation."""

    def __init__(self, type_, form):
        self._codec = codec(type_)
        self._decoder = Decoder(Planner().shape(graph(type_), form))

    def __call__(self, value, d):
        out = bytearray()
        self._codec.encode_value(value, out)
        return self._decoder.decode(bytes(out), 0)


class _ToEast:
    """Python's values as values of one type. Raises Mismatch with `path`."""

    def __init__(self, type_):
        self._codec, self._encoder = codec(type_), Encoder(type_)

    def __call__(self, value, d):
        out = bytearray()
        self._encoder.encode(value, out)
        return self._codec.decode_value(bytes(out))


class _ToCallable:
    """Functions of programs as callables."""

    def __init__(self, type_):
        _, inputs, output = type_
        self._inputs = [to_east(part, None) for part in inputs]
        self._output = to_python(output, ANY)

    def __call__(self, function, d):
        inputs, output = self._inputs, self._output

        def call(*arguments):
            if len(arguments) != len(inputs):
                raise TypeError("the program's function takes %d arguments, got %d" % (len(inputs), len(arguments)))
            try:
                values = [convert(argument, d) for convert, argument in zip(inputs, arguments)]
            except Mismatch as error:
                raise TypeError(RESULT % (getattr(error, "path", "argument").replace("result", "argument", 1), error.reason)) from None
            return output(function(d, *values), d)
        return call


def to_python(type_, form):
    """A function (value, d) that gives Python's value. Raises BadDeclaration."""
    try:
        if type_[0] in ("Function", "AsyncFunction"):
            return _ToCallable(type_)
        if any(node.kind in ("Function", "AsyncFunction") for node in nodes(graph(type_))):
            raise BadDeclaration(FUNCTION_INSIDE)
        return _ToPython(type_, form)
    except Unsupported as error:
        raise BadDeclaration(str(error)) from None


def to_east(type_, form):
    try:
        return _ToEast(type_)
    except Unsupported as error:
        raise BadDeclaration(str(error)) from None


def declared(name, type_, function):
    """The PlatformFunction of a Python function. Raises BadDeclaration."""
    _, inputs, output = type_
    signature = Signature(function)
    parameters = signature.bind(len(inputs))
    if isinstance(parameters, str):
        raise BadDeclaration("%s: %s" % (name, parameters))
    into = [to_python(part, parameter.form) for part, parameter in zip(inputs, parameters)]
    back = to_east(output, None)

    def call(d, *values):
        at = -1
        try:
            arguments = []
            for at, (convert, value) in enumerate(zip(into, values)):
                arguments.append(convert(value, d))
            at = -1
            return back(function(*arguments), d)
        except (EastError, MemoryError):
            raise
        except Mismatch as error:
            text = RESULT % (getattr(error, "path", "result"), error.reason)
            raise _failure("TypeError: " + text, values, -1) from error
        except Exception as error:
            raise _failure("%s: %s" % (type(error).__name__, error), values, at) from error
    return PlatformFunction(name, inputs, output, type_[0] == "AsyncFunction", call)


def _failure(message, values, at):
    """The error that the program sees: without a place, so that it gets that of the call (spec 7.4), and with the input of the program that an
    argument came from."""
    made = EastError(message)
    for value in [values[at]] if at >= 0 else values:
        if isinstance(value, (int, float, str, bytes, bool, type(None))):
            continue
        for index, known in enumerate(CURRENT.inputs):
            if known is value:
                made.argument = index
                return made
    return made

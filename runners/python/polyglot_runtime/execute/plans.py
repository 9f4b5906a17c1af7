"""Call plans: everything about calling a function with inputs of certain types that can be known before their values are."""

from ..describe.functions import Signature, public_functions
from ..east import schema
from ..east.text import friendly
from ..east.types import BadType, graph
from ..values import decoder, encoder, errors, plain, shapes
from . import failures

_MAX_PLANS = 1000


class Plan:
    """A function with a decoder per input and the encoder of its result.

    `inputs`: (header that the file should start with, type, Decoder) each. `iterates`: the result is an Array. `wrap`: what the result is put through first, or None.
    """

    __slots__ = ("function", "inputs", "encoder", "header", "iterates", "wrap")

    def prepare(self):
        """Makes what is otherwise made when it is first used."""
        for _, _, made in self.inputs:
            made.prepare()


class Plans:
    """The plans made so far, by script, function and types. Main thread only."""

    def __init__(self):
        self._plans = {}

    def plan(self, script, name, inputs, target):
        """The Plan. Raises Failure."""
        key = (script.path, name, target["schema"], *[item["schema"] for item in inputs])
        function = script.module.__dict__.get(name)
        plan = self._plans.get(key)
        if plan is None or plan.function is not function:
            if len(self._plans) >= _MAX_PLANS:
                self._plans.clear()
            plan = self._plans[key] = _make(script, name, function, inputs, target)
        return plan


def _make(script, name, function, inputs, target):
    if function is None:
        names = [public for public, _ in public_functions(script.module, script.path)]
        raise failures.task("function_not_found", failures.NO_FUNCTION % (script.path, name, failures.near(name, names)))
    if not callable(function):
        raise failures.task("function_not_found", failures.NOT_CALLABLE % (name, script.path))
    signature = Signature(function)
    parameters = signature.bind(len(inputs))
    if isinstance(parameters, str):
        raise failures.task("arity", failures.ARITY % (name, parameters))
    plan = Plan()
    plan.function = function
    planner = shapes.Planner()
    plan.inputs = []
    for index, (item, parameter) in enumerate(zip(inputs, parameters)):
        type_ = _type(item["schema"], "input %d" % index, index)
        try:
            shape = planner.shape(graph(type_), parameter.form)
        except errors.Unsupported as error:
            raise failures.task("unsupported_annotation", failures.ANNOTATION % (parameter.name, error), argument=index)
        plan.inputs.append((schema.MAGIC + item["schema"], type_, decoder.Decoder(shape)))
    type_ = _type(target["schema"], "the output", -1)
    try:
        plan.encoder = encoder.Encoder(type_)
    except errors.Unsupported as error:
        raise failures.task("unsupported_annotation", "the output: %s" % error)
    plan.header = schema.MAGIC + schema.encode(type_)
    plan.iterates = type_[0] == "Array"
    plan.wrap = plain.wrap if type_ == plain.TYPE else None
    return plan


def _type(data, what, argument):
    try:
        return schema.decode(data)
    except BadType as error:
        raise failures.host("bad_input", failures.SCHEMA % (what, error), argument=argument)


def value_start(data, header, type_):
    """Where the value begins in the bytes of a file that should hold `type_`. Raises BadInput."""
    if data.startswith(header):
        return len(header)
    if not data.startswith(schema.MAGIC):
        raise errors.BadInput(errors.NOT_BEAST)
    try:
        found, at = schema.decode_prefix(data, len(schema.MAGIC))
    except BadType as error:
        raise errors.BadInput(str(error)) from None
    if found != type_:
        raise errors.BadInput(errors.OTHER_TYPE % (friendly(found), friendly(type_)))
    return at

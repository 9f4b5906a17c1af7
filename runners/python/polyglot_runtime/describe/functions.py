"""The functions of a script: their parameters as forms, and the description that `Describe` answers."""

import inspect

from ..east import schema
from ..values.forms import ANY, Form
from .annotations import NO_ANNOTATION, Problem, Reader, east_type, resolve

KEYWORD_ONLY = "can only be given by keyword, and inputs are given by position"
ANY_NUMBER = "takes any number of inputs"


class Parameter:
    """One parameter: name, Form, whether it has a default, and `kind` as in inspect."""

    __slots__ = ("name", "form", "optional", "kind")

    def __init__(self, name, form, optional, kind):
        self.name, self.form, self.optional, self.kind = name, form, optional, kind


class Signature:
    """What a callable takes and returns."""

    def __init__(self, function, reader=None):
        reader = reader or Reader()
        try:
            parameters = inspect.signature(function).parameters.values()
        except (TypeError, ValueError):
            parameters = [inspect.Parameter("inputs", inspect.Parameter.VAR_POSITIONAL)]
        target = inspect.unwrap(function)
        hints, problems = resolve(target, [parameter.name for parameter in parameters] + ["return"])

        def form(name):
            if name in problems:
                return Form("problem", text=problems[name])
            return reader.form(hints[name]) if name in hints else ANY

        self.parameters = [
            Parameter(p.name, form(p.name), p.default is not p.empty or p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD), p.kind)
            for p in parameters]
        self.output = form("return")
        positional = [p for p in self.parameters if p.kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)]
        self._positional = positional
        self._rest = next((p for p in self.parameters if p.kind == inspect.Parameter.VAR_POSITIONAL), None)
        self._keywords = [p.name for p in self.parameters if p.kind == inspect.Parameter.KEYWORD_ONLY and not p.optional]

    def bind(self, count):
        """The parameters that `count` inputs go to, or a text saying why they do not fit."""
        if self._keywords:
            return "the parameter %s %s" % (self._keywords[0], KEYWORD_ONLY)
        least = sum(not p.optional for p in self._positional)
        most = len(self._positional)
        if count < least or (count > most and self._rest is None):
            takes = "%d" % least if least == most else "%d to %d" % (least, most)
            if self._rest is not None:
                takes = "at least %d" % least
            return "it takes %s input%s, and %d come%s" % (takes, "" if takes == "1" else "s", count, "s" if count == 1 else "")
        return (self._positional + [self._rest] * (count - most))[:count] if count > most else self._positional[:count]


def public_functions(module, path):
    """(name, function) of what the script itself defines at its top level and does not call private, in order of lines."""
    found = []
    for name, value in vars(module).items():
        if name.startswith("_") or not callable(value) or isinstance(value, type):
            continue
        try:
            inner = inspect.unwrap(value)
        except ValueError:
            continue
        code = getattr(inner, "__code__", None)
        if code is not None and code.co_filename == path and code.co_name == getattr(inner, "__name__", None) \
                and "." not in getattr(inner, "__qualname__", "."):
            found.append((code.co_firstlineno, name, value))
    return [(name, value) for _, name, value in sorted(found, key=lambda entry: entry[:2])]


def describe(module, path, wanted):
    """FunctionDescriptions of the public functions, or of those `wanted`."""
    reader = Reader()
    functions = dict(public_functions(module, path))
    for name in wanted or ():
        if name not in functions and callable(getattr(module, name, None)):
            functions[name] = getattr(module, name)
    return [_describe(name, functions[name], reader) for name in wanted or functions if name in functions]


def _describe(name, function, reader):
    signature = Signature(function, reader)
    parameters = []
    for parameter in signature.parameters:
        described = {"name": parameter.name, "optional": parameter.optional}
        if parameter.kind == inspect.Parameter.KEYWORD_ONLY:
            described["problem"] = KEYWORD_ONLY
        elif parameter.kind == inspect.Parameter.VAR_POSITIONAL:
            described["problem"] = ANY_NUMBER
        elif parameter.kind == inspect.Parameter.VAR_KEYWORD:
            continue
        else:
            _put_type(described, "schema", parameter.form)
        parameters.append(described)
    description = {"name": name, "parameters": parameters}
    _put_type(description, "output", signature.output)
    if description.get("problem") == NO_ANNOTATION:
        description["problem"] = "no return annotation"
    document = inspect.getdoc(function) if getattr(function, "__doc__", None) else None
    if document:
        description["summary"] = document.strip().split("\n")[0]
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is not None:
        description["line"] = code.co_firstlineno
    return description


def _put_type(target, field, form):
    try:
        target[field] = schema.encode(east_type(form))
    except Problem as problem:
        target["problem"] = str(problem)

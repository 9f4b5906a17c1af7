"""Annotations -> Forms -> East types. The table of what is understood is in the README."""

import collections
import collections.abc
import datetime
import sys
import typing

from ..east import friendly
from ..east.types import (BLOB, BOOLEAN, BadType, DATETIME, FLOAT, INTEGER, NULL, STRING, check, option)
from ..values.forms import ANY, Form
from ..values.natives import Ref, Variant

NO_ANNOTATION = "no annotation"
NO_ELEMENT = "%s does not say what it holds: write %s"
MUTUAL = "%s and a recursive type around it refer to each other, which East types cannot"
_HINT_FOR = {"list": "list[float]", "tuple": "tuple[float, ...]", "deque": "deque[float]", "set": "set[str]",
             "frozenset": "frozenset[str]", "dict": "dict[str, float]", "ref": "polyglot.Ref[float]",
             "ndarray": "numpy.typing.NDArray[numpy.float64]", "series": "Annotated[pandas.Series, float]",
             "frame": "Annotated[pandas.DataFrame, Row] with a dataclass Row",
             "variant": 'Annotated[polyglot.Variant, polyglot.East("Variant<...>")]'}


class Problem(Exception):
    """Why an annotation gives no East type."""


class East:
    """`Annotated[T, East("Array<Float>")]`: the East type, in the friendly syntax, where T alone does not say it."""

    def __init__(self, text):
        self.type = friendly.parse(text)
        self.text = text

    def __repr__(self):
        return "East(%r)" % self.text


class Matrix:
    """Array<Array<Float>> as a two-dimensional array of float64."""


_SCALARS = {int: ("int",), bool: ("bool",), float: ("float",), str: ("str",), bytes: ("bytes",), bytearray: ("bytes", bytearray),
            memoryview: ("bytes", memoryview), None: ("null",), type(None): ("null",), datetime.datetime: ("datetime",)}
_ARRAYS = {list: "list", tuple: "tuple", collections.deque: "deque", collections.abc.Sequence: "list",
           collections.abc.MutableSequence: "list", collections.abc.Iterable: "list", collections.abc.Collection: "list"}
_SETS = {set: "set", frozenset: "frozenset", collections.abc.Set: "set", collections.abc.MutableSet: "set"}
_DICTS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
_PANDAS = {"DataFrame": "frame", "Series": "series"}
_TYPES = {"null": NULL, "bool": BOOLEAN, "int": INTEGER, "float": FLOAT, "str": STRING, "datetime": DATETIME, "bytes": BLOB}


class Reader:
    """Reads annotations of one script. Classes that contain themselves become forms that do."""

    def __init__(self):
        self._classes = {}

    def form(self, hint):
        """The Form of a resolved annotation; of kind `problem` where it cannot be understood."""
        if hint is typing.Any or hint is object or isinstance(hint, typing.TypeVar):
            return Form("any", text=show(hint))
        if isinstance(hint, East):
            return Form("east", (ANY,), east=hint.type, text=repr(hint))
        try:
            scalar = _SCALARS.get(hint)
        except TypeError:
            scalar = None
        text = show(hint)
        if scalar:
            return Form(scalar[0], make=scalar[1] if len(scalar) > 1 else None, text=text)
        if hasattr(hint, "__supertype__"):
            return self.form(hint.__supertype__)
        if type(hint).__name__ == "TypeAliasType":
            return self.form(hint.__value__)
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if hasattr(hint, "__metadata__"):
            return self._annotated(arguments[0], hint.__metadata__, text)
        if origin is typing.Union or type(hint).__name__ == "UnionType":
            inner = [part for part in arguments if part is not type(None)]
            if len(inner) == 1 and len(arguments) == 2:
                return Form("option", (self.form(inner[0]),), text=text)
            return _problem("%s is a union; East needs one type, Optional of one, or a declared Variant" % text)
        return self._generic(origin or hint, arguments, text)

    def _generic(self, kind, arguments, text):
        if kind in _ARRAYS:
            return self._array(_ARRAYS[kind], arguments, text)
        if kind in _SETS:
            return Form(_SETS[kind], tuple(map(self.form, arguments)), text=text)
        if kind in _DICTS:
            return Form("dict", tuple(map(self.form, arguments)), text=text)
        if kind is Ref:
            return Form("ref", tuple(map(self.form, arguments)), text=text)
        if kind is Variant:
            return Form("variant", text=text)
        if kind is Matrix:
            return Form("matrix", east=("Array", ("Array", FLOAT)), text="polyglot.Matrix")
        if isinstance(kind, type):
            module = kind.__module__.partition(".")[0]
            if module == "numpy":
                return self._numpy(kind, arguments, text)
            if module == "pandas" and kind.__name__ in _PANDAS:
                return Form(_PANDAS[kind.__name__], text=text)
            return self._class(kind, text)
        if isinstance(kind, (str, typing.ForwardRef)):
            return _problem("%s cannot be resolved" % text)
        return _problem("%s has no East type" % text)

    def _array(self, kind, arguments, text):
        if kind == "tuple":
            if arguments and (len(arguments) != 2 or arguments[1] is not Ellipsis):
                return _problem("%s has a fixed length: write tuple[T, ...], or a NamedTuple or dataclass for a Struct" % text)
            arguments = arguments[:1]
        return Form(kind, tuple(map(self.form, arguments)), text=text)

    def _annotated(self, inner, metadata, text):
        form = self.form(inner)
        for mark in metadata:
            if isinstance(mark, East):
                return Form("east", (form,), east=mark.type, text=text)
            if form.kind in ("frame", "series"):
                return Form(form.kind, (self.form(mark),), text=text)
        return form

    def _numpy(self, kind, arguments, text):
        numpy = sys.modules["numpy"]
        if issubclass(kind, numpy.ndarray):
            kinds = typing.get_args(arguments[1]) if len(arguments) > 1 else ()
            scalar = kinds[0] if kinds and isinstance(kinds[0], type) else None
            if scalar is None:
                return Form("ndarray", text=text)
            element = self._numpy(scalar, (), show(scalar))
            if element.kind == "problem":
                return element
            return Form("ndarray", (element,), make=None if scalar is numpy.datetime64 else numpy.dtype(scalar), text=text)
        if issubclass(kind, numpy.bool_):
            return Form("bool", make=kind, text=text)
        if issubclass(kind, numpy.timedelta64):
            return _problem("%s has no East type" % text)
        if issubclass(kind, numpy.integer):
            return Form("int", make=None if kind in (numpy.integer, numpy.signedinteger) else kind, text=text)
        if issubclass(kind, numpy.floating):
            return Form("float", make=None if kind is numpy.floating else kind, text=text)
        if issubclass(kind, numpy.str_):
            return Form("str", make=kind, text=text)
        if issubclass(kind, numpy.datetime64):
            return Form("datetime", make=_datetime64, text=text)
        return _problem("%s has no East type" % text)

    def _class(self, kind, text):
        known = self._classes.get(kind)
        if known:
            return known
        fields = getattr(kind, "__dataclass_fields__", None)
        if fields is not None:
            silent = [name for name, field in fields.items() if not field.init]
            if silent:
                return _problem("the field %s of %s is not set by its constructor" % (silent[0], text))
            return self._struct(kind, "call", kind, tuple(fields), text)
        if issubclass(kind, tuple) and hasattr(kind, "_fields"):
            return self._struct(kind, "tuple", kind, kind._fields, text)
        if issubclass(kind, dict) and hasattr(kind, "__required_keys__"):
            names = tuple(_written(kind))
            absent = [name for name in names if name not in kind.__required_keys__]
            if absent:
                return _problem("the key %s of %s may be missing, which a Struct's field cannot" % (absent[0], text))
            return self._struct(kind, "dict", None, names, text)
        if issubclass(kind, datetime.date):
            return _problem("a date has no time: East knows DateTime only, use datetime.datetime")
        return _problem("%s has no East type" % text)

    def _struct(self, kind, how, make, names, text):
        form = self._classes[kind] = Form("struct", (), names, make, how, text=text)
        hints, problems = resolve(kind, names)
        form.parts = tuple(
            self.form(hints[name]) if name in hints else _problem(problems.get(name, NO_ANNOTATION)) for name in names)
        return form


def _datetime64(value):
    numpy = sys.modules["numpy"]
    from ..values.scalars import as_milliseconds
    return numpy.datetime64(as_milliseconds(value), "ms")


def _problem(text):
    return Form("problem", text=text)


def show(hint):
    """An annotation as its author would recognise it."""
    if isinstance(hint, type) and not typing.get_args(hint):
        return hint.__qualname__ if hint.__module__ == "builtins" else "%s.%s" % (hint.__module__, hint.__qualname__)
    return repr(hint).replace("typing.", "")


def resolve(target, names):
    """({name: annotation}, {name: why it cannot be resolved}) of a function or class; `names` are those to be had."""
    try:
        return typing.get_type_hints(target, include_extras=True), {}
    except Exception:
        pass
    scope = getattr(target, "__globals__", None) or vars(sys.modules.get(target.__module__, typing))
    hints, problems = {}, {}
    for name in names:
        for owner in getattr(target, "__mro__", (target,)):
            written = _written(owner)
            if name in written:
                annotation = written[name]
                try:
                    holder = type("Holder", (), {"__annotations__": {name: annotation}, "__module__": target.__module__})
                    hints[name] = typing.get_type_hints(holder, scope, include_extras=True)[name]
                except Exception as error:
                    problems[name] = "the annotation %s cannot be resolved: %s" % (
                        annotation if isinstance(annotation, str) else show(annotation), error)
                break
    return hints, problems


def _written(owner):
    """The annotations of a function, or of a class without its bases, as they are written."""
    if sys.version_info >= (3, 14):
        from annotationlib import Format, get_annotations
        return get_annotations(owner, format=Format.STRING)
    found = vars(owner).get("__annotations__") if isinstance(owner, type) else getattr(owner, "__annotations__", None)
    return found or {}


def east_type(form):
    """The East type of a Form. Raises Problem."""
    type_ = _East().type(form)
    try:
        check(type_)
    except BadType as error:
        raise Problem("%s: %s" % (form.text, error)) from None
    return type_


class _East:
    def __init__(self):
        self.stack = []         # the forms around, outermost first
        self.targets = []       # depths that back-references point to

    def type(self, form):
        kind = form.kind
        if kind in _TYPES:
            return _TYPES[kind]
        if kind == "problem":
            raise Problem(form.text)
        if kind == "any":
            raise Problem(NO_ANNOTATION if form.text == NO_ANNOTATION else "%s is no type" % form.text)
        if form.east is not None:
            return form.east
        if form in self.stack:
            depth = self.stack.index(form)
            self.targets.append(depth)
            return ("Recursive", len(self.stack) - depth)
        if kind != "struct" and not form.parts:
            raise Problem(NO_ELEMENT % (form.text, _HINT_FOR.get(kind, "its type")))
        depth, known = len(self.stack), len(self.targets)
        self.stack.append(form)
        parts = tuple(map(self.type, form.parts))
        self.stack.pop()
        own = self.targets[known:]
        if depth in own and any(target < depth for target in own):
            raise Problem(MUTUAL % form.text)
        if kind == "struct":
            return ("Struct", tuple(zip(form.names, parts)))
        if kind == "option":
            return option(parts[0])
        if kind == "dict":
            if len(parts) != 2:
                raise Problem(NO_ELEMENT % (form.text, _HINT_FOR[kind]))
            return ("Dict", *parts)
        return ({"ref": "Ref", "set": "Set", "frozenset": "Set"}.get(kind, "Array"), parts[0])

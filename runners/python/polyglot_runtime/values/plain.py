"""Plain data: what JSON can say, as one East type. A function whose result has that type returns dicts, lists and scalars as they are."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from ..east import types
from .errors import Mismatch
from .natives import Variant

TYPE = types.variant((
    ("array", ("Array", ("Recursive", 2))), ("boolean", types.BOOLEAN), ("float", types.FLOAT), ("integer", types.INTEGER), ("null", types.NULL),
    ("object", ("Dict", types.STRING, ("Recursive", 2))), ("string", types.STRING)))

_DEEPEST = 200
_TOO_DEEP = "the value is nested more than %d levels deep" % _DEEPEST
_KEY = "a key has to be text, not %s"


def wrap(value):
    """The value as Variants of TYPE. What is a Variant already stays, and so does what is no plain data: its encoder says what is wrong."""
    return _wrap(value, 0)


def _wrap(value, depth):
    if depth > _DEEPEST:
        raise Mismatch(_TOO_DEEP)
    if value is None:
        return Variant("null")
    if isinstance(value, Variant):
        return value
    if isinstance(value, bool):
        return Variant("boolean", value)
    if isinstance(value, int):
        return Variant("integer", value)
    if isinstance(value, float):
        return Variant("float", value)
    if isinstance(value, str):
        return Variant("string", value)
    if isinstance(value, Mapping):
        return Variant("object", {_key(key): _wrap(item, depth + 1) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return Variant("array", [_wrap(item, depth + 1) for item in value])
    if is_dataclass(value) and not isinstance(value, type):
        return Variant("object", {field.name: _wrap(getattr(value, field.name), depth + 1) for field in fields(value)})
    plain = getattr(value, "tolist", None)      # of numpy: arrays and scalars
    return _wrap(plain(), depth + 1) if callable(plain) else value


def _key(key):
    if isinstance(key, str):
        return key
    raise Mismatch(_KEY % type(key).__name__)

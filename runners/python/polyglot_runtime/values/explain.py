"""Finds where in a value it does not fit its type. Slow and exact; only walked when encoding has failed."""

from collections.abc import Mapping, Set as AbstractSet

from ..east.text import friendly, identifier, quote
from .errors import CYCLE, EXTRA_FIELD, MISSING_FIELD, Mismatch, OUT_OF_64_BITS, SURROGATE, TOO_DEEP, UNKNOWN_CASE
from .natives import Ref, Variant
from .scalars import as_blob, as_boolean, as_float, as_integer, as_milliseconds, as_null, as_string

_CONVERT = {"Null": as_null, "Boolean": as_boolean, "Integer": as_integer, "Float": as_float, "String": as_string,
            "Blob": as_blob, "DateTime": as_milliseconds}


def explain(node, value):
    """A Mismatch with `path` and `reason` for the first place that does not fit, or None where all does."""
    try:
        _walk(node, value, "result", {})
    except Mismatch as found:
        return found
    except RecursionError:
        return _found("result", TOO_DEEP)
    return None


def _found(path, reason, code="type_mismatch"):
    error = Mismatch(reason, code)
    error.path = path
    return error


def _expected(node, value, path, reason=""):
    raise _found(path, "expected %s, got %s%s" % (friendly(node.type), show(value), ": " + reason if reason else ""))


def show(value):
    """A value in the words of East, short."""
    if value is None:
        return "Null"
    if isinstance(value, bool):
        return "Boolean true" if value else "Boolean false"
    if isinstance(value, int):
        return "Integer %d" % value if -(1 << 63) <= value < 1 << 63 else "an int of %d bits" % value.bit_length()
    if isinstance(value, float):
        return "Float %r" % float(value)
    if isinstance(value, str):
        text = quote(value[:40])
        return "String %s%s" % (text, "..." if len(value) > 40 else "")
    if isinstance(value, (bytes, bytearray)):
        return "Blob of %d bytes" % len(value)
    if isinstance(value, Variant):
        return "Variant .%s" % (identifier(value.case) if isinstance(value.case, str) else value.case)
    kind = type(value)
    name = kind.__qualname__ if kind.__module__ == "builtins" else "%s.%s" % (kind.__module__, kind.__qualname__)
    dtype = getattr(value, "dtype", None)
    if dtype is not None:
        shape = getattr(value, "shape", ())
        return "%s of %s%s" % (name, dtype, " with shape %s" % (tuple(shape),) if shape else "")
    try:
        return "%s of %d" % (name, len(value))
    except Exception:
        return name


def _walk(node, value, path, stack):
    kind = node.kind
    convert = _CONVERT.get(kind)
    if convert:
        if id(value) in stack:
            raise _found(path, CYCLE, "cyclic_value")
        _scalar(node, convert, value, path)
        return
    if kind == "Variant":
        _variant(node, value, path, stack)
        return
    if isinstance(value, (list, tuple, dict, set, frozenset, Ref)) or hasattr(value, "__dict__"):
        if id(value) in stack:
            raise _found(path, CYCLE, "cyclic_value")
        stack[id(value)] = value
    {"Struct": _struct, "Array": _array, "Set": _set, "Dict": _dict, "Ref": _ref}.get(kind, _never)(node, value, path, stack)
    stack.pop(id(value), None)


def _scalar(node, convert, value, path):
    try:
        made = convert(value)
    except Mismatch as error:
        _expected(node, value, path, error.reason)
    if node.kind in ("Integer", "DateTime") and not -(1 << 63) <= made < 1 << 63:
        _expected(node, value, path, OUT_OF_64_BITS % made if abs(made) < 1 << 200 else "")
    if node.kind == "String":
        try:
            made.encode()
        except UnicodeEncodeError:
            _expected(node, value, path, SURROGATE)


def _never(node, value, path, stack):
    _expected(node, value, path)


def _field(path, name):
    return "%s.%s" % (path, identifier(name))


def _struct(node, value, path, stack):
    from .writing import fields
    try:
        values = fields(value, node.names)
    except (Mismatch, KeyError, AttributeError):
        names = _names(value)
        if names is None:
            _expected(node, value, path)
        missing = [name for name in node.names if name not in names]
        extra = [str(name) for name in names if name not in node.names]
        _expected(node, value, path, ", ".join(
            [MISSING_FIELD % identifier(name) for name in missing] + [EXTRA_FIELD % identifier(name) for name in extra]))
    for name, part, item in zip(node.names, node.parts, values):
        _walk(part, item, _field(path, name), stack)


def _names(value):
    """The field names of something struct-like, or None."""
    if isinstance(value, Mapping):
        return list(value)
    if isinstance(value, tuple):
        return getattr(value, "east_names", None) or getattr(value, "_fields", None)
    declared = getattr(type(value), "__dataclass_fields__", None) or getattr(value, "__dict__", None)
    return list(declared) if declared else None


def _variant(node, value, path, stack):
    if node.optional:
        inner = node.parts[1]
        if isinstance(value, Variant):
            if value.case == "some":
                _walk(inner, value.value, path, stack)
                return
            if value.case == "none" and value.value is None:
                return
        elif value is None:
            return
        if not node.wrapped and (inner.kind == "Variant" or not isinstance(value, Variant)):
            _walk(inner, value, path, stack)
            return
        _expected(node, value, path)
    if not isinstance(value, Variant):
        _expected(node, value, path)
    if value.case not in node.names:
        _expected(node, value, path, UNKNOWN_CASE % (value.case, ", ".join(map(identifier, node.names))))
    if id(value) in stack:
        raise _found(path, CYCLE, "cyclic_value")
    stack[id(value)] = value
    _walk(node.parts[node.names.index(value.case)], value.value, _field(path, value.case), stack)
    del stack[id(value)]


def _array(node, value, path, stack):
    from .writing import sequence
    try:
        items = sequence(value, bytearray(), node)
    except Mismatch as error:
        if getattr(error, "at", None):
            raise _found(path + error.at, error.reason) from None
        _expected(node, value, path, error.reason)
    if items is None:
        return
    element = node.parts[0]
    for index, item in enumerate(items):
        _walk(element, item, "%s[%d]" % (path, index), stack)


def _set(node, value, path, stack):
    if not isinstance(value, AbstractSet):
        _expected(node, value, path)
    for item in value:
        _walk(node.parts[0], item, "%s{%s}" % (path, show(item)), stack)


def _dict(node, value, path, stack):
    if not isinstance(value, Mapping):
        _expected(node, value, path)
    for key, item in value.items():
        _walk(node.parts[0], key, "%s{%s}" % (path, show(key)), stack)
        _walk(node.parts[1], item, "%s[%s]" % (path, repr(key)[:60]), stack)


def _ref(node, value, path, stack):
    if not isinstance(value, Ref):
        _expected(node, value, path)
    _walk(node.parts[0], value.value, path + ".value", stack)

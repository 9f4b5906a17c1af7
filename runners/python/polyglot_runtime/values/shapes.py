"""Shapes: an East type together with the Python form its values take. One Shape becomes one generated function.

The default forms are in the README; an annotation's Form overrides them part by part.
"""

from collections import namedtuple

from ..east.text import friendly
from .errors import NO_FUNCTIONS, Unsupported
from .forms import ANY

_SCALAR_FORMS = {"Null": "null", "Boolean": "bool", "Integer": "int", "Float": "float", "String": "str",
                 "DateTime": "datetime", "Blob": "bytes"}
_ARRAY_FORMS = ("list", "tuple", "deque", "ndarray", "matrix", "series", "frame")


class Shape:
    """kind: a scalar's East kind, or list, set, dict, ref, struct, option, variant, ndarray, matrix, series, frame, milliseconds."""

    __slots__ = ("kind", "node", "parts", "names", "how", "make", "number")

    def __init__(self, node):
        self.node = node
        self.kind = self.how = self.make = None
        self.parts, self.names = (), ()
        self.number = None


class Planner:
    """Shapes of one call: recursion is a reference to a shape that is already being made."""

    def __init__(self):
        self._known = {}

    def shape(self, node, form, key=False):
        """The shape of the node's values in that form; `key`: it must be hashable. Raises Unsupported."""
        while form.kind == "east":
            form = form.parts[0]
        known = self._known.get((node, form, key))
        if known:
            return known
        shape = self._known[node, form, key] = Shape(node)
        if form.kind == "problem":
            raise Unsupported(form.text)
        if node.kind in ("Function", "AsyncFunction"):
            raise Unsupported(NO_FUNCTIONS)
        if node.kind == "Never":
            shape.kind = "Never"
        elif node.kind in _SCALAR_FORMS:
            self._accept(node, form, _SCALAR_FORMS[node.kind])
            shape.kind, shape.make = node.kind, form.make
        elif node.kind == "Array":
            self._array(shape, node, form)
        elif node.kind == "Set":
            self._accept(node, form, "set", "frozenset")
            shape.kind, shape.how = "set", "frozenset" if form.kind == "frozenset" else "set"
            shape.parts = (self.shape(node.parts[0], _part(form, 0), True),)
        elif node.kind == "Dict":
            self._accept(node, form, "dict")
            shape.kind = "dict"
            shape.parts = (self.shape(node.parts[0], _part(form, 0), True), self.shape(node.parts[1], _part(form, 1)))
        elif node.kind == "Ref":
            self._accept(node, form, "ref")
            shape.kind, shape.parts = "ref", (self.shape(node.parts[0], _part(form, 0)),)
        elif node.kind == "Struct":
            self._struct(shape, node, form, key)
        else:
            self._variant(shape, node, form, key)
        return shape

    def _accept(self, node, form, *kinds):
        if form.kind not in kinds and form.kind != "any":
            raise Unsupported("%s cannot take %s" % (form.text, friendly(node.type)))

    def _array(self, shape, node, form):
        self._accept(node, form, *_ARRAY_FORMS)
        element = node.parts[0]
        shape.how, shape.make = form.kind, form.make
        shape.kind = "list" if form.kind in ("any", "tuple", "deque") else form.kind
        if shape.kind == "ndarray" and element.kind == "Array":
            shape.kind = "matrix"
        if shape.kind == "list":
            shape.parts = (self.shape(element, _part(form, 0)),)
        elif shape.kind == "matrix":
            if element.kind != "Array" or element.parts[0].kind not in ("Float", "Integer", "Boolean", "DateTime"):
                raise Unsupported("%s cannot take %s" % (form.text, friendly(node.type)))
            row = Shape(element)
            row.kind, row.how, row.parts = "list", "list", (self._cell(element.parts[0]),)
            shape.parts = (row,)
        elif shape.kind == "frame":
            if element.kind != "Struct":
                raise Unsupported("%s cannot take %s" % (form.text, friendly(node.type)))
            shape.names = element.names
            shape.parts = tuple(map(self._cell, element.parts))
        else:
            shape.parts = (self._cell(element),)
        if shape.kind in ("ndarray", "matrix") and form.parts:
            self.shape(element.parts[0] if shape.kind == "matrix" else element, form.parts[0])     # the dtype must fit

    def _cell(self, node):
        """One element on its way into an array or column: datetimes stay numbers until the whole column is there."""
        if node.kind == "DateTime":
            cell = Shape(node)
            cell.kind = "milliseconds"
            return cell
        if node.optional and node.parts[1].kind == "DateTime":
            cell = Shape(node)
            cell.kind, cell.parts = "option", (self._cell(node.parts[1]),)
            return cell
        return self.shape(node, ANY)

    def _struct(self, shape, node, form, key):
        self._accept(node, form, "struct")
        shape.kind, shape.names = "struct", node.names
        if form.kind == "any":
            shape.how = "tuple" if key else "dict"
            shape.make = record(node.names) if key else None
            parts = [ANY] * len(node.names)
        else:
            if set(form.names) != set(node.names):
                raise Unsupported("%s has the fields %s, and %s comes" % (form.text, ", ".join(form.names), friendly(node.type)))
            shape.how, shape.make = form.how, form.make
            if shape.how == "tuple" and form.names != node.names:
                shape.how = "call"
            parts = [form.parts[form.names.index(name)] for name in node.names]
        shape.parts = tuple(self.shape(part, form_, key) for part, form_ in zip(node.parts, parts))

    def _variant(self, shape, node, form, key):
        if node.optional and form.kind in ("any", "option"):
            inner = self.shape(node.parts[1], _part(form, 0) if form.kind == "option" else ANY, key)
            if node.wrapped:
                shape.kind, shape.names = "variant", node.names
                shape.parts = (self.shape(node.parts[0], ANY), inner)
            else:
                shape.kind, shape.parts = "option", (inner,)
            return
        self._accept(node, form, "variant")
        shape.kind, shape.names = "variant", node.names
        shape.parts = tuple(self.shape(part, ANY, key) for part in node.parts)


def _part(form, index):
    return form.parts[index] if form.kind not in ("any", "east") and index < len(form.parts) else ANY


def record(names):
    """The hashable default of a Struct that is a key: a named tuple, with `_0`, `_1`, ... for names Python cannot spell."""
    made = namedtuple("Struct", names, rename=True)
    made.east_names = names
    return made


def key_shape(node):
    """The shape whose values sort as East does: what sets and dicts are checked and sorted by."""
    return _key(node, {})


def _key(node, known):
    if node in known:
        return known[node]
    shape = known[node] = Shape(node)
    shape.kind = "key " + node.kind
    shape.names = node.names
    shape.parts = tuple(_key(part, known) for part in node.parts)
    return shape

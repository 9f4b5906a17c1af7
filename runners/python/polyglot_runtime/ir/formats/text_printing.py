"""Printing East text (spec 3.4)."""

from ...east.text import east, identifier, quote
from ...east.types import graph
from .places import CASE, CONTENT, ELEMENT, FIELD, Place, VALUE, holds_containers
from .scalars import east_date, east_float

NO_VALUES = "type Never has no values to print"
_printers = {}


def print_text(type_, value):
    """The text of a value."""
    known = _printers.get(type_)
    if known is None:
        if len(_printers) > 1024:
            _printers.clear()
        known = _printers[type_] = printer_of(graph(type_), {})
    out = []
    known(out.append, {}, value, Place(None, 0))
    return "".join(out)


def step_text(place):
    """A step as references and messages show it."""
    if place.step in (FIELD, CASE):
        return "." + identifier(place.part)
    if place.step == ELEMENT:
        return "[%d]" % place.index
    if place.step == CONTENT:
        return "[]"
    return "[%s]" % print_text(place.part[1], place.part[0])


def quote_joined(text):
    """A string in quotes; halves of a pair that have met are one character."""
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return quote(text)


def _scalar(text):
    return lambda out, places, value, place: out(text(value))


def _never(out, places, value, place):
    raise ValueError(NO_VALUES)


# The texts of scalars by their type.
SCALARS = {"Null": lambda value: "null", "Boolean": lambda value: "true" if value else "false", "Integer": str, "Float": east_float,
           "String": quote_joined, "DateTime": east_date, "Blob": lambda value: "0x" + value.hex()}
_SCALARS = {"Never": _never, **{kind: _scalar(text) for kind, text in SCALARS.items()}}


def printer_of(node, made):
    """A function (out, places of containers, value, place) for the type's node."""
    simple = _SCALARS.get(node.kind)
    if simple is not None:
        return simple
    if node.kind in ("Function", "AsyncFunction"):
        text = "%s(%s) => %s" % ("async " if node.kind == "AsyncFunction" else "", ", ".join(map(east, node.type[1])), east(node.type[2]))
        return _scalar(lambda value: text)
    cell = made.get(id(node))
    if cell is not None:
        return cell[0] or (lambda out, places, value, place: cell[0](out, places, value, place))
    cell = made[id(node)] = [None]
    parts = [printer_of(part, made) for part in node.parts]
    cell[0] = _COMPOSITES[node.kind](node, parts)
    if node.kind in ("Ref", "Array", "Set", "Dict"):
        cell[0] = _container(cell[0])
    return cell[0]


def _container(inner):
    def print_container(out, places, value, place):
        known = places.setdefault(id(value), place)
        if known is place:
            inner(out, places, value, place)
            return
        up, down = place.to(known)
        out("%d#%s" % (up, "".join(map(step_text, down))))
    return print_container


def _ref(node, parts):
    inner = parts[0]

    def print_ref(out, places, value, place):
        out("&")
        inner(out, places, value.value, Place(place, CONTENT))
    return print_ref


def _array(node, parts):
    inner, plain = parts[0], not holds_containers(node.parts[0])

    def print_array(out, places, value, place):
        out("[")
        for index, item in enumerate(value):
            if index:
                out(", ")
            # A container inside of itself may be met at its own place, so every element has one of its own.
            inner(out, places, item, place if plain else Place(place, ELEMENT, index=index))
        out("]")
    return print_array


def _set(node, parts):
    inner = parts[0]

    def print_set(out, places, value, place):
        out("{")
        for index, key in enumerate(value):
            if index:
                out(",")
            inner(out, places, key, place)
        out("}")
    return print_set


def _dict(node, parts):
    of_key, of_value = parts
    key_type, plain = node.parts[0].type, not holds_containers(node.parts[1])

    def print_dict(out, places, value, place):
        out("{" if len(value) else "{:")
        for index, (key, item) in enumerate(value.items()):
            if index:
                out(",")
            of_key(out, places, key, place)
            out(":")
            of_value(out, places, item, place if plain else Place(place, VALUE, (key, key_type), index))
        out("}")
    return print_dict


def _struct(node, parts):
    fields = [(name, ("" if index == 0 else ", ") + identifier(name) + "=", part, not holds_containers(inner))
              for index, (name, part, inner) in enumerate(zip(node.names, parts, node.parts))]

    def print_struct(out, places, value, place):
        out("(")
        for (name, start, inner, plain), item in zip(fields, value):
            out(start)
            inner(out, places, item, place if plain else Place(place, FIELD, name))
        out(")")
    return print_struct


def _variant(node, parts):
    cases = {name: ("." + identifier(name), None if part.kind == "Null" else inner, not holds_containers(part))
             for name, part, inner in zip(node.names, node.parts, parts)}

    def print_variant(out, places, value, place):
        text, inner, plain = cases[value[0]]
        out(text)
        if inner is not None:
            out(" ")
            inner(out, places, value[1], place if plain else Place(place, CASE, value[0]))
    return print_variant


_COMPOSITES = {"Ref": _ref, "Array": _array, "Set": _set, "Dict": _dict, "Struct": _struct, "Variant": _variant}

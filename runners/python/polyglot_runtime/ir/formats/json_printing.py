"""Printing values as JSON (spec 3.3)."""

from ...east.types import graph
from .places import CASE, CONTENT, ELEMENT, FIELD, KEY, Place, VALUE, holds_containers
from .scalars import json_date, json_float
from .text_printing import quote_joined

_printers = {}


def print_json(type_, value):
    """The text of a value of a type without functions."""
    known = _printers.get(type_)
    if known is None:
        if len(_printers) > 1024:
            _printers.clear()
        known = _printers[type_] = _printer(graph(type_), {})
    out = []
    known(out.append, {}, value, Place(None, 0))
    return "".join(out)


def step_text(place):
    """A step as references show it, before escaping."""
    if place.step in (FIELD, CASE):
        return place.part
    if place.step == ELEMENT:
        return str(place.index)
    return {CONTENT: "0", KEY: "key", VALUE: "value"}[place.step]


def _scalar(text):
    return lambda out, places, value, place: out(text(value))


def _never(out, places, value, place):
    raise ValueError("type Never has no values to print")


_SCALARS = {"Null": _scalar(lambda value: "null"), "Boolean": _scalar(lambda value: "true" if value else "false"),
            "Integer": _scalar(lambda value: '"%d"' % value), "Float": _scalar(json_float), "String": _scalar(quote_joined),
            "DateTime": _scalar(lambda value: '"%s"' % json_date(value)), "Blob": _scalar(lambda value: '"0x%s"' % value.hex()),
            "Never": _never}


def _printer(node, made):
    simple = _SCALARS.get(node.kind)
    if simple is not None:
        return simple
    cell = made.get(id(node))
    if cell is not None:
        return cell[0] or (lambda out, places, value, place: cell[0](out, places, value, place))
    cell = made[id(node)] = [None]
    parts = [_printer(part, made) for part in node.parts]
    cell[0] = _COMPOSITES[node.kind](node, parts)
    if node.kind in ("Ref", "Array", "Set", "Dict"):
        cell[0] = _container(cell[0])
    return cell[0]


def _container(inner):
    def print_container(out, places, value, place):
        known = places.setdefault(id(value), place)
        if known is place:
            out("[")
            inner(out, places, value, place)
            out("]")
            return
        up, down = place.to(known)
        path = "/".join(step_text(step).replace("~", "~0").replace("/", "~1") for step in down)
        out('{"$ref":%s}' % quote_joined("%d#%s" % (up, path)))
    return print_container


def _ref(node, parts):
    inner = parts[0]
    return lambda out, places, value, place: inner(out, places, value.value, Place(place, CONTENT))


def _array(node, parts):
    inner, plain = parts[0], not holds_containers(node.parts[0])

    def print_array(out, places, value, place):
        for index, item in enumerate(value):
            if index:
                out(",")
            inner(out, places, item, place if plain else Place(place, ELEMENT, index=index))
    return print_array


def _set(node, parts):
    inner = parts[0]

    def print_set(out, places, value, place):
        for index, key in enumerate(value):
            if index:
                out(",")
            inner(out, places, key, place)
    return print_set


def _dict(node, parts):
    of_key, of_value = parts
    plain = not holds_containers(node.parts[1])

    def print_dict(out, places, value, place):
        for index, (key, item) in enumerate(value.items()):
            out(',{"key":' if index else '{"key":')
            of_key(out, places, key, place)
            out(',"value":')
            of_value(out, places, item, place if plain else Place(Place(place, ELEMENT, index=index), VALUE, index=index))
            out("}")
    return print_dict


def _struct(node, parts):
    fields = [(name, ("," if index else "") + quote_joined(name) + ":", part, not holds_containers(inner))
              for index, (name, part, inner) in enumerate(zip(node.names, parts, node.parts))]

    def print_struct(out, places, value, place):
        out("{")
        for (name, start, inner, plain), item in zip(fields, value):
            out(start)
            inner(out, places, item, place if plain else Place(place, FIELD, name))
        out("}")
    return print_struct


def _variant(node, parts):
    cases = {name: ('{"type":%s,"value":' % quote_joined(name), inner, not holds_containers(part))
             for name, part, inner in zip(node.names, node.parts, parts)}

    def print_variant(out, places, value, place):
        text, inner, plain = cases[value[0]]
        out(text)
        inner(out, places, value[1], place if plain else Place(place, CASE, value[0]))
        out("}")
    return print_variant


_COMPOSITES = {"Ref": _ref, "Array": _array, "Set": _set, "Dict": _dict, "Struct": _struct, "Variant": _variant}

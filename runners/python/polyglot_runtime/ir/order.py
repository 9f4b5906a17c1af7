"""The relations between values (spec 1.5): total order, equality, identity; and what sets and dicts need of their keys.

Everything is made once per type. Comparison functions take (x, y, seen): `seen` is a set of pairs of containers that were compared
before, for types whose values may contain themselves, else None.
"""

from functools import cmp_to_key
from math import copysign

from ..east.text import east
from ..east.types import graph
from .containers import EastDict, EastSet
from .errors import EastError

NO_IDENTITY = "Functions have no identity: Is cannot compare values of type %s"
NO_VALUES = "type Never has no values to compare"
_INFINITY = float("inf")

_relations = {}


def relation(type_):
    """The Relation of a type."""
    known = _relations.get(type_)
    if known is None:
        if len(_relations) > 4096:
            _relations.clear()
        known = _relations[type_] = Relation(type_)
    return known


# ---- scalars ------------------------------------------------------------------------------------------------------------------

def _natural(x, y, seen):
    return -1 if x < y else 1 if x > y else 0


def _same(x, y, seen):
    return 0


def _never(x, y, seen):
    raise EastError(NO_VALUES)


def compare_floats(x, y, seen=None):
    if x < y:
        return -1
    if x > y:
        return 1
    if x == y:
        if x:
            return 0
        x, y = copysign(1.0, x), copysign(1.0, y)
        return -1 if x < y else 1 if x > y else 0
    return (x != x) - (y != y)


def compare_strings(x, y, seen=None):
    """By UTF-16 code units. Where one side is ASCII, or nothing is beyond U+D7FF, code points have the same order."""
    if x == y:
        return 0
    if not (x.isascii() or y.isascii()):
        x, y = x.encode("utf-16-be", "surrogatepass"), y.encode("utf-16-be", "surrogatepass")
        if x == y:
            return 0
    return -1 if x < y else 1


_SCALARS = {"Null": _same, "Boolean": _natural, "Integer": _natural, "Float": compare_floats, "String": compare_strings,
            "DateTime": _natural, "Blob": _natural, "Never": _never, "Function": _same, "AsyncFunction": _same}


# ---- composites ---------------------------------------------------------------------------------------------------------------

def _comparer(node, made):
    simple = _SCALARS.get(node.kind)
    if simple is not None:
        return simple
    cell = made.get(id(node))
    if cell is not None:
        return lambda x, y, seen: cell[0](x, y, seen)
    cell = made[id(node)] = [None]
    parts = [_comparer(part, made) for part in node.parts]
    cell[0] = _COMPOSITES[node.kind](node, parts)
    if node.recursive and node.kind in ("Ref", "Array", "Set", "Dict"):
        cell[0] = _once(cell[0])
    del made[id(node)]
    return cell[0]


def _once(compare):
    """Takes a pair of containers that was met before as equal."""
    def compare_once(x, y, seen):
        pair = id(x), id(y)
        if pair in seen:
            return 0
        seen.add(pair)
        return compare(x, y, seen)
    return compare_once


def _ref(node, parts):
    inner = parts[0]
    return lambda x, y, seen: inner(x.value, y.value, seen)


def _array(node, parts):
    inner = parts[0]

    def compare(x, y, seen):
        for a, b in zip(x, y):
            order = inner(a, b, seen)
            if order:
                return order
        return (len(x) > len(y)) - (len(x) < len(y))
    return compare


def _dict(node, parts):
    of_key, of_value = parts

    def compare(x, y, seen):
        for (a, v), (b, w) in zip(x.items(), y.items()):
            order = of_key(a, b, seen) or of_value(v, w, seen)
            if order:
                return order
        return (len(x) > len(y)) - (len(x) < len(y))
    return compare


def _struct(node, parts):
    def compare(x, y, seen):
        if x is y:
            return 0
        for inner, a, b in zip(parts, x, y):
            order = inner(a, b, seen)
            if order:
                return order
        return 0
    return compare


def _variant(node, parts):
    by_case = dict(zip(node.names, parts))

    def compare(x, y, seen):
        if x is y:
            return 0
        if x[0] != y[0]:
            return compare_strings(x[0], y[0])
        return by_case[x[0]](x[1], y[1], seen)
    return compare


_COMPOSITES = {"Ref": _ref, "Array": _array, "Set": _array, "Dict": _dict, "Struct": _struct, "Variant": _variant}


# ---- keys that Python's own sort and hash tables understand ---------------------------------------------------------------------

def float_key(x):
    """Orders as East does."""
    if x != x:
        return (_INFINITY, 2.0)
    return (x, copysign(1.0, x))


def string_key(x):
    return x.encode("utf-16-be", "surrogatepass")


def _same_key(x):
    return 0


def _sort_key(node):
    """A function to keys that Python orders as East orders the values; None where the values are such keys themselves."""
    kind = node.kind
    if kind == "Float":
        return float_key
    if kind == "String":
        return string_key
    if kind == "Struct":
        keys = [_sort_key(part) for part in node.parts]
        if all(key is None for key in keys):
            return None
        return lambda x: tuple([a if key is None else key(a) for key, a in zip(keys, x)])
    if kind == "Variant":
        keys = {name: _sort_key(part) for name, part in zip(node.names, node.parts)}
        if all(key is None for key in keys.values()) and all(name.isascii() for name in node.names):
            return None

        def of_variant(x):
            key = keys[x[0]]
            return string_key(x[0]), x[1] if key is None else key(x[1])
        return of_variant
    if kind == "Array":
        key = _sort_key(node.parts[0])
        return None if key is None else lambda x: [key(a) for a in x]
    if kind == "Set":
        key = _sort_key(node.parts[0])
        return list if key is None else lambda x: [key(a) for a in x]
    return None


def _is_simple(node):
    """Whether `_sort_key` knows the type: no recursion, no cells, no dicts, no functions."""
    return not node.recursive and node.kind not in ("Ref", "Dict", "Function", "AsyncFunction", "Never") and all(
        _is_simple(part) for part in node.parts)


def canonical_float(x):
    """Equal for floats that are the same key, and only for those."""
    return x if x == x and x else str(x)


def _canon(node):
    """A function to what hash tables compare as East does; None where the keys themselves are."""
    if node.kind == "Float":
        return canonical_float
    if node.kind == "Struct":
        canons = [_canon(part) for part in node.parts]
        if all(canon is None for canon in canons):
            return None
        return lambda x: tuple([a if canon is None else canon(a) for canon, a in zip(canons, x)])
    if node.kind == "Variant":
        canons = {name: _canon(part) for name, part in zip(node.names, node.parts)}
        if all(canon is None for canon in canons.values()):
            return None

        def of_variant(x):
            canon = canons[x[0]]
            return x if canon is None else (x[0], canon(x[1]))
        return of_variant
    return None


def _recursive_canon(node):
    """For key types that contain themselves: the same, through cells."""
    made = {}

    def build(node):
        if node.kind == "Float":
            return canonical_float
        if not node.parts:
            return lambda x: x
        if id(node) in made:
            cell = made[id(node)]
            return lambda x: cell[0](x)
        cell = made[id(node)] = [None]
        parts = [build(part) for part in node.parts]
        if node.kind == "Struct":
            cell[0] = lambda x: tuple([canon(a) for canon, a in zip(parts, x)])
        else:
            by_case = dict(zip(node.names, parts))
            cell[0] = lambda x: (x[0], by_case[x[0]](x[1]))
        return cell[0]
    return build(node)


def _plain(node):
    """Whether Python's == is equality: no floats, no cells, no tables, no recursion, no functions."""
    return node.kind not in ("Float", "Ref", "Set", "Dict", "Function", "AsyncFunction", "Never") and not node.recursive and all(
        _plain(part) for part in node.parts)


def _contains_recursion(node):
    return node.recursive or any(map(_contains_recursion, node.parts))


class Relation:
    """The relations of one type.

    `compare(x, y)` gives -1, 0 or 1. `plain`: x == y says whether they are equal. `natural`: Python's < orders them. `canon`, as a key
    of hash tables: a function to the canonical key, None where values are that themselves; only of types that may be keys.
    """

    def __init__(self, type_):
        self.type = type_
        node = graph(type_)
        inner = _comparer(node, {})
        recursive = _contains_recursion(node)
        if recursive:
            self.compare = lambda x, y: inner(x, y, set())
        else:
            self.compare = lambda x, y: inner(x, y, None)
        self.plain = _plain(node)
        self.scalar = node.kind
        self._key = _sort_key(node) if _is_simple(node) else cmp_to_key(self.compare)
        if node.kind == "Null":
            self._key = _same_key
        self.natural = self._key is None
        self._node = node
        self.canon = _recursive_canon(node) if recursive else _canon(node)
        self._identity = None

    def equal(self, x, y):
        return x == y if self.plain else self.compare(x, y) == 0

    def sort_keys(self, keys):
        """Something for every key that Python's sort orders as East orders the keys."""
        if self._key is None:
            return keys
        if self.scalar == "String":
            if all(map(str.isascii, keys)) or all(not key or max(key) < "\ud800" for key in keys):
                return keys
        elif self.scalar == "Float":
            if all(x == x and x for x in keys):
                return keys
        return list(map(self._key, keys))

    def sorted(self, keys):
        """A new list, ascending, stable."""
        by = self.sort_keys(keys)
        if by is keys:
            return sorted(keys)
        return [keys[i] for i in sorted(range(len(keys)), key=by.__getitem__)]

    @property
    def identity(self):
        """The function `Is`. Raises EastError for types with functions."""
        if self._identity is None:
            self._identity = _identity(self._node, {})
        return self._identity


def _same_float(x, y):
    return x == y or (x != x and y != y)


def _same_object(x, y):
    return x is y


def _identity(node, made):
    kind = node.kind
    if kind in ("Ref", "Array", "Set", "Dict"):
        return _same_object
    if kind in ("Function", "AsyncFunction"):
        raise EastError(NO_IDENTITY % east(node.type))
    if kind == "Never":
        def never(x, y):
            raise EastError(NO_VALUES)
        return never
    if kind == "Float":
        return _same_float
    if kind not in ("Struct", "Variant"):
        return lambda x, y: x == y
    cell = made.get(id(node))
    if cell is not None:
        return lambda x, y: cell[0](x, y)
    cell = made[id(node)] = [None]
    parts = [_identity(part, made) for part in node.parts]
    if kind == "Struct":
        cell[0] = lambda x, y: x is y or all(same(a, b) for same, a, b in zip(parts, x, y))
    else:
        by_case = dict(zip(node.names, parts))
        cell[0] = lambda x, y: x is y or (x[0] == y[0] and by_case[x[0]](x[1], y[1]))
    return cell[0]


def new_set(type_):
    """An empty set of the key type."""
    return EastSet(relation(type_))


def new_dict(type_):
    """An empty dict of the key type."""
    return EastDict(relation(type_))

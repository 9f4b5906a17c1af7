"""Sets: keys and algebra."""

from ..containers import EastSet, LOCKED_SET, LOCKS
from ..errors import EastError
from ..order import relation
from .table import builtin, typed

HAS_KEY = "Set already contains key %s"
NO_KEY = "Set does not contain key %s"


def resizable(table):
    if LOCKS and id(table) in LOCKS:
        raise EastError(LOCKED_SET)


def printed(type_, key):
    """A key as messages show it."""
    from ..formats.text_printing import print_text
    return print_text(type_, key)


@typed("SetGenerate", 3, calls=True)
def generate(types):
    kind = relation(types[0])

    def make(d, count, key, on_conflict):
        result = EastSet(kind)
        for index in range(count):
            k = key(d, index)
            if not result.add(k):
                on_conflict(d, k)
        return result
    return make


@builtin("SetSize", 1)
def size(table):
    return len(table)


@builtin("SetHas", 1)
def has(table, key):
    return table.has(key)


@typed("SetInsert", 2, resizes=True)
def insert(types):
    def insert_key(table, key):
        resizable(table)
        if not table.add(key):
            raise EastError(HAS_KEY % printed(types[0], key))
    return insert_key


@builtin("SetTryInsert", 1, resizes=True)
def try_insert(table, key):
    resizable(table)
    return table.add(key)


@typed("SetDelete", 2, resizes=True)
def delete(types):
    def delete_key(table, key):
        resizable(table)
        if not table.remove(key):
            raise EastError(NO_KEY % printed(types[0], key))
    return delete_key


@builtin("SetTryDelete", 1, resizes=True)
def try_delete(table, key):
    resizable(table)
    return table.remove(key)


@builtin("SetClear", 1, resizes=True)
def clear(table):
    resizable(table)
    table.map = {}


@builtin("SetCopy", 1)
def copy(table):
    return table.copy()


def _of(table, keys):
    """A set of some of the entries (canonical key, key) of sets like this one."""
    made = EastSet(table.kind)
    made.map, made.ordered = keys, False
    return made


@builtin("SetUnionInPlace", 1, resizes=True)
def union_in_place(table, other):
    resizable(table)
    if table is not other:
        table.map = {**other.map, **table.map}
        table.ordered = False


@builtin("SetUnion", 1)
def union(first, second):
    return _of(first, {**second.map, **first.map})


@builtin("SetIntersect", 1)
def intersect(first, second):
    return _of(first, {plain: key for plain, key in first.map.items() if plain in second.map})


@builtin("SetDiff", 1)
def difference(first, second):
    return _of(first, {plain: key for plain, key in first.map.items() if plain not in second.map})


@builtin("SetSymDiff", 1)
def symmetric_difference(first, second):
    return _of(first, {**difference(first, second).map, **difference(second, first).map})


@builtin("SetIsSubset", 1)
def is_subset(first, second):
    return first.map.keys() <= second.map.keys()


@builtin("SetIsDisjoint", 1)
def is_disjoint(first, second):
    return first.map.keys().isdisjoint(second.map.keys())

"""Dicts: entries."""

from ..containers import EastDict, EastSet, LOCKED_DICT, LOCKS
from ..errors import EastError
from ..order import relation
from .array_folds import merge_entry
from .arrays import NONE
from .sets import printed
from .table import builtin, typed

HAS_KEY = "Dict already contains key %s"
NO_KEY = "Dict does not contain key %s"


def resizable(table):
    if LOCKS and id(table) in LOCKS:
        raise EastError(LOCKED_DICT)


def _merge(d, table, key, value, f, initial):
    """table[key] = f(table[key] or initial(key), value, key)."""
    try:
        old = table.get(key)
    except KeyError:
        old = initial(d, key)
    table.set(key, f(d, old, value, key))


@typed("DictGenerate", 4, types=2, calls=True)
def generate(types):
    kind = relation(types[0])

    def make(d, count, key, value, conflict):
        result = EastDict(kind)
        for index in range(count):
            merge_entry(d, result, key(d, index), value(d, index), conflict)
        return result
    return make


@builtin("DictSize", 2)
def size(table):
    return len(table)


@builtin("DictHas", 2)
def has(table, key):
    return table.has(key)


@typed("DictGet", 2, types=2)
def get(types):
    def get_value(table, key):
        try:
            return table.map[key]
        except KeyError:
            raise EastError(NO_KEY % printed(types[0], key)) from None

    def get_of_canonical(table, key):
        try:
            return table.get(key)
        except KeyError:
            raise EastError(NO_KEY % printed(types[0], key)) from None
    return get_value if relation(types[0]).canon is None else get_of_canonical


@builtin("DictGetOrDefault", 2, calls=True)
def get_or_default(d, table, key, f):
    try:
        return table.get(key)
    except KeyError:
        pass
    return f(d, key)


@builtin("DictTryGet", 2)
def try_get(table, key):
    try:
        return "some", table.get(key)
    except KeyError:
        return NONE


@typed("DictInsert", 3, types=2, resizes=True)
def insert(types):
    def insert_entry(table, key, value):
        resizable(table)
        if table.has(key):
            raise EastError(HAS_KEY % printed(types[0], key))
        table.set(key, value)
    return insert_entry


@builtin("DictInsertOrUpdate", 2, calls=True, resizes=True)
def insert_or_update(d, table, key, value, conflict):
    resizable(table)
    merge_entry(d, table, key, value, conflict)


@builtin("DictGetOrInsert", 2, calls=True, resizes=True)
def get_or_insert(d, table, key, f):
    resizable(table)
    try:
        return table.get(key)
    except KeyError:
        pass
    value = f(d, key)
    table.set(key, value)
    return value


def _swapping(types):
    def swap(table, key, value):
        try:
            old = table.get(key)
        except KeyError:
            raise EastError(NO_KEY % printed(types[0], key)) from None
        table.set(key, value)
        return old
    return swap


@typed("DictSwap", 3, types=2)
def swap(types):
    return _swapping(types)


@typed("DictUpdate", 3, types=2)
def update(types):
    exchange = _swapping(types)

    def update_entry(table, key, value):
        exchange(table, key, value)
    return update_entry


@builtin("DictMerge", 3, calls=True, resizes=True)
def merge(d, table, key, value, f, initial):
    resizable(table)
    _merge(d, table, key, value, f, initial)


def _removing(types):
    def remove(table, key):
        resizable(table)
        try:
            return table.pop(key)
        except KeyError:
            raise EastError(NO_KEY % printed(types[0], key)) from None
    return remove


@typed("DictPop", 2, types=2, resizes=True)
def pop(types):
    return _removing(types)


@typed("DictDelete", 2, types=2, resizes=True)
def delete(types):
    remove = _removing(types)

    def delete_entry(table, key):
        remove(table, key)
    return delete_entry


@builtin("DictTryDelete", 2, resizes=True)
def try_delete(table, key):
    resizable(table)
    try:
        table.pop(key)
        return True
    except KeyError:
        return False


@builtin("DictClear", 2, resizes=True)
def clear(table):
    resizable(table)
    table.clear()


@builtin("DictCopy", 2)
def copy(table):
    return table.copy()


@builtin("DictKeys", 2)
def keys(table):
    result = EastSet(table.kind)
    for key in table:
        result.append(key)
    return result


@builtin("DictGetKeys", 2, calls=True)
def get_keys(d, table, wanted, f):
    result = EastDict(table.kind)
    for key in list(wanted):
        result.append(key, get_or_default(d, table, key, f))
    return result


@builtin("DictUnionInPlace", 2, calls=True, resizes=True)
def union_in_place(d, table, other, conflict):
    resizable(table)
    for key, value in list(other.items()):
        merge_entry(d, table, key, value, conflict)


@builtin("DictMergeAll", 3, calls=True, resizes=True)
def merge_all(d, table, other, f, initial):
    resizable(table)
    for key, value in list(other.items()):
        _merge(d, table, key, value, f, initial)

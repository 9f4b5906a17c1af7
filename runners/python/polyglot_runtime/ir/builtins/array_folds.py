"""Arrays: builtins that visit every element. While they do, the array keeps its size."""

from ..containers import EastDict, EastSet, lock, unlock
from ..errors import EastError
from ..order import relation
from .arrays import NONE
from .table import builtin, typed

REDUCE_EMPTY = "Cannot reduce empty array with no initial value"


def merge_entry(d, table, key, value, conflict):
    """Adds an entry, or resolves the conflict with the one that is there."""
    try:
        old = table.get(key)
    except KeyError:
        table.set(key, value)
        return
    table.set(key, conflict(d, old, value, key))


def fold_entry(d, table, key, initial, fold, *rest):
    """table[key] = fold(table[key] or initial(key), rest)."""
    try:
        old = table.get(key)
    except KeyError:
        old = initial(d, key)
    table.set(key, fold(d, old, *rest))


@builtin("ArrayForEach", 2, calls=True)
def for_each(d, array, f):
    lock(array)
    try:
        for index, item in enumerate(array):
            f(d, item, index)
    finally:
        unlock(array)


@builtin("ArrayMap", 2, calls=True)
def map_array(d, array, f):
    lock(array)
    try:
        return [f(d, item, index) for index, item in enumerate(array)]
    finally:
        unlock(array)


@builtin("ArrayFilter", 1, calls=True)
def filter_array(d, array, f):
    lock(array)
    try:
        return [item for index, item in enumerate(array) if f(d, item, index)]
    finally:
        unlock(array)


@builtin("ArrayFilterMap", 2, calls=True)
def filter_map(d, array, f):
    lock(array)
    try:
        result = []
        for index, item in enumerate(array):
            case, value = f(d, item, index)
            if case == "some":
                result.append(value)
        return result
    finally:
        unlock(array)


@builtin("ArrayFirstMap", 2, calls=True)
def first_map(d, array, f):
    lock(array)
    try:
        for index, item in enumerate(array):
            found = f(d, item, index)
            if found[0] == "some":
                return found
        return NONE
    finally:
        unlock(array)


@builtin("ArrayFold", 2, calls=True)
def fold(d, array, result, f):
    lock(array)
    try:
        for index, item in enumerate(array):
            result = f(d, result, item, index)
        return result
    finally:
        unlock(array)


@builtin("ArrayMapReduce", 2, calls=True)
def map_reduce(d, array, f, reduce):
    if not array:
        raise EastError(REDUCE_EMPTY)
    lock(array)
    try:
        result = f(d, array[0], 0)
        for index in range(1, len(array)):
            result = reduce(d, result, f(d, array[index], index))
        return result
    finally:
        unlock(array)


@typed("ArrayFindFirst", 3, types=2, calls=True)
def find_first(types):
    equal = relation(types[1]).equal

    def find(d, array, value, f):
        lock(array)
        try:
            for index, item in enumerate(array):
                if equal(f(d, item), value):
                    return "some", index
            return NONE
        finally:
            unlock(array)
    return find


@builtin("ArrayFlattenToArray", 2, calls=True)
def flatten_to_array(d, array, f):
    result, index = [], 0
    while index < len(array):       # not locked: f may change it
        result.extend(f(d, array[index], index))
        index += 1
    return result


@typed("ArrayToSet", 2, types=2, calls=True)
def to_set(types):
    kind = relation(types[1])

    def make(d, array, f):
        lock(array)
        try:
            result = EastSet(kind)
            for index, item in enumerate(array):
                result.add(f(d, item, index))
            return result
        finally:
            unlock(array)
    return make


@typed("ArrayToDict", 4, types=3, calls=True)
def to_dict(types):
    kind = relation(types[1])

    def make(d, array, key, value, conflict):
        lock(array)
        try:
            result = EastDict(kind)
            for index, item in enumerate(array):
                merge_entry(d, result, key(d, item, index), value(d, item, index), conflict)
            return result
        finally:
            unlock(array)
    return make


@typed("ArrayFlattenToSet", 2, types=2, calls=True)
def flatten_to_set(types):
    kind = relation(types[1])

    def make(d, array, f):
        lock(array)
        try:
            result = EastSet(kind)
            for index, item in enumerate(array):
                for key in f(d, item, index):
                    result.add(key)
            return result
        finally:
            unlock(array)
    return make


@typed("ArrayFlattenToDict", 3, types=3, calls=True)
def flatten_to_dict(types):
    kind = relation(types[1])

    def make(d, array, f, conflict):
        lock(array)
        try:
            result = EastDict(kind)
            for index, item in enumerate(array):
                for key, value in list(f(d, item, index).items()):
                    merge_entry(d, result, key, value, conflict)
            return result
        finally:
            unlock(array)
    return make


@typed("ArrayGroupFold", 4, types=3, calls=True)
def group_fold(types):
    kind = relation(types[1])

    def make(d, array, key, initial, folded):
        lock(array)
        try:
            result = EastDict(kind)
            for index, item in enumerate(array):
                fold_entry(d, result, key(d, item, index), initial, folded, array[index], index)
            return result
        finally:
            unlock(array)
    return make

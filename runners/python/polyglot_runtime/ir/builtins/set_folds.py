"""Sets: builtins that visit every key, ascending. While they do, the set keeps its size."""

from ..containers import EastDict, EastSet, lock, unlock
from ..errors import EastError
from ..order import relation
from .array_folds import fold_entry, merge_entry
from .arrays import NONE
from .table import builtin, typed

REDUCE_EMPTY = "Cannot reduce empty set with no initial value"


@builtin("SetForEach", 2, calls=True)
def for_each(d, table, f):
    lock(table)
    try:
        for key in table:
            f(d, key)
    finally:
        unlock(table)


@builtin("SetMap", 2, calls=True)
def map_set(d, table, f):
    lock(table)
    try:
        result = EastDict(table.kind)
        for key in table:
            result.append(key, f(d, key))
        return result
    finally:
        unlock(table)


@builtin("SetFilter", 1, calls=True)
def filter_set(d, table, f):
    lock(table)
    try:
        result = EastSet(table.kind)
        for key in table:
            if f(d, key):
                result.append(key)
        return result
    finally:
        unlock(table)


@builtin("SetFilterMap", 2, calls=True)
def filter_map(d, table, f):
    lock(table)
    try:
        result = EastDict(table.kind)
        for key in table:
            case, value = f(d, key)
            if case == "some":
                result.append(key, value)
        return result
    finally:
        unlock(table)


@builtin("SetFirstMap", 2, calls=True)
def first_map(d, table, f):
    lock(table)
    try:
        for key in table:
            found = f(d, key)
            if found[0] == "some":
                return found
        return NONE
    finally:
        unlock(table)


@builtin("SetMapReduce", 2, calls=True)
def map_reduce(d, table, f, reduce):
    lock(table)
    try:
        keys = iter(table)
        for key in keys:
            result = f(d, key)
            break
        else:
            raise EastError(REDUCE_EMPTY)
        for key in keys:
            result = reduce(d, result, f(d, key))
        return result
    finally:
        unlock(table)


@builtin("SetReduce", 2, calls=True)
def reduce_set(d, table, f, result):
    lock(table)
    try:
        for key in table:
            result = f(d, result, key)
        return result
    finally:
        unlock(table)


@builtin("SetToArray", 2, calls=True)
def to_array(d, table, f):
    lock(table)
    try:
        return [f(d, key) for key in table]
    finally:
        unlock(table)


@typed("SetToSet", 2, types=2, calls=True)
def to_set(types):
    kind = relation(types[1])

    def make(d, table, f):
        lock(table)
        try:
            result = EastSet(kind)
            for key in table:
                result.add(f(d, key))
            return result
        finally:
            unlock(table)
    return make


@typed("SetToDict", 4, types=3, calls=True)
def to_dict(types):
    kind = relation(types[1])

    def make(d, table, key, value, conflict):
        lock(table)
        try:
            result = EastDict(kind)
            for k in table:
                merge_entry(d, result, key(d, k), value(d, k), conflict)
            return result
        finally:
            unlock(table)
    return make


@builtin("SetFlattenToArray", 2, calls=True)
def flatten_to_array(d, table, f):
    lock(table)
    try:
        result = []
        for key in table:
            result.extend(f(d, key))
        return result
    finally:
        unlock(table)


@typed("SetFlattenToSet", 2, types=2, calls=True)
def flatten_to_set(types):
    kind = relation(types[1])

    def make(d, table, f):
        lock(table)
        try:
            result = EastSet(kind)
            for key in table:
                for inner in f(d, key):
                    result.add(inner)
            return result
        finally:
            unlock(table)
    return make


@typed("SetFlattenToDict", 3, types=3, calls=True)
def flatten_to_dict(types):
    kind = relation(types[1])

    def make(d, table, f, conflict):
        lock(table)
        try:
            result = EastDict(kind)
            for key in table:
                for inner, value in list(f(d, key).items()):
                    merge_entry(d, result, inner, value, conflict)
            return result
        finally:
            unlock(table)
    return make


@typed("SetGroupFold", 4, types=3, calls=True)
def group_fold(types):
    kind = relation(types[1])

    def make(d, table, key, initial, fold):
        lock(table)
        try:
            result = EastDict(kind)
            for k in table:
                fold_entry(d, result, key(d, k), initial, fold, k)
            return result
        finally:
            unlock(table)
    return make

"""Dicts: builtins that visit every entry, ascending by key. While they do, the dict keeps its size. Callbacks get (value, key)."""

from ..containers import EastDict, EastSet, lock, unlock
from ..errors import EastError
from ..order import relation
from .array_folds import fold_entry, merge_entry
from .arrays import NONE
from .table import builtin, typed

REDUCE_EMPTY = "Cannot reduce empty dictionary with no initial value"


@builtin("DictForEach", 3, calls=True)
def for_each(d, table, f):
    lock(table)
    try:
        for key, value in table.items():
            f(d, value, key)
    finally:
        unlock(table)


@builtin("DictMap", 3, calls=True)
def map_dict(d, table, f):
    lock(table)
    try:
        result = EastDict(table.kind)
        for key, value in table.items():
            result.append(key, f(d, value, key))
        return result
    finally:
        unlock(table)


@builtin("DictFilter", 2, calls=True)
def filter_dict(d, table, f):
    lock(table)
    try:
        result = EastDict(table.kind)
        for key, value in table.items():
            if f(d, value, key):
                result.append(key, value)
        return result
    finally:
        unlock(table)


@builtin("DictFilterMap", 3, calls=True)
def filter_map(d, table, f):
    lock(table)
    try:
        result = EastDict(table.kind)
        for key, value in table.items():
            case, kept = f(d, value, key)
            if case == "some":
                result.append(key, kept)
        return result
    finally:
        unlock(table)


@builtin("DictFirstMap", 3, calls=True)
def first_map(d, table, f):
    lock(table)
    try:
        for key, value in table.items():
            found = f(d, value, key)
            if found[0] == "some":
                return found
        return NONE
    finally:
        unlock(table)


@builtin("DictMapReduce", 3, calls=True)
def map_reduce(d, table, f, reduce):
    lock(table)
    try:
        entries = iter(table.items())
        for key, value in entries:
            result = f(d, value, key)
            break
        else:
            raise EastError(REDUCE_EMPTY)
        for key, value in entries:
            result = reduce(d, result, f(d, value, key))
        return result
    finally:
        unlock(table)


@builtin("DictReduce", 3, calls=True)
def reduce_dict(d, table, f, result):
    lock(table)
    try:
        for key, value in table.items():
            result = f(d, result, value, key)
        return result
    finally:
        unlock(table)


@builtin("DictToArray", 3, calls=True)
def to_array(d, table, f):
    lock(table)
    try:
        return [f(d, value, key) for key, value in table.items()]
    finally:
        unlock(table)


@typed("DictToSet", 2, types=3, calls=True)
def to_set(types):
    kind = relation(types[2])

    def make(d, table, f):
        lock(table)
        try:
            result = EastSet(kind)
            for key, value in table.items():
                result.add(f(d, value, key))
            return result
        finally:
            unlock(table)
    return make


@typed("DictToDict", 4, types=4, calls=True)
def to_dict(types):
    kind = relation(types[2])

    def make(d, table, new_key, new_value, conflict):
        lock(table)
        try:
            result = EastDict(kind)
            for key, value in table.items():
                merge_entry(d, result, new_key(d, value, key), new_value(d, value, key), conflict)
            return result
        finally:
            unlock(table)
    return make


@builtin("DictFlattenToArray", 3, calls=True)
def flatten_to_array(d, table, f):
    lock(table)
    try:
        result = []
        for key, value in table.items():
            result.extend(f(d, value, key))
        return result
    finally:
        unlock(table)


@typed("DictFlattenToSet", 2, types=3, calls=True)
def flatten_to_set(types):
    kind = relation(types[2])

    def make(d, table, f):
        lock(table)
        try:
            result = EastSet(kind)
            for key, value in table.items():
                for inner in f(d, value, key):
                    result.add(inner)
            return result
        finally:
            unlock(table)
    return make


@typed("DictFlattenToDict", 3, types=4, calls=True)
def flatten_to_dict(types):
    kind = relation(types[2])

    def make(d, table, f, conflict):
        lock(table)
        try:
            result = EastDict(kind)
            for key, value in table.items():
                for inner, item in list(f(d, value, key).items()):
                    merge_entry(d, result, inner, item, conflict)
            return result
        finally:
            unlock(table)
    return make


@typed("DictGroupFold", 4, types=4, calls=True)
def group_fold(types):
    kind = relation(types[2])

    def make(d, table, group, initial, fold):
        lock(table)
        try:
            result = EastDict(kind)
            for key, value in table.items():
                fold_entry(d, result, group(d, value, key), initial, fold, value, key)
            return result
        finally:
            unlock(table)
    return make

"""Arrays: elements, making, changing size, sorting. Callbacks take the depth of calls first."""

import os

from ..containers import LOCKED_ARRAY, LOCKS, lock, unlock
from ..errors import EastError
from ..order import relation
from .table import builtin, typed

OUT_OF_BOUNDS = "Array index %d out of bounds"
POP_EMPTY = "Cannot pop from empty Array"
TOO_LARGE = "Array is too large"
MAX_LENGTH = 2147483591
_SMALL = 1 << 16
NONE = ("none", None)


def no_element(index):
    raise EastError(OUT_OF_BOUNDS % index)


def resizable(array):
    if LOCKS and id(array) in LOCKS:
        raise EastError(LOCKED_ARRAY)


def room(count):
    """Raises EastError for an array that the machine has no memory for."""
    if count > _SMALL and (count > MAX_LENGTH or count * 8 > _half_of_memory()):
        raise EastError(TOO_LARGE)


def _half_of_memory():
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, ValueError, OSError):       # not on this system
        return 1 << 40


# ---- elements -------------------------------------------------------------------------------------------------------------------

@builtin("ArraySize", 1)
def size(array):
    return len(array)


@builtin("ArrayHas", 1)
def has(array, index):
    return 0 <= index < len(array)


@builtin("ArrayGet", 1)
def get(array, index):
    if 0 <= index < len(array):
        return array[index]
    raise EastError(OUT_OF_BOUNDS % index)


@builtin("ArrayGetOrDefault", 1, calls=True)
def get_or_default(d, array, index, f):
    return array[index] if 0 <= index < len(array) else f(d, index)


@builtin("ArrayTryGet", 1)
def try_get(array, index):
    return ("some", array[index]) if 0 <= index < len(array) else NONE


@builtin("ArrayUpdate", 1)
def update(array, index, value):
    if not 0 <= index < len(array):
        raise EastError(OUT_OF_BOUNDS % index)
    array[index] = value


@builtin("ArrayMerge", 2, calls=True)
def merge(d, array, index, value, f):
    update(array, index, f(d, get(array, index), value, index))     # f may have shortened the array


@builtin("ArrayMergeAll", 2, calls=True)
def merge_all(d, array, other, f):
    lock(array)
    lock(other)
    try:
        for index, value in enumerate(other):
            if index >= len(array):
                raise EastError(OUT_OF_BOUNDS % index)
            array[index] = f(d, array[index], value, index)
    finally:
        unlock(other)
        unlock(array)


@builtin("ArrayGetKeys", 1, calls=True)
def get_keys(d, array, indices, f):
    result, at = [], 0
    while at < len(indices):
        result.append(get_or_default(d, array, indices[at], f))
        at += 1
    return result


# ---- making -----------------------------------------------------------------------------------------------------------------------

@builtin("ArrayGenerate", 1, calls=True)
def generate(d, count, f):
    room(count)
    return [f(d, index) for index in range(count)]


@builtin("ArrayRange")
def make_range(start, end, step):
    if step == 0:
        return []
    made = range(start, end, step)
    room((end - start) // step)
    return list(made)


@builtin("ArrayLinspace")
def linspace(start, stop, count):
    room(count)
    if count <= 0:
        return []
    if count == 1:
        return [start]
    step = (stop - start) / (count - 1)
    return [start, *[start + index * step for index in range(1, count)]]


@builtin("ArrayCopy", 1)
def copy(array):
    return array[:]


@builtin("ArrayConcat", 1)
def concat(first, second):
    return first + second


@builtin("ArraySlice", 1)
def slice_of(array, start, end):
    count = len(array)
    start = max(0, min(count, start + count if start < 0 else start))
    end = max(0, min(count, end + count if end < 0 else end))
    return array[start:end] if start < end else []


@builtin("ArrayReverse", 1)
def reverse(array):
    return array[::-1]


# ---- changing size ------------------------------------------------------------------------------------------------------------------

@builtin("ArrayPushLast", 1, resizes=True)
def push_last(array, value):
    resizable(array)
    array.append(value)


@builtin("ArrayPopLast", 1, resizes=True)
def pop_last(array):
    resizable(array)
    if not array:
        raise EastError(POP_EMPTY)
    return array.pop()


@builtin("ArrayPushFirst", 1, resizes=True)
def push_first(array, value):
    resizable(array)
    array.insert(0, value)


@builtin("ArrayPopFirst", 1, resizes=True)
def pop_first(array):
    resizable(array)
    if not array:
        raise EastError(POP_EMPTY)
    return array.pop(0)


@builtin("ArrayAppend", 1, resizes=True)
def append(array, other):
    resizable(array)
    room(len(array) + len(other))
    array.extend(other)


@builtin("ArrayPrepend", 1, resizes=True)
def prepend(array, other):
    resizable(array)
    room(len(array) + len(other))
    array[:0] = other


@builtin("ArrayClear", 1, resizes=True)
def clear(array):
    resizable(array)
    array.clear()


@builtin("ArrayReverseInPlace", 1, resizes=True)
def reverse_in_place(array):
    resizable(array)
    array.reverse()


# ---- sorting ------------------------------------------------------------------------------------------------------------------------

def _sorter(types):
    keys_of = relation(types[1])

    def sort(d, array, f):
        items = array[:]
        keys = keys_of.sort_keys([f(d, item) for item in items])
        return [items[index] for index in sorted(range(len(items)), key=keys.__getitem__)]
    return sort


@typed("ArraySort", 2, types=2, calls=True)
def sort(types):
    return _sorter(types)


@typed("ArraySortInPlace", 2, types=2, calls=True, resizes=True)
def sort_in_place(types):
    sorted_of = _sorter(types)

    def sort_array(d, array, f):
        resizable(array)
        lock(array)
        try:
            array[:] = sorted_of(d, array, f)
        finally:
            unlock(array)
    return sort_array


@typed("ArrayIsSorted", 2, types=2, calls=True)
def is_sorted(types):
    compare = relation(types[1]).compare

    def check(d, array, f):
        if len(array) < 2:
            return True
        lock(array)
        try:
            before = f(d, array[0])
            for index in range(1, len(array)):
                key = f(d, array[index])
                if compare(before, key) > 0:
                    return False
                before = key
            return True
        finally:
            unlock(array)
    return check


def _searcher(types):
    compare = relation(types[1]).compare

    def search(d, array, low, key, f, least):
        high = len(array)
        while low < high:
            middle = low + (high - low) // 2
            if compare(f(d, array[middle]), key) >= least:
                high = middle
            else:
                low = middle + 1
        return low
    return search


def _find_sorted(name, least):
    @typed(name, 3, types=2, calls=True)
    def make(types):
        search = _searcher(types)

        def find(d, array, key, f):
            lock(array)
            try:
                return search(d, array, 0, key, f, least)
            finally:
                unlock(array)
        return find


_find_sorted("ArrayFindSortedFirst", 0)
_find_sorted("ArrayFindSortedLast", 1)


@typed("ArrayFindSortedRange", 3, types=2, calls=True)
def find_sorted_range(types):
    search = _searcher(types)

    def find(d, array, key, f):
        lock(array)
        try:
            start = search(d, array, 0, key, f, 0)
            return start, search(d, array, start, key, f, 1)
        finally:
            unlock(array)
    return find

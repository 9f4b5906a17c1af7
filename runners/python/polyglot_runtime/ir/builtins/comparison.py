"""Is, Equal and the total order, for every type."""

from ..order import relation
from .table import typed


@typed("Is", 2)
def identical(types):
    return relation(types[0]).identity


@typed("Equal", 2)
def equal(types):
    return relation(types[0]).equal


@typed("NotEqual", 2)
def not_equal(types):
    same = relation(types[0]).equal
    return lambda x, y: not same(x, y)


def _ordered(name, test):
    @typed(name, 2)
    def make(types):
        compare = relation(types[0]).compare
        return lambda x, y: test(compare(x, y))


_ordered("Less", lambda order: order < 0)
_ordered("LessEqual", lambda order: order <= 0)
_ordered("Greater", lambda order: order > 0)
_ordered("GreaterEqual", lambda order: order >= 0)

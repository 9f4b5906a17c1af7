"""Names for the types in declarations, and what every function needs."""

import polyglot

MATRIX = "Array<Array<Float>>"
NUMBERS = "Array<Float>"
LABELS = "Array<Integer>"


def random_state():
    """The task's seed as scikit-learn takes one."""
    return polyglot.seed() % (1 << 32)


def numbers(values):
    """A float array."""
    import numpy
    return numpy.asarray(values, dtype=float)


def check_rows(rows, targets, what="targets"):
    """Raises ValueError unless there is a target for every row."""
    if len(rows) != len(targets):
        raise ValueError("%d rows and %d %s" % (len(rows), len(targets), what))

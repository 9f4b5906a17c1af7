"""A script that has scikit-learn loaded and does not use it: what a copy of a warm worker costs."""

import sklearn.cluster  # noqa: F401
import sklearn.ensemble  # noqa: F401


def add(a: int, b: int) -> int:
    return a + b

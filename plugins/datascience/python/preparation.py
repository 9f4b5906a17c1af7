"""Splitting and scaling."""

from __future__ import annotations

import polyglot

from .types import LABELS, MATRIX, NUMBERS, random_state


@polyglot.platform("learn_split", "(Integer, Float) -> Struct<train: %s, test: %s>" % (LABELS, LABELS))
def split(count: int, share: float):
    """The indices 0 to count - 1, shuffled by the task's seed and split: `share` of them are for testing. Both parts are ascending."""
    from sklearn.model_selection import train_test_split
    train, test = train_test_split(range(count), test_size=share, random_state=random_state())
    return {"train": sorted(train), "test": sorted(test)}


@polyglot.platform("learn_scale", "(%s) -> Struct<rows: %s, mean: %s, scale: %s>" % (MATRIX, MATRIX, NUMBERS, NUMBERS))
def scale(rows: polyglot.Matrix):
    """Every column with mean 0 and deviation 1; what was subtracted, and what was divided by (1 for constant columns)."""
    from sklearn.preprocessing import StandardScaler
    scaler = StandardScaler().fit(rows)
    return {"rows": scaler.transform(rows), "mean": scaler.mean_, "scale": scaler.scale_}


@polyglot.platform("learn_scale_with", "(%s, %s, %s) -> %s" % (MATRIX, NUMBERS, NUMBERS, MATRIX))
def scale_with(rows: polyglot.Matrix, mean: list, scale: list):
    """New rows scaled as others were: (row - mean) / scale."""
    from .types import numbers
    return (rows - numbers(mean)) / numbers(scale)

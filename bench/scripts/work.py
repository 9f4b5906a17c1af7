"""What the benchmarks let Python do."""

import numpy as np


def add(a: int, b: int) -> int:
    return a + b


def ramp(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.float64)


def total(values: np.ndarray) -> float:
    return float(values[0] + values[-1])

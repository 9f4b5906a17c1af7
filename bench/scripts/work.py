"""What the benchmarks let Python do."""

import numpy as np
from numpy.typing import NDArray


def add(a: int, b: int) -> int:
    return a + b


def ramp(count: int) -> NDArray[np.float64]:
    return np.arange(count, dtype=np.float64)


def total(values: NDArray[np.float64]) -> float:
    return float(values[0] + values[-1])

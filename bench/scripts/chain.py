"""A step of the chain that bench/watch.py watches."""

import numpy as np
from numpy.typing import NDArray


def advance(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.cumsum(values) % 97

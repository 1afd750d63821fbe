"""Arrays of numbers, by what stands in them."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
"""Vectors, likeness, scores: with millions of them seven digits are enough."""
Doubles = npt.NDArray[np.float64]
"""Features and chances: few, and fitted with as many digits as there are."""
Ints = npt.NDArray[np.int64]
ShortInts = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

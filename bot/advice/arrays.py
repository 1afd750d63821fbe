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

_SMALL_PRODUCT = 500_000
"""Products of up to about so many multiplications OpenBLAS does with numbers as they lie. For larger ones it copies the
whole matrix first, which takes longer than to multiply it by the few rows of a question."""
_FEW_ROWS = 24
"""For more rows than this the copy is worth it."""


def few_times_many(rows: Floats, matrix: Floats) -> Floats:
    """``rows @ matrix``, but for rounding; for a few *rows* and a large *matrix* in about half the time."""
    (count, inner), columns = rows.shape, matrix.shape[1]
    if not 1 < count <= _FEW_ROWS:
        return rows @ matrix
    product = np.zeros((count, columns), dtype=np.float32)
    if columns > inner:
        step = max(_SMALL_PRODUCT // (count * inner), 1)
        for at in range(0, columns, step):
            np.matmul(rows, matrix[:, at : at + step], out=product[:, at : at + step])
    else:
        step = max(_SMALL_PRODUCT // (count * columns), 1)
        for at in range(0, inner, step):
            product += rows[:, at : at + step] @ matrix[at : at + step]
    return product

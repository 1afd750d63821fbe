"""Laws of the product of a few rows and a large matrix."""

import numpy as np
import pytest

from bot.advice.arrays import few_times_many

NUMBERS = np.random.default_rng(5)


@pytest.mark.parametrize("count", [0, 1, 2, 7, 24, 25])
@pytest.mark.parametrize("shape", [(3, 5), (512, 768), (1_280, 256), (40, 3_000), (3_000, 40)])
@pytest.mark.parametrize("turned", [False, True])
def test_a_product_in_parts_is_the_product(count: int, shape: tuple[int, int], turned: bool) -> None:
    inner, columns = shape
    rows = NUMBERS.standard_normal((count, inner), dtype=np.float32)
    matrix = NUMBERS.standard_normal((columns, inner) if turned else shape, dtype=np.float32)
    matrix = matrix.T if turned else matrix

    product = few_times_many(rows, matrix)

    assert product.dtype == np.float32
    assert product == pytest.approx(rows.astype(np.float64) @ matrix.astype(np.float64), abs=1e-3)


def test_rows_that_lie_apart_are_multiplied_too() -> None:
    wide = NUMBERS.standard_normal((6, 1_000), dtype=np.float32)
    matrix = NUMBERS.standard_normal((500, 90), dtype=np.float32)

    assert few_times_many(wide[:, ::2], matrix) == pytest.approx(wide[:, ::2] @ matrix, abs=1e-3)

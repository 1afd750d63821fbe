"""Kernel ridge regression of labels on likeness, with exact held-out scores.

With K the kernel among the n phrasings, Y their labels as one-hot rows less the share of chance, and
G = (K + ridge I)^-1, the scores of a question are k(question) @ alpha with alpha = G Y. What a phrasing, or a group of
them, would have scored without being in the index follows without refitting:
scores of group g held out = Y_g - G_gg^-1 alpha_g (Rifkin & Lippert 2007, "Notes on regularized least squares").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.advice.arrays import Doubles, Floats, Ints

_INVERTED_AT_ONCE = 4_000
"""Rows of a matrix that NumPy inverts in one go. That takes four times its memory, so larger ones are cut in halves;
each cut costs some of the digits."""
_ROUNDS, _PARTS = 3, 16
"""Rounds of iterative refinement, and parts in which the kernel is taken, for with twice its digits it is large."""


def blended(likeness: Mapping[str, Floats], measures: Mapping[str, float], width: float) -> Floats:
    """One kernel from several likenesses: a weighted sum of exp((likeness - 1) / width), at most 1."""
    kernel = np.zeros_like(next(iter(likeness.values())))
    for name, weight in measures.items():
        part = likeness[name] - 1
        part /= np.float32(width)
        np.exp(part, out=part)
        part *= np.float32(weight)
        kernel += part
    return kernel


@dataclass(frozen=True, kw_only=True)
class Regression:
    """Fitted weights, shape (n, labels), and what is needed to ask "what if these were not known?"."""

    alpha: Floats
    targets: Floats
    inverse: Floats

    def held_out_scores(self, group: Ints) -> Floats:
        """Scores of the phrasings in *group*, each as if the whole group were unknown, shape (len(group), labels)."""
        block = self.inverse[np.ix_(group, group)].astype(np.float64)
        return np.asarray(
            self.targets[group] - np.linalg.solve(block, self.alpha[group].astype(np.float64)),
            dtype=np.float32,
        )

    def left_out_scores(self) -> Floats:
        """Scores of every phrasing as if it alone were unknown, shape (n, labels)."""
        return np.asarray(self.targets - self.alpha / np.diag(self.inverse)[:, None], dtype=np.float32)


def fit_regression(kernel: Floats, labels: Sequence[int], label_count: int, *, ridge: float) -> Regression:
    """Fit *labels* (numbers below *label_count*) on the *kernel* among the phrasings."""
    targets = np.full((len(labels), label_count), -1 / label_count, dtype=np.float32)
    targets[np.arange(len(labels)), labels] += 1
    inverse = kernel.astype(np.float64)
    np.fill_diagonal(inverse, inverse.diagonal() + ridge)
    _invert(inverse)
    alpha = inverse @ targets
    # All phrasings are a little alike, so what thousands of weights are off by adds up; each round takes most of it
    # back.
    for _ in range(_ROUNDS):
        fitted = np.concatenate([rows.astype(np.float64) @ alpha for rows in np.array_split(kernel, _PARTS)])
        alpha += inverse @ (targets - fitted - ridge * alpha)
    return Regression(alpha=alpha.astype(np.float32), targets=targets, inverse=inverse.astype(np.float32))


def _invert(matrix: Doubles) -> None:
    """Invert a symmetric, positive definite *matrix* in place, by halves, with the Schur complement of the first."""
    if len(matrix) <= _INVERTED_AT_ONCE:
        matrix[:] = np.linalg.inv(matrix)
        return
    half = len(matrix) // 2
    first, beside, second = matrix[:half, :half], matrix[:half, half:], matrix[half:, half:]
    _invert(first)
    moved = first @ beside
    second -= beside.T @ moved
    _invert(second)
    np.matmul(moved, -second, out=beside)
    first -= beside @ moved.T
    matrix[half:, :half] = beside.T

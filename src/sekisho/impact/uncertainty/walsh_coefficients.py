"""How far a mean over scrambled Sobol points strays from one scrambling to the next, told by the numbers of one.

n = 2^m numbers have n Walsh coefficients, which are means by a pattern of signs; the first pattern is a constant, and
its coefficient the mean. Scrambled points stray in the mean by what n of them cannot tell from a constant, and in each
other coefficient by what they cannot tell from its pattern. Sobol points are laid out so that little that is coarse, in
one input or in several, looks like a constant. So the mean strays about as do the other coefficients into which least
that is coarse falls.

Which those are is known without the seed: scrambling exchanges patterns that are as coarse as each other alone, those
of an input that last change at the same binary digit. How much of each the numbers have is read off them, and what
inputs do together is taken to be as the product of what each does.

Source
------
Coefficients that tell an error: Hickernell and Jimenez Rugama, Reliable adaptive cubature using digital sequences,
arXiv 1410.8615. What a mean strays by: Owen, Scrambled net variance for integrals of smooth functions, Annals of
Statistics 25 (1997). The choice of coefficients, and the middle of their squares, are of this project; record 142.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.materials.figure import Array
from sekisho.impact.uncertainty.sobol import BITS, direction_numbers

READ: Final = 4
"""Digits of an input whose share is read off the numbers; of finer ones too few coefficients stand above the rest."""
CLEAR: Final = 3.0
"""Standard deviations by which squares must stand above the others to count as coarse: with 0, those of independent
numbers would, and their error be told a tenth too small."""
FALL: Final = 1 / 8
"""What each finer digit has of that before it, by coefficient: that of a straight line."""
CLEANER: Final = 1 / 2
"""Share of the coefficients that is looked at, those into which least that is coarse falls. Of all of them the error
would be told a third larger, of a quarter a tenth smaller."""
MIDDLE_SQUARE: Final = 0.4549364
"""Median of the square of a standard normal number: few large squares, of patterns that nobody foresaw, do not move a
median."""


class Patterns(NamedTuple):
    """How coarse the patterns of n coefficients are in each of d inputs.

    Parameters
    ----------
    coarse
        Coefficients of an input's coarse patterns: one that changes at its first digit alone, two that last change at
        its second, four at its third and so on; shape (d, 2^READ - 1).
    zeros
        Leading digits that are 0 of each point before it is scrambled, plus m + 1 for each input before; shape (d, n),
        by the code of the point.
    """

    coarse: NDArray[np.intp]
    zeros: NDArray[np.intp]


def error_of_mean(numbers: Array, inputs: int) -> float:
    """Return the standard error of a mean that comes from the scrambling.

    It is told of each half of the numbers, and of both as if they were independent. What the whole gains on its halves
    beyond that is not counted: losses of the first three months gain nothing of 1,024 draws, and told of the whole
    their error would be too small.

    Parameters
    ----------
    numbers
        One a draw, in the order of the Sobol points; shape (n,), a power of two.
    inputs
        Columns of the points.
    """
    largest = float(np.abs(numbers).max())
    if largest == 0.0:
        return 0.0
    halves = (numbers / largest).reshape(2, -1)
    return largest * float(np.sqrt(sum(_square_of_straying(half, inputs) for half in halves))) / len(halves)


def _square_of_straying(numbers: Array, inputs: int) -> float:
    """Return the square by which the mean of one set of Sobol points strays.

    At the least it is what digits too fine for so many points leave of one input: where a smooth input moves all, most
    coefficients are nil, and so is their median.
    """
    squares = squared_coefficients(numbers)
    total = float(squares[1:].sum())
    if total == 0.0:
        return 0.0
    patterns = _patterns(len(numbers), inputs)
    own = _of_digits(squares, patterns)
    order = np.argsort(_coarse(own, patterns)[1:], kind="stable") + 1
    cleaner = order[: int(CLEANER * len(order))]
    of_each_digit = 2.0 * FALL  # twice as many patterns of a digit as of that before it
    finer = float(own[:, -1].max()) * total / 2.0 * of_each_digit / (1.0 - of_each_digit)
    return max(float(np.median(squares[cleaner])) / MIDDLE_SQUARE, finer)


def squared_coefficients(numbers: Array) -> Array:
    """Return the squares of the Walsh coefficients; shape (n,), the first that of the mean."""
    codes = np.arange(len(numbers))
    by_code = np.empty_like(numbers, dtype=np.float64)
    by_code[codes ^ (codes >> 1)] = numbers
    return np.asarray(np.square(_transformed(by_code) / len(numbers)))


def _transformed(values: Array) -> Array:
    """Transform by Walsh and Hadamard: sums and differences of halves, of quarters and so on."""
    count, half = len(values), 1
    while half < count:
        pairs = values.reshape(-1, 2, half)
        values = np.stack([pairs[:, 0] + pairs[:, 1], pairs[:, 0] - pairs[:, 1]], axis=1)
        half *= 2
    return values.reshape(-1)


def _of_digits(squares: Array, patterns: Patterns) -> Array:
    """Return the share of the squares that the mean pattern of each digit of each input has; shape (d, m)."""
    inputs, digits = len(patterns.coarse), len(squares).bit_length() - 1
    sizes = 2.0 ** np.arange(READ)  # patterns of an input that last change at each digit
    sums = np.add.reduceat(squares[patterns.coarse], 2 ** np.arange(READ) - 1, axis=1)
    own = np.zeros((inputs, digits))
    chance = np.median(squares[1:]) / MIDDLE_SQUARE * (1.0 + CLEAR * np.sqrt(2.0 / sizes))
    own[:, :READ] = np.maximum(sums / sizes - chance, 0.0) / squares[1:].sum()
    for digit in range(READ, digits):
        own[:, digit] = own[:, digit - 1] * FALL
    return own


def _coarse(own: Array, patterns: Patterns) -> Array:
    """Return how much that is coarse is likely to fall into each coefficient, by a measure of its own; shape (n,)."""
    inputs, digits = own.shape
    of_digit = own * 2.0 ** np.arange(digits)
    # Over all patterns of an input up to a digit, signs are alike where its first digits are 0, and cancel elsewhere.
    up_to = np.hstack([np.zeros((inputs, 1)), np.cumsum(of_digit, axis=1)])
    up_to[:, :digits] -= of_digit
    return _transformed(np.prod(1.0 + up_to.ravel().take(patterns.zeros), axis=0))


@lru_cache(maxsize=4)
def _patterns(count: int, inputs: int) -> Patterns:
    digits = count.bit_length() - 1
    numbers = direction_numbers(inputs)[:, :digits].astype(np.int64)
    coarse = np.zeros((inputs, 1), np.intp)
    for place in range(READ):
        changes = ((numbers >> (BITS - 1 - place)) & 1) @ (1 << np.arange(digits))  # code whose parity is this digit
        coarse = np.hstack([coarse, coarse ^ changes[:, None]])
    points = np.zeros((inputs, count), np.int64)
    for bit in range(digits):
        points ^= np.where((np.arange(count) >> bit) & 1, numbers[:, bit, None], 0)
    zeros = digits - np.ceil(np.log2((points >> (BITS - digits)) + 1)).astype(np.intp)
    return Patterns(coarse[:, 1:], zeros + (digits + 1) * np.arange(inputs)[:, None])

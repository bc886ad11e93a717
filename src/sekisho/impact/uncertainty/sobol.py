"""Sobol points, scrambled: the same points as those of scipy.stats.qmc, which takes a second to import.

A point is the exclusive or of the direction numbers of those bits that are set in the Gray code of its number. Each
dimension is scrambled by a random lower triangular matrix on the bits of its direction numbers, and by a random shift.

Source
------
Direction numbers: Joe and Kuo, Constructing Sobol sequences with better two-dimensional projections, SIAM J. Sci.
Comput. 30 (2008), file new-joe-kuo-6.21201. Scrambling: Matousek, On the L2-discrepancy for anchored boxes, J.
Complexity 14 (1998), 4.2.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.materials.figure import Array

BITS: Final = 30
"""Bits of a coordinate."""
DIRECTIONS: Final[tuple[tuple[int, tuple[int, ...]], ...]] = (
    (3, (1,)),
    (7, (1, 3)),
    (11, (1, 3, 1)),
    (13, (1, 1, 1)),
    (19, (1, 1, 3, 3)),
    (25, (1, 3, 5, 13)),
    (37, (1, 1, 5, 5, 17)),
    (41, (1, 1, 5, 5, 5)),
    (47, (1, 1, 7, 11, 19)),
    (55, (1, 1, 5, 1, 1)),
    (59, (1, 1, 1, 3, 11)),
    (61, (1, 3, 5, 5, 31)),
    (67, (1, 3, 3, 9, 7, 49)),
    (91, (1, 1, 1, 15, 21, 21)),
    (97, (1, 3, 1, 13, 27, 49)),
    (103, (1, 1, 1, 15, 7, 5)),
    (109, (1, 3, 1, 15, 13, 25)),
    (115, (1, 1, 5, 5, 19, 61)),
    (131, (1, 3, 7, 11, 23, 15, 103)),
    (137, (1, 3, 7, 13, 13, 15, 69)),
    (143, (1, 1, 3, 13, 7, 35, 63)),
    (145, (1, 3, 5, 9, 1, 25, 53)),
    (157, (1, 3, 1, 13, 9, 35, 107)),
    (167, (1, 3, 1, 5, 27, 61, 31)),
    (171, (1, 1, 5, 11, 19, 41, 61)),
    (185, (1, 3, 5, 3, 3, 13, 69)),
    (191, (1, 1, 7, 13, 1, 19, 1)),
    (193, (1, 3, 7, 5, 13, 19, 59)),
    (203, (1, 1, 3, 9, 25, 29, 41)),
    (211, (1, 3, 5, 13, 23, 1, 55)),
    (213, (1, 3, 7, 3, 13, 59, 17)),
    (229, (1, 3, 1, 3, 5, 53, 69)),
    (239, (1, 1, 5, 5, 23, 33, 13)),
    (241, (1, 1, 7, 7, 1, 61, 123)),
    (247, (1, 1, 7, 9, 13, 61, 49)),
    (253, (1, 3, 3, 5, 3, 55, 33)),
    (285, (1, 3, 1, 15, 31, 13, 49, 245)),
    (299, (1, 3, 5, 15, 31, 59, 63, 97)),
    (301, (1, 3, 1, 11, 11, 11, 77, 249)),
    (333, (1, 3, 1, 11, 27, 43, 71, 9)),
    (351, (1, 1, 7, 15, 21, 11, 81, 45)),
    (355, (1, 3, 7, 3, 25, 31, 65, 79)),
    (357, (1, 3, 1, 1, 19, 11, 3, 205)),
    (361, (1, 1, 5, 9, 19, 21, 29, 157)),
    (369, (1, 3, 7, 11, 1, 33, 89, 185)),
    (391, (1, 3, 3, 3, 15, 9, 79, 71)),
    (397, (1, 3, 7, 11, 15, 39, 119, 27)),
)
"""Of each dimension from the second: its primitive polynomial modulo 2, as the bits of a number, and the first
direction numbers. The first dimension has none: it is that of van der Corput."""
Bits = NDArray[np.uint32]


def sobol_points(count: int, dimensions: int, rng: np.random.Generator) -> Array:
    """Return the first points of a scrambled sequence.

    Parameters
    ----------
    count
        A power of two, of which points keep their balance.
    rng
        Its first child is drawn from, as SciPy does.

    Returns
    -------
    Array
        Shape (count, dimensions), each in [0, 1).

    Raises
    ------
    ValueError
        If more dimensions are asked for than there are direction numbers.
    """
    if dimensions > len(DIRECTIONS) + 1:
        raise ValueError(f"direction numbers of {len(DIRECTIONS) + 1} dimensions are on file, not of {dimensions}")
    (child,) = rng.spawn(1)
    powers = np.uint32(1) << np.arange(BITS, dtype=np.uint32)
    shift = child.integers(2, size=(dimensions, BITS), dtype=np.uint32) @ powers
    matrices = np.tril(child.integers(2, size=(dimensions, BITS, BITS), dtype=np.uint32))
    numbers = _scrambled(direction_numbers(dimensions), matrices, powers)
    codes = np.arange(count, dtype=np.uint32)
    codes ^= codes >> np.uint32(1)
    points = np.broadcast_to(shift, (count, dimensions)).copy()
    for bit in range(max(1, count - 1).bit_length()):
        is_set = (codes >> np.uint32(bit)) & np.uint32(1)
        points ^= is_set[:, None] * numbers[:, bit]
    return points * 0.5**BITS


@lru_cache(maxsize=4)
def direction_numbers(dimensions: int) -> Bits:
    """Return the direction numbers as binary fractions of BITS bits; shape (dimensions, BITS)."""
    numbers = np.ones((dimensions, BITS), dtype=np.uint32)
    for number, (polynomial, first) in enumerate(DIRECTIONS[: dimensions - 1], start=1):
        degree = len(first)
        own = [*first]
        for at in range(degree, BITS):
            new = own[at - degree]
            for back in range(1, degree + 1):
                if polynomial >> (degree - back) & 1:
                    new ^= own[at - back] << back
            own.append(new)
        numbers[number] = own
    return numbers << np.arange(BITS - 1, -1, -1, dtype=np.uint32)


def _scrambled(numbers: Bits, matrices: Bits, powers: Bits) -> Bits:
    """Multiply the bits of direction numbers, the highest first, by matrices with a diagonal of ones, modulo 2."""
    matrices[:, np.arange(BITS), np.arange(BITS)] = 1
    bits = (numbers[:, :, None] >> np.arange(BITS - 1, -1, -1, dtype=np.uint32)) & np.uint32(1)
    mixed: Bits = np.einsum("dpk,djk->djp", matrices, bits) & np.uint32(1)
    return np.asarray(mixed @ powers[::-1], dtype=np.uint32)

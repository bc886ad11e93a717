"""Equal keys numbered as they come: millions of them in a few passes, without an order and without Python."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int32]
_ROOM: Final = 2
"""Slots a key has at least. With fewer more keys meet in one, and with more the slots lie farther apart in memory."""
_MIXER: Final = 0x9E3779B97F4A7C15
"""The golden part of 2^64, odd (Knuth, The Art of Computer Programming 3, 6.4): what shares a slot under one power of
it hardly does so under the next. Another odd number of many bits would do."""


def numbered(keys: Keys) -> Numbers:
    """Number equal keys alike, in the order in which they come first; of shape (keys,).

    Examples
    --------
    >>> numbered(np.array([7, 9, 7, 2, 9], dtype=np.uint64)).tolist()
    [0, 1, 0, 2, 1]
    """
    return distinct(keys)[1]


def distinct(keys: Keys) -> tuple[Numbers, Numbers]:
    """Return where each distinct key stands first, and for each key which of them it is.

    Each key is written into a slot, last ones first, so that the first of a slot remains there; who finds a key like
    its own has its number, and the others try again with other slots. Every pass settles at least one key a slot.

    Examples
    --------
    >>> first, which = distinct(np.array([7, 9, 7, 2, 9], dtype=np.uint64))
    >>> first.tolist(), which.tolist()
    ([0, 1, 3], [0, 1, 0, 2, 1])
    """
    count = len(keys)
    bits = max(1, (_ROOM * count).bit_length())
    slots = np.zeros(1 << bits, dtype=np.int32)
    places = np.arange(count, dtype=np.int32)
    first, left, factor = np.zeros(count, dtype=np.int32), places, _MIXER
    while len(left):
        own = keys if len(left) == count else keys[left]
        slot = ((own * np.uint64(factor)) >> np.uint64(64 - bits)).view(np.intp)
        slots[slot[::-1]] = left[::-1]
        there = slots[slot]
        first[left] = there
        left = left[keys[there] != own]
        factor = factor * _MIXER % (1 << 64)
    is_first = first == places
    return np.flatnonzero(is_first).astype(np.int32), (np.cumsum(is_first, dtype=np.int32) - np.int32(1))[first]

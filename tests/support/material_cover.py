"""How long a stock lasts."""

from __future__ import annotations

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.sector_pairs import Index


def first_short(arrivals: Array, stock_days: Array) -> Index:
    """First day on which a stock and what arrives do not cover a day of base use, at full output and without thrift.

    The stock is filled up again to where it began, and never beyond.

    Parameters
    ----------
    arrivals
        Share of base use that arrives on each day; shape (*S, T).
    stock_days
        Stock at the start, days of base use; shape S, or one that broadcasts with it.

    Returns
    -------
    Index
        Days from the start, T if never; shape S.

    Examples
    --------
    Of a material 63 % is cut, and 60 days of use are in stock: it lasts 95 days.

    >>> int(first_short(np.full(365, 1 - 0.63), np.array(60.0)))
    95
    """
    walk = np.cumsum(np.asarray(arrivals) - 1.0, axis=-1)
    filled = walk - np.maximum(np.maximum.accumulate(walk, axis=-1), 0.0)
    short = np.asarray(stock_days)[..., None] + filled < -1e-9
    return np.asarray(np.where(short.any(axis=-1), short.argmax(axis=-1), short.shape[-1]), dtype=np.intp)

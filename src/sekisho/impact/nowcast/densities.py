"""Logarithms of densities, by formulas of `scipy.special`: `scipy.stats` takes a second to import for them."""

from __future__ import annotations

from math import lgamma, log, pi

import numpy as np

from sekisho.impact.materials.figure import Array


def log_normal_density(value: float, mean: Array, deviation: Array | float) -> Array:
    """Return the logarithm of the normal density of a value.

    >>> import numpy as np
    >>> float(log_normal_density(0.0, np.array([0.0]), 1.0)[0])
    -0.9189385332046727
    """
    off = (value - mean) / deviation
    found: Array = -0.5 * off * off - 0.5 * log(2.0 * pi) - np.log(deviation)
    return found


def log_t_density(off: Array, degrees: float) -> Array:
    """Return the logarithm of the density of Student's t.

    >>> import numpy as np
    >>> round(float(np.exp(log_t_density(np.array([0.0]), 4.0)[0])), 6)
    0.375
    """
    head = lgamma((degrees + 1.0) / 2.0) - lgamma(degrees / 2.0) - 0.5 * log(degrees * pi)
    found: Array = head - (degrees + 1.0) / 2.0 * np.log1p(off * off / degrees)
    return found


def log_beta_density(share: float, first: Array, second: Array) -> Array:
    """Return the logarithm of the beta density of a share above 0 and below 1.

    >>> import numpy as np
    >>> round(float(np.exp(log_beta_density(0.5, np.array([2.0]), np.array([2.0]))[0])), 6)
    1.5
    """
    from scipy.special import betaln

    found: Array = (first - 1.0) * log(share) + (second - 1.0) * log(1.0 - share) - betaln(first, second)
    return found

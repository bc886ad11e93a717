"""What single columns of the draws tell of a loss, beside what two or three of them tell together.

Sobol points of many columns alias. The first digit of a column may be the product of the first digits of two others,
whatever the seed and however it is scrambled, so that a product of two columns looks like a third one. Its shape tells
them apart: what is smooth in two columns is rough in the third. So polynomials of single columns, of pairs and of
threes stand side by side, the one that tells most comes first, and all that were taken are fitted together at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.materials.figure import Array

HIGHEST: Final = 8
"""Highest degree of the polynomials in a single column."""
JOINT: Final = 4
"""Highest degree in each column of a pair; that of both together is half as much again. A guess: on functions whose
shares are known, 6 and 8 tell no better."""
CHANCE: Final = 0.05
"""Chance with which something that does nothing is taken for a cause, over all single columns, pairs or threes."""
SMALL: Final = 0.001
"""Share of the variance below which nothing is taken in: what is printed is whole per cents, and roughness is noise."""
NEGLIGIBLE: Final = 1e-12
"""Share of a variance that is rounding; also of the square of a polynomial that those before it leave of it."""
UNKNOWN: Final = 0.9
"""Weight of what a pair or three tell, for each column that tells nothing by itself so far: of two accounts that are
about as good, the one of fewer columns is believed."""
TRIED: Final = 8
"""Candidates that are looked at closely in a step; a guess, the first of them mostly stands."""
ROUGH: Final = 0.1
"""Share of the variance, left over, from which the variance of the draws counts as the whole. A guess: of 1,024 draws
of products, kinks and shortages 0.00 to 0.01 is left over, of the losses of the ban 0.03, of gates 0.05."""
ENOUGH: Final = 4096
"""Draws from which shares are told; the first of more are balanced too, and shares are then known to a per cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """Polynomials of one, two or three columns, above the order of what is taken of them already."""

    columns: tuple[int, ...]
    order: int
    count: int
    told: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What was taken in, with an orthonormal base of all of it, and what it leaves of a loss."""

    rest: Array
    base: Array
    terms: tuple[tuple[tuple[int, ...], Array], ...] = ()
    orders: dict[tuple[int, ...], int] = field(default_factory=dict)

    @property
    def free(self) -> int:
        """Draws less what was fitted to them."""
        return int(len(self.rest) - self.base.shape[1])


def column_shares(loss: Array, quantiles: Array) -> Array:
    """Return the share of the variance of a loss that each column tells by itself; shape (columns,).

    Parameters
    ----------
    loss
        Shape (K,).
    quantiles
        Shape (K, columns), each from 0 to 1.

    Source
    ------
    Shares are sums of squares over orthonormal polynomials: Sudret (2008), Reliability Engineering and System Safety
    93, 964. Taking them in one after another: Blatman and Sudret (2010), Probabilistic Engineering Mechanics 25, 183.
    """
    polynomials = _Polynomials.of(quantiles[:ENOUGH])
    around = loss[:ENOUGH] - loss[:ENOUGH].mean()
    whole = float(around @ around)
    even = np.full((len(around), 1), len(around) ** -0.5)
    taken = _Taken(rest=around, base=even)
    while float(taken.rest @ taken.rest) > NEGLIGIBLE * whole:
        more = _with_best(taken, polynomials, whole)
        if more is None:
            break
        taken = more
    return _shares(taken, around, quantiles.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Polynomials:
    """Legendre polynomials of each column.

    Parameters
    ----------
    single
        Orthonormal over the draws; shape (degrees from 1, columns, draws).
    joint
        Highest degree of a column in a pair; 0 where draws are too few for pairs.
    first, second
        Columns of each pair.
    pairs
        Products of the first degrees of two columns; shape (pairs, draws).
    """

    single: Array
    joint: int
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    pairs: Array

    @classmethod
    def of(cls, quantiles: Array) -> _Polynomials:
        """Make those of the columns, of as high a degree as the number of draws bears."""
        doublings = int(np.log2(len(quantiles)))
        # Eight draws a polynomial of a column. Pairs and threes from 128 draws: of fewer they tell too much by chance.
        degree, joint = min(HIGHEST, max(1, doublings - 3)), min(JOINT, max(0, doublings - 6))
        raw = np.polynomial.legendre.legvander(2.0 * quantiles.T - 1.0, degree)
        # Those of a column are made orthonormal over its draws, as few as they may be.
        single = np.ascontiguousarray(np.linalg.qr(raw)[0][..., 1:].transpose(2, 0, 1)) * len(quantiles) ** 0.5
        first, second = np.triu_indices(quantiles.shape[1] if joint else 0, 1)
        return cls(single=single, joint=joint, pairs=single[0][first] * single[0][second], first=first, second=second)

    def looked_at(self, size: int) -> int:
        """Return how many single columns, pairs or threes there are."""
        return comb(self.single.shape[1], size)

    def candidates(self, taken: _Taken) -> Iterator[_Candidate]:
        """Tell what single columns, pairs and threes would tell of what is left; of the latter the best alone."""
        rest, draws = taken.rest, len(taken.rest)
        degree, columns, _ = self.single.shape
        alone = np.square(self.single @ rest).sum(axis=0) / draws
        for column in range(columns):
            if (column,) not in taken.orders:
                yield _Candidate(columns=(column,), order=degree, count=degree, told=float(alone[column]))
        if not self.joint:
            return
        flat = self.single[: self.joint].reshape(-1, draws)
        both = ((flat * rest) @ flat.T).reshape(self.joint, columns, self.joint, columns)
        squares = np.square(both[:, self.first, :, self.second]) / draws  # (pairs, degrees, degrees)
        for order in range(2, _highest_order(self.joint) + 1):
            reached = self._orders() <= order
            for pair in _largest((squares * reached).sum(axis=(1, 2))):
                of = (int(self.first[pair]), int(self.second[pair]))
                fresh = reached & (self._orders() > taken.orders.get(of, 0))
                if fresh.any():
                    explained = float(squares[pair][fresh].sum())
                    yield _Candidate(columns=of, order=order, count=int(fresh.sum()), told=explained)
        threes = np.square((self.pairs * rest) @ self.single[0].T) / draws
        threes[np.arange(columns)[None, :] <= self.second[:, None]] = 0.0
        for place in _largest(threes.ravel()):
            pair, third = divmod(int(place), columns)
            three = (int(self.first[pair]), int(self.second[pair]), third)
            if three not in taken.orders and third > three[1]:
                yield _Candidate(columns=three, order=3, count=1, told=float(threes[pair, third]))

    def terms(self, candidate: _Candidate, taken: _Taken) -> Array:
        """Return the polynomials of a candidate; shape (draws, count)."""
        first, *others = candidate.columns
        if not others:
            return np.asarray(self.single[:, first].T)
        if len(others) > 1:
            return np.asarray(np.prod(self.single[0][list(candidate.columns)], axis=0))[:, None]
        orders = self._orders()
        reached = (orders <= candidate.order) & (orders > taken.orders.get(candidate.columns, 0))
        low, high = np.nonzero(reached)
        return np.asarray((self.single[low, first] * self.single[high, others[0]]).T)

    def _orders(self) -> Array:
        degrees = np.arange(1.0, self.joint + 1)
        return degrees[:, None] + degrees[None, :]


def _highest_order(joint: int) -> int:
    return joint + joint // 2 if joint > 1 else 2


def _largest(told: Array) -> NDArray[np.intp]:
    """Return the places of the largest numbers, those that are tried."""
    return np.argsort(-told, kind="stable")[:TRIED]


def _with_best(taken: _Taken, polynomials: _Polynomials, whole: float) -> _Taken | None:
    """Take in what tells most of the rest, beyond chance; None if nothing does."""
    from scipy.special import fdtrc  # the F distribution without `scipy.stats`, which takes long to import

    left, free = float(taken.rest @ taken.rest), taken.free
    ranked = []
    for candidate in polynomials.candidates(taken):
        spare = free - candidate.count
        # At most half of the draws are fitted, or what is fitted is chance.
        if spare * 2 <= len(taken.rest):
            continue
        beyond = candidate.told - candidate.count * max(0.0, left - candidate.told) / spare
        unknown = sum((column,) not in taken.orders for column in candidate.columns)
        weight = UNKNOWN**unknown if len(candidate.columns) > 1 else 1.0
        ranked.append((beyond * weight, candidate))
    for beyond, candidate in sorted(ranked, key=lambda each: -each[0])[:TRIED]:
        if beyond < SMALL * whole:
            return None
        more = _with(taken, candidate, polynomials.terms(candidate, taken))
        if more is None:
            continue
        now = float(more.rest @ more.rest)
        ratio = (left - now) / candidate.count / max(now / more.free, np.finfo(float).tiny)
        chance = fdtrc(candidate.count, more.free, ratio) * polynomials.looked_at(len(candidate.columns))
        if now <= NEGLIGIBLE * whole or chance <= CHANCE:
            return more
    return None


def _with(taken: _Taken, candidate: _Candidate, terms: Array) -> _Taken | None:
    """Take polynomials in; None where those before leave nothing of one of them."""
    fresh = terms - taken.base @ (taken.base.T @ terms)
    fresh -= taken.base @ (taken.base.T @ fresh)  # once more, for what rounding left
    base, triangle = np.linalg.qr(fresh)
    if float(np.square(np.diag(triangle)).min()) <= NEGLIGIBLE * len(terms):
        return None
    return replace(
        taken,
        rest=taken.rest - base @ (base.T @ taken.rest),
        base=np.hstack([taken.base, base]),
        terms=(*taken.terms, (candidate.columns, terms)),
        orders=taken.orders | {candidate.columns: candidate.order},
    )


def _shares(taken: _Taken, around: Array, columns: int) -> Array:
    """Fit all that was taken together; squares of coefficients, less chance, are parts of the variance."""
    shares, together, variance = np.zeros(columns), 0.0, float(around @ around) / len(around)
    if not taken.terms:
        return shares
    every = np.hstack([np.ones((len(around), 1)), *(terms for _, terms in taken.terms)])
    inverse = np.linalg.inv(taken.base.T @ every)
    left = float(taken.rest @ taken.rest) / taken.free
    squares = np.square(inverse @ (taken.base.T @ around)) - np.square(inverse).sum(axis=1) * left
    place = 1
    for of, terms in taken.terms:
        part = max(0.0, float(squares[place : place + terms.shape[1]].sum()))
        place += terms.shape[1]
        if len(of) == 1:
            shares[of[0]] = part
        else:
            together += part
    squared = float(shares.sum()) + together + left
    # Polynomials that are alike in the draws share out what they tell, so that their squares add up to less than it.
    # That is of no account where hardly anything is left over, and the variance of the draws is then the worse guide:
    # it counts the likeness itself.
    rough = min(1.0, left / (ROUGH * variance))
    return shares / (squared + rough * max(0.0, variance - squared))

"""Shares told beside products: columns of Sobol points that look like products of others get nothing of those."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho.impact.materials.figure import Array
from sekisho.impact.results import polynomial_chaos
from sekisho.impact.results.polynomial_chaos import column_shares
from sekisho.impact.uncertainty.draws import COLUMNS, draw


def look_alikes(quantiles: Array) -> list[tuple[int, int, int]]:
    """Name two columns and a third of which polynomials tell more than 0.4 of the product of the two, the most first.

    Of draws that are independent they would tell 0.007 by chance.
    """
    first, second = np.triu_indices(quantiles.shape[1], 1)
    products = (quantiles[:, first] - 0.5) * (quantiles[:, second] - 0.5)
    products = products - products.mean(axis=0)
    products /= np.sqrt(np.square(products).sum(axis=0))
    shapes = np.linalg.qr(np.polynomial.legendre.legvander(2 * quantiles.T - 1, 7))[0][..., 1:]
    told = np.stack([np.square(shape.T @ products).sum(axis=0) for shape in shapes], axis=1)
    places = [divmod(int(place), len(shapes)) for place in np.argsort(-told, axis=None)]
    named = [(int(first[pair]), int(second[pair]), third) for pair, third in places if told[pair, third] > 0.4]
    return [each for each in named if each[2] not in each[:2]]


Likeness = tuple[Array, list[tuple[int, int, int]]]
"""Draws, and the columns of them that look like products of others."""


@pytest.fixture(scope="module", params=[1, 11])
def likeness(request: pytest.FixtureRequest) -> Likeness:
    """Those of two seeds."""
    quantiles = draw(1024, request.param).quantiles
    return quantiles, look_alikes(quantiles)


def test_some_columns_look_like_products_of_others(likeness: Likeness):
    """If this is ever red, the draws have become better than the tests below suppose."""
    assert len(likeness[1]) >= 5


def test_a_product_gives_nothing_to_the_column_that_looks_like_it(likeness: Likeness):
    quantiles, named = likeness
    for first, second, _ in named[:6]:
        around = (quantiles[:, first] - 0.5) * (quantiles[:, second] - 0.5)
        assert column_shares(around, quantiles).sum() < 1e-3


def test_a_column_keeps_its_own_share_beside_a_product_that_looks_like_it(likeness: Likeness):
    """By hand: (x - 1/2)(y - 1/2) has variance 1/144, so root 12 of it has 1/12, as much as z: a half each."""
    quantiles, named = likeness
    for first, second, third in named[:3]:
        product = np.sqrt(12) * (quantiles[:, first] - 0.5) * (quantiles[:, second] - 0.5)
        for sign in (1, -1):
            shares = column_shares(product + sign * quantiles[:, third], quantiles)
            assert shares[third] == pytest.approx(0.5, abs=0.02)
            assert shares.sum() - shares[third] < 0.01


@pytest.mark.parametrize("places", [(0, 4, 9), (2, 13, 30), (21, 25, 31)])
def test_a_product_of_three_has_its_known_shares(places: tuple[int, ...]):
    """By hand: 27/37 single, 9/37 each; 9/37 by pairs, and 1/37 by all three."""
    quantiles = draw(1024, 5).quantiles
    shares = column_shares(np.prod(quantiles[:, places], axis=1), quantiles)
    assert shares[list(places)] == pytest.approx([9 / 37] * 3, abs=0.01)
    assert np.delete(shares, places).sum() < 1e-3


def test_a_shortage_beyond_a_stock_is_told_of_its_own_inputs():
    """max(0, x y - z / 2): by exchange over four million draws x and y have 0.277 each, and z 0.138.

    Kinked, as losses are.
    """
    quantiles = draw(1024, 3).quantiles
    one, two, three = (quantiles[:, COLUMNS.index(name)] for name in ("phi", "leakage", "firm_stock"))
    shares = column_shares(np.maximum(0.0, one * two - three / 2), quantiles)
    for name, share in (("phi", 0.277), ("leakage", 0.277), ("firm_stock", 0.138)):
        assert shares[COLUMNS.index(name)] == pytest.approx(share, abs=0.02), name
    assert shares.sum() == pytest.approx(0.692, abs=0.02)


def test_a_gate_of_two_columns_is_told_roughly():
    """By hand: of [x > 1/2][y > 1/2] each has a third, and together another; no polynomial is a gate."""
    quantiles = draw(1024, 1).quantiles
    gate = np.asarray((quantiles[:, 3] > 0.5) & (quantiles[:, 17] > 0.5), dtype=np.float64)
    shares = column_shares(gate, quantiles)
    assert shares[[3, 17]] == pytest.approx([1 / 3] * 2, abs=0.05)
    assert np.delete(shares, [3, 17]).sum() < 0.05


@pytest.mark.parametrize("count", [64, 128])
def test_what_hangs_on_no_column_is_seldom_told_of_one(count: int):
    """By chance a column is taken for a cause in one of twenty runs, and a pair or three in as many."""
    quantiles = draw(count, 2).quantiles
    told = [column_shares(np.random.default_rng(seed).normal(size=count), quantiles).sum() > 0 for seed in range(40)]
    assert sum(told) <= 7  # of 40 with a chance of 0.05: more than 7 in one of three thousand


def test_shares_of_very_many_draws_are_those_of_the_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(polynomial_chaos, "ENOUGH", 256)
    quantiles = draw(512, 1).quantiles
    loss = quantiles[:, 0] + 2 * quantiles[:, 1] * quantiles[:, 2]
    assert np.array_equal(column_shares(loss, quantiles), column_shares(loss[:256], quantiles[:256]))

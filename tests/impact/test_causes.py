"""Shares of a spread by cause, on functions whose shares are known."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.small_economy import figure, stop

from sekisho import Library
from sekisho.impact.model import Model
from sekisho.impact.results import variance_shares
from sekisho.impact.results.variance_shares import Spread, spread_of
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.simulation import simulate
from sekisho.impact.uncertainty.draws import CAUSES, COLUMNS, WITHOUT_LAW, Array, Draws, SpreadCause, draw

MANY = 2048
FIRST, SECOND, THIRD = "phi", "firm_stock", "thrift"
"""Three columns, each of another cause."""


@pytest.fixture(scope="module")
def drawn() -> Draws:
    return draw(MANY, 11)


def alike(loss: Array) -> Array:
    """The same loss under all three readings."""
    return np.stack([loss, loss, loss])


def test_an_additive_loss_is_shared_out_by_the_variance_of_its_parts(drawn: Draws):
    """Coefficients 3, 2 and 1 of uniform columns have 9, 4 and 1 fourteenths of the variance."""
    loss = 3 * drawn[FIRST] + 2 * drawn[SECOND] + drawn[THIRD]
    spread = spread_of(alike(loss), drawn)
    expected = {FIRST: 9 / 14, SECOND: 4 / 14, THIRD: 1 / 14}
    for name in COLUMNS:
        assert spread.columns[name] == pytest.approx(expected.get(name, 0.0), abs=0.01), name
    assert spread.shares[SpreadCause.INTERACTION] == pytest.approx(0.0, abs=0.01)
    assert spread.shares[SpreadCause.READING] == 0.0


def test_the_function_of_ishigami_has_its_known_first_order_shares(drawn: Draws):
    """f = sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on (-pi, pi): 0.3139, 0.4424, 0; the rest is interaction.

    Ishigami and Homma (1990); values in Saltelli and others, Global Sensitivity Analysis (2008), p. 179.
    """
    x1, x2, x3 = ((2 * drawn[name] - 1) * np.pi for name in (FIRST, SECOND, THIRD))
    loss = np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)
    spread = spread_of(alike(loss), drawn)
    assert spread.columns[FIRST] == pytest.approx(0.3139, abs=0.02)
    assert spread.columns[SECOND] == pytest.approx(0.4424, abs=0.02)
    assert spread.columns[THIRD] == pytest.approx(0.0, abs=0.02)
    assert spread.shares[SpreadCause.INTERACTION] == pytest.approx(0.2437, abs=0.02)
    assert sum(part for name, part in spread.columns.items() if name not in {FIRST, SECOND}) < 0.01


def test_a_product_of_columns_that_both_add_to_a_loss_is_told_as_no_third_column(drawn: Draws):
    """By hand: 27/37 by single columns, 9/37 each; the rest by two and three together."""
    spread = spread_of(alike(drawn[FIRST] * drawn[SECOND] * drawn[THIRD]), drawn)
    for name in (FIRST, SECOND, THIRD):
        assert spread.columns[name] == pytest.approx(9 / 37, abs=0.01)
    assert sum(part for name, part in spread.columns.items() if name not in {FIRST, SECOND, THIRD}) < 0.02


def test_a_pure_interaction_is_of_no_single_cause(drawn: Draws):
    loss = (drawn[FIRST] - 0.5) * (drawn[SECOND] - 0.5)
    spread = spread_of(alike(loss), drawn)
    assert spread.shares[SpreadCause.INTERACTION] == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("levels", [(0.0, 1.0, 5.0), (2.0, 2.0, 3.0)])
def test_what_only_the_reading_moves_is_the_readings_alone(drawn: Draws, levels: tuple[float, ...]):
    losses = np.repeat(np.array(levels)[:, None], drawn.count, axis=1)
    spread = spread_of(losses, drawn)
    assert spread.shares[SpreadCause.READING] == pytest.approx(1.0, abs=1e-12)
    assert sum(spread.columns.values()) == pytest.approx(0.0, abs=1e-12)


def test_the_share_of_the_reading_beside_a_column_is_exact(drawn: Draws):
    """A reading that adds 0, 1 or 2 has variance 2/3; a uniform column over 0 to 4 has 16/12."""
    losses = 4 * drawn[FIRST][None, :] + np.array([[0.0], [1.0], [2.0]])
    spread = spread_of(losses, drawn)
    assert spread.shares[SpreadCause.READING] == pytest.approx((2 / 3) / (2 / 3 + 16 / 12), abs=1e-3)
    assert spread.columns[FIRST] == pytest.approx((16 / 12) / (2 / 3 + 16 / 12), abs=0.01)


def test_a_reading_that_works_only_with_a_column_is_partly_interaction(drawn: Draws):
    losses = drawn[FIRST][None, :] * np.array([[0.0], [1.0], [2.0]])
    spread = spread_of(losses, drawn)
    whole = losses.var()
    assert spread.shares[SpreadCause.READING] == pytest.approx(losses.mean(axis=1).var() / whole, abs=1e-9)
    assert spread.shares[SpreadCause.INTERACTION] > 0.05


def test_where_single_shares_pass_the_whole_the_reading_is_scaled_back_with_the_others(
    drawn: Draws, monkeypatch: pytest.MonkeyPatch
):
    """By hand: the reading tells 1/3, and by chance a column 3/2 of the other 2/3, in all 4/3: so 1/4 and 3/4."""
    losses = 4 * drawn[FIRST][None, :] + np.array([[0.0], [1.0], [2.0]])
    reading = losses.mean(axis=1).var() / losses.var()
    monkeypatch.setattr(variance_shares, "_first_order", lambda *_: {**dict.fromkeys(CAUSES, 0.0), FIRST: 1.5})
    spread = spread_of(losses, drawn)
    whole = reading + 1.5 * (1 - reading)
    assert spread.shares[SpreadCause.READING] == pytest.approx(reading / whole, abs=1e-3)
    assert spread.columns[FIRST] == pytest.approx(1.5 * (1 - reading) / whole, abs=1e-3)
    assert sum(spread.shares.values()) == pytest.approx(1.0, abs=1e-12)
    assert spread.shares[SpreadCause.INTERACTION] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("count", [16, 64, 256, 1024])
@pytest.mark.parametrize("kind", ["additive", "product", "skewed"])
def test_shares_add_up_to_one_and_none_is_below_nothing(count: int, kind: str):
    drawn = draw(count, 3)
    one, two = drawn["severity"], drawn["leakage"]
    loss = {"additive": one + two, "product": one * two, "skewed": np.maximum(0.0, one - 0.9) ** 2 * (1 - two)}[kind]
    spread = spread_of(np.stack([loss, 1.1 * loss, 1.5 * loss]), drawn)
    assert sum(spread.shares.values()) == pytest.approx(1.0, abs=1e-9)
    assert min(spread.shares.values()) >= 0.0
    by_cause = dict.fromkeys(SpreadCause, 0.0)
    for name, part in spread.columns.items():
        by_cause[CAUSES[name]] += part
    for cause in set(CAUSES.values()):
        assert spread.shares[cause] == pytest.approx(by_cause[cause])


@pytest.mark.parametrize("count", [16, 64, 256, 1024])
@pytest.mark.parametrize("seed", [1, 5, 9])
def test_columns_that_do_nothing_get_nothing_even_from_few_draws(count: int, seed: int):
    drawn = draw(count, seed)
    spread = spread_of(alike(drawn[FIRST]), drawn)
    assert spread.columns[FIRST] == pytest.approx(1.0)
    assert sum(part for name, part in spread.columns.items() if name != FIRST) < 1e-9


@pytest.mark.parametrize(("count", "slack"), [(64, 0.15), (256, 0.05), (1024, 0.02)])
def test_an_additive_loss_is_shared_out_about_rightly_from_few_draws(count: int, slack: float):
    drawn = draw(count, 2)
    loss = 3 * drawn[FIRST] + 2 * drawn[SECOND] + drawn[THIRD]
    spread = spread_of(alike(loss), drawn)
    for name, expected in ((FIRST, 9 / 14), (SECOND, 4 / 14), (THIRD, 1 / 14)):
        assert spread.columns[name] == pytest.approx(expected, abs=slack), name


@pytest.mark.parametrize("level", [0.0, 1.0, -3.0, 1e9])
def test_where_nothing_spreads_there_is_nothing_to_share(drawn: Draws, level: float):
    assert spread_of(np.full((3, drawn.count), level), drawn) == Spread(shares={}, columns={}, correlations={})


def test_a_spread_that_nobody_could_see_is_none(drawn: Draws):
    """Presets fix every input that counts; the rest moves the sixth digit, and is no cause of anything."""
    assert spread_of(alike(100 + 1e-4 * drawn[FIRST]), drawn).shares == {}
    assert spread_of(alike(100 + drawn[FIRST]), drawn).shares != {}


def test_the_sign_of_a_column_is_that_of_its_rank_correlation(drawn: Draws):
    loss = np.exp(3 * drawn[FIRST]) - drawn[SECOND]
    found = spread_of(alike(loss), drawn).correlations
    assert found[FIRST] > 0.9
    assert found[SECOND] < -0.01
    assert abs(found[THIRD]) < 0.05
    assert list(found) == list(COLUMNS)


def test_a_share_does_not_hang_on_the_unit_of_the_loss(drawn: Draws):
    loss = alike(drawn[FIRST] + drawn[SECOND] ** 2)
    one, two = (spread_of(factor * loss, drawn) for factor in (1.0, 6.09e6))
    assert one.shares == pytest.approx(two.shares)


def test_every_column_of_the_draws_has_a_cause_and_none_is_the_reading():
    assert set(CAUSES.values()) == set(SpreadCause) - {SpreadCause.READING, SpreadCause.SIZE, SpreadCause.INTERACTION}
    assert set(WITHOUT_LAW) == set(CAUSES)


def test_how_much_is_supposed_to_be_cut_is_no_matter_of_law(library: Library, small: Model):
    supposed = simulate(stop(figure(0, 0.5, 1), months=2), library, small, RunSettings(draws=64)).spread
    assert supposed.shares[SpreadCause.SIZE] > 0.1
    assert supposed.shares[SpreadCause.APPLICATION] < 0.01

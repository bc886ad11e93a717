"""Total effects of causes against functions whose effects are known, and other rules with the same draws."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sekisho.impact.engine import Switches
from sekisho.impact.engine.variants import Ceilings, Rationing
from sekisho.impact.materials.figure import Array
from sekisho.impact.results.structure import RULES, structural_rows
from sekisho.impact.results.total_effects import Places, total_effects
from sekisho.impact.uncertainty.draws import CAUSES, COLUMNS, SpreadCause, draw

OF = {
    "phi": SpreadCause.SHARE,
    "leakage": SpreadCause.DEPENDENCE,
    "firm_stock": SpreadCause.STOCKS,
    "thrift": SpreadCause.SIZE,
}
A, B = 7.0, 0.1
"""The constants of Ishigami's function for which its effects are tabulated."""


def ishigami(quantiles: Array) -> Array:
    one, two, three = (
        math.pi * (2 * quantiles[:, COLUMNS.index(name)] - 1) for name in ("phi", "leakage", "firm_stock")
    )
    found: Array = np.sin(one) + A * np.sin(two) ** 2 + B * three**4 * np.sin(one)
    return found


def test_total_effects_of_ishigami_lie_within_two_errors_of_what_is_known():
    """By hand: V = a2/8 + b pi4/5 + b2 pi8/18 + 1/2; totals 0.558, 0.442, 0.244, and nothing for an input not in it."""
    drawn = draw(1024, 3)
    losses = ishigami(drawn.quantiles)[None, :]
    found = {each.cause: each for each in total_effects(lambda q, _: ishigami(q), drawn, losses, OF)}
    whole = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
    three = B**2 * math.pi**8 * (1 / 18 - 1 / 50)
    known = {
        SpreadCause.SHARE: (0.5 * (1 + B * math.pi**4 / 5) ** 2 + three) / whole,
        SpreadCause.DEPENDENCE: A**2 / 8 / whole,
        SpreadCause.STOCKS: three / whole,
        SpreadCause.SIZE: 0.0,
    }
    assert [round(each, 3) for each in known.values()] == [0.558, 0.442, 0.244, 0.0]
    for cause, total in known.items():
        assert abs(found[cause].total - total) <= 2 * found[cause].error + 1e-12, cause
    assert found[SpreadCause.SHARE].error < 0.18


def test_a_group_of_columns_counts_once_and_readings_stand_among_the_causes():
    """Loss = reading + 2 columns of one cause: of V = 1/4 + 2/12 the reading has 0.6 and the cause 0.4."""
    drawn = draw(1024, 1)
    of = {"phi": SpreadCause.SHARE, "leakage": SpreadCause.SHARE}

    def loss(quantiles: Array, readings: Places) -> Array:
        found: Array = readings + quantiles[:, COLUMNS.index("phi")] + quantiles[:, COLUMNS.index("leakage")]
        return found

    losses = np.stack([loss(drawn.quantiles, np.full(1024, number)) for number in (0, 1)])
    found = {each.cause: each.total for each in total_effects(loss, drawn, losses, of)}
    assert found[SpreadCause.READING] == pytest.approx(0.6, abs=0.01)
    assert found[SpreadCause.SHARE] == pytest.approx(0.4, abs=0.08)


def test_what_does_not_spread_and_what_is_too_rough_has_no_effects():
    flat = np.ones((1, 1024))
    assert total_effects(lambda q, _: np.ones(len(q)), draw(1024, 1), flat, CAUSES) == ()
    few = draw(64, 1)
    assert total_effects(lambda q, _: ishigami(q), few, ishigami(few.quantiles)[None, :], OF) == ()


def test_each_rule_is_changed_alone_and_the_own_is_not_run_again():
    asked: list[Switches] = []

    def run(switches: Switches, count: int) -> Array:
        asked.append(switches)
        return np.full(count, 2.0)

    whole = Switches(ceilings=Ceilings.NESTED)
    rows = structural_rows(run, whole, np.linspace(0, 1, 1024))
    assert [row.name for row in rows] == [name for name, _ in RULES]
    assert [row.name for row in rows if row.is_own] == ["nested"]
    assert len(asked) == len(RULES) - 1
    assert all(row.draws == 128 for row in rows)
    by_name = dict(zip((row.name for row in rows if not row.is_own), asked, strict=True))
    assert by_name["final first"].rationing is Rationing.FINAL_FIRST
    assert by_name["final first"].ceilings is Ceilings.NESTED
    assert not by_name["no links"].downstream

"""The order, number and unit of sectors change no loss in per cent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from tests.support.reshaping import permuted, split_sector
from tests.support.small_economy import USES, losses, model, one_draw, stop

from sekisho import Library
from sekisho.impact.economy.critical_inputs import critical_inputs
from sekisho.impact.economy.reshaping import in_unit
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.use import Use
from sekisho.impact.model import Model
from sekisho.impact.scenario.scenario import Propagation
from sekisho.impact.uncertainty.draws import draw

SPLIT = "VEH"


@pytest.fixture(scope="module", params=tuple(Propagation), ids=str)
def way(request: pytest.FixtureRequest) -> Propagation:
    found: Propagation = request.param
    return found


def found(library: Library, of: Model, way: Propagation) -> Array:
    return losses(stop(months=6, propagation=way), library, of, draw(16, 5))


def test_the_order_of_sectors_changes_nothing(library: Library, small: Model, way: Propagation):
    codes = small.table.codes
    order = tuple(reversed(codes))
    other = model(library, table=permuted(small.table, order))
    moved = [order.index(code) for code in codes]
    assert found(library, other, way)[:, moved] == pytest.approx(found(library, small, way), rel=1e-9, abs=1e-12)


def test_a_sector_split_in_two_halves_loses_as_much_as_before(library: Library, small: Model, way: Propagation):
    halves = ("VEH1", "VEH2")
    table = split_sector(small.table, SPLIT, halves)
    at = [small.table.codes.index(SPLIT if code in halves else code) for code in table.codes]
    rated = critical_inputs(library).degrees("stylised", small.table.codes)[np.ix_(at, at)]
    other = model(library, table=table, uses=halved(halves), critical=rated)
    split, whole = found(library, other, way), found(library, small, way)
    together = np.zeros_like(whole)
    np.add.at(together.T, at, split.T)
    assert together == pytest.approx(whole, rel=1e-9, abs=1e-12)


def halved(halves: tuple[str, ...]) -> Iterator[Use]:
    """Give each half the same share of output that stops, and half of the material."""
    for each in USES:
        if each.sector == SPLIT:
            yield from (replace(each, sector=half, use_share=each.use_share / len(halves)) for half in halves)
        else:
            yield each


@pytest.mark.parametrize(("unit", "rate"), [("thousand USD", 1.0), ("billion JPY", 0.1515)])
def test_the_unit_of_the_table_changes_no_per_cent(library: Library, small: Model, unit: str, rate: float):
    other = model(library, table=in_unit(small.table, unit, rate=rate))
    assert other.table.output[0] != small.table.output[0]
    assert found(library, other, Propagation.FULL) == pytest.approx(
        found(library, small, Propagation.FULL), rel=1e-9, abs=1e-12
    )


def test_a_sector_that_uses_nothing_and_supplies_nobody_may_be_of_any_size(library: Library, small: Model):
    """A control of these tests: a table in which another sector uses the material does differ."""
    others = tuple(replace(each, sector="SRV") if each.sector == "MAC" else each for each in USES)
    moved = model(library, uses=others)
    one, two = (losses(stop(), library, each, one_draw()).sum() for each in (small, moved))
    assert one != pytest.approx(two, rel=1e-3)

"""The same table in other sectors, regions or units: no total changes, and there is a way back."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.raw_tables import SHARED, same, table_of, tables
from tests.support.reshaping import aggregated, permuted, split_sector

from sekisho.errors import TableError
from sekisho.impact.economy.identities import checks_of, column_residual, row_residual
from sekisho.impact.economy.reshaping import (
    in_unit,
    merged_regions,
    single_region,
)
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.metadata import KnownCodes
from sekisho.impact.economy.tables.recognition import read_table

TOTALS = ("flows", "imports", "final", "output", "value_added", "taxes")


def sums(table: InputOutputTable) -> dict[str, float]:
    return {name: float(getattr(table, name).sum()) for name in TOTALS}


def statuses(table: InputOutputTable) -> list[str]:
    return [check.status for check in checks_of(table)]


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_sectors_changes_nothing(table: InputOutputTable, order: Random):
    codes = list(table.codes)
    order.shuffle(codes)
    moved = permuted(table, codes)
    assert moved.codes == tuple(codes)
    assert (
        moved.output[moved.place(codes[0], table.regions[-1])] == table.output[table.place(codes[0], table.regions[-1])]
    )
    assert same(permuted(moved, table.codes), table)
    assert statuses(moved) == statuses(table)


@given(tables, st.data())
def test_splitting_a_sector_and_adding_it_up_again_gives_the_table(table: InputOutputTable, data: st.DataObject):
    code = data.draw(st.sampled_from(table.codes))
    shares = data.draw(st.sampled_from([None, (1.0, 1.0, 1.0), (0.2, 0.3, 0.5)]))
    split = split_sector(table, code, ("a", "b", "c"), shares)
    assert len(split.sectors) == len(table.sectors) + 2
    assert sums(split) == pytest.approx(sums(table))
    assert statuses(split) == statuses(table)
    assert same(aggregated(split, {"a": code, "b": code, "c": code}), table)


@given(tables)
def test_equal_halves_buy_and_sell_alike(table: InputOutputTable):
    code = table.codes[0]
    split = split_sector(table, code, ("a", "b"))
    one, other = split.place("a"), split.place("b")
    assert split.flows[one, one] == split.flows[one, other] == split.flows[other, one]
    assert (split.flows[one] == split.flows[other]).all()
    assert (split.imports[:, one] == split.imports[:, other]).all()
    assert split.output[one] == 0.5 * table.output[table.place(code)]


@given(tables)
def test_adding_all_sectors_up_leaves_one_that_balances(table: InputOutputTable):
    whole = aggregated(table, dict.fromkeys(table.codes, "ALL"), names={"ALL": "All sectors"}, scheme="one")
    assert [sector.name for sector in whole.sectors] == ["All sectors"]
    assert whole.scheme == "one"
    assert sums(whole) == pytest.approx(sums(table))
    assert "fail" not in statuses(whole)


@given(tables)
def test_adding_all_regions_up_keeps_totals_and_balance(table: InputOutputTable):
    world = merged_regions(table, dict.fromkeys(table.regions, "WORLD"))
    assert world.regions == ("WORLD",)
    assert sums(world) == pytest.approx(sums(table))
    assert "fail" not in statuses(world)


@given(tables)
def test_a_region_taken_out_balances_and_its_imports_name_their_origin(table: InputOutputTable):
    one = single_region(table, table.regions[-1])
    n = len(table.sectors)
    assert one.regions == (table.regions[-1],)
    assert set(one.origins) == set(table.regions[:-1])
    assert np.abs(row_residual(one)).max() < 1e-9
    assert np.abs(column_residual(one)).max() < 1e-9
    assert one.value_added.sum() == pytest.approx(table.value_added[-n:].sum())
    bought = table.flows[:-n, -n:].sum() + table.imports[:, -n:].sum()
    assert one.imports.sum() == pytest.approx(bought)


@given(tables, st.sampled_from([("billion USD", 1e-3), ("thousand USD", 1e3), ("USD", 1e6)]))
def test_another_unit_scales_every_figure_and_goes_back(table: InputOutputTable, wanted: tuple[str, float]):
    unit, factor = wanted
    other = in_unit(table, unit)
    assert other.unit == unit
    assert np.allclose(other.flows, factor * table.flows)
    assert other.output.sum() * other.unit_size == pytest.approx(table.output.sum() * table.unit_size)
    assert same(in_unit(other, "million USD"), table)


def test_another_currency_needs_a_rate():
    table = table_of(1)
    yen = in_unit(table, "billion JPY", rate=110.0)
    assert yen.output.sum() == pytest.approx(table.output.sum() * 110 / 1000)
    with pytest.raises(TableError, match="without a rate"):
        in_unit(table, "billion JPY")
    with pytest.raises(TableError, match="is not a unit"):
        in_unit(table, "dozen USD")


def test_wrong_codes_are_told_with_the_nearest():
    table = table_of(1)
    with pytest.raises(TableError, match="no region 'FR'"):
        single_region(table, "FR")


@pytest.mark.skipif(not SHARED.name, reason="the published tables are not at hand")
def test_japan_out_of_the_world_is_the_published_table_of_japan():
    """The table of Japan alone was published too: flows, imports from China and from the rest, and final use."""
    known = KnownCodes(territories={"JPN": "JP", "CHN": "CN"})
    world = read_table(SHARED / "wiod2013" / "wiot_8reg_2011.csv.gz", known=known)
    japan = read_table(SHARED / "wiod2013" / "jpn_niot_2011.csv", known=known)
    taken = single_region(world, "JP")
    order = [taken.codes.index(code) for code in japan.codes]
    assert np.allclose(taken.flows[np.ix_(order, order)], japan.flows)
    assert np.allclose(taken.origins["CN"][np.ix_(order, order)], japan.origins["CN"])
    assert np.allclose(taken.imports[np.ix_(order, order)], japan.imports)
    assert np.allclose(taken.final[order], japan.final)

"""Every identity of a table is checked: it holds for tables that balance, and what breaks it is found and named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.raw_tables import single_tables, table_of, tables, with_cell
from tests.support.reshaping import require_sound

from sekisho.errors import TableError
from sekisho.impact.economy.check_result import CheckResult
from sekisho.impact.economy.identities import checks_of, spectral_radius
from sekisho.impact.economy.table import InputOutputTable, hash_of, technical_coefficients


def statuses(table: InputOutputTable, gdp: dict[str, float] | None = None) -> dict[str, CheckResult]:
    return {check.name: check for check in checks_of(table, gdp or {})}


@given(tables)
def test_no_check_of_a_table_that_balances_fails(table: InputOutputTable):
    found = statuses(table)
    assert {check.status for check in found.values()} <= {"pass", "skipped", "warn"}
    assert found["rows"].status == found["columns"].status == found["orientation"].status == "pass"
    assert found["sectors without output"].status == ("warn" if (table.output == 0).any() else "pass")
    assert require_sound(table) == checks_of(table)


@given(tables, st.data())
def test_a_wrong_cell_fails_its_row_and_its_column_and_both_are_named(table: InputOutputTable, data: st.DataObject):
    live = np.flatnonzero(table.output > 0)
    row, column = (int(data.draw(st.sampled_from(live.tolist()))) for _ in range(2))
    least = max(table.output[row], table.output[column])
    found = statuses(with_cell(table, "flows", (row, column), table.flows[row, column] + 0.05 * least))
    assert found["rows"].status == found["columns"].status == "fail"
    assert found["rows"].where == table.label(row)
    assert found["columns"].where == table.label(column)


@given(single_tables)
def test_flows_that_lie_on_their_side_are_found_out_and_said_so(table: InputOutputTable):
    turned = replace(table, flows=table.flows.T, imports=table.imports.T)
    gaps = np.abs(turned.flows.sum(axis=1) + turned.final - turned.output) / turned.output
    if gaps.max() > 0.01:
        found = statuses(turned)["orientation"]
        assert found.status == "fail"
        assert "on their side" in found.detail
        with pytest.raises(TableError, match="on their side"):
            require_sound(turned)


def test_flows_of_several_regions_that_lie_on_their_side_are_found_out():
    table = table_of(7, sectors=3, regions=3, closed=True)
    found = statuses(replace(table, flows=table.flows.T))
    assert found["orientation"].status == "fail"


@given(tables, st.sampled_from(("flows", "imports")), st.data())
def test_a_flow_below_zero_is_found_with_its_place(table: InputOutputTable, name: str, data: st.DataObject):
    array = getattr(table, name)
    at = (data.draw(st.integers(0, array.shape[0] - 1)), data.draw(st.integers(0, array.shape[1] - 1)))
    check = statuses(with_cell(table, name, at, -0.1 * float(table.output.mean())))["no negative flow"]
    assert check.status == "fail"
    assert check.where.endswith(table.label(at[1]))


@given(tables, st.sampled_from(("flows", "imports", "final", "output", "value_added", "taxes")))
def test_a_missing_figure_fails_and_the_sums_are_not_made(table: InputOutputTable, name: str):
    at = (0,) * getattr(table, name).ndim
    found = statuses(with_cell(table, name, at, np.nan))
    assert found["figures"].status == "fail"
    assert found["rows"].status == found["productive"].status == "skipped"


@given(tables)
def test_rounding_that_was_stated_passes_and_other_gaps_do_not(table: InputOutputTable):
    rounded = {name: np.round(getattr(table, name)) for name in ("flows", "imports", "final", "value_added", "taxes")}
    off = replace(table, **rounded, output=np.round(table.output))
    gap = np.abs(off.flows.sum(axis=1) + off.final - off.output) / np.where(off.output > 0, off.output, np.inf)
    assert statuses(replace(off, rounding=1.0))["rows"].status == "pass"
    if gap.max() > 0.01:
        assert statuses(off)["rows"].status == "fail"


def test_a_gap_of_half_a_percent_is_a_doubt():
    table = table_of(3)
    found = statuses(with_cell(table, "final", (0,), table.final[0] + 0.005 * table.output[0]))
    assert found["rows"].status == "warn"
    assert found["rows"].where == table.label(0)
    assert found["columns"].status == "pass"


def test_a_sector_without_output_that_sells_fails():
    table = table_of(4, idle=True)
    check = statuses(with_cell(table, "flows", (3, 0), 5.0))["sectors without output"]
    assert check.status == "fail"
    assert check.where == table.label(3)


def test_output_below_zero_fails_and_value_added_below_zero_is_a_doubt():
    table = table_of(5)
    assert statuses(with_cell(table, "output", (1,), -1.0))["value added and output"].status == "fail"
    low = with_cell(table, "value_added", (2,), -3.0)
    assert statuses(low)["value added and output"].status == "warn"
    assert statuses(low)["value added and output"].where == table.label(2)


@given(tables)
def test_sectors_that_use_up_more_than_they_make_fail(table: InputOutputTable):
    assert statuses(table)["productive"].status == "pass"
    heavy = replace(table, flows=table.flows + np.diag(1.5 * table.output))
    assert statuses(heavy)["productive"].status == "fail"


@given(tables)
def test_the_spectral_radius_is_the_largest_eigenvalue(table: InputOutputTable):
    inputs = technical_coefficients(table.flows, table.output)
    assert spectral_radius(inputs) == pytest.approx(np.abs(np.linalg.eigvals(inputs)).max(), abs=1e-6)


def test_the_spectral_radius_of_a_cycle_settles():
    assert spectral_radius(np.array([[0.0, 0.5], [0.5, 0.0]])) == pytest.approx(0.5)


def test_value_added_is_measured_against_gdp_of_each_region():
    table = table_of(6, regions=2)
    n = len(table.sectors)
    own = {
        region: 1e6 * float(table.value_added[at * n : (at + 1) * n].sum()) for at, region in enumerate(("JP", "CN"))
    }
    assert statuses(table)["value added and GDP"].status == "skipped"
    assert statuses(table, {"JP": own["JP"] / 0.93})["value added and GDP"].status == "pass"
    found = statuses(table, {"JP": own["JP"], "CN": own["CN"] / 0.7})["value added and GDP"]
    assert (found.status, found.where) == ("warn", "CN")


@pytest.mark.parametrize("unit", ["billion USD", "thousand USD"])
def test_a_table_in_another_unit_than_it_says_is_found_out_by_gdp(unit: str):
    table = table_of(6)
    gdp = {"JP": 1e6 * float(table.value_added.sum())}
    assert statuses(replace(table, unit=unit), gdp)["value added and GDP"].status == "fail"


def test_origins_that_exceed_the_imports_fail():
    table = table_of(8)
    half = replace(table, origins={"CN": 0.5 * table.imports})
    assert statuses(half)["imports by origin"].status == "pass"
    assert "50.0% of imported" in statuses(half)["imports by origin"].detail
    over = replace(table, origins={"CN": 0.7 * table.imports, "US": 0.7 * table.imports})
    assert statuses(over)["imports by origin"].status == "fail"


def test_all_that_fails_is_told_at_once():
    table = table_of(9)
    broken = with_cell(with_cell(table, "flows", (0, 1), -500.0), "output", (2,), 4 * table.output[2])
    with pytest.raises(TableError) as fault:
        require_sound(broken)
    told = str(fault.value)
    assert "below zero" in told
    assert "row: uses" in told
    assert "column: inputs" in told
    assert len(fault.value.problems) >= 3


def test_shapes_codes_and_units_are_refused_at_once():
    table = table_of(1)
    with pytest.raises(TableError) as fault:
        replace(table, flows=np.zeros((2, 2)), taxes=np.zeros(9), unit="furlongs", regions=("JP", "JP"))
    told = str(fault.value)
    assert "'flows' has the shape (2, 2)" in told
    assert "'taxes'" in told
    assert "'furlongs' is not a unit" in told
    assert "region 'JP' stands twice" in told


def test_arrays_cannot_be_changed_and_the_caller_keeps_his_own():
    table = table_of(2)
    given_flows = np.array(table.flows)
    other = replace(table, flows=given_flows)
    given_flows[0, 0] = 99.0
    assert other.flows[0, 0] != 99.0
    with pytest.raises(ValueError, match="read-only"):
        table.flows[0, 0] = 1.0


def test_the_hash_is_that_of_the_figures_and_of_what_is_said_of_them():
    table = table_of(2)
    assert hash_of(table) == hash_of(table_of(2))
    assert len(hash_of(table)) == 64
    others = [
        with_cell(table, "final", (0,), table.final[0] + 1e-9),
        replace(table, unit="billion USD"),
        replace(table, origins={"CN": 0.5 * table.imports}),
    ]
    assert len({hash_of(each) for each in (table, *others)}) == 4


def test_places_and_labels():
    table = table_of(2, regions=2)
    assert table.place("02", "CN") == 5
    assert table.label(5) == "CN 02 Sector 2"
    assert (table.unit_size, table.currency, table.scheme) == (1e6, "USD", "made-up")
    with pytest.raises(TableError, match="no sector '99'"):
        table.place("99")
    with pytest.raises(TableError, match="no region 'FR'"):
        table.place("01", "FR")


def test_of_several_countries_the_one_farthest_from_its_gdp_is_told_and_how_many_were_compared():
    table = table_of(3, sectors=3, regions=3, closed=True)
    own = {region: float(table.value_added[3 * at : 3 * at + 3].sum()) * 1e6 for at, region in enumerate(table.regions)}
    gdp = {"JP": own["JP"] / 0.99, "CN": own["CN"] / 0.92}
    (check,) = [check for check in checks_of(table, gdp) if check.name == "value added and GDP"]
    assert (check.status, check.where) == ("pass", "CN")
    assert "92.0% of the GDP" in check.detail
    assert "GDP of 2 of 3 countries is at hand" in check.detail
    (wrong,) = [
        check for check in checks_of(table, {**gdp, "KR": 3 * own["KR"]}) if check.name == "value added and GDP"
    ]
    assert (wrong.status, wrong.where) == ("fail", "KR")


def test_single_amounts_of_a_table_in_ten_thousands_are_told_in_millions():
    """250 of 10 thousand are 2.5 million: nobody outside East Asia reads the first, and the table keeps its unit."""
    table = replace(table_of(7), unit="10 thousand CNY")
    low = replace(table, output=np.concatenate([[-250.0], table.output[1:]]))
    assert statuses(low)["value added and output"].detail == "output is below zero (-2.5 million CNY)."
    assert "10 thousand CNY a year" in statuses(table)["year and unit"].detail
    assert statuses(table)["rows"].detail.endswith("0.0 million CNY.")
    dollars = replace(low, unit="million USD")
    assert statuses(dollars)["value added and output"].detail == "output is below zero (-250.0 million USD)."

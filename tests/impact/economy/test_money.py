"""Money beside every per cent: rates of exchange, the GDP of a day, and the three figures of January 2026."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library, load_measures
from sekisho.errors import ScenarioError, TableError
from sekisho.impact.economy.exchange_rates import rate_of, read_rates
from sekisho.impact.economy.gdp import read_gdp
from sekisho.impact.economy.gdp_base import Anchor, anchor_of
from sekisho.impact.economy.money import scales_of
from sekisho.impact.scenario.scenario_reader import find_scenario


def test_the_figures_of_january_2026_are_one_figure_in_three_units(library: Library):
    """JPY 660 bn are 0.11 % of JPY 609 tn and USD 4.2 bn at 157; twelve months are JPY 2.6 tn, 0.43 %, USD 16.6 bn."""
    preset = find_scenario(library, "nri-2025")
    anchor = anchor_of(read_gdp(library), "JP", before=2026)
    yen, dollars = scales_of(anchor, "JP", read_rates(library), implied=preset.rate)
    assert (yen.currency, yen.rate, dollars.currency) == ("JPY", None, "USD")
    assert yen.billion == pytest.approx(6_090)
    assert dollars.rate is not None
    assert dollars.rate.value == 157
    for amount, percent, usd in ((660, 0.11, 4.2), (2_600, 0.43, 16.6)):
        assert round(amount / yen.billion, 2) == percent
        assert round(amount / yen.billion * dollars.billion, 1) == usd


def test_a_run_without_a_rate_of_its_own_takes_the_mean_of_the_year_of_its_gdp(library: Library):
    rates = read_rates(library)
    anchor = anchor_of(read_gdp(library), "JP", before=2023)
    yen, dollars = scales_of(anchor, "JP", rates)
    assert (anchor.currency, anchor.year) == ("USD", 2022)
    assert dollars.rate is None
    assert yen.rate is not None
    assert (yen.rate.date, yen.rate.kind) == ("2022", "average")
    assert yen.billion == pytest.approx(dollars.billion * yen.rate.value)


def test_a_rate_turns_both_ways_and_a_missing_one_is_none(library: Library):
    rate = rate_of(read_rates(library), "USD", "JPY", day="2024")
    assert rate is not None
    assert rate.factor("USD", "JPY") * rate.factor("JPY", "USD") == pytest.approx(1.0)
    assert rate_of(read_rates(library), "USD", "JPY", day="1901") is None


def test_a_rate_that_is_named_and_not_on_file_is_refused(library: Library):
    anchor = Anchor(currency="JPY", year=2024, gdp=609.0, source="made up")
    with pytest.raises(ScenarioError, match="no rate of JPY dated 1901-01"):
        scales_of(anchor, "JP", read_rates(library), implied="1901-01")


def test_gdp_that_was_not_out_on_a_day_is_not_taken(library: Library):
    figures = read_gdp(library)
    assert anchor_of(figures, "JP", before=2026, as_of=date(2025, 2, 16)).currency == "USD"
    assert anchor_of(figures, "JP", before=2026, as_of=date(2025, 2, 17)).year == 2024
    assert all(one.released for one in figures)


def test_rates_that_cannot_be_read_are_told_at_once(tmp_path: Path, library: Library):
    package = Path(shutil.copytree(library.packages[0].folder, tmp_path / "package"))
    with (package / "economy" / "fx.csv").open("a", encoding="utf-8") as text:
        text.write("May,JPY,USD,1,day,s,u\n2024,yen,USD,1,day,s,u\n2024,JPY,USD,-1,day,s,u\n2024,JPY,USD,1,guess,s,u\n")
    with pytest.raises(TableError) as fault:
        read_rates(load_measures([package]))
    assert len(fault.value.problems) == 4

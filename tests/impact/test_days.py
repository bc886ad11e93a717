"""Days, months and fiscal years of a horizon; the GDP in which amounts are given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.small_economy import START, figure, stop

from sekisho import Library
from sekisho.errors import ScenarioError
from sekisho.impact.economy.gdp import Gdp, read_gdp
from sekisho.impact.economy.gdp_base import TRILLION, anchor_of
from sekisho.impact.model import Model
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon, months_later
from sekisho.impact.simulation import simulate

HORIZONS = st.builds(
    lambda start, months: Horizon(start=start, months=months),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(1, 36),
)


@given(HORIZONS)
def test_every_day_belongs_to_one_month(horizon: Horizon):
    assert horizon.periods.shape == (horizon.days,)
    assert horizon.days_of_periods.sum() == horizon.days
    assert set(np.diff(horizon.periods).tolist()) <= {0, 1}
    assert horizon.periods[0] == 0
    assert horizon.periods[-1] == len(horizon.labels) - 1


@given(HORIZONS)
def test_days_have_dates_and_dates_have_days(horizon: Horizon):
    last = horizon.date_of(horizon.days - 1)
    assert last + timedelta(days=1) == horizon.end
    assert horizon.day_of(last) == horizon.days - 1
    assert horizon.day_of(horizon.start) == 0
    assert (horizon.labels[0], horizon.labels[-1]) == (f"{horizon.start:%Y-%m}", f"{last:%Y-%m}")


@given(HORIZONS)
def test_fiscal_years_start_in_april(horizon: Horizon):
    for label, year in zip(horizon.labels, horizon.fiscal_years, strict=True):
        of, month = int(label[:4]), int(label[5:])
        assert year == f"FY{of if month >= 4 else of - 1}"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), 36, date(2029, 3, 31)),
        (date(2026, 1, 6), 12, date(2027, 1, 6)),
    ],
)
def test_the_same_day_some_months_later(day: date, months: int, expected: date):
    assert months_later(day, months) == expected


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 36))
def test_months_later_is_later_by_about_as_many_days(day: date, months: int):
    assert abs((months_later(day, months) - day).days - months * DAYS_A_YEAR / 12) <= 4


# ---------------------------------------------------------------- what a result reads off its days


@pytest.fixture(scope="module")
def result(library: Library, small: Model) -> ImpactResult:
    return simulate(stop(figure(0.3, 0.6, 1.0), months=6), library, small, RunSettings(draws=16))


def test_months_and_fiscal_years_add_up_to_the_whole(result: ImpactResult):
    whole = result.percent().mean
    assert sum(each.mean for _, each in result.by_month()) == pytest.approx(whole)
    assert sum(each.mean for _, each in result.by_fiscal_year()) == pytest.approx(whole)
    assert [year for year, _ in result.by_fiscal_year()] == ["FY2025", "FY2026"]
    assert next(label for label, _ in result.by_month()) == "2026-01"


def test_sectors_add_up_to_the_whole(result: ImpactResult):
    assert sum(total.mean for _, total, _ in result.by_sector()) == pytest.approx(result.percent().mean)
    worst = [total.p95 for _, total, _ in result.by_sector()]
    assert worst == sorted(worst, reverse=True)


def test_a_result_shows_itself_by_its_mean(result: ImpactResult):
    assert f"mean loss {result.percent().mean:.2f} % of GDP" in repr(result)


def test_a_sectors_own_loss_is_its_loss_over_its_own_value_added(result: ImpactResult):
    shares = dict(zip((sector.code for sector in result.sectors), result.annual / result.annual.sum(), strict=True))
    for sector, total, own in result.by_sector():
        assert own.p50 * shares[sector.code] == pytest.approx(total.p50)


def test_the_loss_of_the_window_is_that_of_the_year_over_its_share_of_the_year(result: ImpactResult):
    days = result.horizon.days
    assert days == (date(2026, 7, 6) - START).days
    assert result.percent_of_window().p50 == pytest.approx(result.percent().p50 * 365 / days)


def test_hours_are_what_stays_idle_and_unpaid(result: ImpactResult):
    assert result.hours().p95 == pytest.approx(result.percent().p95 * (1 - result.hoarding))
    assert result.hoarding == 0.7


def test_an_amount_is_its_share_of_the_gdp_named(result: ImpactResult):
    assert result.amount().p50 == pytest.approx(result.percent().p50 / 100 * result.anchor.gdp * 1000)
    assert (result.anchor.currency, result.anchor.gdp) == ("JPY", 609.0)


def test_parts_add_up_to_the_mean(result: ImpactResult):
    parts = result.parts
    assert parts is not None
    whole = parts.direct + parts.upstream + parts.restocking + parts.downstream + parts.recovery
    assert whole == pytest.approx(result.percent().mean, rel=1e-9)
    assert parts.direct > 0
    assert parts.upstream > 0


def test_what_customers_lack_takes_nothing_off_and_overtime_for_their_stocks_does(result: ImpactResult):
    parts = result.parts
    assert parts is not None
    assert parts.downstream >= 0
    assert parts.restocking < 0


def test_the_first_sector_short_is_short_before_it_shows(result: ImpactResult):
    for one in result.shortages:
        if one.short.p50 is not None and one.felt.p50 is not None:
            assert one.short.p50 <= one.felt.p50
        assert one.felt.share <= 1.0
    first = result.first_day()
    assert first is not None
    assert START <= first < result.horizon.end


# ---------------------------------------------------------------- GDP


def gdp(
    year: str,
    value: float,
    *,
    country: str = "JP",
    currency: str = "JPY",
    basis: Literal["nominal", "real"] = "nominal",
) -> Gdp:
    return Gdp(country=country, period=year, basis=basis, currency=currency, value=value, **REST)


REST = {
    name: "" for name in Gdp.__dataclass_fields__ if name not in {"country", "period", "basis", "currency", "value"}
}


def test_amounts_are_in_the_last_whole_year_before_the_horizon_in_the_buyers_currency():
    held = [gdp("2022", 5e14), gdp("2024", 6e14), gdp("2025", 4e12, currency="USD"), gdp("2023", 9e14, basis="real")]
    found = anchor_of(held, "JP", before=2026)
    assert (found.year, found.currency, found.gdp) == (2024, "JPY", 6e14 / TRILLION)
    assert anchor_of(held, "JP", before=2024).year == 2022


def test_a_foreign_currency_stands_in_only_where_there_is_none_of_ones_own():
    held = [gdp("2019", 5e12, currency="USD"), gdp("2024", 6e14)]
    assert anchor_of(held, "JP", before=2021).currency == "USD"
    assert anchor_of(held, "JP", before=2025).currency == "JPY"


@pytest.mark.parametrize(("country", "before"), [("JP", 1900), ("KR", 2026)])
def test_without_a_gdp_no_amount_is_made_up(country: str, before: int):
    with pytest.raises(ScenarioError, match=f"no GDP of territory {country} before {before}"):
        anchor_of([gdp("2024", 6e14)], country, before=before)


def test_the_gdp_on_file_for_2024_is_the_first_release(library: Library):
    """JPY 609 trillion, on which the published estimates of 2025 and 2026 stand."""
    assert anchor_of(read_gdp(library), "JP", before=2026).gdp == 609.0

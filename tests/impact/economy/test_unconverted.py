"""A loss that cannot be told in dollars says so, and says what its amounts of trade stand on."""

from __future__ import annotations

from sekisho import Library
from sekisho.impact.economy.exchange_rates import read_rates
from sekisho.impact.economy.gdp import read_gdp
from sekisho.impact.economy.gdp_base import Anchor, anchor_of
from sekisho.impact.economy.money import scales_of
from sekisho.impact.results.notes import unconverted

DOLLARS = Anchor(currency="USD", year=2023, gdp=4.2, source="")


def test_a_year_without_a_rate_is_told_and_one_with_a_rate_is_not(library: Library):
    anchor, rates = anchor_of(read_gdp(library), "JP", before=2026), read_rates(library)
    others = [rate for rate in rates if rate.date != str(anchor.year)]
    assert len(others) < len(rates)
    (said,) = unconverted(anchor, scales_of(anchor, "JP", others), DOLLARS, "JP")
    assert "JPY" in said
    assert str(anchor.year) in said
    assert "2023" in said
    assert unconverted(anchor, scales_of(anchor, "JP", rates), DOLLARS, "JP") == ()


def test_a_country_whose_own_currency_has_no_rate_says_so(library: Library):
    gdp, rates = read_gdp(library), read_rates(library)
    anchor = anchor_of(gdp, "KR", before=2026)
    scales = scales_of(anchor, "KR", rates)
    assert [scale.currency for scale in scales] == ["USD"]
    (said,) = unconverted(anchor, scales, DOLLARS, "KR")
    assert "KRW" in said
    assert str(anchor.year) in said

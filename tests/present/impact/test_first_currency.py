"""Tables count in the currency of the first sentence, also where the GDP on file is in another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.support import made_results as made_up

from sekisho.i18n.messages import Translator
from sekisho.impact.economy.exchange_rates import ExchangeRate
from sekisho.impact.economy.gdp_base import Anchor
from sekisho.impact.economy.money import scales_of
from sekisho.impact.results.result import ImpactResult
from sekisho.law.model.term import Reading
from sekisho.present.impact.document import losers
from sekisho.present.impact.headline import headline, in_money
from sekisho.present.impact.page import page
from sekisho.present.impact.tables import losses
from sekisho.present.impact.workbook import write_impact_workbook

RATE = ExchangeRate(date="2009", currency="JPY", per="USD", value=100.0, kind="average", source="made up", url="")


@pytest.fixture
def in_dollars() -> ImpactResult:
    """A result of Japan whose GDP is on file in dollars alone, with the rate of its year."""
    anchor = Anchor(currency="USD", year=2009, gdp=6.0, source="made up")
    made = made_up.result(readings=(Reading.CENTRAL,))
    return replace(made, anchor=anchor, scales=scales_of(anchor, "JP", (RATE,)))


def test_the_table_of_losses_and_that_of_sectors_are_in_yen(in_dollars: ImpactResult):
    assert str(headline(in_dollars)).startswith("Expected loss (mean): ¥")
    lines = losses(in_dollars, 100, Translator())
    assert [line for line in lines if "yen, GDP of 2009" in line]
    sectors = losers(in_dollars)
    assert sectors is not None
    assert str(sectors.heads[-1]) == "yen, GDP of 2009"
    assert "JPY, at the GDP of 2009" in page(in_dollars)


def test_the_other_currency_stands_in_the_sentence_of_money(in_dollars: ImpactResult):
    (sentence,) = in_money(in_dollars)
    assert str(sentence).startswith("In money: mean USD")
    assert "¥100, mean of 2009" in str(sentence)


def test_a_workbook_has_both_currencies_and_they_part_by_the_rate(in_dollars: ImpactResult, tmp_path: Path):
    out = tmp_path / "cost.xlsx"
    write_impact_workbook(in_dollars, out)
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("Result").to_python()
    mean = {str(row[1]): row[2] for row in rows if str(row[1]).startswith("billion")}
    (yen,) = (number for unit, number in mean.items() if unit.startswith("billion JPY"))
    (dollars,) = (number for unit, number in mean.items() if unit.startswith("billion USD"))
    assert isinstance(dollars, float)
    assert yen == pytest.approx(100 * dollars, rel=1e-6)

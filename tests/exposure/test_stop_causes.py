"""Which part stops a product first: the one whose shortage reaches it, stocks on the way and alternatives counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.bills import exposed

from sekisho.exposure.result import Exposure
from sekisho.i18n.messages import Translator
from sekisho.present.exposure.findings import findings
from sekisho.present.exposure.stop_table import cause_text
from sekisho.present.exposure.stop_title import title
from sekisho.present.exposure.stops import in_order, stop_data, stop_rows
from sekisho.present.exposure.tree import leaves

HEAD = "parent,part,quantity,origin,control_codes,stock_days,revenue"


def _causes(found: Exposure) -> dict[str, tuple[float, list[str]]]:
    ids = found.bill.parts.ids
    return {
        row.product: (row.survive_days.low if row.survive_days else -1, [ids[part] for part in row.stopped_by])
        for row in found.products
    }


def test_stock_on_the_way_decides_not_the_part_with_the_least_stock(tmp_path: Path):
    """Gallium lasts 5 days and its module 40 more; dysprosium lasts 30: dysprosium stops the motor on day 30."""
    found = exposed(
        tmp_path,
        f"""
        {HEAD}
        ,motor,,,,,1000
        motor,module,1,,,40,
        module,gallium,1,CN,3C001.a,5,
        motor,dysprosium,1,CN,1C905.a.1,30,
        """,
    )
    assert _causes(found) == {"motor": (30.0, ["dysprosium"])}


def test_parts_that_run_short_together_are_all_named(tmp_path: Path):
    found = exposed(
        tmp_path,
        f"""
        {HEAD}
        ,motor,,,,,1000
        ,pump,,,,,500
        motor,gallium,1,CN,3C001.a,7,
        motor,dysprosium,1,CN,1C905.a.1,7,
        pump,gallium,1,CN,3C001.a,7,
        """,
    )
    causes = _causes(found)
    assert causes["pump"] == (7.0, ["gallium"]), "dysprosium is as short, and in no pump"
    assert sorted(causes["motor"][1]) == ["dysprosium", "gallium"]
    assert title(found) == "motor and 1 other stop first, on 7 Oct 2026 at the earliest (day 7 from 30 Sep 2026)"


def test_of_alternatives_the_one_that_lasts_longest_stops_the_product(tmp_path: Path):
    found = exposed(
        tmp_path,
        f"""
        {HEAD},alternative_group,alternative
        ,motor,,,,,1000,,
        motor,dysprosium,1,CN,1C905.a.1,7,,magnet,1
        motor,gallium,1,CN,3C001.a,21,,magnet,2
        """,
    )
    assert _causes(found) == {"motor": (21.0, ["gallium"])}


def test_certain_stands_before_possible_and_the_earliest_first(tmp_path: Path):
    """The lamp may stop at once, if its chip is listed; the motor stops on day 30, the pump on day 20, for certain."""
    found = exposed(
        tmp_path,
        f"""
        {HEAD}
        ,motor,,,,,1000
        ,pump,,,,,10
        ,lamp,,,,,9000
        ,fan,,,,,1
        motor,dysprosium,1,CN,1C905.a.1,30,
        pump,gallium,1,CN,3C001.a,20,
        lamp,chip,1,CN,,,
        fan,screw,1,JP,none,,
        """,
    )
    assert [row.product for row in in_order(found)] == ["pump", "motor", "lamp"]
    assert title(found) == "pump stops first, on 20 Oct 2026 at the earliest (day 20 from 30 Sep 2026)"
    last = stop_data(stop_rows(found)[-1], found)
    assert (last["because_of"], last["earliest_day"], last["latest_day"]) == ("chip", 0.0, None)
    assert last["for_certain"] is False


def test_what_stops_for_certain_is_named_beside_what_only_may(tmp_path: Path):
    """The chip may be listed and then stops the motor at once; dysprosium needs a licence and stops it on day 30."""
    found = exposed(
        tmp_path,
        f"""
        {HEAD}
        ,motor,,,,,1000
        motor,dysprosium,1,CN,1C905.a.1,30,
        motor,chip,1,CN,,,
        """,
    )
    (row,) = stop_rows(found)
    told = stop_data(row, found)
    names = "because_of", "certainty", "from_day", "for_certain_because_of", "earliest_because_of", "latest_day"
    assert [told[name] for name in names] == ["dysprosium", "certain", 30.0, "dysprosium", "chip", 30.0]
    certain, _, sooner = str(cause_text(row, found)).partition("; possibly at once: ")
    assert certain.startswith("for certain from day 30: dysprosium")
    assert "▲" in certain or "licence at least" in certain
    assert sooner == "chip"
    when = "for certain on 30 Oct 2026 (day 30 from 30 Sep 2026), possibly from 30 Sep 2026"
    assert title(found) == f"motor stops, {when}"


PRICED = "parent,part,quantity,unit_value,currency,origin,control_codes,stock_days,units_a_year,revenue"


def test_the_remedy_of_what_is_certain_stands_before_that_of_what_only_may(tmp_path: Path):
    """The chip may be listed, and a stock of it costs ten times that of dysprosium, which is curbed for certain."""
    found = exposed(
        tmp_path,
        f"""
        {PRICED}
        ,motor,,200,USD,,,,1000,200000
        motor,dysprosium,1,10,USD,CN,1C905.a.1,30,,
        motor,chip,1,100,USD,CN,,,,
        """,
        remedies=True,
    )
    ids = found.bill.parts.ids
    assert found.remedies is not None
    assert [ids[one.part] for one in found.remedies.remedies] == ["dysprosium", "chip"]
    assert found.remedies.remedies[0].cost < found.remedies.remedies[1].cost
    assert stop_data(stop_rows(found)[0], found)["remedies"] == ["dysprosium", "chip"]


def test_a_part_that_is_never_short_puts_no_sales_at_risk(tmp_path: Path):
    """Of two parts of a motor one lies in stock for years: what is lost is lost for the other, for as long as it lacks.

    The pump needs a third that is short for a shorter time than dysprosium: it loses so many days and no more.
    """
    found = exposed(
        tmp_path,
        f"""
        {HEAD}_usd
        ,motor,,,,,365000
        ,pump,,,,,36500
        motor,dysprosium,1,CN,1C905.a.1,30,
        motor,gallium,1,CN,3C001.a,5000,
        pump,gallium,1,CN,3C001.a,5000,
        pump,terbium,1,CN,1C904.a.1,50,
        """,
    )
    rows = {row.number: row for row in found.parts}
    assert rows["gallium"].revenue == 401_500
    assert rows["gallium"].revenue_at_risk == 0
    short = {name: row.gap_days.mid for name, row in rows.items() if row.gap_days is not None}
    assert 0 < short["terbium"] < short["dysprosium"]
    assert rows["dysprosium"].revenue_at_risk == pytest.approx(1000 * short["dysprosium"])
    assert rows["terbium"].revenue_at_risk == pytest.approx(100 * short["terbium"])
    lost = sum(row.revenue_at_risk.mid for row in found.products if row.revenue_at_risk is not None)
    assert lost == pytest.approx(sum(row.revenue_at_risk or 0 for row in rows.values()))


@pytest.mark.parametrize(("language", "word"), [("en", "will"), ("ja", "必ず"), ("zh", "将")])
def test_no_product_is_said_to_stop_by_a_part_that_is_not_decided(tmp_path: Path, language: str, word: str):
    """Whether lines stop is said of the days that hold however the open points are decided, and with that condition."""
    found = exposed(
        tmp_path,
        f"""
        {HEAD}
        ,motor,,,,,1000
        ,lamp,,,,,9000
        motor,dysprosium,1,CN,1C905.a.1,30,
        lamp,chip,1,CN,,,
        """,
    )
    said = [Translator(language).say(text) for text in (title(found), *findings(found))]
    assert [text for text in said if re.search(rf"\b{word}\b" if language == "en" else word, text)] == []
    both = {"en": "whatever is still open", "ja": "未確定の点がどう決まっても", "zh": "无论尚未确定的事项"}[language]
    assert [both in text for text in said].count(True) == 1


def test_masses_of_a_product_stand_on_one_scale(tmp_path: Path):
    found = exposed(
        tmp_path,
        """
        parent,part,quantity,unit,origin,control_codes
        ,motor,,,,
        motor,housing,2.5,kg,JP,none
        motor,dysprosium,18,g,CN,1C905.a.1
        """,
    )
    quantities = [leaf.quantity for leaf in leaves(found, int(found.bill.products[0]))]
    assert sorted(text for text in quantities if text) == ["0.018 kg", "2.5 kg"]


def test_a_choice_that_is_not_decided_never_makes_a_product_free(tmp_path: Path):
    """Either source may be built in: the product is free at least, and at most what the open one may be."""
    found = exposed(
        tmp_path,
        f"""
        {HEAD},alternative_group,alternative
        ,motor,,,,,1000,,
        motor,chip,1,CN,,7,,source,1
        motor,screw,1,JP,none,21,,source,2
        """,
    )
    (row,) = found.products
    assert row.outcome == "undetermined"
    assert all(int(verdict.floor) == 0 < int(verdict.ceiling) for verdict in row.verdicts.values())

"""What cells mean: three languages, many shapes, and nothing guessed."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from sekisho import Library
from sekisho.i18n.territory_codes import territories_of
from sekisho.trade.book.cells.dates import order_of, read_day
from sekisho.trade.book.cells.meanings import Meanings
from sekisho.trade.book.cells.numbers import numbers_sql


@pytest.fixture(scope="module")
def meanings(library: Library) -> Meanings:
    return Meanings(facts=library.facts, territory=territories_of(library).code)


@pytest.mark.parametrize(
    ("fact", "text", "means"),
    [
        ("destination", "日本", "JP"),
        ("destination", "德国", "DE"),
        ("destination", "United States", "US"),
        ("destination", "JPN", "JP"),
        ("destination", "ｊｐ", "jp"),
        ("destination", "NO", "NO"),
        ("destination", "NA", "NA"),
        ("end_use", "民生用", "civil"),
        ("end_use", "军用", "military"),
        ("end_use", "Return after repair", "repair_return"),
        ("end_user_kind", "自衛隊", "military"),
        ("prior_undertaking", "○", "yes"),
        ("prior_undertaking", "否", "no"),
        ("knowledge_of_risk", "無", "no"),
        ("control_codes", "１Ｃ９０５．ａ", "1C905.a"),
        ("control_codes", "1C905a", "1C905.a"),
        ("control_codes", "1C905.a、6E001", "1C905.a;6E001"),
        ("control_codes", "不属于管制物项", "none"),
        ("hs_code", "8505.11-0000", "8505110000"),
        ("hs_code", "８５０５１１", "850511"),
        ("hs_code", "010121", "010121"),
        ("importer", "なし", "none"),
        ("date", "令和8年9月30日", "2026-09-30"),
        ("date", "R8.9.30", "2026-09-30"),
        ("date", "２０２６/９/３０", "2026-09-30"),
        ("date", "2026/9/30 0:00", "2026-09-30"),
        ("date", "30 Sep 2026", "2026-09-30"),
        ("date", "46295", "2026-09-30"),
        ("date", "20260930", "2026-09-30"),
    ],
)
def test_a_word_means_one_thing(meanings: Meanings, fact: str, text: str, means: str):
    found = meanings.meant(meanings.facts[fact], text)
    assert (found.bad, found.why) == (False, "")
    assert meanings.facts.parse(fact, found.text) == meanings.facts.parse(fact, means)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("end_user_kind", "民間企業"),
        ("end_use_sector", "その他"),
        ("control_codes", "EAR99"),
        ("control_codes", "16の項"),
        ("control_codes", "未判定"),
        ("end_user", "なし"),
        ("destination", "未定"),
        ("prior_undertaking", "TBD"),
    ],
)
def test_what_does_not_say_enough_is_unknown_with_a_reason(meanings: Meanings, fact: str, text: str):
    """EAR99 speaks of another list than China's; a private firm may hold defence contracts."""
    found = meanings.meant(meanings.facts[fact], text)
    assert (found.text, found.bad) == ("unknown", False)
    assert found.why


@pytest.mark.parametrize(
    ("fact", "text", "why"),
    [
        ("date", "09/08/2026", "could be either way round"),
        ("date", "2026-02-30", "is not a date"),
        ("date", "26/9/30", "could be in any order"),
        ("date", "12月上旬", "is not a date"),
        ("destination", "同上", "points at another cell"),
        ("destination", "Korea and Japan", "is not a territory"),
        ("destination", "false", "is not a territory"),
        ("control_codes", "10.0", "is not a control code"),
        ("control_codes", "1C9O5", "is not a control code"),
        ("end_use", "militarry", "is not a choice"),
        ("prior_undertaking", "perhaps", "is not an answer"),
        ("hs_code", "101", "is not an HS code"),
        ("end_use", "車載モーター用", "is not understood"),
        ("destination", "EU", "names several territories"),
        ("hs_code", "8505.11; 8506.10", "contains several codes"),
    ],
)
def test_what_may_be_two_things_or_none_is_not_read(meanings: Meanings, fact: str, text: str, why: str):
    found = meanings.meant(meanings.facts[fact], text)
    assert found.bad
    assert why in found.why


def test_a_person_goes_before_all_rules(library: Library):
    meanings = Meanings(
        facts=library.facts, words={"end_use": {"車載モーター用": "civil"}, "destination": {"日本": "KR"}}
    )
    assert meanings.meant(library.facts["end_use"], "車載モーター用").text == "civil"
    assert meanings.meant(library.facts["destination"], " 日本 ").text == "KR"


def test_the_order_of_day_and_month_is_taken_from_the_column_and_never_guessed():
    assert order_of(["01/02/2026", "30/09/2026"]) == "dmy"
    assert order_of(["01/02/2026", "09/30/2026"]) == "mdy"
    assert order_of(["30/09/2026", "09/30/2026"]) == order_of(["01/02/2026"]) == ""
    assert read_day("01/02/2026").day is None
    assert read_day("01/02/2026", "dmy").day == date(2026, 2, 1)
    assert read_day("01/02/2026", "mdy").day == date(2026, 1, 2)
    assert read_day("05/05/2026").day == read_day("05.05.2026").day == date(2026, 5, 5)
    assert read_day("30.09.2026", "mdy").day == date(2026, 9, 30), "this one can be read in one way alone"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", "1234.50"),
        ("１，２３４", "1234"),
        ("￥12,000", "12000"),
        ("12,000円", "12000"),
        ("USD 1,234.5", "1234.5"),
        ("(1,000)", "-1000"),
        ("△500", "-500"),
        ("1 234", "1234"),
        ("約100", "100"),
        ("12,000円くらい", "12000"),
        ("100円（税抜）", "100"),
        ("12,34,567.00", "1234567.00"),
        ("別途見積", None),
        ("NULL", "unknown"),
        ("1,23", None),
        ("1.2.3", None),
        ("1E001x", None),
        ("", ""),
    ],
)
def test_a_number_is_read_or_it_is_none(text: str, number: str | None):
    assert read_number(text) == number


def read_number(text: str, *, comma: bool = False, share: bool = False, unit: str = "") -> str | None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts AS SELECT ? AS v", [text])
        found = connection.execute(numbers_sql("texts", comma=comma, share=share, unit=unit)).fetchall()[0][1]
    assert found is None or isinstance(found, str)
    return found


def test_a_comma_may_be_the_decimal_sign_a_share_be_in_percent_and_another_currency_is_unknown():
    assert read_number("1.234,50", comma=True) == "1234.50"
    assert float(read_number("0,05", comma=True, share=True) or 0) == 0.05
    assert float(read_number("0.1 %", share=True) or 0) == 0.001
    assert read_number("0.1 %") is None
    assert read_number("1,000円", unit="USD") == "unknown"
    assert read_number("$1,000", unit="USD") == "1000"

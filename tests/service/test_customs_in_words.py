"""A customs code is that of the goods wherever it stands in a question, and no other number is one."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.service.check import CheckRequest, check
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace
from sekisho.trade.items.customs_codes import is_of_tariff

DAY = date(2026, 8, 3)


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=DAY)


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("helium gas 2804290010 from Shanghai to Osaka", "helium gas"),
        ("helium gas (2804290010) from Shanghai to Osaka", "helium gas"),
        ("helium gas, 2804290010, from Shanghai to Osaka", "helium gas"),
        ("gas 2804.29.0010 from Shanghai to Osaka", "gas"),
        ("gas from Shanghai 2804290010 to Osaka", "gas"),
        ("gas from Shanghai to Osaka, 2804290010", "gas"),
        ("cylinders 2804290010 China->Japan", "cylinders"),
        ("2804290010 from Shanghai to Osaka", ""),
        ("from Shanghai to Osaka, 2804290010", ""),
        ("氦气 2804290010 从上海到大阪", "氦气"),
        ("从上海出口气体2804290010到大阪", "气体"),
        ("从上海到大阪，2804290010", ""),
        ("ヘリウム 2804290010 を上海から大阪へ", "ヘリウム"),
        ("ガスボンベ（2804290010）を上海から大阪へ", "ガスボンベ"),
        ("ガスボンベを上海から大阪へ 品番2804290010", "ガスボンベ"),
        ("２８０４２９００１０を上海から大阪へ", ""),
    ],
)
def test_a_code_of_the_tariff_is_that_of_the_goods_wherever_it_stands(words: str, goods: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["hs_code"] == "2804290010"
    assert read.facts.get("description", "") == goods
    assert read.facts["destination"] == "JP"
    assert check(CheckRequest(facts=read.facts, as_of=DAY), workspace).outcome == "prohibited"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("gas 28042900 from Shanghai to Osaka", "28042900"),
        ("metal shots 2804500001 from Shanghai to Osaka", "2804500001"),
        ("parts 8112929010 from Shanghai to Osaka", "8112929010"),
        ("ガスボンベ 品番：2804.29を上海から大阪へ", "280429"),
        ("gas, tariff no. 2804.29, from Shanghai to Osaka", "280429"),
    ],
)
def test_codes_of_eight_and_ten_digits_and_shorter_ones_behind_a_word(words: str, code: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["hs_code"] == code


@pytest.mark.parametrize(
    "words",
    [
        "steel valve, part no. 2804290010, from Shanghai to Osaka",
        "steel valve P/N 2804290010 from Shanghai to Osaka",
        "steel valves, order 2804290010, from Shanghai to Osaka",
        "steel valve from Shanghai to Osaka, tel 2804290010",
        "steel valve X2804290010 from Shanghai to Osaka",
        "steel valve 2804290010-3 from Shanghai to Osaka",
        "steel valve from Shanghai to Osaka, value 28042900 JPY",
        "steel valve 280429 from Shanghai to Osaka",
        "鋼製バルブを上海から大阪へ 電話2804290010",
        "钢阀门从上海到大阪，合同号2804290010",
    ],
)
def test_the_number_of_something_else_is_no_customs_code(words: str, workspace: Workspace):
    assert "hs_code" not in facts_in_words(words, workspace).facts


def test_of_several_codes_none_is_taken_and_each_is_told(workspace: Workspace):
    read = facts_in_words("plates 8112929010 and 2804500001 from Shanghai to Osaka", workspace)
    assert "hs_code" not in read.facts
    assert "8112929010, 2804500001" in str(read.unread["goods"])


def test_a_subheading_without_a_line_in_the_tables_is_none(library: Library):
    assert is_of_tariff("2804290010", library)
    assert not is_of_tariff("3305100090", library)
    assert not is_of_tariff("2804", library)

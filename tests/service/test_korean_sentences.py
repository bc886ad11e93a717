"""Korean sentences of a shipment: what goods become, and what they are called, is no place to which they go."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.i18n.territory_codes import territories_of
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        (
            "중국 선전에서 구매한 네오디뮴 자석을 인천에서 펌프로 조립해서 일본 고베 회사로 보냅니다",
            {"origin": "CN", "departure": "KR", "destination": "JP"},
        ),
        (
            "중국에서 만든 인형을 인천에서 일본 도쿄 고객에게 택배로 보내려고 합니다",
            {"departure": "KR", "destination": "JP"},
        ),
        ("갈륨을 상하이에서 고베로 수출합니다. 한국 제품으로 신고합니다", {"origin": "CN", "destination": "JP"}),
        ("2026년 12월 15일에 갈륨을 상하이에서 고베로 수출합니다", {"date": "2026-12-15", "destination": "JP"}),
        ("12월 15일에 갈륨을 상하이에서 고베로 수출합니다", {"date": "2026-12-15"}),
    ],
)
def test_the_way_is_read(words: str, facts: dict[str, str], workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert facts.items() <= read.facts.items(), read.facts
    assert "end_user" not in read.facts


def test_a_month_without_a_day_is_told(workspace: Workspace):
    read = facts_in_words("다음 달 초 갈륨을 상하이에서 고베로 수출합니다", workspace)
    assert "date" not in read.facts
    assert "다음 달 초" in read.unread["date"]


def test_what_follows_a_listed_name_is_no_part_of_it(workspace: Workspace):
    assert (
        facts_in_words("갈륨을 상하이에서 고베로 보냅니다. 방위성 납품용입니다", workspace).facts["end_user"]
        == "방위성"
    )


def test_a_formula_in_brackets_settles_what_a_name_in_hangul_does_not(workspace: Workspace):
    read = facts_in_words("산화디스프로슘(Dy2O3 99.9%)을 톈진에서 고베로 수출합니다", workspace)
    assert read.facts["description"] == "Dy2O3 99.9%"


def test_a_word_between_names_of_another_script_is_no_code(library: Library):
    territories = territories_of(library)
    assert territories.code("조립 to 일본") != "TO"
    assert (territories.code("日本 jp"), territories.code("jp")) == ("JP", "JP")

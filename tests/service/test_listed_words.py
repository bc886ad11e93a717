"""Several goods, or users, in a sentence of a shipment: judged as one line, with the strictest, and it is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho import Library
from sekisho.service.check import CheckRequest, check
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("镓 锗 锑 各50公斤 上海到日本 客户 日本海洋联合株式会社", ["镓", "锗", "锑"]),
        (
            "①テルビウム金属20kg ②タングステン粉100kg ③軸受500個、上海から門司、需要者はIHI原動機",
            ["テルビウム金属", "タングステン粉", "軸受"],
        ),
        (
            "1) terbium metal 20 kg 2) tungsten powder 100 kg from Shanghai to Osaka",
            ["terbium metal", "tungsten powder"],
        ),
        ("gallium, germanium and antimony from Shanghai to Osaka", ["gallium", "germanium", "antimony"]),
        ("ガリウム、ゲルマニウム、アンチモンを上海から大阪へ", ["ガリウム", "ゲルマニウム", "アンチモン"]),
        ("氧化镝、氧化铽，从上海到大阪", ["氧化镝", "氧化铽"]),
    ],
)
def test_goods_that_are_listed_are_judged_as_one_line_and_it_is_said(
    words: str, goods: list[str], workspace: Workspace
):
    read = facts_in_words(words, workspace)
    assert all(name in read.facts["description"] for name in goods)
    assert all(name in str(read.unread["several_goods"]) for name in goods)
    answer = check(CheckRequest(facts=read.facts, notes=read.notes), workspace)
    assert read.unread["several_goods"] in answer.notes


@pytest.mark.parametrize(
    "words",
    [
        "gallium arsenide from Shanghai to Osaka",
        "samarium cobalt magnets from Shanghai to Osaka",
        "alloys of terbium and dysprosium from Shanghai to Osaka",
        "NdFeB magnets with Dy and Tb from Shanghai to Osaka",
        "Tungsten carbide powder, HS 284990, Xiamen to Kobe",
        "gallium, 99.99 %, from Shanghai to Osaka",
        "サマリウムとコバルトの合金を上海から大阪へ",
    ],
)
def test_one_good_is_not_called_several(words: str, workspace: Workspace):
    assert "several_goods" not in facts_in_words(words, workspace).unread


@pytest.mark.parametrize(
    ("words", "user", "others"),
    [
        (
            "50 kg samarium oxide from Baotou: 20 kg for Toyota, 20 kg for TDK, 10 kg for Japan Marine United",
            "Japan Marine United",
            ["Toyota", "TDK"],
        ),
        ("Dysprosium oxide for Toyota and TDK from Shanghai", "TDK", ["Toyota"]),
        (
            "gallium from Shanghai to Osaka, end users: TDK, Mitsubishi Shipbuilding and Denso",
            "Mitsubishi Shipbuilding",
            ["TDK", "Denso"],
        ),
        ("酸化ジスプロシウムを上海から大阪へ、需要者はトヨタ、TDK、三菱造船", "三菱造船", ["トヨタ", "TDK"]),
        ("镓，上海到日本，最终用户：丰田、TDK和日本海洋联合", "日本海洋联合", ["丰田", "TDK"]),
    ],
)
def test_of_several_users_the_strictest_is_taken_and_the_others_are_told(
    words: str, user: str, others: list[str], workspace: Workspace
):
    read = facts_in_words(words, workspace)
    assert read.facts["end_user"] == user
    assert all(name in str(read.unread["other_users"]) for name in others)
    assert read.facts.get("departure", "CN") == "CN"


@pytest.mark.parametrize(
    "words",
    [
        "gallium to Mitsubishi Heavy Industries, Tokyo and Osaka",
        "chips for LED and MEMS from Shanghai to Osaka",
        "镓，上海到日本，最终用户：三菱造船，民用",
        "ガリウムを大阪へ、需要者は三菱造船、用途は民生",
        "gallium for Denso from Shanghai to Osaka and Kobe",
    ],
)
def test_one_user_with_a_place_or_a_use_is_not_called_several(words: str, workspace: Workspace):
    assert "other_users" not in facts_in_words(words, workspace).unread


@settings(max_examples=15, deadline=None)
@given(users=st.permutations(["TDK", "Denso", "Japan Marine United"]))
def test_the_order_of_users_changes_nothing(users: list[str], workspace: Workspace):
    words = "50 kg samarium oxide from Baotou: " + ", ".join(f"10 kg for {user}" for user in users)
    read = facts_in_words(words, workspace).facts
    assert read == facts_in_words("50 kg samarium oxide from Baotou for Japan Marine United", workspace).facts

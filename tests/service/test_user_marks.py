"""A party is the user by words that no phrase marks: 三菱重工用, 供三菱重工使用, ordered by; a use stays a use."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace

MHI = ("三菱重工", "三菱重工業")


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    "question",
    [
        *("三菱重工用のガリウム", "ガリウム、三菱重工用", "ガリウム（三菱重工用）", "ガリウム 三菱重工分を中国から"),
        *("三菱重工が発注したガリウム", "ガリウム、三菱重工で使用", "三菱重工からの注文でガリウム"),
        *("三菱重工業用のガリウムを日本へ", "日本の三菱重工が使用するガリウム", "三菱重工依頼のガリウム"),
        *(
            "三菱重工用的镓，从中国到日本",
            "供三菱重工使用的镓",
            "镓（三菱重工用）",
            "镓，三菱重工用",
            "发给三菱重工的镓",
        ),
        *("三菱重工所需的镓", "三菱重工所用的镓", "三菱重工订单 镓"),
    ],
)
def test_somebody_for_whom_goods_are_is_the_user(question: str, workspace: Workspace):
    read = facts_in_words(question, workspace)
    assert read.facts["end_user"] in MHI
    assert read.facts["description"] in {"ガリウム", "镓"}
    assert not read.notes


@pytest.mark.parametrize(
    ("question", "user"),
    [
        ("gallium ordered by Mitsubishi Heavy Industries", "Mitsubishi Heavy Industries"),
        ("gallium on behalf of Mitsubishi Heavy Industries", "Mitsubishi Heavy Industries"),
        ("gallium (for Mitsubishi Heavy Industries)", "Mitsubishi Heavy Industries"),
        ("gallium order from Mitsubishi Heavy Industries", "Mitsubishi Heavy Industries"),
        ("RFQ from Mitsubishi Heavy Industries: gallium, 5 kg", "Mitsubishi Heavy Industries"),
        ("Mitsubishi Heavy Industries hat Gallium bestellt", "Mitsubishi Heavy Industries"),
        ("MHI用ガリウム", "MHI"),
        ("三菱重工長崎造船所用のガリウム", "三菱重工長崎造船所"),
        ("酸化ジスプロシウム、株式会社クボタ用", "株式会社クボタ"),
        ("自衛隊用ガリウム", "自衛隊"),
    ],
)
def test_the_name_of_the_user_holds_no_mark(question: str, user: str, workspace: Workspace):
    assert facts_in_words(question, workspace).facts["end_user"] == user


@pytest.mark.parametrize(
    "question", ["航空機用チタン合金", "MRI用 磁石", "华为用的镓", "工場が使用するガリウム", "gallium (for radar)"]
)
def test_a_use_or_somebody_whom_no_list_knows_is_no_user_by_such_a_mark(question: str, workspace: Workspace):
    assert "end_user" not in facts_in_words(question, workspace).facts


@pytest.mark.parametrize(
    "question",
    [
        *("order from Shanghai: gallium to Japan", "Enquiry by phone: tungsten to Osaka"),
        *("gallium needed by Friday to Japan", "gallium required by law to Japan"),
    ],
)
def test_a_place_a_day_or_a_way_of_asking_is_nobody(question: str, workspace: Workspace):
    assert "end_user" not in facts_in_words(question, workspace).facts


@pytest.mark.parametrize("question", ["三菱重工のガリウム", "三菱重工的镓", "三菱重工用于生产燃气轮机的镓"])
def test_whose_the_goods_are_is_asked(question: str, workspace: Workspace):
    assert "三菱重工" in str(facts_in_words(question, workspace).unread["end_user"])


def test_whose_make_goods_are_is_not_asked(workspace: Workspace):
    assert not facts_in_words("三菱重工製エアコンを中国からベトナムへ", workspace).unread


@pytest.mark.parametrize(
    ("question", "goods"),
    [
        ("a magnet maker in Japan needs dysprosium", "dysprosium"),
        ("gallium wafer producer in Kumamoto needs arsenic from China", "arsenic"),
        ("日本の磁石メーカーがジスプロシウムを必要としている", "ジスプロシウム"),
        ("一家日本企业想买镓", "镓"),
    ],
)
def test_what_somebody_makes_is_not_what_he_needs(question: str, goods: str, workspace: Workspace):
    facts = facts_in_words(question, workspace).facts
    assert (facts["description"], facts["destination"]) == (goods, "JP")


@pytest.mark.parametrize(
    "question",
    [
        "镓，中国到日本，实际使用人三菱造船",
        "镓，中国到日本，实际最终用户为三菱造船",
        "ガリウムを日本へ、実際の使用者は三菱造船",
    ],
)
def test_who_uses_goods_in_truth_is_the_user(question: str, workspace: Workspace):
    read = facts_in_words(question, workspace)
    assert read.facts["end_user"] == "三菱造船"
    assert not read.notes

"""What a text tells of a part within the goods says nothing of these: neither what they are, nor whence they come."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("words", "goods", "departure"),
    [
        ("Water pumps from Milan to Osaka. The built-in magnets are Chinese and contain 0.2 % Dy.", "pumps", "IT"),
        ("ミラノから大阪へポンプ20台。中の磁石は中国製でジスプロ0.2%ほどです。", "ポンプ", "IT"),
        ("水泵20台，米兰发大阪，里面的磁钢是中国产的", "水泵", "IT"),
        ("20 Pumpen von Hamburg nach Osaka, Magnete drin aus China, laut Lieferant Dy 0,2 %", "Pumpen", "DE"),
    ],
)
def test_a_part_of_china_is_told_as_content(words: str, goods: str, departure: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert goods in read.facts["description"]
    assert not any(word in read.facts["description"] for word in ("magnet", "Magnet", "磁"))
    assert read.facts["departure"] == departure
    assert read.facts.get("origin") != "CN"
    assert "Not taken as the share of Chinese content" in read.unread["prc_content_share"]


@pytest.mark.parametrize(
    "words",
    [
        "Magnets from Ningbo to Osaka. The magnets are Chinese.",
        "磁石を寧波から大阪へ。この磁石は中国製です。",
    ],
)
def test_goods_that_are_no_part_stay_the_goods(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert "prc_content_share" not in read.unread
    assert read.facts["origin"] == "CN"


@pytest.mark.parametrize(
    "words",
    [
        "レアメタル一式を上海から大阪へ",
        "稀有金属一批，上海到大阪",
        "A lot of minor metals from Shanghai to Osaka",
    ],
)
def test_a_name_of_many_metals_names_no_goods(words: str, workspace: Workspace):
    assert "What the goods are is not read" in facts_in_words(words, workspace).unread["goods"]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("茶杯，上海到大阪，最终用户是柴油发动机厂", "发"),
        ("Tungsten powder, Xiamen. Bill to & ship to Naniwa Tools Corp, Osaka.", "ship"),
    ],
)
def test_a_character_within_a_word_and_who_pays_mark_nothing(words: str, who: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert not str(read.unread.get("destination", "")).startswith("Not read")
    assert all(f"“{who}" not in str(note) for note in read.unread.values())


def test_a_licence_of_an_earlier_sentence_is_not_that_of_a_day(workspace: Workspace):
    words = "Gallium from Ningbo to Osaka. We hold a licence. Will that do in March 2026?"
    assert facts_in_words(words, workspace).facts["date"] == "2026-03"


@pytest.mark.parametrize(
    "words",
    [
        "Becher von Hamburg nach Osaka, Endkunde ist die Werft in Sasebo",
        "茶杯三箱，从上海给母公司 ceramic cups 3 boxes，大阪",
    ],
)
def test_what_a_firm_is_names_nobody(words: str, workspace: Workspace):
    facts = facts_in_words(words, workspace).facts
    assert not {"end_user", "importer"} & facts.keys()

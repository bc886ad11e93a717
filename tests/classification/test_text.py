"""Words of three languages as concepts, and what a description denies or says of a purpose."""

import pytest

from sekisho.classification.lexicon import Concept, Lexicon
from sekisho.classification.negation import without_denied

LEXICON = Lexicon()
for name, kind, words in (
    ("dysprosium", "element", ["dysprosium", "=Dy", "镝", "ジスプロシウム"]),
    ("terbium", "element", ["terbium", "=Tb", "铽", "テルビウム"]),
    ("indium", "element", ["indium", "=In", "铟"]),
    ("magnet", "form", ["magnet", "磁石", "磁铁", "磁体"]),
    ("sintered_magnet", "form", ["sintered magnet", "烧结磁体", "焼結磁石"]),
    ("cerium_oxide", "material", ["cerium oxide", "ceria", "酸化セリウム", "氧化铈"]),
    ("glass", "material", ["glass", "ガラス", "玻璃"]),
    ("uav", "device", ["drone", "uav", "无人机", "ドローン"]),
):
    LEXICON.add(Concept(name, kind), words)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("DYSPROSIUM MAGNETS", {"dysprosium", "magnet"}),
        ("Dy magnet", {"dysprosium", "magnet"}),
        ("dy magnet", {"magnet"}),
        ("In stock: magnets", {"magnet"}),
        ("燒結磁體", {"sintered_magnet"}),
        ("焼結磁石", {"sintered_magnet"}),
        ("sintered-magnets", {"sintered_magnet"}),
        ("ﾄﾞﾛｰﾝ", {"uav"}),
        ("无人机 drone ドローン", {"uav"}),
        ("hairdryness", set()),
    ],
)
def test_words_of_any_script_mean_the_same(text: str, concepts: set[str]):
    assert LEXICON.tag(text).concepts == concepts


@pytest.mark.parametrize(
    ("text", "kept", "denied"),
    [
        ("magnet without Tb or Dy", {"magnet"}, {"terbium", "dysprosium"}),
        ("magnet without Tb, with Dy", {"magnet", "dysprosium"}, {"terbium"}),
        ("Dy-free magnet", {"magnet"}, {"dysprosium"}),
        ("不含镝、铽的磁体", {"magnet", "terbium"}, {"dysprosium"}),
        ("ジスプロシウム不使用 磁石", {"magnet"}, {"dysprosium"}),
        ("无人机 磁体", {"uav", "magnet"}, set()),
        ("磁石 Dy・Tb不使用", {"magnet"}, {"terbium", "dysprosium"}),
        ("magnet, Dy and Tb free", {"magnet"}, {"terbium", "dysprosium"}),
        ("magnet with Dy, Tb free", {"magnet", "dysprosium"}, {"terbium"}),
        ("磁石 Dy 2%・Tb不使用", {"magnet", "dysprosium"}, {"terbium"}),
        ("磁体 不含镝、含铽", {"magnet", "terbium"}, {"dysprosium"}),
    ],
)
def test_what_a_description_denies_is_no_part_of_the_item(text: str, kept: set[str], denied: set[str]):
    tagged, found = without_denied(LEXICON.tag(text), text)
    assert (set(tagged.concepts), set(found.denied)) == (kept, denied)


@pytest.mark.parametrize(
    ("text", "doubted"), [("磁体 不含镝、铽", {"terbium"}), ("磁体 不含镝、铽2%", set()), ("磁体 不含镝，铽", set())]
)
def test_what_a_list_adds_to_a_denial_is_open(text: str, doubted: set[str]):
    tagged, found = without_denied(LEXICON.tag(text), text)
    assert set(found.doubted) == doubted
    assert "terbium" in tagged.concepts


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("cerium oxide for glass", {"glass"}),
        ("酸化セリウム ガラス用", {"glass"}),
        ("玻璃抛光用氧化铈", {"glass"}),
        ("氧化铈，用于玻璃", {"glass"}),
        ("glass with cerium oxide", set()),
        ("军用无人机", set()),
    ],
)
def test_what_an_item_is_for_is_told_from_what_it_is(text: str, purpose: set[str]):
    tagged = LEXICON.tag(text)
    assert {tag.concept.name for tag in tagged.tags if tag.first in tagged.purpose} == purpose

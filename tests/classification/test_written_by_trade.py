"""Goods as the trade and old systems write them: clipped names, kana of an office, marks that are missing or typed."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.classification.answer import ItemState
from sekisho.classification.classifier import Classifier
from sekisho.classification.lexicon import Concept, Lexicon
from sekisho.classification.tokens import fold

FREE = {ItemState.UNLIKELY_LISTED, ItemState.NOT_LISTED, ItemState.UNREAD}
"""States in which nothing is asked of an item."""


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=date(2026, 12, 1))


@pytest.mark.parametrize(
    "text",
    [
        # as the customs tariff and the list of Japan write elements
        *(
            "三塩化りん 200kg",
            "三塩化ひ素",
            "りん酸鉄リチウム 正極用",
            "ほう素粉末 98%",
            "亜りん酸ジメチル",
            "オキシ塩化りん",
        ),
        # without the last long mark, and with a hyphen, a one or a large letter in a small one's place
        *(
            "フィラメントワインダ 2軸",
            "フリーズドライヤ",
            "オ-トクレ-ブ 300L",
            "オ一トクレ一ブ",
            "フイラメントワインダ-",
        ),
        # clipped
        *(
            "ダイヤ砥粒 #400",
            "工業用ダイヤ 粒",
            "ネオマグ φ8",
            "モリ粉 3μ",
            "ゲルマ単結晶",
            "過塩素酸アンモン",
            "純タン丸棒",
        ),
        *("高倍率铁锂", "搪瓷釜 2000L", "植保机 16L", "热像机芯 384", "打磨用金刚石磨料"),
        *("lined diaph vlv PVDF DN25", "glass-lined rctr 5000L", "Gated ICCD 18 mm", "hi-speed cam 500k fps"),
        # as programs that know no small letters write symbols, and names that makers give
        *(
            "SPONGE ZR NUCL",
            "BI NEEDLE INGOT BI 4N",
            "VLV BALL TI GR7",
            "DY METAL LUMPS",
            "GRPH ISO BLK 200",
            "SYN DIA PWDR",
        ),
        *(
            "IG-43 丸 φ80",
            "ELKONITE 30W3 PLATE",
            "QA-3000 加速度",
            "AlBeMet 162 bar",
            "R-45HT 200kg",
            "光纤陀螺 三轴 型号A",
        ),
        # grades and shapes by which makers sell
        *("磁瓦 40UH", "neo segment 45EH", "RVD 120/140", "MBD8 35/40 grit", "11V9 cup D64 resin"),
    ],
)
def test_controlled_goods_as_the_trade_writes_them_are_asked_about(text: str, classifier: Classifier):
    assert classifier.judge(text).state not in FREE


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("リアクタンス計", "リアクター"),
        ("12V 33AH バッテリー", "ネオジム磁石 33AH"),
        ("chip inductor 38UH", "NdFeB 38UH"),
        ("SMD 120/140 stencil frame", "SMD40 120/140"),
        ("ダイヤル錠", "ダイヤ粉"),
        ("りんご酸 食品添加物", "りん酸鉄リチウム"),
        ("GE APPLIANCES BULB", "INGOT GE 50 OHM"),
        ("SM BOX 10 PCS", "SM OXIDE 99.9"),
    ],
)
def test_what_is_only_spelt_alike_is_not_taken_for_it(text: str, another: str, classifier: Classifier):
    names = {tag.concept.name for tag in classifier.judge(text).tagged.tags}
    taken = {tag.concept.name for tag in classifier.judge(another).tagged.tags}
    watched = {
        "germanium",
        "germanium_metal",
        "samarium",
        "samarium_oxide",
        "reactor",
        "high_coercivity_grade",
        "synthetic_diamond",
        "diamond_powder",
        "lfp",
        "ndfeb",
    }
    assert taken & watched
    assert not names & watched


def test_a_word_is_found_without_its_last_long_mark_where_it_ends_alone():
    lexicon = Lexicon()
    lexicon.add(Concept("reactor", "machine"), ["リアクター"])
    lexicon.add(Concept("bar", "form"), ["バー"])
    found = [lexicon.tag(text).concepts for text in ("リアクタ", "リアクタ槽", "リアクタンス", "バ", "バー")]
    assert found == [{"reactor"}, {"reactor"}, frozenset(), frozenset(), {"bar"}]


def test_a_hyphen_is_a_long_mark_only_where_a_word_has_one():
    lexicon = Lexicon()
    lexicon.add(Concept("motor", "machine"), ["モーター"])
    lexicon.add(Concept("diisopropylamine", "chemical"), ["ジイソプロピルアミン"])
    found = [lexicon.tag(text).concepts for text in ("モ-タ-", "モ一タ一", "モ--ター", "ジ-イソプロピルアミン")]
    assert found == [{"motor"}, {"motor"}, frozenset(), {"diisopropylamine"}]


def test_elements_in_hiragana_are_those_in_katakana_and_other_words_stay():
    assert [fold(text) for text in ("ふつ化水素", "黄りん", "けい素鋼", "りんご", "ひのき", "けいかく", "ほうき")] == [
        *("フッ化水素", "黄リン", "ケイ素钢", "りんご", "ひのき", "けいかく", "ほうき"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ingot 99.9",
        "キューブ状インゴット ミタ地金",
        "粉末 300目 袋装",
        "rod dia 30 x 500",
        "棒材 φ40",
        "high purity powder",
    ],
)
def test_what_says_only_how_goods_come_is_not_read(text: str, classifier: Classifier):
    """An ingot of what? Nothing is near, and nothing says that nothing is."""
    assert classifier.judge(text).state is not ItemState.UNLIKELY_LISTED


@pytest.mark.parametrize("text", ["N52 12x5x3mm", "N50 10x5x2mm", "N35 D8x3"])
def test_the_grade_of_a_magnet_names_it(text: str, classifier: Classifier) -> None:
    # A bill says no more of it, and "not read" would put it among screws.
    assert classifier.judge(text).state is ItemState.UNLIKELY_LISTED

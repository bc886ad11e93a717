"""Whatever names a controlled material or a drone points in a book, however little else is said of it."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.classification.book_items import finding_of
from sekisho.classification.classifier import Classifier
from sekisho.classification.limit_checks import LimitStatus
from sekisho.determination.book.items import ItemClass


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=date(2026, 11, 27))


def entries(classifier: Classifier, text: str, hs: str) -> set[str]:
    """The entries that a book names for an item, as a lead or as a suggestion."""
    return {point.partition(":")[2].partition(".")[0] for point in finding_of(text, hs, classifier).points}


@pytest.mark.parametrize(
    ("text", "hs", "entry"),
    [
        ("黒鉛丸棒 常用温度 2800℃", "", "1C108"),
        ("bonded ring magnet, rare earth, parylene coated", "", "1C905"),
        ("钕铁硼磁体 碎块 桶装", "72042900", "1C905"),
        ("aramid cloth prepreg, 1 m wide", "590390", "1C210"),
        ("tungsten crucible D160 x H220 forged", "8101", "1C117"),
        ("camera drone, spare unit", "880622", "9A012"),
        ("gadopentetate, bulk", "284690", "1C903"),
        ("graphite susceptor", "6815", "1C108"),
    ],
)
def test_what_names_a_controlled_material_points_to_its_entry(classifier: Classifier, text: str, hs: str, entry: str):
    assert entry in entries(classifier, text, hs)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("イットリア安定化ジルコニア粉", "1C908"),
        ("8YSZ powder, plasma spray", "1C908"),
        ("samarium iron nitride powder", "1C902"),
        ("LYSO crystal, bare", "1C906"),
    ],
)
def test_what_only_an_authority_can_tell_from_an_entry_points_to_it(classifier: Classifier, text: str, entry: str):
    assert entry in entries(classifier, text, "")


@pytest.mark.parametrize(
    ("text", "hs"),
    [
        ("graphite tennis racket", "950651"),
        ("HB pencil lead, graphite", "960920"),
        ("titanium germanium bracelet", "711719"),
        ("water filter cartridge, household", "842199"),
        ("facial mask with animal prints", "330499"),
        ("molybdenum grease 400 g", "340319"),
    ],
)
def test_a_part_or_a_word_under_a_foreign_heading_points_nowhere(classifier: Classifier, text: str, hs: str):
    assert entries(classifier, text, hs) == set()


@pytest.mark.parametrize(
    ("text", "hs", "entry"),
    [
        ("M40J プリプレグ 巾300", "6815", "1C210"),
        ("prepreg roll", "", "1C210"),
        ("T800SC-24000-10E", "681511", "1C210"),
        ("トレカ糸 12K", "", "1C210"),
        ("Mg powder, atomised, 99.5 %, -200 mesh", "810430", "1C111"),
        ("Ti粉 球状", "8108", "1C111"),
        ("グラスライニング反応機 3000L", "8419", "2B350"),
        ("NVIDIA H100 80GB", "847330", "4A003"),
        ("server with 8x H100", "847150", "4A003"),
        ("立形マシニングセンタ 位置決め精度 2.5μm", "8457", "2B201"),
        ("立形MC 3軸 位置決め精度 ±2.5μm", "8457", "2B201"),
    ],
)
def test_goods_are_known_by_the_names_of_trade(classifier: Classifier, text: str, hs: str, entry: str):
    assert entry in entries(classifier, text, hs)


@pytest.mark.parametrize("text", ["maraging steel 350 bar", "maraging 300 bar, 100 mm dia"])
def test_a_bar_of_metal_is_no_strength(classifier: Classifier, text: str):
    first = next(one for one in classifier.judge(text).ranked if one.hit.document.code == "1C216")
    assert first.status is not LimitStatus.NOT_MET
    assert "1C216" in entries(classifier, text, "722830")


def test_a_strength_in_a_unit_of_strength_still_counts(classifier: Classifier):
    judged = classifier.judge("maraging steel, tensile strength 1500 MPa, 100 mm")
    assert next(one for one in judged.ranked if one.hit.document.code == "1C216").status is LimitStatus.NOT_MET


@pytest.mark.parametrize(("hs", "is_near"), [("3801", True), ("380110", True), ("6109", False), ("", False)])
def test_a_text_that_says_nothing_is_asked_about_under_a_near_heading(
    classifier: Classifier, hs: str, *, is_near: bool
):
    assert ItemClass.of(finding_of("ZX-4417-B", hs, classifier)).unread is is_near


@pytest.mark.parametrize(
    "text", ["post_PH3", "JST PH3 connector", "3-pin header, PH3 2.0 mm pitch", "PHコネクタ PH3 3ピン"]
)
def test_a_designation_that_reads_as_a_gas_leads_to_no_gas(text: str, classifier: Classifier):
    assert not {entry[:5] for entry in entries(classifier, text, "")} & {"2B351", "1B229"}


@pytest.mark.parametrize(
    "text", ["PH3", "PH3 gas detector with connector", "磷化氢 PH3", "NF3, SF6, PH3 detector housing"]
)
def test_a_formula_of_a_gas_leads_where_nothing_says_otherwise(text: str, classifier: Classifier):
    assert "2B351" in entries(classifier, text, "")

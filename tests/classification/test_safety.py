"""Descriptions written to mislead: a controlled item is never settled as not listed, nor anything under a wrong code.

Each group is one way in which a description once did, with the words that did it and others of the same form.
"""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.classification.answer import Classification, ItemState
from sekisho.classification.classifier import Classifier
from sekisho.trade.items.parameter import read_stated

NOT_SETTLED = {
    "a negation reaches only what follows it at once": (
        "NdFeB magnets no coating Dy Tb Ho diffused",
        "neodymium magnets N35 without hole dysprosium terbium holmium 1%",
        "NdFeB magnet non-conductive coating Dy Tb Ho diffusion",
        "钕铁硼N38 无孔含镝铽钬",
        "钕铁硼N38 无磁 镝铽钬",
        "ネオジム磁石 N38 無塗装 Dy Tb Ho",
    ),
    "what is denied of an element is not the element": (
        "NdFeB magnets N42 without Dy Tb Ho test report",
        "NdFeB magnets N42 (no Dy, no Tb, no Ho data)",
        "NdFeB N42 no Dy/Tb/Ho restriction",
        "NdFeB magnets without Dy/Tb/Ho coating",
        "NdFeB magnets N42, no more than 3% Dy, Tb and Ho",
    ),
    "a denial that is denied or questioned says nothing": (
        "NdFeB N38 not Dy-free, not Tb-free, not Ho-free",
        "NdFeB N38: Dy free: no; Tb free: no; Ho free: no",
        "NdFeB N38, no Dy/Tb/Ho?",
        "钕铁硼 N38 是否不含镝铽钬？",
        "钕铁硼 N38 并非不含镝铽钬",
        "phosphor no europium or thulium declared",
        "Er2O3 free-flowing powder, catalyst",
    ),
    "an answer that is negated or questioned says nothing": (
        "not natural boron: 10B 80%",
        "lithium-6 fluoride, not TLD",
        "superconducting solenoid, not MRI, 5T bore 350 mm",
        "superconducting magnet 3 T, bore 400 mm, MRI? no research",
        "molybdenum powder 40 microns 99% lighting? missile",
        "钼粉 5μm 99.95% 非民用",
        "モリブデン粉末 5μm 民生用でない",
        "beryllium oxide powder, not BeO substrate",
        "UHMWPE UD not hot pressed V50 720 m/s areal density 5.0 kg/m2",
        "lab grown diamond 400 um abrasive, not for jewellery",
        "fixed wing UAV 120 minutes toy-grade price, 20 km link",
    ),
    "an answer counts in the plural, too": (
        "molybdenum powder 3 um 99.9% for rocket nozzles, sputtering target grade",
    ),
    "a figure of another kind is not the one that counts": (
        "LiFePO4 tap density 1.0 g/cm3, 0.1C 160mAh/g",
        "LFP tap density 0.9 g/cm3",
        "LFP compaction density > 2.3 g/cm3, capacity 1C 140 mAh/g",
        "LFP 0.1C charge 162 / 10C 120 mAh/g compaction density 2.6 g/cm3",
        "磷酸铁锂 振实密度1.0 g/cm3",
        "Sb2O3 99.5% Sb, 99.99 overall",
        "UAV, BVLOS, fast charge in 20 min, range 100 km",
    ),
    "of two figures neither is taken alone": (
        "Li-ion cell energy density 290 Wh/kg typ., 310 Wh/kg max",
        "isostatic graphite flexural strength 25 MPa, flexural strength 45 MPa, 1.85 g/cm3, 99.99%",
    ),
    "a decimal comma is no end of a number": (
        "Sb2O3 99,99 %",
        "Sb2O3, purity 99,995%",
        "antimony trioxide 99,99% min",
        "Li-ion cell 300,5 Wh/kg",
    ),
    "parts and materials by themselves are not what they are for": (
        "spare magnets for motor rotor NdFeB with 2% Dy",
        "phone holder magnets NdFeB with 1% Dy, bulk loose",
        "モーターローター用交換用磁石 ネオジム Dy2%",
    ),
    "a part of the description names a listed item": (
        "bismuth and bismuth nitrate",
        "alnico 5 sample + SmCo26 magnets",
        "Hf crystal bar 99.9%, Zr 0.5%, oxide free",
        "HAN hydroxylammonium nitrate; bismuth nitrate",
    ),
    "a look-alike that leaves a thing of the description unexplained": (
        "rotor balancing machine 600 mm motor rotor",
        "转子平衡机 电机转子",
        "Lot No. 240512: rotor balancing machine 600 mm motor rotor, 25 kg net, USD 12.50/kg",
        "diamond polishing powder 3um",
        "金刚石抛光液 微粉 3um",
        "ダイヤモンド研磨粉 3μm",
        "dredger (also called cargo ship type)",
        "ferrocene catalyst burn rate modifier propellant",
        "In(CH3)3 indium 6N",
    ),
}
CASES = [(why, text) for why, texts in NOT_SETTLED.items() for text in texts]


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=date(2026, 7, 1))


def understood(classifier: Classifier, description: str) -> dict[str, str]:
    return dict(classifier.classify(description).understood)


@pytest.mark.parametrize(("why", "text"), CASES, ids=[text for _, text in CASES])
def test_a_controlled_item_in_misleading_words_is_never_settled_as_not_listed(
    classifier: Classifier, why: str, text: str
):
    assert classifier.classify(text).state is not ItemState.NOT_LISTED, why


NOISE = (
    "Lot No. 240512: {}, 25 kg net, USD 12.50/kg",
    "Item 3) {} - made in China, delivery 30 days",
    "stainless steel box with {}",
    "{}; price 99.95 USD",
    "{} no wood packing",
)
CONTROLLED = (
    "NdFeB magnets with 3% Dy",
    "Sm2Co17 magnet blocks",
    "terbium oxide 4N",
    "antimony trioxide 99.99 %",
    "isostatic graphite 99.99 %, flexural strength 45 MPa, density 1.85 g/cm3",
    "gallium metal 6N",
    "tungsten rod, diameter 130 mm, length 200 mm, 99.95 %",
    "Li-ion cell 310 Wh/kg",
    "人造金刚石微粉 3μm",
    "酸化ジスプロシウム 99.9%",
)


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("item", CONTROLLED)
def test_weights_prices_and_packing_around_a_controlled_item_settle_nothing(
    classifier: Classifier, item: str, noise: str
):
    assert classifier.classify(noise.format(item)).state is not ItemState.NOT_LISTED


@pytest.mark.parametrize(
    "text",
    [
        "NdFeB magnet, Dy content unknown",
        "NdFeB magnets, Dy free?",
        "NdFeB magnet, may contain Dy",
        "钕铁硼磁体 是否含镝",
        "sarin detector",
        "hydrogen fluoride sensor",
        "label for dysprosium oxide drums",
        "empty drum, previously contained dysprosium oxide",
        "anthrax vaccine",
        "bottle for indium phosphide wafers",
        "book about samarium cobalt magnets",
    ],
)
def test_what_is_doubtful_or_only_about_a_listed_thing_is_not_settled_under_its_code(classifier: Classifier, text: str):
    assert classifier.classify(text).state is not ItemState.CLASSIFIED


@pytest.mark.parametrize(
    "text",
    [
        "NdFeB magnet N35, no Dy/Tb/Ho",
        "NdFeB magnet N42, Dy-free, Tb-free, Ho-free",
        "钕铁硼磁铁N35，不含镝铽钬",
        "ferrite magnet",
        "Lanthanum oxide, 4N",
        "Phone case with NdFeB (Dy) magnet ring",
        "Motor rotor: Dy-bearing NdFeB magnets fixed in an iron core",
        "Li-ion cell, 260 Wh/kg",
    ],
)
def test_what_is_plainly_not_listed_is_still_settled(classifier: Classifier, text: str):
    assert classifier.classify(text).state is ItemState.NOT_LISTED


@pytest.mark.parametrize(
    "text",
    [
        "Sm2Co17 magnet blocks",
        "Terbium oxide, 99.99 %",
        "gallium metal 6N",
        "Flat polycrystalline diamond window, 4 inch, 70 % visible transmittance",
    ],
)
def test_what_is_plainly_listed_is_still_settled(classifier: Classifier, text: str):
    assert classifier.classify(text).state is ItemState.CLASSIFIED


def test_a_denied_element_is_none_and_a_doubtful_one_is_unknown(classifier: Classifier):
    assert understood(classifier, "NdFeB magnets without Tb or Dy")["dysprosium_content"] == "0 %"
    assert "dysprosium_content" not in understood(classifier, "NdFeB magnets, Dy free?")
    assert understood(classifier, "NdFeB magnets no coating Dy diffused")["dysprosium_content"] == "> 0 %"


def test_an_answer_is_read_in_plural_and_with_hyphens(classifier: Classifier):
    for text in ("molybdenum powder for rocket nozzles", "molybdenum powder for rocket-nozzle inserts"):
        assert understood(classifier, text)["for_missile_parts"] == "yes"


def test_a_weight_beside_a_mass_range_is_no_fault(classifier: Classifier):
    """In atomic mass units a weight in kilograms has more digits than a decimal holds."""
    assert classifier.classify("ICP-MS 240 amu resolution 300, 25 kg net").candidates


def test_a_share_written_on_to_its_element_is_its_content(classifier: Classifier):
    assert understood(classifier, "NdFeB magnets Dy2.5%")["dysprosium_content"] == "2.5 %"
    assert understood(classifier, "NdFeB magnets Dy 1,5%")["dysprosium_content"] == "1.5 %"


def test_a_figure_given_twice_is_bounds_and_one_word_names_one_figure(classifier: Classifier):
    twice = understood(
        classifier, "isostatic graphite, flexural strength 25 MPa, after treatment flexural strength 45 MPa"
    )
    assert twice["flexural_strength"] == ">= 25 and <= 45 MPa"
    assert understood(classifier, "Diamond wire, 35 um core, 5 um grit")["core_wire_diameter"] == "35 um"


def test_the_answer_to_a_question_must_leave_the_item_outside_what_it_is_taken_for(classifier: Classifier):
    """A cut stone is taken for 2C902.b, which excepts what is made for jewellery: *no* overturns the look-alike."""
    stated = read_stated({"made_for_jewellery": "no"}, classifier.items.parameters)
    answer: Classification = classifier.classify("lab-grown diamond", stated=stated)
    assert answer.state is not ItemState.NOT_LISTED


def test_a_number_that_nothing_names_settles_nothing(classifier: Classifier):
    """The endurance is left out; the only minutes are those of another thing."""
    assert classifier.classify("UAV, BVLOS, 20 min, 100 km").state is not ItemState.NOT_LISTED


@pytest.mark.parametrize(
    "text",
    [
        "alloy no. 7",
        "Legierung Nr. 7",
        "合金",
        "合金粉末",
        "metal powder",
        "alloy ingot",
        "oxide powder",
        "metal parts",
    ],
)
def test_a_kind_of_matter_of_which_nothing_else_is_said_is_not_read(text: str, classifier: Classifier):
    """An alloy of nobody knows what is like every alloy: it is not unlikely, and no entry is offered beside it."""
    found = classifier.classify(text)
    assert (found.state, found.candidates) == (ItemState.UNREAD, ())

"""What nothing on the list is near is unlikely to be listed; a customs code never decides against what a text names."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.classification.answer import ItemState
from sekisho.classification.classifier import Classifier
from sekisho.trade.book.cells.customs import read_customs_code

DATA = Path(__file__).parents[2].parent / "shared" / "data"
UNLIKELY, UNREAD, OPEN = ItemState.UNLIKELY_LISTED, ItemState.UNREAD, ItemState.UNCLASSIFIED


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=date(2026, 11, 27))


@pytest.mark.parametrize(
    ("text", "hs"),
    [
        ("CERAMIC TILES", "69072100"),
        ("GLAZED PORCELAIN TILES; 600 X 100MM; 200; 0", "69072100"),
        ("LADIES LEATHER BOOTS", "640391"),
        ("M8 hexagon nuts, zinc plated", ""),
        ("六角ボルト M12x40 SUS304 500本入", "731815"),
        ("段ボール箱 A式 K5", ""),
        ("女士 棉质 连衣裙 夏季", "6204420000"),
        ("кружка керамическая", "6912"),
        ("SEA TRANSPORT", ""),
        ("hand cream: water, glycerin, stearic acid, triethanolamine", "3304"),
        ("赤外線サーモグラフィ 手持ち", ""),
    ],
)
def test_what_nothing_on_the_list_is_near_is_unlikely(classifier: Classifier, text: str, hs: str):
    answer = classifier.classify(text, hs=hs)
    assert (answer.state, answer.codes, answer.questions) == (UNLIKELY, (), ())
    assert any("not of law" in caution for caution in answer.cautions)


@pytest.mark.parametrize(
    ("text", "hs"),
    [
        ("gallium", ""),
        ("face cream with dysprosium oxide", "3304990000"),  # a controlled material under a foreign heading
        ("drum of triethanolamine for making cream", "2922"),
        ("face cream with phosgene", "3304"),
        ("thermal imaging core, 640 x 512", ""),
        ("toy quadcopter with camera", "9503"),
        ("loudspeakers for the Navy", "8518"),
        ("sporting rifle", "9303"),
        ("krytron switch tube", ""),
        ("CNC drilling machine", "8459210000"),
        ("carbon fibre fishing rod", "9507"),
        ("goods as ordered", "8112929910"),  # a code that the catalogue prints
        ("explosive charges", "3604"),
    ],
)
def test_what_names_something_controlled_is_never_unlikely(classifier: Classifier, text: str, hs: str):
    assert classifier.classify(text, hs=hs).state is not UNLIKELY


@pytest.mark.parametrize(
    "text", ["PJRC 4.1", "治具一式 図面支給", "гайка", "ZX-4417-B", "spare parts kit as per drawing"]
)
def test_what_says_nothing_that_is_read_here_is_unread(classifier: Classifier, text: str):
    assert classifier.classify(text).state is UNREAD


def test_a_text_in_other_letters_is_unlikely_for_its_heading_alone_and_says_so(classifier: Classifier):
    assert classifier.classify("Հագուստ").state is UNREAD
    far = classifier.classify("Հագուստ", hs="6109")
    assert far.state is UNLIKELY
    assert any("heading of the customs code" in caution for caution in far.cautions)
    assert classifier.classify("Հագուստ", hs="8112").state is UNREAD


@pytest.mark.parametrize("text", ["trimethylgallium", "TMGa", "ammonium metatungstate", "偏钨酸铵"])
def test_a_compound_that_the_entry_of_its_element_leaves_out_is_not_listed(classifier: Classifier, text: str):
    assert classifier.classify(text).state is ItemState.NOT_LISTED


@pytest.mark.parametrize("text", ["gallium oxide", "ammonium paratungstate", "tungsten carbide powder"])
def test_a_compound_that_the_entry_names_is_not(classifier: Classifier, text: str):
    assert classifier.classify(text).state is not ItemState.NOT_LISTED


def test_who_states_a_parameter_is_asked_on(classifier: Classifier):
    from sekisho.trade.items.parameter import read_stated

    stated = read_stated({"density": "1.85 g/cm3"}, classifier.items.parameters)
    assert classifier.classify("ceramic tiles", hs="6907", stated=stated).state is OPEN


def rows(name: str) -> list[dict[str, str]]:
    file = DATA / name
    if not file.is_file():
        pytest.skip(f"the open material {name} is not here")
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def state_of(classifier: Classifier, description: str, hs: str) -> ItemState:
    code = read_customs_code(hs)
    return classifier.classify(description, hs=code.code if code else "").state


def test_of_real_goods_none_that_may_be_listed_is_settled_as_not_listed(classifier: Classifier):
    states = [
        (row["label"], state_of(classifier, row["description"], row["hs_code"])) for row in rows("real_items.csv")
    ]
    assert [state for label, state in states if label in "LD" and state in {UNLIKELY, ItemState.NOT_LISTED}] == []
    settled = [state for label, state in states if label == "N" and state in {UNLIKELY, ItemState.NOT_LISTED}]
    assert len(settled) >= 60


def test_of_innocent_goods_nearly_all_are_unlikely_and_none_is_classified(classifier: Classifier):
    some = rows("innocent_items.csv")[::9]
    states = [state_of(classifier, row["description"], row["hs"]) for row in some]
    assert ItemState.CLASSIFIED not in states
    assert sum(state in {UNLIKELY, ItemState.NOT_LISTED} for state in states) >= 0.95 * len(states)

"""An entry of an apparatus stands back where a text names another thing, whatever word the two share."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho.classification.answer import NOT_LISTED, ItemState
from sekisho.classification.classifier import Classifier
from sekisho.classification.ranking import heads_of
from sekisho.law.model.library import Library


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    """The classifier on a day on which holmium was suspended."""
    return Classifier(library, as_of=date(2026, 9, 30))


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("Centrifuge fixtures for gyro bearings", {"centrifuge"}),
        ("gyro bearing centrifuge", {"centrifuge"}),
        ("陀螺轴承用的离心架", {"centrifuge"}),
        ("Pumps with wetted surfaces of graphite", {"pump"}),
        ("isostatic press", {"isostatic_press", "press"}),
        ("Graphite", set()),
    ],
)
def test_the_head_of_a_name_is_the_thing_that_it_names(classifier: Classifier, name: str, heads: set[str]):
    assert heads_of(name, classifier.index.lexicon) == heads


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("graphite block", "1C108"),
        ("Graphitblock isostatisch 1,85 g/cm3", "1C108"),
        ("石墨块", "1C108"),
        ("NdFeB magnet N52", "1C905.a.4"),
    ],
)
def test_a_material_stands_before_an_apparatus_of_it(classifier: Classifier, text: str, first: str):
    codes = [one.code for one in classifier.classify(text).candidates if one.code != NOT_LISTED]
    assert codes[0] == first


@pytest.mark.parametrize("text", ["ball bearing", "玉軸受 6204", "深沟球轴承 6204"])
def test_a_bearing_is_no_fixture_in_which_bearings_are_tested(classifier: Classifier, text: str):
    assert classifier.classify(text).state is ItemState.UNLIKELY_LISTED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("centrifuge fixture for gyro bearings", "7B102.e"),
        ("graphite double-walled pipe with leak detection", "2B350.d.8"),
        ("hot isostatic press", "2B204.a"),
    ],
)
def test_who_names_the_apparatus_is_led_to_it(classifier: Classifier, text: str, code: str):
    assert code in [one.code for one in classifier.classify(text).candidates][:3]


def test_of_codes_that_resemble_alike_the_one_in_force_stands_first(classifier: Classifier):
    """Holmium was suspended when the law was read; dysprosium and terbium were not."""
    codes = [one.code for one in classifier.classify("sintered NdFeB magnet").candidates]
    magnets = [code for code in codes if code.endswith(".a.4")]
    assert magnets.index("1C909.a.4") == len([code for code in magnets if code in {"1C904.a.4", "1C905.a.4"}])

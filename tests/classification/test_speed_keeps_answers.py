"""What makes classification fast changes no answer: factors of units, limits that no figure touches, words met."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.support.products import GOLDEN, read_products

from sekisho import Library
from sekisho.classification.classifier import Classifier
from sekisho.classification.limit_checks import status_of, with_spare
from sekisho.trade.items import unit
from sekisho.trade.items.unit import UnitError, convert

NUMBERS = ("1", "0.1", "3.7", "99.95", "1E+7", "7E-6", "0.333333333333")


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=date(2026, 11, 27))


@pytest.mark.parametrize(
    ("of", "to"),
    [("inch", "mm"), ("Wh/kg", "J/kg"), ("percent", "ppm"), ("MPa", "psi"), ("degC", "K"), ("km/h", "m/s")],
)
def test_a_number_by_the_factor_of_its_unit_is_the_number_that_pint_gives(of: str, to: str):
    for number in map(Decimal, NUMBERS):
        factor = unit._factor(of, to)
        assert factor is None or number * factor == unit._converted(number, of, to)
    # By hand: 0 degrees Celsius are 273.15 K, which no factor gives.
    assert convert(Decimal(0), "degC", "K") == Decimal("273.15")


def test_units_of_two_kinds_have_no_factor():
    with pytest.raises(UnitError):
        convert(Decimal(1), "kg", "mm")


def test_limits_that_no_figure_of_a_text_touches_are_those_of_an_item_of_which_nothing_is_known(classifier: Classifier):
    scales, items = classifier.scales, classifier.items
    for product in read_products(GOLDEN):
        judged = classifier.judge(f"{product.description}, 25 kg, 3 m, 40 degC, 12 V")
        for one in judged.ranked[:10]:
            code = one.hit.document.code
            if code in items.items and not one.is_none:
                known = judged.known
                whole = status_of(items, code, with_spare(items, code, known.stated, known.loose))
                assert scales._status(code, known) is whole


def test_texts_that_differ_in_figures_alone_resemble_the_same_and_nobody_shares_a_list(classifier: Classifier):
    lexicon, index = classifier.index.lexicon, classifier.index
    first, second = (lexicon.tag(f"sintered NdFeB magnet {size} mm") for size in (5, 12))
    one, other = index.find(first), index.find(second)
    assert one == other
    assert one is not other
    one.clear()
    assert index.find(replace(first)) == other

"""The words of classification reach plain descriptions in every field of the list, and stop at what is not listed."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.support.products import PLAIN, Product, read_products
from tests.support.right_codes import DAY, is_right

import sekisho
from sekisho.classification.answer import Classification, ItemState
from sekisho.classification.classifier import Classifier

PRODUCTS = read_products(PLAIN)
CONTROLLED = tuple(product for product in PRODUCTS if product.expect)
NOT_LISTED = tuple(product for product in PRODUCTS if not product.expect)


@pytest.fixture(scope="module")
def answers() -> dict[str, Classification]:
    classifier = Classifier(sekisho.load_measures(), as_of=DAY)
    return {product.description: classifier.classify(product.description) for product in PRODUCTS}


def share(products: tuple[Product, ...], answers: dict[str, Classification], places: int) -> float:
    """Return the share of products of which a right answer is among the first candidates."""
    right = [
        any(is_right(candidate.code, product) for candidate in answers[product.description].candidates[:places])
        for product in products
    ]
    return sum(right) / len(right)


def test_half_of_the_products_are_controlled_and_every_field_of_the_list_is_there():
    assert len(CONTROLLED) == len(NOT_LISTED) == 30
    assert {code[0] for product in CONTROLLED for code in product.expect} == set("0123456789")
    assert min(Counter(product.language for product in PRODUCTS).values()) >= 4


def test_the_right_entry_of_a_controlled_product_stands_first_or_among_three(answers: dict[str, Classification]):
    assert share(CONTROLLED, answers, 1) >= 0.93
    assert share(CONTROLLED, answers, 3) >= 0.96


def test_a_product_that_is_not_listed_is_said_to_be_none_first_or_among_three(answers: dict[str, Classification]):
    assert share(NOT_LISTED, answers, 1) >= 0.93
    assert share(NOT_LISTED, answers, 3) >= 0.96


def test_no_controlled_product_is_settled_as_not_listed_and_no_other_as_a_code(answers: dict[str, Classification]):
    lost = [each.description for each in CONTROLLED if answers[each.description].state is ItemState.NOT_LISTED]
    caught = [each.description for each in NOT_LISTED if answers[each.description].state is ItemState.CLASSIFIED]
    assert (lost, caught) == ([], [])

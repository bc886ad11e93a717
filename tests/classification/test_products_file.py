"""The files of products are whole: known codes, one answer each, every field there, nothing given away."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from tests.support.products import GOLDEN, MORE, NOT_LISTED, PLAIN, Product, read_products, read_rows

from sekisho.law.loading.data_package import installed_folders

ORDER = (
    *("no", "description", "language", "hs", "expect", "verdict", "parameters", "decides", "why", "confidence"),
    *("source", "set"),
)
OPTIONAL = {"hs", "decides", "source"}
SUSPENDED = tuple(f"cn/2025-{number}-" for number in (55, 56, 57, 58, 61, 62))
"""Measures that Announcement 70 of 2025 suspends to 2026-11-10."""

PRODUCTS = [product for file in (GOLDEN, MORE, PLAIN) for product in read_products(file)]

KANA = re.compile("[\u3041-\u30fc]")
HAN = re.compile("[\u4e00-\u9fff]")
CAS = re.compile(r"\b\d{2,7}-\d{2}-\d\b")
VALUE = re.compile(r"(yes|no|[\d.]+ \+ \d*L/\d+ um|\d+(\.\d+)?(e\d+)?( \S+)?)")
"""Yes, no, an error as a function of length, or a number with its unit."""


@cache
def scheme() -> dict[str, dict[str, str]]:
    """The rows of the control list by code."""
    (table,) = (found for folder in installed_folders() for found in folder.glob("lists/cn-dual-use.csv"))
    with table.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row for row in csv.DictReader(rows)}


@pytest.mark.parametrize("file", [GOLDEN, MORE, PLAIN], ids=lambda file: file.name)
def test_every_product_has_every_field_in_the_one_order(file: Path):
    """`no` stands in the golden set only, `set` where a half is held back."""
    left_out = {GOLDEN: {"set"}, MORE: {"no"}, PLAIN: {"no", "set"}}[file]
    expected = [key for key in ORDER if key not in left_out]
    for row in read_rows(file):
        given = set(row)
        assert list(row) == [key for key in expected if key in given], row["description"]
        assert given >= set(expected) - OPTIONAL, row["description"]
        assert all(row[key] for key in given - {"parameters"}), row["description"]


def test_the_expected_answer_is_made_of_codes_of_the_list():
    wrong = {
        product.description: product.expect
        for product in PRODUCTS
        if not set(product.expect) <= set(scheme())
        or len(set(product.expect)) < len(product.expect)
        or NOT_LISTED in product.expect
    }
    assert not wrong


def verdict(product: Product) -> str:
    """The verdict that follows from the codes and from the measures that listed them."""
    states = {scheme()[code]["since_measure"].startswith(SUSPENDED) for code in product.expect}
    if len(states) > 1:
        return "codes of different states"
    return {None: "not_controlled", True: "suspended", False: "controlled"}[next(iter(states), None)]


def test_the_verdict_follows_from_the_expected_code_and_the_measure_that_listed_it():
    wrong = {each.description: verdict(each) for each in PRODUCTS if each.verdict != verdict(each)}
    assert not wrong


def test_a_product_is_described_in_the_language_that_it_names():
    """Kana is Japanese; characters alone may be either language, as on a Japanese invoice without kana."""
    for product in PRODUCTS:
        kana, han = bool(KANA.search(product.description)), bool(HAN.search(product.description))
        possible = {"ja"} if kana else {"zh", "ja"} if han else {"en"}
        assert product.language in possible, product.description


def test_parameters_are_named_by_quantity_and_carry_a_value():
    wrong = [
        (product.description, name, value)
        for product in PRODUCTS
        for name, value in product.parameters.items()
        if not re.fullmatch("[a-z][a-z0-9_]*", name) or not (CAS if name == "cas" else VALUE).fullmatch(value)
    ]
    assert not wrong


def test_a_cas_number_has_its_check_digit_and_stands_in_the_description():
    for product in PRODUCTS:
        numbers = CAS.findall(product.description)
        for number in numbers:
            *digits, check = (int(digit) for digit in number.replace("-", ""))
            assert sum(place * digit for place, digit in enumerate(reversed(digits), 1)) % 10 == check, number
        assert product.parameters.get("cas", "") in {"", *numbers}, product.description


def test_a_customs_code_a_reason_a_confidence_and_a_source_have_their_form():
    for product in PRODUCTS:
        assert re.fullmatch(r"(\d{4,10}(; \d{4,10})*)?", product.hs), product.description
        assert product.why.endswith("."), product.description
        assert len(product.why.split()) >= 3, product.description
        assert product.confidence in {"high", "medium", "low"}, product.description
        assert re.fullmatch(r"(https?://\S+)?", product.source), product.description


def test_a_description_never_gives_its_answer_away():
    """No control code stands in a description."""
    assert not [each.description for each in PRODUCTS if re.search(r"\d[A-E]\d{3}(\.|\b)", each.description)]


def test_the_parameter_that_decides_is_not_in_the_description():
    for product in PRODUCTS:
        for name in product.decides:
            number = product.parameters.get(name, "none given").partition(" ")[0]
            assert not re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", product.description), product.description


def test_the_parameter_that_decides_has_a_value_from_the_data_sheet():
    """Where goods decide; technology is decided by the goods that it makes."""
    for product in read_products(MORE):
        if not any(code[1] in "DE" for code in product.expect):
            assert set(product.decides) <= set(product.parameters), product.description


def test_no_product_stands_twice():
    told = Counter(re.sub(r"\W+", " ", product.description.casefold()).strip() for product in PRODUCTS)
    assert not [words for words, count in told.items() if count > 1]
    numbers = Counter(product.no for product in read_products(GOLDEN))
    assert not [number for number, count in numbers.items() if count > 1]


def test_the_golden_set_holds_the_63_products_judged_by_hand():
    counts = Counter(product.verdict for product in read_products(GOLDEN))
    assert counts == {"controlled": 35, "suspended": 5, "not_controlled": 23}


def test_the_further_products_are_many_and_spread_over_the_list():
    """A third is not listed, a fifth Chinese, a fifth Japanese; no division and no measure is left out."""
    more = read_products(MORE)
    assert len(more) >= 130
    assert 0.25 <= sum(not product.expect for product in more) / len(more) <= 0.42
    spoken = Counter(product.language for product in more)
    assert all(0.15 <= spoken[language] / len(more) <= 0.25 for language in ("zh", "ja"))
    codes = {code for product in more for code in product.expect}
    assert {code[0] for code in codes} == set("0123456789")
    assert {scheme()[code]["since_measure"] for code in codes} == {row["since_measure"] for row in scheme().values()}


def test_half_of_the_further_products_are_held_back():
    sets = Counter(product.set for product in read_products(MORE))
    assert set(sets) == {"dev", "held"}
    assert abs(sets["dev"] - sets["held"]) <= 1
    assert {product.set for product in read_products(MORE, set_="held")} == {"held"}

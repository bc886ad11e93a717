"""Identifiers are known by their check digit, whatever stands around them; a bare stock code is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho import Library
from sekisho.law.model.listed_party import Identifier, IdentifierKind
from sekisho.parties.identifier import _CHECKS, corporate_check_digit, identifier_in_column, identifier_of

NATIONAL_TAX_AGENCY = "7000012050002"
"""The corporate number that the National Tax Agency publishes as its own."""

LEI = "5493001KJTIIGC8Y1R12"
"""An example of ISO 17442 in wide use."""

CREDIT_CODE = "91350100M000100Y43"
"""An example of GB 32100 in wide use."""


@pytest.mark.parametrize(
    "text",
    [
        "7000012050002",
        "法人番号 7000012050002",
        "法人番号：７０００－０１２０５０００２",
        "国税庁法人番号 7000 0120 50002",
        "Corporate Number: 7-0000-1205-0002",
        "JCN7000012050002",
    ],
)
def test_a_corporate_number_is_read_in_any_width_with_any_word_before_it(text: str):
    assert identifier_of(text) == Identifier(kind="corporate_number", value=NATIONAL_TAX_AGENCY)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (LEI, "lei", LEI),
        ("LEI: 5493 001K JTII GC8Y 1R12", "lei", LEI),
        ("lei 5493001kjtiigc8y1r12", "lei", LEI),
        (CREDIT_CODE, "credit_code", CREDIT_CODE),
        ("统一社会信用代码：９１３５０１００Ｍ０００１００Ｙ４３", "credit_code", CREDIT_CODE),
        ("TYO:7011", "stock_code", "7011"),
        ("7011.T", "stock_code", "7011"),
        ("7011.JP", "stock_code", "7011"),
        ("東証 ７０１１", "stock_code", "7011"),
        ("証券コード：130A", "stock_code", "130A"),
        ("130a.t", "stock_code", "130A"),
    ],
)
def test_the_other_kinds_are_read(text: str, kind: IdentifierKind, value: str):
    assert identifier_of(text) == Identifier(kind=kind, value=value)


@pytest.mark.parametrize(
    "text",
    [
        "7011",
        "130A",
        "７０１１",
        "7000012050003",
        "法人番号 7000012050003",
        "LEI: 5493001KJTIIGC8Y1R13",
        "91350100M000100Y44",
        "TYO:70111",
        "TYO:13BB",
        "0130.T",
        "LEI Electronics",
        "TSE Trading Company",
        "Alpha Works",
        "",
        "0123456789012",
        "٧٠٠٠٠١٢٠٥٠٠٠٢",
    ],
)
def test_what_is_no_identifier_is_none(text: str):
    """A bare stock code could be anything, and a wrong check digit is a slip of the pen."""
    assert identifier_of(text) is None


def test_in_a_column_of_stock_codes_a_bare_one_is_read():
    assert identifier_in_column("７０１１", "stock_code") == Identifier(kind="stock_code", value="7011")
    assert identifier_in_column("証券コード 7011", "stock_code") == Identifier(kind="stock_code", value="7011")
    assert identifier_in_column("Alpha", "stock_code") is None
    assert identifier_in_column(LEI, "corporate_number") is None


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_a_wrong_digit_of_a_corporate_number_is_found_unless_it_moves_the_sum_by_nine(base: str, at: int, by: int):
    """By 9 moves 0 to 9 or back: the one slip of a digit that the scheme cannot see."""
    number = f"{corporate_check_digit(base)}{base}"
    assert identifier_of(number) == Identifier(kind="corporate_number", value=number)
    digit = int(base[at])
    slipped = (digit + by) % 10
    wrong = f"{number[0]}{base[:at]}{slipped}{base[at + 1 :]}"
    seen = abs(slipped - digit) % 9 != 0
    assert (identifier_of(wrong) is None) is seen


@given(st.integers(0, 19), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_a_wrong_letter_of_an_lei_is_found(at: int, letter: str):
    wrong = f"{LEI[:at]}{letter}{LEI[at + 1 :]}"
    assert (identifier_of(f"LEI {wrong}") is None) is (wrong != LEI)


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_a_wrong_letter_of_a_credit_code_is_found(at: int, letter: str):
    wrong = f"{CREDIT_CODE[:at]}{letter}{CREDIT_CODE[at + 1 :]}"
    assert (identifier_of(wrong) is None) is (wrong != CREDIT_CODE)


def test_every_identifier_of_every_built_in_table_is_valid_and_bare_as_well_as_typed(library: Library):
    held = [(entry.id, each) for entry in library.entries for each in entry.typed_identifiers]
    assert len(held) > 20
    assert [pair for pair in held if not _CHECKS[pair[1].kind](pair[1].value)] == []
    assert all(entry.identifiers == tuple(each.value for each in entry.typed_identifiers) for entry in library.entries)

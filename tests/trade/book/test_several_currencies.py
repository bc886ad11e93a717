"""Amounts of several currencies are never added up as one, wherever the book names the currencies."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sekisho import Library, determine_book
from sekisho.determination.book.run_summary import RunResult

AMOUNTS = (("1,000", "EUR"), ("250.50", "eur"), ("9000", "USD"), ("12000", "円"), ("70", "")) * 3


def judged(library: Library, folder: Path, header: str, *lines: str) -> tuple[RunResult, list[tuple[str, str, str]]]:
    """Judge a book, and return the value, the currency and what is unread of each line."""
    book, out = folder / "book.csv", folder / "r.csv"
    book.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    result = determine_book(book, library, out=out, as_of="2026-12-03")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["value"], row["currency"], row["unread"]) for row in csv.DictReader(file)]
    return result, rows


def total(result: RunResult) -> float:
    return sum((result.value_by_headline or {}).values())


@pytest.mark.parametrize("header", ["Währg", "CURR", "通貨", "币种", "Zorro"])
def test_an_amount_in_another_currency_than_most_is_told_and_added_to_nothing(
    library: Library, tmp_path: Path, header: str
):
    lines = [f'bolts,"{amount}",{currency}' for amount, currency in AMOUNTS]
    result, rows = judged(library, tmp_path, f"goods,net value,{header}", *lines)
    assert (result.unit, total(result)) == ("EUR", 3 * (1000 + 250.5 + 70))
    assert rows[:5] == [
        ("1000.0", "EUR", ""),
        ("250.5", "EUR", ""),
        ("", "", "value: 9000 USD"),
        ("", "", "value: 12000 JPY"),
        ("70.0", "EUR", ""),
    ]
    assert header not in result.unmapped


def test_amounts_of_one_currency_are_added_up_in_it(library: Library, tmp_path: Path):
    result, rows = judged(library, tmp_path, "goods,net value,currency", "bolts,100,JPY", "nuts,200,円", "pins,,円")
    assert (result.unit, total(result)) == ("JPY", 300)
    assert rows == [("100.0", "JPY", ""), ("200.0", "JPY", ""), ("", "", "")]


def test_an_amount_that_states_its_currency_and_a_header_that_does_are_believed(library: Library, tmp_path: Path):
    of_cells, rows = judged(
        library, tmp_path, "goods,net value,currency", "bolts,100,EUR", "nuts,EUR 200,USD", "pins,US$ 7,EUR"
    )
    assert (of_cells.unit, total(of_cells), rows[2][2]) == ("EUR", 300, "value: US$ 7")
    of_header, _ = judged(library, tmp_path, "goods,value_usd,order currency", "bolts,100,EUR", "nuts,200,JPY")
    assert (of_header.unit, total(of_header)) == ("USD", 300)


def test_a_currency_that_is_not_known_is_added_to_nothing(library: Library, tmp_path: Path):
    lines = ("bolts,100,XAF", "nuts,200,XAF", "pins,3,EUR")
    result, rows = judged(library, tmp_path, "goods,net value,currency", *lines)
    assert (result.unit, total(result)) == ("EUR", 3)
    assert [row[2] for row in rows] == ["value: 100 XAF", "value: 200 XAF", ""]


def test_a_column_of_other_words_names_no_currency(library: Library, tmp_path: Path):
    result, rows = judged(library, tmp_path, "goods,net value,remark", "bolts,100,USD", "nuts,200,rush", "pins,3,hold")
    assert (total(result), [row[1] for row in rows]) == (303, ["", "", ""])

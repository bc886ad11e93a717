"""A code that does not exist is said not to, with what is near it, and the line is judged all the same."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from sekisho import FactError, Library
from sekisho.classification.answer import ItemState
from sekisho.classification.batch import unread_code
from sekisho.cli import main
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.scheme import control_entries, scheme_name
from sekisho.service.check import CheckRequest, check
from sekisho.service.classify import ClassifyRequest, classify
from sekisho.service.workspace import Workspace
from sekisho.trade.items.control_entry import codes_that_are_none
from sekisho.trade.items.harmonised_system import is_no_customs_code
from sekisho.trade.items.tariff import tariff

DAY: Final = date(2026, 9, 30)
ROUTE: Final = {"origin": "CN", "departure": "CN", "destination": "JP"}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"description": "9Z999"}, "9Z999"),
        ({"description": "gallium, 3C099.a"}, "3C099.a"),
        ({"hs_code": "999999"}, "999999"),
        ({"hs_code": "8599.10"}, "8599.10"),
        ({"hs_code": "77"}, "77"),
        ({"hs_code": "12"}, "12"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_code_that_does_not_exist_is_named_and_the_line_judged(
    facts: dict[str, str], code: str, language: str, library: Library
):
    answer = check(CheckRequest(facts={**ROUTE, **facts}, as_of=DAY), Workspace(library=library, today=DAY))
    say = teller_of(library, language)
    assert [note for note in map(say, answer.notes) if code in note]
    assert answer.missing


def test_the_nearest_are_codes_that_there_are(library: Library):
    entries = control_entries(library, scheme_name(library))
    for text in ("9Z999", "3C099", "1C9O5"):
        for _, near in codes_that_are_none(text, library):
            assert near
            assert entries.keys() >= set(near)


def test_codes_that_there_are_and_part_numbers_are_not_said_to_be_none(library: Library):
    for code in control_entries(library, scheme_name(library)):
        assert not list(codes_that_are_none(code, library)), code
    assert not list(codes_that_are_none("transistor 2N222, 7805", library))
    for line in tariff(library).lines:
        assert not is_no_customs_code(line.printed), line.printed


@pytest.mark.parametrize("code", ["999999", "8599.10", "77", "12"])
def test_who_asks_what_goods_are_is_told_of_the_code_and_answered_by_the_words(code: str, library: Library):
    workspace = Workspace(library=library, today=DAY)
    told = classify(ClassifyRequest(description="gallium metal", hs_code=code), workspace)
    plain = classify(ClassifyRequest(description="gallium metal"), workspace)
    assert [text for text in told.cautions if code.replace(".", "") in text.replace(".", "")]
    assert (told.state, told.codes) == (plain.state, plain.codes) == (ItemState.CLASSIFIED, ("3C001.a",))


def test_a_code_that_does_not_exist_alone_says_nothing_of_goods(library: Library):
    with pytest.raises(FactError, match=r"999999 does not exist"):
        classify(ClassifyRequest(hs_code="999999"), Workspace(library=library, today=DAY))


def test_a_row_of_a_table_of_items_names_a_code_that_does_not_exist():
    assert [unread_code(cell) for cell in ("999999", "8599.10", "magnets", "8505.11", "")] == [
        "999999",
        "8599.10",
        "magnets",
        "",
        "",
    ]


def test_an_order_list_tells_each_such_code_in_its_table_of_cells_and_in_its_line(tmp_path: Path):
    book, out = tmp_path / "orders.csv", tmp_path / "out.parquet"
    rows = [("gallium", "999999"), ("gallium", "12"), ("gallium", "8112.92"), ("gallium", "pending review")]
    lines = (f"{number},{item},{code},Japan\n" for number, (item, code) in enumerate(rows, start=1))
    book.write_text("line,item,hs code,destination\n" + "".join(lines), encoding="utf-8")
    ran = CliRunner().invoke(main, ["bulk", str(book), "-o", str(out), "--as-of", DAY.isoformat()])
    assert ran.exit_code == 0, ran.output
    assert "2 texts were read and are doubtful" in ran.output
    with out.with_suffix(".gaps.csv").open(encoding="utf-8", newline="") as table:
        reasons = {row["text"]: row["reason"] for row in csv.DictReader(table)}
    assert reasons == {
        "999999": "There is no such customs code.",
        "12": "A chapter alone: state at least the heading, four digits.",
        "pending review": "Customs code not recognised.",
    }
    explained = CliRunner().invoke(main, ["explain", str(out), "--line", "1"])
    assert "Customs code 999999 does not exist" in explained.output
    assert "Not read" not in explained.output  # it is told, and used as it stands


def test_an_item_known_by_a_code_that_does_not_exist_alone_is_not_taken_for_unlisted(tmp_path: Path):
    book, out = tmp_path / "orders.csv", tmp_path / "out.csv"
    book.write_text("line,hs code,destination\n1,999999,Japan\n2,2203,Japan\n", encoding="utf-8")
    ran = CliRunner().invoke(main, ["bulk", str(book), "-o", str(out), "--as-of", DAY.isoformat()])
    assert ran.exit_code == 0, ran.output
    with out.open(encoding="utf-8-sig", newline="") as table:
        states = {row["line"]: row["item_state"] for row in csv.DictReader(table)}
    assert states == {"1": "unread", "2": "unlikely_listed"}


def test_a_doubtful_code_does_not_refuse_a_book_that_must_be_read_wholly(tmp_path: Path):
    book, out = tmp_path / "orders.csv", tmp_path / "out.csv"
    book.write_text("line,hs code,destination\n1,999999,Japan\n2,pending review,Japan\n", encoding="utf-8")
    words = ["bulk", str(book), "-o", str(out), "--as-of", DAY.isoformat(), "--strict"]
    assert CliRunner().invoke(main, words).exit_code == 1
    with out.with_suffix(".rejects.csv").open(encoding="utf-8", newline="") as table:
        assert [row["value"] for row in csv.DictReader(table)] == ["pending review"]
    book.write_text("line,hs code,destination\n1,999999,Japan\n", encoding="utf-8")
    assert CliRunner().invoke(main, words).exit_code == 0

"""A fact that a run leaves unknown is asked for, and an answer to it counts: nobody said that it may not be known."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from tests.support.open_books import given, inquire_of

from sekisho import Library, determine_book
from sekisho.determination.book.answers import Answer, BookAnswers
from sekisho.determination.book.bulk import BookResult
from sekisho.determination.book.run_files import open_run
from sekisho.determination.line.determination import determine
from sekisho.determination.settle.answer_effects import determine_again, measure
from sekisho.determination.settle.question_ranking import rank
from sekisho.law.model.condition import FactName
from sekisho.service.workspace import Workspace
from sekisho.web.pages.book_lines import explained

CODES = FactName("control_codes")
HEAD = ("line", "departure", "destination", "description", "end_user", "end_use", "control_codes")
ROWS = (
    ("1", "CN", "JP", "terbium oxide", "Mihon KK", "civil", ""),
    ("2", "CN", "JP", "brass hinge", "Mihon KK", "civil", ""),
    ("3", "CN", "JP", "wafer", "Mihon KK", "civil", "none"),
)
ANSWERS = BookAnswers(
    facts=tuple(
        Answer(fact=CODES, about=(("description", item),), value=code, by="A. Tester", on="2026-11-20")
        for item, code in (("terbium oxide", "1C905.a"), ("brass hinge", "none"), ("sand", "none"))
    )
)


def run(folder: Path, law: Library, *, answers: BookAnswers = ANSWERS, column: bool, unknown: bool) -> BookResult:
    """Determine the book with or without the column of codes."""
    book = folder / "book.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(row if column else row[:-1] for row in (HEAD, *ROWS))
    return determine_book(
        book,
        law,
        out=folder / "r.csv",
        as_of="2026-09-30",
        answers=answers,
        unknown=["control_codes"] if unknown else (),
        threads=1,
    )


def outcomes(result: BookResult) -> list[str]:
    """Outcome of each line."""
    with result.out.open(encoding="utf-8", newline="") as file:
        return [row["outcome"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("column", [True, False])
def test_an_answer_counts_although_the_fact_is_left_unknown(tmp_path: Path, small_law: Library, *, column: bool):
    """The third line has no answer: what its book states is left aside, as was asked."""
    found = outcomes(run(tmp_path, small_law, column=column, unknown=True))
    assert found[:2] == ["licence", "free"]
    assert found[2] == "undetermined"


def test_a_line_by_itself_is_filled_as_in_the_book(tmp_path: Path, small_law: Library):
    result = run(tmp_path, small_law, column=False, unknown=True)
    for line, outcome in zip("123", outcomes(result), strict=True):
        stated, judged = explained(result.out, line, Workspace(library=small_law, today=date(2026, 9, 30)))
        assert determine(stated.facts, judged.of.library, as_of="2026-09-30").outcome == outcome
        assert judged.answer.outcome == outcome


def test_the_fact_that_every_line_waits_for_is_asked_first_and_its_answers_settle(tmp_path: Path, small_law: Library):
    result = run(tmp_path, small_law, answers=BookAnswers(), column=False, unknown=True)
    assert set(outcomes(result)) == {"undetermined"}
    inquiry = inquire_of(result.out, small_law)
    ranked = rank(inquiry, top=10)
    assert {one.question.fact for one in ranked} == {CODES}
    assert sum(one.waiting for one in ranked) == len(ROWS)
    answers = [given(one.question, "1C905.a") for one in ranked]
    measured = measure(inquiry, answers)
    assert all(one.held for one in measured)
    again = determine_again(inquiry.run, answers, tmp_path / "new.csv")
    assert outcomes(again) == ["licence"] * len(ROWS)
    assert open_run(again.out).card["unknown"] == ["control_codes"]

"""Settle first: what is predicted of answers always holds, and nothing else of a book is touched."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.settle.books import answer_for, given, inquire_of, outcomes, random_rows, run_of, write_book

from sekisho import Library
from sekisho.cli.book import read_card
from sekisho.determine.answers import answers_of_card, fill_line
from sekisho.determine.finished import library_of_run
from sekisho.determine.measured import determine_again, measure
from sekisho.determine.one import determine
from sekisho.determine.questions import GROUP
from sekisho.determine.settling import rank
from sekisho.errors import BookError
from sekisho.trade.book import line_of_book

LINES = 60
TOP = 12
GROUPS = (GROUP, ("end_user",), ("item",), ("destination",))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_predicted_of_answers_holds_and_is_what_the_new_results_show(
    seed: int, tmp_path: Path, small_law: Library
):
    run = run_of(
        write_book(tmp_path / "book.csv", random_rows(seed, LINES)), small_law, group=GROUPS[seed % len(GROUPS)]
    )
    rng = random.Random(seed)
    ranked = rank(run.inquiry, top=TOP)
    answers = [given(one.question, answer_for(one.question, run.inquiry, rng)) for one in ranked]
    measured = measure(run.inquiry, answers)
    assert [one.predicted.settles for one in measured] == [one.settles for one in ranked]
    assert all(one.held for one in measured)
    before = outcomes(run.results)
    try:
        determine_again(run.inquiry.run, answers, tmp_path / "new.csv")
    except BookError as fault:
        # Where a military body is named for lines that say civil, the answer is refused, and nothing is written.
        assert "contradict" in str(fault)  # noqa: PT017 - either way something is asserted
        assert not (tmp_path / "new.csv").exists()
        return
    after = outcomes(tmp_path / "new.csv")
    settled = {line for line in before if before[line][0] == "undetermined" != after[line][0]}
    assert len(settled) == measured[-1].together
    assert {line: row for line, row in after.items() if before[line][0] != "undetermined"} == {
        line: row for line, row in before.items() if row[0] != "undetermined"
    }


def test_some_predictions_are_certain_and_some_settle_lines(tmp_path: Path, small_law: Library):
    run = run_of(write_book(tmp_path / "book.csv", random_rows(1, LINES)), small_law)
    ranked = rank(run.inquiry, top=TOP)
    assert any(one.settles.lines[0] == one.settles.lines[1] > 0 for one in ranked)
    assert any(one.settles.lines[0] < one.settles.lines[1] for one in ranked)
    assert ranked[-1].together.lines[0] >= sum(one.settles.lines[0] for one in ranked[:1])


def test_the_first_question_settles_at_least_the_lines_for_which_it_is_the_only_thing_missing(
    tmp_path: Path, small_law: Library
):
    run = run_of(write_book(tmp_path / "book.csv", random_rows(2, LINES)), small_law)
    best = rank(run.inquiry, top=1)[0]
    alone = sum(
        one.count
        for one, waits in zip(run.inquiry.lines.alike, run.inquiry.waits, strict=True)
        if waits.needed == {best.question}
    )
    assert best.alone == alone > 0
    if best.question.kind not in {"law", "name"}:
        assert best.settles.lines[0] >= alone


@pytest.mark.parametrize("seed", range(2))
def test_a_line_by_itself_and_the_book_are_filled_alike(seed: int, tmp_path: Path, small_law: Library):
    run = run_of(write_book(tmp_path / "book.csv", random_rows(seed, LINES)), small_law)
    rng = random.Random(seed)
    answers = [
        given(one.question, answer_for(one.question, run.inquiry, rng))
        for one in rank(run.inquiry, top=40)
        if one.question.fact != "end_user"
    ]
    new = tmp_path / "new.parquet"
    determine_again(run.inquiry.run, answers, new)
    card = read_card(new)
    kept, library = answers_of_card(card), library_of_run(card, small_law)
    for line, (outcome, floor, ceiling, missing) in outcomes(new).items():
        facts = fill_line(line_of_book(card, line), kept, library, line=line)
        one = determine(facts, library, assume=dict(card["assume"])).to_dict()  # type: ignore[call-overload]
        assert (one["outcome"], one["floor"], one["ceiling"]) == (outcome, floor, ceiling), line
        assert ";".join(one["missing"]) == (missing or ""), line  # type: ignore[arg-type]


def test_the_order_of_lines_does_not_matter(tmp_path: Path, small_law: Library):
    rows = random_rows(3, LINES)
    one = run_of(write_book(tmp_path / "one.csv", rows), small_law, name="one-results.csv")
    random.Random(0).shuffle(rows)
    other = run_of(write_book(tmp_path / "other.csv", rows), small_law, name="other-results.csv")
    assert rank(one.inquiry, top=TOP) == rank(other.inquiry, top=TOP)


def test_by_value_the_first_question_is_about_the_most_value(tmp_path: Path, small_law: Library):
    run = run_of(write_book(tmp_path / "book.csv", random_rows(4, LINES)), small_law)
    by_value = rank(run.inquiry, top=1, by="value")[0]
    worth: dict[object, float] = {}
    for one, waits in zip(run.inquiry.lines.alike, run.inquiry.waits, strict=True):
        if len(waits.needed) == 1:
            question = next(iter(waits.needed))
            worth[question] = worth.get(question, 0.0) + one.value
    assert worth[by_value.question] == max(worth.values())


def test_answers_of_an_earlier_run_are_kept_and_not_asked_again(tmp_path: Path, small_law: Library):
    run = run_of(write_book(tmp_path / "book.csv", random_rows(5, LINES)), small_law)
    best = next(one for one in rank(run.inquiry, top=TOP) if one.question.kind == "item")
    determine_again(run.inquiry.run, [given(best.question, "none")], tmp_path / "new.csv")
    again = inquire_of(tmp_path / "new.csv", small_law)
    assert best.question not in again.places()
    second = next(one for one in rank(again, top=TOP) if one.question.kind == "item")
    determine_again(again.run, [given(second.question, "none")], tmp_path / "newer.csv")
    assert len(read_card(tmp_path / "newer.csv")["answers"]) == 2  # type: ignore[arg-type]

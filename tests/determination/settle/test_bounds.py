"""Settle first: what is predicted of answers always holds, and nothing else of a book is touched."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.open_books import answer_for, given, inquire_of, outcomes, random_of, random_rows, run_of, write_book

from sekisho import Library
from sekisho.determination.book.answers import answers_of_card, fill_line
from sekisho.determination.book.run_files import read_card
from sekisho.determination.line.determination import determine
from sekisho.determination.settle.answer_effects import AnswerEffect, MeasuredAnswer, determine_again, measure
from sekisho.determination.settle.completed_run import library_of_run
from sekisho.determination.settle.question_ranking import rank
from sekisho.determination.settle.questions import GROUP
from sekisho.determination.settle.what_if import WhatIf
from sekisho.errors import BookError
from sekisho.i18n.territory_codes import territories_of
from sekisho.trade.book.line_lookup import line_of_book

LINES = 40
TOP = 12
GROUPS = (GROUP, ("end_user",), ("item",), ("destination",))


SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 10))]
DRAWS = 4


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_predicted_of_answers_holds_and_is_what_the_new_results_show(
    seed: int, tmp_path: Path, small_law: Library
):
    run = run_of(
        write_book(tmp_path / "book.csv", random_rows(seed, LINES)), small_law, group=GROUPS[seed % len(GROUPS)]
    )
    rng, tries = random_of(seed), WhatIf(run.inquiry.run)
    ranked = rank(run.inquiry, top=TOP, tries=tries)
    answers: list[MeasuredAnswer] = []
    measured: list[AnswerEffect] = []
    for _ in range(DRAWS):
        answers = [given(one.question, answer_for(one.question, run.inquiry, rng)) for one in ranked]
        measured = measure(run.inquiry, answers, tries)
        assert [one.predicted.settles for one in measured] == [one.settles for one in ranked]
        assert all(one.held for one in measured)
    before = outcomes(run.results)
    determine_again(run.inquiry.run, answers, tmp_path / "new.csv")
    after = outcomes(tmp_path / "new.csv")
    settled = {line for line in before if before[line][0] == "undetermined" != after[line][0]}
    assert len(settled) == measured[-1].together
    assert {line: row for line, row in after.items() if before[line][0] != "undetermined"} == {
        line: row for line, row in before.items() if row[0] != "undetermined"
    }
    # Lines are settled for certain, and predictions are uncertain too, so neither bound is idle.
    assert ranked[-1].together.lines[0] > 0
    assert any(one.settles.lines[0] < one.settles.lines[1] for one in ranked)


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_each_answer_by_itself_reaches_both_of_its_bounds_where_no_other_is_put(
    seed: int, tmp_path: Path, small_law: Library
):
    run = run_of(write_book(tmp_path / "book.csv", random_rows(seed, LINES)), small_law)
    tries = WhatIf(run.inquiry.run)
    best = rank(run.inquiry, top=1, tries=tries)[0]
    found = [measure(run.inquiry, [given(best.question, one)], tries)[0].lines for one in best.choices]
    assert (min(found), max(found)) == best.settles.lines


def test_an_answer_that_contradicts_a_settled_line_is_refused_and_nothing_is_written(
    tmp_path: Path, small_law: Library
):
    open_line = ["1", "2026-02-01", "CN", "JP", "1C905.a", "", "", "civil", "Boueki KK", "magnet", "", "1"]
    settled = ["2", "2025-01-15", "CN", "JP", "1C905.a", "", "", "civil", "Boueki KK", "magnet", "", "1"]
    run = run_of(write_book(tmp_path / "book.csv", [open_line, settled]), small_law)
    assert outcomes(run.results)["1"][0] == "undetermined"
    answers = [given(one.question, "civil") for one in rank(run.inquiry, top=5) if one.question.fact == "end_use"]
    other = run.results.with_name("other.csv")
    with run.results.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["outcome"] = "free" if row["line"] == "1" else row["outcome"]
    with other.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    changed = replace(run.inquiry.run, results=other)
    with pytest.raises(BookError, match="contradict 1 line that is settled without them: 1"):
        determine_again(changed, answers, tmp_path / "new.csv")
    assert sorted(path.name for path in tmp_path.glob("new*")) == []


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


@pytest.mark.parametrize("seed", SEEDS[::9])
def test_a_line_by_itself_and_the_book_are_filled_alike(seed: int, tmp_path: Path, small_law: Library):
    run = run_of(write_book(tmp_path / "book.csv", random_rows(seed, LINES)), small_law)
    rng = random_of(seed)
    answers = [
        given(one.question, answer_for(one.question, run.inquiry, rng))
        for one in rank(run.inquiry, top=TOP)
        if one.question.fact != "end_user"
    ]
    new = tmp_path / "new.parquet"
    determine_again(run.inquiry.run, answers, new)
    card = read_card(new)
    kept, library = answers_of_card(card), library_of_run(card, small_law)
    territory = territories_of(library).code
    for line, (outcome, floor, ceiling, missing) in outcomes(new).items():
        stated = line_of_book(card, line, facts=library.facts, territory=territory)
        facts = fill_line(stated, kept, library, line=line)
        one = determine(facts, library, assume=dict(card["assume"])).to_dict()  # type: ignore[call-overload]
        assert (one["outcome"], one["floor"], one["ceiling"]) == (outcome, floor, ceiling), line
        assert ";".join(one["missing"]) == (missing or ""), line


def test_the_order_of_lines_does_not_matter(tmp_path: Path, small_law: Library):
    rows = random_rows(3, LINES)
    one = run_of(write_book(tmp_path / "one.csv", rows), small_law, name="one-results.csv")
    random_of(0).shuffle(rows)
    other = run_of(write_book(tmp_path / "other.csv", rows), small_law, name="other-results.csv")
    assert rank(one.inquiry, top=TOP) == rank(other.inquiry, top=TOP)


def test_by_value_the_first_question_is_about_the_most_value(tmp_path: Path, small_law: Library):
    rows = [[*row[:-1], str(100 * place)] for place, row in enumerate(random_rows(4, LINES), start=1)]
    run = run_of(write_book(tmp_path / "book.csv", rows), small_law)
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

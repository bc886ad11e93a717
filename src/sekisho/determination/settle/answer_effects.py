"""Answers measured: what each settles, one after another, beside what was predicted of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sekisho.determination.book.answers import Answer, BookAnswers, about_of
from sekisho.determination.book.bulk import BookResult, determine_book
from sekisho.determination.book.items import Classifies
from sekisho.determination.book.snapshot import kept_of
from sekisho.determination.book.supposition import suppositions_of_card
from sekisho.determination.settle.completed_run import CompletedRun
from sekisho.determination.settle.question_ranking import RankedQuestion, WaitingLines, predict
from sekisho.determination.settle.questions import Question
from sekisho.determination.settle.what_if import HERE, Assumptions, WhatIf, answered, decision_of
from sekisho.errors import BookError, Problem
from sekisho.files.formats import source_sql
from sekisho.files.tables import short_connection
from sekisho.law.model.condition import FactName
from sekisho.message import Text, counted, joined, message
from sekisho.trade.book.line_lookup import recipe_of_run

SHOWN = 5
"""Lines that a problem names: enough to find what they share, few enough for one line of a terminal. A guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredAnswer:
    """An answer to a question: by whom, on which day (ISO), on what grounds."""

    question: Question
    answer: str
    by: str
    on: str
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEffect:
    """What an answer settled, beside what was predicted before it was known."""

    given: MeasuredAnswer
    predicted: RankedQuestion
    lines: int
    value: float
    together: int

    @property
    def held(self) -> bool:
        """Tell whether the lines lie within what was predicted."""
        low, high = self.predicted.settles.lines
        first, last = self.predicted.together.lines
        return low <= self.lines <= high and first <= self.together <= last


def measure(inquiry: WaitingLines, given: Sequence[MeasuredAnswer], tries: WhatIf | None = None) -> list[AnswerEffect]:
    """Predict and measure what answers settle, each after those before it."""
    tries = tries or WhatIf(inquiry.run)
    predicted = predict(inquiry, [one.question for one in given], tries)
    alike, places = inquiry.lines.alike, inquiry.places()
    facts: dict[int, dict[FactName, str | None]] = {}
    steps: list[tuple[Assumptions, list[int], list[Mapping[FactName, str | None]]]] = []
    world = HERE
    for one in given:
        more, world = answered(one.question, one.answer, inquiry.run, world)
        here = places.get(one.question, [])
        for place in here:
            facts[place] = {**facts.get(place, alike[place].facts), **more}
        steps.append((world, here, [facts[place] for place in here]))
    for each in dict.fromkeys(step[0] for step in steps):
        tries.settled([line for other, _, lines in steps if other == each for line in lines], each)
    done: set[int] = set()
    together, found = 0, []
    for one, ahead, (each, here, lines) in zip(given, predicted, steps, strict=True):
        now = {place for place, settled in zip(here, tries.settled(lines, each), strict=True) if settled} - done
        done |= now
        count = sum(alike[place].count for place in now)
        together += count
        worth = round(sum(alike[place].value for place in sorted(now)), 2)
        found.append(AnswerEffect(given=one, predicted=ahead, lines=count, value=worth, together=together))
    return found


def with_given(run: CompletedRun, given: Sequence[MeasuredAnswer]) -> tuple[BookAnswers, dict[str, str]]:
    """Return all answers of a run with those given, and what is assumed of the law."""
    facts, decisions, assume = list(run.answers.facts), list(run.answers.decisions), dict(run.assume)
    for one in given:
        question = one.question
        if question.kind == "law":
            assume[question.fact] = one.answer
        elif question.kind == "name":
            decisions.append(decision_of(question, one.answer, run, by=one.by, on=one.on, basis=one.basis))
        else:
            facts.append(answer_of(one))
    given_all = BookAnswers(
        facts=tuple(dict.fromkeys(facts)),
        decisions=tuple(dict.fromkeys(decisions)),
        constants=run.answers.constants,
    )
    return given_all, assume


def answer_of(given: MeasuredAnswer) -> Answer:
    """Return an answer to a question of fact as runs keep it."""
    question = given.question
    return Answer(
        fact=question.fact,
        about=about_of(dict(question.about)),
        value=given.answer,
        by=given.by,
        on=given.on,
        basis=given.basis,
    )


def determine_again(
    run: CompletedRun,
    given: Sequence[MeasuredAnswer],
    out: Path,
    *,
    back: Collection[Answer] = (),
    classifies: Classifies | None = None,
) -> BookResult:
    """Determine the book of a run again with more answers.

    Parameters
    ----------
    back
        Answers of the run that are taken back.
    classifies
        Says what the items of the book are; None leaves that out.

    Raises
    ------
    BookError
        If an answer would change a line that was settled without it; nothing is written then.
    """
    answers, assume = with_given(run, given)
    answers = replace(answers, facts=tuple(answer for answer in answers.facts if answer not in back))
    # Without an answer that settled lines these may stand elsewhere: that is what was asked.
    check = None if back else (lambda made: _check_settled(run.results, made))
    return determine_with(run, answers, assume, out, classifies=classifies, check=check)


def determine_with(
    run: CompletedRun,
    answers: BookAnswers,
    assume: Mapping[str, str],
    out: Path,
    *,
    classifies: Classifies | None = None,
    check: Callable[[Path], None] | None = None,
) -> BookResult:
    """Determine the book of a run again with these answers in place of its own.

    Parameters
    ----------
    check
        Looks at the new results before they count.
    """
    library = run.library
    if library.identity.decisions:  # else what was worked out of its names serves the run too
        library = replace(library, identity=replace(library.identity, decisions=()))
    return determine_book(
        run.place,
        library,
        out=out,
        as_of=run.day,
        readings=run.readings,
        assume=assume,
        recipe=recipe_of_run(run.card),
        unknown=run.columns.unknown,
        answers=answers,
        suppose=suppositions_of_card(run.card) or (),
        classifies=classifies,
        keep=kept_of(run.results).exists(),
        check=check,
    )


def _check_settled(before: Path, after: Path) -> None:
    with short_connection() as connection:
        rows = connection.execute(
            f"SELECT a.line::VARCHAR FROM {source_sql(before)} AS a JOIN {source_sql(after)} AS b "
            "ON a.line::VARCHAR = b.line::VARCHAR "
            "WHERE a.outcome::VARCHAR <> 'undetermined' AND a.outcome::VARCHAR <> b.outcome::VARCHAR "
            "ORDER BY a.sekisho_row"
        ).fetchall()
    if rows:
        names: Text = joined([row[0] for row in rows[:SHOWN]], "comma")
        if len(rows) > SHOWN:
            names = message("settle.and_others", "{lines}, ...", lines=names)
        else:
            names = message("settle.these", "{lines}.", lines=names)
        what = counted(
            "settle.contradict",
            "the answers contradict {n} line that is settled without them: {lines}",
            "the answers contradict {n} lines that are settled without them: {lines}",
            n=len(rows),
            lines=names,
        )
        remedy = message(
            "settle.look_end_users",
            "Look at the end users that were named; where an answer is right, correct these lines in the book.",
        )
        raise BookError(Problem(where=before.name, what=what, remedy=remedy))

"""What is asked of a list in half a screen: of all its lines first, then how large the grids and the sheet are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.i18n.messages import Translator
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.message import Text, counted, joined, message
from sekisho.present.document import Brief, BriefPart
from sekisho.present.render.brief_layout import MOST, WIDTH, margin_of, screen, spoken
from sekisho.present.render.terminal import Ink
from sekisho.present.settle import about, next_command, nothing_decides, single_answers
from sekisho.present.settle_sheets import grids_text, promise_text, settles_text, short_question, spoken_choice

if TYPE_CHECKING:
    from sekisho.determination.settle.book_questions import BookQuestion, BookQuestions
    from sekisho.determination.settle.question_ranking import RankedQuestion, WaitingLines

LABELS: Final[Mapping[str, Text]] = {
    "first": message("settle.label_first", "First"),
    "grids": message("settle.label_grids", "Grids"),
    "usual": message("settle.label_usual", "Usual"),
    "single": message("settle.label_single", "Singly"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What stands beside the parts; the verdict has no label."""


def questions_lines(
    inquiry: WaitingLines,
    ranked: Sequence[RankedQuestion],
    out: Path,
    *,
    asked: BookQuestions | None,
    language: str,
    width: int,
) -> list[str]:
    """Tell what is asked in at most `MOST` lines, the command that takes the answers below it in one line."""
    words = Translator(language, ("report",))
    margin = margin_of(words.say, LABELS.values())
    brief = Brief(headline="", parts=tuple(_parts(inquiry, ranked, out, asked, words)))
    following = [words.say(next_command(inquiry, out))] if len(brief.parts) > 1 else []
    parts = spoken(brief, words.say, margin, most=MOST - len(following))
    return [*screen(parts, ink=Ink.BOLD, margin=margin, width=min(width, WIDTH)), *following]


def _parts(
    inquiry: WaitingLines, ranked: Sequence[RankedQuestion], out: Path, asked: BookQuestions | None, words: Translator
) -> Iterator[BriefPart]:
    """Yield what is asked: of all lines, each question with what its answers decide; the grids; single questions."""
    of_all = [question for question in asked.questions if not question.is_idle] if asked is not None else []
    if not ranked and not of_all:
        yield BriefPart(wordings=(nothing_decides(inquiry),), lines=3)
        return
    yield BriefPart(wordings=(single_answers(inquiry, ranked),), lines=2)
    most_first = sorted(of_all, key=_decides, reverse=True)
    rows = tuple(_row(question, inquiry.run.library, words) for question in most_first)
    if rows:
        yield BriefPart(label=LABELS["first"], rows=rows, spare=tuple(range(len(rows) - 1, 0, -1)))
    if asked is not None:
        yield BriefPart(label=LABELS["grids"], wordings=(grids_text(asked), _grids(asked)), lines=2)
        if (promise := promise_text(asked)) is not None:
            yield BriefPart(label=LABELS["usual"], wordings=(promise, _promise(asked)), lines=2)
    if ranked:
        yield BriefPart(label=LABELS["single"], wordings=_single(ranked, words.language), lines=2)
    counts = message("settle.brief_counts", "Counts are right beside the usual answers to the rest.") if rows else ""
    fill = message("settle.brief_wrote", "Fill in {out}; leave empty what is not known.", out=out.name)
    yield BriefPart(label=LABELS["scope"], wordings=(joined(filter(None, (counts, fill, ALL)), "sentence"),), lines=2)


ALL: Final = message("settle.brief_all", "All of it: --full")


def _decides(question: BookQuestion) -> int:
    """Return how many lines an answer to a question decides at most: what decides most is told first."""
    return max((measure.lines or 0 for measure in question.measured), default=0)


def _grids(asked: BookQuestions) -> Text:
    """Say in one line how large the two grids are."""
    return message(
        "settle.brief_grids",
        "{customers}; {goods}.",
        customers=counted("settle.customers", "{n} customer", "{n} customers", n=len(asked.customers)),
        goods=counted("settle.goods", "{n} distinct item", "{n} distinct items", n=len(asked.goods)),
    )


def _promise(asked: BookQuestions) -> Text:
    """Say in one line how many lines the usual answers decide."""
    lines = counted("settle.promise_lines", "{n} line", "{n} lines", n=asked.settled or 0)
    return message("settle.brief_promise", "The usual answers decide {lines}.", lines=lines)


def _row(question: BookQuestion, library: Library, words: Translator) -> tuple[Text, Text]:
    """Name a question with the lines that wait for it, and what each answer decides."""
    name = counted(
        "settle.brief_question",
        "{question} ({n} line)",
        "{question} ({n} lines)",
        question=short_question(question.id),
        n=question.lines,
    )
    return name, settles_text(question, lambda choice: spoken_choice(question.id, choice, library, words))


def _single(ranked: Sequence[RankedQuestion], language: str) -> tuple[Text, Text]:
    """Count the single questions of the sheet, and name the first; shorter, count them."""
    first = ranked[0].question
    number = counted(
        "settle.brief_singles",
        "{n} question of one name or item.",
        "{n} questions of one name or item.",
        n=len(ranked),
    )
    whole = counted(
        "settle.brief_single",
        "{n} question of one name or item: {fact}, {about}.",
        "{n} questions of one name or item, first: {fact}, {about}.",
        n=len(ranked),
        fact=fact_label(first.fact),
        about=about(first, language=language),
    )
    return whole, number

"""A run over an order list in half a screen: the queue, the worst lines, the outcomes, what to look at, what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, Outcome
from sekisho.i18n.messages import Translator
from sekisho.law.model.library import Library
from sekisho.message import Text, and_more, counted, joined, message
from sekisho.present.book import (
    ask_first,
    book_words,
    following,
    law_and_more,
    notes_of,
)
from sekisho.present.book_intake import counts_text, lines_of
from sekisho.present.book_results.assumptions import FIRST_POINTS, Assumed, supposed
from sekisho.present.document import Brief, BriefPart
from sekisho.present.outcome_labels import QUEUE_SIGNS, SHAPES, SHORT
from sekisho.present.render.brief_layout import MOST, WIDTH, first_fitting, margin_of
from sekisho.present.render.terminal import Ink, shortened

if TYPE_CHECKING:
    from sekisho.determination.book.run_summary import RunResult

LABELS: Final[Mapping[str, Text]] = {
    "worst": message("book.label_worst", "First"),
    "assumed": message("brief.label_assumed", "Assumed"),
    "outcomes": message("book.label_outcomes", "Outcomes"),
    "read": message("book.label_read", "Read"),
    "look": message("book.label_look", "Look at"),
    "ask": message("book.label_ask", "Ask"),
    "files": message("book.label_files", "Files"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What stands beside the parts; the verdict has no label."""
WORST: Final = 3
"""Lines at the head of the queue that are told, where there is room."""


def run_lines(result: RunResult, library: Library, *, language: str, width: int) -> list[str]:
    """Tell a run in at most `MOST` lines, the command that goes on from it below in one line."""
    words = book_words(language)
    margin = margin_of(words.say, LABELS.values())
    commands = following(result, words)[:1]
    notes = notes_of(result, library, words, short=True)
    briefs = (
        Brief(headline="", parts=tuple(_parts(result, library, words, room=WIDTH - margin, shown=shown)))
        for shown in _ever_shorter(notes)
    )
    most, width = MOST - len(commands), min(width, WIDTH)
    return [*first_fitting(briefs, words.say, ink=Ink.BOLD, margin=margin, width=width, most=most), *commands]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is told of a run in one of its shorter forms: how many of the worst lines, what to look at, and the rest."""

    worst: int
    look: tuple[Text, ...]
    rest: bool


def _ever_shorter(notes: Sequence[Text]) -> Iterator[_Shown]:
    """Yield what is told, ever less: lines of the queue go first, then the counts of rows and files, then notes.

    The gravest notes are told as long as there is room, and the others are counted.
    """
    for worst in (WORST, 2, 1):  # a line of the queue less, so that files and rows still stand
        yield _Shown(worst, tuple(notes), rest=True)
    for worst, fewest in ((WORST, min(2, len(notes))), (2, min(2, len(notes))), (2, min(1, len(notes))), (1, 0)):
        for number in range(len(notes), fewest - 1, -1):
            left = len(notes) - number
            more = [counted("book.notes_more", "{n} more: --full.", "{n} more: --full.", n=left)] if left else []
            yield _Shown(worst, (*notes[:number], *more), rest=False)


def _parts(result: RunResult, library: Library, words: Translator, *, room: int, shown: _Shown) -> Iterator[BriefPart]:
    """Yield the queue, the worst lines, outcomes, how the file was read, what to look at and to ask, and the files."""
    yield BriefPart(wordings=(_verdict(result, words),), lines=2)
    first = [f"{QUEUE_SIGNS[line.triage]} {line.line}: {line.why}" for line in result.worst[: shown.worst]]
    if first:
        yield BriefPart(label=LABELS["worst"], rows=tuple((shortened(text, room), "") for text in first))
    for assumed in supposed(result.card, words):
        yield BriefPart(label=LABELS["assumed"], wordings=tuple(_assumed(assumed, result)), lines=2)
    if outcomes := joined(_outcomes(result, words), "comma"):
        yield BriefPart(label=LABELS["outcomes"], wordings=(outcomes,), lines=2)
    if result.by_triage and shown.rest:
        yield BriefPart(label=LABELS["read"], wordings=(_read(result),))
    if shown.look:
        yield BriefPart(label=LABELS["look"], wordings=(joined(shown.look, "sentence"),), lines=MOST)
    if asked := ask_first(result, library, words):
        yield BriefPart(label=LABELS["ask"], wordings=asked, lines=2)
    if shown.rest:
        yield BriefPart(label=LABELS["files"], wordings=(_files(result),))
    law = law_and_more(result, library)
    yield BriefPart(
        label=LABELS["scope"],
        wordings=(joined([NO_FINDING, law], "sentence") if result.by_triage else law,),
        lines=2,
    )


NO_FINDING: Final = message("book.no_finding", "Where nothing points, a licence may still be required.")
"""What the last place in the queue does not mean."""


def _verdict(result: RunResult, words: Translator) -> Text:
    """Count the lines by their place in the queue; without a queue, say how many were judged."""
    if not result.by_triage:
        return counts_text(result.reading)
    places = [f"{_place(place, words)} {lines:,}" for place, lines in result.by_triage.items()]
    queue = joined(places, "comma")
    return counted("book.brief_verdict", "{n} line: {places}", "{n} lines: {places}", n=result.lines, places=queue)


def _outcomes(result: RunResult, words: Translator) -> list[Text]:
    """Count the outcomes that there are, each in a word or two."""
    short = {level.headline: SHORT[level] for level in (Outcome.PROHIBITED, Outcome.LICENCE, Outcome.FREE)}
    short[FREE_IF_SUPPOSED] = Text(words("queue_nothing_points"))
    return [
        message("book.brief_outcome", "{sign} {word} {n}", sign=sign, word=short.get(word) or words(word), n=lines)
        for word, sign in SHAPES.items()
        if (lines := result.by_headline.get(word))
    ]


def _assumed(assumed: Assumed, result: RunResult) -> Iterator[Text]:
    """Say what is assumed where lines leave it open, and in how many; ever fewer points, the others counted."""
    entry = result.card.get("suppose")
    lines = lines_of(int(entry["lines"]) if isinstance(entry, Mapping) else 0)
    for most in range(FIRST_POINTS, 0, -1):
        points = and_more(assumed.points[:most], len(assumed.points) - most)
        yield message("book.brief_assumed", "{words} ({lines})", words=points, lines=lines)


def _read(result: RunResult) -> Text:
    """Say how many lines were judged with a gap, and how many rows are no lines."""
    reading = result.reading
    return message(
        "book.brief_read",
        "{judged} judged, {gap} judged with a gap; {rows}.",
        judged=reading.lines - reading.with_gap,
        gap=reading.with_gap,
        rows=counted("book.no_lines", "{n} row is not a line", "{n} rows are not lines", n=len(reading.no_lines)),
    )


def _files(result: RunResult) -> Text:
    """Name the results, and count what stands beside them."""
    files = [file for file in (result.run_card, result.matches, result.reading.gaps_file) if file]
    beside = counted("book.files_beside", "{n} file beside it", "{n} files beside it", n=len(files))
    return message("book.brief_files", "{out}, {files}.", out=str(result.out).rpartition("/")[2], files=beside)


def _place(place: str, words: Translator) -> str:
    return f"{QUEUE_SIGNS[place]} {words(f'queue_{place}')}"

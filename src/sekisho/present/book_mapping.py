"""Which column of a book is which fact, and what its words mean, told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sekisho.i18n.messages import Translator
from sekisho.i18n.names import NamingContext, fact_name, speech_of, value_name
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.message import Message, Text, counted, joined, message
from sekisho.present.book_intake import found_text, lines_of
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, indented, paint, table, wrap
from sekisho.trade.book.cells.meanings import CIVIL_FIELD, OTHER_LIST
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.book.cells.words import Word

if TYPE_CHECKING:
    from sekisho.trade.book.cells.words import ColumnInterpretation
    from sekisho.trade.book.cleaning import Cleaned
    from sekisho.trade.book.intake import BookIntake
    from sekisho.trade.book.matching.column_guess import Guess

_WORDS_SHOWN: Final = 8
_HEADS: Final = (
    message("map.column", "column"),
    message("map.fact", "fact"),
    message("map.sure", "sure"),
    message("map.cells", "cells"),
    message("map.why", "why"),
)
_LINE: Final = message("map.line", "name of the line")
_TYPED: Final = message("map.typed", "to type")
"""Head of the names by which facts are typed: in a mapping file, and behind --map."""
_CELLS: Final = 24
"""Letters of the cells of a column that are shown."""


def mapping_data(
    opened: BookIntake, cleaned: Cleaned, language: str = "en", *, guesses: Sequence[Guess] | None = None
) -> dict[str, object]:
    """Return a mapping as plain data, with its reasons in a language; `guesses` as they are at hand."""
    from sekisho.trade.book.intake import all_guesses

    return {
        "book": opened.source.name,
        "found_out": dict(opened.source.staged.told),
        "lines": cleaned.lines,
        "no_lines": len(opened.no_lines),
        "gaps": cleaned.gaps,
        "unit": opened.book.columns.unit,
        "columns": [
            {
                "column": guess.column,
                "fact": guess.fact,
                "confidence": round(guess.confidence, 2),
                "sure": guess.sure,
                "reason": guess.told(language),
                "sample": list(guess.sample),
            }
            for guess in (all_guesses(opened) if guesses is None else guesses)
        ],
        "constants": dict(opened.recipe.constants),
        "problems": [str(problem) for problem in opened.faults],
        "values": {
            str(reading.fact): {
                "column": reading.column,
                "read": reading.read,
                "unknown": reading.unknown,
                "unread": reading.refused,
                "filled": reading.filled,
                "words": [
                    {
                        "text": word.text,
                        "means": None if word.bad else word.means or "unknown",
                        "lines": word.lines,
                        "reason": word.why,
                    }
                    for word in reading.words
                ],
            }
            for reading in cleaned.readings
        },
    }


def mapping_rows(shown: Mapping[str, object]) -> list[dict[str, object]]:
    """Return one record a column."""
    columns = shown["columns"]
    assert isinstance(columns, list)  # noqa: S101 - made above
    return columns


def mapping_text(
    opened: BookIntake,
    cleaned: Cleaned,
    library: Library,
    *,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
    full: bool = False,
) -> list[str]:
    """Tell a mapping: what was found out, each column with some of its cells, and the words that were read.

    Parameters
    ----------
    full
        With the names by which facts are typed.
    """
    from sekisho.trade.book.intake import all_guesses

    words, speech = Translator(language, ("report",)), speech_of(library, language=language)
    findings = [found_text(key, value) for key, value in opened.source.staged.told.items()]
    more = [message("map.and_more", "and more")] if len(findings) > _WORDS_SHOWN else []
    name, counts = opened.source.name, lines_of(cleaned.lines)
    head_line = (
        message(
            "map.read_as",
            "{book}: {lines}; {findings}.",
            book=name,
            lines=counts,
            findings=joined([*findings[:_WORDS_SHOWN], *more], "comma"),
        )
        if findings
        else message("map.read", "{book}: {lines}.", book=name, lines=counts)
    )
    heads = (*_HEADS[:2], *((_TYPED,) if full else ()), *_HEADS[2:])
    rows = [tuple(words.say(head) for head in heads)]
    for guess in all_guesses(opened):
        sure = f"{guess.confidence:.2f}" if guess.fact else "-"
        fact = (
            (words.say(_LINE) if guess.fact == "line" else fact_name(FactName(guess.fact), speech))
            if guess.fact
            else ""
        )
        fact += "" if guess.sure or not guess.fact else " ?"
        cells = _short(" | ".join(" ".join(text.split()) for text in guess.sample))
        rows.append((guess.column, fact, *((guess.fact,) if full else ()), sure, cells, guess.told(language)))
    head, *rest = table(rows, gap="  ")
    lines = [*wrap(words.say(head_line), width=width, hang="  "), "", paint(head, Ink.BOLD), *rest]
    for problem in opened.faults:
        lines += ["", str(problem)]
    for reading in cleaned.readings:
        lines += ["", *_words(reading, words, speech, width)]
    return lines


def _short(text: str) -> str:
    return text if len(text) <= _CELLS else f"{text[: _CELLS - 1]}…"


_NOTES: Final[Mapping[str, Text]] = {
    "says that it is not known": message("map.says_unknown", "says that it is not known"),
    "the mapping says so": message("map.mapping_says", "the mapping says so"),
    "day first": message("map.day_first", "day first"),
    "month first": message("map.month_first", "month first"),
    "day number of a spreadsheet": message("map.day_number", "day number of a spreadsheet"),
    CIVIL_FIELD: message("map.civil_field", "names a field of civil life, and does not say who uses the goods"),
    OTHER_LIST: message(
        "map.other_list",
        "speaks of another country's list, or of none; it does not say that the item is not on this one",
    ),
}
"""Why a word is read as it is: such notes come out of tables and queries as English."""


def _reason(word: Word) -> Text:
    """Say why a word is read as it is, or cannot be read: then by the key of the reason, as tables of gaps do."""
    if word.bad and word.reason:
        return Message(f"gap.{word.reason}", word.why, {})
    return _NOTES.get(word.why) or (word.why if isinstance(word.why, Text) else Text(word.why))


def _meaning(reading: ColumnInterpretation, means: str, speech: NamingContext) -> str:
    """Say as what a word is read: a territory by name, a choice in words; a date, a number or a code as it is."""
    kind = speech.facts[reading.fact].kind if reading.fact in speech.facts else ""
    return value_name(reading.fact, means, speech) if kind in {"territory", "choice"} else means


def _words(reading: ColumnInterpretation, words: Translator, speech: NamingContext, width: int) -> list[str]:
    counts = [
        message("map.lines_read", "{lines} read", lines=lines_of(reading.read)) if reading.read else "",
        message("map.lines_unknown", "{lines} unknown", lines=lines_of(reading.unknown)) if reading.unknown else "",
        message("map.lines_not_read", "{lines} not read", lines=lines_of(reading.refused)) if reading.refused else "",
    ]
    head = message("map.column_of", "in '{column}': {counts}.", column=reading.column, counts=joined(counts, "comma"))
    lines = [f"{paint(fact_name(reading.fact, speech), Ink.BOLD)} {words.say(head)}"]
    for word in reading.words[:_WORDS_SHOWN]:
        means = (
            message("map.not_read", "not read")
            if word.bad
            else Text(_meaning(reading, word.means, speech))
            if word.means and word.means != UNKNOWN_WORD
            else message("map.unknown", "unknown")
        )
        text = message(
            "map.word_means",
            "{text} is {means}: {lines}",
            text=repr(word.text),
            means=means,
            lines=lines_of(word.lines),
        )
        if word.why:
            text = message(
                "map.word_means_because",
                "{text} is {means} ({reason}): {lines}",
                text=repr(word.text),
                means=means,
                reason=_reason(word),
                lines=lines_of(word.lines),
            )
        lines += indented(words.say(text), width=width)
    if (rest := len(reading.words) - _WORDS_SHOWN) > 0:
        more = counted(
            "map.more_words",
            "and {n} more word, in the mapping file",
            "and {n} more words, in the mapping file",
            n=rest,
        )
        lines.append(f"  {words.say(more)}")
    return lines

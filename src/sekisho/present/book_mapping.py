"""Which column of a book is which fact, and what its words mean, told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, count, indented, paint, table, wrap

if TYPE_CHECKING:
    from sekisho.trade.book.cells.words import ColumnInterpretation
    from sekisho.trade.book.cleaning import Cleaned
    from sekisho.trade.book.intake import BookIntake

_WORDS_SHOWN: Final = 8
_HEADS: Final = {
    "en": ("column", "fact", "sure", "cells", "why"),
    "ja": ("列", "事実", "確度", "値の例", "理由"),
    "zh": ("列", "事实", "确度", "示例", "理由"),
}
_CELLS: Final = 24
"""Letters of the cells of a column that are shown."""


def mapping_data(opened: BookIntake, cleaned: Cleaned, language: str = "en") -> dict[str, object]:
    """Return a mapping as plain data, with its reasons in a language."""
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
            for guess in all_guesses(opened)
        ],
        "constants": dict(opened.recipe.constants),
        "problems": [str(problem) for problem in opened.faults],
        "values": {
            str(reading.fact): {
                "column": reading.column,
                "read": reading.read,
                "unknown": reading.unknown,
                "unread": reading.refused,
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
    opened: BookIntake, cleaned: Cleaned, *, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """Tell a mapping: what was found out, each column with some of its cells, and the words that were read."""
    from sekisho.trade.book.intake import all_guesses

    found = [f"{key.replace('_', ' ')} {value!r}" for key, value in opened.source.staged.told.items()]
    told = ", ".join([*found[:_WORDS_SHOWN], *(["and more"] if len(found) > _WORDS_SHOWN else [])])
    lines = [f"{opened.source.name}: {count(cleaned.lines, 'line')}" + (f"; {told}" if told else "") + "."]
    rows = [_HEADS.get(language, _HEADS["en"])]
    for guess in all_guesses(opened):
        sure = f"{guess.confidence:.2f}" if guess.fact else "-"
        fact = guess.fact + ("" if guess.sure or not guess.fact else " ?")
        cells = _short(" | ".join(" ".join(text.split()) for text in guess.sample))
        rows.append((guess.column, fact, sure, cells, guess.told(language)))
    head, *rest = table(rows, gap="  ")
    lines = [*wrap(lines[0], width=width, hang="  "), "", paint(head, Ink.BOLD), *rest]
    for problem in opened.faults:
        lines += ["", str(problem)]
    for reading in cleaned.readings:
        lines += ["", *_words(reading, width)]
    return lines


def _short(text: str) -> str:
    return text if len(text) <= _CELLS else f"{text[: _CELLS - 1]}…"


def _words(reading: ColumnInterpretation, width: int) -> list[str]:
    counts = [
        f"{count(number, 'line')} {what}"
        for number, what in ((reading.read, "read"), (reading.unknown, "unknown"), (reading.refused, "not read"))
        if number
    ]
    lines = [f"{paint(str(reading.fact), Ink.BOLD)} in '{reading.column}': {', '.join(counts)}."]
    for word in reading.words[:_WORDS_SHOWN]:
        means = "not read" if word.bad else word.means or "unknown"
        why = f" ({word.why})" if word.why else ""
        lines += indented(f"{word.text!r} is {means}{why}: {count(word.lines, 'line')}", width=width)
    if len(reading.words) > _WORDS_SHOWN:
        lines.append(f"  and {count(len(reading.words) - _WORDS_SHOWN, 'more word')}, in the mapping file")
    return lines

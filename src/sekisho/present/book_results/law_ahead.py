"""How many lines of a run a suspension keeps from a graver answer, and how many rest on law that no source tells.

The command, its report, the page for a boss and the results page say the same: all take the counts of the run card.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sekisho.i18n.locale import quantity
from sekisho.i18n.names import unknown_text
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.message import Text, counted


def law_ahead(card: Mapping[str, object], library: Library, language: str) -> list[Text]:
    """Say how many lines may get a graver answer after which day, and how many hang on which unknown of the law.

    Parameters
    ----------
    card
        Of the run, or its data: `pauses`, lines by the last day of what is suspended, and `open_law`, by its name.
    """
    texts: list[Text] = [
        counted(
            "book.pause_ends",
            "{n} line may get a graver answer after {day}, when a suspension ends.",
            "{n} lines may get a graver answer after {day}, when a suspension ends.",
            n=lines,
            day=quantity("short_day", day),
        )
        for day, lines in _pauses(card).items()
    ]
    tell = teller_of(library, language)
    texts += [
        counted(
            "book.hangs_on_law",
            "{n} line depends on {unknown}: not known.",
            "{n} lines depend on {unknown}: not known.",
            n=lines,
            unknown=tell(unknown_text(FactName(name), library)),
        )
        for name, lines in _lines_by(card, "open_law").items()
    ]
    return texts


def law_ahead_in_short(card: Mapping[str, object]) -> list[Text]:
    """Say the same in one sentence that half a screen has room for; nothing if no line depends on either."""
    pauses, unknown = _pauses(card), int(str(card.get("open_law_lines") or 0))
    if not pauses:
        return _unknown(unknown) if unknown else []
    lines, first = sum(pauses.values()), quantity("short_day", min(pauses))
    if unknown:
        text = counted(
            "book.pause_and_unknown",
            "{n} line may get graver after {day}; for {unknown} nobody knows.",
            "{n} lines may get graver after {day}; for {unknown} nobody knows.",
            n=lines,
            day=first,
            unknown=unknown,
        )
    elif len(pauses) == 1:
        text = counted(
            "book.pause_in_short",
            "{n} line may get graver: a suspension ends on {day}.",
            "{n} lines may get graver: a suspension ends on {day}.",
            n=lines,
            day=first,
        )
    else:
        text = counted(
            "book.pauses_in_short",
            "{n} line may get graver: suspensions end, first on {day}.",
            "{n} lines may get graver: suspensions end, first on {day}.",
            n=lines,
            day=first,
        )
    return [text]


def _unknown(lines: int) -> list[Text]:
    return [
        counted(
            "book.unknown_in_short",
            "{n} line depends on law that nobody knows yet.",
            "{n} lines depend on law that nobody knows yet.",
            n=lines,
        )
    ]


def _pauses(card: Mapping[str, object]) -> dict[date, int]:
    return {date.fromisoformat(day): lines for day, lines in _lines_by(card, "pauses").items()}


def _lines_by(card: Mapping[str, object], key: str) -> dict[str, int]:
    """Return counts of a run card; none if it was written before they were counted."""
    entry = card.get(key)
    return {str(name): int(lines) for name, lines in entry.items()} if isinstance(entry, Mapping) else {}

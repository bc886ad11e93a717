"""Two answers side by side in words: of each part what the first says and what the second, what differs first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from sekisho.determination.core.outcome import Determination
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import plain_name, territory_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label, value_text
from sekisho.law.model.library import Library
from sekisho.message import CapitalText, Text, counted, joined, message
from sekisho.present.determination.brief import spoken_on_page
from sekisho.present.determination.brief_parts.verdict import entry_text, outcome_text
from sekisho.present.law.item_outcomes import japan_first
from sekisho.present.outcome_labels import BRIEF_SHAPES, LABELS
from sekisho.present.render.brief_layout import SpokenPart
from sekisho.present.render.terminal import Ink, cells, pad, paint, wrap
from sekisho.service.check import DAY, READING, ComparedAnswers

LAW_OF: Final = message("compare.law_of", "Law as of")
READ: Final = message("compare.read", "Disputed words read")
OUTCOME: Final = message("compare.outcome", "Outcome")
DECIDED_BY: Final = message("compare.decided_by", "Decided by")
COULD_APPLY: Final = message("compare.could_apply", "Could apply too")
NOBODY_SAID: Final = message("compare.not_said", "not said")
READINGS: Final[Mapping[str, Text]] = {
    "narrow": message("compare.narrow", "narrowly"),
    "central": message("compare.central", "centrally"),
    "broad": message("compare.broad", "broadly"),
}
GAP: Final = 2
"""Cells between columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPart:
    """One part of two answers, in one language.

    Parameters
    ----------
    first, second
        Lines of each.
    """

    label: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    stated: bool = False

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.first != self.second


def compared_parts(found: ComparedAnswers, library: Library, say: Callable[[str], str]) -> tuple[ComparedPart, ...]:
    """Say two answers part by part: what was stated otherwise, then what differs, then what is the same."""
    stated = [_stated(name, found, library, say) for name in found.other]
    parts = [piece for piece in _parts(found, library, say) if piece.first or piece.second]
    return (*stated, *differing_first(parts))


def differing_first(parts: Iterable[ComparedPart]) -> tuple[ComparedPart, ...]:
    """Put the parts that differ before those that are the same."""
    return tuple(sorted(parts, key=lambda piece: not piece.differs))


def _stated(name: str, found: ComparedAnswers, library: Library, say: Callable[[str], str]) -> ComparedPart:
    """Say one thing that is otherwise as the first and the second state it."""
    if name == DAY:
        days = (quantity("day", piece.as_of) for piece in (found.first, found.second))
        first, second = ((say(day),) for day in days)
        return ComparedPart(label=say(LAW_OF), first=first, second=second, stated=True)
    if name == READING:
        words = (_reading(piece, say) for piece in (found.first, found.second))
        first, second = ((word,) for word in words)
        return ComparedPart(label=say(READ), first=first, second=second, stated=True)
    ends = (_value(name, line, library, say) for line in (found.first_line, found.second_line))
    first, second = ((end,) for end in ends)
    return ComparedPart(label=_capital(say(fact_label(FactName(name)))), first=first, second=second, stated=True)


def _reading(answer: Determination, say: Callable[[str], str]) -> str:
    return say(READINGS[str(answer.readings.to_dict()["all"])])


def _value(name: str, line: Mapping[str, object], library: Library, say: Callable[[str], str]) -> str:
    value = line.get(name)
    if value is None or value == "":
        return say(NOBODY_SAID)
    fact, text = library.facts[FactName(name)], str(value)
    if fact.kind == "territory":
        return say(territory_text(text, library))
    if fact.kind == "codes":
        named = entry_text(text, library)
        return f"{_capital(say(named))} ({text})" if named else text
    return say(value_text(FactName(name), text, of=fact.of)) if fact.kind in {"choice", "yes_no"} else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _parts(found: ComparedAnswers, library: Library, say: Callable[[str], str]) -> Iterator[ComparedPart]:
    pairs = ((found.first, found.first_line), (found.second, found.second_line))
    answers = [piece for piece, _ in pairs]
    yield _pair(say(OUTCOME), ((_verdict(piece, library, say),) for piece in answers))
    spoken = [spoken_on_page(piece, line, library, say) for piece, line in pairs]
    for name in ("why", "if", "next", "assumed", "note"):
        label = say(LABELS[name])
        yield _pair(label, (_lines(parts, label, say) for parts in spoken))
    for text, chosen in ((DECIDED_BY, "decisive"), (COULD_APPLY, "open")):
        yield _pair(say(text), (_measures(getattr(piece, chosen), library, say) for piece in answers))


def _pair(label: str, ends: Iterator[tuple[str, ...]]) -> ComparedPart:
    first, second = ends
    return ComparedPart(label=label, first=first, second=second)


def _verdict(answer: Determination, library: Library, say: Callable[[str], str]) -> str:
    sign = BRIEF_SHAPES[answer.verdict.headline if answer.coverage.applying else "undetermined"]
    return f"{sign} {say(outcome_text(answer, library))}"


def _lines(parts: Sequence[SpokenPart], label: str, say: Callable[[str], str]) -> tuple[str, ...]:
    part = next((piece for piece in parts if piece.label == label), None)
    if part is None:
        return ()
    return (*part.lines, *(say(joined((cell, case), "colon")) for case, cell in part.rows))


def _measures(clauses: Sequence[str], library: Library, say: Callable[[str], str]) -> tuple[str, ...]:
    """Name measures, those on Japan first; of those on other countries, how many there are."""
    names = dict.fromkeys(clause.partition("#")[0] for clause in clauses)
    ranked = sorted(names, key=lambda name: japan_first(name, library))
    near = [name for name in ranked if japan_first(name, library) <= 1]
    shown = [say(CapitalText(plain_name(library[name], library))) for name in near or ranked]
    if near and (far := len(ranked) - len(near)):
        shown.append(
            say(
                counted("compare.elsewhere", "{n} measure on another country", "{n} measures on other countries", n=far)
            )
        )
    return tuple(shown)


def compared_data(found: ComparedAnswers, library: Library, say: Callable[[str], str]) -> dict[str, Any]:
    """Return two answers as plain data, with what is said of each part."""
    return {
        "other": dict(found.other),
        "first": found.first.to_dict(),
        "second": found.second.to_dict(),
        "parts": parts_data(compared_parts(found, library, say)),
    }


def parts_data(parts: Iterable[ComparedPart]) -> list[dict[str, Any]]:
    """Return parts of two things as plain data."""
    return [
        {
            "label": piece.label,
            "first": list(piece.first),
            "second": list(piece.second),
            "differs": piece.differs,
            "stated": piece.stated,
        }
        for piece in parts
    ]


def compared_rows(found: ComparedAnswers, library: Library, say: Callable[[str], str]) -> list[dict[str, object]]:
    """Return two answers as a table: one record a part."""
    return [
        {
            "part": piece.label,
            "first": "; ".join(piece.first),
            "second": "; ".join(piece.second),
            "differs": piece.differs,
        }
        for piece in compared_parts(found, library, say)
    ]


def compared_text(found: ComparedAnswers, library: Library, say: Callable[[str], str], width: int) -> list[str]:
    """Set two answers beside each other for a terminal; what differs is marked."""
    return parts_text(compared_parts(found, library, say), width)


def parts_text(parts: Sequence[ComparedPart], width: int) -> list[str]:
    """Set parts of two things beside each other for a terminal; what differs is marked."""
    margin = max((cells(piece.label) for piece in parts), default=0) + GAP + 2
    column = max(16, (width - margin - GAP) // 2)
    lines: list[str] = []
    for piece in parts:
        mark = "≠ " if piece.differs else "  "
        left, right = (
            [line for text in texts for line in wrap(text, width=column, whole_words=True)]
            for texts in (piece.first, piece.second)
        )
        for at, (first, second) in enumerate(zip_longest(left or ["–"], right or ["–"], fillvalue="")):
            head = pad(mark + piece.label, margin) if at == 0 else " " * margin
            text = f"{head}{pad(first, column + GAP)}{second}".rstrip()
            lines.append(paint(text, Ink.BOLD) if piece.differs and at == 0 else text)
    return lines

"""The trace of an answer as data: every clause that bears on it, and every part of its condition with its value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sekisho.determination.core.outcome import Determination
from sekisho.determination.line.determination import reasons
from sekisho.i18n.names import NO_LIMIT, speech_of
from sekisho.law.model.fact import Truth, Unknown
from sekisho.law.model.library import Library
from sekisho.present.condition_outline import Point
from sekisho.present.determination.reasons import everything


def trace_data(answer: Determination, line: Mapping[str, object], library: Library) -> list[dict[str, Any]]:
    """Return the clauses of an answer with every part of each."""
    speech = speech_of(library, shown=NO_LIMIT)
    return [
        {
            "clause": reason.clause.clause.id,
            "level": reason.level.level,
            "value": _value(reason.value),
            "parts": _parts(everything(reason.trace, speech)),
        }
        for reason in reasons(answer, line, library)
    ]


def _parts(points: Iterable[Point]) -> list[dict[str, Any]]:
    return [
        {
            "says": f"{point.says}{point.link}",
            "value": _value(point.value),
            "rests_on": point.note,
            "waits_for": list(point.waits),
            "parts": _parts(point.below),
        }
        for point in points
    ]


def _value(value: Truth) -> bool | None:
    """Return true, false, or null for unknown."""
    return None if isinstance(value, Unknown) else value

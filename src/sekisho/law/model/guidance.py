"""Who says what of the law: who argues a reading, and what the authorities answer."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sekisho.dataclass import dataclass
from sekisho.law.model.confidence import Confidence

NOBODY = "nobody"
"""Written under `argued_by` if no source supports a reading."""


class Speaker(StrEnum):
    """What sort of voice argues a reading."""

    MINISTRY = "ministry"
    LAW_FIRM = "law_firm"
    PRESS = "press"
    SCHOLAR = "scholar"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One voice for a reading, and where it was read."""

    who: str
    kind: Speaker
    source: str
    read: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What an authority says of its own measure."""

    by: str
    day: date | None
    number: str
    words: str
    confidence: Confidence
    source: str


def argument_data(argument: Argument) -> dict[str, object]:
    """Return an argument as plain data."""
    return {
        "who": argument.who,
        "kind": str(argument.kind),
        "source": argument.source,
        "read": argument.read.isoformat(),
        "note": argument.note,
    }


def guidance_data(guidance: Guidance) -> dict[str, object]:
    """Return guidance as plain data; the date is empty if it is not known."""
    return {
        "by": guidance.by,
        "date": guidance.day.isoformat() if guidance.day else "",
        "number": guidance.number,
        "words": guidance.words,
        "confidence": str(guidance.confidence),
        "source": guidance.source,
    }

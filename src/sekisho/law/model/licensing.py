"""How a licence is got: from whom, how, within which days, with which papers, and of which kinds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sekisho.law.model.condition import MeasureId
from sekisho.law.model.confidence import Confidence


class Limit(StrEnum):
    """Whether a time limit binds the authority: so many days, none at all, or none that the text states."""

    DAYS = "days"
    NO_LIMIT = "no_limit"
    NOT_STATED = "not_stated"


class DayUnit(StrEnum):
    """How days are counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class LicenceKind(StrEnum):
    """Which way an export is permitted."""

    INDIVIDUAL = "individual"
    GENERAL = "general"
    REGISTRATION = "registration"
    SPECIAL_APPLICATION = "special_application"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Within which days the authority decides.

    Parameters
    ----------
    days
        Number of `unit`, from `start` on; None unless the limit is a number of days.
    """

    limit: Limit
    days: int | None
    unit: DayUnit | None
    start: str
    not_counted: str
    article: str
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencePaper:
    """A paper that goes with an application; for every kind of licence, or for one."""

    words: str
    kind: LicenceKind | None
    article: str
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceLevel:
    """A kind of licence: whether it is open here, what it permits, and for how long at most."""

    kind: LicenceKind
    available: bool
    words: str
    valid_years: int | None
    article: str
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What was observed of licensing, beside the law; days are given where a source counts them."""

    words: str
    days_low: int | None
    days_high: int | None
    unit: DayUnit | None
    by: str
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensing:
    """How a licence under a measure is got.

    Parameters
    ----------
    under
        The measure whose licensing holds for whatever is not said here; empty if all is said here.
    """

    under: MeasureId | None = None
    authority: str = ""
    channel: str = ""
    clock: Clock | None = None
    documents: tuple[LicencePaper, ...] = ()
    levels: tuple[LicenceLevel, ...] = ()
    practice: tuple[Practice, ...] = ()
    line: int = 0


def clock_text(clock: Clock) -> str:
    """Say a time limit."""
    if clock.limit is Limit.NO_LIMIT:
        return "no statutory limit"
    if clock.limit is Limit.NOT_STATED or clock.days is None:
        return "no number of days is stated"
    unit = str(clock.unit or "days").replace("_", " ")
    return f"{clock.days} {unit}{f' from {clock.start}' if clock.start else ''}"


def licensing_data(measure: MeasureId, licensing: Licensing) -> dict[str, object]:
    """Return licensing as plain data, with the measure that it is for."""
    clock = licensing.clock
    return {
        "measure": measure,
        "under": licensing.under or "",
        "authority": licensing.authority,
        "channel": licensing.channel,
        "statutory": None
        if clock is None
        else {
            "limit": str(clock.limit),
            "days": clock.days,
            "unit": str(clock.unit or ""),
            "from": clock.start,
            "not_counted": clock.not_counted,
            **_ground(clock),
        },
        "documents": [
            {"words": paper.words, "level": str(paper.kind or ""), **_ground(paper)} for paper in licensing.documents
        ],
        "levels": [
            {
                "level": str(level.kind),
                "available": level.available,
                "words": level.words,
                "valid_years": level.valid_years,
                **_ground(level),
            }
            for level in licensing.levels
        ],
        "practice": [
            {
                "words": seen.words,
                "days_low": seen.days_low,
                "days_high": seen.days_high,
                "unit": str(seen.unit or ""),
                "by": seen.by,
                "confidence": str(seen.confidence),
                "source": seen.source,
            }
            for seen in licensing.practice
        ],
    }


def _ground(said: Clock | LicencePaper | LicenceLevel) -> dict[str, object]:
    return {"article": said.article, "confidence": str(said.confidence), "source": said.source}

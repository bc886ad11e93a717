"""How a licence is got: from whom, how, within which days, with which papers, and of which kinds."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.confidence import Confidence
from sekisho.message import LawText, Text, message


class Limit(StrEnum):
    """Whether a time limit binds the authority: so many days, none at all, or none that the text states."""

    DAYS = "days"
    NO_LIMIT = "no_limit"
    NOT_STATED = "not_stated"


class DayUnit(StrEnum):
    """How days are counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"

    def of_days(self, days: int) -> Text:
        """Write a number of days."""
        if self is DayUnit.WORKING_DAYS:
            return message("law.working_days", "{n} working days", n=days)
        return message("law.calendar_days", "{n} calendar days", n=days)


class LicenceKind(StrEnum):
    """Which way an export is permitted."""

    INDIVIDUAL = "individual"
    GENERAL = "general"
    REGISTRATION = "registration"
    SPECIAL_APPLICATION = "special_application"

    @property
    def words(self) -> Text:
        """The way in words."""
        return {
            LicenceKind.INDIVIDUAL: message("law.licence_individual", "individual"),
            LicenceKind.GENERAL: message("law.licence_general", "general"),
            LicenceKind.REGISTRATION: message("law.licence_registration", "certificate"),
            LicenceKind.SPECIAL_APPLICATION: message("law.licence_special_application", "special application"),
        }[self]


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


def certificate_alone(licensing: Licensing) -> Licensing:
    """Return how an export certificate is got on registration, without the days and papers of a licence."""
    levels = tuple(level for level in licensing.levels if level.kind is LicenceKind.REGISTRATION)
    return replace(licensing, channel="", clock=None, documents=(), levels=levels, practice=())


def clock_text(clock: Clock) -> Text:
    """Say a time limit."""
    if clock.limit is Limit.NO_LIMIT:
        return message("law.no_limit", "no statutory limit")
    if clock.limit is Limit.NOT_STATED or clock.days is None:
        return message("law.no_days_stated", "no number of days is stated")
    days = days_text(clock.days, clock.unit)
    return (
        message("law.days_from", "{days} from {start}", days=days, start=LawText(clock.start)) if clock.start else days
    )


def days_text(days: int, unit: DayUnit | None) -> Text:
    """Write a number of days, of which kind if that is known."""
    return unit.of_days(days) if unit is not None else message("law.days", "{n} days", n=days)


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

"""How far a measure or a clause has come, in words; days and spans of days, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sekisho.i18n.law_statements import law_statement
from sekisho.i18n.names import level_text
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.dates.calendar import Stage
from sekisho.law.dates.stages import StageSpan
from sekisho.law.model.assumptions import as_said
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Effect, Measure, StatusInterval
from sekisho.message import LawText, Text, day_text, joined, message
from sekisho.present.render.terminal import Ink, paint

OPEN = "◆"
EFFECTS: Final[Mapping[Effect, Text]] = {
    Effect.PROHIBIT: message("law.effect_prohibit", "prohibit"),
    Effect.REQUIRE_LICENCE: message("law.effect_require_licence", "require licence"),
    Effect.EXCEPT: message("law.effect_except", "except"),
    Effect.OBLIGE: message("law.effect_oblige", "oblige"),
}
"""What clauses do."""


def stage_says(stage: Stage, span: StatusInterval | None, *, begins: date | None = None) -> Text:
    """Say a stage in words, with what it rests on.

    Parameters
    ----------
    begins
        First day of effect, told of what is published and does not apply yet.
    """
    match stage:
        case Stage.PUBLISHED if span is not None:
            if begins is None:
                return message("law.paused_before", "published; {pause}, before its first day", pause=_pause(span))
            return message(
                "law.paused_before_day",
                "published; {pause}, before its first day, {day}",
                pause=_pause(span),
                day=begins,
            )
        case Stage.PUBLISHED if begins is not None:
            return message("law.not_yet_from", "not yet in effect (from {day})", day=begins)
        case Stage.PUBLISHED:
            return message("law.not_yet", "not yet in effect")
        case Stage.SUSPENDED if span is not None:
            return _pause(span)
        case Stage.UNKNOWN:
            return message("law.open", "{mark} not known", mark=OPEN)
        case Stage.REPEALED:
            return message("law.no_longer", "no longer applies")
        case _:
            return stage.words


def _pause(span: StatusInterval) -> Text:
    extent = extent_says(span)
    return message("law.suspended_extent", "suspended {extent}", extent=extent) if extent else Stage.SUSPENDED.words


def extent_says(span: StatusInterval) -> str:
    """Say how long a suspension lasts and by which measure; empty where neither is stated."""
    match span.until, span.by:
        case None, "":
            return ""
        case None, by:
            return message("law.by", "by {name}", name=by if isinstance(by, Text) else LawText(by))
        case until, "":
            return message("law.through", "through {day}", day=until)
        case until, by:
            return message(
                "law.through_by", "through {day} by {name}", day=until, name=by if isinstance(by, Text) else LawText(by)
            )


def days_say(first: date, last: date | None) -> str:
    """Say a span of days.

    >>> days_say(date(2025, 11, 7), date(2026, 11, 10)), days_say(date(2026, 11, 11), None)
    ('7 November 2025 to 10 November 2026', '11 November 2026 on')
    """
    if last is None:
        return message("law.day_on", "{day} on", day=first)
    return day_text(first) if first == last else message("law.days_span", "{first} to {last}", first=first, last=last)


def stage_rows(
    spans: tuple[StageSpan, ...], measure: Measure, library: Library, tell: PackageTranslator, *, begins: date | None
) -> list[tuple[str, str]]:
    """Return the stages of a measure or a clause as rows of days and words; an open one names its question."""
    rows: list[tuple[str, str]] = []
    for one in spans:
        says = stage_says(one.stage, one.span, begins=begins or measure.effective)
        days = tell(days_say(one.first, one.last))
        if one.assumed and one.span is not None:
            state = message("law.text_is_open", "its text is open") if one.stage is Stage.UNKNOWN else one.stage.words
            supposed = message(
                "law.assuming",
                "{state}, assuming {stated}",
                state=state,
                stated=law_statement(one.span.named, one.assumed, library),
            )
            rows.append((days, tell(supposed)))
            continue
        if one.stage is Stage.UNKNOWN and one.span is not None:
            rows.append((days, paint(tell(says), Ink.BLUE)))
            rows += [("", tell(one.span.question)), ("", tell(assume_says(one.span)))]
            continue
        rows.append((days, tell(says)))
    return rows


def assume_says(span: StatusInterval) -> Text:
    """Say how a named unknown is set, and what each value makes of the measure.

    The values are those of the measure file, such as `lapsed (in force)`.
    """
    values = [
        message("law.value_state", "{value} ({state})", value=as_said(value), state=_state(state))
        for value, state in span.values
    ]
    return message("law.assume", "--assume {name}=VALUE: {values}", name=span.named, values=joined(values, "comma"))


def _state(state: str) -> Text:
    return message("law.text_open", "text open") if state == "unknown" else Stage(state).words


def horizon_says(library: Library) -> Text:
    """Say up to which day sources were read."""
    return message(
        "law.horizon",
        "Law data {version}: sources read to {day}. What was published since is not known here.",
        version=library.version,
        day=library.horizon,
    )


def effect_says(clause: Clause) -> Text:
    """Say what a clause does, and the level of outcome that it sets."""
    level = level_text(clause.level) if clause.level else ""
    return joined((EFFECTS[clause.effect], level), "colon")


def library_data(library: Library) -> dict[str, str]:
    """Return which library was asked, as plain data."""
    return {"version": library.version, "hash": library.hash, "horizon": library.horizon.isoformat()}


def iso(day: date | None) -> str:
    """Write a day, or `open` for a span without end."""
    return day.isoformat() if day else "open"

"""Under which law a brief answer stands: the day, the last day of sources, and whose measures were asked."""

from __future__ import annotations

from datetime import date

from sekisho.determination.core.outcome import Determination
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import territory_text
from sekisho.law.model.fact import month_span
from sekisho.law.model.library import Library
from sekisho.message import Text, counted, joined, message
from sekisho.present.determination.phrases import is_of_china


def scope_wordings(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say the date of law, the last day of sources, whose measures were asked, and how to see more."""
    text = _scope(answer, library)
    return (
        message("brief.scope_more", "{scope} --why --full", scope=text),
        message("brief.scope_why", "{scope} --why", scope=text),
        text,
    )


def law_days_text(answer: Determination) -> Text:
    """Say the date of law in short; of a line whose day is not known, all the days on which it may leave."""
    if answer.days is None:
        return quantity("short_day", answer.as_of)
    span = answer.days
    if span == month_span(span.first.year, span.first.month):
        return quantity("month", span.first.year, span.first.month)
    return days_text(span.first, None if span.last == date.max else span.last)


def days_text(first: date, last: date | None) -> Text:
    """Say a span of days in short; without a last day it does not end.

    >>> from datetime import date
    >>> str(days_text(date(2026, 11, 20), None)), str(days_text(date(2026, 11, 20), date(2026, 11, 30)))
    ('20 Nov 2026 on', '20 Nov 2026 to 30 Nov 2026')
    """
    if last is None:
        return message("law.brief_day_on", "{day} on", day=quantity("short_day", first))
    if first == last:
        return quantity("short_day", first)
    return message(
        "law.brief_days", "{first} to {last}", first=quantity("short_day", first), last=quantity("short_day", last)
    )


def _scope(answer: Determination, library: Library) -> Text:
    coverage = answer.coverage
    kind = "day_in_year" if coverage.horizon.year == answer.as_of.year else "short_day"
    day, horizon = law_days_text(answer), quantity(kind, coverage.horizon)
    if library.is_updated:
        version = ", ".join(package.version for package in library.packages if package.is_update)
        if is_of_china(answer):
            return message(
                "brief.scope_law",
                "{day}; only China's law {version}, read to {horizon}.",
                day=day,
                version=version,
                horizon=horizon,
            )
        return message(
            "brief.scope_law_of",
            "{day}; only the law of {places}, {version}, read to {horizon}.",
            places=joined((territory_text(code, library) for code in coverage.jurisdictions), "comma"),
            day=day,
            version=version,
            horizon=horizon,
        )
    if is_of_china(answer):
        return counted(
            "brief.scope",
            "{day}, read to {horizon}; only China's {n} measure.",
            "{day}, read to {horizon}; only China's {n} measures.",
            n=coverage.measures,
            day=day,
            horizon=horizon,
        )
    return counted(
        "brief.scope_of",
        "{day}, read to {horizon}; only {n} measure of {places}.",
        "{day}, read to {horizon}; only {n} measures of {places}.",
        n=coverage.measures,
        places=joined((territory_text(code, library) for code in coverage.jurisdictions), "comma"),
        day=day,
        horizon=horizon,
    )

"""Under which law a brief answer stands: the day, the last day of sources, and whose measures were asked."""

from __future__ import annotations

from sekisho.determination.core.outcome import Determination
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import territory_text
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


def _scope(answer: Determination, library: Library) -> Text:
    coverage = answer.coverage
    kind = "day_in_year" if coverage.horizon.year == answer.as_of.year else "short_day"
    day, horizon = quantity("short_day", answer.as_of), quantity(kind, coverage.horizon)
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

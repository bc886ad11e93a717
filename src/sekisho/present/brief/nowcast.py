"""What a nowcast says in half a screen: the loss before and after, what was not thought possible, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.impact.nowcast.nowcast import ForecastSeries, NowcastResult
from sekisho.impact.nowcast.posterior import FEWEST_EFFECTIVE
from sekisho.impact.results.bands import band
from sekisho.message import Text, joined, message
from sekisho.present.document import Brief, BriefPart
from sekisho.present.impact.names import READINGS, day_text, law_text
from sekisho.present.impact.quantities import share, span
from sekisho.present.nowcast.after_figures import conflicts_alone, conflicts_and_first
from sekisho.present.nowcast.words import (
    conflict_sentences,
    direction,
    figure_with_unit,
    loss_sentence,
    moved_name,
    nothing_weighed,
    observation_name,
    unstated_error_sentence,
    variable_name,
)
from sekisho.present.render.brief_layout import WIDTH, margin_of, screen, spoken
from sekisho.present.render.terminal import Ink

LABELS: Final[Mapping[str, Text]] = {
    "what": message("impact.label_what", "What"),
    "readings": message("impact.label_readings", "Readings"),
    "moved": message("nowcast.label_moved", "Moved"),
    "next": message("nowcast.label_forecast", "Forecast"),
    "warning": message("impact.label_warning", "Warning"),
    "note": message("brief.label_note", "Note"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What stands beside the parts; the loss has no label."""
MOVED: Final = 2
"""Inputs that moved that are named."""
FORECASTS: Final = 2
"""Forecasts that are told: those that will be published first."""


def nowcast_lines(result: NowcastResult, *, width: int, translator: Translator) -> list[str]:
    """Tell a nowcast in at most `MOST` lines of `WIDTH` cells of `brief_layout`; in more on a narrower terminal."""
    margin = margin_of(translator.say, LABELS.values())
    parts = spoken(nowcast_brief(result), translator.say, margin)
    return screen(parts, ink=Ink.BOLD, margin=margin, width=min(width, WIDTH))


def nowcast_brief(result: NowcastResult) -> Brief:
    """Return what a nowcast says in few lines."""
    parts = (
        BriefPart(wordings=(loss_sentence(result),), lines=2),
        BriefPart(label=LABELS["what"], wordings=(_scenario(result),), lines=2),
        BriefPart(label=LABELS["warning"], wordings=nothing_weighed(result), lines=2),
        BriefPart(label=LABELS["warning"], wordings=_conflicts(result), lines=3),
        BriefPart(label=LABELS["readings"], wordings=_readings(result), lines=2),
        BriefPart(label=LABELS["moved"], wordings=_moved(result), lines=2),
        BriefPart(label=LABELS["next"], wordings=_forecasts(result), lines=4),
        BriefPart(label=LABELS["warning"], wordings=_few_runs(result)),
        BriefPart(label=LABELS["note"], wordings=_unstated(result), lines=2),
        BriefPart(label=LABELS["scope"], wordings=(_scope(result),)),
    )
    return Brief(headline="", parts=tuple(part for part in parts if part.wordings))


def next_forecasts(result: NowcastResult) -> tuple[ForecastSeries, ...]:
    """Return the forecasts of the earliest months, in the order of the series."""
    return tuple(sorted(result.forecasts, key=lambda figure: figure.period)[:FORECASTS])


def _scenario(result: NowcastResult) -> Text:
    horizon = result.horizon
    return message(
        "nowcast.brief_what",
        "{title}, {dates}, all readings by their weights.",
        title=law_text(result.scenario.title),
        dates=span(day_text(horizon.start), day_text(horizon.date_of(horizon.days - 1))),
    )


def _readings(result: NowcastResult) -> tuple[Text, ...]:
    """Say what each reading weighs, before and after; nothing where there is but one."""
    if len(result.posteriors) == 1:
        return ()
    weights = (
        message(
            "nowcast.brief_reading",
            "{reading} {before} → {after}",
            reading=READINGS[reading],
            before=share(result.readings_before[reading]),
            after=share(result.readings_after[reading]),
        )
        for reading in result.posteriors
    )
    return (message("impact.title_sentence", "{title}.", title=joined(weights, "comma")),)


def _moved(result: NowcastResult) -> tuple[Text, ...]:
    """Say which inputs moved most, and how far from the middle of their range."""
    moved = [
        message(
            "nowcast.brief_moved_to",
            "{name} {way} ({quantile})",
            name=moved_name(entry),
            way=direction(entry),
            quantile=share(entry.quantile),
        )
        for entry in result.moved[:MOVED]
    ]
    if not moved:
        return ()
    inputs = joined(moved, "comma")
    whole = message(
        "nowcast.brief_moved", "{inputs}; in brackets, how much of the range lies below (before: 50 %).", inputs=inputs
    )
    shorter = [
        message("nowcast.brief_moved_part", "{name} {quantile}", name=moved_name(entry), quantile=share(entry.quantile))
        for entry in result.moved[:MOVED]
    ]
    return (
        whole,
        message(
            "nowcast.brief_moved_below",
            "Part of its range that lies below (50 % before): {inputs}.",
            inputs=joined(shorter, "comma"),
        ),
    )


def _forecasts(result: NowcastResult) -> tuple[Text, ...]:
    """Say what will be published first; shorter, the first of it alone."""
    figures = list(map(_forecast, next_forecasts(result)))
    if not figures:
        return ()
    return tuple(
        message("impact.title_sentence", "{title}.", title=joined(some, "semicolon")) for some in (figures, figures[:1])
    )


def _forecast(figure: ForecastSeries) -> Text:
    """Name a month and a series, with the forecast."""
    year, month = map(int, figure.period.split("-"))
    number = figure_with_unit(figure, band(figure.posterior))
    return joined((quantity("month", year, month), variable_name(figure, bare=True), number), "colon")


def _conflicts(result: NowcastResult) -> tuple[Text, ...]:
    """Say what the model did not think possible; shorter, how many figures and the first of them."""
    sentences = conflict_sentences(result)
    if not sentences:
        return ()
    first = next(use.observation for use in result.observations if use.conflicts)
    shorter = conflicts_and_first(len(sentences), observation_name(first))
    return (joined(sentences, "sentence"), shorter, conflicts_alone(len(sentences)))


def _few_runs(result: NowcastResult) -> tuple[Text, ...]:
    """Warn where few runs fit what was observed."""
    left = [posterior.effective for posterior in result.posteriors.values()]
    if min(left) >= FEWEST_EFFECTIVE * result.draws:
        return ()
    return (
        message(
            "nowcast.brief_few_runs",
            "On one reading only {left} of {draws} runs fit the figures.",
            left=int(min(left)),
            draws=result.draws,
        ),
    )


def _unstated(result: NowcastResult) -> tuple[Text, ...]:
    """Say of which figures no error is stated."""
    sentence = unstated_error_sentence(result)
    return () if sentence is None else (sentence,)


def _scope(result: NowcastResult) -> Text:
    return message(
        "nowcast.brief_scope",
        "Figures weighed: {used} of {all}; {draws} runs. All: --full",
        used=sum(use.unused is None for use in result.observations),
        all=len(result.observations),
        draws=result.draws,
    )

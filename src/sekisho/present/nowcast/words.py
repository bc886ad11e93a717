"""A nowcast and the scores of forecasts in sentences and rows, for every face that shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.nowcast.nowcast import ForecastSeries, NowcastResult
from sekisho.impact.nowcast.observation import Observation
from sekisho.impact.nowcast.observation_file import ALL, unstated_error
from sekisho.impact.nowcast.posterior import FEWEST_EFFECTIVE, MovedInput
from sekisho.impact.nowcast.prediction import NORMAL
from sekisho.impact.nowcast.scores import FigureScore, ForecastScore
from sekisho.impact.results.bands import QuantileBand, band
from sekisho.impact.uncertainty.input_names import input_name
from sekisho.message import LawText, Text, counted, joined, message
from sekisho.present.impact.names import material_name
from sekisho.present.impact.quantities import around, share, span
from sekisho.present.nowcast.after_figures import (
    AFTER,
    BEFORE,
    Row,
    found_by_tempering,
    loss_rows,
    mean_after,
    not_thought_possible,
    nothing_weighs,
    over_all_readings,
    reading_rows,
)

OFF: Final = message("nowcast.off", "not given")
MIDDLE: Final = 0.5
"""Quantile of an input from which it moved up: the middle of what was held possible."""
MOVED_HEAD: Final = message("nowcast.moved_head", "What moved most")
UNUSED_HEAD: Final = message("nowcast.unused_head", "What did not weigh, and why")
FORECAST_HEAD: Final = message("nowcast.forecast_head", "What will be published: middle run (9 in 10 runs)")


def loss_sentence(result: NowcastResult) -> Text:
    """Say what the observations make of the loss."""
    return mean_after(result.as_of, result.gdp_year, *result.loss_bands)


def first_sentence(result: NowcastResult) -> Text:
    """Say what the observations make of the loss, over which days and readings: a cost page has other ones."""
    return joined([loss_sentence(result), over_all_readings(result.horizon)], "sentence")


def observation_name(row: Observation) -> Text:
    """Name an observation by what was measured, of which materials and when; its id stands in the data alone."""
    named = (material for material in row.series.materials if material != ALL)
    unsaid = [name for name in map(material_name, named) if str(name) not in row.variable]
    when = quantity("month", row.since.year, row.since.month) if row.month else span(*_ends(row))
    return joined([LawText(row.variable), *unsaid, when if row.since != row.until else _ends(row)[0]], "comma")


def _ends(row: Observation) -> tuple[Text, Text]:
    return quantity("date", row.since), quantity("date", row.until)


def conflict_sentences(result: NowcastResult) -> list[Text]:
    """Say which observations were not thought possible."""
    return [
        not_thought_possible(observation_name(use.observation), use.tail or 0.0)
        for use in result.observations
        if use.conflicts
    ]


def warning_sentences(result: NowcastResult) -> list[Text]:
    """Say which observations were not thought possible, where weights left few draws, and what errors are assumed."""
    few = [
        found_by_tempering(reading, posterior.effective, result.draws, posterior.steps)
        for reading, posterior in result.posteriors.items()
        if posterior.effective < FEWEST_EFFECTIVE * result.draws
    ]
    unstated = unstated_error_sentence(result)
    return [*nothing_weighed(result), *conflict_sentences(result), *few, *(() if unstated is None else (unstated,))]


def nothing_weighed(result: NowcastResult) -> tuple[Text, ...]:
    """Say that no figure changes what the scenario says, where none does."""
    return () if any(use.unused is None for use in result.observations) else (nothing_weighs(result.as_of),)


def unstated_error_sentence(result: NowcastResult) -> Text | None:
    """Say of how many figures that weighed no error is stated, and what is assumed of them; None if of none."""
    rows = [use.observation for use in result.observations if use.unused is None and not use.observation.error_stated]
    return unstated_error(len(rows)) if rows else None


def sides(result: NowcastResult) -> tuple[list[Row], list[Row]]:
    """Set the loss, and what each reading weighs, before and after the observations side by side, heads first."""
    return loss_rows(result.gdp_year, *result.loss_bands), reading_rows(result.readings)


def moved_sentences(result: NowcastResult) -> list[Text]:
    """Say which inputs moved most, and by which observation."""
    by_id = {use.observation.id: use.observation for use in result.observations}
    return [_of_input(each, by_id) for each in result.moved]


def correlation_sentence(result: NowcastResult) -> Text:
    """Say whether the data told a mild dear cut from a deep cheap one."""
    return message(
        "nowcast.correlation",
        "Correlation of missing flow and loss per missing share: {number}. Near -1, a mild cut that "
        "costs much and a deep cut that costs little look the same.",
        number=f"{result.correlation:+.2f}",
    )


def _of_input(each: MovedInput, by_id: Mapping[str, Observation]) -> Text:
    by = observation_name(by_id[each.by]) if each.by else OFF
    return message(
        "nowcast.moved",
        "{name}: {way} ({quantile} of its range lies below, 50 % before). Main reason: {by}.",
        name=moved_name(each),
        way=direction(each),
        quantile=share(each.quantile),
        by=by,
    )


def direction(each: MovedInput) -> Text:
    """Say whether an input moved up or down."""
    if each.quantile > MIDDLE:
        return message("nowcast.moved_higher", "higher than thought")
    return message("nowcast.moved_lower", "lower than thought")


def moved_name(each: MovedInput) -> Text:
    """Name an input that moved."""
    before, normal, material = each.name.partition(NORMAL)
    if normal and not before:
        return message("nowcast.normal_imports", "normal imports, {material}", material=material_name(material))
    return input_name(each.name)


def observations_heading(result: NowcastResult) -> Text:
    """Head the observations that weighed."""
    return message(
        "nowcast.observations_head",
        "What weighed ({used} of {all}), with the chance of a figure so far out before",
        used=sum(use.unused is None for use in result.observations),
        all=len(result.observations),
    )


def observation_rows(result: NowcastResult) -> list[Row]:
    """Return what weighed, and its chance before."""
    used = [use for use in result.observations if use.unused is None]
    return [(observation_name(use.observation), share(use.tail or 0.0)) for use in used]


def unused_sentences(result: NowcastResult) -> list[Text]:
    """Say what did not weigh, and why."""
    others = [use for use in result.observations if use.unused is not None]
    return [joined((observation_name(use.observation), use.unused or OFF), "colon") for use in others]


TONNES: Final = "t"
"""Unit of a flow, as observation files write it."""


def variable_name(figure: ForecastSeries, *, bare: bool = False) -> Text:
    """Name what is forecast, in the words of its observation, with its materials and its unit.

    Parameters
    ----------
    bare
        Whether the unit is left out where the figure has it with it.
    """
    unit = figure.series.unit  # a share has its sign with it
    units = [] if unit == "share" or (bare and unit == TONNES) else [Text(unit)]
    materials = [name for name in map(material_name, figure.series.materials) if str(name) not in figure.variable]
    return joined([LawText(figure.variable), *materials, *units], "comma")


def forecast_tables(result: NowcastResult) -> Iterator[tuple[Text, list[Row]]]:
    """Go through the series that are forecast: the name of each, and its months before and after."""
    by_series: dict[str, list[ForecastSeries]] = {}
    for figure in result.forecasts:
        by_series.setdefault(figure.series.id, []).append(figure)
    for figures in by_series.values():
        rows = list(map(_forecast_row, figures))
        yield variable_name(figures[0]), [("", BEFORE, AFTER), *rows]


def _forecast_row(figure: ForecastSeries) -> Row:
    before, after = band(figure.prior), band(figure.posterior)
    return figure.period, figure_text(figure, before), figure_text(figure, after)


def figure_text(figure: ForecastSeries, found: QuantileBand) -> Text:
    """Write a figure of a series: its middle run with the range of nine runs in ten."""
    middle, low, high = (_written(figure.series.unit, end) for end in (found.p50, found.p5, found.p95))
    return around(middle, span(low, high))


def figure_with_unit(figure: ForecastSeries, numbers: QuantileBand) -> Text:
    """Write the same with its unit, for a sentence that has no head to name it."""
    if figure.series.unit != TONNES:
        return figure_text(figure, numbers)
    middle, low, high = (_written(TONNES, end) for end in (numbers.p50, numbers.p5, numbers.p95))
    return around(message("nowcast.tonnes", "{amount} t", amount=middle), span(low, high))


def _written(unit: str, number: float) -> Text:
    if unit == "share":
        return share(number)
    return quantity("tenth", float(number)) if "100" in unit else quantity("amount", float(number))


def card_sentence(result: NowcastResult) -> Text:
    """Say how it was made."""
    return message(
        "nowcast.card",
        "{draws} runs, seed {seed}; vintage {day}; result {hash}",
        draws=result.draws,
        seed=str(result.seed),
        day=quantity("date", result.as_of),
        hash=result.hash[:7],
    )


def score_sentences(score: ForecastScore) -> list[Text]:
    """Say how many forecasts held, how they did beside naive ones, and what is not scored."""
    if not score.scores:
        return [
            counted(
                "nowcast.nothing_scored",
                "The one forecast is not in the file of observations.",
                "None of the {n} forecasts is in the file of observations.",
                n=score.unscored,
            )
        ]
    first = counted(
        "nowcast.score_first",
        "Of {n} forecast, {within} lies within the 90 % interval and {half} within the middle half.",
        "Of {n} forecasts, {within} lie within the 90 % interval and {half} within the middle half.",
        n=len(score.scores),
        within=share(score.coverage_90 or 0.0),
        half=share(score.coverage_50 or 0.0),
    )
    skills = message(
        "nowcast.skills",
        "Skill beside 'as a year ago': {year}; beside 'as last month': {month}. 1 is perfect; 0 means equal.",
        year=_skill(score.skill_year_ago),
        month=_skill(score.skill_last),
    )
    rest = counted(
        "nowcast.score_rest",
        "{n} forecast is not published yet.",
        "{n} forecasts are not published yet.",
        n=score.unscored,
    )
    sentences = [first, skills, *([rest] if score.unscored else ())]
    if score.early:
        sentences.append(
            message(
                "nowcast.score_early",
                "Known on the day of the forecast, and not scored: {ids}.",
                ids=joined(score.early, "comma"),
            )
        )
    return sentences


def score_table(score: ForecastScore) -> list[Row]:
    """Return the scored figures below a row of heads; nothing if none is scored."""
    if not score.scores:
        return []
    heads = (
        message("nowcast.figure_head", "figure"),
        message("nowcast.forecast_column", "forecast"),
        Text("CRPS"),
        Text("PIT"),
    )
    return [("", *heads), *map(_score_row, score.scores)]


def _skill(number: float | None) -> Text:
    return OFF if number is None else Text(f"{number:+.2f}")


def _scored_name(scored: FigureScore) -> Text:
    """Name a figure by what was measured, of which materials, in which unit and when; its id has the materials."""
    _, _, _, materials, *_ = scored.id.split()
    names = [material_name(name) for name in materials.split("+") if name != NO_MATERIAL]
    unsaid = [name for name in names if str(name) not in scored.variable]
    units = [] if scored.unit == "share" else [Text(scored.unit)]
    month = quantity("month", *map(int, scored.period.split("-")))
    return joined([month, joined([LawText(scored.variable), *unsaid, *units], "comma")], "colon")


NO_MATERIAL: Final = "-"
"""Stands in the id of a series that is of no material."""


def _score_row(each: FigureScore) -> tuple[str, ...]:
    low, high = _written(each.unit, each.low), _written(each.unit, each.high)
    return (
        _scored_name(each),
        _written(each.unit, each.figure),
        around(_written(each.unit, each.median), span(low, high)),
        quantity("significant", float(each.crps), 3),
        Text(f"{each.pit:.2f}"),
    )

"""A nowcast and the scores of forecasts on a terminal: before and after side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.impact.nowcast.nowcast import ForecastSeries, NowcastResult
from sekisho.impact.nowcast.posterior import FEWEST_EFFECTIVE, MovedInput
from sekisho.impact.nowcast.scores import FigureScore, ForecastScore
from sekisho.impact.results.bands import QuantileBand, band
from sekisho.message import Text, joined, message
from sekisho.present.impact.findings import READINGS, input_name
from sekisho.present.impact.quantities import around, of_percent, share, span
from sekisho.present.render.line_breaks import flow, points
from sekisho.present.render.terminal import Ink, paint, table

BEFORE: Final = message("nowcast.before_head", "before")
AFTER: Final = message("nowcast.after_head", "after the observations")
OFF: Final = message("nowcast.off", "not told")
POINTS: Final = frozenset({"share"})


def nowcast_text(result: NowcastResult, *, width: int, translator: Translator) -> list[str]:
    """Tell a nowcast."""
    say = translator.say
    return [
        *flow(paint(say(_first(result)), Ink.BOLD), width, indent=""),
        *_warnings(result, width, translator),
        "",
        *_loss(result, translator),
        *_readings(result, width, translator),
        *_moved(result, width, translator),
        *_observations(result, width, translator),
        *_forecasts(result, width, translator),
        "",
        *flow(say(_card(result)), width),
    ]


def _first(result: NowcastResult) -> Text:
    before, after = result.loss_bands
    return message(
        "nowcast.first",
        "With what was known on {day}, the loss is {after} of a year's GDP; before it was {before}.",
        day=quantity("date", result.as_of),
        after=of_percent(after),
        before=of_percent(before),
    )


def _warnings(result: NowcastResult, width: int, translator: Translator) -> Iterator[str]:
    warnings = [
        message(
            "nowcast.conflict",
            "{id}: the model did not think this possible; its chance was {chance} before.",
            id=use.observation.id,
            chance=share(use.tail or 0.0),
        )
        for use in result.observations
        if use.conflicts
    ]
    warnings += [
        message(
            "nowcast.few_effective",
            "{reading}: the weights left {left} of {draws} draws; others were found by tempering in {steps} steps.",
            reading=READINGS[reading],
            left=int(posterior.effective),
            draws=result.draws,
            steps=posterior.steps,
        )
        for reading, posterior in result.posteriors.items()
        if posterior.effective < FEWEST_EFFECTIVE * result.draws
    ]
    if warnings:
        yield ""
        yield from points(map(translator.say, warnings), width)


def _loss(result: NowcastResult, translator: Translator) -> Iterator[str]:
    say = translator.say
    before, after = result.loss_bands
    loss = message("nowcast.loss_row", "loss, % of a year's GDP")
    rows = [("", BEFORE, AFTER), (loss, of_percent(before), of_percent(after))]
    yield from table([tuple(map(say, row)) for row in rows], right=frozenset(), indent="  ")


def _readings(result: NowcastResult, width: int, translator: Translator) -> Iterator[str]:
    say = translator.say
    rows: list[tuple[str, ...]] = [
        (message("nowcast.reading_head", "reading"), BEFORE, AFTER, message("nowcast.left_head", "draws left"))
    ]
    for reading, posterior in result.posteriors.items():
        both = (share(result.readings_before[reading]), share(result.readings_after[reading]))
        rows.append((READINGS[reading], *both, Text(f"{posterior.effective:.0f}")))
    yield ""
    yield from table([tuple(map(say, row)) for row in rows], right=frozenset({1, 2, 3}), indent="  ", width=width)


def _moved(result: NowcastResult, width: int, translator: Translator) -> Iterator[str]:
    if not result.moved:
        return
    yield ("")
    yield translator.say(message("nowcast.moved_head", "What moved most"))
    yield from points((translator.say(_of_input(move)) for move in result.moved), width)
    sentence = message(
        "nowcast.correlation",
        "Correlation of missing flow and loss per missing share: {number}. Near -1, a mild cut that costs much and a "
        "deep cut that costs little could not be told apart.",
        number=f"{result.correlation:+.2f}",
    )
    yield from flow(translator.say(sentence), width)


def _of_input(each: MovedInput) -> Text:
    up = message("nowcast.moved_up", "up") if each.quantile > MIDDLE else message("nowcast.moved_down", "down")
    name, by = input_name(each.name), each.by or OFF
    return message(
        "nowcast.moved",
        "{name}: {way}, from 50 % to {quantile} of what was held possible; most by {by}",
        name=name,
        way=up,
        quantile=share(each.quantile),
        by=by,
    )


MIDDLE: Final = 0.5


def _observations(result: NowcastResult, width: int, translator: Translator) -> Iterator[str]:
    say = translator.say
    used = [use for use in result.observations if use.unused is None]
    heading = message(
        "nowcast.observations_head",
        "What weighed ({used} of {all}), with the chance of a figure so far out before",
        used=len(used),
        all=len(result.observations),
    )
    yield ("")
    yield from flow(say(heading), width, indent="")
    rows = [(use.observation.id, use.observation.period, say(share(use.tail or 0.0))) for use in used]
    yield from table(rows, right=frozenset({2}), indent="  ", width=width)
    others = [use for use in result.observations if use.unused is not None]
    if others:
        yield ("")
        yield say(message("nowcast.unused_head", "What did not weigh, and why"))
        yield from points((say(joined((use.observation.id, use.unused or OFF), "colon")) for use in others), width)


def _forecasts(result: NowcastResult, width: int, translator: Translator) -> Iterator[str]:
    say = translator.say
    if not result.forecasts:
        return
    yield ("")
    heading = message("nowcast.forecast_head", "What will be published: median (90 % interval)")
    yield from flow(say(heading), width, indent="")
    last = ""
    rows: list[tuple[str, ...]] = []
    for figure in result.forecasts:
        if figure.series.id != last:
            yield from _block(rows, width, translator)
            rows, last = [], figure.series.id
            yield from ("", *flow(say(variable_name(figure)), width))
        rows.append(
            (figure.period, say(_figure(figure, band(figure.prior))), say(_figure(figure, band(figure.posterior))))
        )
    yield from _block(rows, width, translator)


def variable_name(figure: ForecastSeries) -> Text:
    """Name what is forecast, in the words of its observation, with its materials and its unit."""
    unit = "%" if figure.series.unit == "share" else figure.series.unit
    parts = (figure.variable, "; ".join(figure.series.materials), unit)
    return joined([Text(part) for part in parts if part], "comma")


def _block(rows: list[tuple[str, ...]], width: int, translator: Translator) -> Iterator[str]:
    if rows:
        heads = ("", translator.say(BEFORE), translator.say(AFTER))
        yield from table([heads, *rows], right=frozenset({1, 2}), indent="    ", width=width)


def _figure(figure: ForecastSeries, found: QuantileBand) -> Text:
    middle, low, high = (_written(figure.series.unit, end) for end in (found.p50, found.p5, found.p95))
    return around(middle, span(low, high))


def _written(unit: str, number: float) -> Text:
    if unit == "share":
        return share(number)
    return quantity("tenth", float(number)) if "100" in unit else quantity("amount", float(number))


def _card(result: NowcastResult) -> Text:
    return message(
        "nowcast.card",
        "{draws} draws, seed {seed}; vintage {day}; result {hash}",
        draws=result.draws,
        seed=str(result.seed),
        day=quantity("date", result.as_of),
        hash=result.hash[:7],
    )


def score_text(score: ForecastScore, *, width: int, translator: Translator) -> list[str]:
    """Tell the scores of a file of forecasts."""
    say = translator.say
    if not score.scores:
        none = message(
            "nowcast.nothing_scored", "None of the {number} forecasts has been published yet.", number=score.unscored
        )
        return list(flow(say(none), width, indent=""))
    first = message(
        "nowcast.score_first",
        "Of {number} forecasts, {within} lie within the 90 % interval and {half} within the middle half.",
        number=len(score.scores),
        within=share(score.coverage_90 or 0.0),
        half=share(score.coverage_50 or 0.0),
    )
    skills = message(
        "nowcast.skills",
        "Skill beside 'as a year ago': {year}; beside 'as last month': {month}. 1 is perfect, 0 is no better.",
        year=_skill(score.skill_year_ago),
        month=_skill(score.skill_last),
    )
    rest = message("nowcast.score_rest", "{number} forecasts are not published yet.", number=score.unscored)
    lines = [*flow(paint(say(first), Ink.BOLD), width, indent=""), *flow(say(skills), width)]
    lines += flow(say(rest), width) if score.unscored else ()
    if score.early:
        told = message(
            "nowcast.score_early",
            "Known on the day of the forecast, and not scored: {ids}.",
            ids=joined(score.early, "comma"),
        )
        lines += flow(say(told), width)
    heads = (
        message("nowcast.figure_head", "figure"),
        message("nowcast.forecast_column", "forecast"),
        Text("CRPS"),
        Text("PIT"),
    )
    rows = [tuple(map(say, _score_row(entry))) for entry in score.scores]
    return [
        *lines,
        "",
        *table([("", *map(say, heads)), *rows], right=frozenset({1, 2, 3, 4}), indent="  ", width=width),
    ]


def _skill(number: float | None) -> Text:
    return OFF if number is None else Text(f"{number:+.2f}")


def _score_row(each: FigureScore) -> tuple[str, ...]:
    low, high = _written(each.unit, each.low), _written(each.unit, each.high)
    return (
        f"{each.id} {each.period}",
        _written(each.unit, each.figure),
        around(_written(each.unit, each.median), span(low, high)),
        Text(f"{each.crps:.3g}"),
        Text(f"{each.pit:.2f}"),
    )

"""What a result says, in sentences: the loss, what it turns on, who and when; the same on a terminal and on a page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.economy.table import Sector
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import FirstDay, ImpactResult, LossChannels, Shortage
from sekisho.impact.results.static_brackets import warnings_of
from sekisho.impact.results.variance_shares import Spread
from sekisho.impact.scenario.horizon import DAYS_A_YEAR
from sekisho.impact.scenario.scenario import Propagation
from sekisho.impact.uncertainty.draws import SpreadCause
from sekisho.impact.uncertainty.input_names import input_name
from sekisho.message import CapitalText, Text, counted, joined, message
from sekisho.present.impact.headline import headline, in_money, on_the_others, scales_or_anchor, why_readings_differ
from sekisho.present.impact.names import (
    CAUSES,
    GDP,
    OTHER,
    READINGS,
    TOGETHER,
    day_text,
    gdp_name,
    land,
    last_day,
    material_name,
    months,
    sector_name,
)
from sekisho.present.impact.quantities import (
    EVERY,
    amounts,
    around,
    is_point,
    of_percent,
    percent,
    share,
    span,
    spread,
)

LEAST: Final = 0.01
"""Share of the spread below which a cause goes under others: less would round to nothing."""


BEFORE: Final = message("impact.before", "Before you use a number")
SUPPOSED: Final = message("impact.supposed", "What was assumed")
INPUTS: Final = message("impact.inputs", "Inputs from judgement or a weak source")
CAUSES_NAMED: Final = 2
"""Causes of the range that a sentence names."""
NO_LOSS: Final = 1e-9
"""Per cent of GDP that is nothing: what sums over draws leave of rounding."""
LOSS_HEAD: Final = message("impact.loss_head", "The loss")


def summary(result: ImpactResult) -> tuple[Text, ...]:
    """Say the result in few sentences: the loss, of whom, what it turns on, who and when; in one if nothing is lost.

    A run that loses more than its shortages can cost is no finding, and says that instead.
    """
    if not result.bounds.hold:
        return warnings_of(result.bounds)
    if is_nothing(result):
        nothing = message(
            "impact.nothing",
            "In no run does {land} lose anything in {months}.",
            land=land(result),
            months=months(result.horizon.months),
        )
        return (nothing,)
    readings = why_readings_differ(result)
    return tuple(filter(None, (headline(result), frame(result), turns_on(result), readings, who_and_when(result))))


def is_nothing(result: ImpactResult) -> bool:
    """Tell whether no draw loses anything under any reading."""
    return all(result.without_loss(reading) == 1.0 for reading in result.readings)


def frame(result: ImpactResult) -> Text:
    """Say of whom, of how long, by which reading and from how many runs the loss is told."""
    places = {
        "land": CapitalText(land(result)),
        "months": months(result.horizon.months),
        "year": str(result.anchor.year),
        "runs": counted("impact.runs", "{n} run", "{n} runs", n=result.draws),
    }
    if len(result.readings) == 1:
        return message("impact.frame", "{land}, {months}, at the GDP of {year}; {runs}.", **places)
    return message(
        "impact.frame_on_reading",
        "{land}, {months}, at the GDP of {year}, on the {reading} reading of the law; {runs}.",
        reading=READINGS[result.reading],
        **places,
    )


def turns_on(result: ImpactResult) -> Text:
    """Say what the readings change, or where there is but one, what moves the loss most."""
    if len(result.readings) == 1:
        named = joined(around(name, share(part)) for name, part in moving_causes(result))
        if not named:
            return message("impact.no_disputed_word", "It depends on no disputed word of law.")
        return message(
            "impact.no_disputed_word_causes",
            "It depends on no disputed word of law. What explains most of the range, each alone: {causes}.",
            causes=named,
        )
    part = result.spread.shares.get(SpreadCause.READING)
    others, year = on_the_others(result), str(scales_or_anchor(result)[0].year)
    if part is None:
        return message(
            "impact.on_other_readings", "Read otherwise: {losses}, at the GDP of {year}.", losses=others, year=year
        )
    return message(
        "impact.on_other_readings_share",
        "Read otherwise: {losses}, at the GDP of {year}. The reading of the law alone explains {share} of the range.",
        losses=others,
        year=year,
        share=share(part),
    )


def moving_causes(result: ImpactResult, most: int = CAUSES_NAMED) -> list[tuple[Text, float]]:
    """Return what moves a result most, with the share of the range that it explains alone.

    The reading of the law is among them wherever it is in question. One share is told of a cause in all first lines,
    whatever it does together with others: these shares overlap, and stand in a table with their name.
    """
    by_reading = len(result.readings) > 1
    alone = [row for row in causes(result.spread, reading=by_reading) if row[0] not in {TOGETHER, OTHER}]
    reading = [row for row in alone if by_reading and row[0] == CAUSES[SpreadCause.READING]]
    others = [row for row in alone if row not in reading][: most - len(reading)]
    return sorted([*reading, *others], key=_by_share)


def losers_of(result: ImpactResult) -> list[tuple[Sector, QuantileBand, QuantileBand]]:
    """Return the sectors that lose something, in the order of the result."""
    return [row for row in result.by_sector() if row[1].p95 > 0 and row[1].mean > 0]


def who_and_when(result: ImpactResult) -> Text:
    """Say who loses most, and when firms are first short."""
    sector, band, _ = (losers_of(result) or result.by_sector())[0]
    name, first = sector_name(sector), first_short(result)
    scale = scales_or_anchor(result)[0]
    lost = amounts(band * scale.billion, scale.currency)
    if is_point(band):
        most = message(
            "impact.loses_most_always",
            "{sector} loses most: {loss}, at the GDP of {year}.",
            sector=name,
            loss=lost,
            year=str(scale.year),
        )
        return most if first is None else joined([most, _first_short_of(result, first)], "sentence")
    if first is None:
        return message(
            "impact.loses_most",
            "The sector that loses most in the worst runs is {sector}: mean {loss}, at the GDP of {year}.",
            sector=name,
            loss=lost,
            year=str(scale.year),
        )
    middle, between = day_of(result, first.short)
    if between is EVERY:
        return message(
            "impact.loses_most_short_always",
            "The sector that loses most in the worst runs is {sector}: mean {loss}, at the GDP of {year}. In every run "
            "the first firms run short of {material} about {day}.",
            sector=name,
            loss=lost,
            year=str(scale.year),
            material=short_of(result, first),
            day=middle,
        )
    return message(
        "impact.loses_most_short",
        "The sector that loses most in the worst runs is {sector}: mean {loss}, at the GDP of {year}. The first firms "
        "run short of {material} about {day} ({interval} in 9 of 10 runs).",
        sector=name,
        loss=lost,
        year=str(scale.year),
        material=short_of(result, first),
        day=middle,
        interval=between,
    )


def _first_short_of(result: ImpactResult, first: Shortage) -> Text:
    """Say when the first firms run short, in a sentence of its own."""
    day, between = day_of(result, first.short)
    return message(
        "impact.short_first",
        "The first firms run short of {material} about {day} ({interval}).",
        material=short_of(result, first),
        day=day,
        interval=between,
    )


def first_short(result: ImpactResult) -> Shortage | None:
    """Return the sector in which firms are short first in the middle run; None if none is short in half of them."""
    return next((shortage for shortage in result.shortages if shortage.short.p50 is not None), None)


def short_of(result: ImpactResult, first: Shortage) -> Text:
    """Name the material of a shortage, and those of which firms are short on the same day."""
    alike = (shortage.material for shortage in result.shortages if shortage.short == first.short)
    return joined(map(material_name, dict.fromkeys((first.material, *alike))))


def day_of(result: ImpactResult, day: FirstDay, never: Text | None = None) -> tuple[Text, Text]:
    """Write a first day as the date in the middle run, and its 90 % interval, without the year that the date tells.

    Parameters
    ----------
    never
        What stands for a day past the horizon; None says which day that is after.
    """
    year = None if day.p50 is None else result.horizon.date_of(day.p50).year

    def written(number: int | None, *, beside: int | None = None) -> Text:
        if number is None:
            return never if never is not None else message("impact.after_day", "after {day}", day=last_day(result))
        at = result.horizon.date_of(number)
        return quantity("day_in_year", at) if at.year == beside else day_text(at)

    ends = (written(number, beside=year) for number in (day.p5, day.p95))
    return written(day.p50), EVERY if day.p5 == day.p95 else span(*ends)


def decomposition(result: ImpactResult) -> Text | None:
    """Say where the spread comes from in one sentence; None if nothing spreads.

    What no single cause explains is told as such: causes that act together, and what so few runs cannot tell apart.
    """
    ranked = causes(result.spread, reading=len(result.readings) > 1)
    if ranked and all(cause == TOGETHER for cause, _ in ranked):
        return message(
            "impact.spread_untold",
            "{runs} are too few to tell causes apart.",
            runs=counted("impact.runs", "{n} run", "{n} runs", n=result.draws),
        )
    parts = [
        message("impact.cause_share_of", "{cause} {share}", cause=cause, share=share(part)) for cause, part in ranked
    ]
    if len(parts) == 1:
        return message("impact.spread_one", "All of the spread: {cause}.", cause=parts[0])
    return message("impact.spread_of", "Of the spread, {causes}.", causes=joined(parts)) if parts else None


def causes(spread_of: Spread, *, reading: bool = True) -> list[tuple[Text, float]]:
    """List the causes of the spread, largest first; small ones stand together as other.

    Parameters
    ----------
    reading
        Whether the reading of the law stands among them however small it is.
    """
    ranked = sorted(((CAUSES[cause], part) for cause, part in spread_of.shares.items()), key=_by_share)
    shown = [row for row in ranked if row[1] >= LEAST or (reading and row[0] == CAUSES[SpreadCause.READING])]
    rest = sum(part for _, part in ranked) - sum(part for _, part in shown)
    return [*shown, *([(OTHER, rest)] if rest >= LEAST / 2 else [])]


def _by_share(row: tuple[str, float]) -> float:
    return -row[1]


def measured_otherwise(result: ImpactResult) -> list[Text]:
    """Say the loss of the same days and in hours of work, how often nothing is lost."""
    sentences: list[Text] = []
    if result.horizon.days != DAYS_A_YEAR:
        sentences.append(
            message(
                "impact.of_window",
                "Of the GDP of the same {days} days the mean is {loss}.",
                days=str(result.horizon.days),
                loss=of_percent(result.percent_of_window()),
            )
        )
    account = result.told_account
    if account is None or account.persons is None:  # else the account of sectors tells it, and not by the loss alone
        sentences.append(
            message(
                "impact.hours",
                "Hours of work fall in the mean by {hours} of a year's, if {paid} of idle hours stay paid.",
                hours=of_percent(result.hours()),
                paid=share(result.hoarding),
            )
        )
    if (nothing := result.without_loss()) > 0:
        sentences.append(
            message("impact.draws_without_loss", "In {share} of runs nothing is lost.", share=share(nothing))
        )
    return [*in_money(result), *sentences]


def chance(result: ImpactResult) -> Text | None:
    """Say how far chance moves the mean, the middle run and the upper end; None where every run finds the same."""
    band, draws = result.percent(), result.draws
    if is_point(band):
        return None
    if math.isnan(band.error_of("mean")):
        return message(
            "impact.chance_unknown",
            "{draws} runs are too few to say how far chance moves the mean.",
            draws=draws,
        )
    return message(
        "impact.chance_of_each",
        "With {draws} runs, chance moves the mean by {mean} and the middle run by {error} % of a year's GDP. "
        "It moves the value that 1 in 20 runs exceed by {high} %. No digit is printed beyond that.",
        draws=draws,
        error=percent(band.error),
        mean=percent(band.error_of("mean")),
        high=percent(band.error_of("p95")),
    )


def by_fiscal_year(result: ImpactResult) -> Text | None:
    """Say the loss by fiscal year; None if the horizon lies in one."""
    years = result.by_fiscal_year()
    if len(years) == 1:
        return None
    losses = [
        message("impact.year_loss", "FY{year} {loss}", year=label.removeprefix("FY"), loss=spread(band))
        for label, band in years
    ]
    return message(
        "impact.by_fiscal_year",
        "By fiscal year from April, mean in % of a year's GDP: {losses}.",
        losses=joined(losses, "comma"),
    )


def how_it_comes(result: ImpactResult) -> Text | None:
    """Say by which way the mean loss comes about; None if nothing is lost."""
    parts = result.parts
    if parts is None or not (parts.direct or parts.upstream or parts.downstream):
        return None
    whole = parts.direct + parts.upstream + parts.restocking + parts.downstream + parts.recovery
    sentences = (
        message(
            "impact.way_direct",
            "Of the mean loss of {whole} % of a year's GDP, {direct} falls on sectors that lack a material.",
            whole=percent(whole),
            direct=percent(parts.direct),
        ),
        *_links(parts, result.scenario.propagation),
        message("impact.way_caught_up", "Catching up later wins back {back}.", back=percent(-parts.recovery))
        if parts.recovery < 0
        else message("impact.way_adds", "Catching up adds {more}.", more=percent(parts.recovery))
        if parts.recovery > 0
        else "",
    )
    return joined(filter(None, sentences), "sentence")


def _links(parts: LossChannels, propagation: Propagation) -> Iterator[Text]:
    """Say what links between sectors add, those alone that were run."""
    if propagation is Propagation.NONE:
        return
    yield message(
        "impact.way_orders", "Their suppliers lose {upstream}, as fewer orders come.", upstream=percent(parts.upstream)
    )
    if propagation is not Propagation.FULL:
        return
    yield (
        message("impact.way_supply", "Their customers lose {downstream}.", downstream=percent(parts.downstream))
        if parts.downstream > NO_LOSS
        else message("impact.way_no_supply", "Their customers lose nothing: stocks of goods last.")
    )
    if parts.restocking < -NO_LOSS:
        yield message(
            "impact.way_restocking",
            "Overtime to refill stocks of goods wins back {saved}.",
            saved=percent(-parts.restocking),
        )
    elif parts.restocking > NO_LOSS:
        yield message(
            "impact.way_restocking_adds", "Refilling stocks of goods adds {more}.", more=percent(parts.restocking)
        )


def published(result: ImpactResult) -> Text | None:
    """Compare a run with the figure that was published; None if none was, for these months."""
    figure = result.scenario.published.get(result.horizon.months)
    if figure is None:
        return None
    own = result.percent()
    return message(
        "impact.published",
        "Published was {figure} % of {gdp} for {months}; the mean of this run is {loss}, {share} of it.",
        figure=f"{figure:g}",
        gdp=next((gdp_name(estimate) for estimate in result.published if estimate.percent == figure), GDP),
        months=months(result.horizon.months),
        loss=of_percent(own),
        share=share(own.mean / figure),
    )


def weak_inputs(weak: Sequence[str]) -> list[tuple[Text, Text]]:
    """Gather the inputs that rest on judgement or a weak source: figures with the materials for which it holds.

    >>> weak_inputs(["gallium: leakage", "indium: leakage", "severity"])
    [('what arrives by other ways', 'gallium, indium'), ('of the model', 'how much is cut')]
    >>> weak_inputs(["phi of gallium in 17", "phi of gallium in 18"])
    [('share of output that stops', 'gallium (17, 18)')]
    """
    figures: dict[str, list[Text]] = {}
    shares: dict[Text, list[str]] = {}
    own: list[Text] = []
    for name in weak:
        if name.startswith("phi of ") and " in " in name:
            material, sector = name.removeprefix("phi of ").rsplit(" in ", 1)
            shares.setdefault(material_name(material), []).append(sector)
        elif ": " in name:
            material, figure = name.split(": ", 1)
            figures.setdefault(figure, []).append(material_name(material))
        else:
            own.append(input_name(name))
    materials = {each for names in figures.values() for each in names}
    rows: list[tuple[Text, Text]] = [
        (input_name(figure), _all_or(names, materials)) for figure, names in figures.items()
    ]
    if shares:
        of_materials = (around(name, joined(sectors, "comma")) for name, sectors in shares.items())
        rows.append((CAUSES[SpreadCause.SHARE], joined(of_materials, "comma")))
    return [*rows, *([(message("impact.of_the_model", "of the model"), joined(own, "comma"))] if own else [])]


def _all_or(names: Sequence[Text], materials: Iterable[str]) -> Text:
    whole = set(materials)
    if len(whole) > 2 and set(names) == whole:  # noqa: PLR2004 - two are named as shortly
        return message("impact.all_materials", "all {number} materials", number=len(whole))
    return joined(names, "comma")

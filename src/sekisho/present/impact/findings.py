"""What a result says, in sentences: the loss, what it turns on, who and when; the same on a terminal and on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import FirstDay, ImpactResult, Shortage
from sekisho.impact.results.variance_shares import Spread
from sekisho.impact.scenario.horizon import DAYS_A_YEAR
from sekisho.impact.uncertainty.draws import SpreadCause
from sekisho.present.impact.quantities import EVERY, amounts, interval, is_point, money, percent, share, spread

LEAST: Final = 0.01
"""Share of the spread below which a cause goes under others."""
HEX: Final = 7
"""Letters of a hash that are shown."""
OTHER: Final = "other"
TOGETHER: Final = "several causes together"
LANDS: Final = {"CN": "China", "JP": "Japan", "US": "the United States", "KR": "Korea", "DE": "Germany"}


def land(result: ImpactResult) -> str:
    """Name the buyer."""
    return LANDS.get(result.scenario.buyer, result.scenario.buyer)


def dates(result: ImpactResult) -> str:
    """Write the first and the last day.

    The last is the one before the same day of the month in which the horizon ends.
    """
    horizon = result.horizon
    return f"{horizon.start} to {horizon.date_of(horizon.days - 1)}"


def months(number: int) -> str:
    """Write a length in months.

    >>> months(1), months(12)
    ('1 month', '12 months')
    """
    return "1 month" if number == 1 else f"{number} months"


def on_reading(result: ImpactResult) -> str:
    """Name the reading, as the end of a phrase; empty if there is but one."""
    return f", {result.reading} reading" if len(result.readings) > 1 else ""


def run_source(result: ImpactResult) -> str:
    """Say where the numbers of a result come from: the model and everything by which it can be made again."""
    return f"Source: sekisho, scenario {result.scenario.id} from {result.horizon.start}; {run_card(result)}."


def run_card(result: ImpactResult) -> str:
    """Say in a line what a result rests on, so that it can be made again."""
    inputs = ", ".join(f"{name} {told[:HEX]}" for name, told in result.inputs.items())
    made = f"; result {result.hash[:HEX]}" if result.hash else ""
    return f"{result.draws:,} draws, seed {result.seed}, {result.kernel} kernel; {inputs}{made}"


def summary(result: ImpactResult) -> tuple[str, ...]:
    """Say the result in three sentences: the loss, what it turns on, who and when; in one if nothing is lost."""
    if is_nothing(result):
        return (f"In no draw does {land(result)} lose anything in {months(result.horizon.months)}.",)
    return tuple(filter(None, (loss(result), turns_on(result), who_and_when(result))))


def is_nothing(result: ImpactResult) -> bool:
    """Tell whether no draw loses anything under any reading."""
    return all(result.without_loss(reading) == 1.0 for reading in result.readings)


def loss(result: ImpactResult) -> str:
    """Say what is lost."""
    band, anchor = result.percent(), result.anchor
    on = f"On the {result.reading} reading of the law " if len(result.readings) > 1 else ""
    around = "in every draw, as the scenario fixes the inputs" if is_point(band) else f"90 % interval {interval(band)}"
    amount = money(band.p50 * result.money) if is_point(band) else amounts(result.amount())
    lost = f"loses {percent(band.p50)} % of a year's GDP in {months(result.horizon.months)}"
    return f"{on}{land(result)} {lost} ({around}): {anchor.currency} {amount} at its GDP of {anchor.year}."


def turns_on(result: ImpactResult) -> str:
    """Say what the readings change, and what single causes make up most of the spread."""
    single = [row for row in causes(result.spread) if row[0] not in {SpreadCause.READING, TOGETHER, OTHER}][:2]
    if len(result.readings) == 1:
        start = "It hangs on no disputed word of law"
        if not single:
            return f"{start}."
        told = listed(f"{name} ({share(part)})" for name, part in single)
        return f"{start}; the largest single causes of its spread are {told}."
    part = result.spread.shares.get(SpreadCause.READING)
    rest = f"; the reading makes up {share(part)} of the spread" if part is not None else ""
    return f"It is {on_the_others(result)}{rest}."


def on_the_others(result: ImpactResult) -> str:
    """Say what the other readings find; those that find the same stand together."""
    found: dict[str, list[str]] = {}
    for reading in result.readings:
        if reading is not result.reading:
            found.setdefault(spread(result.percent(reading), " %"), []).append(f"the {reading}")
    return listed(f"{told} on {listed(names)}" for told, names in found.items())


def who_and_when(result: ImpactResult) -> str:
    """Say who loses most, and when firms are first short."""
    sector, band, _ = result.by_sector()[0]
    told = f"The sector that loses most is {sector.name}: {spread(band, ' %')} of a year's GDP"
    first = first_short(result)
    if first is None:
        return f"{told}."
    return f"{told}; the first firms to run short lack {material_name(first.material)} {from_day(result, first.short)}."


def first_short(result: ImpactResult) -> Shortage | None:
    """Return the sector in which firms are short first in the median draw; None if none is short in half of them."""
    return next((one for one in result.shortages if one.short.p50 is not None), None)


def from_day(result: ImpactResult, day: FirstDay) -> str:
    """Write a first day as a date, with its 90 % interval."""
    middle, around = day_of(result, day)
    return f"from {middle} on ({around})"


def day_of(result: ImpactResult, day: FirstDay, never: str = "") -> tuple[str, str]:
    """Write a first day as the date in the median draw, and its 90 % interval.

    Parameters
    ----------
    never
        What stands for a day past the horizon; empty says which day that is after.
    """
    last = result.horizon.date_of(result.horizon.days - 1)

    def told(number: int | None) -> str:
        return never or f"after {last}" if number is None else f"{result.horizon.date_of(number)}"

    return told(day.p50), EVERY if day.p5 == day.p95 else f"{told(day.p5)} to {told(day.p95)}"


def material_name(material: str) -> str:
    """Write the id of a material as words.

    >>> material_name("heavy-rare-earths")
    'heavy rare earths'
    """
    return material.replace("-", " ")


def decomposition(result: ImpactResult) -> str:
    """Say where the spread comes from in one sentence; empty if nothing spreads."""
    told = causes(result.spread, reading=len(result.readings) > 1)
    if not told:
        return ""
    parts = [f"{cause} {share(part)}" for cause, part in told]
    return f"Of the spread, {listed(parts)}." if len(parts) > 1 else f"All of the spread: {parts[0]}."


def causes(spread_of: Spread, *, reading: bool = True) -> list[tuple[str, float]]:
    """List the causes of the spread, largest first; small ones stand together as other.

    Parameters
    ----------
    reading
        Whether the reading of the law stands among them however small it is.
    """
    names = {SpreadCause.INTERACTION: TOGETHER}
    told = sorted(((names.get(cause, str(cause)), part) for cause, part in spread_of.shares.items()), key=_by_share)
    shown = [row for row in told if row[1] >= LEAST or (reading and row[0] == SpreadCause.READING)]
    rest = sum(part for _, part in told) - sum(part for _, part in shown)
    return [*shown, *([(OTHER, rest)] if rest >= LEAST / 2 else [])]


def _by_share(row: tuple[str, float]) -> float:
    return -row[1]


def measured_otherwise(result: ImpactResult) -> list[str]:
    """Say the loss of the same days and in hours of work, how often nothing is lost, how far chance moves it."""
    said = []
    if result.horizon.days != DAYS_A_YEAR:
        said.append(
            f"Of the GDP of the same {result.horizon.days} days it is {spread(result.percent_of_window(), ' %')}."
        )
    paid = share(result.hoarding)
    said.append(f"Hours of work fall by {spread(result.hours(), ' %')} of a year's, if {paid} of idle hours stay paid.")
    if (nothing := result.without_loss()) > 0:
        said.append(f"In {share(nothing)} of draws nothing is lost.")
    band = result.percent()
    if not is_point(band):
        said.append(_chance(band, result.draws))
    return said


def _chance(band: QuantileBand, draws: int) -> str:
    if band.error != band.error:
        return f"{draws} draws are too few to say how far chance moves the median."
    return f"With {draws:,} draws, chance moves the median by {percent(band.error)} % of a year's GDP."


def by_fiscal_year(result: ImpactResult) -> str:
    """Say the loss by fiscal year; empty if the horizon lies in one."""
    found = result.by_fiscal_year()
    if len(found) == 1:
        return ""
    told = ", ".join(f"{year} {spread(band)}" for year, band in found)
    return f"By fiscal year from April, in % of a year's GDP: {told}."


def how_it_comes(result: ImpactResult) -> str:
    """Say by which way the mean loss comes about; empty if nothing is lost."""
    parts = result.parts
    if parts is None or not (parts.direct or parts.upstream or parts.downstream):
        return ""
    whole = parts.direct + parts.upstream + parts.downstream + parts.recovery
    return (
        f"The mean loss, {percent(whole)} % of a year's GDP, is {percent(parts.direct)} in sectors that lack a "
        f"material, {percent(parts.upstream)} upstream as they order less, {percent(parts.downstream)} downstream as "
        f"others lack what they make, and {percent(parts.recovery)} by catching up."
    )


def published(result: ImpactResult) -> str:
    """Compare a run with the figure that was published; empty if none was, for these months."""
    figure = result.scenario.published.get(result.horizon.months)
    if figure is None:
        return ""
    own = result.percent()
    return (
        f"Published was {figure:g} % of GDP for {months(result.horizon.months)}; this run finds {spread(own, ' %')}, "
        f"{share(own.p50 / figure)} of it."
    )


def weak_inputs(weak: Sequence[str]) -> list[tuple[str, str]]:
    """Gather the inputs that rest on judgement or a weak source: figures with the materials for which it holds.

    >>> weak_inputs(["gallium: leakage", "indium: leakage", "phi of gallium in 17", "phi of gallium in 18", "severity"])
    [('leakage', 'gallium, indium'), ('share of output that stops', 'gallium (17, 18)'), ('of the model', 'severity')]
    """
    figures: dict[str, list[str]] = {}
    shares: dict[str, list[str]] = {}
    own = []
    for name in weak:
        if name.startswith("phi of ") and " in " in name:
            material, sector = name.removeprefix("phi of ").rsplit(" in ", 1)
            shares.setdefault(material_name(material), []).append(sector)
        elif ": " in name:
            material, figure = name.split(": ", 1)
            figures.setdefault(figure.replace("_", " "), []).append(material_name(material))
        else:
            own.append(name.replace("_", " "))
    materials = {each for names in figures.values() for each in names}
    found = [(figure, _all_or(names, materials)) for figure, names in figures.items()]
    if shares:
        found.append(
            ("share of output that stops", ", ".join(f"{name} ({', '.join(s)})" for name, s in shares.items()))
        )
    return [*found, *([("of the model", ", ".join(own))] if own else [])]


def _all_or(names: Sequence[str], materials: Iterable[str]) -> str:
    whole = set(materials)
    return f"all {len(whole)} materials" if len(whole) > 2 and set(names) == whole else ", ".join(names)  # noqa: PLR2004


def listed(parts: Iterable[str]) -> str:
    """Join parts as a sentence does.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    found = list(parts)
    return " and ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))

"""The charts of a result: path, sectors, sources of spread, readings side by side, and trade that the clauses hit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.bands import QuantileBand, band
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.uncertainty.draws import SpreadCause as Origin
from sekisho.law.model.term import Reading
from sekisho.present.charts.bands import NamedBand
from sekisho.present.charts.chart import Chart
from sekisho.present.charts.comparison import ways_chart
from sekisho.present.charts.fan import Mark, PathPoint, path_chart
from sekisho.present.charts.sectors import SHOWN, sectors_chart
from sekisho.present.charts.spread import CauseShare, spread_chart
from sekisho.present.charts.theme import KINDS
from sekisho.present.charts.trade_hit import MaterialHit, trade_hit_chart
from sekisho.present.impact.findings import (
    LANDS,
    OTHER,
    TOGETHER,
    causes,
    dates,
    is_nothing,
    material_name,
    on_reading,
    run_source,
)
from sekisho.present.impact.formats import CHARTS
from sekisho.present.impact.months import Month, months_of
from sekisho.present.impact.outlook import ALL, first_of, outlook_source
from sekisho.present.impact.quantities import percent, share, spread
from sekisho.present.impact.trade_hit import HITS, Ends, hit_materials

YEARS_GDP: Final = "% of a year's GDP"
RESTS: Final = frozenset({TOGETHER, OTHER})
"""What is no single cause."""
DUST: Final = 1e-9
"""Share of the spread below which nothing is left."""
PATH, SECTORS, SPREAD, READINGS, TRADE, WAYS = CHARTS


def charts_of(found: ImpactResult | OutlookResult) -> Mapping[str, Chart]:
    """Draw every chart of a result, or of an outlook, for which there is something to show; by name."""
    return dict(_of_outlook(found) if isinstance(found, OutlookResult) else _of_result(found))


def _of_result(result: ImpactResult) -> Iterator[tuple[str, Chart]]:
    if is_nothing(result):
        return
    yield PATH, path_of(result)
    yield SECTORS, _sectors(result)
    if result.spread.shares:
        yield SPREAD, _spread(result)
    if len(result.readings) > 1:
        yield READINGS, _readings(result)
    for does, ends in HITS.items():
        if hit_materials(result, ends):
            yield TRADE, _trade(result, does, ends)
            break


def _of_outlook(found: OutlookResult) -> Iterator[tuple[str, Chart]]:
    mixture = found.mixture()
    ways = [_named(outcome.title, each.percent()) for outcome, each in found.outcomes]
    dearest = max(found.outcomes, key=lambda row: row[1].percent().p50)
    subtitle = f"Loss of value added, {YEARS_GDP}, {dates(first_of(found))}, by way on"
    yield (
        WAYS,
        ways_chart(
            [*ways, _named(ALL, mixture)],
            of="way on",
            title=f"It costs most if {dearest[0].title}: {spread(dearest[1].percent(), ' %')} {YEARS_GDP[2:]}",
            subtitle=f"{subtitle}: median, half of draws and 90 % interval",
            source=outlook_source(found),
            unit=YEARS_GDP,
            places=_places(each.p95 for each in ways),
            written=percent,
        ),
    )
    yield PATH, path_of(dearest[1], f" if {dearest[0].title}")


def path_of(result: ImpactResult, of: str = "") -> Chart:
    """Draw the loss month by month; `of` goes on from the month in the title."""
    months = months_of(result)
    most = percent(max(each.band.p50 for each in months))
    worst = next(each for each in months if percent(each.band.p50) == most)
    return path_chart(
        [_point(each) for each in months],
        title=f"The loss is highest in {worst.first:%B %Y}{of}: {spread(worst.band, ' %')} of that month's GDP",
        subtitle=f"Loss of value added by month, % of the GDP of the same days{on_reading(result)}, {dates(result)}",
        source=run_source(result),
        unit="% of GDP of the same days",
        marks=_marks(result),
        places=_places(each.band.p95 for each in months),
        written=percent,
    )


def _point(month: Month) -> PathPoint:
    each = month.band
    return PathPoint(day=month.first, p5=each.p5, p25=each.p25, p50=each.p50, p75=each.p75, p95=each.p95)


def _marks(result: ImpactResult) -> list[Mark]:
    """Point out the days on which a cut begins or ends within the horizon."""
    first, last = result.horizon.start, result.horizon.end
    begins = {cut.since for cut in result.scenario.cuts if cut.since is not None and first < cut.since < last}
    ends = {cut.until for cut in result.scenario.cuts if cut.until is not None and first < cut.until < last}
    marks = [Mark(day=day, says="a cut begins") for day in sorted(begins)]
    return [*marks, *(Mark(day=day, says="a cut ends") for day in sorted(ends))]


def _sectors(result: ImpactResult) -> Chart:
    ranked = result.by_sector()
    sector, most, _ = ranked[0]
    others = frozenset(each.code for each, _, _ in ranked[SHOWN:])
    other = _named(f"{len(others)} other sectors", _together(result, others)) if others else None
    return sectors_chart(
        [_named(each.name, total) for each, total, _ in ranked[:SHOWN]],
        title=f"{sector.name} loses most: {spread(most, ' %')} of a year's GDP",
        subtitle=(
            f"Loss of value added by sector, {YEARS_GDP}{on_reading(result)}, {dates(result)}: "
            "median, half of draws and 90 % interval"
        ),
        source=run_source(result),
        unit=YEARS_GDP,
        other=other,
        places=_places(total.p95 for _, total, _ in ranked),
        written=percent,
    )


def _together(result: ImpactResult, codes: frozenset[str]) -> QuantileBand:
    """Return the loss of some sectors together, draw by draw, in per cent of annual GDP."""
    losses = result.losses[result.reading].sum(axis=1)
    n = len(result.sectors)
    places = [number for number in range(losses.shape[1]) if result.sectors[number % n].code in codes]
    return band(losses[:, places].sum(axis=1) / float(result.annual.sum()) * 100.0)


def _spread(result: ImpactResult) -> Chart:
    told = causes(result.spread, reading=len(result.readings) > 1)
    together = ", all readings of the law together" if len(result.readings) > 1 else ""
    return spread_chart(
        _shown(told),
        title=_spread_title(told),
        subtitle=f"Share of the variance of the loss by cause, %, {dates(result)}{together}",
        source=run_source(result),
    )


def _shown(told: Sequence[tuple[str, float]]) -> list[CauseShare]:
    """Return the causes to draw: no more single ones than there are colours, and what they leave."""
    single = [row for row in told if row[0] not in RESTS]
    kept = [row for row in single if row[0] == Origin.READING]
    kept += [row for row in single if row[0] != Origin.READING][: len(KINDS) - len(kept)]
    together = sum(part for name, part in told if name == TOGETHER)
    other = sum(part for _, part in told) - together - sum(part for _, part in kept)
    rests = [CauseShare(name=name, share=part, is_rest=True) for name, part in ((TOGETHER, together), (OTHER, other))]
    return [*(CauseShare(name=name, share=part) for name, part in kept), *(one for one in rests if one.share > DUST)]


def _spread_title(told: Sequence[tuple[str, float]]) -> str:
    """Name the largest single cause, and the reading of the law."""
    single = [row for row in told if row[0] not in RESTS]
    if not single:
        return "No single cause makes up the spread, only several together"
    reading = [row for row in single[1:] if row[0] == Origin.READING]
    parts = [f"{share(part)} of the spread comes from {name}" for name, part in single[:1]]
    return ", ".join([*parts, *(f"{share(part)} from the {name}" for name, part in reading)])


def _readings(result: ImpactResult) -> Chart:
    ways = [(reading, result.percent(reading)) for reading in result.readings]
    reading, most = max(ways, key=lambda row: row[1].p50)
    return ways_chart(
        [_named(f"{reading} reading", each) for reading, each in ways],
        of="reading of the law",
        title=f"The {reading} reading costs most: {spread(most, ' %')} of a year's GDP",
        subtitle=(
            f"Loss of value added, {YEARS_GDP}, {dates(result)}, by reading of the law: "
            "median, half of draws and 90 % interval"
        ),
        source=run_source(result),
        unit=YEARS_GDP,
        places=_places(each.p95 for _, each in ways),
        written=percent,
    )


def _trade(result: ImpactResult, does: str, ends: Ends) -> Chart:
    passive, seller = PASSIVE[does], LANDS.get(result.scenario.supplier, result.scenario.supplier)
    rows = [
        MaterialHit(
            material=material_name(name),
            by_reading={str(reading): _per_cent(*ends(each)) for reading, each in by.items()},
        )
        for name, by in hit_materials(result, ends)
    ]
    return trade_hit_chart(
        rows,
        title=_trade_title(rows[0], passive),
        subtitle=(
            f"Share of what comes from {seller}, % of each material, from {result.horizon.start}: "
            f"bar certainly {passive}, whisker possibly"
        ),
        source=run_source(result),
    )


def _trade_title(hardest: MaterialHit, passive: str) -> str:
    low, high = (f"{end:.0f}" for end in hardest.by_reading[str(Reading.BROAD)])
    on = "On the broad reading" if len(set(hardest.by_reading.values())) > 1 else "On every reading"
    return f"{on} {low if low == high else f'{low} to {high}'} % of the trade in {hardest.material} is {passive}"


def _per_cent(certain: float, possible: float) -> tuple[float, float]:
    return 100.0 * certain, 100.0 * possible


PASSIVE: Final = {"bar": "barred", "put under a licence": "put under a licence"}


def _named(name: str, found: QuantileBand) -> NamedBand:
    return NamedBand(name=name, p5=found.p5, p25=found.p25, p50=found.p50, p75=found.p75, p95=found.p95)


def _places(ends: Iterable[float]) -> int:
    """Return the digits that an axis needs after the point."""
    most = max(ends, default=0.0)
    return 1 if most >= 1 else 2 if most >= 0.1 else 3 if most >= 0.01 else 4  # noqa: PLR2004 - tenths, hundredths

"""An outlook as an article: all ways on by their weights, and each way on by itself."""

from __future__ import annotations

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.scenario.scenario import OutlookBranch
from sekisho.present.document import ChartFigure, Section, Table, paragraph, section
from sekisho.present.impact.charts import PATH, WAYS, charts_of
from sekisho.present.impact.document import losers, supposed
from sekisho.present.impact.findings import summary
from sekisho.present.impact.outlook import ALL, assumptions_of, first_of, readings_of
from sekisho.present.impact.quantities import amounts, percent, spread
from sekisho.present.impact.summary import reasons_of
from sekisho.present.outcome_labels import sentence_case

SECTORS = 5
"""Sectors that are told of each way on."""


def outlook_sections(found: OutlookResult) -> list[Section]:
    """Tell an outlook in sections, after its head."""
    reasons = tuple(dict.fromkeys(reason for _, each in found.outcomes for reason in reasons_of(each)))
    return [
        *section("The loss", ChartFigure(chart=charts_of(found)[WAYS], beside=_losses(found))),
        *section("What it turns on", _by_reading(found)),
        *(each for outcome, result in found.outcomes for each in _way(outcome, result)),
        *supposed(reasons, assumptions_of(found), first_of(found).weak),
    ]


def _losses(found: OutlookResult) -> Table:
    first, mixture = first_of(found), found.mixture()
    bands = [(outcome.title, f"{outcome.weight:.2f}", each.percent()) for outcome, each in found.outcomes]
    rows = [
        (title, weight, *map(percent, (band.p5, band.p25, band.p50, band.p75, band.p95)), amounts(band * first.money))
        for title, weight, band in (*bands, (ALL, "1.00", mixture))
    ]
    money = f"{first.anchor.currency}, GDP of {first.anchor.year}"
    return Table(
        caption=f"Loss of value added, % of a year's GDP: quantiles of {first.draws:,} draws each",
        heads=("way on", "weight", "5 %", "25 %", "median", "75 %", "95 %", money),
        rows=tuple(rows),
        spare=frozenset({1, 3, 5}),
    )


def _by_reading(found: OutlookResult) -> Table | None:
    readings = readings_of(found)
    if not readings:
        return None
    rows = [(outcome.title, *(spread(each.percent(one)) for one in readings)) for outcome, each in found.outcomes]
    return Table(
        caption="Loss by reading of the law, % of a year's GDP: median (90 % interval)",
        heads=("way on", *(f"{reading} reading" for reading in readings)),
        rows=tuple(rows),
    )


def _way(outcome: OutlookBranch, result: ImpactResult) -> list[Section]:
    charts = charts_of(result)
    path = ChartFigure(chart=charts[PATH]) if PATH in charts else None
    told = [sentence for sentence in summary(result) if sentence]
    heading = f"If {outcome.title}"
    return section(sentence_case(heading), paragraph(f"{result.scenario.title}.", *told), path, losers(result, SECTORS))

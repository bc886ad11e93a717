"""A result as an article: the loss, what it turns on, who and when, how it comes about, what was supposed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.impact.results.result import FirstDay, ImpactResult
from sekisho.law.model.term import Reading
from sekisho.present.charts.chart import Chart
from sekisho.present.charts.sectors import SHOWN
from sekisho.present.document import ChartFigure, Part, Points, Section, Table, paragraph, section
from sekisho.present.impact.charts import PATH, READINGS, SECTORS, SPREAD, TRADE, charts_of
from sekisho.present.impact.findings import (
    by_fiscal_year,
    day_of,
    decomposition,
    how_it_comes,
    is_nothing,
    material_name,
    measured_otherwise,
    on_reading,
    published,
    weak_inputs,
)
from sekisho.present.impact.quantities import amounts, percent, share, spread, tenth, tenths
from sekisho.present.impact.summary import reasons_of
from sekisho.present.impact.trade_hit import counted_caption, counted_rows, not_modelled

SHORTAGES: Final = 10
"""Sectors of which it is told when they run short."""


def sections_of(result: ImpactResult) -> list[Section]:
    """Tell a result in sections, after its head."""
    charts = charts_of(result)
    found: list[Section] = []
    if not is_nothing(result):
        found += [
            *section("The loss", *_loss(result, charts)),
            *section("What it turns on", *_turns_on(result, charts)),
            *section("Who loses", _drawn(charts, SECTORS, losers(result))),
            *section("When", *_short(result)),
            *section("How it comes about", paragraph(how_it_comes(result)), _companions(result)),
            *section("Beside what was published", paragraph(published(result))),
        ]
    else:
        found += section("What is hit", _drawn(charts, TRADE), *_counted(result))
    return [*found, *supposed(reasons_of(result), result.assumptions, result.weak)]


def _drawn(charts: Mapping[str, Chart], name: str, beside: Table | None = None) -> Part | None:
    """Return a chart with its table; the table alone if there is no such chart."""
    return ChartFigure(chart=charts[name], beside=beside) if name in charts else beside


def _loss(result: ImpactResult, charts: Mapping[str, Chart]) -> list[Part | None]:
    anchor = result.anchor
    rows = [
        (f"{reading} reading" if len(result.readings) > 1 else "loss", *_cells(result, reading))
        for reading in result.readings
    ]
    heads = ("", "5 %", "25 %", "median", "75 %", "95 %", f"{anchor.currency}, at the GDP of {anchor.year}")
    caption = f"Loss of value added, % of a year's GDP: quantiles of {result.draws:,} draws"
    return [
        _drawn(charts, READINGS, Table(caption=caption, heads=heads, rows=tuple(rows), spare=frozenset({2, 4}))),
        paragraph(*measured_otherwise(result)),
        _drawn(charts, PATH),
        paragraph(by_fiscal_year(result)),
    ]


def _cells(result: ImpactResult, reading: object) -> list[str]:
    of = next(each for each in result.readings if each == reading)
    band = result.percent(of)
    return [*map(percent, (band.p5, band.p25, band.p50, band.p75, band.p95)), amounts(result.amount(of))]


def _turns_on(result: ImpactResult, charts: Mapping[str, Chart]) -> list[Part | None]:
    return [paragraph(decomposition(result)), _drawn(charts, SPREAD), _drawn(charts, TRADE), *_counted(result)]


def _counted(result: ImpactResult) -> list[Part | None]:
    rows = counted_rows(result)
    heads = ("", *(f"{reading} reading" for reading in Reading))
    grid = Table(caption=counted_caption(result), heads=heads, rows=tuple(rows)) if rows else None
    return [grid, paragraph(result.weighing, not_modelled(result))]


def losers(result: ImpactResult, most: int = SHOWN) -> Table | None:
    """Return the sectors that lose most, with what they lose of GDP, of their own value added, and in money."""
    lossy = [row for row in result.by_sector() if row[1].p95 > 0 and row[1].mean > 0]
    if not lossy:
        return None
    anchor = result.anchor
    rows = [
        (
            f"{sector.code} {sector.name}",
            spread(total),
            f"{tenth(own.p50)} ({tenths(own)})",
            amounts(total * result.money),
        )
        for sector, total, own in lossy[:most]
    ]
    return Table(
        caption=f"Loss by sector{on_reading(result)}: median (90 % interval)",
        heads=("sector", "% of a year's GDP", "% of its own value added", f"{anchor.currency}, GDP of {anchor.year}"),
        rows=tuple(rows),
        folded="The sectors that lose most, with their own value added and amounts",
    )


def _short(result: ImpactResult) -> list[Part | None]:
    if not result.shortages:
        return []
    names = {sector.code: sector.name for sector in result.sectors}
    rows = [
        (
            f"{one.sector} {names[one.sector]}",
            material_name(one.material),
            _day(result, one.short),
            _day(result, one.felt),
            share(one.felt.share),
        )
        for one in result.shortages[:SHORTAGES]
    ]
    last = result.horizon.date_of(result.horizon.days - 1)
    grid = Table(
        caption=f"Dates{on_reading(result)}: median (90 % interval); later is after {last}",
        heads=("sector", "short of", "first firms short", "makes 1 % less", "in draws"),
        rows=tuple(rows),
        texts=2,
        spare=frozenset({1, 4}),
    )
    rest = len(result.shortages) - SHORTAGES
    more = f"{rest} more sectors run short later or in fewer draws; the workbook lists them." if rest > 0 else ""
    lead = "The first firms short are those with the least stock, 1 % of a sector's need."
    return [paragraph(lead), grid, paragraph(more)]


def _day(result: ImpactResult, day: FirstDay) -> str:
    middle, around = day_of(result, day, never="later")
    return middle if day.p5 is None else f"{middle} ({around})"


def _companions(result: ImpactResult) -> Table | None:
    if not result.brackets:
        return None
    rows = tuple((one.name, one.says, percent(one.percent)) for one in result.brackets)
    caption = "Static companions, each one run at the middle of all inputs"
    return Table(caption=caption, heads=("companion", "what it supposes", "% of a year's GDP"), rows=rows, texts=2)


def supposed(reasons: tuple[str, ...], assumptions: tuple[str, ...], weak: tuple[str, ...]) -> list[Section]:
    """Return the section on what was supposed."""
    inputs = Table(
        caption="Inputs that rest on judgement or on a weak source",
        heads=("input", "for"),
        rows=tuple(weak_inputs(weak)),
        texts=2,
        folded="Inputs that rest on judgement or on a weak source",
    )
    lead = paragraph(" ".join(reason if reason.endswith(".") else f"{reason}." for reason in reasons))
    points = Points(items=assumptions) if assumptions else None
    return section("What was supposed", lead, points, inputs if weak else None)

"""A result, or an outlook, as a workbook of Excel: what it is, the loss cut in every way, and the data."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.files.workbook import WIDEST, Cell, WorksheetWriter, write_sheets
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import FirstDay, ImpactResult
from sekisho.present.impact.data import PERCENT_OF_GDP, impact_rows
from sekisho.present.impact.findings import material_name, weak_inputs
from sekisho.present.impact.months import months_of
from sekisho.present.impact.outlook import ALL, first_of, outlook_rows
from sekisho.present.impact.summary import head_of, reasons_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook

NUMBERS: Final = "#,##0.0000"
QUANTILES: Final = ("p5", "p25", "median", "p75", "p95", "mean", "error of the median")
UNITS: Final = (
    "Every number is a loss; p5 to p95 is its 90 % interval over the draws, and the error of the median is what chance "
    "in the drawing adds. A share of GDP is in per cent of a whole year's, whatever the months. An empty cell is not "
    "known."
)

Ways = Sequence[tuple[str, ImpactResult]]
"""Ways on by their titles; a single result has the empty title."""


def write_impact_workbook(found: ImpactResult | OutlookResult, out: Path) -> None:
    """Write the workbook to a place; the same result gives the same bytes."""
    write_sheets(out, found.scenario.title, lambda book: _fill(book, found))


def _fill(book: Workbook, found: ImpactResult | OutlookResult) -> None:
    ways: Ways = (
        [(outcome.title, each) for outcome, each in found.outcomes]
        if isinstance(found, OutlookResult)
        else [("", found)]
    )
    _read_me(WorksheetWriter(book, "Read me"), found)
    counted = any(result.counted is not None for _, result in ways)
    for name, head, rows in (
        ("Result", ("measure", "unit", *QUANTILES, "share of draws without loss"), _result(found)),
        ("By sector", ("reading", "sector", "name", "measure", "unit", *QUANTILES), _by_sector(ways)),
        ("By month", ("reading", "month", "from", "days", "unit", *QUANTILES), _by_month(ways)),
        ("Readings", ("reading", "unit", *QUANTILES, "share of draws without loss"), _readings(ways)),
        ("Spread", ("cause", "share of the variance, %"), _spread(ways)),
        ("Trade hit", ("material", "reading", *TRADE), _trade(ways)),
        *((("Trade counted", ("month", "heading", *COUNTED), _counted(ways)),) if counted else ()),
        ("First days", ("sector", "name", "short of", *DAYS), _days(ways)),
        ("Assumptions", ("kind", "says", "for"), _assumptions(ways)),
    ):
        sheet = WorksheetWriter(book, name, NUMBERS)
        several = len(ways) > 1
        sheet.write([*(("way on",) if several else ()), *head], bold=True)
        for row in rows:
            sheet.write(row if several else row[1:])
        sheet.finish(table_from=1)
    _data(WorksheetWriter(book, "Data", NUMBERS), found)


def _read_me(sheet: WorksheetWriter, found: ImpactResult | OutlookResult) -> None:
    head = head_of(found)
    sheet.write([head.title], bold=True)
    sheet.write([head.line])
    for heading, texts in (
        ("Summary", head.findings),
        ("Before you use a number", head.cautions),
        ("Units", (UNITS,)),
    ):
        sheet.write([])
        sheet.write([heading], bold=True)
        for text in texts:
            sheet.write([None, text], wrap=True)
    sheet.write([])
    sheet.write(["How this was made"], bold=True)
    for name, text in head.card.items():
        sheet.write([name, text], wrap=True)
    sheet.widths = {}
    sheet.sheet.set_column(0, 0, WIDEST // 2)
    sheet.sheet.set_column(1, 1, 2 * WIDEST)


def _cells(band: QuantileBand) -> tuple[Cell, ...]:
    numbers = (band.p5, band.p25, band.p50, band.p75, band.p95, band.mean, band.error)
    return tuple(None if math.isnan(number) else round(number, 9) for number in numbers)


def _money(result: ImpactResult) -> str:
    return f"billion {result.anchor.currency}, GDP of {result.anchor.year}"


def _result(found: ImpactResult | OutlookResult) -> Iterator[tuple[Cell, ...]]:
    if isinstance(found, OutlookResult):
        # How far chance moves the median of a mixture is not known: the draws of all ways on are the same.
        first, mixture = first_of(found), replace(found.mixture(), error=math.nan)
        yield (ALL, "loss", PERCENT_OF_GDP, *_cells(mixture), None)
        yield (ALL, "loss", _money(first), *_cells(mixture * first.money), None)
        for outcome, each in found.outcomes:
            yield from ((outcome.title, *row) for row in _measures(each))
        return
    yield from (("", *row) for row in _measures(found))


def _measures(result: ImpactResult) -> Iterator[tuple[Cell, ...]]:
    nothing = result.without_loss()
    yield ("loss", PERCENT_OF_GDP, *_cells(result.percent()), nothing)
    yield ("loss", "% of the GDP of the same days", *_cells(result.percent_of_window()), nothing)
    yield ("loss", _money(result), *_cells(result.amount()), nothing)
    yield ("hours of work", "% of a year's hours", *_cells(result.hours()), nothing)


def _by_sector(ways: Ways) -> Iterator[tuple[Cell, ...]]:
    for title, result in ways:
        for reading in result.readings:
            for sector, total, own in result.by_sector(reading):
                head = (title, str(reading), sector.code, sector.name)
                yield (*head, "loss", PERCENT_OF_GDP, *_cells(total))
                yield (*head, "loss", _money(result), *_cells(total * result.money))
                yield (*head, "loss", "% of own annual value added", *_cells(own))


def _by_month(ways: Ways) -> Iterator[tuple[Cell, ...]]:
    for title, result in ways:
        for reading in result.readings:
            for month in months_of(result, reading):
                head = (title, str(reading), month.label, month.first.isoformat(), month.days)
                yield (*head, "% of the GDP of the same days", *_cells(month.band))
                yield (*head, PERCENT_OF_GDP, *_cells(month.of_year))


def _readings(ways: Ways) -> Iterator[tuple[Cell, ...]]:
    for title, result in ways:
        for reading in result.readings:
            nothing = result.without_loss(reading)
            yield (title, str(reading), PERCENT_OF_GDP, *_cells(result.percent(reading)), nothing)
            yield (title, str(reading), _money(result), *_cells(result.amount(reading)), nothing)


def _spread(ways: Ways) -> Iterator[tuple[Cell, ...]]:
    for title, result in ways:
        shares = sorted(result.spread.shares.items(), key=lambda row: -row[1])
        yield from ((title, str(cause), 100.0 * part) for cause, part in shares)


TRADE: Final = (
    *("certainly barred, %", "possibly barred, %", "certainly under a licence, %", "possibly under a licence, %"),
    "licence required anyway, %",
)


def _trade(ways: Ways) -> Iterator[tuple[Cell, ...]]:
    for title, result in ways:
        for one in result.trade:
            shares = (one.barred, one.may_be_barred, one.licensed, one.may_be_licensed, one.stands)
            yield (title, material_name(one.material), str(one.reading), *(100.0 * each for each in shares))


COUNTED: Final = (
    *("material", "form", "field", "reading"),
    *("counted, USD", "counted, t", "certainly barred, USD", "possibly barred, USD"),
    *("certainly under a licence, USD", "possibly under a licence, USD"),
)


def _counted(ways: Ways) -> Iterator[tuple[Cell, ...]]:
    for title, result in ways:
        for row in result.counted.rows if result.counted is not None else ():
            usd = (row.of_heading(mark) for mark in ("barred", "may_be_barred", "licensed", "may_be_licensed"))
            head = (row.month, row.hs6, material_name(row.material), row.form, row.field, str(row.reading))
            yield (title, *head, row.usd, row.tonnes, *usd)


DAYS: Final = tuple(
    f"{what}, {part}"
    for what in ("first firms short", "makes 1 % less")
    for part in ("p5", "median", "p95", "share of draws")
)


def _days(ways: Ways) -> Iterator[tuple[Cell, ...]]:
    for title, result in ways:
        names = {sector.code: sector.name for sector in result.sectors}
        for one in result.shortages:
            head = (title, one.sector, names[one.sector], material_name(one.material))
            yield (*head, *_dates(result, one.short), *_dates(result, one.felt))


def _dates(result: ImpactResult, day: FirstDay) -> tuple[Cell, ...]:
    last = result.horizon.date_of(result.horizon.days - 1)
    days = (f"after {last}" if at is None else f"{result.horizon.date_of(at)}" for at in (day.p5, day.p50, day.p95))
    return (*days, day.share)


def _assumptions(ways: Ways) -> Iterator[tuple[Cell, ...]]:
    for title, result in ways:
        yield from ((title, "why", text, None) for text in reasons_of(result))
        yield from ((title, "supposed", text, None) for text in result.assumptions)
        yield from ((title, "caution", text, None) for text in result.cautions)
        yield from ((title, "weak input", name, where) for name, where in weak_inputs(result.weak))


def _data(sheet: WorksheetWriter, found: ImpactResult | OutlookResult) -> None:
    rows = outlook_rows(found) if isinstance(found, OutlookResult) else impact_rows(found)
    for number, row in enumerate(rows):
        if number == 0:
            sheet.write(list(row), bold=True)
        sheet.write([value if isinstance(value, str | int | float) else None for value in row.values()])
    sheet.finish(table_from=1)

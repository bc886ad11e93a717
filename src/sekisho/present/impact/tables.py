"""The tables of a result on a terminal; where it is narrow they lose columns, never intervals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import FirstDay, ImpactResult
from sekisho.law.model.term import Reading
from sekisho.present.impact.findings import material_name
from sekisho.present.impact.months import Month, months_of
from sekisho.present.impact.quantities import EVERY, amounts, interval, percent, share, spread, tenth, tenths
from sekisho.present.impact.trade_hit import (
    HITS,
    counted_caption,
    counted_rows,
    hit_materials,
    not_modelled,
    span,
)
from sekisho.present.render.line_breaks import flow
from sekisho.present.render.terminal import cells, table

SHOWN: Final = 8
"""Rows of a list that are told without being asked for."""
NARROW: Final = 80
"""Cells of a line below which columns fall away."""
LANE: Final = 28
"""Cells of the lane in which intervals are drawn."""


def losses(result: ImpactResult, width: int) -> Iterator[str]:
    """Tell the loss under each reading, in per cent and in money."""
    names = {reading: f"{reading} reading" for reading in result.readings}
    names[result.reading] = f"{result.reading} reading ◂" if len(names) > 1 else "loss"
    rows = [(names[each], result.percent(each), amounts(result.amount(each))) for each in result.readings]
    yield from ("", "Loss of value added, % of a year's GDP")
    yield from bands(rows, width, money=f"{result.anchor.currency}, GDP of {result.anchor.year}")


def bands(rows: Iterable[tuple[str, QuantileBand, str]], width: int, *, money: str) -> Iterator[str]:
    """Lay bands out with their money, one below the other where lines are short."""
    if width < NARROW:
        for name, band, amount in rows:
            yield f"  {name}"
            yield from flow(f"{spread(band, ' %')}; {money}: {amount}", width, indent="    ")
        return
    found: list[tuple[str, ...]] = [("", "p5", "p25", "median", "p75", "p95", money)]
    for name, band, amount in rows:
        found.append((name, *map(percent, (band.p5, band.p25, band.p50, band.p75, band.p95)), amount))
    yield from fitted(found, width, right=frozenset(range(1, 6)))


def trade_hit(result: ImpactResult, width: int, *, full: bool) -> Iterator[str]:
    """Tell what the clauses hit of each material's trade."""
    for does, ends in HITS.items():
        hit = hit_materials(result, ends)
        if not hit:
            continue
        wide = width >= NARROW
        yield ""
        yield from flow(
            f"What the clauses {does}, % of the trade in each material: certainly to possibly", width, indent=""
        )
        rows: list[tuple[str, ...]] = [("", *map(str, Reading), *(("licence anyway",) if wide else ()))]
        for name, by in hit if full else hit[:SHOWN]:
            spans = (span(*ends(by[reading])) for reading in Reading)
            stands = (share(by[Reading.CENTRAL].stands),) if wide else ()
            rows.append((material_name(name), *spans, *stands))
        yield from fitted(rows, width, right=frozenset(range(1, 5)))
        yield from _more(len(hit), full=full)


def counted_trade(result: ImpactResult, width: int) -> Iterator[str]:
    """Tell what the clauses hit of the trade that statistics count, in money, and by what forms weigh."""
    rows = counted_rows(result)
    if rows:
        yield ""
        yield from flow(counted_caption(result), width, indent="")
        yield from fitted([("", *map(str, Reading)), *rows], width, right=frozenset(range(1, 4)))
    said = " ".join(filter(None, (result.weighing, not_modelled(result))))
    if said:
        yield from flow(said, width)


def losers(result: ImpactResult, width: int, *, full: bool) -> Iterator[str]:
    """Tell the sectors that lose most."""
    lossy = [row for row in result.by_sector() if row[1].p95 > 0 and row[1].mean > 0]
    if not lossy:
        return
    wide = width >= NARROW
    yield ""
    yield f"Who loses, % of a year's GDP{', and of own value added' if wide else ''}"
    rows: list[tuple[str, ...]] = [("", "of GDP", "90 % interval", *(("of own", "90 % interval") if wide else ()))]
    for sector, band, own in lossy if full else lossy[:SHOWN]:
        of_own = (tenth(own.p50), tenths(own)) if wide else ()
        rows.append((f"{sector.code} {sector.name}", percent(band.p50), interval(band), *of_own))
    yield from fitted(rows, width, right=frozenset(range(1, 5)))
    yield from _more(len(lossy), full=full)


def shortages(result: ImpactResult, width: int, *, full: bool) -> Iterator[str]:
    """Tell when sectors run short, and when it shows."""
    if not result.shortages:
        return
    names = {sector.code: sector.name for sector in result.sectors}
    wide = width >= NARROW
    yield ""
    yield f"When, in days from {result.horizon.start}: median (90 % interval)"
    rows: list[tuple[str, ...]] = [("", *(("short of",) if wide else ()), "first firms short", "makes 1 % less")]
    for one in result.shortages if full else result.shortages[:SHOWN]:
        lacks = (material_name(one.material),) if wide else ()
        rows.append((f"{one.sector} {names[one.sector]}", *lacks, days(result, one.short), days(result, one.felt)))
    yield from fitted(rows, width, right=frozenset({2, 3} if wide else {1, 2}))
    yield from _more(len(result.shortages), full=full)


def days(result: ImpactResult, day: FirstDay) -> str:
    """Write a first day as a number of days, with its 90 % interval."""

    def told(number: int | None) -> str:
        return f">{result.horizon.days}" if number is None else str(number)

    if day.p5 == day.p95:
        return told(day.p50) if day.p50 is None else f"{told(day.p50)} ({EVERY})"
    return f"{told(day.p50)} ({told(day.p5)} to {told(day.p95)})"


def paths(result: ImpactResult, width: int) -> Iterator[str]:
    """Tell the loss month by month, drawn where there is room."""
    months = months_of(result)
    yield ""
    yield from flow("By month, % of the GDP of the same days: median (90 % interval)", width, indent="")
    rows = [(each.label, percent(each.band.p50), interval(each.band)) for each in months]
    lines = table(rows, right=frozenset({1, 2}))
    room = width - max(map(cells, lines)) - 3
    yield from lines if room < LANE else _drawn(lines, months)


def _drawn(lines: Sequence[str], months: Sequence[Month]) -> Iterator[str]:
    low = min(0.0, *(each.band.p5 for each in months))
    high = max(each.band.p95 for each in months)
    longest = max(map(cells, lines))
    for line, month in zip(lines, months, strict=True):
        yield f"{line}{' ' * (longest - cells(line) + 3)}{lane(month.band, low, high)}".rstrip()


def lane(band: QuantileBand, low: float, high: float) -> str:
    """Draw an interval with its median in a lane of text.

    >>> lane(QuantileBand(p5=0.2, p25=0.3, p50=0.5, p75=0.6, p95=1.0, mean=0.5, error=0.0), 0.0, 1.0)
    '     ─────────●─────────────'
    """
    if high <= low:
        return ""
    first, middle, last = (round((LANE - 1) * (each - low) / (high - low)) for each in (band.p5, band.p50, band.p95))
    return "".join("●" if at == middle else "─" if first <= at <= last else " " for at in range(LANE))


def fitted(rows: Sequence[Sequence[str]], width: int, *, right: frozenset[int]) -> list[str]:
    """Lay rows out in columns, with names in the first shortened where lines would run over."""
    over = max(map(cells, table(rows, right=right))) - width
    room = max(map(cells, (row[0] for row in rows))) - max(0, over)
    return table([(shortened(row[0], room), *row[1:]) for row in rows], right=right)


def shortened(text: str, room: int) -> str:
    """Shorten a text to a number of cells, with a mark where something is left out.

    >>> shortened("Motor vehicles", 8), shortened("Motor", 8)
    ('Motor v…', 'Motor')
    """
    if cells(text) <= room:
        return text
    kept = text
    while kept and cells(kept) > room - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _more(whole: int, *, full: bool) -> Iterable[str]:
    return () if full or whole <= SHOWN else (f"  and {whole - SHOWN} more (--full)",)

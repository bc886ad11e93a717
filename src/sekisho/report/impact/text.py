"""What a scenario costs, on a terminal: caveats first, then the loss, what it turns on, who, when, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.impact.causes import Spread
from sekisho.impact.draws import Cause
from sekisho.impact.result import ImpactResult
from sekisho.law.term import Reading
from sekisho.report.impact.numbers import amounts, percent, share, spread
from sekisho.report.layout import DEFAULT_WIDTH, Ink, paint, table, wrap

SECTORS_SHOWN: Final = 8
SHORTAGES_SHOWN: Final = 8
LEAST: Final = 0.01
"""Share of the spread below which a cause goes under others."""
HIT: Final = 5e-4
"""Share of trade from which a material counts as hit."""


def impact_text(result: ImpactResult, *, width: int = DEFAULT_WIDTH, full: bool = False) -> list[str]:
    """Tell a result; `full` adds every assumption and every weak input."""
    return [
        *_head(result, width),
        *_loss(result, width),
        *_trade(result),
        *_causes(result, width),
        *_who(result, width),
        *_when(result),
        *_how(result, width),
        *_published(result),
        *_foot(result, width, full=full),
    ]


def finding(result: ImpactResult) -> str:
    """Say the result in one sentence."""
    band, months = result.percent(), result.horizon.months
    money = amounts(result.amount(), result.anchor.currency)
    head = f"{months} months cost {_land(result)} {spread(band)} % of a year's GDP, {money}"
    return f"{head}, on the {result.reading} reading." if len(result.readings) > 1 else f"{head}."


def decomposition(result: ImpactResult) -> str:
    """Say where the spread comes from in one sentence; empty if nothing spreads."""
    told = causes(result.spread)
    if not told:
        return ""
    parts = [f"{cause} {share(part)}" for cause, part in told]
    return (
        f"Of the spread, {', '.join(parts[:-1])} and {parts[-1]}."
        if len(parts) > 1
        else f"All of the spread: {parts[0]}."
    )


def causes(spread_of: Spread) -> list[tuple[str, float]]:
    """List the causes of the spread, largest first; small ones stand together as other."""
    told = sorted(((str(cause), part) for cause, part in spread_of.shares.items()), key=lambda row: -row[1])
    shown = [row for row in told if row[1] >= LEAST or row[0] == Cause.READING]
    rest = sum(part for _, part in told) - sum(part for _, part in shown)
    return [*shown, *([("other", rest)] if rest >= LEAST / 2 else [])]


def _land(result: ImpactResult) -> str:
    return {"JP": "Japan"}.get(result.scenario.buyer, result.scenario.buyer)


def _head(result: ImpactResult, width: int) -> Iterator[str]:
    scenario, horizon = result.scenario, result.horizon
    yield from wrap(paint(finding(result), Ink.BOLD), width=width)
    last = horizon.date_of(horizon.days - 1)
    yield from wrap(f"{scenario.title}, {horizon.start} to {last}.", width=width, indent="  ", hang="  ")
    yield ""
    yield "Before you use a number"
    for caution in result.cautions:
        yield from wrap(f"- {caution}", width=width, indent="  ", hang="    ")


def _loss(result: ImpactResult, width: int) -> Iterator[str]:
    yield ""
    anchor = result.anchor
    yield f"Loss of value added, % of a year's GDP ({anchor.currency} {anchor.gdp:,.0f} tn, {anchor.year})"
    rows: list[tuple[str, ...]] = [("", "p5", "p25", "median", "p75", "p95", "without loss", "")]
    for reading in result.readings:
        band = result.percent(reading)
        numbers = (band.p5, band.p25, band.p50, band.p75, band.p95)
        mark = "◂" if reading is result.reading and len(result.readings) > 1 else ""
        name = f"{reading} reading" if len(result.readings) > 1 else "loss"
        rows.append((name, *map(percent, numbers), share(result.without_loss(reading)), mark))
    yield from table(rows, right=frozenset(range(1, 7)))
    window, hours, error = result.percent_of_window(), result.hours(), result.percent().error
    last = (
        f"In per cent of the GDP of the same days: {spread(window)}. Hours of work: {spread(hours)} % of a year's, as "
        f"{share(result.hoarding)} of idle hours stay paid. Chance in the drawing moves the median by {percent(error)}."
    )
    yield from wrap(last, width=width, indent="  ", hang="  ")
    if len(result.readings) == 1:
        yield from wrap("The result hangs on no disputed word.", width=width, indent="  ", hang="  ")


def _trade(result: ImpactResult) -> Iterator[str]:
    hit = [one for one in result.trade if max(one.may_be_barred, one.may_be_licensed, one.stands) >= HIT]
    if not hit:
        return
    yield ""
    yield "What the clauses hit, % of the trade in each material: certainly barred to possibly barred"
    names = dict.fromkeys(one.material for one in hit)
    rows = [("", *(str(reading) for reading in Reading), "licence stands")]
    for name in names:
        of = {one.reading: one for one in result.trade if one.material == name}
        cells = (f"{100 * of[reading].barred:.1f} to {100 * of[reading].may_be_barred:.1f}" for reading in Reading)
        rows.append((name.replace("-", " "), *cells, f"{100 * of[Reading.CENTRAL].stands:.0f}"))
    yield from table(rows, right=frozenset(range(1, 5)))


def _causes(result: ImpactResult, width: int) -> Iterator[str]:
    sentence = decomposition(result)
    if sentence:
        yield ""
        yield "Where the spread comes from"
        yield from wrap(sentence, width=width, indent="  ", hang="  ")


def _who(result: ImpactResult, width: int) -> Iterator[str]:
    lossy = [row for row in result.by_sector() if row[1].p95 > 0 and abs(row[1].mean) > 0]
    if not lossy:
        return
    yield ""
    yield "Who loses: % of a year's GDP, and % of the sector's own value added"
    rows = [("", "median", "90 % interval", "own", "90 % interval")]
    rows += [
        (
            f"{sector.code} {sector.name}"[: max(30, width - 58)],
            percent(band.p50),
            f"{percent(band.p5)} to {percent(band.p95)}",
            f"{own.p50:.1f}",
            f"{own.p5:.1f} to {own.p95:.1f}",
        )
        for sector, band, own in lossy[:SECTORS_SHOWN]
    ]
    yield from table(rows, right=frozenset(range(1, 5)))
    if len(lossy) > SECTORS_SHOWN:
        yield f"  and {len(lossy) - SECTORS_SHOWN} more"


def _when(result: ImpactResult) -> Iterator[str]:
    if result.shortages:
        names = {sector.code: sector.name for sector in result.sectors}
        yield ""
        yield "When: first day on which firms with the least stock are short, and on which the sector makes 1 % less"
        rows: list[tuple[str, ...]] = [
            ("", "short of", "median", "early (p5)", "1 % less: median", "early (p5)", "in draws")
        ]
        for one in result.shortages[:SHORTAGES_SHOWN]:
            days = (one.short.p50, one.short.p5, one.felt.p50, one.felt.p5)
            cells = (_day(result, day) for day in days)
            rows.append((names[one.sector][:24], one.material.replace("-", " "), *cells, share(one.felt.share)))
        yield from table(rows, right=frozenset({6}))
        if len(result.shortages) > SHORTAGES_SHOWN:
            yield f"  and {len(result.shortages) - SHORTAGES_SHOWN} more sectors"
    yield ""
    yield "By month, % of a year's GDP: median and 90 % interval"
    months = [
        (label, percent(band.p50), f"{percent(band.p5)} to {percent(band.p95)}") for label, band in result.by_month()
    ]
    yield from table(months, right=frozenset({1, 2}))


def _day(result: ImpactResult, day: int | None) -> str:
    return "–" if day is None else f"{result.horizon.date_of(day)} (+{day})"


def _how(result: ImpactResult, width: int) -> Iterator[str]:
    parts = result.parts
    if parts is not None and (parts.direct or parts.upstream or parts.downstream):
        yield ""
        yield "How it comes about, mean loss in % of a year's GDP"
        said = (
            f"direct {percent(parts.direct)}, upstream by orders {percent(parts.upstream)}, downstream by critical "
            f"inputs {percent(parts.downstream)}, recovery {percent(parts.recovery)}"
        )
        yield from wrap(said, width=width, indent="  ", hang="  ")
    if result.brackets:
        yield ""
        yield "Static companions at the median of all inputs, % of a year's GDP"
        yield from table([(one.name, percent(one.percent), one.says) for one in result.brackets], right=frozenset({1}))


def _published(result: ImpactResult) -> Iterator[str]:
    published = result.scenario.published.get(result.horizon.months)
    if published is not None:
        own = result.percent().p50
        yield ""
        yield f"Published: {published:g} % of GDP for {result.horizon.months} months; this run: {percent(own)} %, "
        yield f"{own / published:.0%} of it."


def _foot(result: ImpactResult, width: int, *, full: bool) -> Iterator[str]:
    yield ""
    if full:
        yield "What was supposed"
        yield from _listed(result.assumptions, width)
        yield ""
        yield "Inputs that rest on judgement or on a weak source"
        yield from wrap("; ".join(result.weak), width=width, indent="  ", hang="  ")
    else:
        yield "What was supposed (all: --full)"
        yield from _listed(result.assumptions[:3], width)
    yield ""
    said = f"{result.draws:,} draws, seed {result.seed}, {result.kernel} kernel; result {result.hash[:12]}"
    yield from wrap(said, width=width, indent="  ", hang="  ")


def _listed(sentences: Iterable[str], width: int) -> Iterator[str]:
    for sentence in sentences:
        yield from wrap(f"- {sentence}", width=width, indent="  ", hang="    ")

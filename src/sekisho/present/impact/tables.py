"""The tables of a result on a terminal; where it is narrow they lose columns, never intervals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import FirstDay, ImpactResult
from sekisho.law.model.term import Reading
from sekisho.message import Text, joined, message
from sekisho.present.impact.account import account_notes, account_table, sellers_table
from sekisho.present.impact.findings import losers_of
from sekisho.present.impact.headline import scale_of
from sekisho.present.impact.months import Month, months_of
from sekisho.present.impact.names import READINGS, WHOLE_READINGS, day_text, material_name, sector_label
from sekisho.present.impact.quantities import (
    BAND_HEADS,
    EVERY,
    amounts,
    around,
    interval,
    mean_percent,
    money_head,
    of_percent,
    percents,
    share,
    span,
    tenth,
    tenths,
)
from sekisho.present.impact.trade_hit import (
    HITS,
    counted_caption,
    counted_rows,
    hit_materials,
    hit_span,
    not_modelled,
)
from sekisho.present.render.line_breaks import flow
from sekisho.present.render.terminal import cells, shortened, table

NARROW: Final = 80
"""Cells of a line below which columns fall away."""
LANE: Final = 28
"""Cells of the lane in which intervals are drawn."""
INTERVAL: Final = message("impact.interval_head", "9 in 10 runs")
SHORT_OF: Final = message("impact.short_of", "short of")
FIRST_SHORT: Final = message("impact.first_short", "first firms short")
FELT: Final = message("impact.felt", "makes 1 % less")
OF_GDP: Final = message("impact.percent_of_gdp", "share of a year's GDP, %")
LOSS: Final = message("impact.loss_row", "loss")


def spoken_table(
    rows: Iterable[Sequence[str]],
    translator: Translator,
    *,
    right: frozenset[int] = frozenset(),
    indent: str = "  ",
    width: int = 0,
) -> list[str]:
    """Lay rows out in columns in a language."""
    return table([tuple(map(translator.say, row)) for row in rows], right=right, indent=indent, width=width)


def losses(result: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    """Tell the loss under each reading, in per cent and in money."""
    names: dict[Reading, Text] = dict(WHOLE_READINGS)
    several = len(result.readings) > 1
    names[result.reading] = message("impact.chosen", "{reading} ◂", reading=names[result.reading]) if several else LOSS
    scale = scale_of(result)
    rows = [
        (names[reading], result.percent(reading), amounts(result.percent(reading) * scale.billion))
        for reading in result.readings
    ]
    yield from ("", translator.say(message("impact.losses_head", "Loss of value added, % of a year's GDP")))
    yield from bands(rows, width, translator, money=money_head(scale.currency, scale.year))


def bands(
    rows: Iterable[tuple[str, QuantileBand, str]], width: int, translator: Translator, *, money: Text
) -> Iterator[str]:
    """Lay bands out with their money, one below the other where lines are short."""
    if width < NARROW:
        for name, band, amount in rows:
            yield f"  {translator.say(name)}"
            both = message(
                "impact.loss_and_money", "{loss}; {money}: {amount}", loss=of_percent(band), money=money, amount=amount
            )
            yield from flow(translator.say(both), width, indent="    ")
        return
    lines: list[tuple[str, ...]] = [("", *BAND_HEADS, money)]
    for name, band, amount in rows:
        lines.append((name, *percents(band), amount))
    yield from fitted(lines, width, translator, right=frozenset(range(1, 7)))


TRADE_HEADS: Final[Mapping[str, Text]] = {
    "bar": message(
        "impact.trade_barred", "What the clauses bar, % of the trade in each material: certainly to possibly"
    ),
    "put under a licence": message(
        "impact.trade_licensed",
        "What the clauses put under a licence, % of the trade in each material: certainly to possibly",
    ),
}


def trade_hit(result: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    """Tell what the clauses hit of each material's trade."""
    for does, ends in HITS.items():
        hit = hit_materials(result, ends)
        if not hit:
            continue
        wide = width >= NARROW
        yield ""
        yield from flow(translator.say(TRADE_HEADS[does]), width, indent="")
        anyway = message("impact.licence_anyway", "licence anyway, central")
        rows: list[tuple[str, ...]] = [("", *READINGS.values(), *((anyway,) if wide else ()))]
        for name, by in hit:
            spans = (hit_span(*ends(by[reading])) for reading in Reading)
            stands = (share(by[Reading.CENTRAL].stands),) if wide else ()
            rows.append((material_name(name), *spans, *stands))
        yield from fitted(rows, width, translator, right=frozenset(range(1, 5)))


def counted_trade(result: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    """Tell what the clauses hit of the trade that statistics count, in money, and by what forms weigh."""
    rows = counted_rows(result)
    if rows:
        yield ""
        yield from flow(translator.say(counted_caption(result)), width, indent="")
        yield from fitted([("", *READINGS.values()), *rows], width, translator, right=frozenset(range(1, 4)))
    sentences = joined(filter(None, (result.weighing, not_modelled(result))), "sentence")
    yield from flow(translator.say(sentences), width)


def account(result: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    """Tell work, incomes, prices and trade, and materials from elsewhere."""
    grids = (account_table(result), sellers_table(result))
    for grid in filter(None, grids):
        yield ""
        yield from flow(translator.say(grid.caption), width, indent="")
        yield from fitted([grid.heads, *grid.rows], width, translator, right=grid.numbers)
    if (notes := account_notes(result)) is not None:
        yield from flow(translator.say(notes), width)


def losers(result: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    """Tell the sectors that lose most."""
    lossy = losers_of(result)
    if not lossy:
        return
    wide = width >= NARROW
    yield ""
    yield translator.say(
        message(
            "impact.losers_wide", "Who loses most in the worst runs, % of a year's GDP and of own value added: mean"
        )
        if wide
        else message("impact.losers_narrow", "Who loses most in the worst runs, % of a year's GDP: mean")
    )
    of_gdp, of_own = message("impact.of_gdp", "of GDP"), message("impact.of_own", "of own")
    rows: list[tuple[str, ...]] = [("", of_gdp, INTERVAL, *((of_own, INTERVAL) if wide else ()))]
    for sector, band, own in lossy:
        own_parts = (tenth(own.mean), tenths(own)) if wide else ()
        rows.append((sector_label(sector.code, sector.name), mean_percent(band), interval(band), *own_parts))
    yield from fitted(rows, width, translator, right=frozenset(range(1, 5)))


def shortages(result: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    """Tell when sectors run short, and when it shows."""
    if not result.shortages:
        return
    names = {sector.code: sector.name for sector in result.sectors}
    wide = width >= NARROW
    yield ""
    yield translator.say(
        message(
            "impact.shortages_head",
            "When, in days from {day}: middle run (9 in 10 runs)",
            day=day_text(result.horizon.start),
        )
    )
    rows: list[tuple[str, ...]] = [("", *((SHORT_OF,) if wide else ()), FIRST_SHORT, FELT)]
    for one in result.shortages:
        lacks = (material_name(one.material),) if wide else ()
        both = (days(result, one.short), days(result, one.felt))
        rows.append((sector_label(one.sector, names[one.sector]), *lacks, *both))
    yield from fitted(rows, width, translator, right=frozenset({2, 3} if wide else {1, 2}))


def days(result: ImpactResult, day: FirstDay) -> str:
    """Write a first day as a number of days, with its 90 % interval."""

    def written(number: int | None) -> str:
        return f">{result.horizon.days}" if number is None else str(number)

    if day.p5 == day.p95:
        return written(day.p50) if day.p50 is None else around(written(day.p50), EVERY)
    return around(written(day.p50), span(written(day.p5), written(day.p95)))


def paths(result: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    """Tell the loss month by month, drawn where there is room."""
    months = months_of(result)
    heading = message("impact.by_month_head", "By month, % of the GDP of the same days: mean (9 in 10 runs)")
    yield ""
    yield from flow(translator.say(heading), width, indent="")
    rows = [(each.label, mean_percent(each.band), interval(each.band)) for each in months]
    lines = spoken_table(rows, translator, right=frozenset({1, 2}))
    room = width - max(map(cells, lines)) - 3
    yield from lines if room < LANE else _drawn(lines, months)


def _drawn(lines: Sequence[str], months: Sequence[Month]) -> Iterator[str]:
    low = min(0.0, *(each.band.p5 for each in months))
    high = max(each.band.p95 for each in months)
    longest = max(map(cells, lines))
    for line, month in zip(lines, months, strict=True):
        yield f"{line}{' ' * (longest - cells(line) + 3)}{lane(month.band, low, high)}".rstrip()


def lane(band: QuantileBand, low: float, high: float) -> str:
    """Draw an interval with its mean in a lane of text.

    >>> lane(QuantileBand(p5=0.2, p25=0.3, p50=0.5, p75=0.6, p95=1.0, mean=0.5, error=0.0), 0.0, 1.0)
    '     ─────────●─────────────'
    """
    if high <= low:
        return ""
    first, middle, last = (round((LANE - 1) * (each - low) / (high - low)) for each in (band.p5, band.mean, band.p95))
    return "".join("●" if at == middle else "─" if first <= at <= last else " " for at in range(LANE))


def fitted(rows: Sequence[Sequence[str]], width: int, translator: Translator, *, right: frozenset[int]) -> list[str]:
    """Lay rows out in columns in a language, with names in the first shortened where lines would run over."""
    spoken = [tuple(map(translator.say, row)) for row in rows]
    over = max(map(cells, table(spoken, right=right))) - width
    room = max(map(cells, (row[0] for row in spoken))) - max(0, over)
    return table([(shortened(row[0], room), *row[1:]) for row in spoken], right=right)

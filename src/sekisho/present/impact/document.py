"""A result, or an outlook, as a document: the loss, what it turns on, who and when, how it comes, what was supposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import FirstDay, ImpactResult
from sekisho.impact.scenario.scenario import OutlookBranch
from sekisho.law.model.term import Reading
from sekisho.message import CapitalText, Text, message
from sekisho.present.charts.chart import Chart
from sekisho.present.charts.sectors import SHOWN
from sekisho.present.document import ChartFigure, Document, Part, Points, Section, Table, paragraph, section
from sekisho.present.impact.account import ACCOUNT_HEAD, account_notes, account_table, sellers_table
from sekisho.present.impact.bridge import BRIDGE_HEAD, CHOICES_HEAD, bridge_sentences, bridge_table, choices_table
from sekisho.present.impact.charts import BRIDGE, OBSERVED, PATH, READINGS, SECTORS, SPREAD, TRADE, WAYS, charts_of
from sekisho.present.impact.comparisons import (
    SPILL_HEAD,
    USES_HEAD,
    effects_table,
    published_table,
    readings_table,
    spill_over_table,
    structure_table,
    uses_table,
)
from sekisho.present.impact.findings import (
    INPUTS,
    LOSS_HEAD,
    SUPPOSED,
    by_fiscal_year,
    chance,
    day_of,
    decomposition,
    how_it_comes,
    is_nothing,
    losers_of,
    measured_otherwise,
    published,
    summary,
    weak_inputs,
)
from sekisho.present.impact.headline import scale_of
from sekisho.present.impact.names import (
    WHOLE_READINGS,
    companion_name,
    last_day,
    law_text,
    material_name,
    sector_label,
    with_reading,
)
from sekisho.present.impact.observations import (
    OBSERVED_HEAD,
    observed_notes,
    observed_sentence,
    observed_table,
    unused_table,
)
from sekisho.present.impact.outlook import ALL, assumptions_of, first_of, readings_of
from sekisho.present.impact.quantities import (
    BAND_HEADS,
    amounts,
    around,
    money_head,
    of_own,
    percent,
    percents,
    share,
    spread,
)
from sekisho.present.impact.summary import head_of, reasons_of
from sekisho.present.impact.tables import FELT, FIRST_SHORT, LOSS, OF_GDP, SHORT_OF
from sekisho.present.impact.trade_hit import counted_caption, counted_rows, not_modelled
from sekisho.present.impact.why import WHY_HEAD, why_parts
from sekisho.present.nowcast.after_figures import after_sentences, after_tables

SHORTAGES: Final = 10
"""Sectors of which it is told when they run short: a screen of them; the workbook has all."""
WAY_SECTORS: Final = 5
"""Sectors that are told of each way on of an outlook: the first; the way on alone tells more."""
TURNS_ON: Final = message("impact.turns_on_head", "What it depends on")
PUBLISHED_HEAD: Final = message("impact.published_head", "Beside what was published")
LOSERS_HEAD: Final = message("impact.losers_head", "Who loses")
STRUCTURE_HEAD: Final = message("impact.structure_head", "With other model rules")
HIT_HEAD: Final = message("impact.hit_head", "Which trade is hit")
TABLE: Final = message("chart.table", "Table")
SECTOR: Final = message("impact.sector_head", "sector")
WAY: Final = message("impact.way", "way on")
LATER: Final = message("impact.later", "later")


def document_of(answer: ImpactResult | OutlookResult) -> Document:
    """Make the document of a result, or of an outlook."""
    sections = _outlook_sections(answer) if isinstance(answer, OutlookResult) else _sections(answer)
    return Document(head=head_of(answer), sections=tuple(sections))


def two_sides(document: Document) -> Document:
    """Leave of a document what two sides of paper hold: its first sections, who loses, bridges, and other rules.

    Of bridges it holds the tables, which take less room than their drawing.
    """
    also = {LOSERS_HEAD, STRUCTURE_HEAD, BRIDGE_HEAD}
    kept = [each for each in document.sections if not each.is_secondary or each.heading in also]
    sides = [
        replace(side, is_secondary=False, parts=_undrawn(side.parts) if side.heading == BRIDGE_HEAD else side.parts)
        for side in kept
    ]
    return replace(document, sections=tuple(sides))


def _undrawn(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the tables beside drawings, unfolded, and nothing else."""
    beside = [part.beside if isinstance(part, ChartFigure) else part for part in parts]
    return tuple(replace(grid, folded="") for grid in beside if isinstance(grid, Table))


def _sections(result: ImpactResult) -> list[Section]:
    charts = charts_of(result)
    sections: list[Section] = []
    if not is_nothing(result):
        sections += [
            *section(LOSS_HEAD, *_loss(result, charts)),
            *section(PUBLISHED_HEAD, paragraph(published(result)), published_table(result)),
            *section(
                TURNS_ON,
                effects_table(result),
                paragraph(None if result.effects else decomposition(result)),
                readings_table(result),
            ),
            *(replace(part, is_secondary=True) for part in _secondary(result, charts)),
        ]
    else:
        sections += section(HIT_HEAD, _drawn(charts, TRADE), *_counted(result))
    why = section(WHY_HEAD, *why_parts(result))
    seen = section(
        OBSERVED_HEAD,
        paragraph(after_sentences(result)),
        *after_tables(result),
        paragraph(observed_sentence(result)),
        _drawn(charts, OBSERVED, observed_table(result)),
        unused_table(result),
        paragraph(observed_notes(result)),
    )
    supposed = _supposed(reasons_of(result), result.assumptions, result.weak)
    return [*why, *seen, *sections, *(replace(part, is_secondary=True) for part in supposed)]


def _secondary(result: ImpactResult, charts: Mapping[str, Chart]) -> Iterator[Section]:
    """Make the sections behind the loss and what it depends on."""
    comes = message("impact.ways_head", "How it comes about")
    yield from section(LOSERS_HEAD, _drawn(charts, SECTORS, losers(result)))
    yield from section(
        message("impact.month_section", "By month"), _drawn(charts, PATH), paragraph(by_fiscal_year(result))
    )
    yield from section(message("impact.when_head", "When"), *_short(result))
    yield from section(message("impact.spread_head", "What explains the range"), _drawn(charts, SPREAD))
    yield from section(HIT_HEAD, _drawn(charts, TRADE), *_counted(result))
    yield from section(
        ACCOUNT_HEAD,
        paragraph(*measured_otherwise(result)),
        account_table(result),
        sellers_table(result),
        paragraph(account_notes(result)),
    )
    yield from section(SPILL_HEAD, spill_over_table(result))
    yield from section(USES_HEAD, uses_table(result))
    yield from section(comes, paragraph(how_it_comes(result)), _companions(result))
    yield from section(BRIDGE_HEAD, paragraph(bridge_sentences(result)), _drawn(charts, BRIDGE, bridge_table(result)))
    yield from section(CHOICES_HEAD, choices_table(result))
    yield from section(STRUCTURE_HEAD, structure_table(result))


def _drawn(charts: Mapping[str, Chart], name: str, beside: Table | None = None) -> Part | None:
    """Return a chart with its table; the table alone if there is no such chart."""
    return ChartFigure(chart=charts[name], beside=beside) if name in charts else beside


def _loss(result: ImpactResult, charts: Mapping[str, Chart]) -> list[Part | None]:
    scale = scale_of(result)
    rows = [
        (WHOLE_READINGS[reading] if len(result.readings) > 1 else LOSS, *_cells(result, reading))
        for reading in result.readings
    ]
    at_gdp = message(
        "impact.money_at_gdp",
        "{currency}, at the GDP of {year}",
        currency=quantity("currency_name", scale.currency),
        year=str(scale.year),
    )
    caption = message(
        "impact.loss_caption",
        "Loss of value added, % of a year's GDP: mean and quantiles of {draws} runs",
        draws=result.draws,
    )
    grid = Table(caption=caption, heads=("", *BAND_HEADS, at_gdp), rows=tuple(rows), spare=frozenset({3, 5}))
    return [
        _drawn(charts, READINGS, grid if READINGS not in charts else replace(grid, folded=TABLE)),
        paragraph(chance(result)),
    ]


def _cells(result: ImpactResult, reading: Reading) -> list[str]:
    band = result.percent(reading)
    return [*percents(band), amounts(band * scale_of(result).billion)]


def _counted(result: ImpactResult) -> list[Part | None]:
    rows = counted_rows(result)
    heads = ("", *WHOLE_READINGS.values())
    grid = Table(caption=counted_caption(result), heads=heads, rows=tuple(rows)) if rows else None
    return [grid, paragraph(result.weighing, not_modelled(result))]


def losers(result: ImpactResult, most: int = SHOWN) -> Table | None:
    """Return the sectors that lose most, with what they lose of GDP, of their own value added, and in money."""
    lossy = losers_of(result)
    if not lossy:
        return None
    scale = scale_of(result)
    rows = [
        (sector_label(sector.code, sector.name), spread(total), of_own(own), amounts(total * scale.billion))
        for sector, total, own in lossy[:most]
    ]
    by_sector = with_reading(message("impact.by_sector", "Loss by sector, the worst one in twenty runs first"), result)
    return Table(
        caption=_with_interval(by_sector),
        heads=(
            SECTOR,
            OF_GDP,
            message("impact.percent_of_own", "share of its value added, %"),
            money_head(scale.currency, scale.year),
        ),
        rows=tuple(rows),
        folded=message("impact.losers_folded", "The sectors that lose most, with their own value added and amounts"),
    )


def _with_interval(text: Text) -> Text:
    return message("impact.caption_with_interval", "{caption}: mean (9 in 10 runs)", caption=text)


def _short(result: ImpactResult) -> list[Part | None]:
    if not result.shortages:
        return []
    names = {sector.code: sector.name for sector in result.sectors}
    rows = [
        (
            sector_label(one.sector, names[one.sector]),
            material_name(one.material),
            _day(result, one.short),
            _day(result, one.felt),
            share(one.felt.share),
        )
        for one in result.shortages[:SHORTAGES]
    ]
    caption = message(
        "impact.dates_caption",
        "{dates}: middle run (9 in 10 runs); later is after {day}",
        dates=with_reading(message("impact.dates", "Dates"), result),
        day=last_day(result),
    )
    grid = Table(
        caption=caption,
        heads=(SECTOR, SHORT_OF, FIRST_SHORT, FELT, message("impact.in_draws", "in runs")),
        rows=tuple(rows),
        texts=2,
        spare=frozenset({1, 4}),
    )
    rest = len(result.shortages) - SHORTAGES
    more = message(
        "impact.more_short",
        "{number} more sectors run short later or in fewer runs; the workbook lists them.",
        number=rest,
    )
    lead = message(
        "impact.first_short_are",
        "“First firms short” are those with the least stock, which need 1 % of what their sector needs.",
    )
    return [paragraph(lead), grid, paragraph(more if rest > 0 else None)]


def _day(result: ImpactResult, day: FirstDay) -> Text:
    middle, between = day_of(result, day, never=LATER)
    return middle if day.p5 is None else around(middle, between)


def _companions(result: ImpactResult) -> Table | None:
    if not result.brackets:
        return None
    return Table(
        caption=message("impact.companions", "Simpler models with the same inputs, each at its middle value"),
        heads=(
            message("impact.companion", "model"),
            message("impact.companion_supposes", "what it assumes"),
            OF_GDP,
        ),
        rows=tuple((companion_name(one.name), one.says, percent(one.percent)) for one in result.brackets),
        texts=2,
    )


def _supposed(reasons: tuple[Text, ...], assumptions: tuple[str, ...], weak: tuple[str, ...]) -> list[Section]:
    inputs = Table(
        caption=INPUTS,
        heads=(message("impact.input", "input"), message("impact.input_for", "for")),
        rows=tuple(weak_inputs(weak)),
        texts=2,
        folded=INPUTS,
    )
    lead = paragraph(*map(_sentence, reasons))
    points = Points(items=assumptions) if assumptions else None
    return section(SUPPOSED, lead, points, inputs if weak else None)


def _sentence(reason: Text) -> Text:
    """Close a reason with a full stop, if it has none."""
    return reason if reason.endswith(".") else message("impact.reason", "{reason}.", reason=reason)


def _outlook_sections(outlook: OutlookResult) -> list[Section]:
    reasons = tuple(dict.fromkeys(reason for _, each in outlook.outcomes for reason in reasons_of(each)))
    return [
        *section(LOSS_HEAD, ChartFigure(chart=charts_of(outlook)[WAYS], beside=_outlook_losses(outlook))),
        *section(TURNS_ON, _by_reading(outlook)),
        *(
            replace(each, is_secondary=True)
            for several in (
                *(_way(outcome, result) for outcome, result in outlook.outcomes),
                _supposed(reasons, assumptions_of(outlook), first_of(outlook).weak),
            )
            for each in several
        ),
    ]


def _outlook_losses(outlook: OutlookResult) -> Table:
    first, mixture = first_of(outlook), outlook.mixture()
    scale = scale_of(first)
    bands = [(law_text(way.title), share(way.weight), each.percent()) for way, each in outlook.outcomes]
    rows = [
        (title, weight, *percents(band), amounts(band * scale.billion))
        for title, weight, band in (*bands, (ALL, share(1.0), mixture))
    ]
    return Table(
        caption=message(
            "impact.outlook_caption",
            "Loss of value added, % of a year's GDP: mean and quantiles of {draws} runs each",
            draws=first.draws,
        ),
        heads=(
            WAY,
            message("impact.weight", "weight"),
            *BAND_HEADS,
            money_head(scale.currency, scale.year),
        ),
        rows=tuple(rows),
        spare=frozenset({1, 4, 6}),
        folded=TABLE,
    )


def _by_reading(outlook: OutlookResult) -> Table | None:
    readings = readings_of(outlook)
    if not readings:
        return None
    rows = [(law_text(way.title), *(spread(each.percent(one)) for one in readings)) for way, each in outlook.outcomes]
    return Table(
        caption=message(
            "impact.by_reading_caption", "Loss by reading of the law, % of a year's GDP: mean (9 in 10 runs)"
        ),
        heads=(WAY, *(WHOLE_READINGS[reading] for reading in readings)),
        rows=tuple(rows),
    )


def _way(outcome: OutlookBranch, result: ImpactResult) -> list[Section]:
    charts = charts_of(result)
    path = ChartFigure(chart=charts[PATH]) if PATH in charts else None
    heading = message("impact.if_way", "If {way}", way=law_text(outcome.title))
    title = message("impact.title_sentence", "{title}.", title=law_text(result.scenario.title))
    return section(CapitalText(heading), paragraph(title, *summary(result)), path, losers(result, WAY_SECTORS))

"""A result, or an outlook, as a workbook of Excel: what it is, the loss cut in every way, and the data."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.files.workbook import WIDEST, Cell, WorksheetWriter, write_sheets
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.impact.economy.money import MoneyScale
from sekisho.impact.economy.published import house_name
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import FirstDay, ImpactResult
from sekisho.impact.uncertainty.draws import SpreadCause
from sekisho.message import LawText, Text, joined, message
from sekisho.present.document import Head
from sekisho.present.impact.account import WHAT, account_lines
from sekisho.present.impact.bridge import BARS, CHOICES, HOUSE, OURS, PUBLISHED, bridge_lines, choice_lines
from sekisho.present.impact.comparisons import (
    COUNTRY,
    MIXES,
    READING_PARTS,
    RULES,
    WHY,
    chosen,
    reading_lines,
    spill_over_lines,
    uses_lines,
)
from sekisho.present.impact.data import impact_rows
from sekisho.present.impact.findings import BEFORE, weak_inputs
from sekisho.present.impact.headline import rate_text, scale_of, scales_or_anchor
from sekisho.present.impact.months import months_of
from sekisho.present.impact.names import (
    CAUSES,
    READINGS,
    base_name,
    companion_name,
    day_text,
    last_day,
    law_text,
    material_name,
    sector_name,
)
from sekisho.present.impact.observations import COMPARED, comparison_lines
from sekisho.present.impact.outlook import ALL, first_of, outlook_rows
from sekisho.present.impact.page import WORDS
from sekisho.present.impact.quantities import BAND_HEADS, HIGH_HEAD, LOW_HEAD, MIDDLE
from sekisho.present.impact.summary import head_of, reasons_of
from sekisho.present.impact.tables import FELT, FIRST_SHORT, LOSS, SHORT_OF
from sekisho.present.impact.why import EFFECTS, LEVEL, effect_lines, level_lines
from sekisho.present.nowcast.after_figures import after_lines

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

NUMBERS: Final = "#,##0.0000"
QUANTILES: Final[tuple[str, ...]] = (
    *BAND_HEADS,
    message("impact.error_of_mean", "error of the mean"),
)
UNITS: Final = message(
    "impact.units",
    "Every number is a loss: the mean of the runs first. From 5 % to 95 % lie 9 in 10 runs; the error of the mean is "
    "what chance in the drawing adds. A share of GDP is in per cent of a whole year's, whatever the months. An empty "
    "cell is not known.",
)
OF_ANNUAL: Final = message("impact.percent_of_annual", "% of annual GDP")
OF_DAYS: Final = message("impact.percent_of_same_days", "% of the GDP of the same days")
WAY: Final = message("impact.way", "way on")
READING: Final = message("impact.reading_column", "reading")
UNIT: Final = message("impact.unit_column", "unit")
MEASURE: Final = message("impact.measure_column", "measure")
SECTOR: Final = message("impact.sector_head", "sector")
NAME: Final = message("impact.name_column", "name")
NO_LOSS: Final = message("impact.no_loss_column", "share of runs without loss")
MATERIAL: Final = message("impact.material_column", "material")
TRADE: Final = (
    message("impact.certainly_barred_column", "certainly barred, %"),
    message("impact.possibly_barred_column", "possibly barred, %"),
    message("impact.certainly_licensed_column", "certainly under a licence, %"),
    message("impact.possibly_licensed_column", "possibly under a licence, %"),
    message("impact.licence_anyway_column", "licence required anyway, %"),
)
DAYS: Final = tuple(
    joined([what, part], "comma")
    for what in (FIRST_SHORT, FELT)
    for part in (LOW_HEAD, MIDDLE, HIGH_HEAD, message("impact.share_of_draws", "share of runs"))
)

Ways = Sequence[tuple[str, ImpactResult]]
"""Ways on by their titles; a single result has the empty title."""
Rows = Iterator[tuple[Cell, ...]]


def write_impact_workbook(
    answer: ImpactResult | OutlookResult,
    out: Path,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> None:
    """Write the workbook in a language to a place; the same result gives the same bytes."""
    title = translator.say(law_text(answer.scenario.title))
    write_sheets(out, title, lambda book: _fill(book, answer, translator))


def _fill(book: Workbook, answer: ImpactResult | OutlookResult, translator: Translator) -> None:
    ways: Ways = (
        [(law_text(outcome.title), each) for outcome, each in answer.outcomes]
        if isinstance(answer, OutlookResult)
        else [("", answer)]
    )
    say = translator.say
    counted = any(result.counted is not None for _, result in ways)
    trade_counted = (message("impact.sheet_counted", "Trade counted"), COUNTED, _counted(ways))
    _read_me(WorksheetWriter(book, say(message("impact.sheet_read_me", "Read me"))), head_of(answer), translator)
    days = (SECTOR, NAME, SHORT_OF, *DAYS)
    for name, head, rows in (
        (message("impact.sheet_result", "Result"), (MEASURE, UNIT, *QUANTILES, NO_LOSS), _result(answer)),
        (
            message("impact.sheet_sector", "By sector"),
            (READING, SECTOR, NAME, MEASURE, UNIT, *QUANTILES),
            _by_sector(ways),
        ),
        (message("impact.sheet_month", "By month"), (READING, *MONTH, UNIT, *QUANTILES), _by_month(ways)),
        (message("impact.sheet_readings", "Readings"), (READING, UNIT, *QUANTILES, NO_LOSS), _readings(ways)),
        (message("impact.sheet_account", "Account"), (WHAT, MATERIAL, UNIT, *QUANTILES), _account(ways)),
        (message("impact.sheet_spread", "Spread"), CAUSE_COLUMNS, _spread(ways)),
        (message("impact.sheet_trade", "Trade hit"), (MATERIAL, READING, *TRADE), _trade(ways)),
        *((trade_counted,) if counted else ()),
        *(beside for beside in _beside(ways) if beside[2]),
        (message("impact.sheet_days", "First days"), days, _days(ways)),
        (message("impact.sheet_assumptions", "Assumptions"), (KIND, SAYS, FOR), _assumptions(ways)),
    ):
        sheet = WorksheetWriter(book, say(name), NUMBERS)
        several = len(ways) > 1
        sheet.write(map(say, [*((WAY,) if several else ()), *head]), bold=True)
        for row in rows:
            sheet.write(_spoken(row if several else row[1:], translator))
        sheet.finish(table_from=1)
    _data(WorksheetWriter(book, say(message("impact.sheet_data", "Data")), NUMBERS), answer)


def _beside(ways: Ways) -> tuple[tuple[Text, tuple[Text | str, ...], list[tuple[Cell, ...]]], ...]:
    """Return tables that not every result has: readings apart, bridges, choices, observed figures, an input."""

    def of_all(lines: Callable[[ImpactResult], Iterator[tuple[Cell, ...]]]) -> list[tuple[Cell, ...]]:
        return [(title, *line) for title, result in ways for line in lines(result)]

    def levels(result: ImpactResult) -> Rows:
        return ((level, OF_ANNUAL, *_cells(band)) for level, band in level_lines(result))

    def after(result: ImpactResult) -> Rows:
        return ((when, OF_ANNUAL, *_cells(band)) for when, band in after_lines(result))

    def spill_overs(result: ImpactResult) -> Rows:
        return ((country, what, *_cells(band)) for country, what, band in spill_over_lines(result))

    def rules(result: ImpactResult) -> Rows:
        return ((rule, OF_ANNUAL, draws, *_cells(band)) for rule, band, draws in _rules(result))

    def simpler(result: ImpactResult) -> Rows:
        return ((companion_name(one.name), one.says, round(one.percent, 9)) for one in result.brackets)

    return (
        (message("impact.sheet_readings_apart", "Why readings differ"), READING_PARTS, of_all(reading_lines)),
        (message("impact.sheet_published", "Published"), PUBLISHED_COLUMNS, of_all(_published)),
        (message("impact.sheet_rules", "Model rules"), (RULE, UNIT, RUNS, *QUANTILES), of_all(rules)),
        (message("impact.sheet_simpler", "Simpler models"), SIMPLER, of_all(simpler)),
        (message("impact.sheet_bridge", "Bridges"), (HOUSE, PUBLISHED, *BARS.values(), OURS), of_all(bridge_lines)),
        (message("impact.sheet_choices", "Choices"), CHOICES, of_all(choice_lines)),
        (message("impact.sheet_spill", "Spill-overs"), (COUNTRY, WHAT, *QUANTILES), of_all(spill_overs)),
        (message("impact.sheet_uses", "Uses there"), MIXES, of_all(uses_lines)),
        (message("impact.sheet_observed", "Observed"), COMPARED, of_all(comparison_lines)),
        (message("impact.sheet_after", "Loss after figures"), (WHEN, UNIT, *QUANTILES), of_all(after)),
        (message("impact.sheet_levels", "Levels of an input"), (LEVEL, UNIT, *QUANTILES), of_all(levels)),
        (message("impact.sheet_figures", "Figures of an input"), EFFECTS, of_all(effect_lines)),
    )


MONTH: Final = (
    message("impact.month_column", "month"),
    message("impact.from_column", "from"),
    message("impact.days_column", "days"),
)
WHEN: Final = message("impact.when_column", "when")
RULE: Final = message("impact.rule", "rule")
RUNS: Final = message("impact.runs_column", "runs")
SIMPLER: Final = (
    message("impact.companion", "model"),
    message("impact.companion_supposes", "what it assumes"),
    OF_ANNUAL,
)
PUBLISHED_COLUMNS: Final = (
    message("impact.house", "house"),
    message("impact.published_scenario", "scenario of the house"),
    message("impact.published_months", "months"),
    message("impact.published_percent_column", "published, % of GDP"),
    message("impact.published_base", "of which GDP"),
    message("impact.published_billion", "published, billions"),
    message("impact.published_currency", "currency"),
    message("impact.published_mean", "mean of this run, % of GDP"),
    message("impact.ratio", "this run's mean / published"),
    message("impact.why_different", "why they differ"),
    message("impact.why_source", "source"),
)
"""Heads of what houses published in a workbook."""
CAUSE_COLUMNS: Final = (
    message("impact.cause_column", "cause"),
    message("impact.with_others_column", "with others, % of the variance"),
    message("impact.give_or_take_column", "give or take, % of the variance"),
    message("impact.alone_column", "alone, % of the variance"),
)
"""Heads of the causes of a range in a workbook."""
KIND: Final = message("impact.kind_column", "kind")
SAYS: Final = message("impact.says_column", "says")
FOR: Final = message("impact.input_for", "for")


def _spoken(row: Sequence[Cell], translator: Translator) -> Iterator[Cell]:
    """Tell the texts of a row, and leave its numbers."""
    return (translator.say(value) if isinstance(value, str) else value for value in row)


def _read_me(sheet: WorksheetWriter, head: Head, translator: Translator) -> None:
    say = translator.say
    sheet.write([say(head.title)], bold=True)
    sheet.write([say(head.line)])
    for heading, texts in (
        (WORDS["summary"], head.findings),
        (BEFORE, head.cautions),
        (message("impact.units_head", "Units"), (UNITS,)),
    ):
        sheet.write([])
        sheet.write([say(heading)], bold=True)
        for text in texts:
            sheet.write([None, say(text)], wrap=True)
    sheet.write([])
    sheet.write([say(WORDS["made"])], bold=True)
    for name, text in head.card.items():
        sheet.write([say(name), say(text)], wrap=True)
    sheet.widths = {}
    sheet.sheet.set_column(0, 0, WIDEST // 2)
    sheet.sheet.set_column(1, 1, 2 * WIDEST)
    sheet.on_paper(columns=2)


def _account(ways: Ways) -> Rows:
    for title, result in ways:
        yield from (
            (title, what, material, unit, *_cells(band)) for what, material, unit, band in account_lines(result)
        )


def _cells(band: QuantileBand) -> tuple[Cell, ...]:
    numbers = (band.mean, band.p5, band.p25, band.p50, band.p75, band.p95, band.error_of("mean"))
    return tuple(None if math.isnan(number) else round(number, 9) for number in numbers)


def _money(result: ImpactResult) -> Text:
    return _unit_of(scale_of(result))


def _unit_of(scale: MoneyScale) -> Text:
    """Name a unit of money, with the rate where it was converted."""
    if scale.rate is None:
        return message(
            "impact.billion_unit",
            "billion {currency}, GDP of {year}",
            currency=quantity("currency_name", scale.currency),
            year=str(scale.year),
        )
    return message(
        "impact.billion_at_rate",
        "billion {currency}, GDP of {year}, {rate}",
        currency=quantity("currency_name", scale.currency),
        year=str(scale.year),
        rate=rate_text(scale.rate),
    )


def _result(answer: ImpactResult | OutlookResult) -> Rows:
    if isinstance(answer, OutlookResult):
        # How far chance moves the mean of a mixture is not known: the draws of all ways on are the same.
        first, mixture = first_of(answer), replace(answer.mixture(), error=math.nan, errors={})
        yield (ALL, LOSS, OF_ANNUAL, *_cells(mixture), None)
        yield (ALL, LOSS, _money(first), *_cells(mixture * scale_of(first).billion), None)
        for outcome, each in answer.outcomes:
            yield from ((law_text(outcome.title), *row) for row in _measures(each))
        return
    yield from (("", *row) for row in _measures(answer))


def _measures(result: ImpactResult) -> Rows:
    nothing = result.without_loss()
    hours = message("impact.hours_row", "hours of work lost, less idle hours that stay paid")
    of_hours = message("impact.percent_of_hours", "% of a year's hours")
    yield (LOSS, OF_ANNUAL, *_cells(result.percent()), nothing)
    yield (LOSS, OF_DAYS, *_cells(result.percent_of_window()), nothing)
    for scale in scales_or_anchor(result):
        yield (LOSS, _unit_of(scale), *_cells(result.percent() * scale.billion), nothing)
    yield (hours, of_hours, *_cells(result.hours()), nothing)


def _by_sector(ways: Ways) -> Rows:
    of_own = message("impact.percent_of_own_annual", "% of own annual value added")
    for title, result in ways:
        for reading in result.readings:
            for sector, total, own in result.by_sector(reading):
                head = (title, READINGS[reading], sector.code, sector_name(sector))
                yield (*head, LOSS, OF_ANNUAL, *_cells(total))
                yield (*head, LOSS, _money(result), *_cells(total * scale_of(result).billion))
                yield (*head, LOSS, of_own, *_cells(own))


def _by_month(ways: Ways) -> Rows:
    for title, result in ways:
        for reading in result.readings:
            for month in months_of(result, reading):
                head = (title, READINGS[reading], month.label, month.first.isoformat(), month.days)
                yield (*head, OF_DAYS, *_cells(month.band))
                yield (*head, OF_ANNUAL, *_cells(month.of_year))


def _readings(ways: Ways) -> Rows:
    for title, result in ways:
        for reading in result.readings:
            nothing = result.without_loss(reading)
            yield (title, READINGS[reading], OF_ANNUAL, *_cells(result.percent(reading)), nothing)
            yield (
                title,
                READINGS[reading],
                _money(result),
                *_cells(result.percent(reading) * scale_of(result).billion),
                nothing,
            )


def _spread(ways: Ways) -> Rows:
    for title, result in ways:
        yield from ((title, *line) for line in _causes(result))


def _trade(ways: Ways) -> Rows:
    for title, result in ways:
        for one in result.trade:
            shares = (one.barred, one.may_be_barred, one.licensed, one.may_be_licensed, one.stands)
            yield (title, material_name(one.material), READINGS[one.reading], *(100.0 * each for each in shares))


COUNTED: Final = (
    message("impact.month_column", "month"),
    message("impact.heading_column", "heading"),
    MATERIAL,
    message("impact.form_column", "form"),
    message("impact.field_column", "field"),
    READING,
    message("impact.counted_usd_column", "counted, USD"),
    message("impact.counted_tonnes_column", "counted, t"),
    message("impact.barred_usd_column", "certainly barred, USD"),
    message("impact.may_barred_usd_column", "possibly barred, USD"),
    message("impact.licensed_usd_column", "certainly under a licence, USD"),
    message("impact.may_licensed_usd_column", "possibly under a licence, USD"),
)


def _counted(ways: Ways) -> Rows:
    for title, result in ways:
        for row in result.counted.rows if result.counted is not None else ():
            usd = (row.of_heading(mark) for mark in ("barred", "may_be_barred", "licensed", "may_be_licensed"))
            head = (row.month, row.hs6, material_name(row.material), row.form, row.field, READINGS[row.reading])
            yield (title, *head, row.usd, row.tonnes, *usd)


def _days(ways: Ways) -> Rows:
    for title, result in ways:
        sectors = {sector.code: sector for sector in result.sectors}
        for one in result.shortages:
            head = (title, one.sector, sector_name(sectors[one.sector]), material_name(one.material))
            yield (*head, *_dates(result, one.short), *_dates(result, one.felt))


def _dates(result: ImpactResult, day: FirstDay) -> tuple[Cell, ...]:
    after = message("impact.after_day", "after {day}", day=last_day(result))
    days = (after if at is None else day_text(result.horizon.date_of(at)) for at in (day.p5, day.p50, day.p95))
    return (*days, day.share)


def _assumptions(ways: Ways) -> Rows:
    why, supposed = message("impact.kind_why", "why"), message("impact.kind_supposed", "supposed")
    caution, weak = message("impact.kind_caution", "caution"), message("impact.kind_weak", "weak input")
    for title, result in ways:
        yield from ((title, why, text, None) for text in reasons_of(result))
        yield from ((title, supposed, text, None) for text in result.assumptions)
        yield from ((title, caution, text, None) for text in result.cautions)
        yield from ((title, weak, name, where) for name, where in weak_inputs(result.weak))


def _data(sheet: WorksheetWriter, answer: ImpactResult | OutlookResult) -> None:
    rows = outlook_rows(answer) if isinstance(answer, OutlookResult) else impact_rows(answer)
    for number, row in enumerate(rows):
        if number == 0:
            sheet.write(list(row), bold=True)
        sheet.write([value if isinstance(value, str | int | float) else None for value in row.values()])
    sheet.finish(table_from=1)


def _published(result: ImpactResult) -> Iterator[tuple[Text | str | float | None, ...]]:
    """Go through what houses published for a workbook, in the order of `PUBLISHED_COLUMNS`."""
    own = result.percent()
    for estimate in result.published:
        ratio = round(own.mean / estimate.percent, 6) if estimate.percent else None
        yield (
            house_name(estimate.house),
            LawText(estimate.scenario),
            estimate.months,
            estimate.percent,
            base_name(estimate),
            estimate.amount,
            quantity("currency_name", estimate.currency) if estimate.currency else None,
            round(own.mean, 9),
            ratio,
            joined([WHY[word] for word in estimate.differs], "semicolon"),
            LawText(estimate.source),
        )


def _rules(result: ImpactResult) -> Iterator[tuple[Text, QuantileBand, int]]:
    """Go through the rules of the model for a workbook: the rule, the loss under it, and its runs."""
    for row in result.structure:
        yield (chosen(RULES[row.name]) if row.is_own else RULES[row.name], row.loss, row.draws)


def _causes(result: ImpactResult) -> Iterator[tuple[Text | float | None, ...]]:
    """Go through the causes for a workbook, in the order of `CAUSE_COLUMNS`: per cent of the variance."""
    alone, effects = result.spread.shares, {effect.cause: effect for effect in result.effects}
    single = [cause for cause in alone if cause is not SpreadCause.INTERACTION]
    for cause in sorted(
        {*single, *effects}, key=lambda name: -(effects[name].total if name in effects else alone[name])
    ):
        effect = effects.get(cause)
        both = (None, None) if effect is None else (100.0 * effect.total, 100.0 * effect.error)
        yield (CAUSES[cause], *both, 100.0 * alone.get(cause, 0.0))

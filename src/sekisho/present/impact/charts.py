"""The charts of a result: path, sectors, sources of spread, readings side by side, and trade that the clauses hit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.economy.money import MoneyScale
from sekisho.impact.economy.published import house_name
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.bands import QUANTILES as QUANTILE_NAMES
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.flow_bands import FlowRow
from sekisho.impact.results.house_bridge import BridgeBar
from sekisho.impact.results.result import LISTED, ImpactResult
from sekisho.impact.uncertainty.draws import SpreadCause
from sekisho.message import CapitalText, Text, joined, message
from sekisho.present.charts.bands import NamedBand
from sekisho.present.charts.bridge import BridgeStep, bridge_chart
from sekisho.present.charts.chart import Chart
from sekisho.present.charts.comparison import ways_chart
from sekisho.present.charts.fan import Mark, PathPoint, path_chart
from sekisho.present.charts.sectors import sectors_chart
from sekisho.present.charts.spread import CauseEffect, causes_chart
from sekisho.present.charts.trade_hit import MaterialHit, trade_hit_chart
from sekisho.present.impact import names
from sekisho.present.impact.bridge import BARS, OURS, PUBLISHED
from sekisho.present.impact.comparisons import LEAST
from sekisho.present.impact.findings import causes, is_nothing, losers_of
from sekisho.present.impact.flows import OF_NORMAL, cut_materials
from sekisho.present.impact.formats import CHARTS
from sekisho.present.impact.headline import mean_sum, scales_or_anchor
from sekisho.present.impact.months import Month, months_of
from sekisho.present.impact.names import (
    LANDS,
    OTHER,
    TOGETHER,
    WHOLE_READINGS,
    dates,
    day_text,
    law_text,
    material_name,
    run_source,
    sector_name,
    with_reading,
)
from sekisho.present.impact.observations import observed_chart
from sekisho.present.impact.outlook import ALL, first_of, outlook_source
from sekisho.present.impact.quantities import amounts, is_point, percent, share, span
from sekisho.present.impact.trade_hit import HITS, Ends, hit_materials

YEARS_GDP: Final = message("impact.percent_of_gdp", "share of a year's GDP, %")
BY_READING: Final = names.CAUSES[SpreadCause.READING]
RESTS: Final = frozenset({TOGETHER, OTHER})
"""What is no single cause."""
BILLION: Final = 1e9
PATH, SECTORS, SPREAD, READINGS, TRADE, WAYS, FLOWS, OBSERVED, BRIDGE = CHARTS
QUANTILES: Final = message(
    "impact.quantiles", "mean (dot), middle run (ring), half of the runs (dark) and 9 in 10 (light)"
)


def charts_of(answer: ImpactResult | OutlookResult) -> Mapping[str, Chart]:
    """Draw every chart of a result, or of an outlook, for which there is something to show; by name."""
    return dict(_of_outlook(answer) if isinstance(answer, OutlookResult) else _of_result(answer))


def _of_result(result: ImpactResult) -> Iterator[tuple[str, Chart]]:
    if (seen := observed_chart(result)) is not None:
        yield OBSERVED, seen
    if is_nothing(result):
        return
    yield PATH, path_of(result)
    yield SECTORS, _sectors(result)
    if (moving := _spread(result)) is not None:
        yield SPREAD, moving
    if len(result.readings) > 1:
        yield READINGS, _readings(result)
    for does, ends in HITS.items():
        if hit_materials(result, ends):
            yield TRADE, _trade(result, does, ends)
            break
    if (drawn := _flows_chart(result)) is not None:
        yield FLOWS, drawn
    if (way := _bridge(result)) is not None:
        yield BRIDGE, way


def _bridge(result: ImpactResult) -> Chart | None:
    """Draw the way of each house from what it published to ours; None without a bridge."""
    if not result.bridges:
        return None
    steps: list[BridgeStep] = []
    for bridge in result.bridges:
        at, house = bridge.published, house_name(bridge.house)
        steps.append(BridgeStep(name=joined([house, PUBLISHED], "comma"), first=0.0, last=at, is_whole=True))
        for bar in BridgeBar:
            steps.append(BridgeStep(name=joined([house, BARS[bar]], "comma"), first=at, last=at + bridge.bars[bar]))
            at += bridge.bars[bar]
        steps.append(BridgeStep(name=joined([house, OURS], "comma"), first=0.0, last=at, is_whole=True))
    return bridge_chart(
        steps,
        title=message("impact.bridge_title", "Why this estimate differs from published ones"),
        subtitle=message("impact.bridge_subtitle", "Loss in % of a year's GDP; assumptions exchanged group by group"),
        source=run_source(result),
        unit=message("impact.percent_of_gdp", "share of a year's GDP, %"),
    )


def _of_outlook(outlook: OutlookResult) -> Iterator[tuple[str, Chart]]:
    scale = scales_or_anchor(first_of(outlook))[0]
    ways = [_in_money(law_text(outcome.title), each.percent(), scale) for outcome, each in outlook.outcomes]
    dearest, result = max(outlook.outcomes, key=lambda row: row[1].percent().mean)
    way = law_text(dearest.title)
    yield (
        WAYS,
        ways_chart(
            [*ways, _in_money(ALL, outlook.mixture(), scale)],
            of=message("impact.way", "way on"),
            title=message(
                "impact.ways_title",
                "Mean loss of all ways on: {mean}; most if {way}: {loss}",
                mean=mean_sum(outlook.mixture(), scale),
                way=way,
                loss=mean_sum(result.percent(), scale),
            ),
            subtitle=message(
                "impact.ways_subtitle",
                "Loss of value added, {currency} at the GDP of {year}, {dates}, by way on: {quantiles}",
                dates=dates(first_of(outlook)),
                quantiles=QUANTILES,
                **_money_of(scale),
            ),
            source=outlook_source(outlook),
            unit=quantity("currency_word", scale.currency),
            written=_amount,
            of_money=True,
        ),
    )
    yield PATH, path_of(result, way)


def path_of(result: ImpactResult, way: Text | None = None) -> Chart:
    """Draw the loss month by month; `way` is the way on of an outlook whose path it is."""
    months = months_of(result)
    most = percent(max(each.band.mean for each in months))
    worst = next(each for each in months if percent(each.band.mean) == most)
    month, scale = quantity("month", worst.first.year, worst.first.month), scales_or_anchor(result)[0]
    loss = message(
        "impact.loss_in_month",
        "{sum}, {percent} % of that month's GDP",
        sum=mean_sum(worst.of_year, scale),
        percent=quantity("significant", worst.band.mean, 2),
    )
    if way is None:
        title = message(
            "impact.path_title",
            "The mean loss is highest in {month}: {loss}",
            month=month,
            loss=loss,
        )
    else:
        title = message(
            "impact.path_title_way",
            "The mean loss is highest in {month} if {way}: {loss}",
            month=month,
            way=way,
            loss=loss,
        )
    measured = message("impact.path_subtitle", "Loss of value added by month, % of that month's GDP")
    return path_chart(
        [_point(each) for each in months],
        title=title,
        subtitle=joined([with_reading(measured, result), dates(result)], "comma"),
        source=run_source(result),
        unit=message("impact.percent_of_days", "% of GDP of the same days"),
        end=result.horizon.date_of(result.horizon.days),
        marks=_marks(result),
        places=_places(each.band.p95 for each in months),
        written=percent,
    )


def _point(month: Month) -> PathPoint:
    each = month.band
    return _path_point(month.first, each)


def _path_point(day: date, band: QuantileBand) -> PathPoint:
    return PathPoint(day=day, **{name: getattr(band, name) for name in (*QUANTILE_NAMES, "mean")})


def _marks(result: ImpactResult) -> list[Mark]:
    """Point out the days on which a cut begins or ends within the horizon."""
    first, last = result.horizon.start, result.horizon.end
    begins = {cut.since for cut in result.scenario.cuts if cut.since is not None and first < cut.since < last}
    ends = {cut.until for cut in result.scenario.cuts if cut.until is not None and first < cut.until < last}
    marks = [Mark(day=day, says=message("impact.cut_begins", "a cut begins")) for day in sorted(begins)]
    return [*marks, *(Mark(day=day, says=message("impact.cut_ends", "a cut ends")) for day in sorted(ends))]


def _sectors(result: ImpactResult) -> Chart:
    rest_loses = result.of_the_rest().mean > 0  # `of_the_rest` is what stands behind the first `LISTED`
    ranked = result.by_sector()[:LISTED] if rest_loses else losers_of(result)[:LISTED]
    sector, most, _ = max(ranked, key=lambda row: row[1].p95)
    others = result.by_sector()[LISTED:] if rest_loses else ()
    rest = message("impact.other_sectors", "{number} other sectors", number=len(others))
    scale = scales_or_anchor(result)[0]
    measured = message(
        "impact.sectors_subtitle",
        "Loss of value added by sector, {currency} at the GDP of {year}",
        **_money_of(scale),
    )
    return sectors_chart(
        [_in_money(sector_name(each), total, scale) for each, total, _ in ranked],
        title=_sectors_title(sector_name(sector), most, mean_sum(most, scale)),
        subtitle=_by_quantiles(joined([with_reading(measured, result), dates(result)], "comma")),
        source=run_source(result),
        unit=quantity("currency_word", scale.currency),
        other=_in_money(rest, result.of_the_rest(), scale) if others else None,
        written=_amount,
        of_money=True,
    )


def _sectors_title(sector: str, most: QuantileBand, loss: Text) -> Text:
    """Say which sector loses most, and how much; of worst runs only where runs differ."""
    if is_point(most):
        return message("impact.sectors_title_always", "{sector} loses most: {loss}", sector=sector, loss=loss)
    return message(
        "impact.sectors_title", "{sector} loses most in the worst runs: mean {loss}", sector=sector, loss=loss
    )


def _by_quantiles(measured: Text) -> Text:
    """Say which quantiles are drawn of what is measured."""
    return joined([measured, QUANTILES], "colon")


def _spread(result: ImpactResult) -> Chart | None:
    """Draw what moves the result; None if no single cause does."""
    ranked = _cause_effects(result)
    if not ranked:
        return None
    together = message("impact.readings_together", "all readings of the law together")
    measured = message(
        "impact.spread_subtitle",
        "What explains the range of the loss (share of its variance, %), {dates}",
        dates=dates(result),
    )
    subtitle: Text = joined([measured, together if len(result.readings) > 1 else ""], "comma")
    drawn = message("impact.effects_drawn", "with others (pale), give or take (line), alone (dark); shares overlap")
    return causes_chart(
        ranked,
        title=_spread_title(ranked),
        subtitle=joined([subtitle, drawn], "colon") if result.effects else subtitle,
        source=run_source(result),
    )


def _cause_effects(result: ImpactResult) -> list[CauseEffect]:
    """Return the single causes, the most first: with others where draws tell it, else alone."""
    if result.effects:
        alone = result.spread.shares
        return [
            CauseEffect(
                name=names.CAUSES[effect.cause],
                alone=alone.get(effect.cause, 0.0),
                total=effect.total,
                error=effect.error,
            )
            for effect in result.effects
            if effect.total >= LEAST
        ]
    ranked = causes(result.spread, reading=len(result.readings) > 1)
    return [CauseEffect(name=name, alone=part) for name, part in ranked if name not in RESTS]


def _spread_title(ranked: Sequence[CauseEffect]) -> Text:
    """Name the largest cause, and the reading of the law where shares do not overlap."""
    first, *others = ranked
    if first.total is not None:
        return message(
            "impact.effects_title",
            "What moves the result most: {cause}, {share} of its range together with others",
            cause=first.name,
            share=share(first.total),
        )
    reading = next((cause.alone for cause in others if cause.name == BY_READING), None)
    if reading is None:
        return CapitalText(
            message(
                "impact.spread_title",
                "{cause} explains {share} of the range of results",
                share=share(first.alone),
                cause=first.name,
            )
        )
    return CapitalText(
        message(
            "impact.spread_title_reading",
            "{cause} explains {share} of the range of results, the choice of reading {other}",
            share=share(first.alone),
            cause=first.name,
            other=share(reading),
        )
    )


def _readings(result: ImpactResult) -> Chart:
    scale = scales_or_anchor(result)[0]
    ways = [(reading, result.percent(reading)) for reading in result.readings]
    others = (
        message("impact.loss_on_reading", "{reading} {loss}", reading=names.READINGS[each], loss=mean_sum(band, scale))
        for each, band in ways
        if each is not result.reading
    )
    return ways_chart(
        [_in_money(WHOLE_READINGS[each], band, scale) for each, band in ways],
        of=BY_READING,
        title=message(
            "impact.readings_title",
            "Mean loss on the {reading} reading: {loss} ({others})",
            reading=names.READINGS[result.reading],
            loss=mean_sum(result.percent(), scale),
            others=joined(others, "comma"),
        ),
        subtitle=_by_quantiles(
            message(
                "impact.readings_subtitle",
                "Loss of value added, {currency} at the GDP of {year}, {dates}, by reading of the law",
                dates=dates(result),
                **_money_of(scale),
            )
        ),
        source=run_source(result),
        unit=quantity("currency_word", scale.currency),
        written=_amount,
        of_money=True,
    )


def _trade(result: ImpactResult, does: str, ends: Ends) -> Chart:
    seller = LANDS.get(result.scenario.supplier, result.scenario.supplier)
    places = {"seller": seller, "day": day_text(result.horizon.start)}
    rows = [
        MaterialHit(
            material=material_name(name),
            by_reading={names.READINGS[reading]: _per_cent(*ends(each)) for reading, each in by.items()},
        )
        for name, by in sorted(
            hit_materials(result, ends), key=lambda row: tuple(-end for end in ends(row[1][result.reading]))
        )
    ]
    subtitle = (
        message(
            "impact.trade_barred_subtitle",
            "Share of what {seller} sends, % of each material, from {day}: bar banned for certain, line possibly",
            **places,
        )
        if does == BAR
        else message(
            "impact.trade_licensed_subtitle",
            "Share of what {seller} sends, % of each material, from {day}: bar licensed for certain, line possibly",
            **places,
        )
    )
    return trade_hit_chart(
        rows, title=_trade_title(rows[0], does, result), subtitle=subtitle, source=run_source(result)
    )


def _trade_title(hardest: MaterialHit, does: str, result: ImpactResult) -> Text:
    """Say what is hit hardest on the reading that heads the result."""
    low, high = (f"{end:.0f}" for end in hardest.by_reading[names.READINGS[result.reading]])
    places = {
        "material": hardest.material,
        "share": low if low == high else span(low, high),
        "seller": LANDS.get(result.scenario.supplier, result.scenario.supplier),
        "reading": WHOLE_READINGS[result.reading],
    }
    if does == BAR:
        return message(
            "impact.trade_barred_title",
            "Hit hardest is {material}: {share} % of what {seller} sends is banned ({reading})",
            **places,
        )
    return message(
        "impact.trade_licensed_title",
        "Hit hardest is {material}: {share} % of what {seller} sends needs a licence ({reading})",
        **places,
    )


def _per_cent(certain: float, possible: float) -> tuple[float, float]:
    return 100.0 * certain, 100.0 * possible


BAR: Final = "bar"
"""What clauses do to trade that they do not put under a licence."""


def _named(name: str, quantiles: QuantileBand) -> NamedBand:
    return NamedBand(name=name, **{level: getattr(quantiles, level) for level in (*QUANTILE_NAMES, "mean")})


def _in_money(name: str, band: QuantileBand, scale: MoneyScale) -> NamedBand:
    """Name a loss in per cent of GDP as an amount, in single units of the currency."""
    return replace(_named(name, band * (scale.billion * BILLION)), says=amounts(band * scale.billion))


def _amount(number: float) -> Text:
    return quantity("money", number / BILLION)


def _money_of(scale: MoneyScale) -> dict[str, Text | str]:
    """Return the places of a subtitle that names the money of a chart."""
    return {"currency": quantity("currency_word", scale.currency), "year": str(scale.year)}


def _places(ends: Iterable[float]) -> int:
    """Return the digits that an axis needs after the point."""
    most = max(ends, default=0.0)
    return 1 if most >= 1 else 2 if most >= 0.1 else 3 if most >= 0.01 else 4  # noqa: PLR2004 - tenths, hundredths


def _flows_chart(result: ImpactResult) -> Chart | None:
    """Draw what arrives from the seller of the material that is hit hardest; None if nothing is."""
    hit = cut_materials(result)
    if not hit:
        return None
    name, rows = hit[0]
    points = [_flow_point(row) for row in rows]
    seller = LANDS.get(result.scenario.supplier, Text(result.scenario.supplier))
    least = min(rows, key=lambda row: row.arrives.p50)
    return path_chart(
        points,
        title=message(
            "impact.flows_title",
            "{material} from {seller}: {share} % of a normal month arrives in {month} in the middle run",
            material=material_name(name),
            seller=seller,
            share=quantity("tenth", 100.0 * least.arrives.p50),
            month=quantity("month", int(least.month[:4]), int(least.month[5:])),
        ),
        subtitle=with_reading(
            message("impact.flows_subtitle", "Imports by month, % of a normal month, {dates}", dates=dates(result)),
            result,
        ),
        source=run_source(result),
        unit=OF_NORMAL,
        of_middle=True,
    )


def _flow_point(row: FlowRow) -> PathPoint:
    band = row.arrives * 100.0
    first = date(int(row.month[:4]), int(row.month[5:]), 1)
    return _path_point(first, band)

"""A loss beside others: what houses published, what other rules of the model find, what moves it, who else loses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sekisho.i18n.locale import quantity
from sekisho.impact.economy.published import PublishedEstimate, house_name
from sekisho.impact.materials.figure import FigureConfidence
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.notes import OF_SCRUTINY
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.results.spill_over import SpillOver
from sekisho.impact.shock.standing import Scrutiny
from sekisho.message import LawText, Text, counted, joined, message
from sekisho.present.document import Table
from sekisho.present.impact.account_data import rounded
from sekisho.present.impact.headline import why_readings_differ
from sekisho.present.impact.names import CAUSES, WHOLE_READINGS, base_name, country_name, dates, law_text
from sekisho.present.impact.quantities import MEAN, amounts, is_point, mean_percent, of_percent, percent, share, spread

if TYPE_CHECKING:
    from sekisho.present.charts.chart import Chart

WHY: Final[Mapping[str, Text]] = {
    "no_stocks": message("impact.differs_no_stocks", "no stocks are seen in it"),
    "no_substitution": message("impact.differs_no_substitution", "nothing takes the place of what is missing"),
    "no_links": message("impact.differs_no_links", "nothing travels to other sectors"),
    "linear": message("impact.differs_linear", "it grows in a straight line from the first day"),
    "real_base": message("impact.differs_real_base", "it is a share of real GDP"),
    "part_cut": message("impact.differs_part_cut", "it follows the partial curb of 2010"),
    "public_stock": message("impact.differs_public_stock", "a public stock of 60 days is counted"),
    "outturn": message("impact.differs_outturn", "flows and output of that time show less: a contradiction"),
}
"""Why a published figure differs from a run, by the word in the table."""
LEAST: Final = 0.01
"""Share of the spread below which a cause is left out: it reads as nothing."""
TEN: Final = 10.0
"""Billions of dollars from which a published sum bears a third digit."""
RULES: Final[Mapping[str, Text]] = {
    "minimum": message("impact.rule_minimum", "the scarcest material decides (the optimistic end)"),
    "nested": message("impact.rule_nested", "shortages of different kinds of material add up"),
    "product": message("impact.rule_product", "all shortages add up"),
    "psi": message("impact.rule_psi", "firms cut output before stocks end"),
    "no links": message("impact.rule_no_links", "no sector feels another's loss"),
    "intermediates first": message("impact.rule_intermediates_first", "firms are served before consumers"),
    "final first": message("impact.rule_final_first", "consumers are served before firms"),
}
"""Rules of the model in words."""


SPILL_HEAD: Final = message("impact.spill_head", "What other countries lose")
COUNTRY: Final = message("impact.country_head", "country")
SHARE_LOST: Final = message("impact.spill_share", "share of a country's yearly value added, %")
BY_ORDERS: Final = message("impact.spill_orders", "of this by fewer orders alone")
USES_HEAD: Final = message("impact.uses_head", "Who uses materials there")
PRODUCTS: Final = message("impact.products_head", "products")
HERE: Final = message("impact.mix_here", "part of the output there")
THERE: Final = message("impact.mix_there", "where uses were judged")
MOVED_USES: Final = message("impact.mix_uses", "uses moved")
SURENESS: Final = message("impact.mix_confidence", "how sure")
MIXES: Final = (
    *(PRODUCTS, message("impact.mix_unit", "share of what"), message("impact.why_low", "low")),
    *(message("impact.why_centre", "centre"), message("impact.why_high", "high"), THERE, MOVED_USES, SURENESS),
    message("impact.why_reason", "why"),
)
"""Heads of the products by which uses were moved, in a workbook."""
CONFIDENCES: Final[Mapping[FigureConfidence, Text]] = {
    FigureConfidence.HIGH: message("impact.confidence_high", "high"),
    FigureConfidence.MEDIUM: message("impact.confidence_medium", "medium"),
    FigureConfidence.LOW: message("impact.confidence_low", "low"),
}
SHOWN_COUNTRIES: Final = 10
"""Countries of a table on a screen; the workbook and the data have all."""


def published_table(result: ImpactResult) -> Table | None:
    """Set what houses published beside the run; None if nobody asked the same."""
    if not result.published:
        return None
    caption = message("impact.published_caption", "The same question, in % of a year's GDP")
    if result.beside:
        caption = message(
            "impact.published_beside_caption",
            "Another case, “{question}”, in % of a year's GDP: nobody published on this one",
            question=law_text(result.beside),
        )
    return Table(
        caption=caption,
        heads=(
            message("impact.house", "house"),
            message("impact.published_figure", "published"),
            message("impact.published_base", "of which GDP"),
            message("impact.this_run", "this run"),
            message("impact.ratio", "this run's mean / published"),
            message("impact.why_different", "why they differ"),
        ),
        rows=tuple(_published_rows(result)),
        words=frozenset({2, 5}),
    )


def _published_rows(result: ImpactResult) -> Iterator[tuple[str, ...]]:
    own = result.percent()
    for comparison in result.published:
        ratio = share(own.mean / comparison.percent) if comparison.percent else "–"
        yield (
            house_name(comparison.house),
            published_figure(comparison),
            base_name(comparison),
            of_percent(own),
            ratio,
            joined([WHY[word] for word in comparison.differs], "semicolon"),
        )


def published_figure(one: PublishedEstimate) -> Text:
    """Write what a house published: per cent of GDP, and the sum where it named one, in its own currency."""
    if one.percent is None:
        return message("impact.kept_for_blind_test", "set aside for a blind test")
    figure = f"{one.percent:g}"
    if one.amount is None:
        return message("impact.published_percent", "{percent} %", percent=figure)
    amount: Text = quantity("sum", one.currency, one.amount, 2)
    if one.rate is not None:
        dollars = quantity("sum", "USD", one.amount / one.rate, 2 if one.amount < TEN * one.rate else 3)
        amount = message("impact.published_both", "{amount}, {dollars}", amount=amount, dollars=dollars)
    return message("impact.published_with_amount", "{percent} % ({amount})", percent=figure, amount=amount)


def readings_table(result: ImpactResult) -> Table | None:
    """Set side by side what each reading bars alone and what licences add; None where no licences are disturbed."""
    if not result.readings_apart:
        return None
    return Table(
        caption=message(
            "impact.readings_apart_caption",
            "Why the readings differ: mean loss, % of a year's GDP; the parts by {draws} runs of each",
            draws=result.readings_apart[0].draws,
        ),
        heads=READING_PARTS,
        rows=tuple(
            tuple(cell if isinstance(cell, str) else percent(cell) for cell in row) for row in reading_lines(result)
        ),
        words=frozenset({4}),
        folded=message("impact.readings_apart_fold", "Why the readings differ"),
    )


READING_PARTS: Final = (
    message("impact.reading_column", "reading"),
    MEAN,
    message("impact.by_barred_trade", "barred trade alone"),
    message("impact.by_licences", "licences"),
    message("impact.licences_before", "licences that were required before"),
)
"""Heads of what parts readings."""


def reading_lines(result: ImpactResult) -> Iterator[tuple[str | float, ...]]:
    """Go through the readings: the mean, what is barred alone, what licences add, and what becomes of licences."""
    for part in result.readings_apart:
        yield (
            WHOLE_READINGS[part.reading],
            round(part.mean, 9),
            round(part.as_before, 9),
            round(part.mean - part.as_before, 9),
            OF_SCRUTINY[Scrutiny[part.licences.upper()]],
        )


def readings_data(result: ImpactResult) -> dict[str, object]:
    """Return why readings differ as JSON holds it: the parts, and the sentence that is printed."""
    why = why_readings_differ(result)
    return {
        "why_readings_differ": None if why is None else str(why),
        "readings_apart": [
            {
                "reading": str(part.reading),
                "licences": part.licences,
                "gdp_loss_percent": round(part.mean, 9),
                "by_barred_trade": round(part.as_before, 9),
                "by_licences": round(part.mean - part.as_before, 9),
                "draws": part.draws,
            }
            for part in result.readings_apart
        ],
    }


def beside_chart(answers: Sequence[ImpactResult]) -> Chart | None:
    """Draw losses beside what others published for the same questions; None where nobody did."""
    from sekisho.present.charts.bands import NamedBand
    from sekisho.present.charts.published import PublishedRing, RingedBand, published_chart

    rows, houses = [], []
    for result in answers:
        band = result.percent()
        rings = tuple(
            PublishedRing(
                house=house_name(estimate.house),
                percent=estimate.percent,
                written=quantity("significant", estimate.percent, 2),
                says=published_figure(estimate),
            )
            for estimate in result.published
            if estimate.percent is not None
        )
        houses += [ring.house for ring in rings]
        quantiles = {name: getattr(band, name) for name in ("p5", "p25", "p50", "p75", "p95", "mean")}
        rows.append(RingedBand(band=NamedBand(name=law_text(result.scenario.title), **quantiles), rings=rings))
    if not houses:
        return None
    least, most = (f(ring.percent for row in rows for ring in row.rings) for f in (min, max))
    asked = next(result for result, row in zip(answers, rows, strict=True) if row.rings)
    return published_chart(
        rows,
        title=message(
            "impact.beside_title",
            "Others published {low} to {high} % of GDP; the mean here is {mean} %",
            low=quantity("significant", least, 2),
            high=quantity("significant", most, 2),
            mean=percent(asked.percent().mean),
        ),
        subtitle=message(
            "impact.beside_subtitle",
            "Loss in % of a year's GDP, {dates}: mean (dot), middle run (open dot), 9 in 10 runs (bar); "
            "brass ring: published for the same question as its row",
            dates=dates(asked),
        ),
        source=message(
            "impact.beside_source",
            "Source: sekisho, {runs}; published by {houses}.",
            runs=counted("impact.runs", "{n} run", "{n} runs", n=asked.draws),
            houses=joined(dict.fromkeys(houses), "comma"),
        ),
        unit=message("impact.percent_of_gdp", "share of a year's GDP, %"),
        written=percent,
    )


def structure_table(result: ImpactResult) -> Table | None:
    """Set the loss under other rules of the model side by side; None if draws are few."""
    if not result.structure:
        return None
    rows = [
        (
            chosen(RULES[row.name]) if row.is_own else RULES[row.name],
            mean_percent(row.loss),
            percent(row.loss.p95, row.loss.error_of("p95")),
        )
        for row in result.structure
    ]
    draws = result.structure[0].draws
    caption = (
        message(
            "impact.structure_caption",
            "Loss under other model rules, % of a year's GDP; the same {draws} runs each. Do not average them.",
            draws=draws,
        )
        if draws >= result.draws or is_point(result.percent())
        else message(
            "impact.structure_caption_part",
            "Loss under other model rules, % of a year's GDP; the same {draws} of the {all} runs each. Compare the "
            "rows with each other, not with the loss of all runs. Do not average them.",
            draws=draws,
            all=f"{result.draws:,}",
        )
    )
    return Table(
        caption=caption,
        heads=(
            message("impact.rule", "rule"),
            MEAN,
            message("impact.one_in_twenty", "1 in 20 above"),
        ),
        rows=tuple(rows),
    )


def chosen(rule: Text) -> Text:
    """Mark the rule of the run itself."""
    return message("impact.rule_chosen", "{rule} ◂", rule=rule)


def effects_table(result: ImpactResult) -> Table | None:
    """Say which causes have a hand in how much of the spread; None if draws are few or nothing spreads."""
    told = [effect for effect in result.effects if effect.total >= LEAST]
    if not told:
        return None
    first = result.spread.shares
    return Table(
        caption=message(
            "impact.effects_caption",
            "What moves the result most, % of its range. Causes act together, so these shares overlap",
        ),
        heads=(
            message("impact.cause_head", "cause"),
            message("impact.total_effect", "with others"),
            message("impact.effect_error", "give or take"),
            message("impact.first_order", "alone"),
        ),
        rows=tuple(
            (CAUSES[effect.cause], share(effect.total), share(effect.error), share(first.get(effect.cause, 0.0)))
            for effect in told
        ),
        spare=frozenset({2}),
    )


def spill_over_table(result: ImpactResult) -> Table | None:
    """Return the countries that lose most; None where the table knows none."""
    rows = result.spill_over
    if not rows:
        return None
    caption = message(
        "impact.spill_caption",
        "What other countries lose as the buyer makes less: mean (9 in 10 runs), without stocks and other sellers",
    )
    return Table(
        caption=caption,
        heads=(COUNTRY, SHARE_LOST, BY_ORDERS, _money_head(rows[0])),
        rows=tuple(
            (country_name(row.country), spread(row.percent), spread(row.orders), amounts(row.amount, row.currency))
            for row in rows[:SHOWN_COUNTRIES]
        ),
        spare=frozenset({2}),
    )


def _money_head(row: SpillOver) -> Text:
    return message(
        "impact.spill_money",
        "billion {currency} of {year}",
        currency=quantity("currency_word", row.currency),
        year=str(row.year),
    )


def spill_over_lines(result: ImpactResult) -> Iterator[tuple[str, Text, QuantileBand]]:
    """Go through all countries for a workbook: country, what, band."""
    for row in result.spill_over:
        country = country_name(row.country)
        yield country, SHARE_LOST, row.percent
        yield country, BY_ORDERS, row.orders
        yield country, _money_head(row), row.amount


def spill_over_data(result: ImpactResult) -> dict[str, object]:
    """Return spill-overs by partner, and the loss of every country of the table in per cent of its own."""
    if not result.spill_over:
        return {"spill_over": {}, "by_country": {}}
    partners = {
        row.country: {
            "percent": rounded(row.percent),
            "orders_percent": rounded(row.orders),
            "loss": {"currency": row.currency, "unit": "billion", "year": row.year, **rounded(row.amount)},
        }
        for row in result.spill_over
    }
    countries = {result.scenario.buyer: rounded(result.percent())}
    countries |= {row.country: rounded(row.percent) for row in result.spill_over}
    return {"spill_over": partners, "by_country": countries}


def uses_table(result: ImpactResult) -> Table | None:
    """Set the products by which uses were moved beside those at home; None where uses were judged for the buyer."""
    if result.uses is None:
        return None
    country, home = result.uses.names
    return Table(
        caption=message(
            "impact.uses_caption",
            "Products by which uses of materials were moved from {home} to {country}: centre (low to high)",
            home=home,
            country=country,
        ),
        heads=(PRODUCTS, SURENESS, HERE, THERE, MOVED_USES),
        rows=tuple(
            (
                mix.mix.words,
                CONFIDENCES[mix.here.confidence],
                message(
                    "impact.centre_with_ends",
                    "{central} ({low} to {high})",
                    central=f"{mix.here.central:g}",
                    low=f"{mix.here.low:g}",
                    high=f"{mix.here.high:g}",
                ),
                f"{mix.there.central:g}",
                str(mix.uses),
            )
            for mix in result.uses.mixes
        ),
        texts=2,
        spare=frozenset({4}),
    )


def uses_lines(result: ImpactResult) -> Iterator[tuple[Text | str | float, ...]]:
    """Go through the same products for a workbook, in the order of `MIXES`."""
    for mix in result.uses.mixes if result.uses is not None else ():
        ends = (mix.here.low, mix.here.central, mix.here.high, mix.there.central)
        reason = LawText(mix.here.reason)
        yield (mix.mix.words, LawText(mix.here.unit), *ends, mix.uses, CONFIDENCES[mix.here.confidence], reason)


def uses_data(result: ImpactResult) -> dict[str, object]:
    """Return where the uses of materials come from; empty where they were judged for the buyer."""
    basis = result.uses
    if basis is None:
        return {"uses": {}}
    return {
        "uses": {
            "country": basis.country,
            "judged_for": basis.home,
            "stated": basis.stated,
            "moved": basis.moved,
            "alike": basis.alike,
            "low_confidence": basis.low,
            "mixes": [
                {
                    "mix": mix.mix.id,
                    "unit": mix.here.unit,
                    "low": mix.here.low,
                    "central": mix.here.central,
                    "high": mix.here.high,
                    "at_home": mix.there.central,
                    "uses": mix.uses,
                    "source": list(mix.here.source),
                    "date": mix.here.date,
                    "confidence": str(mix.here.confidence),
                    "reason": mix.here.reason,
                }
                for mix in basis.mixes
            ],
        }
    }

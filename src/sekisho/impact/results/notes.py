"""What a result says beside its numbers: what was supposed, what a reader should know, who runs short and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np

from sekisho.impact.economy.gdp_base import ABROAD, Anchor
from sekisho.impact.economy.money import OWN, MoneyScale
from sekisho.impact.economy.published import PublishedEstimate, house_name
from sekisho.impact.engine.variants import Ceilings, Inventory, Rationing
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.material import FIGURES
from sekisho.impact.model import Model
from sekisho.impact.results.raw_losses import RawLosses
from sekisho.impact.results.reading_parts import scrutiny_by_reading
from sekisho.impact.results.result import CountedTrade, FirstDay, Shortage, TradeHit
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario import LegalCut, Propagation, Scenario
from sekisho.impact.shock.shock import Shock
from sekisho.impact.shock.standing import Scrutiny
from sekisho.impact.shock.trade_flows import NORMAL_MONTHS
from sekisho.impact.shock.trade_hit import MARKS, Shares, form_shares, value_hit
from sekisho.impact.shock.trade_lines import SUPPOSITIONS
from sekisho.impact.uncertainty.draws import Draws
from sekisho.impact.uncertainty.input_names import input_name
from sekisho.impact.uncertainty.overrides import LEVELS
from sekisho.law.model.term import Reading
from sekisho.message import LawText, NumberText, Text, joined, message

NOT_IN_RANGE: Final = message(
    "impact.out_of_range",
    "Prices, exchange rates, credit and confidence; retaliation and counter-measures; what firms did before the first "
    "day beyond the stocks and imports on file; plants that no source names.",
)
FADES_FROM: Final = 36
"""Months from which a reader may expect a cut to fade."""
FADES_TO: Final = 0.7
"""Cost of the third year over that of the first above which a cut does not fade: what was asked of the model."""
OLD: Final = 8
"""Years from the GDP beyond which a table is of another time: one of five years is out within three of its year."""


def trade_of(shock: Shock, model: Model, draws: Draws) -> tuple[TradeHit, ...]:
    """Return the mean shares of each material's trade that the clauses hit, by reading; empty if no law is asked."""
    shares = shock.shares(draws)
    if not shares:
        return ()
    return tuple(
        _hit(number, reading, shares, shock, model)
        for number in range(len(model.pairs.materials))
        for reading in Reading
    )


def _hit(number: int, reading: Reading, shares: Shares, shock: Shock, model: Model) -> TradeHit:
    sums = np.zeros(len(MARKS))
    pairs, material = model.pairs, model.pairs.materials[number]
    for at in np.flatnonzero(pairs.flow_material == number):
        for form, weight in zip(material.forms, shock.weights(material), strict=True):
            hit = form_shares(form, pairs.flows[at].end_use_sector, reading, shares)
            sums += float(pairs.flow_share[at]) * weight * np.array(hit.means())
    return TradeHit(material=str(material.id), reading=reading, **dict(zip(MARKS, sums.tolist(), strict=True)))


def counted_trade(shock: Shock, model: Model, draws: Draws) -> CountedTrade | None:
    """Return what is hit of the trade that statistics count, by month; None if no law is asked or they have none."""
    if not shock.lawful or not shock.normal or shock.trade is None:
        return None
    pairs = model.pairs
    fields: dict[str, dict[str, float]] = {}
    for flow, share in zip(pairs.flows, pairs.flow_share.tolist(), strict=True):
        of_material = fields.setdefault(str(flow.material), {})
        of_material[flow.end_use_sector] = of_material.get(flow.end_use_sector, 0.0) + share
    months = shock.months(draws, fields)
    rows = tuple(months.rows())
    named = {hs for material in shock.materials.items for hs in material.hs}
    others = {hs: flow.usd for hs, flow in shock.normal.items() if hs not in named}
    return CountedTrade(
        title=shock.trade.title,
        version=shock.trade.version,
        first=min(flow.first for flow in shock.normal.values()),
        last=max(flow.last for flow in shock.normal.values()),
        rows=rows,
        by_reading=tuple(value_hit(rows, reading) for reading in Reading),
        weighed=tuple(shock.weighed),
        not_modelled={hs: usd * months.normal_months for hs, usd in others.items()},
    )


def shortages_of(found: RawLosses, model: Model, horizon: Horizon) -> tuple[Shortage, ...]:
    """Return for each sector when firms first lack a material, and when it shows in the sector's output.

    Sectors stand in the order in which they are short; those that never are in any draw are left out.
    """
    by_sector: dict[int, list[int]] = {}
    for number, (_, sector) in enumerate(model.needs):
        by_sector.setdefault(sector, []).append(number)
    told = []
    for sector, needs in by_sector.items():
        days, felt = found.short[:, needs].min(axis=1), found.felt[:, sector]
        if (days < horizon.days).any():
            earliest = needs[int(found.short[:, needs].mean(axis=0).argmin())]
            told.append(
                Shortage(
                    sector=model.table.codes[sector],
                    material=str(model.pairs.materials[model.needs[earliest][0]].id),
                    short=_days(days, horizon.days),
                    felt=_days(felt, horizon.days),
                )
            )
    return tuple(sorted(told, key=lambda one: (one.short.p50 is None, one.short.p50 or 0, -one.felt.share, one.sector)))


def _days(days: Array, never: int) -> FirstDay:
    p5, p50, p95 = (_day(days, level, never) for level in (0.05, 0.5, 0.95))
    return FirstDay(p5=p5, p50=p50, p95=p95, share=float(np.mean(days < never)))


def _day(days: Array, level: float, never: int) -> int | None:
    day = int(np.quantile(days, level, method="lower"))
    return day if day < never else None


PROPAGATIONS: Final[Mapping[Propagation, Text]] = {
    Propagation.NONE: message("impact.no_propagation", "No loss travels from sector to sector."),
    Propagation.UPSTREAM: message(
        "impact.upstream_alone", "Sectors that make less order less; what they lack stops nobody else."
    ),
    Propagation.FULL: message(
        "impact.full_propagation",
        "Losses reach suppliers through missing orders, and customers through missing critical inputs.",
    ),
}
INVENTORIES: Final[Mapping[Inventory, Text]] = {
    Inventory.PHYSICAL: message("impact.inventory_physical", "physical"),
    Inventory.PSI: message("impact.inventory_psi", "psi"),
}
RATIONINGS: Final[Mapping[Rationing, Text]] = {
    Rationing.CUSTOMARY: message("impact.rationing_customary", "in customary shares"),
    Rationing.BY_ORDERS: message("impact.rationing_by_orders", "by orders, a rule that can collapse"),
    Rationing.INTERMEDIATES_FIRST: message("impact.rationing_intermediates", "intermediates first"),
    Rationing.FINAL_FIRST: message("impact.rationing_final", "final first"),
    Rationing.PRIORITY: message("impact.rationing_priority", "priority"),
}
IN_DAYS: Final = frozenset({"firm_stock", "public_stock", "alternatives_lag", "inventories", "lag"})
"""Inputs that are days where they are fixed at a number."""
CEILINGS: Final[Mapping[Ceilings, Text]] = {
    Ceilings.MINIMUM: message("impact.ceilings_minimum", "minimum"),
    Ceilings.PRODUCT: message("impact.ceilings_product", "product"),
    Ceilings.NESTED: message("impact.ceilings_nested", "nested"),
}


def assumptions_of(shock: Shock, model: Model, postponed: float) -> tuple[str, ...]:
    """Say what was supposed, in sentences."""
    scenario = shock.scenario
    answers = scenario.answers
    sentences = [
        *scenario.notes,
        _economy(model),
        *(LawText(each) if not isinstance(each, Text) else each for each in model.table.assumptions),
        *_uses(model),
        PROPAGATIONS[scenario.propagation],
        _rules(scenario),
        *(_trade(shock) if shock.lawful else ()),
        *_licences(shock),
        _served_later(postponed),
        *(_fixed(name, value) for name, value in scenario.fixed.items()),
    ]
    if answers.alternatives != 1.0:
        sentences.append(
            message(
                "impact.other_sellers",
                "Other sellers deliver {factor} times what the sources say.",
                factor=f"{answers.alternatives:g}",
            )
        )
    if answers.thrift != 1.0:
        sentences.append(
            message("impact.savings", "Users save {factor} times what the sources say.", factor=f"{answers.thrift:g}")
        )
    return tuple(sentences)


def _served_later(postponed: float) -> Text:
    if postponed == 0.0:
        return message("impact.none_postponed", "Final demand that is not served is lost.")
    return message(
        "impact.postponed",
        "{share} % of the final demand that is not served is served later; the rest is lost.",
        share=f"{100 * postponed:.0f}",
    )


def _fixed(name: str, value: str) -> Text:
    """Say at what an input is fixed: at a level of belief, or at a number in its unit."""
    if name in IN_DAYS and value not in LEVELS:
        return message("impact.fixed_days", "Fixed: {input} at {value} days.", input=input_name(name), value=value)
    return message("impact.fixed", "Fixed: {input} at {value}.", input=input_name(name), value=LawText(value))


def _economy(model: Model) -> Text:
    table = model.table
    return message(
        "impact.economy",
        "The economy is that of {year} ({source}), {sectors} sectors; shares of its value added stand for shares of "
        "GDP.",
        year=str(table.year),
        source=LawText(table.source),
        sectors=len(table.sectors),
    )


def _uses(model: Model) -> Iterator[Text]:
    """Say where uses and figures of materials come from, where they were judged for another country."""
    if model.materials.at_home:
        return
    country, home = model.basis.names
    yield message(
        "impact.figures_elsewhere",
        "What {country} does not state of materials, such as stocks of firms and thrift, is that of {home}.",
        country=country,
        home=home,
    )
    yield message(
        "impact.uses_by_mix",
        "For each product, the share of output that needs a material was scaled by how much of it {country} makes, "
        "compared with {home}.",
        country=country,
        home=home,
    )


def uses_note(model: Model) -> Iterator[Text]:
    """Say which uses a reader relies on, and how sure they are; nothing where they were judged for the buyer."""
    basis = model.basis
    if model.materials.at_home:
        return
    yield message(
        "impact.uses_moved_from",
        "Uses of materials were judged for {home}, not for {country}. Moved by what is made in {country}: {moved} of "
        "{count}. Taken as in {home}, with a wider range: {alike}. Of low confidence: {low}.",
        home=basis.names[1],
        country=basis.names[0],
        moved=basis.moved,
        count=basis.count,
        alike=basis.alike,
        low=basis.low,
    )


def _trade(shock: Shock) -> Iterator[Text]:
    """Say what was supposed of trade, and by what forms weigh."""
    yield SUPPOSITIONS[0]
    if shock.trade is not None and shock.normal:
        yield SUPPOSITIONS[1]
        yield message(
            "impact.normal_month",
            "Trade is that of a normal month of the {months} before {month} in the flow table {title}.",
            months=NORMAL_MONTHS,
            month=f"{shock.horizon.start:%Y-%m}",
            title=LawText(shock.trade.title),
        )
    if (weighing := weighing_of(shock)) is not None:
        yield weighing


OF_SCRUTINY: Final[Mapping[Scrutiny, Text]] = {
    Scrutiny.STATED: message(
        "impact.licences_stated",
        "they go as before, after the days that a case takes: what a user states decides it",
    ),
    Scrutiny.REVIEWED: message(
        "impact.licences_reviewed",
        "they are paused, then decided case by case: knowledge of a barred use behind a civil user counts too",
    ),
    Scrutiny.PAUSED: message(
        "impact.licences_paused",
        "they are paused as long as the measure stands: a known risk is enough",
    ),
}
NAMES_OF_READINGS: Final[Mapping[Reading, Text]] = {
    Reading.NARROW: message("impact.narrow_reading", "narrow reading"),
    Reading.CENTRAL: message("impact.central_reading", "central reading"),
    Reading.BROAD: message("impact.broad_reading", "broad reading"),
}


def _licences(shock: Shock) -> Iterator[Text]:
    """Say what becomes under each reading of licences that were required before, and by which clauses."""
    for reading, level in scrutiny_by_reading(shock).items():
        yield message(
            "impact.licences_under",
            "Licences required before, {reading}: {what}.",
            reading=NAMES_OF_READINGS[reading],
            what=OF_SCRUTINY[level],
        )


def _alike(shock: Shock, totals: Array) -> Iterator[Text]:
    """Say where no clause tells two readings apart, so that they cost the same."""
    order = tuple(Reading)
    for at in range(1, len(totals)):
        if np.array_equal(totals[at - 1], totals[at]):
            yield message(
                "impact.readings_alike",
                "{one} and {two}: no clause of the measures tells them apart for this trade, so they cost the same.",
                one=NAMES_OF_READINGS[order[at - 1]],
                two=NAMES_OF_READINGS[order[at]],
            )
    if shock.lawful and len(totals) == 1:
        yield message(
            "impact.no_reading_counts",
            "No clause of the measures is read in two ways for this trade, so all readings cost the same.",
        )


def weighing_of(shock: Shock) -> Text | None:
    """Say by what the forms of a material weigh; None if no law is asked."""
    if not shock.lawful:
        return None
    if shock.trade is None:
        return message(
            "impact.no_flow_table",
            "No table of trade flows was given: the forms of a material count by their stated shares, and the value "
            "of trade is not known.",
        )
    if not shock.normal:
        return message(
            "impact.no_flows",
            "The table of trade flows has nothing on this route in the {months} months before {month}: forms count "
            "by their stated shares, and the value of trade is not known.",
            months=NORMAL_MONTHS,
            month=f"{shock.horizon.start:%Y-%m}",
        )
    if not shock.weighed:
        return message(
            "impact.no_forms",
            "The table of trade flows tells of no material how much comes in which form: forms count by their "
            "stated shares.",
        )
    return message(
        "impact.weighed",
        "Forms of {materials} count by their trade flows, those of other materials by their stated shares.",
        materials=joined((LawText(name.replace("-", " ")) for name in shock.weighed), "comma"),
    )


def _rules(scenario: Scenario) -> Text:
    return message(
        "impact.rules",
        "Output stops when critical inputs run out ({inventory} rule); short goods are shared out: {rationing}; of "
        "several materials, the {ceilings} counts.",
        inventory=INVENTORIES[scenario.inventory],
        rationing=RATIONINGS[scenario.rationing],
        ceilings=CEILINGS[scenario.ceilings],
    )


def unfaded(losses: Array, annual: Array, horizon: Horizon) -> tuple[Text, ...]:
    """Say that a cut does not fade where the dearest runs lose about as much in its third year as in its first.

    Parameters
    ----------
    losses
        Value added lost, shape (K, months, sectors).
    annual
        Value added of a year by sector.
    """
    if len(horizon.days_of_periods) < FADES_FROM:
        return ()
    monthly = losses.sum(axis=2) / float(annual.sum()) * 100.0
    first, last = (np.quantile(part.sum(axis=1), 0.95) for part in (monthly[:, :12], monthly[:, 24:36]))
    if first <= 0 or last < FADES_TO * first:
        return ()
    return (
        message(
            "impact.unfaded",
            "In the dearest runs the cost does not fade: at the 95 % quantile the third year costs {share} times the "
            "first. Few plants open elsewhere in them, little is saved, and no figure on file rises after two years.",
            share=f"{last / first:.2f}",
        ),
    )


def far_table(table_year: int, anchor: Anchor) -> tuple[Text, ...]:
    """Say that the table is of another time than the GDP: what sectors make and buy is as it was then."""
    if abs(anchor.year - table_year) < OLD:
        return ()
    return (
        message(
            "impact.old_table",
            "The table is of {year}, the GDP of {gdp_year}: what each sector makes and buys is as it was in {year}.",
            year=str(table_year),
            gdp_year=str(anchor.year),
        ),
    )


def beyond_estimates(
    losses: Array, annual: Array, horizon: Horizon, estimates: Iterable[PublishedEstimate]
) -> tuple[Text, ...]:
    """Warn if more is lost in the dearest runs than anybody has published of a curb, whichever materials it is of.

    No shipped scenario comes near; a scenario that fixes inputs at their limits does, and keeps every bound.

    Parameters
    ----------
    losses
        Value added lost, shape (K, months, sectors).
    annual
        Value added of a year by sector.
    estimates
        All that are on file, of any scenario.
    """
    highest = max(
        (estimate for estimate in estimates if estimate.percent is not None),
        key=lambda row: row.percent or 0,
        default=None,
    )
    if highest is None or highest.percent is None:
        return ()
    of_window = losses.sum(axis=(1, 2)) / (float(annual.sum()) * horizon.share_of_year) * 100.0
    high = float(np.quantile(of_window, 0.95))
    if high <= highest.percent:
        return ()
    return (
        message(
            "impact.beyond_estimates",
            "1 in 20 runs lose over {high} % of the GDP of these months. The highest published estimate on file is "
            "{highest} % ({house}). Look at what is fixed before you use it.",
            high=f"{high:.2g}",
            highest=f"{highest.percent:g}",
            house=house_name(highest.house),
        ),
    )


def unconverted(anchor: Anchor, scales: Iterable[MoneyScale], dollars: Anchor, country: str) -> tuple[Text, ...]:
    """Say that no rate of exchange is on file, where a loss lacks dollars or the country's own currency for it.

    Parameters
    ----------
    dollars
        The GDP at which amounts of trade stand, in dollars.
    country
        Whose loss it is, ISO 3166 alpha-2.
    """
    there = {scale.currency for scale in scales}
    own = OWN.get(country, anchor.currency)
    if ABROAD in there:
        if own in there:
            return ()
        return (
            message(
                "impact.no_own_currency",
                "No exchange rate of {currency} for {year} is on file, so the loss is not in that currency.",
                currency=NumberText(own, "currency_name", (own,)),
                year=str(anchor.year),
            ),
        )
    return (
        message(
            "impact.no_dollars",
            "No exchange rate of {currency} for {year} is on file. The loss is not in dollars; amounts of trade stand "
            "at the dollar GDP of {other}.",
            currency=anchor.currency,
            year=str(anchor.year),
            other=str(dollars.year),
        ),
    )


def cautions_of(shock: Shock, model: Model, totals: Array, trade: Iterable[TradeHit]) -> tuple[Text, ...]:
    """Return what a reader should know before using a number: three things, and more where less is known."""
    weak, whole = len(model.weak), len(model.pairs.uses) + len(model.priors) + len(FIGURES) * len(model.pairs.materials)
    law = any(isinstance(cut, LegalCut) for cut in shock.scenario.cuts)
    sentences: list[Text] = [
        *uses_note(model),
        message(
            "impact.weak_inputs",
            "{weak} of {whole} inputs rest on judgement or a weak source: the range cannot be surer than they are.",
            weak=weak,
            whole=whole,
        ),
        message("impact.not_in_range", "Not in the range: {causes}", causes=NOT_IN_RANGE),
        message(
            "impact.readings_no_forecast",
            "Readings are ways to read the words of the law; none is a forecast of what the authority will do.",
        )
        if law
        else message("impact.cut_supposed", "The cut is supposed; no clause of law was asked."),
    ]
    sentences += _alike(shock, totals)
    if unknown := _without_experience(shock, trade):
        sentences.append(
            message(
                "impact.no_experience",
                "Nothing on file says how licences for {materials} went. They are supposed to go without delay, so "
                "what they cost is missing.",
                materials=joined(unknown, "comma"),
            )
        )
    if float(totals.max(initial=0.0)) == 0.0:
        sentences.append(message("impact.no_draw_loses", "No draw loses anything within the span."))
    return tuple(sentences)


def _without_experience(shock: Shock, trade: Iterable[TradeHit]) -> tuple[Text, ...]:
    """Name the materials for which a measure may require a licence, and no experience says how long one takes."""
    cuts = [cut for cut in shock.scenario.cuts if isinstance(cut, LegalCut)]
    licensed = dict.fromkeys(hit.material for hit in trade if hit.may_be_licensed > 0 or hit.licensed > 0)
    return tuple(
        LawText(name.replace("-", " "))
        for name in licensed
        if not any(shock.covering(cut.new_licences, shock.materials[name]) for cut in cuts)
    )

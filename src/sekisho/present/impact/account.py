"""The account of a shock in tables: work, incomes, prices and trade; and what each material costs elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.defaults import SHADOWED
from sekisho.impact.results.account.account_bands import AccountBands
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import ImpactResult
from sekisho.message import Text, joined, message
from sekisho.present.document import Table
from sekisho.present.impact.names import material_name, with_reading
from sekisho.present.impact.quantities import EVERY, around, is_point, span

ACCOUNT_HEAD: Final = message("impact.account_head", "What else it means")
WHAT: Final = message("impact.account_what", "what")
UNIT: Final = message("impact.unit_column", "unit")
MATERIAL: Final = message("impact.material_column", "material")
PERSONS: Final = message("impact.persons_row", "persons employed, fall")
OF_EMPLOYED: Final = message("impact.of_employed", "% of all employed")
HOURS: Final = message("impact.idle_hours_row", "hours of work not needed")
OF_HOURS: Final = message("impact.of_all_hours", "% of all hours")
MILLIONS: Final = message("impact.million_persons", "million persons")
WAGES: Final = message("impact.wages_row", "wages lost")
PROFITS: Final = message("impact.profits_row", "profits lost")
TAXES: Final = message("impact.taxes_row", "taxes on production lost")
OF_ANNUAL: Final = message("impact.percent_of_annual", "% of annual GDP")
CPI: Final = message("impact.cpi_row", "consumer prices, rise")
POINTS: Final = message("impact.points_unit", "points")
EXPORTS: Final = message("impact.exports_row", "exports lost")
BILL: Final = message("impact.import_bill_row", "import bill, change")
BALANCE: Final = message("impact.balance_row", "trade balance, change")
BILLION: Final = message("impact.billion_usd", "billion USD")
ELSEWHERE: Final = message("impact.elsewhere_row", "cost of other sellers over the usual price")
TONNES: Final = message("impact.other_sellers_tonnes", "t from elsewhere")
SAVES: Final = message("impact.kg_saves", "a kg more saves, USD")
MILLION: Final = message("impact.million_usd", "million USD")

Rows = Iterator[tuple[Text, Text, QuantileBand]]


def account_bands(result: ImpactResult) -> Rows:
    """Go through the lines of the account: what, unit, band over the draws; nothing that is not known."""
    account = result.told_account
    if account is None:
        return
    persons, incomes, trade = account.persons, account.incomes, account.trade
    if persons is not None:
        yield PERSONS, MILLIONS, persons.fall
        yield PERSONS, OF_EMPLOYED, persons.percent
        yield HOURS, OF_HOURS, persons.hours_percent
    if incomes is not None:
        yield WAGES, OF_ANNUAL, incomes.wages
        yield PROFITS, OF_ANNUAL, incomes.profits
        yield TAXES, OF_ANNUAL, incomes.taxes
    if account.cpi_points is not None:
        yield CPI, POINTS, account.cpi_points
    if trade is not None:
        yield EXPORTS, BILLION, trade.exports_lost
        yield BILL, BILLION, trade.import_bill
        yield BALANCE, BILLION, trade.balance
    if account.alternatives:
        yield ELSEWHERE, MILLION, account.alternatives_cost


def account_table(result: ImpactResult) -> Table | None:
    """Return the account as a table; None if there is none."""
    rows = [(what, unit, _spread(spread)) for what, unit, spread in account_bands(result)]
    caption = message(
        "impact.account_caption",
        "{what}: mean (9 in 10 runs)",
        what=with_reading(message("impact.account_of", "Work, incomes, prices and trade"), result),
    )
    head = message("impact.mean_with_range", "mean (9 in 10 runs)")
    return Table(caption=caption, heads=(WHAT, UNIT, head), rows=tuple(rows), texts=2) if rows else None


def sellers_table(result: ImpactResult) -> Table | None:
    """Return what other sellers of each material send and cost, and what a kg more would save; None if none does."""
    account = result.told_account
    if account is None:
        return None
    sent = {alternative.material: alternative for alternative in account.alternatives}
    worth = {price.material: price.usd_per_kg for price in account.shadow_prices}
    rows = [
        (
            material_name(name),
            _spread(sent[name].tonnes) if name in sent else "",
            _spread(sent[name].cost) if name in sent else "",
            _worth(worth.get(name)),
        )
        for name in dict.fromkeys((*sent, *(name for name, usd in worth.items() if usd is not None)))
    ]
    heads = (
        MATERIAL,
        TONNES,
        message("impact.other_sellers_cost", "dearer by, million USD"),
        SAVES,
    )
    caption = message("impact.sellers_caption", "Materials from elsewhere: mean (9 in 10 runs)")
    return Table(caption=caption, heads=heads, rows=tuple(rows), spare=frozenset({1})) if rows else None


def account_lines(result: ImpactResult) -> Iterator[tuple[Text, Text | None, Text, QuantileBand]]:
    """Go through everything of the account for a workbook: what, material, unit, band."""
    yield from ((what, None, unit, spread) for what, unit, spread in account_bands(result))
    account = result.told_account
    if account is None:
        return
    for alternative in account.alternatives:
        yield TONNES, material_name(alternative.material), message("impact.tonnes_unit", "t"), alternative.tonnes
        yield ELSEWHERE, material_name(alternative.material), MILLION, alternative.cost
    for price in account.shadow_prices:
        if price.usd_per_kg is not None:
            yield SAVES, material_name(price.material), message("impact.usd_unit", "USD"), price.usd_per_kg


def account_notes(result: ImpactResult) -> Text | None:
    """Say what the account rests on, and what it leaves out; None if there is no account."""
    account = result.told_account
    if account is None or not any(True for _ in account_bands(result)):
        return None
    return joined(filter(None, _notes(account, result)), "sentence")


def _notes(account: AccountBands, result: ImpactResult) -> Iterator[Text | None]:
    yield message(
        "impact.account_prices",
        "Prices follow from the quantities lost, and every cost is passed on in full.",
    )
    if account.proportional:
        yield message(
            "impact.account_proportional",
            "Employment falls by the same per cent as output, as the published estimate assumes.",
        )
    else:
        yield message(
            "impact.account_heads",
            "Employment falls less than hours of work: firms keep some idle staff.",
        )
    if account.shadow_prices and result.draws > SHADOWED:
        yield message(
            "impact.account_shadowed",
            "What a kg more saves comes from {draws} runs alone.",
            draws=SHADOWED,
        )
    if account.not_valued:
        names = joined([material_name(name) for name in account.not_valued], "comma")
        yield message(
            "impact.account_without",
            "Prices and trade leave out {materials}, of which no price is known.",
            materials=names,
        )


def _worth(usd: QuantileBand | None) -> Text:
    return message("impact.not_known_cell", "not known") if usd is None else _spread(usd)


def _spread(spread: QuantileBand) -> Text:
    """Write a mean with its range, in the places that its size needs; less than nothing too."""
    middle = quantity("two_digits", spread.mean)
    return around(
        middle,
        EVERY
        if is_point(spread) or spread.p5 == spread.mean == spread.p95
        else span(quantity("two_digits", spread.p5), quantity("two_digits", spread.p95)),
    )

"""The account of a shock as bands over the draws: what is told of it, without the single draws."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.impact.economy.gdp_base import Anchor
from sekisho.impact.results.account.account import ShockAccount
from sekisho.impact.results.bands import QuantileBand, band


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkBands:
    """Bands of `WorkLost`."""

    fall: QuantileBand
    percent: QuantileBand
    hours_percent: QuantileBand


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeBands:
    """Bands of `Incomes`."""

    wages: QuantileBand
    profits: QuantileBand
    taxes: QuantileBand


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeBands:
    """Bands of `TradeBalance`, with those of the bill and of the balance, which are summed draw by draw."""

    exports_lost: QuantileBand
    inputs_saved: QuantileBand
    materials_volume: QuantileBand
    materials_price: QuantileBand
    import_bill: QuantileBand
    balance: QuantileBand


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeBands:
    """Bands of `AlternativeCost`."""

    material: str
    tonnes: QuantileBand
    cost: QuantileBand


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowBands:
    """Bands of `ShadowPrice`."""

    material: str
    gained: QuantileBand
    usd_per_kg: QuantileBand | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBands:
    """Bands of `ShockAccount`; None where it has None.

    Parameters
    ----------
    alternatives_cost
        Cost of all alternatives together, summed draw by draw.
    """

    persons: WorkBands | None
    incomes: IncomeBands | None
    trade: TradeBands | None
    cpi_points: QuantileBand | None
    alternatives: tuple[AlternativeBands, ...]
    alternatives_cost: QuantileBand
    shadow_prices: tuple[ShadowBands, ...]
    not_valued: tuple[str, ...]
    usd_gdp: Anchor
    proportional: bool


def bands_of_account(account: ShockAccount) -> AccountBands:
    """Return the bands of everything in an account."""
    persons, incomes, trade = account.persons, account.incomes, account.trade
    return AccountBands(
        persons=None
        if persons is None
        else WorkBands(
            fall=band(persons.fall), percent=band(persons.percent), hours_percent=band(persons.hours_percent)
        ),
        incomes=None
        if incomes is None
        else IncomeBands(wages=band(incomes.wages), profits=band(incomes.profits), taxes=band(incomes.taxes)),
        trade=None
        if trade is None
        else TradeBands(
            exports_lost=band(trade.exports_lost),
            inputs_saved=band(trade.inputs_saved),
            materials_volume=band(trade.materials_volume),
            materials_price=band(trade.materials_price),
            import_bill=band(trade.import_bill),
            balance=band(trade.balance),
        ),
        cpi_points=None if account.cpi_points is None else band(account.cpi_points),
        alternatives=tuple(
            AlternativeBands(material=seller.material, tonnes=band(seller.tonnes), cost=band(seller.cost))
            for seller in account.alternatives
        ),
        alternatives_cost=band(sum((seller.cost for seller in account.alternatives), account.nothing)),
        shadow_prices=tuple(
            ShadowBands(
                material=price.material,
                gained=band(price.gained),
                usd_per_kg=None if price.usd_per_kg is None else band(price.usd_per_kg),
            )
            for price in account.shadow_prices
        ),
        not_valued=account.not_valued,
        usd_gdp=account.usd_gdp,
        proportional=account.proportional,
    )

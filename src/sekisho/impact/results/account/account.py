"""The account of a shock: what its lost output means for work, incomes, trade and prices, draw by draw.

Volumes are the engine's, and nothing here changes them. Prices follow from its quantities of materials, so every
figure is of the same draws as the loss. Shares of GDP are of a year's value added of the table; amounts are these
shares of a stated GDP in US dollars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.impact.economy.gdp_base import Anchor
from sekisho.impact.economy.table import technical_coefficients
from sekisho.impact.materials.figure import Array, Figure
from sekisho.impact.results.account.material_flows import MORE, MaterialFlows
from sekisho.impact.results.account.national_figures import MaterialValue, NationalFigures
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon

if TYPE_CHECKING:
    from sekisho.impact.model import Model

PERCENT: Final = 100.0
"""Per cent of one."""
THOUSAND: Final = 1_000.0
"""Thousand persons in a million; kilograms in a tonne; billions in a trillion."""
BILLION: Final = 1e9
"""US dollars in a billion."""
ELASTICITIES: Final = {6.0: "elasticity_6_months", 12.0: "elasticity_12_months", 24.0: "elasticity_24_months"}
"""Months after the start of a cut to the figure of a material that holds then."""
LEAST_SUPPLY: Final = 1e-6
"""Least share of need that a price is worked out from; the highest multiple that was seen caps it far earlier."""
OWN_COLUMNS: Final = ("hoarding", "employed", "use", "price", "premium", "elasticity", "at_scarce_price")
"""What is drawn for the account alone, beside the columns that decide the loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLost:
    """Work that falls away, on average over the days of the horizon; arrays of shape (K,).

    Parameters
    ----------
    fall
        Persons no longer employed, million.
    percent
        The same in per cent of all employed.
    hours_percent
        Hours of work not needed, in per cent of all hours: before firms keep people whom they do not need.
    """

    fall: Array
    percent: Array
    hours_percent: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomes:
    """Whose income the lost value added was, % of annual GDP; arrays of shape (K,), which add up to the loss."""

    wages: Array
    profits: Array
    taxes: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeBalance:
    """How trade changes over the horizon, billion USD; arrays of shape (K,).

    Parameters
    ----------
    exports_lost
        Exports that are not made.
    inputs_saved
        Other imported inputs that are not bought, since less is made.
    materials_volume, materials_price
        Change of the bill for materials: as fewer come, mostly less than nothing, and as they cost more.
    """

    exports_lost: Array
    inputs_saved: Array
    materials_volume: Array
    materials_price: Array

    @property
    def import_bill(self) -> Array:
        """Change of the bill for imports."""
        bill: Array = self.materials_volume + self.materials_price - self.inputs_saved
        return bill

    @property
    def balance(self) -> Array:
        """Change of exports less imports; less than nothing where the balance worsens."""
        change: Array = -self.exports_lost - self.import_bill
        return change


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeCost:
    """What other sellers of a material send, and what it costs over the usual price; arrays of shape (K,).

    Parameters
    ----------
    tonnes
        t over the horizon.
    cost
        Million USD over the horizon above the price of the usual seller.
    """

    material: str
    tonnes: Array
    cost: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowPrice:
    """What one per cent more of a material would save; arrays over the first draws.

    Parameters
    ----------
    gained
        Value added gained by one per cent more of the material over the horizon, in per cent of annual GDP.
    usd_per_kg
        The same for each kg; None where no one knows what a year's use weighs.
    """

    material: str
    gained: Array
    usd_per_kg: Array | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShockAccount:
    """What a shock means beside the loss of output.

    Parameters
    ----------
    persons, incomes, trade
        None where figures of the country are lacking.
    cpi_points
        Points that consumer prices rise, on average over the horizon; shape (K,), or None.
    alternatives
        By material, those alone that other sellers send.
    shadow_prices
        By material, those alone that are short in some draw.
    not_valued
        Materials that fall short and of which no value is on file: prices, costs and trade leave them out.
    usd_gdp
        GDP in which amounts are given.
    proportional
        Whether persons fall by the same per cent as output, as a preset says.
    """

    persons: WorkLost | None
    incomes: Incomes | None
    trade: TradeBalance | None
    cpi_points: Array | None
    alternatives: tuple[AlternativeCost, ...]
    shadow_prices: tuple[ShadowPrice, ...]
    not_valued: tuple[str, ...]
    usd_gdp: Anchor
    proportional: bool
    draws: int

    @property
    def nothing(self) -> Array:
        """Zero in every draw; shape (K,)."""
        return np.zeros(self.draws)


def own_draws(count: int, seed: int) -> Mapping[str, Array]:
    """Draw the quantiles of what moves the account alone: a Latin square, the same for the same count and seed.

    Returns
    -------
    Mapping
        Name of `OWN_COLUMNS` to quantiles, shape (K,), one in the middle of each of K parts.
    """
    chance = np.random.default_rng([seed, len(OWN_COLUMNS)])
    return {name: (chance.permutation(count) + 0.5) / count for name in OWN_COLUMNS}


def lost_shares(losses: Array, annual: Array, horizon: Horizon) -> Array:
    """Return the share of the horizon's output that each sector loses; (K, months, N) to (K, N).

    Value added moves with output, so the share is that of value added; a sector without any loses none.
    """
    normal = annual * horizon.share_of_year
    shares: Array = np.divide(losses.sum(axis=1), normal, out=np.zeros(losses.shape[::2]), where=normal > 0)
    return shares


def persons_of(
    shares: Array, totals: Array, employed: tuple[Figure, ...], quantiles: Mapping[str, Array], kept: Array | None
) -> WorkLost:
    """Return the persons that lost output no longer needs.

    Parameters
    ----------
    shares
        Share of its output that each sector loses; shape (K, N).
    totals
        Share of all value added of the days that is lost; shape (K,).
    kept
        Share of idle hours that stay paid; None takes persons to fall by the same per cent as value added.
    """
    heads = np.stack([figure.at(quantiles["employed"]) for figure in employed], axis=1)
    whole = heads.sum(axis=1)
    idle = totals if kept is None else (heads * shares).sum(axis=1) / whole
    gone = idle if kept is None else idle * (1.0 - kept)
    return WorkLost(fall=gone * whole / THOUSAND, percent=gone * PERCENT, hours_percent=idle * PERCENT)


def incomes_of(losses: Array, annual: Array, wages: Array, taxes: Array, kept: Array) -> Incomes:
    """Share lost value added out: wages less what firms go on paying, taxes on production, and profits for the rest."""
    by_sector = losses.sum(axis=1) / annual.sum() * PERCENT
    paid_no_more = (by_sector @ wages) * (1.0 - kept)
    untaxed = by_sector @ taxes
    return Incomes(wages=paid_no_more, taxes=untaxed, profits=by_sector.sum(axis=1) - paid_no_more - untaxed)


def price_multiples(supply: Array, need: Array, elasticity: Array, most: Array) -> Array:
    """Return what scarcity makes of a material's price, as a multiple; shape (K, months, M).

    (supply / need)^(-1 / elasticity), 1 where there is enough, and never above the highest multiple that was seen;
    with an elasticity of 0 any shortage reaches that.

    Parameters
    ----------
    supply, need
        What arrives, and what users would take, as shares of normal use; shape (K, months, M).
    elasticity
        Shape (K, months, M).
    most
        Shape (M,).
    """
    left = np.clip(supply / np.maximum(need, LEAST_SUPPLY), LEAST_SUPPLY, 1.0)
    # In logarithms, so that a low elasticity does not run over before the cap holds it.
    short = -np.log(left)
    dearer = np.divide(short, elasticity, out=np.where(short > 0.0, np.inf, 0.0), where=elasticity > 0.0)
    return np.exp(np.minimum(dearer, np.log(most)))


def price_weights(coefficients: Array, basket: Array) -> Array:
    """Return by how much a basket gets dearer for each unit of cost that is added to a sector's output.

    dp = (I - A')^-1 c, so b dp = c (I - A)^-1 b: the Leontief price model, every cost passed on in full.

    Parameters
    ----------
    coefficients
        A, home-made inputs for one unit of output; shape (N, N).
    basket
        b, shares of what is bought; shape (N,).

    Source
    ------
    Miller and Blair, Input-Output Analysis, 2nd ed. (2009), section 2.6.
    """
    return np.asarray(np.linalg.solve(np.eye(len(basket)) - coefficients, basket), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Valuation:
    """Materials in money: bills, and what users pay more; M' materials whose value is on file, K draws.

    Parameters
    ----------
    at
        Numbers of the materials among those of the model.
    use
        t a year; shape (K, M').
    dollars
        Million USD of a year's use at the normal price; shape (K, M').
    alternative
        Share of the horizon's normal use that other sellers send; shape (K, M').
    premium
        What they take, as a multiple of the usual price; shape (K, M').
    volume, dearer
        Change of the bill over the horizon by quantity and by price, million USD; shape (K, M').
    """

    at: tuple[int, ...]
    use: Array
    dollars: Array
    alternative: Array
    premium: Array
    volume: Array
    dearer: Array


def valuation_of(
    model: Model,
    figures: NationalFigures,
    flows: MaterialFlows,
    quantiles: Mapping[str, Array],
    *,
    scarce: Array,
    horizon: Horizon,
) -> Valuation:
    """Put what arrives of materials in money.

    Parameters
    ----------
    scarce
        Share of purchases that pay the price that scarcity makes; shape (K,).
    """
    at = tuple(number for number, material in enumerate(model.pairs.materials) if str(material.id) in figures.values)
    values: list[MaterialValue] = [figures.values[str(model.pairs.materials[number].id)] for number in at]
    use = _stacked([value.use for value in values], quantiles["use"])
    dollars = use * _stacked([value.price for value in values], quantiles["price"]) / THOUSAND
    premium = np.stack([_premium(model, figures, number, quantiles["premium"]) for number in at], axis=1)
    span = horizon.days_of_periods / DAYS_A_YEAR
    elasticity = _elasticity(model, at, quantiles["elasticity"], np.cumsum(span) * 12.0)
    lost, alternative = flows.lost[:, :, at], flows.alternative[:, :, at]
    most = np.array([value.most for value in values])
    multiples = price_multiples(flows.supply[:, :, at], flows.need[:, :, at], elasticity, most)
    paid = 1.0 + scarce[:, None, None] * (multiples - 1.0)
    above = (1.0 - lost) * (paid - 1.0) + alternative * (np.maximum(premium[:, None, :], paid) - 1.0)
    return Valuation(
        at=at,
        use=use,
        dollars=dollars,
        alternative=np.einsum("kpm,p->km", alternative, span),
        premium=premium,
        volume=np.einsum("kpm,p->km", alternative - lost, span) * dollars,
        dearer=np.einsum("kpm,p->km", above, span) * dollars,
    )


def _stacked(figures: Sequence[Figure], level: Array) -> Array:
    """Values of figures at one level of belief; shape (K, number of figures)."""
    return np.stack([figure.at(level) for figure in figures], axis=1)


def _premium(model: Model, figures: NationalFigures, number: int, level: Array) -> Array:
    """Mean of what the sellers of a material take, by their shares; what holds for all where none is named."""
    material = model.pairs.materials[number]
    sellers = figures.premiums.get(str(material.id), ())
    if not sellers:
        return np.maximum(1.0, material.figures["alternative_cost"].at(level))
    weights = np.array([weight for weight, _ in sellers])
    mean = _stacked([premium for _, premium in sellers], level) @ weights / weights.sum()
    return np.asarray(np.maximum(1.0, mean), dtype=np.float64)


def _elasticity(model: Model, at: Sequence[int], level: Array, months: Array) -> Array:
    """Elasticity of each material in each month: along a line between the lengths on file; shape (K, months, M')."""
    lengths = np.array(tuple(ELASTICITIES))
    by_length = np.stack(
        [
            _stacked([model.pairs.materials[number].figures[name] for number in at], level)
            for name in ELASTICITIES.values()
        ]
    )
    place = np.clip(np.interp(months, lengths, np.arange(len(lengths))), 0.0, len(lengths) - 1.0)
    below = np.minimum(place.astype(int), len(lengths) - 2)
    part: Array = (place - below)[:, None, None]
    elasticity: Array = np.moveaxis(by_length[below] * (1.0 - part) + by_length[below + 1] * part, 0, 1)
    return elasticity


def costs_by_sector(model: Model, valuation: Valuation, output: Array) -> Array:
    """Return what dearer materials add to a unit of each sector's output; shape (K, N).

    Parameters
    ----------
    output
        Output of each sector over the horizon, million USD; shape (N,).
    """
    uses = np.zeros((len(model.pairs.materials), len(output)))
    np.add.at(uses, (model.pairs.material, model.pairs.sector), [use.use_share for use in model.pairs.uses])
    paid = valuation.dearer @ uses[list(valuation.at)]
    costs: Array = np.divide(paid, output, out=np.zeros_like(paid), where=output > 0)
    return costs


def trade_of(model: Model, losses: Array, exported: Array, valuation: Valuation | None, *, gdp: float) -> TradeBalance:
    """Return the change of exports and of the import bill.

    Parameters
    ----------
    exported
        Share of output that is exported; shape (N,).
    gdp
        Billion USD.
    """
    economy = model.economy
    annual = economy.value_added_share * economy.output * DAYS_A_YEAR
    share = np.where(economy.value_added_share > 0, economy.value_added_share, np.inf)
    lost = losses.sum(axis=1) / share / annual.sum() * gdp
    bought = np.zeros(len(economy.output)) if economy.imports is None else economy.imports.sum(axis=0)
    foreign: Array = np.divide(bought, economy.output, out=np.zeros_like(bought), where=economy.output > 0)
    nothing = np.zeros(len(losses))
    return TradeBalance(
        exports_lost=lost @ exported,
        inputs_saved=lost @ foreign,
        materials_volume=nothing if valuation is None else valuation.volume.sum(axis=1) / THOUSAND,
        materials_price=nothing if valuation is None else valuation.dearer.sum(axis=1) / THOUSAND,
    )


def account_of(
    model: Model,
    figures: NationalFigures,
    losses: Array,
    flows: MaterialFlows,
    horizon: Horizon,
    *,
    usd_gdp: Anchor,
    seed: int,
    proportional: bool = False,
    gained: Mapping[str, Array] | None = None,
) -> ShockAccount:
    """Put the account of a run together.

    Parameters
    ----------
    losses
        Value added lost, in the table's unit; shape (K, months, N).
    proportional
        Whether persons fall by the same per cent as value added, and nobody stays whom no one needs.
    gained
        Material to the value added that one per cent more of it saves, in per cent of annual GDP; see `ShadowPrice`.
    """
    economy = model.economy
    annual = economy.value_added_share * economy.output * DAYS_A_YEAR
    quantiles = own_draws(len(losses), seed)
    hoarding = model.priors["hoarding"].at(quantiles["hoarding"])
    hoarded = np.zeros(len(losses)) if proportional else hoarding
    scarce = model.priors["at_scarce_price"].at(quantiles["at_scarce_price"])
    short = flows.lost.max(axis=(0, 1), initial=0.0) > 0.0
    ids = [str(material.id) for material in model.pairs.materials]
    valued = any(name in figures.values for name in ids)
    valuation = valuation_of(model, figures, flows, quantiles, scarce=scarce, horizon=horizon) if valued else None
    totals = losses.sum(axis=(1, 2)) / (annual.sum() * horizon.share_of_year)
    billions = usd_gdp.gdp * THOUSAND
    persons = incomes = trade = cpi = None
    if figures.employed is not None:
        shares = lost_shares(losses, annual, horizon)
        persons = persons_of(shares, totals, figures.employed, quantiles, None if proportional else hoarded)
    if figures.wages is not None and figures.taxes is not None:
        incomes = incomes_of(losses, annual, figures.wages, figures.taxes, hoarded)
    if figures.exported is not None:
        trade = trade_of(model, losses, figures.exported, valuation, gdp=billions)
    if figures.basket is not None and valuation is not None:
        size = billions * THOUSAND / annual.sum() * horizon.share_of_year
        costs = costs_by_sector(model, valuation, economy.output * DAYS_A_YEAR * size)
        cpi = costs @ price_weights(technical_coefficients(economy.flows, economy.output), figures.basket) * PERCENT
    return ShockAccount(
        persons=persons,
        incomes=incomes,
        trade=trade,
        cpi_points=cpi,
        alternatives=_alternatives(ids, valuation),
        shadow_prices=_shadow_prices(gained or {}, ids, valuation, billions, horizon),
        not_valued=tuple(
            name for name, is_short in zip(ids, short, strict=True) if is_short and name not in figures.values
        ),
        usd_gdp=usd_gdp,
        proportional=proportional,
        draws=len(losses),
    )


def _alternatives(ids: Sequence[str], valuation: Valuation | None) -> tuple[AlternativeCost, ...]:
    if valuation is None:
        return ()
    costs = valuation.alternative * valuation.dollars * (valuation.premium - 1.0)
    return tuple(
        AlternativeCost(
            material=ids[number],
            tonnes=valuation.alternative[:, place] * valuation.use[:, place],
            cost=costs[:, place],
        )
        for place, number in enumerate(valuation.at)
        if valuation.alternative[:, place].any()
    )


def _shadow_prices(
    gained: Mapping[str, Array], ids: Sequence[str], valuation: Valuation | None, billions: float, horizon: Horizon
) -> tuple[ShadowPrice, ...]:
    use = {} if valuation is None else {ids[number]: valuation.use[:, at] for at, number in enumerate(valuation.at)}
    return tuple(
        ShadowPrice(
            material=material,
            gained=saved,
            usd_per_kg=saved
            / PERCENT
            * billions
            * BILLION
            / (use[material][: len(saved)] * THOUSAND * horizon.share_of_year * MORE)
            if material in use
            else None,
        )
        for material, saved in gained.items()
    )

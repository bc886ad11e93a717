"""What a simulation found: losses by draw, and everything that is read off them.

A loss is value added that is not made, less than nothing where catching up makes more than usual. Shares are of a
year's value added of the table, which stand for shares of GDP; amounts are these shares of a stated GDP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from sekisho.impact.economy.gdp_base import Anchor
from sekisho.impact.economy.money import MoneyScale
from sekisho.impact.economy.published import PublishedEstimate
from sekisho.impact.economy.table import Sector
from sekisho.impact.materials.country_uses import UsesBasis
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.normal_trade import NormalImports
from sekisho.impact.results.account.account import ShockAccount
from sekisho.impact.results.account.account_bands import AccountBands, bands_of_account
from sekisho.impact.results.bands import QuantileBand, band, share_without_loss
from sekisho.impact.results.ces import CesCheck
from sekisho.impact.results.comparison import ObservedComparison
from sekisho.impact.results.flow_bands import FlowRow, rows_of_flows
from sekisho.impact.results.house_bridge import ChoiceOutcome, HouseBridge
from sekisho.impact.results.judged_input import JudgedInput
from sekisho.impact.results.loss_bounds import LossBounds
from sekisho.impact.results.reading_parts import ReadingPart
from sekisho.impact.results.result_bands import ReadingBands, ResultBands
from sekisho.impact.results.spill_over import SpillOver
from sekisho.impact.results.structure import StructuralRow
from sekisho.impact.results.total_effects import TotalEffect
from sekisho.impact.results.variance_shares import Spread
from sekisho.impact.scenario.horizon import DAYS_A_YEAR, Horizon
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.shock.import_flows import ImportFlows
from sekisho.impact.shock.trade_hit import MonthHit, ValueHit
from sekisho.law.model.term import Reading
from sekisho.message import Text

PERCENT = 100.0
"""Per cent of one."""
LISTED = 15
"""Sectors that stand by name in a chart; those after them are told together. More would not fit a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossChannels:
    """Mean loss by the way it came about, in per cent of annual GDP; the same draws, links switched off in turn.

    Parameters
    ----------
    direct
        In sectors that lack a material.
    upstream
        Added when they order less.
    restocking
        Added, mostly less than nothing, by stocks of goods between firms: who runs them down orders more for a time,
        and suppliers work overtime for it.
    downstream
        Added when others lack what they make, and their stocks are used up.
    recovery
        Added, mostly less than nothing, by catching up with what was postponed.
    """

    direct: float
    upstream: float
    restocking: float
    downstream: float
    recovery: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """A static companion: loss at the median of all inputs without stocks of goods, in per cent of annual GDP."""

    name: str
    says: str
    percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeHit:
    """Share of a material's trade that the clauses hit under one reading, over the draws.

    Parameters
    ----------
    certain, possible
        Mean shares that are barred or put under a licence for certain, and at most.
    """

    material: str
    reading: Reading
    barred: float
    may_be_barred: float
    licensed: float
    may_be_licensed: float
    stands: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedTrade:
    """What clauses hit of the trade that statistics count on the route of a scenario, over the horizon.

    Parameters
    ----------
    title, version
        Of the flow table; no version for that of a data package.
    first, last
        First and last month on file of which a normal month is the mean.
    rows
        By month, heading, material, form, field and reading.
    by_reading
        The same added up, each heading once.
    weighed
        Materials whose forms weigh by their flows.
    not_modelled
        Headings with a flow that no material names, with their USD over the horizon.
    """

    title: str
    version: str
    first: str
    last: str
    rows: tuple[MonthHit, ...]
    by_reading: tuple[ValueHit, ...]
    weighed: tuple[str, ...]
    not_modelled: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstDay:
    """Quantiles over the draws of a first day, counted from 0.

    Parameters
    ----------
    p5, p50, p95
        None where it does not come within the horizon.
    share
        Share of draws in which it comes within the horizon.
    """

    p5: int | None
    p50: int | None
    p95: int | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """When a sector runs short, and when it shows.

    Parameters
    ----------
    material
        The material that is mostly short first.
    short
        First day on which the firms with the least stock, 1 % of the sector's need, lack a material.
    felt
        First day on which the sector makes more than 1 % less than normal, for whatever reason.
    """

    sector: str
    material: str
    short: FirstDay
    felt: FirstDay


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImpactResult:
    """What a scenario costs.

    Parameters
    ----------
    reading
        The reading that heads the result.
    losses
        Reading to value added not made, in the table's unit; shape (K, months touched, N). Empty where the result was
        kept ready without its single draws.
    annual
        Value added of a year, by sector, in the table's unit; shape (N,).
    assumptions, cautions
        What was supposed, and what a reader should know before using a number, in sentences.
    inputs
        Name to SHA-256 or version of everything that a run hangs on.
    bounds
        What the ceilings of each draw cost at the least and at the most, and how many draws keep to it.
    ces
        Check against an aggregate production function; None where the question does not fit it.
    counted
        What is hit of the trade that statistics count; None if no law is asked or no statistics tell.
    scales, scales_today
        What one per cent is in money at the GDP of the anchor, the buyer's own currency first; and at the latest GDP on
        file, where that is of a later year.
    published
        What others published of the same question, or of another.
    beside
        Title of the other question that the published figures answer; empty where it is the same.
    readings_apart
        What each reading costs by what it bars alone and with licences; empty where readings do not differ so.
    structure, effects
        The loss under other rules of the model, and total effects of causes; empty if draws are few.
    weighing
        By what the forms of a material weigh, in a sentence; None if no law is asked.
    account
        What the loss means for work, incomes, trade and prices, under the reading that heads the result.
    flows
        Reading to what arrives of each material by month and origin.
    normal
        What is imported in a normal month, by material, form and importer, where it is on file.
    bridges
        From what houses published of the same question to ours; empty if draws are few.
    choices
        Of a preset: its settings, and what others would give.
    why
        What one uncertain input does to the loss; None if nobody asked.
    observed
        What was observed beside it; None if nobody asked.
    spill_over
        What other countries of the table lose; empty for a table of one country.
    uses
        Where the uses of materials come from; None where they were judged for the buyer.
    bands
        What is told of the draws, where the result was kept ready without them.
    """

    scenario: Scenario
    horizon: Horizon
    reading: Reading
    losses: Mapping[Reading, Array]
    annual: Array
    sectors: tuple[Sector, ...]
    anchor: Anchor
    spread: Spread
    parts: LossChannels | None
    brackets: tuple[Bracket, ...]
    bounds: LossBounds
    trade: tuple[TradeHit, ...]
    shortages: tuple[Shortage, ...]
    hoarding: float
    seed: int
    kernel: str
    hash: str
    assumptions: tuple[str, ...]
    cautions: tuple[str, ...]
    weak: tuple[str, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    ces: CesCheck | None = None
    counted: CountedTrade | None = None
    weighing: Text | None = None
    published: tuple[PublishedEstimate, ...] = ()
    beside: str = ""
    readings_apart: tuple[ReadingPart, ...] = ()
    structure: tuple[StructuralRow, ...] = ()
    effects: tuple[TotalEffect, ...] = ()
    scales: tuple[MoneyScale, ...] = ()
    scales_today: tuple[MoneyScale, ...] = ()
    account: ShockAccount | None = None
    flows: Mapping[Reading, ImportFlows] = field(default_factory=dict)
    normal: Mapping[tuple[str, str, str], NormalImports] = field(default_factory=dict)
    bridges: tuple[HouseBridge, ...] = ()
    choices: tuple[ChoiceOutcome, ...] = ()
    why: JudgedInput | None = None
    observed: ObservedComparison | None = None
    spill_over: tuple[SpillOver, ...] = ()
    uses: UsesBasis | None = None
    bands: ResultBands | None = None

    def __repr__(self) -> str:
        """Show the scenario and its loss in one line; its fields hold all of it."""
        loss, days = self.percent(), self.horizon.days
        return (
            f"<ImpactResult of {self.scenario.id} over {days} days: mean loss {loss.mean:.2f} % of GDP, "
            f"{loss.p5:.2f} to {loss.p95:.2f} in 90 % of {self.draws} draws>"
        )

    @property
    def draws(self) -> int:
        """Number of draws, K."""
        return len(self.totals())

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Readings that were run; one alone if the scenario hangs on none."""
        return tuple(self.losses if self.bands is None else self.bands.readings)

    @property
    def told_account(self) -> AccountBands | None:
        """The account as bands over the draws; None if there is none."""
        if self.bands is not None:
            return self.bands.account
        return None if self.account is None else bands_of_account(self.account)

    @property
    def money(self) -> float:
        """Billion of the anchor's currency that one per cent of its GDP is."""
        return self.anchor.gdp * 1_000.0 / PERCENT

    def percent(self, reading: Reading | None = None) -> QuantileBand:
        """Return the loss within the horizon in per cent of annual GDP."""
        return band(self.totals(reading))

    def percent_of_window(self, reading: Reading | None = None) -> QuantileBand:
        """Return the loss in per cent of the GDP of the same days."""
        return self.percent(reading) * (DAYS_A_YEAR / self.horizon.days)

    def amount(self, reading: Reading | None = None) -> QuantileBand:
        """Return the loss in billion of the anchor's currency."""
        return self.percent(reading) * self.money

    def totals(self, reading: Reading | None = None) -> Array:
        """Return the loss of each draw in per cent of annual GDP; shape (K,)."""
        if self.bands is not None:
            return self._kept(self.bands, reading).totals
        shares: Array = self._of(reading).sum(axis=(1, 2)) / float(self.annual.sum()) * PERCENT
        return shares

    def by_month(self, reading: Reading | None = None) -> tuple[tuple[str, QuantileBand], ...]:
        """Return the loss of each calendar month, in per cent of annual GDP."""
        if self.bands is not None:
            return tuple(zip(self.horizon.labels, self._kept(self.bands, reading).months, strict=True))
        sums = self._of(reading).sum(axis=2) / self.annual.sum() * PERCENT
        return tuple((label, band(sums[:, number])) for number, label in enumerate(self.horizon.labels))

    def by_fiscal_year(self, reading: Reading | None = None) -> tuple[tuple[str, QuantileBand], ...]:
        """Return the loss of each fiscal year, in per cent of annual GDP."""
        years = self.horizon.fiscal_years
        each = dict.fromkeys(years)
        if self.bands is not None:
            return tuple(zip(each, self._kept(self.bands, reading).fiscal_years, strict=True))
        sums = self._of(reading).sum(axis=2) / self.annual.sum() * PERCENT
        return tuple((year, band(sums[:, [found == year for found in years]].sum(axis=1))) for year in each)

    def by_sector(self, reading: Reading | None = None) -> tuple[tuple[Sector, QuantileBand, QuantileBand], ...]:
        """Return the loss of each sector, first that which loses most in the worst one of twenty runs.

        Returns
        -------
        tuple
            Sector, loss in per cent of annual GDP, loss in per cent of the sector's own value added of a year.
        """
        pairs = zip(self.sectors, self.in_order(reading), strict=True)
        rows = [(sector, total, own) for sector, (total, own) in pairs]
        return tuple(sorted(rows, key=lambda row: (-row[1].p95, -row[1].mean, row[0].code)))

    def in_order(self, reading: Reading | None = None) -> tuple[tuple[QuantileBand, QuantileBand], ...]:
        """Return the two bands of `by_sector` in the order of the table."""
        if self.bands is not None:
            return self._kept(self.bands, reading).sectors
        sums = self._of(reading).sum(axis=1)
        n = len(self.sectors)
        folded = sums.reshape(len(sums), -1, n).sum(axis=1)
        own = self.annual.reshape(-1, n).sum(axis=0)
        return tuple(
            (
                band(folded[:, place] / self.annual.sum() * PERCENT),
                band(folded[:, place] / own[place] * PERCENT if own[place] > 0 else np.zeros(len(sums))),
            )
            for place in range(n)
        )

    def of_the_rest(self) -> QuantileBand:
        """Return the loss of all sectors after the first `LISTED`, draw by draw together, % of annual GDP."""
        if self.bands is not None:
            return self.bands.rest
        rest = {sector.code for sector, _, _ in self.by_sector()[LISTED:]}
        losses, n = self._of(None).sum(axis=1), len(self.sectors)
        places = [number for number in range(losses.shape[1]) if self.sectors[number % n].code in rest]
        return band(losses[:, places].sum(axis=1) / float(self.annual.sum()) * PERCENT)

    def imports(self) -> tuple[FlowRow, ...]:
        """Return what arrives under the reading that heads the result: by material, the seller first, by month."""
        if self.bands is not None:
            return self.bands.flows
        flows, scenario = self.flows.get(self.reading), self.scenario
        if flows is None:
            return ()
        return tuple(rows_of_flows(flows, self.normal, seller=scenario.supplier, buyer=scenario.buyer))

    def without_loss(self, reading: Reading | None = None) -> float:
        """Return the share of draws in which nothing is lost."""
        return share_without_loss(self.totals(reading))

    def hours(self, reading: Reading | None = None) -> QuantileBand:
        """Return the hours of work that fall away, in per cent of a year's: idle hours less those that stay paid."""
        return self.percent(reading) * (1.0 - self.hoarding)

    def first_day(self) -> date | None:
        """Return the day on which the first sector runs short in the median draw."""
        days = [one.short.p50 for one in self.shortages if one.short.p50 is not None]
        return self.horizon.date_of(min(days)) if days else None

    def _of(self, reading: Reading | None) -> Array:
        return self.losses.get(reading or self.reading, self.losses[self.reading])

    def _kept(self, bands: ResultBands, reading: Reading | None) -> ReadingBands:
        return bands.readings.get(reading or self.reading, bands.readings[self.reading])


def without_draws(result: ImpactResult) -> ImpactResult:
    """Return a result that tells the same with bands in place of its single draws, which take a hundred times more."""
    by_reading = {
        reading: ReadingBands(
            totals=result.totals(reading),
            months=tuple(month for _, month in result.by_month(reading)),
            fiscal_years=tuple(year for _, year in result.by_fiscal_year(reading)),
            sectors=result.in_order(reading),
        )
        for reading in result.readings
    }
    bands = ResultBands(
        readings=by_reading, rest=result.of_the_rest(), flows=result.imports(), account=result.told_account
    )
    return replace(result, losses={}, flows={}, normal={}, account=None, bands=bands)

"""How much of a party those on lists hold on a day: an interval, and the chains that make it.

A rule on owners counts tiers in one of two ways. *Multiplied*: what an owner passes on is its share times what listed
parties hold of it (60 % of 60 % is 36 %). *Reset*: an owner of which listed parties hold the threshold counts as
listed itself at the next tier, one of which they hold less counts for nothing (60 % of 60 % is 60 %). In both ways the
holdings of several listed owners are added up.

With w the weight of an owner (1 if it is listed), the share of a party is

    low  = sum of share_low * w_low(owner)
    high = 1 - sum of share_low * (1 - w_high(owner))

for what no row tells is open: listed parties may hold all of it. Only the part of a row that is surely held counts
against them, so the high end falls as holdings become known, and never because one is left out.

Method: the low end is iterated from 0 upwards and the high end from 1 downwards, both monotone, so every round is a
true bound and cycles end. Reset settles within as many rounds as there are parties; multiplied settles exactly
without cycles, and with them stops after `ROUNDS`, rounded outwards to `DIGITS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import Tiers
from sekisho.law.model.fact import UNKNOWN, Truth
from sekisho.law.model.holdings import NOTHING, OUTSIDERS, WHOLE, Holding, PartyId

ROUNDS: Final = 200
"""Rounds after which bounds of shares in cycles are taken as they are, rounded outwards. A guess.
Smaller, bounds are wider than they need be; larger, only slower."""
DIGITS: Final = 28
"""Decimal digits with which shares are multiplied, as Python's `decimal` does by default."""
LONGEST_CHAIN: Final = 8
"""Tiers up to which a chain is shown; longer ones count all the same."""

_DOWN, _UP = Context(prec=DIGITS, rounding=ROUND_FLOOR), Context(prec=DIGITS, rounding=ROUND_CEILING)


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """A share known between two bounds, 0 to 1."""

    low: Decimal = NOTHING
    high: Decimal = WHOLE

    def is_at_least(self, least: Decimal) -> Truth:
        """Judge a threshold: true if all of the interval reaches it, false if none of it does, else unknown."""
        return True if self.low >= least else False if self.high < least else UNKNOWN

    def to_dict(self) -> dict[str, float]:
        """Return the bounds as plain numbers."""
        return {"low": float(self.low), "high": float(self.high)}


@dataclass(frozen=True, slots=True)
class Chain:
    """Holdings from a listed owner down to a party, first tier first, and what they come to."""

    holdings: tuple[Holding, ...]
    share: ShareInterval

    @property
    def owner(self) -> PartyId:
        """Return the party at the top."""
        return self.holdings[0].owner

    @property
    def parties(self) -> tuple[PartyId, ...]:
        """Return all parties of the chain, from the top down."""
        return (self.owner, *(holding.owned for holding in self.holdings))


@dataclass(frozen=True, slots=True)
class ListedShare:
    """What parties on lists hold of one party, and the chains from each of them."""

    share: ShareInterval
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingsOnDay:
    """The holdings of one day, and who is listed on it.

    Parameters
    ----------
    listed
        Parties on the lists in question: certainly (true), or possibly (unknown); all others are not.
    shares
        What those parties hold of every party that is on file, as the tiers are counted.
    """

    holdings: Mapping[PartyId, tuple[Holding, ...]]
    listed: Mapping[PartyId, Truth]
    shares: Mapping[PartyId, ShareInterval]

    def share_of(self, party: PartyId) -> ShareInterval:
        """Return what listed parties hold of a party; anything at all if the tables do not know it."""
        return self.shares.get(party, ShareInterval())

    def held(self, party: PartyId) -> ListedShare:
        """Return the share, and every chain of holdings that leads from a listed party."""
        found = (chain_of(way) for way in chains_to(party, self.holdings) if way[0].owner in self.listed)
        return ListedShare(self.share_of(party), tuple(found))


def ownership(
    holdings: Iterable[Holding], listed: Mapping[PartyId, Truth], day: date, *, least: Decimal, tiers: Tiers
) -> HoldingsOnDay:
    """Work out what listed parties hold of every party on a day.

    Parameters
    ----------
    least
        Threshold at which an owner counts as listed itself, if tiers are reset; above 0, at most 1.
    """
    rows = rows_on(holdings, day)
    low: dict[PartyId, Decimal] = dict.fromkeys(rows, NOTHING)
    high: dict[PartyId, Decimal] = dict.fromkeys(rows, WHOLE)
    for _ in range(max(ROUNDS, len(rows) + 1)):
        before = dict(low), dict(high)
        for party, held in rows.items():
            sure = [(row.low, _weight(row.owner, low, listed, least, tiers, may=False)) for row in held]
            possible = [(row.low, _weight(row.owner, high, listed, least, tiers, may=True)) for row in held]
            low[party] = max(low[party], min(WHOLE, _sum(sure, _DOWN)))
            against = _sum([(share, WHOLE - weight) for share, weight in possible], _DOWN)
            high[party] = min(high[party], max(NOTHING, _UP.subtract(WHOLE, against)))
        if before == (low, high):
            break
    return HoldingsOnDay(
        holdings=rows,
        listed=listed,
        shares={party: ShareInterval(low[party], max(low[party], high[party])) for party in rows},
    )


def rows_on(holdings: Iterable[Holding], day: date) -> dict[PartyId, tuple[Holding, ...]]:
    """Gather the holdings of a day by the party that is owned."""
    found: dict[PartyId, list[Holding]] = {}
    for row in holdings:
        if row.holds_on(day):
            found.setdefault(row.owned, []).append(row)
    return {party: tuple(rows) for party, rows in found.items()}


def chains_to(party: PartyId, rows: Mapping[PartyId, tuple[Holding, ...]]) -> Iterator[tuple[Holding, ...]]:
    """Go through every chain of holdings that ends at a party, shortest first; none passes a party twice."""
    ends: list[tuple[Holding, ...]] = [(row,) for row in rows.get(party, ())]
    while ends:
        yield from ends
        ends = [
            (row, *way)
            for way in ends
            if len(way) < LONGEST_CHAIN
            for row in rows.get(way[0].owner, ())
            if row.owner != party and all(row.owner != step.owner for step in way)
        ]


def _weight(
    owner: PartyId,
    shares: Mapping[PartyId, Decimal],
    listed: Mapping[PartyId, Truth],
    least: Decimal,
    tiers: Tiers,
    *,
    may: bool,
) -> Decimal:
    """Return what a holding of an owner counts for: its own listing, or what listed parties hold of it."""
    if owner == OUTSIDERS:
        return NOTHING
    if listed.get(owner, False) is True or (may and owner in listed and listed[owner] is UNKNOWN):
        return WHOLE
    share = shares.get(owner, WHOLE if may else NOTHING)
    if tiers is Tiers.MULTIPLIED:
        return share
    return WHOLE if share >= least else NOTHING


def _sum(pairs: Iterable[tuple[Decimal, Decimal]], context: Context) -> Decimal:
    total = NOTHING
    for share, weight in pairs:
        total = context.add(total, context.multiply(share, weight))
    return total


def chain_of(way: tuple[Holding, ...]) -> Chain:
    """Multiply holdings through: the share of the end that the top has by them alone, however a rule counts."""
    low, high = WHOLE, WHOLE
    for row in way:
        low, high = _DOWN.multiply(low, row.low), _UP.multiply(high, row.high)
    return Chain(way, ShareInterval(low, high))

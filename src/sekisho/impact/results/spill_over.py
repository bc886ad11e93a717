"""What other countries of a world table lose when the buyer makes less: fewer orders, and inputs that do not come.

The buyer's losses are those of the run, as shares of a year's output of each sector. A sector abroad makes less because
an input that it cannot do without does not come from the buyer, by the buyer's share of what it buys of that product;
or because its customers, in the buyer's country and elsewhere, order less, in proportion to what they make. Of the two
the larger counts, and orders fall on from there until nothing changes. Final demand stays. Nobody abroad has stocks or
turns to another seller for what the buyer does not send, which makes the whole a high figure; what comes by orders
alone is the low one. A shortage is not handed on from one foreign seller to the next: they go on selling to each other
in proportion to what they make, and a static answer that did hand it on would end with every sector of the world as
short as the buyer's shortest.

Source: Miller and Blair, Input-Output Analysis, 2nd ed. (2009), chapter 6, for orders; Pichler and Farmer (2022,
Economic Systems Research 34) for inputs that bind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.materials.figure import Array
from sekisho.impact.results.bands import QuantileBand, band

DRAWS: Final = 64
"""Draws of which spill-overs are told: the first, which are balanced among themselves. A judgement: with 41 countries
they take about a CPU second; the middle of more draws moves less than the model can tell, their upper end more."""
ROUNDS: Final = 60
"""Rounds after which the search ends. Orders fall off by half a round or so; one that needs more is cut below 1e-6."""
STILL: Final = 1e-6
"""Share of the largest loss by which a round may still change a sector: below what is printed."""
BILLION: Final = 1e9
"""Of a currency, in which amounts are told."""
_PERCENT: Final = 100.0
"""Per cent of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpillOver:
    """What one country loses.

    Parameters
    ----------
    country
        Its code in the table.
    percent
        Loss in per cent of its own value added of a year: orders and inputs.
    orders
        The part of orders alone, in the same unit.
    amount
        Loss in billions of the table's currency.
    currency
        Of the table, ISO 4217.
    year
        Of the table, in whose prices the amount is.
    """

    country: str
    percent: QuantileBand
    orders: QuantileBand
    amount: QuantileBand
    currency: str
    year: int


def spill_over(world: InputOutputTable | None, buyer: str, losses: Array, critical: Array) -> tuple[SpillOver, ...]:
    """Work out what every other country of a table loses, the largest amount first.

    Parameters
    ----------
    world
        The table; None, or one country alone, gives nothing.
    losses
        Value added that the buyer does not make, in the table's unit; shape (K, months, n).
    critical
        How product i binds user j of one country, 0 to 1; shape (n, n).
    """
    if world is None or buyer not in world.regions:
        return ()
    n, others = len(world.sectors), [at for at, region in enumerate(world.regions) if region != buyer]
    own = slice(world.regions.index(buyer) * n, (world.regions.index(buyer) + 1) * n)
    annual = world.value_added[own]
    shares = np.divide(losses[:DRAWS].sum(axis=1), annual, out=np.zeros((len(losses[:DRAWS]), n)), where=annual > 0)
    source = np.clip(shares, 0.0, 1.0).T
    short = _short(world, own, source, critical)
    whole, orders = _lost(world, own, source, short), _lost(world, own, source, np.zeros_like(short))
    value_added = np.maximum(world.value_added, 0.0).reshape(-1, n)
    rows = []
    for at in others:
        place = slice(at * n, (at + 1) * n)
        total = float(value_added[at].sum())
        amounts = [value_added[at] @ lost[place] for lost in (whole, orders)]
        of_own = [amount / total * _PERCENT if total > 0 else np.zeros_like(amount) for amount in amounts]
        rows.append(
            SpillOver(
                country=world.regions[at],
                percent=band(of_own[0]),
                orders=band(of_own[1]),
                amount=band(amounts[0] * world.unit_size / BILLION),
                currency=world.currency,
                year=world.year,
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.amount.mean, row.country)))


def _lost(world: InputOutputTable, own: slice, source: Array, short: Array) -> Array:
    """Return the share of a year's output that each sector of each country loses; shape (N, K).

    Parameters
    ----------
    source
        The buyer's, as given; shape (n, K).
    short
        What a lack of the buyer's products costs each sector; shape (N, K).
    """
    sold = np.divide(
        world.flows, world.output[:, None], out=np.zeros_like(world.flows), where=world.output[:, None] > 0
    )
    largest = float(source.max(initial=0.0))
    lost = np.array(short)
    lost[own] = source
    for _ in range(ROUNDS if largest > 0 else 0):
        # A table that uses more of a product than is made sells more than all of it.
        now = np.maximum(np.minimum(sold @ lost, largest), short)
        now[own] = source
        change = float(np.abs(now - lost).max())
        lost = now
        if change <= STILL * largest:
            break
    return lost


def _short(world: InputOutputTable, own: slice, source: Array, critical: Array) -> Array:
    """Return the share that each sector loses as it lacks the buyer's products; shape (N, K)."""
    n, m = len(world.sectors), len(world.regions)
    short = np.zeros((n * m, source.shape[1]))
    for product in range(n):
        bought = np.maximum(world.flows[product::n], 0.0)
        total = bought.sum(axis=0) + world.imports[product]
        of_buyer = np.maximum(world.flows[own][product], 0.0)
        share = np.divide(of_buyer, total, out=np.zeros_like(of_buyer), where=total > 0)
        np.maximum(short, (np.tile(critical[product], m) * share)[:, None] * source[product], out=short)
    return short

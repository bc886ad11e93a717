"""Which products hang on what is curbed: the gravest that the law makes of the parts that each cannot do without."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.core.outcome import Outcome, Verdict
from sekisho.exposure.part_items import CodeStanding
from sekisho.exposure.part_outcomes import VARIANTS, Curbs, Levels
from sekisho.trade.bom.bill import UNSTATED, Bill, Flags, Ints
from sekisho.trade.bom.levels import gravest

BLOCK: Final = 512
"""Curbed parts that are followed up through a bill at a time."""
WORD: Final = 64
CLASSES: Final = ("prohibited", "licence required", "undetermined")
NO_SIGN: Final = "no sign of control"
"""The class of undetermined parts whose words or customs code were looked at, and at which nothing points."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProductOutcomes:
    """What hangs on what.

    Parameters
    ----------
    floor, ceiling
        For each of `VARIANTS`, the level of what each part needs below it; of each of shape (parts,).
    own_floor, own_ceiling
        The gravest level of each part itself, over all its crossings, as chosen; shape (parts,).
    counts
        For each of `CLASSES`, how many different parts of that class each product holds, alternatives included; and of
        the last how many are of `NO_SIGN`; shape (products,).
    supposed, own_supposed
        The ceilings of what each part needs, and of itself, under what is supposed; None if nothing is; shape (parts,).
    """

    floor: Mapping[str, Levels]
    ceiling: Mapping[str, Levels]
    own_floor: Levels
    own_ceiling: Levels
    counts: Mapping[str, Ints]
    supposed: Levels | None = None
    own_supposed: Levels | None = None

    def frees(self, part: int, *, own: bool = False) -> bool:
        """Tell whether a part, or what it needs below it, is open and free under what is supposed."""
        levels = self.own_supposed if own else self.supposed
        verdict = self.own(part) if own else self.verdict(part)
        return levels is not None and verdict.ceiling > Outcome.FREE and Outcome(int(levels[part])) == Outcome.FREE

    def verdict(self, part: int, variant: str = VARIANTS[0]) -> Verdict:
        """Return floor and ceiling of what a part needs."""
        return Verdict(floor=Outcome(int(self.floor[variant][part])), ceiling=Outcome(int(self.ceiling[variant][part])))

    def own(self, part: int) -> Verdict:
        """Return floor and ceiling of a part itself."""
        return Verdict(floor=Outcome(int(self.own_floor[part])), ceiling=Outcome(int(self.own_ceiling[part])))


def stakes_of(bill: Bill, curbs: Curbs) -> ProductOutcomes:
    """Carry what the law makes of parts up to the products.

    A product needs all its lines and one choice of each group, so it is as curbed as the worst of its lines, and of a
    group as its best choice. A choice of which it is not decided what it is may be the one that is built in, so a
    product with one is at most as curbed as that: never free for the other choice alone.
    """
    found: dict[str, tuple[Levels, Levels]] = {}
    for variant in VARIANTS:
        least, most = curbs.levels(variant)
        certain = _up(bill, curbs, least)
        found[variant] = certain, _up(bill, curbs, most, above=(least, certain))
    floor, ceiling = (_own(bill, curbs, levels) for levels in curbs.levels(VARIANTS[0]))
    classes = _classes(floor, ceiling)
    classes[NO_SIGN] = classes[CLASSES[-1]] & _without_sign(bill, curbs)
    supposed = curbs.supposed_ceilings() if any(crossing.supposed is not None for crossing in curbs.crossings) else None
    return ProductOutcomes(
        floor={variant: ends[0] for variant, ends in found.items()},
        ceiling={variant: ends[1] for variant, ends in found.items()},
        own_floor=floor,
        own_ceiling=ceiling,
        counts=_counts(bill, curbs, classes),
        supposed=_up(bill, curbs, supposed, above=(curbs.levels(VARIANTS[0])[0], found[VARIANTS[0]][0]))
        if supposed is not None
        else None,
        own_supposed=_own(bill, curbs, supposed) if supposed is not None else None,
    )


def _up(bill: Bill, curbs: Curbs, levels: Levels, *, above: tuple[Levels, Levels] | None = None) -> Levels:
    """Carry levels of crossings up.

    Parameters
    ----------
    above
        If the levels are ceilings, the floors of the crossings, and those of the parts as they were carried up.
    """
    own, lines = levels[curbs.of_line], bill.lines
    found = levels[curbs.of_product].copy()
    for level in bill.structure.levels:
        chosen = level.lines
        ceiling = np.maximum(own[chosen], found[lines.part[chosen]])
        gravest(level, ceiling, found)
        if above is not None and len(level.grouped):
            crossing, carried = above
            floor = np.maximum(crossing[curbs.of_line[chosen]], carried[lines.part[chosen]])
            is_open = (lines.group[chosen] >= 0) & (ceiling > floor)
            np.maximum.at(found, lines.parent[chosen[is_open]], ceiling[is_open])
    return found


def _own(bill: Bill, curbs: Curbs, levels: Levels) -> Levels:
    found = levels[curbs.of_product].copy()
    np.maximum.at(found, bill.lines.part, levels[curbs.of_line])
    return found


def _classes(floor: Levels, ceiling: Levels) -> dict[str, Flags]:
    """Tell which parts are prohibited, need a licence, or are undetermined, by the words for people."""
    prohibited, free = floor >= Outcome.PROHIBITED_SAVE_SPECIAL, ceiling == Outcome.FREE
    licence = (floor > Outcome.FREE) & (ceiling < Outcome.PROHIBITED_SAVE_SPECIAL)
    return {
        "prohibited": prohibited,
        "licence required": licence,
        "undetermined": ~(prohibited | licence | free),
    }


Capped = tuple[NDArray[np.float64], NDArray[np.float64], Mapping[int, float]]
"""Worth a day and days of each product; and the most days that count for each part."""


def _without_sign(bill: Bill, curbs: Curbs) -> Flags:
    """Tell which parts were looked at and show no sign of control; shape (parts,)."""
    silent = np.array([*(way.standing is CodeStanding.UNLIKELY for way in curbs.crossings), False])
    parts: Flags = silent[curbs.of_product]
    parts[bill.lines.part[silent[curbs.of_line]]] = True
    return parts


def curbed_lines(bill: Bill, curbs: Curbs) -> Flags:
    """Tell which lines cross a border and may be curbed; shape (lines,)."""
    _, ceiling = curbs.levels(VARIANTS[0])
    del bill
    return np.greater(ceiling[curbs.of_line], Outcome.FREE)


def _counts(bill: Bill, curbs: Curbs, classes: Mapping[str, Flags]) -> dict[str, Ints]:
    """Count the different curbed parts in every product: bit sets carried up, some hundred parts at a time."""
    lines, products = bill.lines, bill.products
    curbed = curbed_lines(bill, curbs)
    parts = np.unique(lines.part[curbed])
    alone = np.flatnonzero(curbs.of_product != UNSTATED)
    totals = {name: np.zeros(len(products), dtype=np.int32) for name in classes}
    for start in range(0, len(parts), BLOCK):
        chosen = parts[start : start + BLOCK]
        bits = _carried(bill, chosen, curbed)[products]
        for name, members in classes.items():
            mask = _mask(members[chosen])
            totals[name] += np.bitwise_count(bits & mask).sum(axis=1).astype(np.int32)
    for name, members in classes.items():
        totals[name] += (np.isin(products, alone) & members[products]).astype(np.int32)
    return totals


def _carried(bill: Bill, chosen: NDArray[np.integer], curbed: Flags) -> NDArray[np.uint64]:
    """Return for each part the set of the chosen ones in it, as bits; shape (parts, words)."""
    lines, words = bill.lines, BLOCK // WORD
    place = np.full(len(bill.parts), UNSTATED, dtype=np.int32)
    place[chosen] = np.arange(len(chosen))
    found = np.zeros((len(bill.parts), words), dtype=np.uint64)
    for level in bill.structure.levels:
        every = level.lines
        part = lines.part[every]
        here = found[part]
        own = np.flatnonzero(curbed[every] & (place[part] >= 0))
        bit = place[part[own]]
        here[own, bit // WORD] |= np.uint64(1) << (bit % WORD).astype(np.uint64)
        count = len(level.plain)
        if count:
            found[level.parents] |= np.bitwise_or.reduceat(here[:count], level.starts, axis=0)
        if len(level.grouped):
            of_group = np.bitwise_or.reduceat(here[count:], level.choices[level.groups], axis=0)
            np.bitwise_or.at(found, level.group_parents, of_group)
    return found


def holders(
    bill: Bill, curbs: Curbs, weights: Sequence[NDArray[np.float64]], *, capped: Capped
) -> tuple[NDArray[np.int64], list[NDArray[np.float64]]]:
    """Return the curbed parts, and of each weight of products the sum over those that hold each part.

    Parameters
    ----------
    weights
        Each of shape (products,), such as ones, or revenues.
    capped
        Worth a day and days of each product, each of shape (products,), and the most days that count for a part; the
        sum of worth times days over the products that hold it comes last. A part that is left out counts for none.
    """
    curbed = curbed_lines(bill, curbs)
    _, ceiling = curbs.levels(VARIANTS[0])
    alone = bill.products[ceiling[curbs.of_product[bill.products]] > Outcome.FREE]
    parts = np.union1d(bill.lines.part[curbed], alone).astype(np.int64)
    sums = [np.zeros(len(parts)) for _ in weights]
    worth, days, most = capped
    lost = np.zeros(len(parts))
    limit = np.array([most.get(part, 0.0) for part in parts.tolist()])
    for start, chosen, held in _held(bill, parts, curbed, alone):
        here = slice(start, start + len(chosen))
        for total, weight in zip(sums, weights, strict=True):
            total[here] = weight @ held
        for short in np.unique(limit[here][limit[here] > 0]).tolist():  # few of them differ
            those = np.flatnonzero(limit[here] == short)
            lost[start + those] = (worth * np.minimum(days, short)) @ held[:, those]
    return parts, [*sums, lost]


def parts_held(bill: Bill, curbs: Curbs, wanted: Mapping[int, Collection[int]]) -> dict[int, tuple[int, ...]]:
    """Return, of the parts that are asked of each product, those that it holds and that cross a border on the way."""
    crosses = curbs.of_line != UNSTATED
    alone = bill.products[curbs.of_product[bill.products] != UNSTATED]
    parts = np.array(sorted({part for every in wanted.values() for part in every}), dtype=np.int64)
    place = {product: at for at, product in enumerate(bill.products.tolist())}
    by_product: dict[int, list[int]] = {product: [] for product in wanted}
    for _, chosen, held in _held(bill, parts, crosses, alone):
        for product, every in wanted.items():
            there = chosen[held[place[product]]].tolist()
            by_product[product] += [part for part in there if part in every]
    return {product: tuple(every) for product, every in by_product.items()}


def _held(
    bill: Bill, parts: NDArray[np.int64], curbed: Flags, alone: Ints
) -> Iterator[tuple[int, NDArray[np.int64], Flags]]:
    """Yield some parts at a time: where they begin, the parts, and which product holds which; (products, parts)."""
    for start in range(0, len(parts), BLOCK):
        chosen = parts[start : start + BLOCK]
        bits = _carried(bill, chosen, curbed)[bill.products]
        held = np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little")[:, : len(chosen)].astype(bool)
        held |= np.isin(bill.products, alone)[:, None] & (bill.products[:, None] == chosen[None, :])
        yield start, chosen, held


def _mask(members: Flags) -> NDArray[np.uint64]:
    bits = np.zeros(BLOCK, dtype=bool)
    bits[: len(members)] = members
    return np.packbits(bits, bitorder="little").view(np.uint64)


def curbed_in(bill: Bill, curbs: Curbs, product: int) -> Iterator[tuple[int, float]]:
    """Yield the curbed parts of one product, each with how many of it a unit holds at most."""
    lines = bill.lines
    many, held = np.zeros(len(bill.parts)), np.zeros(len(bill.parts))
    many[product] = 1.0
    curbed = curbed_lines(bill, curbs)
    for level in reversed(bill.structure.levels[: int(bill.structure.level[product])]):
        every = level.lines
        chosen = every[many[lines.parent[every]] > 0]
        amount = many[lines.parent[chosen]] * lines.high[chosen]
        np.add.at(many, lines.part[chosen], amount)
        np.add.at(held, lines.part[chosen[curbed[chosen]]], amount[curbed[chosen]])
    if curbs.of_product[product] != UNSTATED:
        held[product] = 1.0
    for part in np.flatnonzero(held).tolist():
        yield part, float(held[part])

"""A made-up bill of materials of an industrial firm, of any size, whose content is known by construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.files.formats import check_place
from sekisho.files.tables import table_kind, write_query
from sekisho.trade.bom.bill import Floats, Ints

NEXT_BELOW: Final = 0.45
"""Share of the lines of an assembly that are from the level next below."""
PER_PARENT: Final = 6
"""Lines of one parent, on average."""
ORIGINS: Final = ("JP", "DE", "CN", "KR", "TW", "US", "VN", "TH")
ORIGIN_SHARES: Final = (0.34, 0.1, 0.3, 0.06, 0.06, 0.06, 0.04, 0.04)
SOURCING: Final = ("single", "dual", "multiple", "sole")
SOURCING_SHARES: Final = (0.35, 0.3, 0.3, 0.05)
WORDS: Final = (
    "bracket",
    "screw",
    "housing",
    "shaft",
    "seal",
    "board",
    "cable",
    "sensor",
    "valve",
    "gear",
    "spring",
    "cover",
)
KINDS: Final = ("pump", "drive", "robot arm", "compressor", "servo unit", "spindle", "blower", "actuator")
MAGNETS: Final = 0.05
"""Share of bought parts that are magnets, which hold controlled metal."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Made:
    """A made-up bill, and what is true of it.

    Parameters
    ----------
    products
        Numbers of the products.
    share
        Value of the controlled metal in each product over its price; shape (products,).
    lines, parts
        How many there are.
    """

    products: tuple[str, ...]
    share: Floats
    lines: int
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tree:
    """Which part goes into which, the parts numbered from materials up to products; arrays of shape (lines,)."""

    parent: Ints
    part: Ints
    quantity: Floats
    first: tuple[int, ...]
    """First part of each level, and the number of all parts."""


def write_bom(
    out: Path,
    *,
    lines: int,
    products: int,
    depth: int,
    seed: int,
    metals: Sequence[str],
    magnet: str,
    vague: float = 0.0,
) -> Made:
    """Write a made-up bill of materials.

    Parameters
    ----------
    out
        A .csv or .parquet file.
    lines, products, depth
        About how many lines, how many finished goods, and levels of them.
    metals
        Control codes of metals that are counted as content.
    magnet
        Control code of the magnets that hold them.
    vague
        Share of the prices of bought parts that are stated by bounds only, 0 to 1.
    """
    import duckdb

    check_place(out, (".csv", ".parquet"))
    rng = np.random.default_rng(seed)
    tree = _tree(rng, lines, products, depth, len(metals))
    bought = np.arange(len(metals), tree.first[2])
    is_magnet = np.zeros(tree.first[-1], dtype=bool)
    is_magnet[bought] = rng.random(len(bought)) < MAGNETS
    is_magnet[len(metals) : 2 * len(metals)] = True
    held = _metal_lines(rng, np.flatnonzero(is_magnet), len(metals))
    price, worth = _prices(rng, tree, held, len(metals))
    names = _names(tree)
    columns = _columns(rng, tree, is_magnet, price, names, metals=metals, magnet=magnet, vague=vague)
    with duckdb.connect() as connection:
        connection.register("parts", columns)
        connection.register(
            "lines",
            {
                "parent": names[np.concatenate([held.parent, tree.parent])],
                "part": names[np.concatenate([held.part, tree.part])],
                "quantity": np.concatenate([np.round(held.quantity * 1000, 6), tree.quantity]),
                "unit": np.array(["g"] * len(held.parent) + ["piece"] * len(tree.parent), dtype=object),
            },
        )
        described = ", ".join(f"parts.{name}::VARCHAR AS {name}" for name in columns if name not in {"part", "unit"})
        empty = ", ".join(f"NULL::VARCHAR AS {name}" for name in columns if name not in {"part", "unit"})
        rows = (
            f"SELECT parent::VARCHAR AS parent, part::VARCHAR AS part, "
            f"regexp_replace(quantity::VARCHAR, '\\.0$', '') AS quantity, unit::VARCHAR AS unit, {empty} FROM lines "
            f"UNION ALL SELECT NULL, part::VARCHAR, NULL, unit::VARCHAR, {described} FROM parts"
        )
        write_query(connection, rows, out, table_kind(out))
    top = np.arange(tree.first[-2], tree.first[-1])
    return Made(
        products=tuple(names[top].tolist()),
        share=worth[top] / price[top],
        lines=len(tree.parent) + len(held.parent),
        parts=tree.first[-1],
    )


def _tree(rng: np.random.Generator, lines: int, products: int, depth: int, metals: int) -> _Tree:
    """Draw which part goes into which: most from the level just below, some from further down, quantities small."""
    parents = max(products, lines // PER_PARENT)
    inner = max(0, parents - products) // max(1, depth - 2)
    leaves = max(30, lines // 3)
    sizes = [metals, leaves, *[max(1, inner)] * max(0, depth - 2), products]
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
    parent, part = [], []
    for level in range(2, len(sizes)):
        count = rng.integers(2, 2 * PER_PARENT - 1, sizes[level])
        here = np.repeat(np.arange(first[level], first[level + 1]), count)
        below = np.where(rng.random(len(here)) < NEXT_BELOW, level - 1, rng.integers(1, level, len(here)))
        drawn = first[below] + (rng.random(len(here)) * (first[below + 1] - first[below])).astype(np.intp)
        pairs = np.unique(np.stack([here, drawn]), axis=1)
        parent.append(pairs[0])
        part.append(pairs[1])
    for level in range(1, len(sizes) - 1):
        idle = np.setdiff1d(np.arange(first[level], first[level + 1]), np.concatenate(part))
        above = level + 1 if level > 1 else rng.integers(2, len(sizes), len(idle))
        parent.append(first[above] + (rng.random(len(idle)) * (first[above + 1] - first[above])).astype(np.intp))
        part.append(idle)
    quantity = rng.choice([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 4.0], sum(map(len, part)))
    return _Tree(
        parent=np.concatenate(parent).astype(np.int32),
        part=np.concatenate(part).astype(np.int32),
        quantity=quantity,
        first=tuple(first.tolist()),
    )


def _metal_lines(rng: np.random.Generator, magnets: NDArray[np.intp], metals: int) -> _Tree:
    """Draw the metal that each magnet holds, in kg."""
    return _Tree(
        parent=magnets.astype(np.int32),
        part=(np.arange(len(magnets)) % metals).astype(np.int32),
        quantity=np.round(rng.uniform(0.1e-3, 2e-3, len(magnets)), 9),
        first=(),
    )


def _prices(rng: np.random.Generator, tree: _Tree, held: _Tree, metals: int) -> tuple[Floats, Floats]:
    """Return the price of each part, with a margin on what its parts cost, and the value of the metal in it."""
    count = tree.first[-1]
    price, worth = np.zeros(count), np.zeros(count)
    price[:metals] = np.round(rng.uniform(150, 900, metals), 2)
    worth[:metals] = price[:metals]
    bought = slice(tree.first[1], tree.first[2])
    price[bought] = np.round(np.exp(rng.normal(1.0, 1.4, tree.first[2] - tree.first[1])) + 0.01, 2)
    np.add.at(worth, held.parent, held.quantity * price[held.part])
    price[held.parent] = np.round(price[held.parent] + 1.5 * worth[held.parent], 2)
    for level in range(2, len(tree.first) - 1):
        own = slice(tree.first[level], tree.first[level + 1])
        lines = (tree.parent >= tree.first[level]) & (tree.parent < tree.first[level + 1])
        cost = np.zeros(count)
        np.add.at(cost, tree.parent[lines], tree.quantity[lines] * price[tree.part[lines]])
        np.add.at(worth, tree.parent[lines], tree.quantity[lines] * worth[tree.part[lines]])
        price[own] = np.ceil(cost[own] * rng.uniform(1.05, 1.4, len(cost[own])) * 100) / 100
    return price, worth


def _names(tree: _Tree) -> NDArray[np.object_]:
    """Name every part by its level and number."""
    names = np.empty(tree.first[-1], dtype=object)
    top = len(tree.first) - 2
    for level in range(top + 1):
        start, end = tree.first[level], tree.first[level + 1]
        kind = "R" if level == 0 else "P" if level == 1 else "F" if level == top else f"A{level}"
        names[start:end] = [f"{kind}-{number:06d}" for number in range(1, end - start + 1)]
    return names


def _columns(
    rng: np.random.Generator,
    tree: _Tree,
    is_magnet: NDArray[np.bool_],
    price: Floats,
    names: NDArray[np.object_],
    *,
    metals: Sequence[str],
    magnet: str,
    vague: float,
) -> dict[str, NDArray[np.object_]]:
    """Return what is said of each part, column by column."""
    count, raw, leaves, top = tree.first[-1], tree.first[1], tree.first[2], tree.first[-2]
    level_of = np.searchsorted(tree.first, np.arange(count), side="right") - 1
    bought = (level_of <= 1) & (np.arange(count) >= raw)
    texts = {name: np.full(count, None, dtype=object) for name in ("description", "unit", "origin", "supplier")}
    texts |= {name: np.full(count, None, dtype=object) for name in ("control_codes", "hs_code", "sourcing")}
    words = np.array(WORDS, dtype=object)[rng.integers(0, len(WORDS), count)]
    kinds = np.array(KINDS, dtype=object)[rng.integers(0, len(KINDS), count)]
    texts["description"][:] = np.where(is_magnet, "magnet", np.where(bought, words, "assembly"))
    texts["description"][:raw] = [f"metal {number}" for number in range(1, raw + 1)]
    texts["description"][top:] = [f"{kind} {number}" for number, kind in enumerate(kinds[top:], start=1)]
    texts["unit"][:] = "piece"
    texts["unit"][:raw] = "kg"
    texts["origin"][bought] = np.array(ORIGINS, dtype=object)[rng.choice(len(ORIGINS), bought.sum(), p=ORIGIN_SHARES)]
    texts["origin"][is_magnet] = "JP"
    texts["origin"][:raw] = "CN"
    texts["supplier"][bought] = [
        f"Example Supplier {number}" for number in rng.integers(1, max(2, leaves // 40), bought.sum())
    ]
    texts["supplier"][:raw] = [f"Example Metals {number}" for number in range(1, raw + 1)]
    texts["sourcing"][:raw] = "single"
    texts["control_codes"][bought] = "none"
    texts["control_codes"][is_magnet] = magnet
    texts["control_codes"][:raw] = list(metals)
    texts["sourcing"][bought] = np.array(SOURCING, dtype=object)[
        rng.choice(len(SOURCING), bought.sum(), p=SOURCING_SHARES)
    ]
    del texts["hs_code"]
    is_raw = np.arange(count) < raw
    low, high = np.round(price * 0.9, 4), np.round(price * 1.1, 4)
    value = np.array([f"{one:.2f}" for one in price], dtype=object)
    unsure = (bought | is_raw) & (rng.random(count) < vague)
    value[unsure] = [f"{one:.4f} to {other:.4f}" for one, other in zip(low[unsure], high[unsure], strict=True)]
    revenue = np.full(count, None, dtype=object)
    revenue[top:] = np.round(price[top:] * rng.integers(20, 5000, count - top)).astype(np.int64)
    return {
        "part": names,
        **texts,
        "unit_value": value,
        "currency": np.full(count, "USD", dtype=object),
        "stock_days": _where(bought | is_raw, rng.integers(5, 40, count)),
        "lead_days": _where(bought | is_raw, rng.integers(20, 300, count)),
        "second_source_cost": _where(is_raw, 1_000 * rng.integers(20, 200, count)),
        "revenue": revenue,
    }


def _where(said: NDArray[np.bool_], values: NDArray[np.int64]) -> NDArray[np.object_]:
    """Return numbers for the parts of which they are said, and nothing for the others."""
    found = values.astype(object)
    found[~said] = None
    return found

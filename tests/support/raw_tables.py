"""Made-up tables that balance, and what tests do to them: broken cells, and files in the layouts of publishers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from sekisho.impact.economy.table import Array, InputOutputTable, Sector

SHARED = next(
    (folder / "shared" / "data" for folder in Path(__file__).parents if (folder / "shared" / "data").is_dir()), Path()
)
"""Published tables, which are not part of the repository."""


def table_of(
    seed: int, *, sectors: int = 4, regions: int = 1, idle: bool = False, closed: bool = False
) -> InputOutputTable:
    """Make a table that balances: output is drawn, inputs are shares of it, the rest is final use and value added."""
    draw = np.random.default_rng(seed)
    size = sectors * regions
    output = draw.uniform(50, 5_000, size)
    weights = draw.uniform(0, 1, (size, size)) * (draw.uniform(0, 1, (size, size)) < 0.8)
    flows = (
        weights
        / weights.sum(axis=1, keepdims=True).clip(1e-9)
        * output[:, None]
        * draw.uniform(0.2, 0.6, size)[:, None]
    )
    # Columns must leave room for value added.
    flows *= np.minimum(1.0, 0.6 * output / flows.sum(axis=0).clip(1e-9))
    imports = np.zeros((sectors, size)) if closed else draw.uniform(0, 0.1, (sectors, size)) * output / sectors
    taxes = output * draw.uniform(0, 0.02, size)
    if idle:
        for array in (flows, imports):
            array[..., -1] = 0.0
        flows[-1], output[-1], taxes[-1] = 0.0, 0.0, 0.0
    return InputOutputTable(
        name="made-up",
        year=2020,
        unit="million USD",
        source="made up",
        regions=("JP", "CN", "KR", "US", "AU")[:regions],
        sectors=tuple(Sector(code=f"{at + 1:02d}", name=f"Sector {at + 1}", scheme="made-up") for at in range(sectors)),
        flows=flows,
        imports=imports,
        final=output - flows.sum(axis=1),
        output=output,
        value_added=output - flows.sum(axis=0) - imports.sum(axis=0) - taxes,
        taxes=taxes,
    )


tables = st.builds(
    table_of,
    st.integers(0, 10_000),
    sectors=st.integers(2, 7),
    regions=st.integers(1, 3),
    idle=st.booleans(),
)
"""Tables that balance, with one or several regions."""

single_tables = st.builds(table_of, st.integers(0, 10_000), sectors=st.integers(2, 7))
"""The same, of one region."""


def with_cell(table: InputOutputTable, name: str, at: tuple[int, ...], value: float) -> InputOutputTable:
    """Change one cell of one array."""
    array = np.array(getattr(table, name))
    array[at] = value
    changes: dict[str, Any] = {name: array}
    return replace(table, **changes)


def same(one: InputOutputTable, other: InputOutputTable, *, relative: float = 1e-12) -> bool:
    """Tell whether two tables have the same figures, each array compared against its largest cell."""
    names = ("flows", "imports", "final", "output", "value_added", "taxes")
    pairs = [(getattr(one, name), getattr(other, name)) for name in names]
    pairs += [(one.origins[origin], other.origins[origin]) for origin in one.origins]
    return one.origins.keys() == other.origins.keys() and all(
        left.shape == right.shape and np.abs(left - right).max(initial=0) <= relative * np.abs(left).max(initial=1)
        for left, right in pairs
    )


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def totals(table: InputOutputTable) -> dict[str, Array]:
    """Make the figures of a table of total uses out of one of one region, by product.

    Home final use of imports is made up; imports cover it and the imported inputs.
    """
    exports = 0.3 * table.final
    home = 0.7 * table.final
    bought = 0.1 * home
    return {
        "uses": table.flows + table.imports,
        "home": home + bought,
        "exports": exports,
        "imports": table.imports.sum(axis=1) + bought,
    }


HOME = {"HFCE": 0.5, "NPISH": 0.1, "GGFC": 0.2, "GFCF": 0.3, "INVNT": -0.1, "CONS_ABR": 0.0, "CONS_NONRES": 0.0}
"""How home final use is split in files of the OECD's layout."""


def oecd_cells(table: InputOutputTable, codes: Sequence[str]) -> dict[tuple[str, str], float]:
    """Lay a table of one region out as total uses in the words of the OECD: row and column to value."""
    parts = totals(table)
    cells: dict[tuple[str, str], float] = {}
    for row, code in enumerate(codes):
        cells |= {(code, user): parts["uses"][row, column] for column, user in enumerate(codes)}
        cells |= {(code, name): part * parts["home"][row] for name, part in HOME.items()}
        cells |= {(code, "EXPO"): parts["exports"][row], (code, "IMPO"): -parts["imports"][row]}
    for column, user in enumerate(codes):
        taxes = table.taxes[column]
        cells |= {("TXS_IMP_FNL", user): 0.25 * taxes, ("TXS_INT_FNL", user): 0.75 * taxes}
        cells |= {("TTL_INT_FNL", user): parts["uses"][:, column].sum() + taxes}
        cells |= {("VALU", user): table.value_added[column], ("OUTPUT", user): table.output[column]}
    return cells


def oecd_long(path: Path, cells: dict[tuple[str, str], float], *, country: str = "JPN", year: int = 2018) -> Path:
    """Write total uses as a row a cell."""
    rows = ((country, year, row, column, repr(float(value))) for (row, column), value in cells.items())
    return write(path, ("iso3", "year", "row_code", "col_code", "value"), rows)


def oecd_wide(
    path: Path, cells: dict[tuple[str, str], float], codes: Sequence[str], *, head: str = "TTL_", mark: str = ""
) -> Path:
    """Write total uses as the OECD publishes them: a column a column; what is not stated there is 0."""
    columns = [*codes, *HOME, "EXPO", "IMPO"]
    rows = [*codes, "TXS_IMP_FNL", "TXS_INT_FNL", "TTL_INT_FNL", "VALU", "OUTPUT"]
    labels = [f"{head}{mark}{row}" if row in codes else row for row in rows]
    lines = (
        (label, *(repr(float(cells.get((row, column), 0.0))) for column in columns))
        for label, row in zip(labels, rows, strict=True)
    )
    return write(path, ("V1", *(f"{mark}{column}" if column in codes else column for column in columns)), lines)

"""Make the table of Japan that is shipped from the one that the OECD publishes.

Usage: python scripts/japan_table.py TABLE [--year 2018] [--out FOLDER]

TABLE is the long form of the OECD's table of total uses (iso3, year, row_code, col_code, value; million USD). What is
written, `src/sekisho_measures/economy/tables/jpn-YEAR.csv`, holds derived figures: inputs split into home-made and
imported by the share of each product in its supply, final uses added up to home and exports. Figures are rounded to
0.1; home final use takes what rounding leaves, so that every row adds up to its output.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from decimal import Decimal
from pathlib import Path

import numpy as np

from sekisho.impact.economy.tables.import_split import split_imports

OUT = Path(__file__).resolve().parents[1] / "src/sekisho_measures/economy/tables"
CODES = [f"{number:02d}" for number in range(1, 46)]
HOME = ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "CONS_ABR", "CONS_NONRES"]
TAXES = ["TXS_IMP_FNL", "TXS_INT_FNL"]
Cells = dict[tuple[str, str], float]
TENTH = Decimal("0.1")


def published(path: Path, year: str) -> Cells:
    """Read the cells of Japan in one year."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["iso3"] == "JPN" and row["year"] == year]
    return {(row["row_code"], row["col_code"]): float(row["value"]) for row in rows}


def tenths(value: float) -> Decimal:
    """Round to one decimal, in decimal arithmetic, so that sums are exact; never to minus zero."""
    return Decimal(str(float(value))).quantize(TENTH) + 0


def derived(cells: Cells) -> list[tuple[str, ...]]:
    """Split uses by where products are made; kinds are explained in the reference of table formats."""
    uses = np.array([[cells[row, column] for column in CODES] for row in CODES])
    home = np.array([sum(cells[row, column] for column in HOME) for row in CODES])
    exports = np.array([cells[row, "EXPO"] for row in CODES])
    imports = np.array([-cells[row, "IMPO"] for row in CODES])
    output = np.array([cells["OUTPUT", column] for column in CODES])
    split = split_imports(uses=uses, home_final=home, exports=exports, imports=imports, output=output, codes=CODES)
    rows: list[tuple[str, ...]] = []

    def put(kind: str, seller: tuple[str, str], buyer: tuple[str, str], value: Decimal) -> None:
        if value or kind in {"X", "V"}:
            rows.append((kind, *seller, *buyer, str(value)))

    for at, code in enumerate(CODES):
        made = [tenths(value) for value in split.domestic[at]]
        for user, value in zip(CODES, made, strict=True):
            put("Z", ("JP", code), ("JP", user), value)
        sold = tenths(exports[at])
        put("F", ("JP", code), ("JP", "HOME"), tenths(output[at]) - sum(made) - sold)
        put("F", ("JP", code), ("", "EXPORT"), sold)
    for at, code in enumerate(CODES):
        for user, total, part in zip(CODES, uses[at], split.domestic[at], strict=True):
            put("M", ("", code), ("JP", user), tenths(total) - tenths(part))
    for code in CODES:
        put("T", ("", "TAX"), ("JP", code), sum((tenths(cells[row, code]) for row in TAXES), Decimal(0)))
        put("V", ("", "VALU"), ("JP", code), tenths(cells["VALU", code]))
        put("X", ("JP", code), ("", ""), tenths(cells["OUTPUT", code]))
    return rows


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("--year", default="2018")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    rows = derived(published(options.table, options.year))
    out = options.out / f"jpn-{options.year}.csv"
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "from_region", "from_code", "to_region", "to_code", "value"))
        writer.writerows(rows)
    print(f"Wrote {out}: {len(rows):,} rows.")


if __name__ == "__main__":
    main()

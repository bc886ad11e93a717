"""How processor seconds and memory grow: with lines, clauses, columns that are no facts or name parties, listed names.

Every figure is taken in a process of its own, and is a cost beside the smallest size of its kind: `times` what it costs
there, against `size`, how much more there is. A cost that grows as the work does has `exponent` 1 at most; what does
not depend on the work (opening DuckDB, the index of names) makes it smaller, a method that is not linear larger.

A line is measured beside a bare copy of it too: what it costs to determine a line that is added to a book, against what
DuckDB alone takes to copy its columns. Work that is added to every line shows there, though it grows as lines do.

    python benchmarks/growth.py                 # the whole table; takes long
    python benchmarks/growth.py --check         # small sizes, about two minutes; fails where something grows too fast
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, product, repeat
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb
from clauses import made_clauses, write_lines, write_package
from invented_parties import clean_book, listed, write_book, write_listed
from measuring import BUILD, child, peak_mib, save, show
from orders import book

from sekisho import determine_book, load_measures

SEED: Final = 8
DAY: Final = "2026-11-24"
LINES_A_CLAUSE: Final = 30_000
"""Lines of the book that is judged under more and more clauses."""
NAMES_ASKED: Final = 1_000
WHOLE: Final[Mapping[str, tuple[int, ...]]] = {
    "lines": (100_000, 1_000_000, 10_000_000, 100_000_000),
    "clauses": (50, 100, 300, 1_000),
    "columns": (1, 10, 100, 1_000, 5_000),
    "parties": (10, 100, 300, 700, 1_500),
    "names": (400, 1_500, 10_000, 150_000),
}
SMALL: Final[Mapping[str, tuple[int, ...]]] = {
    "lines": (20_000, 400_000),
    "clauses": (50, 300),
    "columns": (10, 400),
    "parties": (40, 200),
    "names": (400, 2_000),
}
BOUNDS: Final[Mapping[str, float]] = {"lines": 0.6, "clauses": 0.4, "columns": 0.6, "parties": 0.7, "names": 0.5}
"""Exponents above which `--check` fails. Measured on 29 November 2026, on two cores: 0.23, 0.06, 0.06 and 0.04, and up
to 0.28 on a loaded machine with other sizes; the rest is room for noise. What is not linear passes it:
400 columns that cost the square of their number have 2, and 1.2 with what is fixed. Columns of parties, measured on
1 December: 0.2 to 0.35, and 1.3 while a question joined a table for each column."""

BESIDE: Final = (400_000, 1_400_000)
"""Lines of the books between which a line is measured: what is fixed falls out of the difference. The smaller names
nearly every party and every signature of the larger."""
TIMES_A_COPY: Final = 3.2
"""Times a bare copy above which `--check` fails. Measured on 1 December 2026, on two cores under a load of 2 to 4: 2.1
to 2.6, and 2.8 to 3.3 before a day's work on it; the rest is room for noise."""


def lines(size: int, folder: Path) -> float:
    """Determine the example book."""
    made = book(BUILD, size, kind="example", seed=SEED)
    library = load_measures(cache=BUILD / "cache")
    return _timed(lambda: determine_book(made, library, out=folder / "results.parquet", as_of=DAY))


def clauses(size: int, folder: Path) -> float:
    """Determine a book, each fact of each line drawn by itself, under made-up clauses."""
    made = BUILD / f"made-{LINES_A_CLAUSE}-{SEED}.parquet"
    if not made.exists():
        write_lines(made, LINES_A_CLAUSE, SEED)
    write_package(folder / "made", made_clauses(size, SEED))
    library = load_measures([folder / "made"])
    return _timed(lambda: determine_book(made, library, out=folder / "results.parquet"))


def columns(size: int, folder: Path) -> float:
    """Determine eight lines with columns that are no facts, each with cells of its own: the hardest such book."""
    return _wide(folder, [[f"v{row * 31 + at}x{at % 7}" for at in range(size)] for row in range(8)])


def parties(size: int, folder: Path) -> float:
    """Determine eight lines with columns that are no facts, of which each cell names a listed party."""
    library = load_measures(cache=BUILD / "cache")
    listed_names = [name for entry in library.entries for name in entry.names]
    draw = Random(SEED)  # noqa: S311 - a seeded book, no secret
    return _wide(folder, [draw.choices(listed_names, k=size) for _ in range(8)])


def _wide(folder: Path, rows: list[list[str]]) -> float:
    """Determine lines with further cells, in columns whose headers say nothing."""
    made = folder / "wide.csv"
    with made.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ("line", "origin", "destination", "control_codes", *(f"field {at}" for at in range(len(rows[0]))))
        )
        table.writerows(("L1", "CN", "JP", "3C001.a", *cells) for cells in rows)
    library = load_measures(cache=BUILD / "cache")
    return _timed(lambda: determine_book(made, library, out=folder / "results.parquet", as_of=DAY))


def names(size: int, folder: Path) -> float:
    """Screen names against listed parties; the index is built before."""
    from screening_own import screener

    barred = listed(size, SEED)
    asked = list(clean_book(NAMES_ASKED, SEED, barred))
    write_book(folder / "asked.csv", asked)
    screen, _ = screener(write_listed(folder / "listed.csv", barred))
    return _timed(lambda: list(screen.screen_all([name for name, _ in asked], workers=1)))


def copy(size: int, folder: Path) -> float:
    """Copy all columns of the example book by DuckDB alone."""
    made = book(BUILD, size, kind="example", seed=SEED)
    with duckdb.connect() as connection:
        sql = f"COPY (SELECT * FROM read_parquet('{made}')) TO '{folder / 'copy.parquet'}' (FORMAT parquet)"  # noqa: S608 - own files
        return _timed(lambda: connection.execute(sql))


KINDS: Final[Mapping[str, Callable[[int, Path], float]]] = {
    "lines": lines,
    "clauses": clauses,
    "columns": columns,
    "parties": parties,
    "names": names,
}


def _timed(work: Callable[[], object]) -> float:
    """Return the processor seconds of some work, of all its threads."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(kind: str, sizes: tuple[int, ...], runs: int) -> list[dict[str, Any]]:
    """Take the figures of one kind; of several runs the least, which other work disturbed least."""
    found = [min((child(__file__, "--child", kind, size) for _ in range(runs)), key=_cost) for size in sizes]
    first = found[0]
    return [
        {
            "grows": kind,
            "size": size,
            "cpu_seconds": one["cpu_seconds"],
            "peak_mib": one["peak_mib"],
            "times": one["cpu_seconds"] / first["cpu_seconds"],
            "exponent": exponent(size / sizes[0], one["cpu_seconds"] / first["cpu_seconds"]),
        }
        for size, one in zip(sizes, found, strict=True)
    ]


def _cost(found: Mapping[str, Any]) -> float:
    return float(found["cpu_seconds"])


def beside_a_copy(runs: int) -> dict[str, Any]:
    """Measure a line that is added to a book beside a bare copy of it; of several runs the least of each."""
    found = {kind: [math.inf] * len(BESIDE) for kind in ("lines", "copy")}
    for _, (place, size), kind in product(range(runs), enumerate(BESIDE), found):
        found[kind][place] = min(found[kind][place], _cost(child(__file__, "--child", kind, size)))
    million = {kind: (great - small) / (BESIDE[1] - BESIDE[0]) * 1e6 for kind, (small, great) in found.items()}
    return {
        "cpu_a_million": million["lines"],
        "copy_a_million": million["copy"],
        "times_a_copy": million["lines"] / million["copy"],
    }


def too_dear(beside: Mapping[str, Any]) -> list[str]:
    """Say whether a line costs more beside a bare copy than it may."""
    times = beside["times_a_copy"]
    dear = f"a line costs {times:.1f} times a bare copy of it, at most {TIMES_A_COPY}"
    return [dear] if times > TIMES_A_COPY else []


def exponent(size: float, cost: float) -> float:
    """Return the power of its size with which a cost grows; 0 for the smallest size.

    >>> exponent(10, 10), exponent(10, 100), exponent(1, 1)
    (1.0, 2.0, 0.0)
    """
    return round(math.log(cost) / math.log(size), 2) if size > 1 else 0.0


def too_fast(rows: list[dict[str, Any]]) -> list[str]:
    """Say what grows faster than its bound."""
    return [
        f"{row['grows']}: {row['size']:,} cost {row['times']:.1f} times the least, exponent {row['exponent']}, "
        f"at most {BOUNDS[row['grows']]}"
        for row in rows
        if row["exponent"] > BOUNDS[row["grows"]]
    ]


def main() -> None:
    """Take the figures; `--child` is one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=list(KINDS), nargs="+", default=list(KINDS))
    parser.add_argument("--most", type=int, default=10_000_000, help="largest size; a hundred million lines need 40 GB")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="small sizes, and fail where something grows too fast")
    parser.add_argument("--child", nargs=2, metavar=("KIND", "SIZE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    if given.child:
        with TemporaryDirectory() as folder:
            seconds = {**KINDS, "copy": copy}[given.child[0]](int(given.child[1]), Path(folder))
        print(json.dumps({"cpu_seconds": seconds, "peak_mib": peak_mib()}))
        return
    sizes = SMALL if given.check else WHOLE
    chosen = [tuple(size for size in sizes[kind] if size <= given.most) for kind in given.kind]
    # Two kinds at once for a check: it counts processor time alone, and has room for what they take from each other.
    with ThreadPoolExecutor(2 if given.check else 1) as pool:
        rows = list(chain.from_iterable(pool.map(measure, given.kind, chosen, repeat(given.runs))))
    show("Growth", rows)
    save("growth-check" if given.check else "growth", rows)
    faults = too_fast(rows)
    if "lines" in given.kind:
        beside = beside_a_copy(max(given.runs, 2))
        show("A line beside a bare copy", [beside])
        save("growth-copy", [beside])
        faults += too_dear(beside)
    if given.check and faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":
    main()

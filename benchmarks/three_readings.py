# ruff: noqa: S608 - reads the clock, and takes the bulk path apart to run it with one reading
"""Three readings against one: what the narrow and the broad reading cost beside the central one.

The same book goes from Parquet to Parquet twice, once with three readings compiled and written and once with one.
The steps are those of `determine_book`; reading and typing, which no reading changes, are part of both times.

    python benchmarks/three_readings.py --lines 1000000
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
from measuring import BUILD, child, median, save, show
from orders import KINDS, book

from sekisho import Reading, load_measures
from sekisho.determination.book import bulk

SPARE = "narrow_floor, narrow_ceiling, broad_floor, broad_ceiling"
TARGET = 2.0


def run(path: Path, as_of: str, out: Path, readings: int) -> dict[str, Any]:
    """Determine a book once, under the first or under all readings."""
    library = load_measures()
    encode, write = bulk.encode, bulk.write_results

    def fewer(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever encode takes and gives
        kwargs["variants"] = kwargs["variants"][:readings]
        return encode(*args, **kwargs)

    def padded(connection: Any, stage: Any, verdicts: Any, *rest: Any) -> None:  # noqa: ANN401 - the same
        """Write one reading: the columns of the others repeat it, and are then left out."""
        times = len(Reading) // readings
        full = replace(verdicts, floor=verdicts.floor * times, ceiling=verdicts.ceiling * times)
        if readings == 1:
            connection = _Fewer(connection)
        write(connection, stage, full, *rest)

    bulk.encode, bulk.write_results = fewer, padded  # type: ignore[attr-defined]
    start = time.perf_counter()
    result = bulk.determine_book(path, library, out=out, as_of=as_of)
    seconds = time.perf_counter() - start
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{out}')").fetchall()
    if ("narrow_floor" in {row[0] for row in described}) is not (readings == len(Reading)):
        raise SystemExit("The run did not write the columns that were to be compared.")
    return {"lines": result.lines, "seconds": seconds}


class _Fewer:
    """A connection that leaves the columns of the second and third reading out of what it writes."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - DuckDB's
        self.connection = connection

    def execute(self, sql: str, *more: Any) -> Any:  # noqa: ANN401 - DuckDB's
        return self.connection.execute(sql.replace("EXCLUDE (", f"EXCLUDE ({SPARE}, "), *more)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - DuckDB's
        return getattr(self.connection, name)


def main() -> None:
    """Compare; `--child` is one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--as-of", nargs="+", default=["2026-09-30", "2026-11-24"])
    parser.add_argument("--kind", choices=KINDS, nargs="+", default=list(KINDS))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        path, as_of, out, readings = given.child
        print(json.dumps(run(Path(path), as_of, Path(out), int(readings))))
        return
    rows = []
    for kind in given.kind:
        path = book(BUILD, given.lines, kind=kind, seed=1)
        for as_of in given.as_of:
            found: dict[int, list[float]] = {1: [], 3: []}
            for _ in range(given.runs):  # in turn, so that a machine that slows down slows both
                for readings, seconds in found.items():
                    seconds.append(child(__file__, "--child", path, as_of, BUILD / "r.parquet", readings)["seconds"])
            rows.append(
                {
                    "book": path.stem,
                    "as_of": as_of,
                    "three_seconds": median(found[3]),
                    "one_seconds": median(found[1]),
                    "three_to_one": median(three / one for three, one in zip(found[3], found[1], strict=True)),
                    "target": TARGET,
                }
            )
    show("Three readings against one", rows)
    save("three-readings", rows)


if __name__ == "__main__":
    main()

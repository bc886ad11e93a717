"""Order books by Spark on this machine, beside DuckDB on the same file: lines a second, processor seconds, memory.

Each run is a process of its own that starts its engine, determines a small book once to warm it up, and is then timed
on the book. Seconds are those of the timed run; the start and the small book stand apart (`start_seconds`). Memory is
of the process and its Java together. Results are compared line by line, and a difference is a failure.

    python benchmarks/spark.py --lines 200000 1000000 5000000 --masters 'local[1]' 'local[2]'
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from measuring import BUILD, TreeMemory, _family, child, median, save, show
from orders import KINDS, book

from sekisho import load_measures
from sekisho.cli.engine import engine_of

AS_OF = "2026-09-30"
WARM_UP = 20_000
TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds() -> float:
    """Return the processor seconds of this process and of the Java that it started, so far."""
    spent = 0
    for process in _family(os.getpid()):
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        spent += int(fields[11]) + int(fields[12])
    return spent / TICK


def run(engine: str, path: Path, warm: Path, out: Path) -> dict[str, object]:
    """Determine a book once on one engine."""
    name, _, setting = engine.partition(" ")
    spark = name == "spark"
    start = time.perf_counter()
    library = load_measures()
    options: dict[str, Any] = {
        "threads": None if spark else int(setting),
        "master": setting if spark else None,
        "remote": None,
        "settings": {"spark.driver.memory": "3g"} if spark else {},
    }
    with TreeMemory() as memory, engine_of(name, **options) as determine_lines:
        determine_lines(warm, library, out=out, as_of=AS_OF)
        started = time.perf_counter() - start
        stages: list[tuple[str, float]] = []
        watch: Callable[[str, float], None] = lambda stage, _share: stages.append((stage, time.perf_counter()))  # noqa: E731
        start, busy = time.perf_counter(), cpu_seconds()
        result = determine_lines(path, library, out=out, as_of=AS_OF, progress=watch)
        seconds, spent = time.perf_counter() - start, cpu_seconds() - busy
    parts = {stage: at - start for stage, at in stages if stage in {"reading distinct values", "deciding", "writing"}}
    return {
        "lines": result.lines,
        "seconds": seconds,
        "cpu_seconds": spent,
        "start_seconds": started,
        "peak_mib": memory.peak_mib,
        "parts": parts,
        "load": os.getloadavg()[0],
    }


def same(one: Path, other: Path) -> None:
    """Compare two results line by line."""
    with duckdb.connect() as connection:
        first, second = (connection.read_parquet(str(place)) for place in (one, other))
        for left, right in ((first, second), (second, first)):
            differ = len(_as_text(left).except_(_as_text(right)))
            if differ:
                raise SystemExit(f"{differ:,} lines of {one} are not as in {other}.")


def _as_text(results: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    return results.project(", ".join(f'"{name}"::VARCHAR' for name in results.columns))


def measure(path: Path, engines: list[str], runs: int) -> list[dict[str, object]]:
    """Determine a book by every engine in turn, several times, and take medians."""
    warm = book(BUILD, WARM_UP, kind="example", seed=1)
    found: dict[str, list[dict[str, Any]]] = {engine: [] for engine in engines}
    places = {engine: BUILD / f"results-{re.sub(r'[^a-z0-9]+', '-', engine)}" for engine in engines}
    places = {e: place.with_suffix(".parquet") if e.startswith("duckdb") else place for e, place in places.items()}
    for _ in range(runs):
        for engine in engines:
            found[engine].append(child(__file__, "--child", engine, path, warm, places[engine]))
            print(path.stem, engine, json.dumps(found[engine][-1]), flush=True)
    files = [place / "*.parquet" if place.is_dir() else place for place in places.values()]
    for other in files[1:]:
        same(files[0], other)
    rows: list[dict[str, object]] = []
    least = median(one["cpu_seconds"] for one in found[engines[0]])
    for engine, each in found.items():
        seconds, cpu = median(one["seconds"] for one in each), median(one["cpu_seconds"] for one in each)
        rows.append(
            {
                "book": path.stem,
                "engine": engine,
                "lines": each[0]["lines"],
                "seconds": seconds,
                "lines_per_second": each[0]["lines"] / seconds,
                "cpu_seconds": cpu,
                "lines_per_cpu_second": each[0]["lines"] / cpu,
                "times_the_cpu": cpu / least,
                "peak_mib": max(one["peak_mib"] for one in each),
                "start_seconds": median(one["start_seconds"] for one in each),
                "load": median(one["load"] for one in each),
            }
        )
    return rows


def main() -> None:
    """Measure books of several sizes; `--child` is one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[200_000, 1_000_000, 5_000_000])
    parser.add_argument("--masters", nargs="+", default=["local[1]", "local[2]"])
    parser.add_argument("--kind", choices=KINDS, nargs="+", default=["example"])
    parser.add_argument("--threads", type=int, default=2, help="of DuckDB")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--child", nargs=4, metavar=("ENGINE", "BOOK", "WARM", "OUT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        engine, *places = given.child
        print(json.dumps(run(engine, *map(Path, places))))
        return
    engines = [f"duckdb {given.threads}", *(f"spark {master}" for master in given.masters)]
    books = [book(BUILD, lines, kind=kind, seed=1) for kind in given.kind for lines in given.lines]
    figures = [row for path in books for row in measure(path, engines, given.runs)]
    show("Parquet to Parquet", figures)
    save("spark", figures)


if __name__ == "__main__":
    main()

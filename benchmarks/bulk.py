"""Order books through the real library, Parquet to Parquet: lines a second, memory, signatures, time by stage.

Every run is a process of its own: the library is loaded, then `determine_book` reads the book and writes outcome,
floor and ceiling under three readings, decisive and open clauses, missing facts, duties and branches of every line,
with a run card.
The seconds are those of `determine_book`; loading the library is shown apart. CPU seconds are those of all threads:
where other work shares the machine they tell more than the clock does. Beside each book, in the same run, stand a bare
`COPY` of all its columns by DuckDB, and the same run over its first lines alone: what is left when that fixed cost is
taken off is the cost of a line.

    python benchmarks/bulk.py --lines 1000000 2000000 10000000 --runs 3
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
from measuring import BUILD, Stopwatch, child, median, peak_mib, save, show
from orders import KINDS, book

from sekisho import load_measures
from sekisho.determination.book import bulk, encoder

STAGES = (
    ("sekisho.determination.book.bulk", "open_for", "open"),
    ("sekisho.determination.book.bulk", "clean_remembered", "clean"),
    ("sekisho.determination.book.bulk", "_check_read", "clean"),
    ("sekisho.determination.book.bulk", "encode", "other encoding"),
    ("sekisho.determination.book.encoder", "_days", "dates"),
    ("sekisho.determination.book.encoder", "compile_law", "compile"),
    ("sekisho.determination.book.encoder", "_column", "type and cut"),
    ("sekisho.determination.book.encoder", "_aside", "type and cut"),
    ("sekisho.determination.book.engine", "pack", "pack lines"),
    ("sekisho.determination.book.engine", "distinct", "signatures"),
    ("sekisho.determination.book.encoder", "derive", "derive"),
    ("sekisho.determination.book.encoder", "EncodedBook.verdicts", "decide"),
    ("sekisho.determination.book.bulk", "queued", "triage"),
    ("sekisho.determination.book.bulk", "parties_met", "parties met"),
    ("sekisho.determination.book.bulk", "summary_of", "summary"),
    ("sekisho.determination.book.bulk", "book_reading", "told of the book"),
    ("sekisho.determination.book.bulk", "settings_inputs", "told of the book"),
    ("sekisho.files.staging", "_sha256", "hash book"),
    ("sekisho.determination.book.bulk", "write_results", "join and write"),
)
MEMORY_LIMIT_MIB = 2048
FIRST = 8
"""Lines of the book that stands for the fixed cost of a run."""


def run(book_path: Path, as_of: str, out: Path) -> dict[str, object]:
    """Determine a book once, with a stopwatch on the stages."""
    start = time.perf_counter()
    library = load_measures()
    loaded = time.perf_counter() - start
    watch, stages = Stopwatch(), list[encoder.EncodedBook]()
    for module, function, stage in STAGES:
        watch.watch(module, function, stage)
    encoded = bulk.encode

    def keep(*args: Any, **kwargs: Any) -> encoder.EncodedBook:  # noqa: ANN401 - whatever encode takes
        stages.append(encoded(*args, **kwargs))
        return stages[-1]

    bulk.encode = keep  # type: ignore[attr-defined]
    start, busy = time.perf_counter(), time.process_time()
    result = bulk.determine_book(book_path, library, out=out, as_of=None if as_of == "each" else as_of)
    seconds, used = time.perf_counter() - start, time.process_time() - busy
    return {
        "lines": result.lines,
        "signatures": len(stages[0].counts),
        "clauses": max(len(law.clauses) for law in stages[0].laws),
        "seconds": seconds,
        "cpu_seconds": used,
        "load": loaded,
        "peak_mib": peak_mib(),
        "stages": {**watch.cpu, "rest": used - sum(watch.cpu.values())},
        "by_headline": dict(result.by_headline),
    }


def bare(book_path: Path, out: Path) -> dict[str, float]:
    """Copy all columns of a book by DuckDB alone."""
    start, busy = time.perf_counter(), time.process_time()
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_parquet('{book_path}')) TO '{out}' (FORMAT parquet)"  # noqa: S608 - own files
        )
    return {"seconds": time.perf_counter() - start, "cpu_seconds": time.process_time() - busy}


def first_lines(path: Path) -> Path:
    """Return a book of the first lines of another, made if it is not there yet."""
    short = BUILD / f"{path.stem}-first{FIRST}.parquet"
    if not short.exists():
        with duckdb.connect() as connection:
            connection.execute(
                f"COPY (SELECT * FROM read_parquet('{path}') LIMIT {FIRST}) TO '{short}' (FORMAT parquet)"  # noqa: S608 - own files
            )
    return short


def measure(path: Path, as_of: str, runs: int) -> dict[str, Any]:
    """Determine a book several times, copy it as often, and take medians."""
    found, copied = [], []
    for _ in range(runs):
        copied.append(child(__file__, "--bare", path, BUILD / "copy.parquet"))
        found.append(child(__file__, "--child", path, as_of, BUILD / "results.parquet"))
    fixed = child(__file__, "--child", first_lines(path), as_of, BUILD / "results.parquet")["cpu_seconds"]
    seconds, lines = [one["seconds"] for one in found], found[0]["lines"]
    used, copy = median(one["cpu_seconds"] for one in found), median(one["cpu_seconds"] for one in copied)
    return {
        "book": path.stem,
        "as_of": as_of,
        "lines": lines,
        "signatures": found[0]["signatures"],
        "seconds": median(seconds),
        "fastest": min(seconds),
        "slowest": max(seconds),
        "cpu_seconds": used,
        "fixed_cpu": fixed,
        "cpu_a_million": (used - fixed) / lines * 1e6,
        "lines_per_second": lines / median(seconds),
        "copy_seconds": median(one["seconds"] for one in copied),
        "copy_cpu": copy,
        "times_the_copy": copy / used,
        "clauses": found[0]["clauses"],
        "peak_mib": max(one["peak_mib"] for one in found),
        "load_seconds": median(one["load"] for one in found),
        "stages": {stage: median(one["stages"].get(stage, 0.0) for one in found) for stage in found[0]["stages"]},
        "by_headline": found[0]["by_headline"],
    }


def report(figures: Iterable[dict[str, Any]]) -> None:
    """Print the figures, then the CPU seconds of each stage."""
    figures = list(figures)
    apart = {"stages", "by_headline"}
    show("Parquet to Parquet", [{k: v for k, v in figure.items() if k not in apart} for figure in figures])
    stages = dict.fromkeys(stage for figure in figures for stage in figure["stages"])
    shares = [
        {"stage": stage}
        | {f"{figure['book']} {figure['as_of']}": f"{figure['stages'].get(stage, 0.0):.2f}" for figure in figures}
        for stage in stages
    ]
    show("CPU seconds by stage", shares)
    heavy = [figure for figure in figures if figure["peak_mib"] > MEMORY_LIMIT_MIB]
    print(f"\nRuns above {MEMORY_LIMIT_MIB} MiB: {len(heavy)}")


def main() -> None:
    """Measure books of several sizes on several days of law; `--child` is one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[1_000_000, 2_000_000, 10_000_000])
    parser.add_argument("--as-of", nargs="+", default=["2026-11-24", "each"], help="a day, or 'each' line's own")
    parser.add_argument("--kind", choices=KINDS, nargs="+", default=list(KINDS))
    parser.add_argument("--book", type=Path, nargs="+", help="books of your own in place of made-up ones")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--bare", type=Path, nargs=2, metavar=("BOOK", "OUT"), help=argparse.SUPPRESS)
    parser.add_argument("--child", nargs=3, metavar=("BOOK", "AS_OF", "OUT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(run(Path(given.child[0]), given.child[1], Path(given.child[2]))))
        return
    if given.bare:
        print(json.dumps(bare(*given.bare)))
        return
    books = given.book or [book(BUILD, lines, kind=kind, seed=1) for kind in given.kind for lines in given.lines]
    figures = [measure(path, as_of, given.runs) for path in books for as_of in given.as_of]
    report(figures)
    save("bulk", figures)


if __name__ == "__main__":
    main()

"""Order books by Spark on this machine, beside DuckDB on the same file: lines a second, processor seconds, memory.

Each engine is a process of its own that determines a small book to warm up, then the books one after another. Seconds
are those of one book; processor seconds and memory (the peak so far) are of the process and its Java together. Where
other work shares the machine, read the processor seconds. Results are compared line by line, and a difference is a
failure.

    python benchmarks/spark.py --lines 200000 1000000 5000000 --masters 'local[1]' 'local[2]'
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from pathlib import Path
from typing import Any

import duckdb
from measuring import BUILD, TreeMemory, _family, child, median, save, show
from orders import KINDS, book

from sekisho import Library, load_measures
from sekisho.cli.engine import is_quick, spark_of
from sekisho.determination.book.bulk import determine_book
from sekisho.determination.spark.verdict_rows import LEFT_EMPTY

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


def run(engine: str, out: Path, paths: list[Path]) -> list[dict[str, object]]:
    """Determine books one after another on one engine; the first warms it up."""
    name, _, setting = engine.partition(" ")
    spark = name == "spark"
    start = time.perf_counter()
    library = load_measures()
    settings = {"spark.driver.memory": "3g"} if spark else {}
    found: list[dict[str, object]] = []
    master = setting if spark else None
    quick = is_quick(name, str(paths[-1]), str(out))
    with TreeMemory() as memory, spark_of(name, master=master, remote=None, settings=settings, quick=quick) as session:
        for path in paths:
            started = time.perf_counter() - start
            begin, busy = time.perf_counter(), cpu_seconds()
            result = _determined(session, path, library, place_of(out, engine, path), setting)
            found.append(
                {
                    "book": path.stem,
                    "engine": engine,
                    "lines": result.lines,
                    "seconds": time.perf_counter() - begin,
                    "cpu_seconds": cpu_seconds() - busy,
                    "start_seconds": started,
                    "peak_mib": memory.peak_mib,
                    "load": os.getloadavg()[0],
                }
            )
            with (out / "spark.log").open("a", encoding="utf-8") as log:
                log.write(json.dumps(found[-1]) + "\n")
    return found


def _determined(session: Any, path: Path, library: Library, out: Path, threads: str) -> Any:  # noqa: ANN401 - of Spark
    """Determine a book in a Spark, or with so many threads where there is none."""
    if session is None:
        return determine_book(path, library, out=out, as_of=AS_OF, threads=int(threads))
    from sekisho.determination.spark import determine_book_spark

    return determine_book_spark(session, path, library, out=out, as_of=AS_OF)


def place_of(out: Path, engine: str, path: Path) -> Path:
    """Return where the results of a book go."""
    name = f"results-{path.stem}-{re.sub(r'[^a-z0-9]+', '-', engine)}"
    return out / f"{name}.parquet" if engine.startswith("duckdb") else out / name


def same(one: Path, other: Path) -> None:
    """Compare two results line by line."""
    with duckdb.connect() as connection:
        first, second = (connection.read_parquet(str(place)) for place in (one, other))
        for left, right in ((first, second), (second, first)):
            differ = len(_as_text(left).except_(_as_text(right)))
            if differ:
                raise SystemExit(f"{differ:,} lines of {one} are not as in {other}.")


def _as_text(results: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return what both engines fill; of points whether there are any, since Spark does not say which codes point."""
    shown = [f'"{name}"::VARCHAR' for name in results.columns if name not in {*LEFT_EMPTY, "points"}]
    return results.project(", ".join((*shown, "len(points) > 0")))


def measure(paths: list[Path], engines: list[str], runs: int) -> list[dict[str, object]]:
    """Determine books by every engine in turn, several times, and take medians; the first book is for warming up."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for _ in range(runs):
        for engine in engines:
            for one in child(__file__, "--child", engine, BUILD, *paths)["runs"]:
                found.setdefault((one["book"], engine), []).append(one)
    rows: list[dict[str, object]] = []
    for path in paths[1:]:
        places = [place_of(BUILD, engine, path) for engine in engines]
        files = [place / "*.parquet" if place.is_dir() else place for place in places]
        for other in files[1:]:
            same(files[0], other)
        least = median(one["cpu_seconds"] for one in found[path.stem, engines[0]])
        rows += [row_of(found[path.stem, engine], least) for engine in engines]
    return rows


def row_of(runs: list[dict[str, Any]], least: float) -> dict[str, object]:
    """Sum up the runs of a book on an engine; `least` is the processor seconds of DuckDB."""
    seconds, cpu = (median(one[name] for one in runs) for name in ("seconds", "cpu_seconds"))
    lines = runs[0]["lines"]
    return {
        "book": runs[0]["book"],
        "engine": runs[0]["engine"],
        "lines": lines,
        "seconds": seconds,
        "lines_per_second": lines / seconds,
        "cpu_seconds": cpu,
        "lines_per_cpu_second": lines / cpu,
        "times_the_cpu": cpu / least,
        "peak_mib": max(one["peak_mib"] for one in runs),
        "load": median(one["load"] for one in runs),
    }


def main() -> None:
    """Measure books of several sizes; `--child` is one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[200_000, 1_000_000, 5_000_000])
    parser.add_argument("--masters", nargs="+", default=["local[1]", "local[2]"])
    parser.add_argument("--kind", choices=KINDS, nargs="+", default=["example"])
    parser.add_argument("--threads", type=int, default=2, help="of DuckDB")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        engine, out, *paths = given.child
        print(json.dumps({"runs": run(engine, Path(out), [Path(path) for path in paths])}))
        return
    engines = [f"duckdb {given.threads}", *(f"spark {master}" for master in given.masters)]
    books = [book(BUILD, lines, kind=kind, seed=1) for kind in given.kind for lines in given.lines]
    figures = measure([book(BUILD, WARM_UP, kind="example", seed=1), *books], engines, given.runs)
    show("Parquet to Parquet", figures)
    save("spark", figures)


if __name__ == "__main__":
    main()

# ruff: noqa: S608 - a folder of scripts: they read the clock and print, and the SQL is their own
"""Made-up clauses by sekisho, by plain SQL and by a decision table, on the same lines, with the same verdicts.

sekisho and SQL go from Parquet to Parquet, the decision table (zen-engine, if installed) takes a sample in batches
from memory. Floor and ceiling of every line must agree, else the benchmark fails. sekisho writes three readings,
decisive and open clauses, and missing facts; `sql` writes floor and ceiling alone, `sql, why` also the names of the
clauses that are met or unknown. `times_faster` says how many lines sekisho decides in the time of one of theirs.

    python benchmarks/engines.py --clauses 30 300 --lines 1000000
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from clauses import LEVEL_NUMBER, as_table, made_clauses, sql_of, write_lines, write_package
from measuring import BUILD, child, median, peak_mib, save, show

from sekisho import Outcome, load_measures

SEED, BATCH = 8, 2000
TARGETS = {"sql, why": 20.0, "zen-engine": 50.0}


def run_sekisho(book: Path, out: Path, count: int) -> dict[str, Any]:
    """Determine the book under a package of made-up clauses."""
    from sekisho import determine_book

    with TemporaryDirectory() as folder:
        write_package(Path(folder) / "made", made_clauses(count, SEED))
        start = time.perf_counter()
        library = load_measures([Path(folder) / "made"])
        loaded = time.perf_counter() - start
        start, busy = time.perf_counter(), time.process_time()
        result = determine_book(book, library, out=out)
        seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    return {"lines": result.lines, "seconds": seconds, "cpu": cpu, "load": loaded}


def run_sql(book: Path, out: Path, count: int, *, explained: bool) -> dict[str, Any]:
    """Judge the book with one expression a clause."""
    source = f"read_parquet('{book}')"
    query = sql_of(made_clauses(count, SEED), source, explained=explained)
    with duckdb.connect() as connection:
        start, busy = time.perf_counter(), time.process_time()
        connection.execute(f"COPY ({query}) TO '{out}' (FORMAT parquet)").fetchall()
        seconds, cpu = time.perf_counter() - start, time.process_time() - busy
        [(lines,)] = connection.execute(f"SELECT count(*) FROM {source}").fetchall()
    return {"lines": lines, "seconds": seconds, "cpu": cpu}


def run_table(book: Path, out: Path, count: int, sample: int) -> dict[str, Any]:
    """Judge a sample of the book with a decision table, in batches."""
    import zen

    connection = duckdb.connect()
    found = connection.execute(
        f"SELECT * EXCLUDE (date), strftime(date, '%Y%m%d')::INTEGER AS day FROM read_parquet('{book}') LIMIT {sample}"
    )
    names = [column[0] for column in found.description or ()]
    lines = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    content = {"made": as_table(made_clauses(count, SEED))}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": content}})
    engine.evaluate("made", lines[0])
    ends = []
    start, busy = time.perf_counter(), time.process_time()
    for first in range(0, len(lines), BATCH):
        answers = engine.evaluate_batch([{"key": "made", "context": line} for line in lines[first : first + BATCH]])
        for answer in answers:
            hits = answer["data"]["result"] or []
            sure = max((hit["level"] for hit in hits if hit["sure"]), default=0)
            ends.append((sure, max((hit["level"] for hit in hits), default=0)))
    seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    rows = [(line["line"], floor, ceiling) for line, (floor, ceiling) in zip(lines, ends, strict=True)]
    connection.execute("CREATE TABLE ends (line BIGINT, floor INTEGER, ceiling INTEGER)")
    connection.execute(
        "INSERT INTO ends SELECT unnest($lines), unnest($floors), unnest($ceilings)",
        dict(zip(("lines", "floors", "ceilings"), map(list, zip(*rows, strict=True)), strict=True)),
    )
    connection.execute(f"COPY ends TO '{out}' (FORMAT parquet)")
    return {"lines": len(lines), "seconds": seconds, "cpu": cpu}


def run(engine: str, book: Path, out: Path, count: int, sample: int) -> dict[str, Any]:
    """Run one engine once."""
    match engine:
        case "sekisho":
            found = run_sekisho(book, out, count)
        case "zen-engine":
            found = run_table(book, out, count, sample)
        case _:
            found = run_sql(book, out, count, explained=engine == "sql, why")
    return {**found, "peak_mib": peak_mib()}


def disagreements(ours: Path, theirs: Path) -> int:
    """Count the lines of the other engine to which sekisho gives another floor or ceiling."""
    levels = {outcome.level: int(outcome) for outcome in Outcome}
    cases = " ".join(f"WHEN '{name}' THEN {number}" for name, number in levels.items())
    ours_sql = f"SELECT line, CASE floor {cases} END AS f, CASE ceiling {cases} END AS c FROM read_parquet('{ours}')"
    with duckdb.connect() as connection:
        [(differing,)] = connection.execute(
            f"SELECT count(*) FROM read_parquet('{theirs}') AS other LEFT JOIN ({ours_sql}) AS our USING (line) "
            "WHERE our.f IS DISTINCT FROM other.floor OR our.c IS DISTINCT FROM other.ceiling"
        ).fetchall()
    return int(differing)


def measure(count: int, book: Path, runs: int, sample: int, folder: Path) -> list[dict[str, Any]]:
    """Run every engine and compare what they say."""
    rows: list[dict[str, Any]] = []
    outs = {engine: folder / f"{number}.parquet" for number, engine in enumerate(_engines())}
    found: dict[str, list[dict[str, Any]]] = {engine: [] for engine in outs}
    for _ in range(runs):  # in turn, so that a machine that slows down slows all
        for engine, out in outs.items():
            found[engine].append(child(__file__, "--child", engine, book, out, count, sample))
    rate = {engine: each[0]["lines"] / median(one["seconds"] for one in each) for engine, each in found.items()}
    cpu = {engine: median(one["cpu"] for one in each) / each[0]["lines"] for engine, each in found.items()}
    for engine, each in found.items():
        differing = 0 if engine == "sekisho" else disagreements(outs["sekisho"], outs[engine])
        rows.append(
            {
                "engine": engine,
                "clauses": count,
                "lines": each[0]["lines"],
                "seconds": median(one["seconds"] for one in each),
                "lines_per_second": rate[engine],
                "times_faster": rate["sekisho"] / rate[engine],
                "times_less_cpu": cpu[engine] / cpu["sekisho"],
                "target": TARGETS.get(engine, "") if count >= 300 else "",  # noqa: PLR2004 - as agreed
                "peak_mib": max(one["peak_mib"] for one in each),
                "differing": differing,
            }
        )
    return rows


def _engines() -> Iterable[str]:
    yield from ("sekisho", "sql", "sql, why")
    try:
        import zen  # noqa: F401 - only whether it is there
    except ImportError:
        print("zen-engine is not installed, so the decision table is left out: pip install zen-engine")
    else:
        yield "zen-engine"


def main() -> None:
    """Compare the engines; `--child` is one run of one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clauses", type=int, nargs="+", default=[30, 300])
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=20_000, help="lines for the decision table")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--child", nargs=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        engine, book, out, count, sample = given.child
        print(json.dumps(run(engine, Path(book), Path(out), int(count), int(sample))))
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    book = BUILD / f"made-{given.lines}-{SEED}.parquet"
    if not book.exists():
        write_lines(book, given.lines, SEED)
    with TemporaryDirectory() as folder:
        rows = [row for count in given.clauses for row in measure(count, book, given.runs, given.sample, Path(folder))]
    show(f"Made-up clauses, levels {LEVEL_NUMBER}", rows)
    save("engines", rows)
    differing = sum(row["differing"] for row in rows)
    if differing:
        raise SystemExit(f"{differing:,} verdicts differ: the figures compare nothing.")


if __name__ == "__main__":
    main()

# ruff: noqa: S608 - the SQL is made of this file's own words
"""An order book end to end, from CSV: reading, screening, determining, results with three readings.

The book has 13 columns, as many items and parties as asked for, and 2 listed parties in 1,000; the end use of 60 % of
its lines is unknown. Names of parties are invented in the scripts of Japan, China and the West. The first run screens
them, the second knows from the first which are like nothing on the lists. Every run is a process of its own.

    python benchmarks/whole_book.py --lines 10000000 --items 100000 --parties 200000
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import invented_parties
from measuring import BUILD, TreeMemory, child, cpu_seconds, peak_mib, save, show
from orders import ORIGINS, PLACES, Draw, selected

from sekisho import Library, determine_book, load_measures
from sekisho.law.model.match_policy import Identity

LISTED_SHARE = 0.002
CODED, PLAIN = 0.9, 0.6
"""Share of the items whose code is kept, and of those, share that is on no list."""


def make_book(path: Path, library: Library, *, lines: int, items: int, parties: int, seed: int) -> None:
    """Write the book."""
    row, item = Draw("t.i", seed), Draw("t.i", seed + 1)
    codes = sorted(library.facts.schemes["cn/dual-use"])
    listed = [entry.names[0] for entry in library.entries]
    strangers = invented_parties.clean_book(parties, seed, ())
    names = [name for name, _ in islice(strangers, parties - int(parties * LISTED_SHARE))]
    names += [listed[number % len(listed)] for number in range(parties - len(names))]
    with duckdb.connect() as connection:
        for table, texts in (("code", codes), ("name", names)):
            connection.execute(
                f"CREATE TABLE {table} AS SELECT unnest(range(len($t))) AS i, unnest($t) AS v", {"t": texts}
            )
        code = f"(SELECT list(v ORDER BY i) FROM code)[1 + {item.below('code', len(codes))}]"
        described = {
            "i": "i",
            "description": f"'Item ' || i || {item.one_of('sort', (' pump', ' alloy', ' board'))}",
            "hs_code": f"lpad(({item.below('hs', 900_000)} + 10000)::VARCHAR, 6, '0')",
            "control_codes": f"CASE WHEN {item.share('kept')} > {CODED} THEN NULL "
            f"WHEN {item.share('plain')} < {PLAIN} THEN 'none' ELSE {code} END",
        }
        connection.execute(f"CREATE TABLE item AS SELECT {selected(described)} FROM range({items}) AS t(i)")
        columns = {
            "line": "'SO-' || t.i",
            "movement": row.mostly("mode", 0.9, ("export", "re_export", "transit")),
            "origin": row.one_of("origin", ORIGINS),
            "departure": row.mostly("from", 0.8, ("CN", "HK", "JP")),
            "destination": row.one_of("to", PLACES),
            "description": "description",
            "hs_code": "hs_code",
            "control_codes": "control_codes",
            "end_user": "name.v",
            "end_user_kind": row.known("sort", 0.7, row.mostly("sort", 0.97, ("civil", "defence_contractor"))),
            "end_use": row.known("use", 0.4, row.mostly("use", 0.95, ("civil", "military", "research"))),
            "knowledge_of_risk": row.known("risk", 0.8, row.mostly("risk", 0.99, ("no", "yes"))),
            "value_usd": f"round(exp(6 + 5 * {row.share('value')}), 2)",
        }
        connection.execute(
            f"COPY (SELECT {selected(columns)} FROM range({lines}) AS t(i) "
            f"JOIN item ON item.i = {row.below('item', items)} JOIN name ON name.i = {row.below('party', len(names))}) "
            f"TO '{path}' (FORMAT csv, HEADER)"
        )


def run(book: Path, out: Path) -> dict[str, object]:
    """Determine the book once; which names are like nothing is kept beside the book, as the command line keeps it."""
    cache = book.parent / "cache"
    library = load_measures(cache=cache)
    library = replace(library, identity=Identity(cache=cache))
    with TreeMemory() as memory:
        start, busy = time.perf_counter(), cpu_seconds()
        result = determine_book(book, library, out=out, as_of="2026-09-30")
    return {
        "lines": result.lines,
        "parties": result.parties.distinct,
        "seconds": time.perf_counter() - start,
        "cpu_seconds": cpu_seconds() - busy,
        "peak_mib": peak_mib(),
        "tree_mib": memory.peak_mib,
        "by_headline": dict(result.by_headline),
    }


def main() -> None:
    """Measure a run that screens the names and one that knows them; `--child` is one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--parties", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, metavar=("BOOK", "OUT"), type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(run(*given.child)))
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="whole-book-", dir=BUILD) as folder:
        book = Path(folder) / "orders.csv"
        make_book(book, load_measures(), lines=given.lines, items=given.items, parties=given.parties, seed=given.seed)
        size = book.stat().st_size / 2**20
        rows = []
        for names in ("screened", "kept"):
            found = child(__file__, "--child", book, Path(folder) / "results.parquet")
            rows.append({"names": names, "csv_mib": size, **found})
    show("An order book, from CSV", [{k: v for k, v in row.items() if k != "by_headline"} for row in rows])
    save("whole-book", rows)


if __name__ == "__main__":
    main()

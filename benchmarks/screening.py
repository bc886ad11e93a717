"""Screening of names beside nomenklatura with logic-v2, in one run, on the same files; every figure for both sides.

    make peer-screening
    python benchmarks/screening.py pairs --pairs a.csv b.csv
    python benchmarks/screening.py lists --queries queries.csv --clean names.csv
    python benchmarks/screening.py speed latency million index

`--only peer` and `--only own` run one side. Files of pairs have `left,right,label`, queries `query,entity` (ids or
printed names of `src/sekisho_measures/lists`, several between upright bars), clean names a column `name`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import invented_parties
from measuring import BUILD, ROOT, child, percentile, save, show
from pair_quality import quality, right_by_kind
from screening_files import read_pairs, read_rows

PEER = ROOT / "build" / "peer" / "bin" / "python"
LISTS = ROOT / "src" / "sekisho_measures" / "lists"
PARTY_LISTS = ("cn-control-list", "cn-watch-list", "jp-military-users", "us-military-users")
FILES = BUILD / "screening"
FOLDER = Path(__file__).parent
QUERIES = 500

Row = dict[str, object]
Side = Callable[..., dict[str, Any]]


def sides(only: str | None) -> Iterator[tuple[str, Side]]:
    """Yield the name of each side and how to run it."""
    if only != "own":
        yield "peer", lambda *given: child(str(FOLDER / "screening_peer.py"), *given, python=PEER)
    if only != "peer":
        yield "own", lambda *given: child(str(FOLDER / "screening_own.py"), *given, python=sys.executable)


def pairs(given: argparse.Namespace) -> Iterator[Row]:
    """Tell pairs of names of one party from those of two."""
    for path in given.pairs:
        labelled = read_pairs(path)
        for side, run in sides(given.only):
            found = run("pairs", path)
            judged = (found["scores"], labelled, found["threshold"])
            kinds = {
                kind: {side: (f"{right:.0%} of {number}")} for kind, (number, right) in right_by_kind(*judged).items()
            }
            yield {"file": path.stem, "side": side, "pairs": len(labelled), **quality(*judged), "kinds": kinds}


def lists(given: argparse.Namespace) -> Iterator[Row]:
    """Find listed parties under other names, and leave others alone, by all names and by the notice's alone."""
    asked = read_rows(given.queries) if given.queries else []
    for version, columns in (
        ("all names", ("name", "name_zh", "name_ja", "aliases", "former_names")),
        ("notice's names", ("name", "name_zh")),
    ):
        listed, same = built_in(version, columns)
        for side, run in sides(given.only):
            more = ["--workers", str(given.workers), *(["--exhaustive", "--wide"] if side == "peer" else [])]
            row: Row = {"list": version, "side": side}
            if asked:
                hits = run("screen", listed, given.queries, "--keep", *more)["hits"]
                right = [{key for one in row["entity"].split("|") for key in same[one]} for row in asked]
                found = [bool(keys & {hit[0] for hit in some}) for keys, some in zip(right, hits, strict=True)]
                astray = [any(hit[0] not in keys for hit in some) for keys, some in zip(right, hits, strict=True)]
                row |= {
                    "queries": len(asked),
                    "recall": sum(found) / len(asked),
                    "others too": sum(astray) / len(asked),
                }
            if given.clean:
                alarms = run("screen", listed, given.clean, *more)
                row |= {"clean": alarms["names"], "alarms": alarms["alarms"], "reviews": alarms.get("review", "")}
            yield row


def found_among(hits: list[list[list[Any]]], right: list[set[str]]) -> Row:
    """Return the share of queries with their own party among the hits, and of those with another one too."""
    found = [bool(keys & {hit[0] for hit in some}) for keys, some in zip(right, hits, strict=True)]
    astray = [any(hit[0] not in keys for hit in some) for keys, some in zip(right, hits, strict=True)]
    return {"queries": len(right), "recall": sum(found) / len(right), "others too": sum(astray) / len(right)}


def built_in(version: str, columns: tuple[str, ...]) -> tuple[Path, dict[str, set[str]]]:
    """Write the built-in lists with the names asked for; say which entries are one party under one printed name."""
    path = FILES / f"built-in-{columns[-1]}.csv"
    rows = [row for one in PARTY_LISTS for row in read_rows(LISTS / f"{one}.csv")]
    by_name: dict[str, set[str]] = {}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(invented_parties.COLUMNS)
        for row in rows:
            names = "|".join(dict.fromkeys(filter(None, (row[column] for column in columns))))
            writer.writerow((row["entry"], "Company", names, row["weak_aliases"] if version == "all names" else ""))
            by_name.setdefault(row["name"].casefold(), set()).add(row["entry"])
    same = {key: keys for keys in by_name.values() for key in keys}
    return path, same | {row["name"]: same[row["entry"]] for row in rows}


def speed(given: argparse.Namespace) -> Iterator[Row]:
    """Screen a book without listed parties."""
    listed, book = invented(given.listed, given.names, given.seed)
    for side, run in sides(given.only):
        for more in ([], ["--wide"]) if side == "peer" else ([],):
            found = run("screen", listed, book, "--workers", given.workers, *more)
            yield {"side": " ".join([side, *more]), **rates(found)}


def latency(given: argparse.Namespace) -> Iterator[Row]:
    """Ask one name at a time, warm."""
    listed, book = invented(given.listed, given.names, given.seed)
    for side, run in sides(given.only):
        spent = run("latency", listed, book, "--limit", QUERIES)["milliseconds"]
        shares = {f"p{share} ms": percentile(spent, share / 100) for share in (50, 95, 99)}
        yield {"side": side, "listed": given.listed, "queries": len(spent), **shares}


def million(given: argparse.Namespace) -> Iterator[Row]:
    """Screen a million names against 150,000 listed ones; the peer a sample of them."""
    for side, run in sides(given.only):
        names = 1_000_000 if side == "own" else given.sample
        listed, book = invented(150_000, names, given.seed)
        found = run("screen", listed, book, "--workers", given.workers, *(["--wide"] if side == "peer" else []))
        yield {"side": side, **rates(found)}


def index(given: argparse.Namespace) -> Iterator[Row]:
    """Build the index of 100,000 records, keep it, load it again."""
    listed, _ = invented(100_000, 0, given.seed)
    for side, run in sides(given.only):
        yield {"side": side, **run("index", listed)}


def invented(records: int, names: int, seed: int) -> tuple[Path, Path]:
    """Write invented listed parties and a book free of them."""
    parties = invented_parties.listed(records, seed)
    listed = invented_parties.write_listed(FILES / f"listed-{records}-{seed}.csv", parties)
    book = invented_parties.clean_book(names, seed, parties)
    return listed, invented_parties.write_book(FILES / f"book-{records}-{names}-{seed}.csv", book)


def rates(found: dict[str, Any]) -> Row:
    """Return a screening's figures with names a second, by the clock and by the processor."""
    rest = {name: value for name, value in found.items() if name not in {"hits", "match", "none"}}
    by_clock, by_processor = found["names"] / found["seconds"], found["names"] / found["cpu_seconds"]
    return {**rest, "names a second": by_clock, "names a CPU second": by_processor}


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[Row]]] = {
    "pairs": pairs,
    "lists": lists,
    "speed": speed,
    "latency": latency,
    "million": million,
    "index": index,
}


def with_ratios(rows: list[Row]) -> list[Row]:
    """Add how many times the peer's best pace the own side has, where both ran."""
    for pace in ("names a second", "names a CPU second"):
        peers = [float(str(row[pace])) for row in rows if pace in row and str(row["side"]).startswith("peer")]
        for row in rows if peers else []:
            if row["side"] == "own":
                row[f"times: {pace}"] = float(str(row[pace])) / max(peers)
    return rows


def show_kinds(rows: list[Row]) -> None:
    """Print the share of right answers a kind of pair, the sides beside each other."""
    for name in dict.fromkeys(str(row["file"]) for row in rows if "kinds" in row):
        table: dict[str, dict[str, str]] = {}
        for row in rows:
            if row["file"] == name:
                kinds: Any = row["kinds"]
                for kind, cells in kinds.items():
                    table.setdefault(kind, {}).update(cells)
        show(f"{name}: told right", [{"kind": kind, **cells} for kind, cells in table.items()])


def main() -> None:
    """Run the parts asked for, print their tables, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="+", choices=tuple(PARTS))
    parser.add_argument("--only", choices=("peer", "own"))
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--queries", type=Path, help="query,entity: names of listed parties, for `lists`")
    parser.add_argument("--clean", type=Path, help="names of parties on no list, for `lists`")
    parser.add_argument("--names", type=int, default=20_000, help="names of the clean book")
    parser.add_argument("--listed", type=int, default=10_000, help="listed records for `speed` and `latency`")
    parser.add_argument("--sample", type=int, default=5_000, help="how many of the million the peer gets")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    FILES.mkdir(parents=True, exist_ok=True)
    figures: dict[str, object] = {}
    if given.only != "own":
        figures["peer"] = child(str(FOLDER / "screening_peer.py"), "version", python=PEER)
        print(figures["peer"])
    for part in given.parts:
        rows = with_ratios(list(PARTS[part](given)))
        plain = [{name: value for name, value in row.items() if name != "kinds"} for row in rows]
        show(f"{part}: {PARTS[part].__doc__}", plain)
        show_kinds(rows)
        figures[part] = rows
    save("screening-" + "-".join([*given.parts, *filter(None, [given.only])]), figures)


if __name__ == "__main__":
    main()

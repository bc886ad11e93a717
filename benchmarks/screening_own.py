"""Sekisho's side of the screening benchmark: reads the same files as the peer's side, and answers JSON."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from measuring import TreeMemory, cpu_seconds
from screening_files import ALARM, answer, read_listed, read_names, read_pairs

from sekisho.law.model.condition import ListId
from sekisho.law.model.listed_party import ListedParty

THRESHOLD = 0.8  # where one pair of names is taken for one party; in a list, the zones of the screener decide


def entries(path: Path) -> tuple[ListedParty, ...]:
    """Read listed parties as entries of one list, in force without end."""
    return tuple(
        ListedParty(
            id=one.id,
            list=ListId("benchmark"),
            names=one.names,
            weak_names=one.weak_names,
            territory="",
            identifiers=(),
            listed=None,
            until=None,
            open_from=None,
            confidence="high",
            source="",
        )
        for one in read_listed(path)
    )


def screener(path: Path) -> tuple[Any, float]:
    """Build the screener of a list, and say how many seconds that took, reading the file apart."""
    from sekisho.parties.screening.screener import Screener

    read = entries(path)
    start = time.perf_counter()
    return Screener(read), time.perf_counter() - start


def pairs(path: Path) -> dict[str, object]:
    """Score every pair, cold: no name was seen before."""
    from tests.support.pair_score import compare

    made = read_pairs(path)
    compare("Warm Water Ltd", "温水株式会社")
    start = time.perf_counter()
    scores = [compare(pair.left, pair.right).score for pair in made]
    return {"scores": scores, "threshold": THRESHOLD, "seconds": time.perf_counter() - start}


def screen(listed: Path, queries: Path, *, workers: int, keep: bool) -> dict[str, object]:
    """Screen names against a list, zone by zone; the names' hits are kept only if asked for."""
    names = [name for name, _ in read_names(queries)]
    with TreeMemory() as memory:
        built, build_seconds = screener(listed)
        start, cpu = time.perf_counter(), cpu_seconds()
        zones = {"match": 0, "review": 0, "none": 0}
        hits = []
        for found in built.screen_all(names, workers=workers):
            zones[str(found.zone)] += 1
            if keep:
                hits.append([(hit.entry.id, hit.score, str(hit.zone)) for hit in found.hits if str(hit.zone) in ALARM])
        seconds, cpu = time.perf_counter() - start, cpu_seconds() - cpu
    return {
        "names": len(names),
        "listed": len(read_listed(listed)),
        "build_seconds": build_seconds,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mib": memory.peak_mib,
        "alarms": sum(zones[zone] for zone in ALARM),
        **zones,
        **({"hits": hits} if keep else {}),
    }


def latency(listed: Path, queries: Path, *, limit: int) -> dict[str, object]:
    """Time single queries, after a fifth of them that is not counted."""
    built, _ = screener(listed)
    spent = []
    for name, _ in read_names(queries)[:limit]:
        start = time.perf_counter()
        built.screen(name)
        spent.append(1000 * (time.perf_counter() - start))
    return {"milliseconds": spent[len(spent) // 5 :]}


def index(listed: Path) -> dict[str, object]:
    """Time building the index and loading it again, and weigh it on disk."""
    from sekisho.parties.screening.screener import Screener

    built, build_seconds = screener(listed)
    figures: dict[str, object] = {"listed": len(read_listed(listed)), "build_seconds": build_seconds}
    if not hasattr(Screener, "load"):
        return figures
    with tempfile.TemporaryDirectory() as folder:
        built.save(Path(folder))
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        start = time.perf_counter()
        Screener.load(Path(folder)).screen("Warm Water Ltd")
        return {**figures, "mib": size / 2**20, "load_seconds": time.perf_counter() - start}


def main() -> None:
    """Answer one part of the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("pairs", "screen", "latency", "index"))
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--keep", action="store_true", help="answer the hits of every name")
    given = parser.parse_args()
    if given.part == "pairs":
        answer(pairs(*given.files))
    elif given.part == "screen":
        answer(screen(*given.files, workers=given.workers, keep=given.keep))
    elif given.part == "latency":
        answer(latency(*given.files, limit=given.limit))
    else:
        answer(index(*given.files))


if __name__ == "__main__":
    main()

"""Re-screening kept lines after one clause was amended, beside the full run over their book.

Two amendments, each in a copy of the data package. `clause`: one clause of one measure is extended to another
destination. `term`: a measure controls part of a code of which it controlled the whole, so that cells must be split,
and with it the term "listed item" changes, on which most clauses hang. Each run is a process of its own. The full run
determines the book under the amended library and keeps nothing; re-screening opens what a run under the library as it
is had kept, finds the lines that change, and writes them. Loading the library is shown apart, and counts for neither.

    python benchmarks/rescreen.py --lines 1000000 10000000 --runs 3
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from measuring import BUILD, child, median, peak_mib, save, show
from orders import KINDS, book

from sekisho import Library, load_measures
from sekisho.determination.book.bulk import determine_book
from sekisho.determination.book.opener import MEMORY_LIMIT
from sekisho.determination.book.snapshot import kept_of, opened
from sekisho.determination.rescreen.change_export import write_changes
from sekisho.determination.rescreen.comparison import compare
from sekisho.determination.rescreen.law_side import law_side, stored_side
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.model.match_policy import Identity

DAY = "2026-09-30"
AMENDMENTS = {
    "clause": (
        "cn/2026-34-us-drones.yaml",
        "        - {destination: US}\n        - {term: listed-item}\n",
        "        - {destination: [JP, US]}\n        - {term: listed-item}\n",
    ),
    "term": (
        "cn/2025-18-medium-heavy-rare-earths.yaml",
        "- cn/dual-use/1C905\n",
        "- cn/dual-use/1C905.a\n",
    ),
}
"""File, what it says, and what it says once it is amended."""


def amended(name: str) -> Path:
    """Return a copy of the data package with one amendment."""
    file, old, new = AMENDMENTS[name]
    folder = BUILD / f"amended-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(installed_folders()[0], folder)
    text = (folder / file).read_text(encoding="utf-8")
    if old not in text:
        raise SystemExit(f"{file} does not say '{old.strip()}': choose another amendment.")
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def loaded(folder: Path | None) -> tuple[Library, float]:
    """Load a library, from the cache as the command line does."""
    start = time.perf_counter()
    cache = BUILD / "cache"
    library = load_measures([folder] if folder else None, cache=cache)
    return replace(library, identity=Identity(cache=cache)), time.perf_counter() - start


def full(path: Path, out: Path, *, keep: bool, folder: Path | None) -> dict[str, object]:
    """Determine a book."""
    library, load = loaded(folder)
    start, busy = time.perf_counter(), time.process_time()
    result = determine_book(path, library, out=out, as_of=DAY, keep=keep)
    found: dict[str, object] = {"lines": result.lines, "load": load, "results_mib": out.stat().st_size / 2**20}
    if keep:
        found["kept_mib"] = kept_of(out).stat().st_size / 2**20
    return found | {
        "seconds": time.perf_counter() - start,
        "cpu_seconds": time.process_time() - busy,
        "peak_mib": peak_mib(),
    }


def again(out: Path, folder: Path) -> dict[str, object]:
    """Judge a kept run again."""
    library, load = loaded(folder)
    start, busy = time.perf_counter(), time.process_time()
    with opened(kept_of(out), memory_limit=MEMORY_LIMIT) as kept:
        found = compare(kept, stored_side(kept), law_side(kept, library, kept.day))
        write_changes(found, out.with_suffix(".changes.parquet"))
        result = found.result
        row = kept.connection.execute("SELECT count(*) FROM kept.signatures").fetchone()
    return {
        "changed": result.changed,
        "judged": result.judged,
        "split": result.split,
        "signatures": row[0] if row else 0,
        "load": load,
        "seconds": time.perf_counter() - start,
        "cpu_seconds": time.process_time() - busy,
        "peak_mib": peak_mib(),
    }


def measure(path: Path, folders: dict[str, Path], runs: int) -> Iterator[dict[str, Any]]:
    """Keep a run, and for each amendment judge it again several times and run the whole book."""
    out, whole = BUILD / "kept.parquet", BUILD / "whole.parquet"
    plain = child(__file__, "--child", "full", path, whole, installed_folders()[0])
    kept = child(__file__, "--child", "keep", path, out, installed_folders()[0])
    for name, folder in folders.items():
        fulls = [child(__file__, "--child", "full", path, whole, folder) for _ in range(runs)]
        found = [child(__file__, "--child", "again", path, out, folder) for _ in range(runs)]
        seconds, full_seconds = (median(one["seconds"] for one in each) for each in (found, fulls))
        busy, full_busy = (median(one["cpu_seconds"] for one in each) for each in (found, fulls))
        yield {
            "book": path.stem,
            "amended": name,
            "lines": kept["lines"],
            "signatures": found[0]["signatures"],
            "changed": found[0]["changed"],
            "judged": found[0]["judged"],
            "split": found[0]["split"],
            "rescreen": seconds,
            "full": full_seconds,
            "times": full_seconds / seconds,
            "rescreen_cpu": busy,
            "full_cpu": full_busy,
            "times_less_cpu": full_busy / busy,
            "peak_mib": max(one["peak_mib"] for one in found),
            "run": plain["seconds"],
            "run_keep": kept["seconds"],
            "run_cpu": plain["cpu_seconds"],
            "run_keep_cpu": kept["cpu_seconds"],
            "keep_peak_mib": kept["peak_mib"],
            "kept_mib": kept["kept_mib"],
            "results_mib": kept["results_mib"],
            "load": median(one["load"] for one in found),
        }


def main() -> None:
    """Measure books of several sizes; `--child` is one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--kind", choices=KINDS, nargs="+", default=list(KINDS))
    parser.add_argument("--amended", choices=AMENDMENTS, nargs="+", default=list(AMENDMENTS))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--child", nargs=4, metavar=("WHAT", "BOOK", "OUT", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        what, path, out, folder = given.child[0], *map(Path, given.child[1:])
        match what:
            case "keep":
                found = full(path, out, keep=True, folder=None)
            case "full":
                found = full(path, out, keep=False, folder=folder)
            case _:
                found = again(out, folder)
        print(json.dumps(found))
        return
    folders = {name: amended(name) for name in given.amended}
    books = [book(BUILD, lines, kind=kind, seed=1) for kind in given.kind for lines in given.lines]
    figures = [figure for path in books for figure in measure(path, folders, given.runs)]
    show("One amendment", figures)
    save("rescreen", figures)


if __name__ == "__main__":
    main()

"""Re-screening kept lines after one clause was amended, beside the full run over their book.

The clause amended is one of the installed library, in a copy of the data package: it controls part of a code of which it
controlled the whole, so that cells must be split. Each run is a process of its own. The full run determines the book under the amended
library and keeps nothing; re-screening opens what a run under the library as it is had kept, finds the lines that change,
and writes them. Loading the library is shown apart, and counts for neither.

    python benchmarks/rescreen.py --lines 1000000 10000000 --runs 3
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from pathlib import Path
from typing import Any

from measuring import BUILD, child, median, peak_mib, save, show
from orders import KINDS, book

from sekisho import Library, load_measures
from sekisho.determine.bulk import MEMORY_LIMIT, determine_book
from sekisho.determine.kept import kept_of, opened
from sekisho.determine.rescreen import compare
from sekisho.determine.rewrite import write_changes
from sekisho.determine.sides import law_side, stored_side
from sekisho.law.library import installed_folders

DAY = "2026-09-30"
FILE = "cn/2025-18-medium-heavy-rare-earths.yaml"
OLD, NEW = "- cn/dual-use/1C905\n", "- cn/dual-use/1C905.a\n"


def amended() -> Path:
    """Return a copy of the data package in which one clause of one measure asks of other codes."""
    folder = BUILD / "amended"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(installed_folders()[0], folder)
    file = folder / FILE
    text = file.read_text(encoding="utf-8")
    changed = text.replace(OLD, NEW)
    if changed == text:
        raise SystemExit(f"{FILE} does not say '{OLD.strip()}': choose another clause to amend.")
    file.write_text(changed, encoding="utf-8")
    return folder


def loaded(folder: Path | None) -> tuple[Library, float]:
    """Load a library, from the cache as the command line does."""
    start = time.perf_counter()
    library = load_measures([folder] if folder else None, cache=BUILD / "cache")
    return library, time.perf_counter() - start


def full(path: Path, out: Path, *, keep: bool, folder: Path | None) -> dict[str, object]:
    """Determine a book."""
    library, load = loaded(folder)
    start, busy = time.perf_counter(), time.process_time()
    result = determine_book(path, library, out=out, as_of=DAY, keep=keep)
    found = {"lines": result.lines, "load": load, "results_mib": out.stat().st_size / 2**20}
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


def measure(path: Path, folder: Path, runs: int) -> dict[str, Any]:
    """Keep a run, judge it again several times, and run the whole book under the amended law."""
    out, whole = BUILD / "kept.parquet", BUILD / "whole.parquet"
    kept = child(__file__, "--child", "keep", path, out, folder)
    fulls = [child(__file__, "--child", "full", path, whole, folder) for _ in range(runs)]
    found = [child(__file__, "--child", "again", path, out, folder) for _ in range(runs)]
    seconds, plain = median(one["seconds"] for one in found), median(one["seconds"] for one in fulls)
    busy, plain_busy = (median(one["cpu_seconds"] for one in each) for each in (found, fulls))
    return {
        "book": path.stem,
        "lines": kept["lines"],
        "signatures": found[0]["signatures"],
        "changed": found[0]["changed"],
        "judged": found[0]["judged"],
        "split": found[0]["split"],
        "rescreen": seconds,
        "fastest": min(one["seconds"] for one in found),
        "full": plain,
        "times": plain / seconds,
        "rescreen_cpu": busy,
        "full_cpu": plain_busy,
        "times_less_cpu": plain_busy / busy,
        "peak_mib": max(one["peak_mib"] for one in found),
        "keep": kept["seconds"],
        "keep_cpu": kept["cpu_seconds"],
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
    folder = amended()
    books = [book(BUILD, lines, kind=kind, seed=1) for kind in given.kind for lines in given.lines]
    figures = [measure(path, folder, given.runs) for path in books]
    show("One clause amended", figures)
    save("rescreen", figures)


if __name__ == "__main__":
    main()

"""Loading the library and classifying items: files and cache, one description, a table of descriptions.

Descriptions are made from the products of the tests, each with a lot number of its own so that none is the same.

    python benchmarks/classification.py --items 100000 --runs 11
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from measuring import ROOT, save, show

sys.path.insert(0, str(ROOT))

DAY = date(2026, 9, 30)


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """Take the median of several runs, after one that is not counted."""
    spent = []
    for number in range(runs + 1):
        start = time.perf_counter()
        work()
        if number:
            spent.append(1000 * (time.perf_counter() - start))
    return median(spent)


def main() -> None:
    """Measure, print, and keep the figures."""
    from tests.classify.products import GOLDEN, MORE, read_products

    import sekisho
    from sekisho.classification.book import classify_items
    from sekisho.classification.one import Classifier

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=11)
    given = parser.parse_args()
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o700)
        rows.append({"what": "load from files, ms", "median": milliseconds(sekisho.load_measures, given.runs)})
        cached = milliseconds(lambda: sekisho.load_measures(cache=place), given.runs)
        rows.append({"what": "load from the cache, ms", "median": cached})
        products = [one.description for one in (*read_products(GOLDEN), *read_products(MORE))]
        classifier = Classifier(sekisho.load_measures(), as_of=DAY)
        spent = []
        for round_ in range(2):
            for description in products:
                start = time.perf_counter()
                classifier.classify(description if round_ else f"{description}.")
                if round_:
                    spent.append(1000 * (time.perf_counter() - start))
        ordered = sorted(spent)
        rows.append({"what": "one description, ms", "median": median(spent)})
        rows.append({"what": "one description, p95, ms", "median": ordered[int(0.95 * len(ordered))]})
        table = place / "items.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["description"])
            writer.writerows([f"{products[at % len(products)]} lot {at}"] for at in range(given.items))
        start = time.perf_counter()
        done = classify_items(
            table, place / "out.csv", classifier.library, as_of=DAY, processes=len(os.sched_getaffinity(0))
        )
        seconds = time.perf_counter() - start
        rows.append({"what": f"{done.distinct:,} different descriptions, s", "median": seconds})
        rows.append({"what": "descriptions a second", "median": done.distinct / seconds})
    show("Loading and classifying", rows)
    save("classification", rows)


if __name__ == "__main__":
    main()

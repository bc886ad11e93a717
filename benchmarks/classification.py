"""Loading the library and classifying items: files and cache, one description, a table of them, and plain BM25 beside.

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
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

import bm25s
import numpy as np
from measuring import ROOT, save, show

sys.path.insert(0, str(ROOT))

from tests.support.products import GOLDEN, MORE, Product, read_products

import sekisho
from sekisho.classification.batch import classify_items
from sekisho.classification.classifier import Classifier
from sekisho.classification.tokens import fold, units_of
from sekisho.trade.items.control_list import ENTRY, ControlList

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


def right_first(products: Sequence[Product], ranked: Callable[[str], Sequence[str]]) -> tuple[float, float]:
    """Share of products whose right code stands first, and among the first three."""
    first = three = 0
    for product in products:
        codes = ranked(product.description)[:3]
        good = [_is_right(code, product) for code in codes]
        first += bool(good and good[0])
        three += any(good)
    return first / len(products), three / len(products)


def _is_right(code: str, product: Product) -> bool:
    if not product.expect:
        return code == "none"
    return any(code == right or code.startswith(f"{right}.") for right in product.expect)


def plain_search(items: ControlList) -> Callable[[str], Sequence[str]]:
    """Plain BM25 over names and limits of the list, by words and pairs of characters."""
    codes = [code for code in items.items if len(code) >= ENTRY]
    texts = [" ".join([*items.items[code].names.values(), items.items[code].threshold]) for code in codes]

    def words(text: str) -> list[str]:
        units = [unit.plain for unit in units_of(fold(text))]
        pairs = [one + other for one, other in pairwise(units) if len(one) == len(other) == 1]
        return [unit for unit in units if len(unit) > 1] + pairs

    retriever = bm25s.BM25()
    retriever.index([words(text) for text in texts], show_progress=False)

    def ranked(description: str) -> list[str]:
        scores = retriever.get_scores(words(description) or [""])
        return [codes[int(place)] for place in np.argsort(-scores, kind="stable")[:3]]

    return ranked


def main() -> None:
    """Measure, print, and keep the figures."""
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
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)  # a table of one column: any sign in it may part cells
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
    peers: list[dict[str, object]] = []
    for name, chosen in (("golden", read_products(GOLDEN)), ("kept apart", read_products(MORE, set_="held"))):
        for who, ranked in (
            ("sekisho", lambda text: [one.code for one in classifier.classify(text).candidates]),
            ("plain BM25 (bm25s)", plain_search(classifier.items)),
        ):
            first, three = right_first(chosen, ranked)
            peers.append({"products": f"{name}, {len(chosen)}", "by": who, "first": first, "among three": three})
    show("Right answers on descriptions alone", peers)
    rows += peers
    save("classification", rows)


if __name__ == "__main__":
    main()

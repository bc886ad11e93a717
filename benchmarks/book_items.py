# ruff: noqa: S603 - a folder of scripts: it starts itself
"""Items of books, each description another: how many a processor second, beside another version of the program.

    python benchmarks/book_items.py --items 3000 --before ../other/src
    python benchmarks/book_items.py --file descriptions.csv

Both versions classify the same descriptions in turn, so that a busy machine slows both; the median of the ratios
counts. A second round of the present version shows what kept items cost.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from measuring import ROOT, save, show

SEED = 7
"""Of the order of descriptions, the same in every run."""


def descriptions(number: int, file: Path | None) -> list[tuple[str, str]]:
    """Return pairs of description and customs code: of a file with these columns, or of the products of the tests."""
    if file is not None:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = [(row["description"], row.get("hs_code") or row.get("hs") or "") for row in csv.DictReader(handle)]
    else:
        sys.path.insert(0, str(ROOT))
        from tests.support.products import GOLDEN, MORE, PLAIN, read_products

        products = [product for name in (GOLDEN, MORE, PLAIN) for product in read_products(name)]
        rows = [(product.description, product.hs) for product in products]
    pairs = list(dict.fromkeys((text, code if code.isdigit() and len(code) % 2 == 0 else "") for text, code in rows))
    random.Random(SEED).shuffle(pairs)  # noqa: S311 - an order, no secret
    again = [(f"{text} lot {at}", code) for at in range(1 + number // len(pairs)) for text, code in pairs]
    return (pairs if len(pairs) >= number else again)[:number]


def classify(source: Path, cache: Path | None) -> None:
    """Classify the pairs of a file in this process, and print the processor seconds and a digest of the findings."""
    from sekisho import load_measures
    from sekisho.classification.book_items import BookClassifier

    pairs = [tuple(pair) for pair in json.loads(source.read_text(encoding="utf-8"))]
    classifier = BookClassifier(load_measures(), cache=cache)
    classifier([("steel bolt 8 mm, 20 kg", "731815")])  # the index, and the units
    start = time.process_time()
    findings = classifier(pairs)
    spent = time.process_time() - start
    told = [(finding.state, finding.codes, finding.points) for finding in findings]
    print(json.dumps({"seconds": spent, "digest": hashlib.sha256(repr(told).encode()).hexdigest()}))


def measured(source: Path, tree: Path, cache: Path | None = None) -> tuple[float, str]:
    """Classify in a process of its own, with the program of a source tree."""
    more = ["--cache", str(cache)] if cache is not None else []
    done = subprocess.run(
        [sys.executable, __file__, "--source", str(source), *more],
        env={**os.environ, "PYTHONPATH": str(tree)},
        check=True,
        capture_output=True,
        text=True,
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    return float(figures["seconds"]), str(figures["digest"])


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--items", type=int, default=3_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--before", type=Path, help="src folder of another version")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.source is not None:
        classify(given.source, given.cache)
        return
    pairs = descriptions(given.items, given.file)
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o700)
        source = place / "pairs.json"
        source.write_text(json.dumps(pairs), encoding="utf-8")
        now, before, same = [], [], True
        for _ in range(given.rounds):
            seconds, digest = measured(source, ROOT / "src")
            now.append(seconds)
            if given.before is not None:
                other, other_digest = measured(source, given.before)
                before.append(other)
                same = same and digest == other_digest
        rows.append({"what": f"{len(pairs):,} descriptions a processor second", "median": len(pairs) / median(now)})
        if before:
            rows.append({"what": "before, a processor second", "median": len(pairs) / median(before)})
            ratios = [other / seconds for other, seconds in zip(before, now, strict=True)]
            rows.append({"what": "times as fast", "median": median(ratios)})
            rows.append({"what": "the same findings", "median": same})
        kept = place / "kept"
        kept.mkdir(mode=0o700)
        measured(source, ROOT / "src", kept)
        seconds, _ = measured(source, ROOT / "src", kept)
        rows.append({"what": "kept items, ms in all", "median": 1000 * seconds})
    show("Items of books", rows)
    save("book_items", rows)


if __name__ == "__main__":
    main()

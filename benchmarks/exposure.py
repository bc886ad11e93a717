"""Exposure: a made-up industrial bill with known content, from its file to the shares of all goods, and to the truth.

Usage: python exposure.py [--lines N] [--products N] [--depth N] [--vague S] [--kind csv|parquet] [--draws N]

One child process reads the file and works the shares out under three readings, so that its memory is its own. The
shares of all products are compared with what the maker of the bill knows, and those of some with an explosion in SQL.
Another runs draws of material availability through a bill of 5,000 products.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from measuring import BUILD, ROOT, child, cpu_seconds, peak_mib, save, show

sys.path.insert(0, str(ROOT))

from tests.support.bill_uses import uses_by_name

from sekisho import Reading, load_measures
from sekisho.examples.bills import write_bom
from sekisho.exposure.part_kinds import Unclassified, kinds_of
from sekisho.exposure.remedies import plan_of
from sekisho.exposure.shortage_network import network_of
from sekisho.exposure.time_to_stop import Availability
from sekisho.exposure.time_to_stop import run as simulated
from sekisho.exposure.value_shares import shares_of
from sekisho.i18n.territory_codes import territories_of
from sekisho.trade.bom.reader import read_bill

DAY = date(2026, 9, 30)
METALS = ("1C905.a.1", "1C904.a.1", "1C902.a.1")
MAGNET = "1C905.a.4"
THRESHOLD = 0.001
CHECKED = 20
CLOSE = 1e-9
YEAR = 365


def main() -> None:
    """Read the arguments, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--products", type=int, default=50_000)
    parser.add_argument("--depth", type=int, default=12)
    parser.add_argument("--vague", type=float, default=0.0)
    parser.add_argument("--kind", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--draws", type=int, default=1024)
    parser.add_argument("--child", choices=("shares", "when"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child == "when":
        print(json.dumps(draws(options.draws)))
        return
    file = BUILD / f"bill-{options.lines}-{options.products}-{options.depth}-{options.vague}.{options.kind}"
    if options.child:
        print(json.dumps(run(file, options.threads)))
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    made = write_bom(
        file,
        lines=options.lines,
        products=options.products,
        depth=options.depth,
        seed=1,
        metals=METALS,
        magnet=MAGNET,
        vague=options.vague,
    )
    np.savez(file.with_suffix(".truth.npz"), share=made.share)
    figures = child(__file__, "--child", "shares", *sys.argv[1:])
    figures = {"lines": made.lines, "parts": made.parts, "products": len(made.products), **figures}
    show("content shares of all goods, from the file", [figures])
    stops = child(__file__, "--child", "when", *sys.argv[1:])
    show("draws through a bill, by day", [stops])
    save("exposure", {"shares": figures, "when": stops})


def run(file: Path, threads: int) -> dict[str, object]:
    """Read a bill, work out all shares, and compare them with the truth."""
    library = load_measures()
    start, spent = time.perf_counter(), cpu_seconds()
    bill = read_bill(file, facts=library.facts, territory=territories_of(library).code, threads=threads)
    read = time.perf_counter() - start
    kinds = kinds_of(bill, library, unclassified=Unclassified.HINTED, made_in="JP")
    shares = shares_of(bill, kinds, library, day=DAY)
    done = time.perf_counter() - start
    spent, peak = cpu_seconds() - spent, peak_mib()
    truth = np.load(file.with_suffix(".truth.npz"))["share"]
    found = shares.content[Reading.BROAD]
    low, high = found.share_low[bill.products], found.share_high[bill.products]
    within = bool(np.all((truth >= low - CLOSE) & (truth <= high + CLOSE)))
    chosen = bill.products[:: max(1, len(bill.products) // CHECKED)]
    exploded = np.array(explode(file, [bill.parts.ids[place] for place in chosen.tolist()]))
    off = float(np.max(np.abs(exploded - found.share_low[chosen]))) if np.all(low == high) else 0.0
    if not within or off > CLOSE:
        raise SystemExit(
            f"some share is not what the maker of the bill knows, or not that of the exploded bill ({off})."
        )
    return {
        "levels": bill.structure.depth,
        "read_s": read,
        "shares_s": done - read,
        "all_s": done,
        "cpu_s": spent,
        "peak_mib": peak,
        "widest": float(np.max(high - low)),
        "worst_error": float(np.max(np.maximum(low - truth, truth - high))),
        "worst_against_explosion": off,
        "above_threshold": int((low >= THRESHOLD).sum()),
    }


def draws(count: int) -> dict[str, object]:
    """Run draws of availability over a year through a bill of 5,000 products."""
    file = BUILD / "bill-when.parquet"
    write_bom(file, lines=100_000, products=5_000, depth=8, seed=2, metals=METALS, magnet=MAGNET)
    library = load_measures()
    bill = read_bill(file, facts=library.facts, territory=territories_of(library).code, threads=1)
    names = [f"R-{number:06d}" for number in range(1, len(METALS) + 1)]
    uses = uses_by_name(bill, names, feels=np.ones(len(bill.parts), dtype=bool))
    share = np.random.default_rng(1).random((count, YEAR, len(names)), dtype=np.float32)
    start, spent = time.perf_counter(), cpu_seconds()
    network = network_of(bill, uses)
    built = time.perf_counter() - start
    stops = simulated(network, Availability(materials=tuple(names), share=share))
    done, spent, peak = time.perf_counter() - start, cpu_seconds() - spent, peak_mib()
    start = time.perf_counter()
    plan = plan_of(bill, uses, Availability(materials=tuple(names), share=share))
    return {
        "products": len(network.products),
        "draws": count,
        "days": YEAR,
        "atoms": len(network),
        "sets": len(network.sets[0]),
        "build_s": built,
        "all_s": done,
        "cpu_s": spent,
        "peak_mib": peak,
        "lost_share": float(stops.lost_days.mean() / YEAR),
        "remedies": len(plan.remedies),
        "remedies_s": time.perf_counter() - start,
    }


EXPLOSION = """
WITH RECURSIVE rows AS (
    SELECT *, CASE unit WHEN 'g' THEN 0.001 ELSE 1 END * quantity::DOUBLE AS many FROM bill
),
below AS (
    SELECT part, many FROM rows WHERE parent = $product
    UNION ALL
    SELECT rows.part, below.many * rows.many FROM below JOIN rows ON rows.parent = below.part
),
priced AS (SELECT part, unit_value::DOUBLE AS price FROM bill WHERE parent IS NULL AND unit_value NOT LIKE '% to %')
SELECT sum(many * price) / (SELECT price FROM priced WHERE part = $product)
FROM below JOIN priced USING (part) WHERE part LIKE 'R-%'
"""


def explode(file: Path, products: Sequence[str]) -> list[float]:
    """Return the share of each product by exploding it down to metals, line by line, in SQL."""
    import duckdb

    with duckdb.connect() as connection:
        if file.suffix == ".parquet":
            connection.read_parquet(str(file)).create("bill")
        else:
            connection.read_csv(str(file), all_varchar=True).create("bill")
        rows = (connection.execute(EXPLOSION, {"product": product}).fetchall() for product in products)
        return [float(row[0][0] or 0.0) for row in rows]


if __name__ == "__main__":
    main()

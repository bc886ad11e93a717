"""Trade statistics as an order book: what the law of each month may hit.

Usage: python examples/trade_flows.py FLOWS.csv [-o HIT.csv] [--book BOOK.csv]

FLOWS.csv has the columns month (YYYY-MM), exporter and importer (ISO 3166), hs6 and value_usd. HIT.csv gets one row a
month, destination and HS code. BOOK.csv gets the same flows as the lines of an order book, each on the first and on the
last day of its month: `sekisho bulk BOOK.csv -o RESULTS.csv` says the same of them. The summary goes to the screen.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path

from sekisho import SekishoError, load_measures
from sekisho.files.formats import check_place
from sekisho.impact.shock.line_verdicts import FlowTotals, flow_verdicts, hit_by, hit_by_clause
from sekisho.impact.shock.trade_flows import TradeFlow, month_ends, read_flows
from sekisho.impact.shock.trade_lines import SUPPOSITIONS, Route, item_under_heading, trade_line
from sekisho.trade.items.code import read_alpha3
from sekisho.trade.items.tariff import Hints, read_hints

OPEN = ("cn/2020-export-control-law#catch-all", "cn/2002-earlier-control-rules#licence")


def main() -> None:
    """Read the arguments; a mistake of the reader is told without a stack trace."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("flows", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--book", type=Path)
    options = parser.parse_args()
    try:
        show(options.flows, options.out, options.book)
    except (SekishoError, OSError) as fault:
        sys.exit(str(fault))


def show(table: Path, out: Path | None, book: Path | None) -> None:
    """Read the flows, run them through the law, and show the sums."""
    for place in filter(None, (out, book)):
        check_place(place, (".csv",))
    library = load_measures()
    folder = library.packages[0].folder
    flows = read_flows(table, read_alpha3(folder))
    hints = read_hints(folder)
    hits = flow_verdicts(flows, library, hints)

    total = sum((flow.value for flow in flows), Decimal(0))
    print(f"{len(flows):,} flows worth USD {total:,.0f}; library {library.version}, {library.hash[:7]}.")
    print("\n".join(SUPPOSITIONS))
    print("Left out of the table, and shown by clause: the catch-all, which may reach any item while its end use is")
    print("unknown, and the rules before 2024-12-01, of which nobody has encoded what they covered.\n")
    print(f"{'year':6}{'HS':>8}{'total':>16}{'certain licence':>17}{'possible licence':>17}{'possible ban':>15}")
    for (year, code), hit in hit_by(hits, "year", "hs6", without=OPEN).items():
        print(
            f"{year:6}{code:>8}{hit.total:>16,.0f}{hit.licence_certain:>17,.0f}{hit.licence_possible:>17,.0f}"
            f"{hit.ban_possible:>15,.0f}"
        )
    print("\nBy clause, USD: certain, possible")
    for name, (certain, possible) in hit_by_clause(hits).items():
        print(f"  {name:48}{certain:>16,.0f}{possible:>16,.0f}")
    if out:
        write(out, hit_by(hits, "month", "importer", "hs6", without=OPEN))
        print(f"\nWrote {out}.")
    if book:
        write_book(book, flows, hints)
        print(f"\nWrote {book}.")


def write_book(book: Path, flows: list[TradeFlow], hints: Hints) -> None:
    """Write each flow as two lines of an order book, dated on the first and on the last day of its month."""
    rows = [
        {"line": f"{number}/{end}", **trade_line(Route(supplier=flow.exporter, buyer=flow.importer, on=day), item)}
        for number, flow in enumerate(flows)
        for item in (item_under_heading(flow.hs6, hints.get(flow.hs6, ())),)
        for end, day in enumerate(month_ends(flow.month))
    ]
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write(out: Path, hits: dict[tuple[str, ...], FlowTotals]) -> None:
    """Write one row a month, destination and HS code; all values in USD."""
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                *("month", "destination", "hs6", "value_usd", "licence_certain_usd", "licence_possible_usd"),
                *("ban_certain_usd", "ban_possible_usd"),
            ]
        )
        for place, hit in hits.items():
            writer.writerow([*place, *astuple(hit)])


if __name__ == "__main__":
    main()

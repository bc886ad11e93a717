"""Exposure in sentences: what was found, first, and what to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.impact.exposure.result import Exposure
from sekisho.impact.exposure.shares import State
from sekisho.law.term import Reading
from sekisho.report.exposure.data import headline_of, remedies_data, revenue_totals
from sekisho.report.layout import amount, count


def findings(found: Exposure) -> list[str]:
    """Say what was found in a few sentences."""
    return list(_findings(found))


def _findings(found: Exposure) -> Iterator[str]:
    words = dict.fromkeys(("prohibited", "licence required", "undetermined", "free"), 0)
    for row in found.products:
        words[headline_of(row.verdicts["chosen"])] += 1
    hanging = len(found.products) - words["free"]
    yield (
        f"{count(hanging, 'product')} of {len(found.products):,} {'hangs' if hanging == 1 else 'hang'} on parts that "
        f"are curbed, or may be: {words['prohibited']:,} on prohibited ones, {words['licence required']:,} on ones "
        f"that need a licence, {words['undetermined']:,} on ones that facts must still settle."
    )
    totals = revenue_totals(found)
    low, high = amount(totals.low), amount(totals.high)
    span = low if low == high else f"{low} to {high}"
    kind = "in 90 % of the draws" if found.case.drawn else "from certain to possible"
    if found.currency:
        yield f"Revenue at risk is {found.currency} {span} within {found.case.stops.days} days, {kind}."
    yield from _shares(found)
    told, plan = remedies_data(found), found.remedies
    if told is not None and plan is not None and plan.remedies:
        yield (
            f"The cheapest remedies cost {found.currency} {amount(plan.cost)} and keep "
            f"{count(len(plan.kept), 'product')} going."
        )


def _shares(found: Exposure) -> Iterator[str]:
    threshold = float(found.shares.threshold)
    rows = [row.shares[found.reading] for row in found.products]
    above = sum(row.low >= threshold for row in rows)
    is_open = sum(row.state is State.OPEN for row in rows)
    broad = sum(row.shares[Reading.BROAD].low >= threshold for row in found.products)
    origin = found.shares.rule.origin
    yield (
        f"By the {found.reading} reading of {found.shares.measure.id}, {count(above, 'product')} "
        f"{'holds' if above == 1 else 'hold'} {100 * threshold:g} % or more of {origin} content by value, and "
        f"{is_open:,} may; by the broad one {broad:,} {'does' if broad == 1 else 'do'}."
    )


def caveats(found: Exposure) -> list[str]:
    """Say what to keep in mind."""
    return list(_caveats(found))


def _caveats(found: Exposure) -> Iterator[str]:
    without, hinted = found.unclassified
    yield (
        f"Supposed: {found.case.words}. Every part is used at its usual pace until it runs short, a product runs at "
        "the pace of the scarcest of its needs, and stock that nobody states counts as none."
    )
    yield (
        "A price that nobody states is taken to be at least what the parts cost; other unknown prices, origins and "
        "classifications make intervals wider."
    )
    if without:
        yield (
            f"{count(without, 'bought part has', 'bought parts have')} no control code; {hinted:,} were taken by the "
            "customs code, which is a hint and no classification."
        )
    yield from (f"Odd in the bill: {remark.what}" for remark in found.bill.remarks)
    library = found.library
    covered = "; ".join(text for package in library.packages for text in package.not_covered)
    yield (
        f"Checked {len(library.measures)} measures as of {found.as_of} (library {library.version}, {library.hash[:7]}, "
        f"sources read to {library.horizon}). Not covered: {covered}."
    )

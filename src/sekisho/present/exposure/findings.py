"""Exposure in sentences: what was found, first, and what to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sekisho.determination.core.outcome import HEADLINES
from sekisho.exposure.result import BoundedNumber, Exposure, ProductRow, ShareRow
from sekisho.exposure.value_shares import ThresholdSide
from sekisho.law.model.term import Reading
from sekisho.present.exposure.data import headline_of, remedies_data, revenue_totals, summary
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.render.terminal import amount, count

SIDES: Final = {ThresholdSide.BELOW: "below", ThresholdSide.ABOVE: "at or above", ThresholdSide.OPEN: "open"}
"""On which side of the threshold a share lies, in words."""


def findings(found: Exposure) -> list[str]:
    """Say what was found in a few sentences."""
    return list(_findings(found))


def _findings(found: Exposure) -> Iterator[str]:
    words = dict.fromkeys(HEADLINES, 0)
    for row in found.products:
        words[headline_of(row.verdicts["chosen"])] += 1
    hanging = len(found.products) - words["free"]
    yield (
        f"{count(hanging, 'product')} of {len(found.products):,} {'hangs' if hanging == 1 else 'hang'} on parts that "
        f"are curbed, or may be: {words['prohibited']:,} on prohibited ones, {words['licence required']:,} on ones "
        f"that need a licence, {words['undetermined']:,} on ones that facts must still settle."
    )
    kind = "in 90 % of the draws" if found.case.drawn else "from certain to possible"
    totals = revenue_totals(found)
    if totals is None:
        yield "Revenue at risk is unknown: no product states its revenue."
    else:
        without = summary(found)["revenue_unstated"]
        more = f"; {without:,} products state no revenue and are not in it" if without else ""
        yield (
            f"Revenue at risk is {found.currency} {amounts(totals)} within {found.case.stops.days} days, {kind}{more}."
        )
    yield _shares(found)
    told, plan = remedies_data(found), found.remedies
    if told is not None and plan is not None and plan.remedies:
        yield (
            f"The cheapest remedies cost {found.currency} {amount(plan.cost)} and keep "
            f"{count(len(plan.kept), 'product')} going."
        )


MILLIONS: Final = 10_000_000
"""Amount below which a lower bound in millions keeps a decimal."""


def amounts(found: BoundedNumber | None) -> str:
    """Write the bounds of an amount on one scale, that of the upper; nothing is a dash.

    >>> (
    ...     amounts(BoundedNumber(low=9_880_526, mid=20e6, high=83e6)),
    ...     amounts(BoundedNumber(low=712_361, mid=1e6, high=1_434_270)),
    ... )
    ('9.9 to 83 m', '712,361 to 1,434,270')
    """
    if found is None:
        return "-"
    low, high = amount(found.low), amount(found.high)
    if high.endswith(" m") and low not in {"0", high}:
        low = f"{found.low / 1e6:,.1f}" if found.low < MILLIONS else low.removesuffix(" m")
    return low if low == high else f"{low} to {high}"


def _shares(found: Exposure) -> str:
    """Say how many products hold the threshold or more, by reading where readings differ."""
    threshold, origin = float(found.shares.threshold), found.shares.rule.origin
    told: dict[str, list[str]] = {}
    for reading in Reading:
        sides = [row.shares[reading].side for row in found.products]
        above, is_open = sides.count(ThresholdSide.ABOVE), sides.count(ThresholdSide.OPEN)
        told.setdefault(f"{above:,}" + (f", and {is_open:,} more may" if is_open else ""), []).append(str(reading))
    lead = f"Products that hold {percent(threshold)} or more of {origin} content by value ({found.shares.measure.id})"
    if len(told) == 1:
        return f"{lead}: {next(iter(told))}, by every reading of how it is worked out."
    said = "; ".join(f"{number} (by the {' and '.join(names)} reading)" for number, names in told.items())
    return f"{lead}: {said}."


def untied(found: Exposure) -> str:
    """Say which curbed parts a scenario lets arrive."""
    number = found.case.untied
    are = "1 curbed part is none" if number == 1 else f"{number:,} curbed parts are none"
    return (
        f"{are} of the materials of the national model and supposed to arrive; without a scenario the law alone says."
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
    if found.case.untied:
        yield untied(found)
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


def percent(value: float) -> str:
    """Write a share in per cent, with as many figures as matter near a threshold of a tenth of one.

    >>> percent(0.02), percent(0.00083), percent(0.0), percent(1.0)
    ('2 %', '0.083 %', '0 %', '100 %')
    """
    return f"{100 * value:.3g} %"


def effect(told: Mapping[str, object]) -> str:
    """Say what remedies do, as `remedies_data` tells them: to revenue, or to weeks where no revenue is stated."""
    before, after = told["revenue_at_risk_before"], told["revenue_at_risk_after"]
    if isinstance(before, float) and isinstance(after, float):
        return f"revenue at risk falls from {amount(before)} to {amount(after)}"
    return f"the worst product loses {told['weeks_after']:.1f} weeks in place of {told['weeks_before']:.1f}"


def share_of(one: ShareRow) -> str:
    """Write the bounds of a share, or the share."""
    return percent(one.low) if one.low == one.high else f"{percent(one.low)} to {percent(one.high)}"


def marks(row: ProductRow) -> str:
    """Count the curbed parts of a product by outcome, as shapes with numbers."""
    found = [
        f"{SHAPES[word]}{number}"
        for word, number in zip(("prohibited", "licence required", "undetermined"), row.counts.values(), strict=True)
        if number
    ]
    return " ".join(found) or "-"

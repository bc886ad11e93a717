"""Exposure told on a terminal: which products, which parts, the share of content, when lines stop, what would help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from sekisho.exposure.part_outcomes import VARIANTS
from sekisho.exposure.result import BoundedNumber, Exposure, PartRow, ProductRow
from sekisho.exposure.share_settlement import Settler
from sekisho.law.model.term import Reading
from sekisho.present.exposure.data import remedies_data, revenue_totals, summary, supplier_rows
from sekisho.present.exposure.findings import SIDES, amounts, effect, marks, percent, share_of, untied
from sekisho.present.exposure.tree import tree_text
from sekisho.present.outcome_labels import HEADLINES, INKS, SHAPES
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, amount, count, paint, table, wrap

PRODUCTS_SHOWN: Final = 10
PARTS_SHOWN: Final = 15
SETTLERS_SHOWN: Final = 5
NAME: Final = 30
WAYS: Final = {"stock": "stock", "second_source": "second source", "redesign": "redesign"}


def exposure_text(
    found: Exposure, *, width: int = DEFAULT_WIDTH, top: int = PRODUCTS_SHOWN, tree: int = -1
) -> list[str]:
    """Tell an exposure.

    Parameters
    ----------
    top
        Products that are shown.
    tree
        A product to lay out as an indented list; none if negative.
    """
    if tree >= 0:
        return tree_text(found, tree)
    parts: list[list[str]] = [
        _head(found, width),
        _outcomes(found),
        _event(found, width),
        _products(found, top),
        _parts(found, width),
        _suppliers(found, width),
        _shares(found, top, width),
        _remedies(found, width),
        _foot(found, width),
    ]
    return [line for part in parts if part for line in (*part, "")][:-1]


def _head(found: Exposure, width: int) -> list[str]:
    bill = found.bill
    lines = wrap(
        f"{bill.name}, as of {found.as_of}: {count(len(bill.products), 'product')}, {count(len(bill.parts), 'part')}, "
        f"{count(len(bill.lines), 'line')}, {count(bill.structure.depth, 'level')}"
        + (f"; amounts in {found.currency}." if found.currency else "."),
        width=width,
        hang="  ",
    )
    lines += wrap(
        f"Made in {found.made_in} if the bill does not say; looked at is what comes from {found.curbs.departure}.",
        width=width,
        hang="  ",
    )
    without, hinted = found.unclassified
    if without:
        text = f"{count(without, 'bought part has', 'bought parts have')} no control code"
        text += f": {hinted:,} taken by the customs code, which is a hint" if hinted else ""
        text += f"; {without - hinted:,} may be anything" if without > hinted else ""
        lines += wrap(f"{text}.", width=width, hang="  ")
    for remark in bill.remarks:
        lines += wrap(f"Odd: {remark.what}", width=width, hang="  ")
    return lines


def _outcomes(found: Exposure) -> list[str]:
    told = summary(found)["outcomes"]
    assert isinstance(told, dict)  # noqa: S101 - made in this package
    rows = [
        (paint(f"{SHAPES[word]} {HEADLINES[word]}", INKS[word]), count(told[word], "product"))
        for word in told
        if told[word]
    ]
    return [*table(rows, right=frozenset({1}), gap="   ")]


def _event(found: Exposure, width: int) -> list[str]:
    """Tell the row that supply-chain people know."""
    told, totals = summary(found), revenue_totals(found)
    weeks, sourcing = told["weeks"], told["sourcing"]
    assert isinstance(weeks, dict)  # noqa: S101 - made in this package
    assert isinstance(sourcing, dict)  # noqa: S101 - the same
    names = [f"{number} {name}" for name, number in sourcing.items() if number]
    head = ("sites", "parts", "products", "weeks of downtime", "revenue at risk", "sourcing of the parts")
    row = (
        f"{told['sites']:,}",
        f"{told['parts']:,}",
        f"{told['products']:,}",
        _range(weeks["low"], weeks["high"], ".1f"),
        f"{found.currency} {amounts(totals)}" if totals is not None else "unknown",
        ", ".join(names) or "none",
    )
    kind = "5 % to 95 % of the draws" if found.case.drawn else "certain to possible"
    lines = [paint("At stake", Ink.BOLD), *table([head, row], right=frozenset({0, 1, 2}))]
    said = f"Supposed: {found.case.words}. Stock that nobody states counts as none. Ranges: {kind}."
    if found.case.untied:
        said += f" {untied(found)}"
    without = told["revenue_unstated"]
    if totals is None:
        said += " No product states its revenue."
    elif without:
        said += f" {without:,} products state no revenue and are not in the sum."
    return [*lines, *wrap(said, width=width, indent="  ", hang="  ")]


def _range(low: float, high: float, form: str) -> str:
    one, other = format(low, form), format(high, form)
    return one if one == other else f"{one} to {other}"


def _days(band: BoundedNumber | None, days: int) -> str:
    """Write days; what does not happen within those that are looked ahead is no number."""
    if band is None or band.low >= days:
        return "-"
    return _range(band.low, min(band.high, days), ".0f") + ("+" if band.high >= days else "")


def _products(found: Exposure, top: int) -> list[str]:
    rows = [("", "product", "curbed parts", "revenue", "at risk", "weeks", "stops on day")]
    for row in found.products[:top]:
        verdict = row.verdicts[VARIANTS[0]]
        rows.append(
            (
                paint(SHAPES[verdict.headline], INKS[verdict.headline]),
                _short(found.bill.parts.labelled(row.part)),
                marks(row),
                "-" if row.revenue is None else amount(row.revenue),
                amounts(row.revenue_at_risk),
                "-" if row.weeks is None else _range(row.weeks.low, row.weeks.high, ".1f"),
                _days(row.survive_days, found.case.stops.days),
            )
        )
    lines = [paint("Products, most at stake first", Ink.BOLD), *table(rows, right=frozenset({3, 4, 5, 6}))]
    more = len(found.products) - top
    return [*lines, f"  {more:,} more: --top, or -o FILE.csv."] if more > 0 else lines


def _short(text: str) -> str:
    return text if len(text) <= NAME else text[: NAME - 1] + "…"


def _parts(found: Exposure, width: int) -> list[str]:
    if not found.parts:
        return [paint("Parts", Ink.BOLD), "  No part is curbed, certainly or possibly."]
    head = ("", "part", "sourcing", "supplier", "from", "stock", "products", "short on day", "revenue at risk")
    rows = [head, *(_part(row, found) for row in found.parts[:PARTS_SHOWN])]
    lines = [paint("Curbed parts, fewest sources first", Ink.BOLD), *table(rows, right=frozenset({5, 6, 7, 8}))]
    more = len(found.parts) - PARTS_SHOWN
    if more > 0:
        lines.append(f"  {more:,} more: -o FILE.xlsx.")
    missing: dict[str, int] = {}
    for part in found.parts:
        for name in part.missing:
            missing[name] = missing.get(name, 0) + 1
    if missing:
        told = ", ".join(f"{name} ({number:,})" for name, number in sorted(missing.items(), key=lambda pair: -pair[1]))
        lines += wrap(
            f"What would settle the open ones, by parts that wait: {told}.", width=width, indent="  ", hang="  "
        )
    return lines


def _suppliers(found: Exposure, width: int) -> list[str]:
    """Tell suppliers on held lists, whatever they deliver."""
    rows = list(supplier_rows(found))
    if not rows:
        return []
    head = ("supplier", "", "lists", "name on the list", "parts")
    shown = [
        (_short(row.supplier), *(str(told[name]) for name in ("stands", "lists", "name on the list")), f"{row.parts:,}")
        for row, told in zip(found.suppliers[:PARTS_SHOWN], rows, strict=False)
    ]
    lines = [paint("Suppliers on held lists: stop and ask", Ink.BOLD), *table([head, *shown], right=frozenset({4}))]
    more = len(rows) - PARTS_SHOWN
    return [*lines, *wrap(f"{more:,} more: -o FILE.xlsx.", width=width, indent="  ")] if more > 0 else lines


def _part(row: PartRow, found: Exposure) -> tuple[str, ...]:
    return (
        paint(SHAPES[row.verdict.headline], INKS[row.verdict.headline]),
        _short(found.bill.parts.labelled(row.part)),
        row.sourcing or "?",
        _short(" ".join(filter(None, (row.supplier, row.site)))) or "?",
        row.origin or "?",
        "?" if row.stock_days is None else f"{row.stock_days:g} d",
        f"{row.products:,}",
        _days(row.survive_days, found.case.stops.days),
        "-" if row.revenue_at_risk is None else amount(row.revenue_at_risk),
    )


def _shares(found: Exposure, top: int, width: int) -> list[str]:
    shares = found.shares
    threshold = percent(float(shares.threshold))
    cited = f"{shares.measure.id}, {shares.rule.article}"
    head = f"Share of {shares.rule.origin} content by value ({cited}; threshold {threshold})"
    rows = [("product", *(text for reading in Reading for text in (str(reading), "")))]
    chosen = sorted(found.products[: max(top, 1)], key=lambda row: -row.shares[found.reading].high)
    for row in chosen:
        told = (
            text for reading in Reading for text in (share_of(row.shares[reading]), SIDES[row.shares[reading].side])
        )
        rows.append((_short(found.bill.parts.labelled(row.part)), *told))
    lines = [paint(head, Ink.BOLD), *table(rows, right=frozenset({1, 3, 5}))]
    for row in chosen:
        if row.settlers:
            lines += _settlers(row, found, width)
    return lines


def _settlers(row: ProductRow, found: Exposure, width: int) -> Iterator[str]:
    parts = found.bill.parts
    told = [_settler(one, found) for one in row.settlers[:SETTLERS_SHOWN]]
    more = len(row.settlers) - SETTLERS_SHOWN
    tail = f"; and {more:,} more" if more > 0 else ""
    alone = row.settlers[0].alone
    lead = "would be settled by" if alone else "waits for"
    yield from wrap(f"{parts.ids[row.part]} {lead} {'; '.join(told)}{tail}.", width=width, indent="  ", hang="    ")


def _settler(one: Settler, found: Exposure) -> str:
    parts = found.bill.parts
    what = " and ".join(name.replace("_", " ") for name in one.unknown)
    text = f"the {what} of {parts.ids[one.part]}"
    if one.break_even is not None:
        unit, price = parts.unit[one.part], one.break_even
        side = "or less" if one.part in set(found.bill.products.tolist()) else "or more"
        per = "" if unit == "piece" else f" a {unit}"
        text += f" (the threshold is met at {found.currency} {price:,.4g}{per} {side})"
    elif not one.alone:
        text += f" ({percent(one.effect)} of its value)"
    return text


def _remedies(found: Exposure, width: int) -> list[str]:
    told, plan = remedies_data(found), found.remedies
    if told is None or plan is None:
        return []
    lines = [paint("Cheapest remedies", Ink.BOLD)]
    parts = found.bill.parts
    rows = [("part", "remedy", "stock to add", "from day", "cost")]
    rows += [
        (
            _short(parts.labelled(one.part)),
            WAYS[str(one.way)],
            f"{one.stock_days} d" if one.stock_days else "-",
            f"{one.from_day:g}" if np.isfinite(one.from_day) else "-",
            amount(one.cost),
        )
        for one in plan.remedies[:PARTS_SHOWN]
    ]
    if plan.remedies:
        lines += table(rows, right=frozenset({2, 3, 4}))
        lines += wrap(
            f"Together {found.currency} {amount(plan.cost)}: {count(len(plan.kept), 'product')} kept going; "
            f"{effect(told)}.",
            width=width,
            indent="  ",
            hang="  ",
        )
    elif not plan.left:
        lines.append("  None is needed: stocks last.")
    lines += _unhelped(found, width)
    return lines


def _unhelped(found: Exposure, width: int) -> Iterable[str]:
    plan = found.remedies
    if plan is None or not plan.left:
        return
    parts = found.bill.parts
    named = ", ".join(parts.ids[part] for part in plan.without_way[:SETTLERS_SHOWN])
    more = f" and {len(plan.without_way) - SETTLERS_SHOWN:,} more" if len(plan.without_way) > SETTLERS_SHOWN else ""
    why = (
        f" No remedy with a known cost for {named}{more}: state prices and units a year, or second_source_cost with "
        "lead_days, or redesign_cost with redesign_days."
        if plan.without_way
        else " The budget does not reach further."
    )
    yield from wrap(f"{count(len(plan.left), 'product')} not kept going.{why}", width=width, indent="  ", hang="  ")


def _foot(found: Exposure, width: int) -> list[str]:
    library = found.library
    crossings = count(len(found.curbs.crossings), "kind")
    return wrap(
        f"Checked {len(library.measures)} measures (library {library.version}, {library.hash[:7]}, sources read to "
        f"{library.horizon}); {crossings} of crossing determined. Not covered: `sekisho coverage` lists it.",
        width=width,
        indent="  ",
        hang="  ",
    )

"""Exposure as one page of HTML that needs nothing else: sentences first, then tables with bars of value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sekisho.exposure.result import BoundedNumber, Exposure
from sekisho.law.model.term import Reading
from sekisho.present.exposure.charts import charts_of
from sekisho.present.exposure.data import headline_of, remedies_data, revenue_totals, summary, supplier_rows
from sekisho.present.exposure.findings import SIDES, amounts, caveats, effect, findings, marks, percent, share_of
from sekisho.present.exposure.tree import tree_rows
from sekisho.present.outcome_labels import HEADLINES, SHAPES
from sekisho.present.render.charts import on_page
from sekisho.present.render.template import filled
from sekisho.present.render.terminal import amount, bare

PRODUCTS: Final = 50
PARTS: Final = 50
TREES: Final = 3
"""Products that are laid out."""
OPEN: Final = 60
"""Lines up to which the first of them is open from the start."""
FACTS: Final = 3
"""Facts that a part waits for, by name."""


def page(found: Exposure) -> str:
    """Write the page."""
    plan = remedies_data(found)
    context = {
        "found": found,
        "findings": findings(found),
        "caveats": caveats(found),
        "summary": summary(found),
        "products": [_product(found, place) for place in range(min(PRODUCTS, len(found.products)))],
        "more": max(0, len(found.products) - PRODUCTS),
        "parts": [_part(found, place) for place in range(min(PARTS, len(found.parts)))],
        "more_parts": max(0, len(found.parts) - PARTS),
        "suppliers": list(supplier_rows(found)),
        "readings": [str(reading) for reading in Reading],
        "threshold": percent(float(found.shares.threshold)),
        "trees": [_tree(found, row.part) for row in found.products[:TREES]],
        "charts": list(charts_of(found).values()),
        "drawn": on_page,
        "remedies": plan,
        "effect": effect(plan) if plan else "",
        "weeks": _ends(summary(found)["weeks"]),
        "totals": revenue_totals(found),
        "amounts": amounts,
        "names": found.bill.parts,
        "amount": amount,
        "headlines": HEADLINES,
        "shapes": SHAPES,
        "open_up_to": OPEN,
    }
    return filled("exposure", "page.html", context, style="page.css")


def _band(band: BoundedNumber | None, form: str) -> str:
    if band is None:
        return "–"
    low, high = format(band.low, form), format(band.high, form)
    return low if low == high else f"{low} to {high}"


def _ends(weeks: object) -> str:
    assert isinstance(weeks, dict)  # noqa: S101 - made in this package
    low, high = f"{weeks['low']:.1f}", f"{weeks['high']:.1f}"
    return low if low == high else f"{low} to {high}"


def _product(found: Exposure, place: int) -> dict[str, object]:
    row = found.products[place]
    word = headline_of(row.verdicts["chosen"])
    return {
        "name": found.bill.parts.labelled(row.part),
        "shape": SHAPES[word],
        "word": HEADLINES[word],
        "marks": marks(row),
        "revenue": "–" if row.revenue is None else amount(row.revenue),
        "at_risk": "–" if row.revenue_at_risk is None else amounts(row.revenue_at_risk),
        "weeks": _band(row.weeks, ".1f"),
        "shares": [(share_of(row.shares[reading]), SIDES[row.shares[reading].side]) for reading in Reading],
        "settle": "; ".join(
            f"{', '.join(one.unknown)} of {found.bill.parts.ids[one.part]}" for one in row.settlers[:3]
        ),
    }


def _part(found: Exposure, place: int) -> dict[str, object]:
    row = found.parts[place]
    word = headline_of(row.verdict)
    return {
        "name": found.bill.parts.labelled(row.part),
        "shape": SHAPES[word],
        "word": HEADLINES[word],
        "sourcing": row.sourcing or "?",
        "supplier": " ".join(filter(None, (row.supplier, row.site))) or "?",
        "stock": "?" if row.stock_days is None else f"{row.stock_days:g}",
        "products": f"{row.products:,}",
        "survive": _band(row.survive_days, ".0f"),
        "recover": _band(row.recover_days, ".0f"),
        "at_risk": "–" if row.revenue_at_risk is None else amount(row.revenue_at_risk),
        "missing": _few(row.missing),
    }


def _few(facts: Sequence[str]) -> str:
    told = ", ".join(name.replace("_", " ") for name in facts[:FACTS])
    return f"{told} and {len(facts) - FACTS} more" if len(facts) > FACTS else told


def _tree(found: Exposure, product: int) -> dict[str, object]:
    head, *rows = (tuple(bare(text) for text in row) for row in tree_rows(found, product))
    return {"name": found.bill.parts.labelled(product), "head": [text for text in head if text], "rows": rows}

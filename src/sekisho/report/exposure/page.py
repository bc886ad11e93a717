"""Exposure as one page of HTML that needs nothing else: sentences first, then tables with bars of value."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from sekisho.impact.exposure.result import Band, Exposure
from sekisho.impact.exposure.shares import State
from sekisho.impact.exposure.when import WEEK
from sekisho.law.term import Reading
from sekisho.report.exposure.data import headline_of, remedies_data, summary, weekly_data
from sekisho.report.exposure.sentences import caveats, findings
from sekisho.report.exposure.tree import tree_rows
from sekisho.report.layout import amount, bare
from sekisho.report.template import filled
from sekisho.report.words import HEADLINES, SHAPES

PRODUCTS: Final = 50
PARTS: Final = 50
TREES: Final = 3
"""Products that are laid out."""
CHART_HEIGHT: Final = 160
CHART_WIDTH: Final = 640


def page(found: Exposure) -> str:
    """Write the page."""
    context = {
        "found": found,
        "findings": findings(found),
        "caveats": caveats(found),
        "summary": summary(found),
        "products": [_product(found, place) for place in range(min(PRODUCTS, len(found.products)))],
        "more": max(0, len(found.products) - PRODUCTS),
        "parts": [_part(found, place) for place in range(min(PARTS, len(found.parts)))],
        "more_parts": max(0, len(found.parts) - PARTS),
        "readings": [str(reading) for reading in Reading],
        "threshold": f"{100 * float(found.shares.threshold):g} %",
        "trees": [_tree(found, row.part) for row in found.products[:TREES]],
        "weeks": weekly_data(found),
        "chart": _chart(found),
        "remedies": remedies_data(found),
        "names": found.bill.parts,
        "amount": amount,
        "headlines": HEADLINES,
        "shapes": SHAPES,
    }
    return filled("exposure", "page.html", context)


def _band(band: Band | None, form: str) -> str:
    if band is None:
        return "–"
    low, high = format(band.low, form), format(band.high, form)
    return low if low == high else f"{low} to {high}"


def _product(found: Exposure, place: int) -> dict[str, object]:
    row = found.products[place]
    word = headline_of(row.verdicts["chosen"])
    return {
        "name": row.name,
        "shape": SHAPES[word],
        "word": HEADLINES[word],
        "counts": row.counts,
        "revenue": "–" if row.revenue is None else amount(row.revenue),
        "at_risk": "–" if row.revenue_at_risk is None else _band(row.revenue_at_risk, ",.0f"),
        "weeks": _band(row.weeks, ".1f"),
        "shares": [
            f"{100 * one.low:.3g} %" if one.low == one.high else f"{100 * one.low:.3g} to {100 * one.high:.3g} %"
            for one in (row.shares[reading] for reading in Reading)
        ],
        "state": "open" if row.shares[found.reading].state is State.OPEN else "settled",
        "settle": "; ".join(
            f"{', '.join(one.unknown)} of {found.bill.parts.ids[one.part]}" for one in row.settlers[:3]
        ),
    }


def _part(found: Exposure, place: int) -> dict[str, object]:
    row = found.parts[place]
    word = headline_of(row.verdict)
    return {
        "name": row.name,
        "shape": SHAPES[word],
        "word": HEADLINES[word],
        "sourcing": row.sourcing or "?",
        "supplier": " ".join(filter(None, (row.supplier, row.site))) or "?",
        "stock": "?" if row.stock_days is None else f"{row.stock_days:g}",
        "products": f"{row.products:,}",
        "survive": _band(row.survive_days, ".0f"),
        "recover": _band(row.recover_days, ".0f"),
        "at_risk": amount(row.revenue_at_risk),
        "missing": ", ".join(row.missing),
    }


def _tree(found: Exposure, product: int) -> dict[str, object]:
    head, *rows = (tuple(bare(text) for text in row) for row in tree_rows(found, product))
    return {"name": found.bill.parts.named(product), "head": [text for text in head if text], "rows": rows}


def _chart(found: Exposure) -> Markup:
    """Draw the revenue that is not made by week: the middle as bars, the bounds as thin lines."""
    weeks = weekly_data(found)
    names = ("p5", "p50", "p95") if found.case.drawn else ("certain", "possible", "possible")
    most = max((week[names[2]] for week in weeks), default=0.0)
    if most <= 0:
        return Markup("")
    step = CHART_WIDTH / len(weeks)
    parts = [
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {} {}" width="100%">'
            "<title>Revenue at risk by week, {}</title>"
        ).format(CHART_WIDTH, CHART_HEIGHT + 20, found.currency)
    ]
    for number, week in enumerate(weeks):
        low, mid, high = (CHART_HEIGHT * week[name] / most for name in names)
        x = number * step
        parts.append(
            Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="#e69f00"/>').format(
                x, CHART_HEIGHT - mid, step * 0.8, mid
            )
        )
        parts.append(
            Markup('<path d="M{0:.1f} {1:.1f}V{2:.1f}" stroke="#1a1a1a" stroke-width="1"/>').format(
                x + step * 0.4, CHART_HEIGHT - high, CHART_HEIGHT - low
            )
        )
    parts.append(Markup('<path d="M0 {0}H{1}" stroke="#1a1a1a"/>').format(CHART_HEIGHT, CHART_WIDTH))
    parts.append(
        Markup('<text x="0" y="{}" font-size="12">day 1</text>').format(CHART_HEIGHT + 15)
        + Markup('<text x="{}" y="{}" font-size="12" text-anchor="end">day {}</text></svg>').format(
            CHART_WIDTH, CHART_HEIGHT + 15, len(weeks) * WEEK
        )
    )
    return Markup("").join(parts)

"""Exposure as one page of HTML that needs nothing else: sentences first, then tables with bars of value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from sekisho.exposure.part_items import CodeStanding
from sekisho.exposure.result import BoundedNumber, Exposure, PartRow
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import territory_text
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import Text, joined, message
from sekisho.present.charts.chart import Chart
from sekisho.present.exposure.charts import charts_of
from sekisho.present.exposure.data import (
    LISTED_NAME,
    LISTS,
    STANDS,
    SUPPLIER,
    remedies_data,
    revenue_totals,
    summary,
    supplier_rows,
)
from sekisho.present.exposure.data import PARTS as PARTS_COLUMN
from sekisho.present.exposure.findings import (
    READINGS,
    SIDES,
    WAYS,
    amount,
    amounts,
    caveats,
    currency_text,
    effect,
    findings,
    marks,
    open_fact,
    percent,
    settler_fact,
    share_of,
    sourcing_text,
    sourcings,
    span,
)
from sekisho.present.exposure.findings import WORDS as OUTCOMES
from sekisho.present.exposure.terminal import ASK_MAKER, COULD, folded
from sekisho.present.exposure.tree import tree_rows
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.render.charts import on_page
from sekisho.present.render.template import filled

PRODUCTS: Final = 50
PARTS: Final = 50
TREES: Final = 3
"""Products that are laid out."""
OPEN: Final = 60
"""Lines up to which the first of them is open from the start."""
FACTS: Final = 3
"""Facts that a part waits for, by name."""
NAMED: Final = 10
"""Parts without a remedy, by number; more would be a table."""
UNKNOWN: Final = message("exposure.unknown", "unknown")
WORDS: Final[Mapping[str, Text]] = {
    "summary": message("exposure.summary_head", "Summary"),
    "keep_in_mind": message("exposure.caveats_head", "Keep in mind"),
    "at_stake": message("exposure.at_stake", "At stake"),
    "sites": message("exposure.sites_head", "Sites"),
    "parts": message("exposure.parts_head", "Parts"),
    "products": message("exposure.products_title", "Products"),
    "downtime": message("exposure.downtime_head", "Weeks of downtime"),
    "revenue_at_risk": message("exposure.risk_head", "Revenue at risk"),
    "sourcing_of_parts": message("exposure.sourcing_head", "Sourcing of the parts"),
    "table": message("chart.table", "Table"),
    "products_first": message("exposure.products_head", "Products, most at stake first"),
    "product": message("exposure.product_head", "Product"),
    "outcome": message("exposure.outcome_head", "Outcome"),
    "curbed": message("exposure.curbed_head", "Curbed parts"),
    "revenue": message("exposure.revenue_head", "Revenue"),
    "at_risk": message("exposure.at_risk_head", "At risk"),
    "weeks": message("exposure.weeks_head", "Weeks"),
    "parts_first": message("exposure.curbed_parts_head", "Curbed parts, fewest sources first"),
    "parts_caption": message(
        "exposure.parts_caption", "Parts that are curbed or may be; days are counted from the first of the curb"
    ),
    "part": message("exposure.part_head", "Part"),
    "could": COULD,
    "falls_under": message("exposure.falls_under_head", "If it falls under"),
    "then": message("exposure.then_head", "Then"),
    "sourcing": message("exposure.sourcing_column", "Sourcing"),
    "supplier": message("exposure.supplier_head", "Supplier"),
    "stock_days": message("exposure.stock_days", "Stock, days"),
    "short_from": message("exposure.short_from", "Short from day"),
    "until": message("exposure.until", "Until day"),
    "suppliers_first": message("exposure.suppliers_head", "Suppliers on held lists: stop and ask"),
    "suppliers": message("exposure.suppliers_region", "Suppliers on held lists"),
    "suppliers_caption": message(
        "exposure.suppliers_caption", "Suppliers that are or may be on a held list, whatever they deliver"
    ),
    "lists": message("exposure.lists_head", "Lists"),
    "listed_name": message("exposure.listed_name_head", "Name on the list"),
    "remedies": message("exposure.remedies_head", "Cheapest remedies"),
    "remedies_region": message("exposure.remedies_region", "Remedies"),
    "remedy": message("exposure.remedy_head", "Remedy"),
    "stock_to_add": message("exposure.stock_to_add_head", "Stock to add, days"),
    "from_day": message("exposure.from_day_head", "From day"),
    "cost": message("exposure.cost_head", "Cost"),
    "none_needed": message("exposure.none_needed", "None is needed: stocks last."),
    "trees": message("exposure.trees_head", "What the products most at stake are made of, by value"),
    "quantity": message("exposure.quantity_head", "Quantity"),
    "value": message("exposure.value_head", "Value"),
    "bar": message("exposure.bar_head", "Bar"),
    "from": message("exposure.from_head", "From"),
    "stock": message("exposure.stock_head", "Stock"),
}
"""Words that every page has."""


def page(
    found: Exposure,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> str:
    """Write the page in a language."""
    plan, say = remedies_data(found), translator.say
    curbed, could = found.of_standing(CodeStanding.STANDS, CodeStanding.UNASKED), found.of_standing(CodeStanding.COULD)

    def drawn(chart: Chart, *, slim: bool) -> Markup:
        return on_page(chart, say, slim=slim)

    context = {
        "language": translator.language,
        "say": say,
        "words": {name: say(text) for name, text in WORDS.items()},
        "texts": _texts(found, plan),
        "found": found,
        "findings": findings(found),
        "caveats": caveats(found),
        "summary": summary(found),
        "products": [_product(found, place) for place in range(min(PRODUCTS, len(found.products)))],
        "more": max(0, len(found.products) - PRODUCTS),
        "parts": [_part(found, curbed, place) for place in range(min(PARTS, len(curbed)))],
        "more_parts": max(0, len(curbed) - PARTS),
        "could": [_part(found, could, place) for place in range(min(PARTS, len(could)))],
        "folded": list(folded(found)),
        "ask_maker": ASK_MAKER,
        "suppliers": list(supplier_rows(found)),
        "readings": list(READINGS.values()),
        "trees": [_tree(found, row.part) for row in found.products[:TREES]],
        "charts": list(charts_of(found).values()),
        "drawn": drawn,
        "remedies": plan,
        "weeks": _ends(summary(found)["weeks"]),
        "totals": amounts(totals) if (totals := revenue_totals(found)) is not None else UNKNOWN,
        "sourcings": sourcings(summary(found)),
        "sourcing": sourcing_text,
        "ways": WAYS,
        "supplier_columns": (SUPPLIER, STANDS, LISTS, LISTED_NAME),
        "parts_column": PARTS_COLUMN,
        "amount": amount,
        "open_up_to": OPEN,
    }
    return filled("exposure", "page.html", context, style="page.css")


def _band(band: BoundedNumber | None, form: str) -> str:
    if band is None:
        return "–"
    low, high = format(band.low, form), format(band.high, form)
    return low if low == high else span(low, high)


def _ends(weeks: object) -> str:
    assert isinstance(weeks, dict)  # noqa: S101 - made in this package
    low, high = f"{weeks['low']:.1f}", f"{weeks['high']:.1f}"
    return low if low == high else span(low, high)


def _product(found: Exposure, place: int) -> dict[str, object]:
    row = found.products[place]
    word = row.headline
    return {
        "name": found.bill.parts.labelled(row.part),
        "shape": SHAPES[word],
        "word": OUTCOMES[word],
        "marks": marks(row),
        "revenue": "–" if row.revenue is None else amount(row.revenue),
        "at_risk": "–" if row.revenue_at_risk is None else amounts(row.revenue_at_risk),
        "weeks": _band(row.weeks, ".1f"),
        "shares": [(share_of(row.shares[reading]), SIDES[row.shares[reading].side]) for reading in Reading],
        "settle": _waits(
            joined(
                (
                    message(
                        "exposure.facts_of",
                        "{facts} of {part}",
                        facts=joined(map(settler_fact, one.unknown), "comma"),
                        part=found.bill.parts.ids[one.part],
                    )
                    for one in row.settlers[:3]
                ),
                "semicolon",
            )
        ),
    }


def _part(found: Exposure, rows: Sequence[PartRow], place: int) -> dict[str, object]:
    row = rows[place]
    word = row.headline
    reach = row.reach.headline if row.reach is not None else word
    return {
        "codes": ", ".join(row.item_codes),
        "reach": OUTCOMES[reach],
        "origin": territory_text(row.origin, found.library) if row.origin else "?",
        "name": found.bill.parts.labelled(row.part),
        "shape": SHAPES[word],
        "word": OUTCOMES[word],
        "sourcing": sourcing_text(row.sourcing) or "?",
        "supplier": " ".join(filter(None, (row.supplier, row.site))) or "?",
        "stock": "?" if row.stock_days is None else f"{row.stock_days:g}",
        "products": f"{row.products:,}",
        "survive": _band(row.survive_days, ".0f"),
        "recover": _band(row.recover_days, ".0f"),
        "at_risk": "–" if row.revenue_at_risk is None else amount(row.revenue_at_risk),
        "missing": _waits(_few(row.missing, found.library)),
    }


def _few(facts: Sequence[str], library: Library) -> Text:
    names = joined((open_fact(name, library) for name in facts[:FACTS]), "comma")
    if len(facts) <= FACTS:
        return names
    return message("exposure.facts_and_more", "{facts} and {number} more", facts=names, number=len(facts) - FACTS)


def _waits(facts: Text) -> str:
    """Say what something waits for; empty if it waits for nothing."""
    return message("exposure.waits", "Waits for: {facts}", facts=facts) if facts else ""


def _tree(found: Exposure, product: int) -> dict[str, object]:
    _, *rows = tree_rows(found, product)
    name = found.bill.parts.labelled(product)
    return {
        "name": name,
        "summary": message("exposure.tree_lines", "{part}: {lines} lines", part=name, lines=len(rows)),
        "caption": message(
            "exposure.tree_caption",
            "{part}: lines, with their value over the price of the product; one choice of (or) lines is built in",
            part=name,
        ),
        "rows": rows,
    }


def _texts(found: Exposure, plan: Mapping[str, Any] | None) -> dict[str, Text]:
    """Return the sentences of the page that name something."""
    rule, threshold = found.shares.rule, percent(float(found.shares.threshold))
    no_currency = message("exposure.no_currency", "no currency")
    texts: dict[str, Text] = {
        "title": message("exposure.title", "Exposure of {bill}", bill=found.bill.name),
        "line": message(
            "exposure.page_line",
            "As of {day} · {reading} reading · library {version}, ",
            day=quantity("date", found.as_of),
            reading=READINGS[found.reading],
            version=found.library.version,
        ),
        "at_stake": message(
            "exposure.at_stake_caption",
            "Sites, parts and products that what is curbed reaches; amounts in {currency}",
            currency=currency_text(found) or no_currency,
        ),
        "products": message(
            "exposure.products_caption",
            "What products hang on, and by each reading their share of {origin} content by value (threshold "
            "{threshold})",
            origin=territory_text(rule.origin, found.library),
            threshold=threshold,
        ),
        "more": message(
            "exposure.more_products_page",
            "{number} more products: in the workbook or the table.",
            number=str(len(found.products) - PRODUCTS),
        ),
        "more_parts": message(
            "exposure.more_parts_page",
            "{number} more parts: in the workbook.",
            number=str(len(found.of_standing(CodeStanding.STANDS, CodeStanding.UNASKED)) - PARTS),
        ),
    }
    if plan is None:
        return texts
    without = plan["without_way"]
    parts, others = ", ".join(without[:NAMED]), len(without) > NAMED
    return {
        **texts,
        "together": message(
            "exposure.together_caption",
            "Together {currency} {cost}; {effect}",
            currency=currency_text(found),
            cost=amount(plan["cost"]),
            effect=effect(plan),
        ),
        "without_way": message(
            "exposure.no_way_others", "No remedy with a known cost for {parts} and others.", parts=parts
        )
        if others
        else message("exposure.no_way", "No remedy with a known cost for {parts}.", parts=parts),
    }

"""The tables of an exposure after the first: parts, what could be curbed, suppliers, remedies, shares, and sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sekisho.determination.core.outcome import Outcome
from sekisho.exposure.part_items import CodeStanding
from sekisho.exposure.result import Exposure, PartRow, ProductRow
from sekisho.i18n.citations import article_text
from sekisho.i18n.names import plain_name, territory_text
from sekisho.law.model.term import Reading
from sekisho.message import LawText, Text, and_more, counted, joined, message
from sekisho.present.document import CARDS, TREE, Part, Table, paragraph
from sekisho.present.exposure.data import (
    LISTED_NAME,
    LISTS,
    PARTS,
    STANDS,
    SUPPLIER,
    revenue_totals,
    settler_data,
    summary,
    supplier_rows,
)
from sekisho.present.exposure.findings import folded, settles_open, shares_text
from sekisho.present.exposure.stop_table import NOT_STATED, PRODUCT, days_span, risk_text, risks
from sekisho.present.exposure.tree import tree_rows
from sekisho.present.exposure.words import (
    READINGS,
    SIDES,
    WAYS,
    WORDS,
    MoneyColumn,
    currency_text,
    goods_of_codes,
    leads_text,
    marks,
    percent,
    price_span,
    products_text,
    settler_text,
    share_of,
    sourcing_text,
    sourcings,
    span,
)
from sekisho.present.outcome_labels import SHAPES

OPEN: Final = 5
"""Rows of a table that are open at once: with more, twenty products do not fit four screens. The others are folded."""
MOST: Final = 50
"""Rows of a table: more are in the workbook."""
TREES: Final = 3
"""Products that are laid out."""
SETTLERS: Final = 4
"""Things that would settle a share that are told of each product."""
KIND_NAMED: Final = 4
"""Parts of a kind that are named."""
NAMED: Final = 10
"""Parts without a remedy, by number; more would be a table."""
UNKNOWN: Final = message("exposure.unknown", "unknown")
PART: Final = message("exposure.part_head", "Part")
OUTCOME: Final = message("exposure.outcome_head", "Outcome")
FROM: Final = message("exposure.from_head", "From")
SUPPLIER_HEAD: Final = message("exposure.supplier_head", "Supplier")
PRODUCTS: Final = message("exposure.products_title", "Products")
AT_RISK: Final = message("exposure.sales_at_risk", "Sales at risk")


def outcome_cell(word: str) -> Text:
    """Write an outcome with its sign."""
    return message("exposure.shaped", "{shape} {outcome}", shape=SHAPES[word], outcome=WORDS[word])


def _several(
    caption: Text,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    texts: int,
    spare: frozenset[int] = frozenset(),
    layout: str = "",
) -> list[Part]:
    """Return the first rows as a table, and those after them folded; what is more is in the workbook."""

    def of(some: Sequence[tuple[str, ...]], folded: str = "") -> Table:
        return Table(
            caption=caption, heads=heads, rows=tuple(some), texts=texts, folded=folded, spare=spare, layout=layout
        )

    shown = min(len(rows), MOST) - OPEN
    if shown <= 0:
        return [of(rows)]
    more = counted("exposure.more_rows", "{n} more row", "{n} more rows", n=shown)
    if len(rows) > MOST:
        rest = len(rows) - MOST
        more = message("exposure.rows_and_workbook", "{rows}; {rest} more are in the workbook", rows=more, rest=rest)
    return [of(rows[:OPEN]), of(rows[OPEN:MOST], more)]


def parts_by_stock(found: Exposure) -> list[Part | None]:
    """Return the curbed parts, those first whose stock lasts least."""
    curbed = found.of_standing(CodeStanding.STANDS, CodeStanding.UNASKED)
    if not curbed:
        could = found.of_standing(CodeStanding.COULD) or list(folded(found))
        none = message("exposure.no_curbed_part", "No part is controlled, for certain or possibly.")
        return [None if could else paragraph(none)]
    heads = (
        PART,
        OUTCOME,
        SUPPLIER_HEAD,
        FROM,
        message("exposure.sourcing_column", "Sourcing"),
        message("exposure.stock_days", "Stock, days"),
        message("exposure.short_from", "Short from day"),
        PRODUCTS,
        AT_RISK,
    )
    caption = message(
        "exposure.parts_caption", "Parts that are controlled or may be; days count from the first day of the controls"
    )
    risk = MoneyColumn.of(found.currency, (row.revenue_at_risk for row in curbed))
    rows = [_part(row, found, risk) for row in sorted(curbed, key=_by_stock)]
    return [*_several(caption, heads, rows, texts=5, spare=frozenset({3, 4, 7}), layout=CARDS)]


def _by_stock(row: PartRow) -> tuple[float, ...]:
    """Order parts: what is certain first, then by the days that stock lasts; stock that nobody states is none."""
    is_open = row.verdict.floor == Outcome.FREE
    level = -int(row.verdict.floor), -int(row.verdict.ceiling)
    return is_open, row.stock_days or 0.0, *level, -(row.revenue_at_risk or 0.0), row.part


def _part(row: PartRow, found: Exposure, column: MoneyColumn) -> tuple[str, ...]:
    risk: str = NOT_STATED if row.revenue_at_risk is None else column.cell(row.revenue_at_risk)
    return (
        found.bill.parts.labelled(row.part),
        outcome_cell(row.headline),
        _supplier(row),
        _origin(row, found),
        sourcing_text(row.sourcing) or "?",
        "?" if row.stock_days is None else f"{row.stock_days:g}",
        days_span(row.survive_days, found.case.stops.days),
        f"{row.products:,}",
        risk,
    )


def _supplier(row: PartRow) -> str:
    return " ".join(filter(None, (row.supplier, row.site))) or "?"


def _origin(row: PartRow, found: Exposure) -> str:
    return territory_text(row.origin, found.library) if row.origin else "?"


def could_be_curbed(found: Exposure) -> list[Part | None]:
    """Return the parts that lead to a code of the list, and count those that do not."""
    could = found.of_standing(CodeStanding.COULD)
    parts: list[Part | None] = []
    if could:
        heads = (
            PART,
            message("exposure.falls_under_head", "If it is"),
            message("exposure.then_head", "Then"),
            FROM,
            SUPPLIER_HEAD,
            PRODUCTS,
        )
        ask = message(
            "exposure.ask_maker",
            "Ask the maker what these are and what is inside. Then fill in the column “control codes”: the code, or "
            "none.",
        )
        rows = [_leading(row, found) for row in could]
        parts += _several(ask, heads, rows, texts=5, spare=frozenset({4, 5}), layout=CARDS)
    return parts


def _leading(row: PartRow, found: Exposure) -> tuple[str, ...]:
    reach = row.reach.headline if row.reach is not None else row.headline
    return (
        found.bill.parts.labelled(row.part),
        leads_text(row, found.library) if row.item_codes else UNKNOWN,
        outcome_cell(reach),
        _origin(row, found),
        _supplier(row),
        f"{row.products:,}",
    )


def with_material_inside(found: Exposure) -> list[Part | None]:
    """Return the finished goods among the parts at which nothing points, by kind, with the material usually inside."""
    kinds: dict[str, list[PartRow]] = {}
    for row in found.of_standing(CodeStanding.UNLIKELY):
        if row.finished:
            kinds.setdefault(row.finished, []).append(row)
    if not kinds:
        return []
    rows = [
        (
            LawText(kind),
            and_more([found.bill.parts.labelled(row.part) for row in some[:KIND_NAMED]], len(some) - KIND_NAMED),
            goods_of_codes(some[0].inside, found.library),
            f"{len(some):,}",
        )
        for kind, some in sorted(kinds.items(), key=lambda pair: -len(pair[1]))
    ]
    heads = (
        message("exposure.kind_head", "Kind of part"),
        message("exposure.parts_head", "Parts"),
        message("exposure.inside_head", "Listed material that may be inside"),
        message("exposure.number_head", "Number"),
    )
    ask = message(
        "exposure.ask_inside",
        "The finished part is generally not on the list, but its maker may need material that is. Ask the maker: what "
        "is inside, and does it come from {departure}?",
        departure=territory_text(found.curbs.departure, found.library),
    )
    return [*_several(ask, heads, rows, texts=3, layout=CARDS)]


def suppliers(found: Exposure) -> list[Part]:
    """Return the suppliers on held lists, whatever they deliver."""
    rows = [
        tuple(map(_text, (row[name] for name in (SUPPLIER, STANDS, LISTS, LISTED_NAME, PARTS))))
        for row in supplier_rows(found)
    ]
    heads = (
        SUPPLIER_HEAD,
        message("exposure.standing_head", "Standing"),
        message("exposure.lists_head", "Lists"),
        message("exposure.listed_name_head", "Name on the list"),
        message("exposure.parts_head", "Parts"),
    )
    caption = message(
        "exposure.suppliers_caption", "Suppliers that are on a party list, or may be, whatever they deliver"
    )
    return _several(caption, heads, rows, texts=4) if rows else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def remedies(found: Exposure) -> list[Part | None]:
    """Return the cheapest remedies, what they do together, and what they do not reach."""
    plan = found.remedies
    if plan is None:
        return []
    parts = found.bill.parts
    costs = MoneyColumn.of(found.currency, (one.cost for one in plan.remedies))
    rows = [
        (
            parts.labelled(one.part),
            WAYS[str(one.way)],
            f"{one.stock_days}" if one.stock_days else "–",
            f"{one.from_day:g}" if np.isfinite(one.from_day) else "–",
            costs.cell(one.cost),
        )
        for one in plan.remedies
    ]
    if not rows:
        none = message("exposure.none_needed", "None is needed: stocks last.")
        return [paragraph(*([] if plan.left or found.case.untied else [none]), *_unhelped(found))]
    heads = (
        PART,
        message("exposure.remedy_head", "Remedy"),
        message("exposure.stock_to_add_head", "Stock to add, days"),
        message("exposure.from_day_head", "From day"),
        message("exposure.cost_head", "Cost"),
    )
    caption = message(
        "exposure.remedies_caption",
        "The cheapest set; stock costs its holding for a year, other ways what they cost once",
    )
    return [*_several(caption, heads, rows, texts=2, layout=CARDS), paragraph(*_unhelped(found))]


def _unhelped(found: Exposure) -> list[Text]:
    plan = found.remedies
    if plan is None or not plan.left:
        return []
    left = counted(
        "exposure.not_kept_going",
        "No known remedy keeps {n} product going.",
        "No known remedy keeps {n} products going.",
        n=len(plan.left),
    )
    if not plan.without_way:
        return [left, message("exposure.budget", "The budget does not reach further.")]
    names = [found.bill.parts.labelled(part) for part in plan.without_way[:NAMED]]
    no_way = message(
        "exposure.no_remedy",
        "The bill does not say what a remedy costs for {parts}.",
        parts=and_more(names, len(plan.without_way) - NAMED),
    )
    fill = message(
        "exposure.fill_in",
        "Fill in one of these pairs of columns: unit price and annual volume; second source cost and lead days; "
        "redesign cost and redesign days.",
    )
    return [left, no_way, fill]


def at_stake(found: Exposure) -> list[Part | None]:
    """Return the row that supply-chain people know, and a row a product."""
    whole, totals = summary(found), revenue_totals(found)
    weeks = whole["weeks"]
    assert isinstance(weeks, dict)  # noqa: S101 - made in this package
    sums = Table(
        caption=message(
            "exposure.at_stake_caption",
            "Sites, parts and products that the controls may reach, parts without a sign of control too",
        ),
        heads=(
            message("exposure.sites_head", "Sites"),
            message("exposure.parts_head", "Parts"),
            PRODUCTS,
            message("exposure.downtime_head", "Weeks of downtime"),
            AT_RISK,
            message("exposure.sourcing_head", "Sourcing of the parts"),
        ),
        rows=(
            (
                f"{whole['sites']:,}",
                f"{whole['parts']:,}",
                f"{whole['products']:,}",
                _range(weeks["low"], weeks["high"]),
                price_span(found.currency, totals) if totals is not None else UNKNOWN,
                sourcings(whole) or message("exposure.none", "none"),
            ),
        ),
    )
    heads = (
        PRODUCT,
        OUTCOME,
        message("exposure.curbed_head", "Controlled or open parts"),
        message("exposure.sales_a_year", "Sales a year"),
        AT_RISK,
        message("exposure.weeks_head", "Weeks"),
    )
    caption = message("exposure.products_head", "Products, most at stake first")
    columns = MoneyColumn.of(found.currency, (row.revenue for row in found.products)), risks(found)
    rows = [_product(row, found, *columns) for row in found.products]
    return [sums, *_several(caption, heads, rows, texts=3, spare=frozenset({3})), paragraph(settles_open(found))]


def _product(row: ProductRow, found: Exposure, sales: MoneyColumn, risk: MoneyColumn) -> tuple[str, ...]:
    return (
        found.bill.parts.labelled(row.part),
        outcome_cell(row.headline),
        marks(row),
        NOT_STATED if row.revenue is None else sales.cell(row.revenue),
        risk_text(row, risk) if row.weeks is not None else "–",
        "–" if row.weeks is None else _range(row.weeks.low, row.weeks.high),
    )


def _range(low: float, high: float) -> str:
    one, other = f"{low:.1f}", f"{high:.1f}"
    return one if one == other else span(one, other)


def shares(found: Exposure) -> list[Part | None]:
    """Return the share by value of each product by each reading, and what would settle those that are open."""
    one = found.shares
    caption = message(
        "exposure.shares_head",
        "Share of {origin} content by value ({measure}, {article}; threshold {threshold})",
        origin=territory_text(one.rule.origin, found.library),
        measure=plain_name(one.measure, found.library),
        article=article_text(one.rule.article),
        threshold=percent(float(one.threshold)),
    )
    heads = (
        PRODUCT,
        *(READINGS[reading] for reading in Reading),
        message("exposure.settle_head", "What decides it"),
    )
    chosen = sorted(found.products, key=lambda row: -row.shares[found.reading].high)
    rows = [_shares(row, found) for row in chosen]
    return [paragraph(shares_text(found)), *_several(caption, heads, rows, texts=len(heads), layout=CARDS)]


def _shares(row: ProductRow, found: Exposure) -> tuple[str, ...]:
    cells = (
        message("exposure.share_and_side", "{share} {side}", share=share_of(share), side=SIDES[share.side])
        for share in (row.shares[reading] for reading in Reading)
    )
    products = set(found.bill.products.tolist())
    settlers = [
        settler_text(settler_data(one, found), found.currency, is_product=one.part in products)
        for one in row.settlers[:SETTLERS]
    ]
    more = len(row.settlers) - SETTLERS
    if more > 0:
        settlers.append(message("exposure.and_more", "and {number} more", number=more))
    return found.bill.parts.labelled(row.part), *cells, joined(settlers, "semicolon") or "–"


def trees(found: Exposure) -> list[Part]:
    """Return what the products most at stake are made of, by value."""
    return [_tree(found, row.part) for row in found.products[:TREES]]


def _tree(found: Exposure, product: int) -> Table:
    heads, *rows = tree_rows(found, product)
    name = found.bill.parts.labelled(product)
    return Table(
        caption=message(
            "exposure.tree_caption",
            "{part}: each line as a share of the product's price. Of lines marked (or), one is built in.",
            part=name,
        ),
        heads=heads,
        rows=tuple(rows),
        texts=len(heads),
        folded=message("exposure.tree_lines", "{part}: {lines} lines", part=name, lines=len(rows)),
        layout=TREE,
    )


def sizes(found: Exposure) -> Text:
    """Say how large the bill is."""
    bill = found.bill
    return joined(
        [
            products_text(len(bill.products)),
            counted("exposure.parts", "{n} part", "{n} parts", n=bill.different_parts),
            counted("exposure.lines", "{n} line", "{n} lines", n=len(bill.lines)),
            counted("exposure.levels", "{n} level", "{n} levels", n=bill.structure.depth),
        ],
        "comma",
    )


def currency_or_none(found: Exposure) -> Text:
    """Name the currency, or say that there is none."""
    return currency_text(found) if found.currency else message("exposure.no_currency", "no currency")

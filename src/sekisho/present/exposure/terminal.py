"""Exposure told on a terminal: which products, which parts, the share of content, when lines stop, what would help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from sekisho.exposure.part_items import CodeStanding
from sekisho.exposure.result import BoundedNumber, Exposure, PartRow, ProductRow
from sekisho.i18n.citations import ArticleText
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import plain_name, territory_text
from sekisho.law.model.term import Reading
from sekisho.message import Text, and_more, counted, joined, message
from sekisho.present.exposure.data import (
    LISTED_NAME,
    LISTS,
    PARTS,
    STANDS,
    SUPPLIER,
    remedies_data,
    revenue_totals,
    settler_data,
    summary,
    supplier_rows,
)
from sekisho.present.exposure.findings import (
    READINGS,
    SIDES,
    WAYS,
    WORDS,
    amount,
    amounts,
    as_read,
    bought_without_code,
    currency_text,
    effect,
    marks,
    open_fact,
    percent,
    products_text,
    said_of_all,
    settler_text,
    share_of,
    sourcing_text,
    sourcings,
    span,
    untied,
)
from sekisho.present.exposure.tree import SHORT_WORDS, days_text, tree_text
from sekisho.present.outcome_labels import INKS, SHAPES
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap

PRODUCTS_SHOWN: Final = 10
PARTS_SHOWN: Final = 15
SETTLERS_SHOWN: Final = 5
NAME: Final = 30
Tell = Callable[[str], str]
"""Tells a text in a language."""
PRODUCT: Final = message("exposure.product", "product")
PART: Final = message("exposure.part", "part")
RISK: Final = message("exposure.revenue_at_risk", "revenue at risk")


def exposure_text(
    found: Exposure,
    *,
    width: int = DEFAULT_WIDTH,
    top: int = PRODUCTS_SHOWN,
    tree: int = -1,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> list[str]:
    """Tell an exposure.

    Parameters
    ----------
    top
        Products that are shown.
    tree
        A product to lay out as an indented list; none if negative.
    """
    say = translator.say
    if tree >= 0:
        return tree_text(found, tree, say)
    parts: list[list[str]] = [
        _head(found, width, say),
        _outcomes(found, say),
        _event(found, width, say),
        _products(found, top, say),
        _parts(found, width, say),
        _suppliers(found, say),
        _shares(found, top, width, say),
        _remedies(found, width, say),
        _foot(found, width, say),
    ]
    return [line for part in parts if part for line in (*part, "")][:-1]


def _table(rows: Iterable[Sequence[str]], say: Tell, *, right: frozenset[int], gap: str = "  ") -> list[str]:
    return table([tuple(map(say, row)) for row in rows], right=right, gap=gap)


def _under(text: str, width: int, say: Tell) -> list[str]:
    """Break a text into lines, two spaces in."""
    return wrap(say(text), width=width, indent="  ", hang="  ")


def _more(number: int, say: Tell) -> str:
    return "  " + say(message("exposure.more_in_workbook", "{number} more: -o FILE.xlsx.", number=number))


def _head(found: Exposure, width: int, say: Tell) -> list[str]:
    bill = found.bill
    sizes = joined(
        [
            products_text(len(bill.products)),
            counted("exposure.parts", "{n} part", "{n} parts", n=bill.different_parts),
            counted("exposure.lines", "{n} line", "{n} lines", n=len(bill.lines)),
            counted("exposure.levels", "{n} level", "{n} levels", n=bill.structure.depth),
        ],
        "comma",
    )
    places = {"bill": bill.name, "day": quantity("date", found.as_of), "sizes": sizes}
    first = (
        message(
            "exposure.bill_in_currency",
            "{bill}, as of {day}: {sizes}; amounts in {currency}.",
            currency=currency_text(found),
            **places,
        )
        if found.currency
        else message("exposure.bill", "{bill}, as of {day}: {sizes}.", **places)
    )
    made = message(
        "exposure.made_in",
        "Made in {land} if the bill does not say; looked at is what comes from {departure}.",
        land=territory_text(found.made_in, found.library),
        departure=territory_text(found.curbs.departure, found.library),
    )
    odd = (message("exposure.odd", "Odd: {remark}", remark=remark.what) for remark in bill.remarks)
    texts = (first, made, *_unclassified(found), *said_of_all(found), *map(as_read, bill.reading), *odd)
    return [line for text in texts for line in wrap(say(text), width=width, hang="  ")]


def _unclassified(found: Exposure) -> Iterator[Text]:
    without, hinted = found.unclassified
    if not without:
        return
    parts = bought_without_code(without)
    if not hinted:
        yield message(
            "exposure.unclassified_any", "{parts}; {rest} may be anything.", parts=parts, rest=without - hinted
        )
    elif without > hinted:
        yield message(
            "exposure.unclassified_some",
            "{parts}: {hinted} taken by the customs code, which is a hint; {rest} may be anything.",
            parts=parts,
            hinted=hinted,
            rest=without - hinted,
        )
    else:
        yield message(
            "exposure.unclassified_hinted",
            "{parts}: {hinted} taken by the customs code, which is a hint.",
            parts=parts,
            hinted=hinted,
        )


def _outcomes(found: Exposure, say: Tell) -> list[str]:
    numbers = summary(found)["outcomes"]
    assert isinstance(numbers, dict)  # noqa: S101 - made in this package
    rows = [
        (paint(f"{SHAPES[word]} {say(WORDS[word])}", INKS[word]), say(products_text(numbers[word])))
        for word in numbers
        if numbers[word]
    ]
    return [*table(rows, right=frozenset({1}), gap="   ")]


def _event(found: Exposure, width: int, say: Tell) -> list[str]:
    """Tell the row that supply-chain people know."""
    whole, totals = summary(found), revenue_totals(found)
    weeks = whole["weeks"]
    assert isinstance(weeks, dict)  # noqa: S101 - made in this package
    head = (
        message("exposure.sites", "sites"),
        message("exposure.parts_column", "parts"),
        message("exposure.products_column", "products"),
        message("exposure.downtime", "weeks of downtime"),
        RISK,
        message("exposure.sourcing_of_parts", "sourcing of the parts"),
    )
    unknown = message("exposure.unknown", "unknown")
    row = (
        f"{whole['sites']:,}",
        f"{whole['parts']:,}",
        f"{whole['products']:,}",
        _range(weeks["low"], weeks["high"], ".1f"),
        in_currency(currency_text(found), amounts(totals)) if totals is not None else unknown,
        sourcings(whole) or message("exposure.none", "none"),
    )
    at_stake = say(message("exposure.at_stake", "At stake"))
    lines = [paint(at_stake, Ink.BOLD), *_table([head, row], say, right=frozenset({0, 1, 2}))]
    return [*lines, *_under(joined(_suppositions(found), "sentence"), width, say)]


def in_currency(currency: str, amount: str) -> Text:
    """Write an amount with its currency."""
    return message("exposure.in_currency", "{currency} {amount}", currency=currency, amount=amount)


def _suppositions(found: Exposure) -> Iterator[Text]:
    ranges = (
        message("exposure.ranges_drawn", "5 % to 95 % of the draws")
        if found.case.drawn
        else message("exposure.ranges_supposed", "certain to possible")
    )
    yield message(
        "exposure.supposed_short",
        "Supposed: {case}. Stock that nobody states counts as none. Ranges: {ranges}.",
        case=found.case.words,
        ranges=ranges,
    )
    if found.case.untied:
        yield untied(found)
    without = summary(found)["revenue_unstated"]
    if revenue_totals(found) is None:
        yield message("exposure.no_revenue", "No product states its revenue.")
    elif isinstance(without, int) and without:
        yield message(
            "exposure.without_revenue", "{number} products state no revenue and are not in the sum.", number=without
        )


def _range(low: float, high: float, form: str) -> str:
    one, other = format(low, form), format(high, form)
    return one if one == other else span(one, other)


def _days(band: BoundedNumber | None, days: int) -> str:
    """Write days; what does not happen within those that are looked ahead is no number."""
    if band is None or band.low >= days:
        return "-"
    within = _range(band.low, min(band.high, days), ".0f")
    return message("exposure.at_least", "{days}+", days=within) if band.high >= days else within


def _products(found: Exposure, top: int, say: Tell) -> list[str]:
    rows: list[tuple[str, ...]] = [
        (
            "",
            PRODUCT,
            message("exposure.curbed_parts", "curbed parts"),
            message("exposure.revenue", "revenue"),
            message("exposure.at_risk", "at risk"),
            message("exposure.weeks", "weeks"),
            message("exposure.stops_on", "stops on day"),
        )
    ]
    rows += [
        (
            paint(SHAPES[row.headline], INKS[row.headline]),
            _short(found.bill.parts.labelled(row.part)),
            marks(row),
            "-" if row.revenue is None else amount(row.revenue),
            amounts(row.revenue_at_risk),
            "-" if row.weeks is None else _range(row.weeks.low, row.weeks.high, ".1f"),
            _days(row.survive_days, found.case.stops.days),
        )
        for row in found.products[:top]
    ]
    head = say(message("exposure.products_head", "Products, most at stake first"))
    lines = [paint(head, Ink.BOLD), *_table(rows, say, right=frozenset({3, 4, 5, 6}))]
    more = len(found.products) - top
    text = message("exposure.more_products", "{number} more: --top, or -o FILE.csv.", number=more)
    return [*lines, f"  {say(text)}"] if more > 0 else lines


def _short(text: str) -> str:
    return text if len(text) <= NAME else text[: NAME - 1] + "…"


def _parts(found: Exposure, width: int, say: Tell) -> list[str]:
    if not found.parts:
        none = message("exposure.no_curbed_part", "No part is curbed, certainly or possibly.")
        return [paint(say(message("exposure.parts_head", "Parts")), Ink.BOLD), f"  {say(none)}"]
    head = (
        "",
        PART,
        message("exposure.sourcing", "sourcing"),
        SUPPLIER,
        message("exposure.from", "from"),
        message("exposure.stock", "stock"),
        message("exposure.products_column", "products"),
        message("exposure.short_on", "short on day"),
        RISK,
    )
    curbed = found.of_standing(CodeStanding.STANDS, CodeStanding.UNASKED)
    lines: list[str] = []
    if curbed:
        rows = [head, *(_part(row, found) for row in curbed[:PARTS_SHOWN])]
        title = say(message("exposure.curbed_parts_head", "Curbed parts, fewest sources first"))
        lines = [paint(title, Ink.BOLD), *_table(rows, say, right=frozenset({5, 6, 7, 8}))]
        more = len(curbed) - PARTS_SHOWN
        lines += [_more(more, say)] if more > 0 else []
    lines += _could(found, width, say)
    missing: dict[str, int] = {}
    for part in found.parts:
        for name in part.missing:
            missing[name] = missing.get(name, 0) + 1
    if missing:
        ranked = sorted(missing.items(), key=lambda pair: -pair[1])
        facts = (
            message("exposure.fact_of_parts", "{fact} ({number})", fact=open_fact(name, found.library), number=number)
            for name, number in ranked
        )
        settles = message(
            "exposure.settles_open",
            "What would settle the open ones, by parts that wait: {facts}.",
            facts=joined(facts, "comma"),
        )
        lines += _under(settles, width, say)
    return lines


def _could(found: Exposure, width: int, say: Tell) -> list[str]:
    """Tell the parts that lead to a code of the list, and fold those that do not."""
    could = found.of_standing(CodeStanding.COULD)
    lines: list[str] = []
    if could:
        head = (
            "",
            PART,
            message("exposure.if_it_is", "if it falls under"),
            message("exposure.then", "then"),
            message("exposure.from", "from"),
            SUPPLIER,
            message("exposure.products_column", "products"),
        )
        rows = [head, *(_leading(row, found) for row in could[:PARTS_SHOWN])]
        lines = [paint(say(COULD), Ink.BOLD), *_table(rows, say, right=frozenset({6}))]
        lines += [_more(len(could) - PARTS_SHOWN, say)] if len(could) > PARTS_SHOWN else []
        lines += _under(ASK_MAKER, width, say)
    for text in folded(found):
        lines += _under(text, width, say)
    return lines


COULD: Final = message("exposure.could_be_curbed", "Could be curbed, gravest first")
ASK_MAKER: Final = message(
    "exposure.ask_maker",
    "Ask the maker what these are and hold, and state 'control_codes' in the bill: the code, or none.",
)


def folded(found: Exposure) -> Iterator[Text]:
    """Count the parts that lead to no code."""
    nameless = found.of_standing(CodeStanding.UNREAD)
    unread, unlikely = len(nameless), len(found.of_standing(CodeStanding.UNLIKELY))
    from_there = [row.number for row in nameless if row.origin == found.curbs.departure]
    if unread:
        yield counted(
            "exposure.unread_parts",
            "{n} part is known by a number or a value alone: describe it, or state its code.",
            "{n} parts are known by a number or a value alone: describe them, or state their codes.",
            n=unread,
        )
    if from_there:
        yield message(
            "exposure.unread_from",
            "From {departure} of these: {parts}.",
            departure=found.curbs.departure,
            parts=and_more(from_there[:PARTS_SHOWN], len(from_there) - PARTS_SHOWN),
        )
    if unlikely:
        yield counted(
            "exposure.unlikely_parts",
            "{n} part resembles nothing on the list; that is no finding of law.",
            "{n} parts resemble nothing on the list; that is no finding of law.",
            n=unlikely,
        )


def _origin(row: PartRow, found: Exposure) -> str:
    return territory_text(row.origin, found.library) if row.origin else "?"


def _leading(row: PartRow, found: Exposure) -> tuple[str, ...]:
    reach = row.reach.headline if row.reach is not None else row.headline
    return (
        paint(SHAPES[row.headline], INKS[row.headline]),
        _short(found.bill.parts.labelled(row.part)),
        ", ".join(row.item_codes),
        message("exposure.shaped", "{shape} {outcome}", shape=SHAPES[reach], outcome=SHORT_WORDS[reach]),
        _origin(row, found),
        _short(" ".join(filter(None, (row.supplier, row.site)))) or "?",
        f"{row.products:,}",
    )


def _suppliers(found: Exposure, say: Tell) -> list[str]:
    """Tell suppliers on held lists, whatever they deliver."""
    rows = list(supplier_rows(found))
    if not rows:
        return []
    head = (SUPPLIER, "", LISTS, LISTED_NAME, PARTS)
    shown = [
        (_short(row.supplier), *(_text(values[name]) for name in (STANDS, LISTS, LISTED_NAME)), f"{row.parts:,}")
        for row, values in zip(found.suppliers[:PARTS_SHOWN], rows, strict=False)
    ]
    title = say(message("exposure.suppliers_head", "Suppliers on held lists: stop and ask"))
    lines = [paint(title, Ink.BOLD), *_table([head, *shown], say, right=frozenset({4}))]
    more = len(rows) - PARTS_SHOWN
    return [*lines, _more(more, say)] if more > 0 else lines


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _part(row: PartRow, found: Exposure) -> tuple[str, ...]:
    return (
        paint(SHAPES[row.headline], INKS[row.headline]),
        _short(found.bill.parts.labelled(row.part)),
        sourcing_text(row.sourcing) or "?",
        _short(" ".join(filter(None, (row.supplier, row.site)))) or "?",
        _origin(row, found),
        "?" if row.stock_days is None else days_text(row.stock_days),
        f"{row.products:,}",
        _days(row.survive_days, found.case.stops.days),
        "-" if row.revenue_at_risk is None else amount(row.revenue_at_risk),
    )


def _shares(found: Exposure, top: int, width: int, say: Tell) -> list[str]:
    shares = found.shares
    head = message(
        "exposure.shares_head",
        "Share of {origin} content by value ({measure}, {article}; threshold {threshold})",
        origin=territory_text(shares.rule.origin, found.library),
        measure=plain_name(shares.measure, found.library),
        article=ArticleText(shares.rule.article),
        threshold=percent(float(shares.threshold)),
    )
    rows: list[tuple[str, ...]] = [(PRODUCT, *(text for reading in Reading for text in (READINGS[reading], "")))]
    chosen = sorted(found.products[: max(top, 1)], key=lambda row: -row.shares[found.reading].high)
    for row in chosen:
        cells = (
            text for reading in Reading for text in (share_of(row.shares[reading]), SIDES[row.shares[reading].side])
        )
        rows.append((_short(found.bill.parts.labelled(row.part)), *cells))
    title = [paint(line, Ink.BOLD) for line in wrap(say(head), width=width)]
    lines = [*title, *_table(rows, say, right=frozenset({1, 3, 5}))]
    for row in chosen:
        if row.settlers:
            lines += wrap(say(_settlers(row, found)), width=width, indent="  ", hang="    ")
    return lines


def _settlers(row: ProductRow, found: Exposure) -> Text:
    products = set(found.bill.products.tolist())
    parts = [
        settler_text(settler_data(one, found), found.currency, is_product=one.part in products)
        for one in row.settlers[:SETTLERS_SHOWN]
    ]
    more = len(row.settlers) - SETTLERS_SHOWN
    if more > 0:
        parts.append(message("exposure.and_more", "and {number} more", number=more))
    places = {"product": found.bill.parts.ids[row.part], "unknown": joined(parts, "semicolon")}
    if row.settlers[0].alone:
        return message("exposure.settled_by", "{product} would be settled by {unknown}.", **places)
    return message("exposure.waits_for", "{product} waits for {unknown}.", **places)


def _remedies(found: Exposure, width: int, say: Tell) -> list[str]:
    values, plan = remedies_data(found), found.remedies
    if values is None or plan is None:
        return []
    lines = [paint(say(message("exposure.remedies_head", "Cheapest remedies")), Ink.BOLD)]
    parts = found.bill.parts
    rows: list[tuple[str, ...]] = [
        (
            PART,
            message("exposure.remedy", "remedy"),
            message("exposure.stock_to_add", "stock to add"),
            message("exposure.from_day", "from day"),
            message("exposure.cost", "cost"),
        )
    ]
    rows += [
        (
            _short(parts.labelled(one.part)),
            WAYS[str(one.way)],
            days_text(one.stock_days) if one.stock_days else "-",
            f"{one.from_day:g}" if np.isfinite(one.from_day) else "-",
            amount(one.cost),
        )
        for one in plan.remedies[:PARTS_SHOWN]
    ]
    if plan.remedies:
        lines += _table(rows, say, right=frozenset({2, 3, 4}))
        whole = message(
            "exposure.remedies_together",
            "Together {currency} {cost}: {products} kept going; {effect}.",
            currency=currency_text(found),
            cost=amount(plan.cost),
            products=products_text(len(plan.kept)),
            effect=effect(values),
        )
        lines += _under(whole, width, say)
    elif not plan.left:
        lines.append("  " + say(message("exposure.none_needed", "None is needed: stocks last.")))
    if plan.left:
        lines += _under(_unhelped(found), width, say)
    return lines


def _unhelped(found: Exposure) -> Text:
    plan = found.remedies
    assert plan is not None  # noqa: S101 - asked for where there is one
    left = counted(
        "exposure.not_kept_going", "{n} product not kept going.", "{n} products not kept going.", n=len(plan.left)
    )
    if not plan.without_way:
        return joined([left, message("exposure.budget", "The budget does not reach further.")], "sentence")
    named = ", ".join(found.bill.parts.ids[part] for part in plan.without_way[:SETTLERS_SHOWN])
    more = len(plan.without_way) - SETTLERS_SHOWN
    parts = message("exposure.parts_and_more", "{parts} and {number} more", parts=named, number=more)
    no_way = message(
        "exposure.no_remedy",
        "No remedy with a known cost for {parts}: state prices and units a year, or second_source_cost with lead_days, "
        "or redesign_cost with redesign_days.",
        parts=parts if more > 0 else named,
    )
    return joined([left, no_way], "sentence")


def _foot(found: Exposure, width: int, say: Tell) -> list[str]:
    library = found.library
    checked = message(
        "exposure.foot",
        "Checked {measures} measures (library {version}, {hash}, sources read to {horizon}); {crossings} of crossing "
        "determined. Not covered: `sekisho coverage` lists it.",
        measures=str(len(library.measures)),
        version=library.version,
        hash=library.hash[:7],
        horizon=quantity("date", library.horizon),
        crossings=counted("exposure.kinds", "{n} kind", "{n} kinds", n=len(found.curbs.crossings)),
    )
    return _under(checked, width, say)

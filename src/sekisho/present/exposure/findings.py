"""Exposure in sentences: what was found, first, what was said of all parts, and what to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sekisho.determination.book.supposition import NONE
from sekisho.exposure.part_items import POINTING, CodeStanding
from sekisho.exposure.product_outcomes import parts_held
from sekisho.exposure.result import BoundedNumber, Exposure
from sekisho.exposure.value_shares import ThresholdSide
from sekisho.i18n.names import plain_name, territory_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.term import Reading
from sekisho.message import LawText, Text, WordsText, and_more, counted, joined, message
from sekisho.present.document import Constants
from sekisho.present.exposure.data import SUPPLIER, remedies_data, revenue_totals, summary
from sekisho.present.exposure.stops import in_order, may_stop, stops_for_certain, told_day
from sekisho.present.exposure.ties import open_ties, untied
from sekisho.present.exposure.words import (
    READINGS,
    effect,
    fact_words,
    open_fact,
    percent,
    price,
    price_span,
    products_text,
    value_text,
)

ASKED_OF_ALL: Final = ("end_user_kind", "end_use", "end_use_sector", "knowledge_of_risk")
"""Questions that one answer settles for all parts: user, use, field, and whether a risk is known."""
QUESTIONS: Final[Mapping[str, Text]] = {
    "end_user_kind": message("exposure.ask_user", "Who uses the products?"),
    "end_use": message("exposure.ask_use", "What are they used for?"),
    "end_use_sector": message("exposure.ask_field", "In which field?"),
    "knowledge_of_risk": message("exposure.ask_risk", "Do you know of a security risk?"),
}
"""The same, as a purchaser asks."""
EXAMPLES: Final = 3
"""Parts that a sentence names."""
NAMED: Final = 10
"""Parts that are named one by one; more would be a table."""


def findings(found: Exposure) -> list[Text]:
    """Say what was found in a few sentences, behind what of the bill could not be read."""
    return [*unread(found), *_findings(found)]


def unread(found: Exposure) -> list[Text]:
    """Say what of the bill was stated and is not in the answer; nothing if all of it was read."""
    lost = found.bill.lost
    stock = lost.cells.get("stock_days", 0)
    others = sum(lost.cells.values()) - stock
    sentences: list[Text] = []
    if lost.rows:
        text = counted(
            "exposure.rows_aside",
            "{n} row of the bill could not be read and is not in this answer (first: {place}).",
            "{n} rows of the bill could not be read and are not in this answer (first: {place}).",
            n=lost.rows,
            place=lost.first,
        )
        sentences.append(text)
    if stock:
        text = counted(
            "exposure.stock_unread",
            "The stock of {n} part could not be read and counts as none.",
            "The stock of {n} parts could not be read and counts as none.",
            n=stock,
        )
        sentences.append(text)
    if others:
        text = counted(
            "exposure.cells_unread",
            "{n} cell could not be read and counts as unknown (first: {place}).",
            "{n} cells could not be read and count as unknown (first: {place}).",
            n=others,
            place=lost.first_cell,
        )
        sentences.append(text)
    return sentences


def _findings(found: Exposure) -> Iterator[Text]:
    chosen = in_order(found)
    if chosen:
        certain = sum(stops_for_certain(row, found) for row in chosen)
        if len(found.products) > 1:
            yield _counts(found, certain, len(chosen) - certain)
        sooner = min(chosen, key=lambda row: row.survive_days.low if row.survive_days else 0)
        if sooner.survive_days is not None and round(sooner.survive_days.low) < told_day(chosen[0], found):
            yield message(
                "exposure.may_stop_sooner",
                "{product} may stop sooner, on day {day}.",
                product=found.bill.parts.labelled(sooner.part),
                day=round(sooner.survive_days.low),
            )
    yield from open_ties(found)
    is_stated = revenue_totals(found) is not None
    if is_stated:
        yield risk(found)
    told, plan = remedies_data(found), found.remedies
    if told is not None and plan is not None and plan.remedies:
        yield message(
            "exposure.remedies_keep",
            "Remedies for {cost} keep {products} going: {effect}.",
            cost=price(found.currency, plan.cost),
            products=products_text(len(plan.kept)),
            effect=effect(told, found.currency),
        )
    if found.suppliers:
        yield counted(
            "exposure.listed_suppliers",
            "{n} supplier is or may be on a list: stop and ask.",
            "{n} suppliers are or may be on a list: stop and ask.",
            n=len(found.suppliers),
        )
    yield from standings(found)
    yield from inside(found)
    if not is_stated:
        yield risk(found)


def inside(found: Exposure) -> Iterator[Text]:
    """Name parts at which nothing points and that are finished goods with listed material inside; nothing if none is.

    One of each kind is named: a reader looks for the motor, not for the tenth of it.
    """
    some = [row for row in found.of_standing(CodeStanding.UNLIKELY) if row.finished]
    names = list({row.finished: found.bill.parts.labelled(row.part) for row in reversed(some)}.values())[::-1]
    if some:
        yield counted(
            "exposure.inside",
            "Of these, {n} may contain listed material: {parts}. Ask the maker.",
            "Of these, {n} may contain listed material: {parts}. Ask the makers.",
            n=len(some),
            parts=and_more(names[:EXAMPLES], len(some) - min(len(names), EXAMPLES)),
        )


def _counts(found: Exposure, certain: int, possible: int) -> Text:
    """Count the products that stop for certain, and those that may."""
    products, days = products_text(len(found.products)), found.case.stops.days
    if not possible:
        return counted(
            "exposure.stop_certain",
            "Of {products}, {n} stops within {days} days, whatever is still open.",
            "Of {products}, {n} stop within {days} days, whatever is still open.",
            n=certain,
            products=products,
            days=days,
        )
    if not certain:
        return message(
            "exposure.stop_possible",
            "Of {products}, {number} may stop within {days} days.",
            number=possible,
            products=products,
            days=days,
        )
    return counted(
        "exposure.stop_both",
        "Of {products}, {n} stops within {days} days, whatever is still open; {possible} more may.",
        "Of {products}, {n} stop within {days} days, whatever is still open; {possible} more may.",
        n=certain,
        possible=possible,
        products=products,
        days=days,
    )


def risk(found: Exposure) -> Text:
    """Say what of the sales is at risk, at least and at most."""
    totals, days = revenue_totals(found), found.case.stops.days
    if totals is None:
        return message("exposure.sales_unknown", "Sales at risk: not known, no product states its revenue.")
    said = _risk(found, totals, days)
    without = summary(found)["revenue_unstated"]
    if not isinstance(without, int) or not without:
        return said
    rest = counted(
        "exposure.without_sales",
        "{n} product states no sales and is not in it.",
        "{n} products state no sales and are not in it.",
        n=without,
    )
    return joined([said, rest], "sentence")


def _risk(found: Exposure, totals: BoundedNumber, days: int) -> Text:
    amount, low, high = (
        price_span(found.currency, totals),
        price(found.currency, totals.low),
        price(found.currency, totals.high),
    )
    if low == high:
        return message("exposure.sales_one", "Sales at risk in {days} days: {amount}.", days=days, amount=low)
    if found.case.drawn:
        return message(
            "exposure.sales_drawn", "Sales at risk in {days} days: {amount} in 9 of 10 runs.", days=days, amount=amount
        )
    return message(
        "exposure.sales_supposed",
        "Sales at risk in {days} days: at least {low}, at most {high}.",
        days=days,
        low=low,
        high=high,
    )


def constants(found: Exposure) -> Constants:
    """Return the questions that hold for all parts, each with its answer and its effect."""
    waiting = {
        name: [row.part for row in found.parts if name in row.missing and row.standing is not CodeStanding.UNLIKELY]
        for name in ASKED_OF_ALL
    }
    every = {part for parts in waiting.values() for part in parts}
    of_products = parts_held(
        found.bill, found.curbs, {row.part: every for row in found.products if may_stop(row, found)}
    )
    rows = []
    for name in ASKED_OF_ALL:
        parts = frozenset(waiting[name])
        products = sum(not parts.isdisjoint(those) for those in of_products.values())
        rows.append((name, QUESTIONS[name], _answer(name, found), _effect(len(parts), products)))
    return Constants(
        caption=message("exposure.constants", "The same for all parts"),
        heads=(
            message("exposure.question", "Question"),
            message("exposure.answer", "Answer"),
            message("exposure.effect_head", "Effect"),
        ),
        questions=tuple(rows),
    )


def _answer(name: str, found: Exposure) -> str:
    fact = FactName(name)
    supposed = found.suppose.facts.get(fact) if found.suppose is not None else None
    if name in found.stated:
        return value_text(fact, found.stated[name])
    if supposed is not None and supposed.of != NONE:
        return message("exposure.as_assumed", "{value} (assumed)", value=value_text(fact, supposed.value))
    return message("exposure.not_said", "not said")


def _effect(parts: int, products: int) -> Text:
    if not parts:
        return message("exposure.no_effect", "no open part depends on it")
    return message(
        "exposure.open_depend",
        "{parts} in {products} depend on it",
        parts=counted("exposure.open_parts", "{n} open part", "{n} open parts", n=parts),
        products=products_text(products),
    )


def shares_text(found: Exposure) -> Text:
    """Say how many products hold the threshold or more, by reading where readings differ."""
    numbers: dict[Text, list[Text]] = {}
    for reading in Reading:
        sides = [row.shares[reading].side for row in found.products]
        above, is_open = sides.count(ThresholdSide.ABOVE), sides.count(ThresholdSide.OPEN)
        number = (
            message("exposure.above_and_open", "{above}, and {open} more may", above=above, open=is_open)
            if is_open
            else message("exposure.number", "{number}", number=above)
        )
        numbers.setdefault(number, []).append(READINGS[reading])
    places = {
        "threshold": percent(float(found.shares.threshold)),
        "origin": territory_text(found.shares.rule.origin, found.library),
        "measure": plain_name(found.shares.measure, found.library),
    }
    if len(numbers) == 1:
        return message(
            "exposure.shares_alike",
            "Products that contain {threshold} or more of {origin} content by value ({measure}): {number}, "
            "by every reading of how it is worked out.",
            number=next(iter(numbers)),
            **places,
        )
    parts = (
        message(
            "exposure.number_by_reading", "{number} (by the {readings} reading)", number=number, readings=joined(names)
        )
        for number, names in numbers.items()
    )
    return message(
        "exposure.shares",
        "Products that contain {threshold} or more of {origin} content by value ({measure}): {numbers}.",
        numbers=joined(parts, "semicolon"),
        **places,
    )


def as_read(text: str) -> Text:
    """Say what was made of a list of parts."""
    return message("exposure.as_read", "Read: {text}", text=text)


def said_of_all(found: Exposure) -> Iterator[Text]:
    """Say what was said of all parts alike, and what is assumed."""
    for name, value, parts in found.constants:
        yield counted(
            "exposure.constant",
            "Assumed for {n} part that does not say: {fact} {value}.",
            "Assumed for {n} parts that do not say: {fact} {value}.",
            n=parts,
            fact=SUPPLIER if name == "supplier" else fact_words(name),
            value=_constant(name, value, found),
        )
    if found.suppose is not None:
        words = (WordsText(fact.words) for fact in found.suppose.facts.values() if fact.of != NONE)
        yield message("exposure.assumed", "Assumed: {words}.", words=joined(words, "semicolon"))


def _constant(name: str, value: str, found: Exposure) -> str:
    """Name what was said of all parts: a territory and a choice in words, anything else as it was written."""
    if name == "origin":
        return territory_text(value, found.library)
    return value if name == "supplier" else value_text(FactName(name), value)


def standings(found: Exposure) -> Iterator[Text]:
    """Say of how many parts without a stated code something is known by their words; nothing if nobody asked."""
    if found.of_standing(CodeStanding.COULD, CodeStanding.UNREAD, CodeStanding.UNLIKELY):
        could, unread, unlikely = (
            len(found.of_standing(*standings))
            for standings in (POINTING, (CodeStanding.UNREAD,), (CodeStanding.UNLIKELY,))
        )
        yield message(
            "exposure.standings",
            "Parts that may come from {departure}: {could} may be controlled, {unread} have no readable description, "
            "{unlikely} show no sign of control.",
            departure=territory_text(found.curbs.departure, found.library),
            could=could,
            unread=unread,
            unlikely=unlikely,
        )


def folded(found: Exposure) -> Iterator[Text]:
    """Count the parts that lead to no code."""
    nameless = found.of_standing(CodeStanding.UNREAD)
    unread = len(nameless)
    from_there = [row.number for row in nameless if row.origin == found.curbs.departure]
    if unread:
        yield counted(
            "exposure.unread_parts",
            "{n} part has no readable description: describe it, or give its control code.",
            "{n} parts have no readable description: describe them, or give their control codes.",
            n=unread,
        )
    if from_there:
        yield message(
            "exposure.unread_from",
            "From {departure} of these: {parts}.",
            departure=territory_text(found.curbs.departure, found.library),
            parts=and_more(from_there[:NAMED], len(from_there) - NAMED),
        )
    silent = [row for row in found.of_standing(CodeStanding.UNLIKELY) if not row.finished]
    if silent:
        yield counted(
            "exposure.unlikely_parts",
            "Nothing in its description points to control for {n} part: {parts}.",
            "Nothing in the description points to control for {n} parts: {parts}.",
            n=len(silent),
            parts=and_more([found.bill.parts.labelled(row.part) for row in silent[:NAMED]], len(silent) - NAMED),
        )
        yield message(
            "exposure.content_unknown",
            "What is inside bought parts is not known here. Ask their makers whether they contain magnets, gallium, "
            "germanium or other listed material from {departure}.",
            departure=territory_text(found.curbs.departure, found.library),
        )


def bought_without_code(number: int) -> Text:
    """Count bought parts without a control code."""
    return counted(
        "exposure.without_code",
        "{n} bought part has no control code",
        "{n} bought parts have no control code",
        n=number,
    )


def settles_open(found: Exposure) -> Text | None:
    """Name what would settle the open parts, by how many wait for it; nothing if none waits."""
    missing: dict[str, int] = {}
    for part in found.parts:
        for name in part.missing if part.standing is not CodeStanding.UNLIKELY else ():
            missing[name] = missing.get(name, 0) + 1
    if not missing:
        return None
    facts = (
        message("exposure.fact_of_parts", "{fact} ({number})", fact=open_fact(name, found.library), number=number)
        for name, number in sorted(missing.items(), key=lambda pair: -pair[1])
    )
    return message(
        "exposure.settles_open",
        "What would decide them, with the number of parts: {facts}.",
        facts=joined(facts, "comma"),
    )


def assumptions(found: Exposure) -> Text:
    """Say in one sentence what is supposed of supply and of stock."""
    if found.case.licence_days is None:
        return message(
            "exposure.assumptions_drawn",
            "Assumptions: {case}; unstated stock is zero.",
            case=found.case.words,
        )
    return message(
        "exposure.assumptions",
        "Assumptions: licensed parts arrive {licence} days late; banned parts do not come within {days} days; unstated "
        "stock is zero.",
        licence=found.case.licence_days,
        days=found.case.stops.days,
    )


def caveats(found: Exposure) -> list[Text]:
    """Say what to keep in mind."""
    return list(_caveats(found))


def _caveats(found: Exposure) -> Iterator[Text]:
    without, hinted = found.unclassified
    yield assumptions(found)
    yield message(
        "exposure.pace",
        "Each part is used at its usual pace until it runs short. A product is then made at the pace of its scarcest "
        "part.",
    )
    if found.case.untied:
        yield untied(found)
    yield message(
        "exposure.price_unstated",
        "A product without a price counts at least what its parts cost. Every other unknown price, origin or control "
        "code widens the ranges.",
    )
    if without:
        yield message(
            "exposure.hinted",
            "{parts}. The customs code suggests one for {hinted}; that is a hint only.",
            parts=bought_without_code(without),
            hinted=hinted,
        )
    yield from said_of_all(found)
    yield from map(as_read, found.bill.reading)
    for remark in found.bill.remarks:
        yield message("exposure.odd_in_bill", "Odd in the bill: {remark}", remark=remark.what)
    uncovered = [LawText(text) for package in found.library.packages for text in package.not_covered]
    yield message("exposure.not_covered", "Not covered: {uncovered}.", uncovered=joined(uncovered, "semicolon"))

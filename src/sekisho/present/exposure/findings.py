"""Exposure in sentences: what was found, first, what was said of all parts, and what to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sekisho.determination.book.supposition import NONE
from sekisho.exposure.part_items import CodeStanding
from sekisho.exposure.product_outcomes import parts_held
from sekisho.exposure.result import BoundedNumber, Exposure
from sekisho.exposure.value_shares import ThresholdSide
from sekisho.i18n.names import plain_name, territory_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.term import Reading
from sekisho.message import LawText, Text, WordsText, and_more, counted, joined, message
from sekisho.present.document import Constants
from sekisho.present.exposure.data import SUPPLIER, remedies_data, revenue_totals, summary
from sekisho.present.exposure.stops import in_order, may_stop, stops_for_certain
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
NAMED: Final = 10
"""Parts that are named one by one; more would be a table."""


def findings(found: Exposure) -> list[Text]:
    """Say what was found in a few sentences."""
    return list(_findings(found))


def _findings(found: Exposure) -> Iterator[Text]:
    chosen = in_order(found)
    if chosen:
        certain = sum(stops_for_certain(row, found) for row in chosen)
        if len(found.products) > 1:
            yield _counts(found, certain, len(chosen) - certain)
        sooner = min(chosen, key=lambda row: row.survive_days.low if row.survive_days else 0)
        first = chosen[0].survive_days
        if first is not None and sooner.survive_days is not None and sooner.survive_days.low < first.low:
            yield message(
                "exposure.may_stop_sooner",
                "{product} may stop sooner, on day {day}.",
                product=found.bill.parts.labelled(sooner.part),
                day=round(sooner.survive_days.low),
            )
    yield risk(found)
    told, plan = remedies_data(found), found.remedies
    if told is not None and plan is not None and plan.remedies:
        yield message(
            "exposure.remedies_keep",
            "Remedies for {cost} keep {products} going; {effect}.",
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


def _counts(found: Exposure, certain: int, possible: int) -> Text:
    """Count the products that stop for certain, and those that may."""
    products, days = products_text(len(found.products)), found.case.stops.days
    if not possible:
        return message(
            "exposure.stop_certain",
            "Of {products}, {number} will stop within {days} days.",
            number=certain,
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
    return message(
        "exposure.stop_both",
        "Of {products}, {certain} will stop within {days} days and {possible} more may.",
        certain=certain,
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
        rows.append((name, fact_words(name), _answer(name, found), _effect(len(parts), products)))
    return Constants(
        caption=message("exposure.constants", "Said of all parts"),
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


def untied(found: Exposure) -> Text:
    """Say which curbed parts a scenario lets arrive."""
    return counted(
        "exposure.untied",
        "{n} curbed part is none of the materials of the national model and supposed to arrive; without a scenario the "
        "law alone says.",
        "{n} curbed parts are none of the materials of the national model and supposed to arrive; without a scenario "
        "the law alone says.",
        n=found.case.untied,
    )


def as_read(text: str) -> Text:
    """Say what was made of a list of parts."""
    return message("exposure.as_read", "Read: {text}", text=text)


def said_of_all(found: Exposure) -> Iterator[Text]:
    """Say what was said of all parts alike, and what is assumed."""
    for name, value, parts in found.constants:
        yield counted(
            "exposure.constant",
            "Taken for {n} part that does not say: {fact} {value}.",
            "Taken for {n} parts that do not say: {fact} {value}.",
            n=parts,
            fact=SUPPLIER if name == "supplier" else fact_words(name),
            value=value,
        )
    if found.suppose is not None:
        words = (WordsText(fact.words) for fact in found.suppose.facts.values() if fact.of != NONE)
        yield message("exposure.assumed", "Assumed: {words}.", words=joined(words, "semicolon"))


def standings(found: Exposure) -> Iterator[Text]:
    """Say of how many parts without a stated code something is known by their words; nothing if nobody asked."""
    numbers = [
        len(found.of_standing(standing))
        for standing in (CodeStanding.COULD, CodeStanding.UNREAD, CodeStanding.UNLIKELY)
    ]
    if any(numbers):
        could, unread, unlikely = numbers
        yield message(
            "exposure.standings",
            "Parts without a stated code that may come from {departure}: {could} could be curbed, {unread} are known "
            "by a number or a value alone, {unlikely} resemble nothing on the list.",
            departure=territory_text(found.curbs.departure, found.library),
            could=could,
            unread=unread,
            unlikely=unlikely,
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
            departure=territory_text(found.curbs.departure, found.library),
            parts=and_more(from_there[:NAMED], len(from_there) - NAMED),
        )
    if unlikely:
        yield counted(
            "exposure.unlikely_parts",
            "{n} part resembles nothing on the list; it may still be controlled.",
            "{n} parts resemble nothing on the list; they may still be controlled.",
            n=unlikely,
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
        for name in part.missing:
            missing[name] = missing.get(name, 0) + 1
    if not missing:
        return None
    facts = (
        message("exposure.fact_of_parts", "{fact} ({number})", fact=open_fact(name, found.library), number=number)
        for name, number in sorted(missing.items(), key=lambda pair: -pair[1])
    )
    return message(
        "exposure.settles_open",
        "What decides the open ones, by parts that depend on it: {facts}.",
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
        "Assumptions: licensed parts come {licence} days late, banned or refused ones not within {days} days; unstated "
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
        "Every part is used at its usual pace until it runs short; a product runs at the pace of the scarcest of its "
        "needs.",
    )
    if found.case.untied:
        yield untied(found)
    yield message(
        "exposure.price_unstated",
        "A price that nobody states is taken to be at least what the parts cost; other unknown prices, origins and "
        "classifications make intervals wider.",
    )
    if without:
        yield message(
            "exposure.hinted",
            "{parts}; {hinted} were taken by the customs code, which is a hint and no classification.",
            parts=bought_without_code(without),
            hinted=hinted,
        )
    yield from said_of_all(found)
    yield from map(as_read, found.bill.reading)
    for remark in found.bill.remarks:
        yield message("exposure.odd_in_bill", "Odd in the bill: {remark}", remark=remark.what)
    uncovered = [LawText(text) for package in found.library.packages for text in package.not_covered]
    yield message("exposure.not_covered", "Not covered: {uncovered}.", uncovered=joined(uncovered, "semicolon"))

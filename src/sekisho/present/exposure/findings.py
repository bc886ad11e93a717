"""Exposure in sentences: what was found, first, and what to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sekisho.determination.book.supposition import NONE
from sekisho.determination.core.outcome import BOOK_HEADLINES, FREE_IF_SUPPOSED, FREE_WITH_ALERT, UNDETERMINED
from sekisho.exposure.part_items import CodeStanding
from sekisho.exposure.result import BoundedNumber, Exposure, ProductRow, ShareRow
from sekisho.exposure.value_shares import ThresholdSide
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import plain_name, territory_text, unknown_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import LawText, Message, Text, WordsText, counted, joined, message
from sekisho.present.exposure.data import SUPPLIER, remedies_data, revenue_totals, summary
from sekisho.present.outcome_labels import SHAPES

SIDES: Final[Mapping[ThresholdSide, Text]] = {
    ThresholdSide.BELOW: message("exposure.below", "below"),
    ThresholdSide.ABOVE: message("exposure.above", "at or above"),
    ThresholdSide.OPEN: message("exposure.side_open", "open"),
}
"""On which side of the threshold a share lies, in words."""
WORDS: Final[Mapping[str, Text]] = {
    "prohibited": message("exposure.prohibited", "prohibited"),
    "licence required": message("exposure.licence", "licence required"),
    UNDETERMINED: message("exposure.undetermined", "undetermined"),
    FREE_IF_SUPPOSED: message("exposure.free_if_supposed", "nothing points to control, if what is assumed holds"),
    FREE_WITH_ALERT: message("exposure.free_with_alert", "no licence required, with an alert"),
    "free": message("exposure.free", "no licence required"),
}
"""Outcomes, in words."""
READINGS: Final[Mapping[Reading, Text]] = {
    Reading.NARROW: message("exposure.narrow", "narrow"),
    Reading.CENTRAL: message("exposure.central", "central"),
    Reading.BROAD: message("exposure.broad", "broad"),
}
SOURCINGS: Final[Mapping[str, Text]] = {
    "sole": message("exposure.sole", "sole"),
    "single": message("exposure.single", "single"),
    "dual": message("exposure.dual", "dual"),
    "multiple": message("exposure.multiple", "multiple"),
    "unstated": message("exposure.unstated", "unstated"),
}
"""From how many sources parts come."""


WAYS: Final[Mapping[str, Text]] = {
    "stock": message("exposure.way_stock", "stock"),
    "second_source": message("exposure.way_second_source", "second source"),
    "redesign": message("exposure.way_redesign", "redesign"),
}
"""Remedies, in words."""


def sourcing_text(name: str) -> str:
    """Say from how many sources a part comes; a name that is not known stands as it is."""
    return SOURCINGS.get(name, name)


def sourcings(whole: Mapping[str, object]) -> Text:
    """Count the curbed parts by how many sources they have; empty if there are none."""
    numbers = whole["sourcing"]
    assert isinstance(numbers, dict)  # noqa: S101 - made in this package
    return joined(
        (
            message("exposure.number_of_sourcing", "{number} {sourcing}", number=str(number), sourcing=SOURCINGS[name])
            for name, number in numbers.items()
            if number
        ),
        "comma",
    )


SETTLING: Final[Mapping[str, Text]] = {
    "price": message("exposure.fact_price", "price"),
    "origin": message("exposure.fact_origin", "origin"),
    "classification": message("exposure.fact_classification", "classification"),
}
"""What may be unknown of a part and is no fact of a line."""


def fact_words(name: str) -> Text:
    """Name a fact in words."""
    return SETTLING.get(name) or Message(f"name.{name}", name.replace("_", " "), {})


def open_fact(name: str, library: Library) -> Text:
    """Name what would settle a part: a fact, or an unknown of the law as its data package calls it."""
    fact = library.facts.facts.get(FactName(name))
    return unknown_text(FactName(name), library) if fact is not None and fact.of == "law" else fact_words(name)


def settler_fact(name: str) -> Text:
    """Name what would settle a share; a fact as data name it in English."""
    return SETTLING.get(name) or fact_label(name)


def currency_text(found: Exposure) -> Text:
    """Name the currency of amounts; empty if none is stated."""
    return quantity("currency_name", found.currency)


def products_text(number: int) -> Text:
    """Count products."""
    return counted("exposure.products", "{n} product", "{n} products", n=number)


def span(low: str, high: str) -> Text:
    """Write two ends."""
    return message("exposure.span", "{low} to {high}", low=low, high=high)


def amount(value: float) -> Text:
    """Write an amount without its currency."""
    return quantity("amount", float(value))


def findings(found: Exposure) -> list[Text]:
    """Say what was found in a few sentences."""
    return list(_findings(found))


def _findings(found: Exposure) -> Iterator[Text]:
    words = dict.fromkeys(BOOK_HEADLINES, 0)
    for row in found.products:
        words[row.headline] += 1
    yield counted(
        "exposure.hanging",
        "{n} product of {products} hangs on parts that are curbed, or may be: {prohibited} on prohibited ones, "
        "{licence} on ones that need a licence, {undetermined} on ones that facts must still settle.",
        "{n} products of {products} hang on parts that are curbed, or may be: {prohibited} on prohibited ones, "
        "{licence} on ones that need a licence, {undetermined} on ones that facts must still settle.",
        n=len(found.products) - words["free"] - words[FREE_IF_SUPPOSED],
        products=len(found.products),
        prohibited=words["prohibited"],
        licence=words["licence required"],
        undetermined=words["undetermined"],
    )
    if words[FREE_IF_SUPPOSED]:
        yield counted(
            "exposure.nothing_points",
            "Of {n} product nothing points to control, if what is assumed holds.",
            "Of {n} products nothing points to control, if what is assumed holds.",
            n=words[FREE_IF_SUPPOSED],
        )
    yield from standings(found)
    totals = revenue_totals(found)
    if totals is None:
        yield message("exposure.risk_unknown", "Revenue at risk is unknown: no product states its revenue.")
    else:
        yield _risk(found, totals)
    yield _shares(found)
    told, plan = remedies_data(found), found.remedies
    if told is not None and plan is not None and plan.remedies:
        yield message(
            "exposure.remedies_cost",
            "The cheapest remedies cost {currency} {cost} and keep {products} going.",
            currency=currency_text(found),
            cost=amount(plan.cost),
            products=products_text(len(plan.kept)),
        )


def _risk(found: Exposure, totals: BoundedNumber) -> Text:
    places = {
        "currency": currency_text(found),
        "amount": amounts(totals),
        "days": str(found.case.stops.days),
        "bounds": message("exposure.bounds_drawn", "in 90 % of the draws")
        if found.case.drawn
        else message("exposure.bounds_supposed", "from certain to possible"),
    }
    without = summary(found)["revenue_unstated"]
    if not isinstance(without, int) or not without:
        return message(
            "exposure.risk", "Revenue at risk is {currency} {amount} within {days} days, {bounds}.", **places
        )
    return message(
        "exposure.risk_without",
        "Revenue at risk is {currency} {amount} within {days} days, {bounds}; {products} products state no revenue and "
        "are not in it.",
        products=without,
        **places,
    )


def amounts(found: BoundedNumber | None) -> str:
    """Write the bounds of an amount on one scale, that of the upper; nothing is a dash.

    >>> (
    ...     amounts(BoundedNumber(low=9_880_526, mid=20e6, high=83e6)),
    ...     amounts(BoundedNumber(low=712_361, mid=1e6, high=1_434_270)),
    ... )
    ('9.9 to 83 m', '712,361 to 1,434,270')
    """
    return "-" if found is None else quantity("amount_span", float(found.low), float(found.high))


def _shares(found: Exposure) -> Text:
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
            "Products that hold {threshold} or more of {origin} content by value ({measure}): {number}, by every "
            "reading of how it is worked out.",
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
        "Products that hold {threshold} or more of {origin} content by value ({measure}): {numbers}.",
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
            departure=found.curbs.departure,
            could=could,
            unread=unread,
            unlikely=unlikely,
        )


def bought_without_code(number: int) -> Text:
    """Count bought parts without a control code."""
    return counted(
        "exposure.without_code",
        "{n} bought part has no control code",
        "{n} bought parts have no control code",
        n=number,
    )


def caveats(found: Exposure) -> list[Text]:
    """Say what to keep in mind."""
    return list(_caveats(found))


def _caveats(found: Exposure) -> Iterator[Text]:
    without, hinted = found.unclassified
    yield message(
        "exposure.supposed",
        "Supposed: {case}. Every part is used at its usual pace until it runs short, a product runs at the pace of the "
        "scarcest of its needs, and stock that nobody states counts as none.",
        case=found.case.words,
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
    library = found.library
    uncovered = [LawText(text) for package in library.packages for text in package.not_covered]
    yield message(
        "exposure.checked",
        "Checked {measures} measures as of {day} (library {version}, {hash}, sources read to {horizon}). Not covered: "
        "{uncovered}.",
        measures=len(library.measures),
        day=quantity("date", found.as_of),
        version=library.version,
        hash=library.hash[:7],
        horizon=quantity("date", library.horizon),
        uncovered=joined(uncovered, "semicolon"),
    )


def percent(value: float) -> Text:
    """Write a share in per cent, with as many figures as matter near a threshold of a tenth of one.

    >>> percent(0.02), percent(0.00083), percent(0.0), percent(1.0)
    ('2 %', '0.083 %', '0 %', '100 %')
    """
    return message("exposure.percent", "{number} %", number=f"{100 * value:.3g}")


def effect(told: Mapping[str, object]) -> Text:
    """Say what remedies do, as `remedies_data` tells them: to revenue, or to weeks where no revenue is stated."""
    before, after = told["revenue_at_risk_before"], told["revenue_at_risk_after"]
    if isinstance(before, float) and isinstance(after, float):
        return message(
            "exposure.effect",
            "revenue at risk falls from {before} to {after}",
            before=amount(before),
            after=amount(after),
        )
    return message(
        "exposure.effect_weeks",
        "the worst product loses {after} weeks in place of {before}",
        before=f"{told['weeks_before']:.1f}",
        after=f"{told['weeks_after']:.1f}",
    )


def share_of(one: ShareRow) -> Text:
    """Write the bounds of a share, or the share."""
    return share_text(one.low, one.high)


def share_text(low: float, high: float) -> Text:
    """Write the bounds of a share, or the share where they are as good as one.

    >>> share_text(0.02, 0.02), share_text(0.0, 0.02)
    ('2 %', '0 % to 2 %')
    """
    first, last = percent(low), percent(high)
    return first if first == last else span(first, last)


def settler_text(settler: Mapping[str, Any], currency: str, *, is_product: bool) -> Text:
    """Say what would settle an open share, and from which price on.

    Parameters
    ----------
    settler
        As the data of an exposure have it under `would_settle`.
    is_product
        It is the product itself, whose own price lowers the share.
    """
    text = message(
        "exposure.unknown_of",
        "the {facts} of {part}",
        facts=joined(fact_words(name) for name in settler["unknown"]),
        part=settler["part"],
    )
    if settler["break_even_price"] is not None:
        unit, price = settler["unit"], f"{settler['break_even_price']:,.4g}"
        per_unit = message("exposure.price_per", "{price} a {unit}", price=price, unit=unit)
        places = {
            "unknown": text,
            "currency": quantity("currency_name", currency),
            "price": price if unit == "piece" else per_unit,
        }
        if is_product:
            return message(
                "exposure.met_to", "{unknown} (the threshold is met at {currency} {price} or less)", **places
            )
        return message("exposure.met_from", "{unknown} (the threshold is met at {currency} {price} or more)", **places)
    if not settler["alone"]:
        share = percent(settler["effect"])
        return message("exposure.of_its_value", "{unknown} ({share} of its value)", unknown=text, share=share)
    return text


def facts_text(names: Sequence[str]) -> Text:
    """Name facts one after the other."""
    return joined((fact_words(name) for name in names), "comma")


def marks(row: ProductRow) -> str:
    """Count the curbed parts of a product by outcome, as shapes with numbers."""
    shapes = [
        f"{SHAPES[word]}{number}"
        for word, number in zip(("prohibited", "licence required", "undetermined"), row.counts.values(), strict=True)
        if number
    ]
    return " ".join(shapes) or "-"

"""Words and numbers of an exposure, alike on every face: outcomes, sourcing, remedies, facts, amounts and shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, FREE_WITH_ALERT, UNDETERMINED
from sekisho.exposure.result import BoundedNumber, Exposure, PartRow, ProductRow, ShareRow
from sekisho.exposure.value_shares import ThresholdSide
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import unknown_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import scheme_name
from sekisho.law.model.term import Reading
from sekisho.message import LawText, Message, Text, counted, joined, message
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
    UNDETERMINED: message("exposure.undetermined", "not decided"),
    FREE_IF_SUPPOSED: message("exposure.free_if_supposed", "nothing points to control, if what is assumed is right"),
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


def goods_of_code(code: str, library: Library) -> Text | str:
    """Name what a control code stands for, with the code; the code alone where the list has no name for it."""
    name = library.code_names.get(scheme_name(library), {}).get(code, "")
    return message("exposure.goods_of_code", "{goods} ({code})", goods=LawText(name), code=code) if name else code


def goods_of_codes(codes: Sequence[str], library: Library) -> Text | str:
    """Name what the first of some codes stands for; the others follow as codes, which a reader can look up."""
    if not codes:
        return ""
    first, *others = codes
    named = goods_of_code(first, library)
    if not others:
        return named
    return message("exposure.or_codes", "{goods} or {codes}", goods=named, codes=joined(others, "comma"))


def leads_text(row: PartRow, library: Library) -> Text | str:
    """Name what a part may be, and say so where its customs code alone hints at it."""
    goods = goods_of_codes(row.item_codes, library)
    if not row.by_customs_code:
        return goods
    return message("exposure.by_customs_code", "by its customs code alone: {goods}", goods=goods)


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


def amounts(found: BoundedNumber | None) -> str:
    """Write the bounds of an amount on one scale, that of the upper; nothing is a dash.

    >>> (
    ...     amounts(BoundedNumber(low=9_880_526, mid=20e6, high=83e6)),
    ...     amounts(BoundedNumber(low=712_361, mid=1e6, high=1_434_270)),
    ... )
    ('9.9 to 83 m', '712,361 to 1,434,270')
    """
    return "-" if found is None else quantity("amount_span", float(found.low), float(found.high))


def percent(value: float) -> Text:
    """Write a share in per cent, with as many figures as matter near a threshold of a tenth of one.

    >>> percent(0.02), percent(0.00083), percent(0.0), percent(1.0)
    ('2 %', '0.083 %', '0 %', '100 %')
    """
    return message("exposure.percent", "{number} %", number=f"{100 * value:.3g}")


def effect(told: Mapping[str, object], currency: str) -> Text:
    """Say what remedies do, as `remedies_data` tells them: to sales, or to weeks where no revenue is stated."""
    before, after = told["revenue_at_risk_before"], told["revenue_at_risk_after"]
    if isinstance(before, float) and isinstance(after, float):
        return message(
            "exposure.effect_sales",
            "sales at risk fall from {before} to {after}",
            before=price(currency, before),
            after=price(currency, after),
        )
    return message(
        "exposure.effect_weeks",
        "the worst product loses {after} weeks instead of {before}",
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


def marks(row: ProductRow) -> str:
    """Count the curbed parts of a product by outcome, as shapes with numbers; without those that show no sign of it."""
    *curbed, is_open = row.counts.values()
    counts = zip(("prohibited", "licence required", "undetermined"), (*curbed, is_open - row.no_sign), strict=True)
    shapes = [f"{SHAPES[word]}{number}" for word, number in counts if number]
    return " ".join(shapes) or "-"


def price(currency: str, value: float) -> Text:
    """Write an amount with its currency."""
    return quantity("price", currency, float(value))


def price_span(currency: str, found: BoundedNumber | None) -> Text | str:
    """Write the bounds of an amount with its currency; nothing is a dash."""
    return "–" if found is None else quantity("price_span", currency, float(found.low), float(found.high))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyColumn:
    """Amounts of one column: all of them on the scale of the greatest, so that their lengths can be compared.

    Parameters
    ----------
    currency
        Code of the currency that each amount is written with.
    most
        The greatest of them.
    """

    currency: str
    most: float

    @classmethod
    def of(cls, currency: str, values: Iterable[float | BoundedNumber | None]) -> MoneyColumn:
        """Make the column of some amounts and bounds of amounts."""
        ends = [value.high if isinstance(value, BoundedNumber) else value for value in values if value is not None]
        return cls(currency=currency, most=max(ends, default=0.0))

    def cell(self, value: float | BoundedNumber | None) -> Text | str:
        """Write an amount, or its bounds; nothing is a dash.

        >>> column = MoneyColumn.of("USD", [BoundedNumber(low=3.65e6, mid=9e6, high=48.3e6), 442_490.0, None])
        >>> column.cell(BoundedNumber(low=33_466, mid=1e5, high=442_490)), column.cell(48.3e6), column.cell(None)
        ('USD 0.03 to 0.44 m', 'USD 48.3 m', '–')
        """
        if value is None:
            return "–"
        low, high = (value.low, value.high) if isinstance(value, BoundedNumber) else (value, value)
        return quantity("scaled_price", self.currency, float(low), float(high), float(self.most))


def value_text(fact: FactName, value: str) -> str:
    """Name a value of a fact: a choice in words, anything else as it is written."""
    if value in YES_NO:
        return YES_NO[value]
    key = f"fact.{fact}.{value}"
    name = Translator("en").find(key)
    return Message(key, name, {}) if name else value


YES_NO: Final[Mapping[str, Text]] = {"yes": message("exposure.yes", "yes"), "no": message("exposure.no", "no")}

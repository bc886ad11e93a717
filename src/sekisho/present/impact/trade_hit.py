"""Trade that the clauses hit: barred, or put under a licence, for certain and at most; the hardest hit first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.results.result import ImpactResult, TradeHit
from sekisho.law.model.term import Reading
from sekisho.message import NumberText, Text, message
from sekisho.present.impact.quantities import span, tenth

BILLION: Final = 1e9
"""In which quantities of money are given."""

LEAST: Final = 5e-4
"""Share of trade from which a material counts as hit."""

Ends = Callable[[TradeHit], tuple[float, float]]
By = Mapping[Reading, TradeHit]


def barred(hit: TradeHit) -> tuple[float, float]:
    """Return the shares that are certainly and possibly barred, 0 to 1."""
    return hit.barred, hit.may_be_barred


def licensed(hit: TradeHit) -> tuple[float, float]:
    """Return the shares that certainly and possibly need a licence by the clauses in question, 0 to 1."""
    return hit.licensed, hit.may_be_licensed


def hit_span(certain: float, possible: float) -> Text:
    """Write the two ends of a share in per cent; one number where they are the same.

    >>> hit_span(0.057, 0.224), hit_span(1.0, 1.0), hit_span(0.0, 0.0)
    ('5.7 to 22.4', '100.0', '0')
    """
    low, high = tenth(100 * certain), tenth(100 * possible)
    return low if low == high else span(low, high)


HITS: Final[Mapping[str, Ends]] = {"bar": barred, "put under a licence": licensed}
"""What clauses do to trade, and the shares to which they do it."""


def hit_materials(result: ImpactResult, ends: Ends) -> list[tuple[str, By]]:
    """Return the materials that are hit so under some reading, those that the broad reading hits hardest first."""
    found: dict[str, dict[Reading, TradeHit]] = {}
    for one in result.trade:
        found.setdefault(one.material, {})[one.reading] = one
    hit = [(name, by) for name, by in found.items() if any(ends(one)[1] >= LEAST for one in by.values())]

    def hardest(row: tuple[str, By]) -> tuple[float, ...]:
        return tuple(-end for end in ends(row[1][Reading.BROAD]))

    return sorted(hit, key=hardest)


def counted_caption(result: ImpactResult) -> Text:
    """Say what the rows of counted trade are."""
    return message(
        "impact.counted_caption",
        "Trade under the headings of the materials, USD m in {months} months: certainly to possibly",
        months=str(result.horizon.months),
    )


def counted_rows(result: ImpactResult) -> list[tuple[Text, ...]]:
    """Return what the clauses hit of the trade that statistics count, in USD m by reading; none if none is counted."""
    if result.counted is None:
        return []
    by = {hit.reading: hit for hit in result.counted.by_reading}
    return [
        (message("impact.counted_barred", "barred"), *(millions(by[reading].barred) for reading in Reading)),
        (
            message("impact.counted_licensed", "under a licence"),
            *(millions(by[reading].licensed) for reading in Reading),
        ),
        (message("impact.counted", "counted"), *(millions((by[reading].usd, by[reading].usd)) for reading in Reading)),
    ]


def not_modelled(result: ImpactResult) -> Text | None:
    """Say what statistics count on the route under headings that no material names; None if nothing."""
    others = result.counted.not_modelled if result.counted is not None else {}
    if not others:
        return None
    usd = sum(others.values())
    return message(
        "impact.not_modelled",
        "Counted under headings that no material names, and not modelled: {amount}.",
        amount=NumberText(f"USD {millions((usd, usd))} m", "currency", ("USD", usd / BILLION)),
    )


def millions(ends: tuple[float, float]) -> Text:
    """Write the two ends of a sum of USD in millions; one number where they are the same.

    >>> millions((0.0, 1_234_567_000.0)), millions((5e6, 5e6)), millions((0.0, 0.0))
    ('0 to 1,234.6', '5.0', '0')
    """
    low, high = (quantity("millions", float(end)) for end in ends)
    return low if low == high else span(low, high)

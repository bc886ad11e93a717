"""A result in short, as a piece of HTML for notebooks: title, findings, cautions, and losses with their intervals."""

from __future__ import annotations

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.present.impact.outlook import ALL, first_of
from sekisho.present.impact.quantities import amounts, spread
from sekisho.present.impact.summary import head_of
from sekisho.present.render.template import filled


def excerpt(found: ImpactResult | OutlookResult) -> str:
    """Write the piece; it styles nothing outside itself and needs no chart."""
    result = first_of(found) if isinstance(found, OutlookResult) else found
    context = {
        "head": head_of(found),
        "rows": _rows(found),
        "money": f"{result.anchor.currency}, GDP of {result.anchor.year}",
    }
    return filled("impact", "excerpt.html", context)


def _rows(found: ImpactResult | OutlookResult) -> list[tuple[str, str, str]]:
    if isinstance(found, OutlookResult):
        money = first_of(found).money
        bands = [(f"{outcome.title}, {outcome.weight:.2f}", each.percent()) for outcome, each in found.outcomes]
        return [(name, spread(band), amounts(band * money)) for name, band in (*bands, (ALL, found.mixture()))]
    several = len(found.readings) > 1
    return [
        (f"{each} reading" if several else "loss", spread(found.percent(each)), amounts(found.amount(each)))
        for each in found.readings
    ]

"""A result in short, as a piece of HTML for notebooks: title, findings, cautions, and losses with their intervals."""

from __future__ import annotations

from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.message import message
from sekisho.present.impact.findings import WHOLE_READINGS
from sekisho.present.impact.outlook import ALL, first_of, weighed
from sekisho.present.impact.quantities import amounts, money_head, spread
from sekisho.present.impact.summary import head_of
from sekisho.present.impact.tables import LOSS, OF_GDP
from sekisho.present.render.template import filled


def excerpt(
    answer: ImpactResult | OutlookResult,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> str:
    """Write the piece in a language; it styles nothing outside itself and needs no chart."""
    result = first_of(answer) if isinstance(answer, OutlookResult) else answer
    context = {
        "head": head_of(answer),
        "rows": _rows(answer),
        "heads": (OF_GDP, money_head(result.anchor.currency, result.anchor.year)),
        "caption": message("impact.excerpt_caption", "Loss of value added: mean (9 in 10 runs)"),
        "more": translator.say(SAVE).split(CODE),
        "say": translator.say,
    }
    return filled("impact", "excerpt.html", context)


CODE: Final = "\0"
"""Stands where the piece writes a call in letters of its own."""
SAVE: Final = message("impact.excerpt_save", "{call} writes all of it, with charts.", call=CODE)


def _rows(answer: ImpactResult | OutlookResult) -> list[tuple[str, str, str]]:
    if isinstance(answer, OutlookResult):
        money = first_of(answer).money
        bands = [(weighed(outcome.title, outcome.weight), each.percent()) for outcome, each in answer.outcomes]
        return [(name, spread(band), amounts(band * money)) for name, band in (*bands, (ALL, answer.mixture()))]
    several = len(answer.readings) > 1
    return [
        (WHOLE_READINGS[each] if several else LOSS, spread(answer.percent(each)), amounts(answer.amount(each)))
        for each in answer.readings
    ]

"""Exposure told on a terminal: what stops first and when in a few lines; everything where all is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from sekisho.exposure.result import Exposure
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.message import Text, counted, joined, message
from sekisho.present.document import Document
from sekisho.present.exposure.document import document_of
from sekisho.present.exposure.findings import assumptions, findings, unread
from sekisho.present.exposure.stop_table import cause_text, days_span, remedy_costs, remedy_text, risk_text, risks
from sekisho.present.exposure.stop_title import title
from sekisho.present.exposure.stops import StopRow, in_order, stop_rows
from sekisho.present.exposure.ties import open_ties
from sekisho.present.exposure.tree import tree_text
from sekisho.present.exposure.words import MoneyColumn
from sekisho.present.render.document_text import sections_text
from sekisho.present.render.line_breaks import flow, points
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, paint, shortened
from sekisho.trade.bom.part_lists import ONES

LINES: Final = 12
"""Lines of a default answer on a screen of 80 columns; what does not fit is told where all is asked for."""
ROOMY: Final = 1_000_000
"""Lines that no answer reaches: who asks for so many products gets them."""
NARROW: Final = 78
"""Cells of a line of a default answer."""
FINDINGS: Final = 4
"""Lines that sentences on sums and counts may take before products are told."""
LEAST: Final = 2
"""Sentences that stay whatever room a cause takes: what stops, and the sales at risk."""


def exposure_text(
    found: Exposure,
    *,
    width: int = DEFAULT_WIDTH,
    top: int = 0,
    full: bool = False,
    tree: int = -1,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> list[str]:
    """Tell an exposure.

    Parameters
    ----------
    top
        Products that are told with their causes, on as many lines as they need; as many as fit if 0.
    full
        Whether everything is told; else what stops first, and when, in `LINES`.
    tree
        A product to lay out as an indented list; none if negative.
    """
    if tree >= 0:
        return tree_text(found, tree, translator.say)
    return list(_whole(document_of(found), width, translator)) if full else _brief(found, width, translator, top=top)


def _whole(document: Document, width: int, translator: Translator) -> Iterator[str]:
    head, say = document.head, translator.say
    yield from flow(paint(say(head.title), Ink.BOLD), width, indent="")
    for sentence in (head.line, *head.findings):
        yield from flow(say(sentence), width)
    yield ""
    yield from sections_text(document.sections, say, width)
    yield from ("", paint(say(message("exposure.caveats_head", "Keep in mind")), Ink.BOLD))
    yield from points(map(say, head.cautions), width)
    yield ""
    for name, text in head.card.items():
        yield from flow(say(joined([name, text], "colon")), width, hang="    ")


def _brief(found: Exposure, width: int, translator: Translator, *, top: int) -> list[str]:
    """Tell what stops first in so many lines: the title, sums, products with their causes, assumptions, scope."""
    say, room = translator.say, min(width, NARROW)
    lines = [*flow(paint(say(title(found)), Ink.BOLD), room, indent="")]
    # What could not be read, and of which parts it is not decided, is always told: no room is too small for it.
    foremost = [*unread(found), *open_ties(found)]
    lines += chain.from_iterable(flow(say(sentence), room) for sentence in foremost)
    sentences: list[list[str]] = []
    for sentence in (text for text in findings(found) if text not in foremost):
        spoken = flow(say(sentence), room)
        if len(spoken) + sum(map(len, sentences)) <= 1 + FINDINGS - len(lines):
            sentences.append(spoken)
    foot = flow(say(assumptions(found)), room, hang="    ")
    if ONES in found.bill.reading:  # without quantities, cover and sums are not what they seem
        foot += flow(say(ONES), room, hang="    ")
    foot += flow(say(_scope(found)), room, hang="    ")
    rows = stop_rows(found, most=top or LINES)
    risk, cost = risks(found), remedy_costs(rows, found)
    first = [len(_because(row, found, cost, room, translator)) + 1 for row in rows[:1]]
    fixed = len(lines) + len(foot) + sum(first) + (len(rows) > 1)
    # The first product is told whole; where its cause takes the room, what stands behind the first sentence gives way.
    while not top and len(sentences) > (0 if foremost else LEAST) and fixed + sum(map(len, sentences)) > LINES:
        del sentences[min(1, len(sentences) - 1)]
    lines += chain.from_iterable(sentences)
    left = ROOMY if top else LINES - len(lines) - len(foot)
    shown = 0
    for row in rows:
        short = _product(row, found, risk, room, translator)
        whole = [*short, *_because(row, found, cost, room, translator)]
        others = int(len(rows) > shown + 1)
        spoken = whole if not shown or len(whole) + others <= left else short
        if shown and len(spoken) + others > left:
            break
        lines += spoken
        left -= len(spoken)
        shown += 1
    more = len(in_order(found)) - shown
    if more > 0:
        lines += flow(say(counted("exposure.more_stop", "{n} more product.", "{n} more products.", n=more)), room)
    return [*lines, *foot]


def _product(row: StopRow, found: Exposure, column: MoneyColumn, room: int, translator: Translator) -> list[str]:
    """Tell a product in one line: its days, and its sales at risk."""
    day = _days(row, found)
    unsaid = message("exposure.sales_not_stated", "sales not stated")
    places = {"days": day, "risk": unsaid if row.product.revenue is None else risk_text(row.product, column)}
    spoken = translator.say(message("exposure.day_and_risk", "{days}, {risk}", **places))
    name = found.bill.parts.labelled(row.product.part)
    return [f"  {shortened(name, room - 4 - cells(spoken))}  {spoken}"]


def _days(row: StopRow, found: Exposure) -> Text | str:
    """Say when a product stops, outside of a table whose head would say that days are meant."""
    days, most = row.days, found.case.stops.days
    if days.high < most:
        return message("exposure.day_column", "day {days}", days=days_span(days, most))
    if days.low < 1:
        return days_span(days, most)
    return message("exposure.from_day_or_not", "day {day}, or not at all", day=f"{days.low:,.0f}")


def _because(row: StopRow, found: Exposure, column: MoneyColumn, room: int, translator: Translator) -> list[str]:
    """Tell the part that stops a product first, and below it what would help."""
    say, indent = translator.say, "    "
    helps = [] if not row.remedies else flow(f"→ {say(remedy_text(row, found, column))}", room, indent=indent)
    return [*flow(say(cause_text(row, found)), room, indent=indent), *helps]


def _scope(found: Exposure) -> Text:
    return message(
        "exposure.scope",
        "{bill}: law of {day}, sources read to {horizon}. Everything: --full",
        bill=found.bill.name,
        day=quantity("short_day", found.as_of),
        horizon=quantity("short_day", found.library.horizon),
    )

"""An exposure as a document: which product stops first, the weeks, parts, remedies; then what stands behind them."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.exposure.result import Exposure
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import territory_text
from sekisho.message import Text, counted, message
from sekisho.present.document import ChartFigure, Document, Head, Section, paragraph, section
from sekisho.present.exposure.charts import charts_of
from sekisho.present.exposure.findings import caveats, constants, findings, folded
from sekisho.present.exposure.sections import (
    at_stake,
    could_be_curbed,
    currency_or_none,
    parts_by_stock,
    remedies,
    shares,
    sizes,
    suppliers,
    trees,
    with_material_inside,
)
from sekisho.present.exposure.stop_calendar import calendar
from sekisho.present.exposure.stop_table import first_table
from sekisho.present.exposure.stop_title import title
from sekisho.present.exposure.stops import in_order
from sekisho.present.exposure.words import READINGS


def document_of(found: Exposure) -> Document:
    """Make the document of an exposure."""
    head = Head(
        title=title(found),
        line=line(found),
        findings=tuple(findings(found)),
        cautions=tuple(caveats(found)),
        card=_card(found),
    )
    return Document(head=head, sections=tuple(_sections(found)))


def line(found: Exposure) -> Text:
    """Say what was asked: the bill, the law of which day, the reading, and how far sources were read."""
    return message(
        "exposure.line",
        "{bill} · {sizes} · law of {day}, {reading} reading, sources read to {horizon}",
        bill=found.bill.name,
        sizes=sizes(found),
        day=quantity("day", found.as_of),
        reading=READINGS[found.reading],
        horizon=quantity("day", found.library.horizon),
    )


def _sections(found: Exposure) -> list[Section]:
    figures = [ChartFigure(chart=chart) for chart in charts_of(found).values()]
    stops = message("exposure.stops_head", "When products stop")
    weeks = message("exposure.calendar_head", "Week by week")
    origin = territory_text(found.shares.rule.origin, found.library)
    content = message("exposure.shares_title", "Content from {origin}, by value", origin=origin)
    made_of = message("exposure.trees_head", "What the most affected products are made of, by value")
    return [
        *section(message("exposure.constants", "The same for all parts"), constants(found)),
        *section(stops, first_table(found), paragraph(_never(found))),
        *section(weeks, calendar(found)),
        *section(message("exposure.by_stock_head", "Parts by days of stock"), *parts_by_stock(found)),
        *section(
            message("exposure.could_be_curbed", "Parts that may be controlled, gravest first"),
            *could_be_curbed(found),
        ),
        *section(
            message("exposure.inside_title", "Parts that may contain listed material"),
            *with_material_inside(found),
        ),
        *section(message("exposure.nothing_points", "Other parts"), paragraph(*folded(found))),
        *section(message("exposure.suppliers_head", "Suppliers on party lists: stop and ask"), *suppliers(found)),
        *section(message("exposure.remedies_head", "Cheapest remedies"), *remedies(found)),
        *section(message("exposure.at_stake", "How much is affected"), *at_stake(found), is_detail=True),
        *section(message("exposure.charts_head", "Charts of sales at risk"), *figures, is_detail=True),
        *section(content, *shares(found), is_detail=True),
        *section(made_of, *trees(found), is_detail=True),
    ]


def _never(found: Exposure) -> Text | None:
    """Count the products that do not stop; nothing if all may, or if the title says that none does."""
    stops = len(in_order(found))
    others = len(found.products) - stops
    if not stops or not others:
        return None
    return counted(
        "exposure.does_not_stop",
        "{n} other product does not stop within {days} days.",
        "{n} other products do not stop within {days} days.",
        n=others,
        days=found.case.stops.days,
    )


def _card(found: Exposure) -> Mapping[str, str]:
    bill, library = found.bill, found.library
    file = bill.sha256[0][:7] if bill.sha256 else message("exposure.no_file", "no file")
    return {
        message("exposure.card_bill", "Bill"): message(
            "exposure.bill_and_file", "{bill} ({file})", bill=bill.name, file=file
        ),
        message("exposure.card_currency", "Currency"): currency_or_none(found),
        message("exposure.card_made_in", "Made in, if the bill does not say"): territory_text(found.made_in, library),
        message("exposure.card_departure", "Parts that leave from"): territory_text(found.curbs.departure, library),
        message("exposure.card_supply", "Supply"): found.case.words,
        message("exposure.card_crossings", "Different shipments judged"): f"{len(found.curbs.crossings):,}",
        message("exposure.card_library", "Law data"): message(
            "exposure.library",
            "{measures} measures, {version}, {hash}",
            measures=len(library.measures),
            version=library.version,
            hash=library.hash[:7],
        ),
    }

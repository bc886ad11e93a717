"""The first sheet of a workbook of results: what the boss's page says, with a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sekisho.files.workbook import WorksheetWriter, fitting
from sekisho.message import message
from sekisho.present.book_results.boss import BossPage
from sekisho.present.book_results.line_teller import LineTeller
from sekisho.present.book_results.page import BY_LINES, HEADS, PLACES, more_text, signatures
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.book_results.sheet_texts import (
    ABOUT,
    PLACE,
    ROW,
    USUAL_ROW,
    amount_head,
    foot_of,
    headlines_of,
    height_of,
)

if TYPE_CHECKING:
    from sekisho.files.workbook import Format, Workbook

TITLE_ROOM: Final = 6
"""Points by which the row of a title is higher than others: its letters are larger, and some programs cut them."""
BAR_FILLS: Final = {"stop": "#8C0F1E", "look": "#F0B45C", "nothing_points": "#DCE2EA"}
COVER_WIDTHS: Final = (20, 34, 26, 54, 16)
"""Letters of the five columns of the cover."""
LETTER, CELL_EDGE = 7, 5
"""Dots of a letter, and of the edges of a cell, by which a spreadsheet makes columns wide."""
CHART_OFFSET: Final = 8
"""Dots between the edge of its first column and the chart; as many stay free behind it, or it runs over the page."""
CHART_ROWS: Final = 9
"""Rows that the chart stands beside."""


def write_cover(book: Workbook, sheet: WorksheetWriter, run: ReportedRun, boss: BossPage, by: str) -> None:
    """Say what the boss's page says, with a chart."""
    say = {key: run.words.say(text) for key, text in HEADS.items()}
    big = book.add_format({"bold": True, "font_size": 18, "valign": "vcenter"})
    lead = book.add_format({"font_size": 12, "valign": "vcenter"})
    quiet = book.add_format({"font_color": "#4C5561", "valign": "top"})
    head = book.add_format({"bold": True, "bottom": 2, "valign": "top", "text_wrap": True})
    head_of_numbers = book.add_format({"bold": True, "bottom": 2, "valign": "top", "text_wrap": True, "align": "right"})
    title = book.add_format({"bold": True, "font_size": 12, "top": 1, "font_color": "#16263F"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
    right = book.add_format({"valign": "top", "align": "right", "bottom": 4})
    for column, width in enumerate(COVER_WIDTHS):
        sheet.sheet.set_column(column, column, width)
        sheet.widths[column] = width
    sheet.sheet.hide_gridlines(2)
    signed = [f"{label}: {name or '________'}" for label, name in signatures(run, by)]
    sheet.write([run.book, None, None, "    ".join(signed)], bold=True, measure=False, forms={3: quiet})
    sheet.write([boss.law], measure=False, forms={0: quiet})
    sheet.write([boss.sentences[0]], measure=False, forms={0: big}, height=27)
    sheet.write([(" " if run.words.language == "en" else "").join(boss.sentences[1:])], measure=False, forms={0: lead})
    for text in boss.notes:
        _wide(sheet, [None, text], cell, quiet)
    _wide(sheet, boss.lines[0], cell, quiet)
    sheet.write([])
    _queue_table(book, sheet, run, heads_of=(head, head_of_numbers), cell=cell)
    if boss.stops:
        sheet.write([say["stops"]], measure=False, forms=dict.fromkeys(range(5), title), height=USUAL_ROW + TITLE_ROOM)
        sheet.write(
            [say["line"], say["item"], say["customer"], say["why"], say["amount"]],
            measure=False,
            forms={**dict.fromkeys(range(4), head), 4: head_of_numbers},
        )
        for row in boss.stops:
            values = [row.line, row.item, row.customer or say["none"], row.why, row.amount or say["none"]]
            sheet.write(
                values,
                measure=False,
                forms={**dict.fromkeys(range(4), cell), 4: right},
                height=height_of(values, COVER_WIDTHS, row=USUAL_ROW),
            )
        sheet.write([more_text(run, boss.more_stops)], measure=False, forms={0: quiet})
    if boss.asks:
        sheet.write([say["asks"]], measure=False, forms=dict.fromkeys(range(5), title), height=USUAL_ROW + TITLE_ROOM)
        heads = [say["whom"], say["what"], None, run.words.say(ABOUT), say["lines"]]
        sheet.write(heads, measure=False, forms={**dict.fromkeys(range(4), head), 4: head_of_numbers})
        for ask in boss.asks:
            at, width = sheet.row, COVER_WIDTHS[1] + COVER_WIDTHS[2]
            height = height_of(
                [ask.whom, ask.what, ask.names], (COVER_WIDTHS[0], width, COVER_WIDTHS[3]), row=USUAL_ROW
            )
            sheet.write(
                [ask.whom, ask.what, None, ask.names, ask.lines],
                measure=False,
                forms={**dict.fromkeys(range(4), cell), 4: right},
                height=height,
            )
            sheet.sheet.merge_range(at, 1, at, 2, fitting(ask.what), cell)
        sheet.write([more_text(run, boss.more_asks)], measure=False, forms={0: quiet})
    for label, text in boss.lines[1:]:
        _wide(sheet, [label, text], cell, quiet)
    sheet.on_paper(tall=1, columns=5, foot=foot_of(run))


def _wide(sheet: WorksheetWriter, pair: Sequence[str | None], cell: Format, label: Format) -> None:
    """Write a label and a sentence that runs over the other columns."""
    at, text = sheet.row, pair[1] or ""
    height = height_of([text], (sum(COVER_WIDTHS[1:]),), row=USUAL_ROW)
    sheet.write(pair, measure=False, forms={0: label, 1: cell}, height=height)
    sheet.sheet.merge_range(at, 1, at, len(COVER_WIDTHS) - 1, fitting(text), cell)


def _queue_table(
    book: Workbook, sheet: WorksheetWriter, run: ReportedRun, *, heads_of: tuple[Format, Format], cell: Format
) -> None:
    """Count the places in the queue by lines and amount, and draw them beside.

    Parameters
    ----------
    heads_of
        Formats of the heads of words and of numbers.
    """
    queue = run.tally.by_triage
    if not queue:
        return
    teller = LineTeller(run)
    scale, _ = teller.unit
    amount = amount_head(run)
    has_amounts = run.has_values and bool(run.tally.total.value)
    heads = [run.words.say(PLACE), run.words.say(BY_LINES), amount if has_amounts else None]
    first = sheet.row + 1
    sheet.write(heads, measure=False, forms={0: heads_of[0], 1: heads_of[1], 2: heads_of[1]})
    number = book.add_format({"num_format": "#,##0", "valign": "top", "bottom": 4})
    for place, part in queue.items():
        sign, name = PLACES[place][0], teller.place_name(place)
        worth = round(scale * (part.value or 0.0)) if has_amounts else None
        label = run.words.say(message("boss.part", "{place} {number}", place=sign, number=name))
        sheet.write([label, part.lines, worth], measure=False, forms={0: cell, 1: number, 2: number}, height=2 * ROW)
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    columns = 2 if has_amounts else 1
    for at, place in enumerate(queue):
        row, name = first + at, sheet.sheet.get_name()
        chart.add_series(
            {
                "name": [name, row, 0],
                "categories": [name, first - 1, 1, first - 1, columns],
                "values": [name, row, 1, row, columns],
                "fill": {"color": BAR_FILLS[place]},
                "border": {"color": "#1A1A1A", "width": 0.5},
                "gap": 40,
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    room = sum(LETTER * width + CELL_EDGE for width in COVER_WIDTHS[3:])
    chart.set_size({"width": room - 2 * CHART_OFFSET, "height": 165})
    chart.set_title({"none": True})
    sheet.sheet.insert_chart(first - 1, 3, chart, {"x_offset": CHART_OFFSET, "y_offset": 2, "object_position": 2})
    sheet.write([headlines_of(run)], measure=False)
    for _ in range(CHART_ROWS - len(queue) - 3):
        sheet.write([])

"""The results of a run as a workbook of Excel: the boss's page, the danger list, every line, and what to ask.

Sheets print on A4 landscape, one page wide. Lines are written in constant memory, and every text as the book states it;
two hidden sheets hold the columns of the results and the clauses as data.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.determination.book.results.lines import ToldLine, every_line, told_lines
from sekisho.determination.book.run_files import gaps_of
from sekisho.determination.settle.answer_workbook import HEADS as ANSWER_HEADS
from sekisho.determination.settle.answer_workbook import NOTE, OF_CUSTOMER, QUESTIONS
from sekisho.determination.settle.book_questions import NO, PRC, RISK, UNDERTAKING, USE, USERS, YES
from sekisho.errors import BookError, Problem
from sekisho.files.workbook import Cell, WorksheetWriter, write_sheets
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import value_text
from sekisho.message import Text, message
from sekisho.present.book_results.boss import STOP_SHOWN, BossPage, boss_page
from sekisho.present.book_results.cover_sheet import write_cover
from sekisho.present.book_results.line_columns import DANGER_COLUMNS, LINE_COLUMNS
from sekisho.present.book_results.line_teller import LineTeller, customer_of, day_of, goods_of, supplier_of
from sekisho.present.book_results.page import HEADS
from sekisho.present.book_results.record_sheets import write_clauses, write_data, write_gaps, write_scope
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.book_results.sheet_texts import (
    ABOUT,
    ROW,
    USUAL_ROW,
    amount_head,
    foot_of,
    headline_of,
    height_of,
    pages_of,
)
from sekisho.present.settle_sheets import choice_text, question_text
from sekisho.trade.book.gaps import stored_gaps

if TYPE_CHECKING:
    from sekisho.files.workbook import Format, Workbook

MOST_LINES: Final = 1_048_575
"""Rows of a sheet, less its head."""
ROWS_A_PAGE: Final = 63
"""Lines on a printed page of all lines: 500 lines take eight. More, and letters fall below 6 points."""
WRAPPED_A_PAGE: Final = 31
"""The same of the danger list, whose rows have two lines of letters."""
DANGER_PRINTED: Final = 60
"""Lines of the danger list that are printed at least: every line to stop, else this many of those to check. The others
print among all lines, so that a workbook of 500 lines takes at most 14 sides."""
WHOLE_BOOK: Final = {
    str(PRC): ("exporter_is_prc_person",),
    USERS: ("end_user",),
    USE: ("end_use", "end_user_kind"),
    RISK: ("knowledge_of_risk", "knowledge_of_barred_use"),
    UNDERTAKING: ("prior_undertaking",),
}
"""Questions about the whole book, and the facts whose lack they fill."""
TINTS: Final = {
    "prohibited": "#F3D3D6",
    "licence required": "#FBE3C0",
    "undetermined": "#E2DFF5",
    "free_if_supposed": "#EEF3F8",
    "free_with_alert": "#E2DFF5",
    "free": "#D9F0EA",
}
"""Grounds of the cells of headlines, by sign."""
PLACE_TINTS: Final = {"stop": "#F3D3D6", "look": "#FBE3C0", "nothing_points": "#EEF3F8"}

SHEETS: Final = {
    "cover": message("boss.sheet_cover", "Cover"),
    "danger": HEADS["danger"],
    "lines": message("boss.sheet_lines", "All lines"),
    "questions": QUESTIONS,
    "gaps": message("boss.sheet_gaps", "Gaps"),
    "scope": message("boss.sheet_scope", "Scope"),
}
DATA, CLAUSES = "_data", "_clauses"
"""Names of the hidden sheets."""


def check_size(run: ReportedRun) -> None:
    """Refuse, before any work, more lines than a sheet holds.

    Raises
    ------
    BookError
        With what to do instead.
    """
    if run.tally.total.lines > MOST_LINES:
        what = message(
            "report_file.too_many_lines",
            "contains {lines} lines, and a sheet of Excel at most {most_lines}.",
            lines=run.tally.total.lines,
            most_lines=MOST_LINES,
        )
        remedy = message(
            "report_file.summary_instead",
            "Write the summary with -o FILE.html, use the results file itself, or run `sekisho bulk` on parts of it.",
        )
        raise BookError(Problem(where=str(run.results), what=what, remedy=remedy))


def write_workbook(run: ReportedRun, out: Path, *, by: str = "") -> None:
    """Write the workbook to a place.

    Parameters
    ----------
    by
        Who made it, for the box on the cover.
    """
    check_size(run)
    boss = boss_page(run, shown=STOP_SHOWN)

    def fill(book: Workbook) -> None:
        names = {key: run.words.say(text) for key, text in SHEETS.items()}
        sheets = {key: WorksheetWriter(book, name) for key, name in names.items()}
        write_cover(book, sheets["cover"], run, boss, by)
        _lines(book, run, danger=sheets["danger"], whole=sheets["lines"])
        _questions(book, sheets["questions"], run, boss)
        write_gaps(sheets["gaps"], run, stored_gaps(gaps_of(run.results)))
        write_scope(book, sheets["scope"], run)
        with every_line(run.results, run.card, run.library) as lines:
            write_data(WorksheetWriter(book, DATA), lines)
        write_clauses(WorksheetWriter(book, CLAUSES), run)
        for name in (DATA, CLAUSES):
            book.get_worksheet_by_name(name).hide()

    write_sheets(out, f"{run.words.titled('title')}: {run.book}", fill)


def _lines(book: Workbook, run: ReportedRun, *, danger: WorksheetWriter, whole: WorksheetWriter) -> None:
    """Write the danger list, and all lines in the same order."""
    teller, looks = LineTeller(run), _Looks(book, run)
    for sheet, columns in ((danger, DANGER_COLUMNS), (whole, LINE_COLUMNS)):
        heads = [amount_head(run) if key == "amount" else run.words.say(text) for key, text, _ in columns]
        sheet.write(heads, forms=dict.fromkeys(range(len(columns)), looks.head), height=2 * ROW)
        for at, (_, _, width) in enumerate(columns):
            sheet.sheet.set_column(at, at, width)
    whole.sheet.set_default_row(ROW)
    stops = 0
    with told_lines(run.results, run.card, run.library) as lines:
        for line in lines:
            cells = _told(line, teller)
            whole.write([cells[key] for key, _, _ in LINE_COLUMNS], measure=False, forms=looks.of(line, LINE_COLUMNS))
            if line.danger is None:
                continue
            stops += line.triage == "stop"
            values = [cells[key] for key, _, _ in DANGER_COLUMNS]
            widths = [width for _, _, width in DANGER_COLUMNS]
            danger.write(
                values,
                measure=False,
                forms=looks.of(line, DANGER_COLUMNS, wrap=True),
                height=height_of([text if isinstance(text, str) else "" for text in values], widths, most=2),
            )
    printed = min(danger.row, 1 + max(stops, DANGER_PRINTED))
    _as_list(danger, DANGER_COLUMNS, run, tall=ceil(printed / WRAPPED_A_PAGE), rows=printed)
    _as_list(whole, LINE_COLUMNS, run, tall=ceil(whole.row / ROWS_A_PAGE))


def _as_list(
    sheet: WorksheetWriter,
    columns: Sequence[tuple[str, Text, float]],
    run: ReportedRun,
    *,
    tall: int,
    rows: int | None = None,
) -> None:
    """Freeze and filter a list below its head, and lay it out on paper with the head on each page."""
    sheet.sheet.freeze_panes(1, 1)
    sheet.sheet.autofilter(0, 0, max(sheet.row - 1, 1), len(columns) - 1)
    sheet.sheet.repeat_rows(0)
    sheet.on_paper(tall=tall, rows=rows, columns=len(columns), foot=foot_of(run))


def _told(line: ToldLine, teller: LineTeller) -> dict[str, Cell]:
    """Tell a line in the columns of its sheets."""
    headline = headline_of(teller.run, line.headline)
    why, ask = teller.why(line, free=headline)
    scale, _ = teller.unit
    return {
        "line": line.line,
        "place": teller.place_name(line.triage),
        "headline": headline,
        "item": goods_of(line.facts),
        "code": teller.codes(line),
        "supplier": supplier_of(line.facts),
        "customer": customer_of(line.facts),
        "country": teller.place(line),
        "use": teller.use(line),
        "why": why,
        "ask": ask,
        "amount": None if line.value is None else round(scale * line.value, 2),
        "day": day_of(line.facts) or teller.day(line),
        "gap": teller.unread(line),
    }


class _Looks:
    """How the cells of lines look: days and amounts by the language, places and headlines by their sign."""

    def __init__(self, book: Workbook, run: ReportedRun) -> None:
        usual = {"valign": "top", "font_size": 10, "bottom": 4, "bottom_color": "#B8BEC6"}
        day = {"en": "d mmm yyyy"}.get(run.words.language, 'yyyy"年"m"月"d"日"')
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#E8ECF1", "font_size": 10}
        )
        self._forms: dict[tuple[str, bool], Format] = {}
        for wrap in (False, True):
            base = {**usual, "text_wrap": wrap}
            self._forms["", wrap] = book.add_format(base)
            self._forms["amount", wrap] = book.add_format({**base, "num_format": "#,##0", "align": "right"})
            self._forms["day", wrap] = book.add_format({**base, "num_format": day, "align": "left"})
            for tints in (TINTS, PLACE_TINTS):
                for key, tint in tints.items():
                    self._forms[key, wrap] = book.add_format({**base, "bg_color": tint})

    def of(
        self, line: ToldLine, columns: Sequence[tuple[str, Text, float]], *, wrap: bool = False
    ) -> dict[int, Format]:
        """Return how each cell of a line looks."""
        special = {"place": line.triage, "headline": line.headline, "amount": "amount", "day": "day"}
        usual = self._forms["", wrap]
        return {at: self._forms.get((special.get(key, ""), wrap), usual) for at, (key, _, _) in enumerate(columns)}


def _questions(book: Workbook, sheet: WorksheetWriter, run: ReportedRun, boss: BossPage) -> None:
    """Ask of the whole book, then of each party; answers are chosen, and `sekisho settle apply` takes them."""
    say = run.words.say
    keys = ("id", "question", "customer", "lines", "answer", "by", "on", "basis")
    widths = (10, 70, 34, 9, 20, 14, 12, 22)
    heads = [say(ABOUT) if key == "customer" else say(ANSWER_HEADS[key]) for key in keys]
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#E8ECF1"})
    text = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
    filled = book.add_format({"valign": "top", "num_format": "@", "bg_color": "#FFF6D6", "border": 1})
    sheet.write(heads, forms=dict.fromkeys(range(len(keys)), head))
    # The id is hidden and must not wrap: LibreOffice would make its row as high as it is long.
    forms = {**dict.fromkeys(range(1, 4), text), **dict.fromkeys(range(4, len(keys)), filled)}
    for key, question, about, lines, choices in _asked(run, boss):
        at = sheet.row
        height = height_of([question, about], widths[1:], row=USUAL_ROW)
        values: list[Cell] = [key, question, about, lines, None, None, None, None]
        sheet.write(values, measure=False, forms=forms, height=height)
        if choices:
            sheet.sheet.data_validation(
                at, 4, at, 4, {"validate": "list", "source": list(choices), "error_type": "warning"}
            )
    for at, width in enumerate(widths):
        sheet.sheet.set_column(at, at, width, None, {"hidden": at == 0})
    sheet.sheet.freeze_panes(1, 2)
    sheet.sheet.autofilter(0, 0, max(sheet.row - 1, 1), len(keys) - 1)
    sheet.sheet.repeat_rows(0)
    sheet.on_paper(tall=pages_of(sheet.row), columns=len(keys), foot=foot_of(run))


def _asked(run: ReportedRun, boss: BossPage) -> list[tuple[str, str, str, int, tuple[str, ...]]]:
    """Return key, question, whom or what it is about, lines and choices of each question."""
    say = run.words.say
    waiting = {str(each.fact): each.all.lines for each in run.tally.waiting}
    rows = []
    for key, facts in WHOLE_BOOK.items():
        if lines := max((waiting.get(fact, 0) for fact in facts), default=0):
            choices = tuple(say(choice_text(key, choice)) for choice in (YES, NO))
            rows.append((key, say(question_text(key)), "", lines, choices))
    use = tuple(say(value_text(FactName("end_use"), choice)) for choice in ("civil", "military"))
    yes_no = tuple(say(choice_text(USERS, choice)) for choice in (YES, NO))
    choices_of = {"user": use, "party": yes_no, "licence": yes_no}
    for ask in boss.questions:
        told = say(message("boss.whom_what", "{whom}: {what}", whom=ask.whom, what=ask.what))
        for name, lines in ask.each or (("", ask.lines),):
            key = f"{OF_CUSTOMER}{name}" if ask.question == "user" and name else NOTE
            rows.append((key, told, name, lines, choices_of.get(ask.question, ())))
    return rows

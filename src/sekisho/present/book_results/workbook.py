"""The results of a run as a workbook of Excel: the boss's page, the danger list, every line, and what to ask.

Sheets print on A4 landscape, one page wide. Lines are written in constant memory, and every text as the book states it;
two hidden sheets hold the columns of the results and the clauses as data.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.determination.book.outcome_counts import Amount
from sekisho.determination.book.results_with_book import TextLines, ToldLine, every_line, told_lines
from sekisho.determination.book.run_files import gaps_of
from sekisho.determination.core.outcome import Outcome
from sekisho.determination.settle.answer_workbook import HEADS as ANSWER_HEADS
from sekisho.determination.settle.answer_workbook import NOTE, OF_CUSTOMER, QUESTIONS
from sekisho.determination.settle.book_questions import NO, PRC, RISK, UNDERTAKING, USE, USERS, YES
from sekisho.errors import BookError, Problem
from sekisho.files.workbook import Cell, WorksheetWriter, columns_of, fitting, write_sheets
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import fact_name, speech_of
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import value_text
from sekisho.message import Text, message
from sekisho.present.book_results import findings
from sekisho.present.book_results.boss import STOP_SHOWN, BossPage, boss_page, headline_text, law_text
from sekisho.present.book_results.line_teller import LineTeller, customer_of, day_of, supplier_of
from sekisho.present.book_results.page import BY_LINES, HEADS, PLACES, clause_name, more_text, signatures
from sekisho.present.book_results.run import ReportedRun, clause_rows
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.settle_sheets import choice_text, question_text
from sekisho.trade.book.gaps import Gap, stored_gaps

if TYPE_CHECKING:
    from sekisho.files.workbook import Format, Workbook

MOST_LINES: Final = 1_048_575
"""Rows of a sheet, less its head."""
ROWS_A_PAGE: Final = 63
"""Lines on a printed page of all lines: 500 lines take eight. More, and letters fall below 6 points."""
WRAPPED_A_PAGE: Final = 31
"""The same of the danger list, whose rows have two lines of letters."""
OTHERS_A_PAGE: Final = 45
"""The same of questions, gaps and scope."""
DANGER_PRINTED: Final = 60
"""Lines of the danger list that are printed at least: every line to stop, else this many of those to check. The others
print among all lines, so that a workbook of 500 lines takes at most 14 sides."""
ROW: Final = 13.5
"""Points of a row with one line of letters of 10 points."""
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
BAR_FILLS: Final = {"stop": "#8C0F1E", "look": "#F0B45C", "nothing_points": "#DCE2EA"}
TYPED: Final = frozenset({"row", "danger"})
"""Columns of the results that are numbers in the sheet of data."""

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

_PLACE: Final = message("boss.head_place", "Place")
_CODE: Final = message("boss.head_code", "Control code")
_COUNTRY: Final = message("boss.head_country", "Country")
_USE: Final = message("boss.head_use", "Use")
_OUTCOME: Final = message("boss.head_outcome", "Outcome")
_GAP: Final = message("boss.head_gap", "Not read")
_ABOUT: Final = message("boss.head_about", "About")

DANGER_COLUMNS: Final[tuple[tuple[str, Text, float], ...]] = (
    ("line", HEADS["line"], 12),
    ("place", _PLACE, 9),
    ("item", HEADS["item"], 30),
    ("supplier", HEADS["supplier"], 20),
    ("customer", HEADS["customer"], 22),
    ("amount", HEADS["amount"], 13),
    ("day", HEADS["day"], 12),
    ("why", HEADS["why"], 45),
    ("ask", HEADS["ask"], 37),
)
LINE_COLUMNS: Final[tuple[tuple[str, Text, float], ...]] = (
    ("line", HEADS["line"], 11),
    ("place", _PLACE, 8),
    ("headline", _OUTCOME, 17),
    ("item", HEADS["item"], 28),
    ("code", _CODE, 10),
    ("supplier", HEADS["supplier"], 15),
    ("customer", HEADS["customer"], 19),
    ("country", _COUNTRY, 8),
    ("use", _USE, 9),
    ("why", HEADS["why"], 48),
    ("ask", HEADS["ask"], 32),
    ("amount", HEADS["amount"], 12),
    ("day", HEADS["day"], 11),
    ("gap", _GAP, 14),
)
"""Key, head and width of each column, in letters of usual width."""


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
            "holds {lines} lines, and a sheet of Excel at most {most_lines}.",
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
        _cover(book, sheets["cover"], run, boss, by)
        _lines(book, run, danger=sheets["danger"], whole=sheets["lines"])
        _questions(book, sheets["questions"], run, boss)
        _gaps(sheets["gaps"], run, stored_gaps(gaps_of(run.results)))
        _scope(book, sheets["scope"], run)
        with every_line(run.results, run.card, run.library) as lines:
            _data(WorksheetWriter(book, DATA), lines)
        _clauses(WorksheetWriter(book, CLAUSES), run)
        for name in (DATA, CLAUSES):
            book.get_worksheet_by_name(name).hide()

    write_sheets(out, f"{run.words.titled('title')}: {run.book}", fill)


def _foot(run: ReportedRun) -> str:
    """Name the book and the day of law at the foot of each printed page."""
    return f"{run.book}   {law_text(run)}"


# ------------------------------------------------------------------------------------------------------- cover

COVER_WIDTHS: Final = (20, 34, 26, 54, 16)
"""Letters of the five columns of the cover."""
CHART_ROWS: Final = 9
"""Rows that the chart stands beside."""


def _cover(book: Workbook, sheet: WorksheetWriter, run: ReportedRun, boss: BossPage, by: str) -> None:
    """Say what the boss's page says, with a chart."""
    say = {key: run.words.say(text) for key, text in HEADS.items()}
    big = book.add_format({"bold": True, "font_size": 18, "valign": "vcenter"})
    lead = book.add_format({"font_size": 12, "valign": "vcenter"})
    quiet = book.add_format({"font_color": "#4C5561", "valign": "top"})
    head = book.add_format({"bold": True, "bottom": 2, "valign": "top", "text_wrap": True})
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
    _queue_table(book, sheet, run, head=head, cell=cell)
    if boss.stops:
        sheet.write([say["stops"]], measure=False, forms=dict.fromkeys(range(5), title))
        sheet.write(
            [say["line"], say["item"], say["customer"], say["why"], say["amount"]],
            measure=False,
            forms=dict.fromkeys(range(5), head),
        )
        for row in boss.stops:
            values = [row.line, row.item, row.customer or say["none"], row.why, row.amount or say["none"]]
            sheet.write(
                values,
                measure=False,
                forms={**dict.fromkeys(range(4), cell), 4: right},
                height=_height(values, COVER_WIDTHS),
            )
        sheet.write([more_text(run, boss.more_stops)], measure=False, forms={0: quiet})
    if boss.asks:
        sheet.write([say["asks"]], measure=False, forms=dict.fromkeys(range(5), title))
        heads = [say["whom"], say["what"], None, run.words.say(_ABOUT), say["lines"]]
        sheet.write(heads, measure=False, forms=dict.fromkeys(range(5), head))
        for ask in boss.asks:
            at, width = sheet.row, COVER_WIDTHS[1] + COVER_WIDTHS[2]
            height = max(_height([ask.what], (width,)), _height([ask.names], (COVER_WIDTHS[3],)))
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
    sheet.on_paper(tall=1, columns=5, foot=_foot(run))


def _wide(sheet: WorksheetWriter, pair: Sequence[str | None], cell: Format, label: Format) -> None:
    """Write a label and a sentence that runs over the other columns."""
    at, text = sheet.row, pair[1] or ""
    height = _height([text], (sum(COVER_WIDTHS[1:]),))
    sheet.write(pair, measure=False, forms={0: label, 1: cell}, height=height)
    sheet.sheet.merge_range(at, 1, at, len(COVER_WIDTHS) - 1, fitting(text), cell)


def _queue_table(book: Workbook, sheet: WorksheetWriter, run: ReportedRun, *, head: Format, cell: Format) -> None:
    """Count the places in the queue by lines and amount, and draw them beside."""
    queue = run.tally.by_triage
    if not queue:
        return
    teller = LineTeller(run)
    scale, _ = teller.unit
    amount = _amount_head(run)
    has_amounts = run.has_values and bool(run.tally.total.value)
    heads = [run.words.say(_PLACE), run.words.say(BY_LINES), amount if has_amounts else None]
    first = sheet.row + 1
    sheet.write(heads, measure=False, forms=dict.fromkeys(range(3), head))
    number = book.add_format({"num_format": "#,##0", "valign": "top", "bottom": 4})
    for place, part in queue.items():
        sign, name = PLACES[place][0], teller.place_name(place)
        worth = round(scale * (part.value or 0.0)) if has_amounts else None
        label = run.words.say(message("boss.part", "{place} {number}", place=sign, number=name))
        sheet.write([label, part.lines, worth], measure=False, forms={0: cell, 1: number, 2: number}, height=2 * ROW)
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    columns = 2 if has_amounts else 1
    for at, place in enumerate(queue):
        row, name = first + at, run.words.say(SHEETS["cover"])
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
    chart.set_size({"width": 520, "height": 165})
    chart.set_title({"none": True})
    sheet.sheet.insert_chart(first - 1, 3, chart, {"x_offset": 8, "y_offset": 2, "object_position": 2})
    sheet.write([_headlines(run)], measure=False)
    for _ in range(CHART_ROWS - len(queue) - 3):
        sheet.write([])


def _headlines(run: ReportedRun) -> str:
    counts = run.tally.by_headline().items()
    return "   ".join(f"{_headline(run, word)} {part.lines:,}" for word, part in counts if part.lines)


def _headline(run: ReportedRun, word: str) -> str:
    return f"{SHAPES[word]} {headline_text(run, word)}"


def _amount_head(run: ReportedRun) -> str:
    """Name the column of amounts with its currency."""
    _, currency = LineTeller(run).unit
    name: Text = quantity("currency_name", currency) if currency else message("boss.no_currency", "currency not stated")
    head = message("boss.amount_in", "{amount} ({currency})", amount=HEADS["amount"], currency=name)
    return run.words.say(head)


def _height(values: Sequence[str], widths: Sequence[float]) -> float:
    """Return the points of a row whose longest cell wraps."""
    lines = max(ceil(columns_of(text) / (width - 1)) for text, width in zip(values, widths, strict=False))
    return ROW * max(1, lines)


# ------------------------------------------------------------------------------------------------------- lines


def _lines(book: Workbook, run: ReportedRun, *, danger: WorksheetWriter, whole: WorksheetWriter) -> None:
    """Write the danger list, and all lines in the same order."""
    teller, looks = LineTeller(run), _Looks(book, run)
    for sheet, columns in ((danger, DANGER_COLUMNS), (whole, LINE_COLUMNS)):
        heads = [_amount_head(run) if key == "amount" else run.words.say(text) for key, text, _ in columns]
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
                height=min(2 * ROW, _height([text if isinstance(text, str) else "" for text in values], widths)),
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
    sheet.on_paper(tall=tall, rows=rows, columns=len(columns), foot=_foot(run))


def _told(line: ToldLine, teller: LineTeller) -> dict[str, Cell]:
    """Tell a line in the columns of its sheets."""
    why, ask = teller.reason(line.points)
    scale, _ = teller.unit
    return {
        "line": line.line,
        "place": teller.place_name(line.triage),
        "headline": _headline(teller.run, line.headline),
        "item": teller.item(line),
        "code": teller.codes(line),
        "supplier": supplier_of(line),
        "customer": customer_of(line),
        "country": teller.place(line),
        "use": teller.use(line),
        "why": _headline(teller.run, line.headline) if line.headline == Outcome.FREE.headline else why,
        "ask": ask,
        "amount": None if line.value is None else round(scale * line.value, 2),
        "day": day_of(line) or teller.day(line),
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


# --------------------------------------------------------------------------------------------------- questions


def _questions(book: Workbook, sheet: WorksheetWriter, run: ReportedRun, boss: BossPage) -> None:
    """Ask of the whole book, then of each party; answers are chosen, and `sekisho settle apply` takes them."""
    say = run.words.say
    keys = ("id", "question", "customer", "lines", "answer", "by", "on", "basis")
    widths = (10, 62, 34, 9, 20, 14, 12, 22)
    heads = [say(_ABOUT) if key == "customer" else say(ANSWER_HEADS[key]) for key in keys]
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#E8ECF1"})
    text = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
    filled = book.add_format({"valign": "top", "num_format": "@", "bg_color": "#FFF6D6", "border": 1})
    sheet.write(heads, forms=dict.fromkeys(range(len(keys)), head))
    forms = {**dict.fromkeys(range(4), text), **dict.fromkeys(range(4, len(keys)), filled)}
    for key, question, about, lines, choices in _asked(run, boss):
        at = sheet.row
        height = max(_height([question], widths[1:]), _height([about], widths[2:]))
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
    sheet.on_paper(tall=ceil(sheet.row / OTHERS_A_PAGE), columns=len(keys), foot=_foot(run))


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


# ----------------------------------------------------------------------------------------------- gaps and scope


def _gaps(sheet: WorksheetWriter, run: ReportedRun, gaps: Sequence[Gap]) -> None:
    """List the cells that could not be read, one row for all equal ones."""
    names = ("gaps_row", "gaps_column", "gaps_text", "gaps_fact", "gaps_reason", "gaps_lines")
    speech = speech_of(run.library, language=run.words.language)
    sheet.write([run.words.titled(name) for name in names], bold=True)
    for gap in gaps:
        row: Cell = f"{gap.file}:{gap.row}" if gap.file else gap.row
        fact = fact_name(FactName(gap.fact), speech) if gap.fact else ""
        sheet.write([row, gap.column, gap.text, fact, gap.told(run.words.language), gap.lines])
    if not gaps:
        sheet.write([run.words.say(message("boss.no_gaps", "Every cell was read."))], measure=False)
    sheet.finish(table_from=1)
    sheet.sheet.repeat_rows(0)
    sheet.on_paper(tall=ceil(sheet.row / OTHERS_A_PAGE), foot=_foot(run))


def _scope(book: Workbook, sheet: WorksheetWriter, run: ReportedRun) -> None:
    """Say what was checked and what not, how the run was made, who stands on which list, and which rules decide."""
    words = run.words
    teller = teller_of(run.library, words.language)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate((44, 34, 26, 40, 18, 12, 16)):
        sheet.sheet.set_column(column, column, width)
        sheet.widths[column] = width
    covered = f"{findings.coverage_caveat(run)} {findings.late(run)}".strip()
    texts = [covered, *(teller(text) for text in findings.not_covered(run)), *findings.caveats(run)]
    texts += [words("queue_note")] if run.entry("triage") else []
    texts += [*findings.remarks(run)]
    sheet.write([words("caveats")], bold=True, measure=False)
    for text in texts:
        at = sheet.row
        sheet.write([text], measure=False, height=_height([text], (190,)))
        sheet.sheet.merge_range(at, 0, at, 6, fitting(text), wrapped)
    sheet.write([])
    sheet.write([words("made")], bold=True, measure=False)
    for name, text in findings.card_rows(run):
        sheet.write([name, text], measure=False)
    if run.tally.alerts:
        sheet.write([])
        names = ("alert_party", "alert_role", "alert_zone", "alert_effect", "alert_state")
        sheet.write([*(words.titled(name) for name in names), words.titled("by_lines")], bold=True, measure=False)
        for row in findings.alert_rows(run):
            values = [row.party, row.role, row.zone, row.effect, row.state]
            height = _height(values, (44, 34, 26, 40, 18))
            sheet.write([*values, row.amount.lines], wrap=True, measure=False, height=height)
    sheet.write([])
    heads = [words.titled(key) for key in ("clause", "level", "decides", "is_open")]
    sheet.write(heads, bold=True, measure=False)
    for clause in clause_rows(run)[:RULES_SHOWN]:
        level = words(f"level {clause.level.level}") if clause.clause else words("not_in_library")
        name = clause_name(run, clause)
        cells: list[Cell] = [name, level, clause.decisive.lines, clause.open.lines]
        sheet.write(cells, wrap=True, measure=False, height=_height([name], (44,)))
    sheet.on_paper(tall=ceil(sheet.row / SCOPE_A_PAGE), columns=7, foot=_foot(run))


RULES_SHOWN: Final = 15
"""Rules that the sheet of the scope names; a hidden sheet lists all, with their words."""
SCOPE_A_PAGE: Final = 70
"""Rows of the scope on a page; it is for the record, and read seldom."""


# --------------------------------------------------------------------------------------------------------- data


def _data(sheet: WorksheetWriter, lines: TextLines) -> None:
    """Write the columns of the results under their names, then those of the book, as they stand."""
    typed = {at for at, name in enumerate(lines.names) if name in TYPED}
    sheet.write(lines.names, bold=True)
    for row in lines.rows:
        sheet.write(int(text) if at in typed and text else text for at, text in enumerate(row))
    sheet.finish(table_from=1)


def _counted(run: ReportedRun, *parts: Amount) -> list[Cell]:
    """Write amounts as cells: the lines, and the value if there are values."""
    cells: list[Cell] = []
    for part in parts:
        cells.append(part.lines)
        if run.has_values:
            cells.append(round(part.value or 0.0, 2))
    return cells


def _heads(run: ReportedRun, *keys: tuple[str, str]) -> list[str]:
    heads = []
    for lines, value in keys:
        heads.append(run.words.titled(lines))
        if run.has_values:
            heads.append(f"{run.words.titled(value)}, {run.unit_words}")
    return heads


def _clauses(sheet: WorksheetWriter, run: ReportedRun) -> None:
    """List every clause that decides or is open, with its words and its source."""
    words = run.words
    rows = clause_rows(run)
    languages = sorted(
        {
            language
            for row in rows
            if row.measure and row.clause
            for language in (*row.measure.title, *row.clause.words)
        },
        reverse=True,
    )
    head = [words.titled("clause"), words.titled("level"), words.titled("article")]
    head += [f"title ({language})" for language in languages] + [f"words ({language})" for language in languages]
    head += [words.titled(key) for key in ("source", "read", "confidence")]
    counts = _heads(run, ("decides", "value_decided"), ("is_open", "value_open"))
    sheet.write([head[0], head[1], *counts, *head[2:]], bold=True)
    for row in rows:
        level = words(f"level {row.level.level}") if row.clause else words("not_in_library")
        texts: Sequence[str] = ()
        if row.clause is not None and row.measure is not None:
            titles, said = row.measure.title, row.clause.words
            texts = (
                row.clause.article,
                *(titles.get(language, "") for language in languages),
                *(said.get(language, "") for language in languages),
                *(row.url, row.read, str(row.clause.confidence)),
            )
        sheet.write([row.id, level, *_counted(run, row.decisive, row.open), *texts])
    sheet.finish(table_from=1)

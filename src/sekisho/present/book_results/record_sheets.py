"""The sheets of a workbook that are for the record: cells not read, scope, the results as data, and every rule."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Final

from sekisho.determination.book.results.counts import Amount
from sekisho.determination.book.results.lines import TextLines
from sekisho.files.workbook import Cell, WorksheetWriter, fitting
from sekisho.i18n.names import fact_name, speech_of
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.message import joined, message
from sekisho.present.book_results import findings
from sekisho.present.book_results.rule_names import RULES_SHOWN, rule_names
from sekisho.present.book_results.run import ReportedRun, clause_rows
from sekisho.present.book_results.sheet_texts import USUAL_ROW, foot_of, height_of, pages_of
from sekisho.trade.book.gaps import Gap

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

TYPED: Final = frozenset({"row", "danger"})
"""Columns of the results that are numbers in the sheet of data."""


def write_gaps(sheet: WorksheetWriter, run: ReportedRun, gaps: Sequence[Gap]) -> None:
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
    sheet.on_paper(tall=pages_of(sheet.row), foot=foot_of(run))


def write_scope(book: Workbook, sheet: WorksheetWriter, run: ReportedRun) -> None:
    """Say what was checked and what not, how the run was made, who stands on which list, and which rules decide."""
    words = run.words
    teller = teller_of(run.library, words.language)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate((44, 34, 26, 40, 18, 12, 16)):
        sheet.sheet.set_column(column, column, width)
        sheet.widths[column] = width
    late = findings.late(run)
    texts = [*([late] if late else []), findings.coverage_caveat(run)]
    texts += [*(teller(text) for text in findings.not_covered(run)), *findings.caveats(run)]
    texts += [words("queue_note")] if run.entry("triage") else []
    texts += [*findings.remarks(run)]
    sheet.write([words("caveats")], bold=True, measure=False)
    for text in texts:
        at = sheet.row
        sheet.write([text], measure=False, height=height_of([text], (190,), row=USUAL_ROW))
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
            height = height_of(values, (44, 34, 26, 40, 18), row=USUAL_ROW)
            sheet.write([*values, row.amount.lines], wrap=True, measure=False, height=height)
    sheet.write([])
    heads = [words.titled(key) for key in ("clause", "level", "decides", "is_open")]
    sheet.write(heads, bold=True, measure=False)
    rules = clause_rows(run)[:RULES_SHOWN]
    called, teller = rule_names([str(rule.id) for rule in rules], run.library), teller_of(run.library, words.language)
    for clause in rules:
        level = words(f"level {clause.level.level}") if clause.clause else words("not_in_library")
        name = teller.translator.say(called[str(clause.id)])
        cells: list[Cell] = [name, level, clause.decisive.lines, clause.open.lines]
        sheet.write(cells, wrap=True, measure=False, height=height_of([name], (44,), row=USUAL_ROW))
    sheet.on_paper(tall=ceil(sheet.row / SCOPE_A_PAGE), columns=7, foot=foot_of(run))


SCOPE_A_PAGE: Final = 70
"""Rows of the scope on a page; it is for the record, and read seldom."""


def write_data(sheet: WorksheetWriter, lines: TextLines) -> None:
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
            heads.append(run.words.say(joined([run.words.titled(value), run.unit_words], "comma")))
    return heads


def write_clauses(sheet: WorksheetWriter, run: ReportedRun) -> None:
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

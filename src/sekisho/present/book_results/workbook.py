"""The results of a run as a workbook of Excel: what it is, lines, clauses, what to settle first, and the data.

Lines are written in constant memory, and every text as the book states it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.determination.book.outcome_counts import Amount
from sekisho.determination.book.results_with_book import TextLines, every_line
from sekisho.determination.book.run_files import gaps_of
from sekisho.errors import BookError, Problem
from sekisho.files.workbook import WIDEST, Cell, WorksheetWriter, write_sheets
from sekisho.message import message
from sekisho.present.book_results import findings
from sekisho.present.book_results.run import ReportedRun, clause_rows
from sekisho.present.outcome_labels import SHAPES
from sekisho.trade.book.gaps import Gap, stored_gaps

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

MOST_LINES: Final = 1_048_575
"""Rows of a sheet, less its head."""


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


def write_workbook(run: ReportedRun, out: Path, *, by: str = "") -> None:  # noqa: ARG001 - the cover says it
    """Write the workbook to a place."""
    check_size(run)

    def fill(book: Workbook) -> None:
        _read_me(WorksheetWriter(book, run.words("sheet_readme")), run)
        with every_line(run.results, run.card, run.library) as lines:
            _results(WorksheetWriter(book, run.words("sheet_results")), run, lines)
        if gaps := stored_gaps(gaps_of(run.results)):
            _gaps(WorksheetWriter(book, run.words("sheet_gaps")), run, gaps)
        if run.tally.alerts:
            _alerts(WorksheetWriter(book, run.words("sheet_alerts")), run)
        _clauses(WorksheetWriter(book, run.words("sheet_clauses")), run)
        _settle(WorksheetWriter(book, run.words("sheet_settle")), run)
        _data(WorksheetWriter(book, run.words("sheet_data")), run)

    write_sheets(out, f"{run.words.titled('title')}: {run.book}", fill)


def _read_me(sheet: WorksheetWriter, run: ReportedRun) -> None:
    words = run.words
    sheet.widths = {0: WIDEST // 2, 1: 2 * WIDEST}
    sheet.write([f"{words.titled('title')}: {run.book}"], bold=True, measure=False)
    says = [*filter(None, (findings.queue_finding(run), findings.assumed(run)))]
    says += [words("queue_note")] if run.entry("triage") else []
    says += [words("readme_what"), *findings.findings(run), *findings.remarks(run)]
    says += [words("readme_columns", results=words("sheet_results")), words("readme_cut")]
    says += [words("unit_note", unit=run.unit)] if run.has_values else []
    sheet.write([])
    for text in says:
        sheet.write([None, text], wrap=True, measure=False)
    sheet.write([])
    sheet.write([words("caveats")], bold=True, measure=False)
    coverage = f"{findings.coverage_caveat(run)} {'; '.join(findings.not_covered(run))}. {findings.late(run)}".strip()
    for number, text in enumerate((coverage, *findings.caveats(run)), start=1):
        sheet.write([str(number), text], wrap=True, measure=False)
    sheet.write([])
    sheet.write([words("made")], bold=True, measure=False)
    for name, text in findings.card_rows(run):
        sheet.write([name, text], wrap=True, measure=False)
    sheet.sheet.set_column(0, 0, sheet.widths[0])
    sheet.sheet.set_column(1, 1, sheet.widths[1])


def _results(sheet: WorksheetWriter, run: ReportedRun, lines: TextLines) -> None:
    place = {name: lines.names.index(name) for name in ("line", "headline")}
    said = {word: f"{shape} {run.words(word)}" for word, shape in SHAPES.items()}
    rest = [at for at in range(len(lines.names)) if at not in place.values()]
    sheet.write(["line", "headline", *(lines.names[at] for at in rest)], bold=True)
    for row in lines.rows:
        sheet.write([row[place["line"]], said[row[place["headline"]]], *(row[at] for at in rest)])
    sheet.finish(table_from=1)


def _gaps(sheet: WorksheetWriter, run: ReportedRun, gaps: Sequence[Gap]) -> None:
    """List the cells that could not be read, one row for all equal ones."""
    names = ("gaps_row", "gaps_column", "gaps_text", "gaps_fact", "gaps_reason", "gaps_lines")
    sheet.write([run.words.titled(name) for name in names], bold=True)
    for gap in gaps:
        row: Cell = f"{gap.file}:{gap.row}" if gap.file else gap.row
        sheet.write([row, gap.column, gap.text, gap.fact, gap.told(run.words.language), gap.lines])
    sheet.finish(table_from=1)


def _alerts(sheet: WorksheetWriter, run: ReportedRun) -> None:
    """List the parties on held lists, one row a party and role; a line that names two counts with both."""
    words = run.words
    names = ("alert_role", "alert_party", "alert_zone", "alert_list", "alert_effect", "alert_state")
    sheet.write([*(words.titled(name) for name in names), *_heads(run, ("by_lines", "by_value"))], bold=True)
    for row in findings.alert_rows(run):
        sheet.write([row.role, row.party, row.zone, row.list, row.effect, row.state, *_counted(run, row.amount)])
    sheet.finish(table_from=1)


def _counted(run: ReportedRun, *parts: Amount) -> list[Cell]:
    """Write amounts as cells: the lines, and the value if there are values."""
    found: list[Cell] = []
    for part in parts:
        found.append(part.lines)
        if run.has_values:
            found.append(round(part.value or 0.0, 2))
    return found


def _heads(run: ReportedRun, *keys: tuple[str, str]) -> list[str]:
    heads = []
    for lines, value in keys:
        heads.append(run.words.titled(lines))
        if run.has_values:
            heads.append(f"{run.words.titled(value)}, {run.unit}")
    return heads


def _clauses(sheet: WorksheetWriter, run: ReportedRun) -> None:
    words = run.words
    rows = clause_rows(run)
    held = {
        language for row in rows if row.measure and row.clause for language in (*row.measure.title, *row.clause.words)
    }
    languages = sorted(held, reverse=True)
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


def _settle(sheet: WorksheetWriter, run: ReportedRun) -> None:
    words = run.words
    head = [words.titled("fact"), words.titled("question")]
    sheet.write([*head, *_heads(run, ("wait_alone", "value_alone"), ("wait_all", "value_waiting"))], bold=True)
    for each in run.tally.waiting:
        fact = run.library.facts[each.fact].question if each.fact in run.library.facts else ""
        sheet.write([each.fact, fact, *_counted(run, each.alone, each.all)])
    sheet.finish(table_from=1)


def _data(sheet: WorksheetWriter, run: ReportedRun) -> None:
    words, total = run.words, run.tally.total
    head = [words.titled(key) for key in ("outcome", "floor", "ceiling")]
    sheet.write([*head, *_heads(run, ("by_lines", "by_value"))], bold=True)
    for word, part in run.tally.by_headline().items():
        sheet.write([f"{SHAPES[word]} {words(word)}", None, None, *_counted(run, part)])
        inside: dict[tuple[str, str], Amount] = {}
        for each in run.tally.levels:
            verdict = each.on["chosen"]
            if each.headline == word:
                ends = (words(f"level {verdict.floor.level}"), words(f"level {verdict.ceiling.level}"))
                inside[ends] = inside.get(ends, Amount()) + each.amount
        for ends, amount in inside.items():
            sheet.write([None, *ends, *_counted(run, amount)])
    sheet.write([words.titled("total"), None, None, *_counted(run, total)])
    sheet.write([])
    sheet.write([words.titled(key) for key in ("fact", "column", "unknown_share")], bold=True)
    for row in findings.mapping_rows(run):
        sheet.write(row)
    sheet.finish()

"""The results of a run as a workbook of Excel: what it is, lines, clauses, what to settle first, and the data.

Lines are written in constant memory. Every text stays a text: nothing becomes a formula, a number or a link, so
`=1+1`, `+81`, `007` and long digits stand as the book states them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.determine.outcome import Outcome, headline
from sekisho.determine.stored_lines import Lines, every_line
from sekisho.determine.tally import Amount
from sekisho.errors import BookError, Problem
from sekisho.report.layout import cells
from sekisho.report.results import told
from sekisho.report.results.run import Run, clause_rows
from sekisho.report.words import SHAPES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_LINES: Final = 1_048_575
"""Rows of a sheet, less its head."""
MOST_LETTERS: Final = 32_767
WIDEST: Final = 60
NARROWEST: Final = 8
MEASURED: Final = 1_000
"""Rows by which the widths of columns are chosen."""
MADE: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same results give the same bytes."""

Cell = str | int | float | None


def check_size(run: Run) -> None:
    """Refuse, before any work, more lines than a sheet holds.

    Raises
    ------
    BookError
        With what to do instead.
    """
    if run.tally.total.lines > MOST_LINES:
        what = f"holds {run.tally.total.lines:,} lines, and a sheet of Excel at most {MOST_LINES:,}."
        do = "Write the summary with -o FILE.html, use the results file itself, or run `sekisho bulk` on parts of it."
        raise BookError(Problem(where=str(run.results), what=what, do=do))


def write_workbook(run: Run, out: Path) -> None:
    """Write the workbook to a place."""
    from xlsxwriter import Workbook

    check_size(run)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "in_memory": False,
    }
    # Packed in memory first: on a disk without room the packer itself would end in a stack trace.
    packed = BytesIO()
    with Workbook(packed, options) as book:
        book.set_properties({"title": f"{run.words.titled('title')}: {run.book}", "created": MADE})
        _read_me(_Sheet(book, run.words("sheet_readme")), run)
        with every_line(run.results, run.card, run.library) as lines:
            _results(_Sheet(book, run.words("sheet_results")), run, lines)
        _clauses(_Sheet(book, run.words("sheet_clauses")), run)
        _settle(_Sheet(book, run.words("sheet_settle")), run)
        _data(_Sheet(book, run.words("sheet_data")), run)
    out.write_bytes(packed.getbuffer())


class _Sheet:
    """A sheet that is written row by row; columns grow to what stands in them."""

    def __init__(self, book: Workbook, name: str) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.bold: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.plain: Format = book.add_format({"valign": "top"})
        self.wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.number: Format = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.row = 0
        self.widths: dict[int, int] = {}

    def write(self, values: Iterable[Cell], *, bold: bool = False, wrap: bool = False, measure: bool = True) -> None:
        """Write the next row."""
        form = self.bold if bold else self.wrapped if wrap else self.plain
        for column, value in enumerate(values):
            if isinstance(value, str):
                self._text(column, value, form)
            elif value is not None:
                self.sheet.write_number(self.row, column, value, self.number)
            if measure and self.row < MEASURED and value is not None:
                length = max((cells(line) for line in str(value).split("\n")), default=0)
                self.widths[column] = max(self.widths.get(column, 0), length + (3 if bold else 1))
        self.row += 1

    def _text(self, column: int, value: str, form: Format) -> None:
        text = fitting(value)
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for finished markup; in two runs of letters it is written as text.
            self.sheet.write_rich_string(self.row, column, text[:1], self.plain, text[1:], form)
        elif text:
            self.sheet.write_string(self.row, column, text, form)

    def finish(self, *, table_from: int | None = None) -> None:
        """Set widths; below a head, freeze it and offer filters."""
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, min(WIDEST, max(NARROWEST, width)))
        if table_from is not None and self.row > table_from:
            self.sheet.freeze_panes(table_from, 1)
            self.sheet.autofilter(table_from - 1, 0, max(self.row - 1, table_from), max(self.widths, default=0))


def fitting(text: str) -> str:
    """Return a text as a cell can hold it: half letters replaced, and cut with a mark where it is too long.

    >>> fitting("=1+1"), len(fitting("x" * 40_000)), fitting("x" * 40_000)[-1]
    ('=1+1', 32767, '…')
    """
    whole = text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in text) else text
    units = len(whole.encode("utf-16-le")) // 2
    if units <= MOST_LETTERS:
        return whole
    return whole.encode("utf-16-le")[: 2 * (MOST_LETTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _read_me(sheet: _Sheet, run: Run) -> None:
    words = run.words
    sheet.widths = {0: WIDEST // 2, 1: 2 * WIDEST}
    sheet.write([f"{words.titled('title')}: {run.book}"], bold=True, measure=False)
    says = [words("readme_what"), *told.findings(run), *told.remarks(run)]
    says += [words("readme_columns", results=words("sheet_results")), words("readme_cut")]
    says += [words("unit_note", unit=run.unit)] if run.has_values else []
    sheet.write([])
    for text in says:
        sheet.write([None, text], wrap=True, measure=False)
    sheet.write([])
    sheet.write([words("caveats")], bold=True, measure=False)
    coverage = f"{told.coverage_caveat(run)} {'; '.join(told.not_covered(run))}. {told.late(run)}".strip()
    for number, text in enumerate((coverage, *told.caveats(run)), start=1):
        sheet.write([str(number), text], wrap=True, measure=False)
    sheet.write([])
    sheet.write([words("made")], bold=True, measure=False)
    for name, text in told.card_rows(run):
        sheet.write([name, text], wrap=True, measure=False)
    sheet.sheet.set_column(0, 0, sheet.widths[0])
    sheet.sheet.set_column(1, 1, sheet.widths[1])


def _results(sheet: _Sheet, run: Run, lines: Lines) -> None:
    place = {name: lines.names.index(name) for name in ("line", "floor", "ceiling")}
    levels = {outcome.level: outcome for outcome in Outcome}
    said = {word: f"{shape} {run.words(word)}" for word, shape in SHAPES.items()}
    rest = [at for at in range(len(lines.names)) if at != place["line"]]
    sheet.write(["line", "headline", *(lines.names[at] for at in rest)], bold=True)
    for row in lines.rows:
        word = headline(levels[row[place["floor"]]], levels[row[place["ceiling"]]])
        sheet.write([row[place["line"]], said[word], *(row[at] for at in rest)])
    sheet.finish(table_from=1)


def _counted(run: Run, *parts: Amount) -> list[Cell]:
    """Write amounts as cells: the lines, and the value if there are values."""
    found: list[Cell] = []
    for part in parts:
        found.append(part.lines)
        if run.has_values:
            found.append(round(part.value or 0.0, 2))
    return found


def _heads(run: Run, *keys: tuple[str, str]) -> list[str]:
    heads = []
    for lines, value in keys:
        heads.append(run.words.titled(lines))
        if run.has_values:
            heads.append(f"{run.words.titled(value)}, {run.unit}")
    return heads


def _clauses(sheet: _Sheet, run: Run) -> None:
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


def _settle(sheet: _Sheet, run: Run) -> None:
    words = run.words
    head = [words.titled("fact"), words.titled("question")]
    sheet.write([*head, *_heads(run, ("wait_alone", "value_alone"), ("wait_all", "value_waiting"))], bold=True)
    for each in run.tally.waiting:
        fact = run.library.facts[each.fact].question if each.fact in run.library.facts else ""
        sheet.write([each.fact, fact, *_counted(run, each.alone, each.all)])
    sheet.finish(table_from=1)


def _data(sheet: _Sheet, run: Run) -> None:
    words, total = run.words, run.tally.total
    head = [words.titled(key) for key in ("outcome", "floor", "ceiling")]
    sheet.write([*head, *_heads(run, ("by_lines", "by_value"))], bold=True)
    for word, part in run.tally.by_headline().items():
        sheet.write([f"{SHAPES[word]} {words(word)}", None, None, *_counted(run, part)])
        inside: dict[tuple[str, str], Amount] = {}
        for each in run.tally.levels:
            verdict = each.on["chosen"]
            if verdict.headline == word:
                ends = (words(f"level {verdict.floor.level}"), words(f"level {verdict.ceiling.level}"))
                inside[ends] = inside.get(ends, Amount()) + each.amount
        for ends, amount in inside.items():
            sheet.write([None, *ends, *_counted(run, amount)])
    sheet.write([words.titled("total"), None, None, *_counted(run, total)])
    sheet.write([])
    sheet.write([words.titled(key) for key in ("fact", "column", "unknown_share")], bold=True)
    for row in told.mapping_rows(run):
        sheet.write(row)
    sheet.finish()

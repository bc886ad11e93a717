"""Cells that could not be read: `OUT.gaps.csv`, one record for all equal cells, and the words that a person gives them.

A person fills `read_as` and hands the file back with --answers, or writes the same into the mapping file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BookError, Problem
from sekisho.files.formats import whole_file
from sekisho.files.formulas import TableWriter, table_rows
from sekisho.files.text_tables import columns_of, read_table
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.message import message

if TYPE_CHECKING:
    import duckdb

    from sekisho.trade.book.cleaning import Cleaned

HEAD: Final = ("row", "column", "text", "fact", "reason", "lines", "read_as", "run")
REASONS: Final = (
    *("territory", "group", "place", "date", "order", "code", "customs_code", "several", "number", "share"),
    *(
        "two_numbers",
        "two_amounts",
        "currency",
        "yes_no",
        "choice",
        "own_words",
        "military",
        "party",
        "text",
        "above",
        "row",
        "paper",
        "bytes",
        "no_customs_code",
        "chapter_alone",
        "place_shared",
    ),
)
"""Ids of the reasons why a cell could not be read, or is doubtful."""
DOUBTS: Final = frozenset({"no_customs_code", "chapter_alone", "place_shared"})
"""Reasons of cells that are read, and used as they stand."""
KEPT: Final = 1_000
"""Gaps that a summary holds, those of most lines first; the file holds all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A text that could not be read, for all lines in which it stands.

    Parameters
    ----------
    row, file
        The first row in which it stands, and its file in a folder.
    reason
        Key of the reason.
    lines
        Lines in which it stands in that column.
    """

    row: int
    column: str
    text: str
    fact: str
    reason: str
    lines: int
    file: str = ""

    @property
    def is_paper(self) -> bool:
        """Whether it is a whole paper, which no word that a person adds can part into rows."""
        return self.reason == "paper"

    @property
    def is_doubt(self) -> bool:
        """Whether it is read, used as it stands, and doubtful."""
        return self.reason in DOUBTS

    def told(self, language: str) -> str:
        """Say why it could not be read, or is doubtful."""
        return reason_text(self.reason, language)

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data; the reason is its key."""
        return {
            "row": self.row,
            "column": self.column,
            "text": self.text,
            "fact": self.fact,
            "reason": self.reason,
            "lines": self.lines,
        }


def reason_text(key: str, language: str) -> str:
    """Say why a cell could not be read, in a language: domain `gap` of the catalogues."""
    translate = Translator(language, ("gap",))
    return translate.find(key) or translate("text")


def gaps_of(connection: duckdb.DuckDBPyConnection, cleaned: Cleaned) -> list[Gap]:
    """List the texts that could not be read, those of most lines first."""
    if not cleaned.gaps_sql:
        return []
    rows = connection.execute(
        f"SELECT arg_min(file, row), min(row), col, text, fact, any_value(reason), count(*) AS n "
        f"FROM {cleaned.gaps_sql} GROUP BY col, text, fact ORDER BY n DESC, fact, text"
    ).fetchall()
    return [
        Gap(file=file, row=row, column=column, text=text, fact=fact, reason=reason or "text", lines=lines)
        for file, row, column, text, fact, reason, lines in rows
    ]


def write_gaps(gaps: Iterable[Gap], path: Path, *, language: str, run: str = "") -> None:
    """Write the table of gaps, each with the id of its run; without any, none."""
    found = list(gaps)
    if not found:
        path.unlink(missing_ok=True)
        return
    with whole_file(path) as file:
        writer = TableWriter(file, HEAD)
        for gap in found:
            row = f"{gap.file}:{gap.row}" if gap.file else gap.row
            writer.write_cells((row, gap.column, gap.text, gap.fact, gap.told(language), gap.lines, "", run))


def stored_gaps(path: Path) -> list[Gap]:
    """Read the table of gaps that a run wrote, whatever the language of its reasons; nothing if there is none."""
    if not path.is_file():
        return []
    keys = {reason_text(key, language): key for key in REASONS for language in LANGUAGES}
    with path.open(encoding="utf-8-sig", newline="") as table:
        return [
            Gap(
                file=row["row"].rpartition(":")[0],
                row=int(row["row"].rpartition(":")[2] or 0),
                column=row["column"],
                text=row["text"],
                fact=row["fact"],
                reason=keys.get(row["reason"], "text"),
                lines=int(row["lines"]),
            )
            for row in table_rows(table)
        ]


def is_table_of_gaps(path: Path) -> bool:
    """Tell whether a table is one of gaps, by its header."""
    try:
        header = columns_of(path)
    except (OSError, BookError):
        return False
    return {"column", "text", "fact", "read_as"} <= {name.strip() for name in header}


def read_gaps(path: Path) -> dict[str, dict[str, str]]:
    """Read what a person filled into a table of gaps: by column, the word as which each text is read.

    Raises
    ------
    BookError
        If two rows say different things of one text.
    """
    found: dict[str, dict[str, str]] = {}
    problems = []
    for where, row in read_table(path, (), remedy=""):
        word, column, text = ((row.get(name) or "").strip() for name in ("read_as", "column", "text"))
        if not word:
            continue
        if not column:
            what = message("book.not_aligned", "a row whose cells do not align cannot be read as a word.")
            remedy = message("book.correct_row", "Correct the row in the book, and leave 'read_as' empty here.")
            problems.append(Problem(where=where, what=what, remedy=remedy))
        elif found.setdefault(column, {}).setdefault(text, word) != word:
            what = message(
                "book.read_twice",
                "'{value}' is read as '{one}' and as '{other}'.",
                value=text,
                one=found[column][text],
                other=word,
            )
            problems.append(Problem(where=where, what=what, remedy=message("error.keep_one", "Keep one of the two.")))
    if problems:
        raise BookError(problems)
    return found

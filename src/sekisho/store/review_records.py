"""What people decided (matches.csv, answers.csv, items.csv): taken into the store row by row, and written out again.

A row that was kept is never changed. If a later table says something else of the same subject, that is a new record
that names the one it corrects; what is written out is the last word on each subject.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, Table, select

from sekisho.errors import Problem, StoreError
from sekisho.files.records import write_table
from sekisho.law.model.fact import is_blank
from sekisho.message import joined, message
from sekisho.store.chain import canonical
from sekisho.store.location import Store
from sekisho.store.schema_revision import reading
from sekisho.store.tables import ANSWERS, CLASSIFICATIONS, DECISIONS
from sekisho.store.writer import Author, RecordWriter, writing

Kind = Literal["decisions", "answers", "items"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTable:
    """How a table of one kind looks.

    Parameters
    ----------
    subject
        Columns that say what a row is about; those that a table lacks are empty.
    said, by, on
        Columns of what was decided, by whom and on which day.
    word
        What a record is called in the audit trail.
    """

    table: Table
    subject: tuple[str, ...]
    said: str
    by: str
    on: str
    word: str

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns without which a table cannot be kept."""
        return (self.said, self.by, self.on)


ABOUT: Final = (
    *("end_user", "importer", "intermediate_consignee", "exporter"),
    *("description", "hs_code", "destination", "line"),
)
"""What an answer may be about: texts that lines share; without any, the law."""

FORMS: Final[Mapping[Kind, ReviewTable]] = {
    "decisions": ReviewTable(
        table=DECISIONS,
        subject=("name", "entry"),
        said="same",
        by="by",
        on="on",
        word=message("store.decision", "decision"),
    ),
    "answers": ReviewTable(
        table=ANSWERS,
        subject=("fact", *ABOUT),
        said="answer",
        by="by",
        on="on",
        word=message("store.answer", "answer"),
    ),
    "items": ReviewTable(
        table=CLASSIFICATIONS,
        subject=("item", "description"),
        said="kept",
        by="kept_by",
        on="kept_on",
        word=message("store.classification", "classification"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many rows were new, corrected an earlier one, were kept before, or wait for a decision."""

    new: int
    corrected: int
    before: int
    waiting: int


def take(store: Store, by: Author, kind: Kind, rows: Iterable[tuple[str, Mapping[str, str]]]) -> Taken:
    """Keep the decided rows of a table, all or none; rows in which nothing is decided are passed over.

    Raises
    ------
    StoreError
        If a decided row names no person or no day, with all problems.
    """
    form = FORMS[kind]
    decided, waiting = _decided(form, rows)
    counts = {"new": 0, "corrected": 0, "before": 0}
    with writing(store, by) as clerk:
        kept = defaultdict[str, list[str]](list)
        last: dict[str, int] = {}
        for number, subject, columns in _rows(clerk.connection, form):
            kept[subject].append(columns)
            last[subject] = number
        for subject, rows_of in _by_subject(form, decided).items():
            known = _known([json.dumps(row, ensure_ascii=False) for row in rows_of], kept[subject])
            counts["before"] += known
            for row in rows_of[known:]:
                corrected = last.get(subject)
                counts["new" if corrected is None else "corrected"] += 1
                last[subject] = _keep(clerk, form, subject, row, corrected)
    return Taken(**counts, waiting=waiting)


def _by_subject(form: ReviewTable, rows: Iterable[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Put together what a table says of each subject, one row after the other."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        subject = canonical({name: row[name].strip() for name in form.subject if not is_blank(row.get(name))})
        found.setdefault(subject, []).append(row)
    return found


def _known(given: Sequence[str], kept: Sequence[str]) -> int:
    """Count the rows at the beginning of a table that were the last to be kept: a table may have grown since.

    >>> _known(["a", "b", "c"], ["x", "a", "b"]), _known(["a"], ["a", "b"])
    (2, 0)
    """
    lengths = range(min(len(given), len(kept)), 0, -1)
    return next((length for length in lengths if list(given[:length]) == list(kept[-length:])), 0)


def _keep(clerk: RecordWriter, form: ReviewTable, subject: str, row: Mapping[str, str], corrects: int | None) -> int:
    what = f"{form.word} kept" if corrects is None else f"{form.word} {corrects} corrected"
    record = {
        "subject": subject,
        "said": row[form.said].strip(),
        "decided_by": row[form.by].strip(),
        "decided_on": row[form.on].strip(),
        "columns": json.dumps(row, ensure_ascii=False),
        "corrects": corrects,
    }
    return clerk.keep(what, form.table, record)


def write_out(store: Store, kind: Kind, out: Path) -> int:
    """Write the last word on each subject as a table, in the order in which subjects came; returns the rows."""
    form = FORMS[kind]
    with reading(store) as connection:
        last = {subject: json.loads(columns) for _, subject, columns in _rows(connection, form)}
    names = dict.fromkeys(name for row in last.values() for name in row)
    if not names:
        what = message("store.none_kept", "no {word} is saved.", word=form.word)
        raise StoreError(
            Problem(
                where=str(store.name),
                what=what,
                remedy=message("store.import_keeps", "`sekisho store {kind} import FILE` saves some.", kind=kind),
            )
        )
    write_table(out, list(names), last.values(), "csv")
    return len(last)


def _rows(connection: Connection, form: ReviewTable) -> list[tuple[int, str, str]]:
    kept = select(form.table.c.id, form.table.c.subject, form.table.c.columns).order_by(form.table.c.id)
    return [(int(number), str(subject), str(columns)) for number, subject, columns in connection.execute(kept)]


def _decided(form: ReviewTable, rows: Iterable[tuple[str, Mapping[str, str]]]) -> tuple[list[dict[str, str]], int]:
    """Take the decided rows, and count those that wait."""
    decided, problems, waiting = [], [], 0
    for where, row in rows:
        if is_blank(row.get(form.said)):
            waiting += 1
            continue
        problems += [
            Problem(where=f"{where}: {name}", what=message("web.is_empty", "is empty."), remedy=remedy)
            for name, remedy in (
                (form.by, message("error.name_who_decided", "Name who decided.")),
                (form.on, message("store.say_day", "Say on which day, YYYY-MM-DD.")),
            )
            if is_blank(row.get(name))
        ]
        if all(is_blank(row.get(name)) for name in form.subject):
            remedy = message("store.fill_columns", "Fill {columns}.", columns=joined(form.subject, "or"))
            problems.append(
                Problem(where=where, what=message("store.no_subject", "does not say what it is about."), remedy=remedy)
            )
        decided.append(dict(row))
    if problems:
        raise StoreError(problems)
    return decided, waiting

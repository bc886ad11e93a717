"""The tables of a store: the audit trail, and one table for each kind of record."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

METADATA: Final = MetaData()

AUDIT: Final = Table(
    "audit",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("time", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),
)
"""One row for everything that was ever kept. `previous` is unique: a trail cannot fork."""


def _record(name: str, *columns: Column[object]) -> Table:
    """Make a table of records; an id is the sequence number of the entry that tells of it."""
    number = Column("id", Integer, ForeignKey("audit.sequence"), primary_key=True, autoincrement=False)
    return Table(name, METADATA, number, *columns)


def _text(name: str, *, needed: bool = True) -> Column[object]:
    return Column(name, Text, nullable=not needed)


RUNS: Final = _record(
    "runs",
    _text("key"),
    _text("book"),
    _text("book_sha256"),
    _text("library_version"),
    _text("library_hash"),
    _text("horizon"),
    _text("as_of"),
    _text("readings"),
    _text("assume"),
    _text("options"),
    _text("engine"),
    _text("program"),
    _text("results"),
    Column("instead_of", Integer, ForeignKey("runs.id")),
)
"""A run over an order book, as it was started. `key` is what two runs share that must give the same results."""

RUN_ENDS: Final = _record(
    "run_ends",
    Column("run", Integer, ForeignKey("runs.id"), nullable=False, unique=True),
    _text("state"),
    _text("as_of", needed=False),
    Column("lines", Integer),
    _text("counts", needed=False),
    _text("card", needed=False),
    _text("results", needed=False),
    _text("results_sha256", needed=False),
    _text("reason", needed=False),
)
"""How a run ended: `finished` or `abandoned`; at most one end a run. A run without one was cut off, or goes on."""

DETERMINATIONS: Final = _record(
    "determinations",
    _text("stated"),
    Column("answer", LargeBinary, nullable=False),
    _text("outcome"),
    _text("as_of"),
    _text("library_version"),
    _text("library_hash"),
    _text("horizon"),
    _text("program"),
)
"""A line as it was asked (`stated`, JSON), and the bytes of the answer."""


def _review(name: str) -> Table:
    return _record(
        name,
        _text("subject"),
        _text("said"),
        _text("decided_by"),
        _text("decided_on"),
        _text("columns"),
        Column("corrects", Integer, ForeignKey(f"{name}.id")),
    )


DECISIONS: Final = _review("decisions")
"""Reviewers' decisions on names of parties, a row of `matches.csv` each."""
ANSWERS: Final = _review("answers")
"""Answers to what would settle lines, a row of `answers.csv` each."""
CLASSIFICATIONS: Final = _review("classifications")
"""Kept classifications, a row of `items.csv` each."""

SCREENINGS: Final = _record(
    "screenings",
    *map(_text, ("asked", "found", "as_of", "library_version", "library_hash", "program")),
)
"""Names as they were asked, with what stood beside them (JSON), and what the lists say of each."""

RECORDS: Final = {
    table.name: table for table in (RUNS, RUN_ENDS, DETERMINATIONS, DECISIONS, ANSWERS, CLASSIFICATIONS, SCREENINGS)
}
"""All tables of records by name."""

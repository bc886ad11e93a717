"""The tables as they were first, and the triggers that refuse every change of what was written."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REVIEWS: Final = ("decisions", "answers", "classifications")
RECORDS: Final = ("runs", "run_ends", "determinations", *REVIEWS)


def upgrade() -> None:
    """Make all tables, the view of runs, and the triggers."""
    op.create_table(
        "audit",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("time", "who", "what", "record", "payload")),
        sa.Column("previous", sa.Text, nullable=False, unique=True),
        sa.Column("hash", sa.Text, nullable=False, unique=True),
    )
    names = ("key", "book", "book_sha256", "library_version", "library_hash", "horizon", "as_of", "readings", "assume")
    _table(
        "runs",
        *_texts(*names, "options", "engine", "program", "results"),
        sa.Column("instead_of", sa.Integer, sa.ForeignKey("runs.id")),
    )
    _table(
        "run_ends",
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.id"), nullable=False, unique=True),
        *_texts("state"),
        *_texts("as_of", needed=False),
        sa.Column("lines", sa.Integer),
        *_texts("counts", "card", "results", "results_sha256", "reason", needed=False),
    )
    _table(
        "determinations",
        *_texts("stated"),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        *_texts("outcome", "as_of", "library_version", "library_hash", "horizon", "program"),
    )
    for name in REVIEWS:
        _table(
            name,
            *_texts("subject", "said", "decided_by", "decided_on", "columns"),
            sa.Column("corrects", sa.Integer, sa.ForeignKey(f"{name}.id")),
        )
    op.execute(RUN_STATES)
    _guard()


RUN_STATES: Final = """
CREATE VIEW run_states AS
SELECT runs.id, COALESCE(run_ends.state, 'unfinished') AS state, began.time AS started, ended.time AS finished,
       runs.book, runs.book_sha256, runs.library_version, runs.library_hash,
       COALESCE(run_ends.as_of, runs.as_of) AS as_of, run_ends.lines, run_ends.counts,
       COALESCE(run_ends.results, runs.results) AS results, run_ends.results_sha256, run_ends.reason, runs.instead_of
FROM runs
JOIN audit AS began ON began.sequence = runs.id
LEFT JOIN run_ends ON run_ends.run = runs.id
LEFT JOIN audit AS ended ON ended.sequence = run_ends.id
"""


def _table(name: str, *columns: sa.Column[object]) -> None:
    number = sa.Column("id", sa.Integer, sa.ForeignKey("audit.sequence"), primary_key=True, autoincrement=False)
    op.create_table(name, number, *columns)


def _texts(*names: str, needed: bool = True) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Text, nullable=not needed) for name in names]


def _guard() -> None:
    """Refuse to change or delete a row, whoever asks."""
    keys = {"audit": "sequence"} | dict.fromkeys(RECORDS, "id")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION sekisho_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'append-only: % of % is refused', TG_OP, TG_TABLE_NAME; END $$"
        )
        for name in keys:
            for kind, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
                op.execute(
                    f"CREATE TRIGGER {name}_no_{kind[:2].lower()} BEFORE {kind} ON {name} "
                    f"FOR EACH {each} EXECUTE FUNCTION sekisho_append_only()"
                )
        return
    for name, key in keys.items():
        refused = f"BEGIN SELECT RAISE(ABORT, 'append-only: {name} is refused'); END"
        op.execute(f"CREATE TRIGGER {name}_no_up BEFORE UPDATE ON {name} {refused}")
        op.execute(f"CREATE TRIGGER {name}_no_de BEFORE DELETE ON {name} {refused}")
        # INSERT OR REPLACE deletes without asking the trigger of deletions.
        there = f"EXISTS (SELECT 1 FROM {name} WHERE {key} = NEW.{key})"  # noqa: S608 - names of this file
        op.execute(f"CREATE TRIGGER {name}_no_re BEFORE INSERT ON {name} WHEN {there} {refused}")

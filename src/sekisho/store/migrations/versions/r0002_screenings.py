"""A table of the names that were compared with the lists, guarded as the others are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME = "screenings"


def upgrade() -> None:
    """Make the table, and the triggers that refuse every change of what was written."""
    number = sa.Column("id", sa.Integer, sa.ForeignKey("audit.sequence"), primary_key=True, autoincrement=False)
    texts = ("asked", "found", "as_of", "library_version", "library_hash", "program")
    op.create_table(NAME, number, *(sa.Column(name, sa.Text, nullable=False) for name in texts))
    if op.get_bind().dialect.name == "postgresql":
        for kind, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {NAME}_no_{kind[:2].lower()} BEFORE {kind} ON {NAME} "
                f"FOR EACH {each} EXECUTE FUNCTION sekisho_append_only()"
            )
        return
    refused = f"BEGIN SELECT RAISE(ABORT, 'append-only: {NAME} is refused'); END"
    op.execute(f"CREATE TRIGGER {NAME}_no_up BEFORE UPDATE ON {NAME} {refused}")
    op.execute(f"CREATE TRIGGER {NAME}_no_de BEFORE DELETE ON {NAME} {refused}")
    # INSERT OR REPLACE deletes without asking the trigger of deletions.
    there = f"EXISTS (SELECT 1 FROM {NAME} WHERE id = NEW.id)"  # noqa: S608 - a name of this file
    op.execute(f"CREATE TRIGGER {NAME}_no_re BEFORE INSERT ON {NAME} WHEN {there} {refused}")

"""What Alembic runs: the steps that are due, on the connection and in the transaction that it is given."""

from __future__ import annotations

from alembic import context

from sekisho.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()

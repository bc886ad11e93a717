"""What a store holds: its revision, how many records of each kind, its runs and their state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text

from sekisho.store.location import Store
from sekisho.store.schema_revision import newest, reading
from sekisho.store.tables import AUDIT, RECORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStatus:
    """What a store holds.

    Parameters
    ----------
    head
        Hash of the last entry of the audit trail.
    counts
        Records by table.
    runs
        All runs with their state, oldest first.
    """

    name: str
    revision: str
    entries: int
    head: str
    counts: Mapping[str, int]
    runs: Sequence[Mapping[str, object]]

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "store": self.name,
            "revision": self.revision,
            "entries": self.entries,
            "head": self.head,
            "records": dict(self.counts),
            "runs": [dict(run) for run in self.runs],
        }


def status_of(store: Store) -> StoreStatus:
    """Look at a store."""
    with reading(store) as connection:
        counts = {
            name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for name, table in RECORDS.items()
        }
        head = connection.execute(select(AUDIT.c.hash).order_by(AUDIT.c.sequence.desc()).limit(1)).scalar_one_or_none()
        entries = int(connection.execute(select(func.count()).select_from(AUDIT)).scalar_one())
        runs = [dict(row) for row in connection.execute(text("SELECT * FROM run_states ORDER BY id")).mappings()]
    return StoreStatus(
        name=str(store.name), revision=newest(), entries=entries, head=str(head or ""), counts=counts, runs=runs
    )

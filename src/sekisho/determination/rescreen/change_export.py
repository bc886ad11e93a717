"""Writing the lines that change: before and after under each reading, and the clauses that did it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from sekisho.determination.book.snapshot import ENDS
from sekisho.determination.core.outcome import Outcome, headline
from sekisho.determination.rescreen.comparison import LawComparison
from sekisho.determination.rescreen.outcome_changes import LEVELS, OutcomeChange
from sekisho.errors import BookError
from sekisho.files.formats import check_place, literal, writing_fault
from sekisho.files.tables import table_kind, write_query

KINDS = (".parquet", ".csv", ".json")


def check_changes_place(out: Path) -> None:
    """Make sure, before any work, that changes may be written at a place.

    Raises
    ------
    BookError
        If it has another ending than Parquet, CSV or JSON, is a folder, or its folder is not there.
    """
    check_place(out, KINDS)


def write_changes(found: LawComparison, out: Path) -> None:
    """Write every line that changes, beside its place first, then renamed.

    Raises
    ------
    BookError
        If the file cannot be written.
    """
    connection = found.kept.connection
    rows = [_row(change) for change in found.changes.found]
    names = list(_row(_NOTHING))
    columns = {name: np.array([row[name] for row in rows], dtype=object) for name in names}
    connection.register("change_rows", {"change": np.arange(len(rows), dtype=np.int32), **columns})
    for name in names:
        texts = ", ".join(literal(text) for text in sorted({row[name] for row in rows})) or "''"
        connection.execute(f"CREATE TYPE {name}_text AS ENUM ({texts})")
    shown = ", ".join(f"change_rows.{name}::VARCHAR::{name}_text AS {name}" for name in names)
    connection.execute(f"CREATE TEMP TABLE change_texts AS SELECT change, {shown} FROM change_rows")
    connection.unregister("change_rows")
    subs = found.base.subs
    value = "value, " if found.kept.meta.get("value_column") else ""
    partial = out.with_name(f"{out.name}.partial")
    try:
        moved = (
            f"SELECT line, {value}change_texts.* EXCLUDE (change) FROM {found.base.lines_sql()} JOIN moved "
            f"USING (signature{subs}) JOIN change_texts USING (change)"
        )
        write_query(connection, moved, partial, table_kind(out))
        partial.replace(out)
    except duckdb.IOException as fault:
        raise BookError(writing_fault(fault, out)) from None
    finally:
        partial.unlink(missing_ok=True)


def deeds_text(change: OutcomeChange) -> str:
    """Say which clauses did it, how, and under which readings.

    >>> change = OutcomeChange(
    ...     before=(0,) * 6,
    ...     after=(2,) * 6,
    ...     deeds=(("cn/a#b", "came", ("chosen", "broad")),),
    ...     decisive=("", ""),
    ...     open=("", ""),
    ... )
    >>> deeds_text(change)
    'cn/a#b came (chosen, broad)'
    """
    return "; ".join(f"{name} {kind} ({', '.join(readings)})" for name, kind, readings in change.deeds)


def _row(change: OutcomeChange) -> dict[str, str]:
    before, after = change.outcomes()
    row = {"outcome_before": before, "outcome_after": after}
    for when, ends, alert in zip(("before", "after"), (change.before, change.after), change.alert, strict=True):
        row[f"headline_{when}"] = headline(Outcome(ends[0]), Outcome(ends[1]), alert=alert)
    for place, (variant, end) in enumerate(ENDS):
        name = end if variant == "chosen" else f"{variant}_{end}"
        row |= {f"{name}_before": LEVELS[change.before[place]], f"{name}_after": LEVELS[change.after[place]]}
    row["clauses"] = deeds_text(change)
    for name, (one, other) in (("decisive", change.decisive), ("open", change.open)):
        row |= {f"{name}_before": one, f"{name}_after": other}
    return row


_NOTHING = OutcomeChange(before=(0,) * len(ENDS), after=(0,) * len(ENDS), deeds=(), decisive=("", ""), open=("", ""))

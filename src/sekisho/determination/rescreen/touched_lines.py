"""Which lines of a run a change of law touches: by the clauses that decide it, the parties it names, its codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.determination.book.results.columns import results_sql
from sekisho.files.tables import short_connection
from sekisho.law.dates.changes import LawChange
from sekisho.law.model.library import Library

OPEN: Final = "open"
TRIAGE: Final = "triage"
_POINTING: Final = "AND queued::VARCHAR IS DISTINCT FROM 'nothing_points'"
"""Of a line in which nothing points almost any rule may decide: what is not known of it is assumed."""
_ENTRIES: Final = tuple(f"{role}_entry" for role in ("exporter", "importer", "intermediate_consignee", "end_user"))
_NAMED: Final = {
    **dict.fromkeys(("decisive", "open"), ("{0}", "split_part({0}, '#', 1)")),
    **dict.fromkeys(_ENTRIES, ("'party ' || {0}",)),
    "item_codes": ("'code ' || {0}",),
}
"""Columns of results that name something of the law, and by which names a change is looked for there: a clause by its
own and by that of its measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedLines:
    """Lines of a run that changes of law touch.

    Parameters
    ----------
    lines
        All lines of the run.
    touched
        Those that any of the changes touches, each once.
    each
        Those that each group of changes touches, in the order of the groups.
    """

    lines: int
    touched: int
    each: tuple[int, ...]


def touched_lines(results: Path, groups: Sequence[Sequence[LawChange]], library: Library) -> TouchedLines:
    """Count the lines of a run that groups of changes touch.

    A change touches a line if the clause that changes decides it, or may decide it and something points in it, or any
    of the measure that changes; if a party that is listed, or no more, is named in it or may be; or if its goods have a
    code that is added.

    Raises
    ------
    BookError
        If the results cannot be read.
    """
    connection = short_connection()
    source = results_sql(connection, results)
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    stated = {str(row[0]) for row in described}
    columns = [*(stated & set(_NAMED)), f"{TRIAGE if TRIAGE in stated else 'NULL'} AS queued"]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE told AS SELECT row_number() OVER () AS place, {', '.join(columns)} FROM {source}"
    )
    parts = [
        f"SELECT DISTINCT place, {form.format('word')} AS named FROM "
        f"(SELECT place, unnest(string_split({column}::VARCHAR, ';')) AS word FROM told WHERE {column} <> '' "
        f"{_POINTING if column == OPEN else ''})"
        for column, forms in _NAMED.items()
        if column in stated
        for form in forms
    ]
    ids = {(str(entry.list), entry.names[0]): str(entry.id) for entry in library.entries if entry.names}
    keys = [(number, key) for number, group in enumerate(groups) for key in _keys(group, ids)]
    numbers: dict[int | None, int] = {}
    if keys and parts:
        connection.execute("CREATE OR REPLACE TEMP TABLE looked_for (number INTEGER, named VARCHAR)")
        connection.executemany("INSERT INTO looked_for VALUES (?, ?)", keys)
        joined = connection.execute(
            f"SELECT number, count(DISTINCT place) FROM ({' UNION ALL '.join(parts)}) JOIN looked_for USING (named) "
            "GROUP BY GROUPING SETS ((number), ())"
        )
        numbers = dict(joined.fetchall())
    (lines,) = connection.execute("SELECT count(*) FROM told").fetchone() or (0,)
    by_group = tuple(numbers.get(number, 0) for number in range(len(groups)))
    return TouchedLines(lines=lines, touched=numbers.get(None, 0), each=by_group)


def _keys(group: Sequence[LawChange], ids: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Name what lines are looked for by: the entries of parties, codes, a clause, or a whole measure."""
    for change in group:
        if change.list:
            yield from (f"party {ids[change.list, name]}" for name in change.names if (change.list, name) in ids)
        elif change.scheme:
            yield from (f"code {name}" for name in change.names)
        elif change.clause or change.measure:
            yield str(change.clause or change.measure)

"""Re-screening beside two full runs: the lines that differ, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from tests.support.conformance import COLUMNS, read_results

from sekisho import Library, determine_book
from sekisho.determination.book.opener import MEMORY_LIMIT
from sekisho.determination.book.snapshot import kept_of, opened
from sekisho.determination.rescreen.change_export import write_changes
from sekisho.determination.rescreen.comparison import Rescreened, compare
from sekisho.determination.rescreen.law_side import law_side, stored_side

READ = (*COLUMNS, "headline")
"""What is compared of a line: a headline changes without its outcome where a party comes to stand on a held list."""
ENDS = ("headline", "floor", "ceiling", "narrow_floor", "narrow_ceiling", "broad_floor", "broad_ceiling")
WHY = ("decisive", "open")
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What two runs share."""

    readings: str | None = None
    assume: Mapping[str, str] | None = None


def full(book: Path, library: Library, day: date | None, run: Settings, *, keep: bool = False) -> dict[str, Row]:
    """Determine a book, and return the row of each line."""
    out = book.with_suffix(".results.parquet")
    determine_book(
        book,
        library,
        out=out,
        as_of=day,
        readings=run.readings,
        assume=run.assume,
        unknown=unstated(book),
        threads=1,
        keep=keep,
    )
    rows = read_results(out, ["line::VARCHAR", *(f"coalesce({name}::VARCHAR, '')" for name in READ)])
    return {row[0]: row[1:] for row in rows}


def unstated(book: Path) -> list[str]:
    """Facts that a book must have or leave unknown on purpose."""
    with duckdb.connect() as connection:
        table = connection.read_parquet(str(book)) if book.suffix == ".parquet" else connection.read_csv(str(book))
        return [name for name in ("control_codes", "destination") if name not in table.columns]


def kept_run(book: Path) -> Path:
    """What the last run over a book kept."""
    return kept_of(book.with_suffix(".results.parquet"))


def again(
    kept_file: Path, before: tuple[Library, date | None] | None, after: tuple[Library, date | None]
) -> tuple[dict[str, Row], Rescreened]:
    """Compare two laws by what was kept, and return the row of each line that changes."""
    out = kept_file.with_suffix(".changes.parquet")
    with opened(kept_file, memory_limit=MEMORY_LIMIT, threads=1) as kept:
        one = stored_side(kept) if before is None else law_side(kept, *before)
        found = compare(kept, one, law_side(kept, *after))
        write_changes(found, out)
        result = found.result
    names = [f"{name}_{when}" for when in ("before", "after") for name in (*ENDS, *WHY)]
    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(out)).project(f"line::VARCHAR, clauses, {', '.join(names)}").fetchall()
    assert len({row[0] for row in rows}) == len(rows), "a line stands twice"
    return {row[0]: row[1:] for row in rows}, result


def expected(before: Mapping[str, Row], after: Mapping[str, Row]) -> dict[str, Row]:
    """Return how the lines differ whose headline, floor or ceiling differs."""
    places = [READ.index(name) for name in ENDS]
    why = [READ.index(name) for name in WHY]
    return {
        line: tuple(row[place] for row in (before[line], after[line]) for place in (*places, *why))
        for line in before
        if [before[line][place] for place in places] != [after[line][place] for place in places]
    }


def sorted_names(row: Row) -> Row:
    """The names of open clauses stand gravest first in a run; here their order does not count."""
    return tuple(";".join(sorted(cell.split(";"))) if "#" in cell else cell for cell in row)


def check(
    book: Path,
    run: Settings,
    before: tuple[Library, date | None],
    after: tuple[Library, date | None],
    *,
    kept_under: tuple[Library, date | None] | None = None,
) -> int:
    """Compare re-screening with two full runs; return how many lines change.

    Parameters
    ----------
    kept_under
        The law of the run that was kept, if it is not that of `before`.
    """
    if kept_under is not None:
        full(book, *kept_under, run, keep=True)
    one = full(book, *before, run, keep=kept_under is None)
    if kept_under is not None:
        full(book, *kept_under, run, keep=True)
    found, result = again(kept_run(book), before if kept_under is not None else None, after)
    other = full(book, *after, run)
    wanted = expected(one, other)
    assert {line: sorted_names(row[1:]) for line, row in found.items()} == {
        line: sorted_names(row) for line, row in wanted.items()
    }
    assert all(row[0] for row in found.values()), "no line changes without a clause"
    assert result.changed == len(wanted)
    assert result.lines == len(one)
    reasons = [READ.index(name) for name in WHY]
    same = [line for line in one if line not in wanted]
    differ = [line for line in same if [one[line][at] for at in reasons] != [other[line][at] for at in reasons]]
    assert result.other_reasons == len(differ)
    assert {(measure, bearing): lines for measure, bearing, lines in result.by_bearing} == bearings(one, other, differ)
    return len(wanted)


def bearings(before: Mapping[str, Row], after: Mapping[str, Row], lines: Iterable[str]) -> dict[tuple[str, str], int]:
    """How many lines a measure bears on now that it did not, or bears on no more, by what two full runs say."""
    counts: Counter[tuple[str, str]] = Counter()
    decisive, opened = (READ.index(name) for name in WHY)
    for line in lines:
        decided, left, decides, may = (
            {name.partition("#")[0] for name in row[line][place].split(";") if name}
            for row in (before, after)
            for place in (decisive, opened)
        )
        bore, bears = decided | left, decides | may
        counts.update((measure, "applies") for measure in decides - bore)
        counts.update((measure, "may apply") for measure in may - decides - bore)
        counts.update((measure, "no longer") for measure in bore - bears)
    return dict(counts)

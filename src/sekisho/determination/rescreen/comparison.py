"""Judging a kept run again under another law: exactly the lines whose outcome changes, and the clauses that did it.

Neither the book nor its lines are read to find what changes: clauses that differ are judged once for each combination
of the cells on which they hang, all others have the values that were kept. Lines are looked at only to be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.derived_facts import SAME_PLACE
from sekisho.determination.book.packing import LAW
from sekisho.determination.book.snapshot import KeptRun, Marks
from sekisho.determination.rescreen.law_side import Bits, Judge, LawSide, SideLaw, judge_of
from sekisho.determination.rescreen.listed_parties import stood_of
from sekisho.determination.rescreen.outcome_changes import ChangeNumbering, Clauses
from sekisho.determination.rescreen.refinement import Refined, refined
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import DaySpan
from sekisho.parties.derived_facts import KIND, TERRITORY

LISTED_SHOWN = 100
"""Lines that are named for a listing: a person goes through as many in an hour; the count tells of all."""
CHUNK = 1 << 15
"""Pairs of marks and cells that are compared at a time. A guess: half of what `signatures` decides at a time,
since each is judged under two laws. Larger takes memory in proportion; smaller pays the fixed cost of numpy more
often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescreened:
    """What differs between two sides.

    Parameters
    ----------
    by_change
        Outcome before and after, with lines and their value; most lines first. Lines whose outcome is the same under
        the run's own reading and differs under another count with equal outcomes.
    by_clause
        Clause, what it did, and under which readings, with lines; most lines first.
    other_reasons
        Lines with the same outcome for which other clauses are decisive or open.
    other_lists
        Lines with the same headline that name a party which came to stand on a held list, or stands on one no more.
    by_bearing
        Of `other_reasons`: a measure, how it bears on lines now (`BEARINGS`), and how many; most lines first.
    listed_lines
        Of `other_lists` the first `LISTED_SHOWN`: a line, the lists onto which a party of it came, and those it left.
    """

    lines: int
    changed: int
    value: float | None
    unit: str
    sides: tuple[str, str]
    by_change: tuple[tuple[str, str, int, float], ...]
    by_clause: tuple[tuple[str, str, tuple[str, ...], int], ...]
    by_both: tuple[tuple[str, str, str, str, int], ...]
    other_reasons: int
    judged: int
    split: int
    other_lists: int = 0
    by_bearing: tuple[tuple[str, str, int], ...] = ()
    listed_lines: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class LawComparison:
    """Two sides compared: the view `moved` leads from signatures to changes."""

    kept: KeptRun
    base: Refined
    changes: ChangeNumbering
    sides: tuple[LawSide, LawSide]
    lines: NDArray[np.int64]
    values: NDArray[np.float64]
    other_reasons: int
    judged: int
    other_lists: int = 0

    @property
    def result(self) -> Rescreened:
        """Count."""
        return _counted(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairs:
    """Combinations of a mark and of cells that occur, in the order of the combinations."""

    mark: NDArray[np.intp]
    combo: NDArray[np.intp]
    lines: NDArray[np.int64]
    values: NDArray[np.float64]


def compare(kept: KeptRun, before: LawSide, after: LawSide) -> LawComparison:
    """Compare two sides for every line of a run.

    Raises
    ------
    BookError
        If a clause asks of a fact that was not kept.
    """
    sides = before, after
    base = refined(kept, [side.asked for side in sides if side.asked is not None])
    facts = _hanging(sides, base)
    stood = stood_of(base, sides)
    base = stood.base
    pairs, cells = _pairs(base, [*facts, *stood.places])
    ids = [*sorted({one.id for side in sides for law in side.laws for one in law.versions}), *stood.lists]
    changes = ChangeNumbering(ids, kept.reading_names, len(stood.lists))
    marks = kept.marks()
    days = _day_of(base, cells, len(pairs.mark))
    number = np.full(len(pairs.mark), -1, dtype=np.int32)
    listing = np.full(len(pairs.mark), -1, dtype=np.int32)
    other_reasons = other_lists = 0
    judges = _Judges(base)
    of_clauses = {fact: cells[fact] for fact in facts}
    named = stood.named(cells, len(pairs.mark), pairs.combo)
    for chosen, laws, mark_law in _groups(pairs, marks, days, sides, named):
        here = _Here(pairs=pairs, chosen=chosen, cells=of_clauses, base=base, mark_law=mark_law, judges=judges)
        one, other = (_clauses(here, law, marks, ids) for law in laws)
        for side, law, clauses in zip(sides, laws, (one, other), strict=True):
            stood.mark(clauses, side, law, mark_law, {fact: cells[fact][pairs.combo[chosen]] for fact in stood.places})
        compared = changes.add(one, other, pairs.lines[chosen])
        number[chosen], listing[chosen] = compared.change, compared.listing
        other_reasons += int(pairs.lines[chosen][compared.otherwise].sum())
        other_lists += int(pairs.lines[chosen][compared.listing >= 0].sum())
    _keep_view("moved", base, pairs, cells, number)
    _keep_view("listed", base, pairs, cells, listing)
    moved = number >= 0
    count = len(changes.found)
    lines = np.bincount(number[moved], weights=pairs.lines[moved], minlength=count).astype(np.int64)
    values = np.bincount(number[moved], weights=pairs.values[moved], minlength=count).astype(np.float64)
    judged = sum(len(law.judged) for side in sides for law in side.laws)
    return LawComparison(
        kept=kept,
        base=base,
        changes=changes,
        sides=sides,
        lines=lines,
        values=values,
        other_reasons=other_reasons,
        judged=judged,
        other_lists=other_lists,
    )


def _hanging(sides: Sequence[LawSide], base: Refined) -> list[FactName]:
    """Return the facts with several cells on which what is judged anew hangs, and the law of the day if it matters."""
    needed = {fact for side in sides for law in side.laws for fact in law.facts}
    for fact in needed - base.places.keys():
        base.check_constant(fact)
    found = [fact for fact in base.places if fact in needed]
    follows = bool(needed & {KIND, TERRITORY})
    if SAME_PLACE in base.places and follows and SAME_PLACE not in found:
        found.append(SAME_PLACE)
    dated = any(not side.stored and None not in side.law_of for side in sides)
    if LAW in base.places and dated:
        found.append(LAW)
    return found


def _pairs(base: Refined, facts: Sequence[FactName]) -> tuple[_Pairs, dict[FactName, NDArray[np.intp]]]:
    """Find the combinations of a mark and of cells, in the order of the cells, and the distinct ones of cells."""
    columns = [base.places[fact] for fact in facts]
    keys = ", ".join([*columns, "mark"])
    found = base.connection.execute(
        f"SELECT {keys}, sum(lines)::BIGINT AS lines, sum(value) AS value FROM {base.table} "
        f"GROUP BY {keys} ORDER BY {keys}"
    ).fetchnumpy()
    count = len(found["mark"])
    begins = np.zeros(count, dtype=bool)
    begins[:1] = True
    for column in columns:
        begins[1:] |= found[column][1:] != found[column][:-1]
    pairs = _Pairs(
        mark=found["mark"].astype(np.intp),
        combo=np.cumsum(begins, dtype=np.intp) - 1,
        lines=found["lines"].astype(np.int64),
        values=found["value"].astype(np.float64),
    )
    return pairs, {fact: found[base.places[fact]][begins].astype(np.intp) for fact in facts}


def _day_of(base: Refined, cells: Mapping[FactName, NDArray[np.intp]], count: int) -> Sequence[date | None]:
    """Return the day of law of each combination of cells; None if it does not hang on the line."""
    if LAW not in cells:
        return [None] * max(count, 1)
    days = [day.last if isinstance(day, DaySpan) else day for day in base.representatives[LAW]]
    return [day if isinstance(day, date) else None for day in (days[cell] for cell in cells[LAW])]


def _groups(
    pairs: _Pairs, marks: Marks, days: Sequence[date | None], sides: tuple[LawSide, LawSide], named: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.intp], tuple[SideLaw, SideLaw], int]]:
    """Go through the pairs in chunks that share their laws, leaving out those of which the two sides say the same."""
    of_mark = marks.law[pairs.mark] if len(marks.law) else np.zeros(len(pairs.mark), dtype=np.intp)
    distinct = sorted(set(days), key=str)
    day_number = np.array([distinct.index(day) for day in days], dtype=np.intp) if len(distinct) > 1 else None
    of_day = np.zeros(len(pairs.combo), dtype=np.intp) if day_number is None else day_number[pairs.combo]
    key = of_mark * len(distinct) + of_day
    for one in np.unique(key):
        mark_law, day = divmod(int(one), len(distinct))
        numbers = tuple(side.law(mark_law, distinct[day]) for side in sides)
        chosen_laws = (sides[0].laws[numbers[0]], sides[1].laws[numbers[1]])
        # Where clauses say the same, only parties on held lists may differ.
        same = chosen_laws[0].versions == chosen_laws[1].versions
        where = np.flatnonzero((key == one) & named if same else key == one)
        for start in range(0, len(where), CHUNK):
            yield where[start : start + CHUNK], chosen_laws, mark_law


class _Judges:
    """Makes each law ready to be judged, once."""

    def __init__(self, base: Refined) -> None:
        self.base = base
        self.made: dict[int, Judge] = {}

    def of(self, law: SideLaw) -> Judge:
        found = self.made.get(id(law))
        if found is None:
            base = self.base
            stated = base.kept.meta["unknown"]
            assert isinstance(stated, list)  # noqa: S101 - `snapshot_writer` writes it
            unknown = frozenset(map(FactName, stated))
            assert base.table_of_facts is not None  # noqa: S101 - only a library judges anew
            found = judge_of(law, base.representatives, base.missing, base.table_of_facts, unknown=unknown)
            assert found is not None  # noqa: S101 - only laws with something to judge come here
            self.made[id(law)] = found
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """A chunk of pairs that share a mark's law."""

    pairs: _Pairs
    chosen: NDArray[np.intp]
    cells: Mapping[FactName, NDArray[np.intp]]
    base: Refined
    mark_law: int
    judges: _Judges


def _clauses(here: _Here, law: SideLaw, marks: Marks, ids: Sequence[str]) -> Clauses:
    """Put together the values of all clauses of a law: those that were kept, and those that are judged anew."""
    places = {name: place for place, name in enumerate(ids)}
    of_run = here.base.kept.laws[here.mark_law]
    kept = {one.digest: place for place, one in enumerate(of_run)}
    count = len(here.chosen)
    bits: Bits = np.zeros((3, 2, len(ids), count), dtype=bool)
    levels = np.full(len(ids), -1, dtype=np.int8)
    own, which = np.unique(here.pairs.mark[here.chosen], return_inverse=True)
    stored = marks.values(own, len(of_run))
    anew: Bits | None = None
    for place, one in enumerate(law.versions):
        at = places[one.id]
        levels[at] = one.level
        if one.digest in kept:
            bits[:, :, at] = stored[:, :, kept[one.digest]].take(which, axis=2)
            continue
        if anew is None:
            anew = _anew(here, law)
        bits[:, :, at] = anew[:, :, law.judged.index(place)]
    return Clauses(bits=bits, levels=levels)


def _anew(here: _Here, law: SideLaw) -> Bits:
    combos, which = np.unique(here.pairs.combo[here.chosen], return_inverse=True)
    cells = {fact: cell[combos] for fact, cell in here.cells.items() if fact != LAW}
    found = here.judges.of(law).judge(cells, len(combos))
    return found.take(which, axis=3)


def _keep_view(
    name: str, base: Refined, pairs: _Pairs, cells: Mapping[FactName, NDArray[np.intp]], number: NDArray[np.int32]
) -> None:
    """Make a view of the change of each signature that has one: the number that is not negative."""
    moved = number >= 0
    rows: dict[str, NDArray[np.generic]] = {"mark": pairs.mark[moved].astype(np.int32), "change": number[moved]}
    for fact, cell in cells.items():
        rows[base.places[fact]] = cell[pairs.combo[moved]].astype(np.int32)
    connection = base.connection
    connection.register(f"{name}_rows", rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name}_cells AS SELECT * FROM {name}_rows")
    connection.unregister(f"{name}_rows")
    keys = ", ".join(column for column in rows if column != "change")
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT signature{base.subs}, change "
        f"FROM {base.table} JOIN {name}_cells USING ({keys})"
    )


def _listed_lines(found: LawComparison) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Name the first lines of which a party came to stand on a held list, or left one, by their names."""
    if not found.other_lists:
        return
    rows = found.kept.connection.execute(
        f"SELECT line::VARCHAR, change FROM {found.base.lines_sql()} JOIN listed USING (signature{found.base.subs}) "
        f"ORDER BY 1 LIMIT {LISTED_SHOWN}"
    ).fetchall()
    for line, change in rows:
        standing = found.changes.listings[change]
        yield line, standing.came, standing.left


def _counted(found: LawComparison) -> Rescreened:
    by_change: dict[tuple[str, str], list[float]] = {}
    by_clause: dict[tuple[str, str, tuple[str, ...]], int] = {}
    by_both: dict[tuple[str, str, str, str], int] = {}
    for change, lines, value in zip(found.changes.found, found.lines.tolist(), found.values.tolist(), strict=True):
        outcomes = change.outcomes_or_alert()
        sums = by_change.setdefault(outcomes, [0, 0.0])
        sums[0] += lines
        sums[1] += value
        for deed in change.deeds:
            by_clause[deed] = by_clause.get(deed, 0) + lines
            both = (*outcomes, *deed[:2])
            by_both[both] = by_both.get(both, 0) + lines
    kept = found.kept
    has_value = bool(kept.meta.get("value_column"))
    return Rescreened(
        lines=int(kept.text("lines")),
        changed=int(found.lines.sum()),
        value=float(found.values.sum()) if has_value else None,
        unit=kept.text("unit"),
        sides=(found.sides[0].label, found.sides[1].label),
        by_change=tuple(
            (*outcomes, int(lines), float(value))
            for outcomes, (lines, value) in sorted(by_change.items(), key=lambda pair: (-pair[1][0], pair[0]))
        ),
        by_clause=tuple((*deed, lines) for deed, lines in sorted(by_clause.items(), key=lambda one: (-one[1], one[0]))),
        by_both=tuple((*both, lines) for both, lines in sorted(by_both.items(), key=lambda one: (-one[1], one[0]))),
        other_reasons=found.other_reasons,
        judged=found.judged,
        split=len(found.base.splits),
        other_lists=found.other_lists,
        by_bearing=tuple(
            (*bearing, lines)
            for bearing, lines in sorted(found.changes.bearings.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        listed_lines=tuple(_listed_lines(found)),
    )

"""Signatures: what distinguishes one line of a book from another, and their verdicts.

A line's signature is the cell of each of its facts. `verdicts_of` gives the verdict of every distinct signature, with
the decisive clauses, the missing facts, the duties and the branches as text. Branches are judged again only for clauses
that wait for an unknown of the law, and for the signatures that leave them open: elsewhere learning it moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import Cells, PartitionedColumn
from sekisho.determination.book.law.clause_bits import (
    WORD,
    ClauseValues,
    Words,
    as_words,
    distinct_rows,
    floors,
)
from sekisho.determination.book.law.compiled_law import FALSE_CODE, TRUE_CODE, CompiledLaw
from sekisho.determination.book.law.law_judge import LawJudge
from sekisho.determination.book.missing_facts import MissingFactFinder, OpenClause, Texts
from sekisho.determination.core.outcome import Outcome, branches_text
from sekisho.determination.line.day_spans import merged_lists
from sekisho.law.dates.calendar import clause_stage_on
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN

if TYPE_CHECKING:
    from sekisho.determination.book.supposed.cells import Supposed
    from sekisho.determination.book.triage import Triage

Levels = NDArray[np.uint8]
# Two bytes a clause, a signature and a reading are held at once: 28 MB for 72 clauses and three readings, by
# arithmetic. Larger: of some hundreds of clauses they would take a good part of the 2 GiB of a run. Smaller: the
# fixed cost of each numpy call is paid more often. The number itself is a guess.
CHUNK = 1 << 18
"""Signatures that are decided at a time."""
# No level, and the greatest that one byte holds: levels are small numbers from 0.
UNDETERMINED_CODE = 255
Seen = Callable[[int, NDArray[np.intp], Sequence[ClauseValues]], None]
"""Is told clause values of some signatures under a law: its number, the signatures, one `ClauseValues` a variant."""


NEVER: Final = int(np.iinfo(np.int32).max)
"""Stands for a day that does not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Verdicts of signatures; all arrays of shape (signatures,).

    Parameters
    ----------
    floor, ceiling
        For each variant of readings, the levels.
    decisive, open, missing, duties, duties_open, branches
        Place in the lists of texts.
    sleeping
        Gravest level of the suspended clauses that would be met, or could be, were they in force; 0 if none.
    pause_ends
        Number of the last day (`date.toordinal`) of the suspension that ends first of those without which floor or
        ceiling would be graver; `NEVER` if none does.
    supposed, triage
        What comes out under the suppositions of the run, and the place in the queue; None before they are worked out.
    raised
        Whether a list that nobody judges here raises the ceiling; None where none does.
    """

    floor: tuple[NDArray[np.uint8], ...]
    ceiling: tuple[NDArray[np.uint8], ...]
    decisive: NDArray[np.int32]
    open: NDArray[np.int32]
    missing: NDArray[np.int32]
    duties: NDArray[np.int32]
    duties_open: NDArray[np.int32]
    branches: NDArray[np.int32]
    sleeping: NDArray[np.uint8]
    pause_ends: NDArray[np.int32]
    decisive_texts: tuple[str, ...]
    open_texts: tuple[str, ...]
    missing_texts: tuple[str, ...]
    duties_texts: tuple[str, ...]
    duties_open_texts: tuple[str, ...]
    branches_texts: tuple[str, ...]
    alerts: NDArray[np.int32]
    alerts_texts: tuple[str, ...] = ("",)
    raised: NDArray[np.bool_] | None = None
    supposed: Supposed | None = None
    triage: Triage | None = None
    parties: Mapping[str, tuple[NDArray[np.int32], tuple[str, ...]]] = field(default_factory=dict)

    def outcome(self, variant: int = 0) -> NDArray[np.uint8]:
        """Level where floor and ceiling agree, else `UNDETERMINED_CODE`."""
        floor, ceiling = self.floor[variant], self.ceiling[variant]
        return np.where(floor == ceiling, floor, UNDETERMINED_CODE).astype(np.uint8)


def verdicts_of(
    laws: Sequence[CompiledLaw],
    columns: Sequence[PartitionedColumn],
    cells: Mapping[FactName, Cells],
    law_of: Cells,
    rank: Mapping[FactName, int],
    *,
    duties: Sequence[CompiledLaw],
    asleep: Sequence[CompiledLaw],
    seen: Seen | None = None,
) -> Verdicts:
    """Give the verdict of every signature.

    Parameters
    ----------
    cells
        For each fact with several cells, the cell of each signature; shape (signatures,).
    law_of
        Place in `laws` of the law that holds for each signature; shape (signatures,).
    duties
        For each law, its clauses that oblige.
        Without any, levels alone are worked out: no clause is named, and nothing that is missing.
    asleep
        For each law, the clauses that are suspended, as if they were in force.
    """
    count, variants = len(law_of), len(laws[0].variants)
    floor = tuple(np.zeros(count, dtype=np.uint8) for _ in range(variants))
    ceiling = tuple(np.zeros(count, dtype=np.uint8) for _ in range(variants))
    decisive, opened, missing, owed, owed_open, branches = (np.zeros(count, dtype=np.int32) for _ in range(6))
    sleeping = np.zeros(count, dtype=np.uint8)
    pause_ends = np.full(count, NEVER, dtype=np.int32)
    decisive_texts, open_texts, missing_texts, branches_texts = Texts(), Texts(), Texts(), Texts()
    owed_texts, owed_open_texts = Texts(), Texts()
    for number, law in enumerate(laws):
        judge = LawJudge(law, columns)
        where = np.flatnonzero(law_of == number)
        if not duties:
            for start in range(0, len(where), CHUNK):
                chosen = where[start : start + CHUNK]
                here = {fact: cell[chosen] for fact, cell in cells.items()}
                truths = judge.values(here, len(chosen))
                for variant, values in enumerate(truths):
                    floor[variant][chosen], ceiling[variant][chosen] = floors(values, law.levels)
            continue
        duty = duties[number]
        duty_judge = LawJudge(duty, columns)
        sleeper = asleep[number]
        sleeper_judge = LawJudge(sleeper, columns)
        levels, pauses = _Levels.of(law), _Pauses.of(sleeper)
        by_fact = {column.fact: column for column in columns}
        asker = MissingFactFinder(judge, by_fact, rank)
        brancher = Brancher(asker)
        for start in range(0, len(where), CHUNK):
            chosen = where[start : start + CHUNK]
            here = {fact: cell[chosen] for fact, cell in cells.items()}
            truths = judge.values(here, len(chosen))
            if seen is not None:
                seen(number, chosen, truths)
            ends = {id(values): floors(values, law.levels) for values in truths}
            for variant, values in enumerate(truths):
                floor[variant][chosen], ceiling[variant][chosen] = ends[id(values)]
            sure, may = truths[0].sure_by_line, truths[0].may_by_line
            at_floor = sure & levels.at[floor[0][chosen]]
            raising = may & ~sure & levels.above[floor[0][chosen]]
            decisive[chosen] = _named(law, at_floor, decisive_texts, number)
            opened[chosen] = _named(law, raising, open_texts, number)
            clauses = asker.open_clauses(raising, here)
            missing[chosen] = asker.ask(raising, clauses, here, missing_texts)
            branches[chosen] = brancher.tell(raising, clauses, ends[id(truths[0])], branches_texts)
            (held,) = duty_judge.values(here, len(chosen))
            owed[chosen] = _named(duty, held.sure_by_line, owed_texts, number)
            (slept,) = sleeper_judge.values(here, len(chosen))
            sleeping[chosen] = floors(slept, sleeper.levels)[1]
            pause_ends[chosen] = pauses.first_end(slept, floor[0][chosen], ceiling[0][chosen])
            owed_open[chosen] = _named(duty, held.may_by_line & ~held.sure_by_line, owed_open_texts, number)
    return Verdicts(
        floor=floor,
        ceiling=ceiling,
        decisive=decisive,
        open=opened,
        missing=missing,
        duties=owed,
        duties_open=owed_open,
        branches=branches,
        sleeping=sleeping,
        pause_ends=pause_ends,
        decisive_texts=tuple(decisive_texts.texts),
        open_texts=tuple(open_texts.texts),
        missing_texts=tuple(missing_texts.texts),
        duties_texts=tuple(owed_texts.texts),
        duties_open_texts=tuple(owed_open_texts.texts),
        branches_texts=tuple(branches_texts.texts),
        alerts=np.zeros(count, dtype=np.int32),
    )


@dataclass(frozen=True, slots=True)
class _Levels:
    """Clauses by level, as words: those at each level, and those above it; each of shape (levels, words)."""

    at: Words
    above: Words

    @classmethod
    def of(cls, law: CompiledLaw) -> _Levels:
        levels = np.arange(len(Outcome), dtype=np.uint8)
        met = law.levels[:, None] == levels
        return cls(as_words(met & (levels > Outcome.FREE)), as_words(law.levels[:, None] > levels))


@dataclass(frozen=True, slots=True)
class _Pauses:
    """Suspended clauses by the last day of their suspension, as words, the latest first."""

    levels: _Levels
    ends: tuple[tuple[int, Words], ...]

    @classmethod
    def of(cls, asleep: CompiledLaw) -> _Pauses:
        spans = [clause_stage_on(rule.clause, rule.measure, asleep.law.day)[1] for rule in asleep.clauses]
        last = [span.until.toordinal() if span is not None and span.until is not None else NEVER for span in spans]
        days = sorted({day for day in last if day != NEVER}, reverse=True)
        marks = ((day, as_words(np.array([[end == day] for end in last]))[0]) for day in days)
        return cls(_Levels.of(asleep), tuple(marks))

    def first_end(self, slept: ClauseValues, floor: Levels, ceiling: Levels) -> NDArray[np.int32]:
        """Return the first last day of a clause that would raise floor or ceiling; shape (signatures,)."""
        ends = np.full(len(floor), NEVER, dtype=np.int32)
        if self.ends:
            above = self.levels.above
            graver = (slept.sure_by_line & above[floor]) | (slept.may_by_line & above[ceiling])
            for day, marks in self.ends:
                ends[(graver & marks).any(axis=1)] = day
        return ends


def _named(law: CompiledLaw, marks: Words, texts: Texts, number: int) -> NDArray[np.int32]:
    """Name the marked clauses of each signature, in the order of the law; shape of `marks` is (signatures, words)."""
    rows, which = distinct_rows(marks)
    found = np.empty(len(rows), dtype=np.int32)
    ids = [clause.clause.id for clause in law.clauses]
    parts: dict[tuple[int, int], str] = {}

    def part(place: int, byte: int) -> str:
        """Name the clauses of one byte, once a byte."""
        if (place, byte) not in parts:
            parts[place, byte] = ";".join(ids[place * 8 + bit] for bit in range(8) if byte >> bit & 1)
        return parts[place, byte]

    for place, row in enumerate(rows):
        raw = row.tobytes()
        known = texts.numbers.get((number, raw))
        if known is None:
            known = texts.keep((number, raw), ";".join(part(at, byte) for at, byte in enumerate(raw) if byte))
        found[place] = known
    return found[which]


# --- floor and ceiling for each value of the named unknowns of the law --------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unknown:
    """A named unknown of the law, its values, and those of them with which the text is not known."""

    name: FactName
    values: tuple[str, ...]
    untold: frozenset[str]


class Brancher:
    """Tells floor and ceiling for each value of the unknowns of a law, under the readings of the run."""

    def __init__(self, asker: MissingFactFinder) -> None:
        """Find the unknowns that the run does not assume."""
        self.asker, self.levels = asker, asker.law.levels
        self.unknowns = [
            _Unknown(name=name, values=values, untold=asker.law.law.untold.get(name, frozenset()))
            for name, values in asker.law.law.unknowns.items()
            if asker.law.constants.get(name, UNKNOWN) is UNKNOWN
        ]
        self._at = {int(level): as_words((self.levels == level)[:, None])[0] for level in np.unique(self.levels)}
        self._parts: list[str] = [""]

    def tell(
        self, raising: Words, clauses: Sequence[OpenClause], ends: tuple[Levels, Levels], texts: Texts
    ) -> NDArray[np.int32]:
        """Return, for each signature, the number of its text of branches.

        Parameters
        ----------
        raising, clauses
            The clauses that are unknown and would raise the outcome, as words of shape (signatures, words); and what
            they wait for.
        ends
            Floors and ceilings.
        """
        parts = np.zeros((len(raising), max(len(self.unknowns), 1)), dtype=np.uint64)
        for place, unknown in enumerate(self.unknowns):
            waiting = [clause for clause in clauses if clause.waits[:, self.asker.place[unknown.name]].any()]
            if waiting:
                where, then = self._then(unknown, raising, waiting, ends[0])
                parts[where, place] = self._told(unknown, (ends[0][where], ends[1][where]), then)
        rows, which = distinct_rows(parts)
        told = [";".join(self._parts[part] for part in row if part) for row in rows.astype(np.intp)]
        return np.array([texts.keep(text, text) for text in told], dtype=np.int32)[which]

    def _then(
        self, unknown: _Unknown, raising: Words, clauses: Iterable[OpenClause], least: Levels
    ) -> tuple[NDArray[np.intp], list[tuple[Levels, Levels]]]:
        """Return the signatures that wait for an unknown, and their floors and ceilings for each of its values.

        A clause that does not raise the outcome moves neither end. Of those that do, some stay open whatever the
        unknown is; those that wait for it are judged for each value.
        """
        rest = raising.copy()
        then = [(least.copy(), np.zeros_like(least)) for _ in unknown.values]
        waits = np.zeros(len(raising), dtype=bool)
        for clause in clauses:
            chosen = clause.waits[:, self.asker.place[unknown.name]].astype(bool)[clause.back]
            here, back = clause.where[chosen], clause.back[chosen]
            waits[here] = True
            rest[here, clause.number // WORD] &= ~np.uint64(1 << clause.number % WORD)
            level = self.levels[clause.number]
            for (floor, ceiling), judged in zip(
                then, self.asker.judge_if(clause, unknown.name, unknown.values), strict=True
            ):
                held = judged[back]
                met, possible = here[held == TRUE_CODE], here[held != FALSE_CODE]
                floor[met] = np.maximum(floor[met], level)
                ceiling[possible] = np.maximum(ceiling[possible], level)
        where = np.flatnonzero(waits)
        always = self._gravest(rest[where], least[where])
        return where, [(floor[where], np.maximum(ceiling[where], always)) for floor, ceiling in then]

    def _gravest(self, marks: Words, least: Levels) -> Levels:
        """Return the gravest level of the marked clauses of each signature, at least a given one."""
        found = least.copy()
        for level, mask in self._at.items():
            found[(marks & mask).any(axis=1)] = level
        return np.maximum(found, least)

    def _told(
        self, unknown: _Unknown, own: tuple[Levels, Levels], then: list[tuple[Levels, Levels]]
    ) -> NDArray[np.uint64]:
        """Number the texts of one unknown: one for each distinct combination of levels."""
        ends = np.stack([end for pair in (own, *then) for end in pair], axis=1)
        wide = np.zeros((len(ends), -(-ends.shape[1] // 8) * 8), dtype=np.uint8)
        wide[:, : ends.shape[1]] = ends
        rows, which = distinct_rows(wide.view(np.uint64))
        numbers = np.zeros(len(rows), dtype=np.uint64)
        for place, row in enumerate(rows.view(np.uint8)):
            levels = [Outcome(int(level)).level for level in row[: ends.shape[1]]]
            first, *pairs = zip(levels[::2], levels[1::2], strict=True)
            names = [unknown.name] * len(pairs)
            known = [
                None if value in unknown.untold else pair for value, pair in zip(unknown.values, pairs, strict=True)
            ]
            text = branches_text(first, zip(names, unknown.values, known, strict=True))
            if text and text not in self._parts:
                self._parts.append(text)
            numbers[place] = self._parts.index(text)
        return numbers[which]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Signatures whose lines state only a span of days: copied once for each law of the span, and merged again.

    Parameters
    ----------
    which
        The signature of each copy, in order; shape (copies,).
    law_of
        The law of each copy; shape (copies,).
    first
        Place of the first copy of each signature; shape (signatures,).
    """

    which: NDArray[np.intp]
    law_of: NDArray[np.intp]
    first: NDArray[np.intp]

    @classmethod
    def of(cls, law_cells: Sequence[Sequence[int]], cell_of: NDArray[np.integer]) -> Copies:
        """Copy signatures; `law_cells` are the laws of each cell, in the order of their days."""
        often = np.array([len(laws) for laws in law_cells], dtype=np.intp)[cell_of]
        which = np.repeat(np.arange(len(cell_of), dtype=np.intp), often)
        first = np.cumsum(often) - often
        nth = np.arange(len(which)) - first[which]
        padded = np.zeros((len(law_cells), max(map(len, law_cells))), dtype=np.intp)
        for cell, laws in enumerate(law_cells):
            padded[cell, : len(laws)] = laws
        return cls(which=which, law_of=padded[cell_of[which], nth], first=first)

    @property
    def last(self) -> NDArray[np.intp]:
        """Place of the last copy of each signature; shape (signatures,)."""
        return np.append(self.first[1:], len(self.which)) - 1

    def hearing(self, seen: Seen, cell_of: NDArray[np.integer]) -> Seen:
        """Pass on the clause values of the last copy of each signature, under the number of its cell of laws."""
        is_last = np.zeros(len(self.which), dtype=bool)
        is_last[self.last] = True

        def heard(_law: int, chosen: NDArray[np.intp], found: Sequence[ClauseValues]) -> None:
            here = is_last[chosen]
            cells = cell_of[self.which[chosen]]
            for cell in np.unique(cells[here]):
                among = here & (cells == cell)
                kept = [ClauseValues.of(values.sure[:, among], values.may[:, among]) for values in found]
                seen(int(cell), self.which[chosen[among]], kept)

        return heard

    def merged(self, found: Verdicts) -> Verdicts:
        """Merge the verdicts of the copies of each signature."""
        floor = tuple(np.minimum.reduceat(each, self.first) for each in found.floor)
        ceiling = tuple(np.maximum.reduceat(each, self.first) for each in found.ceiling)
        names = ("decisive", "open", "missing", "duties", "duties_open", "branches")
        places = {name: getattr(found, name)[self.last].copy() for name in names}
        texts = {name: _numbered(getattr(found, f"{name}_texts")) for name in names}
        ends = np.append(self.first[1:], len(self.which))
        memo: dict[tuple[object, ...], tuple[int, ...]] = {}
        for signature in np.flatnonzero(ends - self.first > 1):
            copies = slice(self.first[signature], ends[signature])
            floors, ceilings = found.floor[0][copies].tolist(), found.ceiling[0][copies].tolist()
            said = {name: getattr(found, name)[copies].tolist() for name in names}
            key = (tuple(floors), tuple(ceilings), *(tuple(each) for each in said.values()))
            if key not in memo:
                lists = {
                    name: [tuple(filter(None, texts[name].texts[place].split(";"))) for place in each]
                    for name, each in said.items()
                }
                joined = {name: ";".join(each) for name, each in merged_lists(floors, ceilings, lists).items()}
                memo[key] = tuple(texts[name].keep(joined[name], joined[name]) for name in names)
            for name, place in zip(names, memo[key], strict=True):
                places[name][signature] = place
        return Verdicts(
            floor=floor,
            ceiling=ceiling,
            sleeping=np.maximum.reduceat(found.sleeping, self.first),
            pause_ends=np.minimum.reduceat(found.pause_ends, self.first),
            alerts=np.zeros(len(self.first), dtype=np.int32),
            **places,
            **{f"{name}_texts": tuple(texts[name].texts) for name in names},  # type: ignore[arg-type]
        )


def _numbered(texts: Iterable[str]) -> Texts:
    """Number texts as they were numbered, so that more can be added."""
    found = Texts()
    for text in texts:
        found.keep(text, text)
    return found

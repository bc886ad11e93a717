"""Signatures: what distinguishes one line of a book from another, and their verdicts.

A line's signature is the cell of each of its facts. `Column` cuts a fact's values to cells; `verdicts_of` gives the
verdict of every distinct signature, with the decisive clauses and the missing facts as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sekisho.determine.cells import CellTable, CompiledLaw, Values, cell_table, clause_values, floors
from sekisho.determine.judge import Case
from sekisho.determine.one import reach_of
from sekisho.determine.settle import residual
from sekisho.law.condition import FactName
from sekisho.law.fact import FactValue, Unknown
from sekisho.trade.party import PartyIndex

CHUNK = 1 << 16
UNDETERMINED_CODE = 255
Array = NDArray[np.integer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The cells of one fact over all laws of a run.

    Parameters
    ----------
    representatives
        One value of each cell.
    cell_of
        Cell of each distinct value, as written in the book; empty for numbers.
    missing
        Cell of an empty field.
    """

    fact: FactName
    representatives: tuple[FactValue, ...]
    cell_of: Mapping[str, int] = field(default_factory=dict)
    missing: int = 0

    @property
    def bits(self) -> int:
        """Bits that hold the number of a cell."""
        return (len(self.representatives) - 1).bit_length()


def cut(
    fact: FactName,
    values: Mapping[str, FactValue],
    empty: FactValue,
    laws: Sequence[CompiledLaw],
    parties: PartyIndex,
    *,
    is_party: bool,
) -> Column:
    """Put values that no test of any law tells apart into one cell."""
    cells: dict[object, int] = {}
    shortcut: dict[object, int] = {}
    representatives: list[FactValue] = []

    def cell(value: FactValue) -> int:
        quick: object = None
        if is_party and isinstance(value, str) and value != "none":
            quick = tuple((id(match.entry), match.certain) for match in parties.matches(value))
            if quick in shortcut:
                return shortcut[quick]
        pattern = tuple(law.pattern(fact, value) for law in laws)
        key = (pattern, isinstance(value, Unknown))
        if key not in cells:
            cells[key] = len(representatives)
            representatives.append(value)
        if quick is not None:
            shortcut[quick] = cells[key]
        return cells[key]

    cell_of = {text: cell(value) for text, value in values.items()}
    missing = cell(empty)
    return Column(fact=fact, representatives=tuple(representatives), cell_of=cell_of, missing=missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Verdicts of signatures; all arrays of shape (signatures,).

    Parameters
    ----------
    floor, ceiling
        For each variant of readings, the levels.
    decisive, open, missing
        Place in the lists of texts.
    """

    floor: tuple[NDArray[np.uint8], ...]
    ceiling: tuple[NDArray[np.uint8], ...]
    decisive: NDArray[np.int32]
    open: NDArray[np.int32]
    missing: NDArray[np.int32]
    decisive_texts: tuple[str, ...]
    open_texts: tuple[str, ...]
    missing_texts: tuple[str, ...]

    def outcome(self, variant: int = 0) -> NDArray[np.uint8]:
        """Level where floor and ceiling agree, else `UNDETERMINED_CODE`."""
        floor, ceiling = self.floor[variant], self.ceiling[variant]
        return np.where(floor == ceiling, floor, UNDETERMINED_CODE).astype(np.uint8)


class _Texts:
    """Numbers distinct patterns and keeps one text for each."""

    def __init__(self) -> None:
        self.numbers: dict[object, int] = {}
        self.by_text: dict[str, int] = {}
        self.texts: list[str] = []

    def keep(self, key: object, text: str) -> int:
        number = self.by_text.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        self.numbers[key] = number
        return number


def verdicts_of(
    laws: Sequence[CompiledLaw],
    columns: Sequence[Column],
    cells: Mapping[FactName, Array],
    law_of: Array,
    rank: Mapping[FactName, int],
) -> Verdicts:
    """Give the verdict of every signature.

    Parameters
    ----------
    cells
        For each fact with several cells, the cell of each signature; shape (signatures,).
    law_of
        Place in `laws` of the law that holds for each signature; shape (signatures,).
    """
    count, variants = len(law_of), len(laws[0].variants)
    floor = tuple(np.zeros(count, dtype=np.uint8) for _ in range(variants))
    ceiling = tuple(np.zeros(count, dtype=np.uint8) for _ in range(variants))
    decisive, opened, missing = (np.zeros(count, dtype=np.int32) for _ in range(3))
    decisive_texts, open_texts, missing_texts = _Texts(), _Texts(), _Texts()
    for number, law in enumerate(laws):
        tables = {
            column.fact: cell_table(law, column.fact, column.representatives)
            for column in columns
            if column.fact in law.facts
        }
        asker = _Asker(law, {column.fact: column for column in columns}, rank)
        where = np.flatnonzero(law_of == number)
        for start in range(0, len(where), CHUNK):
            chosen = where[start : start + CHUNK]
            here = {fact: cell[chosen] for fact, cell in cells.items()}
            found = _values(law, tables, here, len(chosen))
            for variant, values in enumerate(found):
                floor[variant][chosen], ceiling[variant][chosen] = floors(values, law.levels)
            at_floor = found[0].sure & (law.levels[:, None] == floor[0][chosen])
            raising = found[0].may & ~found[0].sure & (law.levels[:, None] > floor[0][chosen])
            decisive[chosen] = _named(law, at_floor, decisive_texts, number)
            opened[chosen] = _named(law, raising, open_texts, number)
            missing[chosen] = asker.ask(raising, here, missing_texts)
    return Verdicts(
        floor=floor,
        ceiling=ceiling,
        decisive=decisive,
        open=opened,
        missing=missing,
        decisive_texts=tuple(decisive_texts.texts),
        open_texts=tuple(open_texts.texts),
        missing_texts=tuple(missing_texts.texts),
    )


def _values(
    law: CompiledLaw, tables: Mapping[FactName, CellTable], cells: Mapping[FactName, Array], count: int
) -> tuple[Values, ...]:
    return clause_values(law, tables, {fact: cell for fact, cell in cells.items() if fact in tables}, count)


def _named(law: CompiledLaw, marks: NDArray[np.bool_], texts: _Texts, number: int) -> NDArray[np.int32]:
    """Name the marked clauses of each signature, gravest first; shape of `marks` is (clauses, signatures)."""
    packed = np.ascontiguousarray(np.packbits(marks, axis=0).T)
    found = np.empty(marks.shape[1], dtype=np.int32)
    for place, row in enumerate(packed):
        key = (number, row.tobytes())
        known = texts.numbers.get(key)
        if known is None:
            chosen = np.flatnonzero(np.unpackbits(row, count=len(law.clauses)))
            names = sorted((-int(law.levels[one]), law.clauses[one].clause.id) for one in chosen)
            known = texts.keep(key, ";".join(name for _, name in names))
        found[place] = known
    return found


class _Asker:
    """Finds the facts that open clauses wait for, once a distinct combination of cells."""

    def __init__(self, law: CompiledLaw, columns: Mapping[FactName, Column], rank: Mapping[FactName, int]) -> None:
        self.law, self.columns = law, columns
        self.constant_cells = {name: column for name, column in columns.items() if len(column.representatives) == 1}
        self.reaches = [
            tuple(sorted(reach_of(clause.condition, law.law.terms).facts - frozenset(law.constants)))
            for clause in law.clauses
        ]
        self.order = sorted(rank, key=lambda name: rank[name])
        self.place = {name: place for place, name in enumerate(self.order)}
        self.known: list[dict[tuple[int, ...], NDArray[np.uint8]]] = [{} for _ in law.clauses]

    def ask(self, unknown: NDArray[np.bool_], cells: Mapping[FactName, Array], texts: _Texts) -> NDArray[np.int32]:
        """Return, for each signature, the number of the text that lists what its open clauses wait for."""
        count = unknown.shape[1]
        counts = np.zeros((count, len(self.order)), dtype=np.uint8)
        for number in np.flatnonzero(unknown.any(axis=1)):
            where = np.flatnonzero(unknown[number])
            facts = [fact for fact in self.reaches[number] if fact in cells]
            rows = (
                np.stack([cells[fact][where] for fact in facts], axis=1)
                if facts
                else np.zeros((len(where), 0), dtype=np.int64)
            )
            kinds, back = _distinct(rows)
            table = np.stack([self._wanted(int(number), facts, tuple(map(int, kind))) for kind in kinds])
            counts[where] += table[back]
        found = np.empty(count, dtype=np.int32)
        for place, row in enumerate(counts):
            key = row.tobytes()
            known = texts.numbers.get(key)
            found[place] = texts.keep(key, self._text(row)) if known is None else known
        return found

    def _wanted(self, number: int, facts: Sequence[FactName], kind: tuple[int, ...]) -> NDArray[np.uint8]:
        """Mark the facts that one open clause waits for, given the cells of the facts that it depends on."""
        if kind not in self.known[number]:
            law = self.law
            values: dict[FactName, FactValue] = dict(law.constants)
            chosen = dict(zip(facts, kind, strict=True))
            for fact in self.reaches[number]:
                values[fact] = self.columns[fact].representatives[chosen.get(fact, 0)]
            case = Case(
                facts=values,
                day=law.law.day,
                terms=law.law.terms,
                readings=law.variants[0],
                parties=law.parties,
            )
            wanted = frozenset[FactName]().union(*residual(law.clauses[number].condition, case))
            marks = np.zeros(len(self.order), dtype=np.uint8)
            marks[[self.place[name] for name in wanted]] = 1
            self.known[number][kind] = marks
        return self.known[number][kind]

    def _text(self, counts: NDArray[np.uint8]) -> str:
        wanted = sorted(np.flatnonzero(counts), key=lambda place: (-int(counts[place]), place))
        return ";".join(self.order[place] for place in wanted)


def _distinct(rows: Array) -> tuple[Array, Array]:
    """Return the distinct rows of a table of small numbers, and for each row which of them it is."""
    sizes = rows.max(axis=0).astype(np.int64) + 1 if rows.size else np.zeros(rows.shape[1], dtype=np.int64)
    total = int(np.prod(sizes.astype(object))) if len(sizes) else 1
    if total > _DENSE:
        return np.unique(rows, axis=0, return_inverse=True)
    key = np.zeros(len(rows), dtype=np.int64)
    for place, size in enumerate(sizes):
        key = key * size + rows[:, place]
    present = np.zeros(total, dtype=bool)
    present[key] = True
    number = np.cumsum(present) - 1
    first = np.empty(int(number[-1]) + 1, dtype=np.int64)
    first[number[key[::-1]]] = np.arange(len(rows))[::-1]
    return rows[first], number[key]


_DENSE = 4_000_000


def used_facts(laws: Iterable[CompiledLaw]) -> tuple[FactName, ...]:
    """Facts that any of the laws tests, each once, and those that their clauses name in any reading."""
    found: dict[FactName, None] = {}
    for law in laws:
        for fact in law.facts:
            found[fact] = None
        for clause in law.clauses:
            for fact in sorted(reach_of(clause.condition, law.law.terms).facts - frozenset(law.constants)):
                found[fact] = None
    return tuple(found)

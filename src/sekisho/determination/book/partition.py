"""Cutting a fact's values to cells: values that no test of any law of a run tells apart share one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from sekisho.determination.book.cells import CompiledLaw, Pattern
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue, Unknown
from sekisho.parties.index import PartyIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionedColumn:
    """The cells of one fact over all laws of a run.

    Parameters
    ----------
    representatives
        One value of each cell.
    cell_of
        Cell of each distinct value, as written in the book; empty for numbers.
    missing
        Cell of an empty field.
    patterns
        For each law, the pattern of each cell.
    """

    fact: FactName
    representatives: tuple[FactValue, ...]
    cell_of: Mapping[str, int] = field(default_factory=dict)
    missing: int = 0
    patterns: tuple[tuple[Pattern, ...], ...] = ()

    @property
    def bits(self) -> int:
        """Bits that hold the number of a cell."""
        return (len(self.representatives) - 1).bit_length()


class Partitioner:
    """Puts the values of one fact into cells, one after another.

    Parameters
    ----------
    apart
        What else tells values apart, beside the tests of the laws; nothing if left out.
    """

    def __init__(
        self,
        fact: FactName,
        laws: Sequence[CompiledLaw],
        apart: Callable[[FactValue], Hashable] | None = None,
        parties: PartyIndex | None = None,
    ) -> None:
        """Start without any cell; parties are found by the entries that they match, if the fact is a party."""
        self.fact, self.laws, self.apart, self.parties = fact, laws, apart, parties
        self._cells: dict[tuple[tuple[Pattern, ...], bool, Hashable], int] = {}
        self._quick: dict[Hashable, int] = {}
        self._representatives: list[FactValue] = []

    def cell(self, value: FactValue, tag: Hashable = None) -> int:
        """Return the cell of a value; values with different tags never share one."""
        if tag is None and self.apart is not None:
            tag = self.apart(value)
        quick: Hashable = None
        if self.parties is not None and isinstance(value, str) and value != "none":
            whom = self.parties.whom(value)
            met = tuple((id(match.entry), match.certain, match.relation) for match in whom.matches)
            quick = (tag, met, bool(whom.problem), self.parties.persons(value), self.parties.borne(value))
            if quick in self._quick:
                return self._quick[quick]
        pattern = tuple(law.pattern(self.fact, value) for law in self.laws)
        key = (pattern, isinstance(value, Unknown), tag)
        if key not in self._cells:
            self._cells[key] = len(self._representatives)
            self._representatives.append(value)
        if quick is not None:
            self._quick[quick] = self._cells[key]
        return self._cells[key]

    def column(self, cell_of: Mapping[str, int] | None = None, missing: int = 0) -> PartitionedColumn:
        """Return the column of all cells so far."""
        kept = tuple(pattern for pattern, _, _ in self._cells)
        return PartitionedColumn(
            fact=self.fact,
            representatives=tuple(self._representatives),
            cell_of=cell_of or {},
            missing=missing,
            patterns=tuple(tuple(pattern[number] for pattern in kept) for number in range(len(self.laws))),
        )

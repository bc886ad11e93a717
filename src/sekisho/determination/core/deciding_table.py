"""What an answer depends on, as data: the rows of its if/then table.

Each row holds when it is put back: a line with one of its cases added gets its verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Any as Json
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.outcome import UNDETERMINED, Outcome, Verdict
from sekisho.law.model.condition import FactName, ListId, TermId
from sekisho.law.model.term import Reading

GOODS_OPEN: Final = frozenset({"words.goods_left_out", "words.goods_unknown"})
"""Ids of the notes that goods of a question are not among those that are judged: no row of its table is free then."""

Values = Mapping[FactName, tuple[str, ...]]


class DecidingKind(StrEnum):
    """What a row of the table supposes."""

    ANSWER = "answer"
    """Facts that nobody stated."""
    CHANGE = "change"
    """Another value of a fact that is stated, presumed, or taken for none."""
    LAW = "law"
    """A state of the law that nobody knows."""
    READING = "reading"
    """Disputed words, read otherwise."""
    REST = "rest"
    """Anything that no other row covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCase:
    """Facts that hold together, each with one of some values.

    Parameters
    ----------
    facts
        Values of each fact, as they are written in a case file, in the order of its choices.
    listed
        For a party, the lists on which it stands: any one of them; empty: on none that a clause asks of.
    names
        For a party in `listed`, a name that stands for all such parties, to be put back.
    same
        Whether the party is the entry that it may be, by id of the entry: yes or no.
    other
        Facts whose value stands for any that no clause names: some other territory.
    """

    facts: Values = field(default_factory=dict)
    listed: Mapping[FactName, tuple[ListId, ...]] = field(default_factory=dict)
    names: Mapping[FactName, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    other: tuple[FactName, ...] = ()

    @property
    def asks(self) -> tuple[FactName, ...]:
        """Facts that the case names."""
        return tuple(dict.fromkeys((*self.facts, *self.listed)))

    def to_dict(self) -> dict[str, Json]:
        """Return it as JSON; what it does not name is left out."""
        plain: dict[str, Json] = {"facts": {name: list(values) for name, values in self.facts.items()}}
        if self.listed:
            plain["listed"] = {name: list(lists) for name, lists in self.listed.items()}
            plain["names"] = dict(self.names)
        plain |= {"other": list(self.other)} if self.other else {}
        return plain | ({"same": dict(self.same)} if self.same else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingRow:
    """A row of the table: if this holds, that is the answer.

    Parameters
    ----------
    cases
        Any one of them is enough; of a row of the law or of a reading alone there is none.
    law
        Value of each named unknown of the law.
    readings
        How terms are read.
    verdict
        The answer then; None where the text of the law is not known then.
    """

    kind: DecidingKind
    verdict: Verdict | None
    cases: tuple[RowCase, ...] = ()
    law: Mapping[FactName, str] = field(default_factory=dict)
    readings: Mapping[TermId, Reading] = field(default_factory=dict)

    @property
    def facts(self) -> Values:
        """Facts of the first case."""
        return self.cases[0].facts if self.cases else {}

    @property
    def listed(self) -> Mapping[FactName, tuple[ListId, ...]]:
        """Lists of the first case."""
        return self.cases[0].listed if self.cases else {}

    @property
    def floor(self) -> Outcome | None:
        """Outcome at least; None if it is not known."""
        return None if self.verdict is None else self.verdict.floor

    @property
    def ceiling(self) -> Outcome | None:
        """Outcome at most; None if it is not known."""
        return None if self.verdict is None else self.verdict.ceiling

    @property
    def headline(self) -> str:
        """Word for people."""
        return UNDETERMINED if self.verdict is None else self.verdict.headline

    def to_dict(self) -> dict[str, Json]:
        """Return it as JSON; `or` has the other cases."""
        first, *others = self.cases or (RowCase(),)
        verdict = self.verdict
        plain: dict[str, Json] = {"kind": str(self.kind), **first.to_dict()}
        plain |= {"or": [case.to_dict() for case in others]} if others else {}
        plain |= {"law": dict(self.law)} if self.law else {}
        plain |= {"readings": {term: str(reading) for term, reading in self.readings.items()}} if self.readings else {}
        return plain | {
            "outcome": UNDETERMINED if verdict is None else verdict.outcome,
            "headline": self.headline,
            "floor": None if verdict is None else verdict.floor.level,
            "ceiling": None if verdict is None else verdict.ceiling.level,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingTable:
    """The rows of an answer, in the order in which they are told.

    Parameters
    ----------
    cut
        More facts or rows would be needed than are looked at; the rest is in the full answer.
    idle
        Facts of the line for which open clauses wait, and whose value changes no outcome all the same.
    """

    rows: tuple[DecidingRow, ...] = ()
    cut: bool = False
    idle: frozenset[FactName] = frozenset()


def without_free(table: DecidingTable, verdict: Verdict) -> DecidingTable:
    """Leave out of a table what frees a line whose goods are not sure, and say of all the rest that it is open.

    Parameters
    ----------
    verdict
        The answer to the line.
    """
    rows = [row for row in table.rows if row.ceiling is not Outcome.FREE]
    if len(rows) < len(table.rows) and all(row.kind is not DecidingKind.REST for row in rows):
        rows.append(DecidingRow(kind=DecidingKind.REST, verdict=verdict))
    return replace(table, rows=tuple(rows))


def asked_in(rows: Iterable[DecidingRow]) -> tuple[FactName, ...]:
    """Name the facts that a table of open cases asks for, in its order."""
    kinds = {DecidingKind.ANSWER, DecidingKind.READING}
    return tuple(dict.fromkeys(fact for row in rows if row.kind in kinds for case in row.cases for fact in case.asks))

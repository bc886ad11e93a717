"""The table of facts, with the schemes of their codes: what a name means, and how its values are read.

`facts.csv` is the single table from which flags, columns, checks, questions and documentation come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.files.package_csv import header_rows
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact, FactValue, when_absent
from sekisho.law.model.notation import parse_value
from sekisho.law.model.trigger import Trigger
from sekisho.message import joined, message

MOST_READ: Final = 4096
"""Values that a table remembers; a guess. All territories, choices and codes of the lists are fewer; with more a long
book would fill memory with its numbers and days, with fewer a server would read some values again."""
_FREE: Final = frozenset({"party", "text", "map"})
LISTED_SHARE: Final = "_listed_share"
"""Ending of the facts that state which share of a party those on the lists hold."""


def share_fact(party: FactName) -> FactName:
    """Name the fact that states which share of a party those on the lists hold.

    >>> share_fact(FactName("end_user"))
    'end_user_listed_share'
    """
    return FactName(f"{party}{LISTED_SHARE}")


@dataclass(frozen=True, slots=True)
class FactTable:
    """All facts by name, in the order in which they are asked, and the schemes their codes belong to.

    Parameters
    ----------
    schemes
        Scheme name to the set of known codes; territories are the scheme `iso/3166`.
    triggers
        By which measures find goods that they name by customs code, or in words.
    absent
        What leaving each fact out means, apart from what may follow from others.
    """

    facts: Mapping[FactName, Fact]
    schemes: Mapping[str, frozenset[str]]
    triggers: tuple[Trigger, ...] = ()
    absent: Mapping[FactName, FactValue] = field(init=False, repr=False, compare=False)
    names: frozenset[FactName] = field(init=False, repr=False, compare=False)
    _read: dict[tuple[str, str], FactValue] = field(init=False, repr=False, compare=False)
    """Values that were read, by fact and text: lines have few of them, names and other free texts apart."""

    def __post_init__(self) -> None:
        """Work out what leaving facts out means, once."""
        object.__setattr__(self, "absent", {name: when_absent(fact) for name, fact in self.facts.items()})
        object.__setattr__(self, "names", frozenset(self.facts))
        object.__setattr__(self, "_read", {})

    def __getitem__(self, name: str) -> Fact:
        """Return the fact of that name, or raise FactError with the nearest name."""
        fact = self.facts.get(FactName(name))
        if fact is None:
            raise FactError(unknown_fact(name, self.facts))
        return fact

    def __contains__(self, name: object) -> bool:
        """Tell whether a fact has that name."""
        return name in self.facts

    def can_be_asked(self, name: str) -> bool:
        """Tell whether a firm or its buyer can say what a fact is: of the state of the law neither can."""
        fact = self.facts.get(FactName(name))
        return fact is None or fact.of != "law"

    def parse(self, name: str, text: object, *, where: str = "") -> FactValue:
        """Read one value, given as text or as plain Python, into the type of its fact.

        Raises
        ------
        FactError
            If there is no such fact, or the value is not of its kind or not in its scheme.
        """
        is_text = type(text) is str
        value = self._read.get((name, text)) if is_text else None  # type: ignore[arg-type] # it is one
        if value is not None:
            return value
        fact = self.facts.get(FactName(name))
        if fact is None:
            raise FactError(unknown_fact(name, self.facts, where=where))
        value = parse_value(fact, text, self.schemes, where=where or f"{name}")
        if is_text and fact.kind not in _FREE and len(self._read) < MOST_READ:
            self._read[name, text] = value  # type: ignore[index] # it is one
        return value


def unknown_fact(name: str, known: Iterable[str], *, where: str = "") -> Problem:
    """Describe a fact name that is not in the table."""
    hint = did_you_mean(name, known)
    return Problem(
        where=where,
        what=message("error.unknown_fact", "unknown fact '{name}'.", name=name),
        remedy=joined((hint, message("error.facts_lists_facts", "`sekisho facts` lists all facts.")), "sentence"),
    )


@cache
def built_in_facts() -> tuple[Fact, ...]:
    """Read the table of facts that ships with the package."""
    text = Path(__file__).with_name("facts.csv").read_text(encoding="utf-8")
    return tuple(
        Fact(
            name=FactName(row["name"]),
            kind=row["kind"],
            choices=tuple(filter(None, row["choices"].split("|"))),
            unit=row["unit"],
            scheme=row["scheme"],
            of=row["of"],
            absent=row["absent"],
            question=row["question"],
            help=row["help"],
        )
        for row in header_rows(StringIO(text))
    )

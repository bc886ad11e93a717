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
from sekisho.law.memo import Memory
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Fact, FactValue, when_absent
from sekisho.law.model.notation import parse_value
from sekisho.law.model.trigger import DESCRIPTION, HS_CODE, Trigger, TriggerHit, hits_of
from sekisho.message import joined, message

MOST_READ: Final = 4096
"""Values that a table remembers; a guess. All territories, choices and codes of the lists are fewer; with more a long
book would fill memory with its names and days, with fewer a server would read some values again."""
LONGEST_READ: Final = 200
"""Letters of a text that is remembered; a guess. Names and codes are shorter, and a page of words fills no memory."""
MOST_MET: Final = 256
"""Customs codes and words of which a table remembers what triggers they meet; a guess. One answer asks for those of its
own line some ten times; a server is asked of the same goods again."""
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
    triggered: tuple[FactName, ...] = field(init=False, repr=False, compare=False)
    """Facts that triggers set or open, each once."""
    names: frozenset[FactName] = field(init=False, repr=False, compare=False)
    of_law: frozenset[FactName] = field(init=False, repr=False, compare=False)
    """Facts that are of the law, not of a line."""
    _read: Memory[tuple[str, str | tuple[str, ...]], FactValue] = field(init=False, repr=False, compare=False)
    """Values that were read, by fact and text, or texts: one answer reads those of its own line some five times."""
    _met: Memory[tuple[object, object], tuple[TriggerHit, ...]] = field(init=False, repr=False, compare=False)
    """Triggers that were met, by customs code and words: what an answer would be otherwise asks for them time again."""

    def __post_init__(self) -> None:
        """Work out what leaving facts out means, once."""
        object.__setattr__(self, "absent", {name: when_absent(fact) for name, fact in self.facts.items()})
        object.__setattr__(self, "triggered", tuple(dict.fromkeys(trigger.fact for trigger in self.triggers)))
        object.__setattr__(self, "names", frozenset(self.facts))
        of_law = frozenset(name for name, fact in self.facts.items() if fact.of == "law")
        object.__setattr__(self, "of_law", of_law)
        object.__setattr__(self, "_read", Memory[tuple[str, str | tuple[str, ...]], FactValue](MOST_READ))
        object.__setattr__(self, "_met", Memory[tuple[object, object], tuple[TriggerHit, ...]](MOST_MET))

    def __getitem__(self, name: str) -> Fact:
        """Return the fact of that name, or raise FactError with the nearest name."""
        fact = self.facts.get(FactName(name))
        if fact is None:
            raise FactError(unknown_fact(name, self.facts))
        return fact

    def __contains__(self, name: object) -> bool:
        """Tell whether a fact has that name."""
        return name in self.facts

    def hits(self, values: Mapping[FactName, FactValue]) -> tuple[TriggerHit, ...]:
        """Return the triggers that customs code and description of a line meet, in their order; remembered."""
        key = values.get(HS_CODE), values.get(DESCRIPTION)
        hits = self._met.get(key)
        return self._met.keep(key, hits_of(self.triggers, values)) if hits is None else hits

    def can_be_asked(self, name: str) -> bool:
        """Tell whether a firm or its buyer can say what a fact is: of the state of the law neither can."""
        fact = self.facts.get(FactName(name))
        return fact is None or fact.of != "law"

    def read_before(self, given: Mapping[str, object]) -> tuple[dict[FactName, FactValue], list[tuple[str, object]]]:
        """Part what a line states into the values of texts that were read before, and all else, as it is written.

        What is blank or unknown is among all else. Most of a line was read before, and is looked up in one go.
        """
        read, values = self._read, dict[FactName, FactValue]()
        others: list[tuple[str, object]] = []
        for name, text in given.items():
            written = text if type(text) is str else _as_texts(text)
            value = read.get((name, written)) if written is not None else None
            if value is None or value is UNKNOWN:
                others.append((name, text))
            else:
                values[name] = value  # type: ignore[index] # a name under which values are kept is a fact's
        return values, others

    def parse(self, name: str, text: object, *, where: str = "") -> FactValue:
        """Read one value, given as text or as plain Python, into the type of its fact.

        Raises
        ------
        FactError
            If there is no such fact, or the value is not of its kind or not in its scheme.
        """
        written = text if type(text) is str else _as_texts(text)
        value = self._read.get((name, written)) if written is not None else None
        if value is not None:
            return value
        fact = self.facts.get(FactName(name))
        if fact is None:
            raise FactError(unknown_fact(name, self.facts, where=where))
        value = parse_value(fact, text, self.schemes, where=where or f"{name}")
        if written is not None and len(written) <= LONGEST_READ:
            self._read.keep((name, written), value)
        return value


def _as_texts(given: object) -> tuple[str, ...] | None:
    """Return a list of texts, as codes are given, as what is remembered; None for all else."""
    return tuple(given) if type(given) is list and all(type(text) is str for text in given) else None


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

"""A line of a transaction as facts: what is stated, what is unknown, and what a left-out role means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue, is_blank
from sekisho.law.model.fact_table import FactTable, built_in_facts, unknown_fact
from sekisho.regex import regex
from sekisho.trade.items.inference import infer, knowledge_problem

ALIASES = {"control_code": "control_codes"}


class Line:
    """One item in one transaction, by its facts.

    >>> Line(movement="export", destination="JP", control_codes=["1C905.a"]).given["destination"]
    'JP'
    """

    __slots__ = ("given",)

    def __init__(self, facts: Mapping[str, object] | None = None, /, **more: object) -> None:
        """Keep the facts as given; they are typed when the line is determined.

        A data package may add facts of its own and name unknowns of the law, so that a name which looks like neither a
        slip nor a single word is left to the library.

        Raises
        ------
        FactError
            If a name is no fact, with all such names.
        """
        self.given: dict[str, object] = {**(facts or {}), **more}
        known = {str(fact.name) for fact in built_in_facts()} | ALIASES.keys()
        wrong = [name for name in self.given if name not in known and not _may_be_of_a_package(name, known)]
        if wrong:
            raise FactError([unknown_fact(name, known) for name in wrong])

    def __repr__(self) -> str:
        """Show the facts as given."""
        return f"Line({', '.join(f'{name}={value!r}' for name, value in self.given.items())})"


def _may_be_of_a_package(name: str, known: Iterable[str]) -> bool:
    return bool(_OF_A_COUNTRY.match(name)) or ("_" in name and not did_you_mean(name, known))


_OF_A_COUNTRY: Final = regex(r"[a-z]{2}_")


def facts_of_line(line: Line | Mapping[str, object], table: FactTable) -> dict[FactName, FactValue]:
    """Type every fact of a line, and add what follows; a fact left out is unknown, or none where the table says so.

    Raises
    ------
    FactError
        With all problems of the line.
    """
    facts = stated_facts(line, table)
    return infer({**table.absent, **facts}, table.names - facts.keys(), table)


def stated_facts(line: Line | Mapping[str, object], table: FactTable) -> dict[FactName, FactValue]:
    """Type every fact that a line states, before anything follows from it; what is blank is not stated.

    Raises
    ------
    FactError
        With all problems of the line.
    """
    given = line.given if isinstance(line, Line) else line
    facts, others = table.read_before(given)
    problems: list[Problem] = []
    for written, value in others:
        name = FactName(ALIASES.get(written, written))
        if name not in table:
            problems.append(unknown_fact(written, table.facts))
            continue
        if is_blank(value):
            continue
        try:
            facts[name] = table.parse(name, value, where=written)
        except FactError as fault:
            problems += fault.problems
    if both := knowledge_problem(facts):
        problems.append(both)
    if problems:
        raise FactError(problems)
    return facts


def left_out(given: Mapping[str, object], table: FactTable) -> frozenset[FactName]:
    """Names of the facts that a line does not state; one stated as unknown is stated."""
    stated = {ALIASES.get(name, name) for name, value in given.items() if not is_blank(value)}
    return table.names - stated

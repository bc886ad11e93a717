"""Possible answers tried on open lines: each line with each answer is determined as a line of a book of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from sekisho.determination.book.answers import NOBODY_SAYS, BookAnswers
from sekisho.determination.book.cells import Partitioner
from sekisho.determination.book.derived_facts import apart
from sekisho.determination.book.law.compiled_law import CompiledLaw
from sekisho.determination.book.line_outcomes import settled_lines
from sekisho.determination.book.packing import DATE
from sekisho.determination.core.domains import domains_of, single_values
from sekisho.determination.settle.completed_run import CompletedRun, OpenLines
from sekisho.determination.settle.questions import SAME, Question
from sekisho.files.package_csv import csv_text
from sekisho.files.temporary import temporary_folder
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Codes, FactValue, Unknown
from sekisho.law.model.match_policy import Decision, digest_of
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION, END_USER, TERRITORY
from sekisho.parties.index import parties_of
from sekisho.trade.book.columns import NEEDED
from sekisho.trade.book.recipe import Recipe

Facts = Mapping[FactName, str | None]
PLACES: Final = (DEPARTURE, DESTINATION, TERRITORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What holds for all lines beside their own facts: values of named unknowns of the law, decisions on names."""

    assume: tuple[tuple[str, str], ...] = ()
    decisions: tuple[Decision, ...] = ()


HERE: Final = Assumptions()
_PLAIN: Final = Recipe(encoding="utf-8", separator=",", header_row=1)


@dataclass(slots=True)
class WhatIf:
    """Tells whether lines are settled; lines that are equal are determined once."""

    run: CompletedRun
    _known: dict[tuple[Assumptions, tuple[tuple[FactName, str | None], ...]], bool] = field(default_factory=dict)

    def settled(self, lines: Sequence[Facts], world: Assumptions = HERE) -> list[bool]:
        """Tell of each line whether it is settled."""
        keys = [(world, tuple(sorted((name, text) for name, text in facts.items() if text))) for facts in lines]
        wanted = [key for key in dict.fromkeys(keys) if key not in self._known]
        if wanted:
            outcomes = self._determine([dict(facts) for _, facts in wanted], world)
            self._known.update(zip(wanted, outcomes, strict=True))
        return [self._known[key] for key in keys]

    def _determine(self, lines: Sequence[Facts], world: Assumptions) -> list[bool]:
        run = self.run
        names = sorted({name for facts in lines for name in facts} | ({DATE} if run.day is None else set()))
        left = run.columns.unknown
        unknown = {*left, *NEEDED} - {*names}
        with temporary_folder() as folder:
            book = folder / "tried.csv"
            rows = (
                [number, *(facts.get(name) or (NOBODY_SAYS if name in left else "") for name in names)]
                for number, facts in enumerate(lines)
            )
            book.write_text(csv_text(chain((["line", *names],), rows)), encoding="utf-8", newline="")
            done = settled_lines(
                book,
                BookAnswers(decisions=world.decisions).over(run.library),
                as_of=run.day,
                readings=run.readings,
                assume={**run.assume, **dict(world.assume)},
                unknown=unknown,
                recipe=_PLAIN,
            )
        return [number in done for number in range(len(lines))]


@dataclass(slots=True)
class Possible:
    """The answers that a question can have, one of each kind that the law tells apart.

    Only answers are tried that leave nothing open themselves: no code of a whole group, and no name that may be that
    of a listed party. Of codes one at a time is tried.
    """

    run: CompletedRun
    lines: OpenLines
    _found: dict[FactName, tuple[str, ...]] = field(default_factory=dict)

    def answers(self, question: Question) -> tuple[str, ...]:
        """Return the answers of a question, as text."""
        if question.fact == SAME:
            return ("yes", "no")
        if question.fact not in self._found:
            self._found[question.fact] = tuple(self._of(question.fact))
        return self._found[question.fact]

    def _of(self, name: FactName) -> Iterable[str]:
        run, parties = self.run, parties_of(self.run.library)
        fact = run.library.facts[name]
        if fact.of == "law" or fact.kind in {"choice", "yes_no"}:
            return fact.choices or ("yes", "no")
        leaves = [leaf for leaf in self.lines.leaves() if leaf.fact == name or (name in PLACES and leaf.fact in PLACES)]
        if fact.kind == "codes":
            day = self.lines.laws[0].law.day
            domain = domains_of(leaves, run.library.facts, day, parties)[name]
            settled = domain.known
            for leaf in domain.true:
                settled &= domain.true[leaf] | domain.false[leaf]
            return [str(value) for place, value in enumerate(domain.values) if settled >> place & 1]
        laws: Sequence[CompiledLaw] = self.lines.laws
        cutter = Partitioner(name, laws, apart(name, laws, parties), parties if fact.kind == "party" else None)
        found: dict[int, FactValue] = {}
        for value in (*self._places(name), *single_values(fact, leaves, run.library.facts, parties)):
            if fact.kind == "party" and not self._certain(name, str(value)):
                continue
            tag = value if name in PLACES else None
            found.setdefault(cutter.cell(value, tag), value)
        return [_text(value) for value in found.values()]

    def _certain(self, name: FactName, party: str) -> bool:
        parties = parties_of(self.run.library)
        matches = (*parties.matches(party), *(parties.military(party) if name == END_USER else ()))
        return party == "none" or all(match.certain for match in matches)

    def _places(self, name: FactName) -> Iterable[str]:
        """Return the territories that lines of the book name: an item may stay where it is."""
        if name not in PLACES:
            return ()
        said = {text.strip().upper() for one in self.lines.alike for place in PLACES if (text := one.facts.get(place))}
        known = self.run.library.facts.schemes.get("iso/3166", frozenset())
        return sorted(text for text in said if text in known)


def _text(value: FactValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    assert not isinstance(value, Unknown)  # noqa: S101 - only known values are tried
    return str(value) if isinstance(value, Codes) else f"{value}"


def answered(
    question: Question, answer: str, run: CompletedRun, world: Assumptions = HERE
) -> tuple[dict[FactName, str], Assumptions]:
    """Return what an answer changes: facts of the lines that it is about, or what holds for all lines."""
    if question.kind == "law":
        return {}, Assumptions(assume=(*world.assume, (question.fact, answer)), decisions=world.decisions)
    if question.kind == "name":
        return {}, Assumptions(assume=world.assume, decisions=(*world.decisions, decision_of(question, answer, run)))
    return {question.fact: answer}, world


def decision_of(
    question: Question, answer: str, run: CompletedRun, *, by: str = "", on: str = "", basis: str = ""
) -> Decision:
    """Return what a person decides of a name and an entry."""
    from datetime import date

    entry = parties_of(run.library).by_id[question.entry]
    return Decision(
        name=dict(question.about)["name"],
        entry=entry.id,
        same=answer == "yes",
        by=by,
        on=date.fromisoformat(on) if on else date.min,
        digest=digest_of(entry),
        basis=basis,
    )

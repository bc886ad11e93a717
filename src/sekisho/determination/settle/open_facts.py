"""What open lines leave open, and what they say once answers are filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from sekisho.determination.book.answers import (
    A_PARTY_POINTS,
    NOBODY_SAYS,
    NOTHING_POINTS,
    POINTS,
    Answer,
    BookAnswers,
    in_order,
    is_open,
    points_to,
    values_of,
)
from sekisho.determination.settle.completed_run import CompletedRun, OpenGroup
from sekisho.determination.settle.questions import ROLES
from sekisho.determination.settle.what_if import HERE, Assumptions, Facts
from sekisho.law.model.condition import FactName
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.trade.items.inference import triggered_facts


@dataclass(slots=True)
class OpenFacts:
    """The facts that open lines of a run leave open."""

    run: CompletedRun
    _left: dict[tuple[int, FactName], bool] = field(default_factory=dict, repr=False)
    """Whether a group leaves a fact open, by the identity of the group, which the lines of the run hold."""

    def with_answers(
        self, lines: Sequence[OpenGroup], answers: Sequence[Answer], world: Assumptions = HERE
    ) -> list[Facts]:
        """Return the facts of open lines with answers filled in, by the rule by which a book is filled."""
        facts = self.run.library.facts
        ordered = in_order(answer for answer in answers if answer.fact in facts)
        parties = parties_of(BookAnswers(decisions=world.decisions).over(self.run.library)) if world.decisions else None
        return [self._filled(group, ordered, parties) for group in lines]

    def _filled(self, group: OpenGroup, ordered: Sequence[Answer], parties: PartyIndex | None) -> Facts:
        says = dict(group.says)
        if parties is not None and says[POINTS] == A_PARTY_POINTS:
            names = (says[role] for role in ROLES if is_named(says[role]))
            says[POINTS] = A_PARTY_POINTS if any(points_to(name, parties) for name in names) else NOTHING_POINTS
        return {**group.facts, **values_of(says, ordered, partial(self.is_open, group))}

    def is_open(self, group: OpenGroup, fact: FactName) -> bool:
        """Tell whether some lines leave a fact open."""
        key = (id(group), fact)
        if key not in self._left:
            self._left[key] = self._leaves_open(group, fact)
        return self._left[key]

    def _leaves_open(self, group: OpenGroup, fact: FactName) -> bool:
        run = self.run
        table = run.library.facts
        text = group.facts.get(fact)
        if fact not in group.facts:
            # Of a fact without a column nobody says anything, whatever leaving it out means.
            return True
        return is_open(table[fact], text, pointed=fact in triggered_facts(table.triggers))


def is_named(text: str) -> bool:
    """Tell whether a line names a party: neither nobody nor an empty word stands there."""
    return text not in {NOBODY_SAYS, "none", ""}

"""The parts of an answer to one line, each worked out when it is first read: readings, branches, cautions, inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Final

from sekisho.dataclass import LateWork, made_late
from sekisho.determination.core.deciding_table import DecidingTable
from sekisho.determination.core.evaluation import Evaluation, LineEvaluation, missing_facts
from sekisho.determination.core.law_in_time import (
    ComingChange,
    SleepingClause,
    changes_ahead,
    practice_of,
    sleeping_law,
)
from sekisho.determination.core.outcome import Branch, Coverage, Determination, Obligation, Outcome, Verdict, level_of
from sekisho.determination.core.variants import Variant, VariantGroups, Variants, variants_of
from sekisho.determination.line.alerts import with_alerts
from sekisho.determination.line.cautions import (
    date_cautions,
    law_cautions,
    military_cautions,
    owner_cautions,
    share_cautions,
    short_name_cautions,
    statement_cautions,
    text_cautions,
    unknown_owners,
    unnamed_cautions,
)
from sekisho.determination.line.contradiction import (
    Contradiction,
    TriggerEffect,
    contradictions,
    told_of,
    trigger_effects,
)
from sekisho.determination.line.deciding_rows import deciding_table
from sekisho.determination.line.input_ledger import Input, Stated, StatedInputs
from sekisho.law.dates.calendar import LawOnDay, Stage, law_on, stage_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName, MeasureId
from sekisho.law.model.consequences import deeds_against, licensing_of, opens_by_licence, penalties_of
from sekisho.law.model.fact import UNKNOWN, FactValue, Unknown, is_blank
from sekisho.law.model.fact_table import LISTED_SHARE
from sekisho.law.model.library import Library
from sekisho.law.model.licensing import Licensing, certificate_alone
from sekisho.law.model.measure import Clause, ClauseId, Measure
from sekisho.law.model.office_practice import OfficePractice
from sekisho.law.model.penalty import Penalty
from sekisho.law.model.state_assumption import Statement, statements_on
from sekisho.law.model.term import Reading, Readings
from sekisho.message import Text
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import algorithm
from sekisho.trade.transaction import ALIASES


@cached_per_library
def ranks_of(library: Library) -> dict[FactName, int]:
    """Return the place of every fact in the table of facts."""
    return {name: place for place, name in enumerate(library.facts.facts)}


class AnswerParts(LateWork):
    """The parts of an answer, each worked out when it is first read.

    None holds the answer itself: that would be let go no sooner than the collector of cycles comes.
    """

    late = frozenset(
        (
            *("facts", "missing", "obligations", "by_reading", "branches", "notes", "cautions", "cited", "coverage"),
            *("questions", "licensing", "penalties", "parties", "triggered", "contradictions", "sleeping", "ahead"),
            *("practice", "statements"),
        )
    )

    def __init__(
        self, judged: LineEvaluation, library: Library, *, assume: Mapping[str, str], dated: bool, days_ahead: int
    ) -> None:
        self._judged, self._heard, self._given, self._library = judged, judged.heard, judged.given, library
        self._typed, self._day = judged.heard.context.facts, judged.heard.context.day
        self._assume, self._dated, self._days_ahead = assume, dated, days_ahead

    def answer(self) -> Determination:
        """Return the answer, with the hits on lists in it."""
        answer: Determination = made_late(
            Determination,
            self,
            verdict=self._heard.verdict,
            as_of=self._day,
            readings=self._heard.context.readings,
            ledger=self.ledger,
            deciding=self.deciding,
            judged=self._judged,
        )
        return with_alerts(answer, self._typed, self._library)

    def ledger(self) -> tuple[Input, ...]:
        """Return everything that was stated, with what became of it."""
        return self._inputs_told

    def deciding(self) -> DecidingTable:
        """Return what the answer depends on."""
        return self._table

    @cached_property
    def _inputs_told(self) -> tuple[Input, ...]:
        contradicted = frozenset(contradiction.fact for contradiction in self.contradictions)
        return self._inputs.told(*self._beside.group("inputs"), contradicted)

    @cached_property
    def _table(self) -> DecidingTable:
        return deciding_table(self.answer(), self._given, self._library)

    @cached_property
    def _stated(self) -> dict[FactName, FactValue]:
        return _stated(self._given, self._library)

    @cached_property
    def _inputs(self) -> StatedInputs:
        stated = Stated(
            facts=self._stated, assume=self._assume, readings=self._heard.context.readings, dated=self._dated
        )
        return StatedInputs(self._heard, stated, self._library)

    @cached_property
    def _beside(self) -> VariantGroups:
        groups = {
            "readings": READ_THREE_WAYS,
            "states": [state for _, _, state in states_of(self._heard, self._law)],
            "owners": unknown_owners(self._heard, self._judged.unstated),
            "inputs": self._inputs.variants,
        }
        return VariantGroups(self._heard, groups, self._library)

    @property
    def _law(self) -> LawOnDay:
        return law_on(self._library, self._day)

    @cached_property
    def _military(self) -> tuple[str, ...]:
        return tuple(military_cautions(self._given, self._library))

    @cached_property
    def _named(self) -> tuple[Text, ...]:
        return _named_notes(self._given, self.parties, self._library, self._day)

    # --- the fields of an answer -------------------------------------------------------------------

    @property
    def facts(self) -> dict[FactName, FactValue]:
        """What is stated or follows from it, and what is assumed of the law."""
        hidden = self._judged.unstated.difference(self._library.facts.of_law)
        return {name: value for name, value in self._typed.items() if value is not UNKNOWN and name not in hidden}

    @property
    def missing(self) -> tuple[FactName, ...]:
        """The facts for which open clauses wait."""
        return missing_facts(map(self._heard.missing, self._heard.verdict.open), ranks_of(self._library))

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """The duties that come with the answer, or may."""
        return self._heard.obligations

    @cached_property
    def by_reading(self) -> dict[str, Verdict]:
        """The outcome if all disputed words are read narrowly, centrally and broadly."""
        return read_three_ways(*self._beside.group("readings"))

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """The outcome for each value of the named unknowns of the law."""
        return branches_in(self._heard, self._law, *self._beside.group("states"))

    @property
    def notes(self) -> tuple[str, ...]:
        """The cautions that are told before all else."""
        groups = _group_notes(self.parties, self._typed, self._library, self._day)
        return *self._military, *self._named, *groups

    @property
    def cautions(self) -> tuple[str, ...]:
        """What a reader of the answer has to look after."""
        heard, library, facts = self._heard, self._library, self._typed
        return (
            *self._military,
            *self._named,
            *told_of(self.triggered, self.contradictions, library),
            *_ruled_out(self.parties, facts, library),
            *statement_cautions(facts, self.parties),
            *short_name_cautions(self.parties, facts, library),
            *unnamed_cautions(facts, library, self._day),
            *owner_cautions(heard, self._judged.unstated, *self._beside.group("owners")),
            *text_cautions(self.branches, heard.verdict, library),
            *date_cautions(facts, heard.context, library),
            *self._shares_told(),
            *share_cautions(self._stated, self.ledger, library),
            *law_cautions(library, self._day, heard.verdict, self.coverage),
        )

    def _shares_told(self) -> tuple[Text, ...]:
        shares = (value for name, value in self._typed.items() if name.endswith(LISTED_SHARE))
        if not self.parties and not any(isinstance(share, Decimal) and share > 0 for share in shares):
            return ()
        from sekisho.determination.line.listed_holdings import shares_told  # most lines that are asked name nobody

        return tuple(shares_told(self._heard, self._law, self._library, self.by_reading[Reading.BROAD]))

    @property
    def cited(self) -> tuple[tuple[Measure, Clause], ...]:
        """The clauses that decide, or could raise, the answer."""
        verdict = self._heard.verdict
        return tuple(self._library.clauses[name] for name in (*verdict.decisive, *verdict.open))

    @property
    def coverage(self) -> Coverage:
        """What was checked."""
        return _coverage(self._library, self._law.day)

    @property
    def questions(self) -> Mapping[FactName, str]:
        """How each fact is asked for."""
        return _questions(self._library)

    @property
    def licensing(self) -> tuple[tuple[MeasureId, Licensing], ...]:
        """How a licence is got under the measures that decide."""
        return _licensing(self._library, self._heard.verdict.decisive)

    @property
    def penalties(self) -> tuple[tuple[MeasureId, Penalty], ...]:
        """What follows a breach of the clauses that decide."""
        return _penalties(self._library, self._heard.verdict.decisive)

    @cached_property
    def parties(self) -> dict[FactName, dict[str, object]]:
        """Whom each party that the line names means."""
        return _parties(self._typed, self._library, self._day)

    @cached_property
    def triggered(self) -> tuple[TriggerEffect, ...]:
        """What customs code and words of the line point at."""
        return trigger_effects(self._heard, self._stated, self._library)

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What contradicts a fact that the line states."""
        return contradictions(self._heard, self._stated, self.triggered, self._library)

    @property
    def sleeping(self) -> tuple[SleepingClause, ...]:
        """Clauses that would count if they were in force."""
        return sleeping_law(self._library, self._heard.context)

    @property
    def ahead(self) -> tuple[ComingChange, ...]:
        """Changes of the law that are to come."""
        return changes_ahead(self._library, self._heard.context, self._days_ahead)

    @property
    def practice(self) -> tuple[OfficePractice, ...]:
        """What the office does in practice."""
        return practice_of(self._library, self._heard.context, self._heard.verdict)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What is said of the states of the law that bear on the answer."""
        unknowns = dict.fromkeys(branch.unknown for branch in self.branches if branch.bears)
        assumptions = self._library.assumptions
        return tuple(chain.from_iterable(statements_on(unknown, assumptions, self._day) for unknown in unknowns))


def _stated(given: Mapping[str, object], library: Library) -> dict[FactName, FactValue]:
    """Type what a line states itself, before anything follows from it."""
    table = library.facts
    names = {FactName(ALIASES.get(name, name)): value for name, value in given.items() if not is_blank(value)}
    return {name: table.parse(name, value) for name, value in names.items()}


@cached_per_library
def _questions(library: Library) -> dict[FactName, str]:
    """Return how each fact is asked for."""
    return {name: fact.question for name, fact in library.facts.facts.items()}


@cached_per_library
def _licensing(library: Library, decisive: tuple[ClauseId, ...]) -> tuple[tuple[MeasureId, Licensing], ...]:
    """Look up how a licence is got under the measure of each decisive clause that a licence can open."""
    found = {}
    for measure, clause in (library.clauses[name] for name in decisive):
        licensing = licensing_of(measure, library.measures) if opens_by_licence(clause) else None
        if licensing is not None:
            by_registration = level_of(clause) is Outcome.REGISTRATION
            found[measure.id] = certificate_alone(licensing) if by_registration else licensing
    return tuple(found.items())


@cached_per_library
def _penalties(library: Library, decisive: tuple[ClauseId, ...]) -> tuple[tuple[MeasureId, Penalty], ...]:
    """Look up what follows a breach of the decisive clauses, each article once."""
    found = {}
    for measure, clause in (library.clauses[name] for name in decisive):
        for setter, penalty in penalties_of(measure, library.measures, deeds_against(clause)):
            found[setter, penalty.article] = penalty
    return tuple((setter, penalty) for (setter, _), penalty in found.items())


READ_THREE_WAYS: Final[tuple[Variant, ...]] = tuple(({}, Readings(reading)) for reading in Reading)
"""A line as it is, with all disputed words read narrowly, centrally and broadly."""


def read_three_ways(judged: Variants, start: int = 0) -> dict[str, Verdict]:
    """Return the outcome if all disputed words are read narrowly, centrally and broadly.

    Parameters
    ----------
    judged, start
        `READ_THREE_WAYS` judged, and the place of the first among the variants.
    """
    return {str(reading): judged.verdict(at) for at, reading in enumerate(Reading, start)}


def states_of(heard: Evaluation, law: LawOnDay) -> Iterator[tuple[FactName, str, Variant]]:
    """Go through the values of the named unknowns of the law that nobody answered, each as a variant of a line."""
    for name, choices in law.unknowns.items():
        if heard.context.facts[name] is UNKNOWN:
            for choice in choices:
                yield name, choice, ({name: choice}, heard.context.readings)


def branches_of(heard: Evaluation, law: LawOnDay, library: Library) -> tuple[Branch, ...]:
    """Return the outcome for each value of the named unknowns of the law that nobody answered."""
    return branches_in(heard, law, variants_of(heard, [state for _, _, state in states_of(heard, law)], library))


def branches_in(heard: Evaluation, law: LawOnDay, judged: Variants, start: int = 0) -> tuple[Branch, ...]:
    """Return the same of states that were judged; `start` is the place of the first among the variants."""
    states = [(name, choice, at) for at, (name, choice, _) in enumerate(states_of(heard, law), start)]
    has_text = [choice not in law.untold.get(name, frozenset()) for name, choice, _ in states]
    own = _ends(heard.verdict)
    bearing = {
        name for (name, _, at), is_known in zip(states, has_text, strict=True) if is_known and judged.ends(at) != own
    }
    return tuple(
        Branch(
            unknown=name,
            value=choice,
            verdict=judged.verdict(at),
            obligations=judged.obligations(at),
            known=is_known,
            bears=name in bearing,
        )
        for (name, choice, at), is_known in zip(states, has_text, strict=True)
    )


def _ends(verdict: Verdict) -> tuple[Outcome, Outcome]:
    return verdict.floor, verdict.ceiling


def _parties(facts: Mapping[FactName, FactValue], library: Library, day: date) -> dict[FactName, dict[str, object]]:
    """Tell of each party that a line names whom it means, and the state of the listings on a day."""
    named = tuple(named_parties(facts, library))
    if not named:
        return {}
    from sekisho.parties.identification import whom_data  # most lines that are asked name nobody

    index = parties_of(library)
    return {name: whom_data(index.whom(str(value)), index, day) for name, value in named}


def _named_notes(
    given: Mapping[str, object], parties: Mapping[FactName, dict[str, object]], library: Library, day: date
) -> tuple[Text, ...]:
    if not any(isinstance(given.get(name), str) for name in ("description", "end_use")):
        return ()
    from sekisho.determination.line.named_notes import named_notes  # a line of codes needs no tables of names

    return tuple(named_notes(given, parties, library, day))


def _group_notes(
    parties: Mapping[FactName, dict[str, object]], facts: Mapping[FactName, FactValue], library: Library, day: date
) -> tuple[Text, ...]:
    if not parties:
        return ()
    from sekisho.determination.line.group_notes import group_notes  # most lines that are asked name nobody

    return tuple(group_notes(parties, facts, library, day))


def _ruled_out(
    parties: Mapping[FactName, dict[str, object]], facts: Mapping[FactName, FactValue], library: Library
) -> tuple[Text, ...]:
    if not parties:
        return ()
    from sekisho.determination.line.ruled_out import ruled_out_texts  # the same

    return tuple(ruled_out_texts(parties, facts, library))


def named_parties(facts: Mapping[FactName, FactValue], library: Library) -> Iterator[tuple[FactName, FactValue]]:
    """Go through the parties that a line names."""
    for name in _party_facts(library):
        value = facts.get(name, UNKNOWN)
        if not isinstance(value, Unknown) and value != "none":
            yield name, value


@cached_per_library
def _party_facts(library: Library) -> tuple[FactName, ...]:
    """Return the facts that name a party, in the order of the table."""
    return tuple(name for name, fact in library.facts.facts.items() if fact.kind == "party")


@cached_per_library
def _coverage(library: Library, day: date) -> Coverage:
    """State which knowledge was asked, for the days from a change of the law to the next."""
    law = law_on(library, day)
    stages = Counter(stage_on(measure, law.day)[0] for measure in library.measures.values())
    return Coverage(
        measures=len(library.measures),
        in_force=stages[Stage.IN_FORCE],
        not_known=stages[Stage.UNKNOWN],
        pending=len(law.pending),
        jurisdictions=tuple(sorted({measure.jurisdiction for measure in library.measures.values()})),
        not_covered=tuple(text for package in library.packages for text in package.not_covered),
        version=library.version,
        hash=library.hash,
        horizon=library.horizon,
        names={"algorithm": algorithm(), **library.identity.policy.to_dict()},
    )

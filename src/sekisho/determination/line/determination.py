"""Determine one line: every clause judged, the answer with its reasons, branches and readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from sekisho.dataclass import LateFields, dataclass, made_late
from sekisho.determination.core.evaluation import Evaluation, LineEvaluation, Trace, evaluate, missing_facts
from sekisho.determination.core.inputs import DATE, line_facts, settle_input, settle_line, state_days
from sekisho.determination.core.law_in_time import AHEAD, changes_ahead, practice_of, sleeping_law
from sekisho.determination.core.outcome import Branch, Determination, Outcome, Verdict, level_of
from sekisho.determination.core.variants import Variant, VariantGroups, Variants, variants_of
from sekisho.determination.line.alerts import alerted, alerts_of, with_alerts
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
from sekisho.determination.line.contradiction import contradictions, told_of, trigger_effects
from sekisho.determination.line.coverage import coverage_on
from sekisho.determination.line.deciding_rows import deciding_table
from sekisho.determination.line.input_ledger import Input, Stated, StatedInputs
from sekisho.determination.line.presumptions import with_presumed
from sekisho.errors import FactError
from sekisho.law.dates.calendar import ClauseOnDay, LawOnDay, law_on
from sekisho.law.memo import cached_per_library, once
from sekisho.law.model.condition import FactName, MeasureId
from sekisho.law.model.consequences import deeds_against, licensing_of, opens_by_licence, penalties_of
from sekisho.law.model.fact import UNKNOWN, DaySpan, FactValue, Truth, Unknown, is_blank
from sekisho.law.model.fact_table import LISTED_SHARE
from sekisho.law.model.library import Library
from sekisho.law.model.licensing import Licensing
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.penalty import Penalty
from sekisho.law.model.state_assumption import Statement, statements_on
from sekisho.law.model.term import Reading, Readings
from sekisho.message import Text
from sekisho.parties.index import parties_of
from sekisho.trade.transaction import ALIASES, Line


@cached_per_library
def ranks_of(library: Library) -> dict[FactName, int]:
    """Return the place of every fact in the table of facts."""
    return {name: place for place, name in enumerate(library.facts.facts)}


def determine(
    line: Line | Mapping[str, object],
    library: Library,
    *,
    as_of: date | str | None = None,
    readings: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
    ahead: int = AHEAD,
) -> Determination:
    """Determine one line under the law of a day.

    Parameters
    ----------
    line
        The facts of the line; what is left out is unknown, save where the table of facts says otherwise (`absent`).
    as_of
        Date of law; the line's own date if left out. If of that only the month or a span of days is known, the line is
        judged under every state of the law within it (see `day_spans`).
    readings
        How disputed terms are read: central unless said otherwise.
    assume
        Values for named unknowns of the law.
    ahead
        Days after the date of law within which changes are told.

    Raises
    ------
    FactError
        If a fact, a value, a term or a date is wrong, with all problems at once.
    """
    given = dict(line.given if isinstance(line, Line) else line)  # what is late is of the line as it is asked now
    span = None if as_of is not None else _span(given, library)
    if span is not None:
        days = state_days(library, span)
        answers = [determine(given, library, as_of=day, readings=readings, assume=assume, ahead=ahead) for day in days]
        from sekisho.determination.line.day_spans import over_days  # few lines leave on a day that is not known

        return over_days(answers, span)
    facts, day, chosen, unstated = settle_line(given, library, as_of=as_of, readings=readings, assume=assume)
    parties_of(library).drop_recalled(str(value) for _, value in _named(facts, library))
    heard = evaluate(library, facts, day, chosen)
    verdict, law = heard.verdict, law_on(library, day)
    stated = once(lambda: _stated(given, library))
    military = once(lambda: tuple(military_cautions(given, library)))
    pointed = once(lambda: trigger_effects(heard, stated(), library))
    against = once(lambda: contradictions(heard, stated(), pointed(), library))
    parties = once(lambda: _parties(facts, library, day))
    named = once(lambda: _named_notes(given, parties(), library, day))

    question = once(lambda: Stated(facts=stated(), assume=assume or {}, readings=chosen, dated=as_of is not None))
    inputs = once(lambda: StatedInputs(heard, question(), library))
    beside = VariantGroups(
        heard,
        {
            "readings": lambda: READ_THREE_WAYS,
            "states": lambda: [state for _, _, state in states_of(heard, law)],
            "owners": lambda: unknown_owners(heard, unstated),
            "inputs": lambda: inputs().variants,
        },
        library,
    )

    @once
    def ledger() -> tuple[Input, ...]:
        contradicted = frozenset(contradiction.fact for contradiction in against())
        return inputs().told(*beside.group("inputs"), contradicted)

    late: dict[str, Callable[[], object]] = {
        "facts": lambda: _facts_told(facts, unstated, library),
        "missing": lambda: missing_facts(map(heard.missing, verdict.open), ranks_of(library)),
        "obligations": lambda: heard.obligations,
        "by_reading": lambda: read_three_ways(*beside.group("readings")),
        "branches": lambda: branches_in(heard, law, *beside.group("states")),
        "notes": lambda: (*military(), *named(), *_group_notes(parties(), facts, library, day)),
        "cautions": lambda: (
            *military(),
            *named(),
            *told_of(pointed(), against(), library),
            *_ruled_out(parties(), facts, library),
            *statement_cautions(facts, parties()),
            *short_name_cautions(parties(), facts, library),
            *unnamed_cautions(facts, library, day),
            *owner_cautions(heard, unstated, *beside.group("owners")),
            *text_cautions(answer.branches, verdict),
            *date_cautions(facts, heard.context, library),
            *_shares_told(heard, law, library, answer, parties()),
            *share_cautions(stated(), ledger, library),
            *law_cautions(library, day, verdict),
        ),
        "cited": lambda: tuple(library.clauses[name] for name in (*verdict.decisive, *verdict.open)),
        "coverage": lambda: coverage_on(library, day),
        "questions": lambda: _questions(library),
        "licensing": lambda: _licensing(library, verdict.decisive),
        "penalties": lambda: _penalties(library, verdict.decisive),
        "parties": parties,
        "triggered": pointed,
        "contradictions": against,
        "sleeping": lambda: sleeping_law(library, heard.context),
        "ahead": lambda: changes_ahead(library, heard.context, ahead),
        "practice": lambda: practice_of(library, heard.context, verdict),
        "statements": lambda: _statements(answer.branches, library, day),
    }
    answer: Determination = made_late(
        Determination,
        late,
        verdict=verdict,
        as_of=day,
        readings=chosen,
        ledger=ledger,
        deciding=once(lambda: deciding_table(whole, given, library)),
        judged=LineEvaluation(given, heard, unstated),
    )
    whole: Determination = with_alerts(answer, facts, library)
    return whole


def _facts_told(
    facts: Mapping[FactName, FactValue], unstated: frozenset[FactName], library: Library
) -> dict[FactName, FactValue]:
    """Return the facts that an answer tells: what is stated or follows from it, and what is assumed of the law."""
    hidden = unstated.difference(library.facts.of_law)
    return {name: value for name, value in facts.items() if value is not UNKNOWN and name not in hidden}


def _statements(branches: Sequence[Branch], library: Library, day: date) -> tuple[Statement, ...]:
    """Return what is said of the states of the law that bear on an answer."""
    unknowns = dict.fromkeys(branch.unknown for branch in branches if branch.bears)
    return tuple(statement for unknown in unknowns for statement in statements_on(unknown, library.assumptions, day))


def verdict_of(given: Mapping[str, object], library: Library, *, as_of: date) -> Verdict:
    """Determine floor and ceiling of one line as `determine` does, and nothing else of its answer.

    Raises
    ------
    FactError
        If a fact or a value is wrong, with all problems at once.
    """
    facts, day, chosen = settle_input(given, library, as_of=as_of, readings=None, assume=None)
    alerts = alerts_of(facts, parties_of(library), law_on(library, day).day)
    return alerted(evaluate(library, facts, day, chosen).verdict, alerts)


def _stated(given: Mapping[str, object], library: Library) -> dict[FactName, FactValue]:
    """Type what a line states itself, before anything follows from it."""
    table = library.facts
    names = {FactName(ALIASES.get(name, name)): value for name, value in given.items() if not is_blank(value)}
    return {name: table.parse(name, value) for name, value in names.items()}


def _span(given: Mapping[str, object], library: Library) -> DaySpan | None:
    """Return the span of days that a line states as its date; None if it states a day, none, or nothing readable."""
    try:
        day = library.facts.parse(DATE, given.get(DATE))
    except FactError:
        return None  # it is told with all that is wrong
    return day if isinstance(day, DaySpan) else None


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
            found[measure.id] = licensing
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
    named = tuple(_named(facts, library))
    if not named:
        return {}
    from sekisho.parties.identification import whom_data  # most lines that are asked name nobody

    index = parties_of(library)
    return {name: whom_data(index.whom(str(value)), index, day) for name, value in named}


def _named(facts: Mapping[FactName, FactValue], library: Library) -> Iterator[tuple[FactName, FactValue]]:
    for name in _party_facts(library):
        value = facts.get(name, UNKNOWN)
        if not isinstance(value, Unknown) and value != "none":
            yield name, value


@cached_per_library
def _party_facts(library: Library) -> tuple[FactName, ...]:
    """Return the facts that name a party, in the order of the table."""
    return tuple(name for name, fact in library.facts.facts.items() if fact.kind == "party")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReason(LateFields):
    """A clause that bears on the answer, with the trace of its condition, which is told when it is read."""

    clause: ClauseOnDay
    level: Outcome
    value: Truth
    trace: Trace


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


def _shares_told(
    heard: Evaluation,
    law: LawOnDay,
    library: Library,
    answer: Determination,
    parties: Mapping[FactName, dict[str, object]],
) -> tuple[Text, ...]:
    facts = heard.context.facts
    shares = (value for name, value in facts.items() if name.endswith(LISTED_SHARE))
    if not parties and not any(isinstance(share, Decimal) and share > 0 for share in shares):
        return ()
    from sekisho.determination.line.listed_holdings import shares_told  # most lines that are asked name nobody

    return tuple(shares_told(heard, law, library, answer.by_reading[Reading.BROAD]))


def _ruled_out(
    parties: Mapping[FactName, dict[str, object]], facts: Mapping[FactName, FactValue], library: Library
) -> tuple[Text, ...]:
    if not parties:
        return ()
    from sekisho.determination.line.ruled_out import ruled_out_texts  # the same

    return tuple(ruled_out_texts(parties, facts, library))


def evaluation_of(answer: Determination, line: Line | Mapping[str, object], library: Library) -> Evaluation:
    """Put the line of an answer before the clauses again, to tell why they are met or not.

    Where nothing but presumptions would make it free, the clauses of the answer are those that are open without them.
    """
    given = line.given if isinstance(line, Line) else line
    stated = given if answer.verdict.supposed else with_presumed(given, answer)
    judged = answer.judged
    if isinstance(judged, LineEvaluation) and judged.answers(stated, library):
        return judged.heard
    assumed = {str(name): value for name, value in answer.facts.items() if library.facts[name].of == "law"}
    facts = line_facts({**stated, **assumed}, library)
    return evaluate(library, facts, answer.as_of, answer.readings)


def reasons(answer: Determination, line: Line | Mapping[str, object], library: Library) -> tuple[ClauseReason, ...]:
    """Judge the decisive and open clauses of an answer again, with a trace of every part."""
    evaluation = evaluation_of(answer, line, library)
    wanted = {name: place for place, name in enumerate((*answer.decisive, *answer.open))}
    of_day = _clauses_by_id(library, law_on(library, answer.as_of).day)
    found = [of_day[name] for name in wanted if name in of_day]
    return tuple(
        made_late(
            ClauseReason,
            {"trace": partial(evaluation.trace, clause.clause.id)},
            clause=clause,
            level=level_of(clause.clause),
            value=evaluation.value(clause.clause.id),
        )
        for clause in sorted(found, key=lambda clause: wanted[clause.clause.id])
    )


@cached_per_library
def _clauses_by_id(library: Library, day: date) -> dict[ClauseId, ClauseOnDay]:
    """Return the clauses of a day by their ids, once for all days between two changes (`LawOnDay.day`)."""
    return {clause.clause.id: clause for clause in law_on(library, day).clauses}

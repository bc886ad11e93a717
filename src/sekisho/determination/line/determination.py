"""Determine one line: every clause judged, the answer with its reasons, branches and readings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from sekisho.determination.core.evaluation import Evaluation, EvaluationContext, Trace, evaluate, missing_facts
from sekisho.determination.core.inputs import line_facts, parties_of, settle_input, state_days
from sekisho.determination.core.law_in_time import AHEAD, changes_ahead, practice_of, sleeping_law
from sekisho.determination.core.outcome import Branch, Coverage, Determination, Outcome, Verdict, level_of
from sekisho.determination.line.alerts import with_alerts
from sekisho.determination.line.contradiction import contradictions, told_of, trigger_effects
from sekisho.determination.line.day_spans import over_days
from sekisho.determination.line.input_ledger import Input, InputUse, Stated, inputs_of
from sekisho.determination.line.listed_holdings import shares_told
from sekisho.errors import FactError
from sekisho.i18n.names import level_text
from sekisho.law.dates.calendar import APPLIES, ClauseOnDay, LawOnDay, days_beyond, is_in_order, law_on, stage_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName, Listed, MeasureId, walk
from sekisho.law.model.consequences import deeds_against, licensing_of, opens_by_licence, penalties_of
from sekisho.law.model.fact import UNKNOWN, DaySpan, FactValue, Truth, Unknown, fact_text, is_blank, value_text
from sekisho.law.model.library import Library
from sekisho.law.model.licensing import Licensing
from sekisho.law.model.measure import Clause, ClauseId, Confidence
from sekisho.law.model.penalty import Penalty
from sekisho.law.model.state_assumption import statements_on
from sekisho.law.model.term import Reading, Readings
from sekisho.message import LawText, Text, joined, message
from sekisho.parties.derived_facts import END_USER
from sekisho.parties.fuzzy_index import ONLY_EQUAL, algorithm, is_installed
from sekisho.parties.identification import names_that_hold
from sekisho.parties.index import whom_data
from sekisho.trade.book.cells.defence_words import defence_words_in
from sekisho.trade.items.inference import BARRED_USE, RISK
from sekisho.trade.transaction import ALIASES, Line, left_out

if TYPE_CHECKING:
    pass

DATE: Final = FactName("date")
SHOWN: Final = 4
"""Changes of law that a caution names. A guess: more make a sentence that nobody reads to its end."""
FULLER: Final = 3
"""Listed names that are given of those that hold a name: enough to see whether one is meant. A guess."""


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
    given = line.given if isinstance(line, Line) else line
    span = None if as_of is not None else _span(given, library)
    if span is not None:
        days = state_days(library, span)
        answers = [determine(given, library, as_of=day, readings=readings, assume=assume, ahead=ahead) for day in days]
        return over_days(answers, span)
    facts, day, chosen = settle_input(given, library, as_of=as_of, readings=readings, assume=assume)
    unstated = left_out({**given, **(assume or {})}, library.facts)
    heard = evaluate(library, facts, day, chosen)
    verdict, parties = heard.verdict, _parties(facts, library, day)
    stated = _stated(given, library)
    pointed = trigger_effects(heard, stated, library)
    against = contradictions(heard, stated, pointed, library)
    branches = _branches(heard, law_on(library, day))
    by_reading = {str(reading): heard.with_readings(Readings(reading)).verdict for reading in Reading}
    question = Stated(
        facts=stated,
        assume=assume or {},
        readings=chosen,
        dated=as_of is not None,
        contradicted=frozenset(one.fact for one in against),
    )
    ledger = cache(lambda: inputs_of(heard, question, library))
    answer = Determination(
        verdict=verdict,
        as_of=day,
        readings=chosen,
        facts={
            name: value
            for name, value in facts.items()
            if value is not UNKNOWN and (name not in unstated or library.facts[name].of == "law")
        },
        missing=missing_facts(map(heard.missing, verdict.open), ranks_of(library)),
        obligations=heard.obligations,
        by_reading=by_reading,
        branches=branches,
        notes=tuple(_military(given, library)),
        cautions=(
            *_military(given, library),
            *told_of(pointed, against, library),
            *_taken(facts, library),
            *_shortened(parties, facts, library),
            *_not_named(facts, library, day),
            *_owners_left_out(heard, unstated),
            *_texts_open(branches, verdict),
            *_leaves_later(facts, heard.context, library),
            *shares_told(heard, law_on(library, day), library, by_reading[Reading.BROAD]),
            *_idle_shares(stated, ledger, library),
            *_cautions(library, day, verdict),
        ),
        cited=tuple(library.clauses[name] for name in (*verdict.decisive, *verdict.open)),
        coverage=coverage_on(library, day),
        questions=_questions(library),
        licensing=_licensing(library, verdict.decisive),
        penalties=_penalties(library, verdict.decisive),
        parties=parties,
        triggered=pointed,
        contradictions=against,
        sleeping=sleeping_law(library, heard.context),
        ahead=changes_ahead(library, heard.context, ahead),
        practice=practice_of(library, heard.context, verdict),
        statements=tuple(
            statement
            for unknown in dict.fromkeys(branch.unknown for branch in branches if branch.bears)
            for statement in statements_on(unknown, library.assumptions, day)
        ),
        ledger=ledger,
    )
    return with_alerts(answer, facts, library)


@cached_per_library
def _bars_named(library: Library, day: date) -> bool:
    """Tell whether some clause of a day bars parties by name alone."""
    parts = (part for clause in law_on(library, day).clauses for part in walk(clause.condition))
    return any(isinstance(part, Listed) and part.named for part in parts)


def _not_named(facts: Mapping[FactName, FactValue], library: Library, day: date) -> Iterable[str]:
    """Say that nobody was compared with the lists of measures that bar named parties, if the end user is not named."""
    if isinstance(facts[END_USER], Unknown) and _bars_named(library, law_on(library, day).day):
        yield message(
            "caution.user_not_named",
            "The end user is not named, so it was not compared with the unreliable entity list and the "
            "countermeasures.",
        )


def _military(given: Mapping[str, object], library: Library) -> Iterable[str]:
    """Say of each text that it holds words for a military use; they decide nothing, and a person confirms the use."""
    for name, value in given.items():
        fact = library.facts.facts.get(FactName(ALIASES.get(name, name)))
        if fact is None or fact.kind != "text" or fact.scheme or not isinstance(value, str):
            continue
        words = ", ".join(defence_words_in(value))
        if words:
            yield message(
                "caution.looks_military",
                "{fact} looks military ({words}): confirm what the goods are for.",
                fact=fact_text(fact.name),
                words=words,
            )


def _leaves_later(facts: Mapping[FactName, FactValue], case: EvaluationContext, library: Library) -> Iterable[str]:
    """Ask which day is meant where the line leaves after the date of law, and say what changes between the two."""
    leaves = facts.get(DATE, UNKNOWN)
    if not isinstance(leaves, date) or not is_in_order(case.day, leaves):
        return
    between = changes_ahead(library, case, until=leaves)
    if not between:
        yield message(
            "caution.leaves_later",
            "The line leaves on {leaves}, after the date of law, {day}, by which it is judged. "
            "No clause that bears on it changes between. Which day is meant?",
            leaves=str(leaves),
            day=str(case.day),
        )
        return
    changes = [
        message(
            "caution.change",
            "{clause} on {day}: {before} to {after}",
            clause=one.clause,
            day=str(one.on),
            before=one.before.words,
            after=one.after.words,
        )
        for one in between[:SHOWN]
    ]
    yield message(
        "caution.leaves_later_changes",
        "The line leaves on {leaves}, after the date of law, {day}, by which it is judged. "
        "Between the two this changes: {changes}. Which day is meant?",
        leaves=str(leaves),
        day=str(case.day),
        changes=joined(changes, "semicolon"),
    )


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


def _branches(heard: Evaluation, law: LawOnDay) -> tuple[Branch, ...]:
    found: list[Branch] = []
    own = _ends(heard.verdict)
    for name, choices in law.unknowns.items():
        if heard.context.facts[name] is not UNKNOWN:
            continue
        untold = law.untold.get(name, frozenset())
        then = {choice: heard.with_facts({name: choice}) for choice in choices}
        bears = any(_ends(one.verdict) != own for choice, one in then.items() if choice not in untold)
        found += [
            Branch(
                unknown=name,
                value=choice,
                verdict=one.verdict,
                obligations=one.obligations,
                known=choice not in untold,
                bears=bears,
            )
            for choice, one in then.items()
        ]
    return tuple(found)


def _ends(verdict: Verdict) -> tuple[Outcome, Outcome]:
    return verdict.floor, verdict.ceiling


def _texts_open(branches: Iterable[Branch], verdict: Verdict) -> Iterable[str]:
    """Say of an unknown on whose known values nothing turns that its text may have been changed all the same."""
    for branch in branches:
        if not branch.known and not branch.bears and _ends(branch.verdict) != _ends(verdict):
            yield message(
                "caution.text_open",
                "If {unknown} is {value}, the text is not known, and the answer may be another.",
                unknown=str(branch.unknown),
                value=value_text(branch.unknown, branch.value, of="law"),
            )


def _taken(facts: Mapping[FactName, FactValue], library: Library) -> Iterable[str]:
    if not is_installed() and _parties(facts, library, date.min):
        yield ONLY_EQUAL
    barred, risk = facts.get(BARRED_USE), facts.get(RISK)
    if barred is True and facts.get(FactName("end_use")) == "civil":
        yield message(
            "caution.civil_and_barred",
            "The line states a civil use and knowledge of a barred use, so the stated use does not hold: the exporter "
            "stops and reports, and no licence for the stated use covers it (Decree 792 Arts. 18, 25). Enter the true "
            "user and use: a measure that bars them bans it.",
        )
    elif risk is True and barred is not False and facts.get(FactName("end_use")) == "civil":
        yield message(
            "caution.civil_and_risk",
            "The line states a civil use and knowledge of a risk. If the risk is a barred use, the stated use does "
            "not hold: the exporter stops and reports, and a ban may apply.",
        )


def _shortened(
    parties: Mapping[FactName, Mapping[str, object]], facts: Mapping[FactName, FactValue], library: Library
) -> Iterable[str]:
    """Say of a name that is on no list which listed names hold it whole: it may be one of them, written short."""
    if not is_installed():
        return
    lists = parties_of(library).lists
    for fact, told in parties.items():
        held = names_that_hold(str(facts[fact]), lists) if told["zone"] == "none" else ()
        if held:
            yield message(
                "caution.written_short",
                "{fact} is on no list under the name given. Listed names that hold it whole: {n}, "
                "such as {names}. If it is written short, write it out.",
                fact=fact_text(fact),
                n=str(len(held)),
                names=joined((one.name for one in held[:FULLER]), "semicolon"),
            )


def _parties(facts: Mapping[FactName, FactValue], library: Library, day: date) -> dict[FactName, dict[str, object]]:
    """Tell of each party that a line names whom it means, and the state of the listings on a day."""
    index = parties_of(library)
    return {
        name: whom_data(index.whom(str(value)), index.lists, day)
        for name, value in facts.items()
        if library.facts[name].kind == "party" and not isinstance(value, Unknown) and value != "none"
    }


def _owners_left_out(heard: Evaluation, unstated: frozenset[FactName]) -> Iterable[str]:
    """Say that owners on the lists were taken not to exist, where the answer would be another if they were unknown."""
    verdict = heard.verdict
    for fact in heard.compiled.owners:
        then = heard.with_facts({fact: UNKNOWN}).verdict if fact in unstated else verdict
        if (then.floor, then.ceiling) != (verdict.floor, verdict.ceiling):
            yield message(
                "caution.owners_left_out",
                "{fact} was left out: it is taken that no party on the lists holds a share. If that is not known, "
                "write unknown: the answer then lies between {floor} and {ceiling}.",
                fact=fact_text(fact),
                floor=level_text(then.floor.level, then.floor.level),
                ceiling=level_text(then.ceiling.level, then.ceiling.level),
            )


def _idle_shares(stated: Iterable[FactName], ledger: Callable[[], Iterable[Input]], library: Library) -> Iterable[str]:
    """Say of a stated share that the answer is the same without it: whoever works one out expects it to decide."""
    shares = {name for name in stated if library.facts[name].unit.startswith("share")}
    for one in ledger() if shares else ():
        if one.use is InputUse.NOT_NEEDED and one.kind == "fact" and one.name in shares:
            yield message(
                "caution.idle_share",
                "{fact} is stated ({value}) and changes nothing here: the answer is the same without it.",
                fact=fact_text(FactName(one.name)),
                value=one.value,
            )


def _cautions(library: Library, day: date, verdict: Verdict) -> Iterable[str]:
    beyond = days_beyond(day, library.horizon)
    if beyond:
        yield message(
            "caution.beyond_sources",
            "The date of law lies {n} days after {horizon}, the last day on which sources were read: "
            "what was published since is not known here.",
            n=str(beyond),
            horizon=str(library.horizon),
        )
    if not coverage_on(library, day).in_force:
        yield message(
            "caution.no_law",
            "No loaded measure was in force on that date: nothing is known here of the law of that day.",
        )
    for name in (*verdict.decisive, *verdict.open):
        _, clause = library.clauses[name]
        if clause.confidence is not Confidence.HIGH:
            yield clause_caution(clause)


def clause_caution(clause: Clause) -> Text:
    """Say how sure a clause is encoded that is not sure, with the note on it."""
    name, confidence = str(clause.id), clause.confidence.words
    if not clause.note:
        return message(
            "caution.confidence",
            "{clause} is encoded with {confidence} confidence.",
            clause=name,
            confidence=confidence,
        )
    return message(
        "caution.confidence_note",
        "{clause} is encoded with {confidence} confidence: {note}",
        clause=name,
        confidence=confidence,
        note=LawText(clause.note),
    )


def coverage_on(library: Library, day: date) -> Coverage:
    """State which knowledge was asked."""
    return _coverage(library, law_on(library, day).day)


@cached_per_library
def _coverage(library: Library, day: date) -> Coverage:
    law = law_on(library, day)
    return Coverage(
        measures=len(library.measures),
        in_force=sum(stage_on(measure, law.day)[0] in APPLIES for measure in library.measures.values()),
        pending=len(law.pending),
        jurisdictions=tuple(sorted({measure.jurisdiction for measure in library.measures.values()})),
        not_covered=tuple(text for package in library.packages for text in package.not_covered),
        version=library.version,
        hash=library.hash,
        horizon=library.horizon,
        names=coverage_names(library),
    )


def coverage_names(library: Library) -> dict[str, object]:
    """State how names of parties are compared: the algorithm with its version, and the thresholds."""
    return {"algorithm": algorithm(), **library.identity.policy.to_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReason:
    """A clause that bears on the answer, with the trace of its condition."""

    clause: ClauseOnDay
    level: Outcome
    value: Truth
    trace: Trace


def with_presumed(given: Mapping[str, object], answer: Determination) -> dict[str, object]:
    """Add to the facts of a line what its answer presumes, to ask more of the same line."""
    return {**given, **{str(one.fact): one.value for one in answer.presumed}}


def evaluation_of(answer: Determination, line: Line | Mapping[str, object], library: Library) -> Evaluation:
    """Put the line of an answer before the clauses again, to tell why they are met or not."""
    given = line.given if isinstance(line, Line) else line
    assumed = {str(name): value for name, value in answer.facts.items() if library.facts[name].of == "law"}
    facts = line_facts({**with_presumed(given, answer), **assumed}, library)
    return evaluate(library, facts, answer.as_of, answer.readings)


def reasons(answer: Determination, line: Line | Mapping[str, object], library: Library) -> tuple[ClauseReason, ...]:
    """Judge the decisive and open clauses of an answer again, with a trace of every part."""
    evaluation = evaluation_of(answer, line, library)
    wanted = {name: place for place, name in enumerate((*answer.decisive, *answer.open))}
    found = [clause for clause in law_on(library, answer.as_of).clauses if clause.clause.id in wanted]
    return tuple(
        ClauseReason(
            clause=clause,
            level=level_of(clause.clause),
            value=evaluation.value(clause.clause.id),
            trace=evaluation.trace(clause.clause.id),
        )
        for clause in sorted(found, key=lambda clause: wanted[clause.clause.id])
    )

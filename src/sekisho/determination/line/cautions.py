"""What to know before using the answer to one line: what was taken for granted, left out, or is not sure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from sekisho.determination.core.evaluation import Evaluation, EvaluationContext
from sekisho.determination.core.inputs import DATE
from sekisho.determination.core.law_in_time import changes_ahead
from sekisho.determination.core.outcome import Branch, Coverage, Verdict
from sekisho.determination.core.variants import Variant, Variants
from sekisho.determination.line.input_ledger import Input, InputUse
from sekisho.i18n.list_names import entry_name_as
from sekisho.i18n.names import level_text, measure_text, unknown_text
from sekisho.law.dates.calendar import days_beyond, is_in_order, law_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName, Listed, walk
from sekisho.law.model.fact import UNKNOWN, FactValue, Unknown, fact_label, value_text
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Confidence, Measure
from sekisho.message import LawText, Text, joined, message
from sekisho.parties.derived_facts import END_USER
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import ONLY_EQUAL, is_installed
from sekisho.trade.items.inference import BARRED_USE, RISK
from sekisho.trade.transaction import ALIASES

SHOWN: Final = 4
"""Changes of law that a caution names. A guess: more make a sentence that nobody reads to its end."""
FULLER: Final = 3
"""Listed names that are given of those that hold a name: enough to see whether one is meant. A guess."""


@cached_per_library
def _bars_named(library: Library, day: date) -> bool:
    """Tell whether some clause of a day bars parties by name alone."""
    parts = (part for clause in law_on(library, day).clauses for part in walk(clause.condition))
    return any(isinstance(part, Listed) and part.named for part in parts)


def unnamed_cautions(facts: Mapping[FactName, FactValue], library: Library, day: date) -> Iterable[str]:
    """Say that nobody was compared with the lists of measures that bar named parties, if the end user is not named."""
    if isinstance(facts[END_USER], Unknown) and _bars_named(library, law_on(library, day).day):
        yield message(
            "caution.user_not_named",
            "The end user is not named, so it was not compared with the unreliable entity list and the "
            "countermeasures.",
        )


def military_cautions(given: Mapping[str, object], library: Library) -> Iterable[str]:
    """Say of each text that it holds words for a military use; they decide nothing, and a person confirms the use."""
    for name, value in given.items():
        fact = library.facts.facts.get(FactName(ALIASES.get(name, name)))
        if fact is None or fact.kind != "text" or fact.scheme or not isinstance(value, str):
            continue
        from sekisho.trade.book.cells.defence_words import defence_words_in  # a line without a text needs none

        words = ", ".join(defence_words_in(value))
        if words:
            yield message(
                "caution.looks_military",
                "{fact} looks military ({words}): confirm what the goods are for.",
                fact=fact_label(fact.name),
                words=words,
            )


def date_cautions(facts: Mapping[FactName, FactValue], case: EvaluationContext, library: Library) -> Iterable[str]:
    """Ask which day is meant where the line leaves after the date of law, and say what changes between the two."""
    leaves = facts.get(DATE, UNKNOWN)
    if not isinstance(leaves, date) or not is_in_order(case.day, leaves):
        return
    between = changes_ahead(library, case, until=leaves)
    if not between:
        yield message(
            "caution.leaves_later",
            "The line leaves on {leaves}, after the date of law, {day}, by which it is judged. No clause "
            "that applies to it changes between. Which day is meant?",
            leaves=leaves,
            day=case.day,
        )
        return
    changes = [
        message(
            "caution.change",
            "{clause} on {day}: {before} to {after}",
            clause=one.clause,
            day=one.on,
            before=one.before.words,
            after=one.after.words,
        )
        for one in between[:SHOWN]
    ]
    yield message(
        "caution.leaves_later_changes",
        "The line leaves on {leaves}, after the date of law, {day}, by which it is judged. "
        "Between the two this changes: {changes}. Which day is meant?",
        leaves=leaves,
        day=case.day,
        changes=joined(changes, "semicolon"),
    )


def text_cautions(branches: Iterable[Branch], verdict: Verdict, library: Library) -> Iterable[str]:
    """Say of an unknown on whose known values nothing turns that its text may have been changed all the same."""
    for branch in branches:
        if (
            not branch.known
            and not branch.bears
            and (branch.verdict.floor, branch.verdict.ceiling) != (verdict.floor, verdict.ceiling)
        ):
            yield message(
                "caution.text_open",
                "If {unknown} is {value}, the text is not known, and the answer may be another.",
                unknown=unknown_text(branch.unknown, library),
                value=value_text(branch.unknown, branch.value, of="law"),
            )


def statement_cautions(facts: Mapping[FactName, FactValue], parties: Mapping[FactName, object]) -> Iterable[str]:
    """Say how names were compared where only equal ones are found, and that a stated civil use may not hold."""
    if not is_installed() and parties:
        yield ONLY_EQUAL
    barred, risk = facts.get(BARRED_USE), facts.get(RISK)
    if barred is True and facts.get(FactName("end_use")) == "civil":
        yield message(
            "caution.civil_and_barred",
            "The line states a civil use and knowledge of a barred use, so the stated use does not count. "
            "The exporter stops and reports, and no licence for the stated use covers it (Decree 792 Arts. "
            "18, 25). Enter the true user and use: a measure that bars them bans it.",
        )
    elif risk is True and barred is not False and facts.get(FactName("end_use")) == "civil":
        yield message(
            "caution.civil_and_risk",
            "The line states a civil use and knowledge of a risk. If the risk is a barred use, the stated "
            "use does not count: the exporter stops and reports, and a ban may apply.",
        )


def short_name_cautions(
    parties: Mapping[FactName, Mapping[str, object]], facts: Mapping[FactName, FactValue], library: Library
) -> Iterable[str]:
    """Say of a name that is on no list which listed names hold it whole: it may be one of them, written short."""
    if not parties or not is_installed():
        return
    from sekisho.parties.identification import names_that_hold  # most lines that are asked name nobody

    index = parties_of(library)
    for fact, told in parties.items():
        decided = {hit["entity"] for hit in _hits_in(told) if hit["decision"]}
        near = names_that_hold(str(facts[fact]), index) if told["zone"] == "none" else ()
        held = [kin for kin in near if kin.party not in decided]
        if held:
            yield message(
                "caution.written_short",
                "{fact} is on no list under the name given. Listed names that contain it whole: {n} (such as "
                "{names}). If it is written short, write it out.",
                fact=fact_label(fact),
                n=str(len(held)),
                names=joined(
                    (entry_name_as(index.by_id.get(kin.party), kin.name) for kin in held[:FULLER]), "semicolon"
                ),
            )


def _hits_in(told: Mapping[str, object]) -> Iterable[Mapping[str, object]]:
    """Return the hits of a party as an answer tells them."""
    hits = told.get("hits")
    return hits if isinstance(hits, list) else ()


def unknown_owners(heard: Evaluation, unstated: frozenset[FactName]) -> list[Variant]:
    """Return a line with what was taken not to be, owners on the lists, as unknown: a variant for each party."""
    return [({fact: UNKNOWN}, heard.context.readings) for fact in heard.compiled.owners if fact in unstated]


def owner_cautions(heard: Evaluation, unstated: frozenset[FactName], judged: Variants, start: int = 0) -> Iterable[str]:
    """Say that owners on the lists were taken not to exist, where the answer would be another if they were unknown.

    Parameters
    ----------
    judged, start
        `unknown_owners` judged, and the place of the first among the variants.
    """
    verdict = heard.verdict
    for at, fact in enumerate((name for name in heard.compiled.owners if name in unstated), start):
        floor, ceiling = judged.ends(at)
        if (floor, ceiling) != (verdict.floor, verdict.ceiling):
            yield message(
                "caution.owners_left_out",
                "{fact} was left out: it is assumed that no listed party has a share. If that is not known, "
                "write unknown: the answer then lies between {floor} and {ceiling}.",
                fact=fact_label(fact),
                floor=level_text(floor.level),
                ceiling=level_text(ceiling.level),
            )


def share_cautions(
    stated: Iterable[FactName], ledger: Callable[[], Iterable[Input]], library: Library
) -> Iterable[str]:
    """Say of a stated share that the answer is the same without it: whoever works one out expects it to decide."""
    shares = {name for name in stated if library.facts[name].unit.startswith("share")}
    for one in ledger() if shares else ():
        if one.use is InputUse.NOT_NEEDED and one.kind == "fact" and one.name in shares:
            yield message(
                "caution.idle_share",
                "{fact} is stated ({value}) and changes nothing here: the answer is the same without it.",
                fact=fact_label(FactName(one.name)),
                value=one.value,
            )


def law_cautions(library: Library, day: date, verdict: Verdict, coverage: Coverage) -> Iterable[str]:
    """Say that the day lies past the sources or before the law, and which deciding clauses are not sure."""
    beyond = days_beyond(day, library.horizon)
    if beyond:
        yield message(
            "caution.beyond_sources",
            "The date of law lies {n} days after {horizon}, the last day on which sources were read: "
            "what was published since is not known here.",
            n=str(beyond),
            horizon=library.horizon,
        )
    if not coverage.in_force:
        yield message(
            "caution.no_law",
            "No measure here was in force on that date: the law of that day is not known here.",
        )
    clauses = (library.clauses[name] for name in (*verdict.decisive, *verdict.open))
    yield from dict.fromkeys(
        clause_caution(clause, measure) for measure, clause in clauses if clause.confidence is not Confidence.HIGH
    )


def clause_caution(clause: Clause, measure: Measure) -> Text:
    """Say how sure a clause is encoded that is not sure, by the name of its measure, with the note on it."""
    name, confidence = measure_text(measure), clause.confidence.words
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

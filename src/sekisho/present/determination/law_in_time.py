"""What of an answer is a matter of time and of practice: open states of the law, sleeping law, changes, the office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Final

from sekisho.determination.core.law_in_time import ComingChange, SleepingClause
from sekisho.determination.core.outcome import Branch, Determination, Outcome
from sekisho.i18n.citations import article_in
from sekisho.i18n.names import measure_text
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.state_assumption import Statement
from sekisho.message import LawText, Text, day_text, message
from sekisho.present.outcome_labels import LEVELS, marked, sentence_case, span
from sekisho.present.render.terminal import Ink, paint, table, wrap

IF: Final = {
    "extended": message("check.if_extended", "if it was extended"),
    "lapsed": message("check.if_lapsed", "if it ended"),
    "changed": message("check.if_changed", "if the text was changed"),
}
"""How the commonest values of an unknown of the law are said; others are written out."""
INDENT: Final = "    "


def law_in_time_sections(
    answer: Determination, library: Library, tell: PackageTranslator, *, width: int
) -> Iterator[list[str]]:
    """Yield the sections that there is something to say in."""
    yield _branches(answer, library, tell, width)
    yield _sleeping(answer, library, tell, width)
    yield _ahead(answer, library, tell, width)
    yield _practice(answer, tell, width)


def bearing(answer: Determination) -> list[tuple[FactName, list[Branch]]]:
    """Return the unknowns of the law on which the answer turns, each with its branches."""
    told = (branch for branch in answer.branches if branch.bears)
    return [(name, list(group)) for name, group in groupby(told, key=lambda branch: branch.unknown)]


def _branches(answer: Determination, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    lines: list[str] = []
    for name, branches in bearing(answer):
        lines += wrap(tell(library.facts[name].question), width=width, indent="  ", hang=INDENT)
        rows = [(f"  {tell(_if(branch.value))}:", _then(branch, tell)) for branch in branches]
        lines += table(rows, width=width)
        for statement in answer.statements:
            if statement.unknown == name:
                lines += wrap(tell(_statement(statement, tell.language)), width=width, indent=INDENT, hang=INDENT)
        lines += wrap(f"--assume {name}={'|'.join(branch.value for branch in branches)}", width=width, indent=INDENT)
    title = message("check.law_open", "What the law itself leaves open")
    return [paint(tell(title), Ink.BOLD), *lines] if lines else []


def _then(branch: Branch, tell: PackageTranslator) -> str:
    if not branch.known:
        return tell(message("check.text_not_known", "not known"))
    return marked(branch.verdict, tell(sentence_case(span(branch.verdict))))


def _if(value: str) -> Text:
    return IF.get(value) or message("check.if_it_is", "if {value}", value=LawText(value.replace("_", " ")))


def _statement(statement: Statement, language: str) -> Text:
    """Say what was said of an unknown of the law, and how to take it so."""
    words = statement.in_words(language)
    if not statement.value:
        return Text(words)
    return message(
        "check.take_it_so", "{words} Take it so: --assume {name}=yes", words=words, name=str(statement.assumption.id)
    )


def _sleeping(answer: Determination, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    rows = [one for one in answer.sleeping if one.state != "unknown" and one.level > answer.floor]
    if not rows:
        return []
    lines = [paint(tell(message("check.sleeping", "Suspended rules that would apply, or could")), Ink.BOLD)]
    for one in rows:
        lines += wrap(tell(sleeping_text(one, library, tell.language)), width=width, indent="  ", hang=INDENT)
    return lines


def sleeping_text(one: SleepingClause, library: Library, language: str = "en") -> Text:
    """Say what a sleeping clause would ask, and until when it sleeps by which instrument.

    Its level is told first, so that two years of a contract are not signed on a pause.
    """
    measure, clause = library.clauses[one.clause]
    place = article_in(clause.article, language)[1]
    until = _until(one.until)
    if one.by:
        by = measure_text(library.measures[one.by]) if one.by in library.measures else str(one.by)
        until = message("check.until_by", "{until} by {measure}", until=until, measure=by)
    named = message(
        "check.sleeping_clause",
        "{measure} ({article}): {until}",
        measure=measure_text(measure),
        article=place,
        until=until,
    )
    return _would(one.level, named, certain=one.certain)


def _would(level: Outcome, measures: Text, *, certain: bool) -> Text:
    """Say what sleeping measures would ask, or could."""
    answer = sentence_case(LEVELS[level])
    if certain:
        return message(
            "check.would_be", "{level} would be the answer under {measures}.", level=answer, measures=measures
        )
    return message("check.could_be", "{level} could be the answer under {measures}.", level=answer, measures=measures)


def _until(last: date | None) -> Text:
    if last is None:
        return message("check.suspended", "suspended, no last day stated")
    return message("check.suspended_to", "suspended to {day}", day=day_text(last))


def _ahead(answer: Determination, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    if not answer.ahead:
        return []
    lines = [paint(tell(message("check.ahead", "What changes soon")), Ink.BOLD)]
    for text in dict.fromkeys(tell(change_text(one, library, tell.language)) for one in answer.ahead):
        lines += wrap(text, width=width, indent="  ", hang=INDENT)
    return lines


def change_text(one: ComingChange, library: Library, language: str = "en") -> Text:
    """Say from when on a clause is in another stage."""
    measure, clause = library.clauses[ClauseId(one.clause)]
    after = one.after.words
    if one.named:
        question = LawText(library.facts[FactName(one.named)].question)
        after = message("check.stage_asked", "{stage} ({question})", stage=after, question=question)
    return message(
        "check.change",
        "From {day}: {measure} ({article}) is {after}; until then {before}.",
        day=day_text(one.on),
        measure=measure_text(measure),
        article=article_in(clause.article, language)[1],
        after=after,
        before=one.before.words,
    )


def _practice(answer: Determination, tell: PackageTranslator, width: int) -> list[str]:
    if not answer.practice:
        return []
    title = message("check.practice", "What the licensing office does, as reported; no part of the answer")
    lines = [paint(tell(title), Ink.BOLD)]
    for one in answer.practice:
        text = message(
            "check.report",
            "{day}: {words} ({by}; confidence {confidence}; {source})",
            day=day_text(one.start),
            words=one.in_words(tell.language),
            by=LawText(one.by),
            confidence=one.confidence.words,
            source=one.source,
        )
        lines += wrap(tell(text), width=width, indent="  ", hang=INDENT)
    return lines

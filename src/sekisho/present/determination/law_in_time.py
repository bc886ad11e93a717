"""What of an answer is a matter of time and of practice: open states of the law, sleeping law, changes, the office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from sekisho.determination.core.law_in_time import ComingChange, SleepingClause
from sekisho.determination.core.outcome import Branch, Determination
from sekisho.i18n.names import short_name
from sekisho.law.model.condition import FactName, MeasureId
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.present.outcome_labels import LEVELS, marked, sentence_case
from sekisho.present.render.terminal import Ink, count, paint, table, wrap

IF = {
    "extended": "if it was extended",
    "lapsed": "if it ended",
    "changed": "if the text was changed",
}
"""How the commonest values of an unknown of the law are said; others are written out."""
INDENT = "    "


def law_in_time_sections(
    answer: Determination, library: Library, language: str, *, full: bool, width: int
) -> Iterator[list[str]]:
    """Yield the sections that there is something to say in; what does not move the answer is brief unless in full."""
    yield _branches(answer, library, language, width)
    yield _sleeping(answer, library, full=full, width=width)
    yield _ahead(answer, library, width)
    yield _practice(answer, language, full=full, width=width)


def bearing(answer: Determination) -> list[tuple[FactName, list[Branch]]]:
    """Return the unknowns of the law on which the answer turns, each with its branches."""
    told = (branch for branch in answer.branches if branch.bears)
    return [(name, list(group)) for name, group in groupby(told, key=lambda branch: branch.unknown)]


def _branches(answer: Determination, library: Library, language: str, width: int) -> list[str]:
    found: list[str] = []
    for name, branches in bearing(answer):
        found += wrap(library.facts[name].question, width=width, indent="  ", hang=INDENT)
        rows = [
            (f"  {_if(branch.value)}:", marked(branch.verdict) if branch.known else "not known") for branch in branches
        ]
        found += table(rows, width=width)
        for statement in answer.statements:
            if statement.unknown == name:
                assume = f" Take it so: --assume {statement.assumption.id}=yes" if statement.value else ""
                text = f"{statement.in_words(language)}{assume}"
                found += wrap(text, width=width, indent=INDENT, hang=INDENT)
        found += wrap(f"--assume {name}={'|'.join(branch.value for branch in branches)}", width=width, indent=INDENT)
    return [paint("What the law itself leaves open", Ink.BOLD), *found] if found else []


def _if(value: str) -> str:
    return IF.get(value, f"if {value.replace('_', ' ')}")


def _sleeping(answer: Determination, library: Library, *, full: bool, width: int) -> list[str]:
    rows = [one for one in answer.sleeping if one.state != "unknown" and one.level > answer.floor]
    if not rows:
        return []
    found = [paint("Suspended rules that would apply, or could", Ink.BOLD)]
    for text in (sleeping_text(one, library) for one in rows) if full else _sleeping_briefly(rows, library):
        found += wrap(text, width=width, indent="  ", hang=INDENT)
    return found


def _sleeping_briefly(rows: Iterable[SleepingClause], library: Library) -> Iterator[str]:
    """Say in one sentence which clauses would ask the same, those that sleep as long together."""
    alike: dict[str, dict[str, list[str]]] = {}
    for one in rows:
        named = short_name(library.clauses[one.clause][0])
        alike.setdefault(_would(one), {}).setdefault(_until(one), []).append(named)
    for would, by_end in alike.items():
        told = [f"{', '.join(dict.fromkeys(names))} (suspended{until})" for until, names in by_end.items()]
        yield f"{would} {'; '.join(told)}."


def sleeping_text(one: SleepingClause, library: Library) -> str:
    """Say what a sleeping clause would ask, and until when it sleeps by which instrument.

    Its level is told first, so that two years of a contract are not signed on a pause.
    """
    measure, clause = library.clauses[one.clause]
    by = f" by {_named(one.by, library)}" if one.by else ""
    return f"{_would(one)} {short_name(measure)} ({clause.article}): suspended{_until(one)}{by}."


def _would(one: SleepingClause) -> str:
    return f"{sentence_case(LEVELS[one.level])} {'would be' if one.certain else 'could be'} the answer under"


def _until(one: SleepingClause) -> str:
    return f" to {one.until}" if one.until else ", no last day stated"


def _named(measure: MeasureId, library: Library) -> str:
    return short_name(library.measures[measure]) if measure in library.measures else str(measure)


def _ahead(answer: Determination, library: Library, width: int) -> list[str]:
    if not answer.ahead:
        return []
    found = [paint("What changes soon", Ink.BOLD)]
    for text in dict.fromkeys(change_text(one, library) for one in answer.ahead):
        found += wrap(text, width=width, indent="  ", hang=INDENT)
    return found


def change_text(one: ComingChange, library: Library) -> str:
    """Say from when on a clause is in another stage."""
    after = f"{one.after.words} ({library.facts[FactName(one.named)].question})" if one.named else one.after.words
    measure, clause = library.clauses[ClauseId(one.clause)]
    return f"From {one.on}: {short_name(measure)} ({clause.article}) is {after}; until then {one.before.words}."


def _practice(answer: Determination, language: str, *, full: bool, width: int) -> list[str]:
    if not answer.practice:
        return []
    if not full:
        reports = count(len(answer.practice), "report")
        last = max(one.start for one in answer.practice)
        say = f"{reports} of what the licensing office does, the last of {last}; no part of the answer (--full)"
        return [paint(line, Ink.DIM) for line in wrap(say, width=width)]
    found = [paint("What the licensing office does, as reported; no part of the answer", Ink.BOLD)]
    for one in answer.practice:
        text = f"{one.start}: {one.in_words(language)} ({one.by}; confidence {one.confidence}; {one.source})"
        found += wrap(text, width=width, indent="  ", hang=INDENT)
    return found

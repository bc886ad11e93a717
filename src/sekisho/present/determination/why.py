"""What stands behind a brief answer, a screen more: every measure that decides or could, grouped, and what to know.

Measures on the country of destination come first. Words, conditions and sources are told in full elsewhere (`text`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from sekisho.determination.core.outcome import Determination
from sekisho.determination.line.determination import ClauseReason
from sekisho.i18n.citations import article_in
from sekisho.i18n.names import act_text, plain_name
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.term import Reading
from sekisho.message import CapitalText, Text, counted, joined, message
from sekisho.present.condition_outline import waits
from sekisho.present.determination.brief_parts.why_sentence import in_order
from sekisho.present.determination.law_in_time import change_text
from sekisho.present.determination.phrases import fact_phrase
from sekisho.present.outcome_labels import SHAPES, SHORT, case_cell
from sekisho.present.render.terminal import Ink, paint, table, wrap

MOST: Final = 40
"""Lines of a brief answer with what stands behind it: one screen of a tall window."""
MEASURES: Final = 5
"""Measures of one group that are named: the rest is counted."""
FACTS: Final = 3
"""Facts that are named for one measure: more make no question that somebody answers."""
CAUTIONS: Final = 3


def why_lines(
    answer: Determination,
    reasons: Sequence[ClauseReason],
    library: Library,
    tell: PackageTranslator,
    *,
    width: int,
    most: int,
) -> list[str]:
    """Tell the measures of an answer, grouped, and what to know before using it.

    Parameters
    ----------
    reasons
        The decisive and the open clauses, traced.
    most
        Lines that it may take; what is beyond is left to the full answer, to which the last line points.
    """
    decisive = [entry for entry in reasons if entry.clause.clause.id in answer.decisive]
    opened = [entry for entry in reasons if entry.clause.clause.id in answer.open]
    sections = (
        (message("brief.decides", "What decides"), _measures(decisive, answer, library, tell, width)),
        (message("brief.could_change", "What could change it"), _measures(opened, answer, library, tell, width)),
        (message("brief.readings", "Under a narrow, central or broad reading"), _readings(answer, tell)),
        (message("brief.in_time", "Suspended, or about to change"), _in_time(answer, library, tell, width)),
        (message("brief.to_know", "To know"), _notes(answer, tell, width)),
    )
    lines = [line for title, of in sections if of for line in ("", paint(tell(title), Ink.BOLD), *of)]
    return lines if len(lines) <= most else [*lines[: most - 1], lines[-1]]


def _measures(
    reasons: Sequence[ClauseReason], answer: Determination, library: Library, tell: PackageTranslator, width: int
) -> list[str]:
    """Name each measure once, with its act, what it gives, and on which facts it depends."""
    lines: list[str] = []
    groups: dict[str, list[ClauseReason]] = {}
    for entry in in_order(reasons, answer, library):
        groups.setdefault(entry.clause.measure.id, []).append(entry)
    for clauses in list(groups.values())[:MEASURES]:
        lines += wrap(tell(_measure(clauses, library, tell.language)), width=width, indent="  ", hang="      ")
    if len(groups) > MEASURES:
        more = counted(
            "brief.more_measures",
            "and {n} more measure: --full",
            "and {n} more measures: --full",
            n=len(groups) - MEASURES,
        )
        lines.append(f"  {tell(more)}")
    return lines


def _measure(clauses: Sequence[ClauseReason], library: Library, language: str) -> Text:
    measure, level = clauses[0].clause.measure, max(entry.level for entry in clauses)
    facts = [fact for entry in clauses for fact in waits(entry.trace)]
    named = [fact for fact in dict.fromkeys(facts) if library.facts[fact].of != "law"][:FACTS]
    places = dict.fromkeys(article_in(entry.clause.clause.article, language)[1] for entry in clauses)
    name = message(
        "brief.measure", "{name} ({act}), {places}", **_named(measure, library), places=joined(places, "semicolon")
    )
    if measure.kind in {"law", "regulation"}:
        name = message(
            "brief.measure_law",
            "{name}, {places}",
            name=plain_name(measure, library),
            places=joined(places, "semicolon"),
        )
    sign, words = SHAPES[level.headline], SHORT[level]
    if not facts:
        return message("brief.measure_gives", "{sign} {words}: {measure}", sign=sign, words=words, measure=name)
    if not named:
        return message(
            "brief.measure_by_law",
            "{sign} {words}: {measure}; depends on the state of the law",
            sign=sign,
            words=words,
            measure=name,
        )
    return message(
        "brief.measure_depends",
        "{sign} {words}: {measure}; depends on {facts}",
        sign=sign,
        words=words,
        measure=name,
        facts=joined(map(fact_phrase, named), "and"),
    )


def _named(measure: Measure, library: Library) -> dict[str, Text]:
    return {"name": plain_name(measure, library), "act": act_text(measure)}


def _readings(answer: Determination, tell: PackageTranslator) -> list[str]:
    """Tell the answer under the three readings, if they differ."""
    verdicts = answer.by_reading
    if len({(verdict.floor, verdict.ceiling) for verdict in verdicts.values()}) == 1:
        return []
    rows = [(tell(Reading(name).words), tell(case_cell(verdict))) for name, verdict in verdicts.items()]
    return table(rows)


def _in_time(answer: Determination, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    """Tell suspended rules that would apply, and what changes soon."""
    lines: list[str] = []
    asleep = [entry for entry in answer.sleeping if entry.state != "unknown" and entry.level > answer.floor]
    for level, group in groupby(asleep, key=lambda entry: entry.level):
        names = dict.fromkeys(plain_name(library.clauses[entry.clause][0], library) for entry in group)
        text = message(
            "brief.suspended",
            "{words} if no longer suspended: {measures}",
            words=CapitalText(SHORT[level]),
            measures=joined(names, "semicolon"),
        )
        lines += wrap(tell(text), width=width, indent="  ", hang="      ")
    for line in dict.fromkeys(tell(change_text(entry, library, tell.language)) for entry in answer.ahead):
        lines += wrap(line, width=width, indent="  ", hang="      ")
    return lines


def _notes(answer: Determination, tell: PackageTranslator, width: int) -> list[str]:
    """Count duties and rules that are less certain, and give the first cautions."""
    lines = [line for text in _counts(answer) for line in wrap(tell(text), width=width, indent="  ", hang="    ")]
    about_clauses = {*answer.open, *answer.decisive}
    cautions = [text for text in answer.cautions if text.partition(" ")[0] not in about_clauses]
    for text in cautions[:CAUTIONS]:
        lines += wrap(tell(text), width=width, indent="  ", hang="    ")
    more = message("brief.more", "More: --full. Save: --save case.yaml")
    return [*lines, f"  {tell(more)}"]


def _counts(answer: Determination) -> Iterator[Text]:
    duties = len({duty.duty for duty in answer.obligations})
    if duties:
        yield counted("brief.duties", "Up to {n} duty: --papers", "Up to {n} duties: --papers", n=duties)
    unsure = sum(text.partition(" ")[0] in {*answer.open, *answer.decisive} for text in answer.cautions)
    if unsure:
        yield counted(
            "brief.less_certain",
            "{n} of these rules is less certain.",
            "{n} of these rules are less certain.",
            n=unsure,
        )

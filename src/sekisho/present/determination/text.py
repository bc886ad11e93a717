"""One determination as text for a terminal: the answer first, its reasons and limits below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from sekisho.determination.core.outcome import Determination, Obligation, Outcome, Verdict
from sekisho.determination.line.determination import ClauseReason, reasons
from sekisho.i18n.names import NO_LIMIT, WORDS_SHOWN, measure_text, speech_of, territory_text
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.term import Reading
from sekisho.message import LawText, counted, day_text, joined, message
from sekisho.present.determination.brief import brief_lines
from sekisho.present.determination.brief_parts.line_warning import QueuePlace, warning_part
from sekisho.present.document import BriefPart
from sekisho.present.outcome_labels import marked, sentence_case, span
from sekisho.present.render.brief_layout import WIDTH
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap

SHOWN = 6
"""Choices that a sentence writes out."""
CODES_SHOWN = 3
Detail = Literal["why", "papers", "full"]
"""What is told behind a brief answer: its measures, duties and papers; or everything, in its place."""
NOT_COVERED_LINES = 3


def determination(
    answer: Determination,
    facts: Mapping[str, object],
    traced: Sequence[ClauseReason],
    library: Library,
    *,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Tell one answer in full: every part of each clause, its words and sources, and all terms once.

    Parameters
    ----------
    facts
        The line, as it was determined.
    traced
        The decisive and the open clauses, traced.
    language
        Of the sentences and of the words of law.
    width
        Cells of a line.
    """
    # Imported here, for the brief answer, which most people ask for, needs none of them.
    from sekisho.present.determination.clauses import why_sections
    from sekisho.present.determination.headline import head_lines
    from sekisho.present.determination.law_in_time import law_in_time_sections
    from sekisho.present.determination.other_clauses import unmet, unmet_lines
    from sekisho.present.determination.party_note import searched_lines, whom_lines
    from sekisho.present.determination.questions import question_lines
    from sekisho.present.law.consequences import follow_up_sections

    brief = replace(speech_of(library, language=language, shown=SHOWN), codes=CODES_SHOWN, readings=answer.readings)
    whole = replace(speech_of(library, language=language, shown=NO_LIMIT), words=WORDS_SHOWN, readings=answer.readings)
    tell = teller_of(library, language)
    sections = [
        [*head_lines(answer, library, brief, tell, width), *_notes(answer, tell, width)],
        question_lines(answer, library, tell, width),
        whom_lines(answer, library, tell, width),
        searched_lines(answer, library, tell, width),
        *why_sections(answer, traced, whole, tell, width=width),
        unmet_lines(unmet(answer, facts, library, brief), brief, tell, width=width),
        _readings(answer, tell, width),
        *law_in_time_sections(answer, library, tell, width=width),
        _duties(answer, library, tell, width),
        *follow_up_sections(answer, library, tell, width=width),
        _cautions(answer, tell, width),
        coverage_lines(answer, library, tell, width),
    ]
    return [line for section in sections if section for line in [*section, ""]][:-1]


def answer_lines(
    answer: Determination,
    facts: Mapping[str, object],
    library: Library,
    *,
    language: str,
    width: int,
    detail: Collection[Detail] = (),
    queued: QueuePlace | None = None,
) -> list[str]:
    """Tell one answer as briefly as it can be told, with what is wanted behind it; or in full.

    Parameters
    ----------
    facts
        The line, as it was determined.
    detail
        What is wanted beside the brief answer.
    queued
        Where a run put the line, if it is of one: why it stands there is said first.
    """
    tell = teller_of(library, language)
    if "full" in detail:
        traced = reasons(answer, facts, library)
        told = determination(answer, facts, traced, library, language=language, width=width)
        return [*_warning(warning_part(answer, library, queued, every=True), tell, width), *told]
    room = min(width, WIDTH)
    lines = brief_lines(answer, facts, library, tell, width=room, queued=queued)
    if "why" in detail:
        from sekisho.present.determination.why import MOST, why_lines

        lines += why_lines(answer, reasons(answer, facts, library), library, tell, width=room, most=MOST - len(lines))
    if "papers" in detail:
        lines += papers_lines(answer, library, tell, room)
    return lines


def _warning(part: BriefPart | None, tell: PackageTranslator, width: int) -> list[str]:
    """Tell what stops a line before all that is told of it in full."""
    if part is None:
        return []
    return [*wrap(tell(joined((part.label, part.wordings[0]), "colon")), width=width, hang="  "), ""]


def papers_lines(answer: Determination, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    """Tell every duty, what a breach costs, how a licence is got and with which papers."""
    from sekisho.present.law.consequences import follow_up_sections  # not of the short answer

    sections = [_duties(answer, library, tell, width), *follow_up_sections(answer, library, tell, width=width)]
    return [line for section in sections if section for line in ("", *section)]


def _readings(answer: Determination, tell: PackageTranslator, width: int) -> list[str]:
    verdicts = answer.by_reading
    if len({_ends(verdict) for verdict in verdicts.values()}) == 1:
        return []
    rows = [
        (f"{tell(Reading(name).words)}:", marked(verdict, tell(sentence_case(span(verdict)))))
        for name, verdict in verdicts.items()
    ]
    return [
        paint(tell(message("check.if_all_read", "If all disputed words were read")), Ink.BOLD),
        *table(rows, gap=" ", width=width),
        paint(f"  {tell(message('check.see_readings', '`sekisho readings` shows which words decide'))}", Ink.DIM),
    ]


def _ends(verdict: Verdict) -> tuple[Outcome, Outcome]:
    return verdict.floor, verdict.ceiling


def _duties(answer: Determination, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    certain = [duty for duty in answer.obligations if duty.certain]
    possible = [duty for duty in answer.obligations if not duty.certain]
    lines: list[str] = []
    if certain:
        lines = [paint(tell(message("check.duties", "Duties")), Ink.BOLD), *_duty_lines(certain, library, tell, width)]
    if possible:
        title = paint(tell(message("check.duties_possible", "Duties that may be owed")), Ink.BOLD)
        lines += [title, *_duty_lines(possible, library, tell, width)]
    return lines


def _duty_lines(duties: Iterable[Obligation], library: Library, tell: PackageTranslator, width: int) -> Iterable[str]:
    owed: dict[str, list[ClauseId]] = {}
    for duty in duties:
        owed.setdefault(duty.duty, []).append(duty.clause)
    for text, clauses in owed.items():
        measures = dict.fromkeys(measure_text(library.clauses[clause][0]) for clause in clauses)
        by = message("check.duty_by", "({measures})", measures=joined(measures, "comma"))
        yield from wrap(f"{tell(text)} {paint(tell(by), Ink.DIM)}", width=width, indent="  - ", hang="    ")


def _notes(answer: Determination, tell: PackageTranslator, width: int) -> list[str]:
    """Tell under the headline what was done to the facts, and what looks military: a reader of four lines sees it."""
    lines = (line for text in answer.notes for line in wrap(tell(text), width=width, indent="  ", hang="  "))
    return [paint(line, Ink.BOLD) for line in lines]


def _cautions(answer: Determination, tell: PackageTranslator, width: int) -> list[str]:
    """Warn of what bears on the answer."""
    shown = [tell(text) for text in answer.cautions if text not in answer.notes]
    lines = [line for text in shown for line in wrap(text, width=width, indent="  - ", hang="    ")]
    return [paint(tell(message("check.cautions", "Cautions")), Ink.BOLD), *lines] if lines else []


def coverage_lines(answer: Determination, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    """State which measures were asked, of which library, and what was not covered."""
    coverage = answer.coverage
    sentences = [
        counted(
            "check.checked",
            "Checked {n} measure of {jurisdictions}; on {day}, {in_force} in force, {not_known} not known (law data "
            "{version}, {hash}, sources read to {horizon}).",
            "Checked {n} measures of {jurisdictions}; on {day}, {in_force} in force, {not_known} not known (law data "
            "{version}, {hash}, sources read to {horizon}).",
            n=coverage.measures,
            jurisdictions=joined([territory_text(code, library) for code in coverage.jurisdictions], "and"),
            in_force=str(coverage.in_force),
            not_known=str(coverage.not_known),
            day=day_text(answer.as_of),
            version=coverage.version,
            hash=coverage.hash[:7],
            horizon=day_text(coverage.horizon),
        )
    ]
    if coverage.pending:
        sentences.append(
            counted(
                "check.pending",
                "{n} measure published and not yet effective.",
                "{n} measures published and not yet effective.",
                n=coverage.pending,
            )
        )
    lines = wrap(tell(joined(sentences, "sentence")), width=width, indent="  ", hang="  ")
    return [*lines, *_not_covered(coverage.not_covered, tell, width)]


def _not_covered(gaps: Sequence[str], tell: PackageTranslator, width: int) -> list[str]:
    """Say what was not covered, in as many entries as fit a few lines."""
    for shown in range(len(gaps), 0, -1):
        rest = len(gaps) - shown
        parts: list[str] = [LawText(gap) for gap in gaps[:shown]]
        if rest:
            parts.append(message("check.more_gaps", "and {n} more: `sekisho coverage` lists all", n=rest))
        text = message("check.not_covered", "Not covered: {gaps}.", gaps=joined(parts, "semicolon"))
        lines = wrap(tell(text), width=width, indent="  ", hang="  ")
        if len(lines) <= NOT_COVERED_LINES:
            return lines
    none_fits = message("check.see_coverage", "Not covered: `sekisho coverage` lists it.")
    return wrap(tell(none_fits), width=width, indent="  ") if gaps else []

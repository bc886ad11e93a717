"""One determination as text for a terminal: the answer first, its reasons and limits below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sekisho.determination.core.outcome import Determination, Obligation, Outcome, Verdict
from sekisho.determination.line.determination import ClauseReason
from sekisho.i18n.names import NO_LIMIT, WORDS_SHOWN, NamingContext, speech_of
from sekisho.law.model.library import Library
from sekisho.present.determination.clauses import why_sections
from sekisho.present.determination.headline import head_lines
from sekisho.present.determination.law_in_time import law_in_time_sections
from sekisho.present.determination.other_clauses import unmet, unmet_lines
from sekisho.present.determination.party_note import whom_lines
from sekisho.present.determination.questions import question_lines
from sekisho.present.law.consequences import follow_up_sections
from sekisho.present.outcome_labels import marked, sentence_case
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, count, paint, table, wrap

SHOWN = 6
"""Choices that a sentence writes out."""
CODES_SHOWN = 3
NOT_COVERED_LINES = 3


def determination(
    answer: Determination,
    facts: Mapping[str, object],
    reasons: Sequence[ClauseReason],
    library: Library,
    *,
    full: bool = False,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Tell one answer.

    Parameters
    ----------
    facts
        The line, as it was determined.
    reasons
        The decisive and the open clauses, traced.
    full
        Every part of each clause, its words in the original and in translation, its sources, and all terms once.
    language
        Of the sentences and of the words of law.
    width
        Cells of a line.
    """
    brief = replace(speech_of(library, language=language, shown=SHOWN), codes=CODES_SHOWN, readings=answer.readings)
    whole = replace(speech_of(library, language=language, shown=NO_LIMIT), words=WORDS_SHOWN, readings=answer.readings)
    sections = [
        [*head_lines(answer, library, brief, width), *_notes(answer, width)],
        question_lines(answer, library, width, language=language),
        whom_lines(answer, library, width),
        *why_sections(answer, reasons, whole if full else brief, full=full, width=width),
        _unmet(answer, facts, library, brief, full=full, width=width),
        _readings(answer, width),
        *law_in_time_sections(answer, library, language, full=full, width=width),
        _duties(answer, width, full=full),
        *follow_up_sections(answer, full=full, width=width),
        _cautions(answer, width, full=full),
        coverage_lines(answer, width),
    ]
    return [line for section in sections if section for line in [*section, ""]][:-1]


def _unmet(
    answer: Determination,
    facts: Mapping[str, object],
    library: Library,
    speech: NamingContext,
    *,
    full: bool,
    width: int,
) -> list[str]:
    """Say what the other clauses fail on: in full, or if no clause applies at all."""
    if not full and (answer.decisive or answer.open):
        return []
    return unmet_lines(unmet(answer, facts, library, speech), speech, full=full, width=width)


def _readings(answer: Determination, width: int) -> list[str]:
    verdicts = answer.by_reading
    if len({_ends(verdict) for verdict in verdicts.values()}) == 1:
        return []
    found = [paint("If all disputed words were read", Ink.BOLD)]
    found += table([(f"{name}:", marked(verdict)) for name, verdict in verdicts.items()], gap=" ", width=width)
    return [*found, paint("  `sekisho readings` shows which words decide", Ink.DIM)]


def _ends(verdict: Verdict) -> tuple[Outcome, Outcome]:
    return verdict.floor, verdict.ceiling


def _duties(answer: Determination, width: int, *, full: bool) -> list[str]:
    certain = [duty for duty in answer.obligations if duty.certain]
    possible = [duty for duty in answer.obligations if not duty.certain]
    found = [paint("Duties", Ink.BOLD), *_duty_lines(certain, width)] if certain else []
    if full and possible:
        found += [paint("Duties that may be owed", Ink.BOLD), *_duty_lines(possible, width)]
    elif possible:
        more = "more " if certain else ""
        say = f"{len(possible)} {more}{'duty' if len(possible) == 1 else 'duties'} may be owed (--full)"
        found += [paint(f"  {say}" if certain else sentence_case(say), Ink.DIM)]
    return found


def _duty_lines(duties: Iterable[Obligation], width: int) -> Iterable[str]:
    owed: dict[str, list[str]] = {}
    for duty in duties:
        owed.setdefault(duty.duty, []).append(duty.clause)
    for text, clauses in owed.items():
        place = paint(f" ({', '.join(clauses)})", Ink.DIM)
        yield from wrap(text + place, width=width, indent="  - ", hang="    ")


def _notes(answer: Determination, width: int) -> list[str]:
    """Tell under the headline what was done to the facts, and what looks military: a reader of four lines sees it."""
    return [paint(line, Ink.BOLD) for text in answer.notes for line in wrap(text, width=width, indent="  ", hang="  ")]


def _cautions(answer: Determination, width: int, *, full: bool) -> list[str]:
    """Warn of what bears on the answer; of open clauses that are less sure, only how many there are."""
    opened = [text for text in answer.cautions if not full and text.partition(" ")[0] in answer.open]
    shown = [text for text in answer.cautions if text not in opened and text not in answer.notes]
    found = [line for text in shown for line in wrap(text, width=width, indent="  - ", hang="    ")]
    if opened:
        are = "is" if len(opened) == 1 else "are"
        say = f"{count(len(opened), 'open clause')} {are} encoded with less than high confidence (--full)."
        found += wrap(say, width=width, indent="  - ", hang="    ")
    return [paint("Cautions", Ink.BOLD), *found] if found else []


def coverage_lines(answer: Determination, width: int) -> list[str]:
    """State which measures were asked, of which library, and what was not covered."""
    coverage = answer.coverage
    text = (
        f"Checked {count(coverage.measures, 'measure')} of {', '.join(coverage.jurisdictions)}, "
        f"{coverage.in_force} of them in force on {answer.as_of} "
        f"(library {coverage.version}, {coverage.hash[:7]}, sources read to {coverage.horizon})."
    )
    if coverage.pending:
        text += f" {count(coverage.pending, 'measure')} published and not yet effective."
    found = wrap(text, width=width, indent="  ", hang="  ")
    return [*found, *_not_covered(coverage.not_covered, width)]


def _not_covered(gaps: Sequence[str], width: int) -> list[str]:
    """Say what was not covered, in as many entries as fit a few lines."""
    for shown in range(len(gaps), 0, -1):
        rest = len(gaps) - shown
        more = f"; and {rest} more: `sekisho coverage` lists all" if rest else ""
        found = wrap(f"Not covered: {'; '.join(gaps[:shown])}{more}.", width=width, indent="  ", hang="  ")
        if len(found) <= NOT_COVERED_LINES:
            return found
    return wrap("Not covered: `sekisho coverage` lists it.", width=width, indent="  ") if gaps else []

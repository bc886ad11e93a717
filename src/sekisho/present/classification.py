"""A classification for a terminal: what was understood, candidates with limits, what would decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sekisho.classification.answer import NOT_LISTED, Candidate, Classification, DecidingParameter, ItemState
from sekisho.classification.limit_checks import LimitStatus
from sekisho.law.dates.calendar import Stage
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, count, paint, wrap

MARKS: Final = {True: "✓", False: "✗"}
INKS: Final = {ItemState.CLASSIFIED: Ink.YELLOW, ItemState.NOT_LISTED: Ink.GREEN, ItemState.UNCLASSIFIED: Ink.BLUE}
LAW: Final[Mapping[str, str]] = {
    Stage.UNPUBLISHED: "not yet published",
    Stage.PUBLISHED: "published, not yet in force",
    Stage.IN_FORCE: "in force",
    Stage.SUSPENDED: "listed, suspended",
    Stage.UNKNOWN: "listed; whether it is in force is an open question of the law",
    Stage.REPEALED: "repealed",
}
STATUS: Final = {
    LimitStatus.MET: "limits met",
    LimitStatus.NOT_MET: "limits not met",
    LimitStatus.UNKNOWN: "limits open",
    LimitStatus.NO_LIMIT: "no limit stated",
}
FOREIGN: Final = {"eu/annex-1": "EU", "us/ccl": "US", "jp/meti": "Japan"}
DETAILED: Final = 3
"""Candidates of which the limits are set out."""


def classification_text(found: Classification, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Set out a classification, the answer first."""
    head = paint(headline(found), INKS[found.state])
    stamp = f"list {found.scheme}, as of {found.as_of}"
    lines = [f"{head}{' ' * max(2, width - cells(head) - cells(stamp))}{stamp}"]
    if found.description:
        lines += wrap(found.description, width=width, indent="  ")
    if found.understood:
        said = "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in found.understood.items())
        lines += ["", *wrap(f"Figures understood: {said}", width=width, indent="  ", hang="    ")]
    if found.candidates:
        lines += ["", "Candidates"]
    for place, candidate in enumerate(found.candidates, start=1):
        lines += _candidate(place, candidate, settled=found.state is ItemState.NOT_LISTED and place == 1, width=width)
    lines += _questions(found, width=width)
    for caution in found.cautions:
        lines += ["", *wrap(caution, width=width, indent="  ")]
    return [*lines, "", *_foot(found, width=width)]


def headline(found: Classification) -> str:
    """Say in one line what can be said."""
    if found.claimed:
        return {
            LimitStatus.MET: f"The limits of {found.claimed} are met",
            LimitStatus.NOT_MET: f"The limits of {found.claimed} are not met",
            LimitStatus.UNKNOWN: f"Whether the limits of {found.claimed} are met is open",
            LimitStatus.NO_LIMIT: f"{found.claimed} states no limit",
        }[found.candidates[0].status]
    match found.state:
        case ItemState.CLASSIFIED:
            return f"Classified, as a suggestion: {found.candidates[0].code} ({found.candidates[0].name})"
        case ItemState.NOT_LISTED:
            return "Not listed, as a suggestion"
        case ItemState.UNCLASSIFIED:
            asked = len(found.questions)
            if asked:
                return f"Not yet classified: {count(asked, 'answer')} would decide"
            return "Not yet classified"


def _candidate(place: int, candidate: Candidate, *, settled: bool, width: int) -> Iterable[str]:
    none = "not listed" if settled else "perhaps not listed"
    code = none if candidate.code == NOT_LISTED else candidate.code
    status = "" if candidate.code == NOT_LISTED else f"  {STATUS[candidate.status]}"
    head = f"{place:>3}  {paint(code, Ink.BOLD)}  "
    tail = f"{candidate.score:.2f}{status}"
    yield from wrap(f"{candidate.name}  ·  {tail}", width=width, indent=head, hang="       ")
    if candidate.law and candidate.law != "in_force":
        yield from wrap(f"{LAW[candidate.law]} ({candidate.measure})", width=width, indent="       ")
    if place > DETAILED and candidate.code != NOT_LISTED:
        return
    for reason in candidate.reasons:
        yield from wrap(reason.text, width=width, indent="       ", hang="         ")
    if place == 1 and candidate.compare:
        pairs = "; ".join(f"{FOREIGN[one.scheme]} {one.other or 'none'} ({one.relation})" for one in candidate.compare)
        yield from wrap(f"Compare with, no determination: {pairs}", width=width, indent="       ", hang="         ")
    for part in candidate.limits:
        mark = MARKS[part.value] if isinstance(part.value, bool) else "?"
        given = ", ".join("yes" if value is True else "no" if value is False else str(value) for _, value in part.given)
        text = f"{mark} {part.text}{f' ({given})' if given else ''}"
        yield from wrap(text, width=width, indent="       ", hang="         ")


def _questions(found: Classification, *, width: int) -> Iterable[str]:
    if not found.questions:
        if found.state is ItemState.UNCLASSIFIED and found.candidates and not found.claimed:
            said = (
                "No figure would decide: the words are too few or fit several entries. Describe the item more fully, or"
            )
            yield ""
            yield from wrap(f"{said} read the first entries with `sekisho show CODE`.", width=width, indent="  ")
        return
    yield ""
    yield "One answer would decide" if len(found.questions) == 1 else "Answers that would decide, the first ones first"
    for one in found.questions:
        yield from wrap(f"{one.question} (decides {', '.join(one.codes)})", width=width, indent="  ", hang="    ")
        yield paint(f"    --param '{one.parameter}={_answers(one)}'", Ink.DIM)


def _answers(question: DecidingParameter) -> str:
    """Write how a question may be answered."""
    return "|".join(question.choices) or f"5 {question.unit}".strip()


def _foot(found: Classification, *, width: int) -> Iterable[str]:
    yield from wrap(
        f"Scores order candidates; they are no probabilities. A customs code is a hint. The text of the list decides "
        f"(library {found.version}, {found.hash[:7]}).",
        width=width,
        indent="",
    )

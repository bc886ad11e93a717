"""What a classification says in half a screen: which code it may be, why, what to ask, and what makes it doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sekisho.classification.answer import NOT_LISTED, Candidate, Classification, DecidingParameter, ItemState
from sekisho.classification.labels import called, limit_names
from sekisho.classification.limit_checks import LimitStatus
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import measure_text
from sekisho.i18n.package_translation import teller_of
from sekisho.law.dates.calendar import Stage
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.library import Library
from sekisho.message import LawText, Message, Text, counted, joined, message
from sekisho.present.classification import (
    INKS,
    LAW,
    MARKS,
    NOT_LISTED_THING,
    NOTHING_DECIDES,
    PERHAPS_NOT,
    STATUS,
    answers_of,
    figure_text,
    headline,
    reason_text,
)
from sekisho.present.document import NOTHING, Brief, BriefPart
from sekisho.present.render.brief_layout import CASE_COLUMN, WIDTH, first_fitting, margin_of
from sekisho.present.render.terminal import shortened

LABELS: Final[Mapping[str, Text]] = {
    "look": message("brief.label_look", "Look"),
    "item": message("classify.label_item", "Item"),
    "may_be": message("classify.label_may_be", "May be"),
    "or": message("classify.label_or", "Or"),
    "nearest": message("classify.label_nearest", "Nearest"),
    "limits": message("classify.label_limits", "Limits"),
    "law": message("classify.label_law", "Law"),
    "why": message("brief.label_why", "Why"),
    "ask": message("classify.label_ask", "Ask"),
    "next": message("brief.label_next", "Next"),
    "note": message("brief.label_note", "Note"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What stands beside the parts; the verdict has no label."""
UNLISTED: Final = frozenset({ItemState.UNLIKELY_LISTED, ItemState.NOT_LISTED})
"""States of an item that is on no list, as far as can be said."""
OPEN: Final = "◆"
"""Sign of an answer that is not decided."""
CANDIDATES: Final = 4
"""Candidates that are named at most."""
LIMITS: Final = 6
"""Limits of a claimed code that are named at most."""
QUESTIONS: Final = 3
"""Questions that are asked at most: those that decide first."""
ALIKE: Final = 0.5
"""Share of the first score from which a candidate is named, and the score from which one is where the item is hardly
listed. A guess."""
DESCRIPTION: Final = 60
"""Cells of a description that are shown."""
LONGEST: Final = 120
"""Cells of a name or a limit that stands on several lines."""
CHOICES: Final = 24
"""Cells that the answers to a question may take in a flag; of more the first are shown."""
LAW_NOT_KNOWN: Final = message("classify.brief_law_unknown", "listed, not known whether in force")
"""Stage of a measure in few words, where it is an open question of the law."""
BY_MEASURE: Final = frozenset({"classify.named_by", "classify.code_may_be", "classify.description_may_be"})
"""Cautions that a measure names such goods, whatever the list says: told first, they may stop a shipment."""
SHORTER: Final[Mapping[str, Text]] = {
    "classify.unlikely_means": message(
        "classify.brief_unlikely",
        "This is a finding of the program, not of law. Controls by end use and end user may still apply.",
    ),
    "classify.unlikely_kind_means": message(
        "classify.brief_unlikely",
        "This is a finding of the program, not of law. Controls by end use and end user may still apply.",
    ),
    "classify.suggestion": message("classify.brief_not_listed", "Controls by end use and end user may still apply."),
}
"""Cautions in fewer words, for a screen."""
BY_NAMES: Final = message("classify.brief_by_names", "Entries are found by their names alone: a person decides.")
"""What is said of a list without a table of words; the name of the missing file is told in full only."""


def classification_lines(
    answer: Classification, library: Library, *, width: int, translator: Translator | None = None
) -> list[str]:
    """Tell a classification in at most `MOST` lines of `WIDTH` cells; in more on a narrower terminal."""
    translator = translator or teller_of(library, "en").translator
    margin = margin_of(translator.say, LABELS.values())
    rows, questions = LIMITS if answer.claimed else CANDIDATES, min(QUESTIONS, len(answer.questions))
    fewer = range(questions, min(questions, 1) - 1, -1)
    lengths = [(rows, whole, asked) for whole in (True, False) for asked in fewer]
    lengths += [(most, False, asked) for most in range(rows - 1, 0, -1) for asked in fewer]
    briefs = (
        classification_brief(answer, library, translator, rows=most, questions=asked, whole=whole)
        for most, whole, asked in lengths
    )
    return first_fitting(briefs, translator.say, ink=INKS[answer.state], margin=margin, width=min(width, WIDTH))


def classification_brief(
    answer: Classification, library: Library, translator: Translator, *, rows: int, questions: int, whole: bool
) -> Brief:
    """Return what a classification says in few lines.

    Parameters
    ----------
    rows
        Candidates, or limits of a claimed code, that are named at most.
    questions
        Questions that are asked at most.
    whole
        Whether names of candidates stand on as many lines as they need; else each on one.
    """
    language = translator.language
    shown, asked = _named(answer, rows), answer.questions[:questions]
    room = LONGEST if whole else CASE_COLUMN - 1 - margin_of(translator.say, LABELS.values())
    parts = (
        BriefPart(wordings=(_verdict(answer),), lines=2),
        BriefPart(label=LABELS["look"], wordings=_notes(answer, (), of_law=True), lines=3),
        BriefPart(label=LABELS["item"], wordings=_item(answer, library, language), lines=2),
        _limits(answer, rows, translator, room) if answer.claimed else _candidates(answer, shown, translator, room),
        BriefPart(label=LABELS["law"], wordings=_law(shown, library), lines=3),
        BriefPart(label=LABELS["why"], wordings=_why(answer, library, language), lines=4),
        BriefPart(label=LABELS["ask"], wordings=_asked(asked), lines=3),
        BriefPart(label=LABELS["next"], wordings=_next(answer, asked), lines=2),
        BriefPart(label=LABELS["note"], wordings=_notes(answer, shown), lines=4),
        BriefPart(label=LABELS["scope"], wordings=_scope(answer, shown), lines=1),
    )
    return Brief(headline=str(answer.state), parts=tuple(part for part in parts if part.rows or any(part.wordings)))


def _verdict(answer: Classification) -> Text:
    """Say what can be said, with the sign of an open answer where nothing is decided."""
    if answer.claimed:
        is_open = answer.candidates[0].status is LimitStatus.UNKNOWN
    else:
        is_open = answer.state in {ItemState.UNCLASSIFIED, ItemState.UNREAD}
    if not is_open:
        return headline(answer)
    return message("brief.cell", "{sign} {words}", sign=OPEN, words=headline(answer))


def _item(answer: Classification, library: Library, language: str) -> tuple[Text, ...]:
    """Say what was described, and which figures were understood."""
    description = Text(shortened(" ".join(answer.description.split()), DESCRIPTION))
    names = limit_names(library, language) if answer.understood else {}
    figures = joined([figure_text(name, value, names) for name, value in answer.understood.items()], "semicolon")
    if not figures:
        return (description, NOTHING) if description else ()
    read = message("classify.brief_read", "figures read: {figures}", figures=figures)
    return (joined([description, read], "semicolon") if description else read, description, NOTHING)


def _named(answer: Classification, most: int) -> tuple[Candidate, ...]:
    """Return the candidates that are named: those that a question decides, and those nearly as alike as the first.

    Of a classified item the first stands in the verdict. Of one that is hardly listed, only what is much like it.
    """
    if not answer.candidates or answer.claimed:
        return answer.candidates[:1]
    first = answer.candidates[0]
    least = ALIKE if answer.state is ItemState.UNLIKELY_LISTED else first.score * ALIKE
    decided = {code for question in answer.questions[:QUESTIONS] for code in question.codes}
    likely = [candidate for candidate in answer.candidates if candidate.score >= least or candidate.code in decided]
    codes = sorted(likely[1:], key=lambda candidate: candidate.code == NOT_LISTED)  # what it may fall under first
    is_settled = answer.state in {ItemState.CLASSIFIED, ItemState.NOT_LISTED}
    ordered = (
        [*likely[:1], *codes] if is_settled else sorted(likely, key=lambda candidate: candidate.code == NOT_LISTED)
    )
    return tuple(ordered[:most])


def _candidates(answer: Classification, shown: Sequence[Candidate], translator: Translator, room: int) -> BriefPart:
    """Name the candidates, each in a line with the state of its limits, in the order in which they are alike.

    The code of a classified item stands in the verdict.
    """
    in_verdict = answer.state is ItemState.CLASSIFIED
    rows = [
        (Text(shortened(_name(candidate, translator), room)), _status(candidate, answer))
        for candidate in shown[in_verdict:]
    ]
    label = "or" if in_verdict else "nearest" if answer.state in UNLISTED else "may_be"
    return BriefPart(label=LABELS[label], rows=tuple(rows))


def _name(candidate: Candidate, translator: Translator) -> str:
    """Name a candidate by its code and its words; a thing that is not listed by its words alone."""
    name = translator.say(_text(candidate.name))
    return name if candidate.code == NOT_LISTED else f"{candidate.code} {name}"


def _status(candidate: Candidate, answer: Classification) -> Text:
    """Say what is known of the limits of a candidate."""
    if candidate.code == NOT_LISTED:
        settled = answer.state is ItemState.NOT_LISTED and candidate == answer.candidates[0]
        return NOT_LISTED_THING if settled else PERHAPS_NOT
    mark = {LimitStatus.MET: MARKS[True], LimitStatus.NOT_MET: MARKS[False], LimitStatus.UNKNOWN: "?"}
    words = STATUS[candidate.status]
    sign = mark.get(candidate.status)
    return words if sign is None else message("brief.cell", "{sign} {words}", sign=sign, words=words)


def _limits(answer: Classification, most: int, translator: Translator, room: int) -> BriefPart:
    """Set out the limits of a claimed code: those not met first, then what is missing."""
    limits = sorted(answer.candidates[0].limits, key=lambda limit: ("✗?✓").index(_mark(limit.value)))
    rows: list[tuple[str, str]] = [
        (Text(shortened(translator.say(_text(limit.text)), room)), Text(_mark(limit.value))) for limit in limits[:most]
    ]
    if left := len(limits) - len(rows):
        rows.append((counted("classify.brief_more_limits", "{n} more limit", "{n} more limits", n=left), NOTHING))
    return BriefPart(label=LABELS["limits"], rows=tuple(rows))


def _mark(value: object) -> str:
    return MARKS[value] if isinstance(value, bool) else "?"


def _law(shown: Sequence[Candidate], library: Library) -> tuple[Text, ...]:
    """Say of which codes that are named the law is not simply in force; shorter, without the measure."""
    by_stage: dict[tuple[str, str], list[str]] = {}
    for candidate in shown:
        if candidate.law and candidate.law != "in_force":
            by_stage.setdefault((candidate.law, candidate.measure), []).append(candidate.code)
    if not by_stage:
        return ()
    whole, short = [], []
    for (stage, measure), codes in by_stage.items():
        act = library.measures.get(MeasureId(measure))
        named = (
            message("classify.stage", "{stage} ({measure})", stage=LAW[stage], measure=measure_text(act))
            if act
            else LAW[stage]
        )
        whole.append(joined([joined(codes, "comma"), named], "colon"))
    for stage in dict.fromkeys(stage for stage, _ in by_stage):
        codes = [code for (other, _), some in by_stage.items() if other == stage for code in some]
        words = LAW_NOT_KNOWN if stage == Stage.UNKNOWN else LAW[stage]
        short.append(joined([joined(codes, "comma"), words], "colon"))
    return tuple(joined(texts, "semicolon") for texts in (whole, short))


def _why(answer: Classification, library: Library, language: str) -> tuple[Text, ...]:
    """Say on what the first candidate rests; where the item is like a thing that is not listed, why that is not."""
    if answer.state not in {ItemState.CLASSIFIED, ItemState.NOT_LISTED} or answer.claimed:
        return ()
    first = answer.candidates[0]
    things = called(library, language) if language != "en" else {}
    reasons = [_text(reason_text(reason, things)) for reason in first.reasons if reason.kind != "quality"]
    if first.code == NOT_LISTED:
        return (joined(reasons, "sentence"),)
    if first.status is LimitStatus.MET and first.limits:
        limits = joined([_text(limit.text) for limit in first.limits], "semicolon")
        reasons.insert(0, message("classify.brief_met", "Limits met: {limits}.", limits=limits))
    return (joined(reasons[:2], "sentence"), *reasons[:1], NOTHING)


def _asked(questions: Sequence[DecidingParameter]) -> tuple[Text, ...]:
    """Ask what decides, the first questions first."""
    return (joined([_text(question.question) for question in questions], "sentence"),) if questions else ()


def _next(answer: Classification, questions: Sequence[DecidingParameter]) -> tuple[Text, ...]:
    """Say what to do: answer and ask again, read the entry, or check the shipment with the code."""
    if questions:
        flags = joined(map(_flag, questions), "comma")
        return (message("classify.brief_add", "Ask the maker. Then add {flags}.", flags=flags),)
    if answer.claimed:
        return ()
    match answer.state:
        case ItemState.CLASSIFIED:
            return (
                message(
                    "classify.brief_next_code",
                    "Read the entry: `sekisho show {code}`. Then check the shipment with --control-codes {code}.",
                    code=answer.candidates[0].code,
                ),
            )
        case ItemState.UNLIKELY_LISTED if answer.of_kind:
            return (
                message(
                    "classify.brief_next_figures",
                    "Ask the maker for its figures, and compare them with `sekisho show {code}`.",
                    code=answer.of_kind,
                ),
            )
        case ItemState.NOT_LISTED | ItemState.UNLIKELY_LISTED:
            return (
                message(
                    "classify.brief_next_none",
                    "Compare it with the official list. If you agree, check the shipment with --control-codes none.",
                ),
            )
        case ItemState.UNCLASSIFIED if answer.candidates:
            return (NOTHING_DECIDES,)
        case _:
            return ()


def _flag(question: DecidingParameter) -> str:
    """Write the flag that answers a question; of many choices the first."""
    return f"--param '{question.parameter}={shortened(answers_of(question), CHOICES)}'"


def _notes(answer: Classification, shown: Sequence[Candidate], *, of_law: bool = False) -> tuple[Text, ...]:
    """Say what makes the answer doubtful; shorter, in fewer words, and never nothing.

    Parameters
    ----------
    of_law
        Whether it is the measures that name such goods by themselves that are told; else everything but these.
    """
    incomplete = [
        candidate.code for candidate in shown if any(reason.kind == "quality" for reason in candidate.reasons)
    ]
    cautions = [_text(caution) for caution in answer.cautions if (getattr(caution, "id", "") in BY_MEASURE) is of_law]
    if incomplete:
        cautions.append(
            message(
                "classify.brief_incomplete",
                "Our copy of {codes} is incomplete: check the official text.",
                codes=joined(incomplete, "comma"),
            )
        )
    if not cautions:
        return ()
    cautions = [BY_NAMES if getattr(caution, "id", "") == "classify.by_names" else caution for caution in cautions]
    shorter = [SHORTER.get(caution.id, caution) if isinstance(caution, Message) else caution for caution in cautions]
    return (joined(cautions, "sentence"), joined(shorter, "sentence"))


def _scope(answer: Classification, shown: Sequence[Candidate]) -> tuple[Text, ...]:
    """Say of which day the law is, what decides, how many candidates are not named, and where they are told."""
    day, left = quantity("short_day", answer.as_of), len(answer.candidates) - len(shown)
    whole = message("classify.brief_scope", "Law of {day}. A suggestion: the official text decides. --full", day=day)
    if not left or not shown:
        return (whole,)
    return (
        counted(
            "classify.brief_scope_more",
            "Law of {day}. A suggestion. {n} more, less alike: --full",
            "Law of {day}. A suggestion. {n} more, less alike: --full",
            n=left,
            day=day,
        ),
    )


def _text(text: str) -> Text:
    """Take a text of the library or of the program."""
    return text if isinstance(text, Text) else LawText(text)

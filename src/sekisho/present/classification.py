"""A classification for a terminal: what was understood, candidates with limits, what would decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sekisho.classification.answer import (
    NOT_LISTED,
    Candidate,
    Classification,
    DecidingParameter,
    ItemState,
    RankingReason,
)
from sekisho.classification.labels import called, limit_names
from sekisho.classification.limit_checks import LimitStatus
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import measure_text
from sekisho.i18n.package_translation import teller_of
from sekisho.law.dates.calendar import Stage
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import HOME_SCHEME
from sekisho.message import JoinedText, LawText, Message, Text, counted, joined, message
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, paint, wrap
from sekisho.trade.items.concordance import Kinship

MARKS: Final = {True: "✓", False: "✗"}
INKS: Final = {
    ItemState.CLASSIFIED: Ink.YELLOW,
    ItemState.NOT_LISTED: Ink.GREEN,
    ItemState.UNCLASSIFIED: Ink.BLUE,
    ItemState.UNLIKELY_LISTED: Ink.GREEN,
    ItemState.UNREAD: Ink.BLUE,
}
LAW: Final[Mapping[str, Text]] = {
    Stage.UNPUBLISHED: message("classify.unpublished", "not yet published"),
    Stage.PUBLISHED: message("classify.published", "published, not yet in force"),
    Stage.IN_FORCE: message("classify.in_force", "in force"),
    Stage.SUSPENDED: message("classify.suspended", "listed, suspended"),
    Stage.UNKNOWN: message("classify.law_unknown", "listed; whether it is in force is an open question of the law"),
    Stage.REPEALED: message("classify.repealed", "repealed"),
}
STATUS: Final[Mapping[LimitStatus, Text]] = {
    LimitStatus.MET: message("classify.limits_met", "limits met"),
    LimitStatus.NOT_MET: message("classify.limits_not_met", "limits not met"),
    LimitStatus.UNKNOWN: message("classify.limits_open", "figures missing"),
    LimitStatus.NO_LIMIT: message("classify.no_limit", "no limit stated"),
}
FOREIGN: Final[Mapping[str, Text]] = {
    "eu/annex-1": message("classify.eu", "EU"),
    "us/ccl": message("classify.us", "US"),
    "jp/meti": message("classify.japan", "Japan"),
}
DETAILED: Final = 3
"""Candidates of which the limits are set out: those that a person reads. A guess."""
NO_ENTRY: Final = message("classify.none", "none")
"""What stands in place of a code for an item that may be not listed."""
NOTHING_DECIDES: Final = message(
    "classify.nothing_decides",
    "No figure would decide: the words are too few or fit several entries. Describe the item more fully, "
    "or read the first entries with `sekisho show CODE`.",
)
"""What to do where no answer would decide."""
NOT_LISTED_THING: Final = message("classify.none_settled", "not listed")
"""What stands beside a thing that is not listed, where that is the answer."""
PERHAPS_NOT: Final = message("classify.none_perhaps", "perhaps not listed")
"""What stands beside a thing that is like the item and not listed."""
_YES: Final = message("classify.yes", "yes")
_NO: Final = message("classify.no", "no")


def classification_text(
    found: Classification, library: Library, *, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """Set out a classification, the answer first."""
    words = Translator(language, ("report",), teller_of(library, language))
    head = paint(words.say(headline(found)), INKS[found.state])
    of_home = message("classify.stamp", "dual-use list, as of {day}", day=found.as_of)
    of_goods = message("classify.stamp_goods", "list of goods, as of {day}", day=found.as_of)
    stamp = words.say(of_home if found.scheme == HOME_SCHEME else of_goods)
    lines = [f"{head}{' ' * max(2, width - cells(head) - cells(stamp))}{stamp}"]
    if found.description:
        lines += wrap(found.description, width=width, indent="  ")
    if found.understood:
        names = limit_names(library, language)
        figures = [figure_text(name, value, names) for name, value in found.understood.items()]
        text = message("classify.understood", "Figures understood: {figures}", figures=joined(figures, "semicolon"))
        lines += ["", *wrap(words.say(text), width=width, indent="  ", hang="    ")]
    if found.candidates:
        lines += ["", words.say(message("classify.candidates", "Candidates"))]
    things = called(library, language) if language != "en" else {}
    for place, candidate in enumerate(found.candidates, start=1):
        settled = found.state is ItemState.NOT_LISTED and place == 1
        lines += _candidate(place, candidate, library, words, things, settled=settled, width=width)
    lines += _questions(found, words, width=width)
    for caution in found.cautions:
        lines += ["", *wrap(_law_text(caution, words), width=width, indent="  ")]
    return [*lines, "", *_foot(found, words, width=width)]


def headline(found: Classification) -> Text:
    """Say in one line what can be said."""
    if found.claimed:
        match found.candidates[0].status:
            case LimitStatus.MET:
                return message("classify.claimed_met", "The limits of {code} are met", code=found.claimed)
            case LimitStatus.NOT_MET:
                return message("classify.claimed_not_met", "The limits of {code} are not met", code=found.claimed)
            case LimitStatus.UNKNOWN:
                return message(
                    "classify.claimed_open", "Whether the limits of {code} are met is open", code=found.claimed
                )
            case LimitStatus.NO_LIMIT:
                return message("classify.claimed_none", "{code} states no limit", code=found.claimed)
    match found.state:
        case ItemState.CLASSIFIED:
            first = found.candidates[0]
            return message(
                "classify.classified",
                "Classified, as a suggestion: {code} ({name})",
                code=first.code,
                name=LawText(first.name),
            )
        case ItemState.NOT_LISTED:
            return message("classify.not_listed", "Not listed, as a suggestion")
        case ItemState.UNLIKELY_LISTED if found.of_kind:
            return message(
                "classify.unlikely_kind", "Unlikely to be listed: few of its kind are ({code})", code=found.of_kind
            )
        case ItemState.UNLIKELY_LISTED:
            return message("classify.unlikely", "Unlikely to be listed: nothing on the list resembles it")
        case ItemState.UNREAD:
            return message("classify.unread", "Not read: no word here says what it is")
        case ItemState.UNCLASSIFIED if found.questions:
            return counted(
                "classify.would_decide",
                "Not yet classified: {n} answer would decide",
                "Not yet classified: {n} answers would decide",
                n=len(found.questions),
            )
        case ItemState.UNCLASSIFIED:
            return message("classify.unclassified", "Not yet classified")


def _law_text(text: str, words: Translator) -> str:
    """Tell a text of the library or of the program in the language."""
    return words.say(text if isinstance(text, Text) else LawText(text))


def figure_text(name: str, value: str, names: Mapping[str, str]) -> Text:
    """Say what was understood of a parameter, by what it and its choices are called in a language."""
    answers = {"yes": _YES, "no": _NO}
    return message(
        "classify.figure",
        "{name} {value}",
        name=names.get(name, name.replace("_", " ")),
        value=names.get(f"{name}.{value}") or answers.get(value) or value,
    )


def reason_text(reason: RankingReason, things: Mapping[str, str]) -> Text | str:
    """Say a reason: what two descriptions share, by what those things are called in a language."""
    text = reason.text
    if reason.kind != "words" or not isinstance(text, Message):
        return text
    shared = text.parameters["words"]
    parts = shared.parts if isinstance(shared, JoinedText) else ()
    in_words = joined(dict.fromkeys(things.get(part, part) for part in parts), "comma")
    return Message(text.id, text.english, {**text.parameters, "words": in_words})


def _candidate(
    place: int,
    candidate: Candidate,
    library: Library,
    words: Translator,
    things: Mapping[str, str],
    *,
    settled: bool,
    width: int,
) -> Iterable[str]:
    none = NOT_LISTED_THING if settled else PERHAPS_NOT
    code = words.say(none) if candidate.code == NOT_LISTED else candidate.code
    status = "" if candidate.code == NOT_LISTED else f"  {words.say(STATUS[candidate.status])}"
    head = f"{place:>3}  {paint(code, Ink.BOLD)}  "
    tail = f"{candidate.score:.2f}{status}"
    yield from wrap(f"{_law_text(candidate.name, words)}  ·  {tail}", width=width, indent=head, hang="       ")
    if candidate.law and candidate.law != "in_force":
        measure = library.measures.get(MeasureId(candidate.measure))
        named = measure_text(measure) if measure else candidate.measure
        stage = message("classify.stage", "{stage} ({measure})", stage=LAW[candidate.law], measure=named)
        yield from wrap(words.say(stage), width=width, indent="       ")
    if place > DETAILED and candidate.code != NOT_LISTED:
        return
    for reason in candidate.reasons:
        yield from wrap(_law_text(reason_text(reason, things), words), width=width, indent="       ", hang="         ")
    if place == 1 and candidate.compare:
        pairs = [
            message(
                "classify.pair",
                "{list} {code} ({relation})",
                list=FOREIGN[one.scheme],
                code=one.other or message("classify.no_code", "none"),
                relation=Kinship(one.relation).word,
            )
            for one in candidate.compare
        ]
        text = message("classify.compare", "Compare with, no determination: {pairs}", pairs=joined(pairs, "semicolon"))
        yield from wrap(words.say(text), width=width, indent="       ", hang="         ")
    for part in candidate.limits:
        mark = MARKS[part.value] if isinstance(part.value, bool) else "?"
        given = [_YES if value is True else _NO if value is False else str(value) for _, value in part.given]
        stated = f" ({words.say(joined(given, 'comma'))})" if given else ""
        yield from wrap(
            f"{mark} {_law_text(part.text, words)}{stated}", width=width, indent="       ", hang="         "
        )


def _questions(found: Classification, words: Translator, *, width: int) -> Iterable[str]:
    if not found.questions:
        if found.state is ItemState.UNCLASSIFIED and found.candidates and not found.claimed:
            yield ""
            yield from wrap(words.say(NOTHING_DECIDES), width=width, indent="  ")
        return
    yield ""
    yield words.say(
        counted(
            "classify.answers",
            "One answer would decide",
            "Answers that would decide, the first ones first",
            n=len(found.questions),
        )
    )
    for one in found.questions:
        text = message(
            "classify.question",
            "{question} (decides {codes})",
            question=one.question if isinstance(one.question, Text) else LawText(one.question),
            codes=joined((NO_ENTRY if code == NOT_LISTED else code for code in one.codes), "comma"),
        )
        yield from wrap(words.say(text), width=width, indent="  ", hang="    ")
        yield paint(f"    --param '{one.parameter}={answers_of(one)}'", Ink.DIM)


def answers_of(question: DecidingParameter) -> str:
    """Write how a question may be answered."""
    return "|".join(question.choices) or f"5 {question.unit}".strip()


def _foot(found: Classification, words: Translator, *, width: int) -> Iterable[str]:
    text = message(
        "classify.foot",
        "Scores order candidates; they are no probabilities. A customs code is a hint. The text of the "
        "list decides (law data {version}, {hash}).",
        version=found.version,
        hash=found.hash[:7],
    )
    yield from wrap(words.say(text), width=width, indent="")

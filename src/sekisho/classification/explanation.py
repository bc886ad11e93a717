"""A candidate told: its reasons, its limits one by one, what would decide, and what a reader must beware of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from sekisho.classification.answer import (
    NOT_LISTED,
    Candidate,
    Compare,
    DecidingParameter,
    ItemState,
    RankingReason,
    code_of_kind,
)
from sekisho.classification.index import DocumentHit, Index
from sekisho.classification.labels import limit_names
from sekisho.classification.lexicon import Tagged
from sekisho.classification.limit_checks import LimitChecks, LimitStatus, plain_units, with_spare
from sekisho.classification.ranking import RECOGNISED, KnownItem, RankedEntry, nearest_hint
from sekisho.i18n.languages import LANGUAGES
from sekisho.law.dates.stages import stage_of_control
from sekisho.law.model.condition import FactName
from sekisho.law.model.confidence import Confidence
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import ControlEntry
from sekisho.message import LawText, Message, Text, joined, message
from sekisho.trade.items.concordance import compare_with
from sekisho.trade.items.control_list import ControlList
from sekisho.trade.items.customs_codes import EDITIONS, Hint
from sekisho.trade.items.derived_parameters import with_implied
from sekisho.trade.items.harmonised_system import customs_code_fault

_WRITTEN: Final = RankingReason(
    kind="code",
    text=message("classify.written", "Its code stands in the text; other lists have codes of the same shape."),
)
_ASKED: Final = 0.6
"""Share of the best score from which a candidate's questions are asked."""


class CandidateExplainer:
    """Tells candidates in one language, as of one day."""

    def __init__(self, index: Index, library: Library, *, as_of: date, language: str) -> None:
        """Take what candidates are told from."""
        self.items = index.items
        self.library = library
        self.as_of = as_of
        self.language = language
        spoken = language if language in LANGUAGES else "en"
        self._limits = LimitChecks(index.items, language=spoken, names=limit_names(library, spoken))

    def candidate(self, one: RankedEntry, customs: Mapping[str, Hint], known: KnownItem) -> Candidate:
        """Tell one candidate; without its code if it stands for not listed."""
        document = one.hit.document
        if document.look_alike is not None:
            alike = document.look_alike
            return Candidate(
                code=NOT_LISTED,
                name=alike.title,
                score=one.score,
                status=LimitStatus.NO_LIMIT,
                reasons=(
                    RankingReason(
                        kind="look_alike",
                        text=message(
                            "classify.look_alike",
                            "{why} ({by}; confidence {confidence})",
                            why=LawText(alike.why),
                            by=LawText(alike.by),
                            confidence=_sure(alike.confidence),
                        ),
                        source=alike.source,
                    ),
                    RankingReason(
                        kind="look_alike",
                        text=message("classify.taken_for", "Taken for {codes}.", codes=joined(alike.near, "comma")),
                    )
                    if alike.near
                    else _words(one.hit),
                ),
                missing=tuple(name for name in alike.ask if name not in known.stated),
                taken_for=alike.near,
            )
        item = self.items.items[document.code]
        stated = with_spare(self.items, document.code, known.stated, known.spare)
        given = known.given if stated is known.stated else frozenset(with_implied(stated))
        found = self._limits.check(document.code, stated, given)
        if one.is_none:
            failed = [part.text for part in found.parts if part.value is False]
            return Candidate(
                code=NOT_LISTED,
                name=message("classify.outside", "outside the limits of {code}", code=document.code),
                score=one.score,
                status=LimitStatus.NOT_MET,
                reasons=tuple(
                    RankingReason(
                        kind="limit",
                        text=message(
                            "classify.not_met", "{code} needs that {limit}: not met.", code=document.code, limit=text
                        ),
                    )
                    for text in failed
                ),
                limits=found.parts,
            )
        return Candidate(
            code=document.code,
            name=item.name,
            score=one.score,
            status=found.status,
            reasons=(*((_WRITTEN,) if one.is_written else ()), *self._reasons(one.hit, item, customs)),
            limits=found.parts,
            missing=found.missing,
            measure=item.since,
            law=self._law(item),
            stated=item.threshold,
            compare=tuple(Compare.of(pair) for pair in compare_with(document.code, self.library)),
        )

    def _reasons(self, hit: DocumentHit, item: ControlEntry, customs: Mapping[str, Hint]) -> Iterable[RankingReason]:
        if hit.cas:
            text = message("classify.cas", "Its text names CAS {cas}, which the description gives.", cas=hit.cas)
            yield RankingReason(kind="cas", text=text)
        if hit.shared:
            yield _words(hit)
        hint = nearest_hint(item.code, customs)
        if hint is not None:
            text = message(
                "classify.customs_hint",
                "Customs code {customs} may fall under {code} ({how}): a hint.",
                customs=hint.printed,
                code=hint.code,
                how=joined((hint.match.says, hint.converted), "semicolon"),
            )
            yield RankingReason(kind="customs_code", text=text)
        if item.quality in _INCOMPLETE:
            text = message(
                "classify.incomplete", "Its text came down incomplete ({how}).", how=_INCOMPLETE[item.quality]
            )
            yield RankingReason(kind="quality", text=text)

    def _law(self, item: ControlEntry) -> str:
        """Return the state of what controls an item: the measure that first did, or those that absorbed it."""
        return str(stage_of_control(item.since, self.library, self.as_of) or "")

    def questions(self, state: ItemState, shown: tuple[Candidate, ...]) -> tuple[DecidingParameter, ...]:
        """Ask what would decide between the candidates that lead."""
        if state in {ItemState.CLASSIFIED, ItemState.UNLIKELY_LISTED, ItemState.UNREAD} or not shown:
            return ()
        top = max(candidate.score for candidate in shown)
        asked: dict[FactName, list[str]] = {}
        for candidate in shown:
            if candidate.score >= top * _ASKED and candidate.status is not LimitStatus.NOT_MET:
                for name in candidate.missing:
                    asked.setdefault(name, []).append(candidate.code)
        return tuple(
            DecidingParameter(
                parameter=name,
                question=known.questions.get(self.language, known.fact.question) or known.fact.question,
                unit=plain_units(known.fact.unit),
                codes=tuple(dict.fromkeys(codes)),
                choices=("yes", "no") if known.fact.kind == "yes_no" else known.fact.choices,
            )
            for name, codes in asked.items()
            if (known := self.items.parameters.get(name)) is not None
        )


def _unlikely(kind: str) -> Message:
    """Say what it means that an item is hardly listed: nothing resembles it, or few of the kind of an entry are."""
    if kind:
        return message(
            "classify.unlikely_kind_means",
            "Few goods of this kind are listed: those that have the figures of {code}. That is a finding of this "
            "program and not of law: it frees nobody, and controls by end use and end user reach items that are not "
            "listed, too.",
            code=kind,
        )
    return message(
        "classify.unlikely_means",
        "Nothing on the list resembles it. That is a finding of this program and not of law: it frees nobody, and "
        "controls by end use and end user reach items that are not listed, too.",
    )


def cautions_of(state: ItemState, shown: tuple[Candidate, ...], tagged: Tagged, *, far: bool = False) -> Iterable[str]:
    """Say what a reader of the answer must beware of.

    Parameters
    ----------
    far
        Whether no entry has the heading of the item's customs code.
    """
    if state is ItemState.UNLIKELY_LISTED:
        if far:
            yield message("classify.far_heading", "No entry of the list has the heading of the customs code.")
        yield _unlikely(code_of_kind(shown))
    elif state is ItemState.UNREAD:
        yield message(
            "classify.unread_means",
            "No word of the text says here what the item is. Say what it is made of and what it does.",
        )
    elif not shown:
        yield message(
            "classify.nothing_alike",
            "No match found. The item may still be controlled: describe what it is made of, what it does "
            "and its figures.",
        )
    elif state is ItemState.UNCLASSIFIED and shown[0].score < RECOGNISED:
        yield message("classify.say_more", "No entry resembles the description closely; say more of what it is.")
    if not tagged.units:
        yield message(
            "classify.no_description",
            "No description was given: candidates rest on the customs code and parameters alone.",
        )
    if state is ItemState.NOT_LISTED:
        yield message(
            "classify.suggestion",
            "Not listed is a suggestion. Controls by end use and end user reach items that are not listed, too.",
        )


def unread_cautions(scripts: Iterable[str]) -> Iterable[str]:
    """Say that part of a description is in a script of which no word is known here."""
    named = ", ".join(scripts)
    if named:
        yield message(
            "classify.letters",
            "Words in {scripts} letters are not read. Describe the item in English, Chinese or Japanese.",
            scripts=named,
        )


def customs_cautions(hs: str, edition: str, customs: Mapping[str, Hint]) -> Iterable[str]:
    """Say that a customs code does not exist, is a chapter alone, or led nowhere."""
    fault = customs_code_fault(hs) if edition == EDITIONS[0] else None
    if fault is not None:
        yield fault.text
    elif hs and not customs:
        yield message(
            "classify.no_customs_code",
            "No entry prints customs code {code} or its heading. The item may still be listed: many entries "
            "print none.",
            code=hs,
        )


def _words(hit: DocumentHit) -> RankingReason:
    words = joined((token.lstrip("~").replace("_", " ") for token in hit.shared), "comma")
    text = message(
        "classify.shared", "The description and “{name}” share: {words}.", name=LawText(hit.name.text), words=words
    )
    return RankingReason(kind="words", text=text)


_INCOMPLETE: Final[Mapping[str, Text]] = {
    "partial": message("item.partial", "partial"),
    "missing_row": message("item.missing_row", "missing row"),
    "from_analogue": message("item.from_analogue", "from analogue"),
}
"""How the name of an entry came down that is not whole."""


def _sure(confidence: str) -> str:
    return Confidence(confidence).words if confidence in set(Confidence) else confidence


def said(items: ControlList, name: FactName, value: object) -> str:
    """Write what was understood of a parameter."""
    unit = items.parameters[name].fact.unit if name in items.parameters else ""
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return plain_units(f"{text} {unit}".strip() if not isinstance(value, bool) else text)

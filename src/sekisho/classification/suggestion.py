"""What the description and the parameters of a line tell of its classification, beside its answer.

What classifies is imported by the function that needs it: most lines state their code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.law.memo import Memory, cached_per_library
from sekisho.law.model.fact import Codes
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import scheme_name, words_folder
from sekisho.message import LawText, joined, message
from sekisho.regex import regex
from sekisho.trade.items.code import ENTRY, is_at_or_below

if TYPE_CHECKING:
    from sekisho.classification.answer import Candidate, Classification

NEAREST: Final = 3
"""Entries of the list that an unclassified item is told to compare with."""
MOST_NEAR: Final = 5
"""The same with those of the customs code of the first: the four of magnets (8505.11) and one of machines for them."""
BY_NAME: Final = 0.9
"""Score from which a thing on no list is meant by its name. A guess: whole names score 1, parts of one below 0.6."""
CUSTOMS_NEAREST: Final = 4
"""Entries that are named where only a customs code is stated: those of magnets (8505.11) are four. A guess."""
_BETWEEN_GOODS: Final = regex(r",\s+(?![^(]*\))|\s*[、，;；](?![^(（]*[)）])\s*|\s+(?:and|und)\s+|\s*(?:以及|及び)\s*")
"""What stands between several goods of a description, outside of brackets."""
_UNREAD: Final = "unread"
_NOTES: Final = regex(r"[(（](?P<notes>[^()（）]+)[)）]")
_BETWEEN_NOTES: Final = regex(r"\s*[,，、;；]\s*")
_FIGURE: Final = regex(r"\d")
_PURITY: Final = regex(r"[\s,，、]*(?<![A-Za-z\d.])(?:[2-9]N\d?(?!\w)|99(?:\.\d+)?\s?[%％])")
"""How pure goods are, by nines or in per cent, outside of brackets."""
_WORD_OF_NAME: Final = regex(r"[^\W\d_]")
_FIGURES: Final = regex(r"(?<![A-Za-z\d])\d[\d.,]*\s?(?:[%％‰]|[A-Za-zµμ°]{1,4}(?:/[A-Za-z\d]+)?)?")
_WORD: Final = regex(r"[^\W\d_]{2}")
_ELEMENT: Final = regex(r"[A-Za-z]+\d*|[\u3400-\u9fff]{1,2}|[\u30a1-\u30ff]{2,8}|[A-Z][A-Za-z\d]{1,7}")
"""A word alone, as the name of an element or a formula: other goods may be made of it."""
LATELY: Final = 256
"""Lines of which is remembered what was told: one question asks of up to fifty, most of them several times."""
HEADING: Final = 4
"""Digits of a customs code from which it names goods; the entries of a chapter are dozens, and tell nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What classification tells of a line.

    Parameters
    ----------
    codes, name
        The code that the description settles, with the name of its entry; empty if it settles none.
    near
        Codes with their names that the item may fall under, nearest first, while none is settled.
    state
        What is known of its place on the list, as `ItemState` has it; empty where no words of it are read.
    has_limits
        Whether the entry of the code that is settled measures anything.
    """

    codes: tuple[str, ...] = ()
    name: str = ""
    near: tuple[tuple[str, str], ...] = ()
    cautions: tuple[str, ...] = ()
    state: str = ""
    has_limits: bool = False

    @property
    def is_of_the_list(self) -> bool:
        """Whether some entry of the list is settled, or is near."""
        return bool(self.codes or self.near)


def suggestion_of(facts: Mapping[str, object], library: Library, day: date, *, cache: Path | None) -> Suggestion | None:
    """Say what the description and parameters of a line tell of its classification; None where they tell nothing.

    A code that is stated is compared with the parameters, and stands.
    """
    description, hs = str(facts.get("description") or ""), str(facts.get("hs_code") or "")
    given = facts.get("parameters")
    parameters = given if isinstance(given, Mapping) else {}
    if not (description or parameters):
        return _of_customs_code(facts, library)
    if words_folder(library) is None or not can_classify():
        return None
    # Who reads a question asks of the same words in several places; other words of the line change nothing.
    lately = _told_lately(library)
    key = day, description, hs, repr(parameters), repr(facts.get("control_codes"))
    remembered = lately.get(key)
    if remembered is None:
        stated = _Item(description=description, hs=hs, parameters=parameters, codes=_codes(facts, library))
        remembered = lately.keep(key, (_told(stated, library, day, cache=cache),))
    return remembered[0]


@cached_per_library
def _told_lately(_: Library) -> Memory[tuple[object, ...], tuple[Suggestion | None]]:
    """Return what was told of lines lately, by all of them that tells."""
    return Memory(LATELY)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """What a line says of its item; the codes as they are typed, unknown where none is stated."""

    description: str
    hs: str
    parameters: Mapping[str, object]
    codes: object


def _told(item: _Item, library: Library, day: date, *, cache: Path | None) -> Suggestion | None:
    """Classify what a line describes, and say what that tells."""
    from sekisho.classification.answer import ItemState
    from sekisho.classification.classifier import classify
    from sekisho.classification.limit_checks import LimitStatus

    description, parameters, codes = item.description, item.parameters, item.codes
    if isinstance(codes, Codes):
        outside: list[str] = []
        for code in sorted(codes.sure):
            if parameters and len(code) >= ENTRY and code in library.facts.schemes[scheme_name(library)]:
                found = classify(description, library, code=code, parameters=parameters, as_of=day, cache=cache)
                outside += _outside(code, found)
        return Suggestion(cautions=tuple(outside)) if outside else None
    found = classify(description, library, hs=item.hs, parameters=parameters, as_of=day, cache=cache)
    state = str(found.state)
    if _is_settled(found):
        first = found.candidates[0]
        measures = first.status is not LimitStatus.NO_LIMIT
        return Suggestion(codes=found.codes, name=first.name, state=state, has_limits=measures)
    if found.state is ItemState.UNREAD or (found.state is ItemState.UNLIKELY_LISTED and not found.of_kind):
        return Suggestion(state=state)
    near = _nearest(found.candidates, library, is_outside=found.state is ItemState.NOT_LISTED)
    return Suggestion(near=near, cautions=(_compare_with(near),) if near else (), state=state)


def suggestion_by_parts(
    facts: Mapping[str, object], library: Library, day: date, *, cache: Path | None
) -> Suggestion | None:
    """Say what one of several goods of a description tells, or goods without what brackets add; None if neither does.

    Goods beside goods hide each other: no code is settled of *gallium, germanium*, and of each one is. What a figure
    says stays with the goods, for it may keep them off the list.
    """
    description = str(facts.get("description") or "")

    def suggestion_for(text: str) -> Suggestion | None:
        return suggestion_of({**facts, "description": text}, library, day, cache=cache)

    for text in _without_notes(description):
        if (alone := suggestion_for(text)) is not None and alone.codes:
            return alone
    if (bare := _NOTES.sub("", description)) != description and (alone := suggestion_for(bare)) is not None:
        whole = suggestion_for(description)
        near = whole.near[0][0] if whole is not None and whole.near else ""
        if near in alone.codes and not alone.has_limits:
            return alone  # no figure of a note keeps off the list what no limit measures
    if (plain := _PURITY.sub("", description).strip()) not in {"", description} and _WORD_OF_NAME.search(plain):
        alone, whole = suggestion_for(plain), suggestion_for(description)
        nearest = {code for code, _ in whole.near} if whole is not None else set()
        if alone is not None and not alone.has_limits and nearest & set(alone.codes):
            return alone  # nor does a purity: gallium 4N
    parts = [part for part in _BETWEEN_GOODS.split(description) if part]
    singly = [(part, suggestion) for part in parts if (suggestion := suggestion_for(part)) is not None]
    coded = [(part, suggestion) for part, suggestion in singly if suggestion.codes]
    figured = [part for part, suggestion in singly if not suggestion.codes and _FIGURE.search(part)]
    words = {part: _FIGURES.sub(" ", part) for part in figured}
    beside = [part for part, text in words.items() if not (_WORD.search(text) and _are_goods(suggestion_for(text)))]
    are_goods = len(singly) == len(parts) and all(suggestion.state not in {"", _UNREAD} for _, suggestion in singly)
    if len(parts) == 1 or beside or not are_goods:
        return None  # words beside goods: they may say what these are
    are_listed = all(suggestion.is_of_the_list for _, suggestion in singly)
    first = next((at for at, part in enumerate(parts) if not _ELEMENT.fullmatch(part)), len(parts))
    meant = [
        suggestion
        for part, suggestion in coded
        if are_listed or not _ELEMENT.fullmatch(part) or parts.index(part) < first  # behind goods it may be in them
    ]
    if not meant:
        return None
    return replace(meant[0], codes=tuple(dict.fromkeys(code for suggestion in meant for code in suggestion.codes)))


def _are_goods(suggestion: Suggestion | None) -> bool:
    """Tell whether words without their figures are goods: the figures are then theirs, and of nothing beside them."""
    return suggestion is not None and suggestion.state not in {"", _UNREAD}


def _without_notes(description: str) -> Iterable[str]:
    """Go through a description with one of several notes in its brackets alone; no figure is left out."""
    match = _NOTES.search(description)
    if match is None:
        return
    notes = [note for note in _BETWEEN_NOTES.split(match["notes"]) if note]
    before, behind = description[: match.start("notes")], description[match.end("notes") :]
    for note in notes:
        if len(notes) > 1 and not any(_FIGURE.search(other) for other in notes if other != note):
            yield f"{before}{note}{behind}"


def _nearest(candidates: Sequence[Candidate], library: Library, *, is_outside: bool) -> tuple[tuple[str, str], ...]:
    """Return the entries that an item is to be compared with: of a thing on no list, those for which it is taken.

    An item that its figures keep off the list is compared with the entry that measures them.

    Beside the nearest stand those that are of one customs code with the first and hardly less near.
    """
    from sekisho.classification.answer import NOT_LISTED
    from sekisho.classification.classifier import ALIKE
    from sekisho.classification.limit_checks import LimitStatus
    from sekisho.trade.items.customs_codes import subheadings_of

    names = library.code_names.get(scheme_name(library), {})
    first = next(iter(candidates), None)
    outside = {candidate.code for candidate in candidates if candidate.status is LimitStatus.NOT_MET}
    if first is not None and first.code == NOT_LISTED and first.score >= BY_NAME:
        taken = tuple((code, names[code]) for code in first.taken_for if code in names and code not in outside)
        if taken:
            return taken[:NEAREST]
    every = [candidate for candidate in candidates if candidate.code != NOT_LISTED]
    if is_outside and every and every[0].code in outside:
        return ((every[0].code, every[0].name),)
    listed = [candidate for candidate in every if candidate.code not in outside] or every
    near = listed[:NEAREST]
    for further in listed[NEAREST:]:
        is_named = any(
            is_at_or_below(further.code, each.code) or is_at_or_below(each.code, further.code) for each in near
        )
        if len(near) < MOST_NEAR and not is_named and further.score >= near[0].score * ALIKE:
            together = subheadings_of(library, near[0].code) & subheadings_of(library, further.code)
            near += [further] if together else []
    return tuple((one.code, one.name) for one in near)


def _of_customs_code(facts: Mapping[str, object], library: Library) -> Suggestion | None:
    """Say under which codes an item of a customs code may fall, where nothing else is said of it: it settles none."""
    customs = library.facts.parse("hs_code", facts.get("hs_code"))
    if not isinstance(customs, str) or len(customs) < HEADING or isinstance(_codes(facts, library), Codes):
        return None
    from sekisho.trade.items.customs_codes import hints  # a line without a customs code reads none of their tables

    digits = customs[: len(customs) // 2 * 2]  # of nine digits, as Japan has them, eight are looked up
    names = library.code_names.get(scheme_name(library), {})
    codes = (hint.code for hint in hints(digits, library) if not hint.doubtful)
    near = tuple((code, names[code]) for code in codes if code in names)
    if not near:
        return None
    return Suggestion(near=near, cautions=(_compare_with(near[:CUSTOMS_NEAREST]),))


def _codes(facts: Mapping[str, object], library: Library) -> object:
    return library.facts.parse("control_codes", facts.get("control_codes"))


def _compare_with(near: Iterable[tuple[str, str]]) -> str:
    names = joined(
        (message("caution.entry", "{code} ({name})", code=code, name=LawText(name)) for code, name in near), "semicolon"
    )
    return message(
        "caution.not_classified",
        "The item is not classified. Compare it with {entries}: `sekisho classify` says what would decide.",
        entries=names,
    )


def _is_settled(found: Classification) -> bool:
    """Tell whether one code is settled: classified, with every limit met or none stated, and nothing left to ask."""
    from sekisho.classification.limit_checks import LimitStatus

    if not found.codes:
        return False
    first = found.candidates[0]
    return first.status in {LimitStatus.MET, LimitStatus.NO_LIMIT} and not first.missing


def _outside(code: str, found: Classification) -> Iterable[str]:
    failed = [part.text for part in found.candidates[0].limits if part.value is False]
    if found.candidates[0].status == "not_met":
        yield message(
            "caution.outside_limits",
            "The stated parameters do not meet the limits of the stated code {code} (it needs that {limits}): "
            "check the code or the parameters.",
            code=code,
            limits=_all_limits(failed),
        )


def _all_limits(texts: list[str]) -> str:
    """Join the limits that are not met, each as a part of the sentence."""
    first, *others = texts or [""]
    for text in others:
        first = message("caution.and_that", "{first}; that {next}", first=first, next=text)
    return first


@cache
def can_classify() -> bool:
    """Tell whether the parts that classify items are installed; looked for once, for it takes a quarter of a ms."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("numpy", "opencc", "pint"))

"""Somebody's name alone, of words in which a place, a use or somebody's kind stands beside it."""

from __future__ import annotations

from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.service.line.goods_or_party import has_form
from sekisho.service.line.name_spans import NameSpan, name_spans
from sekisho.service.line.word_roles import WordRoles
from sekisho.trade.sentence.marks import is_kind_of_user

_BEHIND: Final = regex(r"\s*[,，;；]\s*(?P<rest>[a-z\u3400-\u9fff].*)|\s+(?P<words>[a-z].*)")
"""What stands behind a name and begins no other part of it: *JAXA, civil research*."""
_HEAD: Final = regex(r"\s*,?\s*(?:(?:in|at|bei)\s+)?(?P<place>[^,，;；(（]+?)\s*(?:[,，;；(（]\s*(?P<rest>.*?)[)）]?)?")
_NOTED: Final = regex(r"\s*[(（](?P<place>[^()（）]+)[)）]")
_CAPITALS: Final = regex(r"(?<![A-Za-z])[A-Z]{3,6}(?=[ ,，;；(（]|$)")
_BEFORE: Final = regex(
    r".*(?:\b(?:of|at|called|check|re|about|notify|(?i:can|may|does|did|is|will|could|should|has))|[(（:：]|の|的)\s*"
)
"""How words before a name end that say what somebody is to it, or who that is: *an engineer of*, 客户（."""
_PLACE_WITHIN: Final = regex(r"\b(?:in|at|aus|in der)\s+(?P<place>[A-Z][\w-]+)")


@dataclass(frozen=True, slots=True)
class NameAlone:
    """A name, the place that stands beside it and what else does; either is empty where nothing does."""

    who: str
    place: str = ""
    rest: str = ""


def name_alone(text: str, reader: WordRoles) -> NameAlone:
    """Part the name of a listed party from what stands beside it in a phrase; other words stay as they are."""
    spans = name_spans(text, reader.library) or _short_span(text, reader)
    if not spans or (reader.is_listed_name(text) and spans[0].end - spans[0].start == len(text)):
        return NameAlone(text)
    first = spans[0]
    if first.start and reader.territories.code(before := text[: first.start].strip(" 　の的")):
        return NameAlone(text[first.start :], before)  # Japan 防卫省
    if first.start:
        return _behind_words(text, first, reader)
    tail = text[first.end :]
    noted = _NOTED.fullmatch(tail)
    if noted is not None and reader.place(noted["place"]):
        return NameAlone(text[: first.end], noted["place"])
    match = _HEAD.fullmatch(tail) if tail and tail[0] in " ,，;；(（" else None
    if match is not None and not has_form(f"Naniwa {match['place']}") and reader.place(match["place"]):
        return NameAlone(text[: first.end], match["place"], (match["rest"] or "").strip())
    match = _BEHIND.search(tail)
    if match is None or has_form(match[0].strip(" ,")):
        return NameAlone(text)
    rest = (match["rest"] or match["words"]).strip()
    who = text[: first.end + match.start()].strip(" ,，")
    return NameAlone(who, rest=rest) if match["rest"] or who == text[: first.end] else NameAlone(text)


def _short_span(text: str, reader: WordRoles) -> tuple[NameSpan, ...]:
    """Return a listed name of a few capitals before other words: JAXA, TDK."""
    match = _CAPITALS.search(text)
    if match is None or not reader.is_listed_name(match[0]):
        return ()
    is_first = match.start() == 0 or reader.territories.code(text[: match.start()].strip(" 　の的")) != ""
    return (NameSpan(match.start(), match.end(), ""),) if is_first else ()


def _behind_words(text: str, span: NameSpan, reader: WordRoles) -> NameAlone:
    """Part a name from words before it that say who that is: *customer in Nagasaki (Mitsubishi Shipbuilding)*."""
    before, tail = text[: span.start], text[span.end :].strip(" )）")
    is_kind = is_kind_of_user(before.strip()) or _BEFORE.fullmatch(before) is not None
    if not is_kind or (tail and tail[0] not in ",，;；'’") or reader.is_listed_name(text):
        return NameAlone(text)
    within = _PLACE_WITHIN.search(before)
    place = within["place"] if within is not None and reader.place(within["place"]) else ""
    rest = tail.strip(" ,，;；")
    if rest and reader.place(rest):
        place, rest = rest, ""
    return NameAlone(text[span.start : span.end], place, rest)

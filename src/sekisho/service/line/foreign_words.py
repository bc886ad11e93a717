"""Facts of a question left clean: of each party the name alone, of the goods the goods; what is neither is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sekisho.message import Text, joined, message
from sekisho.regex import regex
from sekisho.service.line.goods_or_party import is_military_in_words
from sekisho.service.line.goods_within import goods_within
from sekisho.service.line.names_within import (
    MARKS,
    SOME_ONE,
    is_foreign,
    is_no_name,
    name_within,
    with_its_place,
)
from sekisho.service.line.places_in_words import PlacesInWords, names_body
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.words_left_out import JAPAN, PARTIES, military_left_out, parties_left_out, taken_for_end
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.sentence.clause_signs import makes_goods, object_in, tells_of_goods
from sekisho.trade.sentence.goods_words import measure_in
from sekisho.trade.sentence.law_questions import asks_of_law
from sekisho.trade.sentence.marks import kind_of_user

FIRM: Final = regex(
    r"(?:株式会社|有限会社|[(（]株[)）])[^\s、。，,()（）はがをにへの]+|[^\s、。，,()（）はがをにへの]+(?:株式会社|有限公司|公司)"
)
"""A firm by its legal form, whose name may hold words of goods."""
_SOMEBODY_THERE: Final = regex(r"(?:an?|the|our|ein|eine[mnrs]?)\s+(?:[a-zäöü-]+\s+){1,3}(?:in|at)\s+[A-Z]\w+$")
"""Somebody without a name in a place, taken for a use."""
_SENTENCE: Final = regex(r"[。！？\n]")
_OF_PLACE: Final = regex(r"\s+(?:in|at|from|of)\s+[A-Z].*$")
"""Where somebody is, behind what he is."""
_FIRM_KINDS: Final = frozenset({"civil", "civil|defence_contractor"})
"""Kinds of a user that words say of a firm."""
_OF_LISTED: Final = frozenset({"words.barred_left_out", "words.party_left_out"})
"""What is said of a listed name that has no part: graver than what is said of words that are no name."""
_SMALL_WORD: Final = regex(
    r"[a-z]+|\d+\s*[A-Za-z]{1,5}|(?:asked|want(?:ed)?|it's)(?: to)?|it back"
    r"|行不行|(?:能不能|可不可以|可以|能否).{0,2}|询价|[有这]?一[批票]|客户声明|最终做成"
    r"|(?:例の|先日の)(?:中国の)?|先[月週]|[をへがで]?納入(?:、問題ある)?|の(?:引き?合い?|注文|見積|問い合わせ)(?:があり|です)?"
)
"""A word, a question or an amount that tells nothing of a shipment by itself."""
_CUSTOMS: Final = regex(r"HS\b[\s\d./,-]*", re.IGNORECASE)
_COMMAS: Final = regex(r"[,，、;；]")


def _names_blank(text: str, reader: PlacesInWords) -> str:
    """Write commas in the place of listed names, so that no word of one is taken for goods."""
    for start, end in reader.known_spans(text):
        text = f"{text[:start]}{',' * (end - start)}{text[end:]}"
    return text


def without_foreign(read: WordsRead, words: str, reader: PlacesInWords) -> WordsRead:
    """Leave of each party its name alone, and of the goods the goods; what is neither is no fact, and is told.

    A user who is none would take the place of one who is not known, and an answer would be milder by it.
    """
    facts, unread = dict(read.facts), dict(read.unread)
    left = _names_alone(facts, unread, words, reader)
    nameless = (read.facts[name] for name in PARTIES if name in read.facts.keys() - facts.keys())
    if "destination" not in facts:
        places = (place for text in nameless if reader.place(place := reader.place_inside(text)) == JAPAN)
        if place := next(places, ""):
            facts["destination"], unread["destination"] = JAPAN, taken_for_end(place)  # 京都の大学
    use = _without_nameless(facts, unread, read.typed.get("end_use", ""))
    if "end_user" not in facts and (who := _name_in_use(use, reader)):
        facts["end_user"] = who
        if who == use or not is_military_in_words(use.replace(who, "")):
            left += _around(use, who)
            facts.pop("end_use", None)
            unread.pop("end_use", None)
    goods = facts.get("description", "")
    if alone := _goods_alone(words, facts, reader):
        facts["description"] = ", ".join(alone)
        left += _around(goods, *alone)
    if left:
        unread["more_words" if "words" in unread else "words"] = message(
            "words.not_read", "Not read: “{words}”.", words=joined(left, "comma")
        )
        named = [facts[name] for name in PARTIES if name in facts]
        parties = parties_left_out(", ".join(left), named, facts.get("description", ""), reader.library)
        if parties is not None:
            unread.setdefault("end_user", parties)
        military = military_left_out(", ".join(left), facts.values())
        if military is not None:
            facts.setdefault("end_use", UNKNOWN_WORD)
            unread["end_use"] = military
    typed = {name: text for name, text in read.typed.items() if name in facts or name not in read.facts}
    return replace(read, facts=facts, typed=typed, unread=unread)


def _names_alone(facts: dict[str, str], unread: dict[str, str], words: str, reader: PlacesInWords) -> list[str]:
    """Leave of each party its name alone, and take out what is none; return what stood beside the names."""
    left: list[str] = []
    for name in PARTIES:
        text = with_its_place(facts.get(name, ""), words, reader)
        facts |= {name: text} if text else {}
        if not is_foreign(text, reader) and not is_no_name(text, words, reader):
            continue
        within = name_within(text, reader)
        if within is not None:
            facts[name] = within.who
            left += filter(None, (within.before, within.behind))
            continue
        if reader.is_known(text):
            continue  # it may be one on a list: nobody is cleared by a word beside the name
        del facts[name]
        if _CUSTOMS.fullmatch(text):
            continue  # HS 9401.39 / 9403.10
        is_one = name == "end_user" and not SOME_ONE.match(text)
        kind = kind_of_user(_OF_PLACE.sub("", text)) if is_one else ""
        if kind in _FIRM_KINDS:
            facts.setdefault("end_user_kind", kind)
            unread.setdefault(name, _no_party(text))
            continue
        if name == "end_user" and getattr(unread.get("destination"), "id", "") == "words.taken_for_user":
            del unread["destination"]
        if getattr(unread.get(name), "id", "") not in _OF_LISTED:
            unread[name] = _no_party(text)
    return left


def _without_nameless(facts: dict[str, str], unread: dict[str, str], use: str) -> str:
    """Take somebody without a name out of the use, and a clause out of the kind of user; return the use left."""
    if _SOMEBODY_THERE.match(use) and "end_user" not in facts:
        facts.pop("end_use", None)
        unread.pop("end_use", None)
        unread["end_user"] = _no_party(use)  # a fire brigade in Fukuoka
        use = ""
    if _SENTENCE.search(kind := facts.get("end_user_kind", "")):
        del facts["end_user_kind"]
        unread.pop("end_user_kind", None)
        unread.setdefault("end_user", _no_party(kind))
    return use


def _goods_alone(words: str, facts: Mapping[str, str], reader: PlacesInWords) -> tuple[str, ...]:
    """Return the goods within what was taken for them, or within the text where that is none; none if it may stay."""
    goods = facts.get("description", "")
    has_others = bool(facts.keys() - {"origin", "description"})
    if asks_of_law(words) or (goods.isascii() and not has_others):
        return ()  # We sell lamps. We are happy.
    if tells_of_goods(goods):
        alone = goods_within(_names_blank(goods, reader), reader.workspace) or _object_alone(goods, reader)
        return alone or (() if goods.isascii() else _goods_of_text(words, facts, reader))
    if not has_others or (goods and reader.may_be_goods(goods)):
        return ()
    others = () if facts.keys() & {"control_codes", "hs_code"} else _goods_of_text(words, facts, reader)
    return () if any(part in goods for part in others) else others  # drawings of a gyroscope


def _object_alone(goods: str, reader: PlacesInWords) -> tuple[str, ...]:
    """Return to what the verb is done, where that is no place and nobody."""
    thing = object_in(goods)
    return (thing,) if thing and not (reader.place(thing) or reader.is_named(thing) or names_body(thing)) else ()


def _goods_of_text(words: str, facts: Mapping[str, str], reader: PlacesInWords) -> tuple[str, ...]:
    """Return the goods of a list that stand anywhere in a text whose goods were misread; none where none do."""
    rest = FIRM.sub(lambda match: "," * len(match[0]), _names_blank(words, reader))
    for name in (*PARTIES, "end_use"):
        if text := facts.get(name, ""):
            rest = rest.replace(text, "," * len(text))
    parts = goods_within(rest, reader.workspace)
    return tuple(
        part for part in parts if reader.is_goods(part) and not (tells_of_goods(part) or makes_goods(words, part))
    )


def _name_in_use(use: str, reader: PlacesInWords) -> str:
    """Return the listed party that words for a use name beside other words; empty where they name none."""
    pieces = [piece.strip() for piece in _COMMAS.split(use) if piece.strip()]
    if len(pieces) > 1 and (
        who := next((piece for piece in pieces if reader.is_known(piece) and not reader.is_goods(piece)), "")
    ):
        return who
    within = name_within(use, reader) if reader.known_spans(use) else None
    return within.who if within is not None else ""


def _no_party(text: str) -> Text:
    return message("words.no_party", "Not read as a name: “{words}”. State who that is.", words=text)


def _around(text: str, *parts: str) -> list[str]:
    """Return what stands before, between and behind parts of a text."""
    for part in parts:
        text = text.replace(part, "\n", 1)
    pieces = (words.strip(MARKS + "/") for words in text.split("\n"))
    return [bare for bare in pieces if len(bare) > 1 and measure_in(bare) is None and not _SMALL_WORD.fullmatch(bare)]

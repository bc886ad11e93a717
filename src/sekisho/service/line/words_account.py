"""What became of each word of a question: what stands in no fact that was read is named, and screened once more.

No form of a sentence is known here. Whatever was read or told is struck out of the text as it was typed; a noun, a
name or a figure that is left (`word_classes`) was lost by every reading. It is told, and where it may be goods, or
somebody on a list, the answer is not free of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sekisho.classification.suggestion import Suggestion
from sekisho.dataclass import dataclass
from sekisho.determination.core.outcome import RESEMBLES_NOTHING, UNREAD
from sekisho.files.language import simplified
from sekisho.message import Message, Text, joined, message
from sekisho.regex import regex
from sekisho.service.line.goods_of_text import CODED, item_of, listed_goods_in
from sekisho.service.line.goods_or_party import entries_named
from sekisho.service.line.places_in_words import PlacesInWords
from sekisho.service.line.scrutiny.goods_choice import WHOLE_GOODS
from sekisho.service.line.scrutiny.group_words import named_group, town_of_group
from sekisho.service.line.scrutiny.start_words import with_start_open
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.words_left_out import PARTIES, military_left_out, parties_left_out
from sekisho.trade.book.cells.territories import country_of_adjective
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.sentence.clause_signs import tells_of_goods
from sekisho.trade.sentence.marks import is_kind_of_user
from sekisho.trade.sentence.trade_terms import city_of_airport
from sekisho.trade.sentence.word_classes import content_in, words_of_content

PLACES: Final = ("departure", "via", "destination", "end_user_territory", "origin")
MOST_TOLD: Final = 4
"""Clauses of words that are not read, of which a note tells."""
_LONGEST_TOLD: Final = 48
"""Signs of the longest clause that is told whole."""
_PIECES: Final = regex(r"\s*[,，、;；。]\s*")
TAKEN_BACK: Final = "taken_back"
"""Under which it is told what a text takes back; it is no fact."""
_OF_ITSELF: Final = frozenset({"words", "more_words"})
"""Under which it is told of words that they are not read."""
_GOODS: Final = "goods"
_NOT_BEFORE: Final = regex(
    r"(?:(?<![是要若果])不是|并非|並非|不属于|不屬於|\bnot\s+(?:to\s+|for\s+|by\s+)?(?:the\s+)?|\bkein\w*\s)$",
    re.IGNORECASE,
)
_ASKED_BEHIND: Final = regex(r"[^，,。;；\n]{0,6}?(?:吗|嗎|么|吧)|[^，,。;；\n]{0,6}?[?？]")
"""What makes a question of a denial: 不是自卫队吗."""
_NOT_BEHIND: Final = regex(r"では?なく|じゃなく|では(?:ない|ありません)|無关|无关")
"""What stands before and behind a name that is not meant."""
_CAPITALS: Final = regex(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&.-]+(?:[ ](?:of[ ])?[A-Z][A-Za-z0-9&.-]+)*")
_TWO_SCRIPTS: Final = regex(r"(?<![A-Za-z0-9])(?P<latin>[A-Z][A-Za-z&]+)[\u30a1-\u30fc\u3400-\u9fff]{2,16}")
"""A word that begins in Latin letters and goes on in those of East Asia: NEC网络传感器."""
_LONG_HAN: Final = 3
"""Characters of the shortest name of East Asia that is looked for in words that were not read."""
_ANY_METALS: Final = regex(
    r"(?:レアメタル|希少金属|重要鉱物)|(?:稀有|稀散|小)金属|关键矿产|\b(?:rare|minor|critical|strategic)\s+(?:metals?|minerals?)\b",
    re.IGNORECASE,
)
"""A name of a group of which most are on the list, and some are not."""
_BUT: Final = regex(
    r"\b(?:but|however|although|though|yet)\b|[,，、]?(?:但是?|不过|可是|只是)|ただし|しかし|けれど|けど", re.IGNORECASE
)
"""Behind which what is denied ends, and something else is told."""
_OWNED: Final = regex(r"(?:^|(?<=[\s　、，,・]))(?P<who>[^\s　、，,]{3,12}?)(?:の|的|様|さま|さん|殿|用[于於])")
"""Somebody to whom goods belong, before them."""
_PORT: Final = regex(r"[港市着発发出]+$")
"""What stands behind the name of a port."""
_CHOSEN: Final = frozenset(
    {"end_user_kind", "prc_content_share", "movement", "knowledge_of_barred_use", "value", "date"}
)
"""Facts that are written otherwise than in words."""
_LAST_SIGN: Final = regex(r"[^\w%％)）]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    """A text of which all that was read or told is struck out, and the reading that it is an account of.

    Parameters
    ----------
    rest
        What is left of the text.
    unread
        What is told so far, the words that the reading itself lost left out.
    plain
        The text without what it denies.
    stated
        The words of all facts, written plainly.
    """

    read: WordsRead
    rest: str
    plain: str
    unread: Mapping[str, str]
    stated: str
    reader: PlacesInWords

    @property
    def facts(self) -> Mapping[str, str]:
        """The facts of the reading."""
        return self.read.facts

    @property
    def beside_facts(self) -> str:
        """What no fact holds, and nothing denies: the note of a place, or of no name, may quote forces and a name."""
        return _struck(self.plain, _of_facts(self.read, self.reader))

    @property
    def lost(self) -> list[str]:
        """The clauses of words of content that stand in no fact; a kind of user and a way that was read are none."""
        clauses = content_in(self.rest, lambda word: _plain(word) in self.stated or self._is_way(word))
        return [_shortened(text) for text in clauses if not (is_kind_of_user(text) or self._is_way(text))]

    def _is_way(self, word: str) -> bool:
        return _is_way_read(word, self.facts, self.reader)


def with_account(read: WordsRead, words: str, apart: Iterable[str], reader: PlacesInWords) -> WordsRead:
    """Tell which words of a text stand in no fact, and keep an answer from being free of goods or names among them.

    Parameters
    ----------
    words
        The text as it was typed.
    apart
        What was read apart, or denied, and is told by a note of its own.
    """
    denied = tuple(apart)
    account = _account_of(read, words, denied, reader)
    opened = with_start_open(read, account.rest, reader)
    if opened is not read:
        read, account = opened, _account_of(opened, words, denied, reader)
    unread = dict(account.unread)
    for name, note in (
        ("words", _of_lost(account)),
        (_GOODS, _of_goods(account)),
        ("end_use", _of_forces(account)),
        ("end_user", _of_parties(account)),
    ):
        unread |= {name: note} if note is not None else {}
    facts = dict(read.facts)
    if unread.get("end_use") is not account.unread.get("end_use"):
        facts.setdefault("end_use", UNKNOWN_WORD)
    return replace(read, facts=facts, unread=unread)


def _account_of(read: WordsRead, words: str, apart: Iterable[str], reader: PlacesInWords) -> _Account:
    unread = {name: text for name, text in read.unread.items() if name not in _OF_ITSELF}
    denied = [_BUT.split(text)[0] for text in apart if text]
    return _Account(
        read=read,
        rest=_struck(words, [*denied, *_of_facts(read, reader), *_told_already(unread)]),
        plain=_struck(words, denied),
        unread=unread,
        stated=_plain("\n".join(read.facts.values())),
        reader=reader,
    )


def _of_lost(account: _Account) -> Text | None:
    """Tell the words that stand in no fact."""
    lost = account.lost
    if not lost:
        return None
    return message("words.not_read", "Not read: “{words}”.", words=joined(lost[:MOST_TOLD], "comma"))


def _of_goods(account: _Account) -> Text | None:
    """Tell goods of the list that are not judged, or that what the goods are was not read."""
    facts, reader = account.facts, account.reader
    item = item_of(facts.get("description", ""), reader) if "description" in facts else None
    judged = set(item.codes if item is not None else ()) | set(facts.get("control_codes", "").split(";"))
    is_plain = item is None or item.state in {UNREAD, *RESEMBLES_NOTHING}
    listed = listed_goods_in(account.rest, reader, near=is_plain and not CODED & facts.keys())
    goods = [text for text, codes in listed.items() if not judged & set(codes) and not _is_stated(text, account)]
    if not (CODED & facts.keys() or judged - {""}):  # a use, or a name, may have swallowed the goods
        goods += [text for text in _listed_in_facts(facts, reader) if text not in goods]
    if goods:
        return _asked_apart(goods)
    is_any = _ANY_METALS.search(facts.get("description", "")) is not None and not judged - {""}
    if is_any or _are_goods_unknown(facts, item, is_lost=bool(account.lost) or _loses_name(account.unread)):
        return message("words.goods_unknown", "What the goods are is not read. Name them alone.")
    return None


def _asked_apart(goods: Sequence[str]) -> Text:
    return message(
        "words.goods_left_out",
        "“{words}” may be goods of the list, and is not judged here: ask of it apart.",
        words=joined(goods[:MOST_TOLD], "comma"),
    )


def several_codes(codes: Sequence[str]) -> dict[str, Text]:
    """Tell of customs codes none of which is taken for that of the goods: an answer is not free of them."""
    return {_GOODS: _asked_apart(codes)}


def _is_stated(text: str, account: _Account) -> bool:
    """Tell whether each word of content of a text stands in a fact."""
    return all(_plain(word) in account.stated for word in words_of_content(text) or (text,))


def _listed_in_facts(facts: Mapping[str, str], reader: PlacesInWords) -> Iterator[str]:
    """Go through the goods that settle a code and stand in the use, or in the name of somebody whom no list knows."""
    for name in ("end_use", *PARTIES):
        text = facts.get(name, "")
        if text and text != UNKNOWN_WORD and not reader.is_named(text):
            yield from listed_goods_in(text.removesuffix("用"), reader)


def _of_forces(account: _Account) -> Text | None:
    """Tell words that point to a military use, where nothing is told of the use so far."""
    if {"end_use", "knowledge_of_barred_use"} & account.unread.keys():
        return None
    return military_left_out(_without_denied_names(account.beside_facts, account.reader), account.facts.values())


def _of_parties(account: _Account) -> Text | None:
    """Tell a listed party, else a group of such, that stands in no fact, where nothing is told of the user so far."""
    facts, reader = account.facts, account.reader
    if "end_user" in account.unread:
        return None
    named = [facts[name] for name in PARTIES if name in facts]
    parties = parties_left_out(
        _without_denied_names(account.plain, reader), named, facts.get("description", ""), reader.library
    )
    beside_facts = _without_denied_names(f"{account.beside_facts}\n{facts.get('end_use', '')}", reader)
    back = account.unread.get(TAKEN_BACK)
    if isinstance(back, Message):
        beside_facts = beside_facts.replace(str(back.parameters["old"]), "\n")
    if parties is not None:
        return parties
    maybe = _may_be_listed(_without_denied_names(account.plain, reader), named, facts, reader)
    if maybe:
        return message(
            "words.may_be_listed",
            "“{words}” may name somebody on a list, and its part is not read. State it: user, buyer or seller.",
            words=maybe,
        )
    who = _group_in(beside_facts, facts, reader) or _owner_of_goods(facts, reader)
    if not who and {"end_user", "importer"}.isdisjoint(facts):
        who = town_of_group(account.plain, reader.library, lambda word: reader.place(word) != "")
    if not who:
        return None
    return message(
        "words.group_left_out", "“{words}” is named, and firms of its group are on lists. State its part.", words=who
    )


def _may_be_listed(plain: str, named: Iterable[str], facts: Mapping[str, str], reader: PlacesInWords) -> str:
    """Return a name of several words, or in two scripts, that is like one on a list and in no fact; empty if none is.

    The name of a listed party as a list prints it is found without this.
    """
    capitals = (run for match in _CAPITALS.finditer(plain) for run in match[0].split(". ") if " " in run)
    two_scripts = (
        match[0][:end]
        for match in _TWO_SCRIPTS.finditer(plain)
        for end in range(len(match[0]), len(match["latin"]) + 1, -1)
    )
    runs = dict.fromkeys((*capitals, *two_scripts))
    stated = "\n".join((*named, facts.get("end_use", ""), facts.get("description", "")))
    left = [run for run in runs if run not in stated and not reader.place(run)]
    entries = frozenset[str]().union(*(entries_named(text, reader.library) for text in named)) if left else frozenset()
    return next((run for run in left if entries_named(run, reader.library) - entries), "")


def _group_in(rest: str, facts: Mapping[str, str], reader: PlacesInWords) -> str:
    """Return a group or a firm that may be listed and is named in words that were not read; empty where none is."""
    stated = {named_group(facts[name], reader.library) for name in PARTIES if name in facts} | {""}
    capitals = (match[0] for match in _CAPITALS.finditer(rest))
    east = (word for word in words_of_content(rest) if not word.isascii() and len(word) >= _LONG_HAN)
    return next((word for word in (*capitals, *east) if named_group(word, reader.library) not in stated), "")


def _owner_of_goods(facts: Mapping[str, str], reader: PlacesInWords) -> str:
    """Return a group whose the goods are said to be, where nobody is named who uses or buys them: 三菱重工的镓.

    Whose make they are (三菱重工製) tells of goods.
    """
    if not {"end_user", "importer"}.isdisjoint(facts):
        return ""
    owned = (match["who"] for match in _OWNED.finditer(facts.get("description", "")))
    return next((who for who in owned if named_group(who, reader.library)), "")


def _are_goods_unknown(facts: Mapping[str, str], item: Suggestion | None, *, is_lost: bool) -> bool:
    """Tell whether words were lost and no goods are named, or what was taken for them is a clause of which none is."""
    goods = facts.get("description", "")
    if CODED & facts.keys() or not facts.keys() - {"origin", "description"}:
        return False
    if not goods:
        return is_lost
    return (item is None or item.state == UNREAD) and (tells_of_goods(goods) or not content_in(goods))


def _loses_name(unread: Mapping[str, str]) -> bool:
    """Tell whether words that were taken for somebody were none: they may be the goods."""
    return any(getattr(note, "id", "") == "words.no_party" for note in unread.values())


def _without_denied_names(words: str, reader: PlacesInWords) -> str:
    """Strike the listed names out that a text says are not meant: 不是自卫队，是丰田."""
    for start, end in reversed(reader.known_spans(words)):
        denied = _NOT_BEFORE.search(words[:start]) and not _ASKED_BEHIND.match(words, end)
        if denied or _NOT_BEHIND.match(words, end):
            words = f"{words[:start]}{' ' * (end - start)}{words[end:]}"
    return words


def _of_facts(read: WordsRead, reader: PlacesInWords) -> Iterator[str]:
    """Go through the words that state a fact; of a place the name alone."""
    yield read.typed.get(WHOLE_GOODS, "")
    for name, text in read.facts.items():
        typed = read.typed.get(name, "")
        if name in PLACES:
            yield typed if reader.place(typed) else reader.place_inside(typed)
        elif text == UNKNOWN_WORD or name in _CHOSEN:
            yield typed
        else:
            yield text
            yield from _PIECES.split(text)
            if name in PARTIES and typed.startswith(text) and typed[len(text) :][:1] in {"(", "（"}:
                yield typed  # one party by two names


def _told_already(unread: Mapping[str, str]) -> Iterator[str]:
    """Go through the words that other notes quote."""
    for note in unread.values():
        for text in note.parameters.values() if isinstance(note, Message) else ():
            yield _BUT.split(str(text))[0]


def _struck(words: str, texts: Iterable[str]) -> str:
    """Write line breaks in the place of texts, whatever their characters are, the longest first."""
    plain = _plain(words)
    rest = words
    for text in sorted({_plain(text).strip() for text in texts}, key=len, reverse=True):
        if len(text) < 2 or (text.isascii() and text.isupper() and len(text) == 2):  # noqa: PLR2004 - a code: CN
            continue
        ends = r"(?<![A-Za-z0-9]){}(?![A-Za-z0-9])" if text.isascii() else "{}"
        for match in re.finditer(ends.format(re.escape(text)), plain):
            blank = "\n" * len(match[0])
            rest = f"{rest[: match.start()]}{blank}{rest[match.end() :]}"
            plain = f"{plain[: match.start()]}{blank}{plain[match.end() :]}"
    return rest


def _plain(text: str) -> str:
    """Write signs of full width as plain ones and characters simplified, sign for sign where that goes."""
    narrow = unicodedata.normalize("NFKC", text)
    narrow = narrow if len(narrow) == len(text) else text
    shorter = simplified(narrow)
    return (shorter if len(shorter) == len(narrow) else narrow).lower()


def _is_way_read(word: str, facts: Mapping[str, str], reader: PlacesInWords) -> bool:
    """Tell whether a word is a place, or an adjective, of a country that the facts name, as a port of it is."""
    codes = {facts.get(name) for name in PLACES} - {None, UNKNOWN_WORD}
    ends = [reader.place(city_of_airport(part)) for part in word.split("-")]
    if all(ends) and codes.issuperset(ends):
        return True
    return not codes.isdisjoint((reader.place(word), reader.place(_PORT.sub("", word)), country_of_adjective(word)))


def _shortened(text: str) -> str:
    plain = _LAST_SIGN.sub("", text)
    return plain if len(plain) <= _LONGEST_TOLD else f"{plain[: _LONGEST_TOLD - 1].rstrip()}…"

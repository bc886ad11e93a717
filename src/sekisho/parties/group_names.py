"""Names that companies of a group bear in front of their own: 三菱重工 before サーマルシステムズ, NEC before Platforms.

Anybody may bear a word, so that nothing is decided by it: it is a reason to ask. A name is read by its parts, which are
words and no letters: 三菱電線工業 has no 電機, 日本電気硝子 is one proper name, and in 富士通商 stands 富士.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from sekisho.law.model.effects import OWN_LISTS
from sekisho.law.model.holdings import Group
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.namesakes import Namesake
from sekisho.regex import regex

if TYPE_CHECKING:
    from sekisho.parties.names.part import NamePart

_FIRMS: Final = frozenset({"company", "division"})
_LEFT_OUT: Final = frozenset({"INDUSTRY", "INDUSTRIAL_MACHINERY", "WORKS", "ENTERPRISE", "HOLDINGS"})
"""Words at the end of the name of a head that its companies leave out: 住友電気工業, JFE Holdings."""
_HOLDINGS: Final = "HOLDINGS"
_FEWEST_LEFT: Final = 2
"""Parts that stay where such a word is left out, save that for holdings: 豊和 of 豊和工業 is the name of a bank too."""
_FEWEST_BEHIND: Final = 2
"""Letters behind the name of a head. A guess: a single character is part of a word that no table has (三井物産館)."""
_LONGEST: Final = 120
"""Letters of the longest name that is read so. A guess, as for a firm before a works (see `known_body`)."""
_SENTENCE: Final = regex(r"[A-Za-z\u30a1-\u30ff\u3400-\u9fff]\s*[のにをへ]\s*(?=[A-Za-z\u30a1-\u30ff\u3400-\u9fff])")
"""What is said about a firm, and no name: 川崎重工業の下請け."""
_KATAKANA: Final = regex(r"[\u30a1-\u30fa]")
_BRACKET: Final = regex(r"[(（［\[]")


class BorneWord(NamedTuple):
    """A part of a name as it is compared: by its letters, and by what it may stand for, if that counts."""

    text: str
    concepts: frozenset[str]


class BorneName(NamedTuple):
    """A name that companies bear in front of their own, and the id of the group or listed firm whose it is."""

    words: tuple[BorneWord, ...]
    head: str


class GroupNames:
    """The names of heads of groups and of listed firms, as other names may begin with them.

    Parameters
    ----------
    namesakes
        Firms of like names that are another person; what begins with their names is none of the group.
    """

    def __init__(
        self, entries: Sequence[ListedParty], groups: Sequence[Group], namesakes: Sequence[Namesake] = ()
    ) -> None:
        """Take the names apart."""
        listed = [entry for entry in entries if entry.kind in _FIRMS and not entry.list.startswith(OWN_LISTS)]
        head_of_entry = {entry: group.id for group in groups for entry in group.entries}
        heads = list(_of_groups(groups))
        bearers: dict[str, set[str]] = {}
        for name in heads:
            for concept in name.words[0].concepts:
                bearers.setdefault(concept, set()).add(name.head)
        names = [name for name in heads if len(name.words) > 1 or not _is_shared(name.words[0], bearers)]
        names += [name for name in _of_entries(listed) if name.head not in head_of_entry]
        self._names = _by_beginning(names)
        self._others = _by_beginning(
            BorneName(words, head_of_entry.get(firm.entry, firm.entry))
            for firm in namesakes
            for words in map(_words_of, firm.names)
            if words
        )
        self._short = _short_names(groups, listed)
        self._of_house = _by_house(listed)
        self.houses = frozenset(_houses_of(groups))

    def head_of(self, name: str) -> str:
        """Return the id of the head whose name stands in front of a name; empty if that of none does.

        >>> fields = dict.fromkeys(Group.__dataclass_fields__, ())
        >>> naniwa = Group(**fields | {"id": "naniwa", "names": ("浪速重工業株式会社", "Naniwa Heavy")})
        >>> names = GroupNames((), (naniwa,))
        >>> [names.head_of(name) for name in ("浪速重工業冷熱", "Naniwa Heavy America, Inc.", "浪速鉛筆")]
        ['naniwa', 'naniwa', '']
        """
        from sekisho.parties.names.tokenisation import take_apart  # a line without a name reads no table of words

        parts = take_apart(name).parts if len(name) <= _LONGEST else ()
        bearing = [borne for borne in _fitting(self._names, parts) if len(parts) > len(borne.words)]
        if not bearing:
            return ""
        others = {other.head for other in _fitting(self._others, parts)}
        for borne in sorted(bearing, key=lambda borne: -len(borne.words)):
            # Letters that a table writes out (SEI) stand for several words, characters (日電) for one.
            written = {_first_word(name), parts[0].text if len(borne.words) == 1 else ""}
            is_short = any(borne.head in self._short.get(short, ()) for short in written)
            rest = parts[len(borne.words) :]
            if borne.head not in others and _goes_on(name, rest, borne, is_short=is_short):
                return borne.head
        return ""

    def same_words(self, name: str) -> str:
        """Return the id of the head that has the words of a name in whatever script, and no others; empty if none has.

        What is found so is no more than likely: *kawasaki 重工業*, as Hangul sounds, is 川崎重工業.
        """
        from sekisho.parties.names.tokenisation import take_apart

        parts = take_apart(name).parts if len(name) <= _LONGEST else ()
        return next((borne.head for borne in _fitting(self._names, parts) if len(parts) == len(borne.words) > 1), "")

    def of_house(self, name: str) -> Mapping[str, str]:
        """Return the listed firms whose names begin with a house that is all of a name, each with such a name.

        三菱 and 川崎 alone may be short for any of them, in each script.
        """
        from sekisho.parties.names.tokenisation import take_apart

        parts = take_apart(name).parts if len(name) <= _LONGEST else ()
        if len(parts) != 1 or parts[0].kind != "house":
            return {}
        return {entry: own for concept in parts[0].concepts for entry, own in self._of_house.get(concept, {}).items()}


def _by_house(listed: Iterable[ListedParty]) -> dict[str, dict[str, str]]:
    """Return, by the house with which their names of several words begin, listed firms with the first such name.

    One that is written short in the name, as 川崎 is in 川重岐阜, does not stand there.
    """
    from sekisho.parties.names.tokenisation import take_apart

    houses: dict[str, dict[str, str]] = {}
    for entry in listed:
        for name in entry.names:
            words = _words_of(name)
            is_written = len(words) > 1 and not take_apart(name).unexpanded
            for concept in words[0].concepts if is_written else ():
                houses.setdefault(concept, {}).setdefault(entry.id, name)
    return houses


def _houses_of(groups: Iterable[Group]) -> Iterator[str]:
    """Go through the houses with which names of heads of several words begin, as those names write them."""
    from sekisho.parties.names.tokenisation import take_apart

    for name in (name for group in groups for name in group.names):
        parts = take_apart(name).parts
        if len(parts) > 1 and parts[0].kind == "house":
            yield parts[0].shown


def _is_shared(word: BorneWord, bearers: Mapping[str, set[str]]) -> bool:
    """Tell whether a house is that of several groups, as Mitsui is."""
    return any(len(bearers[concept]) > 1 for concept in word.concepts)


def _by_beginning(names: Iterable[BorneName]) -> dict[str, list[BorneName]]:
    beginnings: dict[str, list[BorneName]] = {}
    for name in dict.fromkeys(names):
        for key in (name.words[0].text, *name.words[0].concepts):
            beginnings.setdefault(key, []).append(name)
    return beginnings


def _fitting(names: Mapping[str, Sequence[BorneName]], parts: Sequence[NamePart]) -> list[BorneName]:
    """Return the names of which each word is a part of another name, in order from its beginning."""
    keys = (parts[0].text, *parts[0].concepts) if parts else ()
    near = (name for key in keys for name in names.get(key, ()))
    return [name for name in dict.fromkeys(near) if _begins(parts, name.words)]


def _of_groups(groups: Iterable[Group]) -> Iterator[BorneName]:
    for group in groups:
        for name in group.names:
            yield from (BorneName(way, group.id) for way in _ways(_words_of(name)))
        for name in group.weak_names:
            words = _words_of(name)
            if len(words) == 1:  # of more words the last was cut: 三菱電, 住友重
                yield BorneName(words, group.id)


def _of_entries(listed: Iterable[ListedParty]) -> Iterator[BorneName]:
    """Go through the names of listed firms that begin with a proper name of theirs."""
    for entry in listed:
        for name in entry.names:
            words = _words_of(name)
            if len(words) == 1:  # only as it is written: a table has 日東 for 日東電工, and others bear it too
                yield from (
                    BorneName((BorneWord(word.text, frozenset()),), entry.id) for word in words if word.concepts
                )
            elif words and words[0].concepts:
                yield BorneName(words, entry.id)


def _short_names(groups: Iterable[Group], listed: Iterable[ListedParty]) -> dict[str, set[str]]:
    """Return the abbreviations with which no listed firm begins the name that it gives itself, and whose they are.

    The letters of a notice count for nothing: 小松 stands there for コマツ, and is the name of a thousand families.
    """
    names = (name for entry in listed for name in entry.names if name not in entry.printed)
    own = [name for name in names if len(_words_of(name)) > 1]
    in_use = {_first_word(name) for name in own} | {way for name in own for way in _letters_of(name)}
    short: dict[str, set[str]] = {}
    for group in groups:
        for name in (name for name in group.weak_names if len(_words_of(name)) == 1):
            word = _first_word(name)
            if not any(used == word or (not word.isascii() and used.startswith(word)) for used in in_use):
                short.setdefault(word, set()).add(group.id)
    return short


def _words_of(name: str) -> tuple[BorneWord, ...]:
    from sekisho.parties.names.tokenisation import take_apart  # without the extra `books` there are no parts

    return _as_words(take_apart(name).parts)


def _as_words(parts: Sequence[NamePart]) -> tuple[BorneWord, ...]:
    """Take parts as words; what they stand for counts behind a house alone: 東京計器 is no Tokyo Instruments."""
    is_house = bool(parts) and parts[0].kind == "house"
    return tuple(BorneWord(part.text, frozenset(part.concepts) if is_house else frozenset()) for part in parts)


def _ways(words: tuple[BorneWord, ...]) -> Iterator[tuple[BorneWord, ...]]:
    """Go through the ways in which a head's name is borne: as it is, and without a word that companies leave out."""
    if words:
        yield words
        last = words[-1].concepts
        is_long = len(words) > _FEWEST_LEFT or _HOLDINGS in last
        if is_long and len(words) > 1 and not last.isdisjoint(_LEFT_OUT):
            yield words[:-1]


def _begins(parts: Sequence[NamePart], words: tuple[BorneWord, ...]) -> bool:
    return len(parts) >= len(words) and all(
        part.text == word.text or not word.concepts.isdisjoint(part.concepts)
        for part, word in zip(parts, words, strict=False)
    )


def _first_word(name: str) -> str:
    """Return the first word of a name in Latin letters, or all of one in others, as its parts write it."""
    from sekisho.parties.names.legal_forms import read_form
    from sekisho.parties.names.tokenisation import take_apart

    first = read_form(name).core.partition(" ")[0]
    return first if first.isascii() else take_apart(first).whole


def _letters_of(name: str) -> Iterator[str]:
    from sekisho.parties.names.tokenisation import take_apart

    parsed = take_apart(name)
    yield parsed.unexpanded or parsed.whole


def _goes_on(name: str, rest: Sequence[NamePart], borne: BorneName, *, is_short: bool) -> bool:
    """Tell whether what stands behind the name of a head may be the own name of a company."""
    from sekisho.parties.names.business_words import OF_TRADE
    from sekisho.parties.names.legal_forms import read_form

    has_form, kinds = bool(read_form(name).written), {part.kind for part in rest}
    if _SENTENCE.search(name) or sum(len(part.text) for part in rest) < _FEWEST_BEHIND:
        return False
    if not has_form and (rest[0].kind == "body" or kinds == {"place"}):
        return False  # the hall of a town, or where a firm has a works
    if is_short:
        return has_form and rest[0].kind == "place" and _BRACKET.search(name) is not None  # 日电（中国）有限公司
    if len(borne.words) > 1:
        return True
    return has_form or not kinds.isdisjoint(OF_TRADE) or any(_KATAKANA.search(part.shown) for part in rest)

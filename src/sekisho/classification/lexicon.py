"""The lexicon: words of three languages to concepts, found in a text by longest match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Final, NamedTuple

from sekisho.classification.tokens import TextToken, fold, is_character, units_of
from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_table
from sekisho.regex import regex

_ENGLISH: Final = regex(
    r"\b(?:for|used (?:in|for|as|with)|suitable for|intended for|to make)\b(?P<what>[^,;.()]*)", re.IGNORECASE
)
_FOLLOWING: Final = regex(r"(?:用于|适用于)(?P<what>[^,，;；。()（）]*)")
_PRECEDING: Final = regex(
    r"(?P<what>[぀-ヿー㐀-鿿々]{2,60}?)(?<!两)(?<!使)(?<!利)(?<!应)(?<!民)(?<!军)(?<!通)(?<!作)用(?!于|途|户|品|量)"
)

# fmt: off
STOPWORDS: Final = frozenset({
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "brand", "by", "certain", "each", "especially",
    "etc", "following", "for", "from", "grade", "having", "in", "incl", "including", "into", "is", "it",
    "item", "its", "made", "meeting", "model", "no", "not", "of", "on", "or", "other", "per", "product",
    "specially", "such", "than", "that", "the", "their", "these", "this", "to", "type", "under", "up",
    "used", "using", "via", "was", "were", "which", "with", "without",
})
# fmt: on
"""Words that say nothing of what an item is."""
_WORDLIKE_SYMBOLS: Final = frozenset(
    {"In", "As", "At", "No", "I", "He", "Be", "Am", "Os", "Es", "Is", "Or", "On", "Pa", "W"}
)
"""Symbols of elements that are also words or units: they count only where nothing else is meant."""
_BEHIND_SYMBOL: Final = frozenset(
    {
        *("doped", "based", "free", "rich", "bearing", "containing", "coated", "plated", "alloyed", "activated"),
        *("stabilised", "stabilized", "substituted", "enriched", "depleted", "ion", "loaded", "modified", "diffused"),
        *("added", "filled", "clad", "type", "sputtered", "exchanged", "infiltrated"),
    }
)
"""Words that a hyphen joins to the symbol of an element, and that leave it one."""


class Concept(NamedTuple):
    """A thing that the words of several languages mean."""

    name: str
    kind: str
    broader: tuple[str, ...] = ()


class Tag(NamedTuple):
    """A concept found in a text, with the units that it covers."""

    concept: Concept
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a text says: concepts, and words that the lexicon does not know."""

    units: tuple[TextToken, ...]
    tags: tuple[Tag, ...]
    loose: tuple[str, ...]
    folded: str = ""
    purpose: frozenset[int] = frozenset()
    """Places of the units that say what the item is for."""

    @property
    def concepts(self) -> frozenset[str]:
        """Names of all concepts, without what they imply."""
        return frozenset(tag.concept.name for tag in self.tags)


_GRADE: Final = regex(r"([a-z]{4,})[0-9]+[a-z]{0,3}")
"""A name with a grade run into it: SmCo26, NdFeB42sh."""
_CAPITALS: Final = regex(r"[A-Z]{2}[0-9]")
"""A formula that reads as a designation too: PH3, NF3, SF6, CF4, and a series of connectors."""
_HARDWARE: Final = regex(
    r"(?i)\b(?:connectors?|conn|headers?|sockets?|receptacles?|plugs?|housings?|terminals?|crimps?|jst|molex|posts?|"
    r"screws?|brackets?|holders?|clamps?|optomech\w*|pitch|pins?)\b|コネクタ|コネクター|ソケット|ハウジング|端子|连接器|接插件|插座|排针|螺丝"
)
"""Words of parts of which a gas is no name: beside them a formula is a designation."""
_OF_GAS: Final = regex(
    r"(?i)\b(?:gas|gases|detect\w*|monitors?|sensors?|analy[sz]ers?|cylinders?|bottles?|ppm|ppb|purity|breakers?|"
    r"switchgear|insulated|scrubbers?|abatement|precursors?|etch\w*|dop\w+)\b|[0-9]N\b|ガス|检知|検知|气|瓶|ボンベ|传感|センサ"
)
"""Words by which it is the gas after all."""
_LONG, _ONE = "ー", "一"
"""The long mark of katakana, and the number that is typed in its place."""
_LONG_FROM: Final = 4
"""Letters of a word whose last long mark may be left out, as engineers do. A guess; バー without it is another word."""
_STEP: Final = "\n"
"""Stands before each step of words in the table; no unit of a text holds it."""


@dataclass(slots=True)
class Lexicon:
    """Concepts and their words.

    `_steps` has each beginning of the words, step by step, with the concept that they mean if they end there: a table
    of texts loads in a tenth of the time that a tree of objects takes.
    """

    concepts: dict[str, Concept] = field(default_factory=dict)
    _steps: dict[str, Concept | None] = field(default_factory=dict)
    _symbols: dict[str, Concept] = field(default_factory=dict)

    def add(self, concept: Concept, words: Iterable[str]) -> None:
        """Let words mean a concept; `=Dy` is a symbol whose case counts."""
        self.concepts.setdefault(concept.name, concept)
        for word in words:
            if word.startswith("="):
                self._symbols.setdefault(word[1:], concept)
                continue
            so_far = ""
            for unit in units_of(fold(word)):
                so_far = f"{so_far}{_STEP}{unit.plain}"
                self._steps.setdefault(so_far, None)
            if so_far and self._steps[so_far] is None:
                self._steps[so_far] = concept

    def tag(self, text: str) -> Tagged:
        """Find the concepts of a text, the longest words first at each place.

        >>> lexicon = Lexicon()
        >>> lexicon.add(Concept("dysprosium", "element"), ["dysprosium", "镝", "=Dy"])
        >>> lexicon.add(Concept("oxide", "material"), ["oxide", "氧化", "酸化"])
        >>> sorted(lexicon.tag("氧化镝粉末").concepts), lexicon.tag("dysprosium chips").loose
        (['dysprosium', 'oxide'], ('chip',))
        """
        folded = fold(text)
        units = tuple(units_of(folded))
        tags: list[Tag] = []
        loose: list[str] = []
        place, run = 0, ""
        steps, symbols = self._steps, self._symbols
        while place < len(units):
            unit = units[place]
            may_begin = _STEP + unit.plain in steps or unit.written in symbols or not unit.plain.isalpha()
            found = self._tag_at(folded, units, place) if may_begin else None
            if found is not None:
                loose += _pairs(run)
                run = ""
                tags.append(found)
                place = found.last + 1
                continue
            if is_character(unit.plain):
                run += unit.plain
            else:
                loose += _pairs(run)
                run = ""
                if unit.plain not in STOPWORDS and not unit.plain[0].isdigit() and len(unit.plain) > 1:
                    loose.append(unit.plain)
            place += 1
        return Tagged(units, tuple(tags), (*loose, *_pairs(run)), folded, purpose_of(folded, units))

    def names_any(self, units: tuple[TextToken, ...]) -> bool:
        """Tell whether some concept is in a text that is cut into units."""
        return any(self._longest(units, place) is not None for place in range(len(units)))

    def ending_in(self, units: tuple[TextToken, ...], tag: Tag) -> Iterable[Tag]:
        """Find the concepts of the words at the end of those that a tag covers: *press* of *cubic press*."""
        shorter = (self._longest(units[: tag.last + 1], place) for place in range(tag.first + 1, tag.last + 1))
        return (part for part in shorter if part is not None and part.last == tag.last)

    def _tag_at(self, folded: str, units: tuple[TextToken, ...], place: int) -> Tag | None:
        """Return the concept that words from a place on mean, unless they are the beginning of another word."""
        tag = self._longest(units, place)
        if tag is None or tag.first != tag.last:
            return tag
        begins = self._begins_word(folded, units, place)
        return None if begins or _is_designation(folded, units, place, tag) else tag

    def _begins_word(self, folded: str, units: tuple[TextToken, ...], place: int) -> bool:
        """Tell whether a symbol is but the first letters of a name with a hyphen, as in *Lu-ve* and *Dy-cast*."""
        unit = units[place]
        if unit.written not in self._symbols or folded[unit.end : unit.end + 1] != "-" or place + 1 == len(units):
            return False
        behind = units[place + 1]
        unknown = _STEP + behind.plain not in self._steps and behind.plain not in _BEHIND_SYMBOL
        return behind.start == unit.end + 1 and behind.written.isalpha() and behind.written.islower() and unknown

    def _longest(self, units: tuple[TextToken, ...], place: int) -> Tag | None:
        unit = units[place]
        symbol = self._symbols.get(unit.written)
        best = None if symbol is None or unit.written in _WORDLIKE_SYMBOLS else Tag(symbol, place, place)
        steps, so_far, end = self._steps, "", place - 1
        for at in range(place, len(units)):
            plain = units[at].plain
            further = f"{so_far}{_STEP}{plain}"
            if further not in steps:
                grade = None if plain.isalpha() else _GRADE.fullmatch(plain)
                further = "" if grade is None else f"{so_far}{_STEP}{grade[1]}"
            if further not in steps and at > place:
                further = self._over_mark(so_far, units, at)
            if further not in steps:
                break
            so_far, end, concept = further, at, steps[further]
            if concept is not None and (best is None or at > best.last):
                best = Tag(concept, place, at)
        if _may_lack_mark(so_far, units, end) and (concept := steps.get(f"{so_far}{_STEP}{_LONG}")) is not None:
            return Tag(concept, place, end)
        return best

    def _over_mark(self, so_far: str, units: tuple[TextToken, ...], at: int) -> str:
        """Step over the long mark of katakana where a text has a hyphen, or the number one, instead: オ-トクレ-ブ."""
        long = f"{so_far}{_STEP}{_LONG}"
        if long not in self._steps:
            return ""
        if units[at].plain == _ONE:
            return long
        return f"{long}{_STEP}{units[at].plain}" if units[at].start == units[at - 1].end + 1 else ""

    def implied(self, names: Iterable[str]) -> frozenset[str]:
        """Return what concepts imply, and what that implies in turn."""
        seen: set[str] = set()
        queue = [broader for name in names if name in self.concepts for broader in self.concepts[name].broader]
        while queue:
            name = queue.pop()
            if name not in seen:
                seen.add(name)
                queue += self.concepts[name].broader if name in self.concepts else ()
        return frozenset(seen)


def _is_designation(folded: str, units: tuple[TextToken, ...], place: int, tag: Tag) -> bool:
    """Tell whether what reads as the formula of a gas is part of a designation: *post_PH3*, *JST PH3 connector*."""
    unit = units[place]
    if tag.concept.kind != "chemical" or not _CAPITALS.fullmatch(unit.written):
        return False
    if "_" in {folded[unit.start - 1 : unit.start], folded[unit.end : unit.end + 1]}:
        return True
    return bool(_HARDWARE.search(folded)) and not _OF_GAS.search(folded)


def _may_lack_mark(so_far: str, units: tuple[TextToken, ...], end: int) -> bool:
    """Tell whether a word of katakana ends at a place, where engineers leave out a long mark: フィラメントワインダ."""
    if so_far.count(_STEP) < _LONG_FROM - 1 or not _is_katakana(units[end].plain):
        return False
    return end + 1 == len(units) or not _is_katakana(units[end + 1].plain)


def _is_katakana(letter: str) -> bool:
    return "ァ" <= letter <= "ヺ" or letter == _LONG


def _pairs(run: str) -> Iterable[str]:
    """Cut a run of characters that the lexicon does not know into overlapping pairs."""
    return (run[at : at + 2] for at in range(len(run) - 1)) if len(run) > 1 else ()


def read_lexicon(path: Path) -> Lexicon:
    """Read the table of words."""
    lexicon = Lexicon()
    for row in rows_of_table(path, "concept", "kind", "broader", "en", "zh", "ja"):
        concept = Concept(row["concept"], row["kind"], tuple(words_of(row, "broader")))
        lexicon.add(concept, (*words_of(row, "en", "zh", "ja"), row["concept"].replace("_", " ")))
    return lexicon


def words_of(row: Mapping[str, str], *columns: str) -> list[str]:
    """Gather the words of some columns of a table, which `|` separates.

    >>> words_of({"en": "graphite | carbon block", "zh": "石墨"}, "en", "zh", "ja")
    ['graphite', 'carbon block', '石墨']
    """
    cells = (row.get(column) or "" for column in columns)
    return [part.strip() for cell in cells for part in cell.split("|") if part.strip()]


def purpose_of(folded: str, units: tuple[TextToken, ...]) -> frozenset[int]:
    """Name the places of the units that say what an item is for.

    >>> from sekisho.classification.tokens import units_of
    >>> units = tuple(units_of("cerium oxide for optical glass, 25 kg"))
    >>> [units[place].plain for place in sorted(purpose_of("cerium oxide for optical glass, 25 kg", units))]
    ['optical', 'glass']
    """
    patterns = (_ENGLISH, _FOLLOWING, _PRECEDING) if "用" in folded else (_ENGLISH,)
    spans = [found.span("what") for pattern in patterns for found in pattern.finditer(folded)]
    if not spans:
        return frozenset()
    places = frozenset(
        place for place, unit in enumerate(units) if any(first <= unit.start < last for first, last in spans)
    )
    return places if len(places) < len(units) else frozenset()

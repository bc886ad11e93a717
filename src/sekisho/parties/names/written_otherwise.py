"""Names that are listed ones written otherwise: words cut short or in another order, letters taken for others.

Whoever types from a form writes *Mfg.* and *Sys.*; an index puts the last word first; a scanner reads rn for m and a
clerk 曰 for 日. Each such name is found by a key that it shares with the listed one, and then looked at word by word.

>>> names = WrittenOtherwise(["Kitahama Aerospace Systems Co., Ltd.", "Tarumi Corporation", "北浜日本造船株式会社"])
>>> [
...     names.find(name)
...     for name in ("KITAHAMA AERO. SYS.", "Systems, Kitahama Aerospace", "Tarurni Corp", "北浜曰本造船")
... ]
[[0], [0], [1], [2]]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import InitVar, dataclass, field
from functools import cache, lru_cache
from typing import Final, NamedTuple

from sekisho.law.memo import Memory
from sekisho.parties.cell.text import keys_of
from sekisho.parties.names.business_words import words
from sekisho.parties.names.edit_neighbours import OneSlip
from sekisho.parties.names.folding import common_han, katakana
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.places import Drawers, Places, TextRows
from sekisho.regex import regex

_BEGINNING: Final = 3
"""Letters of a word cut short by which it is told whatever its last letter: *elec* and *sys*."""
_FEWEST_SHORT: Final = 2
"""Letters of the shortest word cut short."""
_LEAST_BEGINNING: Final = 3
"""Letters of a word cut short that need not be a word of the trade: *Dyn*, of a word of seven letters or more."""
_LONG_WORD: Final = 7
"""Letters of such a word. A guess. Smaller, *Den* is Denko; larger, *Dyn* is no Dynamics."""
_FEWEST_WORDS: Final = 2
"""Words of a name of which one may be cut short: one word alone may be anybody's."""
_FEW: Final = 4
"""Listed names with words of the same first letters that are looked at one by one. A guess: to look for fewer takes
longer. Larger, long lists take longer; nothing else differs."""
_REMEMBERED: Final = 100_000
"""Words of which is remembered whether they may stand in a listed name. A guess, as for `folding`."""
_FEWEST_IN_ORDER: Final = 3
"""Words of a name that may stand in another order. With two, names of two words are each other's."""
_SHORTEST_LATIN: Final = 5
"""Letters of a name of which one may be taken for another. A guess. Smaller, short names are each other's; larger,
short listed names pass."""
_SHORTEST_OTHER: Final = 4
"""The same for letters of East Asia."""
_LONG_OTHER: Final = 7
"""Letters of East Asia from which one lost, put in or swapped leaves a name the same. A guess. Smaller, one character
makes another firm; larger, slips in long names pass."""
_CONTRACTED: Final = {
    "mfg": "manufacturing",
    "grp": "group",
    "hldgs": "holdings",
    "hldg": "holding",
    "svc": "service",
    "svcs": "services",
    "agcy": "agency",
    "hvy": "heavy",
    "mtrs": "motors",
    "avn": "aviation",
    "ctr": "center",
    "cntr": "center",
    "dept": "department",
    "mgmt": "management",
    "mtl": "material",
    "bldg": "building",
    "govt": "government",
    "labs": "laboratories",
    "mtls": "materials",
    "rsch": "research",
    "trdg": "trading",
    "jpn": "japan",
}
"""Words that do not keep their first three letters, or would be taken for others."""
_SHAPE_LETTERS: Final = str.maketrans("1ij|e0589q2", "llllcosbggz")
_SHAPES: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ll", "u"))
"""Letters and digits that a scanner takes for each other, with the one that stands for all of them."""
_ALIKE: Final = (
    *(
        "日曰目自白",
        "大太犬",
        "未末",
        "土士",
        "己已巳",
        "千干",
        "人入",
        "王玉",
        "崎埼绮",
        "治冶",
        "鸟乌",
        "侯候",
        "析折",
    ),
    *("宣宜", "问间", "田由甲申", "牛午", "夫天", "东束", "电雷霞", "设说", "科料", "师帅", "住往佳", "研砚"),
    *("船舶般", "州洲", "里重童", "动勤", "卫术街", "机枫矶", "宇字", "开闭闲", "所肝", "精情", "密蜜", "藤籐", "油抽"),
    *("谷合", "河何", "原厚", "物吻", "产彦", "钢纲", "测侧", "新斩", "空窒", "输愉", "航舫", "特持", "光先", "防妨"),
    *(
        "备佣",
        "校枚",
        "队隧",
        "厅序",
        "业叶弃",
        "兴舆",
        "菱凌萎",
        "陆睦",
        "军车",
        "木本",
        "化代",
        "制裂",
        "装袋",
        "究穷",
    ),
    *("技枝", "送迭", "细绌", "株抹", "潟泻", "井并", "星呈", "仓苍", "和知", "通道", "京享", "海悔", "舰槛", "补捕"),
    *("シツ", "ソン", "クワ", "コユ", "マア", "ロ口", "ヌス", "ナメ", "テチ", "カ力", "エ工", "ニ二三", "タ夕", "ト卜"),
)
"""Characters and kana that are taken for each other, in the common form."""
_ALIKE_LETTERS: Final = str.maketrans({letter: group[0] for group in _ALIKE for letter in group[1:]})
_WORD_PARTS: Final = (("ノレ", "ル"), ("ノヽ", "ハ"), ("曲豆", "丰"), ("重力", "动"), ("木寸", "村"), ("禾口", "和"))
"""Two characters as which a scanner reads one."""
_GROUP_WORDS: Final = regex(
    r"(?<![a-z])(?:holdings?|hldgs?|group)(?![a-z])|ホールディングス?|グループ|控股|集团|集團", re.IGNORECASE
)
"""Words that a firm and the head of its group differ in."""
_GROUPS: Final = frozenset({"holding", "holdings", "hldg", "hldgs", "group"})
"""Those in Latin letters."""
_SHORT_WORDS: Final = {
    **dict.fromkeys(("ind", "inds", "indus", "indust"), "industries"),
    **dict.fromkeys(("engg", "engrg", "eng'g"), "engineering"),
    **dict.fromkeys(("shipbldg", "shipbld", "shpbldg"), "shipbuilding"),
    **dict.fromkeys(("intl", "int'l"), "international"),
    **dict.fromkeys(("natl", "nat'l", "nat", "nation'l"), "national"),
    **dict.fromkeys(("eng", "engr", "engrs", "engnrg", "engin"), "engineering"),
    **dict.fromkeys(("acad",), "academy"),
    **dict.fromkeys(("med",), "medical"),
    **dict.fromkeys(("coll",), "college"),
    **dict.fromkeys(("hosp",), "hospital"),
    **dict.fromkeys(("min",), "ministry"),
    **dict.fromkeys(("sci",), "science"),
    **dict.fromkeys(("adv",), "advanced"),
    **dict.fromkeys(("nucl", "nuc"), "nuclear"),
    **dict.fromkeys(("res", "rsch", "resch"), "research"),
    **dict.fromkeys(("ctr", "cntr", "cent"), "center"),
    **dict.fromkeys(("lab", "labs"), "laboratories"),
    **dict.fromkeys(("mar",), "marine"),
    **dict.fromkeys(("acq",), "acquisition"),
    **dict.fromkeys(("log",), "logistics"),
    **dict.fromkeys(("precis", "prec"), "precision"),
    **dict.fromkeys(("h.i", "h i"), "heavy industries"),
    **dict.fromkeys(("matls", "mat'ls", "mtls"), "materials"),
    **dict.fromkeys(("aerosp",), "aerospace"),
    **dict.fromkeys(("sys", "syst"), "systems"),
    **dict.fromkeys(("def", "defence"), "defense"),
    "hvy": "heavy",
    "mfg": "manufacturing",
    "elec": "electric",
    "mach": "machinery",
    "equip": "equipment",
    "pwr": "power",
    "svcs": "services",
    "svc": "service",
    "mtrs": "motors",
    "centre": "center",
    "dev": "development",
    "inst": "institute",
    "univ": "university",
    "agcy": "agency",
    "tech": "technologies",
    "sol": "solutions",
}
_SHORT_WORD: Final = regex(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _SHORT_WORDS), key=len, reverse=True))})\b\.?", re.IGNORECASE
)
_SPELT: Final = regex(r"[\W_]+")


_INITIALS: Final = regex(r"([a-z](?:[-. ]+[a-z])*)[-. ]+(?=[a-z]{2})|([a-z]{2,3})[-. ]+(?=[a-z]{2})")
"""First letters of words at the beginning of a name: J. Marine United, GA Aeronautical Systems."""
_MOST_INITIALS: Final = 3
"""Words at the beginning of a name of which the first letters may stand for them."""
_FEWEST_AFTER: Final = 2
"""Words behind first letters, those for groups and places aside. With one, M. Precision is any firm of precision."""
_EVERYDAY: Final = frozenset(
    {
        *("advanced", "design", "electric", "electronic", "electronics", "engineering", "industries", "industry"),
        *("international", "logistics", "management", "materials", "network", "networks", "precision", "research"),
        *("service", "services", "software", "solutions", "systems", "technologies", "technology", "trading"),
    }
)
"""Words that many firms bear, of which alone what stands behind first letters may not be: F. Network Solutions."""


class OtherWord(NamedTuple):
    """A word of a name as it is looked up here.

    Parameters
    ----------
    text
        Contractions written out; empty if it does not count.
    is_group, is_short
        Whether it is a word for a group, or one that is written out in a cell.
    """

    text: str
    is_group: bool
    is_short: bool


def other_word(word: str, key: str) -> OtherWord:
    """Read a plain Latin word, folded, with the key by which cells are compared.

    >>> other_word("mfg", "mfg"), other_word("of", "of").text
    (OtherWord(text='manufacturing', is_group=False, is_short=True), '')
    """
    text = "" if key == "of" else _CONTRACTED.get(key, key)
    return OtherWord(text, word in _GROUPS, word in _SHORT_WORDS)


@dataclass(slots=True)
class WrittenOtherwise:
    """Listed names, findable by what stays when they are written otherwise; numbered by their place.

    Parameters
    ----------
    names
        The listed names.
    """

    names: InitVar[Iterable[str]]
    _given: list[str] = field(default_factory=list)
    _rows: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _words: Drawers = field(default_factory=Drawers)
    _shapes: Drawers = field(default_factory=Drawers)
    _long: TextRows = field(init=False)
    _near: OneSlip = field(default_factory=lambda: OneSlip(()))
    _all_latin: Places = field(default_factory=Places)
    _alone: Drawers = field(default_factory=Drawers)
    _initials: Drawers = field(default_factory=Drawers)
    _printed: list[str] = field(default_factory=list)
    _met: Memory[str, bool] = field(default_factory=lambda: Memory(_REMEMBERED))

    def __post_init__(self, names: Iterable[str]) -> None:
        """Index the names."""
        printed: dict[str, str] = {}
        shapes = Places()
        self._given = names if isinstance(names, list) else list(names)
        for number, name in enumerate(self._given):
            self._alone.note(_without_group(name), number)
            row = _row(name)
            if row:
                self._rows[number] = row = tuple([printed.setdefault(word, word) for word in row])
                beginnings = _beginnings(row)
                for key in dict.fromkeys([beginnings, *(f"{beginnings} {word[:_BEGINNING]}" for word in row)]):
                    self._words.note(key, number)
                for key in _initial_keys(row):
                    self._initials.note(key, number)
            shape = _shape_of(name)
            if shape:
                self._shapes.note(shape, number)
                shapes.note(shape, number)
        for drawers in (self._alone, self._initials, self._words, self._shapes):
            drawers.close()
        long = tuple(filter(_may_lose_a_letter, shapes))
        self._long, self._near = TextRows(long), OneSlip(long)
        for shape in long:
            lost = [at for at, letter in enumerate(shape) if not letter.isascii()]
            for number in shapes.of(shape) if len(lost) == 1 else ():
                self._all_latin.note(shape[: lost[0]] + shape[lost[0] + 1 :], number)
        self._printed = sorted(printed)

    def find(self, name: str) -> list[int]:
        """Return the listed names that a name may be, written otherwise."""
        row = _row(name)
        numbers = self._of_words(row)
        if _GROUP_WORDS.search(name):
            numbers += self._of_group(_without_group(name))
        numbers += self._of_shape(_shape_of(name)) or self._of_shape(_whole_shape(name))
        numbers += self._of_initials(_behind_initials(name))
        return list(dict.fromkeys(numbers))

    def may_be(self, name: str, words: Sequence[OtherWord], letters: str) -> bool:
        """Tell whether a plain Latin name may be a listed one.

        Parameters
        ----------
        words, letters
            Of it without its legal form.
        """
        if len(words) >= _FEWEST_WORDS:
            row = tuple([word.text for word in words])
            if self._of_words(row) or (len(row[0]) <= _MOST_INITIALS and self._of_initials(" ".join(row))):
                return True
        if any(word.is_group for word in words) and self._of_group(_without_group(name)):
            return True
        return bool(self._of_shape(_shape(letters)) or self._of_shape(_whole_shape(name)))

    def may_be_letters(self, name: str, letters: str) -> bool:
        """Tell the same of a name in kana and Chinese characters alone.

        Parameters
        ----------
        letters
            Of it without its legal form, in katakana and the common form.
        """
        if _GROUP_WORDS.search(name) and self._of_group(_without_group(name)):
            return True
        return bool(self._of_shape(_shape(letters)))

    def _of_words(self, row: tuple[str, ...]) -> list[int]:
        """Return the listed names of which words may be the words."""
        if not all(map(self._has_counterpart, row)):
            return []
        alike = self._words.of(_beginnings(row))
        if len(alike) > _FEW:
            alike = self._words.of(_key_of(row))
        rows = self._rows
        return [number for number in alike if _is_same(row, rows[number])]

    def _of_group(self, key: str) -> list[int]:
        """Return the listed names that have such letters without the words for a group."""
        return [number for number in self._alone.of(key) if _without_group(self._given[number]) == key]

    def _of_initials(self, key: str) -> list[int]:
        """Return the listed names that begin with words of such first letters, and go on as the words behind them."""
        return [number for number in self._initials.of(key) if key in _initial_keys(self._rows[number])]

    def _has_counterpart(self, word: str) -> bool:
        """Tell whether some word of a listed name may be the same as a word, or one of the two be the other cut short.

        Words of names come again, so it is remembered. A word of the trade may be the longer of the two.
        """
        has_one = self._met.get(word)
        if has_one is None:
            has_one = self._begins_printed(word) or word in words().latin or _may_be_cut_of_trade(word)
            self._met.keep(word, has_one)
        return has_one

    def _begins_printed(self, word: str) -> bool:
        """Tell whether a word of a listed name begins with a word, or is that."""
        place = bisect_left(self._printed, word)
        return place < len(self._printed) and self._printed[place].startswith(word)

    def _of_shape(self, shape: str) -> list[int]:
        """Return the listed names of which letters may be the letters, some taken for others, lost or swapped."""
        if shape.isascii():
            return [*self._of_same_shape(shape), *self._all_latin.of(shape)]
        numbers = self._of_same_shape(shape)
        if len(shape) < _LONG_OTHER - 1:
            return numbers
        near = self._long.at([*self._near.within(shape)])
        for others in ([other for other in near if len(other) > len(shape)], near):
            alike = (other for other in others if _is_slip(shape, other))
            numbers += sorted(number for other in alike for number in self._of_same_shape(other))
        return numbers

    def _of_same_shape(self, shape: str) -> list[int]:
        return [number for number in self._shapes.of(shape) if _shape_of(self._given[number]) == shape]


def _row(name: str) -> tuple[str, ...]:
    """Return the words of a name in Latin letters, contractions written out; nothing of another name."""
    core = read_form(name).text
    if not core.isascii():
        return ()
    row = tuple(_CONTRACTED.get(key, key) for key in keys_of(core) if key != "of")
    return row if len(row) >= _FEWEST_WORDS else ()


def _initial_keys(row: tuple[str, ...]) -> Iterator[str]:
    """Go through the ways to write a name with its first words as their first letters."""
    for many in range(1, min(_MOST_INITIALS, len(row) - _FEWEST_AFTER) + 1):
        letters, rest = "".join(word[0] for word in row[:many]), row[many:]
        telling = [word for word in rest if word not in _GROUPS and not _is_place(word)]
        if letters != row[0] and len(telling) >= _FEWEST_AFTER and not _EVERYDAY.issuperset(telling):
            yield f"{letters} {' '.join(rest)}"


def _is_place(word: str) -> bool:
    concepts = words().latin.get(word, ())
    return bool(concepts) and words().kinds[concepts[0]] == "place"


def _behind_initials(name: str) -> str:
    """Return the first letters of words with which a name begins, and the words behind them; nothing of another name.

    >>> _behind_initials("K. H. I. Aerospace Systems Co., Ltd."), _behind_initials("Kitahama Aerospace Systems")
    ('khi aerospace systems', '')
    """
    core = read_form(name).text
    found = _INITIALS.match(core) if core.isascii() else None
    row = _row(core[found.end() :]) if found else ()
    return f"{_SPELT.sub('', found[0])} {' '.join(row)}" if found and row else ""


def written_out(name: str) -> str:
    """Write the shortened words of a field out, such as *Ind.* and *Mfg*; of one that has none, nothing.

    >>> written_out("KITAHAMA HVY IND LTD SAKAI WORKS"), written_out("Tarumi")
    ('KITAHAMA heavy industries LTD SAKAI WORKS', '')
    """
    if not name.isascii() or not _SHORT_WORD.search(name):
        return ""
    return _SHORT_WORD.sub(lambda word: _SHORT_WORDS[word[0].rstrip(".").lower()], name)


def _without_group(name: str) -> str:
    """Return the letters of a name without its legal form and the words for a group; nothing of another."""
    return _SPELT.sub("", common_han(katakana(read_form(_GROUP_WORDS.sub(" ", name)).text)))


def _beginnings(row: tuple[str, ...]) -> str:
    """Return the first letters of words: in order where the words may stand in no other."""
    letters = [word[0] for word in row]
    return "".join(letters if len(row) < _FEWEST_IN_ORDER else sorted(letters))


def _key_of(row: tuple[str, ...]) -> str:
    """Return what every listed name was noted under that words may be.

    A word that is none of the trade has the first letters of its counterpart, unless that is a word of the trade of
    which it keeps the first and the last letter.
    """
    beginnings = _beginnings(row)
    word = next(filter(_keeps_beginning, sorted(row, key=len, reverse=True)), "")
    return f"{beginnings} {word[:_BEGINNING]}" if word else beginnings


@lru_cache(maxsize=_REMEMBERED)
def _keeps_beginning(word: str) -> bool:
    """Tell whether a word is none of the trade, nor one of these cut short to its first letter and its last."""
    if word in words().latin:
        return False
    others = _trade_ends().get(f"{word[0]}{word[-1]}", ())
    return not any(len(word) < len(other) and _is_cut(word, other) for other in others)


@cache
def _trade_beginnings() -> dict[str, list[str]]:
    """Return the words of the trade by their first letters."""
    beginnings: dict[str, list[str]] = {}
    for text in words().latin:
        for size in range(1, _BEGINNING + 1) if " " not in text else ():
            beginnings.setdefault(text[:size], []).append(text)
    return beginnings


@cache
def _trade_ends() -> dict[str, list[str]]:
    """Return the words of the trade by their first letter and their last."""
    found: dict[str, list[str]] = {}
    for text in (text for text in words().latin if " " not in text):
        found.setdefault(f"{text[0]}{text[-1]}", []).append(text)
    return found


def _may_be_cut_of_trade(word: str) -> bool:
    """Tell whether a word may be one of the trade cut short."""
    ends = _trade_ends()
    size = len(word)
    others = (*ends.get(f"{word[0]}{word[-1]}", ()), *_trade_beginnings().get(word[:_BEGINNING], ()))
    return any(size < len(other) and _stands_in(word, other) for other in others)


def _is_same(row: tuple[str, ...], listed: tuple[str, ...]) -> bool:
    """Tell whether words are those of a listed name, each whole or a word of the trade cut short."""
    if len(row) < _FEWEST_IN_ORDER:
        return all(typed == printed or _is_cut(typed, printed) for typed, printed in zip(row, listed, strict=True))
    left = list(listed)
    for typed in sorted(row, key=len, reverse=True):
        other = typed if typed in left else next((word for word in left if _is_cut(typed, word)), None)
        if other is None:
            return False
        left.remove(other)
    return True


def _is_cut(typed: str, printed: str) -> bool:
    """Tell whether one of two words is the other cut short.

    A word of the trade: its beginning, or some of its letters in their order, the first and the last among them. Any
    long word that is printed: its beginning.
    """
    short, long = sorted((typed, printed), key=len)
    if len(short) < _FEWEST_SHORT or short[0] != long[0]:
        return False
    if long not in words().latin:
        return short == typed and len(short) >= _LEAST_BEGINNING and len(long) >= _LONG_WORD and long.startswith(short)
    begins = short[:_BEGINNING] == long[:_BEGINNING] or short[-1] == long[-1]
    return begins and _stands_in(short, long)


def _stands_in(short: str, long: str) -> bool:
    """Tell whether the letters of a word stand in another in their order."""
    place = 0
    for letter in short:
        place = long.find(letter, place) + 1
        if not place:
            return False
    return True


def _may_lose_a_letter(shape: str) -> bool:
    """Tell whether a name stays the same with one of its letters lost, or two swapped: a long one of East Asia."""
    return len(shape) >= _LONG_OTHER and not shape.isascii()


def _is_slip(shape: str, other: str) -> bool:
    """Tell whether one letter more, one less, or two neighbours swapped make letters others, which are long enough."""
    if abs(len(shape) - len(other)) == 1:
        short, long = sorted((shape, other), key=len)
        at = next((at for at in range(len(short)) if short[at] != long[at]), len(short))
        return short[at:] == long[at + 1 :] and (short is shape or _may_lose_a_letter(shape))
    if len(shape) != len(other) or not _may_lose_a_letter(shape):
        return False
    at = next((at for at in range(len(shape)) if shape[at] != other[at]), len(shape))
    return shape[at : at + 2] == other[at : at + 2][::-1] and shape[at + 2 :] == other[at + 2 :] and shape != other


def _shape_of(name: str) -> str:
    """Return the letters of a name with one for all that are taken for each other; nothing of a short name."""
    return _shape(_SPELT.sub("", common_han(katakana(read_form(name).text))))


def _whole_shape(name: str) -> str:
    """Return the same with what reads as a legal form: *Marinc* is Marine, and no Mar, Inc.; of Latin letters alone."""
    return _shape(_SPELT.sub("", name.casefold())) if name.isascii() else ""


def _shape(core: str) -> str:
    if len(core) < (_SHORTEST_LATIN if core.isascii() else _SHORTEST_OTHER):
        return ""
    core = core.translate(_SHAPE_LETTERS)
    for pair, shape in _SHAPES:
        core = core.replace(pair, shape)
    if core.isascii():
        return core
    for pair, letter in _WORD_PARTS:
        core = core.replace(pair, letter)
    return core.translate(_ALIKE_LETTERS)

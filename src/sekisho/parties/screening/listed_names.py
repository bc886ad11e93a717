"""All listed names by their letters: those that stand whole in a cell, that a cell begins, and that hold a name whole.

The safety rule: a listed name that stands whole in a cell is never below review. All listed names are found in one pass
over a cell, whatever their number: by the letters with which they begin, and then by their length, in a table of whole
names. What stands around a name found is read piece by piece, and says how sure it is. No score and no threshold has a
say.

| what stands whole | with what around it |
|---|---|
| a name with its legal form, at the borders of words | anything behind; nothing, a separator or a piece before |
| the same, if its core tells it too (see the next row) or *of* or *for* leads it | anything, before it a blank |
| its core of two or more words, or four or more letters of East Asia | the same |
| a core of one word, or three letters of East Asia, or an abbreviation | pieces alone |
| a core of one word, or an abbreviation of more | before it pieces alone; behind it anything that a sign parts |
| one of three words, or of East Asia, of a body of a state | the same, or behind it anything that a blank parts |
| any abbreviation | before it pieces alone; behind it a sign, and an address in the country of its party |
| a body of a state, of four Latin letters or three others | before it pieces or a sign; behind it anything |
| a core of one word of 8 Latin letters that is none of the trade | before it pieces; behind it words of the trade |
| 14 Latin letters, or 5 others, wherever words end | as in the first two rows |

A cell that is the beginning of a listed name may be that name cut off. A listed name that holds the name of a cell is
what somebody may mean who shortens it; that decides nothing and is no hit. The name of a head of a group, or of the
owner of a listed firm, stands in many names of its firms and means none of them.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, field
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from zlib import crc32

from sekisho.dataclass import dataclass
from sekisho.law.model.holdings import Group
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.cell.pieces import PLACE_IN_FRONT, PieceReader
from sekisho.parties.cell.stretches import ReadParts, Stretch, parts_names
from sekisho.parties.cell.text import CellText, keys_of, letters_of, read_text, words_in
from sekisho.parties.cell.words import cell_words
from sekisho.parties.names.business_words import OF_TRADE, PROPER, words
from sekisho.parties.names.folding import PLAIN_CJK, common_han
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.places import TextRows
from sekisho.parties.names.tokenisation import take_apart
from sekisho.parties.screening.noted_names import ListedName, NamesOfEntries, NotedNames
from sekisho.regex import regex

if TYPE_CHECKING:
    from sekisho.parties.screening.standing_letters import StandingLetters

_LATIN: Final = regex("[A-Za-z]")
_PLAIN: Final = regex(r"[A-Za-z0-9 .,()-]*")
"""A cell the letters of which are those of its words, whatever stands between these."""
_ESCAPE: Final = regex(r"[&<%\\]")
"""What may stand for another letter, as in `&#19977;`."""
_BEGINNING: Final = 4
"""Letters by which names are looked for; shorter ones are known by themselves."""
_GLUED_LATIN: Final = 14
"""Latin letters from which a name is found with all spaces taken out of it and of the cell. A guess. Smaller, names are
found across words that have nothing to do with each other."""
_GLUED_OTHER: Final = 5
"""The same for letters of East Asia, of which each tells more."""
_LEAST_OTHER: Final = 4
"""Letters of East Asia from which a name without its legal form is looked for whatever stands around it."""
_LEAST_WORDS: Final = 2
"""Words from which it is. With one, every cell that says Orient or Summit would be to review."""
_LEAST: Final = 2
"""Letters of the shortest name that is looked for."""
_RARE: Final = 3
"""Latin letters of which hardly any listed name has fewer. No larger: among three, a figure is read as a letter."""
_MOST_PLACES: Final = 12
"""Places of one name that are read in a cell.

A guess: no cell of a real book should hold a name so often. If smaller, a name that stands sure only at a later place
is missed; if larger, a cell that repeats a name costs more, as what is around each place is read: one of 300 names took
1.3 s with 12 places, 4.9 s with 48, and 25 s with all (two busy cores, 2026-11-28).
"""
_CUT_LATIN: Final = 16
"""Latin letters of a cell from which it may be a name cut off; fields of ledgers are cut at 20 or more. A guess.
Smaller, short names are put to review as beginnings of longer ones; larger, names cut early are missed."""
_DRAWERS_A_NAME: Final = 8
"""Numbers that beginnings of names share, a byte each, for a name. A guess. Smaller, more names are looked for that no
list begins with; larger, the table takes more memory; nothing else differs."""
_NAMES_A_CELL: Final = 40
"""Listed names of which checksums are worked out in the time that they spare for a cell. A guess. Smaller, many cells
are looked at one by one first; larger, a few wait for it; nothing else differs."""
_CUT_WORDS: Final = frozenset({"a", "an", "t", "th"})
"""What is left of *and* and *the* where a name is cut off within them."""
_CUT_OTHER: Final = 6
"""The same for letters of East Asia."""
_APART: Final = regex(r"[,;:()\[\]{}【】〔〕「」『』|/\n]|\s[-–—]\s|[–—]")
"""What parts a name from what stands behind it, so that it stands there by itself; a dot stands within names too."""
_BODY_LATIN: Final = 4
"""Latin letters of the name of a body of a state from which it is told by it whatever stands behind: JAXA, ATLA."""
_BODY_OTHER: Final = 3
"""The same for letters of East Asia: 防衛省."""
_BODY_WORDS: Final = 3
"""Words of an abbreviation from which it tells a body of a state whatever stands behind: National Defense Academy."""
_COINED: Final = 8
"""Latin letters of a firm's name of one word from which words of the trade behind it are of its group: Rheinmetall.

A guess. Smaller, words that many firms bear (Cubic, Hudson, Summit) are heard before any other word; larger, units and
subsidiaries that are named by such a word pass.
"""
_FORMS_WITHIN: Final = (
    *("株式会社", "株", "公司", "有限公司", "股份有限公司"),
    *("Ltd", "Co Ltd", "Limited", "Corporation", "Corp", "Inc", "Company", "K K"),
)
"""Legal forms that stand between the name of a firm and that of its unit."""
_FLIGHT_AND_DEFENCE: Final = (
    *("航空", "宇宙", "防衛", "防衞", "防务", "航天"),
    *("Aero", "Aerospace", "Aircraft", "Aviation", "Defence", "Defense", "Space"),
)
"""Words for a field of which several units of one firm may be."""
_AND: Final = regex(r"&|\band\b", re.IGNORECASE)
_BRACKETED: Final = regex(r"\s*\([^()]*\)\s*$")
_MOST_OWNERS: Final = 6
"""Bodies above one that are looked for: no body of a list has as many."""
SHORTEST: Final = 8
"""Letters from which a name is looked for in longer ones; half as many where a letter is a word or a syllable. A
guess. Smaller, short words name half a list; larger, names such as Sumitomo find none that hold them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A listed name that stands whole in a cell, with what was read around it.

    Parameters
    ----------
    low, high
        Places of its first word and behind its last; both as far as it goes, if it ends within a word.
    several
        Whether the cell holds other names beside it.
    apart
        Whether a sign parts the name from what stands behind it.
    spaced
        Whether a blank or a sign does, or the name of a site between them; asked of abbreviations of bodies alone.
    """

    listed: ListedName
    low: int
    high: int
    before: Stretch
    behind: Stretch
    several: bool
    apart: bool = False
    spaced: bool = False

    @property
    def has_form(self) -> bool:
        """Whether a legal form stands in the name or beside it."""
        pieces = (*self.before.pieces, *self.behind.pieces)
        return self.listed.has_form or any(piece.kind == "form" for piece in pieces)

    @property
    def all_pieces(self) -> bool:
        """Whether everything around it was understood."""
        return self.before.whole and self.behind.whole


class NameOfEntry(NamedTuple):
    """A listed name, and the number of its entry."""

    entry: int
    name: str


class LatinKeys(Protocol):
    """A plain Latin cell by the keys of its words (see `plain_latin.PlainName`)."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all its words."""

    @property
    def core(self) -> tuple[str, ...]:
        """Keys of those that are no legal form."""


class CjkKeys(Protocol):
    """A plain cell in kana and Chinese characters (see `plain_cjk.PlainCjkName`)."""

    @property
    def keys(self) -> str:
        """Its letters as cells are compared by them."""

    @property
    def core(self) -> str:
        """Those without its legal form."""

    @property
    def letters(self) -> str:
        """Its letters once it was folded."""


@dataclass(slots=True)
class _AtOnce:
    """What many cells are looked up by together, and how many cells were looked at."""

    letters: StandingLetters | None = None
    asked: int = 0

    def __reduce__(self) -> tuple[type[_AtOnce], tuple[()]]:
        """Leave it out of what is kept."""
        return _AtOnce, ()


@dataclass(slots=True)
class ListedNames:
    """All listed names, findable by their letters."""

    entries: InitVar[Sequence[ListedParty]]
    groups: InitVar[Iterable[Group]] = ()
    short: InitVar[Sequence[Sequence[str]]] = ()
    own: InitVar[TextRows | None] = None
    _names: NamesOfEntries = field(init=False)
    _noted: NotedNames = field(init=False)
    _sizes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _glued: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _short: set[str] = field(default_factory=set)
    _short_others: set[str] = field(default_factory=set)
    _fewest: int = 0
    _rare: frozenset[str] = frozenset()
    _owners: dict[int, frozenset[str]] = field(default_factory=dict)
    _territories: list[str] = field(default_factory=list)
    _keys: TextRows = field(init=False)
    _by_key: array[int] = field(init=False)
    _begins: bytearray = field(default_factory=bytearray)
    _heads: frozenset[str] = frozenset()
    _text: str = ""
    _at_once: _AtOnce = field(default_factory=_AtOnce)

    def __post_init__(
        self,
        entries: Sequence[ListedParty],
        groups: Iterable[Group],
        short: Sequence[Sequence[str]],
        own: TextRows | None,
    ) -> None:
        """Index the names, with and without their legal forms."""
        self._names = names = NamesOfEntries(entries, short, own)
        self._noted = NotedNames(names)
        at_short = len(names) - sum(map(len, short))
        heads = {name: group.names for group in groups for name in group.names}
        numbers: dict[str, int] = {}
        cores: list[str] = []
        for number, entry in enumerate(entries):
            for at, name in zip(names.numbers_of(number), entry.names, strict=True):
                core, forms = read_form(name).text, read_form(name).forms
                strong = words_in(core) >= _LEAST_WORDS or _others(core) >= _LEAST_OTHER
                key = "".join(keys_of(core))
                body = is_state_body(entry) and len(key) >= (_BODY_LATIN if key.isascii() else _BODY_OTHER)
                coined = entry.kind == "company" and not strong and _is_coined(key)
                listed = ListedName(number, name, strong, is_strong=strong, is_body=body, is_coined=coined)
                numbers.setdefault("".join(keys_of(name)), number)
                self._note(key, listed, at)
                if _AND.search(core):
                    self._note("".join(keys_of(_AND.sub(" andd ", core))).replace("andd", "and"), listed, at)
                if forms:
                    listed = ListedName(number, name, by_itself=True, has_form=True, is_strong=strong)
                    self._note("".join(keys_of(name)), listed, at)
                cores.append(core_of(name))
            also = short[number] if short else ()
            numbers_also = (*names.weak_numbers_of(number), *range(at_short, at_short + len(also)))
            at_short += len(also)
            for at, name in zip(numbers_also, (*entry.weak_names, *also), strict=True):
                self._note("".join(keys_of(name)), _weak(number, name, entry), at)
        for number, entry in enumerate(entries):
            self._territories.append(entry.territory)
            if entry.kind == "division":
                self._note_unit(number, entry, (entry.parent, *heads.get(entry.parent, ())))
                self._note_field(number, entry, heads.get(entry.parent, ()))
            if entry.parent:
                owners = (*heads.get(entry.parent, ()), *_above(entry, entries, numbers))
                self._owners[number] = frozenset(key for name in owners for key in _ways(name))
        self._sizes, self._glued = _each_once(self._sizes), _each_once(self._glued)
        self._sort_by_key(entries)
        parents = {entry.parent for entry in entries if entry.parent}
        heads_of = [*parents, *(name for group in groups for name in (*group.names, *group.weak_names))]
        self._heads = frozenset(key for name in heads_of for key in _ways(name))
        self._text = "\n".join(cores)
        latin = {"".join(_LATIN.findall(key)) for key in self._noted.places if key.isascii()}
        self._fewest = min(map(len, latin), default=0)
        self._rare = frozenset(letters for letters in latin if len(letters) < _RARE)

    def _sort_by_key(self, entries: Sequence[ListedParty]) -> None:
        """Sort the names by their letters, for what a cell begins."""
        rows: dict[tuple[str, int, str], int] = {}
        for number, entry in enumerate(entries):
            for at, name in zip(self._names.numbers_of(number), entry.names, strict=True):
                for key in _ways(name):
                    rows.setdefault((key, number, name), at)
        in_order = sorted(rows)
        self._keys = TextRows(key for key, _, _ in in_order)
        self._by_key = array("i", [rows[row] for row in in_order])
        self._begins = bytearray(_DRAWERS_A_NAME * (1 + len(self._keys)))
        for key in self._keys:
            self._begins[self._drawer_of(key[:_CUT_LATIN])] = self._begins[self._drawer_of(key[:_CUT_OTHER])] = 1

    def _note(self, key: str, listed: ListedName, number: int) -> None:
        if len(key) < _LEAST:
            return
        self._noted.note(key, listed, number)
        if len(key) < _BEGINNING:
            self._short.add(key)
            if not key.isascii():
                self._short_others.add(key)
        else:
            _add_size(self._sizes, key[:_BEGINNING], len(key))
        if key.isascii() and _is_long(key):
            _add_size(self._glued, key[:_GLUED_LATIN], len(key))

    def _note_unit(self, number: int, entry: ListedParty, owners: Iterable[str]) -> None:
        """Note the names of a unit as contracts write them, with the legal form of its owner between the two."""
        cores = sorted({"".join(keys_of(read_form(name).text)) for name in owners} - {""}, key=len, reverse=True)
        for at, name in zip(self._names.numbers_of(number), entry.names, strict=True):
            key = "".join(keys_of(read_form(name).text))
            core = next((core for core in cores if key.startswith(core) and key != core), "")
            unit = key.removeprefix(core).removeprefix("".join(keys_of("株式会社"))) if core else ""
            listed = ListedName(number, name, by_itself=True, has_form=True, is_strong=True)
            for owner in (core for core in cores if unit and core.isascii() == unit.isascii()):
                for form in _FORMS_WITHIN:
                    self._note(owner + "".join(keys_of(form)) + unit, listed, at)

    def _note_field(self, number: int, entry: ListedParty, owners: Iterable[str]) -> None:
        """Note the field of a unit behind its owner: what else 川崎重工業 防衛事業 names may be the listed unit."""
        letters = {core_of(name) for name in entry.names}
        if not any(core_of(word) in name for word in _FLIGHT_AND_DEFENCE for name in letters):
            return
        cores = {"".join(keys_of(read_form(name).text)) for name in owners}
        listed = ListedName(number, entry.names[0], by_itself=True, is_strong=True, is_perhaps=True)
        for core in cores:
            for form in ("", *_FORMS_WITHIN):
                for word in _FLIGHT_AND_DEFENCE:
                    self._note("".join((core, *keys_of(form), *keys_of(word))), listed)

    def standing(self, text: CellText, *, is_cell: bool = True) -> Iterator[Standing]:
        """Go through the names that stand whole in a cell; one within a longer one is part of that.

        Parameters
        ----------
        is_cell
            Whether it is the cell of a party: in another text a word that a sign parts off may be a brand.
        """
        spans = self._spans(text)
        if not spans:
            return
        hard = [at for at in range(1, len(text.tokens)) if parts_names(text, at)]
        found: list[Standing] = []
        read = ReadParts(text)
        for start, end, key in _first_of_each(spans):
            low, high = bisect_right(read.starts, start) - 1, bisect_left(read.starts, end)
            first = max((at for at in hard if at <= low), default=0)
            last = min((at for at in hard if at >= high), default=len(text.tokens))
            stretches: dict[int, tuple[Stretch, Stretch]] = {}
            for listed in self._noted.of(key):
                entry = listed.entry
                if entry not in stretches:
                    owners = self._owners.get(entry, frozenset())
                    reader = PieceReader(text, owners, self._own_keys(entry), read=read)
                    stretches[entry] = reader.before(first, low), reader.behind(high, last)
                before, behind = stretches[entry]
                several = first > 0 or last < len(text.tokens)
                apart = bool(_APART.search(text.gap(high)))
                spaced = listed.is_weak and listed.is_body and _ends_at_blank(text, high, last)
                standing = Standing(listed, low, high, before, behind, several, apart, spaced)
                if _stands(standing, is_cell=is_cell) or (is_cell and self._is_placed(standing)):
                    found.append(standing)
        yield from _longest(found)

    def _own_keys(self, entry: int) -> frozenset[str]:
        """Return the letters of the names of an entry."""
        numbers = (*self._names.numbers_of(entry), *self._names.weak_numbers_of(entry))
        ways = chain.from_iterable(_ways(self._names[number]) for number in numbers)
        return frozenset(key for key in ways if len(key) >= _LEAST)

    def _is_placed(self, standing: Standing) -> bool:
        """Tell whether an address in the country of the party stands behind an abbreviation, beside words unknown."""
        near = self._territories[standing.listed.entry]
        pieces = standing.behind.pieces
        placed = any(piece.kind in {"address", "country"} and piece.code == near for piece in pieces)
        return standing.listed.is_weak and standing.before.whole and standing.apart and placed

    def may_hold(self, name: str) -> bool:
        """Tell whether the letters of a cell hold a listed name at all; nearly none does, and it costs little."""
        if name.isascii() and len(_LATIN.findall(name)) < self._fewest and not _ESCAPE.search(name):
            return False  # a number, a day, the code of a part
        return self.may_hold_letters(letters_of(name))

    def may_hold_letters(self, letters: str) -> bool:
        """Tell whether letters of a cell hold a listed name at all, wherever words end."""
        starts = range(len(letters) - _BEGINNING + 1)
        if not self._sizes.keys().isdisjoint([letters[start : start + _BEGINNING] for start in starts]):
            sizes, names = self._sizes, self._noted.places
            for start in starts:
                for size in sizes.get(letters[start : start + _BEGINNING], ()):
                    if letters[start : start + size] in names:
                        return True
        short = self._short_others if PLAIN_CJK.fullmatch(letters) else self._short
        return bool(short) and not short.isdisjoint(
            [letters[at : at + size] for size in range(_LEAST, _BEGINNING) for at in range(len(letters) - size + 1)]
        )

    def may_stand(self, name: str) -> bool:
        """Tell whether a listed name may stand in a cell: as `may_hold`, and in a plain one at the borders of words."""
        if not _PLAIN.fullmatch(name):
            return self.may_hold(name)
        latin = _LATIN.findall(name)
        if len(latin) < _RARE and not self._may_be_rare("".join(latin).casefold()):
            return False
        keys = keys_of(name)
        letters, borders = "".join(keys), [0, *accumulate(map(len, keys))]
        names, sizes, ends = self._noted.places, self._sizes, frozenset(borders)
        for start in borders[:-1]:
            for size in (*range(_LEAST, _BEGINNING), *sizes.get(letters[start : start + _BEGINNING], ())):
                end = start + size
                if (end in ends or (size >= _GLUED_LATIN and end <= borders[-1])) and letters[start:end] in names:
                    return True
        glued = self._glued
        for start in range(len(letters) - _GLUED_LATIN + 1):
            for size in glued.get(letters[start : start + _GLUED_LATIN], ()):
                if start + size <= borders[-1] and letters[start : start + size] in names:
                    return True
        return False

    def _may_be_rare(self, latin: str) -> bool:
        """Tell whether a name of so few Latin letters may stand among these: hardly any name has as few."""
        return len(latin) >= self._fewest and any(letters in latin for letters in self._rare)

    def may_stand_among(self, keys: Sequence[str]) -> bool:
        """Tell whether a listed name may stand in a plain Latin cell, by the keys of its words (see `may_stand`)."""
        letters, borders = "".join(keys), [0, *accumulate(map(len, keys))]
        if not self._noted.places.keys().isdisjoint(
            [letters[start:end] for at, start in enumerate(borders, start=1) for end in borders[at:]]
        ):
            return True
        starts = range(len(letters) - _GLUED_LATIN + 1)
        if self._glued.keys().isdisjoint([letters[start : start + _GLUED_LATIN] for start in starts]):
            return False
        return any(
            letters[start : start + size] in self._noted.places
            for start in starts
            for size in self._glued.get(letters[start : start + _GLUED_LATIN], ())
            if start + size <= len(letters)
        )

    def are_unlisted_latin(self, cells: Sequence[LatinKeys]) -> list[bool]:
        """Tell of plain Latin cells whether no listed name stands in them and they begin none."""
        letters = self._letters_at_once(len(cells))
        if letters is None:
            return [not (self.may_stand_among(cell.keys) or self._may_cut_latin(cell)) for cell in cells]
        stand = letters.may_stand([cell.keys for cell in cells])
        begin = letters.may_begin(["".join(cell.keys) for cell in cells], _CUT_LATIN)
        rows = zip(cells, stand, begin, strict=True)
        return [not (stands or (begins and self._may_cut_latin(cell))) for cell, stands, begins in rows]

    def _may_cut_latin(self, cell: LatinKeys) -> bool:
        return self.may_be_cut("".join(cell.core), "".join(cell.keys), *before_cut_word(cell.keys))

    def are_unlisted_cjk(self, cells: Sequence[CjkKeys]) -> list[bool]:
        """Tell the same of plain cells in kana and Chinese characters."""
        letters = self._letters_at_once(len(cells))
        if letters is None:
            return [
                not (self.may_hold_letters(each.letters) or self.may_be_cut(each.core, each.keys)) for each in cells
            ]
        hold = letters.may_hold([cell.letters for cell in cells])
        begin = letters.may_begin([way for cell in cells for way in (cell.core, cell.keys)], _CUT_OTHER)
        rows = zip(cells, hold, begin[::2], begin[1::2], strict=True)
        return [
            not (holds or ((core or keys) and self.may_be_cut(cell.core, cell.keys)))
            for cell, holds, core, keys in rows
        ]

    def look_at_once(self) -> StandingLetters:
        """Work out what many cells are looked up by together."""
        from sekisho.parties.screening.standing_letters import StandingLetters  # a single question does without numpy

        if self._at_once.letters is None:
            beginnings = {key[:_CUT_LATIN] for key in self._keys if len(key) >= _CUT_LATIN}
            beginnings.update(key[:_CUT_OTHER] for key in self._keys if not key[:_CUT_OTHER].isascii())
            self._at_once.letters = StandingLetters(
                self._noted.places, self._sizes, self._glued, self._short_others, beginnings
            )
        return self._at_once.letters

    def _letters_at_once(self, count: int) -> StandingLetters | None:
        """Return what so many more cells are looked up by together, once it was worth to work it out."""
        self._at_once.asked += count
        if self._at_once.letters is None and self._at_once.asked * _NAMES_A_CELL < len(self._noted.places):
            return None
        return self.look_at_once()

    def may_be_cut(self, *keys: str) -> bool:
        """Tell whether a name may be the beginning of a listed one, by its letters as `cut` has them."""
        shortest = _CUT_LATIN if keys[0].isascii() else _CUT_OTHER
        begins = self._begins
        return any(
            len(key) >= shortest and begins[self._drawer_of(key[:shortest])] and self._is_beginning(key) for key in keys
        )

    def _is_beginning(self, key: str) -> bool:
        """Tell whether letters are the beginning of a listed name, or the whole of it."""
        place = bisect_left(self._keys, key)
        return place < len(self._keys) and self._keys[place].startswith(key)

    def is_head(self, name: str) -> bool:
        """Tell whether a name is that of a head of a group, or of the owner of a listed firm."""
        return not self._heads.isdisjoint(_ways(name))

    def cut(self, name: str) -> Iterator[NameOfEntry]:
        """Go through the names of which a name is the beginning, without being the whole; each entry once."""
        seen: set[int] = set()
        for key in (*_ways(name), *before_cut_word(keys_of(name))):
            shortest = _CUT_LATIN if key.isascii() else _CUT_OTHER
            if len(key) < shortest or not self._begins[self._drawer_of(key[:shortest])] or key in self._heads:
                continue
            for place in range(bisect_left(self._keys, key), len(self._keys)):
                whole, name_number = self._keys[place], self._by_key[place]
                if not whole.startswith(key):
                    break
                number = self._names.entry_of(name_number)
                if whole != key and number not in seen:
                    seen.add(number)
                    yield NameOfEntry(number, self._names[name_number])

    def _drawer_of(self, beginning: str) -> int:
        """Number a beginning of a name, for telling that no listed name has it; a few share each number."""
        return crc32(beginning.encode("utf-8", "surrogatepass")) % len(self._begins)

    def holding(self, name: str, *, shortest: int = SHORTEST) -> Iterator[NameOfEntry]:
        """Go through the names that hold a name whole, legal forms aside; of each entry the first.

        Parameters
        ----------
        shortest
            Letters of a name in Latin letters from which it is looked for; half as many in others.
        """
        core = core_of(name)
        if len(core) < (shortest if core.isascii() else shortest // 2) or core not in self._text:
            return
        seen: set[int] = set()
        for name_number, whole in enumerate(self._text.split("\n")):
            if core in whole and (number := self._names.entry_of(name_number)) not in seen:
                seen.add(number)
                yield NameOfEntry(number, self._names[name_number])

    def _spans(self, text: CellText) -> list[tuple[int, int, str]]:
        """Find all listed names in the words of a cell, by where they begin and end among its letters."""
        letters = "".join([token.key for token in text.tokens])
        borders = {0, *accumulate(len(token.key) for token in text.tokens)}
        return [
            (start, start + size, key)
            for start in range(len(letters) - _LEAST + 1)
            for size in (*range(_LEAST, _BEGINNING), *self._sizes.get(letters[start : start + _BEGINNING], ()))
            if (key := letters[start : start + size]) in self._noted.places
            and len(key) == size
            and ((start in borders and start + size in borders) or _is_long(key))
        ]


def _add_size(sizes: dict[str, tuple[int, ...]], beginning: str, size: int) -> None:
    sizes[beginning] = tuple(sorted({*sizes.get(beginning, ()), size}))


def _each_once(sizes: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Keep sizes that are the same once: most beginnings have one name, and its size is that of thousands."""
    once: dict[tuple[int, ...], tuple[int, ...]] = {}
    return {beginning: once.setdefault(row, row) for beginning, row in sizes.items()}


def is_state_body(entry: ListedParty) -> bool:
    """Tell whether an entry is a body of a state: a ministry, an armed force, or one of theirs."""
    return entry.is_state_body


def _stands(standing: Standing, *, is_cell: bool) -> bool:
    """Tell whether what is around a name lets it stand: by itself, or with its legal form behind a blank."""
    listed, before, behind = standing.listed, standing.before, standing.behind
    if listed.by_itself:
        return before.adjoins or (before.parted and standing.has_form and (listed.is_strong or before.led))
    if any(piece.code == PLACE_IN_FRONT for piece in before.pieces) and listed.name.isascii() and not listed.is_strong:
        return False  # Tokyo Subaru is a dealer
    loose = any(piece.code.startswith("loose") for piece in (*before.pieces, *behind.pieces))
    if before.whole and behind.whole and not loose:
        return True
    if is_cell and listed.is_body and not listed.is_weak and before.adjoins:
        return True  # Institute of Space Science (ISAS), JAXA
    if is_cell and listed.is_coined and before.whole and _is_of_trade(behind):
        return True  # Rheinmetall Landsysteme
    if not before.whole:
        return False
    if not listed.is_weak:
        return listed.is_body or (is_cell and standing.apart)
    return is_cell and ((listed.is_strong and standing.apart) or (listed.is_body and standing.spaced))


def _is_of_trade(behind: Stretch) -> bool:
    """Tell whether words that nobody understood behind a name say what a firm does, and nothing else."""
    texts = [piece.text for piece in behind.pieces if piece.kind == "rest"]
    return all(part.kind in OF_TRADE for text in texts for part in take_apart(text).parts)


def _is_coined(key: str) -> bool:
    """Tell whether the core of a name is one long word that is no word of the trade."""
    concepts = words().latin.get(key, ())
    return (
        len(key) >= _COINED
        and key.isalpha()
        and key.isascii()
        and not (concepts and words().kinds[concepts[0]] not in PROPER)
    )


def _ends_at_blank(text: CellText, high: int, last: int) -> bool:
    """Tell whether a name ends at a blank, or a site of it does: 陸自 and 陸自木更津駐屯地 before what nobody knows."""
    if high >= last or text.gap(high):
        return True
    blank = next((at for at in range(high, last) if text.gap(at)), last)
    return any(piece.kind == "site" for piece in PieceReader(text).behind(high, blank).pieces)


def _weak(number: int, name: str, entry: ListedParty) -> ListedName:
    """Return an abbreviation that others share; one of several words, or of East Asia, tells more than an initial.

    One that begins as any ministry does (Department of War) tells no body before other words (Studies).
    """
    tokens, others = read_text(name).tokens, _others(name)
    is_long = len(tokens) >= _BODY_WORDS and not cell_words().body_begin.at_begin(tokens, 0, len(tokens))
    body = is_state_body(entry) and (is_long or others >= _LEAST)
    strong = words_in(name) >= _LEAST_WORDS or others >= _LEAST
    return ListedName(number, name, by_itself=False, is_weak=True, is_strong=strong, is_body=body)


def _above(entry: ListedParty, entries: Sequence[ListedParty], numbers: Mapping[str, int]) -> Iterator[str]:
    """Go through the names of what an entry belongs to, and of what that belongs to, as far as they are listed."""
    owner = entry.parent
    for _ in range(_MOST_OWNERS):
        if not owner:
            return
        yield owner
        number = numbers.get("".join(keys_of(_BRACKETED.sub("", owner))))
        if number is None:
            return
        yield from (*entries[number].names, *entries[number].weak_names)
        owner = entries[number].parent


def _longest(found: Sequence[Standing]) -> Iterator[Standing]:
    """Leave out names that stand within a longer name found, save those of the same entry; each entry once a place."""
    for standing in found:
        within = any(
            other.low <= standing.low
            and standing.high <= other.high
            and other.high - other.low > standing.high - standing.low
            for other in found
            if not other.listed.is_weak or standing.listed.is_weak
        )
        if not within:
            yield standing


def _first_of_each(spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Drop the places of a name that a cell holds more often than any cell does in earnest."""
    often: Counter[str] = Counter()
    for span in spans:
        often[span[2]] += 1
        if often[span[2]] <= _MOST_PLACES:
            yield span


def _others(name: str) -> int:
    return sum(not letter.isascii() for key in keys_of(name) for letter in key)


def _is_long(key: str) -> bool:
    return len(key) >= _GLUED_LATIN if key.isascii() else len(key) >= _GLUED_OTHER


@lru_cache(maxsize=20_000)
def _ways(name: str) -> tuple[str, ...]:
    """Return the letters of a name without its legal form, and with it."""
    core = "".join(keys_of(read_form(name).text))
    return tuple(dict.fromkeys((core, "".join(keys_of(name)))))


def before_cut_word(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the letters in front of an *and* or *the* of which the end is cut off; other names have none."""
    return ("".join(keys[:-1]),) if keys and keys[-1] in _CUT_WORDS else ()


def core_of(name: str) -> str:
    """Return the letters of a name without its legal form, Han characters as they are written in China.

    >>> core_of("Mitsubishi Shipbuilding Co., Ltd."), core_of("三菱造船 株式会社")
    ('mitsubishishipbuilding', '三菱造船')
    """
    return "".join(letter for letter in common_han(read_form(name).text) if letter.isalnum() or letter == "ー")

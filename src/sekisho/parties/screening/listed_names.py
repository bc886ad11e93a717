"""All listed names by their letters: those that stand whole in a cell, that a cell begins, and that hold a name whole.

The safety rule: a listed name that stands whole in a cell is never below review. What stands around a name found is
read piece by piece, and says how sure it is (see `standing_names`).

A cell that is the beginning of a listed name may be that name cut off. A listed name that holds the name of a cell is
what somebody may mean who shortens it; that decides nothing and is no hit. The name of a head of a group, or of the
owner of a listed firm, stands in many names of its firms and means none of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, field
from itertools import chain
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.memo import Memory
from sekisho.law.model.holdings import Group
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.cell.pieces import PieceReader
from sekisho.parties.cell.stretches import ReadParts, Stretch, parts_names
from sekisho.parties.cell.text import CellText, keys_of, read_text, words_in
from sekisho.parties.cell.words import cell_words
from sekisho.parties.names.business_words import PROPER, words
from sekisho.parties.names.folding import common_han
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.places import TextRows
from sekisho.parties.names.romanisation import ways_in_kana
from sekisho.parties.screening.listed_letters import SHORTEST_KEY, ListedLetters
from sekisho.parties.screening.name_beginnings import NameBeginnings, NameOfEntry, ways_of
from sekisho.parties.screening.noted_names import ListedName, NamesOfEntries, NotedNames
from sekisho.parties.screening.standing_names import (
    Standing,
    ends_at_blank,
    first_of_each,
    is_placed,
    longest,
    may_stand_for_party,
)
from sekisho.parties.screening.unlisted_cells import UnlistedCells
from sekisho.regex import regex

_LEAST_OTHER: Final = 4
"""Letters of East Asia from which a name without its legal form is looked for whatever stands around it."""
_LEAST_WORDS: Final = 2
"""Words from which it is. With one, every cell that says Orient or Summit would be to review."""
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
_MOST_ENTRIES: Final = 4096
"""Entries of which the letters of their names are kept: what a book names stands in it again and again."""
_MOST_OWNERS: Final = 6
"""Bodies above one that are looked for: no body of a list has as many."""
SHORTEST: Final = 8
"""Letters from which a name is looked for in longer ones; half as many where a letter is a word or a syllable. A
guess. Smaller, short words name half a list; larger, names such as Sumitomo find none that hold them."""


@dataclass(slots=True)
class ListedNames:
    """All listed names, findable by their letters.

    Parameters
    ----------
    short
        Of each entry: names with the name of its group and letters for the rest.
    own
        The names of the entries in one string, if they stand so already.
    letters
        Which names stand in a cell.
    beginnings
        Of which names a cell is the beginning.
    cells
        Which of many cells are on no list.
    """

    entries: InitVar[Sequence[ListedParty]]
    groups: InitVar[Iterable[Group]] = ()
    short: InitVar[Sequence[Sequence[str]]] = ()
    own: InitVar[TextRows | None] = None
    letters: ListedLetters = field(default_factory=ListedLetters)
    beginnings: NameBeginnings = field(init=False)
    cells: UnlistedCells = field(init=False)
    _names: NamesOfEntries = field(init=False)
    _noted: NotedNames = field(init=False)
    _owners: dict[int, frozenset[str]] = field(default_factory=dict)
    _keys: Memory[int, frozenset[str]] = field(default_factory=lambda: Memory(_MOST_ENTRIES))
    _territories: list[str] = field(default_factory=list)
    _heads: frozenset[str] = frozenset()
    _text: str = ""

    def __post_init__(
        self,
        entries: Sequence[ListedParty],
        groups: Iterable[Group],
        short: Sequence[Sequence[str]],
        own: TextRows | None,
    ) -> None:
        """Index the names, with and without their legal forms."""
        self._names = names = NamesOfEntries(entries, short, own)
        self._noted = NotedNames(names, self.letters)
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
                self._owners[number] = frozenset(key for name in owners for key in ways_of(name))
        self.letters.close()
        self.beginnings = NameBeginnings(entries, names)
        self.cells = UnlistedCells(self.letters, self.beginnings)
        parents = {entry.parent for entry in entries if entry.parent}
        heads_of = [*parents, *(name for group in groups for name in (*group.names, *group.weak_names))]
        heads_of += [way for group in groups for name in group.names for way in ways_in_kana(read_form(name).text)]
        self._heads = frozenset(key for name in heads_of for key in ways_of(name))
        self._text = "\n".join(cores)

    def _note(self, key: str, listed: ListedName, number: int) -> None:
        if len(key) >= SHORTEST_KEY:
            self._noted.note(key, listed, number)

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
        at = self._names.numbers_of(number)[0]
        listed = ListedName(number, entry.names[0], by_itself=True, is_strong=True, is_perhaps=True)
        for core in cores:
            for form in ("", *_FORMS_WITHIN):
                for word in _FLIGHT_AND_DEFENCE:
                    self._note("".join((core, *keys_of(form), *keys_of(word))), listed, at)

    def standing(self, text: CellText, *, is_cell: bool = True) -> Iterator[Standing]:
        """Go through the names that stand whole in a cell; one within a longer one is part of that.

        Parameters
        ----------
        is_cell
            Whether it is the cell of a party: in another text a word that a sign parts off may be a brand.
        """
        spans = self.letters.spans(text)
        if not spans:
            return
        hard = [at for at in range(1, len(text.tokens)) if parts_names(text, at)]
        found: list[Standing] = []
        read = ReadParts(text)
        for start, end, key in first_of_each(spans):
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
                spaced = listed.is_weak and listed.is_body and ends_at_blank(text, high, last)
                standing = Standing(listed, low, high, before, behind, several, apart, spaced)
                if may_stand_for_party(standing, is_cell=is_cell) or (
                    is_cell and is_placed(standing, self._territories[entry])
                ):
                    found.append(standing)
        yield from longest(found)

    def _own_keys(self, entry: int) -> frozenset[str]:
        """Return the letters of the names of an entry."""
        if entry in self._keys:
            return self._keys[entry]
        numbers = (*self._names.numbers_of(entry), *self._names.weak_numbers_of(entry))
        ways = chain.from_iterable(ways_of(self._names[number]) for number in numbers)
        return self._keys.keep(entry, frozenset(key for key in ways if len(key) >= SHORTEST_KEY))

    def is_head(self, name: str) -> bool:
        """Tell whether a name is that of a head of a group, or of the owner of a listed firm."""
        return not self._heads.isdisjoint(ways_of(name))

    def cut(self, name: str) -> Iterator[NameOfEntry]:
        """Go through the names of which a name is the beginning, save that of a head; each entry once."""
        return self.beginnings.cut(name, self._heads)

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


def is_state_body(entry: ListedParty) -> bool:
    """Tell whether an entry is a body of a state: a ministry, an armed force, or one of theirs."""
    return entry.is_state_body


def _is_coined(key: str) -> bool:
    """Tell whether the core of a name is one long word that is no word of the trade."""
    concepts = words().latin.get(key, ())
    return (
        len(key) >= _COINED
        and key.isalpha()
        and key.isascii()
        and not (concepts and words().kinds[concepts[0]] not in PROPER)
    )


def _weak(number: int, name: str, entry: ListedParty) -> ListedName:
    """Return an abbreviation that others share; one of several words, or of East Asia, tells more than an initial.

    One that begins as any ministry does (Department of War) tells no body before other words (Studies).
    """
    tokens, others = read_text(name).tokens, _others(name)
    is_long = len(tokens) >= _BODY_WORDS and not cell_words().body_begin.at_begin(tokens, 0, len(tokens))
    body = is_state_body(entry) and (is_long or others >= SHORTEST_KEY)
    strong = words_in(name) >= _LEAST_WORDS or others >= SHORTEST_KEY
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


def _others(name: str) -> int:
    return sum(not letter.isascii() for key in keys_of(name) for letter in key)


def core_of(name: str) -> str:
    """Return the letters of a name without its legal form, Han characters as they are written in China.

    >>> core_of("Mitsubishi Shipbuilding Co., Ltd."), core_of("三菱造船 株式会社")
    ('mitsubishishipbuilding', '三菱造船')
    """
    return "".join(letter for letter in common_han(read_form(name).text) if letter.isalnum() or letter == "ー")

"""Where names are looked up for the comparison: by what is like them, by their letters, and those that others share."""

from __future__ import annotations

import gc
import multiprocessing
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.cache import read_cache, write_cache
from sekisho.law.model.holdings import Group
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.candidates.index import NameIndex
from sekisho.parties.candidates.written_otherwise import WrittenOtherwise
from sekisho.parties.cell.words import CellWords, cell_words
from sekisho.parties.names.business_words import BusinessWords, words
from sekisho.parties.names.form_table import FormTable, plain_forms
from sekisho.parties.names.initials import initial_names
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.romanisation import ways_in_kana
from sekisho.parties.names.tokenisation import ParsedName, strict_of, take_apart
from sekisho.parties.screening.listed_names import SHORTEST, ListedNames
from sekisho.parties.screening.own_words import OwnWords

_VERY_MANY: Final = 20_000
"""Entries from which they are indexed in a process of its own. A guess: that takes some seconds more of each minute.
Smaller, a list that is small anyway waits for it; larger, more memory is taken; nothing else differs."""


@dataclass(frozen=True, slots=True)
class Indices:
    """What is looked up in: names by what is like them, names by their letters, and those that others share.

    Parameters
    ----------
    shared
        Names that others share too, with the number of their entry, as they are written strictly.
    otherwise
        Names by what stays when they are written in other words or letters.
    business, cells, forms
        Tables of words and legal forms with which names were read, and are read.
    """

    names: NameIndex
    listed: ListedNames
    shared: Mapping[str, Sequence[tuple[int, str]]]
    otherwise: WrittenOtherwise
    business: BusinessWords = field(default_factory=words)
    cells: CellWords = field(default_factory=cell_words)
    forms: FormTable = field(default_factory=plain_forms)

    def take_words(self) -> None:
        """Let names be read with the tables of words that were kept, which take longer to build than to read."""
        words.take(self.business)
        cell_words.take(self.cells)
        plain_forms.take(self.forms)

    def holding(self, name: str, shortest: int | None = None) -> Iterator[tuple[int, str]]:
        """Go through the listed names that hold a name whole (see `ListedNames.holding`)."""
        return self.listed.holding(name, shortest=shortest or SHORTEST)


def index_of(entries: Sequence[ListedParty], groups: Iterable[Group] = ()) -> Indices:
    """Index the names of entries; of very many in a process of its own.

    What it takes in passing, and where it stood, is given back with that process: it is as much as what stays.
    """
    groups = tuple(groups)
    can_start = "fork" in multiprocessing.get_all_start_methods() and not multiprocessing.current_process().daemon
    if len(entries) < _VERY_MANY or not can_start:
        return _indexed(entries, groups)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "names"
        process = multiprocessing.get_context("fork").Process(target=_keep_index, args=(entries, groups, file))
        process.start()
        process.join()
        index = read_cache(file)
    return index if isinstance(index, Indices) else _indexed(entries, groups)


def _keep_index(entries: Sequence[ListedParty], groups: tuple[Group, ...], file: Path) -> None:
    write_cache(file, _indexed(entries, groups))


def _indexed(entries: Sequence[ListedParty], groups: tuple[Group, ...]) -> Indices:
    """Index names in this process; the collector of cycles, which would go over every new object, rests meanwhile."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        own_words = OwnWords()
        names = NameIndex(_taken_apart(entries, own_words))
        shared: dict[str, list[tuple[int, str]]] = {}
        heads = {name: (*entry.names, *entry.weak_names) for entry in entries for name in entry.names}
        heads |= {name: (*group.names, *group.weak_names) for group in groups for name in group.names}
        of_heads = frozenset(name for group in groups for name in group.names)
        short = [tuple(_short_names(entry, heads)) for entry in entries]
        for number, entry in enumerate(entries):
            for name in (*entry.weak_names, *short[number]):
                for way in (name, *(ways_in_kana(read_form(name).text) if name in of_heads else ())):
                    shared.setdefault(strict_of(way), []).append((number, name))
        owners = {entry.parent for entry in entries if entry.parent}
        for number, word in own_words.told((*of_heads, *owners)):
            shared.setdefault(strict_of(word), []).append((number, word))
        otherwise = WrittenOtherwise(names.given)
        return Indices(names, ListedNames(entries, groups, short, names.given), shared, otherwise)
    finally:
        if was_on:
            gc.enable()


def _taken_apart(entries: Sequence[ListedParty], own_words: OwnWords) -> Iterator[ParsedName]:
    """Take the names of entries apart, and note the words of their own."""
    for number, entry in enumerate(entries):
        for name in map(take_apart, entry.names):
            if entry.kind == "company" and not entry.parent:
                own_words.note(number, name)
            yield name


def _short_names(entry: ListedParty, heads: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Go through the names of a firm with the name of its group and letters for the rest (see `initial_names`)."""
    if entry.parent and entry.kind == "company":
        yield from initial_names(entry.names, (entry.parent, *heads.get(entry.parent, ())))

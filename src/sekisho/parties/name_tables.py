"""The names of all parties as they are looked up: built once, kept between runs, and read when a name is asked for.

Without the extra `books` only names that are equal after folding are found; an answer says which of the two it was.
"""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.model.effects import OWN_LISTS
from sekisho.law.model.holdings import Group
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import ALGORITHM, FOLDED, MatchPolicy
from sekisho.law.model.namesakes import Namesake
from sekisho.message import message
from sekisho.parties.comparison import NameComparison, NameLookup
from sekisho.parties.folding import fold
from sekisho.regex import regex

if TYPE_CHECKING:
    from sekisho.parties.group_names import GroupNames

_SCREENER: Final = "sekisho.parties.screening.screener"
_INDICES: Final = "sekisho.parties.screening.indices"
"""Where the comparison by parts stands, and what it looks up in. They are loaded by these names where what they need is
installed, and imported nowhere else below the faces: a line is determined without them."""
_NEEDED: Final = ("rapidfuzz", "opencc", "sudachipy", "pypinyin", "numpy", "confusable_homoglyphs")
_ROOMS: Final = tuple(
    Path(__file__).parent / room for room in (".", "candidates", "cell", "names", "screening", "lists", "ownership")
)
"""Folders whose modules and tables say how names are compared; a change in any of them makes new tables."""
_VERSIONS: Final = ("sudachidict-core", "OpenCC", "pypinyin", "confusable-homoglyphs")
ONLY_EQUAL: Final = message(
    "parties.only_equal",
    "Names were looked for as they are written, so that a listed party under another spelling is not found: "
    "`pip install 'sekisho[books]'` compares them by parts.",
)
"""What is to be said of an answer about a party where the comparison is not installed."""
_MOST_CLEAR: Final = 2_000_000
"""Names that are known to be like nothing on the lists, at most; 16 bytes each."""
SHORTEST_BORNE: Final = 3
"""Letters of a name from which it can be borne."""
_PIECES: Final = regex(r"[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
"""Runs of letters of an alphabet, and runs of Han and kana."""


@cache
def is_installed() -> bool:
    """Tell whether names can be compared by parts."""
    return all(find_spec(name) is not None for name in _NEEDED)


def algorithm() -> str:
    """Name the way in which names are compared."""
    return ALGORITHM if is_installed() else FOLDED


@dataclass(frozen=True, slots=True)
class NameTables:
    """All names of entries and of heads of groups; both are numbers, their places in what the tables were made of.

    Parameters
    ----------
    equal
        By folded name the entries that bear it, and whether it is a name of their own or one that others share.
    heads
        The same for heads of groups.
    firms
        By folded name the firms that are another person than an entry of a like name, with the name as it is written.
    bodies
        Military bodies by folded name.
    borne
        Names that another party may bear.
    group_names
        Names that companies of a group bear; None where names are not taken apart.
    likeness
        Where names are looked up by what is like them; None where the comparison by parts is not installed.
    """

    equal: Mapping[str, Sequence[tuple[int, str, bool]]]
    heads: Mapping[str, Sequence[tuple[int, bool]]]
    firms: Mapping[str, Sequence[tuple[int, str]]]
    bodies: Mapping[str, Sequence[int]]
    borne: BorneNames
    group_names: GroupNames | None
    likeness: NameLookup | None


def tables_of(
    entries: Sequence[ListedParty], groups: Sequence[Group], firms: Sequence[Namesake], folder: Path | None
) -> NameTables:
    """Return the tables of names, from the cache if they are there; else they are built, and kept in it."""
    if folder is None or not entries:
        return _built(entries, groups, firms)
    others = repr([*((group.id, group.names, group.weak_names) for group in groups), *(firm.names for firm in firms)])
    file = _file(entries, folder, kind="names", others=(others, algorithm()))
    kept = read_cache(file)
    if isinstance(kept, NameTables):
        return kept
    tables = _built(entries, groups, firms)
    write_cache(file, tables)
    return tables


def comparison_of(entries: Sequence[ListedParty], policy: MatchPolicy, tables: NameTables) -> NameComparison | None:
    """Return what compares names by parts; None if it is not installed, or there is nothing to compare with."""
    if tables.likeness is None:
        return None
    comparison: NameComparison = import_module(_SCREENER).Screener(entries, policy, tables.likeness)
    return comparison


def _built(entries: Sequence[ListedParty], groups: Sequence[Group], firms: Sequence[Namesake]) -> NameTables:
    from sekisho.parties.group_names import GroupNames
    from sekisho.parties.namesakes import folded_names  # what is read from the cache needs it not

    equal: dict[str, list[tuple[int, str, bool]]] = {}
    bodies: dict[str, list[int]] = {}
    heads: dict[str, list[tuple[int, bool]]] = {}
    for number, entry in enumerate(entries):
        for name in entry.names:
            equal.setdefault(fold(name), []).append((number, name, True))
            if is_military(entry):
                bodies.setdefault(fold(name), []).append(number)
        for name in entry.weak_names:
            equal.setdefault(fold(name), []).append((number, name, False))
    for number, group in enumerate(groups):
        for name in group.names:
            heads.setdefault(fold(name), []).append((number, True))
        for name in group.weak_names:
            heads.setdefault(fold(name), []).append((number, False))
    for number, group in enumerate(groups if is_installed() else ()):
        for way in chain.from_iterable(map(_in_kana, group.names)):
            if (number, True) not in heads.setdefault(way, []):
                heads[way].append((number, True))
    likeness = import_module(_INDICES).index_of(entries, groups) if entries and is_installed() else None
    return NameTables(
        equal=equal,
        heads=heads,
        firms=folded_names(firms),
        bodies=bodies,
        borne=BorneNames(entries),
        group_names=GroupNames(entries, groups, firms) if is_installed() else None,
        likeness=likeness,
    )


def _in_kana(name: str) -> Iterator[str]:
    """Go through a name in Japanese, folded, with words of it in kana: ミツビシ電機, フジツウ."""
    from sekisho.parties.names.romanisation import ways_in_kana  # what is read from the cache needs it not

    return ways_in_kana(fold(name))


def _file(entries: Sequence[ListedParty], folder: Path, *, kind: str, others: tuple[str, ...] = ()) -> Path:
    """Name a file by the lists, the program, the tables of words and forms, and the libraries that compare names."""
    names = hashlib.sha256()
    for entry in entries:
        names.update(repr((entry.list, entry.names, entry.weak_names, entry.identifiers, entry.parent)).encode())
    versions = tuple(map(_version, _VERSIONS))
    rooms = (*_ROOMS, *(package / "lists" for package in installed_folders()))
    return cache_file(folder, names.hexdigest(), (), kind=kind, program=rooms, others=(*versions, *others))


@cache
def _version(package: str) -> str:
    """Name the installed version of a package by the folder of its metadata: to load what reads them takes long."""
    return _metadata_folders().get(package.replace("-", "_").lower(), "")


@cache
def _metadata_folders() -> dict[str, str]:
    """Return the folders in which packages say their version, such as `opencc-1.1.9.dist-info`, by package."""
    folders: dict[str, str] = {}
    for place in sys.path:
        with suppress(OSError), os.scandir(place or ".") as entries:
            for entry in entries:
                if entry.name.endswith((".dist-info", ".egg-info")):
                    folders.setdefault(entry.name.partition("-")[0].lower(), entry.name)
    return folders


class ClearNames:
    """Names that were found to be like nothing on the lists, kept between runs by 16 bytes each.

    Parameters
    ----------
    folder
        The cache; None keeps nothing.
    """

    def __init__(self, entries: Sequence[ListedParty], policy: MatchPolicy, folder: Path | None) -> None:
        self._file = _file(entries, folder, kind="clear", others=(repr(policy),)) if folder is not None else None
        kept = read_cache(self._file) if self._file is not None else None
        self._digests: set[bytes] = kept if isinstance(kept, set) else set()
        self._before = len(self._digests)

    def __contains__(self, name: str) -> bool:
        """Tell whether a name is known to be like nothing."""
        return _digest(name) in self._digests

    def add(self, name: str) -> None:
        """Note a name."""
        if len(self._digests) < _MOST_CLEAR:
            self._digests.add(_digest(name))

    def save(self) -> None:
        """Keep what was noted."""
        if self._file is not None and len(self._digests) > self._before:
            write_cache(self._file, self._digests)


def _digest(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def is_military(entry: ListedParty) -> bool:
    """Tell whether an entry stands on a list of military users; a list of the user's own makes nobody military."""
    return entry.list.endswith("/military-users") and not entry.list.startswith(OWN_LISTS)


class BorneNames:
    """The names of listed parties that another party bears at the beginning of its own: TDK Sales bears that of TDK.

    It is no hit, since anybody may bear it. It tells one thing: where a line states that listed parties hold a share of
    a firm and nobody says which, the firm whose name it bears is taken to be the owner.

    >>> entry = ListedParty(
    ...     **{**dict.fromkeys(ListedParty.__dataclass_fields__, ""), "names": ("TDK株式会社",), "list": "xx/list"}
    ... )
    >>> names = BorneNames([entry])
    >>> [sorted(names.lists(name)) for name in ("TDK Sales Co., Ltd.", "TDK販売株式会社", "TDKX Corporation")]
    [['xx/list'], ['xx/list'], []]
    """

    def __init__(self, entries: Iterable[ListedParty]) -> None:
        """Index names of their own, not those that others share too, on lists of the law."""
        self._lists: dict[str, set[str]] = {}
        for entry in entries:
            for name in entry.names if not entry.list.startswith(OWN_LISTS) else ():
                if len(folded := fold(name)) >= SHORTEST_BORNE:
                    self._lists.setdefault(folded, set()).add(entry.list)
        self._starts = {name[:SHORTEST_BORNE] for name in self._lists}

    def lists(self, party: str) -> frozenset[str]:
        """Return the lists of the parties whose name a party bears: the longest such name counts."""
        if fold(party)[:SHORTEST_BORNE] not in self._starts:
            return frozenset()
        borne: frozenset[str] = frozenset()
        for start in _beginnings(party):
            lists = self._lists.get(start)
            if lists is not None:
                borne = frozenset(lists)
        return borne


def _beginnings(party: str) -> Iterator[str]:
    """Yield the folded beginnings of a name that end where a word ends, or among Han and kana; the shortest first."""
    pieces = _PIECES.findall(unicodedata.normalize("NFKC", party))
    for count, piece in enumerate(pieces):
        before = " ".join(pieces[:count])
        if not piece.isascii() and fold(piece) == piece:
            yield from (fold(f"{before} {piece[:length]}") for length in range(1, len(piece)))
        yield fold(f"{before} {piece}")

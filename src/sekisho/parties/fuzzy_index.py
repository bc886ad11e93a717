"""Names that may be listed, beside those that are equal: the comparison by parts, where it is installed.

Without the extra `screen` nothing is compared, and only equal names are found; an answer says which of the two it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.law.model.holdings import Group
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import ALGORITHM, FOLDED, MatchPolicy
from sekisho.message import message
from sekisho.parties.comparison import ComparisonBuilder, NameComparison, Query, Screening
from sekisho.parties.names.form_table import forms_digest

_COMPARISON: Final = "sekisho.parties.screening"
"""Where the comparison stands. It is loaded by this name where what it needs is installed, and imported nowhere else
below the faces: a line is determined without it."""
_NEEDED: Final = ("rapidfuzz", "opencc", "sudachipy", "pypinyin", "numpy", "confusable_homoglyphs")
_ROOMS: Final = tuple(Path(__file__).parent / room for room in (".", "cell", "names", "lists", "ownership"))
"""Folders whose modules and tables say how names are compared; a change in any of them makes a new index."""
_VERSIONS: Final = ("sudachidict-core", "OpenCC", "pypinyin", "confusable-homoglyphs")
ONLY_EQUAL: Final = message(
    "parties.only_equal",
    "Names were looked for as they are written, so that a listed party under another spelling is not found: "
    "`pip install 'sekisho[screen]'` compares them by parts.",
)
"""What is to be said of an answer about a party where the comparison is not installed."""
_KEPT: Final = 2_000_000
"""Names that are known to be like nothing on the lists, at most; 16 bytes each."""


@cache
def is_installed() -> bool:
    """Tell whether names can be compared by parts."""
    return all(find_spec(name) is not None for name in _NEEDED)


def algorithm() -> str:
    """Name the way in which names are compared."""
    return ALGORITHM if is_installed() else FOLDED


@dataclass(slots=True)
class FuzzyIndex:
    """A screener that is built when it is first asked."""

    entries: Sequence[ListedParty]
    policy: MatchPolicy
    cache: Path | None = None
    groups: Sequence[Group] = ()
    _screener: NameComparison | None = field(default=None)
    _tried: bool = field(default=False)

    def screen(
        self, name: str, territory: str = "", identifiers: tuple[str, ...] = (), least: float | None = None
    ) -> Screening | None:
        """Screen a name; None if names cannot be compared by parts."""
        screener = self._built()
        if screener is None:
            return None
        return screener.screen(Query(name=name, territory=territory, identifiers=identifiers), least=least)

    def screen_all(
        self, asked: Sequence[Query], workers: int, least: float | None = None
    ) -> Iterator[Screening | None]:
        """Screen many parties, in order; each None if names cannot be compared by parts."""
        screener = self._built()
        if screener is None:
            yield from (None for _ in asked)
        else:
            yield from screener.screen_all(asked, workers=workers, least=least)

    def screen_many(self, names: Sequence[str], workers: int) -> Iterator[tuple[str, Screening | None]]:
        """Screen many names; those that were found to be like nothing before are known from the cache.

        Yields each name with None if names cannot be compared by parts.
        """
        screener = self._built()
        if screener is None:
            yield from ((name, None) for name in names)
            return
        file = clear_names_file(self.entries, self.policy, self.cache) if self.cache is not None else None
        kept = read_cache(file) if file is not None else None
        clear = kept if isinstance(kept, set) else set()
        asked = [name for name in names if name_digest(name) not in clear]
        known = len(clear)
        yield from ((name, nothing_like(name)) for name in names if name_digest(name) in clear)
        for name, found in zip(asked, screener.screen_all(asked, workers=workers), strict=True):
            if found.zone == "none" and len(clear) < _KEPT:
                clear.add(name_digest(name))
            yield name, found
        if file is not None and len(clear) > known:
            write_cache(file, clear)

    def _built(self) -> NameComparison | None:
        if not self._tried:
            self._tried = True
            if self.entries and is_installed():
                self._screener = screener_of(self.entries, self.policy, self.cache, groups=self.groups)
        return self._screener


def nothing_like(name: str) -> Screening:
    """Say that a name is like nothing on the lists."""
    from sekisho.parties.comparison import Screening

    return Screening(query=name, zone="none")


def name_digest(name: str) -> bytes:
    """Return what stands for a name among those that are like nothing; 16 bytes."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def clear_names_file(entries: Sequence[ListedParty], policy: MatchPolicy, cache: Path) -> Path:
    """Name the file of the names that are like nothing on these lists under this policy."""
    return _file(entries, cache, kind="clear", others=(repr(policy),))


def _file(entries: Sequence[ListedParty], cache: Path, *, kind: str, others: tuple[str, ...] = ()) -> Path:
    """Name a file by the lists, the program, the tables of names and the libraries that compare them."""
    names = hashlib.sha256()
    for entry in entries:
        names.update(repr((entry.names, entry.weak_names, entry.identifiers, entry.parent)).encode())
    versions = tuple(map(_version, _VERSIONS))
    return cache_file(
        cache, names.hexdigest(), (), kind=kind, program=_ROOMS, others=(*versions, forms_digest(), *others)
    )


def screener_of(
    entries: Sequence[ListedParty],
    policy: MatchPolicy,
    cache: Path | None,
    *,
    groups: Sequence[Group] = (),
) -> NameComparison:
    """Build a screener of entries, taking the index of their names from the cache if it is there."""
    build: ComparisonBuilder = import_module(_COMPARISON).build_screener
    if cache is None:
        return build(entries, policy, None, groups=groups)
    heads = repr(sorted(name for group in groups for name in (*group.names, *group.weak_names)))
    file = _file(entries, cache, kind="names", others=(heads,))
    index = read_cache(file)
    screener = build(entries, policy, index, groups=groups)
    if screener.indices is not index:
        write_cache(file, screener.indices)
    return screener


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""

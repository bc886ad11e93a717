"""Names that may be listed, beside those that are equal: the comparison by parts, where it is installed.

Without the extra `screen` nothing is compared, and only equal names are found; an answer says which of the two it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.law.cache import cache_file, read_cache, write_cache
from sekisho.law.identity import ALGORITHM, FOLDED, Decision, Policy
from sekisho.law.lists import Entry

if TYPE_CHECKING:
    from sekisho.parties.screen import Screener, Screening

_NEEDED: Final = ("rapidfuzz", "opencc", "sudachipy", "pypinyin", "numpy", "cleanco", "confusable_homoglyphs")
_ROOMS: Final = tuple(Path(__file__).parent / room for room in (".", "names", "lists"))
"""Folders whose modules and tables say how names are compared; a change in any of them makes a new index."""
_VERSIONS: Final = ("sudachidict-core", "OpenCC", "pypinyin", "cleanco", "confusable-homoglyphs")


def is_installed() -> bool:
    """Tell whether names can be compared by parts."""
    return all(find_spec(name) is not None for name in _NEEDED)


def algorithm() -> str:
    """Name the way in which names are compared."""
    return ALGORITHM if is_installed() else FOLDED


@dataclass(slots=True)
class Likely:
    """A screener that is built when it is first asked."""

    entries: Sequence[Entry]
    policy: Policy
    cache: Path | None = None
    _screener: Screener | None = field(default=None)
    _tried: bool = field(default=False)

    def screen(self, name: str) -> Screening | None:
        """Screen a name; None if names cannot be compared by parts."""
        if not self._tried:
            self._tried = True
            if self.entries and is_installed():
                self._screener = screener_of(self.entries, self.policy, self.cache)
        return self._screener.screen(name) if self._screener is not None else None


def screener_of(
    entries: Sequence[Entry], policy: Policy, cache: Path | None, decisions: Sequence[Decision] = ()
) -> Screener:
    """Build a screener of entries, taking the index of their names from the cache if it is there."""
    from sekisho.parties.names.candidates import NameIndex
    from sekisho.parties.screen import Screener

    if cache is None:
        return Screener(entries, policy, decisions=decisions)
    names = hashlib.sha256()
    for entry in entries:
        names.update(repr(entry.names).encode())
    file = cache_file(
        cache,
        names.hexdigest(),
        (),
        kind="names",
        program=_ROOMS,
        others=tuple(map(_version, _VERSIONS)),
    )
    kept = read_cache(file)
    index = kept if isinstance(kept, NameIndex) else None
    screener = Screener(entries, policy, index, decisions)
    if index is None:
        write_cache(file, screener.names)
    return screener


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""

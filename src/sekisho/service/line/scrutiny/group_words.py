"""Groups of firms by the short names of their heads, as people write them: *MHI Nagoya*, 川重."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.parties.index import parties_of
from sekisho.parties.profile import party_named
from sekisho.regex import regex

_SHORTEST: Final = (2, 3)
"""Signs of the shortest name that counts, of East Asia and in Latin letters."""


def named_group(text: str, library: Library) -> str:
    """Return the id of the one party that words name whole, or of the group whose short name is their first word.

    Empty where they name none. The short name of a head says of no firm of the group which one is meant.
    """
    party = party_named(text, library)
    if party is not None:
        return str(party)
    first, *_ = text.split(maxsplit=1) or ("",)
    return _short_names(library).get(first.strip(" ,.;"), "")


@cached_per_library
def _short_names(library: Library) -> Mapping[str, str]:
    return {
        name: str(group.id)
        for group in parties_of(library).groups
        for name in group.weak_names
        if len(name) >= _SHORTEST[name.isascii()] and (not name.isascii() or name.isupper())
    }


_CAPITAL: Final = regex(
    r"(?<![A-Za-z-])[A-Z][a-z]{2,}(?![A-Za-z-]| (?:city|port|pref)|,? (?:[A-Z][a-z]+ )*(?:City|Port|Pref))"
)
"""A word with a capital, that is not told to be a town."""


def town_of_group(text: str, library: Library, is_place: Callable[[str], bool]) -> str:
    """Return the name of a head of a group that stands in a text alone and is a town too; empty if none does.

    Where nobody is named, *to Hitachi* or 日立へ may mean the one or the other.
    """
    alone = _alone(library)
    latin = (match[0] for match in _CAPITAL.finditer(text))
    east = (match[0] for match in alone.finditer(text)) if alone is not None else ()
    words = (*(word for word in latin if is_place(word) and named_group(word, library)), *filter(is_place, east))
    return next(iter(words), "")


@cached_per_library
def _alone(library: Library) -> re.Pattern[str] | None:
    """Find the name of a head in Chinese characters, before none that makes it another name or the town's: 日立市."""
    groups = parties_of(library).groups
    names = {name for group in groups for name in (*group.names, *group.weak_names) if not name.isascii()}
    short = sorted((name for name in names if len(name) >= _SHORTEST[False]), key=len, reverse=True)
    if not short:
        return None
    written = "|".join(map(re.escape, short))
    return re.compile(
        rf"(?:(?<![\u3040-\u30ff\u4e00-\u9fff])|(?<=[到往给給至]))(?:{written})"
        r"(?![\u30a0-\u30ff]|(?![宛向様殿的和与及并将])[\u4e00-\u9fff])"
    )

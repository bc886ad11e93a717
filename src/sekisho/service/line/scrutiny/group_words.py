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
    r"(?<![A-Za-z-])[A-Z](?:[a-z]{2,}|[A-Z]{3,})(?![A-Za-z-]|,? (?:[A-Z][A-Za-z]+ )*(?i:city|port|pref))"
)
"""A word with a capital, that is not told to be a town."""
_BEHIND: Final = regex(r",? *([A-Z][A-Za-z]+)")
"""The word behind one, which may be its country or province."""


def town_of_group(text: str, library: Library, is_place: Callable[[str], bool]) -> str:
    """Return the name or the house of a head of a group that stands in a text alone and is a town too; empty if none.

    Where nobody is named, *to Hitachi*, 日立へ or 川崎向け may mean the one or the other. A place behind it says that
    it is the town: *Kawasaki, Japan*.
    """
    alone, houses = _alone(library), {house.casefold() for house in _houses(library)}
    latin = (
        match[0]
        for match in _CAPITAL.finditer(text)
        if not ((behind := _BEHIND.match(text, match.end())) is not None and is_place(behind[1]))
    )
    east = (match[0] for match in alone.finditer(text)) if alone is not None else ()
    is_firm = (word for word in latin if is_place(word) and (word.casefold() in houses or named_group(word, library)))
    return next(iter((*is_firm, *filter(is_place, east))), "")


def _houses(library: Library) -> frozenset[str]:
    """Return the words with which names of heads begin that are those of a house, such as 川崎 and Kawasaki."""
    names = parties_of(library).tables.group_names
    return names.houses if names is not None else frozenset()


@cached_per_library
def _alone(library: Library) -> re.Pattern[str] | None:
    """Find the name of a head in Chinese characters, before none that makes it another name or the town's: 日立市."""
    groups = parties_of(library).groups
    names = {name for group in groups for name in (*group.names, *group.weak_names) if not name.isascii()}
    names |= {house for house in _houses(library) if not house.isascii()}
    short = sorted((name for name in names if len(name) >= _SHORTEST[False]), key=len, reverse=True)
    if not short:
        return None
    written = "|".join(map(re.escape, short))
    return re.compile(
        rf"(?:(?<![\u3040-\u30ff\u4e00-\u9fff])|(?<=[到往给給至をはがもでの]))(?:{written})"
        r"(?![\u30a0-\u30ff]|(?![宛向様殿的和与及并将])[\u4e00-\u9fff])"
    )

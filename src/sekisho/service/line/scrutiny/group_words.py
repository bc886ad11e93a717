"""Groups of firms by the short names of their heads, as people write them: *MHI Nagoya*, 川重."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.parties.index import parties_of
from sekisho.parties.profile import party_named

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

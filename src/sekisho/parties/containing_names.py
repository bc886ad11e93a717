"""Listed names that hold a name whole: what somebody may mean who shortens the name of a listed firm.

It decides nothing and is no hit: a group's own name stands in those of its firms, and a person tells which is meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.names.folding import common_han
from sekisho.parties.names.legal_forms import read_form

SHORTEST: Final = 8
"""Letters from which a name is looked for in longer ones; half as many where a letter is a word or a syllable. A
guess. Smaller, short words name half a list; larger, names such as Sumitomo find none that hold them."""


@dataclass(frozen=True, slots=True)
class ContainingName:
    """A listed name that holds another."""

    entry: ListedParty
    name: str


@dataclass(frozen=True, slots=True)
class Cores:
    """All names of entries without their legal forms, each by itself and all in one text."""

    rows: tuple[tuple[ListedParty, tuple[tuple[str, str], ...]], ...]
    text: str


def cores_of(entries: Iterable[ListedParty]) -> Cores:
    """Take the legal forms off all names of entries."""
    rows = tuple((entry, tuple((name, core_of(name)) for name in entry.names)) for entry in entries)
    return Cores(rows, "\n".join(core for _, names in rows for _, core in names))


def fuller_names(name: str, cores: Cores, *, shortest: int = SHORTEST) -> list[ContainingName]:
    """Return the entries with a name that holds this one, legal forms aside, each with the first such name.

    Parameters
    ----------
    shortest
        Letters of a name in Latin letters from which it is looked for; half as many in others.
    """
    core = core_of(name)
    if len(core) < (shortest if core.isascii() else shortest // 2) or core not in cores.text:
        return []
    found = ((entry, next((one for one, whole in names if core in whole), "")) for entry, names in cores.rows)
    return [ContainingName(entry, one) for entry, one in found if one]


def core_of(name: str) -> str:
    """Return the letters of a name without its legal form, Han characters as they are written in China.

    >>> core_of("Mitsubishi Shipbuilding Co., Ltd."), core_of("三菱造船 株式会社")
    ('mitsubishishipbuilding', '三菱造船')
    """
    return "".join(letter for letter in common_han(read_form(name).text) if letter.isalnum() or letter == "ー")

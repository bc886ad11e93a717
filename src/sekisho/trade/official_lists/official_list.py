"""What is read out of an official list: its entries, what stands beside them, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Final, Literal

from sekisho.dataclass import dataclass
from sekisho.law.model.scheme import HOME_SCHEME
from sekisho.message import message
from sekisho.trade.items.code import ENTRY

Kind = Literal["cn-control-list", "cn-catalogue"]
"""The control list itself, or the yearly licence catalogue that gives customs codes and units to it."""

SCHEME: Final = HOME_SCHEME
"""The code scheme that both speak of."""
HEADINGS: Final = frozenset({"heading", "catalogue", "from_codes"})
"""Qualities of rows that only head other codes: an official file need not print them as entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedEntry:
    """One code as an official list prints it.

    Parameters
    ----------
    name
        Reference name of the goods, or the first words of the text where the list prints no name.
    text
        Name and description as printed, with the limits.
    hs
        Customs codes printed beside it: a hint, never a ground of control.
    place
        Page and line, or line of a CSV file, where it begins.
    """

    code: str
    parent: str
    name: str
    text: str
    hs: tuple[str, ...] = ()
    unit: str = ""
    serial: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that stands in the file and became no entry.

    Parameters
    ----------
    grave
        Whether an entry may be lost by it.
    """

    place: str
    text: str
    why: str
    grave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialList:
    """An official list as read: entries by code, rows without a code, and what could not be read.

    Parameters
    ----------
    headings
        Areas such as 1C, with their names as printed.
    uncoded
        Rows without a control code: the nuclear list and precursors in the catalogue.
    """

    kind: Kind
    items: Mapping[str, PrintedEntry]
    headings: Mapping[str, str] = field(default_factory=dict)
    uncoded: tuple[PrintedEntry, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def grave(self) -> tuple[Unread, ...]:
        """What could not be read and may have cost an entry."""
        return tuple(each for each in self.unread if each.grave)

    @property
    def entries(self) -> frozenset[str]:
        """Entries of five characters at or above the codes read."""
        return frozenset(code[:ENTRY] for code in self.items)


def gathered(items: Iterable[PrintedEntry], *, several: bool) -> tuple[dict[str, PrintedEntry], list[Unread]]:
    """Key entries by code, and tell of codes that stand twice or have no text.

    Parameters
    ----------
    several
        Whether a code may have several rows, as in the catalogue; they are taken together. Otherwise the first counts.
    """
    found: dict[str, PrintedEntry] = {}
    told: list[Unread] = []
    for item in items:
        first = found.setdefault(item.code, item)
        if first is not item:
            if several:
                why = message(
                    "lists.taken_together",
                    "{code} stands at {place} too: taken together",
                    code=item.code,
                    place=first.place,
                )
            else:
                why = message("lists.stands_twice", "{code} stands at {place} too", code=item.code, place=first.place)
            text = f"{item.code} {item.name}".strip()
            told.append(Unread(place=item.place, text=text, why=why, grave=not several))
            if several:
                found[item.code] = _together(first, item)
        if not item.text and not item.name:
            why = message("lists.no_text", "a code without any text")
            told.append(Unread(place=item.place, text=item.code, why=why, grave=True))
    return dict(sorted(found.items())), told


def _together(one: PrintedEntry, other: PrintedEntry) -> PrintedEntry:
    """Join two rows of one code."""

    def both(first: str, second: str) -> str:
        return first if second in first else f"{first}；{second}".strip("；")

    return replace(
        one,
        name=both(one.name, other.name),
        text=both(one.text, other.text),
        hs=tuple(dict.fromkeys(one.hs + other.hs)),
    )

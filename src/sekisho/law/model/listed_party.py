"""Lists of parties as the law prints them: entries with names in three languages and days of listing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import header_rows
from sekisho.law.model.condition import ListId
from sekisho.message import message

FIRST_OF_HAN: Final = "\u3005"
"""The first letter of the blocks of kana and Chinese characters."""
IdentifierKind = Literal["corporate_number", "lei", "stock_code", "credit_code", "other"]
"""Schemes: Japanese corporate numbers, LEI, codes of Japanese exchanges, Chinese unified social credit codes."""

TABLE_KINDS: Final[tuple[IdentifierKind, ...]] = ("corporate_number", "stock_code", "lei")
"""Identifiers that have a column in a table of listed parties."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Identifier:
    """A number or code that stands for one legal person in its scheme, written without spaces or hyphens."""

    kind: IdentifierKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedParty:
    """One listing of one party.

    Parameters
    ----------
    names
        Name as listed, official names, former names and safe aliases.
    weak_names
        Abbreviations that others share too; equal to one of them is a possible match, never a match.
    identifiers, typed_identifiers
        The same codes, bare and with their kind.
    printed
        Of the names, those that the notice prints: in Latin letters, and in Chinese.
    former_names
        Of the names, those that the party bore before.
    kind
        What it is, in a word: company, division, university, ministry; empty is unknown.
    parent
        Name of the body or firm to which it belongs; empty is unknown or none.
    note
        What a list of the user's own says of it.
    address
        As its notice prints it; empty is unknown.
    public_notes
        What is told of it, by language: en, zh, ja.
    curator_note
        What those who keep the table noted; it is shown to nobody else.
    listed, until
        First and last day on which the listing applies; None is without end.
    open_from
        First day from which nobody knows whether it applies.
    """

    id: str
    list: ListId
    names: tuple[str, ...]
    weak_names: tuple[str, ...]
    territory: str
    identifiers: tuple[str, ...]
    listed: date | None
    until: date | None
    open_from: date | None
    confidence: str
    source: str
    typed_identifiers: tuple[Identifier, ...] = ()
    printed: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    kind: str = ""
    parent: str = ""
    note: str = ""
    address: str = ""
    public_notes: tuple[tuple[str, str], ...] = ()
    curator_note: str = ""

    def public_note(self, language: str) -> str:
        """Return what is told of the entry, in a language; in English where it is missing."""
        told = dict(self.public_notes)
        return told.get(language) or told.get("en", "")

    def name_in(self, language: str) -> str:
        """Name it for readers of a language: in Chinese as its notice prints it, a firm of Japan in its own script.

        Where there is no such name, the first stands.
        """
        han = [name for name in self.names if any(letter >= FIRST_OF_HAN for letter in name)]
        chinese = [name for name in han if name in self.printed]
        own = [name for name in han if name not in self.printed] if self.territory == "JP" else []
        if own and chinese and own[0] in chinese[0]:
            own = []  # it writes itself as the notice does, and what else there is, is short for it
        wanted = {"zh": [*chinese, *han], "ja": [*own, *(chinese if self.territory == "JP" else ())]}.get(language, [])
        return next(iter(wanted), self.names[0])


def read_entries(path: Path) -> tuple[ListedParty, ...]:
    """Read a table of listed parties.

    Raises
    ------
    LibraryError
        If a row has an impossible date, no name, or an id that occurred before.
    """
    entries: dict[str, ListedParty] = {}
    problems: list[Problem] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(header_rows(file), start=2):
            where = f"{path.name}:{number}"
            try:
                entry = _entry(row)
            except (KeyError, ValueError) as fault:
                problems.append(
                    Problem(
                        where=where,
                        what=message("lawdata.unread_entry", "cannot read the entry: {fault}.", fault=str(fault)),
                    )
                )
                continue
            if entry.id in entries or not entry.names:
                problems.append(
                    Problem(
                        where=where,
                        what=message("lawdata.entry_twice", "entry '{id}' is a duplicate or has no name.", id=entry.id),
                    )
                )
            entries[entry.id] = entry
    if problems:
        raise LibraryError(problems)
    return tuple(entries.values())


def _many(cell: str) -> Iterable[str]:
    return (part.strip() for part in cell.split("|") if part.strip())


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell.strip() else None


def _entry(row: dict[str, str]) -> ListedParty:
    printed, former = (row["name"], row["name_zh"]), tuple(_many(row["former_names"]))
    names = [*printed, row["name_ja"], *_many(row["aliases"]), *former]
    typed = tuple(Identifier(kind=kind, value=row[kind]) for kind in TABLE_KINDS if row[kind])
    return ListedParty(
        id=row["entry"],
        list=ListId(row["list"]),
        names=tuple(dict.fromkeys(name for name in names if name)),
        weak_names=tuple(_many(row["weak_aliases"])),
        territory=row["territory"],
        identifiers=tuple(each.value for each in typed),
        listed=_day(row["listed"]),
        until=_day(row["until"]),
        open_from=_day(row["open_from"]),
        confidence=row["confidence"],
        source=row["source"],
        typed_identifiers=typed,
        printed=tuple(dict.fromkeys(name for name in printed if name)),
        former_names=former,
        kind=row["kind"],
        parent=row["parent"],
        address=row.get("address", ""),
        public_notes=tuple(
            (language, text) for language in ("en", "zh", "ja") if (text := row.get(f"public_note_{language}", ""))
        ),
        curator_note=row.get("curator_note", ""),
        note=row.get("note", ""),
    )

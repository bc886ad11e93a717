"""Lists of parties as the law prints them: entries with names in three languages and days of listing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final, Literal

from sekisho.dataclass import dataclass
from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import header_rows
from sekisho.law.model.condition import ListId
from sekisho.message import joined, message

FIRST_OF_HAN: Final = "\u3005"
"""The first letter of the blocks of kana and Chinese characters."""
IdentifierKind = Literal["corporate_number", "lei", "stock_code", "credit_code", "other"]
"""Schemes: Japanese corporate numbers, LEI, codes of Japanese exchanges, Chinese unified social credit codes."""

TABLE_KINDS: Final[tuple[IdentifierKind, ...]] = ("corporate_number", "stock_code", "lei")
"""Identifiers that have a column in a table of listed parties."""
PARTY_KINDS: Final = frozenset(
    {
        *("company", "division", "person", "university", "association", "organisation", "public_body"),
        *("ministry", "agency", "administration", "research", "hospital"),
        # Bodies of armed forces, and parts of them.
        *("armed_forces", "staff", "service", "command", "unit", "regional_army", "regional_bureau", "district"),
        *("depot", "logistics", "school_research", "test_range", "intelligence", "recruiting"),
    }
)
"""What a listed party may be, in a word."""
DAYS: Final = ("listed", "until", "open_from")
"""Columns that hold days."""
NEEDED: Final = (
    *("entry", "list", "name", "name_zh", "name_ja", "aliases", "weak_aliases", "former_names", "territory", "kind"),
    *(*TABLE_KINDS, "parent", *DAYS, "confidence", "source"),
)
"""Columns that a table of listed parties must have; the others may be left out."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Identifier:
    """A number or code that stands for one legal person in its scheme, written without spaces or hyphens."""

    kind: IdentifierKind
    value: str


_NO_BODY: Final = frozenset({"company", "division", "person", "organisation", "association", "university", ""})
"""Kinds of parties that are no body of a state."""


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
        What it is, one of `PARTY_KINDS`; empty is unknown.
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

    @property
    def is_part(self) -> bool:
        """Whether it is no legal person, but a part of one: an in-house company."""
        return self.kind == "division"

    @property
    def is_state_body(self) -> bool:
        """Whether it is a body of a state: a ministry, an armed force, or one of theirs."""
        return self.kind not in _NO_BODY

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
        If a column is missing, or a row has an impossible date, no name, or an id that occurred before.
    """
    entries: dict[str, ListedParty] = {}
    rows: dict[str, int] = {}
    problems: list[Problem] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = header_rows(file)
        lacking = [name for name in NEEDED if name not in (table.fieldnames or ())]
        if lacking:
            what = message("file.table_lacks", "the table has no column {columns}.", columns=joined(lacking, "comma"))
            raise LibraryError(Problem(where=path.name, what=what))
        for number, row in enumerate(table, start=2):
            where = f"{path.name}:{number}"
            wrong = _wrong_days(row, where)
            problems += wrong
            if wrong or None in row.values():
                if not wrong:
                    what = message("lawdata.row_cut_off", "the row has fewer cells than the header has columns.")
                    problems.append(Problem(where=where, what=what))
                continue
            entry = _entry(row)
            if not entry.names:
                what = message("lawdata.entry_unnamed", "entry '{id}' has no name.", id=entry.id)
                problems.append(Problem(where=where, what=what))
            if entry.id in entries:
                what = message(
                    "lawdata.entry_again",
                    "entry '{id}' stands in row {row} already.",
                    id=entry.id,
                    row=rows[entry.id],
                )
                remedy = message("lawdata.entry_own_id", "Give each listing an id that no other row has.")
                problems.append(Problem(where=where, what=what, remedy=remedy))
            entries[entry.id] = entry
            rows.setdefault(entry.id, number)
    if problems:
        raise LibraryError(problems)
    return tuple(entries.values())


def _wrong_days(row: dict[str, str], where: str) -> list[Problem]:
    """Tell of cells that should hold a day and hold something else, such as 2026/03/01 as spreadsheets write it."""
    problems = []
    for column in DAYS:
        try:
            _day(row[column] or "")
        except ValueError:
            what = message(
                "lawdata.cell_no_day", "'{column}' '{value}' is not a day.", column=column, value=row[column]
            )
            remedy = message("error.expected_iso_day", "Expected YYYY-MM-DD.")
            problems.append(Problem(where=where, what=what, remedy=remedy))
    return problems


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

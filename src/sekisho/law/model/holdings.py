"""Who holds whom, as tables: groups with their heads, holdings with bounds and days, and defence sales.

A blank share means that the holding is known and its size is not: anything from nothing to the whole. Holders who
are not on file may hold what the rows of a party leave over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, NewType, TypeVar

from sekisho.dataclass import dataclass
from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.files.package_csv import header_rows
from sekisho.law.model.listed_party import ListedParty
from sekisho.message import message

PartyId = NewType("PartyId", str)
"""Id of an entry of a list, or of a group, which stands for the head of the group."""

OUTSIDERS: Final = PartyId("outsiders")
"""Stands as owner for holders who are surely on no list: a state, natural persons, dispersed small holders."""

NOTHING, WHOLE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A head of a group that no list need name.

    Parameters
    ----------
    weak_names
        Abbreviations that others share too; equal to one of them is a possible match, never a match.
    entries
        Entries of lists that name the head itself; empty if no list does.
    """

    id: PartyId
    names: tuple[str, ...]
    weak_names: tuple[str, ...]
    territory: str
    identifiers: tuple[str, ...]
    entries: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A share of one party that another holds, 0 to 1, between two bounds, from its first to its last day."""

    owned: PartyId
    owner: PartyId
    low: Decimal
    high: Decimal
    start: date | None = None
    until: date | None = None
    is_sourced: bool = True
    source: str = ""
    confidence: str = ""
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether the holding is on file for a day."""
        return (self.start is None or self.start <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceSales:
    """What a source says of the defence business of a party in one year.

    Parameters
    ----------
    share
        Share of sales, 0 to 1; None if no source gives one.
    amount, unit
        What was sold, contracted or ordered, where a source says so.
    """

    party: PartyId
    year: int
    measure: str
    share: Decimal | None
    amount: Decimal | None
    unit: str
    source: str
    confidence: str
    note: str


Record = TypeVar("Record")


def read_groups(path: Path) -> tuple[Group, ...]:
    """Read a table of groups.

    Raises
    ------
    LibraryError
        With every row that cannot be read.
    """
    return _read(path, _group)


def read_holdings(path: Path) -> tuple[Holding, ...]:
    """Read a table of holdings.

    Raises
    ------
    LibraryError
        With every row whose shares or days cannot be.
    """
    return _read(path, _holding)


def read_defence_sales(path: Path) -> tuple[DefenceSales, ...]:
    """Read a table of defence sales.

    Raises
    ------
    LibraryError
        With every row that cannot be read.
    """
    return _read(path, _sales)


def holding_lines(parties: Iterable[Group], rows: Iterable[Holding]) -> bytes:
    """Write parties and holdings as JSON lines, as `read_holding_lines` reads them."""
    lines: list[object] = [[party.id, list(party.names), party.territory, list(party.identifiers)] for party in parties]
    lines += [
        {
            "owned": row.owned,
            "owner": row.owner,
            "share": [str(row.low), str(row.high)],
            "days": [row.start.isoformat() if row.start else "", row.until.isoformat() if row.until else ""],
            "sourced": row.is_sourced,
            "source": row.source,
            "confidence": row.confidence,
            "note": row.note,
        }
        for row in rows
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def read_holding_lines(body: bytes, table: str) -> tuple[dict[PartyId, Group], list[Holding]]:
    """Read what `holding_lines` wrote; the parties of a table have ids of their own, `TABLE/KEY`.

    Parameters
    ----------
    table
        Name of the table, such as ownership/group.
    """
    parties: dict[PartyId, Group] = {}
    rows: list[Holding] = []

    def own(key: str) -> PartyId:
        return OUTSIDERS if key == OUTSIDERS else PartyId(f"{table}/{key}")

    for line in map(json.loads, body.splitlines()):
        if isinstance(line, list):
            key, names, territory, codes = line
            parties[own(key)] = Group(
                id=own(key),
                names=tuple(names),
                weak_names=(),
                territory=territory,
                identifiers=tuple(codes),
                entries=(),
                note="",
            )
            continue
        low, high = map(Decimal, line["share"])
        start, until = map(_day, line["days"])
        rows.append(
            Holding(
                owned=own(line["owned"]),
                owner=own(line["owner"]),
                low=low,
                high=high,
                start=start,
                until=until,
                is_sourced=line["sourced"],
                source=line["source"] or table,
                confidence=line["confidence"],
                note=line["note"],
            )
        )
    return parties, rows


def holding_problems(
    entries: Iterable[ListedParty], groups: Iterable[Group], holdings: Iterable[Holding], sales: Iterable[DefenceSales]
) -> Iterator[Problem]:
    """Find ids that no table has, and parties of which more than the whole is held on a day."""
    named = {PartyId(entry.id) for entry in entries}
    known = named | {group.id for group in groups} | {OUTSIDERS}
    rows = tuple(holdings)
    used = [(one, "holdings") for row in rows for one in (row.owned, row.owner)]
    used += [(one.party, "defence sales") for one in sales]
    for party, where in dict.fromkeys(used):
        if party not in known:
            yield Problem(
                where=where,
                what=message("lawdata.no_party", "no party '{party}'.", party=party),
                remedy=did_you_mean(party, known),
            )
    for group in groups:
        for entry in group.entries:
            if PartyId(entry) not in named:
                yield Problem(
                    where=f"groups: {group.id}",
                    what=message("lawdata.no_list_entry", "no entry '{entry}'.", entry=entry),
                    remedy=did_you_mean(entry, named),
                )
    for row in rows:
        day = row.start or date.min
        held = sum(other.low for other in rows if other.owned == row.owned and other.holds_on(day))
        if held > WHOLE:
            what = message(
                "lawdata.held_over_whole",
                "shares of '{owned}' on {day} add up to {held}, more than the whole.",
                owned=row.owned,
                held=str(held),
                day=day,
            )
            yield Problem(
                where="holdings",
                what=what,
                remedy=message("lawdata.mend_share", "Mend a share, or give a row its last day."),
            )


def _read(path: Path, make: Callable[[dict[str, str]], Record]) -> tuple[Record, ...]:
    found: list[Record] = []
    problems: list[Problem] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(header_rows(file), start=2):
            try:
                found.append(make(row))
            except (KeyError, ValueError, InvalidOperation) as fault:
                what = message("lawdata.unread_row", "cannot read the row: {fault}.", fault=str(fault))
                problems.append(
                    Problem(
                        where=f"{path.name}:{number}",
                        what=what,
                        remedy=message("lawdata.card_names_columns", "The source card names the columns."),
                    )
                )
    if problems:
        raise LibraryError(problems)
    return tuple(found)


def _many(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell.strip() else None


def _share(cell: str, unknown: Decimal) -> Decimal:
    try:
        share = Decimal(cell) if cell.strip() else unknown
    except InvalidOperation:
        share = Decimal("NaN")
    if share.is_nan() or not NOTHING <= share <= WHOLE:
        message = f"{cell} is not a share from 0 to 1"
        raise ValueError(message)
    return share


def _group(row: dict[str, str]) -> Group:
    names = (row["name"], row["name_zh"], row["name_ja"], *_many(row["aliases"]))
    return Group(
        id=PartyId(row["group"]),
        names=tuple(dict.fromkeys(filter(None, names))),
        weak_names=_many(row["weak_aliases"]),
        territory=row["territory"],
        identifiers=tuple(filter(None, (row["corporate_number"], row["stock_code"]))),
        entries=_many(row["entry"]),
        note=row["note"],
    )


def _holding(row: dict[str, str]) -> Holding:
    low, high = _share(row["share_low"], NOTHING), _share(row["share_high"], WHOLE)
    start, until = _day(row["from"]), _day(row["until"])
    if low > high or (start and until and start > until):
        message = f"shares {low} to {high} or days {start} to {until} run backwards"
        raise ValueError(message)
    return Holding(
        owned=PartyId(row["owned"]),
        owner=PartyId(row["owner"]),
        low=low,
        high=high,
        start=start,
        until=until,
        is_sourced=bool(row["share_low"].strip() or row["share_high"].strip()),
        source=row["source"],
        confidence=row["confidence"],
        note=row["note"],
    )


def _sales(row: dict[str, str]) -> DefenceSales:
    return DefenceSales(
        party=PartyId(row["party"]),
        year=int(row["year"]),
        measure=row["measure"],
        share=_share(row["share"], NOTHING) if row["share"].strip() else None,
        amount=Decimal(row["amount"]) if row["amount"].strip() else None,
        unit=row["unit"],
        source=row["source"],
        confidence=row["confidence"],
        note=row["note"],
    )

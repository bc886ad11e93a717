"""FollowTheMoney as JSON lines: parties, their listings and their owners, one entity a line.

The format is plain JSON: an id, a schema, and properties that are lists of text. What it has no property for (how sure
an entry is, from when its state is open) travels under the key `sekisho`, which other readers pass over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.law.model.condition import ListId
from sekisho.law.model.listed_party import Identifier, IdentifierKind, ListedParty

PARTY_SCHEMATA: Final = ("Company", "Organization", "PublicBody", "LegalEntity", "Person")
_SCHEMA_OF: Final[Mapping[str, str]] = {
    "company": "Company",
    "person": "Person",
    "organisation": "Organization",
    "university": "Organization",
    "public_body": "PublicBody",
    "ministry": "PublicBody",
    "agency": "PublicBody",
    "armed_forces": "PublicBody",
}
_PROPERTY_OF: Final[Mapping[IdentifierKind, str]] = {
    "corporate_number": "registrationNumber",
    "lei": "leiCode",
    "stock_code": "ticker",
    "credit_code": "uscCode",
    "other": "idNumber",
}

Record = dict[str, object]
"""One entity as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FtmOwnership:
    """That one party owns a share of another.

    Parameters
    ----------
    owner, asset
        Ids of the two parties.
    percentage
        Share, percent, as stated; empty is unknown.
    kind
        direct, indirect or ultimate, where the entity says so.
    """

    owner: str
    asset: str
    percentage: str = ""
    start: date | None = None
    until: date | None = None
    kind: str = ""


def to_records(entries: Iterable[ListedParty], ownerships: Iterable[FtmOwnership] = ()) -> Iterator[Record]:
    """Write entries as parties, each with its listing, then the parents that are no entries, then ownerships."""
    held = list(entries)
    by_name = {name: entry.id for entry in reversed(held) for name in entry.names}
    others: dict[str, str] = {}
    for entry in held:
        parent = ""
        if entry.parent:
            parent = by_name.get(entry.parent) or f"parent-{_hash(entry.parent)}"
            if entry.parent not in by_name:
                others[parent] = entry.parent
        yield _party(entry, parent)
        yield _listing(entry)
    for key, name in others.items():
        yield _record(key, "LegalEntity", {"name": [name]}, target=False)
    for each in ownerships:
        yield _record(
            f"ownership-{_hash(f'{each.owner}|{each.asset}|{each.start}')}",
            "Ownership",
            {
                "owner": [each.owner],
                "asset": [each.asset],
                "percentage": [each.percentage],
                "startDate": [_iso(each.start)],
                "endDate": [_iso(each.until)],
            },
            target=False,
        )


def written(records: Iterable[Record]) -> Iterator[str]:
    """Write records as lines."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def _party(entry: ListedParty, parent: str) -> Record:
    printed = entry.printed or entry.names[:1]
    properties: dict[str, list[str]] = {
        "name": list(printed),
        "alias": [name for name in entry.names if name not in printed and name not in entry.former_names],
        "weakAlias": list(entry.weak_names),
        "previousName": list(entry.former_names),
        "jurisdiction": [entry.territory.lower()],
        "classification": [entry.kind],
        "parent": [parent],
        "topics": ["export.control"] if entry.listed else [],
        "sourceUrl": [entry.source],
        "notes": [entry.note or entry.public_note("en")],
        "address": [entry.address],
    }
    for each in entry.typed_identifiers:
        properties.setdefault(_PROPERTY_OF[each.kind], []).append(each.value)
    schema = _SCHEMA_OF.get(entry.kind, "LegalEntity")
    if any(each.kind in {"stock_code", "credit_code"} for each in entry.typed_identifiers):
        schema = "Company"
    extra: dict[str, object] = {
        "list": str(entry.list),
        "confidence": entry.confidence,
        "open_from": _iso(entry.open_from),
        "public_note": dict(entry.public_notes),
    }
    return {**_record(entry.id, schema, properties, target=True), "sekisho": {k: v for k, v in extra.items() if v}}


def _listing(entry: ListedParty) -> Record:
    properties = {
        "entity": [entry.id],
        "program": [str(entry.list)],
        "listingDate": [_iso(entry.listed)],
        "startDate": [_iso(entry.listed)],
        "endDate": [_iso(entry.until)],
        "sourceUrl": [entry.source],
    }
    return _record(f"listing-{_hash(entry.id)}", "Sanction", properties, target=False)


def _record(key: str, schema: str, properties: Mapping[str, list[str]], *, target: bool) -> Record:
    stated = {name: kept for name, values in properties.items() if (kept := [each for each in values if each])}
    caption = stated.get("name", [key])[0]
    return {"id": key, "caption": caption, "schema": schema, "target": target, "properties": stated}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@dataclass(slots=True)
class FtmContents:
    """What lines of FollowTheMoney hold: parties, listings by party, ownerships, and how many of other schemata."""

    parties: dict[str, tuple[int, Record]]
    listings: dict[str, list[Record]]
    ownerships: list[FtmOwnership]
    others: dict[str, int]
    twice: list[tuple[int, str]]
    unread: list[int]


def read_records(lines: Iterable[str]) -> FtmContents:
    """Take lines apart by what they are; rows are counted from 1."""
    return sorted_out((number, _parsed(line)) for number, line in enumerate(lines, start=1) if line.strip())


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None


def sorted_out(records: Iterable[tuple[int, object]]) -> FtmContents:
    """Sort entities by what they are, each with its number."""
    found = FtmContents({}, {}, [], {}, [], [])
    for number, record in records:
        if not isinstance(record, dict) or not isinstance(record.get("properties"), dict) or not record.get("id"):
            found.unread.append(number)
            continue
        _sort_in(record, number, found)
    return found


def _sort_in(record: Record, number: int, found: FtmContents) -> None:
    key, schema = str(record["id"]), str(record.get("schema", ""))
    if schema in PARTY_SCHEMATA:
        if key in found.parties:
            found.twice.append((number, key))
        found.parties[key] = (number, record)
    elif schema == "Sanction":
        for entity in texts(record, "entity"):
            found.listings.setdefault(entity, []).append(record)
    elif schema == "Ownership":
        start, end = first(record, "startDate"), first(record, "endDate")
        for owner in texts(record, "owner"):
            for asset in texts(record, "asset"):
                found.ownerships.append(
                    FtmOwnership(
                        owner=owner,
                        asset=asset,
                        percentage=first(record, "percentage"),
                        start=_date(start),
                        until=_date(end),
                        kind=_kind_of(first(record, "ownershipType")),
                    )
                )
    else:
        found.others[schema] = found.others.get(schema, 0) + 1


def _kind_of(said: str) -> str:
    """Read the kind of a holding out of the words of the entity; empty if they tell none."""
    return next((kind for kind in ("indirect", "ultimate", "direct") if kind in said.lower()), "")


def texts(record: Record, name: str) -> list[str]:
    """Return the values of a property; a reference that is nested is named by its id."""
    properties = record["properties"]
    assert isinstance(properties, dict)  # noqa: S101 - checked on reading
    values = properties.get(name, [])
    many = values if isinstance(values, list) else [values]
    return [str(each["id"]) if isinstance(each, dict) and "id" in each else str(each) for each in many]


def first(record: Record, name: str) -> str:
    """Return the first value of a property, or nothing."""
    return next(iter(texts(record, name)), "")


def is_target(record: Record) -> bool:
    """Tell whether a party is on a list itself, and not named only because another is."""
    return record.get("target") is not False or bool(texts(record, "topics"))


def entries_of(found: FtmContents) -> Iterator[ListedParty]:
    """Return the parties that `to_records` wrote, as the entries that they were."""
    names = {key: first(record, "name") for key, (_, record) in found.parties.items()}
    for key, (_, record) in found.parties.items():
        if not is_target(record):
            continue
        listing = next(iter(found.listings.get(key, ())), None)
        own = record.get("sekisho")
        extra = own if isinstance(own, dict) else {}
        typed = tuple(
            Identifier(kind=kind, value=value) for kind, name in _PROPERTY_OF.items() for value in texts(record, name)
        )
        printed, former = texts(record, "name"), texts(record, "previousName")
        told = extra.get("public_note")
        noted = tuple((str(one), str(text)) for one, text in told.items()) if isinstance(told, dict) else ()
        yield ListedParty(
            id=key,
            list=ListId(str(extra.get("list", "")) or (first(listing, "program") if listing else "")),
            names=tuple(dict.fromkeys([*printed, *texts(record, "alias"), *former])),
            weak_names=tuple(texts(record, "weakAlias")),
            territory=first(record, "jurisdiction").upper(),
            identifiers=tuple(each.value for each in typed),
            listed=_date(first(listing, "listingDate")) if listing else None,
            until=_date(first(listing, "endDate")) if listing else None,
            open_from=_date(str(extra.get("open_from", ""))),
            confidence=str(extra.get("confidence", "medium")),
            source=first(record, "sourceUrl"),
            typed_identifiers=typed,
            printed=tuple(printed),
            former_names=tuple(former),
            kind=first(record, "classification"),
            parent=names.get(first(record, "parent"), ""),
            note="" if noted else first(record, "notes"),
            address=first(record, "address"),
            public_notes=noted,
        )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None

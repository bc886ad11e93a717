"""Sanctions lists that their publishers print as one table with a header: the EU, the UK, OFSI and the BIS.

Such a table has a row for each name, address or birth date of a party, so its rows are gathered by the id of the list.
Columns are found by their names in small letters; those that are not named here are passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.message import message
from sekisho.parties.lists.layout_readers import NO_PARTIES, Cells, first_of
from sekisho.parties.lists.party_list import Layout, PartyDraft
from sekisho.parties.names.legal_forms import is_only_form

NEEDED: Final[dict[Layout, tuple[str, ...]]] = {
    "eu-sanctions": ("entity_logicalid", "entity_subjecttype", "namealias_wholename"),
    "uk-sanctions": ("unique id", "name 6", "name 1", "name type", "regime name", "designation type"),
    "uk-ofsi": ("name 6", "name 1", "group type", "alias type", "regime", "group id"),
}
"""Columns by which a list is known, and without which it cannot be read."""
DENIED: Final[tuple[tuple[str, ...], ...]] = (
    ("name", "street_address", "effective_date", "expiration_date", "standard_order"),
    ("name and address", "effective date", "expiration date", "type of denial"),
)
"""The same of the two exports of the Denied Persons List: one column a part of the address, or one for all."""
RETIRED: Final = message(
    "parties.ofsi_retired",
    "The consolidated list of OFSI is no longer published since 28 January 2026: fetch the UK Sanctions List instead.",
)
_ADDRESS_EU: Final = ("street", "pobox", "zipcode", "city", "region", "place", "countrydescription")
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?")
_GIVEN: Final = ("name 1", "name 2", "name 3", "name 4", "name 5", "name 6")
"""Parts of a name in the lists of the UK, in the order in which they are said; a firm has only the last, its name."""
Rows = Iterable[tuple[int, Cells]]


def iso_day(text: str, *, month_first: bool = False) -> str:
    """Turn a day around to year, month and day; what is no such day stays as it is.

    >>> iso_day("29/06/2012"), iso_day("10/16/2017", month_first=True), iso_day("2012-06-29")
    ('2012-06-29', '2017-10-16', '2012-06-29')
    """
    parts = _DAY.fullmatch(text.strip())
    if parts is None:
        return text
    day, month, year = parts.groups()
    if month_first:
        day, month = month, day
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


def one_line(parts: Iterable[str]) -> str:
    """Join the parts of an address that are there.

    >>> one_line(["12 Harbour Road", "", "Limassol", "Cyprus"])
    '12 Harbour Road, Limassol, Cyprus'
    """
    return ", ".join(filter(None, (part.strip(" ,") for part in parts)))


def add_new(found: list[str], *texts: str) -> None:
    """Add texts that are not empty and not there yet."""
    found += [text for text in dict.fromkeys(map(str.strip, texts)) if text and text not in found]


def is_person(draft: PartyDraft) -> bool:
    """Tell whether a draft is of a natural person."""
    return draft.kind == "person"


def _several_numbers(cells: Cells, *columns: str) -> list[str]:
    """Return the numbers of cells, where a cell may hold several: `(1) 123 (2) 456`."""
    pieces = [piece for column in columns for piece in re.split(r"[;|\n]|\(\d\)", first_of(cells, column))]
    return [number for piece in pieces if any(map(str.isdigit, number := piece.strip(" ,")))]


def read_eu(rows: Rows, _left_out: Counter[str]) -> Iterator[PartyDraft]:
    """Read the consolidated list of the EU, version 1.1: a row a name, an address, a birth date or a document."""
    drafts: dict[str, PartyDraft] = {}
    for number, cells in rows:
        key = first_of(cells, "entity_logicalid")
        draft = drafts.setdefault(key or f"row {number}", PartyDraft(row=number, id=key))
        kinds = {first_of(cells, "entity_subjecttype"), first_of(cells, "entity_subjecttype_classificationcode")}
        if not kinds.isdisjoint({"P", "person"}):
            draft.kind = "person"
        given = [first_of(cells, f"namealias_{part}name") for part in ("first", "middle", "last")]
        name = first_of(cells, "namealias_wholename") or " ".join(filter(None, given))
        weak = "low quality" in first_of(cells, "namealias_remark").lower()
        add_new(draft.names if not draft.names else draft.weak if weak else draft.aliases, name)
        address = one_line(first_of(cells, f"address_{part}") for part in _ADDRESS_EU)
        add_new(draft.addresses, address)
        place = "citizenship" if is_person(draft) else "address"
        country = first_of(cells, f"{place}_countryiso2code")
        add_new(draft.territories, "" if country == "00" else country)
        for column in ("identification_number", "identification_latinnumber"):
            code = first_of(cells, column)
            if code and ("", code) not in draft.identifiers:
                draft.identifiers.append(("", code))
        add_new(draft.programmes, first_of(cells, "entity_regulation_programme"))
        draft.listed = draft.listed or iso_day(first_of(cells, "entity_designationdate"))
        draft.source = draft.source or first_of(cells, "entity_regulation_publicationurl")
        add_new(draft.notes, first_of(cells, "entity_eu_referencenumber"), first_of(cells, "entity_remark"))
    yield from drafts.values()


def read_uk(rows: Rows, left_out: Counter[str]) -> Iterator[PartyDraft]:
    """Read the UK Sanctions List: a row a name or an address, with the primary name among them."""
    drafts: dict[str, PartyDraft] = {}
    ships: set[str] = set()
    for number, cells in rows:
        key, kind = first_of(cells, "unique id"), first_of(cells, "designation type")
        if kind.lower() in {*NO_PARTIES, "ship"}:
            left_out[kind] += key not in ships
            ships.add(key)
            continue
        draft = drafts.setdefault(key or f"row {number}", PartyDraft(row=number, id=key))
        draft.kind = "person" if kind == "Individual" else draft.kind
        _add_name(draft, cells, first_of(cells, "name type"), first_of(cells, "alias strength"))
        lines = [first_of(cells, f"address line {line}") for line in range(1, 7)]
        country = first_of(cells, "address country")
        add_new(draft.addresses, one_line([*lines, first_of(cells, "address postal code"), country]))
        add_new(draft.territories, *_places(cells, "nationality(/ies)" if is_person(draft) else "address country"))
        numbers = ("business registration number (s)", "national identifier number", "passport number")
        draft.identifiers += [("", code) for code in _several_numbers(cells, *numbers)]
        add_new(draft.programmes, first_of(cells, "regime name"))
        draft.parent = draft.parent or first_of(cells, "parent company")
        draft.listed = draft.listed or iso_day(first_of(cells, "date designated"))
        draft.source = f"UK Sanctions List {key}".strip()
        held_by = first_of(cells, "subsidiaries")
        add_new(draft.notes, f"Subsidiaries: {held_by}." if held_by else "", first_of(cells, "other information"))
    yield from map(_with_a_name, drafts.values())


def read_ofsi(rows: Rows, left_out: Counter[str]) -> Iterator[PartyDraft]:
    """Read the consolidated list of OFSI, as it was until January 2026."""
    drafts: dict[str, PartyDraft] = {}
    ships: set[str] = set()
    for number, cells in rows:
        key, kind = first_of(cells, "group id"), first_of(cells, "group type")
        if kind.lower() in {*NO_PARTIES, "ship"}:
            left_out[kind] += key not in ships
            ships.add(key)
            continue
        draft = drafts.setdefault(key or f"row {number}", PartyDraft(row=number, id=key))
        draft.kind = "person" if kind == "Individual" else draft.kind
        _add_name(draft, cells, first_of(cells, "alias type"), first_of(cells, "alias quality"))
        lines = [first_of(cells, f"address {line}") for line in range(1, 7)]
        add_new(draft.addresses, one_line([*lines, first_of(cells, "post/zip code"), first_of(cells, "country")]))
        add_new(draft.territories, *_places(cells, "nationality" if is_person(draft) else "country"))
        numbers = ("national identification number", "passport number", "ni number")
        draft.identifiers += [("", code) for code in _several_numbers(cells, *numbers)]
        add_new(draft.programmes, first_of(cells, "regime"))
        days = ("uk sanctions list date designated", "listed on")
        draft.listed = draft.listed or next((iso_day(day) for which in days if (day := first_of(cells, which))), "")
        draft.source = f"OFSI consolidated list {key}".strip()
        add_new(draft.notes, first_of(cells, "other information"))
    yield from map(_with_a_name, drafts.values())


def _add_name(draft: PartyDraft, cells: Cells, kind: str, strength: str) -> None:
    """Put the name of a row of a UK list where its kind says: the primary name, other ones, those of low quality."""
    name = " ".join(filter(None, (first_of(cells, part) for part in _GIVEN)))
    add_new(names_of_kind(draft, kind, strength), name)
    add_new(draft.aliases, first_of(cells, "name non-latin script"))


def names_of_kind(draft: PartyDraft, kind: str, strength: str) -> list[str]:
    """Return the names of a draft to which one of a kind belongs, as the lists of the UK and the UN call kinds.

    Parameters
    ----------
    kind
        Primary Name, Primary Name Variation, Alias, AKA, FKA.
    strength
        Good quality or Low quality; empty is good.
    """
    if kind.lower() == "primary name":
        return draft.names
    if "low" in strength.lower() or kind.lower() == "low":
        return draft.weak
    return draft.former if kind.lower().replace(".", "").startswith("fka") else draft.aliases


def _with_a_name(draft: PartyDraft) -> PartyDraft:
    """Take the first other name where a list calls none the primary one."""
    if not draft.names:
        for names in (draft.aliases, draft.former, draft.weak):
            if names:
                draft.names.append(names.pop(0))
                break
    return draft


def _places(cells: Cells, column: str) -> list[str]:
    return [place.strip(" ,") for place in re.split(r"[;|]|\(\d\)", first_of(cells, column)) if place.strip(" ,")]


def read_denied(rows: Rows, _left_out: Counter[str]) -> Iterator[PartyDraft]:
    """Read the Denied Persons List in either export: a row an address, gathered by name and days of the order."""
    drafts: dict[tuple[str, str, str], PartyDraft] = {}
    for number, cells in rows:
        name, address = first_of(cells, "name"), _denied_address(cells)
        if "name and address" in cells:
            name, address = name_and_address(first_of(cells, "name and address"))
        days = [
            iso_day(first_of(cells, f"{which}_date") or first_of(cells, f"{which} date"), month_first=True)
            for which in ("effective", "expiration")
        ]
        draft = drafts.setdefault(
            (name, days[0], days[1]) if name else (str(number), "", ""),
            PartyDraft(row=number, names=[name] if name else [], listed=days[0], until=days[1]),
        )
        add_new(draft.addresses, address)
        add_new(draft.territories, first_of(cells, "country"))
        notice = first_of(cells, "fr_citation") or next(
            (texts[0] for column, texts in cells.items() if column.endswith("citations")), ""
        )
        add_new(draft.programmes, first_of(cells, "type of denial"))
        draft.source = " ".join(filter(None, ("Denied Persons List (BIS)", notice)))
    yield from drafts.values()


def _denied_address(cells: Cells) -> str:
    return one_line(first_of(cells, part) for part in ("street_address", "city", "state", "postal_code", "country"))


def name_and_address(cell: str) -> tuple[str, str]:
    """Part a name from the address that follows it: at the first comma behind which no legal form stands.

    >>> name_and_address("Kitahama Trading, Inc., 4-5 Chuo, Sakai"), name_and_address("Jane Example")
    (('Kitahama Trading, Inc.', '4-5 Chuo, Sakai'), ('Jane Example', ''))
    """
    pieces = [piece.strip() for piece in cell.split(",")]
    end = 1
    while end < len(pieces) and (is_only_form(pieces[end]) or pieces[end].rstrip(".").lower() in {"jr", "sr"}):
        end += 1
    return ", ".join(pieces[:end]), ", ".join(filter(None, pieces[end:]))

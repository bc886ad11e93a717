"""Sanctions lists as XML: OFAC, the United Nations and the UK.

Files come from the net, so they may define no entities and have a largest size. Elements are found by their names
whatever the namespace, for OFAC has changed its own. An entry is let go when it has been read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import ListError, Problem
from sekisho.files.xml_tree import XmlFault, local_name, xml_events
from sekisho.message import message
from sekisho.parties.lists.layout_readers import NO_PARTIES, tell_left_out
from sekisho.parties.lists.ofac import LARGEST, codes_in
from sekisho.parties.lists.party_list import Layout, PartyDraft, RowFaults
from sekisho.parties.lists.sanctions_tables import add_new, is_person, iso_day, names_of_kind, one_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone

_NO_CODES: Final = frozenset({"gender", "website", "email address", "phone number", "fax number", "vessel flag"})
"""What OFAC tells of a party among its numbers, and is none."""
_ADDRESS_UN: Final = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_GIVEN_UN: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS_OFAC: Final = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")


@dataclass(frozen=True, slots=True)
class XmlList:
    """A list as XML: its layout, the names of the elements of its entries, and how one is read; None is no party."""

    layout: Layout
    entries: frozenset[str]
    read: Callable[[Element, int, Counter[str]], PartyDraft | None]


def layout_of_xml(file: Path) -> XmlList:
    """Tell the list by the name of its root.

    Raises
    ------
    ListError
        If the file is too large, no XML, defines entities, or is of another list.
    """
    if file.stat().st_size > LARGEST:
        what = message("parties.too_large", "is larger than {most} MB.", most=LARGEST >> 20)
        raise ListError(Problem(where=file.name, what=what, remedy=_FETCH_AGAIN))
    root = next((local_name(element) for event, element in _events(file) if event == "start"), "")
    if root not in _LISTS:
        what = message("parties.unknown_xml", "is XML with the root '{root}', which is not a known list.", root=root)
        remedy = message(
            "parties.expected_xml",
            "Expected the XML of OFAC (SDN.XML, not the advanced form), the UN or the UK. Of others take the CSV.",
        )
        raise ListError(Problem(where=file.name, what=what, remedy=remedy))
    return _LISTS[root]


def drafts_of_xml(file: Path, kind: XmlList, faults: RowFaults) -> tuple[list[PartyDraft], int]:
    """Read the entries, counted from 1; returns how many there are too, those included that are no parties.

    Raises
    ------
    ListError
        If the file is not well-formed to its end, or defines entities.
    """
    left_out: Counter[str] = Counter()
    drafts: list[PartyDraft] = []
    number = 0
    for event, element in _events(file):
        if event == "end" and local_name(element) in kind.entries:
            number += 1
            draft = kind.read(element, number, left_out)
            element.clear()
            if draft is not None:
                drafts.append(draft)
    tell_left_out(left_out, faults)
    return drafts, number


def _events(file: Path) -> Iterator[tuple[str, Element]]:
    """Go through the beginnings and ends of elements."""
    try:
        yield from xml_events(file)
    except XmlFault as fault:
        raise ListError(fault.problem(file.name, _FETCH_AGAIN)) from None


_FETCH_AGAIN: Final = message("parties.fetch_again", "Fetch the file again, whole.")


def _all(element: Element, name: str) -> Iterator[Element]:
    """Go through the elements of a name, however deep."""
    return (inner for inner in element.iter() if local_name(inner) == name)


def _text(element: Element, name: str) -> str:
    """Return the text of a child; empty if there is none."""
    return next(((inner.text or "").strip() for inner in element if local_name(inner) == name), "")


def _line(element: Element, names: tuple[str, ...]) -> str:
    return one_line(_text(element, name) for name in names)


# --------------------------------------------------------------------------------------------------- OFAC


def _ofac(entry: Element, number: int, left_out: Counter[str]) -> PartyDraft | None:
    kind, key = _text(entry, "sdnType"), _text(entry, "uid")
    if kind.lower() in NO_PARTIES:
        left_out[kind] += 1
        return None
    draft = PartyDraft(row=number, id=key, source=f"OFAC {key}", kind="person" if kind == "Individual" else "")
    add_new(draft.names, _said(entry))
    for other in _all(entry, "aka"):
        if _text(other, "category") == "weak":
            names = draft.weak
        else:
            names = draft.former if _text(other, "type").startswith("f") else draft.aliases
        add_new(names, _said(other))
    for address in _all(entry, "address"):
        add_new(draft.addresses, _line(address, _ADDRESS_OFAC))
        if not is_person(draft):
            country = _text(address, "country")
            add_new(draft.territories, "" if country.lower() == "undetermined" else country.removeprefix("Region: "))
    if is_person(draft):
        for which in ("nationality", "citizenship"):
            add_new(draft.territories, *(_text(inner, "country") for inner in _all(entry, which)))
    for paper in _all(entry, "id"):
        code = _text(paper, "idNumber")
        if code and _text(paper, "idType").lower() not in _NO_CODES:
            draft.identifiers.append(("", code))
    draft.programmes = [(inner.text or "").strip() for inner in _all(entry, "program")]
    remark = _text(entry, "remarks")
    draft.identifiers += [("", code) for code in codes_in(remark)]
    add_new(draft.notes, _text(entry, "title"), remark)
    return draft


def _said(element: Element) -> str:
    """Write a name as it is said; the last name of a firm is its whole name."""
    return " ".join(filter(None, (_text(element, "firstName"), _text(element, "lastName"))))


# --------------------------------------------------------------------------------------------------- United Nations


def _un(entry: Element, number: int, _left_out: Counter[str]) -> PartyDraft:
    person = local_name(entry) == "INDIVIDUAL"
    kind, reference = local_name(entry), _text(entry, "REFERENCE_NUMBER")
    draft = PartyDraft(row=number, id=reference or _text(entry, "DATAID"), kind="person" if person else "")
    add_new(draft.names, " ".join(filter(None, (_text(entry, part) for part in _GIVEN_UN))))
    add_new(draft.aliases, _text(entry, "NAME_ORIGINAL_SCRIPT"))
    for other in _all(entry, f"{kind}_ALIAS"):
        quality = _text(other, "QUALITY")
        for name in _text(other, "ALIAS_NAME").split(";"):
            add_new(names_of_kind(draft, quality, quality), name)
    for address in _all(entry, f"{kind}_ADDRESS"):
        add_new(draft.addresses, _line(address, _ADDRESS_UN))
        if not person:
            add_new(draft.territories, _text(address, "COUNTRY"))
    for nationality in _all(entry, "NATIONALITY"):
        add_new(draft.territories, *(_texts(nationality)))
    draft.identifiers = [("", code) for paper in _all(entry, "INDIVIDUAL_DOCUMENT") if (code := _text(paper, "NUMBER"))]
    draft.programmes = [_text(entry, "UN_LIST_TYPE")]
    draft.listed = _text(entry, "LISTED_ON")
    draft.source = f"UN Security Council {reference}".strip()
    add_new(draft.notes, _text(entry, "COMMENTS1"))
    return draft


def _texts(element: Element) -> list[str]:
    return [text for inner in element if (text := (inner.text or "").strip())]


# --------------------------------------------------------------------------------------------------- UK


def _uk(entry: Element, number: int, left_out: Counter[str]) -> PartyDraft | None:
    kind, key = _text(entry, "IndividualEntityShip"), _text(entry, "UniqueID")
    if kind.lower() == "ship":
        left_out[kind] += 1
        return None
    draft = PartyDraft(row=number, id=key, kind="person" if kind == "Individual" else "")
    for name in _all(entry, "Name"):
        whole = _text(name, "Name") or " ".join(filter(None, (_text(name, f"Name{part}") for part in range(1, 7))))
        add_new(names_of_kind(draft, _text(name, "NameType"), _text(name, "AliasStrength")), whole)
    add_new(draft.aliases, *((inner.text or "") for inner in _all(entry, "NameNonLatinScript")))
    if not draft.names and draft.aliases:
        draft.names.append(draft.aliases.pop(0))
    for address in _all(entry, "Address"):
        lines = tuple(f"AddressLine{line}" for line in range(1, 7))
        add_new(draft.addresses, _line(address, (*lines, "AddressPostalCode", "AddressCountry")))
        if not is_person(draft):
            add_new(draft.territories, _text(address, "AddressCountry"))
    add_new(draft.territories, *((inner.text or "") for inner in _all(entry, "Nationality")))
    numbers = ("BusinessRegistrationNumber", "NationalIdentifierNumber", "PassportNumber")
    codes = [(inner.text or "").strip() for name in numbers for inner in _all(entry, name)]
    draft.identifiers = [("", code) for code in codes if code]
    draft.programmes = [_text(entry, "RegimeName")]
    draft.parent = next(((inner.text or "").strip() for inner in _all(entry, "ParentCompany")), "")
    draft.listed = iso_day(_text(entry, "DateDesignated"))
    draft.source = f"UK Sanctions List {key}".strip()
    add_new(draft.notes, _text(entry, "OtherInformation"))
    return draft


_LISTS: Final[Mapping[str, XmlList]] = {
    "sdnList": XmlList("us-ofac-xml", frozenset({"sdnEntry"}), _ofac),
    "CONSOLIDATED_LIST": XmlList("un-sanctions", frozenset({"INDIVIDUAL", "ENTITY"}), _un),
    "Designations": XmlList("uk-sanctions-xml", frozenset({"Designation"}), _uk),
}
"""Lists by the name of their root."""

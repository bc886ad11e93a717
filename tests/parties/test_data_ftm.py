"""FollowTheMoney: what is written is read back the same, and has the form that others read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from sekisho import Library
from sekisho.law.model.listed_party import Identifier, ListedParty
from sekisho.parties.lists.followthemoney import FtmOwnership, Record, entries_of, read_records, to_records, written


def lines(*entries: ListedParty) -> list[Record]:
    """Write entries, and take the lines apart as JSON."""
    return [json.loads(line) for line in written(to_records(entries))]


def test_every_built_in_entry_comes_back_as_it_was_but_for_what_its_curators_noted(library: Library):
    shown = [replace(entry, curator_note="") for entry in library.entries]
    assert list(entries_of(read_records(written(to_records(library.entries))))) == shown
    assert not any(
        entry.curator_note in line
        for entry in library.entries
        if entry.curator_note
        for line in written(to_records((entry,)))
    )


def test_an_entry_with_codes_of_every_kind_comes_back_as_it_was(library: Library):
    typed = (
        Identifier(kind="corporate_number", value="7000012050002"),
        Identifier(kind="lei", value="5493001KJTIIGC8Y1R12"),
        Identifier(kind="stock_code", value="7011"),
        Identifier(kind="credit_code", value="91350100M000100Y43"),
        Identifier(kind="other", value="X-1"),
    )
    made = replace(
        library.entries[0],
        id="x-1",
        typed_identifiers=typed,
        identifiers=tuple(each.value for each in typed),
        until=date(2026, 5, 1),
        open_from=date(2026, 6, 1),
        parent="Nobody Holdings",
        note="First.",
        public_notes=(),
    )
    assert list(entries_of(read_records(written(to_records([made]))))) == [made]


def test_a_party_has_schema_names_and_territory_and_a_listing_of_its_own(library: Library):
    subaru = next(entry for entry in library.entries if entry.id == "jp-ewl-a01")
    party, listing = lines(subaru)
    assert (party["id"], party["schema"], party["target"]) == ("jp-ewl-a01", "Company", True)
    properties = party["properties"]
    assert isinstance(properties, dict)
    assert properties["name"] == ["SUBARU Corporation", "斯巴鲁株式会社"]
    assert properties["previousName"] == ["富士重工業株式会社", "Fuji Heavy Industries Ltd."]
    assert properties["jurisdiction"] == ["jp"]
    assert properties["registrationNumber"] == ["5011101019196"]
    assert properties["ticker"] == ["7270"]
    assert listing["schema"] == "Sanction"
    assert listing["properties"] == {
        "entity": ["jp-ewl-a01"],
        "program": ["cn/watch-list/2026-12"],
        "listingDate": ["2026-02-24"],
        "startDate": ["2026-02-24"],
        "sourceUrl": [subaru.source],
    }


def test_every_property_is_a_list_of_text_and_every_reference_leads_to_a_line(library: Library):
    records = lines(*library.entries)
    known = {record["id"] for record in records}
    assert len(known) == len(records)
    for record in records:
        properties = record["properties"]
        assert isinstance(properties, dict)
        assert all(values and all(isinstance(each, str) and each for each in values) for values in properties.values())
        assert {*properties.get("entity", ()), *properties.get("parent", ())} <= known


def test_ownerships_come_back_with_share_and_days():
    owned = FtmOwnership(owner="a", asset="b", percentage="60", start=date(2026, 1, 5), until=date(2026, 9, 1))
    open_ended = FtmOwnership(owner="a", asset="c")
    assert read_records(written(to_records([], [owned, open_ended]))).ownerships == [owned, open_ended]


def test_references_that_are_nested_are_read_by_their_id():
    line = json.dumps(
        {"id": "o1", "schema": "Ownership", "properties": {"owner": [{"id": "a"}], "asset": ["b"], "percentage": ["5"]}}
    )
    assert read_records([line]).ownerships == [FtmOwnership(owner="a", asset="b", percentage="5")]

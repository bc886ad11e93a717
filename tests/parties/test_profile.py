"""One party, gathered: found by an id, a number or a whole name; its lists, who is tied to it, what follows."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.law.model.holdings import PartyId
from sekisho.parties.index import parties_of
from sekisho.parties.profile import PartyProfile, party_named, profile_of
from sekisho.present.document import Paragraph, Table
from sekisho.present.law.party import party_document, sign_of_party, sign_of_profile

DAY = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("jp-ecl-a17", "jp-ecl-a17"),
        ("8020001076641", "jp-ecl-a17"),  # its corporate number, of the notice's table
        ("ジャパン マリンユナイテッド株式会社", "jp-ecl-a17"),
        ("三菱重工業", "mhi"),
        ("Kawasaki", None),  # several bear it
        ("Naniwa Seiki", None),
    ],
)
def test_a_party_is_found_by_its_id_its_number_or_a_name_of_its_own(library: Library, name: str, party: str | None):
    assert party_named(name, library) == party


def test_an_address_finds_no_party_by_its_name(library: Library):
    assert party_named("三菱重工業", library, by_name=False) is None
    assert party_named("mhi", library, by_name=False) == "mhi"


def test_a_listed_shipyard_has_its_list_its_owners_and_its_listed_relatives(library: Library):
    """Announcement 11 of 2026 lists it from 24 February; its table of owners: Imabari 60 %, JFE 20 %, IHI 20 %."""
    party = party_named("jp-ecl-a17", library)
    assert party is not None
    found = profile_of(party, library, DAY)
    assert [(entry.list, str(entry.listed)) for entry in found.entries] == [("cn/control-list/2026-11", "2026-02-24")]
    shares = {one.names[0]: str(one.holding.low) for one in found.relatives if one.kind == "holder" and one.holding}
    assert shares == {"IHI Corporation": "0.2", "Imabari Shipbuilding Co., Ltd.": "0.6", "JFE Holdings, Inc.": "0.2"}
    signs = {one.names[0]: sign_of_party(one.entries, library, DAY) for one in found.relatives}
    assert signs["JMU Defense Systems Co., Ltd."] == "■"
    assert signs["IHI Corporation"] == "—"


def test_what_follows_is_what_a_shipment_to_the_party_gets(library: Library):
    party = party_named("jp-ecl-a17", library)
    assert party is not None
    document = party_document(profile_of(party, library, DAY), library)
    assert [str(cell) for _, cell in document.sections[0].parts[0].rows] == [  # type: ignore[union-attr]
        "■ special approval only",
        "■ prohibited",
        "◆ on a list, ask",
    ]
    assert document.head.findings[0].startswith("■ On China's control list since 24 February 2026. No dual-use item")


def test_the_day_before_it_was_listed_it_stands_on_no_list(library: Library):
    party = party_named("jp-ecl-a17", library)
    assert party is not None
    found = profile_of(party, library, date(2026, 2, 23))
    assert sign_of_party(found.entries, library, found.day) == "—"
    document = party_document(found, library)
    assert document.head.findings[0].endswith("it does not apply on this day.")
    assert next(str(cell) for _, cell in document.sections[0].parts[0].rows) == "▲ licence"  # type: ignore[union-attr]


def test_a_head_of_a_group_that_is_not_listed_says_so_and_names_the_listed_below_it(library: Library):
    party = party_named("mhi", library)
    assert party is not None
    found = profile_of(party, library, DAY)
    assert found.entries == ()
    document = party_document(found, library)
    assert str(document.head.findings[0]) == (
        "— Not found itself on 6 lists; 11 companies of its group are listed. A tie does not list a party: "
        "what follows for one does not follow for another."
    )
    assert [str(section.heading) for section in document.sections[:3]] == [
        "Owners, group and holdings",
        "What to do",
        "What follows",
    ]
    assert {one.kind for one in found.relatives} == {"held"}


def test_a_firm_of_which_a_part_is_listed_is_not_told_as_if_nothing_were_known(library: Library):
    party = party_named("khi", library)
    assert party is not None
    found = profile_of(party, library, DAY)
    assert (found.entries, sign_of_profile(found, library)) == ((), "◆")
    said = str(party_document(found, library).head.findings[0])
    assert said.startswith("◆ A part of it is listed: Kawasaki Heavy Industries Aerospace Systems Company.")


def test_a_military_body_is_told_as_of_this_project_s_own_list(library: Library):
    party = party_named("ume-001", library)
    assert party is not None
    found = profile_of(party, library, DAY)
    assert "the list of military users of this project" in party_document(found, library).head.findings[0]


@pytest.mark.parametrize(
    ("party", "first", "own"),
    [
        ("mhi", "Mitsubishi Heavy Industries, Ltd.", "Mitsubishi Heavy Industries, Ltd."),
        ("jp-ecl-a01", "Mitsubishi Heavy Industries, Ltd.", "├ Mitsubishi Heavy Industries Shipbuilding Co."),
    ],
)
def test_relatives_stand_as_a_tree_under_whoever_is_above_them_each_with_its_sign(
    library: Library, party: str, first: str, own: str
):
    """The head of a group stands at the root; a member stands among its siblings, under the head."""
    named = party_named(party, library)
    assert named is not None
    profile = profile_of(named, library, DAY)
    parts = [part for found in party_document(profile, library).sections for part in found.parts]
    (tree,) = [part for part in parts if isinstance(part, Table) and "a tie changes" in part.caption]
    names = [row[0] for row in tree.rows]
    assert names[0] == first
    assert [row[0] for row in tree.rows if row[2] == "this party"] == [own]
    assert names[-1].startswith("└ ")
    assert all(name.startswith("├ ") for name in names[1:-1])
    assert all(row[1][0] in "■▲◆—" for row in tree.rows)
    assert len(names) == len(profile.relatives) + 1


def test_bodies_whose_names_are_easily_mistaken_are_others_and_three_at_most(library: Library):
    found = profile_of(PartyId("jp-ecl-a12"), library, DAY)
    assert [entry.id for entry in found.neighbours][:1] == ["jp-ecl-a14"]  # IHI Aerospace, and its engineers
    for entry in library.entries[:40]:
        party = parties_of(library).owners.party(entry.id)
        near = profile_of(party, library, DAY)
        assert len(near.neighbours) <= 3
        assert not {one.id for one in near.neighbours} & {one.id for one in near.entries}
        assert not {name for one in near.neighbours for name in one.names} & set(near.names)


def dates_of(found: PartyProfile, library: Library) -> str:
    """Return the sentences among its sections."""
    document = party_document(found, library)
    parts = [part for section in document.sections for part in section.parts]
    return " ".join(str(part.text) for part in parts if isinstance(part, Paragraph))


def test_a_listing_without_an_end_says_when_and_by_what_and_that_no_removal_is_known(library: Library):
    words = dates_of(profile_of(PartyId("jp-ecl-a12"), library, DAY), library)
    assert "Listed on 24 February 2026 by Announcement No. 11 of 2026; no removal known on 30 September 2026." in words


def test_of_a_listing_that_ended_or_is_not_yet_no_removal_is_spoken(library: Library):
    before = profile_of(PartyId("jp-ecl-a12"), library, date(2026, 2, 23))
    assert "no removal known" not in dates_of(before, library)
    ended = [entry for entry in library.entries if entry.until is not None and entry.until < DAY]
    assert ended
    owners = parties_of(library).owners
    found = [profile_of(owners.party(entry.id), library, DAY) for entry in ended[:5]]
    for profile in found:
        if all(entry.until is not None for entry in profile.entries):
            assert "no removal known" not in dates_of(profile, library)

"""What is known of a party, each kind of thing by itself, from the tables as they ship."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from tests.support.unpresumed import determine

from sekisho import Library
from sekisho.law.model.holdings import holding_problems
from sekisho.parties.relations import RelationTables, Ties, ties_of

DAY = date(2026, 9, 30)


@pytest.fixture(scope="module")
def tables(library: Library) -> RelationTables:
    return RelationTables(
        entries=library.entries, groups=library.groups, holdings=library.holdings, sales=library.defence_sales
    )


def listed_below(ties: Ties) -> set[str]:
    return {tie.party for tie in ties.affiliates if not tie.is_owner}


def test_a_head_of_a_group_is_an_owner_of_listed_parties_and_not_listed(tables: RelationTables):
    ties = ties_of("mhi", DAY, tables)
    assert not ties.is_listed
    assert {"jp-ecl-a01", "jp-ewl-b05"} <= listed_below(ties)
    assert not any(tie.is_owner for tie in ties.affiliates)
    assert {tie.to_dict()["share"] for tie in ties.affiliates} == {"not sourced"}


def test_a_listed_party_has_its_listing_and_its_siblings(tables: RelationTables):
    ties = ties_of("jp-ecl-a12", DAY, tables)
    assert [(one.list, one.state) for one in ties.listed] == [("cn/control-list/2026-11", "in_force")]
    assert [group.head for group in ties.groups] == ["ihi"]
    assert "jp-ecl-a09" in ties.groups[0].listed
    assert listed_below(ties) == {"jp-ecl-a14"}


def test_before_its_listing_a_party_is_not_listed_and_nobody_is_its_affiliate(tables: RelationTables):
    ties = ties_of("jp-ecl-a12", date(2026, 2, 23), tables)
    assert not ties.is_listed
    assert (ties.affiliates, ties.groups) == ((), ())


def test_a_share_counts_on_its_days(tables: RelationTables):
    """Imabari held 30 % of Japan Marine United until 2026-01-04 and 60 % from the next day."""
    tie = next(tie for tie in ties_of("imabari", DAY, tables).affiliates if tie.party == "jp-ecl-a17")
    assert (tie.chain.share.low, tie.chain.share.high) == (Decimal("0.6"), Decimal("0.6"))
    assert ties_of("imabari", date(2026, 1, 4), tables).affiliates == ()


def test_a_minority_owner_is_an_owner_and_no_head_of_the_group(tables: RelationTables):
    """IHI holds 20 % of Japan Marine United: an affiliate, no group."""
    assert "jp-ecl-a17" in listed_below(ties_of("ihi", DAY, tables))
    assert [group.head for group in ties_of("jp-ecl-a17", DAY, tables).groups] == ["imabari"]


def test_a_head_and_the_entry_that_names_it_are_one_party(tables: RelationTables):
    by_group, by_entry = (ties_of(name, DAY, tables) for name in ("oki", "jp-ewl-b11"))
    assert by_group == by_entry
    assert by_group.is_listed
    assert listed_below(by_group) == {"jp-ewl-b12", "jp-ewl-b13", "jp-ewl-b14", "jp-ewl-b15"}


def test_a_military_body_is_one_whether_or_not_a_list_names_it(tables: RelationTables):
    ministry, academy = ties_of("meu-001", DAY, tables), ties_of("jp-ecl-a19", DAY, tables)
    assert ministry.is_military_body
    assert not ministry.is_listed
    assert academy.is_military_body
    assert academy.is_listed


def test_defence_sales_have_a_share_with_its_measure_or_say_that_none_is_sourced(tables: RelationTables):
    shares = {(one.year, one.measure): one.share for one in ties_of("khi", DAY, tables).sales}
    assert shares[2024, "arms revenue over total revenue (SIPRI)"] == Decimal("0.19")
    told = ties_of("ihi", DAY, tables).to_dict()["defence_contractor"]
    assert isinstance(told, list)
    assert {one["share_of_sales"] for one in told} == {"not sourced"}
    assert ties_of("jfe", DAY, tables).sales == ()


def test_of_an_id_that_no_table_has_nothing_is_known(tables: RelationTables):
    ties = ties_of("nobody", DAY, tables)
    assert (ties.listed, ties.affiliates, ties.groups, ties.sales, ties.is_military_body) == ((), (), (), (), False)


def test_ties_are_plain_values(tables: RelationTables):
    for party in (*(group.id for group in tables.groups), *(entry.id for entry in tables.entries)):
        ties = ties_of(party, DAY, tables)
        assert json.loads(json.dumps(ties.to_dict())) == ties.to_dict()
        assert ties.is_listed == any(one["state"] == "in_force" for one in ties.to_dict()["listed"])  # type: ignore[attr-defined]


def test_ties_alone_never_change_an_outcome(library: Library):
    """Japanese listings have no rule on owners: a head of a listed group is treated as a stranger is."""
    line = {
        "movement": "export",
        "departure": "CN",
        "destination": "JP",
        "origin": "CN",
        "control_codes": "3C001.a",
        "end_user_kind": "civil",
        "end_use": "civil",
        "knowledge_of_risk": "no",
    }
    stranger, head = (
        determine({**line, "end_user": name}, library, as_of=DAY) for name in ("Example Jet Parts", "IHI Corporation")
    )
    assert (head.floor, head.ceiling, head.missing) == (stranger.floor, stranger.ceiling, stranger.missing)


def test_every_id_of_the_tables_is_known_and_nobody_holds_more_than_the_whole(library: Library):
    assert not list(holding_problems(library.entries, library.groups, library.holdings, library.defence_sales))
    assert {row.is_sourced for row in library.holdings} == {True, False}
    assert all(row.source for row in library.holdings if row.is_sourced)

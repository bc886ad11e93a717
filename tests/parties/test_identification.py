"""Who a name is, as one answer: zones and states apart, decisions in sight, the effect of each list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sekisho import Library, determine
from sekisho.law.model.condition import ListId
from sekisho.law.model.effects import ListingEffect, effect_of, read_effects
from sekisho.law.model.fact import UNKNOWN
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, Identity, digest_of
from sekisho.parties.answer import Identification
from sekisho.parties.identification import identify
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.list_tests import is_listed
from sekisho.parties.register import Register, register_of

DAY = date(2026, 11, 24)
NEAR = "Mitsubishi Shipbuildin Co., Ltd."
HIT_KEYS = {
    *("entity", "list", "name", "score", "zone", "relation", "reasons", "effect", "state", "listed", "source"),
    *(
        "names",
        "former_names",
        "territory",
        "address",
        "identifiers",
        "kind",
        "parent",
        "public_note",
        "digest",
        "needs",
        "decision",
    ),
}


@pytest.fixture(scope="module")
def entry(library: Library) -> ListedParty:
    return next(entry for entry in library.entries if "三菱造船" in entry.names)


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def found(name: str, lists: PartyIndex, register: Register | None = None) -> Identification:
    return identify(name, lists, register, on=DAY)


def test_an_answer_has_the_keys_that_every_face_shows(lists: PartyIndex):
    told = found("三菱造船株式会社", lists).to_dict()
    assert set(told) == {"query", "zone", "hits", "read", "kin", "known", "lists"}
    assert isinstance(told["hits"], list)
    assert set(told["hits"][0]) == HIT_KEYS
    assert (told["zone"], told["hits"][0]["effect"], told["hits"][0]["state"]) == ("match", "ban", "in_force")


def test_every_list_that_ships_has_an_effect_in_three_languages(library: Library):
    names = {entry.list for entry in library.entries}
    for name in names:
        effect = effect_of(name, library.effects)
        assert effect is not None
        assert all(effect.in_words(language) for language in ("en", "zh", "ja"))
        assert len({effect.in_words(language) for language in ("en", "zh", "ja")}) == 3


def test_a_list_of_ones_own_has_an_effect_of_its_own(library: Library):
    effect = effect_of("own/customers", library.effects)
    assert effect is not None
    assert (effect.kind, effect.encoded) == ("own", False)
    assert effect_of("xx/elsewhere", library.effects) is None


def test_the_longest_row_that_names_a_list_by_whole_steps_tells_its_effect():
    rows = (
        ListingEffect(list=ListId("cn/a"), kind="own", encoded=True),
        ListingEffect(list=ListId("cn/a/1"), kind="ban", encoded=False),
    )
    found = [effect_of(ListId(name), rows) for name in ("cn/a/1", "cn/a/1/x", "cn/a/2", "cn/ab")]
    assert [one and one.kind for one in found] == ["ban", "ban", "own", None]


def test_a_list_that_no_clause_judges_is_read_as_such(tmp_path: Path):
    table = tmp_path / "effects.csv"
    table.write_text(
        "list_part,effect,encoded,words_en,words_zh,words_ja,source\ncn/a,ban,no,a,b,c,\ncn/b,ban,yes,a,b,c,\n",
        encoding="utf-8",
    )
    assert [one.encoded for one in read_effects(table)] == [False, True]


def test_an_entry_that_is_not_yet_in_force_hides_no_other_that_the_name_may_be(entry: ListedParty):
    """One entry has the name but starts later; another, in force, has a name that is like it."""
    later = replace(entry, id="later", names=(NEAR,), listed=DAY + timedelta(days=9), weak_names=())
    index = PartyIndex((entry, later))
    zones = {hit.entity: hit.zone for hit in index.whom(NEAR).hits}
    assert zones == {"later": "match", entry.id: "review"}
    assert is_listed(index, NEAR, entry.list, DAY) is UNKNOWN
    assert is_listed(index, NEAR, entry.list, DAY + timedelta(days=9)) is True


def test_an_entry_that_has_ended_hides_none_either(entry: ListedParty):
    ended = replace(entry, id="ended", names=(NEAR,), until=DAY - timedelta(days=1), weak_names=())
    assert is_listed(PartyIndex((entry, ended)), NEAR, entry.list, DAY) is UNKNOWN


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "in_force"),
        ({"listed": DAY + timedelta(days=1)}, "not_yet"),
        ({"until": DAY - timedelta(days=1)}, "ended"),
        ({"open_from": DAY}, "unknown"),
    ],
)
def test_a_hit_tells_the_state_of_its_listing_apart_from_its_zone(
    entry: ListedParty, change: dict[str, object], state: str
):
    one = replace(entry, **change)  # type: ignore[arg-type]  # days of an entry
    (hit,) = found(entry.names[0], PartyIndex((one,))).hits
    assert (hit.zone, hit.state) == ("match", state)


def test_a_decided_no_takes_the_hit_out_of_the_zone_and_leaves_it_in_sight(library: Library, entry: ListedParty):
    decision = Decision(name=NEAR, entry=entry.id, same=False, by="A", on=DAY, digest=digest_of(entry), basis="seat")
    identity = Identity(decisions=(decision,))
    index = replace(parties_of(library), identity=identity)
    whom = index.whom(NEAR)
    assert [(hit.entity, hit.zone, hit.decision) for hit in whom.hits] == [(entry.id, "none", decision)]
    assert whom.zone == "none"
    assert index.matches(NEAR) == ()
    assert whom.hits[0].reasons[-1].kind == "decided"


def test_a_decision_on_an_entry_that_changed_since_or_is_gone_holds_no_more(entry: ListedParty):
    decision = Decision(name=NEAR, entry=entry.id, same=False, by="A", on=DAY, digest=digest_of(entry), basis="seat")
    identity = Identity(decisions=(decision,))
    changed = replace(entry, names=(*entry.names, "Another Name Ltd."))
    assert register_of(identity, (entry,)).decisions == (decision,)
    assert register_of(identity, (changed,)).decisions == ()
    assert register_of(identity, ()).decisions == ()


def test_what_was_escalated_stays_to_review_and_comes_first(lists: PartyIndex, entry: ListedParty):
    decision = Decision(
        name=NEAR, entry=entry.id, same=False, escalated=True, by="A", on=DAY, digest=digest_of(entry), basis="seat"
    )
    answer = found(NEAR, lists, Register((decision,)))
    assert (answer.zone, answer.hits[0].entity, answer.hits[0].zone) == ("review", entry.id, "review")


def test_a_short_name_that_a_list_prints_is_to_review_and_a_number_beside_it_makes_it_a_match(entry: ListedParty):
    one = replace(entry, weak_names=("QZX",), identifiers=("1234567890123",))
    lists = PartyIndex((one,))
    assert [hit.zone for hit in lists.equal("QZX")] == ["review"]
    answer = identify("QZX", lists, identifiers=("1234567890123",))
    assert [(hit.entity, hit.zone) for hit in answer.hits] == [(entry.id, "match")]


def test_a_decided_yes_of_a_name_that_is_like_nothing_is_a_match(lists: PartyIndex, entry: ListedParty):
    decision = Decision(name="Qx", entry=entry.id, same=True, by="A", on=DAY, digest=digest_of(entry))
    answer = found("Qx", lists, Register((decision,)))
    assert [(hit.entity, hit.zone) for hit in answer.hits] == [(entry.id, "match")]
    assert found("Qx", lists).zone == "none"


def test_a_head_of_a_group_is_no_hit_and_tells_its_listed_members(lists: PartyIndex, library: Library):
    head = next(group for group in library.groups if group.id == "mhi")
    answer = found(head.names[0], lists)
    assert not [hit for hit in answer.hits if hit.zone == "match"]
    assert {"jp-ecl-a01", "jp-ecl-a02"} <= {one.party for one in answer.kin if one.kind == "group"}


def test_a_name_of_another_number_is_no_hit_of_an_entry_with_a_number(library: Library, lists: PartyIndex):
    numbered = next(
        one for one in library.entries if any(each.kind == "corporate_number" for each in one.typed_identifiers)
    )
    other = next(
        one.identifiers[0]
        for one in library.entries
        if one.id != numbered.id and any(each.kind == "corporate_number" for each in one.typed_identifiers)
    )
    answer = identify(numbered.names[0], lists, identifiers=(other,))
    assert numbered.id not in {hit.entity for hit in answer.hits}


def test_a_name_that_was_recalled_for_a_run_is_told_with_its_reasons_when_a_line_asks(library: Library):
    """Rescreening brings back whom names mean and no more; the next question of the process is no poorer for it."""
    name, index = "Mitsubishi Shipbuilding  Company", parties_of(library)
    line = {"movement": "export", "departure": "CN", "destination": "JP", "control_codes": "none", "end_user": name}
    index.recall({name: ([("jp-ecl-a01", True, "self")], "")})
    assert [(hit.entry.id, hit.reasons) for hit in index.whom(name).hits] == [("jp-ecl-a01", ())]
    (told,) = determine(line, library, as_of=date(2026, 11, 24)).to_dict()["parties"]["end_user"]["hits"]
    assert told["entity"] == "jp-ecl-a01"
    assert told["reasons"]
    assert told["name"].startswith("Mitsubishi Shipbuilding")
    assert index.whom(name) == index.settle(name)

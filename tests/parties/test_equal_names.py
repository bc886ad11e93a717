"""A name equal to a listed one counts as listed until a person says, with a reason, that it is another party.

What is cleared so stays in sight of whoever reads the answer, and nothing but a person with a reason clears it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sekisho import FactError, Library
from sekisho.determination.book.finest_partition import parties_digest
from sekisho.determination.core.outcome import Determination
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, Identity, MatchPolicy, digest_of
from sekisho.parties.identification import identify
from sekisho.parties.index import PartyIndex, decide_anew, parties_of
from sekisho.parties.register import Register, register_of
from sekisho.parties.register_file import RegisterFile
from sekisho.present.determination.brief import brief_lines
from sekisho.present.determination.party_note import searched_text
from sekisho.service.check import CheckRequest, check
from sekisho.service.party_decision import decisions_on, keep_decision, open_to_decision
from sekisho.service.workspace import Workspace

NAME, LATIN, ENTRY = "三菱造船株式会社", "Mitsubishi Shipbuilding Co., Ltd.", "jp-ecl-a01"
NUMBER = "1234567890123"
DAY = date(2026, 9, 30)
FACTS = {
    "movement": "export",
    "departure": "CN",
    "destination": "JP",
    "origin": "CN",
    "control_codes": "1C902.a.4",
    "end_use": "civil",
    "end_user_kind": "civil",
}


@pytest.fixture(scope="module")
def entry(library: Library) -> ListedParty:
    return next(entry for entry in library.entries if entry.id == ENTRY)


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def no(entry: ListedParty, name: str = NAME, **more: object) -> Decision:
    basis = str(more.pop("basis", "another address"))
    told = Decision(name=name, entry=entry.id, same=False, by="Aya", on=DAY, digest=digest_of(entry), basis=basis)
    return replace(told, **more)  # type: ignore[arg-type]  # fields of a decision


def zone(name: str, lists: PartyIndex, *decisions: Decision, **more: object) -> tuple[str, str]:
    """Return the zone of a name and the last of the reasons of its first hit."""
    whom = identify(name, lists, Register(decisions), **more)  # type: ignore[arg-type]
    return whom.zone, whom.hits[0].reasons[-1].kind


def test_a_person_with_a_reason_says_that_an_equal_name_is_another_party(lists: PartyIndex, entry: ListedParty):
    (hit,) = identify(NAME, lists, Register()).hits
    assert (hit.zone, hit.needs, hit.is_ruled_out) == ("match", "rule_out", False)
    (hit,) = identify(NAME, lists, Register((no(entry, id="d1"),))).hits
    assert (hit.zone, hit.needs, hit.is_ruled_out) == ("none", "undo", True)


def test_nothing_less_than_a_person_with_a_reason_clears_it(lists: PartyIndex, entry: ListedParty):
    assert zone(NAME, lists, no(entry)) == ("none", "decided")
    assert zone(NAME, lists, no(entry, basis=" ")) == ("match", "basis_lacks")
    assert zone(NAME, lists, no(entry, escalated=True)) == ("match", "decided"), "who was asked has not answered"
    assert zone(NAME, lists, no(entry, pending=True)) == ("match", "decided"), "nobody has confirmed it"
    policy = MatchPolicy(second_person="not_same")
    kept = register_of(Identity(policy=policy, decisions=(no(entry),)), lists.entries)
    assert identify(NAME, lists, kept).zone == "match"


def test_a_number_is_that_of_one_party_and_no_decision_on_the_name_clears_it(entry: ListedParty):
    numbered = replace(entry, identifiers=(NUMBER,))
    lists, cleared = PartyIndex((numbered,)), no(numbered)
    assert zone(NAME, lists, cleared) == ("none", "decided")
    assert zone(NAME, lists, cleared, identifiers=(NUMBER,)) == ("match", "number_stands")
    assert zone(NUMBER, lists, no(numbered, NUMBER)) == ("match", "number_stands")
    assert identify(NUMBER, lists, Register()).hits[0].needs == ""


def test_the_register_refuses_a_number_of_the_listed_party(tmp_path: Path, library: Library, entry: ListedParty):
    file, number = RegisterFile(tmp_path / "register.csv"), "7000012050002"
    numbered = replace(entry, identifiers=(number,))
    for name in (number, f"法人番号 {number}"):
        with pytest.raises(FactError, match="a number names one party"):
            keep_decision(file, library, name, ENTRY, "not_same", by="Aya", on=DAY, basis="address", entries=[numbered])
    assert file.rows() == []
    keep_decision(file, library, number, ENTRY, "same", by="Aya", on=DAY, basis="register", entries=[numbered])


def test_a_decision_on_one_spelling_leaves_the_others_listed(lists: PartyIndex, entry: ListedParty):
    """A name in Latin letters is borne by more firms than one in Han, so each is decided by itself."""
    assert zone(LATIN, lists, no(entry, LATIN))[0] == "none"
    assert zone(NAME, lists, no(entry, LATIN))[0] == "match"
    assert zone(f"{NAME} ", lists, no(entry))[0] == "none", "a blank is no other spelling"


def test_it_is_asked_again_when_the_entry_changes(entry: ListedParty):
    decided = Identity(decisions=(no(entry),))
    changed = PartyIndex((replace(entry, names=(*entry.names, "Another Name Ltd.")),), identity=decided)
    assert PartyIndex((entry,), identity=decided).whom(NAME).zone == "none"
    assert changed.whom(NAME).zone == "match"


def test_a_bare_no_never_means_an_equal_name_and_one_without_a_reason_is_refused(lists: PartyIndex):
    reviews = open_to_decision([identify(NAME, lists, Register())])

    def said(entry: str, answer: str, basis: str) -> tuple[Decision, ...]:
        return decisions_on({entry: answer}, reviews, by="Aya", on=DAY, basis=basis)

    with pytest.raises(FactError, match=f"Write ENTRY=no; to review: {ENTRY}"):
        said("", "no", "another address")
    with pytest.raises(FactError, match="no reason is given"):
        said(ENTRY, "no", " ")
    (made,) = said(ENTRY, "no", "another address")
    assert (made.name, made.entry, made.answer) == (NAME, ENTRY, "not_same")
    (same,) = said(ENTRY, "yes", "")
    assert same.answer == "same"


def _asked(library: Library, user: str, *decisions: Decision) -> Determination:
    with_them = replace(library, identity=replace(library.identity, decisions=decisions))
    return check(CheckRequest(facts={**FACTS, "end_user": user}, as_of=DAY), Workspace(library=with_them, today=DAY))


def test_the_line_is_judged_as_of_any_other_buyer_and_tells_who_cleared_the_name(library: Library, entry: ListedParty):
    listed, cleared, other = (
        _asked(library, NAME),
        _asked(library, NAME, no(entry)),
        _asked(library, "Naniwa Seiki Fictitious"),
    )
    assert listed.verdict.headline == "prohibited"
    assert (cleared.verdict, cleared.missing) == (other.verdict, other.missing)
    told = [text for text in cleared.cautions if "another party" in text]
    assert len(told) == 1
    assert told[0] == (
        "This line names Mitsubishi Heavy Industries Shipbuilding Co., a name on the control list "
        f"(Announcement 11 of 2026). Aya decided on 30 Sep 2026 that end user {NAME} is another party: another address."
    )
    assert not any("written short" in text for text in cleared.cautions)
    assert searched_text(cleared, library) is None, "it was found"
    looked_for = searched_text(other, library)
    assert looked_for == "Looked for on 6 lists and not found: Naniwa Seiki Fictitious."
    shown = " ".join(" ".join(brief_lines(cleared, {**FACTS, "end_user": NAME}, library, str)).split())
    for words in (NAME, "Mitsubishi Heavy Industries Shipbuilding Co.", "Aya", "30 Sep 2026", "another address"):
        assert words in shown, "who cleared the name, when and why stands in the first lines"
    assert not any("another party" in text for text in (*listed.cautions, *other.cautions))


def test_no_test_of_the_law_takes_a_cleared_name_for_the_listed_party(library: Library, lists: PartyIndex):
    """Of one listed party in eleven, over all lists: cleared of whatever it hits, its name means nobody."""
    for one in library.entries[::11]:
        name = one.names[0]
        hits = [hit for hit in lists.whom(name).hits if hit.zone != "none"]
        decided = tuple(no(hit.entry, name) for hit in hits)
        cleared = PartyIndex(
            entries=lists.entries,
            groups=lists.groups,
            holdings=lists.holdings,
            identity=Identity(decisions=decided),
        )
        cleared.tables, cleared.comparison = lists.tables, lists.comparison
        persons = cleared.persons(name)
        assert cleared.matches(name) == (), name
        assert not persons.sure & {entry.id for entry in lists.entries}, name
        assert cleared.borne(name) == frozenset(), name
        assert cleared.military(name) == (), name


def test_what_is_decided_on_a_server_changes_the_digest_by_which_a_kept_run_is_judged_again(
    library: Library, entry: ListedParty
):
    served = replace(library)
    before = parties_digest(served)
    decide_anew(served, (no(entry),))
    assert parties_digest(served) != before, "names that were decided since are looked up anew"
    decide_anew(served, ())
    assert parties_digest(served) == before

"""The register of decisions on names: only added to, the last row counts, and two people at once are told."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sekisho import FactError, Library
from sekisho.cli import main
from sekisho.cli.identity_options import register_place
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Identity, MatchPolicy
from sekisho.parties.identification import identify
from sekisho.parties.index import parties_of
from sekisho.parties.register import register_of
from sekisho.parties.register_file import DecisionConflictError, RegisterFile
from sekisho.parties.review_decisions import read_decisions

NAME = "Mitsubshi Shipbuilding"
ENTRY = "jp-ecl-a01"
DAY = date(2026, 9, 30)
LINE = (
    *("--movement", "export", "--departure", "CN", "--destination", "JP", "--origin", "CN"),
    *("--control-codes", "3C001.a", "--end-user", NAME, "--end-user-kind", "civil", "--end-use", "civil"),
    *("--end-use-sector", "general", "--knowledge-of-risk", "no", "--as-of", "2026-09-30"),
)


@pytest.fixture
def register(tmp_path: Path) -> RegisterFile:
    return RegisterFile(tmp_path / "data" / "matches.csv")


def entry(library: Library, name: str = ENTRY) -> ListedParty:
    return next(one for one in library.entries if one.id == name)


def test_a_decision_is_kept_with_who_when_and_why_and_the_last_one_counts(register: RegisterFile, library: Library):
    first = register.decide(NAME, entry(library), "same", by="Aya", on=DAY, basis="number")
    again = register.decide(NAME, entry(library), "same", by="Aya", on=DAY, basis="number")
    assert again == first, "the same said twice is one row"
    second = register.decide(NAME.upper(), entry(library), "not_same", by="Bo", on=DAY, basis="another address")
    assert second.replaces == first.id
    assert [row.said for row in register.rows()] == ["yes", "no"]
    (kept,) = read_decisions(register.path, library.entries).kept
    assert (kept.answer, kept.by, kept.basis, kept.id) == ("not_same", "Bo", "another address", second.id)


def test_what_is_taken_back_decides_nothing_and_stays_in_the_register(register: RegisterFile, library: Library):
    row = register.decide(NAME, entry(library), "escalated", by="Aya", on=DAY, basis="asked head office")
    (kept,) = read_decisions(register.path, library.entries).kept
    assert kept.escalated
    register.undo(row.id, by="Bo", on=DAY, basis="wrong name")
    assert [one.said for one in register.rows()] == ["escalated", "undone"]
    assert read_decisions(register.path, library.entries).kept == ()
    with pytest.raises(DecisionConflictError):
        register.undo(row.id, by="Bo", on=DAY, basis="again")


def test_another_person_confirms_a_decision_or_refuses_it_and_it_is_open_again(
    register: RegisterFile, library: Library
):
    policy = MatchPolicy(second_person="not_same")

    def zone() -> tuple[str, str]:
        decisions = read_decisions(register.path, library.entries).kept
        counting = register_of(Identity(policy=policy, decisions=decisions), library.entries)
        (row,) = register.standing(library.entries, policy)
        return identify(NAME, parties_of(library), counting).zone, row["state"]

    first = register.decide(NAME, entry(library), "not_same", by="Aya", on=DAY, basis="another address")
    assert zone() == ("review", "waits for a second person")
    with pytest.raises(FactError, match="Aya decided it: another person has to confirm it"):
        register.second(first.id, agrees=True, by=" aya ", on=DAY, basis="number")
    register.second(first.id, agrees=True, by="Bo", on=DAY, basis="number")
    assert zone() == ("none", "holds")
    (row,) = register.standing(library.entries, policy)
    assert (row["id"], row["by"], row["second_by"]) == (first.id, "Aya", "Bo")
    with pytest.raises(DecisionConflictError):
        register.second(first.id, agrees=True, by="Cy", on=DAY, basis="again")
    register.second(first.id, agrees=False, by="Cy", on=DAY, basis="the address is theirs")
    assert zone() == ("review", "refused")
    register.decide(NAME, entry(library), "same", by="Cy", on=DAY, basis="the address is theirs")
    assert zone() == ("match", "holds"), "only 'not the same' needs a second person"
    assert [one.said for one in register.rows()] == ["no", "confirmed", "refused", "yes"]


def test_somebody_who_decided_in_between_is_told_with_the_row(register: RegisterFile, library: Library):
    seen = register.decide(NAME, entry(library), "same", by="Aya", on=DAY, basis="number")
    register.decide(NAME, entry(library), "not_same", by="Bo", on=DAY, basis="address", replaces=seen.id)
    with pytest.raises(DecisionConflictError) as raised:
        register.decide(NAME, entry(library), "escalated", by="Cy", on=DAY, basis="unsure", replaces=seen.id)
    assert raised.value.row is not None
    assert raised.value.row.by == "Bo"
    assert [one.said for one in register.rows()] == ["yes", "no"]


def test_nobody_and_no_basis_are_told_together_and_nothing_is_written(register: RegisterFile, library: Library):
    with pytest.raises(FactError) as raised:
        register.decide(NAME, entry(library), "same", by=" ", on=DAY, basis="")
    assert [problem.where for problem in raised.value.problems] == ["by", "basis"]
    assert register.rows() == []


def test_a_decision_made_again_after_its_entry_changed_holds(register: RegisterFile, library: Library):
    before = replace(entry(library), weak_names=("an older alias",))
    first = register.decide(NAME, before, "not_same", by="Aya", on=DAY, basis="number")
    found = read_decisions(register.path, library.entries)
    assert (found.kept, [one.id for one, _ in found.reopened]) == ((), [first.id])
    second = register.decide(NAME, entry(library), "not_same", by="Aya", on=DAY, basis="number")
    found = read_decisions(register.path, library.entries)
    assert ([one.id for one in found.kept], found.reopened) == ([second.id], ())


def test_spaces_around_who_and_why_make_no_other_decision(register: RegisterFile, library: Library):
    first = register.decide(NAME, entry(library), "same", by=" Aya ", on=DAY, basis="number ")
    again = register.decide(NAME, entry(library), "same", by=" Aya ", on=DAY, basis="number ")
    assert (again, first.by, first.basis) == (first, "Aya", "number")
    assert len(register.rows()) == 1


@pytest.mark.parametrize("end", ["", "\n", "\r\n"], ids=["none", "unix", "windows"])
def test_a_decision_after_a_last_line_with_any_end_or_none_is_a_row_of_its_own(
    register: RegisterFile, library: Library, end: str
):
    first = register.decide(NAME, entry(library), "same", by="Aya", on=DAY, basis="number", evidence="letter.pdf")
    register.path.write_bytes(register.path.read_bytes().rstrip() + end.encode())
    second = register.decide(NAME, entry(library, "jp-ecl-a02"), "not_same", by="Bo", on=DAY, basis="address")
    assert register.rows() == [first, second]
    assert [one.id for one in read_decisions(register.path, library.entries).kept] == [first.id, second.id]


def test_what_is_to_replace_a_decision_where_there_is_none_is_told(register: RegisterFile, library: Library):
    register.decide("Another Name", entry(library), "same", by="Aya", on=DAY, basis="number")
    with pytest.raises(DecisionConflictError, match="no decision") as raised:
        register.decide(NAME, entry(library), "same", by="Aya", on=DAY, basis="number", replaces="d0")
    assert raised.value.row is None
    assert [row.name for row in register.rows()] == ["Another Name"]


def test_others_may_not_read_the_register(register: RegisterFile, library: Library):
    register.decide(NAME, entry(library), "same", by="Aya", on=DAY, basis="number")
    assert stat.S_IMODE(register.path.stat().st_mode) == 0o600


Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def zone(told: Result) -> str:
    return str(json.loads(told.stdout)["parties"]["end_user"]["zone"])


def test_an_answer_in_place_holds_for_the_question_and_with_a_basis_for_all(call: Call):
    ask = ("check", *LINE, "--format", "json")
    assert zone(call(*ask)) == "review"
    answered = call(*ask, "--same", "no")
    assert zone(answered) == "none"
    assert "count for this question alone" in answered.stdout
    assert zone(call(*ask)) == "review", "without a basis it is not kept"
    assert zone(call(*ask, "--same", f"{ENTRY}=yes", "--by", "Aya", "--basis", "number")) == "match"
    assert zone(call(*ask)) == "match"
    listed = json.loads(call("decisions", "--format", "json").stdout)
    assert [(row["same"], row["by"], row["state"]) for row in listed] == [("yes", "Aya", "holds")]
    call("decisions", "--undo", listed[0]["id"], "--by", "Bo", "--basis", "mistaken")
    assert zone(call(*ask)) == "review"


def listed(call: Call, *words: str) -> list[tuple[str, str]]:
    return [(row["entry"], row["state"]) for row in json.loads(call("decisions", *words, "--format", "json").stdout)]


def test_what_the_list_says_of_a_decision_is_what_holds_in_an_answer(call: Call, library: Library):
    ask = ("check", *LINE, "--format", "json")
    before = replace(entry(library), weak_names=("an older alias",))
    RegisterFile(register_place(None)).decide(NAME, before, "not_same", by="Aya", on=DAY, basis="number")
    assert (zone(call(*ask)), listed(call), listed(call, "--open")) == ("review", *[[(ENTRY, "open again")]] * 2)
    call("decide", NAME, ENTRY, "--answer", "not_same", "--by", "Aya", "--basis", "number")
    assert (zone(call(*ask)), listed(call), listed(call, "--open")) == ("none", [(ENTRY, "holds")], [])


def test_the_newest_decision_comes_first_if_it_changes_an_old_one_too(call: Call):
    for which, answer in ((ENTRY, "same"), ("jp-ecl-a02", "same"), (ENTRY, "escalated")):
        call("decide", NAME, which, "--answer", answer, "--by", "Aya", "--basis", "number")
    assert listed(call) == [(ENTRY, "escalated"), ("jp-ecl-a02", "holds")]


@pytest.mark.parametrize(
    "refused",
    [
        ("decisions", "--undo", "d0", "--basis", "x"),
        ("decide", NAME, ENTRY, "--answer", "same", "--basis", "x", "--replaces", "d0"),
    ],
    ids=["undo", "replaces"],
)
def test_what_is_refused_leaves_a_register_that_can_be_read(call: Call, refused: tuple[str, ...]):
    assert call(*refused).exit_code == 1
    assert zone(call("check", *LINE, "--format", "json")) == "review"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", *LINE, "--same", "zz=yes"), "no party of the line is to be compared with 'zz'."),
        (("check", *LINE, "--same", "perhaps"), "'perhaps' is not an answer."),
        (("decide", NAME, "jp-ecl-zz", "--answer", "same", "--basis", "x"), "no list has an entry 'jp-ecl-zz'."),
        (("decide", NAME, ENTRY, "--answer", "same"), "basis: is empty."),
        (("decisions", "--undo", "d0", "--basis", "x"), "no decision has the id 'd0'."),
    ],
)
def test_a_decision_on_what_does_not_exist_is_told_with_what_to_do(call: Call, words: tuple[str, ...], said: str):
    told = call(*words)
    assert told.exit_code == 1
    assert said in told.stderr

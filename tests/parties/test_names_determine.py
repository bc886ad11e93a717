"""What a name that may be listed does to an outcome: undetermined, asked about, settled by a decision."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.unpresumed import determine

from sekisho import FactError, Library, determine_book
from sekisho.cli import main
from sekisho.law.model.condition import FactName, ListId
from sekisho.law.model.fact import UNKNOWN
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, Identity, digest_of
from sekisho.parties.index import PartyIndex
from sekisho.parties.list_tests import is_listed

DAY = date(2026, 11, 24)
NEAR = "Mitsubishi Shipbuildin Co., Ltd."
STRANGER = "Quite Another Bakery Ltd."
PLACEHOLDERS = ("不明", "n/a", "株式会社", "6232", "https://example.org")
BROKEN = "???"
"""A name whose letters were lost: one line is told so, and in a book the cell is unread and its name unknown."""
LINE = {
    "movement": "export",
    "departure": "CN",
    "destination": "JP",
    "exporter_is_prc_person": "yes",
    "control_codes": "1C117.c.1.a",
    "end_user_kind": "civil",
    "end_user_territory": "JP",
    "end_user_listed_share": "0",
    "importer": "none",
    "end_use": "civil",
    "end_use_sector": "general",
    "knowledge_of_risk": "no",
}


@pytest.fixture(scope="module")
def entry(library: Library) -> ListedParty:
    return next(entry for entry in library.entries if "三菱造船" in entry.names)


@pytest.fixture(scope="module")
def index(library: Library) -> PartyIndex:
    return PartyIndex(library.entries)


def decided(library: Library, entry: ListedParty, name: str, *, same: bool) -> Library:
    decision = Decision(name=name, entry=entry.id, same=same, by="A", on=DAY, digest=digest_of(entry))
    return replace(library, identity=Identity(decisions=(decision,)))


def outcome(library: Library, end_user: str) -> tuple[str, str, tuple[str, ...]]:
    """Floor, ceiling and what is asked of a line that is clear but for its end user."""
    found = determine({**LINE, "end_user": end_user}, library, as_of=DAY).to_dict()
    missing = found["missing"]
    assert isinstance(missing, list)
    return str(found["floor"]), str(found["ceiling"]), tuple(missing)


# ---------------------------------------------------------------- one line


def test_a_name_that_may_be_listed_is_undetermined_and_asked_about(library: Library):
    floor, ceiling, missing = outcome(library, NEAR)
    assert floor == outcome(library, STRANGER)[0]
    assert ceiling == outcome(library, "三菱造船株式会社")[1]
    assert floor != ceiling
    assert missing == ("end_user",)


def test_check_asks_whether_it_is_the_same_party_and_names_it(entry: ListedParty):
    flags = [part for name, value in LINE.items() for part in (f"--{name.replace('_', '-')}", value)]
    call = ["check", *flags, "--end-user", NEAR, "--as-of", DAY.isoformat()]
    told = " ".join(CliRunner().invoke(main, call, catch_exceptions=False).output.split())
    assert f"{NEAR} may be" in told
    assert "add --same yes (or no)" in told
    assert any(name in told for name in entry.names)
    plain = json.loads(CliRunner().invoke(main, [*call, "--format", "json"], catch_exceptions=False).output)
    assert plain["outcome"] == "undetermined"
    assert plain["missing"] == ["end_user"]


def test_decided_yes_it_is_the_listed_party_and_decided_no_it_is_none(library: Library, entry: ListedParty):
    yes, no = (decided(library, entry, NEAR, same=same) for same in (True, False))
    assert outcome(yes, NEAR) == outcome(library, "三菱造船株式会社")
    assert outcome(yes, NEAR)[0].startswith("prohibited")
    assert outcome(no, NEAR) == outcome(library, STRANGER)
    assert outcome(no, NEAR)[0] == outcome(no, NEAR)[1]


def test_a_decision_on_an_entry_that_has_changed_since_settles_nothing(library: Library, entry: ListedParty):
    changed = replace(entry, names=(*entry.names, "Another Name"))
    entries = tuple(changed if one.id == entry.id else one for one in library.entries)
    before = decided(library, entry, NEAR, same=False)
    assert outcome(replace(before, entries=entries), NEAR) == outcome(library, NEAR)


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_placeholder_is_unknown_and_never_unlisted(library: Library, index: PartyIndex, name: str):
    for on_list in {entry.list for entry in library.entries}:
        assert is_listed(index, name, on_list, DAY) is UNKNOWN, on_list
    floor, ceiling, missing = outcome(library, name)
    assert floor != ceiling
    assert missing[0] == "end_user"


def test_a_name_whose_letters_were_lost_is_refused_and_on_no_list_unlisted(library: Library, index: PartyIndex):
    with pytest.raises(FactError, match="letters of it were lost"):
        outcome(library, BROKEN)
    for on_list in {entry.list for entry in library.entries}:
        assert is_listed(index, BROKEN, on_list, DAY) is UNKNOWN, on_list


# ---------------------------------------------------------------- the index of parties


def test_listed_is_true_unknown_or_false_as_the_name_is_equal_near_or_strange(index: PartyIndex, entry: ListedParty):
    told = [is_listed(index, name, entry.list, DAY) for name in (entry.names[0], NEAR, STRANGER, "none")]
    assert told == [True, UNKNOWN, False, False]


def test_a_near_name_is_unlisted_on_the_lists_on_which_its_party_does_not_stand(index: PartyIndex):
    assert is_listed(index, NEAR, ListId("cn/unreliable-entities"), DAY) is False


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_every_name_of_an_entry_meets_it_for_certain(step: int, library: Library, index: PartyIndex):
    for each in library.entries[::step]:
        for name in each.names:
            assert each.id in {match.entry.id for match in index.matches(name) if match.certain}, name


# ---------------------------------------------------------------- a book


def test_a_book_says_of_every_name_what_one_line_says(tmp_path: Path, library: Library, entry: ListedParty):
    """A stranger, a name that may be listed, a listed one, and placeholders that name nobody, in one book."""
    weak = entry.weak_names[0] if entry.weak_names else "SHI"
    names = [STRANGER, NEAR, "三菱造船株式会社", *PLACEHOLDERS, BROKEN, weak]
    book, out = tmp_path / "book.csv", tmp_path / "out.csv"
    with book.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, [*LINE, "end_user"])
        writer.writeheader()
        writer.writerows({**LINE, "end_user": name} for name in names)
    determine_book(book, library, out=out, as_of=DAY, today=DAY)
    with out.open(encoding="utf-8", newline="") as text:
        found = {int(row["line"]): (row["floor"], row["ceiling"]) for row in csv.DictReader(text)}
    expected = [outcome(library, "" if name == BROKEN else name)[:2] for name in names]
    assert [found[number] for number in sorted(found)] == expected
    assert len(set(expected)) > 2


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("三菱重工エンジン", "三菱重工エンジン＆ターボチャージャ株式会社"),
        ("三菱重工エンジン株式会社", "三菱重工エンジン＆ターボチャージャ株式会社"),
        ("Mitsubishi Heavy Industries Engine", "Mitsubishi Heavy Industries Engine & Turbocharger, Ltd."),
    ],
)
def test_a_shortened_name_of_a_listed_firm_is_put_to_review(library: Library, name: str, held: str):
    answer = determine({**LINE, "end_user": name}, library, as_of=DAY)
    told = answer.parties[FactName("end_user")]
    assert told["zone"] == "review"
    assert isinstance(told["hits"], list)
    assert held in told["hits"][0]["names"]
    assert answer.verdict.floor != answer.verdict.ceiling


@pytest.mark.parametrize(("name", "least"), [("三菱電機", 3), ("三菱", 3), ("Mitsubishi", 3), ("川崎", 1)])
def test_a_name_that_listed_names_hold_has_a_caution_with_their_number(library: Library, name: str, least: int):
    answer = determine({**LINE, "end_user": name}, library, as_of=DAY)
    numbers = [re.search(r"contain it whole: (\d+) \(such as", text) for text in answer.cautions]
    assert [int(number[1]) >= least for number in numbers if number] == [True]


@pytest.mark.parametrize("name", [STRANGER, "トヨタ自動車株式会社", "三菱鉛筆株式会社", "IHI", "日立", NEAR])
def test_a_name_that_no_listed_name_holds_has_no_such_caution(library: Library, name: str):
    answer = determine({**LINE, "end_user": name}, library, as_of=DAY)
    assert not any("contain it whole" in text for text in answer.cautions)

"""What people decided of names: read, used, open again when the entry changes, and written to be decided."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.errors import BookError, FactError
from sekisho.i18n.messages import Translator
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, digest_of
from sekisho.parties.answer import Identification
from sekisho.parties.identification import identify
from sekisho.parties.index import PartyIndex
from sekisho.parties.register import Register
from sekisho.parties.review_decisions import COLUMNS, Decisions, read_decisions, write_reviews
from sekisho.parties.screening.screener import Screener

NEAR = "Mitsubishi Shipbuildin Co., Ltd."
STRANGER = "Quite Another Bakery Ltd."


@pytest.fixture(scope="module")
def entry(library: Library) -> ListedParty:
    return next(entry for entry in library.entries if "三菱造船" in entry.names)


def row(entry: ListedParty, **said: str) -> dict[str, str]:
    """Return a decided row of a table."""
    decided = {"same": "yes", "by": "A. Reviewer", "on": "2026-10-01", "basis": "company register"}
    return {"name": NEAR, "entry": entry.id, "digest": digest_of(entry)} | decided | said


def table(folder: Path, *rows: dict[str, str]) -> Path:
    file = folder / "matches.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def told(file: Path, *entries: ListedParty) -> list[str]:
    """All problems of a table."""
    with pytest.raises(FactError) as fault:
        read_decisions(file, entries)
    return [str(problem) for problem in fault.value.problems]


def decision(entry: ListedParty, name: str, *, same: bool) -> Decision:
    return Decision(
        name=name, entry=entry.id, same=same, by="A. Reviewer", on=date(2026, 10, 1), digest=digest_of(entry)
    )


def told_of(entry: ListedParty, name: str, *decisions: Decision) -> Identification:
    return identify(name, PartyIndex(entries=(entry,)), Register(decisions))


# ---------------------------------------------------------------- read


def test_a_decided_row_is_kept_with_who_when_and_why(tmp_path: Path, entry: ListedParty):
    found = read_decisions(table(tmp_path, row(entry)), [entry])
    [kept] = found.kept
    assert (kept.name, kept.entry, kept.same) == (NEAR, entry.id, True)
    assert (kept.by, kept.on, kept.basis) == ("A. Reviewer", date(2026, 10, 1), "company register")
    assert found.reopened == ()


@pytest.mark.parametrize(
    ("said", "same"), [("yes", True), (" Y ", True), ("是", True), ("no", False), ("いいえ", False)]
)
def test_yes_and_no_are_read_in_three_languages(tmp_path: Path, entry: ListedParty, said: str, same: bool):  # noqa: FBT001 - what is expected of a row
    [kept] = read_decisions(table(tmp_path, row(entry, same=said)), [entry]).kept
    assert kept.same is same


def test_a_row_that_waits_for_a_decision_is_passed_over(tmp_path: Path, entry: ListedParty):
    waiting = row(entry, same="", by="", on="")
    assert read_decisions(table(tmp_path, waiting), [entry]).kept == ()


def test_a_decision_is_open_again_when_the_entry_changes_and_the_change_is_told(tmp_path: Path, entry: ListedParty):
    file = table(tmp_path, row(entry))
    changed = replace(entry, names=(*entry.names, "Another Name"))
    found = read_decisions(file, [changed])
    assert found.kept == ()
    assert [why for _, why in found.reopened] == ["the entry was changed since"]
    gone = read_decisions(file, [])
    assert gone.kept == ()
    assert [why for _, why in gone.reopened] == ["it is on no list any more"]


@pytest.mark.parametrize("change", [{"listed": date(2020, 1, 1)}, {"identifiers": ("1",)}, {"weak_names": ("X",)}])
def test_whatever_an_entry_states_changes_its_state(entry: ListedParty, change: dict[str, object]):
    assert digest_of(replace(entry, **change)) != digest_of(entry)  # type: ignore[arg-type]  # fields of an entry


def test_what_is_only_said_about_an_entry_leaves_its_decisions_alone(entry: ListedParty):
    assert digest_of(replace(entry, note="another note", source="https://example.org")) == digest_of(entry)


def test_two_rows_that_contradict_each_other_are_told_with_both_places(tmp_path: Path, entry: ListedParty):
    [problem] = told(table(tmp_path, row(entry), row(entry, same="no")), entry)
    assert f"'{NEAR}' and {entry.id} are decided otherwise" in problem
    assert "2" in problem
    assert "3" in problem


def test_a_row_that_says_the_same_twice_is_no_problem(tmp_path: Path, entry: ListedParty):
    assert len(read_decisions(table(tmp_path, row(entry), row(entry)), [entry]).kept) == 1


@pytest.mark.parametrize("change", [{}, {"weak_names": ("an older alias",)}], ids=["as decided", "changed since"])
def test_a_row_that_takes_a_decision_back_need_not_name_it(
    tmp_path: Path, entry: ListedParty, change: dict[str, object]
):
    before = replace(entry, **change)  # type: ignore[arg-type]  # fields of an entry
    assert read_decisions(table(tmp_path, row(before), row(before, same="undone")), [entry]) == Decisions()


def test_all_problems_of_a_table_are_told_at_once(tmp_path: Path, entry: ListedParty):
    rows = (row(entry, same="perhaps"), row(entry, name="Other", by="", on="1 October"), row(entry, digest=""))
    problems = told(table(tmp_path, *rows), entry)
    assert len(problems) == 4
    for problem, words in zip(
        problems,
        ("'perhaps' is not an answer", "by: is empty", "'1 October' is not a day", "digest: is empty"),
        strict=True,
    ):
        assert words in problem


def test_a_table_without_its_columns_is_refused(tmp_path: Path, entry: ListedParty):
    file = tmp_path / "matches.csv"
    file.write_text("name,same\nAlpha,yes\n", encoding="utf-8")
    with pytest.raises((FactError, BookError), match="entry"):
        read_decisions(file, [entry])


# ---------------------------------------------------------------- used


def test_a_decided_yes_makes_a_match_of_a_name_whatever_its_score(entry: ListedParty):
    assert told_of(entry, NEAR).zone == "review"
    for name in (NEAR, STRANGER):
        found = told_of(entry, name, decision(entry, name, same=True))
        assert found.zone == "match"
        assert [reason.asked for reason in found.hits[0].reasons if reason.kind == "decided"] == [
            "by A. Reviewer on 2026-10-01"
        ]


def test_a_decided_no_clears_the_name_and_stays_in_sight(entry: ListedParty):
    no = decision(entry, NEAR, same=False)
    found = told_of(entry, NEAR, no)
    assert found.zone == "none"
    assert [(hit.entity, hit.zone, hit.decision) for hit in found.hits] == [(entry.id, "none", no)]


def test_a_decision_holds_for_that_name_alone_however_it_is_written(entry: ListedParty):
    no = decision(entry, NEAR, same=False)
    assert told_of(entry, NEAR.upper(), no).zone == "none"
    assert told_of(entry, "Mitsubishi Shipbuildng Co., Ltd.", no).zone == "review"


def test_a_decision_holds_for_that_entry_alone(library: Library, entry: ListedParty):
    other = next(one for one in library.entries if one.id != entry.id and one.list == entry.list)
    register = Register((decision(other, NEAR, same=False),))
    assert identify(NEAR, PartyIndex(entries=(entry, other)), register).zone == "review"


# ---------------------------------------------------------------- there and back


def test_what_is_written_for_review_comes_back_once_it_is_filled_in(tmp_path: Path, library: Library):
    names = [NEAR, NEAR, "Mitsubishi Heavy Industries Engine and Turbocharger", STRANGER]
    lists = PartyIndex(entries=library.entries)
    found = [identify(name, lists) for name in names]
    file = tmp_path / "matches.csv"
    number = write_reviews(file, found)
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    hits = {(each.query, hit.entry.id) for each in found for hit in each.hits if hit.zone != "none"}
    assert {(each["name"], each["entry"]) for each in rows} == hits
    assert number == len(rows) == len(hits) > 1
    assert read_decisions(file, library.entries).kept == ()
    filled = [each | {"same": "no", "by": "B", "on": "2026-10-02", "basis": "address"} for each in rows]
    kept = read_decisions(table(tmp_path, *filled), library.entries).kept
    assert {(one.name, one.entry) for one in kept} == hits
    register = Register(kept)
    assert {identify(name, lists, register).zone for name in names} == {"none"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("day", ["2026-11-20", "2026/11/20", "2026/11/3"])
def test_a_table_that_a_japanese_spreadsheet_saved_is_read(library: Library, tmp_path: Path, encoding: str, day: str):
    entry = next(entry for entry in library.entries if entry.id == "jp-ecl-a01")
    table = tmp_path / "matches.csv"
    table.write_text(
        f"name,entry,same,by,on,digest\n三菱造船工業,{entry.id},いいえ,山田,{day},{digest_of(entry)}\n",
        encoding=encoding,
    )
    found = read_decisions(table, library.entries)
    assert [(one.name, one.same, one.on.year, one.on.month) for one in found.kept] == [
        ("三菱造船工業", False, 2026, 11)
    ]


def test_no_digest_can_be_taken_for_a_number(library: Library):
    def is_number(text: str) -> bool:
        try:
            float(text)
        except ValueError:
            return False
        return True

    assert not [entry.id for entry in library.entries if is_number(digest_of(entry))]


def test_a_name_in_a_script_that_is_not_compared_is_never_passed_in_silence(library: Library):
    screener = Screener(library.entries)
    for name in ("미쓰비시 조선", "ФУДЖИЦУ", "شركة ميتسوبيشي"):
        found = screener.screen(name)
        assert found.zone == "review", name
        assert "not compared with the lists" in found.problem
    assert screener.screen("МITSUBISHI Shipbuilding").hits


@pytest.mark.parametrize("name", ["Тхомас Сарурер", "Анна Кранатер", "ТОМОКО", "Αννα"])
def test_a_name_whose_letters_all_look_like_latin_ones_is_not_cleared(name: str, screener: Screener):
    """It may be written in its own script, in which no list is compared."""
    screened = screener.screen(name)
    assert (screened.zone, screened.hits) == ("review", ())
    assert screened.problem


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_a_script_that_is_not_compared_is_named_in_the_language(language: str, screener: Screener):
    told = [Translator(language).say(screener.screen(name).problem) for name in ("Анна", "Ελένη", "미쓰비시", "שלום")]
    assert [text for text in told if any(letter.isascii() and letter.isalpha() for letter in text)] == []
    assert len(set(told)) == len(told)


def test_a_listed_name_in_letters_that_all_look_like_its_own_is_still_found(screener: Screener):
    greek = "ΤΟΚΙΝ"
    assert not greek.isascii()
    assert [hit.entry.names[0] for hit in screener.screen(greek).hits] == ["Tokin Corporation"]

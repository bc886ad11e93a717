"""Party lists from the command line: shown first, kept by version, put in and out of use, never half written."""

from __future__ import annotations

import csv
import io
import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support.parties.party_files import OWN_JA, add, call, opensanctions, suppliers, write, write_xlsx

from sekisho import load_measures
from sekisho.errors import LibraryError, ListError
from sekisho.law.loading.user_lists import own_lists
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.lists import own_entries
from sekisho.parties.lists.followthemoney import entries_of, read_records
from sekisho.parties.lists.store import check_name, list_names


def user_entries(folder: Path) -> tuple[ListedParty, ...]:
    """Read the entries of all party lists of the user that are in use."""
    return own_entries.entries_of(own_lists(folder))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of lists, which is not there yet; the current folder is an empty one."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "home" / "sekisho" / "lists"


def kept(home: Path, name: str = "own/list") -> list[Path]:
    """Folders of the versions of a list."""
    return sorted(each for each in (home / name).iterdir() if each.is_dir())


def test_without_replace_the_difference_is_shown_and_nothing_is_written(home: Path):
    told = add(write(Path("list.csv"), OWN_JA, "cp932"))
    assert told.exit_code == 0
    assert "own/list  2 rows, 2 parties\nLayout own-list, cp932." in told.output
    assert "2  parties added" in told.output
    assert "株式会社アルファ, JP (row 2)" in told.output
    assert "Nothing was written. --replace puts the list in use." in told.output
    assert not home.exists()


def test_with_replace_the_version_is_kept_with_its_file_card_changes_and_log(home: Path):
    file = write(Path("list.csv"), OWN_JA, "cp932")
    told = add(file, "--replace", "--title", "取引先: 2026", "--name", "customers")
    assert told.exit_code == 0, told.output
    [version] = kept(home, "own/customers")
    assert version.name.startswith("2026-10-01-")
    assert (version / "original.csv").read_bytes() == file.read_bytes()
    assert (home / "own" / "customers" / "in-use").read_text().strip() == version.name
    [card] = json.loads(call("data", "list", "--format", "json").output)
    assert {key: card[key] for key in ("list", "layout", "encoding", "title", "parties", "in_use")} == {
        "list": "own/customers",
        "layout": "own-list",
        "encoding": "cp932",
        "title": "取引先: 2026",
        "parties": "2",
        "in_use": True,
    }
    changes = (version / "changes.csv").read_text(encoding="utf-8").splitlines()
    assert changes[0] == "kind,id,name,before,after,row"
    assert len(changes) == 3
    log = (home / "own" / "customers" / "log.csv").read_text(encoding="utf-8").splitlines()
    assert log[0] == "day,action,version,sha256"
    assert log[1].endswith(f",use,{version.name},{card['sha256']}")


def test_entries_in_use_are_those_that_were_read_and_the_library_stays_as_it_is(home: Path):
    before = load_measures(overlay=home).hash
    add(write(Path("list.csv"), OWN_JA), "--replace")
    add(write(Path("other.csv"), "name,listed,until,former name\nOld Co,2020,2026-03,Older Co\n"), "--replace")
    alpha, beta, old = user_entries(home)
    assert (alpha.id, alpha.list, alpha.names[0]) == ("own/list/株式会社アルファ|JP", "own/list", "株式会社アルファ")
    assert beta.territory == "IR"
    assert (old.listed, old.until, old.former_names) == (None, date(2026, 3, 31), ("Older Co",))
    assert load_measures(overlay=home).hash == before


def test_a_next_version_shows_what_it_changes_and_the_earlier_one_stays(home: Path):
    add(write(Path("list.csv"), suppliers(20)), "--replace")
    text = suppliers(21).replace("S1,Supplier 1 Ltd,JP\n", "").replace("Supplier 7 Ltd,JP", "Supplier 7 GmbH,DE")
    told = add(write(Path("list.csv"), text), "--replace", "--read", "2026-11-01")
    assert told.exit_code == 0, told.output
    assert "Compared with version 2026-10-01-" in told.output
    assert "Supplier 21 Ltd, JP (row 21)" in told.output
    assert "Parties that vanish\n  Supplier 1 Ltd\n" in told.output
    changed = "Supplier 7 GmbH: Supplier 7 Ltd; territory JP -> Supplier 7 GmbH; territory DE (row 7)"
    assert changed in " ".join(told.output.split())
    first, second = kept(home)
    diff = call("data", "diff", "own/list", second.name, "--against", first.name, "--format", "json")
    kinds = [each["kind"] for each in json.loads(diff.output)["changes"]]
    assert kinds == ["added", "removed", "changed"]
    assert call("data", "use", "own/list", first.name).exit_code == 0
    assert len(user_entries(home)) == 20


def test_loss_is_shown_and_taken_only_with_accept_loss(home: Path):
    add(write(Path("list.csv"), suppliers(20)), "--replace")
    write(Path("list.csv"), suppliers(10))
    refused = add("list.csv", "--replace")
    assert refused.exit_code == 1
    assert "10 of 20 parties in use are not in the file (50 %)" in refused.output
    assert len(kept(home)) == 1
    taken = add("list.csv", "--replace", "--accept-loss")
    assert taken.exit_code == 0
    assert "Parties that vanish\n  Supplier 11 Ltd\n" in taken.output
    assert len(user_entries(home)) == 10


def test_lists_of_items_and_of_parties_are_listed_together_in_every_form(home: Path):
    add(write(Path("list.csv"), suppliers(3)), "--replace")
    broken = home / "cn-catalogue" / "2026-01-01-aaaaaaaa"
    broken.mkdir(parents=True)
    rows = list(csv.DictReader(io.StringIO(call("data", "list", "--format", "csv").output)))
    assert [(row["list"], row["parties"], bool(row["broken"])) for row in rows] == [
        ("cn-catalogue", "", True),
        ("own/list", "3", False),
    ]
    text = call("data", "list").output
    assert "broken" in text
    assert "3 parties" in text


def test_a_list_is_taken_out_of_use_and_removed_and_the_log_tells(home: Path):
    add(write(Path("list.csv"), suppliers(3)), "--replace")
    [version] = kept(home)
    assert call("data", "use", "own/list", "none").exit_code == 0
    assert user_entries(home) == ()
    call("data", "use", "own/list", version.name)
    told = call("data", "remove", "own/list", version.name)
    assert "No version is in use now." in told.output
    assert kept(home) == []
    actions = [line.split(",")[1] for line in (home / "own/list/log.csv").read_text().splitlines()]
    assert actions == ["action", "use", "use", "use", "remove"]


def test_the_same_file_read_in_another_way_is_a_version_of_its_own(home: Path):
    file = write(Path("list.csv"), "id,name,colour\nS1,Alpha,red\n")
    add(file, "--replace", "--ignore", "colour")
    add(file, "--replace", "--ignore", "colour", "--ignore", "id", "--accept-loss")
    assert [each.id for each in user_entries(home)] == ["own/list/Alpha|"]
    add(file, "--replace", "--ignore", "colour", "--accept-loss")
    assert [each.id for each in user_entries(home)] == ["own/list/S1"]
    assert len(kept(home)) == 2


def test_names_of_lists_versions_and_options_that_do_not_fit_are_refused(home: Path):
    write(Path("list.csv"), suppliers(3))
    assert "cannot name a list" in add("list.csv", "--name", "../up").output
    assert "'own/nowhere' is not a saved list or table" in call("data", "use", "own/nowhere", "x").output
    told = call("data", "add", "cn-catalogue", "list.csv", "--name", "mine", "--expect", "Alpha")
    assert "--name: is for a party-list only." in told.output
    assert "--expect: is for a party-list only." in told.output
    add("list.csv", "--replace")
    assert "no version '2020-01-01-aaaaaaaa'" in call("data", "use", "own/list", "2020-01-01-aaaaaaaa").output
    assert not (home.parent / "up").exists()


def test_a_version_that_was_changed_is_refused_with_the_way_out(home: Path):
    add(write(Path("list.csv"), suppliers(3)), "--replace")
    [version] = kept(home)
    with (version / "entries.jsonl").open("a", encoding="utf-8") as file:
        file.write("[]\n")
    with pytest.raises(LibraryError, match=r"was changed(.|\n)*sekisho data remove own/list"):
        user_entries(home)
    (version / "source.yaml").unlink()
    with pytest.raises(LibraryError, match="is missing, incomplete"):
        user_entries(home)
    [card] = json.loads(call("data", "list", "--format", "json").output)
    assert "missing" in card["broken"]
    assert call("data", "remove", "own/list", version.name).exit_code == 0


def test_a_spreadsheet_is_kept_as_it_came(home: Path):
    file = write_xlsx(Path("list.xlsx"), [("name", "country"), ("Alpha", "JP")])
    assert add(file, "--replace").exit_code == 0
    [version] = kept(home)
    assert (version / "original.xlsx").read_bytes() == file.read_bytes()
    assert [entry.names for entry in user_entries(home)] == [("Alpha",)]


# --- nothing half written -----------------------------------------------------------------------------


def test_if_writing_fails_the_version_in_use_stays_and_no_other_appears(home: Path, monkeypatch: pytest.MonkeyPatch):
    add(write(Path("list.csv"), suppliers(3)), "--replace")
    [version] = kept(home)
    write(Path("list.csv"), suppliers(4))

    def full(*_: object) -> None:
        raise OSError(28, "the disk is full")

    monkeypatch.setattr(shutil, "copyfile", full)
    done = add("list.csv", "--replace")
    assert (done.exit_code, "the disk is full" in done.stderr) == (1, True)
    assert kept(home) == [version]
    assert len(user_entries(home)) == 3


KILLED = """
import os, shutil, signal, sys
shutil.copyfile = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from sekisho.cli import main
main(["data", "add", "party-list", "list.csv", "--read", "2026-10-01", "--replace"])
"""


def test_what_a_killed_run_left_behind_is_never_used_and_the_next_run_is_whole(home: Path):
    add(write(Path("list.csv"), suppliers(3)), "--replace")
    [version] = kept(home)
    write(Path("list.csv"), suppliers(4))
    done = subprocess.run([sys.executable, "-c", KILLED], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert next(each.name for each in kept(home) if each != version).endswith(".unfinished")
    assert len(user_entries(home)) == 3
    assert len(json.loads(call("data", "list", "--format", "json").output)) == 1
    assert add("list.csv", "--replace").exit_code == 0
    assert len(user_entries(home)) == 4
    assert not any(each.name.endswith(".unfinished") for each in kept(home))


# --- export -------------------------------------------------------------------------------------------


def test_a_built_in_list_and_a_part_of_it_are_written_as_followthemoney(home: Path):
    assert call("data", "export", "party-list", "cn/watch-list", "-o", "all.ftm.json").exit_code == 0
    assert call("data", "export", "party-list", "cn/watch-list/2026-28", "-o", "part.ftm.json").exit_code == 0
    found, part = (
        list(entries_of(read_records(Path(name).read_text(encoding="utf-8").split("\n"))))
        for name in ("all.ftm.json", "part.ftm.json")
    )
    entries = load_measures().entries
    held = [replace(each, curator_note="") for each in entries if each.list.startswith("cn/watch-list/")]
    assert found == held
    assert part == [each for each in held if each.list.endswith("2026-28")]
    assert list_names(home) == []


def test_what_is_exported_can_be_added_and_a_list_of_ones_own_exported(home: Path):
    row = {"id": "NK-1", "schema": "Company", "name": "Orion", "aliases": "Zavod Orion", "countries": "ru"}
    add(write(Path("targets.simple.csv"), opensanctions([row])), "--replace")
    assert call("data", "export", "party-list", "own/targets-simple", "-o", "own.ftm.json").exit_code == 0
    assert add("own.ftm.json", "--name", "again", "--replace").exit_code == 0
    again, first = user_entries(home)
    assert (again.list, again.names, again.territory) == ("own/again", first.names, first.territory)


def test_an_unknown_list_or_place_is_refused(home: Path):
    told = call("data", "export", "party-list", "cn/wach-list", "-o", "x.ftm.json")
    assert told.exit_code == 1
    assert "no list 'cn/wach-list'.\n  Did you mean 'cn/watch-list'?" in told.output
    told = call("data", "export", "party-list", "cn/watch-list", "-o", "nowhere/x.ftm.json")
    assert "cannot be written" in told.output
    assert list(Path().iterdir()) == []
    assert not home.exists()


def test_a_name_of_a_list_from_a_file_is_one_that_can_be_kept(home: Path):
    add(write(Path("取引先 (2026).csv"), suppliers(2)), "--replace")
    assert list_names(home) == ["own/取引先-2026"]
    with pytest.raises(ListError, match="cannot name a list"):
        check_name("a/b")

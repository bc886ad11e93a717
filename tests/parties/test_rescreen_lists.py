"""Re-screening and watching tell parties that came to stand on a held list, exactly as two full runs do."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.synthetic_package import ENTRY_COLUMNS, clause, measure, write_package

from sekisho import Library, determine_book, load_measures
from sekisho.cli import main
from sekisho.determination.book.opener import MEMORY_LIMIT
from sekisho.determination.book.snapshot import kept_of, opened
from sekisho.determination.rescreen.change_export import write_changes
from sekisho.determination.rescreen.comparison import Rescreened, compare
from sekisho.determination.rescreen.law_side import law_side, stored_side

DAY = "2026-06-01"
ENTRIES = (
    {"entry": "j1", "list": "cn/judged/2026-1", "name": "Kitahama Shipbuilding Co., Ltd.", "listed": "2026-01-01"},
    {"entry": "u1", "list": "cn/held/2026-2", "name": "Tarumi Corporation", "weak_aliases": "TRM"},
    {"entry": "u2", "list": "cn/held/2026-2", "name": "Later Labs", "listed": "2026-08-01"},
    {"entry": "f1", "list": "us/some-list", "name": "Oki Magnetics Corporation", "until": "2026-07-31"},
)
ENDS = ("headline", "floor", "ceiling", "narrow_floor", "narrow_ceiling", "broad_floor", "broad_ceiling")
NAMES = (
    *("Kitahama Shipbuilding", "Tarumi Corporation", "TRM", "Later Labs", "Oki Magnetics Corporation"),
    *("Isobe Magnetics Works", "Harukawa Instruments", "Nobody Trading", "Somebody Ltd.", "", "none"),
)
OURS = "id,name\nX1,Isobe Magnetics Works Co. Ltd.\nX2,Tarumi Corporation\n"
THEIRS = "id,name\nY1,Harukawa Instruments GmbH\nY2,Kitahama Shipbuilding\n"


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def add(text: str, name: str) -> None:
    Path(f"{name}.csv").write_text(text, encoding="utf-8")
    done = call("data", "add", "party-list", f"{name}.csv", "--name", name, "--replace", "--accept-loss")
    assert done.exit_code == 0, done.output


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A law with a list that a clause judges, one of the PRC that none judges, and one of another state; a book."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "law"
    when = {"all": [{"destination": "JP"}, {"end_user": {"listed": "cn/judged/2026-1"}}]}
    goods = clause("goods", {"control_codes": {"under": ["cn/dual-use/1C905.a"]}}, "licence")
    write_package(folder, measure("2026-1", [clause("ban", when), goods]))
    with (folder / "lists" / "xx-list.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, list(ENTRY_COLUMNS), restval="")
        rows.writeheader()
        rows.writerows(ENTRIES)
    (folder / "lists" / "groups.csv").unlink()
    (folder / "lists" / "holdings.csv").unlink()
    effects = "list_part,effect,encoded,words_en,words_zh,words_ja,source\nus/some-list,foreign,no,A.,B.,C.,\n"
    (folder / "lists" / "effects.csv").write_text(effects, encoding="utf-8")
    lines = [
        {"destination": to, "control_codes": codes, "end_user": name, "importer": other, "date": day}
        for name in NAMES
        for to, codes, other, day in (
            ("KR", "none", "none", DAY),
            ("JP", "1C905.a", "none", "2026-09-01"),
            ("JP", "none", "Later Labs", DAY),
            ("KR", "none", "Isobe Magnetics Works", "2026-09-01"),
        )
    ]
    with Path("book.csv").open("w", encoding="utf-8", newline="") as file:
        book = csv.DictWriter(file, ["line", *lines[0]])
        book.writeheader()
        book.writerows({"line": number, **line} for number, line in enumerate(lines))
    return folder


def loaded() -> Library:
    return load_measures(["law"], overlay=Path("home/sekisho/lists"))


def full(library: Library, day: str | None, place: str, *, keep: bool = False) -> dict[str, tuple[str, ...]]:
    determine_book("book.csv", library, out=Path(place), as_of=day, keep=keep, threads=1)
    with Path(place).open(encoding="utf-8", newline="") as file:
        return {row["line"]: tuple(row[name] for name in (*ENDS, "alerts")) for row in csv.DictReader(file)}


def again(before: tuple[Library, str | None] | None, after: tuple[Library, str | None]) -> Rescreened:
    from datetime import date

    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    with opened(kept_of(Path("one.csv")), memory_limit=MEMORY_LIMIT, threads=1) as kept:
        one = stored_side(kept) if before is None else law_side(kept, before[0], day(before[1]))
        found = compare(kept, one, law_side(kept, after[0], day(after[1])))
        write_changes(found, Path("changes.csv"))
        return found.result


def lists_of(alerts: str) -> dict[str, str]:
    """The lists on which a party of a line stands, or may; one that raises the answer leaves it open either way."""
    told = sorted((one["zone"] == "match", one["list"]) for one in json.loads(alerts or "[]"))
    return {name: "is" if sure and name != "cn/held/2026-2" else "may be" for sure, name in told}


CASES = {
    "own lists changed": (DAY, DAY, True),
    "another day": (DAY, "2026-09-01", False),
    "another day, own lists changed": (DAY, "2026-09-01", True),
    "each line by its own date, own lists changed": (None, None, True),
}


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("stored", [True, False], ids=["answers of the run", "both judged anew"])
@pytest.mark.parametrize("case", CASES)
def test_the_lines_that_change_are_those_that_two_full_runs_tell_apart(case: str, *, stored: bool):
    first, second, changed = CASES[case]
    add(OURS, "ours")
    old = loaded()
    one = full(old, first, "one.csv", keep=True)
    if changed:
        add(THEIRS, "ours")
    new = loaded()
    other = full(new, second, "two.csv")
    found = again(None if stored else (old, first), (new, second))
    wanted = {line for line in one if one[line][:-1] != other[line][:-1]}
    assert wanted
    with Path("changes.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["line"]: row for row in csv.DictReader(file)}
    for line, row in rows.items():
        for when, full_row in (("before", one[line]), ("after", other[line])):
            assert tuple(row[f"{name}_{when}"] for name in ENDS) == full_row[:-1], (line, when)
        assert row["clauses"]
    assert set(rows) == wanted
    assert found.changed == len(wanted)
    moved_lists = [line for line in one if line not in wanted and lists_of(one[line][-1]) != lists_of(other[line][-1])]
    assert found.other_lists == len(moved_lists)
    assert sorted(line for line, _, _ in found.listed_lines) == sorted(moved_lists)
    for line, came, left in found.listed_lines:
        was, now = lists_of(one[line][-1]), lists_of(other[line][-1])
        weight = {"may be": 1, "is": 2}
        wanted_sets = (
            {name for name in was | now if weight.get(now.get(name, ""), 0) > weight.get(was.get(name, ""), 0)},
            {name for name in was | now if weight.get(now.get(name, ""), 0) < weight.get(was.get(name, ""), 0)},
        )
        assert (set(came), set(left)) == wanted_sets
    assert sum(number for _, _, number, _ in found.by_change) == found.changed


@pytest.mark.usefixtures("law")
def test_the_command_names_the_list_by_which_lines_change_and_the_lists_that_changed():
    bulk = ("bulk", "book.csv", "-o", "one.csv", "--keep", "--as-of", DAY, "--measures", "law")
    assert call(*bulk).exit_code == 0
    add(OURS, "ours")
    said = " ".join(call("rescreen", "one.csv", "--library-to", "law").stdout.split())
    assert "no licence -> no licence, on a list: ask by own/ours came" in said
    assert "Your own lists have changed since the run: own/ours (new)." in said
    told = json.loads(call("rescreen", "one.csv", "--library-to", "law", "--format", "json").stdout)
    change = next(one for one in told["by_change"] if one["after"] == "free_with_alert")
    assert (change["before"], change["clauses"][0]["clause"]) == ("free", "own/ours")
    assert told["own_lists_changed"] == {"own/ours": "new"}
    later = call("rescreen", "one.csv", "--library-to", "law", "--law-to", "2026-09-01").stdout
    assert "no licence -> not decided" in later
    assert "cn/held/2026-2" in later


@pytest.mark.usefixtures("law")
def test_a_watch_tells_and_counts_them():
    watch = ("watch", "book.csv", "--as-of", DAY, "--measures", "law", "--format", "json")
    assert call(*watch).exit_code == 0
    add(OURS, "ours")
    done = call(*watch)
    assert done.exit_code == 40
    told = json.loads(done.stdout)
    assert told["lines_changed"] == told["changed"] > 0
    assert any(one["after"] == "free_with_alert" for one in told["by_change"])
    assert any("lists of parties" in one for one in told["inputs"])
    assert call(*watch).exit_code == 0


@pytest.mark.usefixtures("law")
def test_what_an_earlier_version_kept_without_hits_is_compared_by_its_clauses_alone():
    library = loaded()
    full(library, DAY, "one.csv", keep=True)
    add(OURS, "ours")
    with opened(kept_of(Path("one.csv")), memory_limit=MEMORY_LIMIT, threads=1) as kept:
        meta = {name: value for name, value in kept.meta.items() if name != "alerts"}
        old = replace(kept, meta=meta)
        found = compare(old, stored_side(old), law_side(old, loaded(), None)).result
    assert (found.changed, found.other_lists) == (0, 0)

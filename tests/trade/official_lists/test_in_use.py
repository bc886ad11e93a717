"""A list of the user's own: kept by version, in use from the command line, and told of beside answers."""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.list_documents import changed, numbered, rows, write_csv

from sekisho import Library, load_measures
from sekisho.classification.limit_checks import LimitStatus, status_of
from sekisho.cli import main
from sekisho.errors import LibraryError
from sekisho.law.dates.calendar import law_on
from sekisho.law.loading import user_lists
from sekisho.present.law.coverage import coverage
from sekisho.trade.items.control_list import control_list
from sekisho.trade.items.parameter import read_stated

ROLLERS = "旋压成形机：滚轮数大于等于3"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of data, empty; returns the place of the lists in it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    made = changed(rows(), "2B209.a", lambda row: replace(row, text=ROLLERS))
    made = changed(made, "1A225", lambda row: replace(row, name="铂催化剂新名"))
    new = replace(made[0], code="1C999.a", name="新物项", text="新物项", hs=("2846901940",))
    write_csv(tmp_path / "list.csv", numbered([*made, new]), encoding="gb18030")
    write_csv(tmp_path / "next.csv", rows())
    return tmp_path / "home" / "sekisho" / "lists"


def call(*words: str) -> Result:
    """Call sekisho in this process."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


def add(file: str = "list.csv", *words: str) -> Result:
    """Add a list as the catalogue."""
    return call("data", "add", "cn-catalogue", file, "--read", "2026-10-01", *words)


def test_without_replace_the_difference_is_shown_and_nothing_is_written(home: Path):
    told = add()
    assert told.exit_code == 0
    assert "1C999.a 新物项 (line " in told.output
    assert "Nothing was written. --replace puts the list in use." in told.output
    assert not home.exists()


def test_with_replace_the_version_is_kept_with_its_file_card_and_log(home: Path):
    told = add("list.csv", "--replace", "--title", "Catalogue: 2026", "--url", "https://example.org/a?b=c#d")
    assert told.exit_code == 0, told.output
    [version] = [each for each in (home / "cn-catalogue").iterdir() if each.is_dir()]
    assert version.name.startswith("2026-10-01-")
    assert (version / "original.csv").read_bytes() == Path("list.csv").read_bytes()
    assert (home / "cn-catalogue" / "in-use").read_text().strip() == version.name
    [card] = json.loads(call("data", "list", "--format", "json").output)
    assert card["title"] == "Catalogue: 2026"
    assert card["url"] == "https://example.org/a?b=c#d"
    assert card["in_use"] is True
    assert card["codes"] == len(rows()) + 1
    log = (home / "cn-catalogue" / "log.csv").read_text(encoding="utf-8").splitlines()
    assert log[0] == "day,action,version,sha256"
    assert log[1].endswith(f",use,{version.name},{card['sha256']}")


def test_a_list_in_use_is_laid_over_the_built_in_one(home: Path, library: Library):
    add("list.csv", "--replace", "--title", "Catalogue 2026")
    mine = load_measures(overlay=home)
    assert mine.hash != library.hash
    assert mine.code_names["cn/dual-use"]["1A225"] == f"铂催化剂新名 ({library.code_names['cn/dual-use']['1A225']})"
    assert mine.code_names["cn/dual-use"]["1A202"] == library.code_names["cn/dual-use"]["1A202"]
    assert "in your list only" in mine.code_names["cn/dual-use"]["1C999.a"]
    items = control_list(mine).items
    assert items["2B209.a"].threshold == ROLLERS
    assert "unknown" in control_list(library).items["2B209.a"].threshold
    new = items["1C999.a"]
    assert (new.parent, new.since, new.confidence) == ("1C999", "cn/2024-51-unified-list", "low")
    assert items["1C999"].parent == "1C"
    assert items["1A225"].since == control_list(library).items["1A225"].since
    assert mine.measures.keys() == library.measures.keys()


def test_a_limit_written_against_another_text_settles_nothing_by_failing(home: Path, library: Library):
    """What meets the built-in limit is still listed; what fails it is open, for the official figure may be another."""
    text = "钨镍铁合金：密度大于17g/cm3；弹性极限大于800MPa；抗拉强度大于1270MPa；延伸率大于8%"
    write_csv(Path("list.csv"), changed(rows(), "1C004", lambda row: replace(row, text=text)))
    add("list.csv", "--replace")
    found = {}
    for name, held in (("built-in", library), ("mine", load_measures(overlay=home))):
        items = control_list(held)
        for density in (17.2, 18):
            alloy = {"density": f"{density} g/cm3", "elastic_limit": "900 MPa"}
            alloy |= {"tensile_strength": "1300 MPa", "elongation": "9 %"}
            found[name, density] = status_of(items, "1C004", read_stated(alloy, items.parameters))
    assert found == {
        ("built-in", 17.2): LimitStatus.NOT_MET,
        ("built-in", 18): LimitStatus.MET,
        ("mine", 17.2): LimitStatus.UNKNOWN,
        ("mine", 18): LimitStatus.MET,
    }


@pytest.mark.usefixtures("home")
def test_a_new_code_is_held_under_the_general_term_of_the_list():
    words = ("check", "--control-codes", "1C999.a", "--departure", "CN", "--destination", "FR", "--as-of", "2026-10-10")
    assert call(*words).exit_code == 1
    add("list.csv", "--replace")
    told = call(*words)
    assert told.exit_code == 0
    assert "licence at least" in told.output
    assert "in your list only" in " ".join(call(*words, "--full").output.split())


def test_coverage_names_the_list_in_use_and_counts_its_limits(home: Path, library: Library):
    add("list.csv", "--replace", "--title", "Catalogue 2026")
    before, after = coverage(library), coverage(load_measures(overlay=home))
    assert before["user_lists"] == []
    cards = after["user_lists"]
    assert isinstance(cards, list)
    [card] = cards
    assert card["title"] == "Catalogue 2026"
    assert len(card["sha256"]) == 64
    counts, then = after["entries"], before["entries"]
    assert isinstance(counts, dict)
    assert isinstance(then, dict)
    assert counts["with_thresholds"] == then["with_thresholds"] + 1
    text = call("coverage").output
    assert "Your own lists in use" in text
    assert card["sha256"] in text


def test_versions_can_be_compared_changed_and_removed(home: Path):
    add("list.csv", "--replace")
    add("next.csv", "--replace")
    first, second = sorted(each.name for each in (home / "cn-catalogue").iterdir() if each.is_dir())
    in_use = (home / "cn-catalogue" / "in-use").read_text().strip()
    assert in_use in {first, second}
    other = first if in_use == second else second
    told = json.loads(call("data", "diff", "cn-catalogue", in_use, "--against", other, "--format", "json").output)
    assert {(each["kind"], each["code"]) for each in told["changes"]} >= {
        ("removed", "1C999.a"),
        ("renamed", "1A225"),
    }
    assert call("data", "use", "cn-catalogue", other).exit_code == 0
    assert load_measures(overlay=home).user_lists[0].version == other
    removed = call("data", "remove", "cn-catalogue", other)
    assert "The built-in list is in use again." in removed.output
    assert load_measures(overlay=home).user_lists == ()
    assert load_measures(overlay=home).hash == load_measures().hash
    assert call("data", "use", "cn-catalogue", "nonsense").exit_code == 1
    log = (home / "cn-catalogue" / "log.csv").read_text(encoding="utf-8")
    assert [line.split(",")[1] for line in log.splitlines()[1:]] == ["use", "use", "use", "remove"]


def test_a_fault_while_writing_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch):
    add("next.csv", "--replace")
    before = sorted(home.rglob("*")), load_measures(overlay=home).hash

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "original.csv")

    monkeypatch.setattr(shutil, "copyfile", fail)
    told = add("list.csv", "--replace")
    assert told.exit_code == 1
    assert "no space left on device" in told.output
    assert (sorted(home.rglob("*")), load_measures(overlay=home).hash) == before


def test_a_version_that_was_changed_by_hand_is_refused_until_it_is_removed(home: Path):
    add("list.csv", "--replace")
    [version] = [each for each in (home / "cn-catalogue").iterdir() if each.is_dir()]
    table = version / "list.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("1C999.a", "1C999.b"), encoding="utf-8")
    with pytest.raises(LibraryError, match="was changed since it was added"):
        load_measures(overlay=home)
    assert call("check", "--departure", "CN").exit_code == 1
    assert "broken" in call("data", "list").output
    assert call("data", "remove", "cn-catalogue", version.name).exit_code == 0
    assert load_measures(overlay=home).user_lists == ()


def test_a_refused_file_writes_nothing(home: Path):
    Path("invoice.csv").write_text("no,code,text\n1,1A225,invoice\n", encoding="utf-8")
    told = add("invoice.csv", "--replace", "--accept-loss")
    assert told.exit_code == 1
    assert "1 codes found, 700 to 1,100 expected" in told.output
    assert not home.exists()


@pytest.mark.usefixtures("home")
def test_a_day_that_is_none_is_told():
    told = call("data", "add", "cn-catalogue", "list.csv", "--read", "2026-13-01")
    assert told.exit_code == 1
    assert "'2026-13-01' is not a date" in told.output


def test_the_law_of_a_day_does_not_change_with_a_list(home: Path, library: Library):
    add("list.csv", "--replace")
    day = date(2026, 10, 10)
    mine = load_measures(overlay=home)
    assert len(law_on(mine, day).clauses) == len(law_on(library, day).clauses)


@pytest.mark.usefixtures("home")
def test_without_the_extra_a_pdf_file_names_what_to_install(monkeypatch: pytest.MonkeyPatch):
    Path("list.pdf").write_bytes(b"%PDF-1.7\n")
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    told = call("data", "add", "cn-control-list", "list.pdf")
    assert told.exit_code == 1
    assert "PDF files need pdfplumber" in told.output
    assert "sekisho[books]" in told.output


@pytest.mark.usefixtures("home")
def test_the_words_of_a_refusal_say_what_where_expected_and_do():
    write_csv(Path("half.csv"), rows()[:300])
    told = call("data", "add", "cn-catalogue", "half.csv")
    assert told.exit_code == 1
    assert re.search(
        r"half\.csv: \d+ codes found, 700 to 1,100 expected\.\n  Check that the file is whole", told.output
    )


@pytest.mark.parametrize("said", [b"\xff\xfe", b"../elsewhere\n", b"\n"], ids=["no text", "another folder", "nothing"])
def test_a_file_that_names_no_version_is_told_of_with_the_way_out(said: bytes, home: Path):
    add("list.csv", "--replace")
    (home / "cn-catalogue" / "in-use").write_bytes(said)
    told = call("facts", "origin")
    assert told.exit_code == 1
    assert "is not a version of a list.\n  `sekisho data use cn-catalogue built-in` mends it" in told.stderr
    assert call("data", "use", "cn-catalogue", "built-in").exit_code == 0
    assert call("facts", "origin").exit_code == 0


def test_lists_of_unknown_names_are_laid_over_in_the_order_of_their_names(home: Path, monkeypatch: pytest.MonkeyPatch):
    add("list.csv", "--replace")
    for name in ("beta", "alpha"):
        shutil.copytree(home / "cn-catalogue", home / name)
    monkeypatch.setattr(Path, "iterdir", lambda self: iter([self / "beta", self / "cn-catalogue", self / "alpha"]))
    read: list[str] = []
    monkeypatch.setattr(user_lists, "read_version", lambda place: read.append(place.parent.name))
    user_lists.user_lists(home)
    assert read == ["cn-catalogue", "alpha", "beta"]


@pytest.mark.usefixtures("home")
def test_an_entry_of_a_list_of_the_user_says_so_in_words_and_is_classified():
    add("list.csv", "--replace")
    assert "read from your own list, confidence low" in call("show", "1C999.a").output
    found = json.loads(call("classify", "新物项", "--format", "json").output)
    assert found["candidates"][0]["code"] == "1C999.a"

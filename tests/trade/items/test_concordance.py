"""Pairs with foreign control lists: each of a code that exists, sure of no more than was known."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.errors import LibraryError
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.model.scheme import control_entries
from sekisho.trade.items.concordance import CAUTION, SCHEMES, Kinship, compare_with, concordance, read_concordance


def entries(code: str, library: Library, scheme: str) -> set[tuple[str, str]]:
    found = compare_with(code, library)
    return {(pair.other, str(pair.relation)) for pair in found if pair.scheme == scheme and pair.code == code}


def test_every_pair_is_of_a_code_of_the_chinese_list(library: Library):
    codes = control_entries(library)
    assert [pair for pair in concordance(library) if pair.code not in codes] == []


def test_every_code_of_the_table_has_a_pair_for_each_foreign_list(library: Library):
    codes = {pair.code for pair in concordance(library)}
    held = {(pair.code, pair.scheme) for pair in concordance(library)}
    assert {(code, scheme) for code in codes for scheme in SCHEMES} == held


def test_without_an_entry_of_its_own_the_other_list_names_none_or_the_row_that_takes_the_rest(library: Library):
    rest = {"eu/annex-1": {""}, "us/ccl": {"", "EAR99"}, "jp/meti": {"16"}}
    for pair in concordance(library):
        assert (pair.relation is Kinship.NONE) == (pair.other in rest[pair.scheme]), pair


@pytest.mark.parametrize("scheme", ["eu/annex-1", "us/ccl"])
def test_lithium_cells_are_controlled_further_in_china_than_abroad(library: Library, scheme: str):
    """China begins at 300 Wh/kg, the others above 350, so the Chinese entry is the broader one."""
    assert entries("3A001", library, scheme) == {("3A001.e.1.b", "broader")}


@pytest.mark.parametrize(
    ("code", "scheme", "expected"),
    [
        ("3C001.a", "us/ccl", {("EAR99", "none")}),
        ("3C003.d", "eu/annex-1", {("3C003.b", "near-exact")}),
        ("1C108.b", "eu/annex-1", {("0C004", "partial"), ("1C107.a", "partial")}),
        ("1C108.b", "jp/meti", {("2(4)", "partial"), ("4", "partial")}),
        ("9A012.a", "eu/annex-1", {("9A012.a", "exact")}),
        ("1C901.a", "eu/annex-1", {("", "none")}),
        ("2B226.a", "us/ccl", {("2B226", "same-goods")}),
        ("2B352.h.1", "us/ccl", {("2B352.i", "same-number")}),
    ],
)
def test_items_that_had_no_code_are_paired_under_their_unified_code(
    library: Library, code: str, scheme: str, expected: set[tuple[str, str]]
):
    assert entries(code, library, scheme) == expected


def test_a_number_shared_with_a_foreign_list_is_not_taken_for_the_same_goods(library: Library):
    """3C004 is indium in China and hydrides abroad."""
    assert "3C004" not in {pair.other for pair in compare_with("3C004", library)}
    assert {pair.code for pair in concordance(library) if pair.other == "3C004"} == {"3C003.e"}


def test_a_code_is_compared_by_the_entries_above_it_and_those_below_it(library: Library):
    assert {pair.code for pair in compare_with("1C905.a.4", library)} == {"1C905"}
    assert [pair.code for pair in compare_with("1C902.a.4", library)] == ["1C902.a.4"] * 3 + ["1C902"] * 3
    assert {"1C902", "1C902.a.4"} <= {pair.code for pair in compare_with("1C", library)}
    assert compare_with("0A901", library) == ()


def test_the_card_says_what_each_relation_means_and_that_no_pair_was_checked():
    for folder in installed_folders():
        file = folder / "lists" / "concordance.source.yaml"
        note = str(read_plain(file.read_text(encoding="utf-8"), name=file.name)["note"])
        assert [kind for kind in Kinship if f"{kind} (" not in note] == []
        for sentence in ("never a determination under the other law", "not checked clause by clause"):
            assert sentence in note
            assert sentence in CAUTION


def test_all_words_outside_the_closed_sets_are_told_at_once(tmp_path: Path):
    folder = tmp_path / "package"
    shutil.copytree(installed_folders()[0] / "lists", folder / "lists")
    file = folder / "lists" / "concordance.csv"
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    rows[0]["relation"], rows[1]["confidence"], rows[2]["scheme"] = "exakt", "sure", "eu/annex"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(LibraryError) as fault:
        read_concordance(folder)
    told = [str(problem) for problem in fault.value.problems]
    assert [line.partition(" ")[0] for line in told] == [f"concordance.csv:{row}:" for row in (2, 3, 4)]
    assert "Did you mean 'exact'?" in told[0]

"""Cells that stand for another cell of their line are read there, and nowhere else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from sekisho import Library, determine_book
from sekisho.cli import main

LISTED = "三菱造船"


def judged(library: Library, folder: Path, header: str, *lines: str) -> list[dict[str, str]]:
    book, out = folder / "book.csv", folder / "r.csv"
    book.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    determine_book(book, library, out=out, as_of="2026-12-03")
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "word",
    ["同左", "左に同じ", "同收货人", "同荷受人", "与收货人相同", "荷受人と同じ", "same as consignee", "Same as left"],
)
def test_a_cell_that_stands_for_another_of_its_line_says_what_that_says(library: Library, tmp_path: Path, word: str):
    first, other = judged(
        library, tmp_path, "品名,收货人,最终用户", f"氧化钇,{LISTED},{word}", f"氧化钇,ソニー株式会社,{word}"
    )
    assert (first["end_user_zone"], first["unread"]) == ("match", "")
    assert (other["end_user_zone"], other["unread"]) == ("none", "")


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("品名,目的国,最终用户", "氧化钇,日本,同左"),
        ("品名,收货人,最终用户", "氧化钇,,同左"),
        ("品名,最终用户,收货人", f"氧化钇,同左,{LISTED}"),
        ("最终用户,品名", "同左,氧化钇"),
    ],
)
def test_where_nothing_stands_that_it_may_mean_the_cell_is_told_as_unread(
    library: Library, tmp_path: Path, header: str, line: str
):
    (row,) = judged(library, tmp_path, header, line)
    assert "end_user: 同左" in row["unread"]
    assert row["end_user_zone"] != "none"


@pytest.mark.parametrize("name", ["同方威视技术股份有限公司", "同和鉱業", "同社", "Wie Electronics", "as Trading"])
def test_a_name_that_begins_so_is_a_name(library: Library, tmp_path: Path, name: str):
    (row,) = judged(library, tmp_path, "品名,收货人,最终用户", f"氧化钇,{LISTED},{name}")
    assert row["importer_zone"] == "match"
    assert row["end_user_zone"] != "match"


def test_a_place_stands_for_a_place(library: Library, tmp_path: Path):
    (row,) = judged(library, tmp_path, "品名,原产国,起运国,目的国,最终用户", "氧化钇,VR China,同左,日本,ソニー株式会社")
    assert row["unread"] == ""
    lines = ("氧化钇,ソニー株式会社,同左", *["氧化钇,ソニー株式会社,日本"] * 3)
    unread, *_ = judged(library, tmp_path, "品名,最终用户,目的国", *lines)
    assert "destination: 同左" in unread["unread"], "a firm is no place"


def test_a_cell_that_cannot_be_read_is_no_fault_beside_a_wrong_option(tmp_path: Path):
    book = tmp_path / "book.csv"
    book.write_text("品名,出荷日,需要者\n氧化钇,11月末,ソニー株式会社\n", encoding="utf-8")
    told = CliRunner().invoke(main, ["bulk", str(book), "-o", str(tmp_path / "r.csv"), "--map", "end_user=顧客"])
    assert "顧客" in told.output
    assert "11月末" not in told.output


def test_columns_left_aside_are_named_and_then_no_fact_is_said_to_be_absent(tmp_path: Path):
    for more, absent in (("", True), (",Zorro", False)):
        book = tmp_path / "book.csv"
        book.write_text(f"line,description,end_user{more}\n1,gallium,Sony{more and ',x'}\n", encoding="utf-8")
        told = CliRunner().invoke(main, ["bulk", str(book), "-o", str(tmp_path / "r.csv"), "--full"])
        assert ("Not in your file" in told.output) is absent
        assert ("Columns left aside: 'Zorro'." in told.output) is not absent

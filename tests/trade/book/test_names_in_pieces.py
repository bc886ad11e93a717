"""A listed party whose name stands in two columns, since the field of a system was too short, is found all the same."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.support.unpresumed import determine

from sekisho import Library, determine_book
from sekisho.i18n.territory_codes import territories_of
from sekisho.parties.lists.query_file import read_queries
from sekisho.trade.book.line_lookup import line_of_book
from sekisho.trade.book.matching.numbered_columns import numbered_columns

DAY = date(2026, 11, 24)
FIELD = 35
"""Letters of a field of a name in systems that many firms use."""
OTHERS = (
    "Nagoya Bearing Works Trading and Export Company Limited",
    "Osaka Seiki Kogyo Precision Machinery Manufacturing Co., Ltd.",
)
"""Long names of nobody who is listed."""


def book(path: Path, headers: tuple[str, ...], names: Sequence[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", *headers, "description"])
        writer.writerows([number, *pieces, "steel brackets"] for number, pieces in enumerate(names, start=1))
    return path


def judged(path: Path, library: Library) -> list[dict[str, str]]:
    determine_book(path, library, out=path.with_suffix(".results.csv"), as_of=DAY)
    with path.with_suffix(".results.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cut(name: str) -> tuple[str, str]:
    return name[:FIELD].rstrip(), name[FIELD:].strip()


@pytest.mark.parametrize("headers", [("NAME1", "NAME2"), ("Consignee Name Line 1", "Consignee Name Line 2")])
def test_every_listed_name_that_a_field_cannot_hold_points(headers: tuple[str, str], library: Library, tmp_path: Path):
    """Mapped or not: the first header says of nobody which party it is, the second that it receives."""
    held = [
        (entry.id, name) for entry in library.entries for name in entry.names if name.isascii() and len(name) > FIELD
    ]
    assert len(held) > 30, "else there is little to find"
    rows = judged(
        book(tmp_path / "b.csv", headers, [cut(name) for _, name in held] + [cut(one) for one in OTHERS]), library
    )
    missed = [name for (entry, name), row in zip(held, rows, strict=False) if f":{entry}" not in row["points"]]
    assert missed == []
    assert [row["triage"] for row in rows[len(held) :]] == ["nothing_points"] * len(OTHERS)


def test_the_line_of_such_a_book_is_judged_as_the_book_is(library: Library, tmp_path: Path):
    path = book(
        tmp_path / "b.csv",
        ("得意先名1", "得意先名2"),
        [("Mitsubishi Heavy Industries Marine", "Machinery & Equipment")],
    )
    result = determine_book(path, library, out=tmp_path / "r.parquet", as_of=DAY)
    line = line_of_book(result.card, 1, facts=library.facts, territory=str)
    assert line["importer"].split("\n") == ["Mitsubishi Heavy Industries Marine", "Machinery & Equipment"]
    (row,) = judged(path, library)
    answer = determine(line, library, as_of=DAY).to_dict()
    assert [answer[key] for key in ("outcome", "floor", "ceiling")] == [
        row[key] for key in ("outcome", "floor", "ceiling")
    ]


def test_two_parties_in_numbered_columns_are_both_found(library: Library, tmp_path: Path):
    pairs = [("Example Works", "IHI Aerospace Co., Ltd."), ("IHI Aerospace Co., Ltd.", "Example Works")]
    rows = judged(book(tmp_path / "b.csv", ("Consignee 1", "Consignee 2"), pairs), library)
    assert all("party_" in row["points"] for row in rows)


@pytest.mark.parametrize(
    ("headers", "pieces"),
    [
        (["Name", "Name 2", "Name 3"], {"Name": ("Name", "Name 2", "Name 3")}),
        (["納入先名（上）", "納入先名（下）"], {"納入先名": ("納入先名（上）", "納入先名（下）")}),
        (["客户名称①", "客户名称②"], {"客户名称": ("客户名称①", "客户名称②")}),
        (["Ship-to II", "Ship-to I"], {"Ship-to": ("Ship-to I", "Ship-to II")}),
        (["Item 2", "Item 4"], {}),  # the first is not there
        (["3", "4"], {}),  # no word
        (["Radii", "Rad"], {}),  # no number
        (["HS6", "HS"], {}),
        (["Rate 1", "Rate 11", "Rate 12"], {}),  # no text has ten pieces
    ],
)
def test_pieces_are_told_by_what_headers_have_in_common(headers: list[str], pieces: dict[str, tuple[str, ...]]):
    assert numbered_columns(headers) == pieces


def test_lines_of_an_address_are_no_name(library: Library, tmp_path: Path):
    path = book(tmp_path / "b.csv", ("Consignee Address 1", "Consignee Address 2"), [("1-1 Akunoura", "Nagasaki")])
    result = determine_book(path, library, out=tmp_path / "r.parquet", as_of=DAY)
    assert "importer" not in {guess.fact for guess in (*result.reading.proposed, *result.reading.unsure)}


@pytest.mark.parametrize("column", ["", "NAME1"])
def test_a_file_of_names_is_read_so_too(column: str, library: Library, tmp_path: Path):
    path = tmp_path / "parties.csv"
    path.write_text(
        "KUNNR,NAME1,NAME2,LAND1\n1,Mitsubishi Heavy Industries Marine,Machinery & Equipment,JP\n2,TDK,,JP\n"
    )
    names = [query.name for query in read_queries(path, territories_of(library), column)]
    assert names == ["Mitsubishi Heavy Industries Marine\nMachinery & Equipment", "TDK"]

"""Bytes, instants, day numbers, keys twice, several sheets and packed files are read as meant, or refused."""

from __future__ import annotations

import gzip
import json
import time  # noqa: TID251 - it alone takes over the zone of the process
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from tests.support import plain

from sekisho import Library
from sekisho.files.tables import write_query
from sekisho.trade.book.recipe import Recipe

ZONES = ("UTC", "Asia/Tokyo", "America/Los_Angeles")
FORMS = ("parquet", "csv", "jsonl", "T", "milliseconds")
INSTANTS = (
    ("2026-02-23 15:30:00+00", "2026-02-23", "Asia/Shanghai"),
    ("2026-02-23 16:30:00+00", "2026-02-24", "Asia/Shanghai"),
    ("2026-02-23 15:00:00+00", "2026-02-24", "UTC+09:00"),
    ("2026-02-23 18:30:00+00", "2026-02-24", "UTC+05:30"),
    ("2026-02-23 00:00:00+00", "2026-02-23", "UTC+00:00"),
)
"""A time, its day in the book, and the zone in which that is its day."""


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "utf-16-le", "utf-16"])
def test_bytes_in_parquet_are_decoded(encoding: str, library: Library, tmp_path: Path) -> None:
    book = tmp_path / "book.parquet"
    columns = list(plain.HEADER)
    with duckdb.connect() as connection:
        kinds = ", ".join(f"{name} {'BLOB' if name == 'end_user' else 'VARCHAR'}" for name in columns)
        connection.execute(f"CREATE TABLE book ({kinds})")
        rows = [
            [row[name].encode(encoding) if name == "end_user" else row[name] for name in columns] for row in plain.ROWS
        ]
        connection.executemany(f"INSERT INTO book VALUES ({', '.join('?' for _ in columns)})", rows)
        write_query(connection, "book", book)
    found = plain.seen(book, library)
    assert found.parties() == [plain.UNLISTED, plain.LISTED]
    assert found.told["encoding of end_user"] == encoding


def test_bytes_that_are_no_text_are_refused_where_they_are_a_fact(library: Library, tmp_path: Path) -> None:
    book = tmp_path / "book.parquet"
    plain.parquet(plain.ROWS, book, r"* REPLACE ('\x00\x01\x02\xFF'::BLOB AS end_user)")
    assert "bytes" in plain.seen(book, library).refusal
    plain.parquet(plain.ROWS, book, r"*, '\x00\x01\x02\xFF'::BLOB AS picture")
    found = plain.seen(book, library)
    assert found.parties() == [plain.UNLISTED, plain.LISTED]
    assert "left aside: picture" in found.told


@pytest.mark.parametrize("kind", ["{'name': end_user}", "MAP {'name': end_user}", "[[end_user]]"])
def test_a_type_that_is_not_read_is_refused_by_name(kind: str, library: Library, tmp_path: Path) -> None:
    book = tmp_path / "book.parquet"
    plain.parquet(plain.ROWS, book, f"* REPLACE ({kind} AS end_user)")
    refusal = plain.seen(book, library).refusal
    assert "end_user" in refusal
    assert "is not read" in refusal


@pytest.mark.parametrize(("moment", "form", "zone"), plain.crossing(INSTANTS, FORMS, ZONES), indirect=["zone"])
def test_an_instant_is_the_day_in_beijing_or_of_its_midnight(
    moment: tuple[str, str, str], form: str, zone: str, library: Library, tmp_path: Path
) -> None:
    instant, day, told = moment
    rows = [plain.row("L2", plain.LISTED, date=instant)]
    book = tmp_path / f"book.{form if form in {'parquet', 'jsonl'} else 'csv'}"
    if form == "parquet":
        plain.parquet(rows, book, "* REPLACE (date::TIMESTAMPTZ AS date)")
    elif form == "jsonl":
        book.write_text(json.dumps(rows[0], ensure_ascii=False) + "\n", encoding="utf-8")
    else:
        milliseconds = f"{datetime.fromisoformat(instant + ':00').timestamp() * 1000:.0f}"
        text = {"T": instant.replace(" ", "T").replace("+00", ".000Z"), "milliseconds": milliseconds}.get(form, instant)
        book.write_text(plain.csv_text([{**rows[0], "date": text}]), encoding="utf-8")
    found = plain.seen(book, library)
    assert [facts["date"] for facts in found.facts.values()] == [day]
    assert found.told["zone of date"] == told
    assert zone


def test_the_zone_of_the_process_changes_no_answer(zone: str, library: Library, tmp_path: Path) -> None:
    book = tmp_path / "book.parquet"
    rows = [plain.row("L2", plain.LISTED, date="2026-02-23 15:30:00+00")]
    plain.parquet(rows, book, "* REPLACE (date::TIMESTAMPTZ AS date)")
    assert plain.answer(book, library, tmp_path, as_of=None).ranges == {"L2": ("licence", "licence")}
    assert zone


def test_a_zone_that_is_named_decides(library: Library, tmp_path: Path) -> None:
    book = tmp_path / "book.parquet"
    plain.parquet(
        [plain.row("L2", plain.LISTED, date="2026-02-23 15:30:00+00")], book, "* REPLACE (date::TIMESTAMPTZ AS date)"
    )
    for name, day in (("Asia/Tokyo", "2026-02-24"), ("UTC+09:00", "2026-02-24"), ("UTC", "2026-02-23")):
        found = plain.seen(book, library, recipe=Recipe(zone=name))
        assert found.facts["L2"]["date"] == day
    assert "'Tokio' is not a time zone" in plain.seen(book, library, recipe=Recipe(zone="Tokio")).refusal


@pytest.mark.parametrize(("system", "header"), plain.crossing(["1900", "1904"], ["date", "出荷日"]))
def test_day_numbers_count_from_the_day_of_their_workbook(
    system: str, header: str, library: Library, tmp_path: Path
) -> None:
    first = date(1904, 1, 1) if system == "1904" else date(1899, 12, 30)
    book = tmp_path / "book.xlsx"
    rows = [
        {**plain.row("L1", plain.LISTED), header: date(2026, 2, 23)},
        {**plain.row("L2", plain.LISTED), header: date(2026, 2, 24)},
    ]
    with xlsxwriter.Workbook(book, {"date_1904": system == "1904"}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, list(rows[0]))
        for at, row in enumerate(rows, start=1):
            for place, cell in enumerate(row.values()):
                sheet.write(at, place, (cell - first).days if isinstance(cell, date) else cell)
    found = plain.seen(book, library)
    assert [facts["date"] for facts in found.facts.values()] == ["2026-02-23", "2026-02-24"]
    assert found.told.get("date_system", "1900") == system


def test_a_key_that_stands_twice_is_refused_with_its_line(library: Library, tmp_path: Path) -> None:
    book = tmp_path / "book.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) for row in plain.ROWS]
    twice = lines[1][:-1] + f', "end_user": "{plain.UNLISTED}"' + "}"
    book.write_text("\n".join([lines[0], twice, ""]), encoding="utf-8")
    assert "line 2: the key 'end_user' stands twice" in plain.seen(book, library).refusal


def workbook(book: Path, sheets: dict[str, list[dict[str, str]]]) -> None:
    with xlsxwriter.Workbook(book) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            if rows:
                sheet.write_row(0, 0, list(rows[0]))
            for at, row in enumerate(rows, start=1):
                sheet.write_row(at, 0, list(row.values()))


@pytest.mark.parametrize("within", ["alone", "folder"])
def test_all_sheets_with_the_same_header_are_read(within: str, library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    book = folder / "book.xlsx"
    feb = [dict(reversed(plain.row("L2", plain.LISTED).items()))]
    workbook(
        book, {"Notes": [], "Jan": [plain.row("L1", plain.UNLISTED)], "Feb": feb, "Prices": [{"a": "1", "b": "2"}]}
    )
    found = plain.seen(folder if within == "folder" else book, library)
    assert found.parties() == [plain.UNLISTED, plain.LISTED]
    assert "Prices" in str(found.told)


def test_two_sheets_whose_lines_have_the_same_names_are_two_lines(library: Library, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    workbook(book, {"Jan": [plain.row("1", plain.UNLISTED)], "Feb": [plain.row("1", plain.LISTED)]})
    found = plain.answer(book, library, tmp_path)
    assert sorted(found.ranges.values()) == [("licence",) * 2, ("prohibited_save_special",) * 2]


@pytest.mark.parametrize(("letters", "where"), plain.crossing([140_000, 400_000], ["description", "header", "broken"]))
def test_a_huge_cell_is_read_or_refused(letters: int, where: str, library: Library, tmp_path: Path) -> None:
    rows = [plain.row("L1", plain.UNLISTED, description="x" * letters), plain.row("L2", plain.LISTED)]
    text = plain.csv_text(rows if where != "header" else plain.ROWS)
    if where == "header":
        text = text.replace("description", "y" * letters)
    if where == "broken":
        text += "L3,too,few\n"
    book = tmp_path / "book.csv"
    book.write_text(text, encoding="utf-8")
    found = plain.seen(book, library)
    assert found.refusal or found.facts["L2"]["end_user"] == plain.LISTED


def test_prose_in_a_folder_is_no_book(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    (folder / "orders.txt").write_text(plain.csv_text(delimiter="\t"), encoding="utf-8")
    (folder / "readme.txt").write_text(
        "These orders, as sent, are final.\nAsk Mr. A, or Ms. B, for more.\n", encoding="utf-8"
    )
    found = plain.seen(folder, library)
    assert found.parties() == [plain.UNLISTED, plain.LISTED]
    assert found.told["files_not_read"] == "readme.txt"


@pytest.mark.parametrize(
    ("inner", "packing"), plain.crossing(["book.csv", "book.jsonl", "book.parquet"], ["gz", "zip"])
)
def test_a_packed_table_is_read(inner: str, packing: str, library: Library, tmp_path: Path) -> None:
    source = tmp_path / inner
    if inner.endswith("parquet"):
        plain.parquet(plain.ROWS, source)
    elif inner.endswith("jsonl"):
        source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in plain.ROWS), encoding="utf-8")
    else:
        source.write_bytes(plain.csv_text().encode("cp932"))
    book = tmp_path / f"{inner}.{packing}"
    if packing == "gz":
        book.write_bytes(gzip.compress(source.read_bytes()))
    else:
        with zipfile.ZipFile(book, "w") as parts:
            parts.write(source, "2026/" + inner)
            parts.writestr("__MACOSX/._book.csv", b"\x00\x05")
            parts.writestr("readme.txt", "Orders, all.")
    source.unlink()
    found = plain.seen(book, library)
    assert found.parties() == [plain.UNLISTED, plain.LISTED]
    assert found.told["packing"] == packing


@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_what_is_no_packed_table_is_refused(packing: str, library: Library, tmp_path: Path) -> None:
    book = tmp_path / f"book.csv.{packing}"
    zeros = b"0" * ((1 << 26) + 1)
    if packing == "gz":
        bad = [b"no archive", gzip.compress(zeros, 1), gzip.compress(b"a,b\n1,2\n")[:-9]]
    else:
        bad = [b"no archive"]
        for names in (["a.csv", "b.csv"], ["a.exe"], []):
            with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as parts:
                for name in names:
                    parts.writestr(name, "a,b\n1,2\n")
            bad.append(book.read_bytes())
        with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("a.csv", zeros)
        bad.append(book.read_bytes())
    for raw in bad:
        book.write_bytes(raw)
        assert plain.seen(book, library).refusal


def test_customs_codes_stored_as_numbers_are_codes(library: Library, tmp_path: Path) -> None:
    book = tmp_path / "book.parquet"
    rows = [{**row, "hs_code": "280530"} for row in plain.ROWS]
    plain.parquet(rows, book, "* REPLACE (hs_code::DOUBLE AS hs_code)")
    found = plain.seen(book, library)
    assert {facts["hs_code"] for facts in found.facts.values()} == {"280530"}


@pytest.mark.parametrize("now", [datetime(2026, 2, 23, 15, 59, tzinfo=UTC), datetime(2026, 2, 23, 16, 0, tzinfo=UTC)])
def test_today_is_today_in_beijing(now: datetime, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from sekisho import machine

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            assert tz is UTC
            return now

    monkeypatch.setattr(machine, "datetime", Clock)
    assert machine.today().isoformat() == ("2026-02-23" if now.hour < 16 else "2026-02-24")
    assert zone

"""The name of a file is read as itself: neither as a pattern nor as a column."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from sekisho.errors import BookError
from sekisho.files.tables import (
    attach_database,
    check_one,
    check_unchanged,
    exact,
    files_read,
    fingerprint_of,
    stored_table,
    text_table,
    write_query,
)

NAMES = [
    *("orders[1]", "a*b", "a?b", "**", "[]", "[!a]", "]x[", "{a,b}", "a{b", "it's", 'a"b', "a b", " a", "a;b", "-a"),
    *(
        "~a",
        "$HOME",
        "a%20b",
        "a#b",
        "a&b",
        "k=v",
        "s3:",
        "日本[磁石]",
        "a\nb",
        "a\tb",
        "[[]1]",
        "a\\b",
        "[a-z]",
        "[^a]",
    ),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", ["file", "folder"])
def test_a_name_is_that_file_alone(name: str, where: str, tmp_path: Path) -> None:
    folder = tmp_path / (name if where == "folder" else "folder")
    for other in (tmp_path, tmp_path / "orders1", tmp_path / "axb", tmp_path / "a", tmp_path / "z", folder):
        other.mkdir(exist_ok=True)
        for near in ("orders1", "axb", "a", "b", "z", "[", "1"):
            for ending in (".csv", ".parquet"):
                (other / f"{near}{ending}").write_text("a\nwrong\n", encoding="utf-8")
    stem = name if where == "file" else "orders"
    with duckdb.connect() as connection:
        for kind in ("csv", "parquet"):
            place = folder / f"{stem}.{kind}"
            write_query(connection, "SELECT 'right' AS a", place, "csv" if kind == "csv" else "parquet")
            assert place.is_file()
            source = text_table(place, {"a": "VARCHAR"}) if kind == "csv" else stored_table(place)
            found = connection.execute(f"SELECT * FROM {source}").fetchall()
            assert found == [("right",)]
            assert files_read(connection, place) == [str(place)]
            check_one(connection, place)


def test_names_are_absolute_so_that_none_is_an_address_or_a_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert exact("~/orders.csv") == f"{tmp_path}/~/orders.csv"
    assert exact("s3://orders.csv") == f"{tmp_path}/s3:/orders.csv"


def test_a_name_that_cannot_be_told_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="backslash") as refused:
        exact(tmp_path / "a\\b[1].csv")
    assert refused.value.problems[0].remedy


def test_a_folder_named_like_a_column_is_no_column(tmp_path: Path) -> None:
    folder = tmp_path / "end_user=Somebody Else"
    folder.mkdir()
    with duckdb.connect() as connection:
        write_query(connection, "SELECT 'the listed one' AS end_user", folder / "book.parquet")
        found = connection.execute(f"SELECT * FROM {stored_table(folder / 'book.parquet')}").fetchall()
    assert found == [("the listed one",)]


def test_a_database_is_attached_under_its_own_name(tmp_path: Path) -> None:
    place = tmp_path / "kept[1].db"
    with duckdb.connect() as connection:
        attach_database(connection, place, "kept")
        connection.execute("CREATE TABLE kept.a AS SELECT 1 AS b")
    with duckdb.connect() as connection:
        attach_database(connection, place, "kept", read_only=True)
        assert connection.execute("FROM kept.a").fetchall() == [(1,)]
    assert place.is_file()


def test_a_file_written_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    place = tmp_path / "book.csv"
    place.write_text("a\n1\n", encoding="utf-8")
    before = fingerprint_of(place)
    assert before.size == place.stat().st_size
    check_unchanged(place, before)
    place.write_text("a\n1\n2\n", encoding="utf-8")
    with pytest.raises(BookError, match="written anew while"):
        check_unchanged(place, before)
    place.unlink()
    with pytest.raises(BookError, match="written anew while"):
        check_unchanged(place, before)

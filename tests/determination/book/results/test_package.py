"""Results are described by the public standard: what the descriptor says is what lies in the file."""

import csv
import hashlib
import json
import math
import os
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest

from sekisho import BookError, Library
from sekisho.classification.answer import ItemState
from sekisho.determination.book.bulk import determine_book
from sekisho.determination.book.results.columns import (
    ITEM_STATES,
    LEADING,
    LISTS,
    RESULT_COLUMNS,
    TRIAGE,
    ColumnKind,
)
from sekisho.determination.book.results.package import package_of, package_under
from sekisho.determination.book.run_files import open_run
from sekisho.determination.book.triage import LOOK, NOTHING, STOP

BOOK = """line,date,description,departure,destination,end_user,control_codes,value_usd
A1,2026-03-02,gallium arsenide wafer,CN,JP,,3C001.a,120.5
A2,2026-03,bearing,CN,JP,Subaru Corporation,none,
"""
STORED: Final = {
    "string": {"VARCHAR"},
    "integer": {"INTEGER", "BIGINT"},
    "number": {"DOUBLE"},
    "date": {"DATE"},
    "list": {"VARCHAR[]"},
    "array": {"VARCHAR"},  # JSON, as text
}
"""Types of DuckDB that hold a field of each type of the standard."""


def described(library: Library, folder: Path, name: str, *, language: str = "en") -> tuple[Path, dict[str, Any]]:
    book, out = folder / "book.csv", folder / name
    book.write_text(BOOK, encoding="utf-8")
    determine_book(book, library, out=out, as_of="2026-09-30", language=language)
    return out, json.loads(package_of(out).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["My results (1).csv", "結果.parquet"])
def test_a_descriptor_says_what_lies_in_the_file(library: Library, tmp_path: Path, name: str):
    out, package = described(library, tmp_path, name)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["name"] == ("my-results-1" if out.suffix == ".csv" else "results")
    (resource,) = package["resources"]
    content = out.read_bytes()
    assert (resource["path"], resource["bytes"], resource["rows"]) == (out.name, len(content), 2)
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    fields = resource["schema"]["fields"]
    if out.suffix == ".csv":
        assert content.decode(resource["encoding"])  # read as it says
        with out.open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text, delimiter=resource["dialect"]["delimiter"]))
        assert list(rows[0]) == [field["name"] for field in fields]
        for row in rows:
            for field in fields:
                fits_field(row[field["name"]], field)
        return
    with duckdb.connect() as connection:
        table = connection.sql(f"SELECT * FROM '{out}'")
        kinds = dict(zip(table.columns, map(str, table.types), strict=True))
    assert list(kinds) == [field["name"] for field in fields]
    assert {name for name, kind in kinds.items() if kind not in STORED[field_named(fields, name)["type"]]} == set()


def field_named(fields: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(field for field in fields if field["name"] == name)


def fits_field(cell: str, field: dict[str, Any]) -> None:
    """Read a cell of text as the standard says."""
    if not cell:
        return
    words = field.get("constraints", {}).get("enum")
    assert words is None or cell in words, field["name"]
    match field["type"]:
        case "integer":
            assert str(int(cell)) == cell
        case "number":
            assert math.isfinite(float(cell))
        case "date":
            assert [len(part) for part in cell.split("-")] == [4, 2, 2]
        case "array":
            assert isinstance(json.loads(cell), list)
        case "list":
            assert all(cell.split(field["delimiter"]))
        case kind:
            assert kind == "string"


def test_every_kind_of_column_is_seen_in_the_book_of_these_tests(library: Library, tmp_path: Path):
    out, _ = described(library, tmp_path, "out.csv")
    with out.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    seen = {column.kind for column in RESULT_COLUMNS if any(row[column.name] for row in rows)}
    assert seen == set(ColumnKind)


def test_it_says_the_law_and_nothing_of_the_place_or_the_clock(library: Library, tmp_path: Path):
    out, package = described(library, tmp_path, "out.csv")
    assert package["sekisho"]["as_of"] == "2026-09-30"
    assert package["sekisho"]["run"] == open_run(out).id
    assert package["sources"][0]["version"] == library.packages[0].version
    assert package["sources"][0]["licence"] == "Apache-2.0"
    assert field_named(package["resources"][0]["schema"]["fields"], "value")["unit"] == "USD"
    text = package_of(out).read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert "book.csv" not in text
    assert os.uname().nodename not in text
    (tmp_path / "other").mkdir()
    again, _ = described(library, tmp_path / "other", "out.csv")
    assert package_of(again).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("language", "title"), [("ja", "注文一覧の結果"), ("zh", "订单表的结果")])
def test_it_speaks_the_language_of_the_run(library: Library, tmp_path: Path, language: str, title: str):
    _, package = described(library, tmp_path, "out.csv", language=language)
    assert package["title"] == title
    texts = [field["description"] for field in package["resources"][0]["schema"]["fields"]]
    assert not any(text.isascii() for text in texts)


def test_a_descriptor_of_other_data_is_not_overwritten(library: Library, tmp_path: Path):
    place = tmp_path / "out.datapackage.json"
    for foreign in ('{"name": "prices", "resources": []}', "no JSON", "[]"):
        place.write_text(foreign, encoding="utf-8")
        with pytest.raises(BookError, match="does not describe results of sekisho"):
            described(library, tmp_path, "out.csv")
        assert place.read_text(encoding="utf-8") == foreign
        assert {path.name for path in tmp_path.iterdir()} == {"book.csv", place.name}


def test_a_plain_datapackage_in_the_folder_is_left_alone(library: Library, tmp_path: Path):
    place = tmp_path / "datapackage.json"
    place.write_text("{}", encoding="utf-8")
    described(library, tmp_path, "out.csv")
    assert place.read_text(encoding="utf-8") == "{}"


def test_nothing_is_left_beside_results_that_fail(library: Library, tmp_path: Path):
    book, out = tmp_path / "book.csv", tmp_path / "out.csv"
    book.write_text(BOOK, encoding="utf-8")

    def refuse(_: Path) -> None:
        raise BookError("no")

    with pytest.raises(BookError):
        determine_book(book, library, out=out, as_of="2026-09-30", check=refuse)
    assert not package_of(out).exists()


def test_it_may_be_added_to_or_deleted_and_one_of_another_run_is_refused(library: Library, tmp_path: Path):
    out, package = described(library, tmp_path, "out.csv")
    package_of(out).write_text(json.dumps(package | {"contributors": [{"title": "A. Clerk"}]}), encoding="utf-8")
    assert open_run(out).id == package["sekisho"]["run"]
    stated = package["sekisho"] | {"run": "0" * 16}
    package_of(out).write_text(json.dumps(package | {"sekisho": stated}), encoding="utf-8")
    with pytest.raises(BookError, match="two runs"):
        open_run(out)
    package_of(out).unlink()
    assert open_run(out).id == package["sekisho"]["run"]


def test_a_page_gives_it_away_with_the_names_of_its_files(library: Library, tmp_path: Path):
    out, _ = described(library, tmp_path, "results.csv")
    renamed = json.loads(package_under(package_of(out), "orders"))
    assert [resource["path"] for resource in renamed["resources"]] == ["orders.results.csv"]


def test_words_and_lists_are_those_of_the_program():
    assert set(ITEM_STATES) == {"stated", *ItemState}
    assert (TRIAGE[STOP], TRIAGE[LOOK], TRIAGE[NOTHING]) == TRIAGE
    assert {column.name for column in RESULT_COLUMNS} > LISTS
    assert tuple(column.name for column in RESULT_COLUMNS)[: len(LEADING)] == LEADING

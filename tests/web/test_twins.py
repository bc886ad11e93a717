"""Every page as data at its own address, and tables as CSV and as workbooks in which text stays text."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlsplit

import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient
from tests.support.web.addresses import LINE, PAGES

from sekisho import Library

FORMULA = '=HYPERLINK("http://example.com","x")'


def _twin(address: str, form: str) -> str:
    parts = urlsplit(address)
    return f"{'/index' if parts.path == '/' else parts.path}.{form}?{parts.query}"


@pytest.mark.parametrize("address", [page for page in PAGES if not page.startswith("/api")])
def test_every_page_answers_json_in_one_envelope(client: TestClient, library: Library, address: str):
    answer = client.get(_twin(address, "json"))
    assert answer.status_code == 200
    found = answer.json()
    assert set(found) == {"data", "coverage", "library", "problems"}
    assert found["library"]["hash"] == library.hash
    assert found["coverage"]["not_covered"]


@pytest.mark.parametrize(
    "address",
    [f"/check/result?{LINE}", "/measures", "/measures/cn/2026-01-japan-dual-use", "/coverage", "/codes", "/help"],
)
def test_tables_answer_csv_and_workbooks_that_say_the_same(client: TestClient, address: str):
    rows = list(csv.reader(io.StringIO(client.get(_twin(address, "csv")).text)))
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(_twin(address, "xlsx")).content))
    sheet = book.get_sheet_by_name("Data").to_python()
    assert len(rows) > 1
    assert [[str(cell) for cell in row] for row in sheet[:1]] == rows[:1]
    assert len(sheet) == len(rows)
    said = {row[0]: row[1] for row in book.get_sheet_by_name("Read me").to_python()}
    assert said["as of"] == "2026-09-30"


def test_a_formula_stays_text(client: TestClient):
    answer = client.post("/parties.csv", data={"names": FORMULA})
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["query"] == f"'{FORMULA}"
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.post("/parties.xlsx", data={"names": FORMULA}).content))
    cells = book.get_sheet_by_name("Data").to_python()
    assert cells[1][0] == FORMULA


def test_what_is_no_table_says_so(client: TestClient):
    answer = client.get("/check.csv")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_code_with_a_point_is_no_ending(client: TestClient):
    assert client.get("/codes/cn/dual-use/1C905.a").status_code == 200
    assert client.get("/codes/cn/dual-use/1C905.a.json").json()["data"]["code"] == "1C905.a"


def test_a_mistake_is_told_as_data(client: TestClient):
    answer = client.get("/measures.json?as_of=soon")
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert problem == {
        "what": "'soon' is not a date.",
        "where": "as_of",
        "expected": "Expected a day of the calendar as YYYY-MM-DD.",
        "do": "",
        "remedy": "",
    }


def test_whoever_has_a_page_is_told_that_it_has_not_changed(client: TestClient):
    first = client.get("/measures?as_of=2026-09-30")
    again = client.get("/measures?as_of=2026-09-30", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = client.get("/measures", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_a_page_that_names_a_party_is_kept_by_nobody(client: TestClient):
    named = client.post("/check/result", data={"destination": "JP", "end_user": "Secret Works"})
    assert "etag" not in named.headers
    assert "no-cache" in named.headers["cache-control"]

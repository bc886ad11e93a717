"""One line of a run whose date is a day, a month or a part of one: page, `explain` and REST say what the run says."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.support.random_lines import rows_of
from tests.support.web.html import parsed
from tests.support.web.waiting import until

from sekisho import Library, determine_book
from sekisho.service.workspace import Workspace
from sekisho.web.pages.book_lines import explained

DATES = {
    "day": "2026-05-20",
    "slashes": "2026/5/20",
    "era": "令和8年5月20日",
    "month": "2026年5月",
    "month in figures": "2026-05",
    "month of an era": "令和8年5月",
    "ten days": "2026年5月中旬",
    "two laws": "2026-06",
}
"""A line of each kind of date; in June 2026 the law changes, in May it does not."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Lines alike but for their dates."""
    path = tmp_path / "dates.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["line", "date", "movement", "departure", "destination", "description", "control_codes"])
        rows.writerows([name, day, "export", "CN", "JP", "gallium", "3C001"] for name, day in DATES.items())
    return path


@pytest.fixture
def run(client: TestClient, book: Path) -> Iterator[str]:
    """The address of the run on the pages, each line under the law of its own day."""
    with book.open("rb") as file:
        address = client.post("/books", files={"book": (book.name, file)}).headers["location"].partition("?")[0]
    until(lambda: client.get(f"{address}.json").json()["data"]["doing"] == "")
    page = parsed(client.get(address).text)
    chosen = {
        one["name"]: option["value"]
        for one in page.all("select")
        for option in one.all("option")
        if "selected" in option
    }
    columns = {one["name"]: one["value"] for one in page.all("input") if one["name"].startswith("column.")}
    client.post(f"{address}/run", data={**columns, **chosen, "dated": "each", "reading": "central"})
    until(lambda: client.get(f"{address}.json").json()["data"]["state"] == "done")
    yield address
    client.post(f"{address}/delete")


def test_the_page_judges_every_kind_of_date_as_the_run_judged_it(book: Path, library: Library, tmp_path: Path):
    results = tmp_path / "results.parquet"
    determine_book(book, library, out=results)
    ends = {row["line"]: (row["floor"], row["ceiling"]) for row in rows_of(results)}
    assert set(ends) == set(DATES)
    for line, written in DATES.items():
        form, judged = explained(results, line, Workspace(library=library))
        answer = judged.answer.to_dict()
        assert (answer["floor"], answer["ceiling"]) == ends[line], line
        assert form.dated, "no day of the law was asked for"
        assert form.as_of.isoformat()[:7] == ("2026-06" if line == "two laws" else "2026-05"), written


@pytest.mark.slow
def test_every_kind_of_date_has_a_page_and_is_told_over_rest(client: TestClient, run: str):
    for line in DATES:
        page = client.post(f"{run}/line", data={"line": line})
        assert page.status_code == 200, (line, page.text[:500])
        over_rest = client.post(f"/api{run}/explain", json={"line": line})
        assert over_rest.status_code == 200, (line, over_rest.text[:500])


@pytest.mark.slow
def test_the_head_of_a_list_says_whose_law_counts(client: TestClient, run: str):
    """Each line's own day here: the day at the head of the page is none of theirs."""
    for page, said in (("", "Each line is judged by the law of its date."), ("/lines", "of its date.")):
        assert said in parsed(client.get(f"{run}{page}").text).text
    assert "各行は、その行の日付の法で判定しています。" in client.get(run, headers={"accept-language": "ja"}).text
    assert "每行按该行日期的法律判定。" in client.get(run, headers={"accept-language": "zh"}).text


@pytest.mark.slow
def test_a_list_of_orders_offers_one_day_for_all_and_says_why(client: TestClient, book: Path):
    text = book.read_text("utf-8").replace("line,date,", "手配番号,手配日,")
    address = client.post("/books", files={"book": ("o.csv", text.encode())}).headers["location"].partition("?")[0]
    until(lambda: client.get(f"{address}.json").json()["data"]["doing"] == "")
    page = parsed(client.get(address).text)
    assert [one["value"] for one in page.all("input") if one["name"] == "dated" and "checked" in one] == ["one"]
    assert "the day of order, not of shipment" in page.text
    columns = {one["name"]: one["value"] for one in page.all("input") if one["name"].startswith("column.")}
    chosen = {
        one["name"]: option["value"]
        for one in page.all("select")
        for option in one.all("option")
        if "selected" in option
    }
    assert "date" not in chosen.values()
    client.post(f"{address}/run", data={**columns, **chosen, "dated": "one", "reading": "central"})
    until(lambda: client.get(f"{address}.json").json()["data"]["state"] == "done")
    said = parsed(client.get(address).text).text
    assert "'手配日' is the day of order, not of shipment. All lines are judged by the law of" in said
    client.post(f"{address}/delete")


def _chosen(client: TestClient, address: str) -> dict[str, str]:
    """The form of the columns as its page shows it."""
    page = parsed(client.get(address).text)
    chosen = {
        one["name"]: option["value"]
        for one in page.all("select")
        for option in one.all("option")
        if "selected" in option
    }
    columns = {one["name"]: one["value"] for one in page.all("input") if one["name"].startswith("column.")}
    radio = {one["name"]: one["value"] for one in page.all("input") if one["name"] == "dated" and "checked" in one}
    return {**columns, **chosen, **radio, "reading": "central"}


def _judged(client: TestClient, address: str, form: dict[str, str]) -> dict[str, object]:
    client.post(f"{address}/run", data=form)
    until(lambda: client.get(f"{address}.json").json()["data"]["state"] in {"done", "failed"})
    data: dict[str, object] = client.get(f"{address}.json").json()["data"]
    return data


@pytest.mark.slow
def test_choosing_the_column_of_the_date_counts_and_the_list_stays_judged_until_then(client: TestClient, book: Path):
    """The day for all lines that the page showed before is nobody's choice once the column of the date is chosen."""
    text = book.read_text("utf-8").replace("line,date,", "手配番号,手配日,")
    address = client.post("/books", files={"book": ("o.csv", text.encode())}).headers["location"].partition("?")[0]
    until(lambda: client.get(f"{address}.json").json()["data"]["doing"] == "")
    assert _judged(client, address, _chosen(client, address))["state"] == "done"

    # To look at the columns, and to leave, changes nothing.
    there = client.post(f"{address}/map")
    assert there.status_code == 303
    page = parsed(client.get(there.headers["location"]).text)
    assert "The results stay as they are" in page.text
    assert client.get(f"{address}.json").json()["data"]["state"] == "done"
    assert "All lines are judged by the law of" in parsed(client.get(address).text).text

    # The column is chosen, and the button beside it is left as it was.
    form = _chosen(client, f"{address}/map")
    place = next(name.partition(".")[2] for name, text in form.items() if text == "手配日")
    assert form["dated"] == "one"
    _judged(client, address, {**form, f"fact.{place}": "date"})
    said = parsed(client.get(address).text).text
    assert "Each line is judged by the law of its date. The dates stand in column '手配日'." in said
    assert _chosen(client, f"{address}/map")["dated"] == "each"

    # Whoever wants one day all the same says so, and the page tells it, here and when the columns are looked at again.
    _judged(client, address, {**_chosen(client, f"{address}/map"), "dated": "one"})
    said = parsed(client.get(address).text).text
    assert "All lines are judged by the law of" in said
    assert "Column '手配日' does not change which law counts." in said
    assert _chosen(client, f"{address}/map")["dated"] == "one"
    client.post(f"{address}/delete")

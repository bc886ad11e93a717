"""What a person sets on the page of columns holds for the next book with these headers, is told, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed, submit
from tests.support.web.server import BASE, TODAY
from tests.support.web.waiting import until

from sekisho import Library
from sekisho.service.book_columns import memories_of, said_by_person
from sekisho.service.workspace import Workspace
from sekisho.web.app import create_app
from sekisho.web.settings import ServerSettings

BOOK = (
    "伝票番号,品名,規格,納入先,仕向国,得意先\n1,磁石,N42,Alpha Works,JP,Beta Works\n2,椅子,B型,Gamma KK,JP,Beta Works\n"
)


@pytest.fixture
def home(library: Library, tmp_path: Path) -> Iterator[TestClient]:
    """Pages of a user who has a folder of their own."""
    app = create_app(
        ServerSettings(
            library=library,
            today=lambda: TODAY,
            folder=tmp_path / "jobs",
            cache=tmp_path / "cache",
            overlay=tmp_path / "home" / "lists",
        )
    )
    with TestClient(app, base_url=BASE, follow_redirects=False) as found:
        yield found
    app.state.jobs.close()


def upload(client: TestClient, name: str) -> str:
    answer = client.post("/books", files={"book": (name, BOOK.encode())})
    address = answer.headers["location"].partition("?")[0]
    until(lambda: client.get(f"{address}.json").json()["data"]["state"] == "mapped")
    return str(address)


def chosen(page: Element) -> dict[str, str]:
    """Return column to fact as the page of columns shows it."""
    facts = {
        one["name"]: option["value"]
        for one in page.all("select")
        for option in one.all("option")
        if "selected" in option
    }
    columns = {one["name"]: one["value"] for one in page.all("input") if one["name"].startswith("column.")}
    return {column: facts.get(name.replace("column.", "fact."), "") for name, column in columns.items()}


def fields(columns: dict[str, str]) -> dict[str, str]:
    numbered = list(enumerate(columns.items(), 1))
    return {f"column.{n}": column for n, (column, _) in numbered} | {f"fact.{n}": fact for n, (_, fact) in numbered}


def form_to(page: Element, ending: str) -> Element:
    return next(one for one in page.all("form") if one["action"].endswith(ending))


def test_columns_that_a_person_set_hold_for_the_next_book_are_told_and_undone(home: TestClient, tmp_path: Path):
    first = upload(home, "november.csv")
    page = parsed(home.get(first).text)
    shown = chosen(page)
    # Name and specification make one description, and the cells of each column stand beside it.
    assert shown["品名"] == shown["規格"] == "description"
    assert "磁石" in page.text
    assert "B型" in page.text
    assert not [one for one in page.all("form") if one["action"].endswith("/forget")]
    assert shown["納入先"] != "end_user"
    set_by_person = {**shown, "納入先": "end_user", "規格": ""}
    if shown["得意先"] == "end_user":
        set_by_person["得意先"] = "importer"
    sent = {**fields(set_by_person), "dated": "one", "remember": "yes"}
    assert home.post(f"{first}/run", data=sent).status_code == 303
    until(lambda: home.get(f"{first}.json").json()["data"]["state"] == "done")
    (memory,) = memories_of(tmp_path / "home" / "mappings")
    assert (memory.book, memory.columns["end_user"], memory.columns["description"]) == (
        "november.csv",
        "納入先",
        "品名",
    )

    second = upload(home, "december.csv")
    page = parsed(home.get(second, headers={"accept-language": "ja"}).text)
    assert chosen(page) == set_by_person
    assert "november.csvで設定されたとおりに列を読んでいます" in page.text
    listed = home.get("/api/books/remembered").json()["data"]
    assert [(one["book"], one["columns"]["end_user"]) for one in listed] == [("november.csv", "納入先")]
    assert "november.csv" in parsed(home.get("/books").text).text

    # Over REST a book is read so as well, and the answer says so.
    begun = home.post("/api/books", params={"name": "january.csv"}, content=BOOK.encode()).headers["location"]
    until(lambda: home.get(begun).json()["data"]["state"] == "done")
    found = home.get(f"/api{begun.removeprefix('/api')}").json()["data"]["found"]
    assert found["decided"] == {"day": TODAY.isoformat(), "book": "november.csv"}
    assert found["mapped"]["end_user"] == "納入先"

    back = submit(home, form_to(parsed(home.get(second).text), "/forget"))
    del back
    until(lambda: home.get(f"{second}.json").json()["data"]["state"] == "mapped")
    assert chosen(parsed(home.get(second).text)) == shown
    assert memories_of(tmp_path / "home" / "mappings") == ()
    assert home.get("/api/books/remembered").json()["data"] == []


def test_nothing_is_remembered_that_was_not_changed_or_not_wished(home: TestClient, tmp_path: Path):
    address = upload(home, "november.csv")
    shown = chosen(parsed(home.get(address).text))
    changed = fields({**shown, "規格": ""})
    for sent in ({**fields(shown), "remember": "yes"}, changed):
        home.post(f"{address}/run", data=sent)
        until(lambda: home.get(f"{address}.json").json()["data"]["state"] == "done")
        assert memories_of(tmp_path / "home" / "mappings") == ()
        home.post(f"{address}/map")
    home.post(f"{address}/run", data={**changed, "remember": "yes"})
    (memory,) = memories_of(tmp_path / "home" / "mappings")
    key = next(one for one in parsed(home.get("/books").text).all("input") if one["name"] == "key")["value"]
    assert key == memory.key
    home.post("/books/forget", data={"key": key})
    assert memories_of(tmp_path / "home" / "mappings") == ()


def test_what_was_said_before_holds_where_it_was_not_changed():
    shown = {"end_user": "納入先", "description": "品名"}
    assert said_by_person(shown, shown, {"end_user": "納入先"}) == {}
    assert said_by_person({"end_user": "納入先"}, shown, {"end_user": "納入先"}) == {
        "end_user": "納入先",
        "description": "",
    }


def test_each_account_has_its_own_memory(library: Library, tmp_path: Path):
    folders = {Workspace(library=library, home=tmp_path, account=name).mappings for name in ("", "mori", "../x")}
    assert len(folders) == 3
    assert all(folder is not None and (tmp_path / "mappings") in (folder, folder.parent) for folder in folders)

"""An order book from upload to settled, without a browser; cancelled, failed, deleted."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed, submit
from tests.support.web.waiting import until

from sekisho import Library, determine_book
from sekisho.present.render.pdf import is_installed
from sekisho.web.settings import ServerSettings


def _form(page: Element, ending: str) -> Element:
    return next(one for one in page.all("form") if one["action"].endswith(ending) and one["method"] == "post")


@pytest.fixture
def sent(client: TestClient, orders: Path) -> Iterator[str]:
    """The address of a book whose columns are known."""
    with orders.open("rb") as file:
        answer = client.post("/books", files={"book": ("orders.csv", file)})
    assert answer.status_code == 303
    address = answer.headers["location"].partition("?")[0]
    until(lambda: client.get(f"{address}.json").json()["data"]["state"] != "working")
    until(lambda: client.get(f"{address}.json").json()["data"]["doing"] == "")
    yield address
    client.post(f"{address}/delete")


def _done(client: TestClient, address: str) -> Element:
    until(lambda: client.get(f"{address}.json").json()["data"]["state"] == "done")
    until(lambda: client.get(f"{address}.json").json()["data"]["doing"] == "")
    return parsed(client.get(address).text)


def _grids_come_back_filled(client: TestClient, page: Element) -> None:
    """Whoever forgets a name, or writes a word that is none, gets the form back, with the error at its field."""
    grids = _form(page, "/settle")
    typed = {"book.use": "no", "customers.0.country": "Atlantis", "customers.1.kind": "civil", "basis": "a call"}
    back = client.post(grids["action"], data=typed)
    assert back.status_code == 422
    again = parsed(back.text)
    assert {one["id"] for one in again.all("p") if one["class"] == "error"} == {"customers.0.country-error", "by-error"}
    values = {one["name"]: one["value"] for one in _form(again, "/settle").all("input") if one["type"] != "radio"}
    assert values["customers.0.country"] == "Atlantis"
    assert values["basis"] == "a call"
    kind = next(one for one in again.all("select") if one["name"] == "customers.1.kind")
    assert [one["value"] for one in kind.all("option") if "selected" in one] == ["civil"]
    (use,) = [one for one in again.all("input") if one["name"] == "book.use" and one["value"] == "no"]
    assert "checked" in use
    assert client.post(grids["action"], data={"by": "A. Clerk"}).status_code == 422


def _amounts_name_their_unit(japanese: Element) -> None:
    """The grid of customers names the unit of amounts in the reader's language."""
    amounts = [head.text for head in japanese.all("th") if head.text.startswith("金額（")]
    assert amounts, "the grid of customers"
    assert all(not re.search("[a-z]", head) for head in amounts)


def _results_are_described(client: TestClient, sent: str, orders: Path) -> None:
    """The descriptor names each file as it is given away, by the page and over REST."""
    here = client.get(f"{sent}/files/results.datapackage.json").json()
    names = [f"{orders.stem}.results.{kind}" for kind in ("csv", "parquet")]
    assert [one["path"] for one in here["resources"]] == names
    over_rest = client.get(f"/api{sent}/results?format=datapackage").json()
    for one in over_rest["resources"]:
        content = client.get(f"/api{sent}/results?format={one['format']}").content
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def _first_line_is_as_the_book_says(listed: Element, orders: Path) -> None:
    with orders.open(encoding="utf-8") as book:
        stated = {row["line"]: row for row in csv.DictReader(book)}
    first = next(next(listed.all("tbody")).all("tr"))
    named = next(first.all("button")).text
    cells = {cell["class"]: cell.text for cell in first.all("td")}
    assert cells["c-item"].startswith(stated[named]["description"])
    assert stated[named]["control_codes"] in cells["c-item"]


def test_a_book_is_mapped_run_read_and_settled(
    client: TestClient, sent: str, library: Library, orders: Path, tmp_path: Path
):
    page = parsed(client.get(sent).text)
    chosen = {
        one["name"]: option["value"]
        for one in page.all("select")
        for option in one.all("option")
        if "selected" in option
    }
    columns = {one["name"]: one["value"] for one in page.all("input") if one["name"].startswith("column.")}
    assert len(chosen) == len(columns) == 24
    answer = client.post(
        f"{sent}/run", data={**columns, **chosen, "dated": "one", "as_of": "2026-09-30", "reading": "central"}
    )
    assert answer.status_code == 303
    page = _done(client, sent)
    _amounts_name_their_unit(parsed(client.get(sent, headers={"accept-language": "ja"}).text))
    expected = determine_book(orders, library, out=tmp_path / "results.parquet", as_of="2026-09-30")
    counts = next(one for one in page.all("table") if "Outcomes" in one.text)
    for count in expected.by_headline.values():
        assert f"{count:,}" in counts.text

    listed = parsed(client.get(f"{sent}/lines?headline=prohibited").text)
    assert next(listed.all("h1")).text.startswith(f"{expected.by_headline['prohibited']} line")
    _first_line_is_as_the_book_says(listed, orders)
    line = next(one for one in listed.all("form") if one["action"].endswith("/line"))
    assert next(submit(client, line).all("h1")).text.startswith("■ Prohibited")

    for name in ("results.csv", "results.parquet", "report.html", "questions.xlsx", "results.run.yaml"):
        file = client.get(f"{sent}/files/{name}")
        assert file.status_code == 200
        assert "attachment" in file.headers["content-disposition"]
    assert client.get(f"{sent}/files/task.json").status_code == 404
    _results_are_described(client, sent, orders)

    printed = next(one for one in page.all("div") if one["class"] == "on-paper")
    assert printed["lang"] == "en"
    counted = client.get(f"/api{sent}").json()["data"]["found"]
    assert f"Do not ship {counted['triage']['stop']} of {counted['lines']:,} lines" in printed.text
    assert ".boss" in client.get("/books/boss.css").text
    asked = client.post(f"/api{sent}/report", json={"by": "A. Clerk", "lines": 5}, headers={"accept-language": "ja"})
    assert asked.status_code == 202
    page = _done(client, sent)
    report = client.get(f"/api{sent}/report?format=html").text
    assert '<html lang="ja">' in report
    assert "A. Clerk" in report
    assert client.get(f"/api{sent}/report?format=xlsx").content == client.get(f"{sent}/files/report.xlsx").content
    assert client.get(f"/api{sent}/report?format=pdf").status_code == (200 if is_installed() else 404)
    _grids_come_back_filled(client, page)

    open_before = client.get(f"/api{sent}").json()["data"]["found"]["by_headline"]["undetermined"]
    questions = _form(page, "/answers")
    first = next(one for one in questions.all("select", "input") if one["name"].startswith("answer."))
    value = "civil" if first.tag == "select" else "none"
    assert client.post(f"{sent}/answers", data={first["name"]: value}).status_code == 422
    assert client.post(f"{sent}/answers", data={first["name"]: value, "by": "A. Clerk"}).status_code == 303
    page = _done(client, sent)
    assert "Answers: 1. Lines decided: " in page.text
    assert client.get(f"/api{sent}").json()["data"]["found"]["by_headline"]["undetermined"] < open_before
    # What was answered is listed with who and when.
    (given,) = client.get(f"/api{sent}").json()["data"]["found"]["given"]
    assert given["by"] == "A. Clerk"
    assert _form(page, "/withdraw")["action"].endswith("/withdraw")


def test_a_column_that_is_chosen_twice_is_told(client: TestClient, sent: str):
    data = {"column.1": "line", "fact.1": "destination", "column.2": "date", "fact.2": "destination"}
    answer = client.post(f"{sent}/run", data=data)
    assert answer.status_code == 422
    page = parsed(answer.text)
    (summary,) = [one for one in page.all("div") if one["class"] == "summary"]
    assert "is chosen for two columns: line and date" in summary.text


def test_a_run_can_be_cancelled_and_deleted(
    client: TestClient, settings: ServerSettings, library: Library, tmp_path: Path
):
    from sekisho.examples.orders import write_orders

    write_orders(library, lines=60_000, seed=2, out=tmp_path / "large.csv")
    with (tmp_path / "large.csv").open("rb") as file:
        answer = client.post("/api/books", params={"name": "large.csv"}, content=file.read())
    assert answer.status_code == 202
    run = answer.headers["location"]
    until(lambda: client.get(run).json()["data"]["state"] == "working")
    assert client.post(f"{run}/cancel").json()["data"]["state"] == "cancelled"
    page = parsed(client.get(run.removeprefix("/api")).text)
    assert next(page.all("h1")).text == "Reading large.csv was cancelled"
    assert client.get(f"{run}/results").status_code == 404
    folder = settings.folder / run.rpartition("/")[2]
    assert folder.is_dir()
    assert client.delete(run).status_code == 204
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"nothing here\n", "could not be read"),
        ("a.xlsx", b"PK\x03\x04 broken", "damaged spreadsheet"),
        ("a.pdf", b"%PDF-1.7", "damaged"),
        ("a.doc", b"Notes", "not a kind of book"),
        ("", b"", "Choose a file"),
    ],
)
def test_what_is_no_book_is_told_on_the_page(client: TestClient, name: str, content: bytes, said: str):
    answer = client.post("/books", files={"book": (name, content)} if name else None, data={"as_of": "2026-09-30"})
    if answer.status_code == 303:
        address = answer.headers["location"].partition("?")[0]
        until(lambda: client.get(f"{address}.json").json().get("data", {}).get("state") not in {"waiting", "working"})
        text = client.get(address).text
        client.post(f"{address}/delete")
    else:
        assert answer.status_code == 422
        text = answer.text
    assert said in text or "no column" in text
    assert "Traceback" not in text


def test_a_book_that_is_gone_is_told(client: TestClient):
    answer = client.get("/books/AAAAAAAAAAAA")
    assert answer.status_code == 404
    assert "Upload it again" in answer.text


def test_who_has_no_book_at_hand_gets_a_made_up_one_and_an_empty_one(client: TestClient, settings: ServerSettings):
    answer = client.post("/books", data={"sample": "1", "as_of": "2026-09-30"})
    assert answer.status_code == 303
    address = answer.headers["location"].partition("?")[0]
    until(lambda: client.get(f"{address}.json").json()["data"]["state"] == "mapped")
    assert client.get(f"{address}.json").json()["data"]["lines"] == 2_000
    assert not list(settings.folder.glob("tmp*"))
    client.post(f"{address}/delete", data={"as_of": "2026-09-30"})
    empty = client.get("/books/empty")
    header = empty.text.strip().split(",")
    assert empty.headers["content-type"].startswith("text/csv")
    assert header[0] == "line"
    assert {"departure", "destination", "control_codes", "end_use"} <= set(header)


ORDERS = (
    "line,movement,departure,destination,control_codes,end_user,end_use\n"
    "1,export,CN,JP,1C905.b,Naniwa Seiki,civil\n"
    "2,export,CN,JP,3C001.a,Mitsubishi Shipbuilding,civil\n"
    "3,export,CN,JP,none,,civil\n"
)


def _sent_over_rest(client: TestClient, **more: str) -> str:
    """Send a small book over REST, and return its address once it is done."""
    asked = {"name": "orders.csv", "as_of": "2026-09-30", **more}
    place: str = client.post("/api/books", params=asked, content=ORDERS.encode()).headers["location"]
    _result(client, place)
    return place


def _result(client: TestClient, place: str) -> dict[str, Any]:
    """Return a book over REST once nothing works on it."""
    until(lambda: client.get(place).json()["data"]["state"] not in {"waiting", "working"})
    found: dict[str, Any] = client.get(place).json()["data"]
    return found


def test_a_book_is_judged_under_another_law_over_rest(client: TestClient):
    place = _sent_over_rest(client, keep="true")
    asked = client.post(f"{place}/rescreen", json={"law_to": "2025-06-01"})
    assert (asked.status_code, asked.headers["location"]) == (202, place)
    found = _result(client, place)
    assert (found["state"], found["problems"]) == ("done", [])
    moved = found["result"]["rescreen"]
    assert (moved["lines"], moved["changed"] > 0) == (3, True)
    lines = list(csv.DictReader(client.get(f"{place}/changes").text.splitlines()))
    assert len(lines) == moved["changed"]
    assert {row["outcome_before"] for row in lines} == {one["before"] for one in moved["by_change"]}
    assert client.get(f"{place}/changes?format=parquet").content.startswith(b"PAR1")
    assert client.get(f"{place}/results").status_code == 200  # the results themselves stand
    client.delete(place)


def test_a_book_without_what_it_takes_is_not_judged_again_and_says_how(client: TestClient):
    place = _sent_over_rest(client)
    asked = client.post(f"{place}/rescreen", json={})
    assert asked.status_code == 422
    assert "keep=true" in asked.json()["problems"][0]["remedy"]
    wrong = client.post(f"{place}/rescreen", json={"law_to": "2025-13-01", "law_from": "x", "folder": "/etc"})
    assert {one["where"] for one in wrong.json()["problems"]} == {"law_to", "law_from", "folder"}
    assert client.get(f"{place}/changes").status_code == 404
    client.delete(place)


def test_a_book_is_settled_over_rest(client: TestClient, settings: ServerSettings):
    place = _sent_over_rest(client)
    assert client.get(f"{place}/questions").status_code == 404
    early = client.post(f"{place}/answers", json={"answers": [{"rank": 1, "answer": "civil"}], "by": "A. Clerk"})
    assert "Rank questions first" in early.json()["problems"][0]["remedy"]
    client.post(f"{place}/questions", json={"top": 3})
    found = _result(client, place)
    ranked = found["result"]["settle"]["questions"]
    assert [row["rank"] for row in ranked] == [1, 2, 3]
    sheet = list(csv.DictReader(client.get(f"{place}/questions").text.splitlines()))
    assert [row["question"] for row in sheet] == [row["question"] for row in ranked]
    assert client.get(f"{place}/questions?format=xlsx").content.startswith(b"PK")

    wrong = client.post(f"{place}/answers", json={"answers": [{"rank": 9, "answer": "x"}, {"rank": 9, "answer": "y"}]})
    assert [one["where"] for one in wrong.json()["problems"]] == ["answers.0.rank", "answers.1.rank", "answers", "by"]
    unread = {"answers": [{"rank": 1, "answer": "mischief"}], "by": "Private Person"}
    client.post(f"{place}/answers", json=unread)
    told = _result(client, place)
    assert (told["state"], len(told["problems"])) == ("failed", 1)
    assert client.post(f"{place}/answers", json={**unread, "answers": [_answer(ranked[0])]}).status_code == 202
    settled = _result(client, place)
    assert (settled["state"], settled["problems"]) == ("done", [])
    assert settled["result"]["measured"][0]["question"] == ranked[0]["question"]
    record = settings.folder / place.rpartition("/")[2] / "job.json"
    assert "Private Person" not in record.read_text(encoding="utf-8")
    client.delete(place)


def _answer(question: Mapping[str, Any]) -> dict[str, object]:
    """Answer a question by the first of its choices."""
    return {"rank": question["rank"], "answer": question["choices"].split(" | ")[0]}


def test_what_cannot_be_ranked_is_told_and_the_results_stand(client: TestClient):
    place = _sent_over_rest(client)
    asked = client.post(f"{place}/questions", json={"by": "value", "group": "weather"})
    assert asked.status_code == 422
    client.post(f"{place}/questions", json={"by": "value"})
    found = _result(client, place)
    assert (found["state"], [one["what"] for one in found["problems"]]) == ("done", ["the book states no values."])
    assert client.get(f"{place}/results").status_code == 200
    page = client.get(place.removeprefix("/api"))
    assert (page.status_code, "the book states no values." in page.text) == (200, True)
    client.delete(place)


def test_letters_are_written_over_rest_and_by_a_button(client: TestClient):
    place = _sent_over_rest(client)
    assert client.get(f"{place}/letters").status_code == 404
    assert client.post(f"{place}/letters", json={"language": "de"}).status_code == 422
    assert client.post(f"{place}/letters", json={"language": "ja"}).status_code == 202
    found = _result(client, place)
    assert found["problems"] == []
    (letter,) = [letter for letter in found["result"]["letters"]["letters"] if letter["to"] == "Naniwa Seiki"]
    assert letter["lines"] == ["1"]
    assert [party["to"] for party in found["result"]["letters"]["unwritten"]] == ["Mitsubishi Shipbuilding"]
    form = _form(parsed(client.get(place.removeprefix("/api")).text), "/letters")
    assert submit(client, form, letters_language="zh") is not None
    assert _result(client, place)["problems"] == []
    sent = zipfile.ZipFile(io.BytesIO(client.get(f"{place}/letters").content))
    assert f"编号：{letter['number']}" in sent.read(f"{letter['file']}.txt").decode("utf-8")
    client.delete(place)


def test_an_empty_cell_is_not_understood_before_a_run_nor_after_it(client: TestClient):
    rows = "1,steel bolt,China,civil\n2,steel bolt,中国,\n3,steel bolt,China,production run\n4,steel bolt,China,\n"
    sent = client.post("/books", files={"book": ("uses.csv", f"line,description,origin,end use\n{rows}".encode())})
    address = sent.headers["location"].partition("?")[0]
    until(lambda: client.get(f"{address}.json").json()["data"]["state"] == "mapped")
    page = parsed(client.get(address, headers={"accept-language": "en"}).text)
    (use,) = [row.text for row in page.all("tr") if any(cell.text == "end use" for cell in row.all("th"))]
    assert "25.0%" in use.replace(" %", "%")
    assert "empty in 2 lines" in use
    facts = ("line", "description", "origin", "end_use")
    names = ("line", "description", "origin", "end use")
    chosen = {f"column.{at}": name for at, name in enumerate(names, 1)}
    chosen |= {f"fact.{at}": fact for at, fact in enumerate(facts, 1)}
    client.post(f"{address}/run", data={**chosen, "dated": "one", "as_of": "2026-11-27"})
    _done(client, address)
    found = client.get(f"/api{address}").json()["data"]["found"]
    assert found["unknown_share"]["end_use"] == 0.75
    client.post(f"{address}/delete")


def test_what_is_the_same_in_every_line_and_what_is_supposed_is_said_on_the_page_of_columns(
    client: TestClient, tmp_path: Path
):
    book = tmp_path / "lines.csv"
    book.write_text(
        "line,description,end_user,departure\n1,steel bolt M8,Naniwa Seiki,CN\n2,gallium metal 4N,Naniwa Seiki,CN\n",
        encoding="utf-8",
    )
    with book.open("rb") as file:
        sent = client.post("/books", files={"book": ("lines.csv", file, "text/csv")}).headers["location"].split("?")[0]
    until(lambda: client.get(f"{sent}.json").json()["data"]["state"] == "mapped")
    page = parsed(client.get(sent).text)
    assert {one["name"] for one in page.all("select", "input")} >= {"same.movement", "same.destination", "suppose"}
    facts = ("line", "description", "end_user", "departure")
    columns = {f"{kind}.{at}": fact for at, fact in enumerate(facts, 1) for kind in ("column", "fact")}
    said = {"dated": "one", "as_of": "2026-11-27", "same.movement": "export", "suppose": "ordinary"}
    wrong = client.post(f"{sent}/run", data={**columns, **said, "same.destination": "Nowhere"})
    assert wrong.status_code == 422
    again = parsed(wrong.text)
    assert "Nowhere" in next(one for one in again.all("div") if one["class"] == "summary").text
    assert next(one for one in again.all("input") if one["name"] == "same.destination")["value"] == "Nowhere"
    assert "checked" in next(one for one in again.all("input") if one["name"] == "suppose")

    assert client.post(f"{sent}/run", data={**columns, **said, "same.destination": "日本"}).status_code == 303
    page = _done(client, sent)
    found = client.get(f"/api{sent}").json()["data"]["found"]
    assert found["constants"]["destination"] == {"value": "JP", "filled": 2, "otherwise": 0}
    assert found["supposed"]["lines"] > 0
    assert "Said for every line:" in page.text
    assert "Assumed for" in page.text


def _page() -> bytes:
    rows = [["No", "Description of goods", "Destination"], ["1", "office chair", "Japan"], ["2", "lamp", "Japan"]]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><p>Consignee: Mitsubishi Shipbuilding Co., Ltd.</p><table>{cells}</table></html>".encode()


def _word() -> bytes:
    def text(words: str) -> str:
        return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

    rows = [["No", "Description of goods", "Destination"], ["1", "office chair", "Japan"], ["2", "lamp", "Japan"]]
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{text(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    above = text("Consignee: Mitsubishi Shipbuilding Co., Ltd.")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parts:
        parts.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{above}<w:tbl>{cells}</w:tbl></w:body></w:document>',
        )
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"), [("order.html", _page()), ("report.xls", _page()), ("order.docx", _word())]
)
def test_a_document_is_judged_on_the_page_and_over_rest_as_in_python(
    client: TestClient, library: Library, tmp_path: Path, name: str, content: bytes
):
    (tmp_path / name).write_bytes(content)
    in_python = determine_book(tmp_path / name, library, out=tmp_path / "out.csv", as_of="2026-09-30")
    answer = client.post(f"/api/books?name={name}&as_of=2026-09-30&answer=csv", content=content)
    rows = [(row["line"], row["triage"]) for row in csv.DictReader(io.StringIO(answer.text))]
    assert in_python.by_triage["stop"] == 2
    assert rows == [("1", "stop"), ("2", "stop")], answer.text[:300]
    sent = client.post("/books", files={"book": (name, content)}, data={"as_of": "2026-09-30"})
    assert sent.status_code == 303
    address = sent.headers["location"].partition("?")[0]
    until(lambda: client.get(f"{address}.json").json()["data"]["state"] not in {"waiting", "working"})
    assert "Consignee" in client.get(address).text, "the label above the table is one of the columns"
    client.post(f"{address}/delete")

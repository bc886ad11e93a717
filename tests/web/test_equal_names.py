"""A name equal to a listed one, on every page that shows it: decided with a reason, told with it, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed
from tests.support.web.server import BASE, TODAY
from tests.support.web.waiting import until

from sekisho import Library
from sekisho.web.app import create_app
from sekisho.web.register import ServerRegister
from sekisho.web.settings import ServerSettings

NAME, ENTRY = "三菱造船株式会社", "jp-ecl-a01"
LINE = {"movement": "export", "departure": "CN", "destination": "JP", "control_codes": "1C902.a.4", "end_user": NAME}
BASIS = "another address, another corporate number"
SAID = {"decide": "not_same", "decide_by": "Aya", "decide_basis": BASIS}
BOOK = (
    "line,movement,departure,destination,origin,control_codes,description,exporter,end_user,value\n"
    f"L1,export,CN,JP,CN,1C902.a.4,magnet,Ningbo Magnet,{NAME},20\n"
    "L2,export,CN,JP,CN,none,office chair,Ningbo Magnet,Naniwa Seiki,300\n"
)


@pytest.fixture(scope="module")
def keeping(library: Library, tmp_path_factory: pytest.TempPathFactory) -> ServerSettings:
    folder = tmp_path_factory.mktemp("register")
    return ServerSettings(
        library=replace(library),
        today=lambda: TODAY,
        folder=folder,
        cache=folder / "cache",
        register=ServerRegister.at(folder / "matches.csv"),
    )


@pytest.fixture(scope="module")
def asked(keeping: ServerSettings) -> Iterator[TestClient]:
    app = create_app(keeping)
    with TestClient(app, base_url=BASE, follow_redirects=False, headers={"accept-language": "en"}) as found:
        yield found
    app.state.jobs.close()


@pytest.fixture(autouse=True)
def empty(keeping: ServerSettings) -> None:
    assert keeping.register is not None
    keeping.register.file.path.unlink(missing_ok=True)


def _form(page: Element) -> Element:
    return next(one for one in page.all("form") if one["class"] in {"decide", "deciding"})


def _stated(form: Element) -> dict[str, str]:
    return {one["name"]: one["value"] for one in form.all("input") if one["name"]}


@pytest.mark.parametrize("path", ["/parties", "/check/result"])
def test_an_equal_name_is_decided_with_a_reason_and_taken_back_where_it_stands(asked: TestClient, path: str):
    fields = {"names": NAME} if path == "/parties" else LINE
    page = parsed(asked.post(path, data=fields).text)
    at = ".0-0" if path == "/parties" else ""
    form = _form(page)
    assert [one["value"] for one in form.all("button") if one["value"]] == [
        f"{answer}{at}" for answer in ("same", "not_same", "escalated")
    ]
    assert "equal to a listed name, so it counts as listed" in page.text
    said = {"decide": f"not_same{at}", "decide_by": "Aya", f"decide_basis{at}": BASIS}
    bare = asked.post(path, data={**_stated(form), **fields, **said, f"decide_basis{at}": " "})
    assert bare.status_code == 422
    assert asked.get("/api/decisions").json()["data"] == []
    cleared = parsed(asked.post(path, data={**_stated(form), **fields, **said}).text)
    for who_and_why in ("another party", "Aya", "30 Sep 2026", BASIS):
        assert who_and_why in cleared.text
    (row,) = asked.get("/api/decisions").json()["data"]
    found = asked.post("/api/determinations", json={"facts": LINE}).json()["data"]
    assert (row["state"], found["parties"]["end_user"]["zone"]) == ("holds", "none")
    assert any(f"Aya decided on 30 Sep 2026 that end user {NAME}" in text for text in found["cautions"])
    undo = {"decide": f"undo{at}", f"decide_id{at}": row["id"], "decide_by": "Bo", f"decide_basis{at}": "mistaken"}
    again = parsed(asked.post(path, data={**_stated(_form(cleared)), **fields, **undo}).text)
    assert "counts as listed" in again.text
    back = asked.post("/api/determinations", json={"facts": LINE}).json()["data"]
    assert (back["headline"], back["parties"]["end_user"]["zone"]) == ("prohibited", "match")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "counts as listed"), ("ja", "掲載者として扱います"), ("zh", "按名单主体处理")],
)
def test_all_faces_of_the_queue_say_that_it_counts_as_listed_and_how_it_is_decided(
    asked: TestClient, language: str, said: str
):
    told = {"accept-language": language}
    page = parsed(asked.post("/parties/queue", data={"names": NAME, "state": "listed"}, headers=told).text)
    assert said in page.text
    (row,) = asked.post("/api/decisions/queue", json={"names": [NAME], "state": "listed"}).json()["data"]
    assert (row["state"], row["needs"]) == ("listed", "rule_out")
    (screened,) = asked.post("/api/screenings", json={"names": [NAME]}).json()["data"]
    assert screened["hits"][0]["needs"] == "rule_out"


def test_rest_clears_it_by_its_entry_and_with_a_reason_alone(asked: TestClient):
    def asks(**more: object) -> tuple[int, str]:
        answer = asked.post("/api/determinations", json={"facts": LINE, **more})
        data = answer.json().get("data") or {}
        return answer.status_code, data.get("headline", answer.text)

    assert asks(same={"": "no"}, by="Aya", basis=BASIS)[0] == 422
    status, text = asks(same={ENTRY: "no"})
    assert (status, "no reason is given" in text) == (422, True)
    assert asks(same={ENTRY: "no"}, by="Aya", basis=BASIS) == (200, "undetermined")
    (row,) = asked.get("/api/decisions").json()["data"]
    assert (row["name"], row["entry"], row["same"], row["basis"]) == (NAME, ENTRY, "no", BASIS)


@pytest.mark.slow
def test_on_the_line_of_an_order_list_it_holds_for_the_list_and_its_files_and_is_taken_back(asked: TestClient):
    sent = asked.post("/api/books", params={"name": "orders.csv", "as_of": "2026-09-30"}, content=BOOK.encode())
    place = str(sent.headers["location"]).removeprefix("/api")

    def row() -> dict[str, str]:
        until(lambda: asked.get(f"/api{place}").json()["data"]["state"] == "done")
        rows = asked.post(f"/api{place}/lines", json={}).json()["data"]["rows"]
        return next(one for one in rows if one["line"] == "L1")

    def line(**more: str) -> Element:
        return parsed(asked.post(f"{place}/line", data={"line": "L1", **more}).text)

    assert row()["triage"] == "stop"
    names = parsed(asked.get(place).text)
    assert f"same.{ENTRY}.{NAME}" in {one["name"] for one in names.all("input")}, "the page of the list asks too"
    bare = asked.post(f"{place}/decide", data={f"same.{ENTRY}.{NAME}": "no"})
    assert bare.status_code == 422
    again = parsed(bare.text)  # all that is wrong, each at its field, and nothing that was chosen is lost
    assert {"decide-by-error", "basis-error"} <= {one["id"] for one in again.all("p")}
    chosen = [one for one in again.all("input") if one["name"] == f"same.{ENTRY}.{NAME}" and "checked" in one]
    assert [one["value"] for one in chosen] == ["no"]
    stated = _stated(_form(line()))
    missing = line(**{**stated, **SAID, "decide_basis": ""})
    assert "Say on what grounds" in missing.text
    assert asked.get("/api/decisions").json()["data"] == []
    taken = asked.post(f"{place}/line", data={**stated, **SAID})
    assert taken.headers["location"].partition("?")[0] == place
    cleared = row()
    assert cleared["triage"] != "stop"
    assert f"{NAME} is another party than" in cleared["why"]
    assert f"as Aya decided on 30 Sep 2026: {BASIS}." in cleared["why"]
    page = line()
    assert "This line names" in page.text
    assert BASIS in page.text
    after = asked.get(place, headers={"accept-language": "en"}).text
    assert BASIS in after, "among what was decided"
    assert "Stop: 1 → 0 lines." in after, "what the decision moved"
    (decision,) = asked.get("/api/decisions").json()["data"]
    asked.post(
        f"{place}/line",
        data={
            "line": "L1",
            "decide": "undo",
            "decide_id": decision["id"],
            "decide_name": NAME,
            "decide_entry": ENTRY,
            "decide_by": "Bo",
            "decide_basis": "mistaken",
        },
    )
    assert row()["triage"] == "stop"
    assert "Stop: 0 → 1 lines." in asked.get(place, headers={"accept-language": "en"}).text
    asked.post(f"{place}/delete")

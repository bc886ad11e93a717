"""What people said of a book stays said: every new run of it takes what was given before, until it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import parsed
from tests.support.web.waiting import until

HEAD = "line,movement,departure,destination,origin,control_codes,description,end_user,end_use\n"
BOOK = HEAD + "".join(
    f"L{n},export,CN,JP,CN,{code},{goods},{user},{use}\n"
    for n, (code, goods, user, use) in enumerate(
        [
            ("3C001.a", "gallium", "Tokai Reiki", ""),
            ("3C001.a", "gallium", "Naniwa Seiki", "frobnication"),
            ("1C902.a.4", "magnet", "IHI Aero", ""),
            ("none", "office chair", "Naniwa Seiki", "civil"),
        ]
    )
)


class Desk:
    """A book over REST and on its page, run by run."""

    def __init__(self, client: TestClient, place: str) -> None:
        """Wait for its first run."""
        self.client, self.place = client, place
        self.run()

    def run(self) -> dict[str, Any]:
        """What the run that ended last found."""
        until(lambda: self.state()["state"] in {"done", "failed"} and not self.state()["doing"])
        ended = self.state()
        assert (ended["state"], ended["problems"]) == ("done", [])
        found: dict[str, Any] = ended["found"]
        return found

    def state(self) -> dict[str, Any]:
        """Where it stands."""
        data: dict[str, Any] = self.client.get(f"/api{self.place}").json()["data"]
        return data

    def post(self, what: str, **fields: str) -> dict[str, Any]:
        """Send a form of its page, and wait for the run that follows."""
        answer = self.client.post(f"{self.place}/{what}", data=fields)
        assert answer.status_code == 303, answer.text
        return self.run()


@pytest.fixture
def desk(client: TestClient) -> Iterator[Desk]:
    """A small book with a cell that is not read and a name to review, run with what is the same in every line."""
    said = {"name": "kept.csv", "as_of": "2026-09-30", "set": ["exporter=Ningbo Magnet"], "suppose": ["ordinary"]}
    answer = client.post("/api/books", params=said, content=BOOK.encode())
    place = str(answer.headers["location"]).removeprefix("/api")
    yield Desk(client, place)
    client.post(f"{place}/delete")


def _given(found: dict[str, Any]) -> set[tuple[str, str]]:
    return {(act["fact"], act["value"]) for act in found["given"]}


def _fields(desk: Desk) -> dict[str, str]:
    """What the page of columns sends as it is opened."""
    page = parsed(desk.client.get(f"{desk.place}/map").text)
    typed = {one["name"]: one["value"] for one in page.all("input") if one["name"].startswith(("column.", "same."))}
    chosen = {
        one["name"]: option["value"]
        for one in page.all("select")
        for option in one.all("option")
        if "selected" in option
    }
    return {**typed, **chosen, "suppose": "ordinary"}


@pytest.mark.slow
def test_every_new_run_of_a_book_takes_what_was_given_before(desk: Desk):
    first = desk.run()
    assert [gap["text"] for gap in first["reading"]["gaps"]] == ["frobnication"]
    answer = {"customers": [{"customer": "Tokai Reiki", "kind": "civil", "end_use": "civil"}], "by": "A. Clerk"}
    desk.client.post(f"/api{desk.place}/answers", json=answer)
    said = {("end_user_kind", "civil"), ("end_use", "civil")}
    assert _given(desk.run()) == said

    reread = desk.post("read_as", **{"read_as.0": "civil"})
    assert reread["reading"]["gaps"] == []
    assert _given(reread) == said
    page = parsed(desk.client.get(desk.place).text)
    assert "Answers given before, and taken again: 2." in page.text

    same = next(one["name"] for one in page.all("input") if one["name"].startswith("same."))
    decided = desk.post("decide", **{same: "no", "by": "B. Clerk"})
    assert _given(decided) == {*said, ("same", "no")}
    assert decided["reading"]["gaps"] == [], "a cell that a person read stays read"

    assert desk.client.post(f"{desk.place}/map").status_code == 303
    until(lambda: desk.state()["state"] == "done")  # it stays judged
    assert "Answers given before: 2." in parsed(desk.client.get(f"{desk.place}/map").text).text
    again = desk.post("run", **_fields(desk), dated="one", as_of="2026-10-15", reading="broad")
    assert _given(again) == {*said, ("same", "no")}
    assert again["constants"]["exporter"]["value"] == "Ningbo Magnet", "the page has no field for it"
    assert again["reading"]["gaps"] == []

    (use,) = [act["id"] for act in again["given"] if act["fact"] == "end_use"]
    (name,) = [act["id"] for act in again["given"] if act["fact"] == "same"]
    left = {("end_user_kind", "civil")}
    assert _given(desk.post("withdraw", act=use)) == {*left, ("same", "no")}
    assert _given(desk.post("withdraw", act=name)) == left
    assert _given(desk.post("again")) == left, "what is taken back stays away"

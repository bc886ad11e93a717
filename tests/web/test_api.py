"""REST: the same answers as on the command line, in one envelope, with the tag of the library."""

from __future__ import annotations

import io
import json
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient

from sekisho import Library, determine
from sekisho.web.api.reference import EXAMPLES

FACTS = {"movement": "export", "departure": "CN", "destination": "JP", "control_codes": ["3C001.a"]}


def test_a_determination_is_the_one_that_python_gives(client: TestClient, library: Library):
    answer = client.post("/api/determinations", json={"facts": FACTS, "as_of": "2026-09-30"})
    found = answer.json()
    expected = json.loads(json.dumps(determine(FACTS, library, as_of="2026-09-30").to_dict()))
    unknown = {name: found["data"]["facts"].pop(name) for name in expected["missing"] if name in found["data"]["facts"]}
    assert answer.status_code == 200
    assert found["data"].pop("brief")[0]["lines"][0].startswith("◆ Not decided")
    assert found["data"] == expected
    assert unknown == dict.fromkeys(expected["missing"])
    assert found["library"]["hash"] == library.hash
    assert answer.headers["etag"].startswith(f'"{library.hash}')


def test_unknown_is_null_and_undetermined_is_an_answer(client: TestClient):
    answer = client.post("/api/determinations", json={"facts": {**FACTS, "end_use": None}, "as_of": "2026-09-30"})
    found = answer.json()["data"]
    assert answer.status_code == 200
    assert found["outcome"] == "undetermined"
    assert "end_use" in found["missing"]
    assert found["facts"]["end_use"] is None


def test_the_trace_holds_every_part_with_its_value(client: TestClient):
    asked = {"facts": FACTS, "as_of": "2026-09-30", "trace": True}
    found = client.post("/api/determinations", json=asked).json()["data"]
    assert [one["clause"] for one in found["trace"]] == [*found["decisive"], *found["open"]]
    assert found["trace"][0]["value"] is True
    assert {part["value"] for one in found["trace"] for part in one["parts"]} == {True, None}


def test_the_day_of_the_transaction_is_the_date_of_law(client: TestClient):
    found = client.post("/api/determinations", json={"facts": {**FACTS, "date": "2024-01-05"}}).json()
    assert found["data"]["as_of"] == "2024-01-05"
    assert client.post("/api/determinations", json={"facts": FACTS}).json()["data"]["as_of"] == "2026-09-30"


def test_readings_and_assumptions_are_taken(client: TestClient):
    asked = {
        "facts": FACTS,
        "as_of": "2026-12-01",
        "readings": {"all": "broad", "military-user": "narrow"},
        "assume": {"ann70_after_2026_11_10": "lapsed"},
    }
    found = client.post("/api/determinations", json=asked).json()["data"]
    assert found["readings"] == {"all": "broad", "military-user": "narrow"}
    assert found["facts"]["ann70_after_2026_11_10"] == "lapsed"


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"facts": {"destination": "Japn"}}, {"destination"}),
        ({"facts": {"end_usr": "x", "destination": "Japn", "control_codes": "9"}, "readings": {"x": "broad"}}, set()),
        ({"facts": {}, "as_of": "2026-02-30"}, {"as_of"}),
        ({"facts": [], "more": 1}, {"facts", "more"}),
        ({"facts": {}, "readings": "wide"}, set()),
        ({"facts": {}, "assume": {"nothing": "x"}}, {"assume"}),
        ([], {"body"}),
    ],
)
def test_a_wrong_request_is_told_in_four_parts_all_at_once(client: TestClient, asked: object, where: set[str]):
    answer = client.post("/api/determinations", json=asked)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == 422
    assert all(set(one) == {"what", "where", "expected", "do", "remedy"} for one in found["problems"])
    assert all(one["expected"] or one["do"] for one in found["problems"])
    assert where <= {one["where"] for one in found["problems"]}


def test_what_is_wrong_is_told_in_the_language_of_whoever_asks(client: TestClient):
    japanese = {"accept-language": "ja"}
    wrong = client.post("/api/determinations", json={"facts": {"destination": "Japn"}}, headers=japanese)
    unshaped = client.post("/api/determinations", json={"facts": [], "more": 1}, headers=japanese)
    gone = client.get("/api/jobs/none", headers=japanese)
    problems = [one for answer in (wrong, unshaped, gone) for one in answer.json()["problems"]]
    texts = [one[part] for one in problems for part in ("what", "expected", "remedy") if one[part]]
    assert len(problems) == 4
    assert [text for text in texts if not any("ぁ" <= letter <= "ん" for letter in text)] == []
    assert wrong.json()["problems"][0]["expected"].startswith("ISO 3166")


def test_what_is_no_json_is_told(client: TestClient):
    answer = client.post("/api/determinations", content=b"{", headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["problems"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/measures?in_force_on=2026-02-01",
        "/api/measures/cn/2026-01-japan-dual-use?as_of=2026-02-01",
        "/api/measures/cn/2026-01-japan-dual-use/compare?from=2026-01-05&to=2026-01-06",
        "/api/terms/military-user",
        "/api/codes/cn/dual-use/1C905.a?as_of=2026-02-01",
        "/api/changes?since=2026-01-01&until=2026-01-31&as_of=2026-02-01",
        "/api/facts",
        "/api/coverage",
    ],
)
def test_what_has_not_changed_is_not_sent_again(client: TestClient, library: Library, address: str):
    first = client.get(address)
    assert first.status_code == 200
    assert set(first.json()) == {"data", "coverage", "library", "problems"}
    assert library.hash in first.headers["etag"]
    again = client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_measures_in_force_on_a_day_are_those_that_apply_or_may(client: TestClient):
    found = client.get("/api/measures?in_force_on=2026-02-01").json()["data"]
    assert {one["state"] for one in found} <= {"in_force", "unknown"}
    assert client.get("/api/measures?in_force_on=1990-01-01").json()["data"] == []


def test_names_are_screened(client: TestClient):
    asked = {"names": ["三菱造船株式会社", "Bakery of Saint-Malo"], "as_of": "2026-09-30"}
    found = client.post("/api/screenings", json=asked).json()["data"]
    assert [one["zone"] for one in found] == ["match", "none"]
    assert found[0]["hits"][0]["measure"] == "cn/2026-11-japan-control-list"
    assert client.post("/api/screenings", json={"names": []}).status_code == 422
    assert client.post("/api/screenings", json={"names": ["x"] * 201}).status_code == 422


def test_items_are_classified(client: TestClient):
    found = client.post("/api/classifications", json=EXAMPLES["/api/classifications"]).json()["data"]
    assert found["candidates"][0]["code"] == "1C905.a.4"
    assert client.post("/api/classifications", json={}).status_code == 422


@pytest.mark.parametrize("address", ["/api/measures/cn/nothing", "/api/terms/nothing", "/api/books/nothing", "/api/x"])
def test_what_is_not_there_is_told(client: TestClient, address: str):
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


STARTED = {"/api/impacts", "/api/exposures", "/api/nowcasts"}
OF_A_REGISTER = {f"/api/decisions{end}" for end in ("", "/ID/second", "/ID/undo")}
"""What a server without a register refuses; `test_register` sends them to one that has it."""
OF_A_RUN = "/RUN/"
"""What is asked of a run: there is none here, which is told once the body is found right. `test_client` asks a run."""


def test_every_example_of_the_reference_is_answered(client: TestClient):
    for address, body in EXAMPLES.items():
        answer = client.post(address, json=body)
        if address in OF_A_REGISTER:
            assert answer.status_code == 422
            continue
        if OF_A_RUN in address:
            assert answer.status_code == 404
            assert client.post(address, json={"nothing": "of the kind"}).status_code == 422
            continue
        assert answer.status_code == (202 if address in STARTED else 200)
        if address in STARTED:  # long work is begun, and stopped again
            assert client.delete(answer.headers["location"]).status_code in {200, 204}


def test_a_book_is_streamed_in_both_forms(client: TestClient, orders: Path, tmp_path: Path):
    answer = client.post("/api/books", params={"name": "orders.csv", "answer": "parquet"}, content=orders.read_bytes())
    assert answer.status_code == 200
    (tmp_path / "results.parquet").write_bytes(answer.content)
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT count(*), min(line) FROM '{tmp_path / 'results.parquet'}'").fetchone()
    assert rows is not None
    assert rows[0] == 400
    held = client.get("/api/books").json()["data"]
    run = held[0]["id"]
    text = client.get(f"/api/books/{run}/results?format=csv").text
    assert len(text.splitlines()) == 401
    state = client.get(f"/api/books/{run}").json()["data"]
    assert state["state"] == "done"
    assert sum(state["found"]["by_headline"].values()) == 400
    assert client.delete(f"/api/books/{run}").status_code == 204
    assert client.get(f"/api/books/{run}").status_code == 404


def test_a_book_that_cannot_be_read_is_told(client: TestClient):
    """Every line of a book is judged, whatever its columns; a book that can be read in two ways is none."""
    twice = b'{"line": "1", "end_user": "A", "end_user": "B"}\n'
    answer = client.post("/api/books", params={"name": "a.jsonl", "answer": "csv"}, content=twice)
    assert answer.status_code == 422
    assert any("'end_user' stands twice" in one["what"] for one in answer.json()["problems"])
    for run in client.get("/api/books").json()["data"]:
        client.delete(f"/api/books/{run['id']}")


def test_a_book_of_no_kind_is_refused(client: TestClient):
    assert client.post("/api/books", params={"name": "a.exe"}, content=b"MZ").status_code == 422
    assert client.post("/api/books", params={"name": "a.xlsx"}, content=b"no archive").status_code == 422
    assert client.post("/api/books", params={"name": "a.csv"}, content=io.BytesIO(b"").read()).status_code == 422
    assert client.get("/api/books").json()["data"] == []


def test_a_body_that_is_no_json_and_a_field_that_is_none_are_told_in_plain_words(client: TestClient):
    headers = {"content-type": "application/json"}
    broken = client.post("/api/determinations", content='{"facts":', headers=headers).json()["problems"][0]
    assert (broken["what"], broken["where"]) == ("the body is not JSON.", "body")
    unknown = client.post("/api/determinations", json={"facts": {}, "nosuch": True}).json()["problems"][0]
    assert (unknown["what"], unknown["where"]) == ("there is no such field.", "nosuch")

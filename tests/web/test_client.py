"""The client and the reference of the REST interface are what its description makes, and the client works."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.support.web.waiting import until

from sekisho import Library, determine

ROOT = Path(__file__).parents[2]
LINE = {"movement": "export", "departure": "CN", "destination": "JP", "control_codes": ["3C001.a"]}


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


client = _module(ROOT / "examples" / "rest_client.py")


def test_both_are_made_anew_from_the_description():
    made = _module(ROOT / "scripts" / "rest.py").files()
    assert [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text] == []


def test_the_client_asks_every_address(server: str, library: Library, orders: Path):
    asking = client.Client(server)
    answer = asking.determinations({"facts": LINE, "as_of": "2026-09-30"})
    assert answer["outcome"] == determine(LINE, library, as_of="2026-09-30").outcome
    assert len(asking.measures()) == len(library.measures)
    assert asking.measure("cn", "2026-01-japan-dual-use", as_of="2026-02-01")["state"] == "in_force"
    days = {"from_": "2026-01-05", "to": "2026-01-06"}
    assert asking.comparison("cn", "2026-01-japan-dual-use", **days)["second"]["state"] == "in_force"
    assert asking.term("military-user")["disputed"] is True
    assert asking.code("cn", "dual-use", "1C905.a")["code"] == "1C905.a"
    assert asking.measure_timeline("cn", "2026-01-japan-dual-use")["stages"]
    spans = asking.code_timeline("cn", "dual-use", "1C905.a", since="2026-06-01", destination="JP")["tracks"]
    assert [track["destination"] for track in spans] == ["JP"]
    assert asking.changes(since="2026-01-01", until="2026-01-31")["changes"]
    assert {fact["name"] for fact in asking.facts()} == set(library.facts.facts)
    assert asking.coverage()["hash"] == library.hash
    assert asking.lists() == []
    assert asking.screenings({"names": ["三菱造船株式会社"]})[0]["zone"] == "match"
    assert asking.classifications({"description": "dysprosium oxide"})["candidates"][0]["code"] == "1C905.b"
    results = asking.send_book(orders.read_bytes(), name="orders.csv", answer="csv", keep="true")
    assert len(results.splitlines()) == 401
    held = asking.books()[0]["id"]
    assert asking.book(held)["state"] == "done"
    assert asking.results_book(held, format_="csv") == results
    assert asking.job_results(held) == results
    assert held in {one["id"] for one in asking.jobs(kind="book", state="done")}
    assert asking.job(held)["result"]["lines"] == 400
    _settle_and_rescreen(asking, held)
    asking.cancel_book(held)
    asking.delete_book(held)
    assert asking.books() == []
    assert "japan-ban" in {one["name"] for one in asking.scenarios()}
    cost = asking.ask_impact({"names": ["rare-earths-stop"], "months": 1, "draws": 16})["id"]
    assert cost in {one["id"] for one in asking.impacts()}
    until(lambda: asking.impact(cost)["state"] not in {"waiting", "working"})
    loss = asking.impact(cost)["result"]["gdp_loss_percent"]
    assert loss["p5"] <= loss["p50"] <= loss["p95"]
    assert asking.results_impact(cost).startswith(b"scenario,")
    assert asking.run_again(cost)["state"] in {"waiting", "working"}
    assert asking.cancel_job(cost)["state"] == "cancelled"
    asking.delete_job(cost)
    assert cost not in {one["id"] for one in asking.impacts()}


def _settle_and_rescreen(asking: Any, held: str) -> None:  # noqa: ANN401 - the client is made, and has no types here
    """Ask every address by which a book that is done is worked on again."""

    def result() -> dict[str, Any]:
        until(lambda: asking.book(held)["state"] not in {"waiting", "working"})
        assert asking.book(held)["problems"] == []
        found: dict[str, Any] = asking.book(held)["result"]
        return found

    assert asking.explain_book(held, {"line": "2"})["differs"] == []
    asking.rescreen_book(held, {"law_to": "2025-06-01"})
    moved = result()["rescreen"]
    assert moved["lines"] == 400
    assert len(asking.changes_in_book(held).splitlines()) == moved["changed"] + 1
    asking.rank_book(held, {"top": 5})
    ranked = result()["settle"]["questions"]
    assert [row["rank"] for row in ranked] == [1, 2, 3, 4, 5]
    assert len(asking.questions_of_book(held, format_="csv").splitlines()) == 6
    first = next(row for row in ranked if "civil" in row["choices"] or "yes" in row["choices"])
    answer = "civil" if "civil" in first["choices"] else "no"
    asking.answer_book(held, {"answers": [{"rank": first["rank"], "answer": answer}], "by": "A. Clerk"})
    (measured,) = result()["measured"]
    assert measured["question"] == first["question"]


def test_what_is_wrong_is_raised_with_all_its_parts(server: str):
    with pytest.raises(client.RefusedError, match="'Japn' is not a territory") as told:
        client.Client(server).determinations({"facts": {"destination": "Japn", "end_use": "mischief"}})
    assert told.value.status == 422
    assert len(told.value.problems) == 2

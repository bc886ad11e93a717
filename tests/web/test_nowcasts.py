"""A scenario held against observations, from the form and over REST to its page; asked wrongly, and scored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import parsed
from tests.support.web.waiting import until

from sekisho import Library, nowcast
from sekisho.present.nowcast.data import nowcast_data

ASKED = {"months": "1", "draws": "16", "seed": "1"}


def test_the_form_tells_all_that_is_wrong_at_once(asking: TestClient):
    answer = asking.post("/nowcast", data={"what": "no-such", "vintage": "2026-13-01", "months": "99", "draws": "17"})
    assert answer.status_code == 422
    (summary,) = [one for one in parsed(answer.text).all("div") if one["class"] == "summary"]
    assert [one["href"] for one in summary.all("a")] == ["#what", "#vintage", "#months", "#draws"]


def test_outlooks_of_several_ways_on_are_not_offered(asking: TestClient):
    offered = {one["name"] for one in asking.get("/nowcast.json").json()["data"]["offered"]}
    assert "japan-ban" in offered
    assert "outlook-2026" not in offered


def test_rest_refuses_what_cannot_be_held_against_observations(asking: TestClient):
    assert asking.post("/api/nowcasts", json={"names": ["outlook-2026"]}).status_code == 422
    assert asking.post("/api/nowcasts", json={"names": ["japan-ban"], "observed": "/etc/passwd"}).status_code == 422


@pytest.fixture(scope="module")
def run(asking: TestClient) -> Iterator[str]:
    """The id of a run that is done."""
    body = {"names": ["japan-ban"], "as_of": "2026-03-31", "months": 1, "draws": 16, "seed": 1}
    answer = asking.post("/api/nowcasts", json=body)
    assert answer.status_code == 202, answer.text
    where = answer.headers["location"]
    until(lambda: asking.get(where).json()["data"]["state"] not in {"waiting", "working"})
    yield where.rpartition("/")[2]
    asking.delete(where)


@pytest.mark.slow
def test_rest_the_page_and_python_say_the_same(asking: TestClient, run: str, library: Library):
    told = asking.get(f"/api/nowcasts/{run}").json()["data"]
    assert told["state"] == "done", told["problems"]
    here = nowcast_data(nowcast("japan-ban", law=library, as_of="2026-03-31", months=1, draws=16, seed=1))
    assert told["result"]["hash"] == here["hash"]
    assert told["result"]["gdp_loss_percent"] == here["gdp_loss_percent"]
    page = parsed(asking.get(f"/nowcast/{run}").text)
    assert str(here["hash"])[:7] in page.text
    japanese = parsed(asking.get(f"/nowcast/{run}?language=ja").text).text
    assert "最も動いたもの" in japanese
    ids = [use["id"] for use in asking.get(f"/api/nowcasts/{run}").json()["data"]["result"]["observations"]]
    assert not any(each in japanese for each in ids), "an id stands for words"
    asking.get("/nowcast?language=en")
    forecast = asking.get(f"/nowcast/{run}/files/forecast.json").json()
    assert forecast["hash"] == here["hash"]


@pytest.mark.slow
def test_the_record_scores_no_forecast_before_its_figure_is_out(asking: TestClient, run: str):
    for address in ("/nowcast?language=en", f"/nowcast/{run}?language=en"):
        assert "is in the file of observations" in parsed(asking.get(address).text).text
    assert "観測ファイルにあるものはありません" in asking.get("/nowcast?language=ja").text


def test_the_page_opens_with_the_nowcast_that_is_kept_ready_and_it_is_there_at_once(client: TestClient):
    page = parsed(client.get("/nowcast", headers={"accept-language": "en"}).text)
    (card,) = [one for one in page.all("section") if one["aria-labelledby"] == "ready"]
    assert "the mean loss" in card.text
    fields = {one["name"]: one["value"] for one in card.all("input")}
    answer = client.post("/nowcast", data=fields)
    assert answer.status_code == 303
    place = answer.headers["location"].partition("?")[0]
    state = client.get(f"{place}.json").json()["data"]
    assert (state["state"], state["doing"]) == ("done", ""), "no process was waited for"
    assert state["result"]["as_of"] == fields["vintage"]
    told = parsed(client.get(place, headers={"accept-language": "ja"}).text)
    assert "最も動いたもの" in told.text
    assert client.get(f"{place}/files/forecast.json").json()["hash"] == state["result"]["hash"]
    again = client.post("/nowcast", data=fields)
    assert again.headers["location"].partition("?")[0] == place, "the same question has one answer"
    client.post(f"{place}/delete")


def test_over_rest_the_same_is_done_at_once_and_another_question_is_a_job(client: TestClient):
    same = {"names": ["japan-ban"], "as_of": "2026-03-31"}
    states = {}
    for body in (same, {**same, "seed": 2}):
        where = client.post("/api/nowcasts", json=body).headers["location"]
        states[where] = client.get(where).json()["data"]["state"]
    assert sorted(states.values()) in (["done", "waiting"], ["done", "working"])
    for where in states:
        client.delete(where)

"""The links of a cost to other scenarios and lengths: they open at once, and none begins a run of minutes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed
from tests.support.web.waiting import until

from sekisho.service.impact import ImpactRequest, is_kept_ready
from sekisho.web.pages.impact import OFFERED
from sekisho.web.settings import ServerSettings

ENGLISH = {"accept-language": "en"}
SHORT = "rare-earths-stop"


def _path(address: str) -> str:
    return address.partition("?")[0]


def _opened(client: TestClient, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 303
    path = _path(answer.headers["location"])
    until(lambda: client.get(f"{path}.json").json()["data"]["state"] not in {"waiting", "working"})
    return path


def _links(client: TestClient, path: str, name: str) -> list[Element]:
    page = parsed(client.get(path, headers=ENGLISH).text)
    return [link for nav in page.all("nav") if nav["aria-label"] == name for link in nav.all("a")]


@pytest.fixture(scope="module")
def ban(asking: TestClient) -> Iterator[str]:
    """The page of the ban, opened by its address."""
    path = _opened(asking, "/cost/japan-ban")
    yield path
    asking.post(f"{path}/delete")


def test_scenarios_that_are_kept_ready_stand_beside_the_one_that_is_shown(
    client: TestClient, ban: str, settings: ServerSettings
):
    links = _links(client, ban, "Scenario")
    assert [link.text for link in links if "aria-current" in link] == ["The ban"]
    assert len(links) == len(OFFERED)
    for link in links:
        if "aria-current" in link:
            assert _path(link["href"]) == ban
        else:
            name = _path(link["href"]).removeprefix("/cost/")
            assert is_kept_ready(ImpactRequest(names=(name,)), settings.workspace), "it would run for minutes"


def test_the_links_come_before_the_large_figure(client: TestClient, ban: str):
    text = client.get(ban, headers=ENGLISH).text
    assert text.index('aria-label="Scenario"') < text.index('class="big-figure"')


def test_an_address_opens_the_same_run_twice(client: TestClient, ban: str):
    before = len(client.get("/impact.json").json()["data"]["runs"])
    assert _opened(client, "/cost/japan-ban") == ban
    assert _opened(client, "/cost/japan-ban?months=12") == ban
    assert len(client.get("/impact.json").json()["data"]["runs"]) == before


def test_a_length_is_offered_once_a_run_of_it_is_there(client: TestClient, ban: str):
    assert not _links(client, ban, "Length"), "one length is no choice"
    before = len(client.get("/impact.json").json()["data"]["runs"])
    for months in ("5", "many", "0", "999999999999"):
        sent = client.get(f"/cost/{SHORT}?months={months}", headers=ENGLISH)
        assert sent.headers["location"] == f"/impact?what={SHORT}&months={months}"
    assert len(client.get("/impact.json").json()["data"]["runs"]) == before, "nothing began to run"


@pytest.mark.slow
def test_lengths_lead_to_each_other(client: TestClient):
    asked = {"what": SHORT, "months": "3", "draws": "1024", "seed": "1", "reading": "central"}
    three = _path(client.post("/impact", data=asked, headers=ENGLISH).headers["location"])
    until(lambda: client.get(f"{three}.json").json()["data"]["state"] not in {"waiting", "working"})
    links = {link.text: link for link in _links(client, three, "Length")}
    assert list(links) == ["3 months", "12 months"]
    assert "aria-current" in links["3 months"]
    year = _opened(client, links["12 months"]["href"])
    back = {link.text: link for link in _links(client, year, "Length")}
    assert "aria-current" in back["12 months"]
    assert _path(client.get(back["3 months"]["href"], headers=ENGLISH).headers["location"]) == three
    for path in (three, year):
        client.post(f"{path}/delete")

"""The links of a cost to other scenarios and lengths: they open at once, and none begins a run of minutes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed
from tests.support.web.waiting import until

from sekisho import Library
from sekisho.impact.economy.published import published_of
from sekisho.impact.results.result import ImpactResult
from sekisho.service.impact import ImpactRequest, impact, is_kept_ready
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


def _rings(client: TestClient, path: str) -> list[str]:
    """Return what stands beside rings of the drawing."""
    page = parsed(client.get(path, headers=ENGLISH).text)
    figures = [figure for figure in page.all("figure") if "beside" in figure["class"]]
    rings = [ring for figure in figures for ring in figure.all("circle") if ring["class"] == "ring"]
    texts = [text.text for figure in figures for text in figure.all("text") if "middle" in text["text-anchor"]]
    return [text for text in texts if not text[0].isdigit()][: len(rings)]


def test_rings_are_what_others_published_of_the_same_question_alone(
    client: TestClient, ban: str, library: Library, settings: ServerSettings
):
    answer = impact(ImpactRequest(names=(SHORT,)), settings.workspace)
    assert isinstance(answer, ImpactResult)
    year = [estimate for estimate in published_of(library) if (estimate.scope, estimate.months) == ("rare-earths", 12)]
    wanted = {f"{estimate.house} {estimate.percent:g}" for estimate in year}
    assert {f"{estimate.house} {estimate.percent:g}" for estimate in answer.published} == wanted
    assert set(_rings(client, ban)) == wanted, "of the stop, and not of the ban"
    stop, minerals, widens = (
        _opened(client, f"/cost/{name}") for name in (SHORT, "critical-minerals-stop", "ban-widens")
    )
    assert set(_rings(client, stop)) == wanted
    assert _rings(client, minerals) == ["Daiwa 3.2"]
    assert _rings(client, widens) == [], "nobody published an estimate of it"
    text = parsed(client.get(stop, headers=ENGLISH).text).text
    assert "NRI 0.43 % (¥2.6 trillion, USD 16.6 billion)" in text
    for path in (stop, minerals, widens):
        client.post(f"{path}/delete")


def test_rings_lie_where_their_figures_say(client: TestClient, ban: str):
    page = parsed(client.get(ban, headers=ENGLISH).text)
    (figure,) = [one for one in page.all("figure") if "beside" in one["class"]]
    places = [float(ring["cx"].rstrip("%")) for ring in figure.all("circle") if ring["class"] == "ring"]
    figures = [float(text.split()[-1]) for text in _rings(client, ban)]
    scale = [place / figure for place, figure in zip(places, figures, strict=True)]
    assert max(scale) - min(scale) < 0.02 * max(scale), "one scale for all"
    bands = [one for one in figure.all("rect") if one["class"] == "band"]
    assert len(bands) == 2
    assert float(bands[0]["width"].rstrip("%")) < float(bands[1]["width"].rstrip("%")), "the stop spreads wider"


def test_an_address_opens_the_same_run_twice(client: TestClient, ban: str):
    before = len(client.get("/impact.json").json()["data"]["runs"])
    assert _opened(client, "/cost/japan-ban") == ban
    assert _opened(client, "/cost/japan-ban?months=12") == ban
    assert len(client.get("/impact.json").json()["data"]["runs"]) == before


def test_lengths_that_are_kept_ready_are_offered_and_others_are_asked_for(client: TestClient, ban: str):
    links = _links(client, ban, "Length")
    assert [link.text for link in links] == ["3 months", "6 months", "12 months", "24 months"]
    page = parsed(client.get(ban, headers=ENGLISH).text)
    assert not [one for one in page.all("span") if one["class"] == "lengths"], "none has to be asked for"
    before = len(client.get("/impact.json").json()["data"]["runs"])
    for months in ("5", "many", "0", "999999999999"):
        sent = client.get(f"/cost/{SHORT}?months={months}", headers=ENGLISH)
        assert sent.headers["location"] == f"/impact?what={SHORT}&months={months}"
    assert len(client.get("/impact.json").json()["data"]["runs"]) == before, "nothing began to run"


def test_a_length_that_is_kept_ready_opens_by_its_link(client: TestClient):
    path = _opened(client, f"/cost/{SHORT}?months=6")
    data = client.get(f"{path}.json").json()["data"]
    assert data["state"] == "done"
    assert data["asked"]["months"] == 6
    client.post(f"{path}/delete")


@pytest.mark.slow
def test_lengths_lead_to_each_other(client: TestClient):
    asked = {"what": SHORT, "months": "3", "draws": "1024", "seed": "1", "reading": "central"}
    three = _path(client.post("/impact", data=asked, headers=ENGLISH).headers["location"])
    until(lambda: client.get(f"{three}.json").json()["data"]["state"] not in {"waiting", "working"})
    links = {link.text: link for link in _links(client, three, "Length")}
    assert list(links) == ["3 months", "6 months", "12 months", "24 months"]
    assert "aria-current" in links["3 months"]
    year = _opened(client, links["12 months"]["href"])
    back = {link.text: link for link in _links(client, year, "Length")}
    assert "aria-current" in back["12 months"]
    assert _path(client.get(back["3 months"]["href"], headers=ENGLISH).headers["location"]) == three
    for path in (three, year):
        client.post(f"{path}/delete")


def test_a_length_that_nobody_worked_out_leads_to_the_form_with_all_else_as_it_is(client: TestClient):
    talks = _opened(client, "/cost/talks-succeed")
    page = parsed(client.get(talks, headers=ENGLISH).text)
    (row,) = [one for one in page.all("span") if one["class"] == "lengths"]
    links = {link.text: link["href"] for link in row.all("a")}
    assert list(links) == ["3 months", "6 months", "24 months"], "12 are shown"
    form = parsed(client.get(links["24 months"], headers=ENGLISH).text)
    fields = {one["name"]: one["value"] for one in form.all("input")}
    assert fields["months"] == "24"
    chosen = [one["value"] for one in form.all("option") if "selected" in one]
    assert "talks-succeed" in chosen
    before = client.get("/impact.json").json()["data"]["runs"]
    client.get(links["3 months"])
    assert len(client.get("/impact.json").json()["data"]["runs"]) == len(before), "none begins a run"
    client.post(f"{talks}/delete")


@pytest.mark.parametrize("name", ["nri-2025", "gallium-2023"])
def test_a_preset_and_an_episode_that_are_kept_ready_open_by_their_address(client: TestClient, name: str):
    path = _opened(client, f"/cost/{name}")
    assert path.startswith("/impact/")
    assert client.get(f"{path}.json").json()["data"]["state"] == "done"
    client.post(f"{path}/delete")


def test_a_scenario_that_nobody_knows_leads_to_the_form(client: TestClient):
    assert client.get("/cost/no-such", headers=ENGLISH).headers["location"].startswith("/impact?what=no-such")

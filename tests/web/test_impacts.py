"""What a measure costs, from the form to the article, without a browser; asked wrongly, cancelled, gone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from tests.support.scripts import SCRIPT
from tests.support.web.html import Element, parsed, submit
from tests.support.web.waiting import until

from sekisho import Library
from sekisho.impact.economy.tables.package_tables import shipped_table
from sekisho.impact.model import model_of
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.resolution import scenario_of
from sekisho.impact.simulation import simulate
from sekisho.present.impact.headline import headline
from sekisho.present.impact.names import dates
from sekisho.present.impact.quantities import percent
from sekisho.service.impact import ImpactRequest
from sekisho.web.jobs.job import JobState
from sekisho.web.jobs.kinds import COSTS, ask_impact
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages import impact
from sekisho.web.scenario_catalogue import INSTALL, offers
from sekisho.web.settings import ServerSettings, UploadLimits

OBSERVED = (
    b"id,kind,country,period,known_by,variable,material,value,low,high,unit,versus,error,error_kind,source,url,"
    b"confidence,note,from,form,event\n"
    b"import-cn-2026-01,flow,JP,2026-01,2026-02-27,import quantity from China,rare-earths,1127,,,t,,5,per cent,"
    b"Customs,,medium,,CN,,\n"
)
"""One figure of a month of the run."""
ASKED = {"what": "rare-earths-stop", "months": "3", "draws": "16", "seed": "1"}


@pytest.fixture(scope="module")
def run(asking: TestClient) -> Iterator[str]:
    """The address of a run that is done, with what was asked."""
    answer = asking.post("/impact", data={**ASKED, "as_of": "2026-09-30"})
    assert answer.status_code == 303
    address = answer.headers["location"]
    path = address.partition("?")[0]
    until(lambda: asking.get(f"{path}.json").json()["data"]["state"] not in {"waiting", "working"})
    yield address
    asking.post(f"{path}/delete")


@pytest.fixture(scope="module")
def expected(library: Library) -> ImpactResult:
    """The same, run here."""
    scenario = scenario_of(library, [ASKED["what"]])
    model = model_of(library, shipped_table(library, "jpn-2018"), supplier="CN", buyer="JP")
    return simulate(scenario, library, model, RunSettings(months=3, draws=16, seed=1))


def _twin(address: str, form: str) -> str:
    path, _, query = address.partition("?")
    return f"{path}.{form}?{query}"


def _errors(page: Element) -> list[Element]:
    (summary,) = [one for one in page.all("div") if one["class"] == "summary"]
    return list(summary.all("li"))


def test_all_that_can_be_costed_is_offered_with_a_plain_sentence(client: TestClient, library: Library):
    page = parsed(client.get("/impact").text)
    links = {one["href"]: one for one in page.all("a") if "what=" in one["href"] and one.within("dt")}
    assert len(links) == len(offers(library))
    says = [one.text for one in page.all("dd") if "offers" in one.within("dl")["class"]]  # type: ignore[index]
    assert len(says) == len(links)
    assert all(text.endswith(".") for text in says)


def test_one_press_asks_what_the_ban_costs(client: TestClient):
    page = parsed(client.get("/impact").text)
    form = next(one for one in page.all("form") if any(field["value"] == "japan-ban" for field in one.all("input")))
    sent = client.post("/impact", data={one["name"]: one["value"] for one in form.all("input")})
    assert sent.status_code == 303
    client.post(f"{sent.headers['location'].partition('?')[0]}/delete")


def test_measures_whose_clauses_bear_on_a_material_are_offered_and_lists_of_firms_are_not(library: Library):
    names = {one.name for one in offers(library)}
    assert {"cn/2023-23-gallium-germanium", "cn/2025-18-medium-heavy-rare-earths", "outlook-2026"} <= names
    assert not {"cn/2026-11-japan-control-list", "cn/2025-01-us-control-list", "cn/2026-29-helium"} & names
    assert "cn/2026-01-japan-dual-use" not in names  # the scenario written for it stands for it


def test_the_first_page_and_the_page_of_a_measure_lead_to_its_cost(client: TestClient):
    page = parsed(client.get("/").text)
    assert any("What does a measure cost?" in one.text for one in page.all("a") if "/impact" in one["href"])
    page = parsed(client.get("/measures/cn/2026-01-japan-dual-use").text)
    (link,) = [one for one in page.all("a") if one.text == "What does it cost?"]
    form = parsed(client.get(link["href"]).text)
    assert [one["value"] for one in form.all("option") if "selected" in one] == ["japan-ban"]
    assert "What does it cost?" not in client.get("/measures/cn/2026-11-japan-control-list").text


def test_an_article_begins_with_the_finding_and_its_picture_and_then_its_caveats(
    client: TestClient, run: str, expected: ImpactResult
):
    page = parsed(client.get(run).text)
    (finding,) = [one.text for one in page.all("p") if one["class"] == "finding"]
    (figure,) = [one for one in page.all("p") if one["class"] == "big-figure"]
    (amount,) = figure.all("strong")
    whole = headline(expected)
    assert whole.startswith(f"Expected loss (mean): {amount.text} (")
    assert whole.endswith(finding), "it says what the large figure does not"
    assert amount.text not in finding
    assert "JPY" not in figure.text + finding
    assert figure.text.endswith(f"expected loss (mean of 16 runs), {dates(expected)}")
    text = page.text
    assert text.index(figure.text) < text.index(finding)
    assert text.index(finding) < text.index("The loss") < text.index("Not in the range")
    heads = [one.text for one in page.all("h2")]
    assert heads[1:4] == ["The loss", "Beside what was published", "Before you use a number"]
    assert heads[4:7] == ["What it depends on", "Who loses", "By month"]
    assert {"What was assumed", "How this was made"} <= set(heads)
    assert all(cell in text for cell in (expected.hash, "16, seed 1", "numpy"))


def test_each_chart_is_a_drawing_of_this_server_with_finding_unit_source_and_table(client: TestClient, run: str):
    page = parsed(client.get(run).text)
    figures = list(page.all("figure"))
    assert len(figures) == 3
    for figure in figures:
        (image,) = figure.all("img")
        assert len(image["alt"].split()) > 8
        for place in (image["src"], next(figure.all("source"))["srcset"]):
            drawn = client.get(place)
            assert drawn.status_code == 200
            assert drawn.headers["content-type"] == "image/svg+xml"
            assert "style=" not in drawn.text
        assert re.search("%|yen at the GDP of 2024", next(figure.all("span")).text)
        assert any(one.text.startswith("Source: sekisho") for one in figure.all("p"))
        taken = {link.text: client.get(link["href"]) for link in figure.all("a")}
        assert taken["PNG"].content.startswith(b"\x89PNG")
        assert "Source: sekisho" in taken["SVG"].text
        assert taken["CSV"].headers["content-type"].startswith("text/csv")
        assert len(list(next(figure.all("table")).all("tr"))) > 1


def test_every_number_can_be_taken_along_with_its_interval(client: TestClient, run: str, expected: ImpactResult):
    path = run.partition("?")[0]
    found = client.get(_twin(run, "json")).json()["data"]["result"]
    assert found["gdp_loss_percent"]["p95"] == pytest.approx(expected.percent().p95)
    assert found["hash"] == expected.hash
    rows = list(csv.DictReader(io.StringIO(client.get(_twin(run, "csv")).text)))
    assert len(rows) == len(list(csv.DictReader(io.StringIO(client.get(f"{path}/files/result.csv").text))))
    assert all(row["p5"] and row["p50"] and row["p95"] and row["unit"] for row in rows)
    for name in ("result.html", "result.xlsx", "result.csv", "result.json"):
        file = client.get(f"{path}/files/{name}")
        assert file.status_code == 200
        assert "attachment" in file.headers["content-disposition"]
    assert client.get(_twin(run, "xlsx")).content[:2] == b"PK"
    assert client.get(f"{path}/files/article.json").status_code == 404
    assert client.get(f"{path}/files/..%2ftask.json").status_code == 404


@pytest.mark.parametrize(("language", "said"), [("ja", "10回に9回は"), ("zh", "每10次有9次")])
def test_an_article_is_told_in_the_language_of_the_reader(client: TestClient, run: str, language: str, said: str):
    """Nothing in it is left in English."""
    page = parsed(client.get(run, headers={"accept-language": language}).text)
    (main,) = page.all("main")
    (finding,) = [one.text for one in main.all("p") if one["class"] == "finding"]
    assert finding.startswith(said)
    assert [one.text for one in main.all() if one["lang"] == "en"] == []


@pytest.mark.slow
def test_what_the_law_cuts_is_told_with_its_readings_side_by_side(client: TestClient):
    path = _ran(client, {"what": "japan-ban", "months": "3", "draws": "16", "reading": "broad"})
    page = parsed(client.get(path).text)
    (finding,) = [one.text for one in page.all("p") if one["class"] == "finding"]
    assert "1 in 20: over that" in finding
    assert "on the broad reading of the law" in page.text
    found = client.get(f"{path}.json").json()["data"]["result"]["by_reading"]
    losses = next(table for table in page.all("table") if "mean and quantiles" in next(table.all("caption")).text)
    rows = {next(row.all("th")).text: [one.text for one in row.all("td")] for row in losses.all("tr")}
    for reading in ("narrow", "central", "broad"):
        band = found[reading]["gdp_loss_percent"]
        names = ("mean", "p5", "p25", "p50", "p75", "p95")
        assert rows[f"{reading} reading"][:6] == [percent(band[name], band[f"{name}_error"] or 0.0) for name in names]
    assert "% of the range" in page.text
    assert "none is a forecast of what the authority will do" in page.text
    client.post(f"{path}/delete")


@pytest.mark.slow
def test_an_outlook_is_told_way_by_way_in_japanese_too(client: TestClient):
    path = _ran(client, {"what": "outlook-2026", "months": "6", "draws": "16"})
    page = parsed(client.get(path, headers={"accept-language": "ja"}).text)
    (main,) = page.all("main")
    assert [one.text for one in main.all() if one["lang"] == "en"] == []
    assert {"交渉が成功する場合", "禁止が続く場合", "禁止が広がる場合"} <= {one.text for one in main.all("h2")}
    places = [one["src"] for one in main.all("img")]
    assert len(places) == len(set(places)) == 4
    assert all(client.get(place).status_code == 200 for place in places)
    client.post(f"{path}/delete")


def _ran(client: TestClient, asked: dict[str, str]) -> str:
    """Run what is asked, and return the address of its article."""
    path = client.post("/impact", data=asked).headers["location"].partition("?")[0]
    until(lambda: client.get(f"{path}.json").json()["data"]["state"] not in {"waiting", "working"})
    return path


def test_all_that_is_wrong_is_told_at_once_beside_its_field_and_nothing_is_lost(client: TestClient):
    wrong = {
        "what": "no-such-ban",
        "with": "rare-earths-stopp",
        "months": "99",
        "draws": "1000000",
        "seed": "-1",
        "start-year": "2026",
        "start-month": "2",
        "start-day": "30",
        "reading": "wide",
    }
    answer = client.post("/impact", data=wrong)
    assert answer.status_code == 422
    page = parsed(answer.text)
    assert next(page.all("title")).text.startswith("Error:")
    told = _errors(page)
    fields = [next(one.all("a"))["href"].removeprefix("#") for one in told]
    assert fields == ["what", "with", "start", "months", "draws", "seed", "reading"]
    assert "Did you mean 'rare-earths-stop'" in told[1].text
    ids = {one["id"]: one for one in page.all() if one["id"]}
    assert set(fields) <= set(ids)
    kept = {one["name"]: one["value"] for one in page.all("input")}
    assert (kept["months"], kept["draws"], kept["seed"], kept["start-day"]) == ("99", "1000000", "-1", "30")
    assert [one["value"] for one in page.all("option") if "selected" in one] == ["no-such-ban", "rare-earths-stopp"]


@pytest.mark.parametrize(
    ("name", "why", "said"),
    [("rare-earths-stop", "phii", "Did you mean 'phi'"), ("outlook-2026", "phi", "several ways on")],
)
def test_an_input_that_is_none_or_has_no_one_answer_is_told_beside_its_field(
    client: TestClient, name: str, why: str, said: str
):
    answer = client.post("/impact", data={"what": name, "why": why})
    assert answer.status_code == 422
    (told,) = _errors(parsed(answer.text))
    assert next(told.all("a"))["href"] == "#why"
    assert said in told.text
    answer = client.post("/api/impacts", json={"names": [name], "why": why})
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.json()["problems"]] == ["why"]


def test_an_empty_form_asks_for_a_measure(client: TestClient):
    answer = client.post("/impact", data={"what": "", "months": "", "draws": "", "seed": ""})
    assert answer.status_code == 422
    assert [one.text for one in _errors(parsed(answer.text))] == ["Choose a measure or a scenario"]


@pytest.mark.parametrize("name", ["/etc/passwd", "../../x.yaml", "any.yml"])
def test_no_file_of_this_computer_is_read_for_a_name(client: TestClient, name: str):
    answer = client.post("/impact", data={"what": name})
    assert answer.status_code == 422
    assert "is not a measure or scenario" in answer.text


def test_scripts_in_every_field_stay_text(client: TestClient):
    fields = ("what", "with", "months", "draws", "seed", "reading", "start-year", "start-month", "start-day")
    for answer in (
        client.post("/impact", data=dict.fromkeys(fields, SCRIPT)),
        client.get("/impact", params=dict.fromkeys(fields, SCRIPT)),
        client.get("/impact/AAAAAAAAAAAA", params=dict.fromkeys(fields, SCRIPT)),
        client.post("/impact", data={**ASKED, "as_of": SCRIPT}),
    ):
        assert answer.status_code in {200, 404, 422}
        page = parsed(answer.text)
        assert list(page.all("img")) == []
        assert [one for one in page.all("script") if not one["src"]] == []


def test_a_run_that_is_gone_offers_to_start_again_with_the_form_filled(client: TestClient):
    answer = client.get("/impact/AAAAAAAAAAAA?what=rare-earths-stop&months=3&draws=16&seed=7&reading=broad")
    assert answer.status_code == 404
    page = parsed(answer.text)
    assert "start it again" in _errors(page)[0].text
    kept = {one["name"]: one["value"] for one in page.all("input") if one["type"] != "radio" or "checked" in one}
    assert (kept["months"], kept["draws"], kept["seed"], kept["reading"]) == ("3", "16", "7", "broad")
    assert [one["value"] for one in page.all("option") if "selected" in one] == ["rare-earths-stop"]
    assert client.get("/impact/AAAAAAAAAAAA.json").status_code == 404


def test_a_run_is_watched_and_cancelled_without_script(client: TestClient, settings: ServerSettings):
    asked = {"what": "critical-minerals-stop", "draws": "1024", "seed": "2"}  # no answer of it is kept ready
    address = client.post("/impact", data=asked).headers["location"]
    until(lambda: client.get(f"{address.partition('?')[0]}.json").json()["data"]["state"] != "waiting")
    page = parsed(client.get(address).text)
    assert next(page.all("progress"))["max"] == "100"
    assert any(one.text == "Look again" for one in page.all("a"))
    (cancel,) = [one for one in page.all("form") if one["action"].endswith("/cancel")]
    page = submit(client, cancel)
    assert "The run was cancelled" in page.text
    assert [one["value"] for one in page.all("option") if "selected" in one] == ["critical-minerals-stop"]
    path = address.partition("?")[0]
    assert client.get(f"{path}.json").json()["data"]["state"] == "cancelled"
    folder = settings.folder / path.rpartition("/")[2]
    assert folder.is_dir()
    client.post(f"{path}/delete")
    assert not folder.exists()


def test_what_the_model_refuses_is_told_over_the_form(client: TestClient):
    """A day without figures of GDP before it."""
    data = {**ASKED, "start-year": "1900", "start-month": "1", "start-day": "1"}
    address = client.post("/impact", data=data).headers["location"]
    path = address.partition("?")[0]
    until(lambda: client.get(f"{path}.json").json()["data"]["state"] not in {"waiting", "working"})
    answer = client.get(address)
    assert answer.status_code == 422
    page = parsed(answer.text)
    assert "no GDP of territory JP before 1900" in _errors(page)[0].text
    assert {one["name"]: one["value"] for one in page.all("input")}["start-year"] == "1900"
    client.post(f"{path}/delete")


def test_without_what_costs_are_computed_with_the_page_says_what_to_install(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(impact, "absent", lambda: ("scipy", "altair"))
    page = parsed(client.get("/impact").text)
    assert INSTALL in page.text
    assert list(page.all("input")) == [one for one in page.all("input") if one["name"].startswith("as_of")]


def test_the_oldest_run_that_is_done_makes_room_and_the_rest_wait(settings: ServerSettings):
    costs = JobManager(replace(settings, limits=UploadLimits(runs=1)))
    asked = ImpactRequest(names=("rare-earths-stop",), draws=512)  # those of 1,024 are kept ready
    first = ask_impact(costs, asked, day=settings.today(), language="en")
    with pytest.raises(COSTS.wrong, match="too many runs are waiting"):
        ask_impact(costs, asked, day=settings.today(), language="en")
    costs.cancel(first)
    second = ask_impact(costs, asked, day=settings.today(), language="en")
    assert [one.id for one in costs] == [second.id]
    assert not first.folder.exists()
    costs.close()
    assert second.state is JobState.ENDED
    assert second.process is None


def test_a_cost_is_asked_looked_at_taken_along_and_deleted_over_rest(
    client: TestClient, expected: ImpactResult, settings: ServerSettings
):
    body = {"names": ["rare-earths-stop"], "months": 3, "draws": 16}
    answer = client.post("/api/impacts", json=body)
    assert answer.status_code == 202
    assert answer.json()["data"]["result"] is None
    place = answer.headers["location"]
    assert client.get(f"{place}/results").status_code == 404
    until(lambda: client.get(place).json()["data"]["state"] not in {"waiting", "working"})
    found = client.get(place).json()
    assert set(found) == {"data", "coverage", "library", "problems"}
    assert found["data"]["result"]["hash"] == expected.hash
    assert client.get(f"{place}/results?format=xlsx").content[:2] == b"PK"
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404
    assert not (settings.folder / place.rpartition("/")[2]).exists()


def test_what_was_observed_is_set_beside_a_cost_from_an_uploaded_file(asking: TestClient):
    """The page tells it as the command does, and what is no such file is told under its field."""
    fields = {"what": "rare-earths-stop", "start": "2026-01-06", "months": "2", "draws": "16", "as_of": "2026-03-31"}
    sent = {"observed": ("seen.csv", OBSERVED, "text/csv")}
    answer = asking.post("/impact", data=fields, files=sent)
    assert answer.status_code == 303
    address = answer.headers["location"].partition("?")[0]
    until(lambda: asking.get(f"{address}.json").json()["data"]["state"] not in {"waiting", "working"})
    told = asking.get(f"{address}.json").json()["data"]
    assert told["state"] == "done", told
    observed = told["result"]["observed"]
    assert (observed["file"], observed["as_of"]) == ("seen.csv", "2026-03-31")
    assert [row["id"] for row in observed["rows"]] == ["import-cn-2026-01"]
    assert "Beside what was observed" in asking.get(address).text
    asking.post(f"{address}/delete")
    wrong = asking.post("/impact", data=fields, files={"observed": ("seen.pdf", b"%PDF", "application/pdf")})
    assert wrong.status_code == 422
    assert "file of observations" in wrong.text
    assert [one["href"] for error in _errors(parsed(wrong.text)) for one in error.all("a")] == ["#observed"]


def test_a_file_without_figures_is_told_by_the_run(asking: TestClient):
    place = asking.post(
        "/api/impacts/files?names=rare-earths-stop&name=seen.csv&draws=16&months=2", content=b"a,b\n1,2\n"
    )
    assert place.status_code == 202
    address = place.headers["location"]
    until(lambda: asking.get(address).json()["data"]["state"] not in {"waiting", "working"})
    told = asking.get(address).json()["data"]
    assert told["state"] == "failed"
    assert any("seen.csv" in problem["where"] for problem in told["problems"])
    assert asking.post("/api/impacts/files?names=gone&name=seen.csv", content=b"a").status_code == 422


def test_over_rest_too_all_that_is_wrong_is_told_at_once(client: TestClient):
    answer = client.post("/api/impacts", json={"names": ["no-such-ban", "nor/this"], "draws": 64})
    assert answer.status_code == 422
    assert [one["where"] for one in answer.json()["problems"]] == ["what", "with"]
    answer = client.post("/api/impacts", json={"names": [], "draws": 65, "months": 40, "seed": -1})
    assert {one["where"] for one in answer.json()["problems"]} == {"names", "draws", "months", "seed"}


def test_who_asks_the_same_again_gets_the_run_that_is_there(client: TestClient, run: str):
    again = client.post("/impact", data=ASKED)
    assert again.headers["location"].partition("?")[0] == run.partition("?")[0]
    other = client.post("/impact", data={**ASKED, "seed": "2"}).headers["location"].partition("?")[0]
    assert other != run.partition("?")[0]
    client.post(f"{other}/delete")


@pytest.mark.parametrize(("language", "head"), [("en", "yen"), ("ja", "円")])
def test_beside_a_chart_stands_its_own_table_and_not_the_whole_result(
    client: TestClient, run: str, language: str, head: str
):
    page = parsed(client.get(run, headers={"accept-language": language}).text)
    links = [one["href"] for one in page.all("a") if one.text == "CSV" and "chart" in one["href"]]
    assert len(links) == len([one for one in page.all("figure") if "chart" in one["class"]])
    sent = client.get(links[0])
    assert sent.headers["content-type"].startswith("text/csv")
    names, *rows = sent.text.splitlines()
    table = next(next(one for one in page.all("figure") if "chart" in one["class"]).all("table"))
    assert len(rows) == len(list(next(table.all("tbody")).all("tr")))
    assert head in names


def test_the_first_page_says_what_the_ban_costs(client: TestClient):
    front = next(one.text for one in parsed(client.get("/").text).all("p") if one["class"] == "big-figure")
    large = next(one.text for one in parsed(client.get("/impact").text).all("p") if one["class"] == "big-figure")
    assert front == large


def test_a_cost_can_be_read_before_its_files_are_written(client: TestClient):
    answer = client.post("/impact", data={"what": "rare-earths-stop", "months": "4", "draws": "16"})
    place = answer.headers["location"].partition("?")[0]
    until(lambda: client.get(f"{place}.json").json()["data"]["state"] not in {"waiting", "working"})
    state = client.get(f"{place}.json").json()["data"]
    assert (state["state"], state["doing"]) == ("done", "write")
    page = parsed(client.get(place, headers={"accept-language": "en"}).text)
    assert "are being made" in page.text
    assert any(page.all("h1"))
    assert "loss" in page.text.lower()
    assert client.get(next(iter(page.all("img")))["src"]).status_code == 200
    assert client.get(f"{place}/files/result.xlsx").content[:2] == b"PK", "it is waited for"
    until(lambda: not client.get(f"{place}.json").json()["data"]["doing"])
    links = {one["href"] for one in parsed(client.get(place).text).all("a") if "/files/result." in one["href"]}
    assert {link.rpartition(".")[2] for link in links} == {"csv", "html", "json", "xlsx"}
    assert "are being made" not in client.get(place, headers={"accept-language": "en"}).text
    client.post(f"{place}/delete")


@pytest.mark.parametrize(
    ("language", "joint"), [("en", "256, 512 or 1024"), ("ja", "512または1024"), ("zh", "512或1024")]
)
def test_what_may_stand_in_a_request_is_listed_as_the_language_does(asking: TestClient, language: str, joint: str):
    """The library that checks requests lists choices in English, and so would a Japanese and a Chinese answer."""
    answer = asking.post(
        "/api/impacts", json={"names": ["japan-ban"], "draws": 100}, headers={"accept-language": language}
    )
    (problem,) = answer.json()["problems"]
    assert joint in problem["what"]
    assert joint in problem["expected"]

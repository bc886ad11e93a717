"""A cost that is asked of another country, and in another table: pages, REST and agents alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import parsed
from tests.support.web.server import BASE
from tests.support.web.waiting import until

from sekisho import Library
from sekisho.agents.tool_answers import cost_answer
from sekisho.errors import ScenarioError
from sekisho.files.versions import VersionCard
from sekisho.impact.economy.tables.coverage import coverage_of
from sekisho.impact.economy.tables.package_tables import shipped_table
from sekisho.impact.economy.tables.user_tables import keep
from sekisho.service.workspace import Workspace
from sekisho.web.app import create_app
from sekisho.web.settings import ServerSettings

KOREAN = "kor-2018"
CARD = VersionCard(title="Korea", url="https://example.org", read="2026-09-30", added="2026-09-30")
ASKED = {"what": "rare-earths-stop", "months": "3", "draws": "16"}
BODY = {"names": ["rare-earths-stop"], "months": 3, "draws": 16}


@pytest.fixture(scope="module")
def home(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the user's data with a table of Korea: that of Japan under another name, as no other is shipped."""
    folder = tmp_path_factory.mktemp("home")
    file = folder / "given.csv"
    file.write_text("as it came\n", encoding="utf-8")
    table = replace(shipped_table(library, "jpn-2018"), name=KOREAN, regions=("KR",))
    keep(folder / "tables", table, file, CARD)
    return folder


@pytest.fixture(scope="module")
def with_table(settings: ServerSettings, home: Path) -> Iterator[TestClient]:
    """Asks a server that has that table."""
    app = create_app(replace(settings, overlay=home / "lists", folder=home / "jobs"))
    with TestClient(app, base_url=BASE, follow_redirects=False) as found:
        yield found
    app.state.jobs.close()


def refused(client: TestClient, **fields: str) -> tuple[str, str]:
    """Return the field of the form to which the one fault leads, and what it says; REST says the same."""
    answer = client.post("/impact", data={**ASKED, **fields})
    assert answer.status_code == 422
    (summary,) = [one for one in parsed(answer.text).all("div") if one["class"] == "summary"]
    (told,) = summary.all("li")
    body = client.post(
        "/api/impacts", json={**BODY, **({"names": [fields.pop("what")]} if "what" in fields else {}), **fields}
    )
    assert body.status_code == 422
    (problem,) = body.json()["problems"]
    place = next(told.all("a"))["href"].removeprefix("#")
    assert problem["where"] == place
    return place, told.text


def test_tables_are_known_by_the_countries_on_their_cards(library: Library, home: Path):
    found = coverage_of(library, home / "tables")
    assert found[KOREAN] == {"KR"}
    assert found["jpn-2018"] == {"JP"}


def test_the_form_offers_countries_with_uses_and_tables_that_are_known(with_table: TestClient):
    page = parsed(with_table.get("/impact").text)
    boxes = {one["id"]: [option["value"] for option in one.all("option")] for one in page.all("select")}
    assert boxes["country"] == ["", "JP", "DE", "KR", "TW", "US"]
    assert boxes["table"][0] == "jpn-2018"
    assert KOREAN in boxes["table"]
    assert "stylised" not in boxes["table"]


def test_a_table_in_whose_sectors_no_use_is_on_file_is_refused_at_its_field(with_table: TestClient):
    place, told = refused(with_table, table="stylised")
    assert place == "table"
    assert "stylised: has sectors in which no use of a material is on file" in told


def test_the_loss_of_another_country_is_told_as_its_own(with_table: TestClient):
    address = with_table.post("/impact", data={**ASKED, "country": "KR", "table": KOREAN}).headers["location"]
    assert "country=KR" in address
    path = address.partition("?")[0]
    until(lambda: with_table.get(f"{path}.json").json()["data"]["state"] not in {"waiting", "working"})
    page = parsed(with_table.get(address).text)
    assert "Uses of materials were judged for Japan, not for South Korea." in page.text
    found = with_table.get(f"{path}.json").json()["data"]
    assert found["asked"]["country"] == "KR"
    assert found["result"]["uses"]["country"] == "KR"
    with_table.post(f"{path}/delete")


def test_a_country_that_the_table_lacks_is_refused_with_a_table_that_has_it(with_table: TestClient):
    place, told = refused(with_table, country="KR")
    assert place == "country"
    assert "jpn-2018: has Japan, and not South Korea." in told
    assert f"Known with it: {KOREAN}." in told
    assert refused(with_table, table=KOREAN)[0] == "country", "the scenario is of Japan, which that table lacks"


def test_where_no_table_has_the_country_a_page_says_who_can_add_one(client: TestClient):
    _, told = refused(client, country="DE")
    assert "whoever runs this server can add one" in told
    assert "sekisho data" not in told


@pytest.mark.parametrize(
    ("fields", "place", "says"),
    [
        ({"country": "FR"}, "country", "Expected Japan, Germany, South Korea, Taiwan or the United States."),
        ({"country": "Korea"}, "country", "'Korea' is not a country."),
        ({"what": "japan-ban", "country": "KR", "table": KOREAN}, "country", "speaks of Japan alone"),
        ({"table": "kor-2081"}, "table", f"Did you mean '{KOREAN}'"),
        ({"table": "/etc/passwd"}, "table", "no table '/etc/passwd'"),
        ({"table": "../tables/kor-2018/table.csv"}, "table", "no table"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_field_and_no_file_is_read(
    with_table: TestClient, fields: dict[str, str], place: str, says: str
):
    where, told = refused(with_table, **fields)
    assert where == place
    assert says in told


@pytest.mark.parametrize(("fields", "says"), [({"country": "KR"}, "Known with it"), ({"table": "/x.csv"}, "no table")])
def test_an_agent_is_refused_alike(library: Library, home: Path, fields: dict[str, str], says: str):
    with pytest.raises(ScenarioError, match=says):
        cost_answer({**BODY, **fields}, Workspace(library=library, home=home))

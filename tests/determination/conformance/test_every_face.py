"""Answers that rest on a presumption, on a code that is none or on a day tell the same on every face.

Python, the command, REST and the tool of agents are asked the same line. What an answer says beside its level is what
faces have come to add or leave out: what is presumed, what is missing, and what is to be kept in mind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import anyio
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

import sekisho
from sekisho import FactError, Library
from sekisho.agents.answers import LEFT_OUT
from sekisho.cli import main
from sekisho.law.model.listed_party import ListedParty
from sekisho.service.workspace import Workspace
from sekisho.web.app import create_app
from sekisho.web.settings import ServerSettings

DAY: Final = "2026-11-27"
Facts = Mapping[str, str]
CHINA: Final[Facts] = {"origin": "CN"}
GALLIUM: Final[Facts] = {**CHINA, "description": "gallium"}
TO_A_FIRM: Final[Facts] = {**GALLIUM, "end_user": "Mitsubishi Heavy Industries"}
LINES: Final[Mapping[str, Facts]] = {
    "a destination by the name of a listed group": TO_A_FIRM,
    "a destination by the name of a listed firm": {**CHINA, "control_codes": "1C905.b", "end_user": "三菱造船"},
    "a destination by a legal form": {**CHINA, "control_codes": "1C905.b", "end_user": "浪速精機株式会社"},
    "a name that is somebody else's word": {**CHINA, "control_codes": "1C905.b", "end_user": "Sonorous"},
    "clauses of one measure that are encoded with medium confidence": {
        **CHINA,
        "movement": "export",
        "departure": "CN",
        "destination": "JP",
        "control_codes": "1C004",
        "exporter_is_prc_person": "yes",
        "end_user": "US base in Japan",
        "end_user_kind": "military",
        "end_use": "military",
        "end_user_territory": "US",
    },
    "a use in words": {**GALLIUM, "destination": "JP", "end_use": "parts of cars"},
}
UNMARKED: Final = dict.fromkeys(map(ord, "«»"))
"""The tool of agents marks what somebody else wrote."""
SAID: Final = ("floor", "ceiling", "headline", "as_of", "cautions")


@pytest.fixture(scope="module")
def client(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("server")
    app = create_app(ServerSettings(library=library, today=lambda: date.fromisoformat(DAY), folder=folder))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client
    app.state.jobs.close()


def said_of(answer: Mapping[str, Any]) -> dict[str, object]:
    """What an answer says, in the few words that each face has: presumptions by value, what is missing by name."""
    missing = [row["fact"] if isinstance(row, dict) else row for row in answer["missing"]]
    presumed = [(row["fact"], row["value"]) for row in answer["presumed"]]
    return {**{name: answer[name] for name in SAID}, "missing": missing, "presumed": presumed}


def by_python(line: Facts | str, library: Library, day: str) -> dict[str, object]:
    return said_of(json.loads(json.dumps(sekisho.determine(line, library, as_of=day).to_dict())))


def by_command(line: Facts | str, day: str) -> dict[str, object]:
    words = (
        [line]
        if isinstance(line, str)
        else [word for fact, value in line.items() for word in (f"--{fact.replace('_', '-')}", value)]
    )
    asked = ["check", *words, "--as-of", day, "--format", "json"]
    return said_of(json.loads(CliRunner().invoke(main, asked, catch_exceptions=False).stdout))


def by_rest(line: Facts, client: TestClient, day: str) -> dict[str, object]:
    sent = client.post("/api/determinations", json={"facts": dict(line), "as_of": day})
    assert sent.status_code == 200, sent.text
    return said_of(sent.json()["data"])


def by_agent(line: Facts, library: Library, day: str) -> tuple[dict[str, Any], bool]:
    """What the tool of agents answers, and whether it refused."""
    pytest.importorskip("mcp", reason="needs the extra 'agents'")
    from mcp.client import Client

    from sekisho.agents.server import server_of

    async def run() -> tuple[dict[str, Any], bool]:
        server = server_of(Workspace(library=library, today=date.fromisoformat(DAY)))
        async with Client(server, mode="legacy") as client:
            answer = await client.call_tool("check", {"facts": dict(line), "as_of": day})
            return answer.structured_content, answer.is_error

    return anyio.run(run)


def assert_same(line: Facts, library: Library, client: TestClient, day: str = DAY) -> dict[str, object]:
    """Ask every face, and return what all of them say."""
    ours = by_python(line, library, day)
    answer, refused = by_agent(line, library, day)
    assert not refused, answer
    assert by_command(line, day) == ours
    assert by_rest(line, client, day) == ours
    told = said_of(answer)
    assert begin(told.pop("cautions"), ours["cautions"], answer.get(LEFT_OUT, {}).get("cautions", 0))
    assert told == {name: value for name, value in ours.items() if name != "cautions"}
    return ours


def begin(short: object, whole: object, left_out: int) -> bool:
    """Whether texts are the first of others, each whole or cut off: an agent has room for few, and counts the rest."""
    assert isinstance(short, list)
    assert isinstance(whole, list)
    pairs = [(text.translate(UNMARKED), whole[at].translate(UNMARKED)) for at, text in enumerate(short)]
    return len(short) + left_out == len(whole) and all(
        text == caution or (text.endswith("…") and caution.startswith(text[:-1])) for text, caution in pairs
    )


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_every_face_says_the_same(line: Facts, library: Library, client: TestClient):
    said = assert_same(line, library, client)
    cautions = said["cautions"]
    assert isinstance(cautions, list)
    assert len(cautions) == len(set(cautions)), "a caution stands once"


def test_a_destination_is_presumed_from_the_name_of_a_firm_however_it_is_asked(library: Library):
    said = by_python(TO_A_FIRM, library, DAY)
    assert ("destination", "JP") in said["presumed"]  # type: ignore[operator]
    words = "gallium to Mitsubishi Heavy Industries"
    assert by_python(words, library, DAY) == by_command(words, DAY) == said


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"hs_code": "999999", "destination": "JP"}, "Customs code 999999 does not exist"),
        ({"hs_code": "12", "destination": "JP"}, "Customs code 12 is a chapter alone"),
        ({**CHINA, "description": "9Z999", "destination": "JP"}, "No entry of the list has the code 9Z999"),
    ],
    ids=str,
)
def test_a_code_that_is_none_is_told_on_every_face(line: Facts, told: str, library: Library, client: TestClient):
    cautions = assert_same(line, library, client)["cautions"]
    assert isinstance(cautions, list)
    assert [caution for caution in cautions if caution.startswith(told)]


def test_a_control_code_that_does_not_exist_is_refused_on_every_face(library: Library, client: TestClient):
    line = {"control_codes": "9Z999", "destination": "JP"}
    with pytest.raises(FactError, match="9Z999"):
        by_python(line, library, DAY)
    flags = ["check", "--control-codes", "9Z999", "--destination", "JP"]
    ran = CliRunner().invoke(main, flags)
    assert (ran.exit_code, "9Z999" in ran.output) == (1, True)
    sent = client.post("/api/determinations", json={"facts": line})
    assert (sent.status_code, "9Z999" in sent.text) == (422, True)
    told, refused = by_agent(line, library, DAY)
    assert (refused, "9Z999" in str(told)) == (True, True)


def test_a_destination_read_from_an_address_is_the_country_on_every_face(library: Library, client: TestClient):
    line = {**CHINA, "control_codes": "1C905.b", "destination": "愛知県豊田市元町1番地"}
    said = assert_same(line, library, client)
    assert said == by_python({**line, "destination": "JP"}, library, DAY)


@pytest.fixture(scope="module")
def later(library: Library) -> ListedParty:
    """A firm of Japan that was listed last, on a list that bars dealings with it."""
    firms = [
        entry for entry in library.entries if entry.listed and entry.territory == "JP" and "control-list" in entry.list
    ]
    return max(firms, key=lambda entry: (str(entry.listed), entry.id))


def test_a_firm_listed_after_the_day_of_the_line_changes_nothing_before_it(
    later: ListedParty, library: Library, client: TestClient
):
    line = {**CHINA, "departure": "CN", "destination": "JP", "control_codes": "1C905.b", "end_user": later.names[0]}
    assert later.listed is not None
    before = date.fromordinal(later.listed.toordinal() - 1).isoformat()
    earlier = assert_same(line, library, client, before)
    since = assert_same(line, library, client, later.listed.isoformat())
    assert since["headline"] == "prohibited"
    assert earlier["headline"] != "prohibited"

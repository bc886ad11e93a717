"""The feed of what changes in the law: Atom and JSON, in three languages, and nothing that anybody typed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import parsed

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def _entries(client: TestClient, query: str) -> list[tuple[str, str, str]]:
    answer = client.get(f"/changes/feed.atom?{query}")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)  # noqa: S314 - what we wrote ourselves
    assert root.findtext("atom:id", namespaces=ATOM)
    return [
        tuple(str(entry.findtext(f"atom:{name}", namespaces=ATOM)) for name in ("title", "id", "updated"))  # type: ignore[misc]
        for entry in root.findall("atom:entry", ATOM)
    ]


def test_the_ban_of_6_january_2026_stands_in_the_feed_of_that_year_and_not_of_the_day_before(client: TestClient):
    ban = [name for _, name, when in _entries(client, "as_of=2026-01-10") if when.startswith("2026-01-06")]
    assert any("cn/2026-01-japan-dual-use" in name for name in ban)
    assert not any("2026-01-japan" in name for _, name, _ in _entries(client, "as_of=2026-01-05"))


@pytest.mark.parametrize(("language", "said"), [("en", "published"), ("ja", "公布"), ("zh", "公布")])
def test_both_kinds_say_the_same_in_the_language_asked_for(client: TestClient, language: str, said: str):
    told = _entries(client, f"as_of=2026-09-30&language={language}")
    data = client.get(f"/changes/feed.json?as_of=2026-09-30&language={language}").json()
    assert [(one["title"], one["id"], one["date_published"]) for one in data["items"]] == told
    days = [when for _, _, when in told]
    assert days == sorted(days, reverse=True)
    assert len({name for _, name, _ in told}) == len(told), "each change has a name of its own"
    assert any(said in title for title, _, _ in told)


def test_no_name_that_somebody_typed_is_in_it(client: TestClient):
    client.post("/parties", data={"names": "Naniwa Seiki"})
    for address in ("/changes/feed.atom", "/changes/feed.json", "/changes"):
        assert "Naniwa" not in client.get(address).text


def test_parties_put_on_lists_are_a_row_each_of_what_moves_for_japan(client: TestClient):
    """Announcements 11 and 12 of 24 February 2026: twenty may get nothing, twenty need a licence of their own."""
    there = "/changes?from=2026-01-01&to=2026-03-01"
    (moved,) = [one for one in parsed(client.get(there).text).all("table") if "User and use" in one.text]
    listed = [row for row in moved.all("tr") if "Japanese parties" in row.text]
    assert [row.text.partition("20 Japanese parties")[0].count("licence") for row in listed] == [0, 0]
    assert [next(row.all("a"))["href"].partition("?")[0] for row in listed] == [
        "/measures/cn/2026-11-japan-control-list",
        "/measures/cn/2026-12-japan-watch-list",
    ]
    assert ["special approval only" in row.text for row in listed] == [True, False]
    assert ["individual licence" in row.text for row in listed] == [False, True]
    told = client.get(there.replace("changes?", "changes.json?")).json()["data"]["party_moves"]
    assert [(one["list"], one["parties"], one["kind"]) for one in told] == [
        ("cn/control-list/2026-11", 20, "listed"),
        ("cn/watch-list/2026-12", 20, "listed"),
    ]
    american = client.get("/changes.json?from=2026-06-01&to=2026-06-25").json()["data"]["party_moves"]
    assert american == [], "ten American parties: nothing moves for Japan"


def test_an_open_question_of_a_measure_leads_to_what_is_not_known_and_from_there_to_a_measure(client: TestClient):
    page = parsed(client.get("/measures/cn/2025-61-rare-earths-abroad?as_of=2026-11-29").text)
    (link,) = [one for one in page.all("a") if one["href"].endswith("#not-known")]
    assert link.text.startswith("What followed the suspension of Announcements 55")
    there = parsed(client.get(link["href"].partition("#")[0]).text)
    assert any(one["id"] == "not-known" for one in there.all("h2"))
    (measure,) = [one for one in there.all("a") if one.text == link.text]
    assert client.get(measure["href"]).status_code == 200

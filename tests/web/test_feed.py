"""The feed of what changes in the law: Atom and JSON, in three languages, and nothing that anybody typed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

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

"""How the answer to an item changed by date, on a page of its own and beside the answer."""

from __future__ import annotations

from starlette.testclient import TestClient
from tests.support.web.html import parsed


def test_each_change_stands_with_the_measure_that_made_it(client: TestClient):
    page = parsed(client.get("/timeline?what=3C001.a&destination=Japan").text)
    assert next(page.all("h1")).text == "3C001.a to Japan, over time"
    rows = [row for table in page.all("table") for row in table.all("tr")][1:]
    assert "no licence" in rows[0].text
    assert "1 August 2023" in rows[1].text
    assert any("cn/2023-23-gallium-germanium" in one["href"] for one in rows[1].all("a"))
    assert any("/answer/3C001.a/CN-JP" in one["href"] for one in page.all("a"))


def test_the_page_tells_what_the_command_tells(client: TestClient):
    page = client.get("/timeline.json?what=1C905.b&destination=JP").json()["data"]
    rest = client.get("/api/codes/cn/dual-use/1C905.b/timeline?destination=JP").json()["data"]
    assert page == rest


def test_the_answer_leads_there_and_a_measure_has_its_own_page(client: TestClient):
    page = parsed(client.get("/answer/3C001.a/CN-JP").text)
    assert any(one["href"].startswith("/timeline?") for one in page.all("a"))
    sent = client.get("/timeline?what=cn/2025-57-holmium-and-others")
    assert sent.headers["location"] == "/measures/cn/2025-57-holmium-and-others"
    assert client.get("/timeline?what=nothing+of+the+kind").status_code == 422
    assert client.get("/timeline?what=3C001.a&destination=Narnia").status_code == 422

"""The colours of the pages: those of the system, unless somebody chose others."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import parsed


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_colours_that_were_chosen_stay_until_the_system_is_followed_again(client: TestClient, language: str):
    page = parsed(client.get(f"/search?language={language}").text)
    assert next(page.all("html"))["data-theme"] == ""
    links = {one["href"].rpartition("theme=")[2]: one for one in page.all("a") if "theme=" in one["href"]}
    assert {*links} == {"system", "light", "dark"}
    assert [name for name, one in links.items() if one["aria-current"]] == ["system"]
    assert next(parsed(client.get(links["dark"]["href"]).text).all("html"))["data-theme"] == "dark"
    assert next(parsed(client.get("/check").text).all("html"))["data-theme"] == "dark"
    client.get("/search?theme=system")
    assert next(parsed(client.get("/check").text).all("html"))["data-theme"] == ""


def test_a_page_is_not_told_to_be_the_same_where_its_colours_are_others(client: TestClient):
    tag = client.get("/help").headers["etag"]
    assert client.get("/help", headers={"if-none-match": tag}).status_code == 304
    client.get("/help?theme=dark")
    assert client.get("/help", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("choice", ["language=ja", "theme=dark"])
def test_a_choice_is_kept_though_the_browser_has_the_page_already(client: TestClient, choice: str):
    first = client.get(f"/help?{choice}")
    client.get("/help?language=en&theme=light")  # somebody chose otherwise in between
    again = client.get(f"/help?{choice}&theme=light", headers={"if-none-match": first.headers["etag"]})
    again = client.get(f"/help?{choice}", headers={"if-none-match": again.headers["etag"]})
    assert again.status_code == 200
    html = next(parsed(client.get("/check").text).all("html"))
    assert choice.partition("=")[2] in {html["lang"], html["data-theme"]}


def test_a_page_that_holds_what_was_typed_changes_its_colours_without_losing_it(client: TestClient):
    sent = {"names": "Example Headlamp", "theme": "dark"}
    page = parsed(client.post("/parties", data=sent).text)
    assert next(page.all("html"))["data-theme"] == "dark"
    assert "Example Headlamp" in str([one["value"] or one.text for one in page.all("input", "textarea")])


def test_nothing_but_light_and_dark_is_a_colour(client: TestClient):
    page = client.get('/search?theme="><script>').text
    assert "data-theme" not in page
    assert "theme" not in client.cookies


def test_the_dark_that_is_chosen_is_the_dark_of_the_system():
    style = resources.files("sekisho.web").joinpath("static", "style.css").read_text(encoding="utf-8")
    tokens = re.findall(r"--ink: #ecebe6;.*?--free-wash: [^;]+;", style, re.DOTALL)
    assert len(tokens) == 2
    assert tokens[0].split() == tokens[1].split()

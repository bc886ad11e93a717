"""What keeps the pages to this computer: hosts, origins, sizes, headers, and text that stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from markupsafe import Markup
from starlette.testclient import TestClient
from tests.support.scripts import SCRIPT
from tests.support.web.addresses import PAGES
from tests.support.web.html import parsed

from sekisho.web.rendering import environment

STATIC = resources.files("sekisho.web").joinpath("static")


@pytest.mark.parametrize("address", ["/", "/nothing", "/static/style.css", "/api/measures", "/measures.json"])
def test_every_answer_forbids_what_a_page_does_not_need(client: TestClient, address: str):
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "host",
    [
        *("example.com", "sekisho.example.com:80", "127.0.0.1.example.com", ""),
        *("[::1]example.com", "[::1", "::1", "localhost:80:80", "localhost:80@example.com", "localhost/", "local host"),
    ],
)
def test_another_name_for_this_computer_is_refused(client: TestClient, host: str):
    """A page elsewhere that lets its own name point here would otherwise read the answers."""
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "LocalHost"])
def test_the_names_of_this_computer_are_taken_however_they_are_written(client: TestClient, host: str):
    assert client.get("/help", headers={"host": host}).status_code == 200


def test_a_form_of_another_site_is_refused(client: TestClient):
    for headers in ({"origin": "http://example.com"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert client.post("/search", data={"words": "gallium"}, headers=headers).status_code == 403
        assert client.post("/api/screenings", json={"names": ["x"]}, headers=headers).status_code == 403
    assert client.post("/search", data={"words": "gallium"}, headers={"origin": "http://127.0.0.1"}).status_code == 200


@pytest.mark.parametrize(
    ("site", "status"), [("same-site", 403), ("cross-site", 403), ("odd", 403), ("same-origin", 200), ("none", 200)]
)
def test_a_form_of_a_neighbour_under_the_same_domain_is_another_site(client: TestClient, site: str, status: int):
    """A page on another host of the firm's domain is not one of these pages, though a browser calls it same-site."""
    assert client.post("/search", data={"words": "gallium"}, headers={"sec-fetch-site": site}).status_code == status


def test_a_form_that_is_too_large_is_refused(client: TestClient):
    assert client.post("/search", data={"words": "x" * 2_000_000}).status_code == 413

    def parts() -> Iterator[bytes]:
        for _ in range(40):
            yield b"words=" + b"x" * 65_536

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/search", content=parts(), headers=kind).status_code == 413


def test_a_field_that_is_longer_than_any_answer_is_told(client: TestClient):
    answer = client.post("/check/result", data={"end_user": "x" * 5_000})
    assert answer.status_code == 422
    assert "has 5,000 letters." in answer.text
    assert client.get("/check?movement=" + "x" * 3_000).status_code == 422


def test_more_fields_than_any_form_has_are_refused(client: TestClient):
    answer = client.post("/search", data={f"field{number}": "x" for number in range(5_000)})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "text", [SCRIPT, "{{ 7 * 7 }}", "=1+1", "' OR 1=1 --", "\u202e\u0000\U0001f600 %s", "a" * 1_999]
)
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/search", "words"),
        ("/parties", "names"),
        ("/classify", "description"),
        ("/quick", "end_user"),
        ("/check/result", "end_user"),
        ("/check/result", "description"),
        ("/check/sheet", "importer"),
    ],
)
def test_what_is_written_stays_text(client: TestClient, address: str, field: str, text: str):
    answer = client.post(address, data={field: text, "send": "1", "destination": "JP"})
    assert answer.status_code in {200, 422}
    page = parsed(answer.text)
    assert list(page.all("img")) == []
    assert [one for one in page.all("script") if not one["src"]] == []
    assert "49" not in "".join(one["value"] for one in page.all("input") if one["name"] == field)


@pytest.mark.parametrize("address", [page for page in PAGES if "?" in page])
def test_scripts_in_every_field_of_an_address_stay_text(client: TestClient, address: str):
    path, _, query = address.partition("?")
    names = [pair.partition("=")[0] for pair in query.split("&")]
    answer = client.get(
        path, params=dict.fromkeys([*names, "reading", "term.x", "library", "answer", "language"], SCRIPT)
    )
    assert answer.status_code in {200, 303, 422}
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text


def test_nothing_that_is_served_names_another_host():
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//[a-z]+\.|@import|url\(", text), file.name


def test_no_page_lets_a_template_pass_text_as_markup():
    for file in resources.files("sekisho.web").joinpath("templates").iterdir():
        assert "| safe" not in file.read_text(encoding="utf-8"), file.name


def test_every_form_is_begun_by_the_function_that_puts_the_mark_into_it():
    """A tag that is written out would work without accounts, and lack the mark of the session where there are some."""
    sources = [path for path in Path(str(resources.files("sekisho.web"))).rglob("*") if path.suffix in {".html", ".py"}]
    written = {path.name for path in sources if "<form" in path.read_text(encoding="utf-8")}
    assert written == {"rendering.py"}
    texts = [path.read_text(encoding="utf-8") for path in sources if path.suffix == ".html"]
    assert sum(text.count("{{ form(") for text in texts) > 50
    assert sum(text.count("{{ form(") for text in texts) == sum(text.count("</form>") for text in texts)


def test_a_form_that_changes_something_is_marked_and_one_without_a_person_is_no_form():
    mark = Markup('<input type="hidden" name="csrf" value="a1">')

    def written(source: str, **known: object) -> str:
        return environment().from_string(source).render(known)

    begun = '<form action="/x?a=1&amp;b=&#34;" method="{}" class="inline" aria-label="it">'
    source = """{{ form('/x?a=1&b="', method=method, class='inline', **{'aria-label': 'it'}) }}"""
    assert written(source, method="post", csrf=mark) == begun.format("post") + str(mark)
    assert written(source, method="get", csrf=mark) == begun.format("get")
    with pytest.raises(KeyError, match="csrf"):
        written("{{ form('/x') }}")


def test_files_outside_the_folder_of_the_pages_are_not_served(client: TestClient):
    for address in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/books/x/files/..%2f..%2fetc",
    ):
        assert client.get(address).status_code in {404, 405, 421}

"""Pages of the law that were asked for of late are sent again as they are, and no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from sekisho.web.accounts.team import Team
from sekisho.web.app import create_app
from sekisho.web.audit_log import AuditLog
from sekisho.web.cache import PageCache, PageKey
from sekisho.web.register import ServerRegister
from sekisho.web.rendering import key_of
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Page
from sekisho.web.settings import ServerSettings

ENGLISH = {"accept-language": "en"}
MEASURE = "/measures/cn/2026-01-japan-dual-use"


def page(tag: str, body: bytes, **headers: str) -> Response:
    return Response(body, headers={"etag": tag, **headers})


def key(tag: str = '"law"', path: str = "/measures") -> PageKey:
    return PageKey(tag=tag, format="html", path=path, query=())


def test_a_page_is_kept_by_its_tag_form_address_and_fields():
    cache = PageCache()
    cache.keep(key(), page('"law"', b"one"))
    ready = cache.page(key())
    assert ready is not None
    assert bytes(ready.body) == b"one"
    assert cache.page(key(tag='"other law"')) is None
    assert cache.page(key(path="/terms")) is None
    assert cache.page(key()._replace(format="json")) is None
    assert cache.page(key()._replace(query=(("as_of", "2026-09-30"),))) is None


def test_what_a_browser_may_not_keep_is_not_kept_here():
    cache = PageCache()
    cache.keep(key(), Response(b"of a party", headers={"cache-control": "no-store"}))
    assert cache.page(key()) is None
    cache.keep(key(), page('"law"', b"chosen", **{"set-cookie": "language=ja"}))
    assert cache.page(key()) is None


def test_the_oldest_pages_make_room_and_a_page_that_is_too_long_takes_none():
    cache = PageCache(most=80)
    for number in range(9):
        cache.keep(key(path=f"/{number}"), page('"law"', b"0123456789"))
    assert cache.page(key(path="/0")) is None
    assert all(cache.page(key(path=f"/{number}")) is not None for number in range(1, 9))
    cache.keep(key(path="/long"), page('"law"', b"x" * 11))
    assert cache.page(key(path="/long")) is None


@pytest.fixture
def server(settings: ServerSettings, tmp_path: Path) -> ServerSettings:
    library = replace(settings.library)  # one of its own: a decision changes it
    return replace(settings, library=library, pages=PageCache(), register=ServerRegister.at(tmp_path / "matches.csv"))


def count(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Count how many pages are written."""
    from sekisho.web import rendering

    written: list[object] = []
    html = rendering.html

    def counted(visit: RequestContext, page: Page) -> str:
        written.append(page)
        return html(visit, page)

    monkeypatch.setattr(rendering, "html", counted)
    return lambda: len(written)


def test_a_page_of_the_law_is_written_once(server: ServerSettings, monkeypatch: pytest.MonkeyPatch):
    written = count(monkeypatch)
    with TestClient(create_app(server), base_url="http://127.0.0.1") as client:
        first = client.get(MEASURE, headers=ENGLISH)
        again = client.get(MEASURE, headers=ENGLISH)
        assert (again.status_code, again.text) == (200, first.text)
        assert {name: value for name, value in again.headers.items() if name != "date"} == {
            name: value for name, value in first.headers.items() if name != "date"
        }
        assert written() == 1
        assert client.get(MEASURE, headers={"accept-language": "ja"}).text != first.text
        assert client.get(f"{MEASURE}?as_of=2026-02-01", headers=ENGLISH).text != first.text
        assert written() == 3


def test_a_page_that_tells_of_a_party_and_one_that_makes_a_choice_are_written_each_time(
    server: ServerSettings, monkeypatch: pytest.MonkeyPatch
):
    written = count(monkeypatch)
    with TestClient(create_app(server), base_url="http://127.0.0.1") as client:
        for address in ("/ask?words=gallium+to+Naniwa+Seiki", f"{MEASURE}?language=ja"):
            before = written()
            for _ in range(2):
                assert client.get(address, headers=ENGLISH).status_code == 200
            assert written() == before + 2, address


def test_a_decision_on_a_name_is_another_state_of_every_page(server: ServerSettings):
    from sekisho.web.register import decide

    with TestClient(create_app(server), base_url="http://127.0.0.1") as client:
        before = client.get("/parties/jp-ecl-a01", headers=ENGLISH)
        decide(server, "三菱造船販売", "jp-ecl-a01", "not_same", by="M", basis="another firm")
        again = client.get("/parties/jp-ecl-a01", headers={**ENGLISH, "if-none-match": before.headers["etag"]})
        assert again.status_code == 200
        assert "三菱造船販売" in again.text


def test_a_form_a_choice_and_a_page_whose_answer_is_saved_are_not_kept(settings: ServerSettings):
    visit = RequestContext(settings=settings, path="/measures", query=(("as_of", "2026-09-30"),))
    assert key_of(visit) is not None
    assert key_of(replace(visit, posted=True)) is None
    assert key_of(replace(visit, query=(("theme", "dark"),))) is None
    assert key_of(replace(visit, settings=replace(settings, trail=AuditLog.__new__(AuditLog)))) is None
    assert key_of(replace(visit, settings=replace(settings, team=Team.__new__(Team)))) is None

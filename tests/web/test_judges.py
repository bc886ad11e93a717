"""Processes beside the server: they determine lines and write pages as the server itself does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import active_children

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from sekisho.web.app import create_app
from sekisho.web.cache import AnswerCache, PageCache
from sekisho.web.rendering import respond
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer
from sekisho.web.settings import ServerSettings

FACTS = {"movement": "export", "departure": "CN", "destination": "JP", "control_codes": ["3C001.a"]}
DAY = "as_of=2026-09-30"
WRITTEN = (
    f"/check/result?{DAY}&movement=export&departure=CN&destination=JP&control_codes=1C905.a",
    f"/check/result.json?{DAY}&movement=export&departure=CN&destination=JP&control_codes=1C905.a",
    f"/codes/cn/dual-use/3C001.a?{DAY}",
    "/timeline?what=3C001.a&destination=JP",
    "/customs/284690",
    f"/answer/1C905.a/CN-JP?{DAY}",
)
WRONG = (f"/check/result?{DAY}&destination=Nowhere", "/codes/cn/dual-use/9Z999")


@contextmanager
def server(settings: ServerSettings, judges: int) -> Iterator[TestClient]:
    """A server that has answered nothing yet."""
    app = create_app(replace(settings, pages=PageCache(), answers=AnswerCache()), judges=judges)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client
    app.state.judges.close()


def test_judges_determine_as_the_server_does_itself(settings: ServerSettings):
    asked = [
        {"facts": FACTS, "as_of": "2026-09-30", "trace": True},
        {"facts": {**FACTS, "date": "2024-01-05"}, "readings": "broad"},
        {"facts": {"destination": "Japn", "end_use": "mischief"}},
    ]
    with server(settings, 0) as alone, server(settings, 1) as client:
        expected = [alone.post("/api/determinations", json=one) for one in asked]
        found = [client.post("/api/determinations", json=one) for one in asked]
    assert [one.status_code for one in found] == [200, 200, 422]
    assert [one.json() for one in found] == [one.json() for one in expected]


def test_judges_write_the_pages_of_the_server(settings: ServerSettings, monkeypatch: pytest.MonkeyPatch):
    """In two languages, and again as they are kept; what is wrong the server tells itself."""
    own: list[str] = []

    def counted(visit: RequestContext, answer: Answer) -> Response:
        own.append(visit.path)
        return respond(visit, answer)

    def sent(client: TestClient, page: str, language: str) -> tuple[int, bytes, dict[str, str]]:
        answer = client.get(page, headers={"accept-language": language})
        return answer.status_code, answer.content, dict(answer.headers)

    asked = [(page, language) for _ in range(2) for page in (*WRITTEN, *WRONG) for language in ("en", "ja")]
    with server(settings, 0) as alone, server(settings, 1) as client:
        expected = [sent(alone, page, language) for page, language in asked]
        monkeypatch.setattr("sekisho.web.app.respond", counted)
        assert [sent(client, page, language) for page, language in asked] == expected
    assert {status for status, _, _ in expected} == {200, 404, 422}
    assert len(own) == len(asked) * len(WRONG) // len((*WRITTEN, *WRONG))


def test_a_judge_that_dies_costs_nobody_an_answer(settings: ServerSettings):
    """The server answers itself, and another process is started."""
    before = set(active_children())
    with server(settings, 1) as client:
        first = client.get(WRITTEN[0])
        (judge,) = set(active_children()) - before
        judge.kill()
        judge.join()
        answers = [client.post("/api/determinations", json={"facts": FACTS}), *map(client.get, WRITTEN[1:3])]
        (other,) = set(active_children()) - before
    assert [answer.status_code for answer in (first, *answers)] == [200] * 4
    assert other.pid != judge.pid

"""Processes beside the server: they determine lines and write pages as the server itself does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing import active_children
from select import select

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from sekisho.web.app import create_app
from sekisho.web.cache import AnswerCache, PageCache
from sekisho.web.judges import worker_pool
from sekisho.web.judges.worker_pool import WorkerPool
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


def wait_for(pool: WorkerPool):
    """Wait until each process that was started is ready."""
    for judge in pool.judges:
        if not judge.is_ready:
            assert select([judge.connection], [], [], 60.0)[0], "a process takes a minute to begin"


@contextmanager
def server(settings: ServerSettings, judges: int) -> Iterator[TestClient]:
    """A server that has answered nothing yet."""
    app = create_app(replace(settings, pages=PageCache(), answers=AnswerCache()), judges=judges)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        app.state.judges.make_ready()
        wait_for(app.state.judges)
        yield client
    app.state.judges.close()


@pytest.fixture(scope="module")
def alone(settings: ServerSettings) -> Iterator[TestClient]:
    """A server without processes beside it."""
    with server(settings, 0) as client:
        yield client


@pytest.fixture(scope="module")
def beside(settings: ServerSettings) -> Iterator[TestClient]:
    """A server with one that determines lines and writes pages; it takes seconds to begin."""
    with server(settings, 1) as client:
        yield client


def test_judges_determine_as_the_server_does_itself(alone: TestClient, beside: TestClient):
    asked = [
        {"facts": FACTS, "as_of": "2026-09-30", "trace": True},
        {"facts": {**FACTS, "date": "2024-01-05"}, "readings": "broad"},
        {"facts": {"destination": "Japn", "end_use": "mischief"}},
    ]
    expected = [alone.post("/api/determinations", json=one) for one in asked]
    found = [beside.post("/api/determinations", json=one) for one in asked]
    assert [one.status_code for one in found] == [200, 200, 422]
    assert [one.json() for one in found] == [one.json() for one in expected]


def test_judges_write_the_pages_of_the_server(alone: TestClient, beside: TestClient, monkeypatch: pytest.MonkeyPatch):
    """In two languages, and again as they are kept; what is wrong the server tells itself."""
    own: list[str] = []

    def counted(visit: RequestContext, answer: Answer) -> Response:
        own.append(visit.path)
        return respond(visit, answer)

    def sent(client: TestClient, page: str, language: str) -> tuple[int, bytes, dict[str, str]]:
        answer = client.get(page, headers={"accept-language": language})
        return answer.status_code, answer.content, dict(answer.headers)

    asked = [(page, language) for _ in range(2) for page in (*WRITTEN, *WRONG) for language in ("en", "ja")]
    expected = [sent(alone, page, language) for page, language in asked]
    monkeypatch.setattr("sekisho.web.app.respond", counted)
    assert [sent(beside, page, language) for page, language in asked] == expected
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


@contextmanager
def busy_server(
    settings: ServerSettings, monkeypatch: pytest.MonkeyPatch, *, cores: int, asked: int
) -> Iterator[tuple[TestClient, WorkerPool]]:
    """A server that starts judges unasked, to which each question comes an hour after the one before.

    Parameters
    ----------
    asked
        Questions in a span from which it counts as busy, however little it works.
    """
    hours = count()
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    monkeypatch.setattr(worker_pool, "BUSY_SHARE", 0.0)
    monkeypatch.setattr(worker_pool, "BUSY_ASKED", asked)
    clock = lambda: datetime(2026, 9, 30, tzinfo=UTC) + timedelta(hours=next(hours))  # noqa: E731 - one line, one use
    app = create_app(replace(settings, pages=PageCache(), answers=AnswerCache(), clock=clock), judges=None)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client, app.state.judges
    app.state.judges.close()


def test_a_busy_server_starts_judges_and_answers_meanwhile(settings: ServerSettings, monkeypatch: pytest.MonkeyPatch):
    """They answer once they are ready, and as the server did."""
    before = set(active_children())
    with busy_server(settings, monkeypatch, cores=2, asked=1) as (client, pool):
        assert set(active_children()) == before, "nobody has asked yet"
        own = [client.get(page) for page in WRITTEN]
        for _ in range(worker_pool.MOST_UNASKED):  # one begins after the other
            wait_for(pool)
            assert client.post("/api/determinations", json={"facts": FACTS}).status_code == 200
        wait_for(pool)
        assert len(set(active_children()) - before) == worker_pool.MOST_UNASKED
        monkeypatch.setattr(
            "sekisho.web.app.respond", lambda *_: pytest.fail("the server wrote a page that a judge was to write")
        )
        page = client.get(WRITTEN[0].replace("JP", "DE"))
        line = client.post("/api/determinations", json={"facts": FACTS, "as_of": "2026-09-30"})
    assert [answer.status_code for answer in (*own, page, line)] == [200] * (len(WRITTEN) + 2)


@pytest.mark.parametrize(("cores", "asked"), [(2, worker_pool.BUSY_ASKED), (1, 1)])
def test_who_asks_seldom_starts_no_judges_and_one_core_has_none(
    settings: ServerSettings, monkeypatch: pytest.MonkeyPatch, cores: int, asked: int
):
    before = set(active_children())
    with busy_server(settings, monkeypatch, cores=cores, asked=asked) as (client, _):
        assert [client.get(page).status_code for page in WRITTEN[:3]] == [200] * 3
        assert not set(active_children()) - before

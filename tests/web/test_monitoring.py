"""Whoever runs the server sees that it answers and how much, and nothing of what was asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.support.web.team import served_in

from sekisho import Library
from sekisho.web.app import create_app
from sekisho.web.settings import ServerSettings

BASE = "http://localhost"


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def watched(settings: ServerSettings, lines: list[str], tmp_path: Path) -> TestClient:
    return TestClient(create_app(replace(settings, log=lines.append, folder=tmp_path)), base_url=BASE)


def test_health_tells_program_and_law(watched: TestClient, library: Library):
    answer = watched.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["library"] == library.version
    assert answer.headers["cache-control"] == "no-store"


def test_what_was_asked_stands_in_no_line_and_no_number(watched: TestClient, lines: list[str]):
    watched.get("/codes?find=1C905.b")
    watched.get("/Secret-Works")
    watched.post("/check", data={"end_user": "Secret Works"})
    told = watched.get("/api/metrics").text
    assert [(line["method"], line["place"], line["status"]) for line in map(json.loads, lines)][:2] == [
        ("GET", "codes", 200),
        ("GET", "other", 404),
    ]
    assert 'sekisho_answers_total{method="GET",place="codes",status="200"} 1' in told
    assert 'sekisho_answers_total{method="GET",place="other",status="404"} 1' in told
    assert not any(word in text for text in (told, *lines) for word in ("Secret", "1C905"))


def test_a_request_that_is_turned_away_is_counted(watched: TestClient):
    assert watched.get("/", headers={"host": "elsewhere.example"}).status_code == 421
    assert 'place="home",status="421"} 1' in watched.get("/api/metrics").text


def test_numbers_are_in_the_form_of_prometheus(watched: TestClient):
    watched.get("/health")
    rows = watched.get("/api/metrics").text.splitlines()
    values = [row.rpartition(" ")[2] for row in rows if not row.startswith("#")]
    assert values
    assert all(float(value) >= 0 for value in values)


def test_with_accounts_health_is_open_and_numbers_are_not(tmp_path: Path, settings: ServerSettings):
    with served_in(tmp_path, settings, lambda: 0.0).client() as client:
        assert client.get("/health").status_code == 200
        assert client.get("/api/metrics").status_code == 401

"""Answers asked for again: the same page, the oldest let go, and nothing of a line with a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pytest
from starlette.testclient import TestClient

from sekisho import Library
from sekisho.determination.line.determination import determine, verdict_of
from sekisho.web.cache import AnswerCache, AnswerTold
from sekisho.web.settings import ServerSettings


@dataclass
class Telling:
    """Counts how often it is told."""

    times: int = 0

    def __call__(self) -> AnswerTold:
        self.times += 1
        return cast("AnswerTold", self.times)


def test_what_was_told_is_told_once_and_the_one_asked_longest_ago_is_let_go():
    cache, tell = AnswerCache(most=2), Telling()
    answers: list[object] = [cache.told(key, tell) for key in ("a", "b", "a", "c", "a", "b")]
    assert answers == [1, 2, 1, 3, 1, 4]


def test_what_may_not_be_remembered_is_told_anew():
    cache, tell = AnswerCache(), Telling()
    answers: list[object] = [cache.told(None, tell) for _ in range(2)]
    assert answers == [1, 2]


def test_a_page_asked_again_is_the_same_and_a_line_with_a_name_leaves_nothing(
    client: TestClient, settings: ServerSettings
):
    first, again = (client.get("/answer/3C001.a/CN-JP?end_use=civil").text for _ in range(2))
    assert first == again
    kept = len(settings.answers._told)
    named = {"control_codes": "3C001.a", "origin": "CN", "destination": "JP", "end_user": "Naniwa Seiki"}
    assert "Naniwa Seiki" in client.post("/check/result", data=named).text
    assert len(settings.answers._told) == kept


def test_two_answers_beside_each_other_are_told_once_unless_a_name_is_in_them(
    client: TestClient, settings: ServerSettings
):
    line = "control_codes=3C001.a&origin=CN&destination=JP"
    whole = [
        client.get(f"/compare?{line}&other.as_of={day}").text for day in ("2023-07-31", "2026-09-30", "2023-07-31")
    ]
    assert whole[0] == whole[2] != whole[1]
    japanese = client.get(f"/compare?{line}&other.as_of=2023-07-31&language=ja").text
    assert "許可" in japanese
    client.cookies.clear()
    kept = len(settings.answers._told)
    named = {"control_codes": "3C001.a", "origin": "CN", "destination": "JP", "other.end_user": "Naniwa Seiki"}
    assert "Naniwa Seiki" in client.post("/compare", data=named).text
    assert len(settings.answers._told) == kept


@pytest.mark.parametrize("use", ["civil", "military"])
@pytest.mark.parametrize("user", ["Mitsubishi Shipbuilding", "Naniwa Seiki", "unknown"])
def test_the_verdict_alone_is_the_verdict_of_the_whole_answer(library: Library, user: str, use: str):
    line = {"control_codes": "1C905.a", "departure": "CN", "destination": "JP", "end_user": user, "end_use": use}
    whole = determine(line, library, as_of="2026-11-28")
    assert verdict_of(line, library, as_of=whole.as_of) == whole.verdict

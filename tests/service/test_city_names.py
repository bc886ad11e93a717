"""Cities whose name several countries have: the largest is taken and told, or the country is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.service.check import CheckRequest, check
from sekisho.service.line.city_names import largest_taken, several_places
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.line.stated_line import StatedLine, asked_of
from sekisho.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 11, 30))


@pytest.mark.parametrize(
    ("words", "fact", "territory", "others"),
    [
        ("gallium from Shanghai to London", "destination", "GB", "Canada"),
        ("ガリウムを上海からボストンへ", "destination", "US", "United Kingdom"),
        ("antimony from Amsterdam to Osaka", "departure", "NL", "United States"),
    ],
)
def test_words_that_name_a_large_city_are_read_and_told(
    words: str, fact: str, territory: str, others: str, workspace: Workspace
):
    read = facts_in_words(words, workspace)
    assert read.facts[fact] == territory
    assert others in str(read.unread[fact])
    assert "end_user" not in read.facts


@pytest.mark.parametrize(
    ("words", "fact"), [("gallium to Cambridge", "destination"), ("terbium from Cambridge to Tokyo", "departure")]
)
def test_a_city_that_may_be_several_is_asked_for_and_is_nobody(words: str, fact: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts[fact] == "unknown"
    assert "United Kingdom" in str(read.unread[fact])
    assert "end_user" not in read.facts


def test_a_place_without_twins_is_not_told(workspace: Workspace):
    for words in ("gallium from Shanghai to Hamburg", "gallium to Kobe", "gallium to Japan"):
        assert not facts_in_words(words, workspace).unread
    for text in ("Hamburg", "Japan", "IHI Aerospace"):
        assert largest_taken(text, workspace.library) is None
        assert several_places(text, workspace.library) is None


def test_a_fact_that_names_the_city_says_the_same(workspace: Workspace):
    answer = check(CheckRequest(facts={"control_codes": "3C001.a", "destination": "London"}), workspace)
    assert any("London" in str(note) and "Canada" in str(note) for note in answer.notes)


def test_a_fact_that_names_one_of_several_is_refused_with_their_countries(workspace: Workspace):
    line = StatedLine(facts={"control_codes": "3C001.a", "destination": "Cambridge"})
    _, problems = asked_of(line, workspace)
    assert ["New Zealand" in str(problem.remedy) for problem in problems] == [True]

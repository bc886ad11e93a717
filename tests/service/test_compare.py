"""Two answers side by side: what is otherwise is judged otherwise, and nothing else; what differs comes first."""

from __future__ import annotations

import pytest

from sekisho import FactError, Library, determine
from sekisho.i18n.package_translation import teller_of
from sekisho.present.determination.compared_answers import compared_parts, compared_text
from sekisho.service.check import CompareRequest, compare
from sekisho.service.workspace import Workspace

GALLIUM = {"control_codes": "3C001.a", "origin": "CN", "destination": "JP", "end_user_kind": "civil"}
DAY = "2026-09-30"


def _asked(**other: str) -> CompareRequest:
    return CompareRequest(facts=GALLIUM, as_of=DAY, other=other)


def test_the_day_before_the_licence_rule_is_free_of_it(library: Library):
    found = compare(_asked(as_of="2023-07-31"), Workspace(library=library))
    assert found.first.floor.level == "licence"
    assert found.second.floor.level == "free"
    assert found.second.as_of.isoformat() == "2023-07-31"


@pytest.mark.parametrize(
    "other", [{"destination": "US"}, {"end_user_kind": "military"}, {"as_of": "2025-12-31"}, {"end_use": "civil"}]
)
def test_each_side_is_what_it_is_asked_by_itself(library: Library, other: dict[str, str]):
    found = compare(_asked(**other), Workspace(library=library))
    second = {**GALLIUM, **{name: value for name, value in other.items() if name != "as_of"}}
    assert found.first.to_dict() == determine(GALLIUM, library, as_of=DAY).to_dict()
    assert found.second.to_dict() == determine(second, library, as_of=other.get("as_of", DAY)).to_dict()


def test_a_reading_is_otherwise_for_all_disputed_words(library: Library):
    found = compare(_asked(reading="broad"), Workspace(library=library))
    assert (found.first.readings.to_dict()["all"], found.second.readings.to_dict()["all"]) == ("central", "broad")


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_what_differs_comes_first_and_what_was_stated_before_all(library: Library, language: str):
    tell = teller_of(library, language)
    found = compare(_asked(destination="US", as_of="2023-07-31"), Workspace(library=library))
    parts = compared_parts(found, library, tell)
    assert [one.stated for one in parts[:3]] == [True, True, False]
    rest = [one.differs for one in parts if not one.stated]
    assert rest == sorted(rest, reverse=True)
    assert any(rest)
    text = compared_text(found, library, tell, 100)
    assert sum(line.lstrip("\x1b[1m").startswith("≠") for line in text) == sum(one.differs for one in parts)


def test_the_same_line_differs_in_nothing(library: Library):
    found = compare(_asked(destination="JP"), Workspace(library=library))
    assert not [one for one in compared_parts(found, library, teller_of(library, "en")) if one.differs]


def test_everything_that_is_wrong_is_told_at_once(library: Library):
    with pytest.raises(FactError) as fault:
        compare(_asked(destinatoin="US", as_of="yesterday", reading="wide"), Workspace(library=library))
    assert len(fault.value.problems) == 3
    with pytest.raises(FactError, match="nothing is otherwise"):
        compare(_asked(), Workspace(library=library))

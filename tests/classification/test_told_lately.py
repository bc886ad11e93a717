"""What was told of a line lately is told again of that line alone, and of none that says anything else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.classification import suggestion
from sekisho.classification.suggestion import Suggestion, suggestion_of

DAY = date(2026, 11, 27)
LINE = {"description": "gallium arsenide wafers"}


@pytest.fixture
def told(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The items that were classified, and not remembered."""
    classified: list[object] = []
    classify = suggestion._told

    def count(item: suggestion._Item, law: Library, day: date, *, cache: Path | None) -> Suggestion | None:
        classified.append(item)
        return classify(item, law, day, cache=cache)

    monkeypatch.setattr(suggestion, "_told", count)
    suggestion._told_lately(library).clear()
    return classified


def test_the_same_words_are_classified_once(told: list[object], library: Library):
    first = suggestion_of(LINE, library, DAY, cache=None)
    assert suggestion_of({**LINE, "end_user": "Naniwa Seiki"}, library, DAY, cache=None) == first
    assert len(told) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"description": "teacups"},
        {"hs_code": "8541.51"},
        {"parameters": {"purity": "99.9999 %"}},
        {"control_codes": "3C001.a"},
    ],
    ids=str,
)
def test_a_line_that_says_anything_else_of_its_item_is_classified(
    other: Mapping[str, object], told: list[object], library: Library
):
    suggestion_of(LINE, library, DAY, cache=None)
    suggestion_of({**LINE, **other}, library, DAY, cache=None)
    assert len(told) == 2


def test_another_day_has_its_own_answer(told: list[object], library: Library):
    for day in (DAY, date(2026, 1, 5)):
        suggestion_of(LINE, library, day, cache=None)
    assert len(told) == 2

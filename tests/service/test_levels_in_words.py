"""A caution names outcomes in words, and never by the identifier of a level."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import pytest

from sekisho import Library
from sekisho.service.check import CheckRequest, check
from sekisho.service.workspace import Workspace

IDENTIFIER: Final = re.compile(r"\b(?:refused_in_principle|case_by_case|individual_licence|prohibited_save_special)\b")
DAY: Final = date(2026, 9, 30)


@pytest.mark.parametrize(
    "facts",
    [
        {"description": "dysprosium magnets", "end_user": "Naniwa Seiki"},
        {"description": "gallium", "end_user_kind": "military"},
    ],
)
def test_outcomes_are_named_in_words(facts: dict[str, str], library: Library):
    line = {"origin": "CN", "departure": "CN", "destination": "JP", **facts}
    answer = check(CheckRequest(facts=line, as_of=DAY), Workspace(library=library, today=DAY))
    between = [str(caution) for caution in answer.cautions if "lies between" in str(caution)]
    assert between
    assert not [text for text in between if IDENTIFIER.search(text)]

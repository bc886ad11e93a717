"""A use that a book calls civil, with what it is beside, states that use; one that is bounded or doubted does not."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.trade.book.cells.meanings import Meanings


def use_of(library: Library, text: str) -> str:
    return Meanings(facts=library.facts).meant(library.facts["end_use"], text).text


@pytest.mark.parametrize(
    "text", ["civil LED", "Civilian use in cars", "民用 LED", "民用汽车转向", "民生レーザー用", "民間用照明"]
)
def test_a_use_called_civil_is_civil(text: str, library: Library):
    assert use_of(library, text) == "civil"


@pytest.mark.parametrize(
    "text",
    [
        *("civil engineering", "civil/military", "civil and other", "mainly civil", "non-civil LED", "civil, not only"),
        *(
            "民用雷达 军队",
            "军民两用",
            "民生両用",
            "民用以外",
            "民生用電源（自衛隊向け）",
            "民間企業向け",
            "civil radar for the navy",
        ),
    ],
)
def test_a_use_that_is_more_than_civil_stays_open(text: str, library: Library):
    assert use_of(library, text) != "civil"

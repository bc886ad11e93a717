"""What to do next: whom to ask for what, and what whoever asks says oneself."""

from __future__ import annotations

import pytest

from sekisho import Library, brief, determine
from sekisho.i18n.package_translation import teller_of
from sekisho.present.determination.brief import spoken_on_page
from sekisho.present.outcome_labels import LABELS

DAY = "2026-11-27"
UNLISTED = {"origin": "CN", "destination": "JP", "control_codes": "none"}


def part_of(facts: dict[str, str], library: Library, label: str) -> list[str]:
    found = {part["label"]: part["lines"] for part in brief(determine(facts, library, as_of=DAY), facts, library)}
    lines = found[label]
    assert isinstance(lines, list)
    return lines


def test_what_only_the_asker_knows_is_said_where_another_is_asked_too(library: Library):
    (said,) = part_of({**UNLISTED, "control_codes": "1C905.b", "end_user": "Mitsubishi Materials"}, library, "Next")
    assert said == (
        "An application needs a risk report and a written undertaking. "
        "Ask the buyer for the use. Say also what you know of a military use. "
        "Then add --end-use, --knowledge-of-barred-use."
    )


def test_a_buyer_is_not_asked_for_what_the_supplier_knows(library: Library):
    facts = {
        "origin": "US",
        "destination": "JP",
        "departure": "FR",
        "movement": "re_export",
        "control_codes": "1C117.c",
    }
    (said,) = part_of(facts, library, "Next")
    assert not said.startswith("Ask the buyer for whether")
    asked, _, _ = said.partition("Then add")
    assert "seller is Chinese" not in asked.split("Ask the supplier")[0]


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_page_says_the_same_why_as_the_command(language: str, library: Library):
    say = teller_of(library, language)
    for facts in (UNLISTED, {**UNLISTED, "control_codes": "3C001.a"}, {**UNLISTED, "departure": "DE"}):
        answer = determine(facts, library, as_of=DAY)
        page = {part.label: part.lines for part in spoken_on_page(answer, facts, library, say)}
        why = say(LABELS["why"])
        told = {part["label"]: part["lines"] for part in brief(answer, facts, library, language=language)}
        assert list(page[why]) == told[why]
        assert not [line for lines in page.values() for line in lines if "--" in line]

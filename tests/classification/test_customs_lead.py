"""A customs code that belongs to one entry leads to it, whatever words that name no thing stand beside it."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.classification.answer import NOT_LISTED
from sekisho.classification.book_items import finding_of
from sekisho.classification.classifier import Classifier, classify
from sekisho.classification.suggestion import suggestion_of

DAY = "2026-11-27"
GALLIUM = "8112929010"


@pytest.mark.parametrize("text", ["parts", "sample", "xyzzy", "office chair", "部品", "配件"])
def test_words_that_name_no_controlled_thing_outweigh_no_code(text: str, library: Library):
    """In the answer of a question, of a line and of a book, with the code stated or among the words."""
    for description, hs in ((text, GALLIUM), (f"{text} {GALLIUM}", "")):
        found = classify(description, library, hs=hs, as_of=DAY)
        assert (found.state, found.candidates[0].code) == ("unclassified", "3C001.a")
    facts = {"description": text, "hs_code": GALLIUM}
    told = suggestion_of(facts, library, date.fromisoformat(DAY), cache=None)
    assert told is not None
    assert [code for code, _ in told.near] == ["3C001.a"]
    classifier = Classifier(library, as_of=date.fromisoformat(DAY))
    for description, hs in ((text, GALLIUM), (f"{text} {GALLIUM}", "")):
        assert finding_of(description, hs, classifier).codes[0] == "3C001.a"


@pytest.mark.parametrize(
    ("text", "entry"), [("gallium arsenide substrate", "3C001.e"), ("indium phosphide", "3C004.a")]
)
def test_words_that_settle_another_entry_leave_open_which_is_right(text: str, entry: str, library: Library):
    assert classify(text, library, as_of=DAY).candidates[0].code == entry
    found = classify(text, library, hs=GALLIUM, as_of=DAY)
    listed = [candidate.code for candidate in found.candidates if candidate.code != NOT_LISTED]
    assert found.state == "unclassified"
    assert listed[:2] == [entry, "3C001.a"]


def test_a_code_settles_what_the_words_settle(library: Library):
    assert classify("gallium metal", library, hs=GALLIUM, as_of=DAY).codes == ("3C001.a",)


def test_a_number_of_a_part_is_no_customs_code(library: Library):
    found = classify(f"connector, part no. {GALLIUM}", library, as_of=DAY)
    assert "3C001.a" not in [candidate.code for candidate in found.candidates]

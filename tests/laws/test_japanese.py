"""Conditions in Japanese: the grammar of joined statements, and that nothing of the law is left in English."""

from __future__ import annotations

import re

import pytest

from sekisho import Library
from sekisho.i18n.conditions import prose
from sekisho.i18n.names import NO_LIMIT, NamingContext, phrases, speech_of
from sekisho.i18n.verbs import CONTINUED, continued
from sekisho.law.model.condition import All, Any, Condition, FactName, Is, Listed, ListId, Not
from sekisho.law.model.measure import conditions_of

TO_JAPAN = Is(FactName("destination"), frozenset({"JP"}))
WEAPONS = Is(FactName("end_use"), frozenset({"weapons"}))
MILITARY = Is(FactName("end_use"), frozenset({"weapons", "military"}))
LISTED = tuple(Listed(FactName(party), ListId("cn/control-list")) for party in ("end_user", "importer"))


@pytest.fixture(scope="module")
def speech(library: Library) -> NamingContext:
    return speech_of(library, language="ja", shown=NO_LIMIT)


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (TO_JAPAN, "仕向地が日本である"),
        (Not(TO_JAPAN), "仕向地が日本ではない"),
        (All((TO_JAPAN, WEAPONS)), "仕向地が日本であり、かつ用途が兵器である"),
        (Any((TO_JAPAN, WEAPONS)), "仕向地が日本であるか、または用途が兵器である"),
        (Not(Any((TO_JAPAN, WEAPONS))), "仕向地が日本ではなく、かつ用途が兵器ではない"),
        (MILITARY, "用途が軍事用途または兵器である"),
        (Not(MILITARY), "用途が軍事用途、兵器のいずれでもない"),
        (All((TO_JAPAN, Any((WEAPONS, LISTED[0])))), "仕向地が日本であり、かつ（用途が兵器であるか、または需要者が"),
        (Not(Any(LISTED)), "需要者または輸入者のいずれもcn/control-listに掲載されていない"),
    ],
)
def test_a_condition_is_said_as_japanese_says_it(condition: Condition, says: str, speech: NamingContext):
    assert prose(condition, speech).startswith(says)


def test_every_statement_can_go_on_into_another():
    """A predicate that no rule turns would stand in the middle of a sentence as if it ended it."""
    ends = tuple(ending for ending, _ in CONTINUED)
    said = [
        (key, text)
        for key, phrase in phrases("ja").items()
        if key.startswith("fact ") or key in {"link reaches", "link listed", "link owned", "link stated"}
        for text in (phrase.stated, phrase.denied)
        if not text.endswith(("者{}", "人{}"))  # a party, of whom a list says the rest
    ]
    assert [(key, text) for key, text in said if not text.endswith(ends)] == []
    assert all(continued(text) != text for _, text in said)


def test_no_condition_of_the_library_is_left_in_english(library: Library, speech: NamingContext):
    for measure in library.measures.values():
        for where, condition in conditions_of(measure):
            said = re.sub(r"「[^」]*」", "", prose(condition, speech))
            assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", said), (where, said)

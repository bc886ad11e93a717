"""Conditions in Japanese: the grammar of joined statements, and that nothing of the law is left in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.errors import LibraryError
from sekisho.i18n.conditions import prose
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.names import NO_LIMIT, NamingContext, speech_of
from sekisho.i18n.verbs import own_predicates, read_predicates, state
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
        (Not(Any(LISTED)), "需要者または輸入者のいずれも輸出管理規制リストに掲載されていない"),
    ],
)
def test_a_condition_is_said_as_japanese_says_it(condition: Condition, says: str, speech: NamingContext):
    assert prose(condition, speech).startswith(says)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_predicate_has_all_its_forms_and_no_denial_says_what_it_denies(language: str):
    for key, sentences in own_predicates().items():
        forms = {
            form: state(own_predicates(), key, language, form, value="V", term="T", share="S", fact="F")
            for form in ("plain", "denied", "none-of")
        }
        texts = [text for said in forms.values() for text in (said, said.goes_on)]
        assert all(texts), key
        assert not {forms["plain"], forms["plain"].goes_on} & set(texts[2:]), key
        assert all(("{" not in text and "V" in text) or "{value}" not in sentences[language] for text in texts), key
        if language == "ja":  # the predicate comes last, and changes before another
            assert all(said != said.goes_on for said in forms.values()), key


def test_a_predicate_of_a_data_package_is_read_and_one_without_its_forms_refused(tmp_path: Path):
    file = tmp_path / "predicates.csv"
    file.write_text(
        "key,en,ja,zh\npurity,the purity {is} {value},純度が{value}{である},纯度{为}{value}\n", encoding="utf-8"
    )
    assert state(read_predicates(file), "purity", "ja", "denied", value="99 %") == "純度が99 %ではない"
    file.write_text("key,en,ja,zh\npurity,the purity {equals} {value},純度が{value},\n", encoding="utf-8")
    with pytest.raises(LibraryError) as fault:
        read_predicates(file)
    assert [problem.where for problem in fault.value.problems] == ["predicates.csv:2"] * 3


def test_no_condition_of_the_library_is_left_in_english(library: Library, speech: NamingContext):
    for measure in library.measures.values():
        for where, condition in conditions_of(measure):
            said = re.sub(r"「[^」]*」", "", prose(condition, speech))
            assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", said), (where, said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_of_the_library_can_be_denied(language: str, library: Library):
    speech = speech_of(library, language=language, shown=NO_LIMIT)
    for measure in library.measures.values():
        for where, condition in conditions_of(measure):
            assert prose(condition, speech, negated=True) != prose(condition, speech), where

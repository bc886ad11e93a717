"""Words of law in three languages: the original first, in one order, and all of the shipped law in Japanese."""

from __future__ import annotations

import re

import pytest

from sekisho import Library
from sekisho.law.language import for_reader, in_language
from sekisho.law.read import read_measure

WORDS = {"zh": "军事用户", "en": "military user", "ja": "軍事ユーザー"}
KANA = re.compile(r"[\u3040-\u30ff]")


@pytest.mark.parametrize(
    ("title", "code", "says"),
    [
        ("{en: Law, zh: 法, ja: 法律}", "M103", "Order: zh, en, ja."),
        ("{zh: 法, jp: 法律}", "M102", "unknown key 'jp'"),
        ("{zh: 法, ja: ''}", "M105", "'ja' is empty"),
    ],
)
def test_languages_stand_in_order_and_are_known(title: str, code: str, says: str, library: Library):
    text = f"id: cn/2025-law\ntitle: {title}\nkind: law\njurisdiction: CN\nauthority: A\ninstrument: '1'\n"
    text += "published: 2025-01-01\neffective: 2025-01-01\nrepealed: open\nconfidence: high\nsources: []\n"
    _, problems = read_measure(text, name="cn/2025-law.yaml", facts=library.facts)
    assert any(one.code == code and says in f"{one.what} {one.do}" for one in problems), problems


def test_a_reader_sees_the_original_and_the_translation_into_their_language():
    assert list(for_reader(WORDS, "ja")) == ["zh", "ja"]
    assert list(for_reader(WORDS, "en")) == ["zh", "en"]
    assert list(for_reader(WORDS, "zh")) == ["zh"]
    assert list(for_reader({"zh": "法", "en": "law"}, "ja")) == ["zh", "en"]
    assert in_language({"zh": "法"}, "ja") == ("zh", "法")


def test_all_titles_and_words_of_the_law_as_it_ships_are_told_in_japanese(library: Library):
    told = {str(measure.id): measure.title for measure in library.measures.values()}
    told |= {str(term.id): term.words for term in library.terms.values()}
    told |= {str(clause.id): clause.words for _, clause in library.clauses.values()}
    assert [name for name, words in told.items() if list(words) != ["zh", "en", "ja"]] == []
    assert [name for name, words in told.items() if words["ja"] == words["zh"]] == []
    long = [name for name, words in told.items() if len(words["ja"]) > 30 and not KANA.search(words["ja"])]
    assert long == []

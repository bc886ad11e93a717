"""What a line states of somebody, one of several kinds, is said on a page in words and not as it is written in data."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.law.model.condition import FactName
from sekisho.web.form_fields import shown_value
from sekisho.web.messages import PageTranslator


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_one_of_several_choices_is_said_in_words(library: Library, language: str):
    fact, words = library.facts[FactName("end_user_kind")], PageTranslator(language)
    both = shown_value(fact, "civil|defence_contractor", words, library)
    assert "|" not in both
    assert all(shown_value(fact, kind, words, library) in both for kind in ("civil", "defence_contractor"))

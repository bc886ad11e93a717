"""Questions in the language of the one who is asked."""

import pytest

import sekisho


@pytest.mark.parametrize(("language", "mark"), [("en", "?"), ("zh", "？"), ("ja", "か。")])
def test_questions_are_asked_in_the_language_that_is_chosen(language: str, mark: str):
    found = sekisho.classify(
        "等方性黒鉛ブロック 純度99.95% 曲げ強さ45MPa",
        sekisho.load_measures(),
        as_of="2026-09-30",
        language=language,
    )
    asked = [one.question for one in found.questions if "/" not in one.parameter]
    assert asked
    assert all(question.endswith(mark) for question in asked)

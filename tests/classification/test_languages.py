"""Questions in the language of the one who is asked."""

import re

import pytest

import sekisho
from sekisho import Library
from sekisho.classification.labels import limit_names
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.scheme import control_entries
from sekisho.present.classification import classification_text
from sekisho.present.law.control_code import limit_in
from sekisho.trade.items.control_list import control_list


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


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_parameters_and_their_choices_have_names_in_the_language_of_the_reader(language: str, library: Library):
    asked = control_list(library, "cn/dual-use").parameters.values()
    names = [str(one.name) for one in asked if one.fact.of == "item"]
    names += [f"{one.name}.{choice}" for one in asked for choice in one.fact.choices]
    told = limit_names(library, language)
    assert [name for name in names if not told.get(name)] == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_limits_of_a_candidate_are_told_in_the_language_of_the_reader(language: str, library: Library):
    """No word of English stands in a limit; the names of things in a reason are those of the description's kind."""
    found = sekisho.classify("tungsten valve ring", library, as_of="2026-09-30", language=language)
    told = [limit.text for one in found.candidates for limit in one.limits]
    assert len(told) > 5
    assert [text for text in told if re.search(r"[a-z]{4,}", text)] == []
    lines = "".join(classification_text(found, library, language=language))
    assert {"zh": "共有：钨", "ja": "共通する語：タングステン"}[language] in lines


@pytest.mark.parametrize(
    ("language", "says"),
    [("zh", "钨含量须不低于90 %"), ("ja", "タングステン含有量が90 %以上であり")],
)
def test_the_page_of_a_code_says_its_limit_in_the_language_of_the_reader(language: str, says: str, library: Library):
    entry = control_entries(library)["1C226"]
    assert says in limit_in(entry, library, teller_of(library, language))
    assert limit_in(entry, library, teller_of(library, "en")) == entry.threshold

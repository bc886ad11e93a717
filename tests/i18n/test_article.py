"""Where a clause stands, told in Japanese and Chinese from the label of the measure file."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.i18n.citations import article_in


@pytest.mark.parametrize(
    ("label", "japanese", "chinese"),
    [
        ("paragraph 2", "第2項", "第2段"),
        ("second paragraph", "第2段落", "第2段"),
        ("Art. 16(1)", "第16条第1項", "第16条第1款"),
        ("Art. 12(3)(1)", "第12条第3項第1号", "第12条第3款第1项"),
        ("Art. 19(1)(1), (5)", "第19条第1項第1号、第5号", "第19条第1款第1项、第5项"),
        ("Art. 16(1)(4), (2)", "第16条第1項第4号、第2項", "第16条第1款第4项、第2款"),
        (
            "Art. 16(1); Decree 792 Art. 24(2)",
            "第16条第1項；国務院令第792号第24条第2項",
            "第16条第1款；国务院令第792号第24条第2款",
        ),
        ("clause 2, with 1(1) and 1(2)", "第2項、第1項（1）、第1項（2）", "第2款、第1款第1项、第1款第2项"),
        ("annex 1, part 2", "附属書1第2部", "附件1第2部分"),
        ("items 1 to 7", "品目1～7", "第1至7项"),
    ],
)
def test_a_label_is_said_as_lawyers_of_the_language_cite(label: str, japanese: str, chinese: str):
    assert article_in(label, "ja") == ("ja", japanese)
    assert article_in(label, "zh") == ("zh", chinese)
    assert article_in(label, "en") == ("en", label)


@pytest.mark.parametrize(
    "label", ["Art. 5bis", "Art. 3 of the annex", "Decree 792", "clause 2, third half", "Art. 1; so"]
)
def test_a_label_of_another_form_stays_in_english_as_a_whole(label: str):
    """Half of a label in another language would point to a place that nobody named."""
    expected = ("ja", "国務院令第792号") if label == "Decree 792" else ("en", label)
    assert article_in(label, "ja") == expected


def test_every_clause_and_term_of_the_law_as_it_ships_is_placed_in_both_languages(library: Library):
    labels = {clause.article for _, clause in library.clauses.values()} | {
        one.article for one in library.terms.values()
    }
    for language in ("ja", "zh"):
        assert [label for label in labels if article_in(label, language)[0] != language] == []

"""What a row of an if/then table calls its values."""

from __future__ import annotations

import pytest

from sekisho import Library, determine
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.present.determination.brief_parts.case_rows import case_rows, fact_case


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("CN",), "it was made in China"),
        (("AD",), "it was made in any other place"),  # no test names it: it stands for all that none names
        (("CN", "AD"), "it was made in China or any other place"),
    ],
)
def test_a_place_that_no_test_names_stands_for_all_of_them(values: tuple[str, ...], said: str, library: Library):
    told = fact_case(FactName("origin"), values, library)
    assert teller_of(library, "en")(told) == said
    assert "アンドラ" not in teller_of(library, "ja")(told)


@pytest.mark.parametrize(("language", "later"), [("en", "later"), ("ja", "後に"), ("zh", "日后")])
def test_a_name_that_was_looked_up_and_not_found_may_only_be_listed_later(language: str, later: str, library: Library):
    """Of a user nobody named a list may hold the name today; of one that is on none the law leaves a later day."""
    civil = {"control_codes": "3C001.a", "departure": "CN", "destination": "JP", "origin": "CN"}
    civil |= {"end_user_kind": "civil", "end_use": "civil", "knowledge_of_barred_use": "no"}
    say = teller_of(library, language)
    for facts, is_named in (({**civil, "end_user": "Sumitomo Electric Industries"}, True), (civil, False)):
        answer = determine(facts, library, as_of="2026-11-27")
        of_lists = [
            say(text)
            for row, (text, _) in zip(answer.rows, case_rows(answer, library), strict=True)
            if any(lists for case in row.cases for lists in case.listed.values())
        ]
        assert of_lists
        assert all((later in text) is is_named for text in of_lists)

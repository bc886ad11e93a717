"""What a row of an if/then table calls its values."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.present.determination.case_rows import fact_case


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

"""Denials of a content in Japanese, codes whose every limit is met, and entries that are ruled out."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from sekisho import Library
from sekisho.classification.classifier import classify
from sekisho.classification.suggestion import suggestion_of

DAY: Final = date(2026, 12, 1)


@pytest.mark.parametrize(
    "text",
    [
        "ネオジム磁石N35、ジスプロシウムもテルビウムも入っていません",
        "ネオジム磁石 Dy・Tbを含まない",
        "ネオジム磁石、ジスプロシウムとテルビウムは使用していない",
        "NdFeB magnets N35, no Dy, no Tb",
    ],
)
def test_a_magnet_without_dysprosium_and_terbium_is_not_compared_with_their_entries(text: str, library: Library):
    found = classify(text, library, as_of=DAY)
    status = {candidate.code: str(candidate.status) for candidate in found.candidates}
    assert {status.get(code, "not_met") for code in ("1C904.a.4", "1C905.a.4")} == {"not_met"}
    suggestion = suggestion_of({"description": text}, library, DAY, cache=None)
    assert suggestion is not None
    assert {"1C904.a.4", "1C905.a.4"}.isdisjoint(code for code, _ in suggestion.near)


def test_one_element_that_is_denied_leaves_the_other(library: Library):
    found = classify("ネオジム磁石（テルビウムは入っていない、ジスプロシウム2%）", library, as_of=DAY)
    assert found.codes == ("1C905.a.4",)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("超高分子量聚乙烯纤维，强度42cN/dtex，模量1700cN/dtex，无捻", ("1C901.a",)),
        ("超高分子量聚乙烯纤维，强度32cN/dtex，模量1200cN/dtex，无捻", ()),
        ("超高分子量聚乙烯纤维，强度42cN/dtex", ()),
    ],
)
def test_a_code_is_settled_where_the_figures_meet_its_every_limit(text: str, codes: tuple[str, ...], library: Library):
    assert classify(text, library, as_of=DAY).codes == codes

"""How a share by value is worked out is data of the measure, checked as the rest of it is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from sekisho import Library, Reading
from sekisho.law.loading.measure_reader import read_measure
from sekisho.law.model.condition import Between, MeasureId, walk
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.measure import conditions_of
from sekisho.law.model.value_share import CountedContent
from sekisho.proofs.lint import lint

FILE = Path(__file__).parents[2] / "src/sekisho_measures/cn/2025-61-rare-earths-abroad.yaml"
NAME = "cn/2025-61-rare-earths-abroad"


def faults(facts: FactTable, old: str, new: str) -> list[str]:
    """What is wrong with the measure once a text in it is another."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    _, found = read_measure(text.replace(old, new), name=f"{NAME}.yaml", facts=facts)
    return [str(problem) for problem in found]


def test_announcement_61_says_which_content_counts_in_three_readings(library: Library):
    (share,) = library.measures[MeasureId(NAME)].shares
    assert (share.fact, share.origin) == ("prc_content_share", "CN")
    counts = [share.method(reading).counts for reading in Reading]
    assert counts == [CountedContent.BOUGHT_AS_SUCH, CountedContent.BOUGHT_AS_SUCH, CountedContent.IN_ALL_INPUTS]


def test_the_threshold_is_read_from_the_clauses_and_stands_nowhere_else(library: Library):
    measure = library.measures[MeasureId(NAME)]
    parts = [part for _, condition in conditions_of(measure) for part in walk(condition)]
    tests = [part for part in parts if isinstance(part, Between) and part.fact == measure.shares[0].fact]
    assert {bound for part in tests for bound in (part.low, part.high) if bound is not None} == {Decimal("0.001")}


WRONG = {
    "M106": ("  - fact: prc_content_share", "  - fact: prc_contents_share"),
    "M105": ("counts: in_all_inputs", "counts: everything"),
    "M102": ("    origin: CN\n    content", "    content"),
}


@pytest.mark.parametrize("code", ["M102", "M105", "M106"])
def test_what_is_wrong_with_a_share_is_told_with_its_line(library: Library, code: str):
    found = faults(library.facts, *WRONG[code])
    assert len(found) == 1
    assert f" {code} " in found[0]
    assert found[0].startswith(f"{NAME}.yaml:")


def test_a_reading_of_a_share_says_who_argues_it(library: Library):
    assert lint(library) == []
    text = FILE.read_text(encoding="utf-8").replace(
        " inputs that are\n        bought ready-made count as well.\n      argued_by: nobody", " inputs count."
    )
    measure, found = read_measure(text, name=f"{NAME}.yaml", facts=library.facts)
    assert measure is not None
    assert found == []
    changed = replace(library, measures={**library.measures, measure.id: measure})
    stale = "M133"  # the sentence that was changed has lost its translation
    assert [problem.code for problem in lint(changed) if problem.code != stale] == ["M127"]

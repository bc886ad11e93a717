"""What one measure takes over from another: no circle, and no second heir that is passed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sekisho import Library
from sekisho.law.dates.calendar import Stage
from sekisho.law.dates.stages import FOREMOST, stage_of_control
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.consequences import licensing_of
from sekisho.law.model.licensing import Licensing
from sekisho.law.model.measure import Relation

DAY = date(2026, 1, 1)
PAUSED, FORCED = "cn/2025-57-holmium-and-others", "cn/2025-18-medium-heavy-rare-earths"
OLD = "cn/2023-23-gallium-germanium"


def absorbed(library: Library, *heirs: str) -> Library:
    """The library with one measure that is repealed, and absorbed by others."""
    relations = tuple(Relation(kind="absorbed_by", measure=MeasureId(heir)) for heir in heirs)
    old = replace(library[OLD], repealed=date(2024, 12, 1), relations=relations)
    return replace(library, measures={**library.measures, old.id: old})


def test_of_several_heirs_the_one_that_bears_farthest_counts(library: Library):
    for heirs in ((PAUSED, FORCED), (FORCED, PAUSED)):
        assert stage_of_control(MeasureId(OLD), absorbed(library, *heirs), DAY) is Stage.IN_FORCE
    assert stage_of_control(MeasureId(OLD), absorbed(library, PAUSED), DAY) is Stage.SUSPENDED


def test_measures_that_absorb_each_other_come_to_an_end(library: Library):
    assert stage_of_control(MeasureId(OLD), absorbed(library, OLD), DAY) is Stage.REPEALED
    assert stage_of_control(MeasureId("cn/none"), library, DAY) is None


def test_every_stage_has_its_place():
    assert sorted(FOREMOST) == sorted(Stage)


def test_licensing_that_refers_to_itself_is_what_it_says_itself(library: Library):
    own = Licensing(under=MeasureId(OLD), authority="Office of Tests")
    old = replace(library[OLD], licensing=own)
    assert licensing_of(old, {**library.measures, old.id: old}) is own

"""A measure in one sentence: what it does follows its clauses, and whom it names the lists of the day."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from sekisho import Library
from sekisho.i18n.messages import Translator
from sekisho.law.dates.calendar import Stage, stage_on
from sekisho.law.model.measure import Effect
from sekisho.present.law.measure_finding import finding_of

DAY: Final = date(2026, 11, 30)


def test_what_a_measure_does_follows_its_clauses(library: Library):
    for measure in library.measures.values():
        says = str(finding_of(measure, library, DAY))
        effects = {clause.effect for clause in measure.clauses}
        if says.startswith(("Bans", "China bans")):
            assert Effect.PROHIBIT in effects, measure.id
        if "licence" in says and "licence rule" not in says:
            assert Effect.REQUIRE_LICENCE in effects or measure.kind == "entity-listing" or not effects, measure.id
        if Effect.REQUIRE_LICENCE in effects or Effect.PROHIBIT in effects:
            assert not says.startswith("Sets duties"), measure.id
        assert ("in force since" in says) == (stage_on(measure, DAY)[0] is Stage.IN_FORCE), measure.id


def test_the_bodies_that_a_list_names_are_counted_on_the_day(library: Library):
    measure = library["cn/2026-11-japan-control-list"]
    entries = [one for one in library.entries if one.listed == date(2026, 2, 24) and one.territory == "JP"]
    barred = [one for one in entries if "control" in one.list]
    assert f"{len(barred)} bodies" in str(finding_of(measure, library, DAY))
    assert "bodies" not in str(finding_of(measure, library, date(2026, 2, 20)))


@pytest.mark.parametrize(
    ("language", "says"),
    [("ja", "2026年7月10日から施行中。"), ("zh", "自2026年7月10日起有效。"), ("en", "in force since 10 July 2026.")],
)
def test_the_sentence_is_in_the_language_of_the_reader(language: str, says: str, library: Library):
    assert Translator(language).say(finding_of(library["cn/2026-29-helium"], library, DAY)).endswith(says)

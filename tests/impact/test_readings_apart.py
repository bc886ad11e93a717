"""Why readings cost what they do is told: by what each bars alone and by licences, on every face."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.small_economy import lawful

from sekisho import Library
from sekisho.i18n.messages import Translator
from sekisho.impact.model import Model
from sekisho.impact.results.reading_parts import ReadingPart
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.simulation import simulate
from sekisho.law.model.term import Reading
from sekisho.present.brief.cost import cost_lines
from sekisho.present.impact.data import impact_data
from sekisho.present.impact.headline import why_readings_differ
from sekisho.present.impact.page import page
from sekisho.present.impact.terminal import impact_text

SETTINGS = RunSettings(draws=32, kernel="numpy")


@pytest.fixture(scope="module")
def disturbed(library: Library, small: Model) -> ImpactResult:
    return simulate(lawful(standing_licences=("all",), months=12), library, small, SETTINGS)


def test_each_reading_is_parted_into_what_it_bars_and_what_becomes_of_licences(disturbed: ImpactResult):
    parts = disturbed.readings_apart
    assert [(part.reading, part.licences) for part in parts] == [
        (Reading.NARROW, "stated"),
        (Reading.CENTRAL, "reviewed"),
        (Reading.BROAD, "paused"),
    ]
    for part in parts:
        assert part.mean == pytest.approx(disturbed.percent(part.reading).mean)
        assert 0.0 <= part.as_before <= part.mean + 1e-12
    assert parts[1].mean - parts[1].as_before > 0.0


def test_licences_fixed_as_before_leave_what_is_barred_alone(library: Library, small: Model, disturbed: ImpactResult):
    scenario = lawful(standing_licences=("all",), months=12)
    before = simulate(replace(scenario, fixed={"standing_disturbed": "0"}), library, small, SETTINGS)
    for part, whole in zip(before.readings_apart, disturbed.readings_apart, strict=True):
        assert part.as_before == pytest.approx(part.mean)
        assert part.mean == pytest.approx(whole.as_before)


def test_a_scenario_that_disturbs_no_licence_has_no_parts(library: Library, small: Model):
    assert simulate(lawful(months=2), library, small, SETTINGS).readings_apart == ()


def apart(result: ImpactResult, *numbers: tuple[float, float]) -> ImpactResult:
    """Return a result whose readings cost as stated: the mean, and what is left of it with licences as before."""
    words = ("stated", "reviewed", "paused")
    parts = (
        ReadingPart(reading=reading, licences=word, mean=mean, as_before=barred, draws=64)
        for reading, word, (mean, barred) in zip(Reading, words, numbers, strict=True)
    )
    return replace(result, readings_apart=tuple(parts))


def test_the_sentence_is_worked_by_hand(disturbed: ImpactResult):
    told = why_readings_differ(apart(disturbed, (0.01, 0.004), (0.2, 0.01), (0.5, 0.1)))
    # Of a GDP of ¥609 trillion 0.184 % is 1,121 billion, 0.006 % 37 billion, 0.21 % 1,279 billion, 0.09 % 548 billion.
    assert told == (
        "The central reading costs 20 times the narrow: ¥1.1 tn more by licences, ¥37 bn more by barred trade. "
        "The broad reading costs 2.5 times the central: ¥1.3 tn more by licences, ¥550 bn more by barred trade."
    )
    assert why_readings_differ(apart(disturbed, (0.0, 0.0), (0.0, 0.0), (0.0, 0.0))) is None


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_every_face_says_why_readings_differ(disturbed: ImpactResult, language: str):
    translator = Translator(language)
    whole = why_readings_differ(disturbed)
    assert whole is not None
    first = translator.say(whole)[:20]
    assert first in " ".join(impact_text(disturbed, width=10_000, translator=translator))
    assert first in page(disturbed, translator)
    data = impact_data(disturbed)
    assert data["why_readings_differ"] == str(whole)
    rows = data["readings_apart"]
    assert isinstance(rows, list)
    assert [row["licences"] for row in rows] == ["stated", "reviewed", "paused"]
    for row in rows:
        assert row["by_barred_trade"] + row["by_licences"] == pytest.approx(row["gdp_loss_percent"], abs=1e-8)


def test_half_a_screen_says_what_becomes_of_licences_under_the_other_readings(disturbed: ImpactResult):
    said = "\n".join(cost_lines(disturbed, width=80, translator=Translator("en")))
    assert "(licences go on)" in said
    assert "(no licences)" in said

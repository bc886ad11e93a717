"""From a published figure to ours in five bars, and what a preset chose: sums close, and each bar is one switch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sekisho import Library
from sekisho.errors import ScenarioError
from sekisho.i18n.messages import Translator
from sekisho.impact.model import Model
from sekisho.impact.results.house_bridge import (
    SWITCHED,
    BridgeBar,
    bar_of,
    choice_outcomes,
    chosen_otherwise,
    house_bridge,
    switched,
)
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_companions import estimates_beside, presets_of
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.scenario import ChoiceBasis, PresetChoice, Propagation, Scenario
from sekisho.impact.scenario.scenario_reader import STRUCTURAL, find_scenario, read_scenario, scenario_names
from sekisho.impact.simulation import simulate
from sekisho.impact.uncertainty.overrides import FIXABLE
from sekisho.present.impact.bridge import bridge_sentences, points
from sekisho.present.impact.data import impact_data
from sekisho.present.impact.page import page
from sekisho.present.impact.terminal import impact_text
from sekisho.service.impact import ImpactRequest, impact
from sekisho.service.workspace import Workspace

PRESETS = ("daiwa-2025", "daiwa-2025-minerals", "mizuho-2026", "nri-2025")


def _weight(scenario: Scenario, count: int) -> float:
    """A made-up model: each setting that is not ours adds a number of its own, and two of them act together."""
    del count
    stocks = 0.4 if "firm_stock" in scenario.fixed else 0.0
    plants = 0.2 if scenario.answers.alternatives == 0 else 0.0
    links = 2.0 if scenario.propagation is Propagation.FULL else 1.0
    return links * (0.1 + stocks + plants) + (0.05 if "phi" in scenario.fixed else 0.0)


def test_the_bars_are_worked_by_hand_and_add_up(library: Library):
    preset = find_scenario(library, "daiwa-2025")
    own = find_scenario(library, "rare-earths-stop")
    bridge = house_bridge(preset, own, _weight)
    assert bridge is not None
    # As it is 2 (0.1 + 0.4 + 0.2) + 0.05 = 1.45; without stocks 0.65; with plants 0.25; links and cut as before; then
    # ours 0.2.
    by_hand = {
        BridgeBar.BASE: 0.15,
        BridgeBar.STOCKS: -0.8,
        BridgeBar.SUBSTITUTION: -0.4,
        BridgeBar.LINKS: 0.0,
        BridgeBar.CUT: 0.0,
        BridgeBar.REST: -0.05,
    }
    assert bridge.bars == pytest.approx(by_hand)
    assert bridge.published + sum(bridge.bars.values()) == pytest.approx(bridge.ours, abs=1e-12)


def test_links_that_a_house_leaves_out_raise_its_figure(library: Library):
    bridge = house_bridge(find_scenario(library, "nri-2025"), find_scenario(library, "rare-earths-stop"), _weight)
    assert bridge is not None
    assert bridge.bars[BridgeBar.LINKS] == pytest.approx(0.1)


@pytest.mark.parametrize("name", PRESETS)
def test_all_switches_together_are_our_scenario_but_for_the_rest(library: Library, name: str):
    preset = find_scenario(library, name)
    own = replace(find_scenario(library, preset.own), months=preset.months)
    whole = switched(preset, own, frozenset(SWITCHED))
    assert set(whole.fixed) <= {"phi"}
    for setting in ("cuts", "answers", "propagation", "rationing", "inventory", "capacity"):
        assert getattr(whole, setting) == getattr(own, setting), setting
    assert switched(preset, own, frozenset()) == preset


def test_every_input_that_may_be_fixed_belongs_to_a_bar():
    assert {bar_of(name) for name in FIXABLE} == {*SWITCHED, BridgeBar.REST}


def test_nothing_is_bridged_over_months_of_which_nothing_was_published(library: Library):
    preset = replace(find_scenario(library, "nri-2025"), months=6)
    assert house_bridge(preset, find_scenario(library, "rare-earths-stop"), _weight) is None


def test_our_scenario_knows_the_presets_that_ask_the_same(library: Library):
    own = find_scenario(library, "rare-earths-stop")
    assert [each.house for each in presets_of(library, own)] == ["Daiwa", "Mizuho", "NRI"]
    assert presets_of(library, find_scenario(library, "senkaku-2010")) == []


def test_a_scenario_that_nobody_published_on_stands_beside_another_question(library: Library):
    """The ban has the presets of a stop of all rare earths beside it, and says of what they are figures."""
    ban = find_scenario(library, "japan-ban")
    assert {preset.id for preset in presets_of(library, ban)} == {"daiwa-2025", "mizuho-2026", "nri-2025"}
    estimates, question = estimates_beside(library, ban)
    stop = find_scenario(library, "rare-earths-stop")
    same, none = estimates_beside(library, stop)
    assert ({one.house for one in estimates}, question) == ({one.house for one in same}, stop.title)
    assert none == ""
    assert estimates_beside(library, replace(ban, beside="")) == ((), "")
    assert estimates_beside(library, replace(ban, months=7)) == ((), stop.title)


def test_the_way_to_the_ban_ends_at_the_ban(library: Library):
    """Links and stocks are switched as for a stop, and what the ban cuts is the bar `cut`."""
    ban = find_scenario(library, "japan-ban")
    cuts: list[object] = []

    def run(scenario: Scenario, count: int) -> float:
        cuts.append(scenario.cuts)
        return _weight(scenario, count) * (0.5 if scenario.cuts == ban.cuts else 1.0)

    bridge = house_bridge(find_scenario(library, "daiwa-2025"), ban, run)
    assert bridge is not None
    assert cuts[-2:] == [ban.cuts, ban.cuts]
    assert bridge.bars[BridgeBar.CUT] == pytest.approx(-0.125)  # of 0.25, after links
    assert bridge.published + sum(bridge.bars.values()) == pytest.approx(bridge.ours, abs=1e-12)


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_what_was_published_on_another_question_is_told_as_such(library: Library, language: str):
    """From the sheet that is kept ready of the ban: published figures, the way to them, and of what they are."""
    found = impact(ImpactRequest(names=("japan-ban",)), Workspace(library=library))
    assert isinstance(found, ImpactResult)
    translator = Translator(language)
    question = translator.say(found.beside)
    assert question
    for text in (
        "".join(impact_text(found, width=10_000, translator=translator)),
        page(found, translator).replace("\N{NO-BREAK SPACE}", " "),
    ):
        assert question in text
        assert translator.say(bridge_sentences(found) or "")[:30] in text
    data = impact_data(found)
    published, bridges = data["published"], data["bridges"]
    assert isinstance(published, list)
    assert isinstance(bridges, list)
    assert [row["same_question"] for row in published] == [False] * 3
    assert {bridge["house"] for bridge in bridges} == {"NRI", "Daiwa", "Mizuho"}
    for bridge in bridges:
        assert bridge["own"] == "japan-ban"
        assert bridge["published_percent"] + sum(bridge["bars"].values()) == pytest.approx(bridge["own_percent"])


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_says_what_its_choices_rest_on(library: Library, name: str):
    preset = find_scenario(library, name)
    assert preset.house
    assert preset.own in scenario_names(library)
    bases = {choice.setting: choice.rests_on for choice in preset.choices}
    assert bases["phi"] is ChoiceBasis.WINDOW
    assert ChoiceBasis.FREE in bases.values()
    for choice in preset.choices:
        assert choice.setting in {*preset.fixed, *STRUCTURAL}
        assert not choice.instead or chosen_otherwise(preset, choice) != preset


def test_a_choice_is_run_alone(library: Library):
    preset = find_scenario(library, "nri-2025")
    outcomes = {outcome.choice.setting: outcome for outcome in choice_outcomes(preset, _weight)}
    assert outcomes["propagation"].percent == pytest.approx(1.45)
    assert (outcomes["propagation"].chosen, outcomes["cut"].chosen) == ("none", "0.495")
    assert outcomes["phi"].percent is None
    cut = chosen_otherwise(preset, PresetChoice(setting="cut", rests_on=ChoiceBasis.FREE, because="x", instead="1"))
    assert [each.share.central for each in cut.cuts] == [1.0]  # type: ignore[union-attr] # all are assumed
    assert (cut.propagation, cut.fixed) == (preset.propagation, preset.fixed)


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ("{setting: fi, rests_on: free, because: x}", "there is no uncertain input 'fi'"),
        ("{setting: phi, rests_on: guess, because: x}", "guess"),
        ("{setting: propagation, rests_on: free, because: x, instead: half}", "propagation cannot be 'half'"),
        ("{setting: cut, rests_on: free, because: x, instead: 2}", "cut cannot be '2'"),
        ("{setting: dependence, rests_on: free, because: x, instead: 3}", "dependence '3' is out of range"),
    ],
)
def test_a_choice_that_cannot_be_made_is_told(choice: str, says: str):
    text = (
        "title: a\nbecause: b\nstart: 2026-01-06\nmonths: 12\n"
        f"cuts:\n  - {{materials: [all], share: 1, because: c}}\nchoices:\n  - {choice}\n"
    )
    with pytest.raises(ScenarioError, match=says):
        read_scenario(text, name="x.yaml", id="x")


def test_points_have_a_sign_and_nothing_has_none():
    assert (points(0.4151), points(-0.31), points(-0.0001)) == ("+0.415", "-0.310", "0.000")


@pytest.mark.slow
def test_the_way_of_a_house_closes_and_every_face_says_the_same(library: Library, japan: Model):
    result = simulate(find_scenario(library, "nri-2025"), library, japan, RunSettings(draws=128))
    (bridge,) = result.bridges
    assert bridge.published + sum(bridge.bars.values()) == pytest.approx(bridge.ours, abs=1e-12)
    # As measured when the presets were made: the preset gives 0.407, and the whole cut 191 %, links 152 % of what was
    # published.
    assert bridge.published + bridge.bars[BridgeBar.BASE] == pytest.approx(0.407, abs=0.005)
    outcomes = {outcome.choice.setting: outcome.percent or 0.0 for outcome in result.choices}
    assert outcomes["cut"] / 0.43 == pytest.approx(1.91, abs=0.03)
    assert outcomes["propagation"] / 0.43 == pytest.approx(1.52, abs=0.05)
    plain = impact_data(result)
    assert isinstance(plain["bridges"], list)
    assert plain["bridges"][0]["bars"]["links"] == pytest.approx(bridge.bars[BridgeBar.LINKS])
    text = " ".join("\n".join(impact_text(result)).split())
    assert points(bridge.bars[BridgeBar.STOCKS]) in text
    assert "accepted in the window" in text

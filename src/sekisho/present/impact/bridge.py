"""From what a house published to ours, and what a preset chose: told in a sentence and in tables; `charts` draws it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sekisho.impact.economy.published import house_name
from sekisho.impact.results.house_bridge import BridgeBar, ChoiceOutcome, HouseBridge
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.scenario.scenario import ChoiceBasis
from sekisho.impact.uncertainty.input_names import input_name
from sekisho.message import LawText, Text, joined, message
from sekisho.present.document import Table
from sekisho.present.impact.quantities import is_point, percent, share

BRIDGE_HEAD: Final = message("impact.bridge_head", "From the published figure to this model")
CHOICES_HEAD: Final = message("impact.choices_head", "What the preset chose")
BARS: Final[Mapping[BridgeBar, Text]] = {
    BridgeBar.BASE: message("impact.bar_base", "base"),
    BridgeBar.STOCKS: message("impact.bar_stocks", "stocks"),
    BridgeBar.SUBSTITUTION: message("impact.bar_substitution", "substitution"),
    BridgeBar.LINKS: message("impact.bar_links", "links"),
    BridgeBar.CUT: message("impact.bar_cut", "cut"),
    BridgeBar.REST: message("impact.bar_rest", "rest"),
}
"""Bars in a word."""
BASIS: Final[Mapping[ChoiceBasis, Text]] = {
    ChoiceBasis.SOURCE: message("impact.basis_source", "a source"),
    ChoiceBasis.INFERRED: message("impact.basis_inferred", "inferred from the published figure"),
    ChoiceBasis.WINDOW: message("impact.basis_window", "accepted in the window that the estimates leave"),
    ChoiceBasis.FREE: message("impact.basis_free", "free: another would do as well"),
}
"""What a choice rests on, in words."""
SETTINGS: Final[Mapping[str, Text]] = {
    "cut": message("impact.setting_cut", "share cut"),
    "propagation": message("impact.setting_propagation", "links between sectors"),
    "ceilings": message("impact.setting_ceilings", "how materials combine"),
    "phi": message("impact.setting_phi", "share of output that stops"),
}
"""Settings that are no word of the inputs by themselves."""
CHOSEN: Final[Mapping[str, Text]] = {
    "central": message("impact.choice_central", "its centre"),
    "low": message("impact.choice_low", "its low end"),
    "high": message("impact.choice_high", "its high end"),
    "none": message("impact.choice_none", "none"),
    "upstream": message("impact.choice_orders", "missing orders alone"),
    "full": message("impact.choice_full", "all"),
}
"""Words of a scenario file for what it chose, as a reader knows them; numbers stand as they are."""
PUBLISHED: Final = message("impact.published_figure", "published")
OURS: Final = message("impact.bridge_ours", "this model, middle run")
HOUSE: Final = message("impact.house", "house")


def bridge_sentences(result: ImpactResult) -> Text | None:
    """Say of each house what lies between its figure and ours, the largest bars first; None without a bridge."""
    if not result.bridges:
        return None
    return joined((*map(_sentence, result.bridges), *_of_all_runs(result)), "sentence")


def _of_all_runs(result: ImpactResult) -> Iterator[Text]:
    """Say what the middle of all runs is, where bridges lead to that of fewer."""
    loss = result.percent()
    if max(bridge.draws for bridge in result.bridges) < result.draws and not is_point(loss):
        yield message(
            "impact.bridge_all_runs",
            "In the middle of all {draws} runs it is {middle} %.",
            draws=f"{result.draws:,}",
            middle=percent(loss.p50, loss.error_of("p50")),
        )


def _sentence(bridge: HouseBridge) -> Text:
    first, second = sorted(bridge.bars, key=lambda bar: -abs(bridge.bars[bar]))[:2]
    return message(
        "impact.bridge_sentence",
        "From the {published} % of {house} to {ours} % in the middle of {draws} runs of this model: above all {first} "
        "({first_points}), then {second} ({second_points}).",
        published=f"{bridge.published:g}",
        house=house_name(bridge.house),
        ours=percent(bridge.ours),
        draws=bridge.draws,
        first=BARS[first],
        first_points=points(bridge.bars[first]),
        second=BARS[second],
        second_points=points(bridge.bars[second]),
    )


def points(number: float) -> str:
    """Write what a bar adds, in points of per cent.

    >>> points(-0.3104), points(0.0)
    ('-0.310', '0.000')
    """
    written = f"{number:+.3f}"
    return "0.000" if float(written) == 0.0 else written


def bridge_table(result: ImpactResult) -> Table | None:
    """Return the bars of every bridge, a row a house; None without a bridge."""
    if not result.bridges:
        return None
    return Table(
        caption=message(
            "impact.bridge_caption",
            "Settings exchanged one group after the other, from left to right, in per cent of a year's GDP. Base is "
            "what parts the figure from its preset; rest is the share of output that stops, which a preset keeps at "
            "its centre and this model draws; {draws} runs a step",
            draws=result.bridges[0].draws,
        ),
        heads=(HOUSE, PUBLISHED, *BARS.values(), OURS),
        rows=tuple(
            (
                house_name(bridge.house),
                f"{bridge.published:g}",
                *(points(bridge.bars[bar]) for bar in BridgeBar),
                percent(bridge.ours),
            )
            for bridge in result.bridges
        ),
    )


def choices_table(result: ImpactResult) -> Table | None:
    """Return what a preset chose, on what each choice rests, and what another would give; None if it says nothing."""
    if not result.choices:
        return None
    published = result.scenario.published.get(result.horizon.months)
    return Table(
        caption=message("impact.choices_caption", "Choices of the preset, and what another one would give, alone"),
        heads=CHOICES,
        rows=tuple(_choice_row(outcome, published) for outcome in result.choices),
        words=frozenset({5}),
    )


CHOICES: Final = (
    message("impact.choice_setting", "setting"),
    message("impact.choice_chosen", "chosen"),
    message("impact.choice_instead", "instead"),
    message("impact.choice_gives", "would give, % of GDP"),
    message("impact.choice_of_published", "of the published"),
    message("impact.choice_basis", "rests on"),
)
"""Heads of the choices of a preset."""


def setting_name(name: str) -> Text:
    """Name a setting of a scenario in words."""
    return SETTINGS.get(name) or input_name(name)


def bridge_lines(result: ImpactResult) -> Iterator[tuple[str | float, ...]]:
    """Go through the bridges for a workbook: house, what it published, what each bar adds, and ours."""
    for bridge in result.bridges:
        bars = (round(bridge.bars[bar], 9) for bar in BridgeBar)
        yield (house_name(bridge.house), bridge.published, *bars, round(bridge.ours, 9))


def choice_lines(result: ImpactResult) -> Iterator[tuple[str | float | None, ...]]:
    """Go through the choices of a preset for a workbook, in the order of `CHOICES`."""
    published = result.scenario.published.get(result.horizon.months)
    for outcome in result.choices:
        gives, choice = outcome.percent, outcome.choice
        share_of = None if gives is None or not published else round(gives / published, 9)
        reason = _reason(outcome)
        yield (
            setting_name(choice.setting),
            CHOSEN.get(outcome.chosen, outcome.chosen),
            CHOSEN.get(choice.instead, choice.instead),
            None if gives is None else round(gives, 9),
            share_of,
            reason,
        )


def _reason(outcome: ChoiceOutcome) -> Text:
    return message(
        "impact.choice_reason",
        "{basis}. {because}",
        basis=BASIS[outcome.choice.rests_on],
        because=LawText(outcome.choice.because),
    )


def _choice_row(outcome: ChoiceOutcome, published: float | None) -> Sequence[str]:
    choice = outcome.choice
    return (
        setting_name(choice.setting),
        CHOSEN.get(outcome.chosen, outcome.chosen),
        CHOSEN.get(choice.instead, choice.instead) or "–",
        "–" if outcome.percent is None else percent(outcome.percent),
        "–" if outcome.percent is None or not published else share(outcome.percent / published),
        _reason(outcome),
    )


def bridges_data(result: ImpactResult) -> list[dict[str, object]]:
    """Return every bridge as JSON holds it."""
    return [
        {
            "house": bridge.house,
            "preset": bridge.preset,
            "own": bridge.own,
            "published_percent": bridge.published,
            "bars": {str(bar): round(points, 9) for bar, points in bridge.bars.items()},
            "own_percent": round(bridge.ours, 9),
            "draws": bridge.draws,
        }
        for bridge in result.bridges
    ]


def choices_data(result: ImpactResult) -> list[dict[str, object]]:
    """Return the choices of a preset as JSON holds them."""
    return [
        {
            "setting": outcome.choice.setting,
            "chosen": outcome.chosen,
            "instead": outcome.choice.instead or None,
            "gdp_loss_percent": None if outcome.percent is None else round(outcome.percent, 9),
            "rests_on": str(outcome.choice.rests_on),
            "because": outcome.choice.because,
        }
        for outcome in result.choices
    ]

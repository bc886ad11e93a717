"""An outlook, told: what each way on costs, and all of them by their weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.results.static_brackets import warnings_of
from sekisho.law.model.term import Reading
from sekisho.message import Text, counted, joined, message
from sekisho.present.impact.account_data import rounded
from sekisho.present.impact.data import impact_data, impact_rows
from sekisho.present.impact.headline import headline_of, scale_of, scales_or_anchor
from sekisho.present.impact.names import READINGS, day_text, land, law_text, months, run_card
from sekisho.present.impact.quantities import amounts, money_head, of_percent, share, spread
from sekisho.present.impact.tables import bands, spoken_table
from sekisho.present.impact.terminal import before, head, supposed
from sekisho.present.render.line_breaks import flow
from sekisho.present.render.terminal import DEFAULT_WIDTH, cells

ALL: Final = message("impact.all_by_weight", "all, by weight")


def first_of(outlook: OutlookResult) -> ImpactResult:
    """Return the result of the first way on, which shares horizon, draws and inputs with the others."""
    return outlook.outcomes[0][1]


def readings_of(outlook: OutlookResult) -> tuple[Reading, ...]:
    """Return the readings that were run; none if no way on hangs on one."""
    return tuple(Reading) if any(len(each.readings) > 1 for _, each in outlook.outcomes) else ()


def outlook_summary(outlook: OutlookResult) -> tuple[Text, ...]:
    """Say an outlook in four sentences: the loss by weight, of whom, what it turns on, where weights come from."""
    if broken := [result.bounds for _, result in outlook.outcomes if not result.bounds.hold]:
        return warnings_of(broken[0])
    mixture = outlook.mixture()
    ranked = sorted(outlook.outcomes, key=lambda row: row[1].percent().mean)
    (low_way, low), (high_way, high) = ranked[0], ranked[-1]
    between = message(
        "impact.ways_on",
        "The mean is {low} if {low_way} and {high} if {high_way}; {share} of the spread lies between the ways on.",
        low=of_percent(low.percent()),
        low_way=law_text(low_way.title),
        high=of_percent(high.percent()),
        high_way=law_text(high_way.title),
        share=share(outlook.between()),
    )
    stated = message("impact.weights_stated", "The weights are stated, not estimated.")
    because = outlook.scenario.because
    return (
        headline_of(mixture, scales_or_anchor(first_of(outlook))),
        outlook_frame(outlook),
        between,
        joined([stated, law_text(because) if because else ""], "sentence"),
    )


def outlook_frame(outlook: OutlookResult) -> Text:
    """Say of whom, of how long and by which reading the loss of an outlook is told."""
    first = first_of(outlook)
    places = {
        "land": land(first),
        "months": months(first.horizon.months),
        "year": str(first.anchor.year),
    }
    if not readings_of(outlook):
        return message(
            "impact.outlook_frame", "{land}, {months}, at the GDP of {year}; all ways on by their weights.", **places
        )
    return message(
        "impact.outlook_frame_on_reading",
        "{land}, {months}, at the GDP of {year}, on the {reading} reading of the law; all ways on by their weights.",
        reading=READINGS[outlook.reading],
        **places,
    )


def outlook_text(
    outlook: OutlookResult,
    *,
    width: int = DEFAULT_WIDTH,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> list[str]:
    """Tell all of an outlook: every assumption and every weak input."""
    first = first_of(outlook)
    alone = message(
        "impact.one_way_alone",
        "One way on alone: `sekisho impact NAME`, with {names}.",
        names=one_by_one(outlook),
    )
    return [
        *head(outlook_summary(outlook), outlook.scenario.title, first, width, translator),
        *before(cautions_of(outlook), width, translator),
        *_losses(outlook, width, translator),
        *_by_reading(outlook, width, translator),
        "",
        *flow(translator.say(alone), width),
        *supposed(assumptions_of(outlook), first.weak, width, translator),
        "",
        *flow(translator.say(run_card(first)), width),
    ]


def assumptions_of(outlook: OutlookResult) -> tuple[str, ...]:
    """Gather what was supposed on any way on, each once."""
    return tuple(dict.fromkeys(sentence for _, each in outlook.outcomes for sentence in each.assumptions))


def outlook_source(outlook: OutlookResult) -> Text:
    """Say where the numbers of an outlook come from."""
    first = first_of(outlook)
    return message(
        "impact.outlook_source",
        "Source: sekisho, outlook “{scenario}” from {day}; {runs} for each way.",
        scenario=law_text(outlook.scenario.title),
        day=day_text(first.horizon.start),
        runs=counted("impact.runs", "{n} run", "{n} runs", n=first.draws),
    )


def cautions_of(outlook: OutlookResult) -> tuple[str, ...]:
    """Gather what a reader should know of any way on, each once."""
    return tuple(dict.fromkeys(one for _, each in outlook.outcomes for one in each.cautions))


def one_by_one(outlook: OutlookResult) -> str:
    """Name the scenarios of the ways on."""
    return ", ".join(outcome.scenario for outcome, _ in outlook.outcomes)


def _losses(outlook: OutlookResult, width: int, translator: Translator) -> Iterator[str]:
    scale, mixture = scale_of(first_of(outlook)), outlook.mixture()
    heading = message("impact.outlook_losses_head", "Loss of value added, % of a year's GDP, by way on with its weight")
    yield ""
    yield from flow(translator.say(heading), width, indent="")
    rows = [
        (weighed(outcome.title, outcome.weight), each.percent(), amounts(each.percent() * scale.billion))
        for outcome, each in outlook.outcomes
    ]
    rows.append((ALL, mixture, amounts(mixture * scale.billion)))
    yield from bands(rows, width, translator, money=money_head(scale.currency, scale.year))


def weighed(title: str, weight: float) -> Text:
    """Name a way on with its weight."""
    return message("impact.way_weighed", "{way} ({weight})", way=law_text(title), weight=share(weight))


def _by_reading(outlook: OutlookResult, width: int, translator: Translator) -> Iterator[str]:
    readings = readings_of(outlook)
    if not readings:
        return
    heading = message("impact.by_reading_of_terminal", "By reading of the law, % of a year's GDP: mean (9 in 10 runs)")
    yield ""
    yield from flow(translator.say(heading), width, indent="")
    names = [READINGS[reading] for reading in readings]
    rows = [
        (law_text(outcome.title), *(spread(each.percent(one)) for one in readings))
        for outcome, each in outlook.outcomes
    ]
    lines = spoken_table([("", *names), *rows], translator, right=frozenset(range(1, len(readings) + 1)))
    if max(map(cells, lines)) <= width:
        yield from lines
        return
    for title, *parts in rows:
        yield f"  {translator.say(title)}"
        yield from spoken_table(list(zip(names, parts, strict=True)), translator, indent="    ")


def outlook_data(outlook: OutlookResult) -> dict[str, object]:
    """Return an outlook as plain data, each outcome whole."""
    return {
        "outlook": outlook.scenario.id,
        "title": outlook.scenario.title,
        "reading": str(outlook.reading),
        "gdp_loss_percent": rounded(outlook.mixture()),
        "share_between_outcomes": outlook.between(),
        "outcomes": [
            {"scenario": outcome.scenario, "title": outcome.title, "weight": outcome.weight, **impact_data(result)}
            for outcome, result in outlook.outcomes
        ],
    }


def outlook_rows(outlook: OutlookResult) -> Iterator[dict[str, object]]:
    """Go through the tidy table of every outcome."""
    for outcome, result in outlook.outcomes:
        yield from ({"outcome": outcome.title, "weight": outcome.weight, **row} for row in impact_rows(result))

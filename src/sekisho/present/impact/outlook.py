"""An outlook, told: what each way on costs, and all of them by their weights."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.law.model.term import Reading
from sekisho.present.impact.data import impact_data, impact_rows, rounded
from sekisho.present.impact.findings import dates, land, months, run_card
from sekisho.present.impact.quantities import amounts, interval, percent, share, spread
from sekisho.present.impact.tables import bands
from sekisho.present.impact.terminal import before, supposed
from sekisho.present.render.line_breaks import flow
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, paint, table

ALL = "all, by weight"


def first_of(found: OutlookResult) -> ImpactResult:
    """Return the result of the first way on, which shares horizon, draws and inputs with the others."""
    return found.outcomes[0][1]


def readings_of(found: OutlookResult) -> tuple[Reading, ...]:
    """Return the readings that were run; none if no way on hangs on one."""
    return tuple(Reading) if any(len(each.readings) > 1 for _, each in found.outcomes) else ()


def outlook_summary(found: OutlookResult) -> tuple[str, ...]:
    """Say an outlook in three sentences: the loss by the weights, what it turns on, where the weights come from."""
    first, mixture = first_of(found), found.mixture()
    ranked = sorted(found.outcomes, key=lambda row: row[1].percent().p50)
    ends = (f"{spread(each.percent(), ' %')} if {outcome.title}" for outcome, each in (ranked[0], ranked[-1]))
    on = f"On the {found.reading} reading of the law " if readings_of(found) else ""
    head = (
        f"{on}{land(first)} loses {percent(mixture.p50)} % of a year's GDP in {months(first.horizon.months)} "
        f"(90 % interval {interval(mixture)}), over all ways on by their weights: {first.anchor.currency} "
        f"{amounts(mixture * first.money)} at its GDP of {first.anchor.year}."
    )
    return (
        head,
        f"It is {' and '.join(ends)}; {share(found.between())} of the spread lies between the ways on.",
        f"The weights are stated, not estimated. {found.scenario.because}".strip(),
    )


def outlook_text(found: OutlookResult, *, width: int = DEFAULT_WIDTH, full: bool = False) -> list[str]:
    """Tell an outlook; `full` adds every assumption and every weak input."""
    first = first_of(found)
    head, *others = outlook_summary(found)
    return [
        *flow(paint(head, Ink.BOLD), width, indent=""),
        *flow(f"{found.scenario.title}, {dates(first)}.", width),
        *(line for sentence in others for line in flow(sentence, width)),
        *before(cautions_of(found), width),
        *_losses(found, width),
        *_by_reading(found, width),
        "",
        *flow(f"One way on alone: `sekisho impact NAME`, with {one_by_one(found)}.", width),
        *supposed(assumptions_of(found), first.weak, width, full=full),
        "",
        *flow(run_card(first), width),
    ]


def assumptions_of(found: OutlookResult) -> tuple[str, ...]:
    """Gather what was supposed on any way on, each once."""
    return tuple(dict.fromkeys(one for _, each in found.outcomes for one in each.assumptions))


def outlook_source(found: OutlookResult) -> str:
    """Say where the numbers of an outlook come from."""
    first = first_of(found)
    return f"Source: sekisho, outlook {found.scenario.id} from {first.horizon.start}; {run_card(first)}."


def cautions_of(found: OutlookResult) -> tuple[str, ...]:
    """Gather what a reader should know of any way on, each once."""
    return tuple(dict.fromkeys(one for _, each in found.outcomes for one in each.cautions))


def one_by_one(found: OutlookResult) -> str:
    """Name the scenarios of the ways on."""
    return ", ".join(outcome.scenario for outcome, _ in found.outcomes)


def _losses(found: OutlookResult, width: int) -> Iterator[str]:
    first, mixture = first_of(found), found.mixture()
    yield ""
    yield from flow("Loss of value added, % of a year's GDP, by way on with its weight", width, indent="")
    rows = [
        (f"{outcome.title}, {outcome.weight:.2f}", each.percent(), amounts(each.amount()))
        for outcome, each in found.outcomes
    ]
    rows.append((ALL, mixture, amounts(mixture * first.money)))
    yield from bands(rows, width, money=f"{first.anchor.currency}, GDP of {first.anchor.year}")


def _by_reading(found: OutlookResult, width: int) -> Iterator[str]:
    readings = readings_of(found)
    if not readings:
        return
    yield ""
    yield from flow("By reading of the law, % of a year's GDP: median (90 % interval)", width, indent="")
    told = [(outcome.title, *(spread(each.percent(one)) for one in readings)) for outcome, each in found.outcomes]
    lines = table([("", *map(str, readings)), *told], right=frozenset(range(1, len(readings) + 1)))
    if max(map(cells, lines)) <= width:
        yield from lines
        return
    for title, *parts in told:
        yield f"  {title}"
        yield from table(list(zip(map(str, readings), parts, strict=True)), indent="    ")


def outlook_data(found: OutlookResult) -> dict[str, object]:
    """Return an outlook as plain data, each outcome whole."""
    return {
        "outlook": found.scenario.id,
        "title": found.scenario.title,
        "reading": str(found.reading),
        "gdp_loss_percent": rounded(found.mixture()),
        "share_between_outcomes": found.between(),
        "outcomes": [
            {"scenario": outcome.scenario, "title": outcome.title, "weight": outcome.weight, **impact_data(result)}
            for outcome, result in found.outcomes
        ],
    }


def outlook_rows(found: OutlookResult) -> Iterator[dict[str, object]]:
    """Go through the tidy table of every outcome."""
    for outcome, result in found.outcomes:
        yield from ({"outcome": outcome.title, "weight": outcome.weight, **row} for row in impact_rows(result))

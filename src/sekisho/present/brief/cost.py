"""What a cost says in half a screen: the loss, of what, what moves it, who loses and when, others, a caution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.impact.economy.published import PublishedEstimate, house_name
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.message import Message, Text, counted, joined, message
from sekisho.present.document import NOTHING, Brief, BriefPart
from sekisho.present.impact.findings import (
    day_of,
    first_short,
    frame,
    is_nothing,
    losers_of,
    moving_causes,
    short_of,
    summary,
)
from sekisho.present.impact.headline import on_the_others, on_the_others_and_why, scale_of
from sekisho.present.impact.names import (
    GDP,
    WHOLE_READINGS,
    gdp_name,
    law_text,
    material_name,
    sector_name,
    title_and_dates,
    with_dates,
    with_reading,
)
from sekisho.present.impact.observations import figure_name, observed_tally
from sekisho.present.impact.outlook import cautions_of, first_of, outlook_frame, outlook_summary, readings_of, weighed
from sekisho.present.impact.quantities import amounts, is_point, mean_amount, of_percent, share
from sekisho.present.nowcast.after_figures import conflicts_alone, conflicts_and_first, loss_after
from sekisho.present.render.brief_layout import WIDTH, margin_of, screen, spoken
from sekisho.present.render.terminal import Ink

LABELS: Final[Mapping[str, Text]] = {
    "what": message("impact.label_what", "What"),
    "ways": message("impact.label_ways", "Ways"),
    "readings": message("impact.label_readings", "Readings"),
    "range": message("impact.label_range", "Range"),
    "sector": message("impact.label_sector", "Sector"),
    "short": message("impact.label_short", "Short"),
    "published": message("impact.label_published", "Published"),
    "observed": message("impact.label_observed", "Observed"),
    "after": message("impact.label_after", "After"),
    "warning": message("impact.label_warning", "Warning"),
    "note": message("brief.label_note", "Note"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What stands beside the parts; the loss has no label."""
STANDING: Final = frozenset(
    {
        "impact.not_in_range",
        "impact.readings_no_forecast",
        "impact.cut_supposed",
        "impact.readings_alike",
        "impact.no_reading_counts",
        "impact.no_draw_loses",
        "impact.above_cascade",
        "impact.ces_replaces_less",
        "impact.ces_replaces_more",
    }
)
"""Cautions that stand beside every cost of a kind, or follow from what the answer says already: told in full only."""
PART_CUT: Final = "part_cut"
"""Word of a published figure whose house lets only a part of the supply stop: that is another question."""
WEAK: Final = "impact.weak_inputs"
"""The caution on how many inputs rest on judgement."""


def cost_lines(found: ImpactResult | OutlookResult, *, width: int, translator: Translator) -> list[str]:
    """Tell a cost in at most `MOST` lines of `WIDTH` cells of `brief_layout`; in more on a narrower terminal."""
    margin = margin_of(translator.say, LABELS.values())
    parts = spoken(cost_brief(found), translator.say, margin)
    return screen(parts, ink=Ink.BOLD, margin=margin, width=min(width, WIDTH))


def cost_brief(found: ImpactResult | OutlookResult) -> Brief:
    """Return what a cost says in few lines."""
    parts = _of_outlook(found) if isinstance(found, OutlookResult) else _of_result(found)
    return Brief(headline="", parts=tuple(part for part in parts if part.rows or any(part.wordings)))


def _of_result(result: ImpactResult) -> list[BriefPart]:
    title = law_text(result.scenario.title)
    if result.uses is not None:
        title = message("impact.title_there", "{title}, {country}", title=title, country=result.uses.names[0])
    whole = joined([title_and_dates(title, result), frame(result)], "sentence")
    asked = with_reading(with_dates(title, result), result)
    return [
        BriefPart(wordings=(summary(result)[0],), lines=3),
        BriefPart(label=LABELS["what"], wordings=(whole, _sentence(asked)), lines=2),
        *(_findings(result) if result.bounds.hold and not is_nothing(result) else ()),
        BriefPart(label=LABELS["observed"], wordings=_observed(result), lines=2),
        BriefPart(label=LABELS["after"], wordings=_after(result), lines=2),
        BriefPart(label=LABELS["warning"], wordings=_conflicts(result), lines=2),
        *_cautions(result.cautions, result),
    ]


def _findings(result: ImpactResult) -> list[BriefPart]:
    # Beside figures, or away from home, more must be said than half a screen holds: this much is left to --full.
    beside = () if result.observed is None else (NOTHING,)
    spared = beside if result.uses is None else (NOTHING,)
    return [
        BriefPart(label=LABELS["readings"], wordings=_readings(result), lines=2),
        BriefPart(label=LABELS["range"], wordings=_moved(result) + spared, lines=2),
        BriefPart(label=LABELS["sector"], wordings=_sector(result) + beside, lines=2),
        BriefPart(label=LABELS["short"], wordings=_short(result) + spared, lines=2),
        BriefPart(label=LABELS["published"], wordings=_others(result), lines=2),
    ]


def _readings(result: ImpactResult) -> tuple[Text, ...]:
    """Say what the other readings find; where there are none, that no word of law is disputed, if there is room."""
    if len(result.readings) == 1:
        return (message("impact.brief_no_disputed_word", "It depends on no disputed word of law."), NOTHING)
    losses = (on_the_others_and_why(result), on_the_others(result), on_the_others(result, with_range=False))
    return tuple(_sentence(lost) for lost in losses if lost is not None)


def _moved(result: ImpactResult) -> tuple[Text, ...]:
    moving = [
        message("impact.cause_share_of", "{cause} {share}", cause=name, share=share(part))
        for name, part in moving_causes(result)
    ]
    return (message("impact.brief_alone", "Alone: {causes}.", causes=joined(moving, "comma")),) if moving else ()


def _sentence(text: Text) -> Text:
    """Close a phrase with a full stop."""
    return message("impact.title_sentence", "{title}.", title=text)


def _sector(result: ImpactResult) -> tuple[Text, ...]:
    ranked = losers_of(result)
    if not ranked:
        return ()
    (sector, loss, _), scale = ranked[0], scale_of(result)
    name, money = sector_name(sector), loss * scale.billion
    whole, alone = amounts(money, scale.currency), mean_amount(money, scale.currency)
    shorter = (
        message("impact.brief_sector", "{sector}, the most: {loss}.", sector=name, loss=lost) for lost in (whole, alone)
    )
    if is_point(loss):
        return tuple(shorter)
    worst = message(
        "impact.brief_sector_worst", "{sector} loses most in the worst runs: mean {loss}.", sector=name, loss=whole
    )
    return (worst, *shorter)


def _short(result: ImpactResult) -> tuple[Text, ...]:
    """Say when the first firms run short."""
    first = first_short(result)
    if first is None:
        return ()
    day, between = day_of(result, first.short)
    material = short_of(result, first)
    whole = message(
        "impact.brief_short",
        "First firms short of {material}: about {day} ({interval}).",
        material=material,
        day=day,
        interval=between,
    )
    shorter = (
        message("impact.brief_short_day", "First firms short of {material}: about {day}.", material=named, day=day)
        for named in dict.fromkeys((material, material_name(first.material)))
    )
    return (whole, *shorter)


def _others(result: ImpactResult) -> tuple[Text, ...]:
    """Say what houses published for the same question, or for another; of a preset what its house did."""
    own = result.scenario.published.get(result.horizon.months)
    if own is not None:
        ratio = share(result.percent().mean / own)
        return (
            message(
                "impact.brief_published",
                "{figure} % of {gdp}; the mean of this run is {share} of it.",
                figure=f"{own:g}",
                gdp=next((gdp_name(estimate) for estimate in result.published if estimate.percent == own), GDP),
                share=ratio,
            ),
        )
    figures = list(map(_published, result.published))
    if not figures:
        return ()
    if not result.beside:
        # Beside the same question a figure is never left out: it may be many times this one.
        whole = all(PART_CUT not in one.differs for one in result.published)
        if whole:
            return (message("impact.brief_others", "{figures} of GDP (same question).", figures=joined(figures)),)
        return (message("impact.brief_others_some", "{figures} of GDP.", figures=joined(figures)),)
    question = law_text(result.beside)
    return (
        message(
            "impact.brief_others_beside",
            "{figures} of GDP, of another case: “{question}”.",
            figures=joined(figures),
            question=question,
        ),
        message("impact.brief_others_of_another", "{figures} of GDP, of another case.", figures=joined(figures)),
        NOTHING,
    )


def _published(one: PublishedEstimate) -> Text:
    if one.percent is None:
        return message("impact.brief_kept", "{house} (set aside)", house=house_name(one.house))
    if PART_CUT in one.differs:
        return message(
            "impact.brief_figure_of_part",
            "{house} {percent} % (part of the supply)",
            house=house_name(one.house),
            percent=f"{one.percent:g}",
        )
    return message(
        "impact.brief_figure", "{house} {percent} %", house=house_name(one.house), percent=f"{one.percent:g}"
    )


def _observed(result: ImpactResult) -> tuple[Text, ...]:
    tally = observed_tally(result)
    return () if tally is None else (tally,)


def _after(result: ImpactResult) -> tuple[Text, ...]:
    """Say what the figures make of the loss, of all readings together; the loss that comes first is of one."""
    loss = loss_after(result)
    if loss is None or result.observed is None or result.observed.weighed is None:
        return ()
    weighed = result.observed.weighed
    if not weighed.figures:
        return (loss,)
    shorter = message(
        "impact.brief_after",
        "Mean over all readings {after} of {year} GDP; before, {before}.",
        year=str(result.anchor.year),
        after=of_percent(weighed.after),
        before=of_percent(weighed.before),
    )
    return (loss, shorter)


def _conflicts(result: ImpactResult) -> tuple[Text, ...]:
    """Say which figures the model did not think possible: a fit that passes over them would be a silent one."""
    conflicting = () if result.observed is None else tuple(result.observed.conflicting)
    if not conflicting:
        return ()
    return (conflicts_and_first(len(conflicting), figure_name(conflicting[0])), conflicts_alone(len(conflicting)))


def _of_outlook(outlook: OutlookResult) -> list[BriefPart]:
    sentences, first = outlook_summary(outlook), first_of(outlook)
    title = law_text(outlook.scenario.title)
    whole = joined([title_and_dates(title, first), outlook_frame(outlook)], "sentence")
    reading = WHOLE_READINGS[outlook.reading] if readings_of(outlook) else ""
    short = _sentence(joined([with_dates(title, first), reading], "comma"))
    head = [
        BriefPart(wordings=(sentences[0],), lines=3),
        BriefPart(label=LABELS["what"], wordings=(whole, short), lines=2),
    ]
    if not all(result.bounds.hold for _, result in outlook.outcomes):
        return [*head, *_cautions(cautions_of(outlook), first)]
    scale, ways = scale_of(first), outlook.outcomes
    rows = tuple(
        (weighed(way.title, way.weight), amounts(result.percent() * scale.billion, scale.currency))
        for way, result in ways
    )
    lightest = sorted(range(len(rows)), key=lambda at: ways[at][0].weight)
    between = message(
        "impact.brief_between",
        "{share} of the range lies between the ways on. Their weights are stated, not estimated.",
        share=share(outlook.between()),
    )
    return [
        *head,
        BriefPart(label=LABELS["ways"], rows=rows, spare=tuple(lightest)),
        BriefPart(label=LABELS["range"], wordings=(between,), lines=2),
        *_cautions(cautions_of(outlook), first),
    ]


def _cautions(cautions: Iterable[str], result: ImpactResult) -> list[BriefPart]:
    """Say what makes a number doubtful, then on what it rests, then what is not counted and where the rest is."""
    by_id = {caution.id: caution for caution in cautions if isinstance(caution, Message)}
    elsewhere = STANDING | {WEAK}
    unusual = [caution for caution in cautions if not isinstance(caution, Message) or caution.id not in elsewhere]
    warnings = () if not unusual else (joined(unusual, "sentence"), joined(map(_shorter, unusual), "sentence"))
    weak = by_id.get(WEAK)
    return [
        BriefPart(label=LABELS["warning"], wordings=tuple(map(law_text, warnings)), lines=2),
        BriefPart(label=LABELS["note"], wordings=() if weak is None else (law_text(_shorter(weak)),)),
        BriefPart(label=LABELS["scope"], wordings=_scope(result)),
    ]


def _scope(result: ImpactResult) -> tuple[Text, ...]:
    """Say from how many runs a cost is, what is not counted, and where everything stands."""
    runs = counted("impact.runs", "{n} run", "{n} runs", n=result.draws)
    not_counted = message("impact.brief_not_counted", "Prices and exchange rates are not counted. All: --full")
    whole = message("impact.brief_scope", "{runs}. Prices and exchange rates are not counted. All: --full", runs=runs)
    return (whole, not_counted)


def _shorter(caution: str) -> str:
    """Say a caution in few words, with its own numbers; as it is where there are no fewer words for it."""
    if not isinstance(caution, Message):
        return caution
    places = caution.parameters
    match caution.id:
        case "impact.weak_inputs":
            return message(
                "impact.brief_weak",
                "{weak} of {whole} inputs rest on judgement or a weak source.",
                weak=places["weak"],
                whole=places["whole"],
            )
        case "impact.outside_ces":
            return message(
                "impact.brief_outside_ces",
                "A model of one good without stocks allows {low} to {high} % in the last month; this run says "
                "{loss} %.",
                low=places["low"],
                high=places["high"],
                loss=places["loss"],
            )
        case "impact.no_experience":
            return message(
                "impact.brief_no_experience",
                "Licences without experience are assumed to go without delay: their cost is missing.",
            )
        case "impact.old_table":
            return message(
                "impact.brief_old_table",
                "The input-output table is of {year}, the GDP of {gdp_year}.",
                year=places["year"],
                gdp_year=places["gdp_year"],
            )
        case "impact.uses_moved_from":
            return message(
                "impact.brief_uses_moved",
                "Uses of materials were judged for {home}: {alike} of {count} are taken as there.",
                home=places["home"],
                alike=places["alike"],
                count=places["count"],
            )
        case "impact.no_own_currency":
            return message(
                "impact.brief_no_own_currency",
                "No rate of {currency} for {year} is on file.",
                currency=places["currency"],
                year=places["year"],
            )
        case "impact.unfaded":
            return message("impact.brief_unfaded", "In the dearest runs the cost does not fade by the third year.")
        case _:
            return caution

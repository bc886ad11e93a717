"""An importer's dependence on a seller: as text, as plain data, and the words of its chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from sekisho.i18n.names import speech_of, value_name
from sekisho.impact.dependence import Alternative, BasketShare, Covers, Dependence, Interval, Mix
from sekisho.impact.materials.material import Material
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.present.law.stages import library_data
from sekisho.present.outcome_labels import sentence_case
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, count, paint, table, wrap

if TYPE_CHECKING:
    from sekisho.present.charts.chart import Chart

DESTINATION: Final = FactName("destination")
RECENT: Final = 8
"""Years of which the headline speaks, the last one counted."""
STATUSES: Final = ("in operation", "planned", "test", "suspended")
"""In the order in which suppliers are told."""
NAMED: Final = 5
"""Origins of a basket that a line names."""


def interval_says(low: float, high: float | None) -> str:
    """Write an interval of shares in whole per cent; `high` None is a share of which only the least is known.

    >>> interval_says(0.58, 0.796), interval_says(0.7, 0.7), interval_says(0.66, None)
    ('58 to 80 %', '70 %', 'over 66 %')
    """
    if high is None:
        return f"over {round(100 * low)} %"
    ends = [round(100 * low), round(100 * high)]
    return f"{ends[0]} %" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]} %"


def year_says(one: Interval) -> str:
    """Write the interval of a year."""
    return interval_says(one.low, None if [share.high for share in one.shares] == [None] else one.high)


def headline(found: Dependence, library: Library) -> str:
    """State the finding: the share of the seller in recent years, and whether sources differ."""
    seller, importer = _place(found.seller, library), _place(found.importer, library)
    if found.forms or found.subject.isdecimal():
        held = len([mix for mix in found.mixes if not mix.shares[0].is_month])
        return f"{_counts(held)} goods of {found.title}" + (
            "; they are of different goods and make no series" if held else ""
        )
    recent = found.span(found.intervals[-1].year - RECENT + 1) if found.intervals else None
    if recent is None:
        return f"No share of {seller} in {importer}'s imports of {found.title} is on file"
    first, last = min(share.year for share in recent.shares), recent.year
    when = f"in {last}" if first == last else f"from {first} to {last}"
    says = interval_says(recent.low, None if {share.high for share in recent.shares} == {None} else recent.high)
    differ = ", by what is counted" if len({share.basket.id for share in recent.shares}) > 1 else ""
    return f"{seller}'s share of {importer}'s imports of {found.counted} was {says} {when}{differ}"


def _counts(number: int) -> str:
    if not number:
        return "No count on file holds"
    return f"{count(number, 'count')} on file {'holds' if number == 1 else 'hold'}"


def dependence_text(found: Dependence, library: Library, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Tell the shares by year, the other origins, what the model takes, and what else there is."""
    seller = _place(found.seller, library)
    lines = [
        paint(sentence_case(found.title), Ink.BOLD),
        *wrap(f"{headline(found, library)}.", width=width, indent="  "),
    ]
    if found.intervals:
        of = "" if found.counted == found.title else f", of all {found.counted}"
        rows = [(str(one.year), year_says(one), _baskets(one)) for one in found.intervals]
        lines += ["", paint(f"From {seller}{of}, where a count holds all forms", Ink.BOLD), *table(rows, width=width)]
    lines += _mixes(found, library, width)
    lines += _forms(found, width)
    lines += _model(found, seller, width)
    if found.world:
        rows = [(share.basket.title, share.period, interval_says(share.low, share.high)) for share in found.world]
        lines += ["", paint(f"{seller}'s share of world output", Ink.BOLD), *table(rows, width=width)]
    lines += _alternatives(found, library, width)
    note = (
        "Counts differ in forms, in value or volume, and in whether metal made elsewhere from goods of "
        f"{seller} is in them; none is the true one. Each with its source and confidence: --format json."
    )
    return [*lines, "", *wrap(note, width=width)]


def _baskets(one: Interval) -> str:
    """Name each count of a year with its share, lowest first."""
    shares = sorted(one.shares, key=lambda share: share.low)
    return "; ".join(
        f"{share.basket.title} ({share.basket.measure}{'' if share.period == str(one.year) else f', {share.period}'})"
        + (f" {interval_says(share.low, share.high)}" if len(shares) > 1 else "")
        for share in shares
    )


def _mixes(found: Dependence, library: Library, width: int) -> list[str]:
    """Tell the baskets that name several origins, those that hold a part only, and single months."""
    shown = [
        mix
        for mix in found.mixes
        if len(mix.shares) > 1 or mix.basket.covers is Covers.PART or mix.shares[0].is_month or not found.intervals
    ]
    if not shown:
        return []
    rows = [
        (mix.period, f"{mix.basket.title} ({mix.basket.measure}): {_origins(mix, library)}")
        for mix in sorted(shown, key=lambda mix: (mix.period, mix.basket.title))
    ]
    return ["", paint("Other origins, parts, and single months", Ink.BOLD), *table(rows, width=width)]


def _origins(mix: Mix, library: Library) -> str:
    named = ", ".join(
        f"{_place(share.origin, library)} {interval_says(share.low, share.high)}" for share in mix.shares[:NAMED]
    )
    if len(mix.shares) == 1:
        return named
    low, high = round(mix.concentration_low, 2), round(mix.concentration_high, 2)
    return f"{named}; concentration {low:.2f}" + (f" to {high:.2f}" if low != high else "")


def _forms(found: Dependence, width: int) -> list[str]:
    if not found.forms:
        return []
    rows = [
        (one.names.get("en", one.id), form.name, f"{100 * form.share.central:.0f} % of it comes in this form")
        for one, form in found.forms
    ]
    return ["", paint("What comes under it", Ink.BOLD), *table(rows, width=width)]


def _model(found: Dependence, seller: str, width: int) -> list[str]:
    rows = []
    for one in found.materials:
        figure = one.figures["dependence"]
        weak = f"confidence {figure.confidence}{', part judgement' if figure.is_weak else ''}"
        rows.append(
            (one.names.get("en", one.id), f"{100 * figure.central:.0f} %", interval_says(figure.low, figure.high), weak)
        )
    title = f"What the model takes to come from {seller}, the second round included: centre, low to high"
    return (
        ["", *(paint(line, Ink.BOLD) for line in wrap(title, width=width)), *table(rows, width=width)] if rows else []
    )


def _alternatives(found: Dependence, library: Library, width: int) -> list[str]:
    if not found.alternatives:
        return ["", *wrap("No supplier elsewhere is on file; that says nothing of those there are.", width=width)]
    ordered = sorted(found.alternatives, key=lambda one: (STATUSES.index(one.status), one.start, one.supplier))
    rows = [(one.status, one.start or "-", _alternative_says(one, library)) for one in ordered]
    return ["", paint("What else there is, and from when", Ink.BOLD), *table(rows, width=width)]


def _alternative_says(one: Alternative, library: Library) -> str:
    need = interval_says(one.low, one.high)
    who = f"{one.supplier}, {_place(one.territory, library)}"
    return f"{who}: {one.product}; may cover {need} of need. {one.note}".strip()


def _place(code: str, library: Library) -> str:
    return value_name(DESTINATION, code, speech_of(library))


def dependence_data(found: Dependence, library: Library) -> dict[str, object]:
    """Return the whole answer as plain data."""
    return {
        "subject": found.subject,
        "title": found.title,
        "importer": found.importer,
        "seller": found.seller,
        "headline": headline(found, library),
        "counted": found.counted,
        "intervals": [
            {"year": one.year, "low": one.low, "high": one.high, "baskets": [share.basket.id for share in one.shares]}
            for one in found.intervals
        ],
        "shares": [_share(one) for one in found.shares],
        "concentration": [
            {
                "basket": mix.basket.id,
                "period": mix.period,
                "low": mix.concentration_low,
                "high": mix.concentration_high,
                "origins": len(mix.shares),
            }
            for mix in found.mixes
        ],
        "materials": [_material(one) for one in found.materials],
        "forms": [
            {"material": str(one.id), "form": form.name, "hs": list(form.hs), "control_codes": list(form.control_codes)}
            for one, form in found.forms
        ],
        "alternatives": [_alternative(one) for one in found.alternatives],
        "sources": {
            name: {"title": one.title, "url": one.url, "read": one.read} for name, one in found.sources.items()
        },
        "library": library_data(library),
    }


def _share(one: BasketShare) -> dict[str, object]:
    return {
        "basket": one.basket.id,
        "counts": one.basket.title,
        "measure": one.basket.measure,
        "covers": str(one.basket.covers),
        "hs": list(one.basket.hs),
        "importer": one.importer,
        "period": one.period,
        "origin": one.origin,
        "low": one.low,
        "high": one.high,
        "amount": one.amount,
        "unit": one.unit,
        "source": list(one.source),
        "confidence": str(one.confidence),
        "note": " ".join(filter(None, (one.note, one.basket.note))),
    }


def _material(one: Material) -> dict[str, object]:
    figure = one.figures["dependence"]
    return {
        "id": str(one.id),
        "names": dict(one.names),
        "dependence": {"low": figure.low, "central": figure.central, "high": figure.high},
        "date": figure.date,
        "source": list(figure.source),
        "confidence": str(figure.confidence),
        "weak": figure.is_weak,
        "reason": figure.reason,
    }


def _alternative(one: Alternative) -> dict[str, object]:
    return {**asdict(one), "source": list(one.source), "confidence": str(one.confidence)}


def dependence_rows(found: Dependence) -> Iterable[Mapping[str, object]]:
    """Return one record a share, for CSV."""
    return [_share(one) for one in found.shares]


def dependence_drawn(found: Dependence, library: Library) -> Chart:
    """Draw the shares by year, or the origins where one year alone is on file, with the words of the chart."""
    from sekisho.present.charts.dependence import dependence_chart
    from sekisho.present.charts.origins import origins_chart

    first, last = found.intervals[0].year, found.intervals[-1].year
    held = {share.basket.id for one in found.intervals for share in one.shares}
    command = f"`sekisho dependence {found.subject} --format json`"
    source = f"Source: {count(len(held), 'published count')}; addresses: {command}. Library {library.version}."
    if first != last:
        return dependence_chart(
            found,
            title=headline(found, library),
            subtitle=f"Share of imports, %, {first} to {last}; bar: lowest to highest source; mark: what was counted",
            source=source,
        )
    mix = max((mix for mix in found.mixes if mix.basket.id in held), key=lambda mix: len(mix.shares))
    return origins_chart(
        mix,
        place=lambda code: _place(code, library),
        title=headline(found, library),
        subtitle=f"Share of imports by origin, %, {mix.period}; {mix.basket.says}",
        source=source,
    )

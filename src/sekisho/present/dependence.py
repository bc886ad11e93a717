"""An importer's dependence on a seller: as text, as plain data, and the words of its chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sekisho.i18n.names import territory_text
from sekisho.i18n.package_translation import teller_of
from sekisho.impact.dependence import Alternative, BasketShare, Covers, Dependence, Interval, Mix, RankedMaterial
from sekisho.law.model.confidence import Confidence
from sekisho.law.model.library import Library
from sekisho.message import LawText, Text, counted, joined, message
from sekisho.present.charts.chart import interval_text, period_text, share_text
from sekisho.present.document import Document, Head, Paragraph, Section, Table, section
from sekisho.present.outcome_labels import sentence_case
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap

if TYPE_CHECKING:
    from sekisho.present.charts.chart import Chart

HALF: Final = 0.5
RECENT: Final = 8
"""Years of which the headline speaks, the last one counted."""
STATUSES: Final = {
    "in operation": message("dependence.in_operation", "in operation"),
    "planned": message("dependence.planned", "planned"),
    "test": message("dependence.test", "test"),
    "suspended": message("dependence.suspended", "suspended"),
}
"""In the order in which suppliers are told."""
NAMED: Final = 5
"""Origins of a basket that a line names."""


def headline(found: Dependence, library: Library) -> Text:
    """State the finding: the share of the seller in recent years, and whether sources differ."""
    seller, importer = territory_text(found.seller, library), territory_text(found.importer, library)
    if found.forms or found.subject.isdecimal():
        return _heading_says(found)
    recent = found.span(found.intervals[-1].year - RECENT + 1) if found.intervals else None
    if recent is None:
        return message(
            "dependence.no_share",
            "No share of {seller} in {importer}'s imports of {goods} is on file",
            seller=seller,
            importer=importer,
            goods=found.title,
        )
    first, last = min(share.year for share in recent.shares), recent.year
    when = (
        message("dependence.in_year", "in {year}", year=str(last))
        if first == last
        else message("dependence.from_to", "from {first} to {last}", first=str(first), last=str(last))
    )
    finding = message(
        "dependence.finding",
        "{seller}'s share of {importer}'s imports of {goods} was {share} {when}",
        seller=seller,
        importer=importer,
        goods=found.counted,
        share=share_text(recent.low, None if {share.high for share in recent.shares} == {None} else recent.high),
        when=when,
    )
    if len({share.basket.id for share in recent.shares}) == 1:
        return finding
    return message("dependence.differ", "{finding}, by what is counted", finding=finding)


def _heading_says(found: Dependence) -> Text:
    """Say how many counts hold goods of a heading: they are of different goods, and no series."""
    number = len([mix for mix in found.mixes if not mix.shares[0].is_month])
    if not number:
        return message("dependence.no_count", "No count on file is of goods of {goods}", goods=found.title)
    return counted(
        "dependence.counts",
        "{n} count on file is of goods of {goods}; they are of different goods and make no series",
        "{n} counts on file are of goods of {goods}; they are of different goods and make no series",
        n=number,
        goods=found.title,
    )


def _sentence(found: Dependence, library: Library) -> Text:
    return message("dependence.sentence", "{finding}.", finding=headline(found, library))


def _note(seller: str) -> Text:
    return message(
        "dependence.note",
        "Counts differ in forms, in value or volume, and in whether metal made elsewhere from goods of {seller} is "
        "in them; none is the true one. Each with its source and confidence: --format json.",
        seller=seller,
    )


NO_ALTERNATIVE: Final = message(
    "dependence.no_alternative",
    "No supplier elsewhere is on file; that says nothing of those there are.",
)
HEADS: Final = {
    "year": message("dependence.head_year", "Year"),
    "share": message("dependence.head_share", "Share"),
    "material": message("dependence.head_material", "Material"),
}


def dependence_text(
    found: Dependence, library: Library, *, width: int = DEFAULT_WIDTH, language: str = "en"
) -> list[str]:
    """Tell the shares by year, the other origins, what the model takes, and what else there is."""
    tell = teller_of(library, language)
    lines = [
        paint(tell(sentence_case(found.title)), Ink.BOLD),
        *wrap(tell(_sentence(found, library)), width=width, indent="  "),
    ]
    for part in _Parts(found, library).all():
        lines += ["", *(paint(line, Ink.BOLD) for line in wrap(tell(part.title), width=width))]
        lines += table([[tell(cell) for cell in row] for row in part.rows], width=width)
    if not found.alternatives:
        lines += ["", *wrap(tell(NO_ALTERNATIVE), width=width)]
    return [*lines, "", *wrap(tell(_note(territory_text(found.seller, library))), width=width)]


def dependence_document(found: Dependence, library: Library) -> Document:
    """Set the same out as a document; sources of counts stand in its data."""
    sections = [
        Section(
            heading=part.title,
            parts=(Table(caption=part.title, heads=part.heads, rows=part.rows, texts=len(part.heads)),),
        )
        for part in _Parts(found, library).all()
    ]
    if not found.alternatives:
        sections += section(message("dependence.elsewhere", "Elsewhere"), Paragraph(text=NO_ALTERNATIVE))
    caution = message(
        "dependence.note_page",
        "Counts differ in forms, in value or volume, and in whether metal made elsewhere from goods of {seller} is "
        "in them; none is the true one.",
        seller=territory_text(found.seller, library),
    )
    return Document(
        head=Head(
            title=sentence_case(found.title),
            line=Text(""),
            findings=(_sentence(found, library),),
            cautions=(caution,),
            card={},
        ),
        sections=tuple(sections),
    )


def ranking_document(ranked: Sequence[RankedMaterial], library: Library, *, importer: str, seller: str) -> Document:
    """Rank materials by the share that was counted last."""
    title = message(
        "dependence.ranking",
        "What {importer} buys from {seller}, by material",
        importer=territory_text(importer, library),
        seller=territory_text(seller, library),
    )
    rows = tuple(
        (sentence_case(material.title), interval_text(material.last), str(material.last.year), _baskets(material.last))
        for material in ranked
    )
    return Document(
        head=Head(title=title, line=Text(""), findings=(), cautions=(), card={}),
        sections=(
            Section(
                heading=message("dependence.ranked", "Share of imports, the last year counted"),
                parts=(
                    Table(
                        caption=message(
                            "dependence.ranked_caption",
                            "The highest share first; materials without a count are left out",
                        ),
                        heads=(
                            HEADS["material"],
                            HEADS["share"],
                            HEADS["year"],
                            message("dependence.head_counts", "What was counted"),
                        ),
                        rows=rows,
                        texts=4,
                        places=tuple(f"/dependence/{material.subject}" for material in ranked),
                        spare=frozenset({3}),
                    ),
                ),
            ),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencePart:
    """One part of the answer: what it tells, the heads of its columns, and its rows."""

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]


class _Parts:
    """The parts of the answer, told in no language yet."""

    def __init__(self, found: Dependence, library: Library) -> None:
        self.found, self.library = found, library
        self.seller = territory_text(found.seller, library)

    def all(self) -> Iterator[DependencePart]:
        """Go through the parts that have a row."""
        parts = (self._years(), self._mixes(), self._forms(), self._model(), self._world(), self._alternatives())
        return (part for part in parts if part.rows)

    def _years(self) -> DependencePart:
        found = self.found
        if found.counted == found.title:
            title = message("dependence.years", "From {seller}, where a count covers all forms", seller=self.seller)
        else:
            title = message(
                "dependence.years_of_all",
                "From {seller}, of all {goods}, where a count covers all forms",
                seller=self.seller,
                goods=found.counted,
            )
        return DependencePart(
            title=title,
            heads=(HEADS["year"], HEADS["share"], message("dependence.head_counts", "What was counted")),
            rows=tuple((str(span.year), interval_text(span), _baskets(span)) for span in found.intervals),
        )

    def _mixes(self) -> DependencePart:
        """Tell the baskets that name several origins, those that hold a part only, and single months."""
        shown = [
            mix
            for mix in self.found.mixes
            if len(mix.shares) > 1
            or mix.basket.covers is Covers.PART
            or mix.shares[0].is_month
            or not self.found.intervals
        ]
        rows = [
            (period_text(mix.period), joined([mix.basket.says, _origins(mix, self.library)], "colon"))
            for mix in sorted(shown, key=lambda mix: (mix.period, mix.basket.title))
        ]
        return DependencePart(
            title=message("dependence.mixes", "Other origins, parts, and single months"),
            heads=(message("dependence.head_period", "Period"), message("dependence.head_origins", "Origins")),
            rows=tuple(rows),
        )

    def _forms(self) -> DependencePart:
        rows = [
            (
                one.name_text,
                LawText(form.name),
                message(
                    "dependence.form_share", "{share} of it comes in this form",
                    share=share_text(form.share.central, form.share.central),
                ),
            )
            for one, form in self.found.forms
        ]  # fmt: skip
        return DependencePart(
            title=message("dependence.forms", "What comes under it"),
            heads=(HEADS["material"], message("dependence.head_form", "Form"), HEADS["share"]),
            rows=tuple(rows),
        )

    def _model(self) -> DependencePart:
        rows = []
        for one in self.found.materials:
            figure = one.figures["dependence"]
            sure = message("law.confidence", "confidence {confidence}", confidence=Confidence(figure.confidence).words)
            weak = message("dependence.part_judgement", "part judgement") if figure.is_weak else ""
            centre, band = share_text(figure.central, figure.central), share_text(figure.low, figure.high)
            rows.append((one.name_text, centre, band, joined([sure, weak], "comma")))
        title = message(
            "dependence.model",
            "What the model takes to come from {seller}, the second round included: centre, low to high",
            seller=self.seller,
        )
        return DependencePart(
            title=title,
            heads=(
                HEADS["material"],
                HEADS["share"],
                message("dependence.head_range", "Range"),
                message("dependence.head_basis", "Basis"),
            ),
            rows=tuple(rows),
        )

    def _world(self) -> DependencePart:
        title = message("dependence.world", "{seller}'s share of world output", seller=self.seller)
        return DependencePart(
            title=title,
            heads=(message("dependence.head_output", "Output"), HEADS["year"], HEADS["share"]),
            rows=tuple(
                (share.basket.words, period_text(share.period), share_text(share.low, share.high))
                for share in self.found.world
            ),
        )

    def _alternatives(self) -> DependencePart:
        order = tuple(STATUSES)
        ordered = sorted(self.found.alternatives, key=lambda one: (order.index(one.status), one.start, one.supplier))
        rows = [
            (STATUSES[one.status], period_text(one.start) if one.start else "-", _alternative_says(one, self.library))
            for one in ordered
        ]
        return DependencePart(
            title=message("dependence.alternatives", "What else there is, and from when"),
            heads=(
                message("dependence.head_status", "State"),
                message("dependence.head_from", "From"),
                message("dependence.head_supplier", "Supplier"),
            ),
            rows=tuple(rows),
        )


def _baskets(one: Interval) -> Text:
    """Name each count of a year with its share, lowest first."""
    shares = sorted(one.shares, key=lambda share: share.low)
    return joined((_basket(share, str(one.year), alone=len(shares) == 1) for share in shares), "semicolon")


def _basket(share: BasketShare, year: str, *, alone: bool) -> Text:
    """Name a count, with its period if that is no year, and its share if it does not stand alone."""
    basket = share.basket
    says: Text = basket.says
    if share.period != year:
        says = message(
            "dependence.basket_of",
            "{title} ({measure}, {period})",
            title=basket.words,
            measure=basket.measured,
            period=period_text(share.period),
        )
    if alone:
        return says
    return message("dependence.basket_share", "{basket} {share}", basket=says, share=share_text(share.low, share.high))


def _origins(mix: Mix, library: Library) -> Text:
    names = joined(
        (
            message(
                "chart.origin_says",
                "{origin} {share}",
                origin=territory_text(share.origin, library),
                share=share_text(share.low, share.high),
            )
            for share in mix.shares[:NAMED]
        ),
        "comma",
    )
    if len(mix.shares) == 1:
        return names
    low, high = f"{mix.concentration_low:.2f}", f"{mix.concentration_high:.2f}"
    index = message("chart.span", "{low} to {high}", low=low, high=high) if low != high else low
    return message("dependence.concentration", "{origins}; concentration {index}", origins=names, index=index)


def _alternative_says(one: Alternative, library: Library) -> Text:
    may_cover = message(
        "dependence.may_cover",
        "{supplier}, {place}: {product}; may cover {share} of need.",
        supplier=LawText(one.supplier),
        place=territory_text(one.territory, library),
        product=LawText(one.product),
        share=share_text(one.low, one.high),
    )
    return joined([may_cover, LawText(one.note)], "sentence")


def dependence_drawn(found: Dependence, library: Library) -> Chart:
    """Draw the shares by year, or the origins where one year alone is on file, with the words of the chart."""
    from sekisho.present.charts.dependence import dependence_chart
    from sekisho.present.charts.origins import origins_chart

    first, last = found.intervals[0].year, found.intervals[-1].year
    ids = {share.basket.id for one in found.intervals for share in one.shares}
    source = counted(
        "dependence.source",
        "Source: {n} published count; addresses: `{command}`. Law data {version}.",
        "Source: {n} published counts; addresses: `{command}`. Law data {version}.",
        n=len(ids),
        command=f"sekisho dependence {found.subject} --format json",
        version=library.version,
    )
    if first != last:
        subtitle = message(
            "dependence.years_measured",
            "Share of imports, %, {first} to {last}; bar: lowest to highest source; mark: what was counted",
            first=str(first),
            last=str(last),
        )
        return dependence_chart(found, title=headline(found, library), subtitle=subtitle, source=source)
    mix = max((mix for mix in found.mixes if mix.basket.id in ids), key=lambda mix: len(mix.shares))
    return origins_chart(
        mix,
        place=lambda code: territory_text(code, library),
        title=headline(found, library),
        subtitle=message(
            "dependence.origins_measured",
            "Share of imports by origin, %, {period}; {basket}",
            period=period_text(mix.period),
            basket=mix.basket.says,
        ),
        source=source,
    )


def ranking_drawn(ranked: Sequence[RankedMaterial], library: Library, *, importer: str, seller: str) -> Chart:
    """Draw the share of each material that was counted last, with the words of the chart."""
    from sekisho.present.charts.dependence import materials_chart

    years = [material.last.year for material in ranked]
    return materials_chart(
        ranked,
        title=message(
            "dependence.ranking_finding",
            "{seller} supplies more than half of {importer}'s imports of {n} of {all} materials",
            seller=territory_text(seller, library),
            importer=territory_text(importer, library),
            n=str(sum(material.last.low > HALF for material in ranked)),
            all=str(len(ranked)),
        ),
        subtitle=message(
            "dependence.ranking_measured",
            "Share of imports, %, last year counted, {first} to {last}; dark: lowest count; pale: up to the highest",
            first=str(min(years)),
            last=str(max(years)),
        ),
        source=counted(
            "dependence.ranking_source",
            "Source: {n} published count, each named in the table to take along. Law data {version}.",
            "Source: {n} published counts, each named in the table to take along. Law data {version}.",
            n=len({share.basket.id for material in ranked for share in material.last.shares}),
            version=library.version,
        ),
    )

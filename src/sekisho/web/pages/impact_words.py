"""Words of the pages of a cost: what is offered, and the texts of a result in the language of a visit."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.law.model.condition import MeasureId
from sekisho.web.pages.article import ArticleTelling
from sekisho.web.scenario_catalogue import CatalogueEntry, offers


class ImpactTelling(ArticleTelling):
    """Says what a page of costs says, in the language of a visit."""

    def title(self, offer: CatalogueEntry) -> tuple[str, str]:
        """Return the title of an offer, and the language that it is in."""
        words = self.visit.words
        key = f"offer_{offer.name.replace('-', '_')}"
        if offer.kind != "measure":
            return (words(key), words.language) if words.has(key) else (offer.titles["en"], "en")
        tags = (words.language, "zh" if words.language == "ja" else words.language, "en")
        tag = next(tag for tag in tags if offer.titles.get(tag))
        return offer.titles[tag], tag

    def because(self, offer: CatalogueEntry) -> tuple[str, str]:
        """Return one plain sentence on an offer, and the language that it is in."""
        words = self.visit.words
        if offer.kind == "measure":
            return words("cost_measure_says", day=words.day(offer.start)), words.language
        key = f"because_{offer.name.replace('-', '_')}"
        return (words(key), words.language) if words.has(key) else (offer.because, "en")

    def offers(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Return the titles of what is asked for, each with its language."""
        found = {one.name: one for one in offers(self.visit.library)}
        return [self.title(found[name]) if name in found else self._measure(name) for name in names]

    def _measure(self, name: str) -> tuple[str, str]:
        measure = self.visit.library.measures.get(MeasureId(name))
        return (measure.title.get("en", name) if measure else name), "en"

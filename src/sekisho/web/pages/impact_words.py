"""Words of the pages of a cost: what is offered, and the texts of a result in the language of a visit."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from sekisho.law.model.condition import MeasureId
from sekisho.present.render.template import glued
from sekisho.web.request_context import RequestContext
from sekisho.web.scenario_catalogue import CatalogueEntry, offers


class ImpactTelling:
    """Says what a page of costs says, in the language of a visit."""

    def __init__(self, visit: RequestContext) -> None:
        """Speak the language of a visit."""
        self.visit = visit
        self.translator = visit.tell.translator

    def say(self, text: str) -> str:
        """Tell a text of a report."""
        return self.translator.say(text)

    def marked(self, text: str) -> Markup:
        """Tell a text of a report, whole numbers and dates; one that is told in English alone is marked so."""
        language, told = self.translator.tagged(text)
        whole = glued(told)
        return whole if language == self.visit.language else Markup('<span lang="{}">{}</span>').format(language, whole)

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

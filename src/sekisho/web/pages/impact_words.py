"""Words of the pages of a cost: what is offered, how far a run has come, and the finding with its interval first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from markupsafe import Markup, escape

from sekisho.law.model.condition import MeasureId
from sekisho.web.pages.impact_translation import Retold
from sekisho.web.request_context import RequestContext
from sekisho.web.scenario_catalogue import CatalogueEntry, offers

_UNITS: Final = re.compile(r" (?=(?:%|bn|tn)(?!\w))")
"""The space before a unit, at which no line breaks."""
_DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


class ImpactTelling:
    """Says what a page of costs says, in the language of a visit."""

    def __init__(self, visit: RequestContext) -> None:
        """Speak the language of a visit."""
        self.visit = visit
        self.say = Retold(visit.language)

    def marked(self, text: str) -> Markup:
        """Tell a sentence of a report, whole numbers and dates; one that is told in English alone is marked so."""
        told = self.say.told(text)
        if told is None and ". " in text:
            return Markup(" ").join(self.marked(part) for part in text.replace(". ", ".\n").split("\n"))
        shown = str(escape(text if told is None else told))
        whole = _DATE.sub(r"<time>\g<0></time>", _UNITS.sub("\u00a0", shown))
        if told is None:
            whole = f'<span lang="en">{whole}</span>'
        return Markup(whole)  # noqa: S704 - escaped above; tags of the project's own alone are added

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

    def finding(self, found: Mapping[str, Any]) -> str:
        """Say what a run found in a sentence, the interval first."""
        words, say = self.visit.words, self.say
        span = words.counted("month", found["months"])
        land = say(found["land"])
        if found["nothing"]:
            return words("cost_found_nothing", land=land, months=span)
        key = "cost_found_point" if found["point"] else "cost_found"
        numbers = {name: say(str(found[name])) for name in ("low", "median", "high")}
        amounts = {name: say(found[name]) for name in ("amount_low", "amount_median", "amount_high")}
        told = words(
            key, land=land, months=span, currency=say(found["currency"]), year=found["year"], **numbers, **amounts
        )
        if found["by_law"]:
            told = words("cost_found_reading", reading=words(found["reading"]), told=told)
        return words("cost_found_several", told=told) if found["several"] else told

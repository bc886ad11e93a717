"""A line of a run as people read it: goods, parties, amount, day, why it stands where it does, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from sekisho.determination.book.results.line_table import CUSTOMER_ROLES
from sekisho.determination.book.results.lines import ToldLine
from sekisho.determination.core.outcome import Outcome
from sekisho.determination.line.alerts import ROLES
from sekisho.determination.line.party_points import PARTY_KINDS
from sekisho.determination.line.point_reasons import PointReasons
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import speech_of, value_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label
from sekisho.message import Text, WordsText, joined, message
from sekisho.parties.index import parties_of
from sekisho.parties.register import Register, register_of
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.render.terminal import shortened
from sekisho.trade.book.cells.numbers import unit_parts

ITEM_ROOM, NAME_ROOM = 44, 30
"""Cells of a line's goods and of a party's name in a list; the book's own cells may hold whole paragraphs."""
MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
PLACE_NAMES: Final[Mapping[str, Text]] = {
    "stop": message("boss.place_stop", "Stop"),
    "look": message("boss.place_look", "Look"),
    "nothing_points": message("boss.nothing_short", "nothing points"),
}
"""The places in the queue, short; what is assumed for the last stands on the first side."""


@dataclass(frozen=True, slots=True)
class DangerRow:
    """A line of the danger list, told: eight columns, and its place in the queue."""

    triage: str
    line: str
    item: str
    supplier: str
    customer: str
    amount: str
    day: str
    why: str
    ask: str


class LineTeller:
    """Tells lines of a run as people read them: goods, parties, amount, day, why and whom to ask."""

    def __init__(self, run: ReportedRun) -> None:
        """Take the run whose lines are told, with the language."""
        self.run = run
        self.reasons = PointReasons(run.library, run.words.language)
        self.say = teller_of(run.library, run.words.language).translator.say
        self._told: dict[tuple[str, tuple[str, ...]], tuple[str, str]] = {}
        self._values: dict[tuple[str, str], str] = {}
        self._speech = speech_of(run.library, language=run.words.language)
        self._places = {place: self.say(name) for place, name in PLACE_NAMES.items()}

    @cached_property
    def unit(self) -> tuple[float, str]:
        """How much one of the book's amounts is, and the currency; 1 and nothing if the book names none."""
        return unit_parts(self.run.text("unit"))

    def place_name(self, place: str) -> str:
        """Name a place in the queue in a word or two; nothing for a run without a queue."""
        return self._places.get(place, "")

    def row(self, line: ToldLine) -> DangerRow:
        """Tell a line in the columns of the danger list."""
        why, ask = self.why(line)
        return DangerRow(
            triage=line.triage,
            line=line.line,
            item=shortened(goods_of(line.facts), ITEM_ROOM),
            supplier=shortened(supplier_of(line.facts), NAME_ROOM),
            customer=shortened(customer_of(line.facts), NAME_ROOM),
            amount=self.amount(line.value),
            day=self.day(line),
            why=why,
            ask=ask,
        )

    def why(self, line: ToldLine, *, free: str = "") -> tuple[str, str]:
        """Say why a line stands where it does, with what a person decided of its parties, and whom to ask.

        Parameters
        ----------
        free
            What is said of a line that needs no licence, in place of what points.
        """
        why, ask = self.reason(line.points, tuple(filter(None, map(line.facts.get, ROLES))))
        if free and line.headline == Outcome.FREE.headline:
            why = free
        decided = list(self._ruled_out(line)) if self._register.decisions else []
        return self.say(joined([Text(why), *decided], "sentence")) if decided else why, ask

    def _ruled_out(self, line: ToldLine) -> Iterator[Text]:
        """Say of each listed party of which a party of a line was decided to be another who decided so, and why."""
        entries, points = parties_of(self.run.library).by_id, line.points.split(";")
        for name in dict.fromkeys(filter(None, map(line.facts.get, ROLES))):
            for entry, decision in self._register.of(name).items():
                listed = entries.get(entry)
                points_on = any(point.partition(":")[2] == entry for point in points)
                if listed is None or decision.answer != "not_same" or decision.pending or points_on:
                    continue
                yield message(
                    "why.ruled_out",
                    "{name} is another party than {listed}, which is listed, as {by} decided on {day}: {basis}.",
                    name=name,
                    listed=WordsText({tongue: listed.name_in(tongue) for tongue in LANGUAGES}),
                    by=decision.by,
                    day=quantity("short_day", decision.on),
                    basis=decision.basis or message("caution.no_ground", "no reason is given"),
                )

    @cached_property
    def _register(self) -> Register:
        """What people decided of names, as the line judged again takes it."""
        from sekisho.determination.settle.completed_run import library_of_run  # a page without a line needs none

        library = library_of_run(self.run.card, self.run.library)
        return register_of(library.identity, parties_of(library).entries) if library.identity.decisions else Register()

    def reason(self, points: str, names: tuple[str, ...] = ()) -> tuple[str, str]:
        """Say why a line stands where it does, with the party as the line names it, and whom to ask."""
        key = points, names if points.partition(":")[0] in PARTY_KINDS else ()
        if key not in self._told:
            why, ask = self.reasons.why(points, names), self.reasons.ask(points)
            self._told[key] = (
                self.say(why if why is not None else message("boss.nothing", "Nothing points, as assumed.")),
                self.say(ask) if ask is not None else "",
            )
        return self._told[key]

    def amount(self, value: float | None) -> str:
        """Write an amount in full with its currency, so that a column has one scale; nothing if none is stated."""
        if value is None:
            return ""
        scale, currency = self.unit
        return self.say(quantity("written", currency, f"{scale * value:,.0f}"))

    def day(self, line: ToldLine) -> str:
        """Write the day of a line, or its month, as the language does; as it stands where it is neither.

        Of a day that could not be read another counts; it is none that the line states.
        """
        unread = dict(part.split(": ", 1) for part in line.unread.split(" | ") if ": " in part)
        if "date" in unread:
            return unread["date"]
        day, stated = day_of(line.facts), line.facts.get("date", "")
        if day is not None:
            return self.say(quantity("short_day", day))
        month = MONTH.fullmatch(stated.strip())
        return self.say(quantity("month", int(month[1]), int(month[2]))) if month else stated

    def place(self, line: ToldLine) -> str:
        """Name the country to which a line goes: the line's own, else the one said for all lines."""
        stated = line.facts.get("destination") or str(self._constants.get("destination", ""))
        return self.fact_value("destination", stated) if stated else ""

    def use(self, line: ToldLine) -> str:
        """Say the use of a line: a choice in words, else as the book has it."""
        stated = line.facts.get("end_use", "")
        choices = self.run.library.facts["end_use"].choices if "end_use" in self.run.library.facts else ()
        return self.fact_value("end_use", stated) if stated in choices else stated

    def codes(self, line: ToldLine) -> str:
        """Name the codes of a line, those stated else those suggested; that there is none, in words."""
        if line.codes.strip().lower() == "none":
            return self.say(message("boss.no_code", "none"))
        return line.codes.replace(";", ", ")

    @cached_property
    def _constants(self) -> Mapping[str, object]:
        entries = self.run.entry("constants")
        return {fact: entry.get("value") for fact, entry in entries.items() if isinstance(entry, Mapping)}

    def unread(self, line: ToldLine) -> str:
        """Say what of a line could not be read: the fact and its text."""
        parts = [part.partition(": ") for part in line.unread.split(" | ") if part]
        texts = [message("boss.constant", "{fact}: {value}", fact=fact_label(f), value=text) for f, _, text in parts]
        return self.say(joined(texts, "comma")) if texts else ""

    def fact_value(self, fact: str, value: str) -> str:
        """Say a value of a fact in words: a place by its name, a choice as the language calls it."""
        key = fact, value
        if key not in self._values:
            self._values[key] = value_name(FactName(fact), value, self._speech)
        return self._values[key]


def goods_of(facts: Mapping[str, str]) -> str:
    """Name the goods of a line by what its book says: their words, else the customs code."""
    return facts.get("description") or facts.get("hs_code", "")


def supplier_of(facts: Mapping[str, str]) -> str:
    """Name who ships the goods of a line."""
    return facts.get("exporter", "")


def customer_of(facts: Mapping[str, str]) -> str:
    """Name for whom the goods of a line are: the end user, else whoever imports or receives them."""
    return next((name for role in CUSTOMER_ROLES if (name := facts.get(role))), "")


def day_of(facts: Mapping[str, str]) -> date | None:
    """Return the day of a line; None where it states none, or a month."""
    return _day_in(facts.get("date", ""))


@lru_cache(maxsize=4096)
def _day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None

"""The boss's page of a run: one side that says what must not ship, what to ask this week and what was not checked.

Then every line that must stop or deserves a look, in order of danger. Each face shows the same: HTML, PDF, the first
sheets of the workbook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from sekisho.determination.book.answers import answers_of_card
from sekisho.determination.book.results.counts import Amount
from sekisho.determination.book.results.line_table import CUSTOMER_ROLES
from sekisho.determination.book.results.lines import queued_groups, told_lines
from sekisho.determination.book.results.with_book import opened_once
from sekisho.determination.book.supposition import suppositions_of_card
from sekisho.determination.core.outcome import UNDETERMINED
from sekisho.determination.line.gravity import MEASURE, MILITARY_USE
from sekisho.determination.line.party_points import LISTED_LATER, PARTY_UNREAD, PERHAPS_LATER
from sekisho.determination.settle.answer_acts import acts_of
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import speech_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label
from sekisho.message import CapitalText, Text, counted, joined, message
from sekisho.present.book_intake import names_left_out
from sekisho.present.book_results.assumptions import said_of_all_text
from sekisho.present.book_results.law_ahead import law_ahead
from sekisho.present.book_results.line_teller import (
    NAME_ROOM,
    DangerRow,
    LineTeller,
    customer_of,
    day_of,
    goods_of,
    supplier_of,
)
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.render.terminal import shortened
from sekisho.trade.book.cells.numbers import unit_parts

STOP_SHOWN: Final = 10
"""Lines that cannot be shipped on the first side: what a reader of thirty seconds takes in, and one A4 side holds."""
ASKS_SHOWN: Final = 5
"""Questions on the first side: what one person can have asked within a week."""
NOT_DECIDED: Final = message("boss.not_decided", "not decided")
NAMES_SHOWN: Final = 3
"""Parties that a question names before it counts the others."""
DANGER_SHOWN: Final = 1_000
"""Lines of the danger list on a page; a workbook lists all."""
SOON: Final = timedelta(days=30)
"""How far ahead the page counts the lines that leave."""

QUESTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "party": ("party_listed",),
    "perhaps": ("party_perhaps", PERHAPS_LATER, PARTY_UNREAD),
    "user": ("military_body", MILITARY_USE, "defence_words", "user_unnamed"),
    "watched": ("party_watched",),
    "later": (LISTED_LATER,),
    "licence": ("code_stated",),
    "code": ("code_suggested", "code_lead", "customs_code", "special_item"),
    "route": ("route", "route_unknown"),
    "text": ("item_unread", "row_unread"),
    "law": ("law_unknown",),
    "measure": (MEASURE,),
}
"""The kinds of points that one question answers. A line counts under each question that it needs."""
_PARTIES: Final = tuple(map(FactName, ("exporter", *CUSTOMER_ROLES)))
_GOODS: Final = tuple(map(FactName, ("description", "hs_code")))
_DAY: Final = (FactName("date"),)
_OF_SUPPLIERS: Final = frozenset({"watched", "licence", "code"})
_OF_CUSTOMERS: Final = frozenset({"party", "perhaps", "user"})
_WHOM: Final[Mapping[str, Text]] = {
    "party": message("boss.whom_control", "Export control"),
    "perhaps": message("boss.whom_sales", "Sales"),
    "user": message("boss.whom_sales", "Sales"),
    "watched": message("boss.whom_supplier", "Suppliers"),
    "later": message("boss.whom_logistics", "Logistics"),
    "licence": message("boss.whom_supplier", "Suppliers"),
    "code": message("boss.whom_supplier", "Suppliers"),
    "route": message("boss.whom_logistics", "Logistics"),
    "text": message("boss.whom_purchasing", "Purchasing"),
    "law": message("boss.whom_control", "Export control"),
    "measure": message("boss.whom_control", "Export control"),
}
_WHAT: Final[Mapping[str, Text]] = {
    "party": message("boss.ask_party", "Is the party the one on the list? Do not ship until this is answered."),
    "perhaps": message("boss.ask_perhaps", "Ask the party for its full legal name and address."),
    "user": message("boss.ask_user", "Ask the customer who uses the goods, and for what."),
    "watched": message("boss.ask_watched", "Ask for an individual licence for the end user."),
    "later": message("boss.ask_later", "Listed after the day of the line: have the goods left? If not, do not ship."),
    "licence": message("boss.ask_licence", "Ask whether there is a licence, and which."),
    "code": message("boss.ask_code", "Ask for the control code, or the figures that decide it."),
    "route": message("boss.ask_route", "Ask for the route and the country of origin."),
    "text": message("boss.ask_text", "Ask what the goods are."),
    "law": message("boss.ask_law", "Ask the ministry how the law stands."),
    "measure": message("boss.ask_measure", "Does the measure bar the line? Do not ship until this is answered."),
}


@dataclass(frozen=True, slots=True)
class AskRow:
    """A question of this week: whom, what and about whom, and the lines that need its answer.

    Parameters
    ----------
    question
        Its key in `QUESTIONS`.
    each
        Everybody or everything that it is about, with the lines of each, those of most lines first.
    """

    question: str
    whom: str
    what: str
    names: str
    lines: int
    each: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BossPage:
    """Everything that the boss's page says, in the language of its reader.

    Parameters
    ----------
    sentences
        How many lines must stop, need a look, and show nothing.
    lines
        What was assumed, not read and not checked, and how the run was made: a label and a sentence each.
    notes
        What else a reader must know before trusting it, such as law data that changed since.
    stops, asks
        What cannot be shipped, and what to ask; `more_stops` and `more_asks` are left out here.
    questions
        All of the questions.
    danger
        Every line in the queue, the worst first, as far as they are shown.
    """

    law: str
    sentences: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    headlines: str
    stops: tuple[DangerRow, ...] = ()
    more_stops: int = 0
    asks: tuple[AskRow, ...] = ()
    more_asks: int = 0
    questions: tuple[AskRow, ...] = ()
    danger: tuple[DangerRow, ...] = ()
    more_danger: int = 0


@dataclass(slots=True)
class _Asked:
    """Lines that need one question, and the parties in them."""

    lines: int = 0
    stops: int = 0
    names: Counter[str] = field(default_factory=Counter)


def boss_page(run: ReportedRun, *, shown: int = DANGER_SHOWN) -> BossPage:
    """Say a run on one side.

    Parameters
    ----------
    shown
        Lines of the danger list; with 0 no line and no party is named.
    """
    teller, most = LineTeller(run), max(shown, STOP_SHOWN)
    with opened_once(run.results, run.card, run.library):
        with told_lines(run.results, run.card, run.library, most=most) as lines:
            danger = [teller.row(line) for line in lines]
        asked, days = _asked(run), _days(run)
    number = sum(days.values())
    asks = sorted(asked.items(), key=lambda pair: (-pair[1].stops, -pair[1].lines, list(QUESTIONS).index(pair[0])))
    questions = tuple(_ask_row(run, *pair, named=bool(shown)) for pair in asks)
    stops = [row for row in danger if row.triage == "stop"][:STOP_SHOWN]
    return BossPage(
        law=law_text(run),
        sentences=tuple(_sentences(run, days)),
        lines=tuple(_conditions(run)),
        notes=tuple(_notes(run)),
        headlines=_headlines(run),
        stops=tuple(stops) if shown else (),
        more_stops=_lines_at(run, "stop") - len(stops) if shown else 0,
        asks=questions[:ASKS_SHOWN],
        questions=questions,
        more_asks=max(0, len(asks) - ASKS_SHOWN),
        danger=tuple(danger[:shown]),
        more_danger=max(0, number - shown) if shown else 0,
    )


@lru_cache(maxsize=4096)
def _questions_of(points: str) -> tuple[str, ...]:
    """Return the questions that the points of a line raise; a book of millions of lines has few sets of points."""
    kinds = {point.partition(":")[0] for point in points.split(";")}
    return tuple(question for question, answers in QUESTIONS.items() if not kinds.isdisjoint(answers))


def _asked(run: ReportedRun) -> dict[str, _Asked]:
    """Count the queued lines under each question that they need, and the parties or goods that it is about."""
    asked: dict[str, _Asked] = {}
    for group in queued_groups(run.results, run.card, run.library, _PARTIES):
        for question in _questions_of(group.points):
            entry = asked.setdefault(question, _Asked())
            entry.lines += group.lines
            entry.stops += group.lines if group.triage == "stop" else 0
            name = supplier_of(group.facts) if question in _OF_SUPPLIERS else ""
            name = customer_of(group.facts) if question in _OF_CUSTOMERS else name
            if name:
                entry.names[name] += group.lines
    if "text" in asked:
        for group in queued_groups(run.results, run.card, run.library, _GOODS, QUESTIONS["text"]):
            if goods := goods_of(group.facts):
                asked["text"].names[goods] += group.lines
    return asked


def _days(run: ReportedRun) -> dict[date | None, int]:
    """Count the queued lines by the day that they state, with those that state none."""
    days: Counter[date | None] = Counter()
    for group in queued_groups(run.results, run.card, run.library, _DAY):
        days[day_of(group.facts)] += group.lines
    return days


def _ask_row(run: ReportedRun, question: str, asked: _Asked, *, named: bool) -> AskRow:
    each = sorted(asked.names.items(), key=lambda pair: (-pair[1], pair[0])) if named else []
    names = [
        message("boss.name_lines", "{name} ({n})", name=shortened(name, NAME_ROOM), n=lines)
        for name, lines in each[:NAMES_SHOWN]
    ]
    text: Text = joined(names, "comma")
    if (rest := len(each) - NAMES_SHOWN) > 0:
        text = counted("boss.names_more", "{names} and {n} more", "{names} and {n} more", n=rest, names=text)
    return AskRow(
        question=question,
        whom=run.words.say(_WHOM[question]),
        what=run.words.say(_WHAT[question]),
        names=run.words.say(text) if names else "",
        lines=asked.lines,
        each=tuple(each),
    )


def _lines_at(run: ReportedRun, place: str) -> int:
    return run.tally.by_triage.get(place, Amount()).lines


def lines_text(number: int) -> Text:
    """Count lines."""
    return counted("boss.lines", "{n} line", "{n} lines", n=number)


def law_text(run: ReportedRun) -> str:
    """Say as of when the law is, and to what day its sources were read."""
    horizon = _day_text(run.then("horizon"))
    if not run.text("as_of")[:1].isdigit():
        text = message("boss.law_each", "Law of each line's own day, sources read to {horizon}", horizon=horizon)
    else:
        day = _day_text(run.text("as_of"))
        text = message("boss.law", "Law of {day}, sources read to {horizon}", day=day, horizon=horizon)
    return run.words.say(text)


def _day_text(stated: str) -> str:
    try:
        return quantity("short_day", date.fromisoformat(stated))
    except ValueError:
        return stated


def _sentences(run: ReportedRun, days: Mapping[date | None, int]) -> Iterator[str]:
    """Say in plain counts what the boss decides on: what to stop, what to check, what shows nothing."""
    total, queue, say = run.tally.total.lines, run.tally.by_triage, run.words.say
    if not queue:
        yield say(
            message("boss.no_queue", "{lines} were judged; they have no order of danger yet.", lines=lines_text(total))
        )
        return
    stop, amount = queue["stop"], _sum_text(run, queue["stop"])
    if not stop.lines:
        yield say(message("boss.stop_none", "Nothing was found that stops any of {lines}.", lines=lines_text(total)))
    elif amount is None:
        yield say(message("boss.stop", "Do not ship {stop} of {lines}.", stop=stop.lines, lines=lines_text(total)))
    else:
        yield say(
            message(
                "boss.stop_sum",
                "Do not ship {stop} of {lines} ({sum}).",
                stop=stop.lines,
                lines=lines_text(total),
                sum=amount,
            )
        )
    if look := _lines_at(run, "look"):
        yield say(counted("boss.look", "{n} line needs a look.", "{n} lines need a look.", n=look))
    if nothing := _lines_at(run, "nothing_points"):
        yield say(
            counted(
                "boss.nothing_points",
                "In {n} line nothing points to control, if what is assumed is right.",
                "In {n} lines nothing points to control, if what is assumed is right.",
                n=nothing,
            )
        )
    yield from _leaving(run, days)


def _sum_text(run: ReportedRun, part: Amount) -> Text | None:
    """Write the amount of some lines; at least, where lines state none. None without amounts or a currency."""
    scale, currency = unit_parts(run.unit)
    if not run.has_values or not currency or not part.value:
        return None
    amount = quantity("price", currency, scale * part.value)
    whole = run.tally.valued >= run.tally.total.lines
    return amount if whole else message("boss.at_least", "at least {sum}", sum=amount)


def _leaving(run: ReportedRun, days: Mapping[date | None, int]) -> Iterator[str]:
    """Say how many lines of the queue leave soon, and when the first does."""
    try:
        today = date.fromisoformat(run.text("as_of"))
    except ValueError:
        return
    if soon := {day: lines for day, lines in days.items() if day is not None and today <= day <= today + SOON}:
        yield run.words.say(
            counted(
                "boss.leaving",
                "{n} of these lines leaves within 30 days, on {day}.",
                "{n} of these lines leave within 30 days, the first on {day}.",
                n=sum(soon.values()),
                day=quantity("day", min(soon)),
            )
        )


def _headlines(run: ReportedRun) -> str:
    """Count the lines by headline, small: the same numbers as every summary."""
    parts = [
        message(
            "boss.headline", "{sign} {words} {n}", sign=SHAPES[word], words=headline_text(run, word), n=amount.lines
        )
        for word, amount in run.tally.by_headline().items()
        if amount.lines
    ]
    return "　".join(run.words.say(part) for part in parts)


def headline_text(run: ReportedRun, word: str) -> str:
    """Say a headline as people do: what data call undetermined is not decided."""
    return run.words.say(NOT_DECIDED) if word == UNDETERMINED else run.words(word)


def _conditions(run: ReportedRun) -> Iterator[tuple[str, str]]:
    """Say what was assumed, may change, was not read or checked, and how the run was made: one line each."""
    say = run.words.say
    answered = said_of_all_text(acts_of(answers_of_card(run.card)), run.library, run.words)
    ahead = say(joined(law_ahead(run.card, run.library, run.words.language), "sentence"))
    for label, text in (
        (message("boss.assumed", "Assumed"), assumed_text(run)),
        *([(message("boss.said_of_all", "Answered for all lines"), answered)] if answered else []),
        *([(message("boss.may_change", "May change"), ahead)] if ahead else []),
        (message("boss.unread", "Not read"), unread_text(run)),
        (message("boss.unchecked", "Not checked"), unchecked_text(run)),
        (message("boss.made", "Made with"), made_text(run)),
    ):
        yield say(label), text


def assumed_text(run: ReportedRun) -> str:
    """Say what is assumed where lines leave it open, and in how many lines."""
    entry, suppositions = run.entry("suppose"), suppositions_of_card(run.card)
    by_fact = entry.get("told")
    if suppositions is None or not isinstance(by_fact, Mapping) or not by_fact:
        return run.words.say(
            message("boss.ordinary", "an ordinary civil order, wherever a line leaves use, user or risk open.")
        )
    words = [
        supposition.told(run.words.language) for fact, supposition in suppositions.facts.items() if fact in by_fact
    ]
    text = message(
        "boss.assumed_lines",
        "in {lines}: {words}.",
        lines=lines_text(int(str(entry["lines"]))),
        words=joined(words, "comma"),
    )
    return run.words.say(text)


def unread_text(run: ReportedRun) -> str:
    """Say how many lines have a cell that could not be read, and how many rows are no lines."""
    none = run.card.get("no_lines")
    gaps, rows = int(run.text("lines_with_gap") or 0), len(none) if isinstance(none, list | tuple) else 0
    names = joined(names_left_out(run.entry("found_out")), "comma")
    parts: list[Text] = [message("boss.left_out", "not judged: {names}", names=names)] if names else []
    if gaps or not rows:
        parts.append(counted("boss.gaps", "{n} line was judged with a gap", "{n} lines were judged with a gap", n=gaps))
    if rows:
        parts.append(
            counted(
                "boss.no_lines",
                "{n} row is not a line (a sum, a heading, a note)",
                "{n} rows are not lines (sums, headings, notes)",
                n=rows,
            )
        )
    return run.words.say(joined(parts, "semicolon"))


def unchecked_text(run: ReportedRun) -> str:
    """Say in one line whose measures were checked, and what nobody looked at."""
    number = len(run.library.measures)
    names = speech_of(run.library, language=run.words.language).territories
    of = sorted({measure.jurisdiction for measure in run.library.measures.values()})
    return run.words.say(
        counted(
            "boss.unchecked_text",
            "all but {n} measure of {places}: the law of other countries, trade remedies, who owns a company.",
            "all but {n} measures of {places}: the law of other countries, trade remedies, who owns a company.",
            n=number,
            places=joined([names.get(place, place) for place in of], "and"),
        )
    )


def made_text(run: ReportedRun) -> str:
    """Say how the run was made, so that it can be made again: the same in all lines, the reading, the law data."""
    teller = LineTeller(run)
    parts: list[str] = []
    for fact, entry in run.entry("constants").items():
        value = entry.get("value") if isinstance(entry, Mapping) else entry
        told = teller.fact_value(fact, str(value))
        parts.append(message("boss.constant", "{fact}: {value}", fact=CapitalText(fact_label(fact)), value=told))
    parts.append(message("boss.readings", "disputed words read {reading}", reading=run.readings))
    parts.append(message("boss.law_data", "law data {version}", version=run.then("version")))
    return run.words.say(joined(parts, "comma"))


def _notes(run: ReportedRun) -> Iterable[str]:
    """Say what would change how far a reader trusts the page."""
    if run.tally.apart:
        yield run.words(f"apart_{run.tally.apart}")
    then, now = run.then("hash"), run.library.hash
    if then != now:
        yield run.words.say(message("boss.law_changed", "The law data changed since this run. Run it again."))

"""Two runs side by side in words: what differs between them, how many lines stand where, and which lines moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.determination.line.point_reasons import PointReasons
from sekisho.i18n.law_statements import law_statements
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import fact_name, speech_of, value_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.message import Text, counted, day_text, joined, message
from sekisho.present.book import book_words
from sekisho.present.book_intake import lines_of
from sekisho.present.determination.compared_answers import ComparedPart, differing_first, parts_data, parts_text
from sekisho.present.outcome_labels import QUEUE_INKS, SHAPES
from sekisho.present.render.terminal import Ink, paint, wrap

if TYPE_CHECKING:
    from sekisho.determination.rescreen.run_pair import MovedLine, RunPair
    from sekisho.law.model.library import Library

SHOWN: Final = 10
"""Moved lines on a terminal: what fits on one screen with their reasons."""
WAYS: Final[Mapping[str, Text]] = {
    "graver": message("runpair.graver", "graver"),
    "otherwise": message("runpair.otherwise", "another outcome"),
    "lighter": message("runpair.lighter", "less grave"),
}


def pair_finding(pair: RunPair) -> Text:
    """Say in one sentence how many lines moved, and which way."""
    moved = sum(pair.ways.values())
    if not moved:
        return message("runpair.nothing", "No line of {lines} stands elsewhere.", lines=lines_of(pair.both))
    ways = [joined([WAYS[way], f"{number:,}"], "colon") for way, number in pair.ways.items()]
    return counted(
        "runpair.moved",
        "{n} line of {all} stands elsewhere: {ways}.",
        "{n} lines of {all} stand elsewhere: {ways}.",
        n=moved,
        all=f"{pair.both:,}",
        ways=joined(ways, "comma"),
    )


def alone_text(pair: RunPair) -> Text | None:
    """Say how many lines stand in one run alone; None if there are none."""
    if not any(pair.alone):
        return None
    return message(
        "runpair.alone",
        "In the first run alone: {first}. In the second alone: {second}.",
        first=lines_of(pair.alone[0]),
        second=lines_of(pair.alone[1]),
    )


def run_pair_parts(pair: RunPair, library: Library, language: str) -> tuple[ComparedPart, ...]:
    """Say two runs part by part, what differs first: what was asked, and how many lines stand where."""
    words = book_words(language)
    return differing_first(piece for piece in _parts(pair, library, words) if piece.first or piece.second)


def _parts(pair: RunPair, library: Library, words: Translator) -> Iterator[ComparedPart]:
    def part(label: Text | str, ends: Iterator[Iterator[str]]) -> ComparedPart:
        first, second = (tuple(end) for end in ends)
        return ComparedPart(label=words.say(label), first=first, second=second)

    asked: tuple[tuple[Text, Any], ...] = (
        (message("runpair.book", "Order list"), lambda card: Path(str(card.get("book", ""))).name),
        (message("runpair.day", "Law as of"), lambda card: _day(card, words)),
        (message("runpair.law", "Law data"), lambda card: _of(card, "library", "version")),
        (message("runpair.readings", "Disputed words read"), lambda card: _readings(card, words)),
        (
            message("runpair.assumed", "Assumed of the law"),
            lambda card: teller_of(library, words.language)(law_statements(card.get("assume"), library)),
        ),
        (
            message("runpair.same", "The same in every line"),
            lambda card: _stated(card.get("constants"), library, words),
        ),
        (message("runpair.lines", "Lines"), lambda card: f"{int(card.get('lines', 0)):,}"),
    )
    for label, sourced in asked:
        yield part(label, (iter(filter(None, [sourced(card)])) for card in pair.cards))
    for label, counts, key in (
        (message("runpair.places", "Where lines stand"), pair.at_places, "queue_{}"),
        (message("runpair.outcomes", "Outcomes"), pair.headlines, "{}"),
    ):
        yield part(
            label, ((f"{words(key.format(word))}: {number:,}" for word, number in each.items()) for each in counts)
        )


def _of(card: Mapping[str, Any], name: str, key: str) -> str:
    entry = card.get(name)
    return str(entry.get(key, "")) if isinstance(entry, Mapping) else ""


def _day(card: Mapping[str, Any], words: Translator) -> str:
    day = str(card.get("as_of", ""))
    is_day = day[:4].isdigit()
    return words.say(day_text(day) if is_day else message("runpair.own_day", "each line's own day"))


def _readings(card: Mapping[str, Any], words: Translator) -> str:
    entry = card.get("readings")
    chosen = {str(name): str(reading) for name, reading in entry.items()} if isinstance(entry, Mapping) else {}
    everywhere = words(f"reading_all_{chosen.pop('all', 'central')}")
    terms = ", ".join(f"{term}: {words(f'reading_all_{reading}')}" for term, reading in chosen.items())
    return words("reading_terms", all=everywhere, terms=terms) if terms else everywhere


def _stated(entry: object, library: Library, words: Translator) -> str:
    """Say what was stated for every line: each fact and its value by their names."""
    speech = speech_of(library, language=words.language)
    entries = entry.items() if isinstance(entry, Mapping) else ()
    values = ((FactName(name), str(value.get("value", ""))) for name, value in entries if isinstance(value, Mapping))
    named = [
        joined([fact_name(name, speech), value_name(name, text, speech)], "colon")
        for name, text in values
        if name in library.facts
    ]
    return words.say(joined(named, "comma")) if named else ""


def moved_rows(pair: RunPair, library: Library, language: str) -> list[dict[str, str]]:
    """Return the moved lines in words, one record each."""
    words, reasons = book_words(language), _Reasons(library, language)
    return [_moved(line, reasons, words) for line in pair.moved]


class _Reasons:
    """Says why lines stand where they do and whom to ask, in the language of the reader; nothing if nothing points."""

    def __init__(self, library: Library, language: str) -> None:
        self.reasons = PointReasons(library, language)
        self.say = teller_of(library, language).translator.say

    def of(self, line: MovedLine) -> dict[str, str]:
        texts = {"why": self.reasons.why(line.points), "ask": self.reasons.ask(line.points)}
        return {name: self.say(text) if text is not None else "" for name, text in texts.items()}


def _moved(line: MovedLine, reasons: _Reasons, words: Translator) -> dict[str, str]:
    """Say a moved line: where it stood and stands, and why it stands there now."""
    before, after = (
        words(f"queue_{place}")
        if len(set(line.headlines)) == 1
        else f"{words(f'queue_{place}')} · {SHAPES[headline]} {words(headline)}"
        for place, headline in zip(line.places, line.headlines, strict=True)
    )
    return {
        "line": line.line,
        "way": words.say(WAYS[line.way]),
        "before": before,
        "after": after,
        **reasons.of(line),
    }


def run_pair_data(pair: RunPair, library: Library, language: str) -> dict[str, Any]:
    """Return two runs as plain data: counts and lines by their names, and each part in words."""
    words, reasons = book_words(language), _Reasons(library, language)
    return {
        "says": words.say(pair_finding(pair)),
        "both": pair.both,
        "alone": {"first": pair.alone[0], "second": pair.alone[1]},
        "ways": dict(pair.ways),
        "places": {"first": dict(pair.at_places[0]), "second": dict(pair.at_places[1])},
        "headlines": {"first": dict(pair.headlines[0]), "second": dict(pair.headlines[1])},
        "moved": [
            {
                "line": line.line,
                "way": line.way,
                "triage": list(line.places),
                "headline": list(line.headlines),
                **reasons.of(line),
            }
            for line in pair.moved
        ],
        "parts": parts_data(run_pair_parts(pair, library, language)),
    }


def run_pair_text(pair: RunPair, library: Library, language: str, width: int) -> list[str]:
    """Set two runs beside each other for a terminal: the finding, what differs, and the first lines that moved."""
    words = book_words(language)
    lines = [paint(text, Ink.BOLD) for text in wrap(words.say(pair_finding(pair)), width=width)]
    if (alone := alone_text(pair)) is not None:
        lines += wrap(words.say(alone), width=width)
    lines += ["", *parts_text(run_pair_parts(pair, library, language), width)]
    if pair.moved:
        lines += ["", paint(words.say(message("runpair.first", "Look at these first")), Ink.BOLD)]
    for line, row in zip(pair.moved[:SHOWN], moved_rows(pair, library, language), strict=False):
        move = message("runpair.move", "{before} -> {after}", before=row["before"], after=row["after"])
        mark = paint(line.line, QUEUE_INKS[line.places[1]])
        lines += wrap(words.say(move), width=width, indent=f"  {mark}  ", hang="      ")
        reason = words.say(joined(filter(None, (row["why"], row["ask"])), "sentence"))
        lines += wrap(reason, width=width, indent="      ", hang="      ") if reason else []
    if (rest := sum(pair.ways.values()) - SHOWN) > 0:
        lines.append("  " + words.say(counted("settle.more", "and {n} more", "and {n} more", n=rest)))
    return lines

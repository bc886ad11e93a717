"""The results of a run as one page of HTML that needs nothing else: no script, no font, no address to load from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from sekisho.determination.book.results.counts import READINGS, Amount
from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, UNDETERMINED
from sekisho.i18n.names import fact_name, speech_of
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.message import Text, counted, joined, message
from sekisho.present.book_results import findings
from sekisho.present.book_results.boss import DANGER_SHOWN, boss_page, lines_text
from sekisho.present.book_results.line_teller import PLACE_NAMES, LineTeller
from sekisho.present.book_results.rule_names import rule_names
from sekisho.present.book_results.run import ReportedRun, clause_rows, disputed_words
from sekisho.present.charts.outcome_bar import OutcomeBar, QueueBar, QueuePart, queue_svg, svg
from sekisho.present.determination.questions import question_of
from sekisho.present.outcome_labels import QUEUE_SIGNS, SHAPES
from sekisho.present.render.template import filled
from sekisho.present.render.terminal import share

CLAUSES_SHOWN: Final = 15
"""Clauses that a page sets out; a workbook lists all."""


HEADS: Final[Mapping[str, Text]] = {
    "stops": message("boss.stops", "What cannot be shipped"),
    "asks": message("boss.asks", "To ask this week"),
    "danger": message("boss.danger", "Danger list"),
    "signatures": message("boss.signatures", "Who made, checked and decided it"),
    "record": message("boss.record", "For the record: counts, rules, readings and settings"),
    "line": message("boss.head_line", "Line"),
    "item": message("boss.head_item", "Item"),
    "supplier": message("boss.head_supplier", "Supplier"),
    "customer": message("boss.head_customer", "Customer"),
    "amount": message("boss.head_amount", "Amount"),
    "day": message("boss.head_day", "Date"),
    "why": message("boss.head_why", "Why"),
    "ask": message("boss.head_ask", "Whom to ask"),
    "whom": message("boss.head_whom", "Whom"),
    "what": message("boss.head_what", "What"),
    "lines": message("boss.head_lines", "Lines"),
    "none": message("boss.not_stated", "not stated"),
}
"""Titles and heads of columns."""
PLACES: Final[Mapping[str, tuple[str, Text]]] = {
    "stop": (QUEUE_SIGNS["stop"], PLACE_NAMES["stop"]),
    "look": (QUEUE_SIGNS["look"], PLACE_NAMES["look"]),
    "nothing_points": (QUEUE_SIGNS["nothing_points"], message("boss.place_nothing", "Nothing points, as assumed")),
}
"""The places in the queue, with a shape that tells them apart without colour."""
BY_LINES: Final = message("boss.by_lines", "by lines")
BY_AMOUNT: Final = message("boss.by_amount", "by amount")


def page(run: ReportedRun, *, lines: int = DANGER_SHOWN, by: str = "") -> str:
    """Write the page: the boss's side, the danger list, and a fold that holds the record of the run.

    Parameters
    ----------
    lines
        Lines of the danger list; with 0 no line and no party is named.
    by
        Who made the page.
    """
    return filled("book_results", "page.html", _context(run, lines, by), style="boss.css")


def _context(run: ReportedRun, lines: int, by: str) -> Mapping[str, object]:
    clauses, boss = clause_rows(run), boss_page(run, shown=lines)
    teller = teller_of(run.library, run.words.language)
    rules = rule_names([str(row.id) for row in clauses[:CLAUSES_SHOWN]], run.library)
    speech = speech_of(run.library, language=run.words.language)
    return {
        "run": run,
        "t": run.words,
        "language": run.words.language,
        "boss": boss,
        "brand": run.words.say(message("boss.brand", "sekisho")),
        "gap": " " if run.words.language == "en" else "",
        "say": {key: run.words.say(text) for key, text in HEADS.items()},
        "signatures": signatures(run, by),
        "queue_bar": queue_bar(run),
        "groups": [
            (place, place_text(run, place), rows)
            for place in PLACES
            if (rows := [row for row in boss.danger if row.triage == place])
        ],
        "dated": any(row.day for row in boss.danger),
        "more_stops": more_text(run, boss.more_stops),
        "more_asks": more_text(run, boss.more_asks),
        "more_danger": more_text(run, boss.more_danger),
        "findings": findings.findings(run),
        "coverage": findings.coverage_caveat(run),
        "not_covered": [teller.pair(text) for text in findings.not_covered(run)],
        "late": findings.late(run),
        "caveats": findings.caveats(run),
        "remarks": findings.remarks(run),
        "bar": _bar(run),
        "outcomes": _outcomes(run),
        "ends": _ends(run),
        "readings_finding": _readings_finding(run),
        "readings": _readings(run),
        "terms": disputed_words(run),
        "named": lines > 0,
        "alerts": findings.alert_rows(run, named=lines > 0),
        "clauses": clauses[:CLAUSES_SHOWN],
        "clauses_more": max(0, len(clauses) - CLAUSES_SHOWN),
        "clause": lambda row: teller.translator.say(rules[str(row.id)]),
        "card": findings.card_rows(run),
        "mapping": [(fact_name(FactName(fact), speech), *rest) for fact, *rest in findings.mapping_rows(run)],
        "value": lambda part: findings.money(part, run),
        "fact": lambda name: fact_name(name, speech),
        "question": lambda name: teller(_question(run, name)),
    }


def signatures(run: ReportedRun, by: str) -> list[tuple[str, str]]:
    """Return who made, checked and decided: boxes that people sign; the first is filled where it is known."""
    return [
        (run.words.say(message("boss.made_by", "Made by")), by),
        (run.words.say(message("boss.checked_by", "Checked")), ""),
        (run.words.say(message("boss.decided_by", "Decided")), ""),
    ]


def more_text(run: ReportedRun, number: int) -> str:
    """Say how many more there are."""
    return run.words.say(counted("boss.more", "and {n} more", "and {n} more", n=number)) if number else ""


def place_text(run: ReportedRun, place: str) -> str:
    """Name a place in the queue with its shape and its lines."""
    shape, name = PLACES[place]
    lines = lines_text(run.tally.by_triage[place].lines if run.tally.by_triage else 0)
    return run.words.say(message("boss.place", "{sign} {place}: {lines}", sign=shape, place=name, lines=lines))


def queue_bar(run: ReportedRun) -> Markup | None:
    """Draw the places in the queue by lines and, where the book states amounts, by amount."""
    queue = run.tally.by_triage
    if not queue:
        return None
    lines: dict[str, float] = {place: part.lines for place, part in queue.items()}
    amounts: dict[str, float] = {place: part.value or 0.0 for place, part in queue.items()}
    teller, bars, told_bars = LineTeller(run), list[QueueBar](), list[Text]()
    for label, values in ((BY_LINES, lines), (BY_AMOUNT, amounts)):
        whole = sum(values.values())
        if label == BY_AMOUNT and not (run.has_values and whole):
            continue
        parts = []
        for place, value in values.items():
            number = f"{value:,}" if label == BY_LINES else teller.amount(value)
            named = message("boss.part", "{place} {number}", place=PLACE_NAMES[place], number=number)
            parts.append(QueuePart(place, _share(value, whole), number, run.words.say(named)))
        bars.append(QueueBar(run.words.say(label), parts))
        told_bars.append(joined([label, joined([part.named for part in parts], "comma")], "colon"))
    return queue_svg(
        bars, title=run.words.say(HEADS["danger"]), description=run.words.say(joined(told_bars, "semicolon"))
    )


def _question(run: ReportedRun, fact: FactName) -> str:
    return question_of(run.library.facts[fact]) if fact in run.library.facts else ""


def _share(part: float | None, whole: float | None) -> float:
    return part / whole if part and whole else 0.0


def _bar(run: ReportedRun) -> Mapping[str, object]:
    found, total = run.tally.by_headline(), run.tally.total
    bars = [
        OutcomeBar(
            label=run.words.titled("by_lines"),
            shares={word: _share(part.lines, total.lines) for word, part in found.items()},
        )
    ]
    if run.has_values:
        bars.append(
            OutcomeBar(
                label=run.words.say(joined([run.words.titled("by_value"), run.unit_words], "comma")),
                shares={word: _share(part.value, total.value) for word, part in found.items()},
            )
        )
    shares = [
        joined(
            [bar.label, joined((f"{run.words(word)} {share(part, 1)}" for word, part in bar.shares.items()), "comma")],
            "colon",
        )
        for bar in bars
    ]
    title, subtitle = findings.bar_title(run), findings.bar_subtitle(run)
    described = message(
        "book.bars_described", "{subtitle}. {bars}.", subtitle=subtitle, bars=joined(shares, "semicolon")
    )
    drawn = svg(bars, title=title, description=run.words.say(described))
    return {"title": title, "subtitle": subtitle, "source": findings.bar_source(run), "svg": drawn}


def _outcomes(run: ReportedRun) -> list[Mapping[str, object]]:
    found, total = run.tally.by_headline(), run.tally.total
    return [
        {
            "shape": shape,
            "word": run.words(word),
            "amount": found[word],
            "share": share(found[word].lines, total.lines),
            "value_share": share(found[word].value or 0.0, total.value or 0.0),
        }
        for word, shape in SHAPES.items()
        if word in found
    ]


def _ends(run: ReportedRun) -> list[tuple[str, str, Amount]]:
    """Return the ends of undetermined lines, most lines first."""
    found: dict[tuple[str, str], Amount] = {}
    for each in run.tally.levels:
        verdict = each.on["chosen"]
        if each.headline in {UNDETERMINED, FREE_IF_SUPPOSED}:
            ends = (verdict.floor.level, verdict.ceiling.level)
            found[ends] = found.get(ends, Amount()) + each.amount
    return [(*ends, part) for ends, part in sorted(found.items(), key=lambda pair: -pair[1].lines)]


def _readings_finding(run: ReportedRun) -> str:
    turning, total = run.tally.turning(), run.tally.total
    if not turning.lines:
        return run.words("readings_none")
    lines = run.words.counted("line", turning.lines)
    return run.words("readings_finding", turning=lines, share=share(turning.lines, total.lines))


def _readings(run: ReportedRun) -> list[Mapping[str, object]]:
    by_reading = {reading: run.tally.by_headline(reading) for reading in READINGS}
    none = Amount(0, None if run.tally.total.value is None else 0.0)
    return [
        {"shape": shape, "word": run.words(word)}
        | {reading: by_word.get(word, none) for reading, by_word in by_reading.items()}
        for word, shape in SHAPES.items()
        if any(word in by_word for by_word in by_reading.values())
    ]

"""What another law changes in a run, told: how many lines, from what to what, and by which clauses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sekisho.i18n.messages import Translator
from sekisho.message import Text, counted, joined, message
from sekisho.present.book_intake import lines_of
from sekisho.present.book_results.amount_units import in_unit
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, amount, paint, table, wrap

if TYPE_CHECKING:
    from sekisho.determination.rescreen.comparison import Rescreened
    from sekisho.determination.rescreen.watch import BookDifference
    from sekisho.service.watch import WatchAnswer

CHANGES_SHOWN: Final = 12
"""Ways in which outcomes move that are shown; with their clauses they fill a screen or two. A guess."""
CLAUSES_SHOWN: Final = 4
"""Clauses that are named for one way, those of most lines first. A guess."""
LEVEL_NAMES: Final[Mapping[str, Text]] = {
    "free": message("rescreen.free", "no licence"),
    "free_with_alert": message("rescreen.free_with_alert", "no licence, on a list: ask"),
    "free_if_supposed": message("rescreen.free_if_supposed", "nothing points, as assumed"),
    "registration": message("rescreen.registration", "certificate"),
    "licence": message("rescreen.licence", "licence"),
    "individual_licence": message("rescreen.individual_licence", "individual licence"),
    "case_by_case": message("rescreen.case_by_case", "licence, case by case"),
    "refused_in_principle": message("rescreen.refused_in_principle", "licence, normally refused"),
    "prohibited_save_special": message("rescreen.prohibited_save_special", "special approval only"),
    "prohibited": message("rescreen.prohibited", "prohibited"),
    "undetermined": message("rescreen.undetermined", "not decided"),
}
"""Levels in a word or two, for the two ends of a change."""
DEEDS: Final[Mapping[str, Text]] = {
    "came": message("rescreen.came", "came"),
    "went": message("rescreen.went", "went"),
    "became open": message("rescreen.opened", "became open"),
    "settled": message("rescreen.settled", "settled"),
    "regraded": message("rescreen.regraded", "regraded"),
}
"""What a clause did to a line."""
BEARING_NAMES: Final[Mapping[str, Text]] = {
    "applies": message("rescreen.applies", "applies now"),
    "may apply": message("rescreen.may_apply", "may apply now"),
    "no longer": message("rescreen.no_longer", "no longer applies"),
}
"""How a measure bears on a line whose outcome is the same."""
BEARINGS_SHOWN: Final = 6
"""Measures that are named for lines whose outcome is the same, most lines first. A guess: a screen has them."""


def rescreen_text(found: Rescreened, *, language: str = "en", width: int = DEFAULT_WIDTH) -> list[str]:
    """Tell what changes."""
    words = Translator(language, ("report",))
    before, after = found.sides
    if not found.changed:
        head = message(
            "rescreen.nothing",
            "No line of {lines} changes its outcome under any reading ({before} to {after}).",
            lines=lines_of(found.lines),
            before=before,
            after=after,
        )
        return [*wrap(words.say(head), width=width), *_beside(found, words, width)]
    lines = wrap(words.say(_changed(found)), width=width)
    for before, after, number, worth in found.by_change[:CHANGES_SHOWN]:
        money = "" if found.value is None else f"  {words.say(in_unit(amount(worth), found.unit))}"
        lines += ["", paint(f"{number:,}", Ink.BOLD) + f"  {words.say(moves(before, after))}{money}"]
        rows = [
            (clause, words.say(DEEDS.get(kind, kind)), f"{each:,}")
            for one, other, clause, kind, each in found.by_both
            if (one, other) == (before, after)
        ]
        by = words.say(message("rescreen.by", "by"))
        lines += table(rows[:CLAUSES_SHOWN], right=frozenset({2}), indent=f"    {by} ")
        if (rest := len(rows) - CLAUSES_SHOWN) > 0:
            lines.append("    " + words.say(counted("settle.more", "and {n} more", "and {n} more", n=rest)))
    if rest_of := found.by_change[CHANGES_SHOWN:]:
        ways = counted("rescreen.ways", "{n} other way", "{n} other ways", n=len(rest_of))
        more = lines_of(sum(change[2] for change in rest_of))
        lines += ["", words.say(message("rescreen.more", "{lines} more, in {ways}.", lines=more, ways=ways))]
    return [*lines, *_beside(found, words, width)]


def _changed(found: Rescreened) -> Text:
    before, after = found.sides
    if found.value is None:
        return counted(
            "rescreen.changed",
            "{n} of {lines} changes ({before} to {after}).",
            "{n} of {lines} change ({before} to {after}).",
            n=found.changed,
            lines=lines_of(found.lines),
            before=before,
            after=after,
        )
    return counted(
        "rescreen.changed_worth",
        "{n} of {lines} changes, {worth} ({before} to {after}).",
        "{n} of {lines} change, {worth} ({before} to {after}).",
        n=found.changed,
        lines=lines_of(found.lines),
        worth=in_unit(amount(found.value), found.unit),
        before=before,
        after=after,
    )


def moves(before: str, after: str) -> Text:
    """Say how an outcome moves.

    >>> moves("refused_in_principle", "prohibited"), moves("undetermined", "undetermined")
    ('licence, normally refused -> prohibited', 'not decided: other bounds, or another reading alone')
    """
    if before != after:
        return message("rescreen.moves", "{before} -> {after}", before=_level(before), after=_level(after))
    if before == "undetermined":
        return message("rescreen.bounds", "not decided: other bounds, or another reading alone")
    return message("rescreen.reading_alone", "{level}: another reading alone", level=_level(before))


def _level(level: str) -> str:
    return LEVEL_NAMES.get(level, level.replace("_", " "))


def _beside(found: Rescreened, words: Translator, width: int) -> list[str]:
    """Tell of lines that keep their outcome, and what of them is another."""
    lines: list[str] = []
    if found.other_lists:
        text = counted(
            "rescreen.other_lists",
            "{lines} has the same headline, and names a party that came onto a list, or left one.",
            "{lines} have the same headline, and name a party that came onto a list, or left one.",
            n=found.other_lists,
            lines=lines_of(found.other_lists),
        )
        lines += ["", *wrap(words.say(text), width=width)]
    if found.other_reasons:
        text = counted(
            "rescreen.other_reasons",
            "{lines} has the same outcome by other clauses, or depends on others.",
            "{lines} have the same outcome by other clauses, or depend on others.",
            n=found.other_reasons,
            lines=lines_of(found.other_reasons),
        )
        lines += ["", *wrap(words.say(text), width=width)]
        rows = [
            (measure, words.say(BEARING_NAMES[bearing]), f"{number:,}")
            for measure, bearing, number in found.by_bearing[:BEARINGS_SHOWN]
        ]
        lines += table(rows, right=frozenset({2}), indent="    ")
        if (rest := len(found.by_bearing) - BEARINGS_SHOWN) > 0:
            lines.append("    " + words.say(counted("settle.more", "and {n} more", "and {n} more", n=rest)))
    return lines


def rescreen_data(found: Rescreened) -> dict[str, object]:
    """Return what changes as plain data."""
    return {
        "lines": found.lines,
        "changed": found.changed,
        "value": None if found.value is None else round(found.value, 2),
        "unit": found.unit,
        "before": found.sides[0],
        "after": found.sides[1],
        "by_change": [
            {
                "before": before,
                "after": after,
                "lines": lines,
                "value": None if found.value is None else round(value, 2),
                "clauses": [
                    {"clause": clause, "did": kind, "lines": number}
                    for one, other, clause, kind, number in found.by_both
                    if (one, other) == (before, after)
                ],
            }
            for before, after, lines, value in found.by_change
        ],
        "by_clause": [
            {"clause": clause, "did": kind, "readings": list(readings), "lines": lines}
            for clause, kind, readings, lines in found.by_clause
        ],
        "other_reasons": found.other_reasons,
        "other_lists": found.other_lists,
        "by_bearing": [
            {"measure": measure, "bearing": bearing, "lines": number} for measure, bearing, number in found.by_bearing
        ],
        "listed_lines": [
            {"line": line, "came": list(came), "left": list(left)} for line, came, left in found.listed_lines
        ],
    }


def rescreen_rows(found: Rescreened) -> list[dict[str, object]]:
    """Return one record a change and clause."""
    return [
        {"before": before, "after": after, "clause": clause, "did": kind, "lines": lines}
        for before, after, clause, kind, lines in found.by_both
    ]


INPUT_NAMES: Final[Mapping[str, Text]] = {
    "library": message("watch.library", "the law data (measures and lists, your own lists included)"),
    "parties": message("watch.parties", "how names are compared: lists of parties, your decisions or your thresholds"),
    "law": message("watch.law", "the law of the day"),
    "book": message("watch.book", "the book"),
    "settings": message("watch.settings", "the settings of the watch"),
}
"""What the answers of a watch hang on, in words."""


def watch_data(
    answer: WatchAnswer, book: str, *, language: str = "en", width: int = DEFAULT_WIDTH
) -> dict[str, object]:
    """Return what a watch found as plain data, with its text under `text`: a watch that is killed tells it later.

    Parameters
    ----------
    book
        Name of the book or of the results.
    """
    law = {} if answer.law is None else rescreen_data(answer.law)
    moved = {}
    if answer.lines is not None:
        lines = answer.lines
        moved = {"lines_changed": lines.changed, "lines_new": lines.new, "lines_gone": lines.gone}
    inputs = [str(INPUT_NAMES[name]) for name in answer.inputs]
    return {"inputs": inputs, **moved, **law, "text": _watch_text(answer, book, language=language, width=width)}


def _watch_text(answer: WatchAnswer, book: str, *, language: str, width: int) -> list[str]:
    """Tell what a watch found: what changed of what the answers hang on, what the law did, how the lines differ."""
    words = Translator(language, ("report",))
    head: list[str] = []
    if answer.inputs:
        inputs = joined((INPUT_NAMES[name] for name in answer.inputs), "semicolon")
        head = wrap(words.say(message("watch.changed", "Changed: {inputs}.", inputs=inputs)), width=width, hang="  ")
    law, lines = answer.law, answer.lines
    if law is None and lines is None:
        quiet = (
            message("watch.first", "First run over {book}; the next tells what changed since.", book=book)
            if answer.is_first
            else message("watch.nothing", "Nothing changed since the last run over {book}.", book=book)
        )
        return [*head, words.say(quiet)]
    text: list[str] = [] if law is None else rescreen_text(law, language=language, width=width)
    if answer.untold is not None:
        why = message("watch.untold", "Which clauses did it is not known: {what}", what=answer.untold.what)
        text = wrap(words.say(why), width=width)
    if lines is not None and (law is None or (law.changed, 0, 0) != (lines.changed, lines.new, lines.gone)):
        text = [*text, "", *wrap(words.say(_book_says(lines)), width=width)]
    return [*head, *text]


def _book_says(lines: BookDifference) -> Text:
    """Say how the lines of a book differ, whatever the reason."""
    return message(
        "watch.lines",
        "Book, settings and law together: {lines} with another outcome, {new} new, {gone} gone.",
        lines=lines_of(lines.changed),
        new=f"{lines.new:,}",
        gone=f"{lines.gone:,}",
    )

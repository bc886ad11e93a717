"""A run over an order book, told: counts first, what stays open, what would settle most."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.determination.book.answers import answers_of_card
from sekisho.determination.settle.answer_acts import acts_of
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import fact_name, speech_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.message import Text, counted, joined, message
from sekisho.parties.name_tables import ONLY_EQUAL, is_installed
from sekisho.present.book_intake import (
    counts_text,
    defence_text,
    is_paper,
    left_out,
    other_days_in_short,
    other_days_note,
    paper_advice,
    reading_text,
)
from sekisho.present.book_results.amount_units import in_unit
from sekisho.present.book_results.assumptions import assumed_text, constants_text, said_of_all, said_of_all_text
from sekisho.present.book_results.idle_inputs import idle_inputs
from sekisho.present.book_results.law_ahead import law_ahead, law_ahead_in_short
from sekisho.present.outcome_labels import INKS, QUEUE_INKS, SHAPES
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, amount, cells, headed, pad, paint, share, table, wrap

if TYPE_CHECKING:
    from sekisho.determination.book.run_summary import RunResult

SETTLE_SHOWN: Final = 5
"""Facts to settle first, and idle answers of a kind, that are named: what a person can act on at once. A guess."""
ASKED_SHOWN: Final = 3
"""Facts to ask first that the short telling names: more do not fit its lines."""


def book_words(language: str) -> Translator:
    """Return what tells of books in a language, with the words that reports and workbooks use."""
    return Translator(language, ("report",))


def book_text(
    result: RunResult, library: Library, *, language: str = "en", width: int = DEFAULT_WIDTH, full: bool = False
) -> list[str]:
    """Tell a run in a language: what a clerk needs first, or all of it."""
    words = book_words(language)
    if not full:
        from sekisho.present.brief.book_run import run_lines

        return run_lines(result, library, language=language, width=width)
    return [
        *wrap(words.say(counts_text(result.reading)), width=width, hang="  "),
        *wrap(words.say(_columns(result)), width=width, hang="  "),
        "",
        *_queue(result, words, width),
        *_worst(result, words, width),
        *_counts(result, words),
        "",
        *_looks(result, library, words, width),
        *_settle(result, library, words),
        *_read_how(result, library, words, width),
        *_more(result, library, words, width),
    ]


NOT_COMPARED: Final = message(
    "book.goods_not_compared",
    "Descriptions were not compared with the list of goods, so they point at nothing.",
)
"""Told where items were not looked for, as with Spark: the queue is shorter then."""


def notes_of(result: RunResult, library: Library, words: Translator, *, short: bool = False) -> list[Text]:
    """Return what a person should look at first, the gravest first.

    How names were looked for and which law was taken, words of a military use, parties, what was said in vain, texts
    and columns.

    Parameters
    ----------
    short
        For half a screen: of days that are not of shipment no more than that they are not.
    """
    reading, card = result.reading, result.card
    military = [defence_text(reading.pointing, reading.defence)] if reading.pointing else []
    constants = said_of_all(card, library, words) if _contradicted(card) else ()
    names = [ONLY_EQUAL] if result.parties.distinct and not is_installed() else []
    days = other_days_in_short(reading, card["as_of"]) if short else other_days_note(reading, card["as_of"])
    in_vain = [*(part.whole for part in constants), *idle_inputs(result.card, library, words.language)]
    goods = [NOT_COMPARED] if "items" not in card and "description" in map(str, result.mapped) else []
    law = law_ahead_in_short(result.card) if short else law_ahead(result.card, library, words.language)
    return [*names, *left_out(card.get("found_out")), *goods, *days, *military, *law, *in_vain, *_to_look_at(result)]


def _contradicted(card: Mapping[str, object]) -> bool:
    """Tell whether some line says otherwise than what was said for every line."""
    constants = card.get("constants")
    return isinstance(constants, Mapping) and any(int(entry["otherwise"]) for entry in constants.values())


def ask_first(result: RunResult, library: Library, words: Translator) -> tuple[Text, ...]:
    """Name the facts that decide most, and how to say once what is the same in every line; nothing if none does."""
    first = _to_ask(result, library)[:ASKED_SHOWN]
    if not first:
        return ()
    speech = speech_of(library, language=words.language)
    facts = joined([f"{fact_name(name, speech)} {lines:,}" for name, lines, _ in first], "comma")
    named = message("book.brief_ask", "{facts} lines.", facts=facts)
    unsaid = next((name for name, _, _ in first if name in result.absent), None)
    if unsaid is None:
        return (named,)
    once = message("book.set_once", "If one is the same in every line, add --set {fact}=VALUE.", fact=str(unsaid))
    return joined([named, once], "sentence"), named


def _to_look_at(result: RunResult) -> list[Text]:
    """Say what of the file a person should look at: parties, columns and words that the program is not sure of."""
    reading, found = result.reading, list[Text]()
    if number := result.parties.zones["review"]:
        file = str(result.matches)
        found.append(
            counted(
                "book.may_be_listed",
                "{n} party may be listed: decide it in a copy of {file}, and use it with --matches.",
                "{n} parties may be listed: decide them in a copy of {file}, and use it with --matches.",
                n=number,
                file=file,
            )
        )
    if number := len(reading.unsure) - len(reading.other_days):
        found.append(
            counted(
                "book.columns_unsure",
                "{n} column may be a fact and was not used (--full).",
                "{n} columns may be facts and were not used (--full).",
                n=number,
            )
        )
    doubts = sum(gap.is_doubt for gap in reading.gaps)
    if doubts:
        found.append(
            counted(
                "book.texts_doubtful",
                "{n} text was read and is doubtful: look at it in {file}.",
                "{n} texts were read and are doubtful: look at them in {file}.",
                n=doubts,
                file=str(reading.gaps_file),
            )
        )
    papers = sum(gap.is_paper for gap in reading.gaps)
    if papers and not is_paper(result.card):  # of a book that is one paper the first words say so
        found.append(paper_advice(papers))
    if number := reading.all_gaps - doubts - papers:
        found.append(
            counted(
                "book.texts_not_read",
                "{n} text was not read: fill in 'read_as' in {file}, then use it with --answers.",
                "{n} texts were not read: fill in 'read_as' in {file}, then use it with --answers.",
                n=number,
                file=str(reading.gaps_file),
            )
        )
    return found


def law_and_more(result: RunResult, library: Library) -> Text:
    """Say of what day the law is, and how to see all that a run tells."""
    stated = str(result.card["as_of"])
    day: str = message("book.each_day", "the date of each line")
    if stated[:1].isdigit():
        day = quantity("short_day", date.fromisoformat(stated))
    horizon = quantity("short_day", library.horizon)
    return message(
        "book.law_and_more",
        "Law of {day}, sources read to {horizon}. All the rest: --full",
        day=day,
        horizon=horizon,
    )


def _columns(result: RunResult) -> Text:
    mapped = counted("book.columns", "{n} column", "{n} columns", n=len(result.mapped))
    day: str = str(result.card["as_of"])
    if not day[:1].isdigit():
        day = message("book.each_day", "the date of each line")
    if not result.unmapped:
        return message("book.mapped", "As of {day}; {columns} mapped to facts.", day=day, columns=mapped)
    others = counted("book.columns", "{n} column", "{n} columns", n=len(result.unmapped))
    return message(
        "book.mapped_and_left",
        "As of {day}; {columns} mapped to facts, {others} left aside.",
        day=day,
        columns=mapped,
        others=others,
    )


BASIS: Final = message(
    "book.queue_basis",
    "As for an ordinary civil order, where a line leaves that open. Where nothing points, a licence "
    "may still be required: goods point by stated codes and words of a military use; descriptions "
    "are not classified.",
)
BASIS_WITH_ITEMS: Final = message(
    "book.queue_basis_items",
    "As for an ordinary civil order, where a line leaves that open. Where nothing points, a licence "
    "may still be required: descriptions are compared with the list by this program, and no person "
    "has looked.",
)
"""What the places in the queue rest on."""


def _queue(result: RunResult, words: Translator, width: int) -> list[str]:
    """Count the lines by their place in the queue, and say what is assumed; the first thing that people see."""
    if not result.by_triage:
        return []
    rows = [
        [paint(words(f"queue_{place}"), QUEUE_INKS[place]), f"{lines:,}", share(lines, result.lines)]
        for place, lines in result.by_triage.items()
    ]
    basis = BASIS_WITH_ITEMS if "items" in result.card else BASIS
    return [
        *table(rows, right=frozenset({1, 2}), gap="   "),
        *wrap(words.say(basis), width=width, hang="  "),
        *assumed_text(result.card, words, width=width),
        "",
    ]


def _worst(result: RunResult, words: Translator, width: int) -> list[str]:
    """Name the lines at the head of the queue, each with why, and whom to ask."""
    if not result.worst:
        return []
    lines = [paint(words.say(message("book.first", "Look at these first")), Ink.BOLD)]
    for worst in result.worst:
        mark = paint(words(f"queue_{worst.triage}"), QUEUE_INKS[worst.triage])
        text = message("book.worst", "{line}: {why} {ask}", line=worst.line, why=worst.why, ask=worst.ask)
        lines += wrap(words.say(text), width=width, indent=f"  {mark}  ", hang="      ")
    return [*lines, ""]


def _looks(result: RunResult, library: Library, words: Translator, width: int) -> list[str]:
    """Say in which lines somebody has to look first: words of a military use, parties, what was stated in vain."""
    reading = result.reading
    military = words.say(defence_text(reading.pointing, reading.defence)) if reading.pointing else ""
    lines = [
        *(wrap(military, width=width, hang="  ") if military else []),
        *_parties(result, words, width),
        *(
            line
            for text in (
                *law_ahead(result.card, library, words.language),
                *idle_inputs(result.card, library, words.language),
            )
            for line in wrap(words.say(text), width=width, hang="  ")
        ),
    ]
    return [*lines, ""] if lines else []


def _read_how(result: RunResult, library: Library, words: Translator, width: int) -> list[str]:
    """Tell how the file was read, and what it does not tell."""
    speech = speech_of(library, language=words.language)
    known = sorted(result.unknown_share.items(), key=lambda pair: -pair[1])
    unknown = [
        message("book.unknown_share", "{fact} {share}", fact=fact_name(name, speech), share=share(part, 1))
        for name, part in known
        if part > 0
    ]
    constants = constants_text(result.card, library, words, width=width)
    lines = [*reading_text(result.reading, words, width=width), *constants]
    if answered := said_of_all_text(acts_of(answers_of_card(result.card)), library, words):
        text = message("book.answers_of_all", "Answered for all lines: {answers}.", answers=answered)
        lines += wrap(words.say(text), width=width, hang="  ")
    if unknown:
        text = message("book.unknown", "Unknown: {facts}.", facts=joined(unknown, "comma"))
        lines += wrap(words.say(text), width=width, hang="  ")
    if result.unmapped:
        columns: Text = joined(
            [message("book.column_quoted", "'{column}'", column=name) for name in result.unmapped[:_LEFT_SHOWN]],
            "comma",
        )
        if (rest := len(result.unmapped) - _LEFT_SHOWN) > 0:
            columns = counted(
                "book.and_n_more", "{parts}, and {n} more", "{parts}, and {n} more", n=rest, parts=columns
            )
        text = message("book.columns_left", "Columns left aside: {columns}.", columns=columns)
        lines += wrap(words.say(text), width=width, hang="  ")
    taken: dict[str, list[str]] = {}
    unknown_in_all = result.card["unknown"]
    assert isinstance(unknown_in_all, list)  # noqa: S101 - as the run card writes it
    for name in result.absent:
        meant = "unknown" if name in unknown_in_all else library.facts[name].absent
        taken.setdefault(meant, []).append(str(name))
    for meant, names in sorted(taken.items(), reverse=True):
        lines += wrap(words.say(_absent(meant, names, aside=bool(result.unmapped))), width=width, hang="  ")
    head = words.say(message("book.read_how", "How the file was read"))
    return [paint(head, Ink.BOLD), *(line for line in lines if line), ""] if any(lines) else []


_LEFT_SHOWN: Final = 8
"""Columns left aside that are named; two lines of a terminal. A guess."""


def _absent(meant: str, names: list[str], *, aside: bool) -> Text:
    """Say what facts are taken to be for which a book has no column, by what leaving them out means.

    Parameters
    ----------
    aside
        Columns were left aside that may tell them: that a fact is not in the file is then not known.
    """
    facts = joined(map(fact_label, names), "comma")
    match meant:
        case "unknown" if aside:
            return message("book.unread", "Read from no column, so unknown in every line: {facts}.", facts=facts)
        case "none" if aside:
            return message("book.unread_none", "Read from no column, so none in every line: {facts}.", facts=facts)
        case _ if aside and meant != "unknown":
            return message(
                "book.unread_follows",
                "Read from no column, so what follows from other facts in each line: {facts}.",
                facts=facts,
            )
        case "unknown":
            return message("book.absent", "Not in your file, so unknown in every line: {facts}.", facts=facts)
        case "none":
            return message("book.absent_none", "Not in your file, so none in every line: {facts}.", facts=facts)
        case _:
            return message(
                "book.absent_follows",
                "Not in your file, so what follows from other facts in each line: {facts}.",
                facts=facts,
            )


def _parties(result: RunResult, words: Translator, width: int) -> list[str]:
    """Count the parties, and those that are or may be listed."""
    parties = result.parties
    if not parties.distinct:
        return []
    zones = [
        counted("book.parties_listed", "{n} listed", "{n} listed", n=parties.zones["match"]),
        counted("book.parties_review", "{n} to review", "{n} to review", n=parties.zones["review"]),
        counted("book.parties_nobody", "{n} that name nobody", "{n} that name nobody", n=parties.zones["unknown"]),
    ]
    listed = [zone for zone in zones if zone.parameters["n"]]
    text = message(
        "book.parties",
        "{parties}: {zones}.",
        parties=counted("book.distinct_parties", "{n} distinct party", "{n} distinct parties", n=parties.distinct),
        zones=joined(listed, "comma") if listed else message("book.parties_none", "none listed"),
    )
    sentences: list[str] = [text]
    if not is_installed():
        sentences.append(ONLY_EQUAL)
    if parties.zones["review"]:
        file = str(result.matches)
        sentences.append(
            message("book.decide", "Decide them in a copy of {file}, and use it with --matches.", file=file)
        )
    return wrap(words.say(joined(sentences, "sentence")), width=width, hang="  ")


def _counts(result: RunResult, words: Translator) -> list[str]:
    values = result.value_by_headline
    rows = []
    for headline in (word for word in SHAPES if word in result.by_headline):
        lines = result.by_headline.get(headline, 0)
        row = [
            paint(f"{SHAPES[headline]} {words(headline)}", INKS[headline]),
            f"{lines:,}",
            share(lines, result.lines),
        ]
        if values is not None:
            row.append(words.say(in_unit(amount(values.get(headline, 0.0)), result.unit)))
        rows.append(row)
    return table(rows, right=frozenset({1, 2, 3}), gap="   ")


def _to_ask(result: RunResult, library: Library) -> list[tuple[FactName, int, int]]:
    """Return the facts that lines wait for and that somebody can be asked."""
    return [asked for asked in result.settle_first if asked[1] and library.facts.can_be_asked(asked[0])]


def _settle(result: RunResult, library: Library, words: Translator) -> list[str]:
    asked = _to_ask(result, library)
    if not asked:
        return []
    speech = speech_of(library, language=words.language)
    rows: list[tuple[str, ...]] = [("", words("wait_all"), words("wait_alone"))]
    rows += [
        (fact_name(name, speech), f"{lines:,}", f"{alone:,}" if alone else "-")
        for name, lines, alone in asked[:SETTLE_SHOWN]
    ]
    if not any(alone for _, _, alone in asked[:SETTLE_SHOWN]):  # a column of nothing says nothing
        rows = [row[:2] for row in rows]
    return [*headed(words("settle"), rows, frozenset(range(1, len(rows[0])))), ""]


def _more(result: RunResult, library: Library, words: Translator, width: int) -> list[str]:
    text = message(
        "book.checked",
        "Checked {measures} (law data {version}, {hash}, sources read to {horizon}). Not covered: "
        "`sekisho coverage` lists it.",
        measures=counted("book.measures", "{n} measure", "{n} measures", n=len(library.measures)),
        version=library.version,
        hash=library.hash[:7],
        horizon=library.horizon,
    )
    return [
        *wrap(words.say(text), width=width),
        *_wrote(result, words, width),
        *following(result, words),
    ]


def _wrote(result: RunResult, words: Translator, width: int) -> list[str]:
    """Name the files that a run wrote."""
    files = [str(file) for file in (result.out, result.run_card, result.matches, result.reading.gaps_file) if file]
    text = message("book.wrote", "Wrote {files}.", files=joined(files, "comma"))
    return wrap(words.say(text), width=width, hang="  ")


def following(result: RunResult, words: Translator) -> list[str]:
    """Write the commands that go on from here, that on the worst line first; without one that on what to ask.

    None of them reads an address: who wants them has the files copied.
    """
    if "://" in str(result.out):
        return []
    line = shlex.quote(result.worst[0].line) if result.worst else "N"
    commands = [f"explain {result.out} --line {line}"]
    if isinstance(result.out, Path) and result.out.is_file():
        commands += [f"settle {result.out} -o questions.xlsx"] if result.by_headline.get("undetermined") else []
        commands += [f"report {result.out} -o report.html"]
    if not result.worst:
        commands = [*commands[1:], *commands[:1]]
    next_step = words.say(message("book.next", "Next:"))
    return [
        f"{next_step if place == 0 else pad('', cells(next_step))} sekisho {command}"
        for place, command in enumerate(commands)
    ]


def book_data(result: RunResult, *, seconds: float) -> dict[str, object]:
    """Return a run as plain data: the JSON contract of `sekisho bulk`."""
    values = result.value_by_headline
    return {
        "lines": result.lines,
        "summary": counts_text(result.reading),
        "triage": dict(result.by_triage),
        "value_by_triage": None if result.value_by_triage is None else dict(result.value_by_triage),
        "by_headline": dict(result.by_headline),
        "by_outcome": dict(result.by_outcome),
        "value_by_headline": None if values is None else {name: round(value, 2) for name, value in values.items()},
        "unit": result.unit,
        "seconds": round(seconds, 3),
        "as_of": str(result.card.get("as_of", "")),
        "unknown_share": {str(name): part for name, part in result.unknown_share.items()},
        "mapped": {str(name): column for name, column in result.mapped.items()},
        "unmapped": list(result.unmapped),
        "absent": [str(name) for name in result.absent],
        "parties": result.parties.to_dict(),
        "matches": str(result.matches) if result.matches else None,
        "pauses": {day.isoformat(): lines for day, lines in result.pauses.items()},
        "open_law": {str(name): lines for name, lines in result.open_law.items()},
        "open_law_lines": result.open_law_lines,
        "settle_first": [
            {"fact": str(name), "lines": lines, "alone": alone} for name, lines, alone in result.settle_first
        ],
        "reading": result.reading.to_dict(),
        "out": str(result.out),
        "run_card": str(result.run_card),
        "readings": result.card.get("readings"),
        "assume": result.card.get("assume"),
        "library": result.card.get("library"),
        "inputs": result.card.get("inputs"),
        "constants": result.card.get("constants") or {},
        "supposed": result.card.get("suppose"),
    }


def book_rows(result: RunResult) -> list[dict[str, object]]:
    """Return one record a headline."""
    values = result.value_by_headline or {}
    return [
        {
            "headline": headline,
            "lines": result.by_headline.get(headline, 0),
            "share": result.by_headline.get(headline, 0) / result.lines if result.lines else 0.0,
            "value": values.get(headline, ""),
            "unit": result.unit if values else "",
        }
        for headline in SHAPES
        if headline in result.by_headline
    ]

"""A line of a run judged again, told: the answer, and whether the row that is stored still holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sekisho.determination.book.supposition import suppositions_of_card
from sekisho.files.records import cell, texts_by_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.message import Text, WordsText, joined, message
from sekisho.present.determination.brief import brief_data
from sekisho.present.determination.brief_parts.line_warning import QueuePlace
from sekisho.present.determination.text import Detail, answer_lines
from sekisho.present.own_lists import own_lists_say
from sekisho.present.render.data import answer_row
from sekisho.service.explain import JudgedLine, RunLine
from sekisho.trade.book.cells.defence_words import PREFIX


def explained_text(judged: JudgedLine, *, language: str, width: int, detail: Sequence[Detail]) -> list[str]:
    """Tell the answer of the line, then what has changed since the run."""
    answer, of = judged.answer, judged.of
    say = teller_of(of.library, language)
    title = message("check.line_of", "Line {line} of {book}", line=of.line, book=Path(str(of.card["book"])).name)
    lines = answer_lines(
        answer, of.facts, of.library, language=language, width=width, detail=detail, queued=queued_at(of, language)
    )
    differ = [f"  {say(text)}" for text in agreement(of.stored, _row(judged))]
    return [say(title), "", *lines, "", *map(say, _since(judged)), *differ, say(_stands(holds=not differ))]


def explained_data(judged: JudgedLine, *, language: str) -> dict[str, object]:
    """Return the answer of the line as plain data, beside the row that is stored and what differs in it."""
    answer, of = judged.answer, judged.of
    return {
        **answer.to_dict(),
        "brief": brief_data(
            answer, of.facts, of.library, teller_of(of.library, language), queued=queued_at(of, language)
        ),
        "line": of.line,
        "stored": of.stored,
        "differs": agreement(of.stored, _row(judged)),
        "library_of_run": of.card["library"],
        "own_lists_changed": judged.own_lists,
    }


def queued_at(of: RunLine, language: str) -> QueuePlace:
    """Return where the run put the line, and what points there."""
    names = ("triage", "points", "supposed", "supposed_facts")
    place, points, supposed, facts = (str(of.stored.get(column) or "") for column in names)
    suppositions = suppositions_of_card(of.card)
    by_fact = suppositions.facts if suppositions is not None else {}
    assumed = [by_fact[FactName(name)].words for name in facts.split(";") if name in by_fact]
    return QueuePlace(
        place=place, points=points, language=language, supposed=supposed, assumed=tuple(map(WordsText, assumed))
    )


def explained_row(judged: JudgedLine) -> dict[str, object]:
    """Return the line as the columns of results have it, with what differs in the row that is stored."""
    row = _row(judged)
    return {**row, "differs": agreement(judged.of.stored, row)}


def _row(judged: JudgedLine) -> Mapping[str, object]:
    return {"line": judged.of.line, **answer_row(judged.answer.to_dict()), **judged.supposed}


def _since(judged: JudgedLine) -> list[Text]:
    """Say what of the line the run did not read, and what has changed since."""
    of = judged.of
    then = texts_by_name(of.card.get("library")).get("hash", "")
    lines: list[Text] = []
    if unread := str(of.stored.get("unread") or ""):
        lines.append(message("check.unread", "Not read, and so unknown: {cells}.", cells=unread))
    if words := [point.partition(":")[2] for point in of.points if point.startswith(PREFIX)]:
        words_text = joined(words, "comma")
        lines.append(message("check.confirm_military", "Looks military, confirm: {words}.", words=words_text))
    if then == of.library.hash:
        lines.append(message("check.same_library", "The law data are those of the run."))
    else:
        lines.append(
            message(
                "check.other_library",
                "The law data have changed since the run: {then}, now {now}.",
                then=then[:7],
                now=of.library.hash[:7],
            )
        )
    if judged.own_lists:
        lines.append(own_lists_say(judged.own_lists))
    return lines


def _stands(*, holds: bool) -> Text:
    """Say whether the row that the run stored says what is judged now."""
    if holds:
        return message("check.row_same", "The stored row says the same.")
    return message("check.row_differs", "The stored row differs as shown.")


def agreement(stored: Mapping[str, object], judged: Mapping[str, object]) -> list[Text]:
    """Name the columns in which a stored row and the line judged again differ."""
    pairs = [(name, str(stored.get(name) or ""), str(cell(value))) for name, value in judged.items() if name in stored]
    return [
        message("check.cell_differs", "{column}: stored '{then}', now '{now}'", column=name, then=then, now=now)
        for name, then, now in pairs
        if then != now
    ]

"""The queue of decisions on names, for people: each name and the entry that it may be, and what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.law.model.library import Library
from sekisho.message import Text, counted, day_text, joined, message
from sekisho.present.names.pair import differences_text
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, wrap
from sekisho.present.screening import decide_command
from sekisho.service.party_queue import OF_REGISTER, WAITING, QueueAnswer, QueueRow, QueueState

STATES: Final[Mapping[QueueState, Text]] = {
    "open": message("queue.open", "to decide"),
    "escalated": message("queue.escalated", "passed on, answer outstanding"),
    "second_person": message("queue.second_person", "second person to confirm"),
    "open_again": message("queue.open_again", "to decide again: the entry changed"),
    "lapsed": message("queue.lapsed", "to decide again: its last day has passed"),
    "refused": message("queue.refused", "to decide again: the second person refused"),
    "decided": message("queue.decided", "decided"),
    "taken_back": message("queue.taken_back", "taken back"),
    "listed": message("queue.listed", "listed; decide only if it is another party"),
}
ANSWERS: Final[Mapping[str, Text]] = {
    "yes": message("queue.same", "the same party"),
    "no": message("queue.not_same", "another party"),
}


def answer_words(answer: str) -> Text:
    """Say an answer of the register, or of the option that gives it."""
    return {
        "yes": ANSWERS["yes"],
        "same": ANSWERS["yes"],
        "no": ANSWERS["no"],
        "not_same": ANSWERS["no"],
        "escalated": STATES["escalated"],
    }.get(answer, Text(answer))


def state_words(state: str) -> Text:
    """Say the state of a row of the register."""
    return STATES[OF_REGISTER[state]]


def day_said(row: QueueRow) -> str:
    """Write the day of a decision as people do; what is none stays as it is."""
    return day_text(row.on)


def queue_text(answer: QueueAnswer, library: Library, *, language: str = "en", width: int = DEFAULT_WIDTH) -> list[str]:
    """Say how much waits, then each row with what differs and what a person can do next."""
    say = Translator(language).say
    lines = wrap(say(_summary(answer)), width=width)
    for row in answer.rows:
        lines += ["", paint(row.name, Ink.BOLD) + "  " + say(STATES[row.state])]
        for text in _details(row, library):
            lines += wrap(say(text), width=width, indent="  ", hang="    ")
    return lines


def _summary(answer: QueueAnswer) -> Text:
    states = [state for state in STATES if state in WAITING and answer.counts[state]]
    parts = [message("queue.count", "{n} {state}", n=answer.counts[state], state=STATES[state]) for state in states]
    total = counted(
        "queue.waiting",
        "{n} decision on names is due",
        "{n} decisions on names are due",
        n=sum(answer.counts[s] for s in states),
    )
    return joined([total, joined(parts, "comma")] if parts else [total], "colon")


def _details(row: QueueRow, library: Library) -> list[Text | str]:
    texts: list[Text | str] = []
    if row.times > 1:
        times = counted("queue.times", "asked {n} time", "asked {n} times", n=row.times)
        texts.append(joined([times, joined([Text(name) for name in row.spellings], "comma")], "colon"))
    if row.entry and row.listed_name:
        texts.append(
            message(
                "queue.entry",
                "{listed} ({entry}, {list})",
                listed=row.listed_name,
                entry=row.entry,
                list=row.list,
            )
            if row.score is None
            else message(
                "queue.entry_score",
                "{score} {listed} ({entry}, {list})",
                score=f"{row.score:.2f}",
                listed=row.listed_name,
                entry=row.entry,
                list=row.list,
            )
        )
    elif row.entry:
        texts.append(row.entry)
    else:
        texts += row.reasons
    if (differs := differences_text(row.pairs, library)) is not None:
        texts.append(differs)
    if row.by:
        texts.append(
            message(
                "queue.said",
                "{answer}, by {by} on {on}: {basis}",
                answer=ANSWERS.get(row.same, STATES["escalated"] if row.same == "escalated" else STATES["taken_back"]),
                by=row.by,
                on=day_said(row),
                basis=row.basis,
            )
        )
    if row.review_by:
        texts.append(message("queue.holds_to", "valid to {day}", day=day_text(row.review_by)))
    if row.second_by:
        texts.append(message("queue.seconded", "confirmed by {by}", by=row.second_by))
    match row.needs:
        case "rule_out":
            texts.append(decide_command(row.name, row.entry, "not_same"))
        case "decide":
            texts.append(decide_command(row.name, row.entry, "same|not_same"))
        case "second":
            texts.append(f"sekisho decisions --confirm {row.decision} --by NAME --basis TEXT")
        case "undo":
            texts.append(f"sekisho decisions --undo {row.decision} --basis TEXT")
        case _:
            pass
    return texts

"""What is said first of a line: a party that is listed or may be, words of the military, a code; and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.outcome import FREE_WITH_ALERT, Determination, Outcome
from sekisho.determination.line.alerts import ROLES
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.fact import UNKNOWN, fact_label
from sekisho.law.model.library import Library
from sekisho.message import Text, counted, joined, message
from sekisho.parties.index import parties_of
from sekisho.present.document import BriefPart
from sekisho.present.outcome_labels import LABELS

if TYPE_CHECKING:
    from sekisho.determination.line.party_points import Pointing

SAID_FIRST: Final = frozenset({"military_use", "defence_words", "code_stated"})
"""Kinds of points, beside those of parties, of which the answer itself may not speak; of others the gravest is said."""

MOST_TOLD: Final = 12
"""Things that point which are all said. A guess: a line of a book that names parties in hundreds of columns would fill
five screens with them before the answer."""
FEW_TOLD: Final = 3
"""Those that are said of more, the gravest first."""

_MILITARY_TOO: Final = message("brief.military_too", "It is a military body.")
"""Of a party that is said to be listed: its name is not said twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlace:
    """Where a run put a line in its queue, and what points there.

    Parameters
    ----------
    place
        `stop`, `look` or `nothing_points`; empty for a run without a queue.
    points
        As in the results: `kind:subject`, the gravest first, joined by `;`.
    language
        Of the names of facts.
    supposed
        The level under what the run supposed; `undetermined`, or empty where it supposed nothing.
    assumed
        What it supposed of the line, in words.
    """

    place: str
    points: str
    language: str
    supposed: str = ""
    assumed: tuple[Text, ...] = ()


def warning_part(
    answer: Determination, library: Library, queued: QueuePlace | None = None, *, every: bool = False
) -> BriefPart | None:
    """Say what stops a line or asks for a look, in the words of the list of a run's lines; None if nothing does.

    Without a run the parties of the line alone are asked: of its goods and its use the answer speaks itself.

    Parameters
    ----------
    every
        Say all that points, however much; else, of very much, what points first, and how much more does.
    """
    if queued is not None:
        stops, points = queued.place == "stop", queued.points.split(";")
        if queued.place not in {"stop", "look"} or not queued.points:
            return None
    else:
        pointing = _pointing(answer, library)
        if pointing is None or not pointing.points:
            return None
        stops, points = pointing.bars, list(pointing.points)
    from sekisho.determination.line.party_points import PARTY_KINDS
    from sekisho.determination.line.point_reasons import PointReasons

    first = {*PARTY_KINDS, *SAID_FIRST}
    reasons = PointReasons(library, queued.language if queued is not None else "en")
    names = [str(answer.facts[role]) for role in ROLES if role in answer.facts]
    texts: list[Text] = []
    alone: list[Text] = []
    shortest: list[Text] = []
    subjects = set[str]()
    for point in dict.fromkeys((points[0], *(one for one in points if one.partition(":")[0] in first))):
        kind, _, subject = point.partition(":")
        why = reasons.why(point, names)
        if why is not None and kind == "military_body" and subject in subjects:
            alone.append(_MILITARY_TOO)
            shortest.append(_MILITARY_TOO)
            texts.append(_MILITARY_TOO)
        elif why is not None:
            alone.append(why)
            shortest.append(reasons.why(point, names, short=True) or why)
            texts += [why, *_in_line(subject, answer, of_list=queued is not None)]
            subjects.add(subject)
    if not texts:
        return None
    ask, short_ask = reasons.ask(points[0]), reasons.short_ask(points[0], stops=stops)
    number = len(dict.fromkeys(alone))
    if number > MOST_TOLD and not every:
        left = counted(
            "brief.more_points",
            "{n} more name or word needs a look.",
            "{n} more names or words need a look.",
            n=number - FEW_TOLD,
        )
        alone, shortest = ([*list(dict.fromkeys(several))[:FEW_TOLD], left] for several in (alone, shortest))
        texts = alone
    # Where room is short, what it is called in the line gives way first, then what is confirmed, then the announcement
    # of a list; never with whom it is confirmed.
    pairs = ((texts, ask), (alone, ask), (alone, short_ask), (shortest, short_ask))
    wordings = tuple(dict.fromkeys(_sentences(*pair) for pair in pairs))
    return BriefPart(
        label=LABELS["stop" if stops else "look"],
        wordings=wordings,
        lines=4,
        counted=max(1, len(wordings) - 1),
        weight=5,
    )


def _sentences(texts: Sequence[Text], ask: Text | None) -> Text:
    return joined([*dict.fromkeys(texts), *([ask] if ask is not None else [])], "sentence")


def _in_line(entity: str, answer: Determination, *, of_list: bool) -> Iterator[Text]:
    """Say as what, and under which name, a line of a list, or the one that was asked, has a listed party."""
    roles = dict.fromkeys(alert["role"] for alert in answer.alerts if alert["entity"] == entity)
    for role in roles:
        name = str(next((value for fact, value in answer.facts.items() if fact == role), ""))
        if of_list:
            yield message("brief.party_in_line", "In this line: {role} {name}.", role=fact_label(role), name=name)
        else:
            yield message("brief.party_given", "Stated: {role} {name}.", role=fact_label(role), name=name)


def _pointing(answer: Determination, library: Library) -> Pointing | None:
    """Return what the parties of a line point to and the outcome does not say."""
    if answer.verdict.headline in {FREE_WITH_ALERT, Outcome.PROHIBITED.headline}:
        return None  # it says the party, or stops the line anyway
    if not answer.alerts and not any(role in answer.facts for role in ROLES):
        return None
    from sekisho.determination.line.party_points import (
        bodies_of,
        listed_later,
        pointing_of,
        unread_parties,
    )  # no party needs none

    alerts = list(answer.alerts)
    first = next((alert for alert in alerts if alert["zone"] == "review"), None)
    if first is not None and answer.floor < Outcome.PROHIBITED_SAVE_SPECIAL:
        alerts.remove(first)  # of it the reason speaks
    if answer.floor >= Outcome.INDIVIDUAL_LICENCE:  # what a watch list asks for, the outcome says
        alerts = [alert for alert in alerts if alert["effect"] != "individual_licence"]
    index = parties_of(library)
    bodies = [body for role in ROLES for body in bodies_of(answer.facts.get(role, UNKNOWN), index) if body[1]]  # type: ignore[arg-type]
    pointing = pointing_of(alerts, bodies, UNKNOWN)
    day = law_on(library, answer.as_of).day
    later = [point for role in ROLES if role in answer.facts for point in listed_later(answer.facts[role], index, day)]  # type: ignore[arg-type]
    unread = unread_parties(answer.facts, index)  # type: ignore[arg-type]
    return replace(pointing, points=(*pointing.points, *dict.fromkeys(later), *unread))

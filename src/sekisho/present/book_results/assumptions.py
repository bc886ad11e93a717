"""What holds for every line of a run: facts that were said of the whole book, and what is assumed of open ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.determination.book.supposition import ordinary, suppositions_of_card
from sekisho.determination.settle.answer_acts import AnswerAct
from sekisho.determination.settle.questions import SAME
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import speech_of, value_name
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.message import CapitalText, Text, counted, joined, message
from sekisho.present.book_intake import lines_of
from sekisho.present.render.terminal import wrap
from sekisho.present.settle_sheets import YES_NO


def constants_text(card: Mapping[str, object], library: Library, words: Translator, *, width: int) -> list[str]:
    """Say which facts were said for every line, how many lines each fills, and how many say otherwise."""
    return [
        line
        for part in said_of_all(card, library, words)
        for line in wrap(words.say(part.whole), width=width, hang="  ")
    ]


def assumed_text(card: Mapping[str, object], words: Translator, *, width: int) -> list[str]:
    """Say what a run assumes, and for how many lines; nothing if it assumes nothing."""
    return _wrapped(supposed(card, words), words, width)


def _wrapped(parts: Iterable[Assumed], words: Translator, width: int) -> list[str]:
    return [line for part in parts for line in wrap(words.say(part.whole), width=width, hang="  ")]


def said_of_all(card: Mapping[str, object], library: Library, words: Translator) -> tuple[Assumed, ...]:
    """Return which facts were said for every line, how many lines each fills, and how many say otherwise."""
    constants, speech = card.get("constants"), speech_of(library, language=words.language)
    parts: list[Text] = []
    for fact, entry in constants.items() if isinstance(constants, Mapping) else ():
        value, filled, others = (
            value_name(FactName(fact), str(entry["value"]), speech),
            lines_of(int(entry["filled"])),
            int(entry["otherwise"]),
        )
        if not others:
            parts.append(
                message("book.constant", "{fact} {value} ({lines})", fact=fact_label(fact), value=value, lines=filled)
            )
            continue
        otherwise = counted("book.say_otherwise", "{n} line says otherwise", "{n} lines say otherwise", n=others)
        parts.append(
            message(
                "book.constant_otherwise",
                "{fact} {value} ({lines}; {otherwise})",
                fact=fact_label(fact),
                value=value,
                lines=filled,
                otherwise=otherwise,
            )
        )

    def said(parts: Sequence[str]) -> Text:
        return message("book.constants", "Said for every line: {constants}.", constants=joined(parts, "comma"))

    return (_assumed(said, [words.say(part) for part in parts]),) if parts else ()


def supposed(card: Mapping[str, object], words: Translator) -> tuple[Assumed, ...]:
    """Return what a run assumes, and for how many lines; nothing if it assumes nothing."""
    suppositions, entry = suppositions_of_card(card), card.get("suppose")
    if suppositions is None or not isinstance(entry, Mapping):
        return ()
    parts = [of.told(words.language) for fact, of in suppositions.facts.items() if fact in entry["told"]]
    if not parts:
        text = message("book.assumed_in_vain", "Assumed ({name}): no line needs it.", name=suppositions.name)
        return (Assumed(whole=text, first=text, points=()),)

    def assumed(parts: Sequence[str]) -> Text:
        return message(
            "book.assumed",
            "Assumed for {lines}: {words}.",
            lines=lines_of(int(entry["lines"])),
            words=joined(parts, "semicolon"),
        )

    return (_assumed(assumed, parts),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """Something said or assumed of every line that leaves it open, in the order in which it matters.

    Parameters
    ----------
    whole
        All of it in one sentence.
    first
        The same with the first few points, and how many more there are.
    points
        Each point by itself.
    """

    whole: Text
    first: Text
    points: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """Whether one sentence holds all of it: nothing has to be folded away."""
        return len(self.points) <= FIRST_POINTS + 1


FIRST_POINTS: Final = 3
"""Points that a page says at once: use, user and risk decide most. One more needs no fold."""


def usual(
    library: Library, words: Translator, *, constants: Collection[str] = (), acts: Iterable[AnswerAct] = ()
) -> tuple[Assumed, ...]:
    """Say what the places in the queue rest on where a run assumes nothing: an ordinary civil order, fact by fact.

    Parameters
    ----------
    constants, acts
        Facts that were said for every line, and what was answered: what is known of every line is assumed of none.
    """
    of_all = [act for act in acts if is_of_all(act)]
    every = {*constants, *(str(act.fact) for act in of_all if not act.plain)}
    plain = {str(act.fact) for act in of_all} - every
    suppositions = [
        (fact, of.told(words.language)) for fact, of in ordinary(library).facts.items() if fact not in every
    ]
    parts = [text for fact, text in suppositions if fact not in plain]
    pointing = [text for fact, text in suppositions if fact in plain]

    def assumed(parts: Sequence[str]) -> Text:
        return message(
            "book.queue_assumed",
            "The places in the queue assume, where a line leaves it open: {words}.",
            words=joined(parts, "semicolon"),
        )

    def only_pointing(parts: Sequence[str]) -> Text:
        return message(
            "book.queue_assumed_pointing",
            "Assumed only where something points, since the rest was answered: {words}.",
            words=joined(parts, "semicolon"),
        )

    kinds = ((assumed, parts), (only_pointing, pointing))
    return tuple(_assumed(text, points) for text, points in kinds if points)


def _assumed(text: Callable[[Sequence[str]], Text], points: Sequence[str]) -> Assumed:
    left = len(points) - FIRST_POINTS
    more = counted("book.points_more", "{n} more point", "{n} more points", n=left)
    first = points if left <= 1 else [*points[:FIRST_POINTS], more]
    return Assumed(whole=text(points), first=text(first), points=tuple(points))


def is_of_all(act: AnswerAct) -> bool:
    """Tell whether an act is about a whole list: about nobody and nothing by name, or about who is named in each line.

    An answer on use or risk is about the lines in which nothing points; one about customers by name is about these.
    """
    return act.fact != SAME and (not act.subjects or not act.value)


def said_of_all_text(acts: Iterable[AnswerAct], library: Library, words: Translator) -> str:
    """Say what people answered for all lines of a list, and who; nothing where nobody did."""
    speech = speech_of(library, language=words.language)
    by_person: dict[tuple[str, str], tuple[list[Text], list[Text]]] = {}
    for act in acts:
        if not is_of_all(act):
            continue
        value: Text | str = YES_NO.get(act.value) or value_name(act.fact, act.value, speech)
        if not act.value:
            value = message("book.answer_named", "the customer named in the line")
        answer = message("book.answer_of_all", "{fact}: {value}", fact=CapitalText(fact_label(act.fact)), value=value)
        by_person.setdefault((act.by, act.on), ([], []))[act.plain].append(answer)
    by_each: list[Text] = []
    for (person, on), (every, plain) in by_person.items():
        parts: list[Text] = [*every]
        if plain:
            which = joined(plain, "comma")
            parts.append(message("book.answer_of_plain", "where nothing points, {answers}", answers=which))
        by_each.append(
            message(
                "book.answers_by",
                "{answers} ({name}, {day})",
                answers=joined(parts, "comma"),
                name=person or message("book.nobody_named", "no name"),
                day=date.fromisoformat(on) if on else message("book.no_day", "no day"),
            )
        )
    return words.say(joined(by_each, "semicolon")) if by_each else ""

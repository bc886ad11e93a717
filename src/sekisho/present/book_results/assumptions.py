"""What holds for every line of a run: facts that were said of the whole book, and what is assumed of open ones."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.determination.book.supposition import ordinary, suppositions_of_card
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import speech_of, value_name
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.message import Text, counted, joined, message
from sekisho.present.book_intake import lines_of
from sekisho.present.render.terminal import wrap


def constants_text(card: Mapping[str, object], library: Library, words: Translator, *, width: int) -> list[str]:
    """Say which facts were said for every line, how many lines each fills, and how many say otherwise."""
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
    if not parts:
        return []
    text = message("book.constants", "Said for every line: {constants}.", constants=joined(parts, "comma"))
    return wrap(words.say(text), width=width, hang="  ")


def assumed_text(card: Mapping[str, object], words: Translator, *, width: int) -> list[str]:
    """Say what a run assumes, and for how many lines; nothing if it assumes nothing."""
    suppositions, entry = suppositions_of_card(card), card.get("suppose")
    if suppositions is None or not isinstance(entry, Mapping):
        return []
    language = words.language
    parts = [supposition.told(language) for fact, supposition in suppositions.facts.items() if fact in entry["told"]]
    text = (
        message(
            "book.assumed",
            "Assumed for {lines}: {words}.",
            lines=lines_of(int(entry["lines"])),
            words=joined(parts, "semicolon"),
        )
        if parts
        else message("book.assumed_in_vain", "Assumed ({name}): no line needs it.", name=suppositions.name)
    )
    return wrap(words.say(text), width=width, hang="  ")


def usual_text(library: Library, words: Translator, *, width: int) -> list[str]:
    """Say what the places in the queue rest on where a run assumes nothing: an ordinary civil order, fact by fact."""
    parts = [supposition.told(words.language) for supposition in ordinary(library).facts.values()]
    text = message(
        "book.queue_assumed",
        "The places in the queue assume, where a line leaves it open: {words}.",
        words=joined(parts, "semicolon"),
    )
    return wrap(words.say(text), width=width, hang="  ")

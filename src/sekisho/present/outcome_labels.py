"""The words and shapes in which outcomes are told; never colour alone, never "allowed"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, FREE_WITH_ALERT, UNDETERMINED, Outcome, Verdict
from sekisho.present.render.terminal import Ink, paint

SHAPES: Final[Mapping[str, str]] = {
    "prohibited": "■",
    "licence required": "▲",
    UNDETERMINED: "◆",
    FREE_IF_SUPPOSED: "◇",
    FREE_WITH_ALERT: "△",
    "free": "○",
}
INKS: Final[Mapping[str, Ink]] = {
    "prohibited": Ink.RED,
    "licence required": Ink.YELLOW,
    UNDETERMINED: Ink.BLUE,
    FREE_IF_SUPPOSED: Ink.BLUE,
    FREE_WITH_ALERT: Ink.YELLOW,
    "free": Ink.GREEN,
}
HEADLINES: Final[Mapping[str, str]] = {
    "prohibited": "prohibited",
    "licence required": "licence required",
    UNDETERMINED: "undetermined",
    FREE_IF_SUPPOSED: "nothing points to control, if what is assumed holds",
    FREE_WITH_ALERT: "no licence required, with an alert",
    "free": "no licence required",
}
QUEUE: Final[Mapping[str, str]] = {
    "stop": "stop",
    "look": "look",
    "nothing_points": "nothing points",
}
"""The places in the queue, as people read them; the last never without what is assumed for it."""
QUEUE_INKS: Final[Mapping[str, Ink]] = {"stop": Ink.RED, "look": Ink.YELLOW, "nothing_points": Ink.BLUE}
EXIT_CODES: Final[Mapping[str, int]] = {
    "free": 0,
    FREE_WITH_ALERT: 5,
    "licence required": 10,
    "prohibited": 20,
    UNDETERMINED: 30,
    FREE_IF_SUPPOSED: 30,
}
LEVELS: Final[Mapping[Outcome, str]] = {
    Outcome.FREE: "no licence required",
    Outcome.REGISTRATION: "export certificate by registration",
    Outcome.LICENCE: "licence required",
    Outcome.INDIVIDUAL_LICENCE: "individual licence required",
    Outcome.CASE_BY_CASE: "licence required, decided case by case",
    Outcome.REFUSED_IN_PRINCIPLE: "licence required, refused in principle",
    Outcome.PROHIBITED_SAVE_SPECIAL: "prohibited save by special application",
    Outcome.PROHIBITED: "prohibited",
}
CLAIMS: Final[Mapping[Outcome, str]] = {
    Outcome.REGISTRATION: "an export certificate by registration is required",
    Outcome.LICENCE: "a licence is required",
    Outcome.INDIVIDUAL_LICENCE: "an individual licence is required",
    Outcome.CASE_BY_CASE: "a licence is required and decided case by case",
    Outcome.REFUSED_IN_PRINCIPLE: "a licence is required and refused in principle",
    Outcome.PROHIBITED_SAVE_SPECIAL: "it is prohibited save by special application",
    Outcome.PROHIBITED: "it is prohibited",
}
"""What a clause does, as a statement: "Why ..." """
POSSIBLE_CLAIMS: Final[Mapping[Outcome, str]] = {
    Outcome.REGISTRATION: "an export certificate may be required",
    Outcome.LICENCE: "a licence may be required",
    Outcome.INDIVIDUAL_LICENCE: "an individual licence may be required",
    Outcome.CASE_BY_CASE: "a licence may be required and decided case by case",
    Outcome.REFUSED_IN_PRINCIPLE: "a licence may be required and refused in principle",
    Outcome.PROHIBITED_SAVE_SPECIAL: "it may be prohibited save by special application",
    Outcome.PROHIBITED: "it may be prohibited",
}
"""What an unknown clause could do."""


def span(verdict: Verdict) -> str:
    """Say an outcome in words: one level, or the floor and the ceiling.

    >>> span(Verdict(floor=Outcome.LICENCE, ceiling=Outcome.PROHIBITED))
    'undetermined: at least licence required, at most prohibited'
    """
    if verdict.floor == verdict.ceiling:
        return LEVELS[verdict.floor]
    top = LEVELS[verdict.ceiling]
    if verdict.headline != UNDETERMINED:
        if verdict.floor is Outcome.PROHIBITED_SAVE_SPECIAL:
            return "prohibited, perhaps save by special application"
        return f"{verdict.headline}, from {_LEVEL[verdict.floor]} up to {_LEVEL[verdict.ceiling]}"
    if verdict.floor is Outcome.FREE:
        return f"undetermined: from no licence required up to {top}"
    return f"undetermined: at least {LEVELS[verdict.floor]}, at most {top}"


def sentence_case(text: str) -> str:
    """Begin with a capital letter and leave the rest alone."""
    return text[:1].upper() + text[1:]


def marked(verdict: Verdict, text: str | None = None) -> str:
    """Put the shape of the headline before the outcome, in its colour."""
    said = sentence_case(span(verdict)) if text is None else text
    return paint(f"{SHAPES[verdict.headline]} {said}", INKS[verdict.headline])


def brief(verdict: Verdict) -> str:
    """Say an outcome in one cell of a table: shape and headline, and both ends if it is open.

    >>> brief(Verdict(floor=Outcome.FREE, ceiling=Outcome.LICENCE))
    '◆ free to licence'
    """
    shape = SHAPES[verdict.headline]
    if verdict.floor == verdict.ceiling:
        return f"{shape} {_LEVEL[verdict.floor]}"
    return f"{shape} {_LEVEL[verdict.floor]} to {_LEVEL[verdict.ceiling]}"


_LEVEL: Final[Mapping[Outcome, str]] = {
    Outcome.FREE: "free",
    Outcome.REGISTRATION: "registration",
    Outcome.LICENCE: "licence",
    Outcome.INDIVIDUAL_LICENCE: "individual licence",
    Outcome.CASE_BY_CASE: "case by case",
    Outcome.REFUSED_IN_PRINCIPLE: "refused in principle",
    Outcome.PROHIBITED_SAVE_SPECIAL: "prohibited save special",
    Outcome.PROHIBITED: "prohibited",
}

QUALITIES: Final[Mapping[str, str]] = {
    "announcement": "read from the announcement",
    "good": "name read whole from a parse of the catalogue",
    "partial": "name pieced together from a noisy parse of the catalogue",
    "catalogue": "heading in the words of the catalogue",
    "from_codes": "heading worded from the codes below it",
    "from_analogue": "name written after the EU text",
    "heading": "heading named by the project",
    "missing_row": "named by another entry; its own row is missing",
    "user_list": "read from your own list",
}
"""How the name of an entry of a control list came over."""

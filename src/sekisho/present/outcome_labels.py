"""The words and shapes in which outcomes are told; never colour alone, never "allowed"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, FREE_WITH_ALERT, UNDETERMINED, Outcome, Verdict
from sekisho.i18n.names import level_text
from sekisho.message import CapitalText, Message, Text, message
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
    UNDETERMINED: "not decided",
    FREE_IF_SUPPOSED: "nothing points to control, if what is assumed is right",
    FREE_WITH_ALERT: "no licence required, with an alert",
    "free": "no licence required",
}
QUEUE_SIGNS: Final[Mapping[str, str]] = {"stop": "■", "look": "▲", "nothing_points": "◇"}
"""Sign of each place in the queue."""
QUEUE_INKS: Final[Mapping[str, Ink]] = {"stop": Ink.RED, "look": Ink.YELLOW, "nothing_points": Ink.BLUE}
EXIT_CODES: Final[Mapping[str, int]] = {
    "free": 0,
    FREE_WITH_ALERT: 5,
    "licence required": 10,
    "prohibited": 20,
    UNDETERMINED: 30,
    FREE_IF_SUPPOSED: 30,
}
LABELS: Final[Mapping[str, Text]] = {
    "stop": message("brief.label_stop", "Stop"),
    "look": message("brief.label_look", "Look"),
    "decided": message("brief.label_decided", "Decided"),
    "note": message("brief.label_note", "Note"),
    "assumed": message("brief.label_assumed", "Assumed"),
    "why": message("brief.label_why", "Why"),
    "if": message("brief.label_if", "If"),
    "next": message("brief.label_next", "Next"),
    "also": message("brief.label_also", "Also"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What heads the parts of an answer; the verdict has no head."""
_LEVEL_NAMES: Final[Mapping[Outcome, str]] = {
    Outcome.FREE: "no licence required",
    Outcome.REGISTRATION: "export certificate required",
    Outcome.LICENCE: "licence required",
    Outcome.INDIVIDUAL_LICENCE: "individual licence required",
    Outcome.CASE_BY_CASE: "licence required, decided case by case",
    Outcome.REFUSED_IN_PRINCIPLE: "licence required, normally refused",
    Outcome.PROHIBITED_SAVE_SPECIAL: "prohibited unless specially approved",
    Outcome.PROHIBITED: "prohibited",
}
LEVELS: Final[Mapping[Outcome, Text]] = {
    outcome: Message(f"report.level {outcome.level}", name, {}) for outcome, name in _LEVEL_NAMES.items()
}
"""Levels as people read them; the catalogue `report` has them for pages and workbooks too."""
WHY: Final[Mapping[Outcome, Text]] = {
    Outcome.REGISTRATION: message("check.why_registration", "Why an export certificate by registration is required"),
    Outcome.LICENCE: message("check.why_licence", "Why a licence is required"),
    Outcome.INDIVIDUAL_LICENCE: message("check.why_individual_licence", "Why an individual licence is required"),
    Outcome.CASE_BY_CASE: message("check.why_case_by_case", "Why a licence is required and decided case by case"),
    Outcome.REFUSED_IN_PRINCIPLE: message(
        "check.why_refused_in_principle", "Why a licence is required and normally refused"
    ),
    Outcome.PROHIBITED_SAVE_SPECIAL: message(
        "check.why_prohibited_save_special", "Why it is prohibited unless specially approved"
    ),
    Outcome.PROHIBITED: message("check.why_prohibited", "Why it is prohibited"),
}
"""Headings of the clauses that decide, by what they do."""
WHY_POSSIBLE: Final[Mapping[Outcome, Text]] = {
    Outcome.REGISTRATION: message("check.may_registration", "Why an export certificate may be required"),
    Outcome.LICENCE: message("check.may_licence", "Why a licence may be required"),
    Outcome.INDIVIDUAL_LICENCE: message("check.may_individual_licence", "Why an individual licence may be required"),
    Outcome.CASE_BY_CASE: message("check.may_case_by_case", "Why a licence may be required and decided case by case"),
    Outcome.REFUSED_IN_PRINCIPLE: message(
        "check.may_refused_in_principle", "Why a licence may be required and is normally refused"
    ),
    Outcome.PROHIBITED_SAVE_SPECIAL: message(
        "check.may_prohibited_save_special", "Why it may be prohibited unless specially approved"
    ),
    Outcome.PROHIBITED: message("check.may_prohibited", "Why it may be prohibited"),
}
"""Headings of unknown clauses, by what they could do."""


VERDICTS: Final[Mapping[Outcome, Text]] = {
    Outcome.FREE: message("brief.free", "No licence required"),
    Outcome.REGISTRATION: message("brief.registration", "Export certificate required"),
    Outcome.LICENCE: message("brief.licence", "Licence required"),
    Outcome.INDIVIDUAL_LICENCE: message("brief.individual_licence", "Individual licence required"),
    Outcome.CASE_BY_CASE: message("brief.case_by_case", "Licence required, decided case by case"),
    Outcome.REFUSED_IN_PRINCIPLE: message("brief.refused_in_principle", "Licence required, normally refused"),
    Outcome.PROHIBITED_SAVE_SPECIAL: message("brief.prohibited_save_special", "Prohibited unless specially approved"),
    Outcome.PROHIBITED: message("brief.prohibited", "Prohibited"),
}
"""Levels as the first line of an answer says them."""
SHORT: Final[Mapping[Outcome, Text]] = {
    Outcome.FREE: message("brief.free_short", "no licence"),
    Outcome.REGISTRATION: message("brief.registration_short", "certificate"),
    Outcome.LICENCE: message("brief.licence_short", "licence"),
    Outcome.INDIVIDUAL_LICENCE: message("brief.individual_licence_short", "individual licence"),
    Outcome.CASE_BY_CASE: message("brief.case_by_case_short", "licence, case by case"),
    Outcome.REFUSED_IN_PRINCIPLE: message("brief.refused_in_principle_short", "licence, normally refused"),
    Outcome.PROHIBITED_SAVE_SPECIAL: message("brief.prohibited_save_special_short", "special approval only"),
    Outcome.PROHIBITED: message("brief.prohibited_short", "prohibited"),
}
"""Levels as a table of cases says them."""
NOT_KNOWN: Final = message("brief.not_known", "not known")
SPECIAL_AT_BEST: Final = message("brief.special_at_best", "special approval at best")
BRIEF_SHAPES: Final[Mapping[str, str]] = {**SHAPES, FREE_WITH_ALERT: SHAPES[UNDETERMINED]}
"""Signs of the first line: where a party stands on a list and law does not say what follows, nothing is decided."""


def bounds_text(verdict: Verdict) -> Text:
    """Say how far an open outcome is known: `licence at least`, `ban possible`."""
    if verdict.floor > Outcome.FREE:
        return message("brief.at_least", "{level} at least", level=SHORT[verdict.floor])
    if verdict.ceiling >= Outcome.PROHIBITED_SAVE_SPECIAL:
        return message("brief.ban_possible", "ban possible")
    return message("brief.licence_possible", "licence possible")


def case_cell(verdict: Verdict | None) -> Text:
    """Say the answer of one case of a table: sign and a few words.

    >>> case_cell(Verdict(floor=Outcome.LICENCE, ceiling=Outcome.LICENCE)), case_cell(None)
    ('▲ licence', '◆ not known')
    """
    if verdict is None:
        return message("brief.cell", "{sign} {words}", sign=SHAPES[UNDETERMINED], words=NOT_KNOWN)
    words = short_outcome(verdict.headline, verdict)
    return message("brief.cell", "{sign} {words}", sign=BRIEF_SHAPES[verdict.headline], words=words)


ALERT_CELL: Final = message(
    "brief.cell",
    "{sign} {words}",
    sign=BRIEF_SHAPES[FREE_WITH_ALERT],
    words=message("brief.alert_short", "on a list, ask"),
)
"""The answer of a case that is free but for a party that is, or may be, on a list."""


def supposed_cell(headline: str, supposed: str) -> Text | None:
    """Say what a line of a run comes to under what the run supposes, where that settles it; None where it does not.

    Parameters
    ----------
    headline, supposed
        As in the results.

    >>> supposed_cell("undetermined", "licence"), supposed_cell("undetermined", "undetermined")
    ('▲ licence, as assumed', None)
    """
    level = next((level for level in Outcome if level.level == supposed), None)
    if headline != UNDETERMINED or level is None:
        return None
    return message(
        "brief.cell_supposed", "{sign} {words}, as assumed", sign=BRIEF_SHAPES[level.headline], words=SHORT[level]
    )


def short_outcome(headline: str, verdict: Verdict) -> Text:
    """Say an outcome in a few words, without its sign.

    >>> short_outcome("undetermined", Verdict(floor=Outcome.FREE, ceiling=Outcome.PROHIBITED))
    'ban possible'
    """
    if headline == FREE_IF_SUPPOSED:
        return message("brief.nothing_points_short", "nothing points, as assumed")
    if headline == FREE_WITH_ALERT:
        return message("brief.alert_short", "on a list, ask")
    if verdict.floor < verdict.ceiling:
        return SPECIAL_AT_BEST if headline == "prohibited" else bounds_text(verdict)
    return SHORT[verdict.floor]


def listed_outcome(headline: str, verdict: Verdict) -> Text:
    """Say an outcome in a list of lines: of a ban its floor, as the first line of its answer does.

    >>> listed_outcome("prohibited", Verdict(floor=Outcome.PROHIBITED_SAVE_SPECIAL, ceiling=Outcome.PROHIBITED))
    'special approval only'
    """
    return SHORT[verdict.floor] if headline == Outcome.PROHIBITED.headline else short_outcome(headline, verdict)


def span(verdict: Verdict) -> Text:
    """Say an outcome in words: one level, or the floor and the ceiling.

    >>> span(Verdict(floor=Outcome.LICENCE, ceiling=Outcome.PROHIBITED))
    'not decided: at least licence required, at most prohibited'
    """
    if verdict.floor == verdict.ceiling:
        return LEVELS[verdict.floor]
    floor, ceiling = LEVELS[verdict.floor], LEVELS[verdict.ceiling]
    if verdict.headline == FREE_IF_SUPPOSED:
        return Message(f"report.{FREE_IF_SUPPOSED}", HEADLINES[FREE_IF_SUPPOSED], {})
    if verdict.headline != UNDETERMINED:
        if verdict.floor is Outcome.PROHIBITED_SAVE_SPECIAL:
            return message("check.span_prohibited", "prohibited; special approval may be possible")
        return message(
            "check.span_within",
            "{headline}, from {floor} up to {ceiling}",
            headline=Message(f"report.{verdict.headline}", verdict.headline, {}),
            floor=level_text(verdict.floor.level),
            ceiling=level_text(verdict.ceiling.level),
        )
    if verdict.floor is Outcome.FREE:
        return message(
            "check.span_from_free", "not decided: from {floor} up to {ceiling}", floor=floor, ceiling=ceiling
        )
    return message(
        "check.span_between", "not decided: at least {floor}, at most {ceiling}", floor=floor, ceiling=ceiling
    )


def sentence_case(text: str) -> Text:
    """Begin with a capital letter and leave the rest alone."""
    return CapitalText(text)


def marked(verdict: Verdict, text: str | None = None) -> str:
    """Put the shape of the headline before the outcome, in its colour."""
    said = sentence_case(span(verdict)) if text is None else text
    return paint(f"{SHAPES[verdict.headline]} {said}", INKS[verdict.headline])


def brief(verdict: Verdict) -> Text:
    """Say an outcome in one cell of a table: shape and headline, and both ends if it is open.

    >>> brief(Verdict(floor=Outcome.FREE, ceiling=Outcome.LICENCE))
    '◆ no licence to licence'
    """
    shape, floor = SHAPES[verdict.headline], level_text(verdict.floor.level)
    if verdict.floor == verdict.ceiling:
        return message("check.brief", "{shape} {level}", shape=shape, level=floor)
    ceiling = level_text(verdict.ceiling.level)
    return message("check.brief_between", "{shape} {floor} to {ceiling}", shape=shape, floor=floor, ceiling=ceiling)


QUALITIES: Final[Mapping[str, Text]] = {
    "announcement": message("law.quality_announcement", "read from the announcement"),
    "good": message("law.quality_good", "name read whole from a parse of the catalogue"),
    "partial": message("law.quality_partial", "name pieced together from a noisy parse of the catalogue"),
    "catalogue": message("law.quality_catalogue", "heading in the words of the catalogue"),
    "from_codes": message("law.quality_from_codes", "heading worded from the codes below it"),
    "from_analogue": message("law.quality_from_analogue", "name written after the EU text"),
    "heading": message("law.quality_heading", "heading named by the project"),
    "missing_row": message("law.quality_missing_row", "named by another entry; its own row is missing"),
    "user_list": message("law.quality_user_list", "read from your own list"),
}
"""How the name of an entry of a control list came over."""

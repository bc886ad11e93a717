"""What somebody stated of the law, in words: a named unknown and its value, or that what was said of it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.i18n.names import unknown_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.state_assumption import YES
from sekisho.message import LawText, Text, joined, message

_VALUES: Final[Mapping[str, Text]] = {
    YES: message("law.stated_yes", "yes"),
    "no": message("law.stated_no", "no"),
    "lapsed": message("law.stated_ended", "ended"),
}
"""Values of named unknowns in words; packages name the others."""


def law_statement(name: FactName, value: str, library: Library) -> Text:
    """Say what was stated of a named unknown of the law, or whether what somebody said of several counts."""
    unknown = unknown_text(name, library)
    if name not in {saying.id for saying in library.assumptions}:
        return message("law.stated", "{unknown} = {value}", unknown=unknown, value=_VALUES.get(value) or LawText(value))
    return unknown if value == YES else message("law.not_taken", "not taken: {unknown}", unknown=unknown)


def law_statements(stated: object, library: Library) -> Text:
    """Say all that a run card or a case states of the law; empty if it states nothing."""
    if not isinstance(stated, Mapping):
        return Text()
    return joined(
        [law_statement(FactName(str(name)), str(value), library) for name, value in stated.items()], "semicolon"
    )

"""A name and a listed party side by side, in words: which parts are equal, which differ, which one side alone says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, cast

from sekisho.dataclass import dataclass
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import territory_text
from sekisho.law.model.library import Library
from sekisho.message import Text, joined, message
from sekisho.parties.name_pair import FieldPair, MarkedText, PairField, PairState, Script, marked
from sekisho.present.names.group import head_text

FIELDS: Final[Mapping[PairField, Text]] = {
    "name": message("pair.name", "Name"),
    "form": message("pair.form", "Legal form"),
    "script": message("pair.script", "Script"),
    "seat": message("pair.seat", "Country"),
    "number": message("pair.number", "Number"),
    "address": message("pair.address", "Address"),
    "part": message("pair.part", "Works or branch"),
    "parent": message("pair.parent", "Belongs to"),
}
STATES: Final[Mapping[PairState, Text]] = {
    "same": message("pair.same", "equal"),
    "differs": message("pair.differs", "differs"),
    "one_side": message("pair.one_side", "one side only"),
}
_SCRIPTS: Final[Mapping[Script, Text]] = {
    "latin": message("pair.latin", "Latin letters"),
    "han": message("pair.han", "Chinese characters"),
    "kana": message("pair.kana", "kana"),
    "hangul": message("pair.hangul", "Hangul"),
    "other": message("pair.other_script", "other letters"),
}
_NOT_STATED: Final = message("pair.not_stated", "not stated")
_NOT_ON_FILE: Final = message("pair.not_on_file", "not on the list")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One field of two sides, as a page shows it.

    Parameters
    ----------
    asked, listed
        In stretches; those that differ are marked. Empty where the side says nothing.
    without
        What stands in the place of an empty side.
    """

    label: str
    asked: tuple[MarkedText, ...]
    listed: tuple[MarkedText, ...]
    state: PairState
    verdict: str
    without: str


def pair_rows(pairs: Iterable[FieldPair], library: Library, words: Translator) -> list[PairRow]:
    """Tell two sides field by field."""
    return [_row(pair, library, words) for pair in pairs]


def differences_text(pairs: Sequence[FieldPair], library: Library) -> Text | None:
    """Say in one line which fields differ; None if none does."""
    parts = [
        message(
            "pair.field_differs",
            "{field} {asked} / {listed}",
            field=FIELDS[pair.field],
            asked=_said(pair, pair.asked, library),
            listed=_said(pair, pair.listed, library),
        )
        for pair in pairs
        if pair.state == "differs"
    ]
    return message("pair.all_that_differ", "Differs: {fields}", fields=joined(parts, "semicolon")) if parts else None


def _row(pair: FieldPair, library: Library, words: Translator) -> PairRow:
    asked, listed = (words.say(_said(pair, text, library)) if text else "" for text in (pair.asked, pair.listed))
    if pair.field == "name":
        left, right = marked(pair.asked, pair.listed)
    else:
        differs = pair.state == "differs"
        left, right = ((MarkedText(text=text, differs=differs),) if text else () for text in (asked, listed))
    return PairRow(
        label=words.say(FIELDS[pair.field]),
        asked=left,
        listed=right,
        state=pair.state,
        verdict=words.say(STATES[pair.state]),
        without=words.say(_NOT_STATED if not pair.asked else _NOT_ON_FILE),
    )


def _said(pair: FieldPair, text: str, library: Library) -> Text:
    if pair.field == "seat":
        return territory_text(text, library)
    if pair.field == "parent":
        return head_text(text, library)
    if pair.field == "script":
        return joined([_SCRIPTS[cast("Script", script)] for script in text.split()], "comma")
    return Text(text)

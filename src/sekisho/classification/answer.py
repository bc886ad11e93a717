"""The answer to "which code is this": candidates with reasons, questions that decide, and the state of the item."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Final

from sekisho.classification.limit_checks import LimitCheck, LimitStatus
from sekisho.dataclass import dataclass
from sekisho.files.frames.html_table import html_table
from sekisho.law.model.condition import FactName
from sekisho.trade.items.concordance import ForeignEntry

NOT_LISTED: Final = "none"
"""What stands in place of a code for an item that is not on the list, here as in an order book."""


class ItemState(StrEnum):
    """What is known of an item's place on the list.

    It is classified under a code, classified as not listed, not yet classified, unlikely to be listed because nothing
    on the list is near it, or described in words that are not read here.
    """

    CLASSIFIED = "classified"
    NOT_LISTED = "not_listed"
    UNCLASSIFIED = "unclassified"
    UNLIKELY_LISTED = "unlikely_listed"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingReason:
    """Why a candidate stands where it does.

    Parameters
    ----------
    kind
        words, code (it stands in the text), cas, customs_code, limit, look_alike, or quality (of the list as
        transcribed).
    """

    kind: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingParameter:
    """A parameter that would decide between candidates.

    Parameters
    ----------
    choices
        Its answers, if they are not numbers.
    """

    parameter: FactName
    question: str
    unit: str
    codes: tuple[str, ...]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """An entry of a foreign list to compare with; never a determination under the other law."""

    scheme: str
    other: str
    relation: str
    confidence: str

    @classmethod
    def of(cls, pair: ForeignEntry) -> Compare:
        """Take what a reader of candidates needs of a pair of the concordance."""
        return cls(scheme=pair.scheme, other=pair.other, relation=str(pair.relation), confidence=pair.confidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A code that an item may fall under, or `none`: it may be not listed.

    Parameters
    ----------
    score
        0 to 1; it orders candidates and is no probability.
    law
        How far the measure that controls the code has come by the day: see `Stage`.
    taken_for
        Codes for which a thing that is not listed is taken.
    """

    code: str
    name: str
    score: float
    status: LimitStatus
    reasons: tuple[RankingReason, ...]
    limits: tuple[LimitCheck, ...] = ()
    missing: tuple[FactName, ...] = ()
    measure: str = ""
    law: str = ""
    stated: str = ""
    compare: tuple[Compare, ...] = ()
    taken_for: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the candidate as plain data."""
        return {
            "code": self.code,
            "name": self.name,
            "score": round(self.score, 3),
            "status": str(self.status),
            "law": self.law,
            "measure": self.measure,
            "reasons": [{"kind": one.kind, "text": one.text, "source": one.source} for one in self.reasons],
            "limits": [
                {
                    "text": part.text,
                    "value": part.value if isinstance(part.value, bool) else "unknown",
                    "given": {str(name): str(value) for name, value in part.given},
                }
                for part in self.limits
            ],
            "questions": [str(name) for name in self.missing],
            "compare_with": [
                {"scheme": one.scheme, "entry": one.other, "relation": one.relation, "confidence": one.confidence}
                for one in self.compare
            ],
        }


OF_KIND: Final = 0.8
"""Score from which an item is of the kind that an entry names. A guess: machine tools reach it, and no cable."""


def code_of_kind(candidates: Sequence[Candidate]) -> str:
    """Return the code of the first candidate where it is of that entry's kind, and its figures decide; else nothing."""
    first = candidates[0] if candidates else None
    if first is None or first.code == NOT_LISTED or first.status is not LimitStatus.UNKNOWN or first.score < OF_KIND:
        return ""
    return first.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What can be said of an item's place on the list; a suggestion until a person keeps it."""

    description: str
    scheme: str
    state: ItemState
    as_of: date
    candidates: tuple[Candidate, ...]
    questions: tuple[DecidingParameter, ...]
    understood: Mapping[str, str]
    cautions: tuple[str, ...]
    version: str
    hash: str
    claimed: str = ""
    unread: tuple[str, ...] = ()
    """Scripts of the description of which no word is known here."""
    shown: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    """What a notebook shows, in the language of its reader; without it a plain table is shown."""

    def __repr__(self) -> str:
        """Show the state and the nearest codes in one line; `to_dict` gives all of it."""
        nearest = ", ".join(candidate.code for candidate in self.candidates[:3])
        return f"<Classification {self.state} as of {self.as_of}: {nearest or 'no code'}>"

    def _repr_html_(self) -> str:
        """Show codes and questions as a table in a notebook."""
        if self.shown is not None:
            return self.shown()
        codes = [(one.code, f"{one.name} ({one.score:.2f})") for one in self.candidates]
        asked = [("question", one.question) for one in self.questions]
        return html_table([("state", self.state), ("as of", self.as_of), *codes, *asked])

    @property
    def of_kind(self) -> str:
        """The entry of whose kind an item is of which few are listed, by figures that are not known; else empty."""
        return code_of_kind(self.candidates) if self.state is ItemState.UNLIKELY_LISTED else ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The code of a classified item; none for all others."""
        return (self.candidates[0].code,) if self.state is ItemState.CLASSIFIED else ()

    def to_dict(self) -> dict[str, object]:
        """Return the classification as plain data."""
        return {
            "state": str(self.state),
            "scheme": self.scheme,
            "as_of": self.as_of.isoformat(),
            **({"claimed": self.claimed} if self.claimed else {}),
            "candidates": [candidate.to_dict() for candidate in self.candidates],
            "questions": [
                {
                    "parameter": str(one.parameter),
                    "question": one.question,
                    "unit": one.unit,
                    "choices": list(one.choices),
                    "codes": list(one.codes),
                }
                for one in self.questions
            ],
            "understood": dict(self.understood),
            "unread": list(self.unread),
            "cautions": list(self.cautions),
            "library": {"version": self.version, "hash": self.hash},
        }

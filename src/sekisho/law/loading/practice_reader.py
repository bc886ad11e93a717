"""Penalties, licensing, guidance and arguments, from the nodes of a measure file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from sekisho.files.typed_yaml import EitherOf, ItemsOf, Scalar, Shape, TypedReader, Words, keys_of
from sekisho.files.yaml_nodes import Node
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.confidence import Confidence
from sekisho.law.model.guidance import NOBODY, Argument, Guidance, Speaker
from sekisho.law.model.licensing import (
    Clock,
    DayUnit,
    LicenceKind,
    LicenceLevel,
    LicencePaper,
    Licensing,
    Limit,
    Practice,
)
from sekisho.law.model.penalty import Base, Consequence, Deed, Fine, FineUnit, Gravity, Penalty, PenaltyElsewhere
from sekisho.message import message

_GROUND: Final = (("confidence", Confidence), ("source", Scalar.ADDRESS))
_FINE: Final = Shape(
    "fine",
    keys_of(
        *(("unit", FineUnit), ("low", Scalar.NUMBER), ("high", Scalar.NUMBER), "currency", ("of", Base)),
        *(("of_at_least", Scalar.NUMBER), ("of_below", Scalar.NUMBER), ("gravity", Gravity)),
        needed="unit low high currency",
    ),
)
PENALTY: Final = Shape(
    "penalty",
    keys_of(
        *("article", ("for", ItemsOf(Deed)), "words"),
        ("fines", ItemsOf(_FINE)),
        ("consequences", ItemsOf(Consequence)),
        *_GROUND,
        needed="article for words confidence source",
    ),
)
ELSEWHERE: Final = Shape("penalty", keys_of("under", ("articles", ItemsOf(Scalar.TEXT)), needed="under articles"))
_CLOCK: Final = Shape(
    "statutory",
    keys_of(
        ("days", EitherOf((Scalar.WHOLE, Words((str(Limit.NO_LIMIT), str(Limit.NOT_STATED)))))),
        *(("unit", DayUnit), "from", "not_counted", "article", *_GROUND),
        needed="days confidence source",
    ),
)
_DOCUMENT: Final = Shape(
    "document", keys_of("words", ("level", LicenceKind), "article", *_GROUND, needed="words confidence source")
)
_LEVEL: Final = Shape(
    "level of licence",
    keys_of(
        *(("level", LicenceKind), ("available", Words(("yes", "no"))), "words", ("valid_years", Scalar.WHOLE)),
        *("article", *_GROUND),
        needed="level available words confidence source",
    ),
)
_PRACTICE: Final = Shape(
    "practice",
    keys_of(
        *("words", ("days_low", Scalar.WHOLE), ("days_high", Scalar.WHOLE), ("unit", DayUnit), "by", *_GROUND),
        needed="words confidence source",
    ),
)
LICENSING: Final = Shape(
    "licensing",
    keys_of(
        *("under", "authority", "channel", ("statutory", _CLOCK), ("documents", ItemsOf(_DOCUMENT))),
        *(("levels", ItemsOf(_LEVEL)), ("practice", ItemsOf(_PRACTICE))),
    ),
)
GUIDANCE: Final = Shape(
    "guidance",
    keys_of(
        *("by", ("date", Scalar.DAY_OR_UNKNOWN), "number", "words", *_GROUND),
        needed="by date words confidence source",
    ),
)
_ARGUMENT: Final = Shape(
    "argued_by",
    keys_of(
        *("who", ("kind", Speaker), ("source", Scalar.ADDRESS), ("read", Scalar.DAY), "note"),
        needed="who kind source read",
    ),
)
ARGUMENTS: Final = EitherOf((ItemsOf(_ARGUMENT), Words((NOBODY,))))


def read_penalty(node: Node, values: TypedReader) -> Penalty | PenaltyElsewhere:
    """Read one penalty, or the articles of another measure that set it."""
    if node.get("under") is not None:
        values.keys(node, ELSEWHERE)
        return PenaltyElsewhere(
            measure=MeasureId(values.text(node, "under")), articles=values.strings(node, "articles"), line=node.line
        )
    values.keys(node, PENALTY)
    return Penalty(
        article=values.text(node, "article"),
        deeds=values.each(node, "for", lambda item: values.one_of(item, Deed, Deed.ANY_BREACH)),
        words=values.text(node, "words"),
        fines=values.each(node, "fines", lambda item: _fine(item, values)),
        consequences=values.each(
            node, "consequences", lambda item: values.one_of(item, Consequence, Consequence.WARNING)
        ),
        confidence=_confidence(node, values),
        source=values.url(node, "source"),
    )


def _fine(node: Node, values: TypedReader) -> Fine:
    values.keys(node, _FINE)
    low, high = values.number(node, "low") or Decimal(0), values.number(node, "high") or Decimal(0)
    if low > high:
        what = message("measure.fine_low", "fine: low {low} lies above high {high}.", low=str(low), high=str(high))
        values.tell(node.line, "M105", what, message("measure.lower_first", "Give the lower bound first."))
    unit = values.choice(node, "unit", FineUnit, FineUnit.MONEY)
    if unit is FineUnit.TIMES and node.get("of") is None:
        what = message("measure.fine_of", "fine: times of what is not said.")
        values.tell(node.line, "M102", what, message("measure.give_base", "Give the base under 'of'."))
    return Fine(
        unit=unit,
        low=low,
        high=high,
        currency=values.text(node, "currency"),
        base=values.choice(node, "of", Base, Base.UNLAWFUL_TRANSACTIONS) if node.get("of") is not None else None,
        base_at_least=values.number(node, "of_at_least"),
        base_below=values.number(node, "of_below"),
        gravity=values.choice(node, "gravity", Gravity, Gravity.ANY),
    )


def read_licensing(node: Node | None, values: TypedReader) -> Licensing | None:
    """Read how a licence is got."""
    if node is None:
        return None
    values.keys(node, LICENSING)
    under, clock = values.text(node, "under"), node.get("statutory")
    if not under:
        for key in ("authority", "statutory"):
            if node.get(key) is None:
                what = message("file.key_missing", "{what}: key '{name}' is missing.", what=LICENSING.what, name=key)
                values.tell(node.line, "M102", what, message("measure.give_or_under", "Give it, or 'under'."))
    return Licensing(
        under=MeasureId(under) if under else None,
        authority=values.text(node, "authority"),
        channel=values.text(node, "channel"),
        clock=_clock(clock, values) if clock is not None else None,
        documents=values.each(node, "documents", lambda item: _document(item, values)),
        levels=values.each(node, "levels", lambda item: _level(item, values)),
        practice=values.each(node, "practice", lambda item: _practice(item, values)),
        line=node.line,
    )


def _clock(node: Node, values: TypedReader) -> Clock:
    values.keys(node, _CLOCK)
    stated = values.text(node, "days")
    limit = Limit(stated) if stated in {Limit.NO_LIMIT, Limit.NOT_STATED} else Limit.DAYS
    days = values.whole(node, "days") if limit is Limit.DAYS else None
    if limit is Limit.DAYS and (node.get("unit") is None or node.get("from") is None):
        what = message("measure.days_of_clock", "statutory: days need 'unit' and 'from'.")
        values.tell(node.line, "M102", what, message("measure.say_days", "Say which days, from when on."))
    return Clock(
        limit=limit,
        days=days,
        unit=values.choice(node, "unit", DayUnit, DayUnit.WORKING_DAYS) if node.get("unit") is not None else None,
        start=values.text(node, "from"),
        not_counted=values.text(node, "not_counted"),
        article=values.text(node, "article"),
        confidence=_confidence(node, values),
        source=values.url(node, "source"),
    )


def _document(node: Node, values: TypedReader) -> LicencePaper:
    values.keys(node, _DOCUMENT)
    return LicencePaper(
        words=values.text(node, "words"),
        kind=_kind(node, values) if node.get("level") is not None else None,
        article=values.text(node, "article"),
        confidence=_confidence(node, values),
        source=values.url(node, "source"),
    )


def _level(node: Node, values: TypedReader) -> LicenceLevel:
    values.keys(node, _LEVEL)
    available = values.text(node, "available")
    if available not in {"yes", "no"}:
        what = message("file.unknown_value", "unknown {what} '{value}'.", what="available", value=available)
        values.tell(node.line, "M105", what, message("error.expected_either", "Expected {choices}.", choices="yes, no"))
    return LicenceLevel(
        kind=_kind(node, values),
        available=available == "yes",
        words=values.text(node, "words"),
        valid_years=values.whole(node, "valid_years"),
        article=values.text(node, "article"),
        confidence=_confidence(node, values),
        source=values.url(node, "source"),
    )


def _practice(node: Node, values: TypedReader) -> Practice:
    values.keys(node, _PRACTICE)
    return Practice(
        words=values.text(node, "words"),
        days_low=values.whole(node, "days_low"),
        days_high=values.whole(node, "days_high"),
        unit=values.choice(node, "unit", DayUnit, DayUnit.CALENDAR_DAYS) if node.get("unit") is not None else None,
        by=values.text(node, "by"),
        confidence=_confidence(node, values),
        source=values.url(node, "source"),
    )


def read_guidance(node: Node, values: TypedReader) -> Guidance:
    """Read what an authority answers."""
    values.keys(node, GUIDANCE)
    return Guidance(
        by=values.text(node, "by"),
        day=None if values.text(node, "date") == "unknown" else values.day(node, "date"),
        number=values.text(node, "number"),
        words=values.text(node, "words"),
        confidence=_confidence(node, values),
        source=values.url(node, "source"),
    )


def read_arguments(node: Node | None, values: TypedReader) -> tuple[Argument, ...] | None:
    """Read who argues a reading; `nobody` is an empty list, and nothing said is None."""
    if node is None:
        return None
    if node.text == NOBODY:
        return ()
    if not node.items:
        what = message("file.not_list", "'{key}' is not a list.", key="argued_by")
        remedy = message("measure.expected_voices", "Expected a list, or {nobody}.", nobody=NOBODY)
        values.tell(node.line, "M105", what, remedy)
        return None
    return tuple(_argument(item, values) for item in node.items)


def _argument(node: Node, values: TypedReader) -> Argument:
    values.keys(node, _ARGUMENT)
    return Argument(
        who=values.text(node, "who"),
        kind=values.choice(node, "kind", Speaker, Speaker.PRESS),
        source=values.url(node, "source"),
        read=values.day(node, "read") or date.min,
        note=values.text(node, "note"),
    )


def _kind(node: Node, values: TypedReader) -> LicenceKind:
    return values.choice(node, "level", LicenceKind, LicenceKind.INDIVIDUAL)


def _confidence(node: Node, values: TypedReader) -> Confidence:
    return values.choice(node, "confidence", Confidence, Confidence.LOW)

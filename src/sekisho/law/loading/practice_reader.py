"""Penalties, licensing, guidance and arguments, from the nodes of a measure file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from sekisho.files.typed_yaml import TypedReader
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

GROUND: Final = frozenset({"confidence", "source"})
PENALTY_KEYS: Final = ("article", "for", "words", "fines", "consequences", "confidence", "source")
ELSEWHERE_KEYS: Final = ("under", "articles")
FINE_KEYS: Final = ("unit", "low", "high", "currency", "of", "of_at_least", "of_below", "gravity")
LICENSING_KEYS: Final = ("under", "authority", "channel", "statutory", "documents", "levels", "practice")
CLOCK_KEYS: Final = ("days", "unit", "from", "not_counted", "article", "confidence", "source")
DOCUMENT_KEYS: Final = ("words", "level", "article", "confidence", "source")
LEVEL_KEYS: Final = ("level", "available", "words", "valid_years", "article", "confidence", "source")
PRACTICE_KEYS: Final = ("words", "days_low", "days_high", "unit", "by", "confidence", "source")
GUIDANCE_KEYS: Final = ("by", "date", "number", "words", "confidence", "source")
ARGUMENT_KEYS: Final = ("who", "kind", "source", "read", "note")


def read_penalty(node: Node, values: TypedReader) -> Penalty | PenaltyElsewhere:
    """Read one penalty, or the articles of another measure that set it."""
    if node.get("under") is not None:
        values.keys(node, ELSEWHERE_KEYS, frozenset(ELSEWHERE_KEYS), "penalty")
        return PenaltyElsewhere(
            measure=MeasureId(values.text(node, "under")), articles=values.strings(node, "articles"), line=node.line
        )
    values.keys(node, PENALTY_KEYS, GROUND | {"article", "for", "words"}, "penalty")
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
    values.keys(node, FINE_KEYS, frozenset({"unit", "low", "high", "currency"}), "fine")
    low, high = values.number(node, "low") or Decimal(0), values.number(node, "high") or Decimal(0)
    if low > high:
        values.faults.add(node.line, "M105", f"fine: low {low} lies above high {high}.", "Give the lower bound first.")
    unit = values.choice(node, "unit", FineUnit, FineUnit.MONEY)
    if unit is FineUnit.TIMES and node.get("of") is None:
        values.faults.add(node.line, "M102", "fine: times of what is not said.", "Give the base under 'of'.")
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
    values.keys(node, LICENSING_KEYS, frozenset(), "licensing")
    under, clock = values.text(node, "under"), node.get("statutory")
    if not under:
        for key in ("authority", "statutory"):
            if node.get(key) is None:
                values.faults.add(node.line, "M102", f"licensing: key '{key}' is missing.", "Give it, or 'under'.")
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
    values.keys(node, CLOCK_KEYS, GROUND | {"days"}, "statutory")
    stated = values.text(node, "days")
    limit = Limit(stated) if stated in {Limit.NO_LIMIT, Limit.NOT_STATED} else Limit.DAYS
    days = values.whole(node, "days") if limit is Limit.DAYS else None
    if limit is Limit.DAYS and (node.get("unit") is None or node.get("from") is None):
        values.faults.add(node.line, "M102", "statutory: days need 'unit' and 'from'.", "Say which days, from when on.")
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
    values.keys(node, DOCUMENT_KEYS, GROUND | {"words"}, "document")
    return LicencePaper(
        words=values.text(node, "words"),
        kind=_kind(node, values) if node.get("level") is not None else None,
        article=values.text(node, "article"),
        confidence=_confidence(node, values),
        source=values.url(node, "source"),
    )


def _level(node: Node, values: TypedReader) -> LicenceLevel:
    values.keys(node, LEVEL_KEYS, GROUND | {"level", "available", "words"}, "level of licence")
    available = values.text(node, "available")
    if available not in {"yes", "no"}:
        values.faults.add(node.line, "M105", f"unknown available '{available}'.", "Expected yes, no.")
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
    values.keys(node, PRACTICE_KEYS, GROUND | {"words"}, "practice")
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
    values.keys(node, GUIDANCE_KEYS, GROUND | {"by", "date", "words"}, "guidance")
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
        values.faults.add(node.line, "M105", "'argued_by' is not a list.", f"Expected a list, or {NOBODY}.")
        return None
    return tuple(_argument(item, values) for item in node.items)


def _argument(node: Node, values: TypedReader) -> Argument:
    values.keys(node, ARGUMENT_KEYS, frozenset({"who", "kind", "source", "read"}), "argued_by")
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

"""How each measure is encoded: with clauses that decide, with duties only, or with no clause, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import assert_never

from sekisho.law.model.condition import FALSE
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Confidence, Effect, Measure
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, count, paint, table, wrap


class Encoding(StrEnum):
    """What the clauses of a measure do: some can change an outcome, all only oblige, or there is none."""

    DECIDES = "decides"
    DUTIES = "duties_only"
    NONE = "no_clause"


def acts(clause: Clause) -> bool:
    """Tell whether a clause can change an outcome, itself or by an exception, or oblige."""
    return clause.when != FALSE


def encoding_of(measure: Measure) -> Encoding:
    """Return what the clauses of a measure do."""
    acting = [clause for clause in measure.clauses if acts(clause)]
    if any(clause.effect is not Effect.OBLIGE for clause in acting):
        return Encoding.DECIDES
    return Encoding.DUTIES if acting else Encoding.NONE


def encoding_rows(library: Library) -> list[dict[str, object]]:
    """Return one record a measure.

    `deciding` and `duties` count its clauses, `less_sure` those of them that are encoded with less than high
    confidence; `why` says why no clause can change an outcome, and is empty if one can.
    """
    return [
        {
            "id": str(measure.id),
            "jurisdiction": measure.jurisdiction,
            "kind": measure.kind,
            "instrument": measure.instrument,
            "encoding": str(encoding_of(measure)),
            "deciding": sum(clause.effect is not Effect.OBLIGE for clause in measure.clauses),
            "duties": sum(clause.effect is Effect.OBLIGE for clause in measure.clauses),
            "confidence": str(measure.confidence),
            "less_sure": sum(clause.confidence is not Confidence.HIGH for clause in measure.clauses),
            "why": measure.not_executable,
        }
        for measure in library.measures.values()
    ]


def by_jurisdiction(library: Library, not_encoded: Mapping[str, int]) -> dict[str, dict[str, object]]:
    """Count the measures of each jurisdiction by how they are encoded and how sure that is.

    Parameters
    ----------
    not_encoded
        Known measures of each jurisdiction that have no file.
    """
    found: dict[str, dict[str, object]] = {}
    for jurisdiction in sorted({measure.jurisdiction for measure in library.measures.values()}):
        own = [measure for measure in library.measures.values() if measure.jurisdiction == jurisdiction]
        encodings = Counter(encoding_of(measure) for measure in own)
        confidences = Counter(measure.confidence for measure in own)
        packages = [package for package in library.packages if jurisdiction in package.jurisdictions]
        found[jurisdiction] = {
            "known": len(own) + not_encoded.get(jurisdiction, 0),
            "encoded": len(own),
            "encoding": {str(each): encodings[each] for each in Encoding},
            "confidence": {str(each): confidences[each] for each in Confidence},
            "horizon": min((package.horizon for package in packages), default=library.horizon).isoformat(),
        }
    return found


def encoding_text(library: Library, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Set out how each measure is encoded, jurisdiction by jurisdiction, and why those do not decide that do not."""
    lines: list[str] = []
    for jurisdiction, counted in by_jurisdiction(library, {}).items():
        own = [measure for measure in library.measures.values() if measure.jurisdiction == jurisdiction]
        head = f"Measure by measure, {jurisdiction}"
        said = f"  {_counts(own)}; sources read to {counted['horizon']}"
        lines += ["", paint(head, Ink.BOLD), *wrap(said.strip(), width=width, indent="  ", hang="  "), ""]
        lines += table([_row(measure) for measure in own], width=width)
        mute = [measure for measure in own if measure.not_executable]
        if mute:
            lines += ["", paint(f"Why some decide nothing, {jurisdiction}", Ink.BOLD)]
        for measure in mute:
            lines += wrap(f"{measure.id}: {measure.not_executable}", width=width, indent="  - ", hang="    ")
    return lines


def _row(measure: Measure) -> tuple[str, str, str, str]:
    less = sum(clause.confidence is not Confidence.HIGH for clause in measure.clauses)
    own = len(measure.clauses)
    said = f"{count(own, 'clause')}{f', {less} below high' if less else ''}" if own else ""
    return str(measure.id), _word(encoding_of(measure)), f"confidence {measure.confidence}", said


def _counts(measures: Iterable[Measure]) -> str:
    found = list(measures)
    encodings = Counter(encoding_of(measure) for measure in found)
    parts = [f"{encodings[each]} {_plural(each, encodings[each])}" for each in Encoding if encodings[each]]
    return f"{count(len(found), 'measure')}: {', '.join(parts)}"


def _word(encoding: Encoding) -> str:
    match encoding:
        case Encoding.DECIDES:
            return "decides"
        case Encoding.DUTIES:
            return "duties only"
        case Encoding.NONE:
            return "no clause"
        case _:
            assert_never(encoding)


def _plural(encoding: Encoding, number: int) -> str:
    match encoding:
        case Encoding.DECIDES:
            return "decides" if number == 1 else "decide"
        case Encoding.DUTIES:
            return "with duties only"
        case Encoding.NONE:
            return "with no clause"
        case _:
            assert_never(encoding)

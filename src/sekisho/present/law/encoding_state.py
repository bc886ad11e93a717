"""How each measure is encoded: with clauses that decide, with duties only, or with no clause, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, assert_never

from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.model.condition import FALSE
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Confidence, Effect, Measure
from sekisho.message import LawText, Text, counted, day_text, joined, message
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap


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
            "encoding": {str(encoding): encodings[encoding] for encoding in Encoding},
            "confidence": {str(confidence): confidences[confidence] for confidence in Confidence},
            "horizon": min((package.horizon for package in packages), default=library.horizon).isoformat(),
        }
    return found


def encoding_text(library: Library, tell: PackageTranslator, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Set out how each measure is encoded, jurisdiction by jurisdiction, and why those do not decide that do not."""
    lines: list[str] = []
    for place, counts in by_jurisdiction(library, {}).items():
        own = [measure for measure in library.measures.values() if measure.jurisdiction == place]
        head = message("law.by_measure", "Measure by measure, {jurisdiction}", jurisdiction=place)
        read = day_text(str(counts["horizon"]))
        summary = message("law.measures_read", "{counts}; sources read to {day}", counts=_counts(own), day=read)
        lines += ["", paint(tell(head), Ink.BOLD), *wrap(tell(summary), width=width, indent="  ", hang="  "), ""]
        # Ids, and not names, stand first: they are what `sekisho show` takes.
        rows = [(str(measure.id), *(tell(cell) for cell in _row(measure)[1:])) for measure in own]
        lines += table(rows, width=width)
        mute = [measure for measure in own if measure.not_executable]
        if mute:
            why = message("law.why_nothing", "Why some decide nothing, {jurisdiction}", jurisdiction=place)
            lines += ["", paint(tell(why), Ink.BOLD)]
        for measure in mute:
            text = joined((measure.id, LawText(measure.not_executable)), "colon")
            lines += wrap(tell(text), width=width, indent="  - ", hang="    ")
    return lines


def _row(measure: Measure) -> tuple[str, str, str, str]:
    sure = message("law.confidence", "confidence {confidence}", confidence=measure.confidence.words)
    clauses: list[Text] = []
    if number := len(measure.clauses):
        clauses.append(counted("law.clauses", "{n} clause", "{n} clauses", n=number))
    if less := sum(clause.confidence is not Confidence.HIGH for clause in measure.clauses):
        clauses.append(message("law.below_high", "{n} below high", n=less))
    return str(measure.id), ENCODINGS[encoding_of(measure)], sure, joined(clauses, "comma")


ENCODINGS: Final[Mapping[Encoding, Text]] = {
    Encoding.DECIDES: message("law.decides", "decides"),
    Encoding.DUTIES: message("law.duties_only", "duties only"),
    Encoding.NONE: message("law.no_clause", "no clause"),
}
"""How a measure is encoded, in a word or two."""


def measures_of(number: int) -> Text:
    """Count measures."""
    return counted("law.measures", "{n} measure", "{n} measures", n=number)


def _counts(measures: Sequence[Measure]) -> Text:
    encodings = Counter(map(encoding_of, measures))
    parts = [_share(each, encodings[each]) for each in Encoding if encodings[each]]
    return joined((measures_of(len(measures)), joined(parts, "comma")), "colon")


def _share(encoding: Encoding, number: int) -> Text:
    match encoding:
        case Encoding.DECIDES:
            return counted("law.some_decide", "{n} decides", "{n} decide", n=number)
        case Encoding.DUTIES:
            return message("law.some_duties", "{n} with duties only", n=number)
        case Encoding.NONE:
            return message("law.some_no_clause", "{n} with no clause", n=number)
        case _:
            assert_never(encoding)

"""Measures for reading: a list with their state on a day, and one measure clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from sekisho.i18n.citations import article_in
from sekisho.i18n.conditions import prose, sentence
from sekisho.i18n.languages import for_reader, in_language
from sekisho.i18n.names import NO_LIMIT, NamingContext, speech_of
from sekisho.i18n.package_translation import teller_of
from sekisho.law.dates.calendar import APPLIES, Stage, is_within, stage_on, subject_of
from sekisho.law.model.condition import TRUE
from sekisho.law.model.consequences import licensing_of, penalties_of
from sekisho.law.model.guidance import guidance_data
from sekisho.law.model.library import Library
from sekisho.law.model.licensing import licensing_data
from sekisho.law.model.measure import Clause, Effect, Measure, MeasureState, StatusInterval
from sekisho.law.model.penalty import penalty_data
from sekisho.law.model.term import Reading
from sekisho.law.model.value_share import CountedContent, Prices, ValueShare, share_data
from sekisho.message import Text, joined, message
from sekisho.present.law.consequences import guidance_lines, licensing_lines, penalty_lines
from sekisho.present.law.encoding_state import measures_of
from sekisho.present.law.term import term_data, term_lines, words_lines
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, heading, paint, table, wrap

COUNTS: Final[Mapping[CountedContent, str]] = {
    CountedContent.BOUGHT_AS_SUCH: "what the maker buys as such and works in",
    CountedContent.IN_ALL_INPUTS: "what stands in any input, at whatever depth",
}
PRICES: Final[Mapping[Prices, str]] = {
    Prices.STANDARD: "one price a part",
    Prices.LOTS: "the price of each lot",
}


def state_says(measure: Measure, day: date) -> tuple[Stage, Text]:
    """Return how far a measure has come by a day, and the same in words with its date."""
    stage, span = stage_on(measure, day)
    match stage:
        case Stage.UNPUBLISHED:
            return stage, message("law.published_later", "published later, on {day}", day=str(measure.published))
        case Stage.PUBLISHED:
            return stage, message("law.takes_effect_on", "takes effect on {day}", day=str(measure.effective))
        case Stage.REPEALED:
            return stage, message("law.repealed_from", "repealed from {day}", day=str(measure.repealed))
        case Stage.SUSPENDED if span is not None and span.until:
            return stage, message("law.suspended_through", "suspended through {day}", day=str(span.until))
        case Stage.SUSPENDED if span is not None:
            return stage, message("law.suspended_from", "suspended from {day}", day=str(span.start))
        case Stage.UNKNOWN if span is not None:
            return stage, message("law.not_known_named", "not known: {name}", name=span.named)
        case _:
            return stage, Stage.IN_FORCE.words


def measures_rows(library: Library, day: date, *, only_in_force: bool) -> list[dict[str, object]]:
    """Return one record a measure, with its state on the day."""
    rows: list[dict[str, object]] = []
    for measure in library.measures.values():
        stage, _ = state_says(measure, day)
        if only_in_force and stage not in APPLIES:
            continue
        rows.append(
            {
                "id": measure.id,
                "title": measure.title.get("en", ""),
                "title_zh": measure.title.get("zh", ""),
                "title_ja": measure.title.get("ja", ""),
                "kind": measure.kind,
                "jurisdiction": measure.jurisdiction,
                "instrument": measure.instrument,
                "published": measure.published.isoformat(),
                "effective": measure.effective.isoformat(),
                "repealed": measure.repealed.isoformat() if measure.repealed else "open",
                "as_of": day.isoformat(),
                "state": str(stage),
                "clauses": len(measure.clauses),
                "confidence": str(measure.confidence),
            }
        )
    return rows


def measures_text(
    library: Library, day: date, *, only_in_force: bool, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """List measures with the day of effect, their state on the day, and their title."""
    tell = teller_of(library, language)
    states = [(measure, *state_says(measure, day)) for measure in library.measures.values()]
    shown = [one for one in states if one[1] in APPLIES or not only_in_force]
    if not shown:
        first = min((measure.effective for measure in library.measures.values()), default=None)
        none = message("law.none_in_force", "No loaded measure was in force on {day}.", day=str(day))
        began = message("law.earliest", "The earliest begins on {day}.", day=str(first)) if first else ""
        return [tell(joined((none, began), "sentence"))]
    head = message("law.measures_as_of", "{measures}, as of {day}", measures=measures_of(len(shown)), day=str(day))
    lines = [paint(tell(head), Ink.BOLD)]
    for measure, stage, says in shown:
        title = in_language(measure.title, language)[1]
        note = "" if stage is Stage.IN_FORCE else paint(f"  {tell(says)}", Ink.YELLOW)
        lines.append(f"{paint(measure.id, Ink.BOLD)}  {measure.effective}{note}")
        lines += wrap(title, width=width, indent="  ", hang="  ")
    return lines


def measure_text(
    measure: Measure,
    library: Library,
    day: date,
    *,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Set out one measure: words, translation, encoding as sentences, terms, sources."""
    speech = speech_of(library, language=language, shown=12)
    lines = [paint(measure.id, Ink.BOLD)]
    lines += [line for title in for_reader(measure.title, language).values() for line in _in(title, width, "  ")]
    lines += ["", *table(list(_facts_of(measure, library, day)), width=width)]
    if measure.subject != TRUE:
        lines += ["", paint("Every clause also needs", Ink.BOLD)]
        lines += _in(sentence(measure.subject, speech), width, "  ")
    if measure.clauses:
        lines += ["", paint("Clauses", Ink.BOLD)]
        for clause in measure.clauses:
            lines += [*_clause(clause, library, speech, day, width), ""]
        lines.pop()
    if measure.terms:
        lines += ["", paint("Terms", Ink.BOLD)]
        for number, term in enumerate(measure.terms, start=1):
            lines += [*term_lines(term, speech, number=number, width=width), ""]
        lines.pop()
    if measure.shares:
        lines += ["", paint("Shares by value", Ink.BOLD), *share_lines(measure.shares, speech, width)]
    penalties = list(penalties_of(measure, library.measures))
    if penalties:
        lines += ["", paint("Penalties", Ink.BOLD), *penalty_lines(penalties, width)]
    licensing = licensing_of(measure, library.measures)
    if licensing is not None:
        under = _in(f"as under {licensing.under}, and what is its own", width, "  ") if licensing.under else []
        lines += ["", paint("Licensing", Ink.BOLD), *under, *licensing_lines(licensing, width)]
    if measure.guidance:
        lines += ["", paint("Guidance", Ink.BOLD), *guidance_lines(measure.guidance, width)]
    lines += ["", paint("Sources", Ink.BOLD)]
    for source in measure.sources:
        note = f", {source.note}" if source.note else ""
        lines += _in(f"{source.url} ({source.language}, read {source.read}{note})", width, "  ")
    return lines


def _in(text: str, width: int, indent: str, hang: str | None = None) -> list[str]:
    return wrap(text, width=width, indent=indent, hang=hang)


def _facts_of(measure: Measure, library: Library, day: date) -> Iterable[tuple[str, str]]:
    yield "state", f"{state_says(measure, day)[1]}, as of {day}"
    yield "authority", measure.authority
    yield "instrument", measure.instrument
    yield "published", measure.published.isoformat()
    yield "effective", measure.effective.isoformat()
    yield "repealed", measure.repealed.isoformat() if measure.repealed else "open"
    for span in measure.status:
        yield "status", _span(span)
    if measure.basis:
        yield "rests on", ", ".join(measure.basis)
    for relation in measure.relations:
        clause = f", {relation.clause}" if relation.clause else ""
        start = f" from {relation.start}" if relation.start else ""
        until = f" through {relation.until}" if relation.until else ""
        yield relation.kind.replace("_", " "), f"{relation.measure}{clause}{start}{until}"
    for other in library.measures.values():
        for relation in other.relations:
            if relation.measure == measure.id:
                clause = f", #{relation.clause} alone" if relation.clause else ""
                yield _PASSIVE.get(relation.kind, relation.kind), f"{other.id}{clause}"
    yield "confidence", str(measure.confidence)
    if measure.not_executable:
        yield "not executable", measure.not_executable
    if measure.note:
        yield "note", measure.note


_PASSIVE = {
    "suspends": "suspended by",
    "amends": "amended by",
    "absorbed_by": "absorbs",
    "supersedes": "superseded by",
    "implements": "implemented by",
}


def _span(span: StatusInterval) -> str:
    until = f" through {span.until}" if span.until else " on"
    name = "not known" if span.state is MeasureState.UNKNOWN else str(span.state).replace("_", " ")
    says = f"{name} from {span.start}{until}"
    if span.named:
        values = ", ".join(f"{value} ({state})" for value, state in span.values)
        says += f": {span.named} = {values}"
    if span.by:
        says += f", by {span.by}"
    return says.replace("in_force", "in force")


def _clause(clause: Clause, library: Library, speech: NamingContext, day: date, width: int) -> list[str]:
    name = clause.id.partition("#")[2]
    level = f": {clause.level.replace('_', ' ')}" if clause.level else ""
    effect = f"{str(clause.effect).replace('_', ' ')}{level}"
    sure = paint(f"confidence {clause.confidence}", Ink.DIM)
    _, place = article_in(clause.article, speech.language)
    lines = heading((paint("#" + name, Ink.BOLD), place, paint(effect, Ink.YELLOW), sure), width=width)
    lines += words_lines(clause.words, speech.language, width, "    ")
    rows = []
    if clause.effect is Effect.EXCEPT:
        rows.append(("excepts", ", ".join(clause.excepts)))
    rows.append(("when", sentence(clause.when, speech)))
    rows += [
        ("unless", f"{other.id}: {sentence(other.when, speech)}")
        for _, other in library.clauses.values()
        if clause.id in other.excepts
    ]
    if clause.duty:
        rows.append(("duty", clause.duty))
    if clause.start or clause.until:
        rows.append(("applies", f"from {clause.start or 'the first day'} to {clause.until or 'open'}"))
    if not is_within(day, clause.start, clause.until):
        rows.append(("state", f"does not apply on {day}"))
    rows += [("status", _span(span)) for span in clause.status]
    if clause.source:
        rows.append(("source", clause.source))
    if clause.note:
        rows.append(("note", clause.note))
    return [*lines, *table(rows, indent="    ", width=width)]


def clause_text(clause: Clause, library: Library, day: date, *, language: str, width: int) -> list[str]:
    """Set out one clause."""
    speech = speech_of(library, language=language, shown=NO_LIMIT)
    measure, _ = library.clauses[clause.id]
    lines = [paint(measure.id, Ink.BOLD), *_clause(clause, library, speech, day, width)]
    subject = subject_of(clause, measure)
    if subject != TRUE:
        text = sentence(subject, speech)
        lines += table([("and", text)], indent="    ", width=width)
    return lines


def measure_data(measure: Measure, library: Library, day: date, *, language: str = "en") -> dict[str, object]:
    """Return a measure as plain data, with its encoding as sentences."""
    speech = speech_of(library, language=language, shown=NO_LIMIT)
    licensing = licensing_of(measure, library.measures)
    return {
        **next(row for row in measures_rows(library, day, only_in_force=False) if row["id"] == measure.id),
        "authority": measure.authority,
        "basis": list(measure.basis),
        "relations": [
            {
                "kind": relation.kind,
                "measure": relation.measure,
                "clause": relation.clause,
                "from": _iso(relation.start),
                "until": _iso(relation.until),
            }
            for relation in measure.relations
        ],
        "status": [_span(span) for span in measure.status],
        "not_executable": measure.not_executable,
        "note": measure.note,
        "subject": prose(measure.subject, speech),
        "clauses": [_clause_data(clause, speech) for clause in measure.clauses],
        "terms": [term_data(term, speech) for term in measure.terms],
        "shares": [{**share_data(share), "content": prose(share.content, speech)} for share in measure.shares],
        "licensing": licensing_data(measure.id, licensing) if licensing is not None else None,
        "penalties": [penalty_data(setter, penalty) for setter, penalty in penalties_of(measure, library.measures)],
        "guidance": [guidance_data(one) for one in measure.guidance],
        "sources": [
            {
                "url": source.url,
                "language": source.language,
                "read": source.read.isoformat(),
                "note": source.note,
            }
            for source in measure.sources
        ],
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _clause_data(clause: Clause, speech: NamingContext) -> dict[str, object]:
    return {
        "id": clause.id,
        "article": clause.article,
        "words": dict(clause.words),
        "effect": str(clause.effect),
        "level": clause.level,
        "excepts": list(clause.excepts),
        "when": prose(clause.when, speech),
        "duty": clause.duty,
        "from": _iso(clause.start),
        "until": _iso(clause.until),
        "status": [_span(span) for span in clause.status],
        "confidence": str(clause.confidence),
        "source": clause.source,
        "note": clause.note,
    }


def share_lines(shares: Iterable[ValueShare], speech: NamingContext, width: int) -> list[str]:
    """Set out each share: the fact, what is content, and the three readings with their reasons."""
    lines: list[str] = []
    for share in shares:
        head = f"{share.fact}  {share.article}  {share.words.get('zh', '')} {share.words.get('en', '')}"
        lines += wrap(head, width=width, indent="  ", hang="    ")
        content = f"content: of origin {share.origin}; {sentence(share.content, speech)}"
        lines += wrap(content, width=width, indent="    ", hang="      ")
        for reading in Reading:
            method = share.method(reading)
            voices = ", ".join(one.who for one in method.argued_by or ()) or "nobody"
            text = f"{reading}: {COUNTS[method.counts]}; {PRICES[method.prices]}. {method.because} Argued by {voices}."
            lines += wrap(text, width=width, indent="    ", hang="      ")
    return lines

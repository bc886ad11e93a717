"""Measures for reading: a list with their state on a day, and one measure clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from sekisho.i18n.citations import article_in
from sekisho.i18n.conditions import prose, sentence
from sekisho.i18n.languages import for_reader, in_language
from sekisho.i18n.names import NO_LIMIT, NamingContext, is_announcement, level_text, plain_name, speech_of, unknown_text
from sekisho.i18n.names import measure_text as named_act
from sekisho.i18n.package_translation import PackageTranslator, teller_of
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
from sekisho.message import LawText, Text, day_text, joined, message
from sekisho.present.law.consequences import guidance_lines, licensing_lines, penalty_lines
from sekisho.present.law.encoding_state import measures_of
from sekisho.present.law.term import term_data, term_lines, words_lines
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, heading, paint, table, wrap

COUNTS: Final[Mapping[CountedContent, Text]] = {
    CountedContent.BOUGHT_AS_SUCH: message("lawdata.counts_bought", "what the maker buys as such and works in"),
    CountedContent.IN_ALL_INPUTS: message("lawdata.counts_all", "what stands in any input, at whatever depth"),
}
PRICES: Final[Mapping[Prices, Text]] = {
    Prices.STANDARD: message("lawdata.prices_standard", "one price a part"),
    Prices.LOTS: message("lawdata.prices_lots", "the price of each lot"),
}


def state_says(measure: Measure, day: date, library: Library) -> tuple[Stage, Text]:
    """Return how far a measure has come by a day, and the same in words with its date."""
    stage, span = stage_on(measure, day)
    match stage:
        case Stage.UNPUBLISHED:
            return stage, message("law.published_later", "published later, on {day}", day=measure.published)
        case Stage.PUBLISHED:
            return stage, message("law.takes_effect_on", "takes effect on {day}", day=measure.effective)
        case Stage.REPEALED:
            return stage, message("law.repealed_from", "repealed from {day}", day=measure.repealed or "")
        case Stage.SUSPENDED if span is not None and span.until:
            return stage, message("law.suspended_through", "suspended through {day}", day=span.until)
        case Stage.SUSPENDED if span is not None:
            return stage, message("law.suspended_from", "suspended from {day}", day=span.start)
        case Stage.UNKNOWN if span is not None:
            return stage, message("law.not_known_named", "not known: {name}", name=unknown_text(span.named, library))
        case _:
            return stage, Stage.IN_FORCE.words


def measures_rows(library: Library, day: date, *, only_in_force: bool) -> list[dict[str, object]]:
    """Return one record a measure, by the day of effect, with its state on the day and from when to when that holds."""
    rows: list[dict[str, object]] = []
    for measure in sorted(library.measures.values(), key=lambda measure: (measure.effective, str(measure.id))):
        stage, span = stage_on(measure, day)
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
                "state_from": span.start.isoformat() if span is not None else "",
                "state_until": (span.until.isoformat() if span.until else "open") if span is not None else "",
                "clauses": len(measure.clauses),
                "confidence": str(measure.confidence),
            }
        )
    return rows


def none_in_force(library: Library, day: date) -> Text:
    """Say that no measure was in force on a day, and when the earliest begins."""
    first = min((measure.effective for measure in library.measures.values()), default=None)
    none = message("law.none_in_force", "No measure here was in force on {day}.", day=day)
    began = message("law.earliest", "The earliest begins on {day}.", day=first) if first else ""
    return joined((none, began), "sentence")


def measures_text(
    library: Library, day: date, *, only_in_force: bool, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """List measures with the day of effect, their state on the day, and their title."""
    tell = teller_of(library, language)
    by_day = sorted(library.measures.values(), key=lambda measure: (measure.effective, str(measure.id)))
    states = [(measure, *state_says(measure, day, library)) for measure in by_day]
    shown = [one for one in states if one[1] in APPLIES or not only_in_force]
    if not shown:
        return [tell(none_in_force(library, day))]
    head = message("law.measures_as_of", "{measures}, as of {day}", measures=measures_of(len(shown)), day=day)
    lines = [paint(tell(head), Ink.BOLD)]
    for measure, stage, says in shown:
        title = in_language(measure.title, language)[1]
        note = "" if stage is Stage.IN_FORCE else paint(f"  {tell(says)}", Ink.YELLOW)
        lines.append(f"{paint(measure.id, Ink.BOLD)}  {tell(day_text(measure.effective))}{note}")
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
    tell = teller_of(library, language)
    lines += ["", *table([(tell(name), tell(text)) for name, text in _facts_of(measure, library, day)], width=width)]
    if measure.subject != TRUE:
        lines += _head(message("lawdata.also_needs", "Every clause also needs"), tell)
        lines += _in(sentence(measure.subject, speech), width, "  ")
    if measure.clauses:
        lines += _head(message("lawdata.clauses_head", "Clauses"), tell)
        for clause in measure.clauses:
            lines += [*_clause(clause, library, speech, day, width), ""]
        lines.pop()
    if measure.terms:
        lines += _head(message("lawdata.terms_head", "Terms"), tell)
        for number, term in enumerate(measure.terms, start=1):
            lines += [*term_lines(term, speech, tell, number=number, width=width), ""]
        lines.pop()
    if measure.shares:
        lines += [
            *_head(message("lawdata.shares_head", "Shares by value"), tell),
            *share_lines(measure.shares, speech, tell, width),
        ]
    penalties = list(penalties_of(measure, library.measures))
    if penalties:
        lines += [*_head(message("lawdata.penalties_head", "Penalties"), tell), *penalty_lines(penalties, width, tell)]
    licensing = licensing_of(measure, library.measures)
    if licensing is not None:
        lines += _head(message("lawdata.licensing_head", "Licensing"), tell)
        if licensing.under:
            under = message("lawdata.as_under", "as under {measure}, and what is its own", measure=licensing.under)
            lines += _in(tell(under), width, "  ")
        lines += licensing_lines(licensing, width, tell=tell)
    if measure.guidance:
        lines += [
            *_head(message("lawdata.guidance_head", "Guidance"), tell),
            *guidance_lines(measure.guidance, width, tell),
        ]
    lines += _head(message("lawdata.sources_head", "Sources"), tell)
    for source in measure.sources:
        read = message("lawdata.read_on", "read {day}", day=source.read)
        about = joined((source.language, read, LawText(source.note) if source.note else ""), "comma")
        text = message("lawdata.source_about", "{url} ({about})", url=source.url, about=about)
        lines += _in(tell(text), width, "  ")
    return lines


def _head(text: str, tell: PackageTranslator) -> list[str]:
    return ["", paint(tell(text), Ink.BOLD)]


def _in(text: str, width: int, indent: str, hang: str | None = None) -> list[str]:
    return wrap(text, width=width, indent=indent, hang=hang)


def _facts_of(measure: Measure, library: Library, day: date) -> Iterable[tuple[str, str]]:
    says = state_says(measure, day, library)[1]
    yield _LABELS["state"], message("lawdata.says_as_of", "{state}, as of {day}", state=says, day=day)
    yield _LABELS["authority"], measure.authority
    yield _LABELS["instrument"], _citation(measure)
    yield _LABELS["published"], day_text(measure.published)
    yield _LABELS["effective"], day_text(measure.effective)
    yield _LABELS["repealed"], day_text(measure.repealed) if measure.repealed else NOT_REPEALED
    for span in measure.status:
        yield _LABELS["status"], _span(span)
    if measure.basis:
        yield _LABELS["rests_on"], joined([_called(name, library) for name in measure.basis], "comma")
    for relation in measure.relations:
        start = message("lawdata.from_day", "from {day}", day=relation.start) if relation.start else ""
        until = message("law.through", "through {day}", day=relation.until) if relation.until else ""
        text = joined((_called(relation.measure, library), relation.clause, start, until), "comma")
        yield RELATIONS.get(relation.kind, relation.kind), text
    for other in library.measures.values():
        for relation in other.relations:
            if relation.measure == measure.id:
                alone = (
                    message("lawdata.clause_alone", "#{clause} alone", clause=relation.clause)
                    if relation.clause
                    else ""
                )
                yield _PASSIVE.get(relation.kind, relation.kind), joined((_called(other.id, library), alone), "comma")
    yield _LABELS["confidence"], measure.confidence.words
    if measure.not_executable:
        yield _LABELS["not_executable"], measure.not_executable
    if measure.note:
        yield _LABELS["note"], measure.note


def _called(name: str, library: Library) -> Text:
    """Call a measure as people do, with the id by which it is shown behind; one that is not on file by its id."""
    if name not in library.measures:
        return Text(name)
    return message("lawdata.called", "{name} ({id})", name=plain_name(library[name], library), id=name)


def _citation(measure: Measure) -> Text:
    """Cite the act of a measure: an announcement by number and year, another act as it is issued, in its own words."""
    if is_announcement(measure):
        return named_act(measure)
    return joined([measure.instrument], "comma")  # kept from being told by its title


NOT_REPEALED: Final = message("lawdata.not_repealed", "not repealed")
_LABELS: Final[Mapping[str, Text]] = {
    "state": message("lawdata.label_state", "state"),
    "authority": message("lawdata.label_authority", "authority"),
    "instrument": message("lawdata.label_instrument", "instrument"),
    "published": message("lawdata.label_published", "published"),
    "effective": message("lawdata.label_effective", "effective"),
    "repealed": message("lawdata.label_repealed", "repealed"),
    "status": message("lawdata.label_status", "status"),
    "rests_on": message("lawdata.label_rests_on", "rests on"),
    "confidence": message("lawdata.label_confidence", "confidence"),
    "not_executable": message("lawdata.label_not_executable", "not executable"),
    "note": message("lawdata.label_note", "note"),
    "excepts": message("lawdata.label_excepts", "excepts"),
    "when": message("lawdata.label_when", "when"),
    "unless": message("lawdata.label_unless", "unless"),
    "duty": message("lawdata.label_duty", "duty"),
    "applies": message("lawdata.label_applies", "applies"),
    "source": message("lawdata.label_source", "source"),
    "and": message("lawdata.label_and", "and"),
}
RELATIONS: Final[Mapping[str, Text]] = {
    "suspends": message("lawdata.suspends", "suspends"),
    "amends": message("lawdata.amends", "amends"),
    "absorbed_by": message("lawdata.absorbed_by", "absorbed by"),
    "supersedes": message("lawdata.supersedes", "supersedes"),
    "implements": message("lawdata.implements", "implements"),
}
_PASSIVE: Final[Mapping[str, Text]] = {
    "suspends": message("lawdata.suspended_by", "suspended by"),
    "amends": message("lawdata.amended_by", "amended by"),
    "absorbed_by": message("lawdata.absorbs", "absorbs"),
    "supersedes": message("lawdata.superseded_by", "superseded by"),
    "implements": message("lawdata.implemented_by", "implemented by"),
}
_STATES: Final[Mapping[MeasureState, Text]] = {
    MeasureState.IN_FORCE: message("lawdata.span_in_force", "in force"),
    MeasureState.SUSPENDED: message("lawdata.span_suspended", "suspended"),
    MeasureState.UNKNOWN: message("lawdata.span_unknown", "not known"),
}
_EFFECTS: Final[Mapping[Effect, Text]] = {
    Effect.PROHIBIT: message("lawdata.effect_prohibit", "prohibit"),
    Effect.REQUIRE_LICENCE: message("lawdata.effect_require_licence", "require licence"),
    Effect.OBLIGE: message("lawdata.effect_oblige", "oblige"),
    Effect.EXCEPT: message("lawdata.effect_except", "except"),
}


def _span(span: StatusInterval) -> Text:
    state, start = _STATES[span.state], span.start
    says: Text = (
        message(
            "lawdata.span_through",
            "{state} from {start} through {until}",
            state=state,
            start=start,
            until=span.until,
        )
        if span.until
        else message("lawdata.span_on", "{state} from {start} on", state=state, start=start)
    )
    if span.named:
        values = [
            message("lawdata.value_state", "{value} ({state})", value=LawText(value), state=_STATES[of_value])
            for value, of_value in span.values
        ]
        says = message(
            "lawdata.span_named",
            "{span}: {name} = {values}",
            span=says,
            name=span.named,
            values=joined(values, "comma"),
        )
    return joined((says, message("law.by", "by {name}", name=LawText(span.by))), "comma") if span.by else says


def _clause(clause: Clause, library: Library, speech: NamingContext, day: date, width: int) -> list[str]:
    name = clause.id.partition("#")[2]
    tell = teller_of(library, speech.language)
    level = level_text(str(clause.level)) if clause.level else ""
    effect = tell(joined((_EFFECTS[clause.effect], level), "colon"))
    sure = paint(
        tell(message("law.confidence", "confidence {confidence}", confidence=clause.confidence.words)), Ink.DIM
    )
    _, place = article_in(clause.article, speech.language)
    lines = heading((paint("#" + name, Ink.BOLD), place, paint(effect, Ink.YELLOW), sure), width=width)
    lines += words_lines(clause.words, speech.language, width, "    ")
    rows: list[tuple[Text, str]] = []
    if clause.effect is Effect.EXCEPT:
        rows.append((_LABELS["excepts"], ", ".join(clause.excepts)))
    rows.append((_LABELS["when"], sentence(clause.when, speech)))
    rows += [
        (_LABELS["unless"], f"{_clause_beside(other.id, clause.id)}: {sentence(other.when, speech)}")
        for _, other in library.clauses.values()
        if clause.id in other.excepts
    ]
    if clause.duty:
        rows.append((_LABELS["duty"], clause.duty))
    if clause.start or clause.until:
        start = clause.start or message("lawdata.first_day", "the first day")
        span = (
            message("lawdata.applies_span", "from {start} to {until}", start=start, until=clause.until)
            if clause.until
            else message("lawdata.applies_on", "from {start} on", start=start)
        )
        rows.append((_LABELS["applies"], span))
    if not is_within(day, clause.start, clause.until):
        rows.append((_LABELS["state"], message("lawdata.not_on_day", "does not apply on {day}", day=day)))
    rows += [(_LABELS["status"], _span(span)) for span in clause.status]
    if clause.source:
        rows.append((_LABELS["source"], clause.source))
    if clause.note:
        rows.append((_LABELS["note"], clause.note))
    texts = [(tell(name), tell(text)) for name, text in rows]
    return [*lines, *table(texts, indent="    ", width=width)]


def clause_text(clause: Clause, library: Library, day: date, *, language: str, width: int) -> list[str]:
    """Set out one clause."""
    speech = speech_of(library, language=language, shown=NO_LIMIT)
    measure, _ = library.clauses[clause.id]
    lines = [paint(measure.id, Ink.BOLD), *_clause(clause, library, speech, day, width)]
    subject = subject_of(clause, measure)
    if subject != TRUE:
        text = sentence(subject, speech)
        lines += table([(teller_of(library, language)(_LABELS["and"]), text)], indent="    ", width=width)
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


def share_lines(shares: Iterable[ValueShare], speech: NamingContext, tell: PackageTranslator, width: int) -> list[str]:
    """Set out each share: the fact, what is content, and the three readings with their reasons."""
    lines: list[str] = []
    for share in shares:
        head = f"{share.fact}  {share.article}  {share.words.get('zh', '')} {share.words.get('en', '')}"
        lines += wrap(head, width=width, indent="  ", hang="    ")
        content = message(
            "lawdata.content",
            "content: of origin {origin}; {sentence}",
            origin=share.origin,
            sentence=sentence(share.content, speech),
        )
        lines += wrap(tell(content), width=width, indent="    ", hang="      ")
        for reading in Reading:
            method = share.method(reading)
            who = joined((LawText(one.who) for one in method.argued_by or ()), "comma")
            text = message(
                "lawdata.method",
                "{reading}: {counts}; {prices}. {because} Argued by {voices}.",
                reading=reading.words,
                counts=COUNTS[method.counts],
                prices=PRICES[method.prices],
                because=LawText(method.because),
                voices=who or message("lawdata.nobody", "nobody"),
            )
            lines += wrap(tell(text), width=width, indent="    ", hang="      ")
    return lines


def _clause_beside(other: str, clause: str) -> str:
    """Name a clause beside another: of the same measure by itself, else with its measure."""
    measure, _, name = other.partition("#")
    return f"#{name}" if clause.startswith(f"{measure}#") else other

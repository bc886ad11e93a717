"""The result page: the answer first, the question that would settle it, why, what turns on words, what to do next."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sekisho.classification.suggestion import CUSTOMS_NEAREST, MOST_NEAR
from sekisho.determination.core.outcome import UNDETERMINED, Determination, Outcome, Verdict
from sekisho.determination.line.determination import reasons
from sekisho.determination.line.history import CodeTimeline
from sekisho.determination.line.readings import TermReadings
from sekisho.determination.line.timeline import CIVIL, Track
from sekisho.errors import FactError, Problem, SekishoError
from sekisho.i18n.names import NamingContext, short_name, speech_of
from sekisho.i18n.territories import territory_names
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Codes
from sekisho.law.model.library import Library
from sekisho.law.model.trigger import DESCRIPTION
from sekisho.message import Text
from sekisho.parties.index import parties_of
from sekisho.present import outcome_labels
from sekisho.present.determination.brief import brief_data, spoken_on_page
from sekisho.present.determination.brief_parts.assumptions import is_chosen
from sekisho.present.determination.brief_parts.line_warning import QueuePlace
from sekisho.present.determination.brief_parts.next_steps import asks_a_party, is_barred, steps_of
from sekisho.present.determination.brief_parts.verdict import outcome_text
from sekisho.present.determination.brief_parts.why_sentence import is_by_customs_code
from sekisho.present.determination.clause_views import mark_of, why_of
from sekisho.present.determination.law_in_time import bearing
from sekisho.present.determination.other_clauses import unmet
from sekisho.present.determination.party_note import searched_text
from sekisho.present.explained_line import queued_at
from sekisho.present.law.item_history import item_history
from sekisho.present.outcome_labels import LABELS, case_cell
from sekisho.present.render.data import answer_row
from sekisho.service.check import vary
from sekisho.service.explain import JudgedLine
from sekisho.service.law import TimelineRequest, timeline
from sekisho.service.line.case_file import case_text
from sekisho.service.workspace import Workspace
from sekisho.web.cache import AnswerTold
from sekisho.web.check_form import (
    CheckForm,
    answer_of,
    as_written,
    assumed,
    is_private,
    line_of,
    list_of,
    request_of,
    stated_in,
)
from sekisho.web.decision_buttons import TakenDecision, take_decision, typed_in
from sekisho.web.form_fields import field_of
from sekisho.web.html_pieces import by_first
from sekisho.web.jobs.kinds import BookJob
from sekisho.web.messages import PageTranslator
from sekisho.web.pages.answer_card import (
    CODES,
    ROW,
    answer_address,
    cases_of,
    chips_of,
    in_short_address,
    linked_by_code,
    without_route,
)
from sekisho.web.pages.question import answered, errors_of, form_of, is_settled, left, with_answer
from sekisho.web.request_context import Pairs, RequestContext, address
from sekisho.web.response import Answer, Download, Page, Redirect

SHOWN: Final = 5
"""Questions beside the first that are named."""


def answer_page(visit: RequestContext) -> Answer:
    """Show the answer at its short address: by code and route."""
    return result(in_short_address(visit))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfBook:
    """The order list of which a line is, and the line judged again as every face judges it."""

    run: BookJob
    judged: JudgedLine

    @property
    def name(self) -> str:
        """How the list names it."""
        return self.judged.of.line


def result(visit: RequestContext, stated: CheckForm | None = None, of: LineOfBook | None = None) -> Answer:
    """Show the answer to what is stated; of a line of an order list, first why it stands where it does."""
    problems: tuple[Problem, ...] = ()
    taken: TakenDecision | None = None
    try:  # whoever forgets a name or a ground finds the answer still there, and what was typed
        taken = take_decision(visit)
    except FactError as fault:
        problems = fault.problems
    library, wanted = visit.library, None
    if stated is None:
        stated, wanted, wrong = with_answer(stated_in(visit), visit)
        problems = (*problems, *wrong)
        if stated.problems and not wrong:
            raise FactError(stated.problems)
        if wanted is not None and not wrong:
            if visit.format == "html" and not stated.private(library) and not list_of(visit):
                return Redirect(answer_address(stated, visit))
            wanted = None
        stated = replace(stated, problems=())
    if wanted is None and visit.text("ask") in library.facts:
        wanted = FactName(visit.text("ask"))
    if stated.problems:
        raise FactError(stated.problems)
    queued = queued_at(of.judged.of, visit.language) if of is not None else None
    view = answer_told(stated, visit) if of is None else _told(stated, visit, of.judged.answer, queued)
    answer, parts = view.answer, view.parts
    keep_answer(visit, stated, answer)
    if visit.text("save"):
        return _saved(stated, answer, library)
    linked = linked_by_code(stated, answer)
    head = _head(parts[0].lines[0], visit.tell(outcome_text(answer, library)))
    following = [] if is_settled(answer) else left(answer, stated, library)
    plain = stated.plain(library)
    return Page(
        template="result.html",
        title="".join(head[1:]),
        context={
            "answer": answer,
            "head": head,
            "line_of": of,
            "letters_place": f"/books/{of.run.id}" if of is not None and asks_a_party(answer, library) else "",
            "asks_by_letter": of is None and asks_a_party(answer, library),
            "tried_of": next((name for _, name in list_of(visit)), ""),
            "brief": parts[1:],
            "with_fields": address,
            "chips": chips_of(answer, stated, following, visit),
            "cases": list(cases_of(answer, parts, stated, visit)),
            "chosen": is_chosen(answer, library) or (queued is not None and queued.assumed),
            "stated": stated,
            "typed": typed_in(visit, taken),
            "errors": {problem.where: visit.words.say(problem.what) for problem in problems},
            "answered": answered(stated, visit),
            "then": _then(stated, answer, library),
            "permalink": answer_address(linked, visit, _stamp(answer, library)),
            "private": stated.private(library),
            "private_but_description": [name for name, _ in stated.private(library) if name != DESCRIPTION],
            "left_out": linked.private(library),
            "code_linked": linked.facts.get(CODES) if linked is not stated else None,
            **view.over_time,
            **_of_lists(answer, stated, visit),
            **_of_law(view, stated, visit),
            **_to_do(answer, visit),
            **_asked(wanted, following, stated, visit, problems),
        },
        problems=problems,
        status=422 if problems else 200,
        day=answer.as_of,
        # A program that reads the page gets what REST gives, flags of the command included.
        data=lambda: {
            **answer.to_dict(),
            "brief": brief_data(answer, line_of(stated, library), library, visit.tell, queued=queued),
        },
        rows=lambda: [answer_row(answer.to_dict())],
        query=[*(plain if not visit.path.startswith("/answer/") else without_route(plain)), *list_of(visit)],
        kept=[*([("line", of.name)] if of is not None else []), *stated.private(library)],
        personal=bool(stated.private(library)),
    )


def _of_lists(answer: Determination, stated: CheckForm, visit: RequestContext) -> dict[str, object]:
    """Return what a page says of parties and of the goods at which their words point."""
    return {
        "parties": parties_named(answer),
        "has_register": visit.settings.register is not None,
        "party_name": lambda hit: _party_name(hit, visit),
        "searched": searched_text(answer, visit.library),
        "near": list(_near(answer, stated, visit)),
    }


def _of_law(view: AnswerTold, stated: CheckForm, visit: RequestContext) -> dict[str, object]:
    """Return the clauses of an answer, its readings, what nobody knows of the law, and what was checked."""
    answer, library = view.answer, visit.library
    return {
        "labels": {name: visit.tell(label) for name, label in LABELS.items()},
        "mark_of": mark_of,
        "span": lambda verdict: span(verdict, visit.words),
        "level": lambda outcome: visit.words(f"level {outcome.level}"),
        "short_name": lambda name: short_name(library[name], visit.language) if name in library.measures else name,
        "why": view.why,
        "unmet": _unmet(answer, stated, library, visit.language),
        "read_three_ways": _read_three_ways(answer, visit),
        "ends": [verdict_row(name, verdict, visit.words) for name, verdict in answer.by_reading.items()],
        "terms": _terms(stated, answer, library),
        "branches": bearing(answer),
        "statements": answer.statements,
        "sleeping": [one for one in answer.sleeping if one.state != "unknown" and one.level > answer.floor],
        "places": [territory_names(library)[visit.language].get(code, code) for code in answer.coverage.jurisdictions],
    }


def _to_do(answer: Determination, visit: RequestContext) -> dict[str, object]:
    """Return the steps and duties that come with an answer, and of what it warns."""
    duties_open = [duty for duty in answer.obligations if not duty.certain or is_barred(answer)]
    of_clause = [(text, text.partition(" ")[0] in answer.open) for text in answer.cautions]
    return {
        "steps": steps_of(answer, visit.library, visit.tell),
        "duties_open": duties_open,
        "duties_by_text": by_first((duty.duty, duty.clause) for duty in duties_open),
        "cautions": [text for text, is_open in of_clause if not is_open and text not in answer.notes],
        "cautions_open": [text for text, is_open in of_clause if is_open],
    }


def _asked(
    wanted: FactName | None,
    following: Sequence[FactName],
    stated: CheckForm,
    visit: RequestContext,
    problems: tuple[Problem, ...],
) -> dict[str, object]:
    """Return the question that is asked first, the others by name, and the form that carries what was stated."""
    library = visit.library
    asked = [*([wanted] if wanted is not None else []), *(name for name in following if name != wanted)]
    is_named = wanted is not None and visit.text(ROW) and is_private(library.facts[wanted])
    return {
        "following": following,
        "wanted": wanted,
        "row_asks": visit.words("row_asks_name", fact=visit.words.fact(wanted)) if wanted and is_named else "",
        "field": field_of(library.facts[asked[0]], stated, visit, errors_of(problems, visit)) if asked else None,
        "rest": [(name, visit.tell(visit.words.question(library.facts[name]))) for name in asked[1 : SHOWN + 1]],
        **form_of(stated, visit, needs_post=bool(asked) and is_private(library.facts[asked[0]])),
    }


def parties_named(answer: Determination) -> list[dict[str, Any]]:
    """Return the parties of an answer with what the lists say of them: a name once, with every role that it has."""
    parties: dict[Hashable, dict[str, Any]] = {}
    for role, told in answer.parties.items():
        name = str(answer.facts[FactName(role)])
        key = name, told.get("zone"), tuple(hit["entity"] for hit in told.get("hits", ()))
        parties.setdefault(key, {"name": name, "roles": [], "told": told})["roles"].append(role)
    return list(parties.values())


def remembered_as(stated: CheckForm, visit: RequestContext) -> Hashable | None:
    """Return what an answer hangs on; None for a line with a name or free text, which is not remembered."""
    if stated.private(visit.library):
        return None
    day = (stated.as_of, stated.dated, visit.settings.today())
    law = (visit.library.hash, *day)
    return (*stated.plain(visit.library), *stated.notes, stated.presume, *law, visit.language)


def answer_told(stated: CheckForm, visit: RequestContext) -> AnswerTold:
    """Return the answer to what is stated with what its page tells of it; what was asked of late is remembered."""
    return visit.settings.answers.told(
        remembered_as(stated, visit), lambda: _told(stated, visit, answer_of(stated, visit.settings))
    )


def _told(
    stated: CheckForm, visit: RequestContext, answer: Determination, queued: QueuePlace | None = None
) -> AnswerTold:
    """Tell of the answer to a line whatever takes long to tell."""
    library = visit.library
    line = line_of(stated, library)
    traced = reasons(answer, line, library)
    return AnswerTold(
        answer=answer,
        parts=spoken_on_page(answer, line, library, visit.tell, traced, queued=queued, shown=visit.as_of),
        why=why_of(answer, line, library, visit.language, traced),
        over_time=_over_time(answer, visit),
    )


def _head(first: str, outcome: str) -> tuple[str, str, str]:
    """Part the first line of an answer into its sign, the outcome, and of what; without a verdict there is no sign.

    >>> _head("◆ Not decided (licence at least): gallium metal", "Not decided (licence at least)")
    ('◆', 'Not decided (licence at least)', ': gallium metal')
    """
    sign, _, rest = first.partition(" ")
    if sign not in outcome_labels.BRIEF_SHAPES.values():
        return "", first, ""
    at = len(outcome) if rest.startswith(outcome) else len(rest)
    return sign, rest[:at], rest[at:]


def _over_time(answer: Determination, visit: RequestContext) -> dict[str, object]:
    """Tell how the ordinary case of the item was answered over time: an export of China for civil use, on no list.

    Of what is not one item of the list on its way somewhere there is nothing to tell, nor of a case that is another.
    """
    codes, destination = (answer.facts.get(FactName(name)) for name in ("control_codes", "destination"))
    if not isinstance(codes, Codes) or len(codes.sure) != 1 or not isinstance(destination, str):
        return {"history": None, "ordinary": []}
    asked = TimelineRequest(what=tuple(codes.sure), destinations=(destination,))
    try:
        line = timeline(asked, visit.settings.workspace)
    except SekishoError:
        return {"history": None, "ordinary": []}  # a code of a list of one's own has no time line
    if not isinstance(line, CodeTimeline) or _is_another_case(answer, line.tracks[0]):
        return {"history": None, "ordinary": []}
    places = territory_names(visit.library)[visit.language]
    ends = {"departure": line.tracks[0].departure, "destination": destination}
    return {
        "history": item_history(line.tracks[0], visit.library, answer.as_of, every=False),
        "history_of": {end: places.get(place, place) for end, place in ends.items()},
        "history_place": ("/timeline", {"what": line.entry.code, "destination": destination}),
        "ordinary": _ordinary_read(answer, line.tracks[0], visit),
    }


def _ordinary_read(answer: Determination, track: Track, visit: RequestContext) -> list[tuple[str, str, str, str]]:
    """Tell how the ordinary case is answered narrowly, centrally and broadly on the day of the law.

    Of a line whose party may be listed, or for which words are read apart or the law is stated, that is not known.
    """
    of_law = any(visit.library.facts[name].of == "law" for name in answer.facts)
    if of_law or len(answer.readings.to_dict()) > 1 or any(party.get("hits") for party in answer.parties.values()):
        return []
    days = (span for span in track.spans if span.first <= answer.as_of and not (span.last and span.last < answer.as_of))
    span = next(days, None)
    return [] if span is None or span.silent else _ways_read(span.verdict, span.by_reading, visit)


def _is_another_case(answer: Determination, track: Track) -> bool:
    """Tell whether something stated of the line is not so in the ordinary case, or a party of it may be listed."""
    ordinary = {**CIVIL, "departure": track.departure, "origin": track.departure}
    stated = ((answer.facts.get(FactName(name)), value) for name, value in ordinary.items() if name != "end_user")
    return bool(answer.alerts) or any(_differs(value, expected) for value, expected in stated)


def _differs(value: object, expected: str) -> bool:
    """Tell whether a value of a fact, or each of the values that it may have, is another."""
    if value is None or value == "":
        return False
    one = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return expected not in one.split("|")


def _party_name(hit: Mapping[str, object], visit: RequestContext) -> str:
    """Name a party that a name may be, for readers of the language of the page."""
    entry = parties_of(visit.library).by_id.get(str(hit["entity"]))
    return entry.name_in(visit.language) if entry is not None else str(hit["name"])


def _read_three_ways(answer: Determination, visit: RequestContext) -> list[tuple[str, str, str, str]]:
    """Tell how this very line is answered narrowly, centrally and broadly."""
    return _ways_read(answer.verdict, answer.by_reading if answer.coverage.applying else {}, visit)


def _ways_read(verdict: Verdict, read: Mapping[str, Verdict], visit: RequestContext) -> list[tuple[str, str, str, str]]:
    """Tell an answer by reading: name, headline, sign and words; an open answer only where words matter."""
    differ = len({(way.floor, way.ceiling) for way in read.values()}) > 1
    if not differ and verdict.headline == UNDETERMINED:
        return []
    return [(name, way.headline, *_parted(case_cell(way), visit)) for name, way in read.items()]


def _near(
    answer: Determination, stated: CheckForm, visit: RequestContext
) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Return the codes that an item may have which its description does not settle, with the outcome of each.

    Last stands that it is on no list: whoever takes that row states it.
    """
    if not answer.near or not isinstance(answer.facts.get(FactName("destination")), str):
        return
    most = CUSTOMS_NEAREST if is_by_customs_code(answer) else MOST_NEAR
    fitting = [(code, f"{_capital(visit.tell(name))} · {code}") for code, name in answer.near[:most]]
    for code, says in (*fitting, ("none", visit.words("near_none"))):
        coded = stated.with_facts({"control_codes": code}).without(DESCRIPTION)
        verdict = answer_of(coded, visit.settings).verdict
        yield (
            code,
            says,
            answer_address(coded, visit),
            verdict.headline,
            *_parted(case_cell(verdict), visit),
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def keep_answer(visit: RequestContext, stated: CheckForm, answer: Determination) -> None:
    """Keep the answer in the store, if the server has one."""
    library, trail = visit.library, visit.settings.trail
    if trail is not None:
        facts, assume = as_written(stated, library), assumed(stated, library)
        readings = stated.readings(library)
        day = None if stated.dated else answer.as_of
        trail.determined(
            visit.person.name,
            answer,
            library,
            facts=facts,
            as_of=day,
            readings=readings,
            assume=assume,
            presume=request_of(stated, library).presume,
        )


def _parted(cell: Text, visit: RequestContext) -> tuple[str, str]:
    """Part a cell into its sign and its words."""
    sign, _, words = visit.tell(cell).partition(" ")
    return sign, words


def _saved(stated: CheckForm, answer: Determination, library: Library) -> Download:
    text = case_text(answer, line_of(stated, library), assumed(stated, library))
    return Download(name="case.yaml", kind="application/yaml; charset=utf-8", text=text)


def span(verdict: Verdict, words: PageTranslator) -> str:
    """Say an outcome in words: one level, or the floor and the ceiling."""
    return words.say(outcome_labels.span(verdict))


def verdict_row(name: str, verdict: Verdict, words: PageTranslator) -> dict[str, object]:
    """Return an outcome as a row of a table."""
    return {"name": name, "verdict": verdict, "says": span(verdict, words)}


def _speech(library: Library, answer: Determination, language: str) -> NamingContext:
    return replace(speech_of(library, language=language), codes=3, readings=answer.readings)


def _unmet(answer: Determination, stated: CheckForm, library: Library, language: str) -> Sequence[object]:
    """Say what the other clauses fail on, if no clause applies at all."""
    if answer.decisive or answer.open or not answer.coverage.applying:
        return ()
    return unmet(answer, line_of(stated, library), library, _speech(library, answer, language))


def _terms(stated: CheckForm, answer: Determination, library: Library) -> list[TermReadings]:
    """Return the terms on whose reading the answer turns, each read alone."""
    differ = len({(one.floor, one.ceiling) for one in answer.by_reading.values()}) > 1
    if not differ and not stated.terms:
        return []
    try:
        readings = vary(request_of(stated, library), answer, Workspace(library=library))
    except FactError:
        return []  # the line leaves on one of several days, under which the law differs
    return [one for one in readings if one.decides]


def _stamp(answer: Determination, library: Library) -> Pairs:
    """Return what an address says of the answer that it gave: the library, and both ends."""
    return [("library", library.hash[:16]), ("answer", f"{answer.floor.level}..{answer.ceiling.level}")]


def _then(stated: CheckForm, answer: Determination, library: Library) -> Mapping[str, object] | None:
    """Tell what the address gave with another library, if it says so."""
    hash_then, ends = stated.then
    if not hash_then or library.hash.startswith(hash_then):
        return None
    floor, _, ceiling = ends.partition("..")
    levels = {outcome.level: outcome for outcome in Outcome}
    known = floor in levels and ceiling in levels
    return {
        "hash": hash_then[:7],
        "same": known and (levels[floor], levels[ceiling]) == (answer.floor, answer.ceiling),
        "verdict": Verdict(floor=levels[floor], ceiling=levels[ceiling]) if known else None,
    }

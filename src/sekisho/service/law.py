"""What the law says on a day, how it stood over time, and what changed in it, for every face alike.

One module holds the requests of `measures`, `show`, `timeline`, `changed` and `facts`. What the library covers takes no
request: `present.law.coverage` tells it of a library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Final, Literal

from sekisho.classification.suggestion import suggestion_of
from sekisho.determination.line.history import (
    CodeTimeline,
    MeasureTimeline,
    code_timeline,
    measure_timeline,
    subject_of,
)
from sekisho.determination.line.item_moves import ItemMove, item_moves
from sekisho.errors import FactError, LibraryError, Problem, did_you_mean, nearest
from sekisho.i18n.names import plain_name, short_name
from sekisho.law.dates.changes import LawDiff, changed
from sekisho.law.dates.events import Event, events_of, is_within_days
from sekisho.law.dates.stages import MeasureComparison, check_span, compare
from sekisho.law.model.assumptions import A_DAY, assumptions_of, collecting
from sekisho.law.model.condition import TermId
from sekisho.law.model.fact import Fact
from sekisho.law.model.holdings import PartyId
from sekisho.law.model.home_law import HomeLaw, home_law_of, homes
from sekisho.law.model.library import Library, measure_numbered
from sekisho.law.model.measure import Clause, ClauseId, Measure
from sekisho.law.model.scheme import ControlEntry, control_entries, entries_named
from sekisho.law.model.term import Term
from sekisho.message import joined, message
from sekisho.parties.profile import PartyProfile, party_named, profile_of
from sekisho.regex import regex
from sekisho.service.request import Ask, AsOf, Assume
from sekisho.service.workspace import Workspace, today_of
from sekisho.trade.items.control_entry import find_entry, is_code


@dataclass(frozen=True, slots=True)
class MeasurePair:
    """Two measures, to be read side by side."""

    first: Measure
    second: Measure


SubjectKind = Literal["measure", "term", "code", "home_law", "party"]
Subject = Measure | Clause | Term | ControlEntry | MeasureComparison | HomeLaw | PartyProfile | MeasurePair
_NUMBERS: Final = regex(r"\d+")
HOME_LAW: Final = "home-law/"
"""What stands before the name of a territory whose own export law is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRequest:
    """A day of the law, or a span of days."""

    in_force_on: Annotated[date | None, Ask("Only those that apply, or may, on that day.", metavar="DATE")] = None
    since: Annotated[date | None, Ask("First day of the span.", metavar="DATE")] = None
    until: Annotated[date | None, Ask("Last day of the span.", left_out="the date of law", metavar="DATE")] = None
    as_of: AsOf = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRequest:
    """One thing of the law: a measure, a clause or a term of it, it on two days, a control code, a party, a home law.

    Parameters
    ----------
    kind
        What the name names, where an address says so; None finds it out. A term is found by its name in any measure.
    """

    name: Annotated[
        str,
        Ask(
            "A measure, one clause of it, a term, a control code, a party, or home-law/PLACE.",
            metavar="ID",
            argument=True,
        ),
    ]
    term: Annotated[str, Ask("Only this term, by number or by id.", metavar="N|ID")] = ""
    first: Annotated[date | None, Ask("The earlier of two days side by side.", flag="--compare", metavar="DATE")] = None
    second: Annotated[date | None, Ask("The later of them.", flag="--compare", metavar="DATE")] = None
    as_of: AsOf = None
    beside: Annotated[str, Ask("Another measure, in a column beside it.", metavar="ID")] = ""
    kind: SubjectKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRequest:
    """What is followed over time, and where items of a code go."""

    what: Annotated[
        tuple[str, ...],
        Ask("A measure, one clause of it, a control code, or words of its name.", argument=True, metavar="NAME"),
    ]
    since: Annotated[
        date | None,
        Ask("First day.", left_out="the measure's publication, or the first law on file", metavar="DATE"),
    ] = None
    until: Annotated[
        date | None, Ask("Last day.", left_out="without end, as far as the law is known", metavar="DATE")
    ] = None
    destinations: Annotated[
        tuple[str, ...],
        Ask(
            "Where an item of the code goes.",
            left_out="all destinations that no measure names",
            flag="--destination",
            metavar="TERRITORY",
        ),
    ] = ()
    assume: Assume = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsRequest:
    """Which fact is explained; all are listed if none is named."""

    name: Annotated[str, Ask("Name of a fact.", argument=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawSubject:
    """What is shown of the law.

    Parameters
    ----------
    measure
        The measure that it is, or is of; None for a control code, and for a term that stands in no measure.
    day
        Day on which its state is told.
    """

    item: Subject
    measure: Measure | None
    day: date


def measures_day(request: LawRequest, workspace: Workspace) -> tuple[date, bool]:
    """Return the day on which measures are listed, and whether only those are that apply on it, or may."""
    return request.in_force_on or today_of(request.as_of, workspace), request.in_force_on is not None


def changes(request: LawRequest, workspace: Workspace) -> LawDiff:
    """Gather every change of law in a span of days, with what is pending and not known as of the date of law.

    Raises
    ------
    FactError
        If no first day is named, or the span ends before it begins.
    """
    if request.since is None:
        raise FactError(
            Problem(where="since", what=message("error.no_first_day", "no first day is named."), remedy=A_DAY)
        )
    day = today_of(request.as_of, workspace)
    last = request.until or day
    check_span(request.since, last, where="until" if request.until else "since")
    return changed(workspace.library, since=request.since, until=last, as_of=day)


def moves(request: LawRequest, workspace: Workspace) -> tuple[ItemMove, ...]:
    """Judge an item of each measure on the first and on the last day of a span, and return what differs."""
    last = request.until or today_of(request.as_of, workspace)
    return item_moves(workspace.library, request.since or last, last)


def events_between(request: LawRequest, workspace: Workspace) -> tuple[Event, ...]:
    """Return the events of a span of days: background that changes no answer."""
    last = request.until or today_of(request.as_of, workspace)
    return tuple(event for event in events_of(workspace.library) if is_within_days(event, request.since, last))


def show(request: ShowRequest, workspace: Workspace) -> LawSubject:
    """Find one thing of the law by its name.

    Raises
    ------
    LibraryError
        If nothing has that name, with the nearest; or what is asked of it cannot be.
    FactError
        If the two days are no days in order.
    """
    library, day = workspace.library, today_of(request.as_of, workspace)
    both = request.first is not None and request.second is not None
    if request.kind == "home_law" or (request.kind is None and request.name.startswith(HOME_LAW)):
        return LawSubject(item=_home_law(request.name.removeprefix(HOME_LAW), library), measure=None, day=day)
    if request.kind == "code" or (request.kind is None and is_code(request.name, library)):
        return LawSubject(item=_code(request, library, both=both), measure=None, day=day)
    if (party := _party(request, library)) is not None:
        return LawSubject(item=profile_of(party, library, day), measure=None, day=day)
    if request.kind == "term" or (request.kind is None and not request.term and request.name in library.terms):
        term = _any_term(request.name, library)
        home = next((measure for measure in library.measures.values() if term in measure.terms), None)
        return LawSubject(item=term, measure=home, day=day)
    name, _, clause_name = request.name.partition("#") if request.kind is None else (request.name, "", "")
    if request.kind is None and (numbered := measure_numbered(name, library)) is not None:
        name = numbered.id
    if request.kind is None and "/" not in name:
        raise LibraryError(_nothing(name, library))
    measure = library[name]
    clause = _clause(library, f"{name}#{clause_name}") if clause_name else None
    if clause is not None and request.term:
        remedy = message("command.leave_term_or_clause", "Leave out --term, or the part after '#'.")
        raise LibraryError(
            Problem(what=message("command.clause_or_term", "a clause or a term, not both."), remedy=remedy)
        )
    if both and (request.term or request.as_of is not None):
        remedy = message("command.leave_term_or_compare", "Leave out --term and --as-of, or --compare.")
        raise LibraryError(
            Problem(
                where="compare",
                what=message("command.days_compared", "two days are compared, clause by clause."),
                remedy=remedy,
            )
        )
    item: Subject = clause or measure
    if request.beside:
        if clause is not None or request.term or both:
            what = message("command.two_measures", "two whole measures stand side by side.")
            remedy = message("command.leave_with_beside", "Leave out --term, --compare and the part after '#'.")
            raise LibraryError(Problem(where="beside", what=what, remedy=remedy))
        item = MeasurePair(measure, library[request.beside])
    elif request.first is not None and request.second is not None:
        item = compare(measure, library, request.first, request.second, clause=clause)
    elif request.term:
        item = _term_of(measure, request.term)
    return LawSubject(item=item, measure=measure, day=day)


def _nothing(name: str, library: Library) -> Problem:
    """Say that nothing has a name, with the nearest id of a measure."""
    lists = message(
        "lawdata.what_lists",
        "`sekisho measures` lists measures, `sekisho classify` finds codes, `sekisho screen` compares names.",
    )
    what = message(
        "lawdata.nothing_named", "no measure, term, control code or listed party is named '{name}'.", name=name
    )
    called = {f"{one.id} {short_name(one)} {plain_name(one, library)}": one.id for one in library.measures.values()}
    close = nearest(name, [*library.measures, *library.terms]) or called.get(nearest(name, called), "")
    if not set(_NUMBERS.findall(name)) <= set(_NUMBERS.findall(close)):
        close = ""  # another announcement is not what was meant
    hint = did_you_mean(close, [close]) if close else ""
    return Problem(what=what, remedy=joined((hint, lists), "sentence"))


def _party(request: ShowRequest, library: Library) -> PartyId | None:
    """Find the party that is asked for; None if something else is.

    Raises
    ------
    LibraryError
        If a party is asked for, and there is none.
    """
    if request.kind not in {None, "party"} or (request.kind is None and ("/" in request.name or request.term)):
        return None
    found = party_named(request.name, library, by_name=request.kind is None)
    if found is None and request.kind == "party":
        what = message("lawdata.no_such_party", "no party '{name}' is on file.", name=request.name)
        remedy = message("lawdata.screen_it", "Check a name by `sekisho screen NAME`, or on the page of parties.")
        raise LibraryError(Problem(what=what, remedy=remedy))
    return found


def _home_law(place: str, library: Library) -> HomeLaw:
    """Gather the export law of a territory, by its code or its name.

    Raises
    ------
    FactError
        If there is no such territory.
    LibraryError
        If no rule of it is on file.
    """
    code = str(library.facts.parse("departure", place, where="departure"))
    law = home_law_of(code, library.home_law)
    if not law.rules:
        places = joined(homes(library.home_law), "comma")
        what = message("lawdata.no_home_law", "no export law of '{place}' is on file.", place=place)
        raise LibraryError(Problem(what=what, remedy=message("lawdata.home_laws", "On file: {places}.", places=places)))
    return law


def timeline(request: TimelineRequest, workspace: Workspace) -> MeasureTimeline | CodeTimeline:
    """Tell how a measure or a clause stood over time, or what the export of a control code needed.

    Raises
    ------
    FactError
        With everything that is wrong with what is asked.
    """
    library = workspace.library
    problems: list[Problem] = []
    assume: Mapping[str, str] = {}
    places: list[str] = []
    subject: Measure | Clause | ControlEntry | None = None
    with collecting(problems):
        assume = assumptions_of(library, request.assume)
    for text in request.destinations:
        with collecting(problems):
            places.append(str(library.facts.parse("destination", text, where="destination")))
    with collecting(problems):
        subject = _subject(" ".join(request.what), workspace)
    if request.destinations and isinstance(subject, Measure | Clause):
        remedy = message("command.leave_destination", "Leave --destination out, or name a control code.")
        problems.append(
            Problem(
                where="destination",
                what=message("command.no_destination", "a measure has no destination."),
                remedy=remedy,
            )
        )
    if problems or subject is None:
        raise FactError(problems)
    span = {"since": request.since, "until": request.until}
    if isinstance(subject, ControlEntry):
        return code_timeline(subject, library, **span, destinations=places, assume=assume)
    return measure_timeline(subject, library, **span, assume=assume)


def _subject(text: str, workspace: Workspace) -> Measure | Clause | ControlEntry:
    """Find what a time line is asked of; goods that no entry is called by are those of the code that they settle.

    Raises
    ------
    LibraryError
        If nothing has that name, or several entries may be meant.
    """
    library = workspace.library
    try:
        return subject_of(text, library)
    except LibraryError as error:
        if entries_named(text, library):
            raise
        item = suggestion_of({"description": text}, library, library.horizon, cache=workspace.cache)
        if item is None or not item.is_of_the_list:
            raise
        entries = control_entries(library)
        codes = [code for code in (*item.codes, *(code for code, _ in item.near)) if code in entries]
        if len(item.codes) == 1 and codes:
            return entries[codes[0]]
        what = message("lawdata.may_be_entries", "'{name}' may fall under several entries.", name=text)
        shown = "\n".join(f"    {code}  {entries[code].label}" for code in codes)
        remedy = message(
            "item.name_by_code",
            "Name one by its code, such as `sekisho timeline {code}`:\n{entries}",
            code=codes[0] if codes else text,
            entries=shown,
        )
        raise LibraryError(Problem(what=what, remedy=remedy)) from error


def facts(request: FactsRequest, workspace: Workspace) -> tuple[Fact, ...]:
    """Return the facts that may be known of a line, in the order in which they are asked, or the one that is named.

    Raises
    ------
    FactError
        If there is no such fact, with the nearest name.
    """
    table = workspace.library.facts
    return (table[request.name.strip("-").replace("-", "_")],) if request.name else tuple(table.facts.values())


def _code(request: ShowRequest, library: Library, *, both: bool) -> ControlEntry:
    """Find the entry of a control code that is shown by itself.

    Raises
    ------
    LibraryError
        If there is none, or a term of it or two days are asked for.
    """
    if both:
        remedy = message("command.leave_compare", "Leave out --compare; `sekisho timeline` follows a code over time.")
        raise LibraryError(
            Problem(
                where="compare",
                what=message("command.codes_not_compared", "measures and clauses are compared, not codes."),
                remedy=remedy,
            )
        )
    if request.kind == "code":
        return _entry(request.name, library)
    entry = find_entry(request.name, library)
    if request.term:
        raise LibraryError(
            Problem(
                what=message("command.code_no_terms", "a code has no terms; '{code}' is one.", code=entry.code),
                remedy=message("command.leave_term", "Leave out --term."),
            )
        )
    return entry


def _entry(name: str, library: Library) -> ControlEntry:
    """Find an entry by `SCHEME/CODE`, where a scheme has a slash of its own."""
    scheme, _, code = name.rpartition("/")
    known = sorted({entry.scheme for entry in control_entries(library).values()})
    if scheme not in known:
        what = message("web.no_scheme", "no scheme '{scheme}'.", scheme=scheme)
        remedy = message("web.schemes", "Schemes: {known}.", known=joined(known, "comma"))
        raise LibraryError(Problem(where="codes", what=what, remedy=remedy))
    return find_entry(code, library)


def _clause(library: Library, name: str) -> Clause:
    """Find a clause by its full id."""
    pair = library.clauses.get(ClauseId(name))
    if pair is not None:
        return pair[1]
    measure = name.partition("#")[0]
    own = [str(clause) for clause in library.clauses if clause.startswith(f"{measure}#")]
    hint = did_you_mean(name, own) or message("command.clauses", "Clauses: {clauses}.", clauses=joined(own, "comma"))
    raise LibraryError(Problem(what=message("command.no_clause", "no clause '{name}'.", name=name), remedy=hint))


def _term_of(measure: Measure, wanted: str) -> Term:
    """Find a term of a measure by its number or its id."""
    for number, term in enumerate(measure.terms, start=1):
        if wanted in {str(number), str(term.id)}:
            return term
    names = [str(term.id) for term in measure.terms]
    known = (
        message("law.terms", "Terms: {names}.", names=joined(names, "comma"))
        if names
        else message("law.defines_none", "It defines no term.")
    )
    hint = did_you_mean(wanted, names)
    raise LibraryError(
        Problem(
            where=measure.id,
            what=message("law.no_term", "no term '{name}'.", name=wanted),
            remedy=joined([hint, known], "sentence"),
        )
    )


def _any_term(name: str, library: Library) -> Term:
    """Find a term of any measure by its id."""
    term = library.terms.get(TermId(name))
    if term is None:
        what = message("web.no_term", "no term '{name}'.", name=name)
        raise LibraryError(Problem(where="term", what=what, remedy=did_you_mean(name, library.terms)))
    return term

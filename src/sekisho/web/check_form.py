"""What is stated of one line: facts, readings and the day of the law, from an address, a form or a case file.

Plain facts stand in the address, so that it can be kept and sent. Names of parties and free text never do: addresses
end in logs and histories. They travel in the body of a form and in the case file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from unicodedata import normalize

from sekisho.determination.core.outcome import Determination
from sekisho.errors import FactError, Problem
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.assumptions import SUSPENSION, collecting, each_suspension, readings_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import DaySpan, Fact, is_blank
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.message import message
from sekisho.service.check import CheckRequest, check, in_words
from sekisho.service.request import default_of
from sekisho.service.workspace import Workspace
from sekisho.web.request_context import BOXES, Pairs, RequestContext
from sekisho.web.settings import ServerSettings

UNKNOWN: Final = "unknown"
NOBODY: Final = frozenset({UNKNOWN, "none"})
"""Values of a name or of free text that say nothing of anybody, and may stand in an address."""
PRESUME: Final = "presume"
"""What a form carries on from a line of an order list, of which nothing is taken for granted: `presume=no`."""
TERM: Final = "term."
OF_LIST: Final = "of_list"
"""Field that carries the order list from which a line was opened."""
_JOB_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Before the id of a term whose reading is chosen: `term.military-user=broad`."""
IN_ADDRESS: Final = message(
    "web.text_in_address", "a name or free text stands in the address, where logs and histories keep it."
)
PERCENT: Final = 100


def is_private(fact: Fact) -> bool:
    """Tell whether a fact names a party or is free text."""
    return fact.kind in {"party", "map"} or (fact.kind == "text" and not fact.scheme)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckForm:
    """What is stated of a line.

    Parameters
    ----------
    facts
        Facts as they were written; of a territory its code.
    problems
        What is wrong with them, each with the name of its field.
    dated
        The line's own date decides the law, since no day of the law is named.
    presume
        What most lines leave out is taken for granted; not of a line of a book, whose row presumes nothing.
    then
        Hash of the library and the ends of the answer when the address was made; empty if it does not say.
    notes
        What is to be said of words that are not read, told with the answer.
    """

    facts: Mapping[str, object] = field(default_factory=dict)
    as_of: date
    dated: bool = False
    reading: Reading = Reading.CENTRAL
    terms: Mapping[str, str] = field(default_factory=dict)
    presume: bool = default_of(CheckRequest, "presume")
    then: tuple[str, str] = ("", "")
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    def with_facts(self, more: Mapping[str, object]) -> CheckForm:
        """Return the same line with more facts."""
        return replace(self, facts={**self.facts, **more})

    def without(self, *names: str) -> CheckForm:
        """Return the same line without some facts."""
        return replace(self, facts={name: value for name, value in self.facts.items() if name not in names})

    def plain(self, library: Library) -> Pairs:
        """Return what may stand in an address."""
        found = [(name, str(value)) for name, value in self.facts.items() if _is_plain(library.facts[name], value)]
        if not self.presume:
            found.append((PRESUME, "no"))
        if self.reading is not Reading.CENTRAL:
            found.append(("reading", str(self.reading)))
        return [*found, *((f"{TERM}{name}", reading) for name, reading in sorted(self.terms.items()))]

    def private(self, library: Library) -> Pairs:
        """Return what travels in the body of a form alone."""
        return [(name, _text(value)) for name, value in self.facts.items() if not _is_plain(library.facts[name], value)]

    def readings(self, library: Library) -> Readings:
        """Return how words are read."""
        return readings_of(library, str(self.reading), self.terms)


def _is_plain(fact: Fact, value: object) -> bool:
    return not is_private(fact) or str(value) in NOBODY


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return "\n".join(f"{name} = {item}" for name, item in value.items())
    return str(value)


def stated_in(visit: RequestContext) -> CheckForm:
    """Read what a request states; what is wrong is kept beside it."""
    library = visit.library
    problems: list[Problem] = []
    facts: dict[str, object] = {}
    for fact in library.facts.facts.values():
        with collecting(problems):
            value = _value(fact, visit)
            if not is_blank(value):
                facts[fact.name] = value
                read, _ = in_words({fact.name: value}, library)
                library.facts.parse(fact.name, read[fact.name])
    if followed := visit.text(SUSPENSION):
        with collecting(problems):
            facts = {**each_suspension({SUSPENSION: followed}, library), **facts}
    as_of = visit.settings.today()
    with collecting(problems):
        as_of = visit.as_of
    leaves = as_day(facts.get("date"), library)
    dated = leaves is not None and not any(visit.boxes("as_of").values())
    said = visit.text("reading") or str(Reading.CENTRAL)
    terms = visit.every(TERM)
    with collecting(problems):
        readings_of(library, said, terms)
    return CheckForm(
        facts=facts,
        as_of=leaves if dated and leaves else as_of,
        dated=dated,
        reading=Reading(said) if said in set(Reading) else Reading.CENTRAL,
        presume=visit.text(PRESUME) != "no",
        terms=terms if not any(problem.where.startswith("term") for problem in problems) else {},
        then=(visit.text("library"), visit.text("answer")),
        problems=tuple(problems),
    )


def list_of(visit: RequestContext) -> Pairs:
    """Return the order list from which a line was opened to be tried, as forms and addresses carry it on; or nothing.

    It is the id of a job alone: what the list names its line may be somebody's name.
    """
    name = visit.text(OF_LIST)
    return [(OF_LIST, name)] if _JOB_ID.fullmatch(name) else []


def as_day(text: object, library: Library) -> date | None:
    """Return the day that is written, of a span of days the first; None of what is unknown, or no date."""
    try:
        day = library.facts.parse("date", in_words({"date": text}, library)[0]["date"])
    except FactError:
        return None
    return day.first if isinstance(day, DaySpan) else day if isinstance(day, date) else None


def _value(fact: Fact, visit: RequestContext) -> object:
    """Return what is stated of a fact; a name in an address is refused."""
    name = str(fact.name)
    if is_private(fact):
        for key, value in visit.query:
            if key == name and value.strip().lower() not in NOBODY | {""}:
                remedy = message("web.fill_in_form", "Fill in the form of the page; a saved case file keeps it too.")
                raise FactError(Problem(where=name, what=IN_ADDRESS, remedy=remedy))
    match fact.kind:
        case "date" if any(visit.text(f"{name}-{box}") for box in BOXES):
            return visit.day(name, date.min).isoformat()
        case "territory":
            return territory_code(visit.text(name), visit.library)
        case "map":
            return _pairs(visit.text(name), name)
        case "number" | "codes":
            text = _narrow(visit.text(name))
            return _share(text) if fact.kind == "number" and text.endswith("%") else text
        case "text" if name == "hs_code":
            return _narrow(visit.text(name))
        case _:
            return visit.text(name)


def _narrow(text: str) -> str:
    """Write full-width letters and digits, as a Japanese keyboard gives them, as plain ones.

    >>> _narrow("１Ｃ９０５．ａ；０．２％")
    '1C905.a;0.2%'
    """
    return normalize("NFKC", text)


def territory_code(text: str, library: Library) -> str:
    """Return the code of a territory that is named in any of the languages; what names none stays as it is."""
    if text.upper() in library.facts.schemes.get("iso/3166", frozenset()):
        return text.upper()
    return territories_of(library).code(text) or text


def _share(text: str) -> str:
    """Turn 0.1 % into the share 0.001; what is no number stays as it is."""
    from decimal import Decimal, InvalidOperation

    try:
        return f"{Decimal(text.rstrip('% ')) / PERCENT:f}"
    except InvalidOperation:
        return text


def _pairs(text: str, where: str) -> object:
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.replace(";", "\n").splitlines())):
        name, sign, value = line.partition("=")
        if not sign or not name.strip():
            raise FactError(
                Problem(
                    where=where,
                    what=message("error.no_pair", "'{value}' is not a pair.", value=line),
                    remedy=message("web.expected_pairs", "Expected NAME = VALUE, one a line."),
                )
            )
        found[name.strip()] = value.strip()
    return found or ""


def answer_of(stated: CheckForm, settings: ServerSettings) -> Determination:
    """Determine a line, and say beside the answer what its description tells of its classification.

    Raises
    ------
    FactError
        With everything that is wrong with what is stated.
    """
    if stated.problems:
        raise FactError(stated.problems)
    library = settings.library
    workspace = Workspace(library=library, today=settings.today(), cache=settings.cache)
    return check(request_of(stated, library), workspace)


def request_of(stated: CheckForm, library: Library) -> CheckRequest:
    """Return what is asked of a line."""
    return CheckRequest(
        facts=as_written(stated, library),
        as_of=None if stated.dated else stated.as_of,
        readings=stated.readings(library),
        assume=assumed(stated, library),
        presume=stated.presume,
        notes=stated.notes,
    )


def law_facts(library: Library) -> frozenset[FactName]:
    """Name the named unknowns of the law."""
    return frozenset(name for name, fact in library.facts.facts.items() if fact.of == "law")


def assumed(stated: CheckForm, library: Library) -> dict[str, str]:
    """Return what is assumed of the law."""
    unknowns = law_facts(library)
    return {name: str(value) for name, value in stated.facts.items() if name in unknowns}


def as_written(stated: CheckForm, library: Library) -> dict[str, object]:
    """Return the facts of the line itself, in the words in which they were stated."""
    unknowns = law_facts(library)
    return {name: value for name, value in stated.facts.items() if name not in unknowns}


def line_of(stated: CheckForm, library: Library) -> dict[str, object]:
    """Return the facts of the line itself, as they were read."""
    return in_words(as_written(stated, library), library)[0]


def problems_at(problems: Iterable[Problem]) -> dict[str, Problem]:
    """Return the first problem of each field."""
    found: dict[str, Problem] = {}
    for problem in problems:
        found.setdefault(problem.where, problem)
    return found

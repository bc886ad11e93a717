"""What is asked of one line: a case file and flags combined, and everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import click

from sekisho.cli.bom_share import with_share
from sekisho.cli.identity_options import identity_options, with_identity
from sekisho.cli.options import (
    A_DAY,
    as_of_option,
    assumptions_of,
    cache_folder,
    click_options,
    collecting,
    fact_options,
    facts_given,
    format_option,
    library_of,
    measures_option,
    pairs,
    reading_options,
    readings_of,
    today,
)
from sekisho.cli.register import with_same
from sekisho.determination.core.inputs import settle_input
from sekisho.determination.core.law_in_time import AHEAD
from sekisho.determination.core.outcome import Determination
from sekisho.determination.line.readings import TermReadings
from sekisho.errors import FactError, Problem
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import WRITTEN_UNKNOWN, DaySpan, is_blank
from sekisho.law.model.fact_table import unknown_fact
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import identity_data
from sekisho.law.model.term import Readings
from sekisho.message import joined, message
from sekisho.present.render.terminal import count
from sekisho.service.case_file import CaseFile, read_case
from sekisho.service.check import CheckRequest, check, in_words, vary
from sekisho.service.workspace import Workspace
from sekisho.trade.transaction import ALIASES


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What is asked: the facts of a line, the date of law, how words are read, what is assumed.

    Parameters
    ----------
    as_of
        Date of law; None where the day on which the line leaves decides it.
    kept
        What was done to the facts before they are judged, told with the answer.
    """

    library: Library
    facts: Mapping[str, object]
    as_of: date | None
    readings: Readings
    assume: Mapping[str, str]
    presume: bool
    kept: tuple[str, ...] = ()
    ahead: int = AHEAD

    def answer(self, facts: Mapping[str, object] | None = None) -> Determination:
        """Determine the line, or the same line with other facts."""
        return check(self._request(facts), self._workspace)

    def vary(self, answer: Determination) -> tuple[TermReadings, ...]:
        """Read the disputed words of the line otherwise, one at a time."""
        return vary(self._request(), answer, self._workspace)

    def _request(self, facts: Mapping[str, object] | None = None) -> CheckRequest:
        return CheckRequest(
            facts=self.facts if facts is None else facts,
            as_of=self.as_of,
            readings=self.readings,
            assume=self.assume,
            ahead=self.ahead,
            presume=self.presume,
            notes=self.kept,
        )

    @property
    def _workspace(self) -> Workspace:
        return Workspace(library=self.library, today=today(), cache=cache_folder())

    def stated(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Return all that was asked as plain data, enough to ask it again."""
        return {
            "facts": dict(facts),
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "readings": self.readings.to_dict(),
            "assume": dict(self.assume),
            "kept": list(self.kept),
            "presume": self.presume,
            "names": identity_data(self.library.identity),
        }


def inquiry_options(command: click.decorators.FC) -> click.decorators.FC:
    """Give a command everything with which a line can be stated."""
    for decorate in (
        measures_option,
        format_option,
        reading_options,
        as_of_option,
        click.option("--case", metavar="ID", help="Which case of a list in the file."),
        click.option(
            "--from",
            "case_file",
            metavar="CASE.yaml",
            type=click.Path(path_type=Path),
            help="Take facts, date and readings from a case file; flags override it.",
        ),
        click.option(
            "--items",
            "items_file",
            metavar="ITEMS.csv",
            type=click.Path(path_type=Path),
            help="Take the control codes from kept classifications, by --description.",
        ),
        click.option(
            "--product",
            metavar="PART",
            help="Which part of the bill it is. Default: its only product.",
        ),
        click.option(
            "--bom",
            "bom_file",
            metavar="BOM",
            type=click.Path(path_type=Path),
            help="Work the share of PRC content out of a bill of materials, if it is not stated.",
        ),
        click_options(CheckRequest, "presume", "ahead", "same", "by", "basis"),
        identity_options,
        fact_options,
    ):
        command = decorate(command)
    return command


def inquiry_of(params: Mapping[str, object]) -> tuple[Inquiry, CaseFile]:
    """Combine a case file and flags; a flag overrides the file.

    Raises
    ------
    FactError
        With the problems of the file and of all flags.
    """
    folders, file = params["folders"], params["case_file"]
    library = library_of(folders if isinstance(folders, tuple) else ())
    problems: list[Problem] = []
    with collecting(problems):
        library = with_identity(library, params["policy_file"], params["matches_file"])
    case, by_flag, readings = CaseFile(), dict[str, object](), Readings()
    terms, assume = dict[str, str](), dict[str, str]()
    with collecting(problems):
        case = read_case(file, _text(params["case"])) if isinstance(file, Path) else case
    problems += case.problems
    with collecting(problems):
        by_flag = facts_given(params)
    with collecting(problems):
        terms = pairs("term", params["terms"])
    with collecting(problems):
        assume = pairs("assume", params["assume"])
    reading = _text(params["reading"])
    flagged = (*by_flag, *(f"term {name}" for name in terms), *(f"assume {name}" for name in assume))
    overridden = {*flagged, *(["reading"] if reading else [])}
    places = {name: place for name, place in case.places.items() if name not in overridden}
    facts, unread = in_words({**case.facts, **by_flag}, library)
    kept, shared, same_note = "", "", ""
    with collecting(problems):
        items = params["items_file"]
        facts, kept = with_kept(facts, items, library) if isinstance(items, Path) else (facts, "")
    day, found = _day(facts, library, _text(params["as_of"]), case, places)
    problems += found
    bought = day or _first_day(facts, library)
    with collecting(problems):
        chosen = reading or case.reading or None
        facts, shared = with_share(
            facts, params["bom_file"], _text(params["product"]), library, day=bought, reading=chosen
        )
    with collecting(problems):
        readings = readings_of(library, reading or case.reading or None, {**case.terms, **terms}, places)
    with collecting(problems):
        assume = assumptions_of(library, {**case.assume, **assume}, places)
    with collecting(problems):
        library, same_note = with_same(library, facts, params)
    if problems:
        raise FactError(problems)
    ahead = params["ahead"] if isinstance(params["ahead"], int) else AHEAD
    notes = tuple(filter(None, (*unread, kept, shared, same_note)))
    return Inquiry(
        library=library,
        facts=facts,
        as_of=day,
        readings=readings,
        assume=assume,
        kept=notes,
        ahead=ahead,
        presume=params["presume"] is not False,
    ), case


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(
    facts: Mapping[str, object], library: Library, flag: str | None, case: CaseFile, places: Mapping[str, str]
) -> tuple[date | None, list[Problem]]:
    """Type the facts, and choose the date of law: the flag, the case, the line's own date (None), or today."""
    named = {name: value for name, value in facts.items() if ALIASES.get(name, name) in library.facts}
    problems = [
        unknown_fact(name, library.facts.facts, where=places.get(name, "")) for name in facts if name not in named
    ]
    stated = flag or _if_known(case.as_of)
    try:
        _, day, _ = settle_input(named, library, as_of=stated or today(), readings=None, assume=None)
    except FactError as fault:
        at = {**places, "as_of": "" if flag else places.get("as_of", "")}
        told = (_nearest(problem, named.get(problem.where), library) for problem in fault.problems)
        return None, [*problems, *(_placed(problem, at, flag) for problem in told)]
    return (None if stated is None and _if_known(facts.get("date")) else day), problems


def _first_day(facts: Mapping[str, object], library: Library) -> date:
    """Return the day on which a line leaves, of a span of days the first; today where that cannot be read."""
    with collecting([]):
        leaves = library.facts.parse("date", facts.get("date"))
        if isinstance(leaves, DaySpan):
            return leaves.first
        if isinstance(leaves, date):
            return leaves
    return today()


def _nearest(problem: Problem, given: object, library: Library) -> Problem:
    """Name the territory that is meant, if one was spelt out or nearly so."""
    fact = library.facts.facts.get(FactName(problem.where))
    if fact is None or fact.kind != "territory":
        return problem
    codes = {name.lower(): code for code, name in library.code_names.get("iso/3166", {}).items()}
    near = get_close_matches(str(given).lower(), codes, n=1)
    name = library.code_names["iso/3166"][codes[near[0]]] if near else ""
    hint = (
        message("error.did_you_mean_code", "Did you mean {code} ({name})?", code=codes[near[0]], name=name)
        if near
        else problem.remedy
    )
    all_of = message("error.facts_lists_all", "`sekisho facts {fact}` lists all.", fact=str(fact.name))
    return replace(problem, remedy=joined([hint, all_of], "sentence"))


def _if_known(value: object) -> str | None:
    text = "" if value is None else str(value).strip()
    return None if text.lower() in WRITTEN_UNKNOWN else text


def _placed(problem: Problem, places: Mapping[str, str], flag: str | None) -> Problem:
    """Say of a problem in which line of the case file it stands."""
    name = "as-of" if problem.where == "as_of" and flag else problem.where
    remedy = A_DAY if problem.where == "as_of" else problem.remedy
    place = places.get(problem.where)
    return replace(problem, where=f"{place}: {name}" if place else name, remedy=remedy)


def with_kept(facts: Mapping[str, object], file: Path, library: Library) -> tuple[dict[str, object], str]:
    """Take the control codes of a described item from a table of kept classifications, unless the line states them.

    Raises
    ------
    FactError
        If the table is wrong, or does not keep the item.
    """
    from sekisho.classification.item_decisions import read_items

    items = read_items(file, library.facts)
    if not is_blank(facts.get("control_codes")):
        return dict(facts), ""
    description = str(facts.get("description") or "")
    found = items.find(description)
    if found is None:
        what = f"'{description}' is not kept there." if description else "no --description to find an item by."
        remedy = (
            f"`sekisho classify` suggests a code; {file.name} keeps the classification of {count(len(items), 'item')}."
        )
        raise FactError(Problem(where=file.name, what=what, remedy=remedy))
    return {**facts, "control_codes": str(found.codes)}, str(found)

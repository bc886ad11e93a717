"""What is stated of one line: a case file, what goes before it, and the tables from which the rest is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.inputs import settle_input
from sekisho.determination.core.law_in_time import AHEAD
from sekisho.determination.core.outcome import Determination
from sekisho.errors import FactError, Problem, is_slip
from sekisho.i18n.names import measure_text
from sekisho.i18n.territories import territory_names
from sekisho.law.model.assumptions import A_DAY, assumptions_of, collecting, readings_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import WRITTEN_UNKNOWN, DaySpan, fact_label, is_blank
from sekisho.law.model.fact_table import unknown_fact
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import identity_data
from sekisho.law.model.term import Reading, Readings
from sekisho.message import NameText, and_more, counted, joined, message
from sekisho.service.check import CheckRequest, check, in_words, vary
from sekisho.service.line.case_file import CaseFile
from sekisho.service.workspace import Workspace, today_of
from sekisho.trade.transaction import ALIASES

if TYPE_CHECKING:
    from sekisho.determination.line.readings import TermReadings
    from sekisho.trade.bom.bill import Bill

SHOWN: Final = 5
"""Products that a message names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLine:
    """What is stated of a line.

    Parameters
    ----------
    case
        A case file; whatever else is stated goes before what it says.
    items
        Table of saved classifications, from which the control codes are taken by the description.
    bom, product
        Bill of materials, out of which the share of PRC content is worked, and which of its parts the line ships.
    """

    case: CaseFile = field(default_factory=CaseFile)
    facts: Mapping[str, object] = field(default_factory=dict)
    as_of: str = ""
    reading: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    assume: Mapping[str, str] = field(default_factory=dict)
    items: Path | None = None
    bom: Path | None = None
    product: str = ""
    ahead: int = AHEAD
    presume: bool = True


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

    workspace: Workspace
    facts: Mapping[str, object]
    as_of: date | None
    readings: Readings
    assume: Mapping[str, str]
    presume: bool
    kept: tuple[str, ...] = ()
    ahead: int = AHEAD

    def answer(self, facts: Mapping[str, object] | None = None) -> Determination:
        """Determine the line, or the same line with other facts."""
        return check(self._request(facts), self.workspace)

    def vary(self, answer: Determination) -> tuple[TermReadings, ...]:
        """Read the disputed words of the line otherwise, one at a time."""
        return vary(self._request(), answer, self.workspace)

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
    def library(self) -> Library:
        """The law that is asked."""
        return self.workspace.library

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


def asked_of(stated: StatedLine, workspace: Workspace) -> tuple[Inquiry, list[Problem]]:
    """Combine what is stated of a line; returns what is asked, and everything that is wrong with it.

    What is wrong has its place in the case file, if it stands there.
    """
    library, case, problems = workspace.library, stated.case, list(stated.case.problems)
    places = {name: place for name, place in case.places.items() if name not in _overridden(stated)}
    facts, unread = in_words({**case.facts, **stated.facts}, library)
    kept, shared, readings, assume = "", "", Readings(), dict[str, str]()
    if stated.items is not None:
        with collecting(problems):
            facts, kept = _with_kept(facts, stated.items, library)
    day, faults = _day(facts, workspace, stated, places)
    problems += faults
    with collecting(problems):
        facts, shared = _with_share(facts, stated, workspace, day=day or _first_day(facts, workspace))
    with collecting(problems):
        readings = readings_of(library, stated.reading or case.reading or None, {**case.terms, **stated.terms}, places)
    with collecting(problems):
        assume = assumptions_of(library, {**case.assume, **stated.assume}, places)
    notes = tuple(filter(None, (*unread, kept, shared)))
    inquiry = Inquiry(
        workspace=workspace,
        facts=facts,
        as_of=day,
        readings=readings,
        assume=assume,
        presume=stated.presume,
        kept=notes,
        ahead=stated.ahead,
    )
    return inquiry, problems


def _overridden(stated: StatedLine) -> frozenset[str]:
    """Name what is stated beside the case, as the places of a case name it."""
    reading = ["reading"] if stated.reading else []
    terms, assume = (f"term {name}" for name in stated.terms), (f"assume {name}" for name in stated.assume)
    return frozenset((*stated.facts, *terms, *assume, *reading))


def _day(
    facts: Mapping[str, object], workspace: Workspace, stated: StatedLine, places: Mapping[str, str]
) -> tuple[date | None, list[Problem]]:
    """Type the facts, and choose the date of law: as stated, that of the case, the line's own (None), or today."""
    library, flag = workspace.library, stated.as_of
    named = {name: value for name, value in facts.items() if ALIASES.get(name, name) in library.facts}
    problems = [
        unknown_fact(name, library.facts.facts, where=places.get(name, "")) for name in facts if name not in named
    ]
    chosen = flag or _if_known(stated.case.as_of)
    try:
        _, day, _ = settle_input(named, library, as_of=chosen or today_of(None, workspace), readings=None, assume=None)
    except FactError as fault:
        at = {**places, "as_of": "" if flag else places.get("as_of", "")}
        near = (_nearest(problem, named.get(problem.where), library) for problem in fault.problems)
        return None, [*problems, *(_placed(problem, at, flag) for problem in near)]
    return (None if not chosen and _if_known(facts.get("date")) else day), problems


def _first_day(facts: Mapping[str, object], workspace: Workspace) -> date:
    """Return the day on which a line leaves, of a span of days the first; today where that cannot be read."""
    with collecting([]):
        leaves = workspace.library.facts.parse("date", facts.get("date"))
        if isinstance(leaves, DaySpan):
            return leaves.first
        if isinstance(leaves, date):
            return leaves
    return today_of(None, workspace)


def _nearest(problem: Problem, given: object, library: Library) -> Problem:
    """Name the territory that is meant, if one was spelt out or nearly so."""
    fact = library.facts.facts.get(FactName(problem.where))
    if fact is None or fact.kind != "territory":
        return problem
    names = territory_names(library)
    codes = {name.lower(): code for each in reversed(list(names.values())) for code, name in each.items()}
    from difflib import get_close_matches  # only what is wrong needs it

    word = str(given).strip().lower()
    near = [name for name in get_close_matches(word, codes, n=3) if is_slip(word, name)]
    hint = problem.remedy
    if near:
        code = codes[near[0]]
        name = NameText({language: each[code] for language, each in names.items()})
        hint = message("error.did_you_mean_code", "Did you mean {code} ({name})?", code=code, name=name)
    from sekisho.service.line.city_names import several_places  # as above

    if several := several_places(str(given), library):
        return replace(problem, remedy=several)
    all_of = message("error.facts_lists_all", "`sekisho facts {fact}` lists all.", fact=str(fact.name))
    return replace(problem, remedy=joined([hint, all_of], "sentence"))


def _if_known(value: object) -> str | None:
    text = "" if value is None else str(value).strip()
    return None if text.lower() in WRITTEN_UNKNOWN else text


def _placed(problem: Problem, places: Mapping[str, str], flag: str) -> Problem:
    """Say of a problem in which line of the case file it stands."""
    name = "as-of" if problem.where == "as_of" and flag else problem.where
    remedy = A_DAY if problem.where == "as_of" else problem.remedy
    place = places.get(problem.where)
    return replace(problem, where=joined([place or "", name], "colon"), remedy=remedy)


def _with_kept(facts: Mapping[str, object], file: Path, library: Library) -> tuple[dict[str, object], str]:
    """Take the control codes of a described item from a table of saved classifications, unless the line states them.

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
    item = items.find(description)
    if item is None:
        what = (
            message("command.not_kept", "'{description}' is not saved there.", description=description)
            if description
            else message("command.no_description", "no --description to find an item by.")
        )
        remedy = message(
            "error.items_kept",
            "`sekisho classify` suggests a code; {file} keeps the classification of {items}.",
            file=file.name,
            items=counted("error.items", "{n} item", "{n} items", n=len(items)),
        )
        raise FactError(Problem(where=file.name, what=what, remedy=remedy))
    return {**facts, "control_codes": str(item.codes)}, str(item)


def _with_share(
    facts: Mapping[str, object], stated: StatedLine, workspace: Workspace, *, day: date
) -> tuple[dict[str, object], str]:
    """Add the share that a bill gives, if the line does not state it, and say where it comes from.

    Raises
    ------
    BillError
        With everything that is wrong with the bill.
    FactError
        If the bill has no such part, or a part is named without a bill.
    """
    file, library, reading = stated.bom, workspace.library, stated.reading or stated.case.reading
    if file is None:
        if stated.product:
            raise FactError(
                Problem(
                    where="product",
                    what=message("command.no_bill", "no bill is named."),
                    remedy=message("command.bom_with_product", "Give --bom FILE with --product."),
                )
            )
        return dict(facts), ""
    from sekisho.exposure.part_kinds import Unclassified, kinds_of
    from sekisho.exposure.value_shares import share_text, shares_of
    from sekisho.service.bill import BillReading, read_bill_file

    bill = read_bill_file(file, BillReading(strict=True), library)
    place = _place(bill, stated.product, file.name)
    if reading and reading not in set(Reading):
        return dict(facts), ""  # which is told where readings are read
    chosen = Reading(reading or Reading.CENTRAL)
    kinds = kinds_of(bill, library, unclassified=Unclassified.HINTED, made_in=_origin(facts, library))
    shares = shares_of(bill, kinds, library, day=day)
    fact = str(shares.rule.fact)
    if not is_blank(facts.get(fact)):
        return dict(facts), ""
    text = share_text(*shares.bounds(place, chosen))
    name = bill.parts.ids[place]
    note = message(
        "check.share_worked_out",
        "{fact} of {share} was worked out of {file} for '{name}', by the {reading} reading of {measure}.",
        fact=fact_label(fact),
        share=text,
        file=file.name,
        name=name,
        reading=chosen.words,
        measure=measure_text(shares.measure),
    )
    return {**facts, fact: text}, note


def _place(bill: Bill, product: str, file: str) -> int:
    """Find the part that is asked about, which is the product if the bill has one."""
    from sekisho.trade.bom.lookup import find_part

    if product:
        return find_part(bill, product, where="product")
    if len(bill.products) == 1:
        return int(bill.products[0])
    names = [bill.parts.ids[place] for place in bill.products.tolist()]
    products = and_more(names[:SHOWN], len(names) - SHOWN)
    remedy = message("command.name_product", "Name one with --product: {products}.", products=products)
    raise FactError(
        Problem(
            where=file,
            what=counted("command.products", "the bill has {n} product.", "the bill has {n} products.", n=len(names)),
            remedy=remedy,
        )
    )


def _origin(facts: Mapping[str, object], library: Library) -> str:
    """Return where the product is made: the origin that is stated, or the place from which it leaves."""
    codes = library.facts.schemes.get("iso/3166", frozenset())
    for name in ("origin", "departure"):
        code = str(facts.get(name, "")).upper()
        if code in codes:
            return code
    return "JP"

"""What hangs on what is curbed: a bill of materials, assessed once, for every face alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from sekisho.errors import BillError, FactError, Problem, did_you_mean
from sekisho.exposure.defaults import COVERED, HOLDING_RATE, HORIZON_DAYS, MADE_IN, SHOWN
from sekisho.i18n.territory_codes import territories_of
from sekisho.impact.defaults import DRAWS, SEED
from sekisho.law.model.assumptions import assumptions_of, collecting, readings_of
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.message import joined, message
from sekisho.service.bill import BillReading, currency_code, read_bill_file
from sekisho.service.book import book_classifier, supposition_faults
from sekisho.service.impact import Draws, Months, Seed
from sekisho.service.request import Ask, AsOf, Assume, ReadingOfAll, Terms
from sekisho.service.workspace import Workspace, today_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.exposure.assessment import AssessmentInput
    from sekisho.exposure.result import Exposure
    from sekisho.exposure.scenario import National
    from sekisho.trade.bom.bill import Bill

UNCLASSIFIED: Final = ("hinted", "unknown", "none")
"""As `exposure.part_kinds.Unclassified`, which needs numpy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureRequest(BillReading):
    """What is asked of a bill of materials, beside the bill itself."""

    made_in: Annotated[str, Ask("Where products are made, if the bill does not say.", metavar="TERRITORY")] = MADE_IN
    measure: Annotated[str, Ask("Measure by which the share by value is worked out.", metavar="ID")] = ""
    unclassified: Annotated[
        str,
        Ask(
            "Parts without a control code: as their customs code hints, as unknown, or as not listed.",
            choices=UNCLASSIFIED,
        ),
    ] = UNCLASSIFIED[0]
    licence_days: Annotated[
        int | None, Ask("Days that a licence takes.", left_out="the statutory clock", metavar="N", least=0)
    ] = None
    days: Annotated[int, Ask("Days that are looked ahead.", metavar="N", least=1, most=3650)] = HORIZON_DAYS
    scenario: Annotated[str, Ask("Take supply from a scenario of `sekisho impact`, draw by draw.", metavar="NAME")] = ""
    draws: Draws = DRAWS
    seed: Seed = SEED
    months: Months = None
    sector: Annotated[str, Ask("Sector of the firm in the scenario.", left_out="the mean of all", metavar="CODE")] = ""
    remedies: Annotated[bool, Ask("Look for the cheapest set of remedies.")] = True
    covered: Annotated[float, Ask("Share of the draws that remedies cover.", metavar="SHARE", least=0, most=1)] = (
        COVERED
    )
    holding_rate: Annotated[float, Ask("Yearly cost of a stock over its value.", metavar="RATE", least=0)] = (
        HOLDING_RATE
    )
    budget: Annotated[
        float | None,
        Ask("What remedies may cost together.", left_out="what is needed", metavar="AMOUNT", least=0),
    ] = None
    facts: Annotated[
        Mapping[str, str],
        Ask(
            "What is the same for all parts that leave it open, such as origin=CN or end_use=civil.",
            flag="--set",
            metavar="FACT=VALUE",
            private=True,
        ),
    ] = field(default_factory=dict)
    suppose: Annotated[
        tuple[str, ...],
        Ask("What is supposed where a bill leaves a fact open: ordinary, a .yaml file, or FACT=VALUE.", metavar="SET"),
    ] = ()
    no_classify: Annotated[bool, Ask("Do not say what parts without a control code may be on the dual-use list.")] = (
        False
    )
    as_of: AsOf = None
    reading: ReadingOfAll = Reading.CENTRAL
    terms: Terms = field(default_factory=dict)
    assume: Assume = field(default_factory=dict)


def assess(
    request: ExposureRequest,
    workspace: Workspace,
    bill: Path | Bill,
    *,
    shown: int = SHOWN,
    progress: Callable[[str, float], None] | None = None,
) -> Exposure:
    """Find out what of a bill is exposed, when lines stop, and what would help.

    Parameters
    ----------
    shown
        Products whose parts and open shares are looked at one by one.

    Raises
    ------
    BillError
        With everything that is wrong with the bill and with what is asked.
    """
    from sekisho.exposure.assessment import expose

    problems: list[Problem] = []
    parts = None if isinstance(bill, Path) else bill
    if isinstance(bill, Path):
        with collecting(problems):
            parts = read_bill_file(bill, request, workspace.library)
    asked: AssessmentInput | None = None
    with collecting(problems):
        asked = assessment_input(request, workspace, shown=shown, progress=progress)
    if problems or asked is None:
        raise BillError(problems)
    assert parts is not None  # noqa: S101 - it was read, or is among the problems
    return expose(parts, workspace.library, asked)


def assessment_input(
    request: ExposureRequest,
    workspace: Workspace,
    *,
    shown: int = SHOWN,
    progress: Callable[[str, float], None] | None = None,
) -> AssessmentInput:
    """Return what is asked of a bill as the assessment takes it.

    Raises
    ------
    BillError
        With everything that is wrong with it.
    """
    from sekisho.determination.book.supposition import Suppositions, read_suppositions
    from sekisho.exposure.assessment import AssessmentInput
    from sekisho.exposure.part_kinds import Unclassified

    library = workspace.library
    problems: list[Problem] = []
    readings, assume, made_in = Readings(), dict[str, str](), ""
    national, facts, constants = None, dict[str, str](), dict[str, str]()
    suppose: Suppositions | None = None
    with collecting(problems):
        readings = readings_of(library, str(request.reading), request.terms)
    with collecting(problems):
        assume = assumptions_of(library, request.assume)
    with collecting(problems):
        made_in = made_in_of(request.made_in, library)
    with collecting(problems):
        national = _national(request, workspace, assume) if request.scenario else None
    with collecting(problems):
        facts, constants = facts_of(request.facts, library)
    with collecting(problems):
        suppose = read_suppositions(request.suppose, library)
    if problems:
        raise BillError(problems)
    return AssessmentInput(
        as_of=today_of(request.as_of, workspace),
        facts=facts,
        made_in=made_in,
        readings=readings,
        assume=assume,
        measure=request.measure,
        unclassified=Unclassified(request.unclassified),
        licence_days=request.licence_days,
        days=request.days,
        national=national,
        remedies=request.remedies,
        covered=request.covered,
        holding_rate=request.holding_rate,
        budget=request.budget,
        shown=shown,
        progress=progress,
        classifies=None if request.no_classify else book_classifier(workspace),
        constants=constants,
        suppose=suppose,
    )


def as_codes(request: ExposureRequest, library: Library) -> ExposureRequest:
    """Return the same request with territory and currency as codes, however they are written; wrong ones stay."""
    made_in = territories_of(library).code(request.made_in) or request.made_in
    origin = request.facts.get("origin", "")
    facts = {**request.facts, **({"origin": territories_of(library).code(origin) or origin} if origin else {})}
    return replace(request, made_in=made_in, currency=currency_code(request.currency), facts=facts)


def exposure_faults(request: ExposureRequest, library: Library) -> list[Problem]:
    """Tell what cannot be asked of a server, before the bill is looked at; each under the name of its field."""
    from sekisho.trade.bom.values import currencies

    problems: list[Problem] = []
    with collecting(problems):
        made_in_of(request.made_in, library, where="made_in")
    if request.measure and request.measure not in measures_with_shares(library):
        what = message(
            "exposure.no_share_rule", "'{measure}' says nothing of a share by value.", measure=request.measure
        )
        problems.append(Problem(where="measure", what=what))
    if request.currency and currency_code(request.currency) not in currencies().values():
        problems.append(
            Problem(
                where="currency",
                what=message("exposure.not_currency", "'{currency}' is not a currency.", currency=request.currency),
            )
        )
    with collecting(problems):
        facts_of(request.facts, library)
    return problems + supposition_faults(request.suppose, library, files=False)


def measures_with_shares(library: Library) -> list[str]:
    """Name the measures that say how a share by value is worked out."""
    return [str(name) for name, measure in library.measures.items() if measure.shares]


def made_in_of(text: str, library: Library, *, where: str = "made-in") -> str:
    """Return the code of the territory where products are made.

    Raises
    ------
    BillError
        If it is none.
    """
    code = territories_of(library).code(text)
    if not code:
        near = did_you_mean(text.upper(), library.code_names.get("iso/3166", {}))
        remedy = joined(
            [near, message("error.expected_iso_territory", "Expected a code of ISO 3166, such as JP.")], "sentence"
        )
        raise BillError(
            Problem(
                where=where,
                what=message("error.not_territory", "'{value}' is not a territory.", value=text),
                remedy=remedy,
            )
        )
    return code


SUPPLIER: Final = "supplier"
"""What may be said of all parts alike and is no fact: the column of a bill."""


def facts_of(given: Mapping[str, str], library: Library) -> tuple[dict[str, str], dict[str, str]]:
    """Return the facts of all shipments alike, and what all parts have alike; in words that a cell may hold.

    Raises
    ------
    FactError
        With everything that is wrong.
    """
    from sekisho.trade.bom.columns import part_facts

    problems: list[Problem] = []
    shipments, parts = dict[str, str](), dict[str, str]()
    of_parts = {"origin", SUPPLIER, *part_facts(library.facts)}
    for name, value in given.items():
        stated = value
        if name != SUPPLIER:
            with collecting(problems):
                stated = _written(name, value, library)
        (parts if name in of_parts else shipments)[name] = stated
    if problems:
        raise FactError(problems)
    return shipments, parts


def _written(name: str, value: str, library: Library) -> str:
    """Return a value as the table of facts writes it: as it stands, or in the words that a cell may hold.

    Raises
    ------
    FactError
        If it is neither.
    """
    from sekisho.determination.book.supposition import read_constants

    try:
        library.facts.parse(name, value)
    except FactError as fault:
        try:
            return next(iter(read_constants({name: value}, library).values()))
        except FactError:
            raise fault from None
    return value


def _national(request: ExposureRequest, workspace: Workspace, assume: Mapping[str, str]) -> National:
    """Put the scenario and its model together."""
    from sekisho.exposure.scenario import national_of
    from sekisho.impact.run_settings import RunSettings

    settings = RunSettings(
        months=request.months,
        reading=request.reading,
        draws=request.draws,
        seed=request.seed,
        assume=assume,
        cache=workspace.cache,
        flows=workspace.flows,
    )
    return national_of(workspace.library, request.scenario, settings, sector=request.sector, tables=workspace.tables)

"""What is asked of a bill: the fields of the form or of a request, checked all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sekisho.errors import FactError, Problem, SekishoError, did_you_mean
from sekisho.impact.defaults import DRAWS
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.web.check_form import territory_code
from sekisho.web.impact_form import MOST_DRAWS
from sekisho.web.messages import PageTranslator
from sekisho.web.request_context import Pairs, RequestContext
from sekisho.web.scenario_catalogue import CatalogueEntry, offers

FEWEST_DRAWS: Final = 16
MADE_IN: Final = "JP"
FACTS: Final = ("end_use", "end_user_kind", "knowledge_of_risk", "end_user")
"""Facts that are stated of all parts alike, as those of the form."""
NAMES: Final = frozenset({"end_user"})
"""Those that hold names, which no address does."""
FIELDS: Final = ("bill", "currency", "made_in", "reading", "measure", "scenario", "draws", *FACTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureForm:
    """What is asked of a bill, beside the day of the law.

    Parameters
    ----------
    scenario
        Of the national model, from which supply is taken; empty supposes that licences take their statutory time.
    measure
        By which the share by value is worked out; empty takes the one that says how.
    facts
        Facts of all crossings alike.
    """

    reading: Reading = Reading.CENTRAL
    made_in: str = MADE_IN
    currency: str = ""
    measure: str = ""
    scenario: str = ""
    draws: int = DRAWS
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> Pairs:
        """The fields of an address that asks the same, which hold no names."""
        told = [
            ("reading", str(self.reading)),
            ("made_in", self.made_in),
            ("currency", self.currency),
            ("measure", self.measure),
            ("scenario", self.scenario),
            ("draws", str(self.draws) if self.scenario else ""),
            *((name, value) for name, value in self.facts.items() if name not in NAMES),
        ]
        return [(name, value) for name, value in told if value]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "reading": str(self.reading),
            "made_in": self.made_in,
            "currency": self.currency,
            "measure": self.measure,
            "scenario": self.scenario,
            "draws": self.draws,
            "facts": dict(self.facts),
        }


def scenarios(library: Library) -> list[CatalogueEntry]:
    """Return what supply can be taken from: every measure and scenario that is one run."""
    return [one for one in offers(library) if one.kind != "outlook"]


def measures(library: Library) -> list[str]:
    """Name the measures that say how a share by value is worked out."""
    return [str(name) for name, one in library.measures.items() if one.shares]


def fields_of(visit: RequestContext) -> dict[str, str]:
    """Return the fields as they were given, for the form to show again."""
    return {name: visit.text(name) for name in FIELDS}


def asked_of(visit: RequestContext) -> ExposureForm:
    """Read the form.

    Raises
    ------
    FactError
        With everything that is wrong, each under the name of its field.
    """
    words, problems = visit.words, list[Problem]()
    text = visit.text("draws")
    draws = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else DRAWS  # noqa: PLR2004 - a number that is meant
    if text and str(draws) != text.lstrip("0"):
        problems.append(Problem(where="draws", what=words("cost_no_number", value=text[:40])))
    reading = visit.text("reading") or str(Reading.CENTRAL)
    if reading not in set(Reading):
        problems.append(Problem(where="reading", what=words("cost_bad_reading", value=reading[:40])))
        reading = str(Reading.CENTRAL)
    asked = ExposureForm(
        reading=Reading(reading),
        made_in=territory_code(visit.text("made_in") or MADE_IN, visit.library),
        currency=currency_code(visit.text("currency")),
        measure=visit.text("measure"),
        scenario=visit.text("scenario"),
        draws=draws,
        facts={name: visit.text(name) for name in FACTS if visit.text(name) not in {"", "unknown"}},
    )
    problems += faults_of(asked, visit.library, words)
    if problems:
        raise FactError(sorted(problems, key=lambda one: FIELDS.index(one.where) if one.where in FIELDS else 0))
    return asked


def faults_of(asked: ExposureForm, library: Library, words: PageTranslator) -> list[Problem]:
    """Tell what cannot be asked, each under the name of its field."""
    found = []
    if asked.made_in not in library.facts.schemes.get("iso/3166", frozenset()):
        found.append(Problem(where="made_in", what=words("bom_no_place", value=asked.made_in[:60])))
    known = {one.name for one in scenarios(library)} if asked.scenario else set()
    if asked.scenario and asked.scenario not in known:
        what = words("cost_unknown", value=asked.scenario[:80])
        found.append(Problem(where="scenario", what=what, remedy=did_you_mean(asked.scenario[:80], sorted(known))))
    if not FEWEST_DRAWS <= asked.draws <= MOST_DRAWS or asked.draws & (asked.draws - 1):
        what = words("cost_bad_draws", value=f"{asked.draws:,}", least=FEWEST_DRAWS, most=f"{MOST_DRAWS:,}")
        found.append(Problem(where="draws", what=what))
    if asked.measure and asked.measure not in measures(library):
        found.append(Problem(where="measure", what=words("bom_no_share", value=asked.measure[:80])))
    return [*found, *_faults_of_currency(asked, words), *_faults_of_facts(asked, library)]


def currency_code(text: str) -> str:
    """Return the code of a currency that is stated by its code, a sign or a name; else the text as it stands."""
    from sekisho.trade.bom.values import CellError, read_currency

    try:
        return read_currency(text) if text else ""
    except CellError:
        return text


def _faults_of_currency(asked: ExposureForm, words: PageTranslator) -> list[Problem]:
    from sekisho.trade.bom.values import currencies

    if asked.currency and asked.currency not in currencies().values():
        return [Problem(where="currency", what=words("bom_no_currency", value=asked.currency[:20]))]
    return []


def _faults_of_facts(asked: ExposureForm, library: Library) -> list[Problem]:
    found: list[Problem] = []
    for name, value in asked.facts.items():
        try:
            library.facts.parse(name, value)
        except SekishoError as fault:
            found += [Problem(where=name, what=one.what, remedy=one.remedy) for one in fault.problems]
    return found

"""What is asked to be costed: the fields of the form or of a request, checked all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.errors import FactError, Problem, SekishoError, did_you_mean
from sekisho.impact.defaults import DRAWS, SEED
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.web.messages import Translator
from sekisho.web.request_context import BOXES, Pairs, RequestContext
from sekisho.web.scenario_catalogue import offers

MOST_DRAWS: Final = 1_024
"""Draws that the pages make; the command line makes more."""
MOST_NAMES: Final = 6
MOST_SEED: Final = 2**32 - 1
FIELDS: Final = ("what", "with", "start", "months", "draws", "seed", "reading")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactForm:
    """What is to be costed, and how.

    Parameters
    ----------
    names
        Measures and scenarios, put together if they are several.
    start, months
        None takes those of the scenario.
    reading
        The one that heads the answer.
    """

    names: tuple[str, ...]
    start: date | None = None
    months: int | None = None
    draws: int = DRAWS
    seed: int = SEED
    reading: Reading = Reading.CENTRAL

    @property
    def query(self) -> Pairs:
        """The fields of the form that ask the same."""
        told = [
            *(("what", name) for name in self.names[:1]),
            *(("with", name) for name in self.names[1:]),
            ("start", self.start.isoformat() if self.start else ""),
            ("months", str(self.months or "")),
            ("draws", str(self.draws)),
            ("seed", str(self.seed)),
            ("reading", str(self.reading)),
        ]
        return [(name, value) for name, value in told if value]

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "names": list(self.names),
            "start": self.start.isoformat() if self.start else None,
            "months": self.months,
            "draws": self.draws,
            "seed": self.seed,
            "reading": str(self.reading),
        }


def fields_of(visit: RequestContext) -> dict[str, str]:
    """Return the fields as they were given, for the form to show again."""
    found = {name: visit.text(name) for name in FIELDS}
    return {**found, **{f"start-{box}": value for box, value in visit.boxes("start").items()}}


def asked_of(visit: RequestContext) -> ImpactForm:
    """Read the form.

    Raises
    ------
    FactError
        With everything that is wrong, each under the name of its field.
    """
    words, problems = visit.words, list[Problem]()
    start: date | None = None
    if any(visit.text(name) for name in ("start", *(f"start-{box}" for box in BOXES))):
        try:
            start = visit.day("start", visit.settings.today())
        except FactError:
            said = "-".join(visit.boxes("start").values()).strip("-") or visit.text("start")
            problems.append(Problem(where="start", what=words("cost_bad_day", value=said[:40])))
    names = tuple(dict.fromkeys(name for name in (visit.text("what"), visit.text("with")) if name))
    numbers: dict[str, int | None] = {}
    for field, default in (("months", None), ("draws", DRAWS), ("seed", SEED)):
        text = visit.text(field)
        try:
            numbers[field] = int(text) if text else default
        except ValueError:
            numbers[field] = default
            problems.append(Problem(where=field, what=words("cost_no_number", value=text[:40])))
    reading = visit.text("reading") or str(Reading.CENTRAL)
    if reading not in set(Reading):
        problems.append(Problem(where="reading", what=words("cost_bad_reading", value=reading[:40])))
        reading = Reading.CENTRAL
    asked = ImpactForm(
        names=names if visit.text("what") else (),
        start=start,
        months=numbers["months"],
        draws=numbers["draws"] or 0,
        seed=numbers["seed"] if numbers["seed"] is not None else SEED,
        reading=Reading(reading),
    )
    problems += faults_of(asked, visit.library, words)
    if problems:
        order = {name: number for number, name in enumerate(FIELDS)}
        raise FactError(sorted(problems, key=lambda one: order.get(one.where, 0)))
    return asked


def faults_of(asked: ImpactForm, library: Library, words: Translator) -> list[Problem]:
    """Tell what cannot be run, each under the name of its field; files of the reader's own are no names here."""
    from sekisho.impact.scenario.horizon import LONGEST
    from sekisho.impact.uncertainty.draws import FEWEST

    found = [*_faults_of_names(asked.names, library, words)]
    if asked.months is not None and not 1 <= asked.months <= LONGEST:
        found.append(Problem(where="months", what=words("cost_bad_months", value=asked.months, most=LONGEST)))
    if not FEWEST <= asked.draws <= MOST_DRAWS or asked.draws & (asked.draws - 1):
        what = words("cost_bad_draws", value=f"{asked.draws:,}", least=FEWEST, most=f"{MOST_DRAWS:,}")
        found.append(Problem(where="draws", what=what))
    if not 0 <= asked.seed <= MOST_SEED:
        found.append(Problem(where="seed", what=words("cost_bad_seed", value=asked.seed)))
    return found


def _faults_of_names(names: Sequence[str], library: Library, words: Translator) -> list[Problem]:
    from sekisho.impact.scenario.resolution import scenario_of

    if not names:
        return [Problem(where="what", what=words("cost_nothing"))]
    known = {*library.measures, *(one.name for one in offers(library))}
    found = [
        Problem(
            where="what" if number == 0 else "with",
            what=words("cost_unknown", value=name[:80]),
            do=did_you_mean(name[:80], sorted(known)),
        )
        for number, name in enumerate(names)
        if name not in known
    ]
    if found or len(names) == 1:
        return found
    try:
        scenario_of(library, names)
    except SekishoError as fault:
        return [Problem(where="with", what=one.what, do=one.do) for one in fault.problems]
    return []

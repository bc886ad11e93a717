"""What does not arrive of one form in one field of use, day by day: barred, waiting for a licence, or on its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.licence_regimes import licence_cut
from sekisho.impact.materials.material import Material, MaterialForm
from sekisho.impact.materials.practice import LicencePractice, licences_of
from sekisho.impact.materials.sector_pairs import Index
from sekisho.impact.scenario.scenario import ALL
from sekisho.impact.shock.legal_cuts import LawfulCut
from sekisho.impact.shock.line_verdicts import SegmentVerdict
from sekisho.impact.shock.segments import UseSort
from sekisho.impact.shock.standing import HeldUp, Scrutiny, held_up, own_column, scrutiny_of, stands_by_sort
from sekisho.impact.shock.trade_hit import Shares, ToldPlaces, Weights, form_shares, shares_of_places, told_places
from sekisho.impact.shock.trade_lines import NOT_LISTED
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.term import Reading

if TYPE_CHECKING:
    from sekisho.impact.shock.shock import Shock

Term = tuple[Array, Array]
"""Share of a form in each draw, shape (K,), and what holds of that share on each day, (K, T)."""
SEGMENT_COLUMNS: Final[Mapping[UseSort, str]] = {
    UseSort.UNDOCUMENTED: "undocumented",
    UseSort.MILITARY: "military",
    UseSort.SUPPLIER: "suppliers",
    UseSort.GROUP: "groups",
}
"""Sort of use to the column of the draws at which its share is read."""


class Voyage:
    """From departure to arrival: days by the way that a form is carried, drawn, and the same for all cuts of a run."""

    def __init__(self, levels: PriorLevels) -> None:
        """Draw the days of each way; an input `lag` that is fixed at a number stands for all of them."""
        self._levels = levels
        self._days: dict[str, Index] = {}
        self._departures: dict[str, tuple[Index, NDArray[np.bool_]]] = {}

    def days(self, form: MaterialForm) -> Index | None:
        """Return the whole days from departure to release by customs, shape (K,); None if it takes none."""
        if not form.carried:
            return None
        if form.carried not in self._days:
            number = self._levels.number("lag")
            if number is not None:
                lag = np.full(self._levels.draws.count, number)
            else:
                lag = self._levels[f"lag_{form.carried}_days"] + self._levels["lag_customs_days"]
            self._days[form.carried] = np.rint(lag).astype(np.intp)
        return self._days[form.carried]

    def arrived(self, cut: Array, form: MaterialForm) -> Array:
        """Return when a cut of departures is missed: the same, later; shape (K, T).

        What was under way before the first day of the horizon arrives.
        """
        lag = self.days(form)
        if lag is None or not lag.any():
            return cut
        way = str(form.carried)  # the days of a run are as many for all cuts
        if way not in self._departures:
            days = np.arange(cut.shape[1])[None, :] - lag[:, None]
            places = np.arange(len(lag))[:, None] * cut.shape[1] + np.maximum(days, 0)
            self._departures[way] = (places, days < 0)
        departed, before = self._departures[way]
        # Places of the array as one row: numpy takes from two dimensions at a third of the speed.
        arriving = np.broadcast_to(cut, departed.shape).reshape(-1)[departed]
        arriving[before] = 0.0
        return np.asarray(arriving)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCut:
    """What one cut by law hits under one reading: the same in all draws, so it is gathered once."""

    places: ToldPlaces
    scrutiny: Mapping[tuple[str, str, Reading], Scrutiny]
    standing: tuple[SegmentVerdict, ...]
    licensed: frozenset[str]


def told_cut(each: LawfulCut, reading: Reading) -> ToldCut:
    """Gather what a cut by law hits under a reading."""
    hits = each.of_reading(reading)
    return ToldCut(
        places=told_places(hits),
        scrutiny=scrutiny_of(hits),
        standing=tuple(hit for hit in hits if hit.stands),
        licensed=frozenset(hit.code for hit in each.hits if hit.stands and hit.segment.sort is UseSort.DOCUMENTED),
    )


class FormsByLaw:
    """What one cut by law takes of forms under one reading, in all draws."""

    def __init__(self, shock: Shock, each: LawfulCut, levels: PriorLevels, reading: Reading, voyage: Voyage) -> None:
        """Work out what is the same for all forms."""
        gathered = shock.told(each, reading)
        self.shock, self.each, self.levels, self.reading, self.voyage = shock, each, levels, reading, voyage
        self.weights = shock.segment_weights(levels)
        self.shares = shares_of_places(gathered.places, self.weights)
        self.scrutiny, self.licensed = gathered.scrutiny, gathered.licensed
        self.by_sort = stands_by_sort(gathered.standing, self.weights)
        self.nothing = np.zeros(levels.draws.count)
        self.window = shock.between(each.since, each.until)
        self.barring = levels["severity"][:, None] * self.window
        self.by_practice = each.cut.standing_licences == (ALL,)
        self._stops: dict[str, Array] = {}
        self._one_code: dict[int, tuple[MaterialForm, ...]] = {}
        self._gathered_parts: dict[tuple[int, str], tuple[Array, Array, Array]] = {}
        self._practices: dict[str, LicencePractice | None] = {}
        self._held: dict[tuple[LicencePractice | None, Scrutiny], HeldUp] = {}
        self._told: dict[tuple[object, ...], Array] = {}

    def of_form(self, material: Material, form: MaterialForm, end_use: str) -> Array:
        """Return what does not arrive of a form in a field; shape (K, T).

        A form on no list that customs cannot tell from one that is shares part of what holds up the other.
        """
        barred, licensed, stands = self._parts(form, end_use)
        spill = self.levels["spill_over"]
        if id(form) not in self._one_code:
            self._one_code[id(form)] = self.shock.one_code_with(form)
        alike = [(other, self._parts(other, end_use)) for other in self._one_code[id(form)]]
        for _, (_, new, old) in alike:
            licensed = np.maximum(licensed, np.minimum(1.0 - barred, spill * new))
            if not self.by_practice:
                stands = np.maximum(stands, np.minimum(1.0 - barred - licensed, spill * old))
        terms = [(barred, self.barring)]
        name = self.shock.covering(self.each.cut.new_licences, material)
        if name and licensed.any():
            terms.append((licensed, self._stop(name)))
        standing: list[Term] = []
        spilled: list[Term] = []
        if self.by_practice:
            standing = self._standing(material, form, end_use, barred, stands)
            spilled = [self._spilled(other, end_use, hit + old) for other, (hit, _, old) in alike]
        else:
            name = self.shock.covering(self.each.cut.standing_licences, material)
            if name and stands.any():
                terms.append((self.levels["standing_disturbed"] * stands, self._stop(name)))
        key = (
            form.carried,
            *(tuple((part.tobytes(), id(days)) for part, days in of) for of in (terms, standing, spilled)),
        )
        if key not in self._told:  # many forms are hit alike, and days by draws are dear
            cut = _added(terms)
            if standing:
                cut += _added(standing)
            if spilled:
                shared = [part[:, None] * days for part, days in spilled]
                cut += np.maximum(0.0, 1.0 - cut) * spill[:, None] * np.max(shared, axis=0)
            np.maximum(cut, 0.0, out=cut)
            self._told[key] = self.voyage.arrived(np.minimum(cut, 1.0, out=cut), form)
        return self._told[key]

    def _doubt(self, form: MaterialForm, end_use: str) -> Array:
        level = scrutiny_of_form(form, end_use, self.reading, self.scrutiny)
        return doubt_of(level, end_use, self.weights, self.levels)

    def _parts(self, form: MaterialForm, end_use: str) -> tuple[Array, Array, Array]:
        """Return what `parts_of` says of a form, which several others may ask for too."""
        key = (id(form), end_use)  # forms live as long as the shock
        if key not in self._gathered_parts:
            doubt = self._doubt(form, end_use)
            self._gathered_parts[key] = parts_of(form, end_use, self.reading, self.shares, doubt)
        return self._gathered_parts[key]

    def _stop(self, name: str) -> Array:
        """Return the share of a flow under licence that does not come after an experience, shape (K, T)."""
        if name not in self._stops:
            experience = self.shock.experience(name)
            levels = self.levels
            held_back = licence_cut(
                self.shock.horizon.days,
                start=self.each.since,
                delay_days=experience.delay_days.at(levels.quantile("licence_delay")),
                released_share=experience.released_share.at(1.0 - levels.quantile("licence_release")),
                ramp_days=experience.ramp_days.at(levels.quantile("licence_delay")),
            )
            self._stops[name] = held_back * self.window
        return self._stops[name]

    def _standing(
        self, material: Material, form: MaterialForm, end_use: str, barred: Array, stands: Array
    ) -> list[Term]:
        """Return what is held up of trade that stands under a licence.

        What is barred and yet goes, since a bar never stops all, needs its licence as before.
        """
        is_licensed = bool(self.licensed & {*form.control_codes})
        if not stands.any() and not is_licensed:
            return []
        goes = barred * (1.0 - self.levels["severity"]) * is_licensed
        delayed = self._held_up(str(material.id), scrutiny_of_form(form, end_use, self.reading, self.scrutiny))
        none = (self.nothing, self.nothing)
        places = [(code, end_use, self.reading) for code in form.control_codes or (NOT_LISTED,)]
        sorts = [self.by_sort.get(place, none) for place in places]
        civil = np.max([one for one, _ in sorts], axis=0)
        of_civil = np.minimum(stands, civil)  # what is barred in doubt is never documented civil use
        return [(of_civil, delayed.civil), (stands - of_civil + goes, delayed.dual)]

    def _spilled(self, other: MaterialForm, end_use: str, stands: Array) -> Term:
        """Return what holds up a form on no list beside a listed one that stands under a licence.

        Free while only what is stated counts; with the pause and no longer while cases are reviewed; all the time while
        nothing is approved.
        """
        owner = next(one for one in self.shock.materials.items if any(form is other for form in one.forms))
        delayed = self._held_up(str(owner.id), scrutiny_of_form(other, end_use, self.reading, self.scrutiny))
        return stands, delayed.pause

    def _held_up(self, material: str, scrutiny: Scrutiny) -> HeldUp:
        shock = self.shock
        if material not in self._practices:
            self._practices[material] = licences_of(
                shock.practice, material, shock.scenario.buyer, shock.scenario.start
            )
        practice = self._practices[material]
        key = (practice, scrutiny)  # several materials have one practice
        if key not in self._held:
            column = own_column(shock.practice, practice)
            held_back = held_up(
                practice, scrutiny, self.levels, column=column, start=self.each.since, days=shock.horizon.days
            )
            self._held[key] = HeldUp(
                civil=held_back.civil * self.window,
                dual=held_back.dual * self.window,
                pause=held_back.pause * self.window,
            )
        return self._held[key]


def _added(terms: Sequence[Term]) -> Array:
    """Add up shares of draws times what holds of them on each day; shape (K, T)."""
    (part, days), *others = terms
    total = part[:, None] * days
    for part, days in others:
        total += part[:, None] * days
    return total


def scrutiny_of_form(
    form: MaterialForm, end_use: str, reading: Reading, scrutiny: Mapping[tuple[str, str, Reading], Scrutiny]
) -> Scrutiny:
    """Return the closest scrutiny over the control codes of a form."""
    places = [(code, end_use, reading) for code in form.control_codes or (NOT_LISTED,)]
    return max(scrutiny.get(place, Scrutiny.STATED) for place in places)


def doubt_of(scrutiny: Scrutiny, end_use: str, weights: Weights, levels: PriorLevels) -> Array:
    """Return the share of what may be barred that is barred, shape (K,).

    Where only what is stated counts, use of which no paper speaks is barred as far as it is military, which it is no
    more often than use that papers speak of. Where an authority looks behind it, that is the strictness drawn, and no
    less than that.
    """
    military = weights.get((end_use, UseSort.MILITARY), np.zeros(levels.draws.count))
    if scrutiny is Scrutiny.STATED:
        return np.minimum(levels["strictness"], military)
    return levels["strictness"]


def parts_of(
    form: MaterialForm, end_use: str, reading: Reading, shares: Shares, doubt: Array
) -> tuple[Array, Array, Array]:
    """Return what is barred, newly licensed, and licensed anyway, of a form in a field; each of shape (K,).

    Parameters
    ----------
    doubt
        Share of what may be barred that is.
    """
    hit = form_shares(form, end_use, reading, shares)
    barred = hit.barred + doubt * (hit.may_be_barred - hit.barred)
    left = 1.0 - barred
    licensed = np.minimum(left, hit.licensed + doubt * (hit.may_be_licensed - hit.licensed))
    stands = np.minimum(left - licensed, hit.stands)
    return barred, licensed, stands

"""What the model knows of a material: its forms, who sells it, its stocks, and what can stand in for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.impact.economy.sources import FigureSource
from sekisho.impact.materials.figure import Figure
from sekisho.message import NameText, joined, message

MaterialId = NewType("MaterialId", str)


class Rule(StrEnum):
    """When a public stock is released."""

    NONE = "none"
    AT_ONCE = "at_once"
    FROM_DAY = "from_day"
    PRIORITY = "priority"


class Carriage(StrEnum):
    """How a form travels from the seller."""

    SEA = "sea"
    AIR = "air"


@dataclass(frozen=True, slots=True)
class FigureKind:
    """What a figure of a material measures.

    Parameters
    ----------
    most
        Largest number that makes sense; None has no end. The least is 0, and above 0 if `is_log`.
    """

    unit: str
    says: str
    most: float | None = None
    is_log: bool = False


_SHARE: Final = 1.0
"""Most that a share can be."""
FIGURES: Final[Mapping[str, FigureKind]] = {
    "dependence": FigureKind("share of base use", "what comes from the seller, the second round included", _SHARE),
    "leakage": FigureKind("share of what is cut", "what arrives all the same, by third countries and forms", _SHARE),
    "firm_stock_days": FigureKind("days of base use", "stock of the firm in the middle", is_log=True),
    "stock_dispersion": FigureKind("standard deviation of the logarithm", "how far firms' stocks differ", is_log=True),
    "public_stock_days": FigureKind("days of base use", "what the state holds"),
    "public_stock_rate": FigureKind("share of base use a day", "the most that the state releases in a day"),
    "alternative_share": FigureKind("share of what is lost", "what other sellers replace in the end", _SHARE),
    "alternative_lag_days": FigureKind("days", "until the first of it arrives"),
    "alternative_ramp_days": FigureKind("days", "time constant of its growth", is_log=True),
    "alternative_cost": FigureKind("multiple of the seller's price", "what it costs"),
    "recycling_share": FigureKind("share of base use", "what scrap can add beyond its normal part", _SHARE),
    "recycling_ramp_days": FigureKind("days", "time constant of its growth", is_log=True),
    "thrift_share": FigureKind("share of base use", "what users save by redesign in the end", _SHARE),
    "thrift_ramp_days": FigureKind("days", "time constant of its growth", is_log=True),
    "price_cap": FigureKind("multiple of the normal price", "the most that it costs while it is scarce", is_log=True),
    "catch_up_rate": FigureKind("share of base use a day", "the most that arrives on top once a cut ends"),
    "elasticity_6_months": FigureKind("elasticity", "of substitution between it and the rest, within half a year"),
    "elasticity_12_months": FigureKind("elasticity", "the same, after a year"),
    "elasticity_24_months": FigureKind("elasticity", "the same, after two years"),
}
"""Every figure that a material has, in the order in which a file states them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialForm:
    """A form in which a material arrives; what arrives in one form does not arrive in another.

    Parameters
    ----------
    share
        Share of the base use of the material that arrives in this form; forms of a material sum to 1.
    hs
        Headings of six digits.
    control_codes
        Entries of the seller's control list under which the form may fall.
    carried
        How it travels, which says how long; None arrives on the day on which it leaves.
    """

    name: str
    hs: tuple[str, ...]
    control_codes: tuple[str, ...]
    share: Figure
    carried: Carriage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """How a licence regime went: how long nothing came, and how much came then.

    Parameters
    ----------
    delay_days, released_share, ramp_days
        Days without shipments; the share of the former flow that was released in the end; time constant of the
        growth towards it.
    """

    id: str
    title: str
    start: str
    materials: tuple[MaterialId, ...]
    delay_days: Figure
    released_share: Figure
    ramp_days: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One material, as one importer uses it.

    Parameters
    ----------
    group
        Family under which estimates speak of it, such as `rare-earths`.
    nest
        Materials of one nest are in the same parts, so the worst of them counts and not their product; the id if it
        shares its parts with none.
    covers
        What is counted in it, in words.
    figures
        Every figure of `FIGURES`, by name; what the file leaves out is that of `general`.
    inherited
        Names of the figures that were taken from `general`.
    public_rule
        When the public stock is released, as far as policy is known.
    """

    id: MaterialId
    group: str
    nest: str
    names: Mapping[str, str]
    covers: str
    forms: tuple[MaterialForm, ...]
    public_rule: Rule
    figures: Mapping[str, Figure]
    inherited: frozenset[str]

    @property
    def name_text(self) -> NameText:
        """Its name in every language that the data package gives it in; its id where that has no English."""
        return NameText({"en": str(self.id), **self.names})

    @property
    def hs(self) -> tuple[str, ...]:
        """Headings of all forms."""
        return tuple(dict.fromkeys(code for form in self.forms for code in form.hs))

    @property
    def control_codes(self) -> tuple[str, ...]:
        """Control codes of all forms."""
        return tuple(dict.fromkeys(code for form in self.forms for code in form.control_codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """All materials of one importer and one seller, with the day on which their figures were frozen.

    Parameters
    ----------
    home
        Importer of whom the file speaks, where that is another: whatever the importer does not state is his.
    """

    importer: str
    seller: str
    frozen: str
    sources: Mapping[str, FigureSource]
    items: tuple[Material, ...]
    experiences: tuple[Experience, ...]
    home: str = ""

    @property
    def judged_for(self) -> str:
        """The importer of whom the file speaks."""
        return self.home or self.importer

    @property
    def at_home(self) -> bool:
        """Whether the file speaks of the importer itself, so that all that goes with it does."""
        return self.judged_for == self.importer

    def __getitem__(self, name: str) -> Material:
        """Return a material by id, or raise LibraryError with the nearest."""
        found = next((one for one in self.items if one.id == name), None)
        if found is None:
            raise LibraryError(unknown_material(name, self.items))
        return found

    @property
    def ids(self) -> tuple[MaterialId, ...]:
        """Ids in the order of the file."""
        return tuple(one.id for one in self.items)


def unknown_material(name: str, items: Iterable[Material], *, where: str = "material") -> Problem:
    """Say that a material is not known, and which is nearest."""
    known = [str(one.id) for one in items]
    hint = did_you_mean(name, known)
    return Problem(
        where=where,
        what=message("impact.no_material", "no material '{asked}'.", asked=name),
        remedy=joined((hint, message("impact.known", "Known: {known}.", known=joined(known, "comma"))), "sentence"),
    )

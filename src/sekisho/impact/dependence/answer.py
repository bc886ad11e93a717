"""What is known of an importer's dependence on a material: shares over time, their spread, concentration, ways out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.impact.dependence.data import Alternative, Basket, BasketShare, Covers, DependenceData, read_dependence
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.economy.sources import FigureSource, read_sources
from sekisho.impact.materials.material import Material, MaterialForm, Materials
from sekisho.impact.materials.package_materials import materials_and_uses
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import LawText, Text, joined, message

HEADING: Final = 4
"""Digits of a heading that can be asked for; more lead to its six-digit stem."""
STEM: Final = 6
"""Digits of a customs code that all countries share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Shares of one origin in one year, over all baskets that hold the whole of the material.

    Parameters
    ----------
    low, high
        Least and greatest share that a source gives, 0 to 1; they differ where sources, baskets or measures do.
    shares
        What it is made of.
    """

    year: int
    low: float
    high: float
    shares: tuple[BasketShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Origins of one basket in one period, greatest first.

    Parameters
    ----------
    concentration_low, concentration_high
        Herfindahl index of the shares, 0 to 1: if what is not named comes from many, and from one more origin.
    """

    basket: Basket
    period: str
    shares: tuple[BasketShare, ...]
    concentration_low: float
    concentration_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """The answer for a material, a group of materials, or a heading.

    Parameters
    ----------
    subject
        Id of the material or group, or digits of the heading.
    title
        What people call it.
    materials
        Materials that it speaks of, with the figures of the model.
    forms
        Of a heading: forms of materials that come under it.
    shares
        All shares on file that bear on it, those of the world's output too.
    intervals
        By year, of the seller; none for a heading, whose baskets hold different goods.
    counted
        What the intervals speak of: the title, or the group where the material has no basket of its own.
    """

    subject: str
    title: Text
    importer: str
    seller: str
    materials: tuple[Material, ...]
    forms: tuple[tuple[Material, MaterialForm], ...]
    shares: tuple[BasketShare, ...]
    intervals: tuple[Interval, ...]
    counted: Text
    mixes: tuple[Mix, ...]
    alternatives: tuple[Alternative, ...]
    sources: dict[str, FigureSource]

    def span(self, since: int) -> Interval | None:
        """Join the intervals from a year on; None if there is none."""
        held = [one for one in self.intervals if one.year >= since]
        if not held:
            return None
        shares = tuple(share for one in held for share in one.shares)
        return Interval(year=held[-1].year, low=min(o.low for o in held), high=max(o.high for o in held), shares=shares)

    @property
    def world(self) -> tuple[BasketShare, ...]:
        """Shares of the seller in the output of the world."""
        return tuple(share for share in self.shares if share.basket.covers is Covers.WORLD)


@cached_per_library
def dependence_data(library: Library, *, importer: str, seller: str) -> tuple[Materials, DependenceData]:
    """Read shares and alternatives of all data packages, with the materials that they speak of.

    Raises
    ------
    LibraryError
        If a table is wrong, or there are no materials of the importer.
    """
    materials, _ = materials_and_uses(library, importer=importer, seller=seller)
    known = {str(one.id) for one in materials.items} | {one.group for one in materials.items}
    territories = library.facts.schemes.get("iso/3166", frozenset())
    shares: list[BasketShare] = []
    alternatives: list[Alternative] = []
    sources: dict[str, FigureSource] = {}
    for folder in economy_folders(library):
        of_folder = read_dependence(folder, read_sources(folder), materials=known, territories=territories)
        shares += of_folder.shares
        # What a plant may cover is a share of what the importer of the file needs.
        alternatives += of_folder.alternatives if materials.at_home else ()
        sources |= of_folder.sources
    return materials, DependenceData(shares=tuple(shares), alternatives=tuple(alternatives), sources=sources)


def dependence_of(library: Library, subject: str, *, importer: str = "JP", seller: str = "CN") -> Dependence:
    """Gather what is known of an importer's dependence on a material, a group of materials, or a heading.

    Parameters
    ----------
    subject
        Id, group or name of a material in English, Chinese or Japanese, or an HS code of four or more digits.
    importer, seller
        ISO 3166 alpha-2.

    Raises
    ------
    LibraryError
        If nothing on file has that name or heading, or there is no data for the importer.
    """
    materials, data = dependence_data(library, importer=importer, seller=seller)
    asked = subject.strip()
    digits = asked.replace(".", "").replace(" ", "")
    found = _heading(digits, materials, data) if digits.isdecimal() and digits.isascii() else _named(asked, materials)
    return _answer(found, materials, data)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedMaterial:
    """A material, or a group that is counted as a whole, with the share of its seller that was counted last.

    Parameters
    ----------
    sources
        Titles of the sources of that share.
    """

    subject: str
    title: Text
    last: Interval
    sources: tuple[str, ...] = ()


@cached_per_library
def ranked_materials(library: Library, *, importer: str = "JP", seller: str = "CN") -> tuple[RankedMaterial, ...]:
    """Rank what is counted by its last share, the highest first; what nobody counts is left out.

    Raises
    ------
    LibraryError
        If there is no data for the importer.
    """
    materials, _ = dependence_data(library, importer=importer, seller=seller)
    found: dict[str, RankedMaterial] = {}
    for material in materials.items:
        answer = dependence_of(library, str(material.id), importer=importer, seller=seller)
        if answer.intervals:
            subject = str(material.id) if answer.counted == answer.title else material.group
            last = answer.intervals[-1]
            names = (name for share in last.shares for name in share.source)
            ranked = RankedMaterial(
                subject=subject, title=answer.counted, last=last, sources=tuple(titles_of(names, answer.sources))
            )
            found.setdefault(str(answer.counted), ranked)
    return tuple(sorted(found.values(), key=lambda ranked: (-ranked.last.low, ranked.subject)))


def titles_of(names: Iterable[str], sources: Mapping[str, FigureSource]) -> list[str]:
    """Return the titles of sources, each once; of one that has no card, its id."""
    return [sources[name].title if name in sources else name for name in dict.fromkeys(names)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for: its id and title, materials and forms, and the materials and baskets that bear on it."""

    subject: str
    title: Text
    materials: tuple[Material, ...]
    forms: tuple[tuple[Material, MaterialForm], ...]
    scope: frozenset[str]


def _named(asked: str, materials: Materials) -> _Asked:
    """Find the material or group of a name."""
    folded = asked.casefold().replace(" ", "-")
    by_group: dict[str, list[Material]] = defaultdict(list)
    for one in materials.items:
        by_group[one.group].append(one)
    if folded in by_group:
        held = tuple(by_group[folded])
        scope = frozenset({folded, *(str(one.id) for one in held)})
        return _Asked(folded, LawText(folded.replace("-", " ")), held, (), scope)
    words = asked.casefold().split()
    exact = [one for one in materials.items if folded == one.id]
    named = [one for one in materials.items if words and _has(words, one.names.values())]
    covered = [one for one in materials.items if words and _has(words, (one.covers,))]
    for one in (*exact, *named, *covered):
        return _Asked(str(one.id), one.name_text, (one,), (), frozenset({str(one.id)}))
    known = [*materials.ids, *by_group, *(name for one in materials.items for name in one.names.values())]
    hint = did_you_mean(asked, known)
    names = joined([*by_group, *materials.ids], "comma")
    known_text = message("impact.known_or_code", "Known: {known}; or an HS code.", known=names)
    remedy = joined((hint, known_text), "sentence")
    raise LibraryError(
        Problem(
            where=message("dependence.asked", "material"),
            what=message("impact.no_material", "no material '{asked}'.", asked=asked),
            remedy=remedy,
        )
    )


def _has(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Tell whether each word stands in one of the texts."""
    held = [text.casefold() for text in texts]
    return all(any(word in text for text in held) for word in words)


def _heading(digits: str, materials: Materials, data: DependenceData) -> _Asked:
    """Find the baskets that hold a heading, and the forms of materials that come under it."""
    if len(digits) < HEADING:
        what = message("impact.no_customs_code", "'{digits}' is not a customs code.", digits=digits)
        raise LibraryError(
            Problem(
                where=message("dependence.asked", "material"),
                what=what,
                remedy=message("impact.expected_four_digits", "Expected four digits or more, as text."),
            )
        )
    stem = digits[:STEM]
    forms = tuple(
        (one, form) for one in materials.items for form in one.forms if any(_touches(stem, code) for code in form.hs)
    )
    scope = {share.basket.id for share in data.shares if any(_touches(stem, each) for each in share.basket.hs)}
    if not forms and not scope:
        what = message("impact.nothing_under_code", "no material on file comes under {digits}.", digits=digits)
        remedy = message("impact.ask_by_name", "Ask by name: `sekisho dependence rare-earths`.")
        raise LibraryError(Problem(where=message("dependence.asked", "material"), what=what, remedy=remedy))
    found = tuple({one.id: one for one, _ in forms}.values())
    title = message("dependence.heading", "heading {code}", code=digits)
    return _Asked(digits, title, found, forms, frozenset(scope))


def _touches(stem: str, heading: str) -> bool:
    return stem.startswith(heading) or heading.startswith(stem)


def _answer(asked: _Asked, materials: Materials, data: DependenceData) -> Dependence:
    held = [share for share in data.shares if share.importer in {"", materials.importer}]
    shares = tuple(share for share in held if {share.basket.material, share.basket.id} & asked.scope)
    shares += tuple(share for share in held if share.basket.material in _lent(asked, shares, share.basket.covers))
    ids = {str(one.id) for one in asked.materials}
    alternatives = tuple(one for one in data.alternatives if one.material in ids)
    whole = [] if asked.forms else [share for share in shares if _is_whole(share, materials.seller)]
    own = [share for share in whole if share.basket.material == asked.subject]
    whole = own or whole
    names = {name for share in shares for name in share.source}
    names |= {name for one in alternatives for name in one.source}
    names |= {name for one in asked.materials for name in one.figures["dependence"].source}
    return Dependence(
        subject=asked.subject,
        title=asked.title,
        importer=materials.importer,
        seller=materials.seller,
        materials=asked.materials,
        forms=asked.forms,
        shares=shares,
        intervals=_by_year(whole),
        counted=asked.title if own else LawText(whole[0].basket.material.replace("-", " ") if whole else ""),
        mixes=_mixes(shares),
        alternatives=alternatives,
        sources={name: data.sources[name] for name in sorted(names) if name in data.sources},
    )


def _lent(asked: _Asked, shares: Iterable[BasketShare], covers: Covers) -> set[str]:
    """Name the group whose counts stand in where a material has none of its own, of imports or of the world."""
    own = [share for share in shares if (share.basket.covers is Covers.WORLD) == (covers is Covers.WORLD)]
    return set() if own or asked.forms else {one.group for one in asked.materials} - asked.scope


def _is_whole(share: BasketShare, seller: str) -> bool:
    """Tell whether a share is the seller's, of a basket that holds the whole material, over more than a month."""
    return share.basket.covers is Covers.WHOLE and share.origin == seller and not share.is_month


def _by_year(shares: Iterable[BasketShare]) -> tuple[Interval, ...]:
    years: dict[int, list[BasketShare]] = defaultdict(list)
    for share in shares:
        years[share.year].append(share)
    return tuple(
        Interval(
            year=year,
            low=min(share.low for share in each),
            high=max(share.low if share.high is None else share.high for share in each),
            shares=tuple(each),
        )
        for year, each in sorted(years.items())
    )


def _mixes(shares: Iterable[BasketShare]) -> tuple[Mix, ...]:
    held: dict[tuple[str, str], list[BasketShare]] = defaultdict(list)
    for share in shares:
        if share.basket.covers is not Covers.WORLD:
            held[share.basket.id, share.period].append(share)
    return tuple(_mix(each) for each in held.values())


def _mix(shares: list[BasketShare]) -> Mix:
    ordered = tuple(sorted(shares, key=lambda share: -share.low))
    rest = max(0.0, 1 - sum(share.low for share in ordered))
    known = sum(share.low**2 for share in ordered)
    return Mix(
        basket=ordered[0].basket,
        period=ordered[0].period,
        shares=ordered,
        concentration_low=known,
        concentration_high=known + rest**2,
    )

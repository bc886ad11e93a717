"""Whether anything on the list is near an item that no entry settles: unclassified, unlikely to be listed, or unread.

That nothing is near is a finding of this program and not of law. It is never made of a text that names a controlled
material, a drone, a weapon or a military use, or says itself that the goods are controlled, nor of a customs code that
the catalogue prints.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from sekisho.classification.answer import ItemState
from sekisho.classification.by_measure import is_named
from sekisho.classification.index import Index
from sekisho.classification.lexicon import Concept, Lexicon, Tagged, words_of
from sekisho.classification.limit_checks import LimitStatus
from sekisho.classification.ranking import UNDERSTOOD, UNREAD, KnownItem, RankedEntry, nearest_hint
from sekisho.classification.tokens import scripts_unread
from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_table
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import words_folder
from sekisho.regex import regex
from sekisho.trade.book.cells.defence_words import defence_words_in
from sekisho.trade.items.code import is_at_or_below
from sekisho.trade.items.control_words import says_controlled
from sekisho.trade.items.customs_codes import CodeMatch, Hint, hints, is_of_tariff
from sekisho.trade.items.tariff import FULL, tariff
from sekisho.trade.sentence.customs_words import without_customs

CHAPTER, HEADING = 2, 4
"""Digits of a customs code that name its chapter and its heading."""
CARRIES: Final = 0.5
"""Share of a name that a material weighs from which the entry is about it. A guess of November 2026, read off the list:
from a half on stand the rare earths, gallium, graphite and the like; below it stand copper, silver and nickel, which
entries name beside something else. Larger: tantalum and uranium fall out. Smaller: household materials come in."""

IS_WHOLE: Final = 0.9
"""Share of a name that a device weighs from which the entry is that device and nothing more: a krytron, a stripline."""
FEW: Final = 2
"""Entries of five letters that may name an article before it is a part of many things, as pumps and valves are. A
guess: fewer, and an article with its software has none; more, and controllers and presses come in."""


@dataclass(frozen=True, slots=True)
class NearScores:
    """Scores from which a candidate is near, by what the customs code says of it.

    All are guesses of November 2026, set on the products in the tests and on descriptions of goods that are certainly
    listed or certainly not. Larger: a listed good may pass as unlikely. Smaller: plain goods ask questions.
    """

    hinted: float = 0.35
    """The customs code is printed beside the candidate."""
    plain: float = 0.44
    """No customs code is given, or another entry has its heading."""
    other_heading: float = 0.48
    """No entry has its heading, and some entry has its chapter."""
    other_chapter: float = 0.75
    """No entry has its chapter."""
    no_thing: float = 0.25
    """Added where the text and the name share no thing, only a form or a property."""
    look_alike: float = 0.06
    """Added where something that only looks listed is at least as near."""
    by_name: float = 0.9
    """A look-alike from here is what the text calls the item."""
    named: float = 0.12
    """Added where the text calls the item what only looks listed."""
    not_met: float = 0.5
    """A candidate outside its limits, by figures whose meaning is guessed, is near from here."""


NEAR: Final = NearScores()

# fmt: off
EVERYDAY: Final = frozenset({
    "acid", "alcohol", "alloy", "aluminium", "amine", "ammonia", "cable", "calcium", "cement", "ceramic", "column",
    "compound", "concentrate", "container", "control", "controller", "cotton", "display", "fixture_alignment",
    "fluorine", "fluoropolymer", "food", "furniture", "glass", "glass_lined", "hydrogen", "machine_tool", "magnesium",
    "measuring", "mercury", "metal", "mineral", "mixer", "mixture", "monitor", "motor", "oxide", "paper", "piping",
    "polyamide", "polycarbonate", "polyester", "polymer", "quartz", "relay_switch", "retail_mixture", "salt_common",
    "solvent_common", "spraying_system", "stainless_steel", "steel", "sulphide", "titanium_dioxide",
    "titanium_nitride", "transformer", "window", "zinc",
})
"""Concepts of which nearly all that is traded is no controlled article, though some entry is about one of a kind."""
COMMON: Final = frozenset({"aluminium_alloy", "titanium", "titanium_alloy", "titanium_product", "zirconia"})
"""Materials of trade that the list controls in few shapes and purities: their name alone bars nothing, a near entry
does."""
NEVER_UNLIKELY: Final = frozenset({
    "agricultural_drone", "ballistic", "consumer_drone", "delivery_drone", "detonator", "drone_detector", "drone_part",
    "explosive", "firing_set", "fixed_wing_uav", "propellant", "quadcopter", "rocket_motor", "toy_drone", "uav",
    "uav_conversion", "uav_engine", "uav_payload", "uav_radio",
})
"""Drones, their parts, and what explodes or flies to a target."""
_TELLING: Final = NEVER_UNLIKELY - {"ballistic", "toy_drone"}
"""Of these, the ones that say what a thing is: a helmet, too, is to protect."""
_EVERYDAY_MACHINES: Final = frozenset({"cable", "container", "motor", "relay_switch", "transformer"})
"""Of these, the ones whose name says by itself what a thing is."""
PLACEHOLDERS: Final = frozenset({
    "assembly", "drawing", "equipment", "part", "sample_document", "spare_kit", "technology", "tool", "use_operation",
})
"""Concepts that name no thing by themselves: a jig by drawing, a kit, spare parts, samples."""
OF_MATTER: Final = frozenset({
    "alloy", "compound", "concentrate", "metal", "mineral", "mixture", "oxide", "sulphide",
})
"""Concepts that name no thing where no other word says of what it is: an alloy, a metal powder."""
OF_MATERIALS: Final = (*map(str, range(25, 32)), "38", *map(str, range(54, 60)), *map(str, range(72, 82)))
"""Chapters of the customs tariff for minerals, chemicals, fibres and metals: a wrong heading among them hides no
material, where in one of shoes or lamps the material is but a part, and of tiles and stone graphite is a colour."""
PURE: Final = "high_purity"
"""Concept of a material without impurities; an entry about one is about an everyday element when it is pure alone."""
PURE_FROM: Final = Decimal("99.9")
"""Per cent from which an everyday element is sold as pure. A guess: calcium is listed from about 99.9, magnesium from
99.98. Smaller, ingots for alloys ask questions; larger, listed calcium passes as unlikely."""
CODED: Final = 0.5
"""Score of the entry to which a customs code belongs, where no word names it. A guess: more than what is near."""
_LONG_NUMBER: Final = regex(r"\d{4}[. ]?\d{2}[. ]?\d{2}")
"""What every customs code that no word tells has."""
MATERIALS: Final = "C"
"""Second letter of a control code that names a material."""
ARMS: Final = ("93", "8710")
"""Chapter and heading of the customs tariff for arms, ammunition and armoured vehicles."""
TOILETRIES: Final = ("3303", "3304", "3305", "3306", "3307", "3401")
"""Headings of perfumes, cosmetics, products for hair, mouth and bath, and soap: mixtures put up for people to use."""
IN_TOILETRIES: Final = frozenset({"ethyldiethanolamine", "methyldiethanolamine", "triethanolamine"})
"""Listed precursors that such mixtures hold a little of, for they neutralise creams and gels."""
# fmt: on
_SUBSTANCES: Final = frozenset({"element", "chemical", "material", "organism"})
_THINGS: Final = _SUBSTANCES | {"machine", "device"}
_SAYS_HOW: Final = frozenset({"form", "property", "use"})
"""Kinds of concepts that say how a thing comes or what it is for, and not what it is: an ingot of what?"""
_GRADES: Final = frozenset({"high_coercivity_grade", "ordinary_magnet_grade"})
"""Properties that name the thing too: by such grades magnets alone are sold, also where a bill says only N52."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Chapters and headings of the customs tariff in which some entry has a code, in any edition."""

    chapters: frozenset[str]
    headings: frozenset[str]


@cached_per_library
def headings_of(library: Library) -> Headings:
    """Return the chapters and headings in which some entry of the list has a customs code."""
    printed = [line.printed for line in tariff(library).lines if line.codes or line.doubtful]
    return Headings(frozenset(one[:CHAPTER] for one in printed), frozenset(one[:HEADING] for one in printed))


@cached_per_library
def plain_goods(library: Library) -> Lexicon:
    """Return what ordinary goods are called; a package need not say."""
    words, folder = Lexicon(), words_folder(library)
    rows = rows_of_table(folder / "lists" / "plain-goods.csv", "kind", "en", "zh", "ja") if folder is not None else ()
    for row in rows:
        words.add(Concept(row["kind"], "plain"), words_of(row, "en", "zh", "ja"))
    return words


@cached_per_library
def controlled_concepts(index: Index) -> frozenset[str]:
    """Return the materials, substances and organisms that an entry is about, and all that is made up of one."""
    concepts, share = index.lexicon.concepts, index.shares

    def carries(name: str) -> bool:
        return share.get(name, 0.0) >= CARRIES and name not in EVERYDAY | COMMON

    elements = {name for name, one in concepts.items() if one.kind == "element" and carries(name)} | {"rare_earth"}
    substances = {name for name, one in concepts.items() if one.kind in _SUBSTANCES - {"element"}}
    controlled = elements | {name for name in substances if carries(name)}
    made_of_one = {name for name in substances - EVERYDAY - COMMON if index.lexicon.implied([name]) & controlled}
    return frozenset(controlled | made_of_one)


@cached_per_library
def articles_of(index: Index) -> frozenset[str]:
    """Return the devices and machines that are what an entry names, that few entries name, and that nothing is like."""
    concepts, share = index.lexicon.concepts, index.shares
    return frozenset(
        name
        for name, one in concepts.items()
        if one.kind in {"device", "machine"}
        and share.get(name, 0.0) >= IS_WHOLE
        and name not in EVERYDAY
        and len(index.areas[name]) <= FEW
        and all(":" not in area for area in index.areas[name])
    )


def customs_code_beside(description: str, library: Library) -> str:
    """Return the digits of the one customs code that stands among words, with a word for it or without; or nothing."""
    if not _LONG_NUMBER.search(description):
        return ""
    codes = without_customs(description, lambda digits: is_of_tariff(digits, library)).codes
    return codes[0] if len(codes) == 1 else ""


@dataclass(frozen=True, slots=True)
class ItemCustoms:
    """What the customs code of an item says.

    Parameters
    ----------
    code
        In digits; empty if none is given.
    by_entry
        Control codes that it may stand for, with the closest hint of each.
    printed
        Whether the catalogue prints it with all its ten digits.
    named
        Whether some measure names goods by it.
    only
        The one control code to which the whole of it belongs, as the catalogue has it; empty if there is none or more.
    """

    code: str
    by_entry: Mapping[str, Hint]
    printed: bool
    named: bool
    only: str

    @classmethod
    def of(cls, code: str, library: Library, *, edition: str) -> ItemCustoms:
        """Take the hints of a customs code: those printed beside it, then those of its heading."""
        by_entry: dict[str, Hint] = {}
        printed = False
        for hint in hints(code, library, edition=edition) if code else ():
            printed = printed or (hint.match is CodeMatch.SAME and len(hint.printed) == FULL)
            if hint.code and not hint.doubtful:
                by_entry.setdefault(hint.code, hint)
        whole = [
            entry for entry, hint in by_entry.items() if hint.match is CodeMatch.SAME and len(hint.printed) == FULL
        ]
        return cls(code, by_entry, printed, is_named(code, library), whole[0] if len(whole) == 1 else "")


def _is_about(one: RankedEntry, code: str) -> bool:
    """Tell whether a candidate is an entry, one above or below it, or what only looks like it."""
    alike = one.hit.document.look_alike
    if alike is not None:
        return alike.is_taken_for(code)
    other = one.hit.document.code
    return is_at_or_below(code, other) or is_at_or_below(other, code)


def _score(one: RankedEntry) -> float:
    return one.score


class ListResemblance:
    """Says of an item that no entry settles whether anything on the list is near it."""

    def __init__(self, index: Index, library: Library) -> None:
        """Note the list; what is controlled, and where it stands in the tariff, is worked out for the first item."""
        self.index = index
        self.library = library
        self.concepts = index.lexicon.concepts

    @cached_property
    def barred(self) -> frozenset[str]:
        """What makes an item that is made up of it never unlikely: what is controlled, listed articles, and others."""
        return controlled_concepts(self.index) | articles_of(self.index) | NEVER_UNLIKELY

    @cached_property
    def _substances(self) -> frozenset[str]:
        """Of these, what goods are made of; a listed article, as an anvil, is part of many a heading's words."""
        return frozenset(name for name in controlled_concepts(self.index) if self.concepts[name].kind != "organism")

    @cached_property
    def tariff(self) -> Headings:
        """Chapters and headings in which some entry has a code."""
        return headings_of(self.library)

    @cached_property
    def plain(self) -> Lexicon:
        """What ordinary goods are called."""
        return plain_goods(self.library)

    def state(
        self, tagged: Tagged, ranked: Collection[RankedEntry], known: KnownItem, customs: ItemCustoms
    ) -> ItemState:
        """Return the state of an item that no entry settles.

        Parameters
        ----------
        ranked
            What resembles it, best first.
        """
        hs = customs.code
        if self._is_barred(tagged, customs):
            return ItemState.UNCLASSIFIED
        if any(self._is_near(one, ranked, customs, known) for one in ranked):
            return ItemState.UNCLASSIFIED
        if self._is_readable(tagged, known, hs) or self.is_far(hs):
            return ItemState.UNLIKELY_LISTED
        return ItemState.UNREAD

    def with_own(
        self, own: RankedEntry, state: ItemState, ranked: Sequence[RankedEntry], *, is_alone: bool
    ) -> tuple[ItemState, list[RankedEntry]]:
        """Put the entry to which the whole customs code belongs first, or next to what the words name.

        Words that name no thing (parts, a sample) outweigh no code and are left out; where words settle something else
        than the code, it is open which of both is right.

        Parameters
        ----------
        own
            The entry, as it stands where no word names it.
        ranked
            What resembles the item, best first.
        is_alone
            Whether nothing else is said of the item: entries of the same heading are told, too.
        """
        code = own.hit.document.code
        if ranked and state in {ItemState.CLASSIFIED, ItemState.NOT_LISTED} and _is_about(ranked[0], code):
            return state, list(ranked)
        by_words = next((entry for entry in ranked if not entry.is_none and entry.hit.document.code == code), None)
        if by_words is not None:
            own = by_words if is_alone else replace(by_words, score=max(by_words.score, own.score))
        others = [entry for entry in ranked if entry is not by_words and (is_alone or self.names_thing(entry))]
        leads = is_alone or by_words is next(iter(ranked), None)
        before = [] if leads else others[:1]
        return ItemState.UNCLASSIFIED, [*before, own, *others[len(before) :]]

    def names_thing(self, one: RankedEntry) -> bool:
        """Tell whether a candidate shares the word for a thing with the text, and not for a form or a part alone."""
        things = {name for name in one.hit.shared if name not in self.concepts or self.concepts[name].kind in _THINGS}
        return bool(one.hit.cas) or bool(things - PLACEHOLDERS - OF_MATTER)

    def leads(self, ranked: Collection[RankedEntry], customs: ItemCustoms, known: KnownItem) -> tuple[str, ...]:
        """Return the codes of the candidates that are near, best first; else those of what is never unlikely.

        Who names a magnet of neodymium, a graphite rod or a drone and says little else is near no entry by its score,
        and yet asks of whoever reads it which entry it may be.
        """
        near = tuple(one.hit.document.code for one in ranked if self._is_near(one, ranked, customs, known))
        far = self.is_far(customs.code)
        if near or (far and not customs.code.startswith(OF_MATERIALS)):
            return near
        codes = [one for one in ranked if not one.is_none and one.hit.document.look_alike is None]
        alike = max((one for one in ranked if one.hit.document.look_alike is not None), key=_score, default=None)
        first = alike is not None and alike.score >= max(map(_score, codes), default=0.0)
        doubted = alike.hit.document.look_alike if alike is not None and first else None
        if alike is not None and first and alike.score >= NEAR.by_name:
            codes = []  # the text calls it by its name what only looks listed
        named = [
            entry.hit.document.code
            for entry in codes
            if not _TELLING.isdisjoint(entry.hit.shared)
            or (entry.hit.document.code[1] == MATERIALS and not self._substances.isdisjoint(entry.hit.shared))
        ]
        asked = doubted.near if doubted is not None and doubted.is_doubtful and (named or not codes) else ()
        return tuple(code for code in dict.fromkeys((*asked, *named)) if not far or code[1] == MATERIALS)

    def is_far(self, hs: str) -> bool:
        """Tell whether no entry of the list, in any edition, has the heading of a customs code, or its chapter."""
        if len(hs) >= HEADING:
            return hs[:HEADING] not in self.tariff.headings
        return len(hs) == CHAPTER and hs not in self.tariff.chapters

    def _is_barred(self, tagged: Tagged, customs: ItemCustoms) -> bool:
        """Tell whether an item is never unlikely, whatever else it says."""
        names = {tag.concept.name for tag in tagged.tags}
        if customs.code.startswith(TOILETRIES):
            names -= IN_TOILETRIES  # an ingredient: the goods are what the heading says
        return (
            customs.printed
            or customs.code.startswith(ARMS)
            or not names.isdisjoint(self.barred)
            or bool(defence_words_in(tagged.folded))
            or says_controlled(tagged.folded)
        )

    def _is_near(self, one: RankedEntry, ranked: Iterable[RankedEntry], customs: ItemCustoms, known: KnownItem) -> bool:
        """Tell whether a candidate is near enough that its questions are worth asking."""
        if one.is_none or one.hit.document.look_alike is not None:
            return False
        things = {name for name in one.hit.shared if name in self.concepts and self.concepts[name].kind in _THINGS}
        if one.hit.document.code in self.index.items.children and one.hit.document.code not in self.index.items.limits:
            return False  # a mere heading: what stands below it is near, or nothing is
        if things <= EVERYDAY and not (self._tells(one) or self._is_measured(one, known) or self._is_pure(one, known)):
            return False
        least = self._least(one.hit.document.code, customs)
        least += 0.0 if things else NEAR.no_thing
        alike = max((other.score for other in ranked if self._is_another_thing(other)), default=0.0)
        if alike >= one.score and not self._tells(one):
            least += NEAR.look_alike
        if alike >= max(one.score, NEAR.by_name):
            least += NEAR.named
        if one.status is LimitStatus.NOT_MET:
            least = max(least, NEAR.not_met)
        return one.score >= least

    def _is_another_thing(self, one: RankedEntry) -> bool:
        """Tell whether a text calls by a word for a thing what only looks listed: three axes alone are no machine."""
        return one.hit.document.look_alike is not None and any(
            name not in self.concepts or self.concepts[name].kind in _THINGS for name in one.hit.shared
        )

    def _tells(self, one: RankedEntry) -> bool:
        """Tell whether a candidate shares more with the text than everyday things: a property, or a CAS number."""
        kinds = {self.concepts[name].kind for name in one.hit.shared if name in self.concepts}
        return bool(one.hit.cas) or "property" in kinds

    def _is_measured(self, one: RankedEntry, known: KnownItem) -> bool:
        """Tell whether the text gives a figure that the limits of a candidate measure, and is not outside them."""
        items = self.index.items
        numbers = [
            name for name in items.measured(one.hit.document.code) if items.parameters[name].fact.kind == "number"
        ]
        return one.status is not LimitStatus.NOT_MET and any(name in known.stated for name in numbers)

    def _is_pure(self, one: RankedEntry, known: KnownItem) -> bool:
        """Tell whether a text says that an everyday element is pure, and an entry is about that element when pure."""
        elements = {name for name in one.hit.shared if name in self.concepts and self.concepts[name].kind == "element"}
        if not elements or not any(PURE in name.tokens for name in one.hit.document.names):
            return False
        shares = [known.stated.get(FactName(name)) for name in ("purity", *(f"{one}_content" for one in elements))]
        return PURE in known.said or any(isinstance(share, Decimal) and share >= PURE_FROM for share in shares)

    def _least(self, code: str, customs: ItemCustoms) -> float:
        """Return the score from which a candidate is near, by the customs code."""
        hs = customs.code
        if hs and nearest_hint(code, customs.by_entry) is not None:
            return NEAR.hinted
        if not hs or hs[:HEADING] in self.tariff.headings:
            return NEAR.plain
        return NEAR.other_heading if hs[:CHAPTER] in self.tariff.chapters else NEAR.other_chapter

    def _is_readable(self, tagged: Tagged, known: KnownItem, hs: str) -> bool:
        """Tell whether a text is in words that mean something here and names a thing."""
        _, share = scripts_unread(tagged.folded)
        if share >= UNREAD or (known.intangible and not hs):
            return False  # know-how of unknown things; what has a customs code is goods
        concepts = {tag.concept.name: tag.concept.kind for tag in tagged.tags}
        named = {name for name, kind in concepts.items() if kind not in _SAYS_HOW or name in _GRADES} - PLACEHOLDERS
        named -= frozenset() if tagged.loose else OF_MATTER
        if named & _EVERYDAY_MACHINES or (named and known.understood >= UNDERSTOOD):
            return True
        return self.plain.names_any(tagged.units)

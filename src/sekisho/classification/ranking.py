"""Candidates weighed: words, limits, customs codes and look-alikes to an order, and what that order settles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from sekisho.classification.answer import ItemState
from sekisho.classification.documents import IndexedEntry
from sekisho.classification.index import DocumentHit, Index
from sekisho.classification.lexicon import Lexicon
from sekisho.classification.limit_checks import LimitStatus, status_of, with_spare, without_guesses
from sekisho.classification.lookalikes import LookAlike
from sekisho.classification.name_scores import FLOOR, WEIGHED
from sekisho.classification.quantities import Quantity
from sekisho.dataclass import dataclass
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue
from sekisho.regex import regex
from sekisho.trade.items.control_list import cas_numbers
from sekisho.trade.items.customs_codes import CodeMatch, Hint
from sekisho.trade.items.parameter import StatedParameters
from sekisho.trade.items.unit import is_of_a_kind

RECOGNISED: Final = 0.45
"""Score below which an item is not recognised."""
POINTS: Final = 2
"""Independent points without which no code is settled (see `Scales._is_carried`)."""
WHOLE: Final = 0.9
"""Share of a name from which the text says all of it."""
UNDERSTOOD: Final = 1 / 3
"""Share of the words of a text that must mean something here before it settles a code. A guess of November 2026: a
half unsettles plain descriptions with a maker's and a model's name; none settles a code on one word among strangers."""
UNREAD: Final = 1 / 3
"""Share of letters in scripts that are not read here from which a text settles nothing."""
NO_CUSTOMS: Final[Mapping[str, Hint]] = MappingProxyType({})
INTANGIBLE: Final = frozenset({"software", "technology"})
"""Kinds of item that are no goods; a description that speaks of one is not of goods."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence moves a candidate, in points of score; set on the products in the tests."""

    met: float = 0.12
    not_met: float = -0.12
    other_kind: float = -0.18
    no_apparatus: float = 0.6
    unnamed: float = 0.8
    same_customs_code: float = 0.10
    same_heading: float = 0.05
    close: float = 0.85
    in_reach: float = 0.5
    half: float = 0.5
    sure: float = 0.72
    sure_of_figures: float = 0.6
    apart: float = 0.10
    look_alike: float = 0.45
    answered: float = 0.03
    same_cas: float = 0.95
    covered: float = 0.6


WEIGHTS: Final = Weights()


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What is known of an item: parameters, numbers that measure nothing named, and whether it is no goods."""

    stated: StatedParameters
    spare: tuple[Quantity, ...]
    intangible: str
    given: frozenset[FactName] = frozenset()
    """Parameters that are known, and those that follow from them."""
    apart: bool = False
    """Whether the description speaks of parts or materials by themselves."""
    is_: frozenset[str] = frozenset()
    """Concepts by which the description says what the item is, with what they imply; not what it is for."""
    beside: bool = False
    """Whether it speaks of a thing beside the goods: a label, a vaccine, an empty drum."""
    said: Mapping[str, int] = field(default_factory=dict)
    """Concepts that its words name, each with how much they tell: 1 for a word or a symbol, 2 for more."""
    alone: str = ""
    """Element that its words name, if they say no more; empty if they do."""
    understood: float = 1.0
    """Share of its words that mean something here, 0 to 1."""

    @property
    def loose(self) -> tuple[Quantity, ...]:
        """Numbers, but for shares, that measure nothing named."""
        return tuple(quantity for quantity in self.spare if quantity.unit not in {"percent", "ppm"})


@dataclass(frozen=True, slots=True)
class RankedEntry:
    """A document with its score and what is known of its limits.

    Parameters
    ----------
    is_none
        Whether it stands for not listed.
    is_written
        Whether the text states its code.
    """

    hit: DocumentHit
    score: float
    status: LimitStatus
    is_none: bool = False
    is_written: bool = False


APPARATUS_AREAS: Final = frozenset("AB")
"""Second letters of codes of systems, and of equipment to test and to make."""
_BEHIND_HEAD: Final = regex(
    r"\b(?:for|with|of|having|containing|capable|designed|specially|usable|used|made)\b|[,;:(（，；：]", re.IGNORECASE
)
"""Begins what a name says of its thing behind the word for it."""


def heads_of(name: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the concepts that a name of an entry says its thing is, if that is an apparatus or a form.

    It is the last such word before what the name says of the thing: of *gyro bearing centrifuge* the centrifuge. What
    stands whole at the end of that word is named as well: a cubic press is a press.
    """
    tagged = lexicon.tag(_BEHIND_HEAD.split(name, maxsplit=1)[0])
    things = [tag for tag in tagged.tags if tag.concept.kind in _MADE]
    apparatus = [tag for tag in things if tag.concept.kind in _APPARATUS]
    if not things:
        return frozenset()
    head = (apparatus or things)[-1]
    ends = {tag.concept.name for tag in lexicon.ending_in(tagged.units, head)}
    return lexicon.implied(ends | {head.concept.name}) | ends | {head.concept.name}


@cached_per_library
def _heads_of_all(index: Index, names: tuple[str, ...]) -> frozenset[str]:
    """Return the concepts that the names of one entry say its thing is."""
    return frozenset().union(*(heads_of(name, index.lexicon) for name in names))


@cached_per_library
def _unstated(index: Index, code: str) -> LimitStatus:
    """Judge the limits of a code where nothing that they measure is known."""
    return status_of(index.items, code, StatedParameters())


class Scales:
    """Weighs what retrieval found."""

    def __init__(self, index: Index) -> None:
        """Take the list and its names."""
        self.index = index
        self.items = index.items
        self._measures: dict[tuple[str, str], bool] = {}

    def same_substance(self, description: str) -> Mapping[str, str]:
        """Return the codes whose text names a CAS number of the description, each with the first of them."""
        named: dict[str, str] = {}
        for number in cas_numbers(description):
            for code in self.items.by_cas.get(number, ()):
                named.setdefault(code, number)
        return named

    def same_chemical(self, substances: Mapping[str, str], hits: list[DocumentHit]) -> Iterable[DocumentHit]:
        """Find codes by the CAS number that their text names: the same substance by any name."""
        found = {hit.document.code: hit for hit in hits} if substances else {}
        for code, number in substances.items():
            document = self.index.of_code(code)
            assert document is not None  # noqa: S101 - an entry of the list, with names
            hit = found.get(code) or DocumentHit(document, document.names[0], 0.0, 0.0, 0.0, ())
            yield replace(hit, score=max(hit.score, WEIGHTS.same_cas), cas=number)

    def ranked(self, hits: list[DocumentHit], customs: Mapping[str, Hint], known: KnownItem) -> list[RankedEntry]:
        """Weigh what was found, and what a customs code points to, best first."""
        chosen = {hit.document.code: hit for hit in reversed(hits[:WEIGHED]) if hit.score >= FLOOR}
        found = [self._weighed(hit, customs, known) for hit in chosen.values()]
        seen = {one.hit.document.code for one in found}
        found += [
            self._weighed(DocumentHit(document, document.names[0], 0.0, 0.0, 0.0, ()), customs, known)
            for code in customs
            if code not in seen and (document := self.index.of_code(code)) is not None and document.names
        ]
        return sorted(found, key=lambda one: (-self._standing(one, known), one.hit.document.code))

    def _standing(self, one: RankedEntry, known: KnownItem) -> float:
        """Return the score by which an entry stands among others: an apparatus that a text does not name stands back.

        The text may name it in words that are not known, so that it is as near as before.
        """
        back = one.hit.document.code[1:2] in APPARATUS_AREAS and not one.hit.cas
        return one.score * (WEIGHTS.unnamed if back and self._is_unnamed(one.hit.document, known) else 1.0)

    def _weighed(self, hit: DocumentHit, customs: Mapping[str, Hint], known: KnownItem) -> RankedEntry:
        code = hit.document.code
        if hit.document.look_alike is not None:
            answered = WEIGHTS.answered if hit.document.look_alike.confidence == "high" else 0.0
            return RankedEntry(hit, hit.score + answered, LimitStatus.NO_LIMIT)
        status = self._status(code, known)
        score = hit.score
        if status is LimitStatus.NOT_MET or (status is LimitStatus.MET and self._is_measured(code)):
            score += WEIGHTS.met if status is LimitStatus.MET else WEIGHTS.not_met
        item_is = self.items.items[code].kind if self.items.items[code].kind in INTANGIBLE else ""
        if item_is != known.intangible:
            score += WEIGHTS.other_kind
        hint = nearest_hint(code, customs)
        if hint is not None:
            score += WEIGHTS.same_customs_code if hint.match is CodeMatch.SAME else WEIGHTS.same_heading
        if code[1:2] in APPARATUS_AREAS and not hit.cas and self._is_another_thing(hit.document, known):
            score *= WEIGHTS.no_apparatus
        return RankedEntry(hit, max(0.0, score), status)

    def _is_another_thing(self, document: IndexedEntry, known: KnownItem) -> bool:
        """Tell whether a text that names a thing names another than an entry of an apparatus, whatever else they share.

        A block of graphite is no pipe that is lined with it, and a bearing no fixture in which bearings are tested.
        """
        concepts = self.index.lexicon.concepts
        words = known.is_.union(known.said)
        names_a_thing = any(name in concepts and concepts[name].kind in _MADE for name in words)
        return names_a_thing and self._is_unnamed(document, known)

    def _is_unnamed(self, document: IndexedEntry, known: KnownItem) -> bool:
        """Tell whether a text does not name the apparatus, or the form, of which an entry is."""
        heads = _heads_of_all(self.index, tuple([name.text for name in document.names]))
        return bool(heads) and heads.isdisjoint(known.is_) and heads.isdisjoint(known.said)

    def _status(self, code: str, known: KnownItem) -> LimitStatus:
        """Judge the limits of a code; where nothing that they measure is known, once for all items."""
        loose = known.loose
        if not known.given.isdisjoint(self.items.measured(code)) or any(
            self._fits(code, quantity.unit) for quantity in loose
        ):
            return status_of(self.items, code, with_spare(self.items, code, known.stated, loose))
        return _unstated(self.index, code)

    def _fits(self, code: str, unit: str) -> bool:
        """Tell whether the limits of a code measure something that a unit is of."""
        key = code, unit
        if key not in self._measures:
            limits = (self.items.parameters[name].fact for name in self.items.measured(code))
            self._measures[key] = any(
                fact.kind == "number" and bool(fact.unit) and is_of_a_kind(unit, fact.unit) for fact in limits
            )
        return self._measures[key]

    def state(
        self, ranked: list[RankedEntry], known: KnownItem, customs: Mapping[str, Hint] = NO_CUSTOMS
    ) -> tuple[ItemState, list[RankedEntry]]:
        """Say what is settled, and put `none` where it belongs."""
        if not ranked:
            return ItemState.UNCLASSIFIED, []
        codes = [one for one in ranked if not _is_look_alike(one)]
        firm = [one for one in codes if self._is_firm(one, known)]
        best = next(iter(firm or codes), None)
        met = [
            one.hit.document.code
            for one in codes
            if one.status is LimitStatus.MET and self._is_measured(one.hit.document.code)
        ]
        look = next((one for one in ranked if _is_look_alike(one) and not _contradicted(one, met)), None)
        ranked = [one for one in ranked if not _is_look_alike(one) or one is look]
        ahead = max((one.score for one in (best, *codes[:1]) if one is not None), default=0.0)
        if look is not None and look.score >= max(WEIGHTS.look_alike, ahead):
            return self._looks_alike(look, codes, ranked, known)
        if best is None:
            return ItemState.UNCLASSIFIED, ranked
        close = [one for one in firm or codes if one.hit.score >= best.hit.score * WEIGHTS.close]
        if all(one.status is LimitStatus.NOT_MET for one in close):
            return self._outside(best, firm, ranked, known)
        first = codes[0]
        rivals = [
            one
            for one in codes[1:]
            if one.status is not LimitStatus.NOT_MET and not _related(one.hit.document.code, first.hit.document.code)
        ]
        settled = (
            first.status in {LimitStatus.MET, LimitStatus.NO_LIMIT}
            and first in firm
            and self._is_itself(first, known)
            and self._is_carried(first, customs, known)
            and first.hit.score >= (WEIGHTS.sure_of_figures if self._is_met(first, known) else WEIGHTS.sure)
            and self.items.items[first.hit.document.code].quality != "missing_row"
            and all(first.score - rival.score >= WEIGHTS.apart for rival in rivals)
        )
        return (ItemState.CLASSIFIED if settled else ItemState.UNCLASSIFIED), ranked

    def _is_firm(self, one: RankedEntry, known: KnownItem) -> bool:
        """Tell whether a candidate may settle an item: no mere heading, and goods where goods are described."""
        code = one.hit.document.code
        heading = code in self.items.children and code not in self.items.limits
        kind = self.items.items[code].kind
        return not heading and (kind if kind in INTANGIBLE else "") == known.intangible

    def _is_itself(self, one: RankedEntry, known: KnownItem) -> bool:
        """Tell whether the item is what a code names, and not a device, a container or a text that is about it."""
        if known.beside or (one.hit.covered < WEIGHTS.covered and not one.hit.cas):
            return False
        if one.hit.document.code[1:2] != "C":
            return True
        concepts = self.index.lexicon.concepts
        things = {name for name in one.hit.shared if name in concepts and concepts[name].kind in _THINGS}
        if things and not things & known.is_:
            return False
        more = known.is_.difference(one.hit.shared, *(name.tokens for name in one.hit.document.names))
        return not any(concepts[name].kind in {"device", "machine"} for name in more if name in concepts)

    def _is_carried(self, one: RankedEntry, customs: Mapping[str, Hint], known: KnownItem) -> bool:
        """Tell whether at least two independent points carry a code, in a text of which most is understood.

        A point is a word of the name, two if they are several words or a substance by its own name; a limit that is
        met; a customs code that points there; a CAS number counts for two. A name that calls the thing a device or a
        machine is carried only if the text names that too; one shared word or symbol never settles an item, nor does a
        material of which a thing is made, unless the text says the whole name or meets a limit. An element of which
        nothing else is said is the entry that has its name and no other word.
        """
        if one.hit.cas:
            return True
        if known.alone and set(one.hit.name.tokens) == {known.alone}:
            return True
        concepts = self.index.lexicon.concepts
        shared = set(one.hit.shared)
        named = {name for name in one.hit.name.tokens if name in concepts and concepts[name].kind in _APPARATUS}
        if named and not named & shared:
            return False
        kinds = {concepts[name].kind for name in shared.intersection(known.said) if name in concepts}
        if not kinds & (_SUBSTANCES | _APPARATUS) and one.status is not LimitStatus.MET and one.hit.covered < WHOLE:
            return False
        points = sum(
            2 if name in concepts and concepts[name].kind in _SUBSTANCES else weight
            for name, weight in known.said.items()
            if name in shared
        )
        points += one.status is LimitStatus.MET and self._is_measured(one.hit.document.code)
        points += nearest_hint(one.hit.document.code, customs) is not None
        return points >= POINTS and known.understood >= UNDERSTOOD

    def _is_met(self, one: RankedEntry, known: KnownItem) -> bool:
        """Tell whether a text states figures that meet every limit of a code, without a guess which each of them is."""
        is_measured = one.status is LimitStatus.MET and self._is_measured(one.hit.document.code)
        return is_measured and self._without_guesses(one, known) is LimitStatus.MET

    def _is_measured(self, code: str) -> bool:
        """Tell whether the limits of a code measure more than that it holds an element."""
        return any(not name.endswith("_content") for name in self.items.measured(code))

    def _without_guesses(self, one: RankedEntry, known: KnownItem) -> LimitStatus:
        """Judge the limits of a code by what is known alone, without numbers whose meaning is guessed."""
        code = one.hit.document.code
        return status_of(self.items, code, without_guesses(self.items, code, known.stated, known.spare))

    def _outside(
        self, best: RankedEntry, firm: list[RankedEntry], ranked: list[RankedEntry], known: KnownItem
    ) -> tuple[ItemState, list[RankedEntry]]:
        """Put `none` first, because what resembles the item most is outside its limits."""
        open_ones = [
            one
            for one in firm
            if one.status is not LimitStatus.NOT_MET
            and one.hit.score >= best.hit.score * WEIGHTS.in_reach
            and (one.hit.covered >= WEIGHTS.half or one.status is not LimitStatus.NO_LIMIT)
        ]
        settled = (
            best.hit.score >= RECOGNISED and not open_ones and self._without_guesses(best, known) is LimitStatus.NOT_MET
        )
        none = replace(best, is_none=True)
        if settled:
            return ItemState.NOT_LISTED, [none, *ranked]
        leading = sorted([none, *open_ones], key=lambda one: -one.score)
        return ItemState.UNCLASSIFIED, [*leading, *(one for one in ranked if one not in open_ones)]

    def _looks_alike(
        self, look: RankedEntry, codes: list[RankedEntry], ranked: list[RankedEntry], known: KnownItem
    ) -> tuple[ItemState, list[RankedEntry]]:
        alike = look.hit.document.look_alike
        assert alike is not None  # noqa: S101 - it is one
        waiting = [
            one
            for one in codes
            if one.status is not LimitStatus.NOT_MET
            and (
                one.score >= look.score * WEIGHTS.close
                or self._names_more(one, look)
                or (known.apart and alike.is_taken_for(one.hit.document.code))
            )
        ]
        answered = all(_overturns_nothing(known.stated[name]) for name in alike.ask) and self._excludes(alike, known)
        in_sight = not alike.by_ministry or _is_taken_for(look, codes)
        settled = alike.confidence == "high" and answered and not waiting and in_sight and self._is_named(look, known)
        rest = [one for one in ranked if one is not look]
        return (ItemState.NOT_LISTED if settled else ItemState.UNCLASSIFIED), [replace(look, is_none=True), *rest]

    def _excludes(self, alike: LookAlike, known: KnownItem) -> bool:
        """Tell whether the answers leave the item outside every code it is taken for that measures what is asked."""
        asked = set(alike.ask)
        near = [code for code in alike.near if asked & set(self.items.measured(code))]
        return all(status_of(self.items, code, known.stated) is LimitStatus.NOT_MET for code in near)

    def _names_more(self, one: RankedEntry, look: RankedEntry) -> bool:
        """Tell whether an entry explains a thing of the description that the look-alike leaves unexplained.

        What an authority said holds for the codes it spoke of, whatever else the description names.
        """
        alike = look.hit.document.look_alike
        assert alike is not None  # noqa: S101 - it is one
        if alike.by_ministry and alike.is_taken_for(one.hit.document.code):
            return False
        known = self.index.lexicon.concepts
        more = set(one.hit.shared).difference(look.hit.shared, *(name.tokens for name in look.hit.document.names))
        far = alike.by_ministry and one.score < look.score * WEIGHTS.in_reach
        kinds = {"machine"} if far else _THINGS
        return any(name in known and known[name].kind in kinds for name in more)

    def _is_named(self, look: RankedEntry, known: KnownItem) -> bool:
        """Tell whether an item is called what makes a look-alike another thing, not only what it is taken for."""
        alike = look.hit.document.look_alike
        assert alike is not None  # noqa: S101 - it is one
        near = {
            token
            for code in alike.near
            if (document := self.index.of_code(code)) is not None
            for name in document.names
            for token in name.tokens
        }
        return any(token in known.is_ or token.startswith("~") for token in set(look.hit.shared) - near)


_SUBSTANCES: Final = frozenset({"chemical", "organism"})
_APPARATUS: Final = frozenset({"machine", "device"})
_MADE: Final = _APPARATUS | {"form"}
"""Kinds of concepts that say as what a thing is made."""
_THINGS: Final = frozenset({"element", "chemical", "material", "machine", "device", "organism"})
"""Kinds of concepts that say what a thing is."""


def _overturns_nothing(value: FactValue) -> bool:
    """Tell whether an answer leaves a look-alike what it looks like: none of the element, or no."""
    return value is False or value == Decimal(0)


def _is_look_alike(one: RankedEntry) -> bool:
    return one.hit.document.look_alike is not None


def _contradicted(look: RankedEntry, met: Iterable[str]) -> bool:
    """Tell whether the limits of a code that a thing is only taken for are met after all."""
    alike = look.hit.document.look_alike
    return alike is not None and any(code == near or _related(code, near) for code in met for near in alike.near)


def _is_taken_for(look: RankedEntry, codes: Iterable[RankedEntry]) -> bool:
    """Tell whether the description brings an entry to mind that the thing is taken for.

    The ministry spoke of goods that hold listed rare earths; of a sensor or a catalyst without them it said nothing.
    """
    alike = look.hit.document.look_alike
    return alike is not None and any(
        one.hit.document.code == near or _related(one.hit.document.code, near) for one in codes for near in alike.near
    )


def _related(one: str, other: str) -> bool:
    return one.startswith(f"{other}.") or other.startswith(f"{one}.")


def nearest_hint(code: str, customs: Mapping[str, Hint]) -> Hint | None:
    """Return the hint for a code: its own, or that of an entry above, which stands for all below."""
    while code:
        if code in customs:
            return customs[code]
        code = code.rpartition(".")[0]
    return None

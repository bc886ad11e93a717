"""Classify one item: from a description, a customs code and parameters to ranked candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Final

from sekisho.classification.answer import Candidate, Classification, ItemState
from sekisho.classification.by_measure import measure_cautions
from sekisho.classification.documents import IndexedEntry
from sekisho.classification.explanation import CandidateExplainer, cautions_of, customs_cautions, said, unread_cautions
from sekisho.classification.index import DocumentHit, Index
from sekisho.classification.index_cache import index_of
from sekisho.classification.lexicon import Tagged
from sekisho.classification.limit_checks import LimitStatus, status_of
from sekisho.classification.lookalikes import comes_apart, is_beside
from sekisho.classification.material_names import with_materials
from sekisho.classification.negation import Negations, without_denied
from sekisho.classification.ranking import INTANGIBLE, UNREAD, KnownItem, RankedEntry, Scales
from sekisho.classification.resemblance import CODED, ItemCustoms, ListResemblance, customs_code_beside
from sekisho.classification.tokens import is_character, scripts_unread
from sekisho.dataclass import dataclass
from sekisho.determination.core.inputs import day_of
from sekisho.errors import FactError, Problem, no_letters_in
from sekisho.law.dates.calendar import Stage
from sekisho.law.dates.stages import stage_of_control
from sekisho.law.model.condition import FactName, MeasureId
from sekisho.law.model.fact import UNKNOWN, NumberInterval
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.regex import regex
from sekisho.trade.items.amounts import without_amount, without_remarks
from sekisho.trade.items.code import ENTRY
from sekisho.trade.items.control_entry import find_entry
from sekisho.trade.items.crystals import crystal_in
from sekisho.trade.items.customs_codes import EDITIONS, subheadings_of
from sekisho.trade.items.derived_parameters import with_implied
from sekisho.trade.items.designations import without_designations
from sekisho.trade.items.harmonised_system import customs_code_fault, is_no_customs_code
from sekisho.trade.items.parameter import StatedParameters, read_stated
from sekisho.trade.items.written_codes import written_codes
from sekisho.trade.sentence.shipment_words import customs_code_in

LEADING: Final = 3
"""Candidates of which what they measure is told as understood."""
SHOWN: Final = 8
"""Candidates that an answer shows, beside those that go with the nearest."""
CLAIMED: Final = message(
    "classify.claimed", "Only the limits of the claimed code were judged, not whether the item is what the code names."
)
BY_NAMES: Final = message(
    "classify.by_names",
    "This list has no table of words (lists/item-words.csv). Entries are found by their names alone: a person decides.",
)
ALIKE: Final = 0.5
"""Share of the first score from which goods of the same customs code go with the nearest. A guess: of the word magnet
samarium-cobalt has 0.5 to 0.7 of it, of neodymium magnets 0.4."""
NEARLY: Final = 0.02
"""Points of score within which two codes resemble an item alike, and the one that is in force stands first. A guess:
what scores differ by where names of two elements are more and less common."""
FAINT: Final = 0.2
"""Score below which words hardly tell of an entry, and what goes with it is noise. A guess."""
NOTHING: Final = Decimal(0)
"""None of a substance."""
PURITY: Final = FactName("purity")
CAS: Final = FactName("cas")
GIVE_DESCRIPTION: Final = message(
    "classify.give_description", "Give a description, a customs code (--hs) or parameters (--param NAME=VALUE)."
)


def classify(
    description: str = "",
    library: Library | None = None,
    *,
    hs: str = "",
    edition: str = EDITIONS[0],
    parameters: Mapping[str, object] | None = None,
    code: str = "",
    as_of: date | str,
    language: str = "en",
    cache: Path | None = None,
) -> Classification:
    """Find the codes that an item may fall under, and what would decide.

    Parameters
    ----------
    description
        What the item is called, with figures, in English, Chinese or Japanese.
    hs
        Its customs code: a hint, never a ground of control.
    edition
        Edition of the customs code; an older one is converted.
    parameters
        Technical parameters by name, as text with units; they win over figures in the description.
    code
        A code that somebody claims: the answer then speaks of its limits alone.
    as_of
        Day of which the state of the law is told; it does not change what an item is.
    cache
        Folder in which the index of the library is kept between runs.

    Raises
    ------
    FactError
        If nothing is given, the code is an area, or a parameter, its value or unit is wrong; all at once.
    LibraryError
        If the list has no such code.
    """
    if library is None:
        from sekisho.law.loading.library import installed_library

        library = installed_library()
    index = index_of(library, cache=cache)
    stated = read_stated(parameters or {}, index.items.parameters)
    if not hs and (digits := customs_code_in(description)):
        description, hs = "", digits
    known = library.facts.parse("hs_code", hs, where="hs")
    hs = known if isinstance(known, str) else ""
    if faulty := no_letters_in(description):
        what = message(
            "error.no_letters",
            "'{value}' contains characters that are not letters: {letters}.",
            value=description,
            letters=faulty,
        )
        raise FactError(
            Problem(
                where="description", what=what, remedy=message("error.without_them", "Write the text without them.")
            )
        )
    fault = customs_code_fault(hs) if edition == EDITIONS[0] else None
    if fault is not None and fault.kind == "none" and not description.strip() and not stated and not code:
        raise FactError(Problem(where="hs", what=fault.text, remedy=GIVE_DESCRIPTION))
    if not description.strip() and not hs and not stated and not code:
        raise FactError(
            Problem(
                where="description",
                what=message("classify.nothing", "there is nothing to classify."),
                remedy=GIVE_DESCRIPTION,
            )
        )
    classifier = Classifier(library, as_of=day_of({}, as_of, library), language=language)
    if code:
        return classifier.claimed(claimed_code(code, library), description, stated=stated)
    return classifier.classify(description, hs=hs, edition=edition, stated=stated)


def claimed_code(code: str, library: Library) -> str:
    """Return a code that somebody claims as the list writes it.

    Raises
    ------
    LibraryError
        If the list has no such code; with the nearest.
    FactError
        If it is an area of the list, under which nothing is classified.
    """
    found = find_entry(code, library)
    if len(found.code) < ENTRY:
        remedy = message(
            "classify.name_below", "Name an entry below it; `sekisho show {code}` lists them.", code=found.code
        )
        raise FactError(
            Problem(
                where="code",
                what=message("classify.area", "{code} is an area of the list and no entry.", code=found.code),
                remedy=remedy,
            )
        )
    return found.code


def with_cas(description: str, stated: StatedParameters) -> str:
    """Add a CAS number that is stated to the words of a description: it leads as one that is written there."""
    number = stated[CAS]
    return f"{description} CAS {number}".strip() if isinstance(number, str) else description


ARTICLES: Final = regex(r"[;；+＋&\n]|\bplus\b")
"""What stands between articles of one line."""
PARTS: Final = regex(r"[;；+＋&\n,，、]|\b(?:plus|and)\b|[和与及]")
"""What stands between articles of one line, or between words about one."""
NAMED: Final = 0.6
"""Score of words from which a part of a description names an item by itself."""


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """What is known of an item: its state, its words, and what resembles it, best first."""

    state: ItemState
    tagged: Tagged
    known: KnownItem
    ranked: tuple[RankedEntry, ...]
    customs: ItemCustoms
    written: tuple[str, ...] = ()
    """The codes of the list that its words state: they lead, and a person says whether they are of this list."""


_REMARK: Final = regex(r"\s*(?:\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]|【[^【】]*】)")
"""What stands in brackets."""


class Classifier:
    """Classifies items under one library, as of one day."""

    def __init__(self, library: Library, *, as_of: date, language: str = "en", cache: Path | None = None) -> None:
        """Take the index of the library; its first use builds it, unless it is kept in the folder `cache`."""
        self.library = library
        self.as_of = as_of
        self.index: Index = index_of(library, cache=cache)
        self.items = self.index.items
        self.meter = self.index.meter
        self.scales = Scales(self.index)
        self.resemblance = ListResemblance(self.index, library)
        self._of_customs: dict[tuple[str, str], ItemCustoms] = {}
        self._stages: dict[MeasureId, Stage | None] = {}
        self.teller = CandidateExplainer(self.index, library, as_of=as_of, language=language)

    def classify(
        self, description: str, *, hs: str = "", edition: str = EDITIONS[0], stated: StatedParameters | None = None
    ) -> Classification:
        """Classify one item; a customs code that stands among its words is read."""
        hs = hs or customs_code_beside(description, self.library)
        judged = self.judge(description, hs=hs, edition=edition, stated=stated)
        state, tagged, known, customs = judged.state, judged.tagged, judged.known, judged.customs.by_entry
        unread, _ = scripts_unread(tagged.folded)
        shown = tuple(self.teller.candidate(one, customs, known) for one in self._shown(judged))
        far = bool(hs) and not is_no_customs_code(hs) and self.resemblance.is_far(hs)
        cautions = [
            *((BY_NAMES,) if self.index.by_names_alone else ()),
            *measure_cautions(hs, description, self.library, self.as_of),
            *unread_cautions(unread),
            *cautions_of(state, shown, tagged, far=far),
            *customs_cautions(hs, edition, customs),
        ]
        return replace(self._answer(description, state, shown, known, cautions), unread=unread)

    def _shown(self, judged: JudgedItem) -> list[RankedEntry]:
        """Return the candidates to show; what goes with the nearest is not cut off while no code is settled.

        A bare word, as magnet, is as near to entries of dysprosium as to samarium: all are of one customs code.
        """
        if judged.state is ItemState.UNREAD:  # what a word for a form or a part is like says nothing of the goods
            return [entry for entry in judged.ranked if self.resemblance.names_thing(entry)][:SHOWN]
        shown = list(judged.ranked[:SHOWN])
        codes = [entry for entry in judged.ranked if not entry.is_none]
        if judged.state is not ItemState.UNCLASSIFIED or not codes:
            return shown
        cut = [entry for entry in codes if entry.score >= max(codes[0].score * ALIKE, FAINT) and entry not in shown]
        of_first = subheadings_of(self.library, codes[0].hit.document.code) if cut else frozenset()
        with_it = [entry for entry in cut if of_first & subheadings_of(self.library, entry.hit.document.code)]
        return [*shown, *with_it[:LEADING]]

    def judge(
        self, description: str, *, hs: str = "", edition: str = EDITIONS[0], stated: StatedParameters | None = None
    ) -> JudgedItem:
        """Say what is known of one item, without words for a reader.

        Whose goods they are, and how they come, often stands in brackets, and makes a text less like any entry: goods
        that resemble nothing with a remark are judged without it, too.
        """
        hs = hs or customs_code_beside(description, self.library)
        judged = self._judged(description, hs, edition, stated)
        if judged.state is ItemState.UNLIKELY_LISTED:
            bare = _REMARK.sub("", description).strip()
            if bare not in {"", description.strip()}:
                without = self._judged(bare, hs, edition, stated)
                if without.state in {ItemState.UNCLASSIFIED, ItemState.CLASSIFIED}:
                    return replace(without, state=ItemState.UNCLASSIFIED)
        return judged

    def _judged(self, description: str, hs: str, edition: str, stated: StatedParameters | None) -> JudgedItem:
        goods = without_designations(without_remarks(description))
        own_words = with_cas(without_amount(goods), stated or StatedParameters())
        crystal = crystal_in(own_words)
        words = with_materials(own_words, crystal)
        written = written_codes(description, self.items.items)
        if not hs and len(written.customs) == 1:
            hs, edition = written.customs[0], EDITIONS[0]
        tagged, denied = without_denied(self.index.lexicon.tag(words), words)
        # What is added raises questions: how much of the text is understood is told by its own words.
        own = tagged if words == own_words else self.index.lexicon.tag(own_words)
        known = self._known(words, tagged, denied, stated or StatedParameters(), own)
        if edition == EDITIONS[0] and is_no_customs_code(hs):
            hs = ""  # what there is not says nothing of goods
        substances = self.scales.same_substance(words)
        hits = self.index.find(tagged, substances)
        tariff = self._customs(hs, edition)
        customs = tariff.by_entry
        found = [*self.scales.same_chemical(substances, hits), *hits]
        state, ordered = self.scales.state(self.scales.ranked(found, customs, known), known, customs)
        if state is ItemState.NOT_LISTED and self._holds_more(tagged, known, ordered[0]):
            state = ItemState.UNCLASSIFIED
        _, share = scripts_unread(tagged.folded)
        if share >= UNREAD or state is ItemState.UNCLASSIFIED:
            # Who states a parameter holds the item for one that has it; what a measure names is asked of it.
            is_open = bool(stated) or tariff.named or self.index.by_names_alone
            state = ItemState.UNCLASSIFIED if is_open else self.resemblance.state(tagged, ordered, known, tariff)
        if self.index.by_names_alone:
            state = ItemState.UNCLASSIFIED
        if state is ItemState.UNCLASSIFIED:
            ordered = list(self._in_force_first(ordered))
        if state is ItemState.CLASSIFIED and (crystal.host or len(crystal.doped) > 1):
            state = ItemState.UNCLASSIFIED  # each of its rare earths has entries, and none is all that it is
        if tariff.only:
            named = RankedEntry(self._hit_of(tariff.only), CODED, status_of(self.items, tariff.only, known.stated))
            state, ordered = self.resemblance.with_own(named, state, ordered, is_alone=not description.strip())
        if written.control and not (state is ItemState.CLASSIFIED and ordered[0].hit.document.code in written.control):
            state, ordered = ItemState.UNCLASSIFIED, self._written_first(written.control, ordered, known)
        return JudgedItem(state, tagged, known, tuple(ordered), tariff, written.control)

    def _written_first(
        self, codes: Sequence[str], ordered: Sequence[RankedEntry], known: KnownItem
    ) -> list[RankedEntry]:
        """Put the codes that a text states before what its words resemble."""
        first = [
            RankedEntry(self._hit_of(code), 1.0, status_of(self.items, code, known.stated), is_written=True)
            for code in codes
        ]
        return [*first, *(one for one in ordered if one.is_none or one.hit.document.code not in codes)]

    def _hit_of(self, code: str) -> DocumentHit:
        document = self.index.of_code(code)
        name = document.names[0] if document is not None else self.index.name_of(code)
        return DocumentHit(document or IndexedEntry(code, None, (name,), frozenset()), name, 1.0, 1.0, 1.0, ())

    def _in_force_first(self, ordered: Sequence[RankedEntry]) -> Iterator[RankedEntry]:
        """Put, among codes that resemble an item alike, those first whose measure was in force when the law was read.

        It is one day for all questions: a book holds lines of many days, and a text stands in it once.
        """
        alike: list[RankedEntry] = []
        for entry in ordered:
            first = alike[0] if alike else entry
            codes = first.hit.document.look_alike is None and entry.hit.document.look_alike is None
            if first.is_none or entry.is_none or not codes or abs(first.score - entry.score) > NEARLY:
                yield from sorted(alike, key=self._is_asleep)
                alike = []
            alike.append(entry)
        yield from sorted(alike, key=self._is_asleep)

    def _is_asleep(self, one: RankedEntry) -> bool:
        item = self.items.items.get(one.hit.document.code)
        return item is not None and self._stage(item.since) is not Stage.IN_FORCE

    def _stage(self, since: MeasureId) -> Stage | None:
        if since not in self._stages:
            self._stages[since] = stage_of_control(since, self.library, self.library.horizon)
        return self._stages[since]

    def _customs(self, hs: str, edition: str) -> ItemCustoms:
        """Return what a customs code says; books hold many items of each."""
        key = hs, edition
        if key not in self._of_customs:
            self._of_customs[key] = ItemCustoms.of(hs, self.library, edition=edition)
        return self._of_customs[key]

    def _holds_more(self, tagged: Tagged, known: KnownItem, none: RankedEntry) -> bool:
        """Tell whether a part of a description by itself names a listed item: "ferrite magnets and SmCo magnets".

        Of what an authority answered, only a further article counts; what it is made of was part of the question.
        """
        alike = none.hit.document.look_alike
        between = ARTICLES if alike is not None and alike.by_ministry else PARTS
        cuts = [0, *(match.start() for match in between.finditer(tagged.folded)), len(tagged.folded)]
        for begin, end in pairwise(cuts):
            tags = tuple(tag for tag in tagged.tags if begin <= tagged.units[tag.first].start < end)
            if len(tags) == len(tagged.tags) or all(tag.first in tagged.purpose for tag in tags):
                continue
            hits = self.index.find(replace(tagged, tags=tags, loose=()))
            _, ordered = self.scales.state(self.scales.ranked(hits, {}, known), known)
            first = ordered[0] if ordered else None
            if first is None or first.is_none or first.hit.score < NAMED:
                continue
            if first.status is not LimitStatus.NOT_MET:
                return True
        return False

    def claimed(self, code: str, description: str, *, stated: StatedParameters) -> Classification:
        """Judge the limits of one code that somebody claims for an item."""
        words = with_cas(description, stated)
        tagged, denied = without_denied(self.index.lexicon.tag(words), words)
        known = self._known(words, tagged, denied, stated, tagged)
        one = RankedEntry(self._hit_of(code), 1.0, status_of(self.items, code, known.stated))
        state = (
            ItemState.CLASSIFIED if one.status in {LimitStatus.MET, LimitStatus.NO_LIMIT} else ItemState.UNCLASSIFIED
        )
        answer = self._answer(description, state, (self.teller.candidate(one, {}, known),), known, (CLAIMED,))
        return replace(answer, claimed=code)

    def _answer(
        self,
        description: str,
        state: ItemState,
        shown: tuple[Candidate, ...],
        known: KnownItem,
        cautions: Iterable[str],
    ) -> Classification:
        return Classification(
            description=description,
            scheme=self.items.scheme,
            state=state,
            as_of=self.as_of,
            candidates=shown,
            questions=self.teller.questions(state, shown),
            understood=dict(self._understood(shown, known.stated)),
            cautions=tuple(cautions),
            version=self.library.version,
            hash=self.library.hash,
        )

    def _understood(self, shown: Iterable[Candidate], stated: StatedParameters) -> Iterator[tuple[str, str]]:
        """Say what was read: all numbers, and of properties those that a candidate measures.

        Of the parameters that a plain word names together, it is those that a candidate measures.
        """
        leading = tuple(shown)[:LEADING]
        measured = {name for one in leading if one.code in self.items.items for name in self.items.measured(one.code)}
        taken = [value for name, value in stated.items() if name in measured and not isinstance(value, bool)]
        for name, value in stated.items():
            if name in measured or (self.items.parameters[name].fact.kind == "number" and value not in taken):
                yield str(name), said(self.items, name, value)

    def _known(
        self, description: str, tagged: Tagged, denied: Negations, stated: StatedParameters, own: Tagged
    ) -> KnownItem:
        read = self.meter.read(description, tagged)
        known = StatedParameters({**read.stated, **stated})
        elements = [name for name in self._elements(tagged) if name not in denied.doubted]
        for element in elements:
            name = FactName(f"{element}_content")
            if name in self.items.parameters and name not in known:
                known[name] = NumberInterval(NOTHING, None, low_open=True)
        known |= self._pure(elements, tagged, known)
        for concept in sorted(denied.denied):
            name = FactName(f"{concept}_content")
            if name in self.items.parameters and name not in stated:
                known[name] = NOTHING
        intangible = next(
            (
                tag.concept.kind
                for tag in tagged.tags
                if tag.concept.kind in INTANGIBLE and tag.first not in tagged.purpose
            ),
            "",
        )
        return KnownItem(
            known,
            read.spare,
            intangible,
            given=frozenset(with_implied(known)),
            apart=comes_apart(tagged.folded),
            is_=self._is(tagged),
            beside=is_beside(tagged.folded),
            said=_said(tagged),
            alone=_alone(tagged),
            understood=_understood_share(own),
        )

    def _elements(self, tagged: Tagged) -> list[str]:
        """Name the elements that a description says an item holds, by name or through what they make up."""
        concepts = self.index.lexicon.concepts
        return sorted(name for name in self._is(tagged) if name in concepts and concepts[name].kind == "element")

    def _is(self, tagged: Tagged) -> frozenset[str]:
        said = {tag.concept.name for tag in tagged.tags if tag.first not in tagged.purpose}
        return self.index.lexicon.implied(said) | said

    def _pure(self, elements: list[str], tagged: Tagged, known: StatedParameters) -> StatedParameters:
        """Take the purity of a substance that is called by one element, and no compound, for its content."""
        compound = any(tag.concept.kind == "chemical" for tag in tagged.tags)
        name = FactName(f"{''.join(elements[:1])}_content")
        if len(elements) != 1 or compound or name not in self.items.parameters or known[PURITY] is UNKNOWN:
            return StatedParameters()
        return (
            StatedParameters({name: known[PURITY]}) if isinstance(known[name], NumberInterval) else StatedParameters()
        )


ELEMENT: Final = "element"
"""Kind of the concepts that are chemical elements."""
SYMBOL: Final = 2
"""Letters of the longest symbol of an element: two letters alone are an initial as often."""
LONG: Final = 3
"""Characters of Chinese or Japanese from which a word tells as much as two of Latin letters."""


def _said(tagged: Tagged) -> dict[str, int]:
    """Return the concepts that the words of a text name, each with how much they tell: one word or symbol, or more.

    The name of an element is one word in every language, however many characters write it: gallium, 镓, ガリウム.
    """
    found: dict[str, int] = {}
    for tag in tagged.tags:
        units = tagged.units[tag.first : tag.last + 1]
        of_characters = all(is_character(unit.plain) for unit in units)
        many = len(units) >= (LONG if is_character(units[0].plain) else 2)
        many = many and not (of_characters and tag.concept.kind == ELEMENT)
        found[tag.concept.name] = max(found.get(tag.concept.name, 0), 2 if many else 1)
    return found


def _alone(tagged: Tagged) -> str:
    """Return the element that a text names by its word and says nothing else of; empty for a symbol and other texts."""
    if len(tagged.tags) != 1 or tagged.loose or tagged.tags[0].last - tagged.tags[0].first + 1 != len(tagged.units):
        return ""
    concept, first = tagged.tags[0].concept, tagged.units[0].written
    return concept.name if concept.kind == ELEMENT and (is_character(first) or len(first) > SYMBOL) else ""


def _understood_share(tagged: Tagged) -> float:
    """Return the share of the words of a text that mean something here; stop words and numbers are no words."""
    known = sum(tag.last - tag.first + 1 for tag in tagged.tags)
    return known / (known + len(tagged.loose)) if known + len(tagged.loose) else 1.0

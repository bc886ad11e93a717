"""Classify one item: from a description, a customs code and parameters to ranked candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from sekisho.classification.answer import NOT_LISTED, Candidate, Classification, Compare, Question, Reason, State
from sekisho.classification.denied import without_denied
from sekisho.classification.index import Document, Hit, Index, index_of
from sekisho.classification.lexicon import Tagged
from sekisho.classification.limits import Status, check, plain_units, status_of, with_spare
from sekisho.classification.quantities import Meter, Quantity
from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.law.calendar import stage_on
from sekisho.law.condition import FactName, MeasureId
from sekisho.law.fact import Span, normal_code
from sekisho.law.library import Library
from sekisho.law.scheme import ControlEntry
from sekisho.trade.concordance import compare_with
from sekisho.trade.control_list import ENTRY, ControlList, cas_numbers
from sekisho.trade.customs import Hint, Match, hints
from sekisho.trade.parameter import Stated, read_stated

SHOWN: Final = 8
"""Candidates that an answer shows."""
WEIGHED: Final = 30
"""Documents whose limits are judged."""
FLOOR: Final = 0.15
"""Score below which a document is no candidate."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence moves a candidate, in points of score; set on the products in the tests."""

    met: float = 0.08
    not_met: float = -0.12
    other_kind: float = -0.18
    same_customs_code: float = 0.10
    same_heading: float = 0.05
    close: float = 0.85
    sure: float = 0.72
    apart: float = 0.10
    look_alike: float = 0.45
    answered: float = 0.03
    same_cas: float = 0.95


WEIGHTS: Final = Weights()
CLAIMED: Final = "Only the limits of the claimed code were judged, not whether the item is what the code names."
INTANGIBLE: Final = frozenset({"software", "technology"})
"""Kinds of item that are no goods; a description that speaks of one is not of goods."""


def classify(
    description: str = "",
    library: Library | None = None,
    *,
    hs: str = "",
    parameters: Mapping[str, object] | None = None,
    code: str = "",
    as_of: date,
    language: str = "en",
) -> Classification:
    """Find the codes that an item may fall under, and what would decide.

    Parameters
    ----------
    description
        What the item is called, with figures, in English, Chinese or Japanese.
    hs
        Its customs code: a hint, never a ground of control.
    parameters
        Technical parameters by name, as text with units; they win over figures in the description.
    code
        A code that somebody claims: the answer then speaks of its limits alone.

    Raises
    ------
    FactError
        If nothing is given, the list has no such code, or a parameter, its value or unit is wrong; all at once.
    """
    if library is None:
        from sekisho.law.library import load_measures

        library = load_measures()
    index = index_of(library)
    stated = read_stated(parameters or {}, index.items.parameters)
    known = library.facts.parse("hs_code", hs, where="hs")
    hs = known if isinstance(known, str) else ""
    if not description.strip() and not hs and not stated and not code:
        raise FactError(
            Problem(
                where="description",
                what="there is nothing to classify.",
                do="Give a description, a customs code (--hs) or parameters (--param NAME=VALUE).",
            )
        )
    classifier = Classifier(library, as_of=as_of, language=language)
    if code:
        return classifier.claimed(known_code(code, index.items), description, stated=stated)
    return classifier.classify(description, hs=hs, stated=stated)


def known_code(code: str, items: ControlList) -> str:
    """Return a code as the list writes it.

    Raises
    ------
    FactError
        If the list has no such code; with the nearest.
    """
    plain = normal_code(code, items.scheme)
    if plain in items.items and len(plain) >= ENTRY:
        return plain
    entry = plain.partition(".")[0]
    below = [name for name in items.items if name.startswith(entry + ".")] if entry in items.items else []
    if plain in items.items:
        below = [name for name in items.items if name.startswith(plain) and len(name) == ENTRY]
    hint = f"{entry} has {', '.join(below[:6])}." if below else did_you_mean(plain, items.items)
    raise FactError(Problem(where="code", what=f"'{code}' is no code of {items.scheme}.", do=hint))


class Classifier:
    """Classifies items under one library, as of one day."""

    def __init__(self, library: Library, *, as_of: date, language: str = "en") -> None:
        """Take the index of the library; its first use builds it."""
        self.library = library
        self.as_of = as_of
        self.language = language
        self.index: Index = index_of(library)
        self.meter = Meter(self.index.items.parameters)

    @property
    def items(self) -> ControlList:
        """The control list."""
        return self.index.items

    def classify(self, description: str, *, hs: str = "", stated: Stated | None = None) -> Classification:
        """Classify one item."""
        tagged, denied = without_denied(self.index.lexicon.tag(description), description)
        measured = self._known(description, tagged, denied, stated or Stated())
        hits = self.index.find(tagged)
        customs = self._customs(hs)
        ranked = self._ranked([*self._same_chemical(description, hits), *hits], customs, measured)
        state, ordered = self._state(ranked)
        shown = tuple(self._explained(one, customs, measured) for one in ordered[:SHOWN])
        cautions = [*self._cautions(state, shown, tagged), *_customs_cautions(hs, customs)]
        return self._answer(description, state, shown, measured, cautions)

    def _customs(self, hs: str) -> Mapping[str, Hint]:
        """Find the codes that a customs code may stand for: those printed beside it, then those of its heading."""
        if not hs:
            return {}
        found: dict[str, Hint] = {}
        for hint in hints(hs, self.library):
            if hint.code and not hint.doubtful:
                found.setdefault(hint.code, hint)
        return found

    def claimed(self, code: str, description: str, *, stated: Stated) -> Classification:
        """Judge the limits of one code that somebody claims for an item."""
        tagged, denied = without_denied(self.index.lexicon.tag(description), description)
        known = self._known(description, tagged, denied, stated)
        document = self.index.by_code.get(code)
        name = document.names[0] if document is not None else self.index.name_of(code)
        hit = Hit(document or Document(code, None, (name,), frozenset()), name, 1.0, 1.0, 1.0, ())
        one = _Ranked(hit, 1.0, status_of(self.items, code, known.stated))
        state = State.CLASSIFIED if one.status in {Status.MET, Status.NO_LIMIT} else State.UNCLASSIFIED
        answer = self._answer(description, state, (self._explained(one, {}, known),), known, (CLAIMED,))
        return replace(answer, claimed=code)

    def _answer(
        self, description: str, state: State, shown: tuple[Candidate, ...], known: _Known, cautions: Iterable[str]
    ) -> Classification:
        return Classification(
            description=description,
            scheme=self.items.scheme,
            state=state,
            as_of=self.as_of,
            candidates=shown,
            questions=self._questions(state, shown),
            understood=dict(self._understood(shown, known.stated)),
            cautions=tuple(cautions),
            version=self.library.version,
            hash=self.library.hash,
        )

    def _understood(self, shown: Iterable[Candidate], stated: Stated) -> Iterator[tuple[str, str]]:
        """Say what was read; of the parameters that a plain word names together, those that a candidate measures."""
        measured = {name for one in shown if one.code in self.items.items for name in self.items.measured(one.code)}
        taken = [value for name, value in stated.items() if name in measured and not isinstance(value, bool)]
        for name, value in stated.items():
            if name in measured or value not in taken:
                yield str(name), _said(self.items, name, value)

    def _known(self, description: str, tagged: Tagged, denied: frozenset[str], stated: Stated) -> _Known:
        read = self.meter.read(description, tagged)
        known = Stated({**read.stated, **stated})
        for tag in tagged.tags:
            name = FactName(f"{tag.concept.name}_content")
            if tag.concept.kind == "element" and name in self.items.parameters and name not in known:
                known[name] = Span(_NOTHING, None, low_open=True)
        for concept in denied:
            name = FactName(f"{concept}_content")
            if name in self.items.parameters and name not in stated:
                known[name] = _NOTHING
        intangible = next(
            (
                tag.concept.kind
                for tag in tagged.tags
                if tag.concept.kind in INTANGIBLE and tag.first not in tagged.purpose
            ),
            "",
        )
        return _Known(known, read.spare, intangible)

    def _same_chemical(self, description: str, hits: list[Hit]) -> Iterable[Hit]:
        """Find the codes whose text names a CAS number of the description: the same substance by any name."""
        found = {hit.document.code: hit for hit in hits}
        for number in cas_numbers(description):
            for code in self.items.by_cas.get(number, ()):
                document = self.index.by_code[code]
                hit = found.get(code) or Hit(document, document.names[0], 0.0, 0.0, 0.0, ())
                yield replace(hit, score=max(hit.score, WEIGHTS.same_cas), cas=number)

    def _ranked(self, hits: list[Hit], customs: Mapping[str, Hint], measured: _Known) -> list[_Ranked]:
        chosen = {hit.document.code: hit for hit in reversed(hits[:WEIGHED]) if hit.score >= FLOOR}
        found = [self._weighed(hit, customs, measured) for hit in chosen.values()]
        seen = {one.hit.document.code for one in found}
        found += [
            self._weighed(Hit(document, document.names[0], 0.0, 0.0, 0.0, ()), customs, measured)
            for code in customs
            if code not in seen and (document := self.index.by_code.get(code)) is not None and document.names
        ]
        return sorted(found, key=lambda one: (-one.score, one.hit.document.code))

    def _weighed(self, hit: Hit, customs: Mapping[str, Hint], measured: _Known) -> _Ranked:
        code = hit.document.code
        if hit.document.look_alike is not None:
            answered = WEIGHTS.answered if hit.document.look_alike.confidence == "high" else 0.0
            return _Ranked(hit, hit.score + answered, Status.NO_LIMIT)
        stated = with_spare(self.items, code, measured.stated, measured.spare)
        status = status_of(self.items, code, stated)
        score = hit.score
        score += {Status.MET: WEIGHTS.met, Status.NOT_MET: WEIGHTS.not_met}.get(status, 0.0)
        item_is = self.items.items[code].kind if self.items.items[code].kind in INTANGIBLE else ""
        if item_is != measured.intangible:
            score += WEIGHTS.other_kind
        hint = _nearest(code, customs)
        if hint is not None:
            score += WEIGHTS.same_customs_code if hint.match is Match.SAME else WEIGHTS.same_heading
        return _Ranked(hit, max(0.0, score), status)

    def _state(self, ranked: list[_Ranked]) -> tuple[State, list[_Ranked]]:
        """Say what is settled, and put `none` where it belongs."""
        if not ranked:
            return State.UNCLASSIFIED, []
        codes = [one for one in ranked if one.hit.document.look_alike is None]
        best = codes[0] if codes else None
        met = [one.hit.document.code for one in codes if one.status is Status.MET and one.score >= WEIGHTS.look_alike]
        look = next((one for one in ranked if _is_look_alike(one) and not _contradicted(one, met)), None)
        ranked = [one for one in ranked if not _is_look_alike(one) or one is look]
        if look is not None and look.score >= WEIGHTS.look_alike and (best is None or look.score >= best.score):
            return self._looks_alike(look, codes, ranked)
        if best is None:
            return State.UNCLASSIFIED, ranked
        close = [one for one in codes if one.hit.score >= best.hit.score * WEIGHTS.close]
        if all(one.status is Status.NOT_MET for one in close):
            none = replace(close[0], score=close[0].score, is_none=True)
            return (State.NOT_LISTED if best.hit.score >= _RECOGNISED else State.UNCLASSIFIED), [none, *ranked]
        open_ones = [one for one in codes if one.status is not Status.NOT_MET]
        first = open_ones[0]
        rivals = [one for one in open_ones[1:] if not _related(one.hit.document.code, first.hit.document.code)]
        settled = (
            first.status in {Status.MET, Status.NO_LIMIT}
            and first.hit.score >= WEIGHTS.sure
            and self.items.items[first.hit.document.code].quality != "missing_row"
            and all(first.score - rival.score >= WEIGHTS.apart for rival in rivals)
        )
        return (State.CLASSIFIED if settled else State.UNCLASSIFIED), ranked

    def _looks_alike(self, look: _Ranked, codes: list[_Ranked], ranked: list[_Ranked]) -> tuple[State, list[_Ranked]]:
        alike = look.hit.document.look_alike
        assert alike is not None  # noqa: S101 - it is one
        by_text = not alike.by.startswith("ministry")
        waiting = [
            one
            for one in codes
            if one.status is not Status.NOT_MET
            and (one.score >= look.score * WEIGHTS.close or (by_text and self._names_more(one, look)))
        ]
        settled = alike.confidence == "high" and not alike.ask and not waiting
        rest = [one for one in ranked if one is not look]
        return (State.NOT_LISTED if settled else State.UNCLASSIFIED), [replace(look, is_none=True), *rest]

<<<<<<< HEAD
    def _explained(self, one: _Ranked, customs: Mapping[str, Hint], measured: _Known) -> Candidate:
=======
    def _names_more(self, one: _Ranked, look: _Ranked) -> bool:
        """Tell whether an entry explains an element of the description that the look-alike leaves unexplained."""
        known = self.index.lexicon.concepts
        more = set(one.hit.shared) - set(look.hit.shared)
        return any(name in known and known[name].kind == "element" for name in more)

    def _explained(self, one: _Ranked, hs: str, measured: _Known) -> Candidate:
>>>>>>> w/words
        document = one.hit.document
        if document.look_alike is not None:
            alike = document.look_alike
            return Candidate(
                code=NOT_LISTED,
                name=alike.title,
                score=one.score,
                status=Status.NO_LIMIT,
                reasons=(
                    Reason(
                        kind="look_alike",
                        text=f"{alike.why} ({alike.by}; confidence {alike.confidence})",
                        source=alike.source,
                    ),
                    Reason(kind="look_alike", text=f"Taken for {', '.join(alike.near)}.")
                    if alike.near
                    else _words(one.hit),
                ),
                missing=tuple(name for name in alike.ask if name not in measured.stated),
            )
        item = self.items.items[document.code]
        stated = with_spare(self.items, document.code, measured.stated, measured.spare)
        found = check(self.items, document.code, stated, language=self.language)
        if one.is_none:
            failed = [part.text for part in found.parts if part.value is False]
            return Candidate(
                code=NOT_LISTED,
                name=f"not listed: outside the limits of {document.code}",
                score=one.score,
                status=Status.NOT_MET,
                reasons=tuple(
                    Reason(kind="limit", text=f"{document.code} needs that {text}: not met.") for text in failed
                ),
                limits=found.parts,
            )
        return Candidate(
            code=document.code,
            name=item.name,
            score=one.score,
            status=found.status,
            reasons=tuple(self._reasons(one.hit, item, customs)),
            limits=found.parts,
            missing=found.missing,
            measure=item.since,
            law=self._law(item),
            stated=item.threshold,
            compare=tuple(Compare.of(pair) for pair in compare_with(document.code, self.library)),
        )

    def _reasons(self, hit: Hit, item: ControlEntry, customs: Mapping[str, Hint]) -> Iterable[Reason]:
        if hit.cas:
            yield Reason(kind="cas", text=f"Its text names CAS {hit.cas}, which the description gives.")
        if hit.shared:
            yield _words(hit)
        hint = _nearest(item.code, customs)
        if hint is not None:
            how = "; ".join(filter(None, (hint.match.says, hint.converted)))
            text = f"Customs code {hint.printed} may fall under {hint.code} ({how}): a hint."
            yield Reason(kind="customs_code", text=text)
        if item.quality in {"partial", "missing_row", "from_analogue"}:
            yield Reason(kind="quality", text=f"Its text came down incomplete ({item.quality.replace('_', ' ')}).")

    def _law(self, item: ControlEntry) -> str:
        """Return the state of what controls an item: the measure that first did, or the one that absorbed it."""
        measure = self.library.measures.get(MeasureId(item.since))
        while measure is not None and measure.repealed is not None and self.as_of >= measure.repealed:
            following = [relation.measure for relation in measure.relations if relation.kind == "absorbed_by"]
            if not following:
                break
            measure = self.library.measures.get(following[0])
        return str(stage_on(measure, self.as_of)[0]) if measure is not None else ""

    def _questions(self, state: State, shown: tuple[Candidate, ...]) -> tuple[Question, ...]:
        if state is State.CLASSIFIED or not shown:
            return ()
        top = max(candidate.score for candidate in shown)
        asked: dict[FactName, list[str]] = {}
        for candidate in shown:
            if candidate.score >= top * _ASKED and candidate.status is not Status.NOT_MET:
                for name in candidate.missing:
                    asked.setdefault(name, []).append(candidate.code)
        return tuple(
            Question(
                parameter=name,
                question=known.questions.get(self.language, known.fact.question) or known.fact.question,
                unit=plain_units(known.fact.unit),
                codes=tuple(dict.fromkeys(codes)),
            )
            for name, codes in asked.items()
            if (known := self.items.parameters.get(name)) is not None
        )

    def _cautions(self, state: State, shown: tuple[Candidate, ...], tagged: Tagged) -> Iterable[str]:
        if not shown:
            yield (
                "Nothing on the list resembles this description. That is no finding that the item is not listed: "
                "describe what it is made of, what it does and its figures."
            )
        elif state is State.UNCLASSIFIED and shown[0].score < _RECOGNISED:
            yield "No entry resembles the description closely; say more of what it is."
        if not tagged.units:
            yield "No description was given: candidates rest on the customs code and parameters alone."
        if state is State.NOT_LISTED:
            yield "Not listed is a suggestion. Controls by end use and end user reach items that are not listed, too."


_NOTHING: Final = Decimal(0)
_RECOGNISED: Final = 0.45
_ASKED: Final = 0.6


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of an item: parameters, numbers that measure nothing named, and whether it is no goods."""

    stated: Stated
    spare: tuple[Quantity, ...]
    intangible: str


@dataclass(frozen=True, slots=True)
class _Ranked:
    hit: Hit
    score: float
    status: Status
    is_none: bool = False


def _is_look_alike(one: _Ranked) -> bool:
    return one.hit.document.look_alike is not None


def _contradicted(look: _Ranked, met: Iterable[str]) -> bool:
    """Tell whether the limits of a code that a thing is only taken for are met after all."""
    alike = look.hit.document.look_alike
    return alike is not None and any(code == near or _related(code, near) for code in met for near in alike.near)


def _related(one: str, other: str) -> bool:
    return one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _nearest(code: str, customs: Mapping[str, Hint]) -> Hint | None:
    """Return the hint for a code: its own, or that of an entry above, which stands for all below."""
    while code:
        if code in customs:
            return customs[code]
        code = code.rpartition(".")[0]
    return None


def _customs_cautions(hs: str, customs: Mapping[str, Hint]) -> Iterable[str]:
    if hs and not customs:
        yield f"No entry prints customs code {hs} or its heading. That is no finding: many entries print none."


def _words(hit: Hit) -> Reason:
    words = ", ".join(token.lstrip("~").replace("_", " ") for token in hit.shared)
    return Reason(kind="words", text=f"The description and “{hit.name.text}” share: {words}.")


def _said(items: ControlList, name: FactName, value: object) -> str:
    unit = items.parameters[name].fact.unit if name in items.parameters else ""
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return plain_units(f"{text} {unit}".strip() if not isinstance(value, bool) else text)

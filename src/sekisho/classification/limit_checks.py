"""What a description and its numbers say of the limits of one code: met, not met, or which parameter would tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sekisho.classification.quantities import Quantity, both, fits
from sekisho.dataclass import dataclass
from sekisho.determination.core.compiled_clauses import CompiledClauses, compile_conditions
from sekisho.determination.core.evaluation import Evaluation, EvaluationContext, Trace, missing_facts
from sekisho.i18n.conditions import prose
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import NamingContext
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import TRUE, All, Condition, FactName, Is, Not, Reaches
from sekisho.law.model.fact import UNKNOWN, FactValue, NumberInterval, Truth
from sekisho.law.model.term import Readings
from sekisho.message import message
from sekisho.parties.index import PartyIndex
from sekisho.trade.items.control_list import ControlList
from sekisho.trade.items.derived_parameters import with_implied
from sekisho.trade.items.parameter import StatedParameters

_ANY_DAY: Final = date(2000, 1, 1)
"""Limits of a list have no dates of their own: a code is controlled, or not, on a day."""
_NOBODY: Final = PartyIndex(())


class LimitStatus(StrEnum):
    """What is known of the limits of a code: met, not met, unknown, or the code states none."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NO_LIMIT = "no_limit"


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """One limit of a code, as a sentence, with its value and what it was judged on."""

    text: str
    value: Truth
    given: tuple[tuple[FactName, FactValue], ...]


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """The limits of a code against what is known of an item."""

    status: LimitStatus
    parts: tuple[LimitCheck, ...]
    missing: tuple[FactName, ...]


@cached_per_library
def _compiled(items: ControlList, code: str) -> CompiledClauses:
    """Take the limits of a code apart, once a control list."""
    return compile_conditions({code: items.limit(code)}, items.terms)


def evaluation_of(items: ControlList, code: str, stated: StatedParameters) -> Evaluation:
    """Put what is stated of an item before the limits of a code."""
    context = EvaluationContext(
        facts=with_implied(items.with_presumed(stated)),
        day=_ANY_DAY,
        terms=items.terms,
        readings=Readings(),
        parties=_NOBODY,
    )
    return Evaluation(_compiled(items, code), context)


def with_spare(items: ControlList, code: str, stated: StatedParameters, spare: Iterable[Quantity]) -> StatedParameters:
    """Give a number that nothing names to the only limit of a code that measures such a thing.

    Where several do, it is given to one if the item is outside the limits whichever of them it is.
    """
    taken: StatedParameters | None = None
    left = [quantity for quantity in spare if quantity.unit not in {"percent", "ppm"}]
    if not left:
        return stated
    wanted = [name for name in items.measured(code) if items.parameters[name].fact.kind == "number"]
    for quantity in left:
        fitting = [
            name
            for name in wanted
            if name not in stated and (taken is None or name not in taken) and fits(items.parameters[name], quantity)
        ]
        rivals = [
            other for other in left if other is not quantity and fitting and fits(items.parameters[fitting[0]], other)
        ]
        if not fitting or rivals:
            continue
        tried = [_given(stated if taken is None else taken, name, quantity, items) for name in fitting]
        if len(fitting) == 1 or all(status_of(items, code, one) is LimitStatus.NOT_MET for one in tried):
            taken = tried[0]
    return stated if taken is None else taken


_TELLING: Final = frozenset(
    {"Wh/kg", "mAh/g", "g/cm**3", "kg/m**3", "kg/L", "t/m**3", "cN/dtex", "gf/denier", "1/cm**2"}
)
"""Units that say by themselves what a number measures."""


def without_guesses(
    items: ControlList, code: str, stated: StatedParameters, spare: Iterable[Quantity]
) -> StatedParameters:
    """Widen what is known by every number of that kind which nothing names: it may be the one that counts.

    A number that nothing names is taken where its unit alone says what it measures: Wh/kg is an energy density.
    """
    telling = [quantity for quantity in spare if quantity.unit in _TELLING]
    widened = StatedParameters(with_spare(items, code, stated, telling))
    for name in items.measured(code):
        value = stated[name]
        if not isinstance(value, (Decimal, NumberInterval)):
            continue
        for quantity in spare:
            other = quantity.within(items.parameters[name].fact.unit)
            if other is not None:
                widened[name] = value = both(value, other)
    return widened


def _given(stated: StatedParameters, name: FactName, quantity: Quantity, items: ControlList) -> StatedParameters:
    value = quantity.within(items.parameters[name].fact.unit)
    assert value is not None  # noqa: S101 - it fits
    return StatedParameters({**stated, name: value})


def status_of(items: ControlList, code: str, stated: StatedParameters) -> LimitStatus:
    """Judge the limits of a code."""
    if items.limit(code) == TRUE:
        return LimitStatus.NO_LIMIT
    return _status(evaluation_of(items, code, stated).value(code))


def _status(value: Truth) -> LimitStatus:
    return LimitStatus.UNKNOWN if value is UNKNOWN else LimitStatus.MET if value is True else LimitStatus.NOT_MET


class LimitChecks:
    """Judges the limits of codes one by one, and says them in one language.

    What a limit says does not depend on the item, nor does its value where nothing that the code measures is known:
    both are worked out once a code.

    Parameters
    ----------
    names
        What parameters and their choices are called in the language: see `labels.limit_names`.
    """

    def __init__(self, items: ControlList, *, language: str = "en", names: Mapping[str, str]) -> None:
        """Take the list of codes, and how it is spoken of."""
        self.items = items
        self._speech = NamingContext(language=language, facts=items.facts, terms=items.terms, names=names)
        self._texts: dict[str, tuple[str, ...]] = {}
        self._of_nothing_known: dict[str, CodeCheck] = {}

    def check(self, code: str, stated: StatedParameters, given: frozenset[FactName]) -> CodeCheck:
        """Judge the limits of a code.

        Parameters
        ----------
        given
            Parameters that are stated, and those that follow from them.
        """
        if not given.isdisjoint(self.items.measured(code)):
            return self._judged(code, stated)
        if code not in self._of_nothing_known:
            self._of_nothing_known[code] = self._judged(code, StatedParameters())
        return self._of_nothing_known[code]

    def _judged(self, code: str, stated: StatedParameters) -> CodeCheck:
        if self.items.limit(code) == TRUE:
            return CodeCheck(LimitStatus.NO_LIMIT, (), ())
        evaluation = evaluation_of(self.items, code, stated)
        missing = missing_facts([evaluation.missing(code)], self.items.ranks)
        traces = tuple(_parts(evaluation.trace(code)))
        if code not in self._texts:
            self._texts[code] = tuple(_says(one.condition, self._speech, self.items) for one in traces)
        parts = (
            LimitCheck(text, one.value, tuple(dict(_told(one)).items()))
            for text, one in zip(self._texts[code], traces, strict=True)
        )
        return CodeCheck(_status(evaluation.value(code)), tuple(parts), missing)


def _parts(found: Trace) -> Iterable[Trace]:
    """Split what must hold together; follow one entry into another."""
    match found.condition:
        case All():
            for part in found.parts:
                yield from _parts(part)
        case Reaches():
            yield from _parts(found.parts[0])
        case _:
            yield found


def _says(condition: Condition, speech: NamingContext, items: ControlList) -> str:
    """Say a limit; what is answered by yes or no, or by its official text, as the question and the answer it needs."""
    negated = isinstance(condition, Not)
    leaf = condition.part if isinstance(condition, Not) else condition
    if isinstance(leaf, Is) and leaf.values <= {"yes", "no"} and leaf.fact in speech.facts:
        needed = ("yes" in leaf.values) is not negated
        told = items.parameters[leaf.fact].questions if leaf.fact in items.parameters else {}
        question = told.get(speech.language) or speech.facts[leaf.fact].question
        answer = message("classify.yes", "yes") if needed else message("classify.no", "no")
        text = message("classify.needed", "{question} Needed: {answer}.", question=question, answer=answer)
        return Translator(speech.language).say(text)
    return plain_units(prose(condition, speech))


def _told(found: Trace) -> Iterable[tuple[FactName, FactValue]]:
    fact = getattr(found.condition, "fact", None)
    if fact is not None and found.given is not UNKNOWN:
        yield fact, found.given
    for part in found.parts:
        yield from _told(part)


def plain_units(text: str) -> str:
    """Write units as people do: g/cm3 for g/cm**3.

    >>> plain_units("the density is above 17.5 g/cm**3, at least 97 percent")
    'the density is above 17.5 g/cm3, at least 97 %'
    """
    return text.replace("**", "").replace("percent", "%")


def sentence(
    condition: Condition,
    items: ControlList,
    *,
    language: str = "en",
    names: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Say a limit in words; `names` is as in `check`."""
    speech = NamingContext(language=language, facts=items.facts, terms=items.terms, names=names)
    return plain_units(prose(condition, speech))

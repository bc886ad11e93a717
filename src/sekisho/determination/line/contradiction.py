"""What a line's customs code, words or names say of goods and parties, and where the line states otherwise.

A measure's triggers set or open facts (see `law.model.trigger`); the name of a military body tells what kind of body
it is. Where a line states the contrary, both answers are told, and the line stays between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sekisho.dataclass import dataclass
from sekisho.determination.core.evaluation import Evaluation
from sekisho.determination.core.outcome import Determination, Verdict
from sekisho.i18n.names import goods_name, level_text, measure_text
from sekisho.law.model.condition import FactName, MeasureId
from sekisho.law.model.fact import Among, FactValue, fact_label, value_text
from sekisho.law.model.library import Library
from sekisho.law.model.trigger import HS_CODE, TriggerHit
from sekisho.message import Text, message
from sekisho.parties.derived_facts import END_USER, KIND, MILITARY
from sekisho.trade.items.inference import contradicts


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerEffect:
    """What a trigger of a measure makes of a fact of a line.

    Parameters
    ----------
    effect
        sets, opens or contradicts.
    by
        The fact that meets the trigger, customs code or description, and what the line states of it.
    """

    fact: FactName
    value: str
    effect: str
    by: FactName
    given: str
    measure: MeasureId
    because: str

    def to_dict(self) -> dict[str, str]:
        """Return it as plain data."""
        names = ("fact", "value", "effect", "by", "given", "measure", "because")
        return {name: str(getattr(self, name)) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A fact of which a line states one thing, and another fact of it says another.

    Parameters
    ----------
    answers
        The answer for each of the values that the fact may then have.
    """

    fact: FactName
    stated: str
    by: FactName
    given: str
    answers: tuple[tuple[str, Verdict], ...]

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        answers = [
            {"value": value, "outcome": then.outcome, "floor": then.floor.level, "ceiling": then.ceiling.level}
            for value, then in self.answers
        ]
        return {"fact": self.fact, "stated": self.stated, "by": self.by, "given": self.given, "answers": answers}


def trigger_effects(
    heard: Evaluation, stated: Mapping[FactName, FactValue], library: Library
) -> tuple[TriggerEffect, ...]:
    """Find what triggers make of a line, as far as a clause of their measure could bear on it.

    Parameters
    ----------
    stated
        What the line itself states of each fact; what it leaves out is not in it.
    """
    facts = heard.context.facts
    hits = library.facts.hits(facts)
    settled = {hit.trigger.fact for hit in hits if hit.sure}
    found = []
    for hit in hits:
        effect = _effect(hit, stated, settled)
        if effect and _bears(hit, heard, library):
            trigger = hit.trigger
            found.append(
                TriggerEffect(
                    fact=trigger.fact,
                    value=trigger.value,
                    effect=effect,
                    by=hit.by,
                    given=str(facts[hit.by]),
                    measure=trigger.measure,
                    because=trigger.because,
                )
            )
    return tuple(found)


def opened_by_words(answer: Determination) -> tuple[TriggerEffect, ...]:
    """Return what the words or the customs code of a line point at and do not settle."""
    return tuple(each for each in answer.triggered if isinstance(each, TriggerEffect) and each.effect == "opens")


def _effect(hit: TriggerHit, stated: Mapping[FactName, FactValue], settled: Iterable[FactName]) -> str:
    own = stated.get(hit.trigger.fact)
    if hit.sure:
        return "contradicts" if own is not None and contradicts(hit, own) else "sets"
    return "opens" if own is None and hit.trigger.fact not in settled else ""


def _bears(hit: TriggerHit, heard: Evaluation, library: Library) -> bool:
    """Tell whether some clause of the trigger's measure that asks of the fact could be met by the line."""
    name, compiled = hit.trigger.fact, heard.compiled
    touched = compiled.on_fact.get(name, frozenset())
    then = heard.with_facts({name: library.facts.parse(name, hit.trigger.value)})
    return any(
        place in touched and value is not False and clause.partition("#")[0] == hit.trigger.measure
        for clause, place, value in zip(compiled.ids, compiled.roots.values(), then.values, strict=True)
    )


def contradictions(
    heard: Evaluation, stated: Mapping[FactName, FactValue], found: Iterable[TriggerEffect], library: Library
) -> tuple[Contradiction, ...]:
    """Tell both answers of each fact of which the line states one thing, and its customs code or a name another."""
    facts = heard.context.facts
    told = {one.fact: one.by for one in found if one.effect == "contradicts"}
    kind = facts[KIND]
    if KIND in stated and isinstance(kind, Among) and kind != stated[KIND] and MILITARY in kind.values:
        told[KIND] = END_USER
    return tuple(
        Contradiction(
            fact=name,
            stated=str(stated[name]),
            by=by,
            given=str(facts[by]),
            answers=tuple(
                (value, heard.with_facts({name: library.facts.parse(name, value)}).verdict)
                for value in _possible(facts[name])
            ),
        )
        for name, by in told.items()
    )


def _possible(value: FactValue) -> list[str]:
    return sorted(value.values) if isinstance(value, Among) else ["no", "yes"]


def told_of(found: Iterable[TriggerEffect], against: Iterable[Contradiction], library: Library) -> Iterator[Text]:
    """Say what triggers make of a line, and what contradicts what it states."""
    said: set[tuple[FactName, str, str]] = set()
    for one in found:
        goods = goods_name(one.fact, one.value)
        name = measure_text(library.measures[one.measure])
        if (one.fact, one.value, one.effect) in said:
            continue
        said.add((one.fact, one.value, one.effect))
        if one.effect == "sets":
            yield message(
                "caution.taken_for",
                "Taken for {goods} by its customs code {code}: {measure} names it.",
                goods=goods,
                code=one.given,
                measure=name,
            )
        elif one.effect == "opens" and one.by == HS_CODE:
            yield message(
                "caution.code_points",
                "It may be {goods}: its customs code {code} points there ({measure}). Say whether it is.",
                goods=goods,
                code=one.given,
                measure=name,
            )
        elif one.effect == "opens":
            yield message(
                "caution.description_points",
                "It may be {goods}: its description points there ({measure}). Say whether it is.",
                goods=goods,
                measure=name,
            )
    for contradiction in against:
        fact = fact_label(contradiction.fact)
        yield message(
            "caution.contradicted",
            "The line states {fact} {value}, and its {by} says otherwise: find out which is right. "
            "Until then both count.",
            fact=fact,
            value=value_text(contradiction.fact, contradiction.stated),
            by=fact_label(contradiction.by),
        )
        for value, verdict in contradiction.answers:
            yield message(
                "caution.if_value",
                "If {fact} is {value}: {outcome}.",
                fact=fact,
                value=value_text(contradiction.fact, value),
                outcome=level_text(verdict.outcome),
            )

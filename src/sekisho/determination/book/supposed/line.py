"""One line under suppositions: what is supposed of it, and what it would be if that holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sekisho.determination.book.supposition import AS_LEFT_OUT, ITEM_KIND, NONE, USE, Supposition, Suppositions
from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, UNDETERMINED, Determination, Outcome
from sekisho.determination.line.alerts import ROLES
from sekisho.determination.line.determination import determine
from sekisho.determination.line.party_points import MILITARY_USES, bodies_of, pointing_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Unknown, is_blank, when_absent
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.parties.derived_facts import KIND
from sekisho.parties.index import parties_of


def supposed_facts_of(
    stated: Mapping[str, str],
    answer: Determination,
    library: Library,
    suppositions: Suppositions,
    *,
    pointing: bool = False,
    unknown: Collection[str] = (),
    codes: str = "",
) -> dict[str, str | None]:
    """Return what is supposed of a line: facts that it leaves open, None for one that counts as left out.

    Parameters
    ----------
    stated
        The facts of the line, in text.
    answer
        What it comes to without suppositions.
    pointing
        Whether something stands in the line, beside its facts, that withdraws what is supposed of use and user.
    unknown
        Facts that the book leaves unknown in every line.
    codes
        What is supposed of the codes of the item: codes, `none`, or nothing.
    """
    points = pointing or points_in(answer, library)
    supposed: dict[str, str | None] = {}
    # The codes of the goods first, as the results of a run name them.
    in_order = sorted(suppositions.facts.items(), key=lambda pair: pair[1].of != ITEM_KIND)
    for fact, supposition in in_order:
        if (
            (supposition.of == USE and points)
            or not _is_open(fact, stated, library)
            or _is_left_alone(supposition, library, unknown)
        ):
            continue
        if supposition.of == ITEM_KIND:
            supposed |= {str(fact): codes} if codes else {}
            continue
        supposed[str(fact)] = None if supposition.value == AS_LEFT_OUT else supposition.value
    return supposed


def _is_open(fact: FactName, stated: Mapping[str, str], library: Library) -> bool:
    text = stated.get(fact)
    value = when_absent(library.facts[fact]) if is_blank(text) else library.facts.parse(fact, text)
    return isinstance(value, Unknown)


def _is_left_alone(supposition: Supposition, library: Library, unknown: Collection[str]) -> bool:
    return supposition.of == NONE and (library.facts[supposition.fact].kind == "party" or supposition.fact in unknown)


def points_in(answer: Determination, library: Library) -> bool:
    """Tell whether a party, or a military use, stands in a line, so that nothing is supposed of use and user."""
    index = parties_of(library)
    bodies = [body for role in ROLES for body in bodies_of(answer.facts.get(role, UNKNOWN), index)]  # type: ignore[arg-type]
    parties = pointing_of(answer.alerts, bodies, answer.facts.get(KIND, UNKNOWN))  # type: ignore[arg-type]
    return bool(parties.points) or answer.facts.get(FactName("end_use")) in MILITARY_USES


def supposed_row(
    stated: Mapping[str, str],
    answer: Determination,
    library: Library,
    suppositions: Suppositions,
    *,
    as_of: date | str | None,
    readings: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
    pointing: bool = False,
    unknown: Collection[str] = (),
    codes: str = "",
) -> dict[str, str]:
    """Return what results say of a line under suppositions: `supposed`, `supposed_facts` and `headline`."""
    if answer.outcome != UNDETERMINED:
        return {"supposed": answer.outcome, "supposed_facts": "", "headline": answer.verdict.headline}
    points = pointing or points_in(answer, library)
    facts = supposed_facts_of(stated, answer, library, suppositions, pointing=points, unknown=unknown, codes=codes)
    besides = {name: text for name, text in stated.items() if name not in facts}
    whole = {**besides, **{name: text for name, text in facts.items() if text is not None}}
    then = determine(whole, library, as_of=as_of, readings=readings, assume=assume)
    is_free = answer.verdict.headline == UNDETERMINED and then.ceiling is Outcome.FREE and not points
    return {
        "supposed": then.outcome,
        "supposed_facts": ";".join(name for name in facts if name in answer.missing),
        "headline": FREE_IF_SUPPOSED if is_free else answer.verdict.headline,
    }

"""What to do next, in order: what the measures ask for, in their own words, with the place where each is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sekisho.determination.core.outcome import UNDETERMINED, Determination, Outcome
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.licensing import Licensing
from sekisho.present.law.consequences import licensing_rows
from sekisho.web.messages import PageTranslator


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do.

    Parameters
    ----------
    text
        What, in the language of the pages.
    law
        What the law says of it, in English; the page translates it.
    clause
        Clause that says so; empty if none does.
    rows
        How it is done, a label and a text each.
    """

    text: str
    law: str = ""
    clause: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def steps_of(
    answer: Determination, left: Sequence[FactName], library: Library, words: PageTranslator, tell: PackageTranslator
) -> list[Step]:
    """Return what to do next."""
    return list(_steps(answer, left, library, words, tell))


def is_barred(answer: Determination) -> bool:
    """Tell whether no application could let it go: duties of papers are then no steps to take."""
    return answer.verdict.headline == "prohibited" and answer.floor is not Outcome.PROHIBITED_SAVE_SPECIAL


def _steps(
    answer: Determination, left: Sequence[FactName], library: Library, words: PageTranslator, tell: PackageTranslator
) -> Iterator[Step]:
    headline = answer.verdict.headline
    if not answer.coverage.in_force:
        yield Step(text=words("step_silent"))
        return
    if any(told["zone"] == "review" for told in answer.parties.values()):
        yield Step(text=words("step_names"))
    if headline == UNDETERMINED:
        yield Step(text=words("step_hold"))
        for name in left[:3]:
            yield Step(text=words("step_find_out", question=tell(words.question(library.facts[name]))))
        if not left:
            yield Step(text=words("step_open_law"))
    if headline == "prohibited":
        special = answer.floor is Outcome.PROHIBITED_SAVE_SPECIAL
        yield Step(text=words("step_prohibited_special" if special else "step_prohibited"))
    elif answer.floor > Outcome.FREE:
        told: set[tuple[object, ...]] = set()
        for measure, licensing in answer.licensing:
            step = _apply(measure, licensing, answer, words, tell)
            if (step.text, step.rows) not in told:  # several measures may ask for one licence
                told.add((step.text, step.rows))
                yield step
    seen: set[str] = set()
    for duty in answer.obligations:
        if not is_barred(answer) and duty.certain and duty.duty not in seen:
            seen.add(duty.duty)
            yield Step(text="", law=duty.duty, clause=duty.clause)
    yield Step(text=words("step_keep"))


def _apply(
    measure: str, licensing: Licensing, answer: Determination, words: PageTranslator, tell: PackageTranslator
) -> Step:
    key = "step_apply" if answer.verdict.headline != UNDETERMINED else "step_apply_at_least"
    return Step(
        text=words(key, authority=tell(licensing.authority) or measure),
        clause=measure,
        rows=tuple(licensing_rows(replace(licensing, authority=""), tell)),
    )

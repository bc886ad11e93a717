"""Why a seller outside China is bound: who it is, what it undertook, or that a measure binds any seller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sekisho.determination.core.outcome import Determination
from sekisho.determination.line.determination import ClauseReason
from sekisho.i18n.names import act_text, plain_name
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.message import CapitalText, Text, message
from sekisho.present.determination.phrases import (
    CHINA,
    fact_phrase,
    is_of_china,
)

_BINDING: Final = (FactName("exporter_is_prc_person"), FactName("prior_undertaking"))
"""What binds a seller outside China to the rules of China: who it is, and what it undertook."""


def seller_abroad(answer: Determination, opened: Sequence[ClauseReason], library: Library) -> tuple[Text, ...] | None:
    """Say whom the rules bind outside China, where nobody said whether they bind the seller or the goods.

    That the licence rules bind *only* some is said where no open clause could bind another: one that asks neither who
    sells nor what was undertaken binds any seller, or may do so where nobody knows the state of the law.
    """
    departure = answer.facts.get(FactName("departure"))
    asked = [fact for fact in _BINDING if fact in answer.missing]
    if not is_of_china(answer) or not isinstance(departure, str) or departure == CHINA or not asked:
        return None
    if (any_seller := _binding_any_seller(answer, opened, library)) is not None:
        return any_seller
    short = message(
        "brief.why_abroad_short",
        "Outside China, the licence rules in force bind only a Chinese seller, or goods under an undertaking to China.",
    )
    if len(asked) > 1:
        neither = message(
            "brief.why_abroad",
            "Outside China, the licence rules in force bind only a Chinese seller, or goods under an undertaking to "
            "China. You said neither.",
        )
        return neither, short
    one_of_them = message(
        "brief.why_abroad_one",
        "Outside China, the licence rules in force bind only a Chinese seller, or goods under an undertaking to China. "
        "You did not say {fact}.",
        fact=fact_phrase(FactName(asked[0])),
    )
    return one_of_them, short


def _binding_any_seller(
    answer: Determination, opened: Sequence[ClauseReason], library: Library
) -> tuple[Text, ...] | None:
    """Name the measures of open clauses that bind whoever sells, and one that may; None if there are none.

    Parameters
    ----------
    opened
        The open clauses, traced, those on the country of destination first.
    """
    from sekisho.present.condition_outline import waits  # only where a clause waits

    of_any = [entry for entry in opened if not set(waits(entry.trace)) & set(_BINDING)]
    unknown = {name for entry in of_any if (name := entry.clause.clause.id) in _of_unknown_state(answer)}
    sure = [entry.clause.measure for entry in of_any if entry.clause.clause.id not in unknown]
    perhaps = [entry.clause.measure for entry in of_any if entry.clause.clause.id in unknown]
    binding, maybe = (plain_name(several[0], library) if several else None for several in (sure, perhaps))
    if binding is not None and maybe is not None:
        return (
            message(
                "brief.why_abroad_any_and_maybe",
                "Outside China, {measure} binds any seller; {other} may too: its state is not known. Other rules bind "
                "a Chinese seller, or goods under an undertaking.",
                measure=binding,
                other=maybe,
            ),
            message(
                "brief.why_abroad_any_and_maybe_short",
                "Any seller is bound by {measure}, and perhaps by {other}.",
                measure=binding,
                other=act_text(perhaps[0]),
            ),
        )
    if binding is not None:
        return (
            message(
                "brief.why_abroad_any",
                "Outside China, {measure} binds any seller; other rules a Chinese seller, or goods under an "
                "undertaking.",
                measure=binding,
            ),
            message("brief.why_abroad_any_short", "Outside China, {measure} binds any seller.", measure=binding),
        )
    if maybe is not None:
        return (
            message(
                "brief.why_abroad_maybe",
                "Outside China, the rules in force bind a Chinese seller, or goods under an undertaking to China. "
                "{measure} may bind any seller: its state is not known.",
                measure=CapitalText(maybe),
            ),
            message(
                "brief.why_abroad_maybe_short",
                "{measure} may bind any seller: its state is not known.",
                measure=CapitalText(act_text(perhaps[0])),
            ),
        )
    return None


def _of_unknown_state(answer: Determination) -> frozenset[ClauseId]:
    """Return the clauses that would ask something of the line, were they in force, which nobody knows."""
    return frozenset(clause.clause for clause in answer.sleeping if clause.state == "unknown")

"""What an open answer asks, and of whom: the supplier, the buyer, a party, or where the law is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sekisho.determination.core.deciding_table import asked_in
from sekisho.determination.core.law_in_time import LICENSABLE
from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.determination.line.asking_order import OWN, in_question, leaves_elsewhere
from sekisho.determination.line.presumptions import ORIGIN
from sekisho.i18n.locale import quantity
from sekisho.law.model.assumptions import ENDED, LAPSED, SUSPENSION, after_suspensions
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import CODES
from sekisho.message import Text, joined, message
from sekisho.parties.derived_facts import END_USER
from sekisho.present.determination.brief_parts.named_goods import NamedGoods, named_goods
from sekisho.present.determination.brief_parts.open_law import open_law
from sekisho.present.determination.brief_parts.why_sentence import DESTINATION, possible_entry
from sekisho.present.determination.phrases import NOUNS, fact_phrase, is_of_china

BUYERS: Final = frozenset(
    {
        *("end_user", "end_user_kind", "end_user_territory", "end_use", "end_use_sector", "civil_use_by_forces"),
        *("importer", "intermediate_consignee", "special_use", "end_user_listed_share", "importer_listed_share"),
    }
)
"""Facts that the buyer knows."""
USE: Final = FactName("end_use")
ASKED_FOR: Final[Mapping[str, Text]] = {
    "end_user": message("brief.ask_end_user", "the end user's full legal name"),
    "end_user_kind": message("brief.ask_end_user_kind", "its kind"),
    "end_user_territory": message("brief.ask_end_user_territory", "its country"),
}
"""Facts as one asks for them, where a sentence names them otherwise."""
ASKING: Final = frozenset(
    {
        *("brief.next_ask_here", "brief.next_ask_whether_here", "brief.next_ask_both_here", "brief.next_ask_too"),
        *("brief.next_confirm_here", "brief.next_named_goods", "brief.next_banned_goods"),
        *("brief.next_whether_same", "brief.next_same_here"),
    }
)
"""Ids of the acts that ask the supplier or the buyer for something."""
ASKED: Final = 3
"""Facts that one line asks for: more make a questionnaire."""


def inquiry_wordings(answer: Determination, library: Library, *, flags: bool) -> tuple[Text, ...]:
    """Say what to ask, and whom, of what would decide an open answer; ever shorter."""
    if open_law(answer):
        return _look_for_law(answer, library, flags=flags)
    every = [fact for fact in _asked(answer, library) if library.facts[fact].of != "law" and fact != CODES]
    names = sorted(every, key=in_question)
    if CODES in answer.missing and answer.facts.get(CODES) is None:
        names = [CODES, *names]  # what the goods are decides more than all else, and the supplier knows it
    if ORIGIN in answer.missing and leaves_elsewhere(answer, library):
        names = [ORIGIN, *(fact for fact in names if fact != ORIGIN)]  # whether the law of the list reaches it at all
    if any(party["zone"] == "review" for party in answer.parties.values()):
        return party_inquiry(answer, library, flags=flags)
    if (goods := named_goods(answer, library)) is not None:
        return _ask_whether_named(goods, flags=flags)
    if not names:
        return (message("brief.next_hold", "Do not ship until this is answered."),)
    if DESTINATION in answer.missing:
        return _say_where(flags=flags)
    whom = _whom(names)
    if whom is None:
        return (_find_out(names[0], flags=flags),)
    buyers = [fact for fact in names if fact in BUYERS and fact in NOUNS]
    if names[0] == CODES and buyers:
        return tuple(_ask_both(buyers[:ASKED], flags=flags))
    own = [fact for fact in names if fact in OWN]
    names = [fact for fact in names if fact not in OWN]
    together = names[:ASKED]
    names = [fact for fact in together if (fact in BUYERS) == (names[0] in BUYERS)]
    others = [fact for fact in together if fact not in names]
    return tuple(_ask(whom, names, others, own, flags=flags))


def first_question(answer: Determination, library: Library) -> Text:
    """Say what to find out first, where there is no room to say whom to ask for all."""
    asked = [fact for fact in _asked(answer, library) if library.facts[fact].of != "law"]
    if not asked:
        return message("brief.next_full", "What to ask, and whom: --full.")
    return message("brief.next_first", "First find out {fact}: --full.", fact=fact_phrase(asked[0]))


def confirmation(answer: Determination, *, flags: bool) -> tuple[Text, ...]:
    """Say to confirm what is presumed, with the flags that state it."""
    if not flags:
        return (message("brief.next_confirm_here", "Confirm with your supplier what is assumed."),)
    stated = _list(dict.fromkeys(_flag(presumption.fact) for presumption in answer.presumed))
    return (
        message("brief.next_confirm", "Confirm with your supplier what is assumed. Then add {flags}.", flags=stated),
    )


def party_inquiry(answer: Determination, library: Library, *, flags: bool) -> tuple[Text, ...]:
    """Ask whether a party is the entry that it may be."""
    fact = next(fact for fact, party in answer.parties.items() if party["zone"] == "review")
    listed = possible_entry(answer, library)
    if listed is not None:
        asked = message(
            "brief.next_whether_same",
            "Ask {party} in writing whether it is {listed}, or a part of it.",
            party=str(answer.facts.get(fact, "")),
            listed=listed,
        )
        add = message("brief.next_add_same", "Then add --same yes (or no).")
        brief = message("brief.next_whether_that", "Ask in writing whether it is that party.")
        return (joined([asked, add], "sentence"), joined([brief, add], "sentence")) if flags else (asked,)
    if not flags:
        party = str(answer.facts.get(fact, ""))
        return (
            message("brief.next_same_here", "Ask {party} in writing which unit will use it and for what.", party=party),
        )
    return (
        message(
            "brief.next_same",
            "Ask {party} in writing which unit will use it and for what. Then add --same yes (or no).",
            party=str(answer.facts.get(fact, "")),
        ),
    )


def _asked(answer: Determination, library: Library) -> tuple[FactName, ...]:
    """Return the facts that would decide, the most telling first."""
    by_rows = tuple(name for name in asked_in(answer.rows) if name in answer.missing)
    return by_rows or tuple(sorted(answer.missing, key=lambda name: library.facts[name].of == "law"))


def _ask_whether_named(goods: NamedGoods, *, flags: bool) -> tuple[Text, ...]:
    """Ask whether the goods are those at which their words point."""
    asked = (
        message(
            "brief.next_banned_goods",
            "Do not ship before the supplier has said whether it is {goods}.",
            goods=goods.name,
        )
        if goods.level >= Outcome.PROHIBITED_SAVE_SPECIAL
        else message("brief.next_named_goods", "Ask the supplier whether it is {goods}.", goods=goods.name)
    )
    if not flags:
        return (asked,)
    add = message("brief.next_add_goods", "Then add {flag} (or none).", flag=f"{_flag(goods.fact)} {goods.value}")
    return (joined([asked, add], "sentence"),)


def _say_where(*, flags: bool) -> tuple[Text, ...]:
    """Say that all else hangs on where it goes."""
    if not flags:
        return (message("brief.next_destination_here", "State where it goes: the rest depends on it."),)
    return (message("brief.next_destination", "State where it goes: the rest depends on it. Add --destination."),)


def _ask(
    whom: Text, names: Sequence[FactName], others: Sequence[FactName], own: Sequence[FactName], *, flags: bool
) -> Iterator[Text]:
    """Say whom to ask for what; whom else; and what to look up oneself. Ever shorter.

    Parameters
    ----------
    others
        Facts that another knows.
    own
        Facts that whoever asks knows.
    """
    facts = _facts_asked(names)
    nouns = NOUNS.issuperset(names)
    first = (
        message("brief.next_ask_here", "Ask {whom} for {facts}.", whom=whom, facts=facts)
        if nouns
        else message("brief.next_ask_whether_here", "Ask {whom} {facts}.", whom=whom, facts=facts)
    )
    more: list[Text] = []
    if others:
        asked = joined((fact_phrase(fact) for fact in others), "and")
        more.append(message("brief.next_ask_too", "Ask {whom} too: {facts}.", whom=_whom(others) or whom, facts=asked))
    if own:
        # What one knows oneself is one thing to look for: a risk that is known is told by the barred use too.
        more.append(message("brief.next_own", "Say also {facts}.", facts=fact_phrase(own[0])))
    if not flags:
        yield joined([first, *more], "sentence")
        yield first
        return
    every = _list(map(_flag, (*names, *others, *own[:1])))
    yield joined([first, *more, message("brief.next_then", "Then add {flags}.", flags=every)], "sentence")
    stated = _list(map(_flag, names))
    if nouns:
        yield message(
            "brief.next_ask", "Ask {whom} for {facts}. Then add {flags}.", whom=whom, facts=facts, flags=stated
        )
    else:
        yield message(
            "brief.next_ask_whether", "Ask {whom} {facts}. Then add {flags}.", whom=whom, facts=facts, flags=stated
        )
    if not nouns and len(names) > 1:  # the first question in words, and the flags of all
        yield message(
            "brief.next_ask_whether",
            "Ask {whom} {facts}. Then add {flags}.",
            whom=whom,
            facts=_facts_asked(names[:1]),
            flags=_list(map(_flag, names)),
        )
    yield message("brief.next_add", "Ask {whom}, then add {flags}.", whom=whom, flags=every)


def _ask_both(names: Sequence[FactName], *, flags: bool) -> Iterator[Text]:
    """Ask the supplier for the control code and the buyer for what he knows; the fewer of it, the shorter."""
    last = [fact for fact in names if fact == USE] or list(names[:1])
    for asked in (list(names), last):
        facts = _facts_asked(asked)
        if not flags:
            yield message(
                "brief.next_ask_both_here",
                "Ask the supplier for the control code and the buyer for {facts}.",
                facts=facts,
            )
        else:
            yield message(
                "brief.next_ask_both",
                "Ask the supplier for the control code and the buyer for {facts}. Then add {flags}.",
                facts=facts,
                flags=_list(map(_flag, (CODES, *asked))),
            )


def _facts_asked(names: Sequence[FactName]) -> Text:
    """Name facts as one asks for them: *its kind* only behind the end user."""
    texts = (ASKED_FOR.get(fact, fact_phrase(fact)) if END_USER in names else fact_phrase(fact) for fact in names)
    return joined(texts, "and")


def _find_out(fact: FactName, *, flags: bool) -> Text:
    """Say what to find out of what whoever asks may know."""
    if fact == "knowledge_of_barred_use":
        if not flags:
            return message("brief.next_barred_use_here", "Find out whether anything points to a military use or user.")
        return message(
            "brief.next_barred_use",
            "Find out whether anything points to a military use or user. "
            "Then add --knowledge-of-barred-use yes (or no).",
        )
    if fact == "knowledge_of_risk":
        if not flags:
            return message("brief.next_risk_here", "Find out whether anything points to a security risk.")
        return message(
            "brief.next_risk",
            "Find out whether anything points to a security risk. Then add --knowledge-of-risk yes (or no).",
        )
    if not flags:
        return message("brief.next_find_out_here", "Find out {fact}.", fact=fact_phrase(fact))
    return message("brief.next_find_out", "Find out {fact}. Then add {flag}.", fact=fact_phrase(fact), flag=_flag(fact))


def _look_for_law(answer: Determination, library: Library, *, flags: bool) -> tuple[Text, ...]:
    """Say where to look for what the law is, what to plan for until then, and how to state it."""
    branches = [branch for branch in open_law(answer) if branch.known]
    unknown, values = branches[0].unknown, [branch.value for branch in branches]
    horizon = quantity("day_in_year", answer.coverage.horizon)
    to_license = max(branch.verdict.floor for branch in branches) in LICENSABLE
    if is_of_china(answer):
        look = message("brief.next_notice", "Look for a notice of the Ministry of Commerce after {day}.", day=horizon)
        plan = message(
            "brief.next_plan",
            "Plan for a licence until a notice of the ministry after {day} says otherwise.",
            day=horizon,
        )
    else:
        look = message("brief.next_notice_of_law", "Look for a notice of what followed after {day}.", day=horizon)
        plan = message(
            "brief.next_plan_of_law", "Plan for a licence until a notice after {day} says otherwise.", day=horizon
        )
    act = plan if to_license else look
    if not flags:
        return (act,)
    spoken = [ENDED if value == LAPSED else value for value in values]
    name = SUSPENSION if any(fact.name == unknown for fact in after_suspensions(library)) else unknown
    stated = [f"--assume {name}={spoken[0]}", *spoken[1:2]]
    add = message("brief.next_assume", "Then add {flag} (or {other}).", flag=stated[0], other=stated[-1])
    return (joined([act, add], "sentence"), act)


def _whom(facts: Sequence[FactName]) -> Text | None:
    """Say who knows the first of some facts; None if it is whoever asks."""
    if facts[0] in OWN:
        return None
    if facts[0] in BUYERS:
        return message("brief.the_buyer", "the buyer")
    return message("brief.the_supplier", "the supplier")


def _list(flags: Iterable[str]) -> Text:
    return joined(flags, "comma")


def _flag(fact: FactName) -> str:
    return f"--{fact.replace('_', '-')}"

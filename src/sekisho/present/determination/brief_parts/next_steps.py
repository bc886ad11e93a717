"""What to do next: in two lines the act, whom to ask, and the flag that takes the answer; or step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.deciding_table import asked_in
from sekisho.determination.core.law_in_time import LICENSABLE
from sekisho.determination.core.outcome import (
    FREE_IF_SUPPOSED,
    FREE_WITH_ALERT,
    UNDETERMINED,
    Determination,
    Outcome,
)
from sekisho.determination.line.asking_order import OWN, in_question, leaves_elsewhere
from sekisho.determination.line.presumptions import ORIGIN
from sekisho.i18n.citations import article_text
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import act_text
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.i18n.translation_tables import short_text
from sekisho.law.model.assumptions import ENDED, LAPSED, SUSPENSION, after_suspensions
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.licensing import LicenceKind, Licensing, Limit, days_text
from sekisho.law.model.scheme import CODES
from sekisho.message import JoinedText, LawText, Message, Text, counted, joined, message
from sekisho.parties.derived_facts import END_USER
from sekisho.present.determination.brief_parts.named_goods import NamedGoods, named_goods
from sekisho.present.determination.brief_parts.open_law import open_law, paused
from sekisho.present.determination.brief_parts.why_sentence import DESTINATION, possible_entry
from sekisho.present.determination.phrases import CHINA, NOUNS, fact_phrase, is_of_china

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do.

    Parameters
    ----------
    text
        What.
    clause
        Clause or measure that says so; empty if none does.
    rows
        How it is done, a label and a text each.
    """

    text: Text
    clause: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def steps_of(answer: Determination, library: Library, tell: PackageTranslator) -> list[Step]:
    """Say what to do step by step: first what the brief answer says, then each licence, each certain duty, and records.

    Parameters
    ----------
    tell
        Tells how a licence is got.
    """
    steps: dict[tuple[object, ...], Step] = {}
    for step in _steps(answer, library, tell):
        steps.setdefault((step.text, step.rows), step)  # several measures may ask for one licence
    return list(steps.values())


def _steps(answer: Determination, library: Library, tell: PackageTranslator) -> Iterator[Step]:
    yield Step(text=next_wordings(answer, library, flags=False)[0])
    if not answer.coverage.applying:
        return
    headline = answer.verdict.headline
    if headline == UNDETERMINED:
        yield Step(text=message("step.hold", "Do not ship until this is answered."))
    if headline != "prohibited" and answer.floor > Outcome.FREE:
        for measure, licensing in answer.licensing:
            yield _licence(measure, licensing, tell, at_least=headline == UNDETERMINED)
    if not is_barred(answer):
        duties = {duty.duty: duty.clause for duty in reversed(answer.obligations) if duty.certain}
        yield from (Step(text=LawText(duty), clause=clause) for duty, clause in reversed(duties.items()))
    yield Step(text=message("step.keep", "Save or print this answer."))


def _licence(measure: str, licensing: Licensing, tell: PackageTranslator, *, at_least: bool) -> Step:
    from sekisho.present.law.consequences import licensing_rows  # not of the short answer

    authority = LawText(licensing.authority or measure)
    text = (
        message("step.register", "Get an export certificate: {authority}", authority=authority)
        if all(level.kind is LicenceKind.REGISTRATION for level in licensing.levels) and licensing.levels
        else message("step.apply_at_least", "A licence is needed at the least: {authority}", authority=authority)
        if at_least
        else message("step.apply", "Apply for a licence: {authority}", authority=authority)
    )
    return Step(text=text, clause=measure, rows=tuple(licensing_rows(replace(licensing, authority=""), tell)))


def is_barred(answer: Determination) -> bool:
    """Tell whether no application could let it go: duties of papers are then no steps to take."""
    return answer.verdict.headline == "prohibited" and answer.floor is not Outcome.PROHIBITED_SAVE_SPECIAL


def next_wordings(answer: Determination, library: Library, *, flags: bool) -> tuple[Text, ...]:
    """Say what to do, ever shorter; with the flags of the command that state the answer, or without."""
    if not answer.coverage.applying:
        return (message("brief.next_silent", "Look for the law of that day elsewhere."),)
    headline = answer.verdict.headline
    if headline == "prohibited":
        return _barred(answer, library)
    if headline == "licence required":
        return _licensed(answer, library, flags=flags)
    if headline == "free":
        return _unlicensed(answer, library)
    if headline == FREE_WITH_ALERT:
        stop = message("brief.next_alert", "Do not ship until a lawyer has answered what the list does.")
        return (stop,)
    if headline == FREE_IF_SUPPOSED and answer.presumed:
        return _confirm(answer, flags=flags)
    wordings = _open(answer, _asked(answer, library), library, flags=flags)
    papers = papers_needed(answer, library)
    return wordings if papers is None else (joined([papers, wordings[0]], "sentence"), *wordings)


def _unlicensed(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say that there is nothing to apply for, which duty comes with it all the same, and when to look again."""
    asleep, owed = paused(answer, library), _owed(answer, library)
    if asleep is not None and asleep.until is not None:
        day = quantity("day_in_year", asleep.until)
        again = message("brief.next_again_later", "Check again if it leaves after {day}.", day=day)
        now = message(
            "brief.next_again",
            "Nothing to apply for under these measures now. Check again if it leaves after {day}.",
            day=day,
        )
        return (*(joined([text, again], "sentence") for text in owed), now)
    if owed:
        return owed
    file = message("brief.next_file", "Nothing to apply for under these measures. File the end-use statement.")
    return (file, message("brief.next_nothing", "Nothing to apply for under these measures."))


def _owed(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say which duty comes with a free export: first that of which the data package says what to do."""
    duties = [duty for duty in answer.obligations if duty.certain]
    rows = (short_text(library, duty.clause, "next") for duty in duties)
    own = next((LawText(row.english) for row in rows if row is not None), None)
    others = counted(
        "brief.next_duties", "{n} duty comes with it: --papers.", "{n} duties come with it: --papers.", n=len(duties)
    )
    if own is not None:
        return (own,)
    if not duties:
        return ()
    nothing = message("brief.next_nothing", "Nothing to apply for under these measures.")
    first = duties[0]
    act = act_text(library.clauses[first.clause][0])
    whole = message(
        "brief.next_duty",
        "A duty comes with it ({act}, {article}): {duty}",
        act=act,
        article=article_text(first.article),
        duty=LawText(first.duty),
    )
    return (joined([nothing, whole], "sentence"), whole, joined([nothing, others], "sentence"))


def asks_a_party(answer: Determination, library: Library) -> bool:
    """Tell whether an open answer says to ask the supplier or the buyer: draft letters do that."""
    is_open = answer.verdict.headline in {UNDETERMINED, FREE_IF_SUPPOSED}
    return is_open and _is_asking(next_wordings(answer, library, flags=False)[0])


def _is_asking(text: str) -> bool:
    if isinstance(text, JoinedText):
        return any(_is_asking(part) for part in text.parts)
    return isinstance(text, Message) and text.id in ASKING


def papers_needed(answer: Determination, library: Library) -> Text | None:
    """Say what an application needs where a licence is needed at the least and the answer is open."""
    if answer.verdict.headline != UNDETERMINED:
        return None
    rows = (short_text(library, name, "papers") for name in answer.decisive)
    return next((LawText(row.english) for row in rows if row is not None), None)


def _asked(answer: Determination, library: Library) -> tuple[FactName, ...]:
    """Return the facts that would decide, the most telling first."""
    by_rows = tuple(name for name in asked_in(answer.rows) if name in answer.missing)
    return by_rows or tuple(sorted(answer.missing, key=lambda name: library.facts[name].of == "law"))


def first_question(answer: Determination, library: Library) -> Text:
    """Say what to find out first, where there is no room to say whom to ask for all."""
    asked = [fact for fact in _asked(answer, library) if library.facts[fact].of != "law"]
    if not asked:
        return message("brief.next_full", "What to ask, and whom: --full.")
    return message("brief.next_first", "First find out {fact}: --full.", fact=fact_phrase(asked[0]))


def _confirm(answer: Determination, *, flags: bool) -> tuple[Text, ...]:
    """Say to confirm what is presumed, with the flags that state it."""
    if not flags:
        return (message("brief.next_confirm_here", "Confirm with your supplier what is assumed."),)
    stated = _list(dict.fromkeys(_flag(presumption.fact) for presumption in answer.presumed))
    return (
        message("brief.next_confirm", "Confirm with your supplier what is assumed. Then add {flags}.", flags=stated),
    )


def _of_clause(answer: Determination, library: Library) -> Text | None:
    """Return what the data package says to do under the first decisive clause of which it says something."""
    for name in answer.decisive:
        row = short_text(library, name, "next")
        if row is not None:
            return LawText(row.english)
    return None


def _barred(answer: Determination, library: Library) -> tuple[Text, ...]:
    own = _of_clause(answer, library)
    if own is not None:
        return (own,)
    if answer.floor is Outcome.PROHIBITED_SAVE_SPECIAL:
        return (
            message(
                "brief.next_special",
                "Do not ship, and stop what is under way. Only a special application can lift it. See a lawyer first.",
            ),
        )
    return (message("brief.next_barred", "Do not ship. No licence is possible."),)


def _licensed(answer: Determination, library: Library, *, flags: bool) -> tuple[Text, ...]:
    own = _of_clause(answer, library)
    apply = _apply(answer, library)
    if any(case.same for row in answer.rows for case in row.cases) and possible_entry(answer, library) is not None:
        asked = _ask_who(answer, library, flags=flags)
        return (*(joined([text, own or apply], "sentence") for text in asked), asked[-1])
    if own is not None:
        return (own,)
    party = answer.facts.get(FactName("end_user"))
    send = message("brief.next_certificate", "Send it the end-use certificate that the end user signs.")
    if party is not None and party != "none":
        send = message(
            "brief.next_certificate_of", "Send it the end-use certificate that {party} signs.", party=str(party)
        )
    if answer.presumed and any(presumption.fact == "control_codes" for presumption in answer.presumed):
        code = message("brief.next_code", "Ask your supplier for the control code in writing.")
        described = str(answer.facts.get(FactName("description")) or "").replace('"', "")
        if flags and described:
            check = message(
                "brief.next_classify",
                "To check it yourself: {command}",
                command=f'sekisho classify "{described}"',
            )
            return (joined([code, check], "sentence"), joined([code, apply], "sentence"), code)
        return (joined([code, apply], "sentence"), code)
    return (joined([apply, send], "sentence"), apply)


def _apply(answer: Determination, library: Library) -> Text:
    authority: Text = message("brief.ministry", "the Ministry of Commerce")
    if not is_of_china(answer):
        own = (library.clauses[name][0] for name in answer.decisive if name in library.clauses)
        who = next((measure.authority for measure in own if measure.jurisdiction != CHINA), "")
        authority = LawText(who) if who else authority
    days = next((text for text in (_days(licensing) for _, licensing in answer.licensing) if text), None)
    if is_of_china(answer) and answer.facts.get(FactName("departure"), CHINA) != CHINA:
        return message(
            "brief.next_seller_applies", "The seller must apply to {authority} in China.", authority=authority
        )
    if days is None:
        return message("brief.next_apply", "Ask your supplier to apply to {authority}.", authority=authority)
    return message(
        "brief.next_apply_within",
        "Ask your supplier to apply to {authority} ({days}).",
        authority=authority,
        days=days,
    )


def _days(licensing: Licensing) -> Text | None:
    clock = licensing.clock
    return days_text(clock.days or 0, clock.unit) if clock is not None and clock.limit is Limit.DAYS else None


def _open(answer: Determination, asked: Sequence[FactName], library: Library, *, flags: bool) -> tuple[Text, ...]:
    branches = open_law(answer)
    if branches:
        return _look_for_law(answer, library, flags=flags)
    every = [fact for fact in asked if library.facts[fact].of != "law" and fact != CODES]
    names = sorted(every, key=in_question)
    if CODES in answer.missing and answer.facts.get(CODES) is None:
        names = [CODES, *names]  # what the goods are decides more than all else, and the supplier knows it
    if ORIGIN in answer.missing and leaves_elsewhere(answer, library):
        names = [ORIGIN, *(fact for fact in names if fact != ORIGIN)]  # whether the law of the list reaches it at all
    if any(party["zone"] == "review" for party in answer.parties.values()):
        return _ask_who(answer, library, flags=flags)
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


def _list(flags: Iterable[str]) -> Text:
    return joined(flags, "comma")


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


def _flag(fact: FactName) -> str:
    return f"--{fact.replace('_', '-')}"


def _whom(facts: Sequence[FactName]) -> Text | None:
    """Say who knows the first of some facts; None if it is whoever asks."""
    if facts[0] in OWN:
        return None
    if facts[0] in BUYERS:
        return message("brief.the_buyer", "the buyer")
    return message("brief.the_supplier", "the supplier")


def _ask_who(answer: Determination, library: Library, *, flags: bool) -> tuple[Text, ...]:
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

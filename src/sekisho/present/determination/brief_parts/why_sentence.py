"""Why an answer is what it is, in one sentence with its act; of the ban on Japan half a sentence if it does not decide.

What is said of a clause stands in the data package (`brief.csv`), of suspended and unknown law in `open_law`; what is
said of none, and of facts that nobody stated, stands here. Measures on the country of destination come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from sekisho.classification.suggestion import CUSTOMS_NEAREST
from sekisho.determination.core.outcome import RESEMBLES_NOTHING, Determination, Outcome
from sekisho.determination.line.determination import ClauseReason
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.list_names import entry_name, unit_name
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import act_text, plain_name
from sekisho.i18n.translation_tables import ShortKind, short_text
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import FactName
from sekisho.law.model.effects import effect_of
from sekisho.law.model.fact import Codes
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId, Measure
from sekisho.law.model.trigger import DESCRIPTION, HS_CODE
from sekisho.message import CapitalText, LawSentence, LawText, Message, PassingText, Text, counted, joined, message
from sekisho.parties.index import parties_of
from sekisho.present.determination.brief_parts.named_goods import NamedGoods, named_goods
from sekisho.present.determination.brief_parts.open_law import (
    law_beside,
    open_law,
    open_law_wordings,
    paused,
    paused_text,
)
from sekisho.present.determination.phrases import (
    CHINA,
    JAPAN,
    NOUNS,
    cited_text,
    fact_phrase,
    is_free,
    is_of_china,
    list_name,
    territory_of,
)
from sekisho.regex import regex

CODES: Final = FactName("control_codes")
DESTINATION: Final = FactName("destination")
PARAMETERS: Final = FactName("parameters")
FACTS_NAMED: Final = 2
"""Facts that a sentence names as not stated: the table of cases tells the others."""
_LONGEST_NAME: Final = 80
"""Characters of the longest description that is read as the name of goods. A guess: customs lines are rarely longer."""
_OF_SENTENCE: Final = regex(
    r"[。！？!?]|ので|ます|です|まし[たて]|られ|でし[たょ]|ください|(?<![\w-])(?:is|are|was|we|our|will|would)(?![\w-])",
    re.IGNORECASE,
)
_SEVERAL: Final = regex(
    r"^(?:the )?(?:\w+[ -]){0,2}(?:rules|regulations|provisions|measures|countermeasures)\b", re.IGNORECASE
)
"""Names of measures that are several in English: *the dual-use regulations depend on*."""


_OF_STATE: Final = frozenset({"brief.why_abroad_any_and_maybe", "brief.why_abroad_maybe"})
"""Ids of the reasons that say themselves of which act nobody knows the state."""


def why_wordings(answer: Determination, reasons: Sequence[ClauseReason], library: Library) -> tuple[Text, ...]:
    """Say why, ever shorter.

    Parameters
    ----------
    reasons
        The decisive and the open clauses, traced.
    """
    first, more = _first(answer, reasons, library), _of_japan(answer, reasons, library)
    if (asleep := paused(answer, library)) is not None and not open_law(answer):
        rests, short = paused_text(asleep, library), paused_text(asleep, library, short=True)
        longer = [joined([text, first[-1]], "sentence") for text in (rests, short)]
        first = (longer[0], rests, short) if is_free(answer) else (*longer, *first)
    texts = (*(joined([first[0], japan], "sentence") for japan in more), *first)
    beside = () if set(map(_id, first)) & _OF_STATE else law_beside(answer, library)
    if not beside:
        return texts
    least = beside[-1]
    return (
        *(joined([texts[0], state], "sentence") for state in beside),
        *(joined([text, least], "sentence") for text in texts[1:]),
        # Of a code that is not stated the law may be left to --why; what bears on the line as it stands may not.
        *(() if any(branch.bears for branch in answer.branches) else texts),
    )


def first_rule(answer: Determination, reasons: Sequence[ClauseReason], library: Library) -> Text:
    """Name the first rule that decides or could raise an answer, where there is no room to say why."""
    named = {*answer.decisive, *answer.open}
    ordered = in_order([entry for entry in reasons if entry.clause.clause.id in named], answer, library)
    if not ordered:
        return message("brief.why_full", "Several rules, or facts that are open: --why.")
    act = CapitalText(act_text(ordered[0].clause.measure))
    if len({entry.clause.measure.id for entry in ordered}) == 1:
        return message("brief.why_one_rule", "{act}: --why.", act=act)
    return message("brief.why_first_rule", "{act}, and more: --why.", act=act)


def _id(text: Text) -> str:
    return text.id if isinstance(text, Message) else ""


def _first(answer: Determination, reasons: Sequence[ClauseReason], library: Library) -> tuple[Text, ...]:
    """Say what decides, or what leaves the answer open."""
    if not answer.coverage.applying:
        return (message("brief.why_silent", "No measure here covers that day."),)
    to_review = _to_review(answer, library)
    if to_review is not None:
        return (to_review,)
    if open_law(answer):
        return open_law_wordings(answer, library)
    if (goods := named_goods(answer, library)) is not None:
        return _named(goods, answer, library)
    decisive = in_order([entry for entry in reasons if entry.clause.clause.id in answer.decisive], answer, library)
    if decisive:
        return (clause_text(decisive[0].clause.clause.id, answer, library),)
    if is_free(answer):
        return (_free(answer),)
    opened = in_order([entry for entry in reasons if entry.clause.clause.id in answer.open], answer, library)
    if answer.facts.get(FactName("departure"), CHINA) != CHINA:
        from sekisho.present.determination.brief_parts.seller_abroad import seller_abroad  # most lines leave from China

        if (abroad := seller_abroad(answer, opened, library)) is not None:
            return abroad
    if answer.near and answer.floor is Outcome.FREE and is_by_customs_code(answer):
        return _near_customs_code(answer)
    if answer.near and answer.floor is Outcome.FREE:
        code, name = answer.near[0]
        near = message(
            "brief.why_near",
            "Its code is not certain: it may fall under {code} ({name}).",
            code=code,
            name=PassingText(LawText(name)),
        )
        if len(answer.near) == 1:
            return (near,)
        codes = joined([code for code, _ in answer.near], "or")
        several = message("brief.why_near_several", "Its code is not certain: it may fall under {codes}.", codes=codes)
        return several, near
    waiting = _for_what(opened, answer, library)
    if _resembles_nothing(answer):
        unlike = message("brief.why_unlike", "Nothing on China's dual-use list resembles it.")
        short = message("brief.why_unlike_short", "Nothing on China's dual-use list resembles it; confirm its code.")
        return (*(joined([unlike, text], "sentence") for text in waiting), short)
    return waiting


def _resembles_nothing(answer: Determination) -> bool:
    """Tell whether the answer waits for the code of an item that nothing on the list of China resembles."""
    return (
        answer.item_state in RESEMBLES_NOTHING
        and not answer.near
        and answer.floor is Outcome.FREE
        and CODES in answer.missing
        and is_of_china(answer)
        and _is_name(str(answer.facts.get(DESCRIPTION, "")))
    )


def _is_name(goods: str) -> bool:
    """Tell whether a description is short and no sentence: of one that was cut from a letter nothing can be like it."""
    return len(goods) <= _LONGEST_NAME and _OF_SENTENCE.search(goods) is None


def _for_what(opened: Sequence[ClauseReason], answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say for which facts the rules wait that could raise the answer."""
    if _only_the_code_is_open(opened, answer, library):
        return (
            message(
                "brief.why_no_code",
                "China's licence rules for dual-use goods depend on the control code, which you did not say.",
            ),
            message("brief.why_no_code_short", "China's licence rules depend on the control code."),
        )
    waiting = (
        _waiting(entry.clause.measure, _facts_of(opened, entry.clause.measure, library), library) for entry in opened
    )
    return next((texts for texts in waiting if texts), (_free(answer),))


def _only_the_code_is_open(opened: Sequence[ClauseReason], answer: Determination, library: Library) -> bool:
    """Tell whether several rules on goods wait for the code, and the first as much as any: to name it would mislead."""
    if not opened or not is_of_china(answer) or territory_of(opened[0].clause.measure, library):
        return False
    measures = {entry.clause.measure.id: entry.clause.measure for entry in opened}
    asking = {
        name
        for name, measure in measures.items()
        if not territory_of(measure, library) and _facts_of(opened, measure, library)[:1] == [CODES]
    }
    return opened[0].clause.measure.id in asking and len(asking) > 1


def _named(goods: NamedGoods, answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say what a measure does to the goods at which the words of a line point."""
    measure, _ = library.clauses[goods.clause]
    kinds: tuple[ShortKind, ...] = ("may", "why")
    for kind in kinds:
        if short_text(library, goods.clause, kind) is not None:
            return (clause_text(goods.clause, answer, library, kind),)
    return (
        message(
            "brief.why_named",
            "If it is {goods}, {measure} applies.",
            goods=goods.name,
            measure=cited_text(measure, library),
        ),
    )


def is_by_customs_code(answer: Determination) -> bool:
    """Tell whether the codes that an item may fall under are those of its customs code, and nothing else names it."""
    return answer.facts.get(HS_CODE) is not None and not any(
        answer.facts.get(name) for name in (DESCRIPTION, PARAMETERS)
    )


def _near_customs_code(answer: Determination) -> tuple[Text, ...]:
    """Name the codes under which an item of a customs code may fall, some of them and how many more there are."""
    codes = [code for code, _ in answer.near]
    customs, more = str(answer.facts[HS_CODE]), len(codes) - CUSTOMS_NEAREST
    if more <= 0:
        return (
            message(
                "brief.why_near_customs",
                "Its code is not certain: customs code {customs} may fall under {codes}, or under none.",
                customs=customs,
                codes=joined(codes, "comma"),
            ),
        )
    return (
        message(
            "brief.why_near_customs_more",
            "Its code is not certain: customs code {customs} may fall under {codes} or one of {n} more, or under none.",
            customs=customs,
            codes=joined(codes[:CUSTOMS_NEAREST], "comma"),
            n=more,
        ),
    )


def _to_review(answer: Determination, library: Library) -> Text | None:
    """Say of a party that may be listed which entry it may be; of a unit of it, that the unit is listed."""
    alert = next((alert for alert in answer.alerts if alert["zone"] == "review"), None)
    if alert is None or answer.floor >= Outcome.PROHIBITED_SAVE_SPECIAL:
        return None
    party = str(answer.facts.get(FactName(alert["role"]), ""))
    entry = parties_of(library).by_id.get(alert["entity"])
    name, where = entry_name(entry) if entry else alert["name"], list_name(alert["effect"])
    if entry is not None and entry.is_part:
        return message(
            "brief.why_unit",
            "One unit of {party}, {unit}, is on {list}. You did not say which unit will use it.",
            party=party,
            unit=unit_name({tongue: entry.name_in(tongue) for tongue in LANGUAGES}, party),
            list=where,
        )
    return message(
        "brief.why_to_review",
        "{party} may be {listed}, which is on {list}. You did not say whether it is.",
        party=party,
        listed=name,
        list=where,
    )


def possible_entry(answer: Determination, library: Library) -> str | None:
    """Return the listed name that a party of the line may be; None of a unit of it, and where nobody may be listed."""
    alert = next((alert for alert in answer.alerts if alert["zone"] == "review"), None)
    if alert is None:
        return None
    entry = parties_of(library).by_id.get(alert["entity"])
    if entry is not None and entry.is_part:
        return None
    return entry_name(entry) if entry else alert["name"]


def in_order(reasons: Iterable[ClauseReason], answer: Determination, library: Library) -> list[ClauseReason]:
    """Put clauses of measures on the country of destination first, then on goods, then on other countries."""
    place = str(answer.facts.get(DESTINATION, ""))

    def rank(entry: ClauseReason) -> tuple[int, bool, int, int]:
        of = territory_of(entry.clause.measure, library)
        frame = entry.clause.measure.kind in {"law", "regulation"}
        at = entry.clause.measure.clauses.index(entry.clause.clause)
        return (0 if of and of == place else 1 if not of else 2, frame, -entry.level, at)

    return sorted(reasons, key=rank)


def clause_text(name: ClauseId, answer: Determination, library: Library, kind: ShortKind = "why") -> Text:
    """Say what a clause does to the line, or may do (`may`), in the words of the data package."""
    measure, _ = library.clauses[name]
    row = short_text(library, name, kind)
    if row is None:
        return message("brief.why_measure", "{measure} applies.", measure=CapitalText(cited_text(measure, library)))
    party, day = _listed(measure, answer, library)
    return LawSentence(row.english, {"measure": act_text(measure), "party": party, "day": day})


def _listed(measure: Measure, answer: Determination, library: Library) -> tuple[str, Text]:
    """Name the party of the line that a measure lists, as the line does, and the day since when it is listed."""
    lists = parties_of(library)
    for fact, party in answer.parties.items():
        for hit in party["hits"] if isinstance(party["hits"], list) else ():
            of = [lists.measures.get(hit["list"]), *(entry for entry, _ in lists.clauses.get(hit["list"], ()))]
            if hit["zone"] != "none" and measure in of:
                day = date.fromisoformat(hit["listed"]) if hit.get("listed") else measure.effective
                return str(answer.facts.get(fact, hit["name"])), quantity("day", day)
    return str(answer.facts.get(FactName("end_user"), "")), quantity("day", measure.effective)


def _facts_of(reasons: Iterable[ClauseReason], measure: Measure, library: Library) -> list[FactName]:
    """Name the facts of the line for which the clauses of a measure wait: the commonest first, what one knows last."""
    from sekisho.present.condition_outline import waits  # only where a clause waits

    facts = [fact for entry in reasons if entry.clause.measure.id == measure.id for fact in waits(entry.trace)]
    stated = [fact for fact in dict.fromkeys(facts) if library.facts[fact].of != "law"]
    return sorted(stated, key=lambda fact: (fact.startswith("knowledge_of"), -facts.count(fact)))


def _waiting(measure: Measure, facts: Sequence[FactName], library: Library) -> tuple[Text, ...]:
    """Say on which facts a measure depends, ever shorter; nothing if it waits for the law alone."""
    if not facts:
        return ()
    plain = plain_name(measure, library)
    name = CapitalText(plain)
    shown = facts[:FACTS_NAMED] if NOUNS.issuperset(facts[:FACTS_NAMED]) else facts[:1]
    named = joined(map(fact_phrase, shown), "and")
    if _SEVERAL.search(plain):
        return (
            message(
                "brief.why_several_waiting",
                "{measure} depend on {facts}, which you did not say.",
                measure=name,
                facts=named,
            ),
            message(
                "brief.why_several_waiting_short",
                "{measure} depend on {fact}.",
                measure=name,
                fact=fact_phrase(facts[0]),
            ),
        )
    return (
        message(
            "brief.why_waiting",
            "{measure} depends on {facts}, which you did not say.",
            measure=name,
            facts=named,
        ),
        message("brief.why_waiting_short", "{measure} depends on {fact}.", measure=name, fact=fact_phrase(facts[0])),
    )


def _of_japan(answer: Determination, reasons: Sequence[ClauseReason], library: Library) -> tuple[Text, ...]:
    """Say of the ban on Japan why it does not decide, if the line goes to Japan and nothing on Japan decides."""
    if answer.facts.get(DESTINATION) != JAPAN or not answer.decisive:
        return ()
    ban = next((entry for entry in _bans(answer, library) if territory_of(entry, library) == JAPAN), None)
    decides = {territory_of(library.clauses[name][0], library) for name in answer.decisive}
    if ban is None or JAPAN in decides or answer.floor >= Outcome.PROHIBITED_SAVE_SPECIAL:
        return ()
    opened = [entry for entry in reasons if entry.clause.measure.id == ban.id and entry.clause.clause.id in answer.open]
    if opened:
        return _waiting(ban, _facts_of(opened, ban, library), library)
    name = CapitalText(plain_name(ban, library))
    if _is_civil(answer):
        return (message("brief.japan_civil", "{measure} does not reach a civil user and use.", measure=name),)
    return (message("brief.japan_not", "{measure} does not apply to what you stated.", measure=name),)


def _bans(answer: Determination, library: Library) -> Iterator[Measure]:
    """Go through the bans on countries that are in force."""
    measures = {clause.measure.id: clause.measure for clause in law_on(library, answer.as_of).clauses}
    yield from (measure for measure in measures.values() if measure.kind == "destination-ban")


def in_force(answer: Determination, library: Library) -> Iterator[Text]:
    """Say of the ban on Japan that it is in force, and how many bodies of Japan stand on lists."""
    lists = parties_of(library)
    listed = {
        entry.id
        for entry in lists.entries
        if entry.territory == JAPAN
        and (effect := effect_of(entry.list, lists.effects)) is not None
        and effect.kind in {"ban", "individual_licence"}
        and lists.state(entry, answer.as_of) == "in_force"
    }
    for ban in _bans(answer, library):
        if territory_of(ban, library) == JAPAN:
            yield counted(
                "brief.in_force",
                "In force today: {ban}. {n} Japanese body is on China's two lists.",
                "In force today: {ban}. {n} Japanese bodies are on China's two lists.",
                n=len(listed),
                ban=plain_name(ban, library),
            )
            return


def _is_civil(answer: Determination) -> bool:
    return {str(answer.facts.get(FactName(name))) for name in ("end_user_kind", "end_use")} == {"civil"}


def grounds_text(grounds: Sequence[Text]) -> Text:
    """Join grounds into one sentence."""
    text, *others = grounds
    for at, ground in enumerate(others, 1):
        if at == len(others):
            text = message("brief.last_ground", "{first} and {next}", first=text, next=ground)
        else:
            text = message("brief.in_a_row", "{first}, {next}", first=text, next=ground)
    return text


def _free(answer: Determination) -> Text:
    """Say of a line that nothing bars what was stated of it that matters."""
    codes = answer.facts.get(FactName("control_codes"))
    grounds: list[Text] = []
    if isinstance(codes, Codes) and not codes.sure and not codes.maybe:
        grounds.append(
            message("brief.ground_not_listed", "it is not on China's dual-use list")
            if is_of_china(answer)
            else message("brief.ground_not_controlled", "it is not on the dual-use list")
            if CHINA in answer.coverage.jurisdictions
            else message("brief.if_no_goods_listed", "it is not on the list of goods")
        )
    if _is_civil(answer):
        grounds.append(message("brief.ground_civil", "user and use are civil"))
    if answer.facts.get(FactName("knowledge_of_risk")) is False:
        grounds.append(message("brief.ground_no_risk", "you know of no risk"))
    if not grounds:
        return message("brief.why_nothing", "None of the rules in force on that day applies to what you stated.")
    return message("brief.why_free", "{grounds}.", grounds=CapitalText(grounds_text(grounds)))

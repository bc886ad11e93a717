"""The table of cases of an answer in words: which cases there are, and the answer in each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Final

from sekisho.determination.core.deciding_table import DecidingKind, DecidingRow, RowCase
from sekisho.determination.core.law_in_time import SleepingClause
from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.determination.line.contradiction import opened_by_words
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.list_names import entry_name, unit_name
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import act_text, goods_name
from sekisho.i18n.translation_tables import short_text
from sekisho.law.memo import cached_per_library
from sekisho.law.model.assumptions import CHANGED, LAPSED
from sekisho.law.model.condition import Between, FactName, Is, ListId, Open, walk
from sekisho.law.model.effects import effect_of
from sekisho.law.model.fact import UNKNOWN, fact_label
from sekisho.law.model.library import Library
from sekisho.law.model.measure import conditions_of
from sekisho.law.model.scheme import CODES, HOME_SCHEME
from sekisho.law.model.term import Reading
from sekisho.message import LawText, Message, Text, joined, message
from sekisho.parties.index import parties_of
from sekisho.present.determination.brief_parts.named_goods import SPECIAL
from sekisho.present.determination.brief_parts.open_law import asleep_with, open_law, paused, suspended_acts
from sekisho.present.determination.brief_parts.verdict import has_part_open
from sekisho.present.determination.phrases import is_free
from sekisho.present.outcome_labels import ALERT_CELL, case_cell
from sekisho.present.render.terminal import cells

USE: Final = FactName("end_use")
USER: Final = FactName("end_user")
USER_KIND: Final = FactName("end_user_kind")
KNOWN: Final = FactName("knowledge_of_barred_use")
RISK: Final = FactName("knowledge_of_risk")
MILITARY_USES: Final = frozenset({"military", "weapons", "wmd"})
MOST_CASES: Final = 3
"""Cases of one row that are named: any one is enough, so naming fewer says less and nothing false."""
MOST_NAMED: Final = 3
"""Values of one fact that a row writes out: a fourth would not fit the line."""
FEWER_NAMED: Final = 2
"""Values of a choice that a row writes out where there are more: a choice is said in several words."""
NAME_IN_ROW: Final = 26
"""Cells of the longest name of a listed party that a row says: a longer one, which Why names, breaks the row."""
YES_NO: Final[Mapping[tuple[str, str], Text]] = {
    ("knowledge_of_barred_use", "yes"): message("brief.if_barred_use", "you know of a military use"),
    ("knowledge_of_barred_use", "no"): message("brief.if_no_barred_use", "you know of no military use"),
    ("knowledge_of_risk", "yes"): message("brief.if_risk", "you know of a security risk"),
    ("knowledge_of_risk", "no"): message("brief.if_no_risk", "you know of no security risk"),
    ("prior_undertaking", "yes"): message("brief.if_undertaking", "there is an undertaking to China"),
    ("prior_undertaking", "no"): message("brief.if_no_undertaking", "no undertaking to China"),
    ("exporter_is_prc_person", "yes"): message("brief.if_chinese_seller", "the seller is Chinese"),
    ("exporter_is_prc_person", "no"): message("brief.if_other_seller", "the seller is not Chinese"),
    ("prc_technology", "yes"): message("brief.if_technology", "made with Chinese technology"),
    ("prc_technology", "no"): message("brief.if_no_technology", "made without Chinese technology"),
    ("civil_use_by_forces", "yes"): message("brief.if_civil_by_forces", "civil use by armed forces"),
    ("civil_use_by_forces", "no"): message("brief.if_not_civil_by_forces", "no civil use by armed forces"),
    ("from_bonded_zone", "yes"): message("brief.if_from_bonded", "it leaves a bonded zone"),
    ("from_bonded_zone", "no"): message("brief.if_not_from_bonded", "it does not leave a bonded zone"),
    ("to_bonded_zone", "yes"): message("brief.if_to_bonded", "it enters a bonded zone"),
    ("to_bonded_zone", "no"): message("brief.if_not_to_bonded", "it does not enter a bonded zone"),
    ("annex_names_it", "yes"): message("brief.if_annex", "the annex names it"),
    ("annex_names_it", "no"): message("brief.if_not_annex", "the annex does not name it"),
    ("registration_item", "yes"): message("brief.if_registration", "it may leave by registration"),
    ("registration_item", "no"): message("brief.if_no_registration", "it may not leave by registration"),
    ("known_rare_earth_help", "yes"): message("brief.if_help", "it helps rare-earth work abroad, as you know"),
    ("known_rare_earth_help", "no"): message("brief.if_no_help", "no known help to rare-earth work abroad"),
    ("substantial_help", "none"): message("brief.if_no_support", "no help to rare-earth work abroad"),
    ("special_item", "none"): message("brief.if_no_special", "none of the goods named without a code"),
    ("control_codes", "none"): message("brief.if_not_listed", "the goods are not on the dual-use list"),
}
"""Answers to questions with yes or no, and with none, as a case says them."""
CASES_OF: Final[Mapping[str, Callable[[Text], Text]]] = {
    "control_codes": lambda codes: message("brief.if_code", "the code is {codes}", codes=codes),
    "special_item": lambda goods: message("brief.if_goods", "it is {goods}", goods=goods),
    "end_user_territory": lambda places: message("brief.if_user_of", "user of {places}", places=places),
    "destination": lambda places: message("brief.if_it_goes_to", "it goes to {places}", places=places),
    "departure": lambda places: message("brief.if_it_leaves", "it leaves from {places}", places=places),
    "origin": lambda places: message("brief.if_made_in", "it was made in {places}", places=places),
}
"""Facts whose values a case says as a sentence does, and not behind a colon."""
LAW_VALUES: Final[Mapping[str, Text]] = {
    "extended": message("brief.if_extended", "extended"),
    "lapsed": message("brief.if_ended", "ended"),
    "changed": message("brief.if_changed", "the text was changed"),
}
OF_SUSPENSION: Final[Mapping[str, Callable[[Text], Text]]] = {
    "extended": lambda acts: message("brief.if_extended_of", "suspension of {acts} extended", acts=acts),
    "lapsed": lambda acts: message("brief.if_ended_of", "suspension of {acts} ended", acts=acts),
    "changed": lambda acts: message("brief.if_changed_of", "the text of {acts} was changed", acts=acts),
}
"""The same, with the rule of which they are said."""
READING_ROWS: Final[Mapping[Reading, Text]] = {
    Reading.NARROW: message("brief.if_narrow", "if the words are read narrowly"),
    Reading.CENTRAL: message("brief.if_central", "if the words are read centrally"),
    Reading.BROAD: message("brief.if_broad", "if the words are read broadly"),
}

READINGS_ALONE: Final[Mapping[Reading, Text]] = {
    Reading.NARROW: message("brief.words_read_narrow", "the words are read narrowly"),
    Reading.CENTRAL: message("brief.words_read_central", "the words are read centrally"),
    Reading.BROAD: message("brief.words_read_broad", "the words are read broadly"),
}
"""The same, where a row says nothing else."""


def case_rows(answer: Determination, library: Library) -> tuple[tuple[Text, Text], ...]:
    """Say each case of an answer, and what is the answer in it.

    The table is read from above: what a row denies that stands alone in a row before it is not said again.
    """
    rows: list[tuple[Text, Text]] = []
    before: set[tuple[FactName, str]] = set()
    states: set[str] = set()
    asleep = paused(answer, library)
    for row in answer.rows:
        text = _row_text(row, answer, library, before, states)
        free = row.verdict is not None and row.verdict.ceiling is Outcome.FREE and row.kind is not DecidingKind.LAW
        if free and not is_free(answer) and (sleeper := _asleep_in(row, answer, library, asleep)) is not None:
            act = act_text(library.clauses[sleeper.clause][0])
            text = message("brief.if_while_suspended", "{case}, while {act} is suspended", case=text, act=act)
        alerted = free and has_part_open(answer)  # nobody named as barred stands beside a plain "no licence"
        rows.append((text, ALERT_CELL if alerted else case_cell(row.verdict)))
        states |= set(row.law.values())
        for case in row.cases:
            plain = _but(case, before)
            if len(plain) == 1 and not case.listed and not case.same and not row.law and not row.readings:
                before |= {(fact, value) for fact, values in plain.items() for value in values}
    return tuple(rows)


def _asleep_in(
    row: DecidingRow, answer: Determination, library: Library, asleep: SleepingClause | None
) -> SleepingClause | None:
    """Return the gravest suspended clause that the line surely meets in the case of a row, whose facts it then has.

    Parameters
    ----------
    asleep
        The clause of the line itself, where an answer was not judged here and no other line can be.
    """
    table = library.facts
    changes = {fact: table.parse(fact, values[0]) for fact, values in row.facts.items() if fact not in row.listed}
    sleeping = asleep_with(answer, changes, library)
    if sleeping is None:
        return asleep if asleep is not None and asleep.certain else None
    return next((clause for clause in sleeping if clause.certain and clause.state != "unknown"), None)


def spare_rows(answer: Determination) -> tuple[int, ...]:
    """Return the places of the cases that an answer may do without, in the order in which they are left out.

    First what it is if the goods were others; then *anything else*, which is true of all the rest alone. The gravest
    case of an open answer and the mildest never go: they are what its first line says may be. Nor does the case of the
    codes at which the goods point: without it *no licence* would stand as if nothing pointed. Where the mildest rests
    on a state of the law, such as a suspension, it goes before the gravest case under another state of that law, and
    *anything else* stays in its place: alone it would read as the answer.
    """
    every = range(len(answer.rows))
    if answer.floor is answer.ceiling:
        return tuple(reversed(every))
    kinds = {kind: [at for at in every if answer.rows[at].kind is kind] for kind in DecidingKind}
    facts, law, rest = (kinds[kind] for kind in (DecidingKind.ANSWER, DecidingKind.LAW, DecidingKind.REST))
    pointed = [at for at in facts if answer.near and [case.asks for case in answer.rows[at].cases] == [(CODES,)]]
    milder = [at for at in kinds[DecidingKind.CHANGE] if _is_milder(answer.rows[at], answer)]
    grave = sorted((*facts[:1], *pointed), key=lambda at: (-(answer.rows[at].floor or 0), at not in pointed))
    ends = _ends(answer, (*facts, *law, *rest))
    paired = (*_under_other_law(answer, ends[-1:], law), *ends[-1:])
    if rest and len(paired) > 1:
        ends = (*ends[:1], *rest)
    least = tuple(dict.fromkeys((*ends, *pointed[:1])))
    told = (*least, *facts[-1:], *grave, *paired, *law, *facts, *kinds[DecidingKind.READING], *every)
    kept = [at for at in dict.fromkeys(told) if at not in milder[:1]]
    return (*milder[:1], *reversed(kept[len(least) :]))


def _ends(answer: Determination, places: Sequence[int]) -> tuple[int, ...]:
    """Return the places of the gravest case and of the mildest; *anything else* is the one where no case is as far."""
    rows = {at: row for at in places if (row := answer.rows[at]).floor is not None and row.ceiling is not None}
    if not rows:
        return ()
    gravest = max(rows, key=lambda at: (rows[at].ceiling or 0, rows[at].kind is not DecidingKind.REST, -at))
    mildest = min(rows, key=lambda at: (rows[at].floor or 0, rows[at].kind is DecidingKind.REST, at))
    return tuple(dict.fromkeys((gravest, mildest)))


def _under_other_law(answer: Determination, mildest: Sequence[int], law: Sequence[int]) -> tuple[int, ...]:
    """Return the place of the gravest case under another state of the law than that on which the mildest rests."""
    rows = answer.rows
    unknowns = {(name, value) for at in mildest for name, value in rows[at].law.items()}
    others = [
        at
        for at in law
        if any(rows[at].law.get(name, value) != value for name, value in unknowns) and at not in mildest
    ]
    graver = [at for at in others if any((rows[at].ceiling or 0) > (rows[mild].ceiling or 0) for mild in mildest)]
    return tuple(sorted(graver, key=lambda at: -(rows[at].ceiling or 0))[:1])


def is_first_spared(answer: Determination) -> bool:
    """Tell whether the first case to be left out goes before any sentence is shortened."""
    places = spare_rows(answer)
    return answer.floor is not answer.ceiling and bool(places) and _is_milder(answer.rows[places[0]], answer)


def _is_milder(row: DecidingRow, answer: Determination) -> bool:
    return row.kind is DecidingKind.CHANGE and row.floor is not None and row.floor < answer.floor


def _row_text(
    row: DecidingRow, answer: Determination, library: Library, before: set[tuple[FactName, str]], states: set[str]
) -> Text:
    if row.kind is DecidingKind.REST:
        return message("brief.if_rest", "anything else")
    parts = [
        _law(unknown, value, answer, library, again=value in states, bites=row.floor is not Outcome.FREE)
        for unknown, value in row.law.items()
    ]
    cases = _cases(row.cases, answer, library, before)
    if cases is not None:
        parts.append(cases)
    elif row.cases:
        parts.append(message("brief.if_otherwise", "otherwise"))
    alone = not parts
    parts += [_reading(term, reading, library, alone=alone) for term, reading in row.readings.items()]
    text, *others = parts
    for part in others:
        text = message("brief.in_a_row", "{first}, {next}", first=text, next=part)
    return text


def _but(case: RowCase, before: set[tuple[FactName, str]]) -> dict[FactName, tuple[str, ...]]:
    """Return the facts of a case, without those that deny what a row before it says alone."""
    facts = {fact: tuple(values) for fact, values in case.facts.items()}
    if facts.get(KNOWN) == ("yes",):
        facts.pop(RISK, None)  # whoever knows of a barred use knows of a risk
    denied = {fact for fact, values in facts.items() if values == ("no",) and (fact, "yes") in before}
    return {fact: values for fact, values in facts.items() if fact not in denied}


def _cases(
    cases: Sequence[RowCase], answer: Determination, library: Library, before: set[tuple[FactName, str]]
) -> Text | None:
    """Say several cases as one, where that is shorter; nothing if rows before them say it all."""
    facts = [_but(case, before) for case in cases]
    alone = {fact: values for case in facts if len(case) == 1 for fact, values in case.items()}
    if len(alone) == len(cases) > 1 and _is_military(alone):
        return _MILITARY[frozenset(alone)]
    # What denies an assumption alone is said only where nothing else is: the line above told what is assumed.
    assumed = {entry.fact for entry in answer.presumed}
    asked = [(case, plain) for case, plain in zip(cases, facts, strict=True) if not plain or plain.keys() - assumed]
    chosen = asked or list(zip(cases, facts, strict=True))
    texts = [(plain, _case(case, plain, answer, library)) for case, plain in chosen]
    every = [text for _, text in texts if text is not None]
    named = [text for plain, text in texts if text is not None and plain != {USE: ("terrorism",)}] or every
    return joined(dict.fromkeys(named[:MOST_CASES]), "or") if named else None


def _is_military(alone: Mapping[FactName, tuple[str, ...]]) -> bool:
    """Tell whether cases say no more than that user or use is military, or known to be."""
    values = {USE: "military", USER_KIND: "military", KNOWN: "yes"}
    return frozenset(alone) in _MILITARY and all(values[fact] in named for fact, named in alone.items())


_MILITARY: Final[Mapping[frozenset[FactName], Text]] = {
    frozenset({USE, USER_KIND}): message("brief.if_user_or_use_military", "user or use is military"),
    frozenset({USE, KNOWN}): message("brief.if_use_known_military", "use is military, or known to be"),
    frozenset({USER_KIND, KNOWN}): message("brief.if_user_known_military", "user is military, or use known to be"),
    frozenset({USE, USER_KIND, KNOWN}): message(
        "brief.if_either_known_military", "user or use is military, or known to be"
    ),
}


def _case(
    case: RowCase, facts: Mapping[FactName, tuple[str, ...]], answer: Determination, library: Library
) -> Text | None:
    parts: list[Text] = []
    if facts.get(CODES) == ("none",) and facts.get(RISK) == ("no",) and _is_civil(facts):
        parts.append(message("brief.if_unlisted_civil", "not a dual-use item, civil, no known risk"))
        facts = {fact: values for fact, values in facts.items() if fact not in {CODES, RISK, KNOWN, USE, USER_KIND}}
    if "civil" in facts.get(USE, ()) and "civil" in facts.get(USER_KIND, ()):
        parts.append(message("brief.if_both_civil", "civil user and use"))
        facts = {fact: values for fact, values in facts.items() if fact not in {USE, USER_KIND}}
    parts += whether_listed(case.same, answer, library)
    parts += [
        (_not_goods(values, answer) if fact == SPECIAL else None) or fact_case(fact, values, library)
        for fact, values in facts.items()
    ]
    if not case.same:
        parts += [
            _joins(lists, library)
            if lists and is_looked_up(party, answer.facts.get(party))
            else _listed(lists, library, after=bool(parts))
            for party, lists in case.listed.items()
        ]
    row: Text | None = None
    for part in parts:
        row = part if row is None else message("brief.in_a_row", "{first}, {next}", first=row, next=part)
    return row


def _is_civil(facts: Mapping[FactName, tuple[str, ...]]) -> bool:
    """Tell whether facts say of use and kind of user no more than that they are civil, and say so of one."""
    stated = [facts[fact] for fact in (USE, USER_KIND) if fact in facts]
    return bool(stated) and all("civil" in values for values in stated)


def _not_goods(values: Sequence[str], answer: Determination) -> Text | None:
    """Say that the goods are not those at which the words of the line point; None where they may be, or none is."""
    pointed = [effect.value for effect in opened_by_words(answer) if effect.fact == SPECIAL]
    denied = [goods_name(SPECIAL, value) for value in dict.fromkeys(pointed) if value not in values]
    if "none" not in values or len(denied) != 1:
        return None  # to deny two by name takes a line each
    return message("brief.if_not_goods", "not {goods}", goods=denied[0])


def fact_case(fact: FactName, values: Sequence[str], library: Library) -> Text:
    """Say that a fact has one of some values; of many, those that readers mean by the word."""
    if fact == USE and "military" in values and "civil" not in values:
        return message("brief.if_military_use", "military use")
    if fact == USE and "civil" in values and "military" not in values:
        return message("brief.if_civil_use", "civil use")
    if fact == USER_KIND and "military" in values and "civil" not in values:
        return message("brief.if_military_user", "military user")
    if fact == USER_KIND and "civil" in values and "military" not in values:
        return message("brief.if_civil_user", "civil user")
    if fact == CODES and values == ("none",) and library.facts[CODES].scheme != HOME_SCHEME:
        return message("brief.if_no_goods_listed", "it is not on the list of goods")
    if len(values) == 1 and (fact, values[0]) in YES_NO:
        return YES_NO[fact, values[0]]
    left_out = [value for value in library.facts[fact].choices if value not in values]
    if library.facts[fact].kind == "choice" and len(values) > MOST_NAMED and len(left_out) <= FEWER_NAMED:
        if not left_out:
            return message("brief.if_any", "{fact}: any", fact=_label(fact, library))
        others = joined([_value(fact, value, library) for value in left_out], "or")
        return message("brief.if_any_but", "{fact}: any but {values}", fact=_label(fact, library), values=others)
    most = FEWER_NAMED if len(values) > MOST_NAMED and library.facts[fact].kind == "choice" else MOST_NAMED
    names = [_value(fact, value, library) for value in values[:most]]
    if len(values) > MOST_NAMED:
        names.append(message("brief.if_other_value", "another"))
    if fact == SPECIAL and "none" in values:
        return YES_NO[fact, "none"]
    if fact in CASES_OF:
        return CASES_OF[fact](joined(names, "or"))
    return message("brief.if_fact_is", "{fact}: {values}", fact=_label(fact, library), values=joined(names, "or"))


def _label(fact: FactName, library: Library) -> Text:
    """Name a fact in a word or two."""
    return LawText(library.facts[fact].question) if library.facts[fact].of == "law" else fact_label(fact)


def _value(fact: FactName, value: str, library: Library) -> str:
    """Name a value of a fact: a territory by name, a choice in words, a code as it is."""
    if library.facts[fact].kind == "territory":
        if value not in _named_places(library).get(fact, frozenset()):
            return message("brief.if_elsewhere", "any other place")
        return LawText(library.code_names.get("iso/3166", {}).get(value, value))
    if library.facts[fact].kind in {"codes", "party", "number", "date"}:
        return value
    key = f"value.{fact}.{value}"
    return Message(key, Translator("en").find(key) or value.replace("_", " "), {})


@cached_per_library
def _named_places(library: Library) -> dict[FactName, frozenset[str]]:
    """Return the territories that the law names, by the fact that it tests.

    A row holds for all places that no test names where it holds for one of them: that one stands for the others.
    """
    by_fact: dict[FactName, set[str]] = {}
    for measure in library.measures.values():
        for _, condition in conditions_of(measure):
            for part in walk(condition):
                if isinstance(part, Is | Open) and library.facts[part.fact].kind == "territory":
                    by_fact.setdefault(part.fact, set()).update(map(str, part.values))
    return {fact: frozenset(places) for fact, places in by_fact.items()}


def whether_listed(same: Mapping[str, str], answer: Determination, library: Library) -> list[Text]:
    """Say which listed party it is; where it may be one of several, that it is none of them, and not of each."""
    surely = {entry: value for entry, value in same.items() if value == "yes"}
    if not surely and len(same) > 1:
        return [message("brief.if_none_of_the_listed", "it is none of the listed ones")]
    return [_same(entry, value, answer, library) for entry, value in (surely or same).items()]


def _same(entry: str, value: str, answer: Determination, library: Library) -> Text:
    """Say that a party is, or is not, the entry of a list that it may be; of a unit of it, the unit alone."""
    party = parties_of(library).by_id.get(entry)
    name = entry_name(party) if party else entry
    if value == "yes" and party is not None and party.is_part:
        asked = next((str(answer.facts[fact]) for fact in answer.parties if answer.facts.get(fact)), "")
        unit = unit_name({tongue: party.name_in(tongue) for tongue in LANGUAGES}, asked)
        return message("brief.if_same", "{name}", name=unit)
    if value != "yes" and party is not None and party.is_part:
        return message("brief.if_another_unit", "another unit")
    if cells(name) > NAME_IN_ROW:
        if value == "yes":
            return message("brief.if_the_listed", "it is the listed one")
        return message("brief.if_not_the_listed", "it is not the listed one")
    if value == "yes":
        return message("brief.if_same", "{name}", name=name)
    return message("brief.if_not_same", "not {name}", name=name)


_BARRED: Final = frozenset({"dealings_barred", "countermeasure"})
"""What lists do that bar dealings with a party whatever the goods are."""


def _named_as(others: Collection[str], barred: Collection[str]) -> str:
    """Return by which of its effects a row names lists: one kind, bans and lists of barred dealings, or several.

    Of lists with no effect on file, as those of another country's package, nothing is said of what they do.
    """
    if not others:
        return "barred" if barred else "several"
    if len(others) > 1:
        return "several"
    (only,) = others
    return only if not barred else "ban or barred" if only == "ban" else "several"


def is_looked_up(party: FactName, stated: object) -> bool:
    """Tell whether a party of a line is named: what lists say of it is then known, and may change on a later day."""
    return party == USER and stated is not None and stated not in {UNKNOWN, "", "none", "unknown"}


def _kind_of(lists: Collection[ListId], library: Library) -> str:
    kinds = {effect.kind for effect in (effect_of(name, library.effects) for name in lists) if effect is not None}
    barred = kinds & _BARRED
    return "" if not lists else _named_as(kinds - barred, barred)


def _joins(lists: Collection[ListId], library: Library) -> Text:
    """Say of a party that was looked up and is on no list that it may be put on one: more the law does not leave."""
    match _kind_of(lists, library):
        case "ban":
            return message("brief.if_joins_control", "user later on the control list")
        case "individual_licence":
            return message("brief.if_joins_watch", "user later on the watch list")
        case "barred":
            return message("brief.if_joins_barred", "user later on a list of barred dealings")
        case "ban or barred":
            return message("brief.if_joins_either", "user later on the control list, or barred")
        case _:
            return message("brief.if_joins_a_list", "user later on a list")


def _listed(lists: Collection[ListId], library: Library, *, after: bool) -> Text:
    """Say on which kind of list a party stands; shorter behind what says of the user already."""
    match _kind_of(lists, library):
        case "":
            return (
                message("brief.if_on_neither", "on no list")
                if after
                else message("brief.if_on_no_list", "user on no list")
            )
        case "ban" if after:
            return message("brief.if_on_control", "on the control list")
        case "ban":
            return message("brief.if_on_control_list", "user on the control list")
        case "individual_licence" if after:
            return message("brief.if_on_watch", "on the watch list")
        case "individual_licence":
            return message("brief.if_on_watch_list", "user on the watch list")
        case "barred" if after:
            return message("brief.if_barred", "on a list of barred dealings")
        case "barred":
            return message("brief.if_on_barred_list", "user on a list of barred dealings")
        case "ban or barred" if after:
            return message("brief.if_banned_or_barred", "on the control list, or barred")
        case "ban or barred":
            return message("brief.if_user_banned_or_barred", "user on the control list, or barred")
        case _:
            return message("brief.if_on_a_list", "user on a list")


def _law(unknown: FactName, value: str, answer: Determination, library: Library, *, again: bool, bites: bool) -> Text:
    """Say which value a named unknown of the law has; of the first of a suspension, of which rule, if Why does not.

    Beside the first that the ministry said it says so. Where the rule then bites for a share that is stated, it says so
    once: 2 % is over 0.1 %.
    """
    words = LAW_VALUES.get(value) or LawText(value.replace("_", " "))
    first = next((row.law[unknown] for row in answer.rows if unknown in row.law), value)
    acts = None if open_law(answer) else suspended_acts([unknown], answer, library)
    if acts is not None and value in OF_SUSPENSION and not again and value == first:
        words = OF_SUSPENSION[value](acts)
    elif value == CHANGED and sum(unknown in row.law for row in answer.rows) == 1:
        words = message("brief.if_suspended_changed", "the suspended text was changed")  # no row beside it says of what
    if value == LAPSED and bites and not again and (over := _over(answer, library)) is not None:
        return message("brief.if_law_over", "{value} ({over})", value=words, over=over)
    statement = next((said for said in answer.statements if (said.unknown, said.value) == (unknown, value)), None)
    if statement is None or again or answer.as_of > statement.assumption.until:
        return words
    day = quantity("day_in_year", statement.assumption.said)
    return message("brief.if_as_said", "{value}, as MOFCOM said on {day}", value=words, day=day)


def _over(answer: Determination, library: Library) -> Text | None:
    """Say that a share which is stated reaches the one that an open clause names."""
    for name in answer.open:
        for part in walk(library.clauses[name][1].when):
            if not isinstance(part, Between) or not isinstance(part.low, Decimal):
                continue
            stated = answer.facts.get(part.fact)
            if isinstance(stated, Decimal) and library.facts[part.fact].unit.startswith("share") and stated >= part.low:
                share, bound = _per_cent(stated), _per_cent(part.low)
                if stated > part.low:
                    return message("brief.share_over", "{share} is over {bound}", share=share, bound=bound)
                return message("brief.share_reached", "it reaches {bound}", bound=bound)
    return None


def _per_cent(share: Decimal) -> Text:
    """Write a share in per cent with the digits that it has."""
    return message("brief.per_cent", "{number} %", number=f"{(share * 100).normalize():f}")


def _reading(term: str, reading: Reading, library: Library, *, alone: bool) -> Text:
    """Say how disputed words are read, by what people call them; a row of that alone stands behind *If* already."""
    row = short_text(library, term, "words")
    if row is None:
        return READINGS_ALONE[reading] if alone else READING_ROWS[reading]
    if alone and reading is Reading.BROAD:
        return message("brief.words_broad", "{words} is read broadly", words=LawText(row.english))
    if alone and reading is Reading.NARROW:
        return message("brief.words_narrow", "{words} is read narrowly", words=LawText(row.english))
    if reading is Reading.BROAD:
        return message("brief.if_words_broad", "if {words} is read broadly", words=LawText(row.english))
    if reading is Reading.NARROW:
        return message("brief.if_words_narrow", "if {words} is read narrowly", words=LawText(row.english))
    return message("brief.if_words_central", "if {words} is read centrally", words=LawText(row.english))

"""What is taken for granted of a single question that leaves out what most people leave out.

A presumption fills in a fact that nobody stated, and is undone by stating it, be it as unknown. It never makes an
answer freer: the floor may not fall, and where nothing but a presumption would make a line free, its level stays what
it is without and the headline says so (`free_if_supposed`). Books and golden cases presume nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sekisho.dataclass import dataclass, with_late
from sekisho.determination.core.outcome import Branch, Determination, Outcome, Presumption, Verdict
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, FactValue, Unknown
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import CODES
from sekisho.message import LawText, message
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION, END_USER, KIND, TERRITORY
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.regex import regex

MOVEMENT: Final = FactName("movement")
ORIGIN: Final = FactName("origin")
VIA: Final = FactName("via")
EXPORTER: Final = FactName("exporter")
IMPORTER: Final = FactName("importer")
OF_PRC: Final = FactName("exporter_is_prc_person")
INTANGIBLE: Final = "intangible"
CHINA: Final = "CN"
JAPAN: Final = "JP"
FIRM: Final = "civil|defence_contractor"
"""A firm: it may have defence contracts, and is no body of the state or its forces."""
SENT_ON: Final = "export|re_export"
"""Sent from another country: goods of its own or of a third one, and none that merely pass through."""
_FIRM_KINDS: Final = frozenset({"", "company", "division"})
"""What an entry of a list is that says of its party no more than that it is a firm."""
_NO_FIRM: Final = regex(
    r"\b(?:ministry|department|government|agency|bureau|commission|council|police|coast guard|embassy|consulate"
    r"|universit\w+|institute?|academy|college|school|hospital|prefecture|city of|town of|navy|army|air force)\b"
    r"|[省庁署局県府]$|市役所|警察|[県府道]警|公安|政府|大使館|大使馆|大学|学院|研究所|研究院|病院|医院|委員会|委员会|部队|部隊|自衛隊|[军軍]",
    re.IGNORECASE,
)
"""Words of names that are hardly a firm's. A name that they wrong stays of unknown kind, which costs a question; one
that they miss is presumed a firm, and a row of the table tells the answer if it is a military body."""

_BASE: Final = regex(
    r"\b(?:camp|garrison|barracks|naval|air\s?base|(?<!data )(?<!customer )(?<!knowledge )base|air station"
    r"|fleet activities|kichi|ch[uū]tonchi)\b|基地(?!局)|[駐驻]屯地|キャンプ",
    re.IGNORECASE,
)
"""Words for a place of forces. A firm may bear them, and says so by its legal form, or by words of the trade alone."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A line of which something may be presumed.

    Parameters
    ----------
    facts
        Typed, with what follows from them.
    left_out
        Facts that the line does not state.
    """

    facts: Mapping[FactName, FactValue]
    left_out: Collection[FactName]
    parties: PartyIndex

    def is_open(self, *names: FactName) -> bool:
        """Tell whether nobody states facts, and nothing else tells them."""
        return all(name in self.left_out and self.facts[name] is UNKNOWN for name in names)

    def country_of(self, name: str) -> str:
        """Return the one country that the lists, or a legal form, give a name; empty if none or several do."""
        heads = {group.id: group for group in self.parties.groups}
        territories = [match.entry.territory for match in self.parties.matches(name)]
        from sekisho.parties.known_body import owner_of_place  # a line without a name reads no table of names

        owner = owner_of_place(name, self.parties) if is_installed() else ""
        territories += [
            heads[head].territory for who in filter(None, (name, owner)) for head, _ in self.parties.heads(who)
        ]
        countries = {territory for territory in territories if territory} or _countries_of_form(name)
        return countries.pop() if len(countries) == 1 else ""

    def foreigner(self, role: FactName, territory: str) -> bool:
        """Tell whether a party is, or may be, an entry of a list that is of another territory."""
        name = self.facts[role]
        if isinstance(name, Unknown) or name == "none":
            return False
        return any(match.entry.territory not in {"", territory} for match in self.parties.matches(str(name)))


def presumed_export(
    facts: Mapping[FactName, FactValue], left_out: Collection[FactName], library: Library
) -> tuple[Presumption, ...]:
    """Presume that what was made in the country of the list of goods leaves from there.

    Not so where another seller or route is stated.
    """
    asked, home = _Asked(facts, left_out, parties_of(library)), home_of_list(library)
    sent = facts[MOVEMENT] == INTANGIBLE  # a drawing sent by mail leaves from where it was made, too
    if facts[ORIGIN] != home or not asked.is_open(DEPARTURE, VIA) or not (sent or asked.is_open(MOVEMENT)):
        return ()
    if (home == CHINA and facts[OF_PRC] is False) or asked.foreigner(EXPORTER, home):
        return ()
    because = (
        message(
            "presumption.export",
            "It was made in China, and nothing is stated of where it leaves: it is exported from China.",
        )
        if home == CHINA
        else message(
            "presumption.export_home",
            "It was made in {country}, and nothing is stated of where it leaves: it is exported from there.",
            country=LawText(library.code_names.get("iso/3166", {}).get(home, home)),
        )
    )
    leaves = Presumption(fact=DEPARTURE, value=home, because=because)
    return (leaves,) if sent else (leaves, Presumption(fact=MOVEMENT, value="export", because=because))


def presumed_destination(
    facts: Mapping[FactName, FactValue], left_out: Collection[FactName], library: Library
) -> tuple[Presumption, ...]:
    """Presume that goods for a firm of another country go there, where its name tells the country and no place is said.

    Whoever buys tells it where no user is named. Not so of a military body, which may be anywhere, unless it is of
    Japan, where the rules are the strictest; and of a firm of the country whose list of goods it is: what stays there
    is another question.
    """
    asked = _Asked(facts, left_out, parties_of(library))
    stated = (facts.get(role, UNKNOWN) for role in (END_USER, IMPORTER))
    name = next((name for name in stated if not isinstance(name, Unknown) and name != "none"), None)
    if not asked.is_open(DESTINATION, VIA) or name is None:
        return ()
    country = asked.country_of(str(name))
    if country in {"", home_of_list(library), facts[DEPARTURE]}:
        return ()
    if country != JAPAN and asked.parties.military(str(name)):
        return ()
    because = message(
        "presumption.destination",
        "{name} is of {country} by its name, and no other place is stated: the goods go there.",
        name=str(name),
        country=LawText(library.code_names.get("iso/3166", {}).get(country, country)),
    )
    return (Presumption(fact=DESTINATION, value=country, because=because),)


def presumed_onward(
    facts: Mapping[FactName, FactValue], left_out: Collection[FactName], library: Library
) -> tuple[Presumption, ...]:
    """Presume that what leaves another country for a third one is sent on from there, and passes through no other.

    Not so where a route or another movement is stated, or where it stays in that country.
    """
    asked, home = _Asked(facts, left_out, parties_of(library)), home_of_list(library)
    departure, destination = facts[DEPARTURE], facts[DESTINATION]
    if not (isinstance(departure, str) and isinstance(destination, str)) or not asked.is_open(MOVEMENT, VIA):
        return ()
    if home in {departure, destination} or departure == destination:
        return ()
    because = message(
        "presumption.onward",
        "It leaves {country}, and nothing else is stated of how it moves: it is sent on from there.",
        country=LawText(library.code_names.get("iso/3166", {}).get(departure, departure)),
    )
    return (Presumption(fact=MOVEMENT, value=SENT_ON, because=because),)


def _countries_of_form(name: str) -> set[str]:
    """Return the countries of the legal forms of a name that are of one country alone: K.K., 株式会社, Oy."""
    if not is_installed():
        return set()
    from sekisho.parties.names.legal_forms import countries_of_form  # a line without a name reads no table of names

    return set(countries_of_form(name))


def home_of_list(library: Library) -> str:
    """Return the code of the country whose list of goods the control codes of a line are of."""
    return library.facts[CODES].scheme.partition("/")[0].upper()


def presumed_firm(
    facts: Mapping[FactName, FactValue], left_out: Collection[FactName], library: Library
) -> tuple[Presumption, ...]:
    """Presume that an end user that is named like a firm is one, and no military body."""
    asked, name = _Asked(facts, left_out, parties_of(library)), facts[END_USER]
    if not asked.is_open(KIND) or isinstance(name, Unknown) or name == "none":
        return ()
    from sekisho.trade.book.cells.defence_words import defence_words_in  # a line without a name needs none

    text = str(name)
    if _NO_FIRM.search(text) or _may_be_base(text) or defence_words_in(text, use=True) or asked.parties.military(text):
        return ()
    if any(match.entry.kind not in _FIRM_KINDS for match in asked.parties.matches(text)):
        return ()
    because = message(
        "presumption.firm",
        "The kind of {name} is not stated, and nothing in its name is military: it is a firm, not a military body.",
        name=text,
    )
    return (Presumption(fact=KIND, value=FIRM, because=because),)


def _may_be_base(name: str) -> bool:
    """Tell whether a name may be that of a camp or base: Camp Kyoto, and neither Camp Design nor Base Co., Ltd."""
    if not _BASE.search(name) or not is_installed():
        return False
    from sekisho.parties.names.business_words import OF_TRADE  # a line without a name reads no table of names
    from sekisho.parties.names.tokenisation import take_apart

    apart = take_apart(name)
    return not apart.forms and any(part.kind not in OF_TRADE for part in apart.parts)


def presumed_resident(
    facts: Mapping[FactName, FactValue], left_out: Collection[FactName], library: Library
) -> tuple[Presumption, ...]:
    """Presume that the end user of what goes to Japan is a person or body of Japan."""
    asked = _Asked(facts, left_out, parties_of(library))
    if facts[DESTINATION] != JAPAN or not asked.is_open(TERRITORY) or asked.foreigner(END_USER, JAPAN):
        return ()
    because = message(
        "presumption.resident",
        "It goes to Japan, and no other nationality is stated: the end user is a person or body of Japan.",
    )
    return (Presumption(fact=TERRITORY, value=JAPAN, because=because),)


PRESUMPTIONS: Final = (
    (frozenset({DESTINATION, VIA}), presumed_destination),
    (frozenset({DEPARTURE, VIA}), presumed_export),
    (frozenset({MOVEMENT, VIA}), presumed_onward),
    (frozenset({KIND}), presumed_firm),
    (frozenset({TERRITORY}), presumed_resident),
)
"""Facts without whose being left out nothing is presumed, and what presumes then; in the order in which they are made:
a later one sees what follows from those before it."""


def presuming(answer: Determination, plain: Determination, presumed: Sequence[Presumption]) -> Determination:
    """Mark an answer as one that rests on presumptions.

    Parameters
    ----------
    answer, plain
        The answer with what is presumed, and without.
    presumed
        What is presumed.
    """
    verdict = supposed_of(answer.verdict, plain.verdict)
    by_plain = plain if verdict.supposed else answer

    def branches() -> tuple[Branch, ...]:
        then = {(branch.unknown, branch.value): branch.verdict for branch in plain.branches}
        return tuple(
            replace(branch, verdict=supposed_of(branch.verdict, then[branch.unknown, branch.value]))
            for branch in answer.branches
        )

    late = {
        "missing": lambda: _still_missing(plain, presumed) if verdict.supposed else answer.missing,
        "cited": lambda: by_plain.cited,
        "by_reading": lambda: {
            name: supposed_of(then, plain.by_reading[name]) for name, then in answer.by_reading.items()
        },
        "branches": branches,
    }
    return with_late(
        answer,
        late,
        verdict=verdict,
        judged=by_plain.judged,
        presumed=tuple(presumed),
        without_presumptions=plain.verdict,
    )


def _still_missing(plain: Determination, presumed: Iterable[Presumption]) -> tuple[FactName, ...]:
    """Return the facts for which a line waits without its presumptions, as far as they are presumed."""
    names = {presumption.fact for presumption in presumed}
    return tuple(name for name in plain.missing if name in names)


def supposed_of(then: Verdict, plain: Verdict) -> Verdict:
    """Return the verdict under presumptions: if it is free by them alone, it stays open as far as without them."""
    if then.ceiling is not Outcome.FREE or plain.ceiling is Outcome.FREE:
        return then
    return replace(plain, alert=then.alert, supposed=True)


def with_presumed(given: Mapping[str, object], answer: Determination) -> dict[str, object]:
    """Add to the facts of a line what its answer presumes, to ask more of the same line."""
    return {**given, **{str(one.fact): one.value for one in answer.presumed}}


def facts_of(presumed: Iterable[Presumption]) -> dict[str, object]:
    """Return presumed facts as a line states them."""
    return {str(presumption.fact): presumption.value for presumption in presumed}

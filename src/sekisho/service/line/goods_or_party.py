"""Whether words name goods or somebody, as lists of goods and parties, customs codes and legal forms tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from sekisho.classification.suggestion import suggestion_of
from sekisho.determination.core.outcome import RESEMBLES_NOTHING
from sekisho.errors import FactError
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.trigger import DESCRIPTION, hits_of
from sekisho.parties.identification import names_that_hold
from sekisho.parties.index import parties_of
from sekisho.parties.known_body import owner_of_site
from sekisho.parties.name_tables import is_installed
from sekisho.parties.names.legal_forms import is_only_form, read_form
from sekisho.parties.profile import party_named
from sekisho.regex import regex
from sekisho.service.screen import ScreenRequest, screen
from sekisho.service.workspace import Workspace
from sekisho.trade.book.cells.defence_words import defence_words_in
from sekisho.trade.sentence.shipment_words import HS, folded

_WEIGHT: Final = regex(r"\d\s*kgs?\.?$", re.IGNORECASE)
"""A weight, whose unit is written as a German legal form is."""
_EAST_ASIA: Final = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CAPITALS: Final = regex(r"[A-Z]{3,}")
_SHORT_BODY: Final = 3
"""Characters of the short name of an institute: 産総研; 農協 is any."""
CODES: Final = FactName("control_codes")


def is_military_in_words(text: str) -> bool:
    """Tell whether words look military."""
    return bool(defence_words_in(text, use=True))


def is_named_goods(words: str, library: Library) -> bool:
    """Tell whether a measure names goods by words: helium."""
    return bool(hits_of(library.facts.triggers, {DESCRIPTION: words}))


def is_listed(words: str, library: Library) -> bool:
    """Tell whether words name a party on a list or a group, or may name one."""
    if HS.fullmatch(folded(words)) or not is_installed():
        return False
    if party_named(words, library) is not None or entries_named(words, library) or is_unit(words, library):
        return True
    if words in _initials(library):
        return True
    return bool(parties_of(library).military(words))


@cached_per_library
def _initials(library: Library) -> frozenset[str]:
    """Return the capitals by which groups are known: MHI. Their other short names are towns and words too: 小松."""
    names = (name for group in parties_of(library).groups for name in group.weak_names)
    return frozenset(name for name in names if _CAPITALS.fullmatch(name))


def is_unit(words: str, library: Library) -> bool:
    """Tell whether words name a works, a yard or an office of a known party, or where it is: 三菱重工名古屋."""

    def is_known(who: str) -> bool:
        return party_named(who, library) is not None

    return is_installed() and bool(owner_of_site(words, is_known))


def entries_named(words: str, library: Library) -> frozenset[str]:
    """Return the listed parties that words name, or may name."""
    if not words or not is_installed():
        return frozenset()
    return frozenset(str(hit.entity) for hit in parties_of(library).whom(words).hits if hit.zone != "none")


def is_item(words: str, workspace: Workspace, as_of: date | None) -> bool:
    """Tell whether words are a code, a customs code, or goods that stand on a list."""
    library = workspace.library
    if code_in_words(words, library) or HS.fullmatch(folded(words)):
        return True
    day = as_of or library.horizon  # the day does not change what goods are
    try:
        suggestion = suggestion_of({"description": words}, library, day, cache=workspace.cache)
    except FactError:
        return False  # a chapter that there is not, or signs that are no letters: whoever judges the line says so
    return suggestion is not None and suggestion.is_of_the_list


def settles_code(words: str, workspace: Workspace, as_of: date | None) -> bool:
    """Tell whether words alone settle a code of the list of goods."""
    try:
        item = suggestion_of(
            {"description": words}, workspace.library, as_of or workspace.library.horizon, cache=workspace.cache
        )
    except FactError:
        return False
    return item is not None and bool(item.codes)


def is_ordinary_item(words: str, workspace: Workspace, as_of: date | None) -> bool:
    """Tell whether words are goods that nothing on a list resembles: shampoo, ball bearings."""
    day = as_of or workspace.library.horizon
    try:
        suggestion = suggestion_of({"description": words}, workspace.library, day, cache=workspace.cache)
    except FactError:
        return False
    return suggestion is not None and suggestion.state in RESEMBLES_NOTHING


def has_form(words: str) -> bool:
    """Tell whether words bear a legal form and are not that alone; 45 kg is a weight."""
    if _WEIGHT.search(words):
        return False
    return is_installed() and bool(read_form(words).written) and not is_only_form(words)


def is_firm_name(words: str) -> bool:
    """Tell whether words of East Asia are written as the name of a firm: a proper name, then what the firm does.

    >>> is_firm_name("浪速精機"), is_firm_name("半導体産業"), is_firm_name("自動車用")
    (True, False, False)
    """
    if words.isascii() or not is_installed():
        return False
    from sekisho.parties.names.business_words import PROPER  # reads the tables of words
    from sekisho.parties.names.tokenisation import take_apart

    parts = take_apart(words).parts
    named = bool(parts) and parts[0].kind in PROPER
    return named and (parts[0].kind == "house" or (len(parts) > 1 and parts[-1].kind in {"field", "broad"}))


def is_written_as_name(words: str) -> bool:
    """Tell whether words of East Asia are written as a name, or as words of which nothing else is known.

    A house is a name, and so is a proper name or a place before what a firm does; an institute has three characters at
    the least where it is shortened. What a firm does alone is a kind of firm.

    >>> [is_written_as_name(text) for text in ("浪速精機", "日本カーボン", "浪速", "産総研", "雑貨店", "輸入OK")]
    [True, True, True, True, False, False]
    """
    if not _EAST_ASIA.search(words) or not is_installed():
        return True
    from sekisho.parties.names.business_words import PROPER  # reads the tables of words
    from sekisho.parties.names.tokenisation import take_apart

    kinds = [part.kind for part in take_apart(words).parts]
    if "house" in kinds or not set(kinds) - PROPER or (kinds == ["body"] and len(words) >= _SHORT_BODY):
        return True
    first = next((at for at, kind in enumerate(kinds) if kind in {*PROPER, "place"}), len(kinds))
    return not {"field", "broad", "body"}.isdisjoint(kinds[first + 1 :])


def is_party(words: str, workspace: Workspace, as_of: date | None) -> bool:
    """Tell whether words may name a party on a list or one that is held by such, and no item of a list of goods."""
    library = workspace.library
    if HS.fullmatch(folded(words)) or not is_installed():
        return False
    if party_named(words, library) is not None:
        return True
    named = bool(names_that_hold(words, parties_of(library)))
    if not named:
        hits = screen(ScreenRequest(names=(words,), as_of=as_of), workspace).found[0].hits
        named = any(hit.zone != "none" for hit in hits)
    return named and not is_item(words, workspace, as_of)


def code_in_words(words: str, library: Library) -> str:
    """Return the code of the list of goods that the words are, as the list writes it; empty if they are none."""
    return _codes_folded(library).get(folded(words), "")


@cached_per_library
def _codes_folded(library: Library) -> Mapping[str, str]:
    """Return the codes of the list of goods by what they are without the case of letters; of two alike the first."""
    codes = library.code_names.get(library.facts[CODES].scheme, {})
    return {code.casefold(): code for code in reversed([*codes])}


def home_of(library: Library) -> str:
    """Return the country whose measures are asked; empty where there are several."""
    origins = {measure.jurisdiction for measure in library.measures.values()}
    return origins.pop() if len(origins) == 1 else ""

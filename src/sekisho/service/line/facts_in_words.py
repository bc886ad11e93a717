"""The facts that a few words state of a shipment: an item, whence, whither, and for whom."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from sekisho.classification.suggestion import suggestion_of
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.parties.identification import names_that_hold
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.parties.names.legal_forms import is_only_form, read_form
from sekisho.parties.profile import party_named
from sekisho.service.check import in_words
from sekisho.service.screen import ScreenRequest, screen
from sekisho.service.workspace import Workspace, today_of
from sekisho.trade.shipment_words import HS, folded, item_and_party, shipment_words

CODES: Final = FactName("control_codes")
IMPLIED: Final = frozenset({"origin"})
"""What the words need not have said: what leaves the country whose measures are asked was, as a rule, made there."""


def facts_in_words(words: str, workspace: Workspace, as_of: date | None = None) -> dict[str, str]:
    """Return the facts that a few words state of a shipment, as they are written.

    An item is a code of a list of goods, a customs code, or a description; words that name a party on a list or a
    group, or bear a legal form, are the end user, before, behind or instead of an item. Where no other start is named,
    it comes from the country whose measures are asked.
    """
    library = workspace.library
    territories = territories_of(library)

    def place(text: str) -> str:
        read = str(in_words({"destination": text}, library)[0]["destination"])
        return territories.code(text) or (territories.code(read) if read != text else "")

    shipment = shipment_words(words, territories, place)
    stated: dict[str, str] = {}
    item, party = shipment.item, shipment.party
    whole = False
    if not party:
        rest, party = item_and_party(item, partial(_is_listed, library=library), _has_form)
        # A name of several words may hold another: the whole then names more, or what the other leaves is no item.
        whole = bool(_entries(item, library) - _entries(party, library)) or (
            not shipment.end and not (party and _is_item(rest, workspace, as_of)) and _is_party(item, workspace, as_of)
        )
        item, party = (item, "") if whole else (rest, party)
    home, code = home_of(library), code_in_words(item, library)
    if shipment.end:
        stated["destination"] = shipment.end
    if shipment.start and shipment.start != home:
        stated["departure"] = shipment.start  # where it was made is another question
    elif home:
        stated["origin"] = home
    if whole and not code:
        stated["end_user"] = item
    elif code:
        stated["control_codes"] = code
    elif HS.fullmatch(folded(item)):
        stated["hs_code"] = folded(item)
    elif item:
        stated["description"] = item
    if party:
        stated["end_user"] = party
    return stated


def _is_listed(words: str, library: Library) -> bool:
    """Tell whether words name a party on a list or a group, or may name one."""
    if HS.fullmatch(folded(words)) or not is_installed():
        return False
    if party_named(words, library) is not None or _entries(words, library):
        return True
    return bool(parties_of(library).military(words))


def _entries(words: str, library: Library) -> frozenset[str]:
    """Return the listed parties that words name, or may name."""
    if not words or not is_installed():
        return frozenset()
    return frozenset(str(hit.entity) for hit in parties_of(library).whom(words).hits if hit.zone != "none")


def _is_item(words: str, workspace: Workspace, as_of: date | None) -> bool:
    """Tell whether words are a code, a customs code, or goods that stand on a list."""
    library = workspace.library
    if code_in_words(words, library) or HS.fullmatch(folded(words)):
        return True
    day = today_of(as_of, workspace)
    return suggestion_of({"description": words}, library, day, cache=workspace.cache) is not None


def _has_form(words: str) -> bool:
    """Tell whether words bear a legal form and are not that alone."""
    return is_installed() and bool(read_form(words).written) and not is_only_form(words)


def _is_party(words: str, workspace: Workspace, as_of: date | None) -> bool:
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
    return named and not _is_item(words, workspace, as_of)


def code_in_words(words: str, library: Library) -> str:
    """Return the code of the list of goods that the words are, as the list writes it; empty if they are none."""
    wanted, codes = folded(words), library.code_names.get(library.facts[CODES].scheme, {})
    return next((code for code in codes if code.casefold() == wanted), "")


def home_of(library: Library) -> str:
    """Return the country whose measures are asked; empty where there are several."""
    origins = {measure.jurisdiction for measure in library.measures.values()}
    return origins.pop() if len(origins) == 1 else ""

"""The facts that a few words state of a shipment: an item, whence, whither, and for whom."""

from __future__ import annotations

from datetime import date
from typing import Final

from sekisho.classification.suggestion import suggestion_of
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.parties.identification import names_that_hold
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.parties.profile import party_named
from sekisho.service.check import in_words
from sekisho.service.screen import ScreenRequest, screen
from sekisho.service.workspace import Workspace, today_of
from sekisho.trade.shipment_words import HS, folded, shipment_words

CODES: Final = FactName("control_codes")
IMPLIED: Final = frozenset({"origin"})
"""What the words need not have said: what leaves the country whose measures are asked was, as a rule, made there."""


def facts_in_words(words: str, workspace: Workspace, as_of: date | None = None) -> dict[str, str]:
    """Return the facts that a few words state of a shipment, as they are written.

    An item is a code of a list of goods, a customs code, or a description; words without a place that name a party on
    a list are the end user. Where no other start is named, it comes from the country whose measures are asked.
    """
    library = workspace.library
    territories = territories_of(library)

    def place(text: str) -> str:
        read = str(in_words({"destination": text}, library)[0]["destination"])
        return territories.code(text) or (territories.code(read) if read != text else "")

    shipment = shipment_words(words, territories, place)
    stated: dict[str, str] = {}
    home, code = home_of(library), code_in_words(shipment.item, library)
    if shipment.end:
        stated["destination"] = shipment.end
    if shipment.start and shipment.start != home:
        stated["departure"] = shipment.start  # where it was made is another question
    elif home:
        stated["origin"] = home
    if not shipment.end and not code and _is_party(shipment.item, workspace, as_of):
        stated["end_user"] = shipment.item
    elif code:
        stated["control_codes"] = code
    elif HS.fullmatch(folded(shipment.item)):
        stated["hs_code"] = folded(shipment.item)
    elif shipment.item:
        stated["description"] = shipment.item
    if shipment.party:
        stated["end_user"] = shipment.party
    return stated


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
    day = today_of(as_of, workspace)
    return named and suggestion_of({"description": words}, library, day, cache=workspace.cache) is None


def code_in_words(words: str, library: Library) -> str:
    """Return the code of the list of goods that the words are, as the list writes it; empty if they are none."""
    wanted, codes = folded(words), library.code_names.get(library.facts[CODES].scheme, {})
    return next((code for code in codes if code.casefold() == wanted), "")


def home_of(library: Library) -> str:
    """Return the country whose measures are asked; empty where there are several."""
    origins = {measure.jurisdiction for measure in library.measures.values()}
    return origins.pop() if len(origins) == 1 else ""

"""How sure a listed name is that stands whole in a cell, by what stands around it, and what of the party is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Zone
from sekisho.parties.cell.text import keys_of, read_text
from sekisho.parties.cell.words import cell_words
from sekisho.parties.form_verdict import verdict_on
from sekisho.parties.names.legal_forms import as_form
from sekisho.parties.names.romanisation import has_proper_noun
from sekisho.parties.reason import CellPiece, Reason, Relation
from sekisho.parties.screening.standing_names import Standing

_SHORT: Final = 3
"""Letters of East Asia from which the name of a site behind them tells a party."""


class Judgement(NamedTuple):
    """What a standing name tells."""

    zone: Zone
    relation: Relation
    reasons: tuple[Reason, ...]


def judge_standing(standing: Standing, entry: ListedParty, written: str) -> Judgement:
    """Say how sure a name is that stands in a cell as `written`, among the pieces around it."""
    pieces = (*standing.before.pieces, *standing.behind.pieces)
    relation: Relation = "self"
    for piece in pieces:
        if piece.kind == "site" or (piece.kind == "unit" and relation == "self"):
            relation = "site" if piece.kind == "site" else "unit"
    sure = standing.all_pieces and not (standing.listed.is_weak or standing.listed.is_perhaps)
    sure = sure and all(_is_sure(piece, standing, entry, relation, written) for piece in pieces)
    abroad = any(piece.kind == "country" and piece.code != entry.territory for piece in pieces)
    zone: Zone = "match" if sure else "none" if standing.listed.is_weak and abroad and relation == "self" else "review"
    if zone == "match" and verdict_on(_with_forms(standing, written), entry).apart:
        zone = "review"
    kind = "abbreviation" if standing.listed.is_weak else "held"
    told = (Reason(kind=kind, asked=written, listed=standing.listed.name), *_reasons(pieces, entry))
    return Judgement(zone, relation, told)


def _with_forms(standing: Standing, written: str) -> str:
    """Write a name with the legal forms that stand before and behind it."""
    before, behind = (
        [as_form(piece.text) for piece in stretch.pieces if piece.kind == "form"]
        for stretch in (standing.before, standing.behind)
    )
    return " ".join([*before, written, *behind])


def _reasons(pieces: tuple[CellPiece, ...], entry: ListedParty) -> Iterator[Reason]:
    for piece in pieces:
        yield Reason(kind=f"piece_{piece.kind}", asked=piece.text)
        if piece.kind == "address" and entry.address and _is_near(piece.text, entry.address):
            yield Reason(kind="address", asked=piece.text, listed=entry.address)


def _is_near(address: str, listed: str) -> bool:
    """Tell whether two addresses name one place below the territory, in one script."""
    tokens, known = read_text(address).tokens, "".join(keys_of(listed))
    for start in range(len(tokens)):
        found = cell_words().place.at_begin(tokens, start, len(tokens))
        if found is not None and "".join(token.key for token in tokens[start : start + found[0]]) in known:
            return True
    return False


def _is_sure(piece: CellPiece, standing: Standing, entry: ListedParty, relation: Relation, written: str) -> bool:
    """Tell whether a piece leaves a name as sure as it is by itself."""
    match piece.kind:
        case "role":
            return piece.code.endswith(" match")
        case "country":
            return relation != "self" or piece.code == entry.territory
        case "address":
            tells = standing.listed.by_itself or standing.listed.is_body
            ends = standing.has_form or (standing.apart and tells)
            return ends and (not piece.code or piece.code == entry.territory or relation != "self")
        case "body":
            return piece.code == "owner" or entry.kind not in {"company", "division", ""}
        case "site" | "unit":
            return _is_place_of(piece, standing, written)
        case "rest" | "beside":
            return False
        case _:
            return True


def _is_place_of(piece: CellPiece, standing: Standing, written: str) -> bool:
    """Tell whether words name a site or a unit of the very party: a place or a name stands in them, or a bare word.

    日野自動車整備工場 is a garage; 日野自動車 古河工場 is a works of Hino. 三菱造船所記念館 is a museum.
    """
    letters = sum(map(len, keys_of(written)))
    if not standing.listed.by_itself and (piece.code.startswith("weak") or letters < _SHORT):
        return False
    if piece.code.startswith("loose") and piece.code.endswith("glued"):
        return False
    if not piece.code.endswith("glued") or (piece.kind == "unit" and piece.code.startswith("strong")):
        return True
    return has_proper_noun(piece.text)

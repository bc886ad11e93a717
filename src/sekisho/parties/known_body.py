"""A firm that the tables know beside the lists: which one a name is, or of which it may name a works or an office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from sekisho.law.model.holdings import Group, PartyId
from sekisho.parties.answer import KnownBody
from sekisho.parties.index import PartyIndex

_LONGEST: Final = 120
"""Letters of the longest name in which a firm before a works is looked for. A guess: a name of a firm and its works has
under 60; a longer cell is no name, and each of its letters would cost a look-up."""


def known_bodies(names: Iterable[str], parties: PartyIndex) -> tuple[KnownBody, ...]:
    """Return the firms that names of one party are, or else whose place or part they may name, or else a company.

    Nothing is settled by it: a firm may have a works of its own name, and a works may be a firm of its own.

    Parameters
    ----------
    names
        The cell as written, then the names that were read out of it.
    """
    asked = list(dict.fromkeys(names))
    heads = {group.id: group for group in parties.groups}
    itself = [_body(heads[head], name) for name in asked for head in _heads(name, parties)]
    itself += [_body(heads[head], name) for name in asked for head in _heads_in_hangul(name, parties) if head in heads]
    bodies = itself or [
        _body(heads[head], owner, is_place=True)
        for name in asked
        if len(name) <= _LONGEST and (owner := owner_named(name, parties))
        for head, _ in parties.heads(owner)
    ]
    if not bodies:
        bodies = [body for name in asked if (body := bearer_of(name, parties)) is not None]
    return tuple({body.party: body for body in bodies}.values())


def bearer_of(name: str, parties: PartyIndex) -> KnownBody | None:
    """Return the firm with whose name another name begins, itself or behind a place; None if it does with none.

    A name that is refused for its letters is read as what its sounds stand for: 미쓰비시중공업 is Mitsubishi 重工業.
    """
    from sekisho.parties.cell.place_beside import after_place  # a line without a name reads no tables of names
    from sekisho.parties.names.hangul import from_hangul

    if any(True for _ in parties.heads(name)):
        return None  # it is a head, or may be one: 日製鋼
    for way in (name, *after_place(name)):
        if head := parties.head_borne(from_hangul(way) or way):
            group = next((group for group in parties.groups if group.id == head), None)
            names_of_head = group.names if group is not None else parties.by_id[head].names
            return KnownBody(party=PartyId(head), names=names_of_head, asked=name, bears_name=True)
    return None


def owner_of_place(name: str, parties: PartyIndex) -> str:
    """Return the head of a group, as written, whose works or office a name may be; empty if it is none's.

    A city or province behind its name, or before it, is where a paper puts it. Letters by which a head is known, such
    as MHI, are enough here: it is told as *perhaps*.
    """
    from sekisho.parties.cell.place_beside import after_place, before_place  # a line without a name needs it not

    def is_known(who: str) -> bool:
        return any(True for _ in parties.heads(who))

    return owner_of_site(name, is_known) or next(filter(is_known, (*before_place(name), *after_place(name))), "")


def owner_of_site(name: str, is_known: Callable[[str], bool]) -> str:
    """Return the known party whose works or office a name is, or that stands directly before a place; empty if none.

    >>> owner_of_site("浪速精機長崎", {"浪速精機"}.__contains__), owner_of_site("浪速精機", {"浪速"}.__contains__)
    ('浪速精機', '')
    """
    from sekisho.parties.cell.place_beside import before_glued_place  # a line without a name needs neither
    from sekisho.parties.names.branches import owner_of_unit

    return owner_of_unit(name, is_known) or next(filter(is_known, before_glued_place(name)), "")


def owner_named(name: str, parties: PartyIndex) -> str:
    """Return the head of a group of which a name may be a works, an office or any unit behind a blank.

    Unlike `owner_of_place` it is for the name of a party: in other words what stands behind a firm may be its goods.
    """
    from sekisho.parties.names.branches import before_short_unit  # a line without a name reads no table of names

    owner = owner_of_place(name, parties)
    return owner or next((head for head in before_short_unit(name) if any(_heads(head, parties))), "")


def _heads_in_hangul(name: str, parties: PartyIndex) -> Iterator[PartyId]:
    """Go through the heads that a name in Hangul, itself or behind a place, may be by what its sounds stand for."""
    if not any("\uac00" <= letter <= "\ud7a3" for letter in name):
        return
    from sekisho.parties.cell.place_beside import after_place  # names in other letters need neither
    from sekisho.parties.names.hangul import from_hangul

    for way in filter(None, map(from_hangul, (name, *after_place(name)))):
        yield from _heads(way, parties)
        yield from filter(None, (PartyId(parties.head_in_words(way)),))


def _heads(name: str, parties: PartyIndex) -> Iterator[PartyId]:
    return (head for head, certain in parties.heads(name) if certain)


def _body(group: Group, asked: str, *, is_place: bool = False) -> KnownBody:
    return KnownBody(party=group.id, names=group.names, asked=asked, is_place=is_place)

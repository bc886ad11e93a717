"""Which parts of a bill are materials of a national scenario: by their stated code, else by leads, else by name.

What the bill states is settled; what its words or its customs code lead to, or a name alone, is not: such a part may
be the material, and then lines may stop. A part of which nothing can be read may be any of the scarce ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sekisho.exposure.part_items import CodeStanding, leads_of, words_of_part
from sekisho.exposure.part_kinds import CODES, ORIGIN
from sekisho.exposure.part_outcomes import Crossing, Curbs
from sekisho.exposure.shortage_network import Uses
from sekisho.exposure.time_to_stop import Availability
from sekisho.impact.materials.material import Material, Materials
from sekisho.trade.bom.bill import UNSTATED, Bill
from sekisho.trade.items.code import is_at_or_below

HINT: Final = "?"
"""Sign before a code that a customs code hints at."""
NO_ENTRY: Final = "none"
BLIND: Final = frozenset({CodeStanding.UNASKED, CodeStanding.UNREAD})
"""How near a code stands to parts that may be anything."""
_AND: Final = re.compile(r" and |[・、,/]")
Places = frozenset[int]
NO_MATERIAL: Final[Places] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaterialTies:
    """Where the materials of a scenario come into a bill.

    Parameters
    ----------
    certain, possible
        As far as they certainly do, and as far as they may; the second holds all of the first.
    unsettled
        Parts that may be a material that is scarce, and are none for certain; in the order of the bill.
    """

    certain: Uses
    possible: Uses
    unsettled: tuple[int, ...]


def ties_of(bill: Bill, curbs: Curbs, materials: Materials, availability: Availability) -> MaterialTies:
    """Find where the materials of the national model come into a bill.

    A line is one of them if it crosses the border of the restricting territory, or may, and its part falls under an
    entry under which a form of the material falls, or is called by its name. It is so for certain if the bill states
    the code, or calls the part by that very name, and where it comes from.
    """
    names = availability.materials
    written = _Known.of(materials, names)
    scarce = frozenset(np.flatnonzero((availability.share < 1).any(axis=(0, 1))).tolist())
    crossing = np.flatnonzero(curbs.of_line != UNSTATED).tolist()
    alone = np.flatnonzero(curbs.of_product != UNSTATED).tolist()
    ways = [
        *((line, int(bill.lines.part[line]), int(curbs.of_line[line])) for line in crossing),
        *((UNSTATED, part, int(curbs.of_product[part])) for part in alone),
    ]
    sure: list[tuple[int, int, int]] = []
    rows: list[tuple[int, int, int]] = []
    tied: dict[tuple[int, int], tuple[Places, Places]] = {}
    for line, part, at in ways:
        if (part, at) not in tied:
            tied[part, at] = _tie(bill, part, curbs.crossings[at], written, scarce)
        certain, possible = tied[part, at]
        sure += [(line, part, material) for material in sorted(certain)]
        rows += [(line, part, material) for material in sorted(certain | possible)]
    settled = {part for _, part, material in sure if material in scarce}
    return MaterialTies(
        certain=_uses(sure),
        possible=_uses(rows),
        unsettled=tuple(sorted({part for _, part, material in rows if material in scarce} - settled)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Materials as a bill may write them, each by its place: names in full, the names in them, and codes."""

    whole: Mapping[str, int]
    pieces: Mapping[str, int]
    chosen: tuple[tuple[Material, int], ...]
    of_code: dict[str, Places] = field(default_factory=dict)

    @classmethod
    def of(cls, materials: Materials, names: Collection[str]) -> _Known:
        place = {name: number for number, name in enumerate(names)}
        chosen = tuple((one, place[str(one.id)]) for one in materials.items if str(one.id) in place)
        return cls(
            whole={text.casefold(): at for one, at in chosen for text in (str(one.id), *one.names.values())},
            pieces={piece: at for one, at in chosen for piece in _pieces(one.names)},
            chosen=chosen,
        )

    def by_code(self, code: str) -> Places:
        """Return the materials with a form under which a code may fall."""
        if code not in self.of_code:
            self.of_code[code] = frozenset(
                at
                for one, at in self.chosen
                if any(
                    is_at_or_below(code, entry) or is_at_or_below(entry, code)
                    for form in one.forms
                    for entry in form.control_codes
                )
            )
        return self.of_code[code]

    def named_in(self, text: str) -> Places:
        """Return the materials whose name stands in a text; of a name of letters, as a word."""
        return frozenset(
            at
            for piece, at in self.pieces.items()
            if piece in text and (not piece.isascii() or re.search(rf"(?<![a-z]){re.escape(piece)}(?![a-z])", text))
        )


def _pieces(names: Mapping[str, str]) -> Iterator[str]:
    """Yield the names of a material, those of two together each by itself: dysprosium, terbium; 镝, 铽."""
    count = max((len(_AND.split(text)) for text in names.values()), default=1)
    for text in names.values():
        pieces = _AND.split(text.casefold())
        yield from (list(text) if len(pieces) == 1 and len(text) == count else pieces)


def _tie(bill: Bill, part: int, crossing: Crossing, written: _Known, scarce: Places) -> tuple[Places, Places]:
    """Return the materials that a part is for certain on its way in, and those that it may be."""
    codes = [code for code in crossing.facts.get(CODES, "").split(";") if code]
    stated = [code for code in codes if code != NO_ENTRY and not code.startswith(HINT)]
    names = {text.casefold() for text in (bill.parts.ids[part], bill.parts.description[part])}
    called = frozenset(written.whole[text] for text in names if text in written.whole)
    sure = called.union(*map(written.by_code, stated))
    if stated or sure:
        return (sure, NO_MATERIAL) if ORIGIN not in crossing.missing else (NO_MATERIAL, sure)
    hinted = [code.removeprefix(HINT) for code in codes if code.startswith(HINT)]
    leads = [*hinted, *(leads_of(crossing.item) if crossing.item is not None else ())]
    if leads:
        led_to = NO_MATERIAL.union(*map(written.by_code, leads))
        return NO_MATERIAL, led_to or written.named_in(words_of_part(bill, part).casefold())
    if NO_ENTRY in codes and crossing.item is None:
        return NO_MATERIAL, NO_MATERIAL
    named = written.named_in(words_of_part(bill, part).casefold())
    return NO_MATERIAL, named or (scarce if crossing.standing in BLIND and not codes else NO_MATERIAL)


def _uses(rows: list[tuple[int, int, int]]) -> Uses:
    columns = np.array(rows, dtype=np.int32).reshape(-1, 3)
    return Uses(line=columns[:, 0], part=columns[:, 1], material=columns[:, 2])

"""Systems and forms whose headers are known: a profile is believed if three of its headers stand in a book.

A profile is a table `profiles/*.csv` of header, fact (empty if it is none), role and note; the first note names the
system. The role says which sort of column it is (`goods`, `spec`, `model`, `brand`, `month`, and of dates on which
nothing leaves `order_day`, `paper_day`, `wanted_day`), where it stands among the
columns of its fact (a number, the smallest first), and `alone` if no other system has such a header. A user's own
profiles are tables of the same shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import header_rows
from sekisho.trade.book.matching.header_reading import OTHER_DAYS, HeaderReading, read_header
from sekisho.trade.book.matching.headers import folded
from sekisho.trade.book.matching.reasons import ColumnReason

ENOUGH: Final = 3
"""Headers by which a profile is recognised. A guess. With two, headers that many systems share make a profile; with
more, exports with few columns have none."""
_FOLDER: Final = Path(__file__).with_name("profiles")
_MAY_BE: Final = 3
"""Rank of headers that may be another, as in `headers`."""
_KINDS: Final = frozenset({"goods", "spec", "model", "brand", "material", "heading", "month", *OTHER_DAYS})
_ORDER: Final = {"goods": (0, 0), "spec": (2, 0), "model": (2, 1), "material": (2, 2), "brand": (2, 3), "heading": (5,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProfile:
    """The headers of a system.

    Parameters
    ----------
    headers
        What each says, by its folded form.
    alone
        Those that no other system has.
    """

    name: str
    headers: Mapping[str, HeaderReading]
    alone: frozenset[str]

    @property
    def telling(self) -> frozenset[str]:
        """Headers by which it is recognised: those of facts."""
        return frozenset(form for form, reading in self.headers.items() if reading.fact)


def known_profiles(
    columns: Sequence[str], own: Path | None = None
) -> Mapping[str, tuple[HeaderReading, tuple[ColumnReason, ...]]]:
    """Read the headers that a profile knows, of the profile that knows the most; and those that one alone has.

    Parameters
    ----------
    own
        Folder of the user's profiles; they go before the built-in ones.
    """
    forms = {folded(name): name for name in columns}
    profiles = [*(_profiles(own) if own is not None else ()), *_profiles(_FOLDER)]
    ranked = sorted(profiles, key=lambda profile: -len(profile.telling & forms.keys()))
    readings: dict[str, tuple[HeaderReading, tuple[ColumnReason, ...]]] = {}
    for place, profile in enumerate(ranked):
        believed = place == 0 and len(profile.telling & forms.keys()) >= ENOUGH
        for form in (profile.headers.keys() if believed else profile.alone) & forms.keys():
            reading = profile.headers[form]
            if not reading.fact and read_header(forms[form]).rank < _MAY_BE and read_header(forms[form]).fact:
                continue  # what is clear by its words stays so
            readings.setdefault(forms[form], (reading, (ColumnReason("profile", {"profile": profile.name}),)))
    return readings


@cache
def _profiles(folder: Path) -> tuple[ColumnProfile, ...]:
    return tuple(_read(file) for file in sorted(folder.glob("*.csv")))


def _read(file: Path) -> ColumnProfile:
    name, headers, alone = file.stem, dict[str, HeaderReading](), set[str]()
    with file.open(encoding="utf-8-sig", newline="") as text:
        for number, row in enumerate(header_rows(text)):
            name = row["note"] if number == 0 and row["note"] else name
            form, roles = folded(row["header"]), row["role"].split()
            headers[form] = _reading(row["header"], row["fact"], roles)
            alone |= {form} if "alone" in roles else set()
    return ColumnProfile(name=name, headers=headers, alone=frozenset(alone))


def _reading(header: str, fact: str, roles: Sequence[str]) -> HeaderReading:
    if not fact:
        return HeaderReading(reason=read_header(header).reason or "not_other")
    words = read_header(header)
    by_words = words.kind if words.fact == fact and words.kind not in OTHER_DAYS else ""
    kind = next((role for role in roles if role in _KINDS), by_words)
    order = next(_orders(roles, fact), _ORDER.get(kind, words.order if words.fact == fact else (50,)))
    return HeaderReading(fact=fact, rank=_MAY_BE if kind in OTHER_DAYS else 1, order=order, kind=kind)


def _orders(roles: Sequence[str], fact: str) -> Iterator[tuple[int, ...]]:
    """Say where a column stands among those of its fact."""
    for role in roles:
        if role.isdigit():
            yield (0, 0, int(role)) if fact == "value" else (int(role),)

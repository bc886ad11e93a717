"""What is said of a city of a name that several countries have: which is meant, or that the country must be said."""

from __future__ import annotations

from typing import Final

from sekisho.i18n.territories import territory_names
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.library import Library
from sekisho.message import NameText, Text, joined, message
from sekisho.trade.book.cells.places import PlaceCell, is_state_name, place_in

CHINA: Final = "CN"
CITY_INITIALS: Final = frozenset({"BJ", "CC", "CD", "GY", "KM", "NC", "SH", "ST", "SX", "SY", "SZ", "TC", "TJ", "YT"})
"""Codes of countries by which people who ship from China mean cities: SH is Shanghai sooner than Saint Helena, SZ
Shenzhen. So in a question alone; in a column a code is a code."""
_SHOWN: Final = 4
"""Countries that are named of those that have a city of the name."""


def place_of(text: str, library: Library) -> PlaceCell:
    """Return the territories of the place that words name."""
    if text in CITY_INITIALS:
        return PlaceCell(territory=CHINA, several=(CHINA, text))
    return place_in(text, territories_of(library).code)


def largest_taken(text: str, library: Library) -> Text | None:
    """Say which of the cities, or of two states, of a name is meant, and where others are; None of other words."""
    place = place_of(text, library)
    if not place.territory or not place.several:
        return None
    others = [code for code in place.several if code != place.territory]
    if text in CITY_INITIALS or is_state_name(text):
        return message(
            "words.state_meant",
            "“{words}” is taken for {country}. If {others} is meant, state that.",
            words=text.strip(),
            country=_named(place.territory, library),
            others=_listed(others, library),
        )
    return message(
        "words.largest_city",
        "“{words}” is taken for the largest city of that name ({country}); others: {others}.",
        words=text.strip(),
        country=_named(place.territory, library),
        others=_listed(others, library),
    )


def at_home_or_abroad(text: str, start: str, library: Library) -> Text | None:
    """Say of a city that lies where goods leave and elsewhere too that its country must be said; None of other words.

    Goods that leave a country hardly go to a town of it: where one of its name lies abroad, neither is taken.
    """
    place = place_of(text, library)
    if not start or place.territory != start or not place.several or text.strip().isupper():
        return None
    return _lies_in(text, place.several, library)


def _lies_in(text: str, countries: tuple[str, ...], library: Library) -> Text:
    return message(
        "words.several_places",
        "“{words}” lies in several countries ({countries}). State which.",
        words=text.strip(),
        countries=_listed(countries, library),
    )


def several_places(text: str, library: Library) -> Text | None:
    """Say that cities of a name lie in several countries, none of which is meant more than others; else None."""
    place = place_of(text, library)
    if place.territory or not place.several:
        return None
    return _lies_in(text, place.several, library)


def _listed(codes: list[str] | tuple[str, ...], library: Library) -> Text:
    shown = [_named(code, library) for code in codes[:_SHOWN]]
    return joined([*shown, *(["…"] if len(codes) > _SHOWN else [])], "comma")


def _named(code: str, library: Library) -> NameText | str:
    names = territory_names(library)
    return NameText({language: by_code.get(code, code) for language, by_code in names.items()})

"""What stands near a name that is no hit: listed companies of its group, and the firm that it may be part of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.i18n.list_names import PartyListText
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import FIRST_OF_HAN, ListedParty
from sekisho.message import Text, WordsText, counted, message
from sekisho.parties.answer import Identification, KnownBody
from sekisho.parties.index import parties_of
from sekisho.parties.names.legal_forms import read_form
from sekisho.present.hit_signs import sign_of_entry

GROUP_STEP: Final = message(
    "screen.group_step",
    "Ask which company buys and uses the goods, by full legal name. Check that name. A tie does not list a party.",
)
"""What to do where companies of a group are listed and the name itself is not."""
_ORDER: Final[Mapping[str, int]] = {"■": 0, "▲": 1, "◆": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRelative:
    """A company of the group of a name, with the sign of its listing."""

    entry: ListedParty
    sign: str

    @property
    def list(self) -> str:
        """The whole list on which it stands, whatever the part: cn/control-list."""
        return "/".join(self.entry.list.split("/")[:2])

    @property
    def list_name(self) -> Text:
        """That list in words."""
        return PartyListText(self.list)

    def name_in(self, language: str) -> str:
        """Return its name for readers of a language."""
        return self.entry.name_in(language)


def name_text(names: Iterable[str], entries: Iterable[ListedParty] = ()) -> WordsText:
    """Name a party for readers of each language.

    >>> name_text(("Hitachi, Ltd.", "株式会社日立制作所", "株式会社日立製作所")).words["ja"]
    '株式会社日立製作所'
    """
    entry, full = next(iter(entries), None), list(names)
    if entry is not None:
        return WordsText({language: entry.name_in(language) for language in ("en", "ja", "zh")})
    han = [name for name in full if any(letter >= FIRST_OF_HAN for letter in name)] or full
    # What a notice prints in letters that Japan uses too (三菱材料株式会社) stands before what the firm calls itself.
    formed = [name for name in han if _is_japanese(name) and read_form(name).written]
    own = formed[1] if len(formed) > 1 else next(filter(_is_japanese, han), han[min(1, len(han) - 1)])
    return WordsText({"en": full[0], "zh": han[0], "ja": own})


def head_text(name: str, library: Library) -> Text:
    """Name the head of a group, or a body, that an entry writes in one language; as it stands where no table has it."""
    parties = parties_of(library)
    known = (group.names for group in (*parties.groups, *parties.own_parties) if name in group.names)
    names = next(known, None)
    if names is not None:
        return name_text(names)
    entry = next((entry for entry in parties.by_id.values() if name in entry.names), None)
    return name_text((), [entry]) if entry is not None else Text(name)


def _is_japanese(name: str) -> bool:
    """Tell whether a name may be printed in Japanese: the simplified letters of Chinese are none of its own.

    >>> _is_japanese("株式会社IHI"), _is_japanese("川崎重工业株式会社")
    (True, False)
    """
    try:
        name.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def listed_relatives(found: Identification, library: Library, day: date) -> tuple[ListedRelative, ...]:
    """Return the companies of the group that a name heads, or of the firm it may be part of, that a list names."""
    by_id = parties_of(library).by_id
    entries = (by_id[kin.party] for kin in found.kin if kin.kind == "group" and kin.party in by_id)
    shown = [ListedRelative(entry=entry, sign=sign_of_entry(entry, library, day)) for entry in entries]
    return tuple(sorted(shown, key=lambda relative: (_ORDER.get(relative.sign, len(_ORDER)), relative.list)))


def body_of_place(found: Identification) -> KnownBody | None:
    """Return the firm of which a name may be a works, an office or another part; None if it is of none."""
    return next((body for body in found.known if body.is_place), None)


def body_of_name(found: Identification) -> KnownBody | None:
    """Return the firm with whose name a name begins, as those of companies of its group do; None if it does with none.

    A works or a part of a firm is told before it.
    """
    return next((body for body in found.known if body.bears_name), None)


def not_found_text(found: Identification) -> Text:
    """Say of a name on no list what is listed of its group, and whose part it may be."""
    members = sum(kin.kind == "group" for kin in found.kin)
    place = body_of_place(found)
    if place is not None and members:
        return counted(
            "screen.place_in_group",
            "Not found itself; may be part of {name}: {n} company of that group is listed",
            "Not found itself; may be part of {name}: {n} companies of that group are listed",
            n=members,
            name=name_text(place.names),
        )
    if place is not None:
        return message("screen.place", "Not found itself; may be part of {name}", name=name_text(place.names))
    bearer = body_of_name(found)
    if bearer is not None and members:
        return counted(
            "screen.name_in_group",
            "Not found itself; its name begins with that of {name}: {n} company of that group is listed",
            "Not found itself; its name begins with that of {name}: {n} companies of that group are listed",
            n=members,
            name=name_text(bearer.names),
        )
    if bearer is not None:
        return message(
            "screen.name_borne", "Not found itself; its name begins with that of {name}", name=name_text(bearer.names)
        )
    if members:
        return counted(
            "screen.group_listed",
            "Not found itself; {n} company of its group is listed",
            "Not found itself; {n} companies of its group are listed",
            n=members,
        )
    number = len(found.lists.entries) if found.lists is not None else 0
    if not number:
        return message("screen.not_found", "Not found on the lists compared")
    return counted(
        "screen.not_found_on", "Not found on the {n} list compared", "Not found on the {n} lists compared", n=number
    )


def group_head(group: Sequence[ListedRelative]) -> Text:
    """Open the companies of a group that are told beside hits."""
    return counted(
        "screen.group_head",
        "{n} company of its group is listed too:",
        "{n} companies of its group are listed too:",
        n=len(group),
    )


def more_on(body: KnownBody) -> Text:
    """Lead to what is known of a firm."""
    return message("screen.more_on", "More on {name}", name=name_text(body.names))


def place_step(found: Identification) -> Text | None:
    """Say what to ask where a name may be a part of a firm, or of a company of its group; None where it is of none."""
    place, bearer = body_of_place(found), body_of_name(found)
    if place is not None:
        return message(
            "screen.place_step",
            "Ask whether it is part of {name} or a separate company. The name alone does not decide that.",
            name=name_text(place.names),
        )
    if bearer is not None:
        return message(
            "screen.name_step",
            "Ask whether it belongs to the group of {name}. The name alone does not decide that.",
            name=name_text(bearer.names),
        )
    return None

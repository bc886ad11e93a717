"""The page of a party: on which lists it stands and since when, what follows for a shipment, who is tied to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sekisho.determination.line.determination import verdict_of
from sekisho.i18n.list_names import PartyListText
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import measure_text, territory_text
from sekisho.law.model.effects import effect_of
from sekisho.law.model.holdings import DefenceSales
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import MeasureState
from sekisho.law.model.scheme import control_entries
from sekisho.message import LawText, Text, WordsText, counted, joined, message
from sekisho.parties.name_tables import is_military
from sekisho.parties.profile import MOST_LIKE, PartyProfile, RelativeKind, RelativeParty
from sekisho.present.determination.phrases import LISTS
from sekisho.present.document import Document, Head, Points, Table, paragraph, section
from sekisho.present.hit_signs import NOT_FOUND, OPEN, gravest, sign_of_entry
from sekisho.present.names.group import name_text
from sekisho.present.outcome_labels import case_cell, sentence_case
from sekisho.present.ownership import share_words
from sekisho.present.screening import STATES

EXAMPLE: Final = "3C001.a"
"""Entry that stands for a dual-use item: gallium metal, the first material that was put under control by name, under
no rule of its own for parties; what follows from a list is the same for every other entry."""
RELATIVES: Final[Mapping[RelativeKind, Text]] = {
    "holder": message("party.holder", "owns it"),
    "head": message("party.head", "heads its group"),
    "member": message("party.member", "same group"),
    "held": message("party.held", "owned by it"),
}
MILITARY_LIST: Final = message("party.military_list", "the list of military users of this project")


def list_text(entry: ListedParty, library: Library) -> Text:
    """Name the list of an entry, as sentences do."""
    if is_military(entry):
        return MILITARY_LIST
    effect = effect_of(entry.list, library.effects)
    return LISTS.get(effect.kind if effect is not None else "", PartyListText(entry.list))


def party_document(found: PartyProfile, library: Library) -> Document:
    """Set out everything that the tables tell of a party."""
    follows = section(message("party.follows", "What follows"), _cases(found, library))
    steps = section(message("party.to_do", "What to do"), Points(items=tuple(_steps(found, library))))
    relatives = section(message("party.relatives", "Owners, group and holdings"), *_relatives(found, library))
    listings = section(
        message("party.lists", "Lists and dates"), paragraph(*_dates(found, library)), _listings(found, library)
    )
    # of whom no list names and whose relatives are listed, those relatives are what a reader has to know
    is_beside = not found.entries and bool(_listed_relatives(found, library))
    first = (*relatives, *steps, *follows) if is_beside else (*follows, *steps, *listings, *relatives)
    sections = (
        *first,
        *section(message("party.mistaken", "Easily mistaken for it"), _mistaken(found, library)),
        *section(message("party.names", "Names and numbers"), _names(found)),
        *section(message("party.decisions", "Decisions on names"), _decisions(found)),
        *section(message("party.sources", "Sources"), _sources(found)),
    )
    return Document(
        head=Head(
            title=name_text(found.names, found.entries),
            line=joined(_in_scripts(found), "semicolon"),
            findings=tuple(_findings(found, library)),
            cautions=(),
            card={},
        ),
        sections=sections,
    )


def sign_of_party(entries: Iterable[ListedParty], library: Library, day: date) -> str:
    """Return the gravest sign of the entries of a party."""
    return gravest(sign_of_entry(entry, library, day) for entry in entries)


# ---------------------------------------------------------------------- who it is


def _in_scripts(found: PartyProfile) -> tuple[str, ...]:
    """Return its name in the other scripts: as the notice prints it, and as it writes itself."""
    first = next(iter(found.entries), None)
    if first is not None:
        return tuple(dict.fromkeys(first.name_in(language) for language in ("en", "ja", "zh")))
    return tuple(dict.fromkeys(name_text(found.names).words.values())) if found.names else ()


def _findings(found: PartyProfile, library: Library) -> Iterator[Text]:
    for entry, listing in zip(found.entries, found.listings, strict=True):
        sign = sign_of_entry(entry, library, found.day)
        effect = effect_of(entry.list, library.effects)
        on = (
            message(
                "party.on_list_since",
                "{sign} On {list} since {day}",
                sign=sign,
                list=list_text(entry, library),
                day=quantity("day", entry.listed),
            )
            if entry.listed
            else message("party.on_list", "{sign} On {list}", sign=sign, list=list_text(entry, library))
        )
        if sign == NOT_FOUND:
            yield message("party.was_on_list", "{on}: it does not apply on this day.", on=on)
        elif effect is None or not effect.in_words("en"):
            yield message("party.no_effect", "{on}: {state}.", on=on, state=STATES[listing.state])
        else:
            yield message("party.effect", "{on}. {effect}", on=on, effect=LawText(effect.in_words("en")))
    tied = _listed_relatives(found, library)
    if not found.entries:
        lists = {
            entry.list.rpartition("/")[0] if entry.list.count("/") > 1 else entry.list for entry in library.entries
        }
        yield from map(_part_listed, _parts_of(tied))
        if tied:
            tie = message("party.tie", "A tie does not list a party: what follows for one does not follow for another.")
            yield joined([_itself(len(lists), len(tied)), tie], "sentence")
        else:
            yield counted(
                "party.not_found",
                "{sign} Not found on {n} list.",
                "{sign} Not found on {n} lists.",
                sign=NOT_FOUND,
                n=len(lists),
            )
    elif tied:
        yield counted(
            "party.relatives_listed",
            "{n} party tied to it is listed. A tie does not list a party: what follows for one does not "
            "follow for another.",
            "{n} parties tied to it are listed. A tie does not list a party: what follows for one does not "
            "follow for another.",
            n=len(tied),
        )
    if found.ties.sales:
        yield _sales(found.ties.sales[0])


def _itself(lists: int, tied: int) -> Text:
    return counted(
        "party.not_found_itself",
        "{sign} Not found itself on {lists} lists; {n} company of its group is listed.",
        "{sign} Not found itself on {lists} lists; {n} companies of its group are listed.",
        sign=NOT_FOUND,
        lists=str(lists),
        n=tied,
    )


def _parts_of(tied: Iterable[RelativeParty]) -> Iterator[ListedParty]:
    """Go through the listed in-house companies among relatives: no persons of their own, but parts of their owner."""
    return (entry for relative in tied if relative.kind == "held" for entry in relative.entries if entry.is_part)


def _part_listed(entry: ListedParty) -> Text:
    return message(
        "party.part_listed",
        "{sign} A part of it is listed: {name}. Ask which part gets the goods.",
        sign=OPEN,
        name=name_text((), (entry,)),
    )


def sign_of_profile(found: PartyProfile, library: Library) -> str:
    """Return the sign of a party: of its own listings, else that a part of it is listed."""
    parts = _parts_of(_listed_relatives(found, library)) if not found.entries else iter(())
    return OPEN if any(True for _ in parts) else sign_of_party(found.entries, library, found.day)


def _listed_relatives(found: PartyProfile, library: Library) -> list[RelativeParty]:
    """Return the parties tied to it that a list names on the day."""
    day = found.day
    return [tied for tied in found.relatives if sign_of_party(tied.entries, library, day) != NOT_FOUND]


def _sales(sales: DefenceSales) -> Text:
    if sales.share is None:
        return message("party.defence_business", "It has defence business ({year}).", year=str(sales.year))
    return message(
        "party.defence_share",
        "Defence was {share} of its sales in {year}.",
        share=quantity("share", float(sales.share)),
        year=str(sales.year),
    )


# ---------------------------------------------------------------------- what follows, what to do


def _cases(found: PartyProfile, library: Library) -> Table | None:
    """Determine what a shipment from China to the party needs, as the end user; None where no shipment leaves China."""
    place = found.territory
    if place in {"", "CN"} or EXAMPLE not in control_entries(library):
        return None
    military = any(is_military(entry) for entry in found.entries)
    user = found.names[0]
    base = {
        "movement": "export",
        "origin": "CN",
        "departure": "CN",
        "destination": place,
        "end_user_territory": place,
        "end_user": user,
        "end_user_kind": "military" if military else "civil",
        "knowledge_of_risk": "no",
        "knowledge_of_barred_use": "no",
    }
    cases: list[tuple[Text, dict[str, str]]] = [
        (message("party.case_civil", "a dual-use item, civil use"), {"control_codes": EXAMPLE, "end_use": "civil"}),
        (
            message("party.case_military", "a dual-use item, military use"),
            {"control_codes": EXAMPLE, "end_use": "military"},
        ),
        (message("party.case_free", "goods on no list, civil use"), {"control_codes": "none", "end_use": "civil"}),
    ]
    rows = tuple(
        (sentence_case(case), case_cell(verdict_of({**base, **facts}, library, as_of=found.day)))
        for case, facts in cases
    )
    return Table(
        caption=message(
            "party.cases_caption",
            "A shipment from China to {place} with this party as end user; dual-use item: {code}",
            place=territory_text(place, library),
            code=EXAMPLE,
        ),
        heads=(message("party.if", "If it is"), message("party.then", "Then")),
        rows=rows,
        texts=2,
    )


def _steps(found: PartyProfile, library: Library) -> Iterator[Text]:
    sign = sign_of_party(found.entries, library, found.day)
    kinds = {
        effect.kind
        for entry in found.entries
        if sign_of_entry(entry, library, found.day) != NOT_FOUND
        and (effect := effect_of(entry.list, library.effects)) is not None
    }
    if "ban" in kinds:
        yield message(
            "party.do_ban",
            "Do not ship dual-use items to it. Ask the supplier whether a special application was granted.",
        )
    if "individual_licence" in kinds:
        yield message(
            "party.do_watch",
            "Ask the supplier for an individual licence before each delivery, with a report on the risk.",
        )
    if kinds & {"dealings_barred", "countermeasure"}:
        yield message("party.do_barred", "Read the notice: it says which dealings are barred. Stop until you know.")
    if "military_body" in kinds:
        yield message("party.do_military", "Treat it as a military user. Do not ship dual-use items to it.")
    if sign == NOT_FOUND and found.relatives:
        yield message(
            "party.do_relatives", "Ask the buyer for the full legal name of the end user, and check that name."
        )
    yield message("party.do_check", "Check the shipment itself: item, use and route decide too.")


# ---------------------------------------------------------------------- tables


def _dates(found: PartyProfile, library: Library) -> Iterator[Text]:
    """Say since when and by what it stands on each list, and that no removal is known, where none is."""
    for entry, listing in zip(found.entries, found.listings, strict=True):
        is_open = entry.open_from is not None and entry.open_from <= found.day
        if entry.listed is None or listing.measure is None or entry.until is not None or is_open:
            continue
        if sign_of_entry(entry, library, found.day) == NOT_FOUND or listing.state is not MeasureState.IN_FORCE:
            continue
        yield message(
            "party.dates",
            "Listed on {listed} by {measure}; no removal known on {day}.",
            listed=quantity("day", entry.listed),
            measure=measure_text(listing.measure),
            day=quantity("day", found.day),
        )


def _listings(found: PartyProfile, library: Library) -> Table | None:
    if not found.entries:
        return None
    rows, places = [], []
    for entry, listing in zip(found.entries, found.listings, strict=True):
        since = quantity("day", entry.listed) if entry.listed else Text("–")
        if entry.until is not None:
            state: Text = message("party.until", "until {day}", day=quantity("day", entry.until))
        elif entry.open_from is not None and entry.open_from <= found.day:
            state = message("party.open_from", "not known since {day}", day=quantity("day", entry.open_from))
        else:
            state = STATES[listing.state]
        by = measure_text(listing.measure) if listing.measure else Text("–")
        rows.append((_signed(sign_of_entry(entry, library, found.day), list_text(entry, library)), since, by, state))
        places.append(f"/measures/{listing.measure.id}" if listing.measure else "")
    return Table(
        caption=message("party.listings_caption", "Each listing, with the notice that made it"),
        heads=(
            message("party.head_list", "List"),
            message("party.head_since", "Since"),
            message("party.head_by", "By"),
            message("party.head_state", "Today"),
        ),
        rows=tuple(rows),
        texts=4,
        places=tuple(places),
    )


def _signed(sign: str, text: str) -> Text:
    return message("party.signed", "{sign} {text}", sign=sign, text=text)


def _relatives(found: PartyProfile, library: Library) -> Iterator[Table | None]:
    if not found.relatives:
        return
    rows, places = [], []
    for branch, relative in _tree(found):
        if relative is None:
            rows.append(_branch_row(branch, found, library))
            places.append("")
        else:
            rows.append(_relative(branch, relative, library, found.day))
            places.append(f"/parties/{relative.party}" if _has_page(relative) else "")
    yield Table(
        caption=message("party.relatives_caption", "As far as sources tell; a tie changes no outcome by itself"),
        heads=(
            message("party.head_party", "Party"),
            message("party.head_on", "On a list"),
            message("party.head_tie", "Tie"),
            message("party.head_share", "Share"),
        ),
        rows=tuple(rows),
        texts=4,
        spare=frozenset({3}),
        places=tuple(places),
    )


def _tree(found: PartyProfile) -> Iterator[tuple[str, RelativeParty | None]]:
    """Go through a party and its relatives as a tree: who stands above it, itself (None), what it holds, its siblings.

    Each comes with the branch that is drawn before its name.
    """
    above = [relative for relative in found.relatives if relative.kind in {"holder", "head"}]
    held = [relative for relative in found.relatives if relative.kind == "held"]
    beside = [relative for relative in found.relatives if relative.kind == "member"]
    own_members = [] if above else beside  # who heads the group has its members below, not beside
    yield from (("", relative) for relative in above)
    siblings = [] if own_members else beside
    yield ("├ " if siblings else "└ ") if above else "", None
    bar = ("│ " if siblings else "\u3000") if above else ""
    below = [*held, *own_members]
    yield from ((f"{bar}{_fork(place, below)}", relative) for place, relative in enumerate(below))
    yield from ((_fork(place, siblings), relative) for place, relative in enumerate(siblings))


def _fork(place: int, among: Sequence[RelativeParty]) -> str:
    return "└ " if place == len(among) - 1 else "├ "


def _branch_row(branch: str, found: PartyProfile, library: Library) -> tuple[str, ...]:
    """Tell the party itself in the tree of its relatives."""
    listed = _on_lists(found.entries, library, found.day)
    name = _in_tree(branch, name_text(found.names, found.entries))
    return name, listed, message("party.itself", "this party"), Text("")


def _in_tree(branch: str, name: Text) -> Text:
    return message("party.in_tree", "{branch}{name}", branch=branch, name=name) if branch else name


def _on_lists(entries: Sequence[ListedParty], library: Library, day: date) -> Text:
    """Say by sign and name on which lists entries stand on a day."""
    applying = [entry for entry in entries if sign_of_entry(entry, library, day) != NOT_FOUND]
    if not applying:
        return Text(NOT_FOUND)
    on = joined(dict.fromkeys(list_text(entry, library) for entry in applying), "comma")
    return _signed(sign_of_party(entries, library, day), on)


def _has_page(relative: RelativeParty) -> bool:
    return "/" not in relative.party  # those of tables of the user's own have names for ids, which no address holds


def _relative(branch: str, relative: RelativeParty, library: Library, day: date) -> tuple[str, ...]:
    share = share_words(relative.holding) if relative.holding is not None else Text("")
    return (
        _in_tree(branch, name_text(relative.names, relative.entries)),
        _on_lists(relative.entries, library, day),
        RELATIVES[relative.kind],
        share,
    )


def _names(found: PartyProfile) -> Table | None:
    printed = list(dict.fromkeys(name for entry in found.entries for name in entry.printed))
    former = list(dict.fromkeys(name for entry in found.entries for name in entry.former_names))
    other = [name for name in found.names if name not in (*printed, *former)]
    numbers = [value for entry in found.entries for value in entry.identifiers]
    numbers += found.group.identifiers if found.group else ()
    rows = [
        (message("party.printed", "As the notice prints it"), joined(printed, "semicolon")),
        (message("party.own_names", "Its own names"), joined(other, "semicolon")),
        (message("party.former", "Earlier names"), joined(former, "semicolon")),
        (message("party.short", "Short names, which others bear too"), joined(found.weak_names, "semicolon")),
        (message("party.numbers", "Numbers"), joined(dict.fromkeys(numbers), "semicolon")),
        (
            message("party.address", "Address"),
            joined(filter(None, (entry.address for entry in found.entries)), "semicolon"),
        ),
        (
            message("party.note", "Note"),
            joined([WordsText(dict(entry.public_notes)) for entry in found.entries if entry.public_notes], "sentence"),
        ),
    ]
    shown = tuple(row for row in rows if row[1])
    if not shown:
        return None
    return Table(
        caption=message("party.names_caption", "Names by which it is found"),
        heads=(message("party.head_kind", "Kind"), message("party.head_name", "Name")),
        rows=shown,
        texts=2,
    )


def _mistaken(found: PartyProfile, library: Library) -> Table | None:
    """Name others with a like name: firms that were told apart, then listed bodies, as far as three rows leave room."""
    rows: list[tuple[Text, Text]] = [(name_text(firm.names), LawText(firm.why)) for firm in found.namesakes]
    places = ["" for _ in rows]
    ties = {entry.id: relative.kind for relative in found.relatives for entry in relative.entries}
    applying = [one for one in found.neighbours if sign_of_entry(one, library, found.day) != NOT_FOUND]
    for entry in applying[: max(0, MOST_LIKE - len(rows))]:
        on, tie = _on_lists((entry,), library, found.day), ties.get(entry.id)
        why = (
            message("party.other_body", "{on}: another body, listed itself", on=on)
            if tie is None
            else message("party.other_body_tied", "{on}: another body, listed itself; {tie}", on=on, tie=RELATIVES[tie])
        )
        rows.append((name_text((), (entry,)), why))
        places.append(f"/parties/{entry.id}")
    if not rows:
        return None
    return Table(
        caption=message("party.namesakes_caption", "Other parties with a like name"),
        heads=(message("party.head_party", "Party"), message("party.head_why", "Why it is another")),
        rows=tuple(rows),
        texts=2,
        places=tuple(places),
    )


def _decisions(found: PartyProfile) -> Table | None:
    if not found.decisions:
        return None
    said = {True: message("party.same", "the same party"), False: message("party.not_same", "another party")}
    return Table(
        caption=message("party.decisions_caption", "What people decided of names that may be this party"),
        heads=(
            message("party.head_asked", "Name asked"),
            message("party.head_decided", "Decided"),
            message("party.head_who", "By, on"),
            message("party.head_basis", "On what basis"),
        ),
        rows=tuple(
            (
                Text(decision.name),
                message("party.escalated", "to be decided") if decision.escalated else said[decision.same],
                joined([decision.by, quantity("date", decision.on)], "comma"),
                Text(decision.basis or "–"),
            )
            for decision in found.decisions
        ),
        texts=4,
    )


def _sources(found: PartyProfile) -> Points | None:
    urls = [entry.source for entry in found.entries] + [firm.source for firm in found.namesakes]
    urls += [relative.holding.source for relative in found.relatives if relative.holding is not None]
    urls += [sales.source for sales in found.ties.sales]
    shown = tuple(Text(url) for url in dict.fromkeys(filter(None, urls)))
    return Points(items=shown) if shown else None


def party_rows(found: PartyProfile) -> list[dict[str, Any]]:
    """Return its listings as rows of a table, one row that says so where it stands on none."""
    base = {"party": found.id, "name": next(iter(found.names), ""), "territory": found.territory}
    empty = {"list": "", "measure": "", "listed": "", "state": "", "source": ""}
    if not found.entries:
        return [{**base, **empty}]
    return [
        {**base, "list": entry.list, **listing.to_dict(), "source": entry.source}
        for entry, listing in zip(found.entries, found.listings, strict=True)
    ]

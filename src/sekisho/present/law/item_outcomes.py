"""What an item needs today on its way to Japan, and which measures speak of it: the head of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sekisho.determination.core.outcome import Verdict
from sekisho.determination.line.determination import verdict_of
from sekisho.determination.line.item_moves import ItemMove
from sekisho.determination.line.party_moves import PartyMove
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import plain_name
from sekisho.i18n.translation_tables import short_text
from sekisho.law.dates.calendar import law_on
from sekisho.law.dates.changes import ChangeKind
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import ListId
from sekisho.law.model.effects import effect_of
from sekisho.law.model.library import Library
from sekisho.law.model.measure import MeasureState
from sekisho.message import CapitalText, LawText, Text, counted, message
from sekisho.present.determination.phrases import LISTS
from sekisho.present.document import Paragraph, Table
from sekisho.present.outcome_labels import case_cell

JAPAN: Final = "JP"
_ROUTE: Final = {"origin": "CN", "departure": "CN", "destination": JAPAN, "movement": "export"}
_CASES: Final[tuple[tuple[Text, Mapping[str, str]], ...]] = (
    (
        message("law.item_civil", "civil user and use, no risk known"),
        {
            "end_user": "none",
            "end_user_kind": "civil",
            "end_use": "civil",
            "end_user_territory": JAPAN,
            "knowledge_of_risk": "no",
            "knowledge_of_barred_use": "no",
        },
    ),
    (
        message("law.item_military", "military use"),
        {"end_user": "none", "end_user_kind": "civil", "end_use": "military", "end_user_territory": JAPAN},
    ),
)
"""The ordinary case, and the gravest: what lies between turns on who the user is."""

CASES_TO_JAPAN: Final = tuple(name for name, _ in _CASES)
"""The cases in which it is told what an item needs, in their order."""
ALONE: Final = 5
"""Items that move alike and have a row each; of more, the first names them. A guess: what the eye counts at once."""
MOVE_CIVIL: Final = message("law.move_civil", "civil")
MOVE_LISTED: Final = message("law.move_listed", "one of them, civil")
MOVE_MILITARY: Final = message("law.move_military", "military")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureOnItem:
    """A measure that speaks of an item.

    Parameters
    ----------
    clauses
        Its clauses as the data of the item name them.
    in_force
        Whether one of them applies on the day.
    elsewhere
        Whether it lays its control on another country than Japan.
    """

    measure: str
    name: Text
    clauses: tuple[Mapping[str, Any], ...]
    in_force: bool
    elsewhere: bool

    @property
    def effects(self) -> list[tuple[Mapping[str, Any], int]]:
        """Return the first clause of each effect and state, and how many have it."""
        first: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for clause in self.clauses:
            first.setdefault((clause["effect"], clause["state"]), []).append(clause)
        return [(several[0], len(several)) for several in first.values()]


def outcomes_to_japan(code: str, library: Library, day: date) -> list[tuple[Text, Text]]:
    """Return what an export of an item from China to Japan needs on a day, in the ordinary and in the gravest case."""
    verdicts = _verdicts_to_japan(library, code, law_on(library, day).day)
    return [(name, case_cell(verdict)) for (name, _), verdict in zip(_CASES, verdicts, strict=True)]


@cached_per_library
def _verdicts_to_japan(library: Library, code: str, day: date) -> tuple[Verdict, ...]:
    """Judge both cases on the first day of a span of unchanged law; a chapter of the tariff leads to 150 codes."""
    cases = ({**_ROUTE, **facts, "control_codes": code} for _, facts in _CASES)
    return tuple(verdict_of(facts, library, as_of=day) for facts in cases)


def japan_first(measure: str, library: Library) -> int:
    """Rank a measure for a reader in Japan: 0 is one on Japan, 1 on goods or in general, 2 on another country."""
    row = short_text(library, measure, "name")
    of = row.of if row else ""
    return 0 if of == JAPAN else 2 if of else 1


def measures_on_item(clauses: Iterable[Mapping[str, Any]], library: Library) -> list[MeasureOnItem]:
    """Gather clauses by measure: those on Japan first, then on goods, then on other countries."""
    by_measure: dict[str, list[Mapping[str, Any]]] = {}
    for clause in clauses:
        by_measure.setdefault(clause["measure"], []).append(clause)

    def rank(measure: str) -> tuple[int, str]:
        return japan_first(measure, library), measure

    return [
        MeasureOnItem(
            measure=measure,
            name=CapitalText(plain_name(library[measure], library)),
            clauses=tuple(by_measure[measure]),
            elsewhere=rank(measure)[0] > 1,
            in_force=any(clause["state"] == str(MeasureState.IN_FORCE) for clause in by_measure[measure]),
        )
        for measure in sorted(by_measure, key=rank)
    ]


def moved(
    moves: Sequence[ItemMove], since: date, until: date, *, listed: Sequence[PartyMove] = (), library: Library
) -> Table | Paragraph:
    """Set out what moves for a shipment between two days; items that move alike are one row, if they are many.

    Parameters
    ----------
    listed
        What changes of lists make of a shipment to their parties: a row each.
    """
    if not moves and not listed:
        return Paragraph(
            text=message(
                "law.nothing_moves",
                "Nothing: an item of each measure was judged on both days, for civil and for military use.",
            )
        )
    alike: dict[tuple[bool, str, str], list[ItemMove]] = {}
    for move in moves:
        alike.setdefault((move.military, case_cell(move.before), case_cell(move.after)), []).append(move)
    groups = [
        group
        for several in alike.values()
        for group in ([several] if len(several) > ALONE else [[move] for move in several])
    ]
    return Table(
        caption=message("law.moved_caption", "Exports from China to Japan, an item of each measure, no risk known"),
        heads=(
            message("law.head_item", "Item"),
            message("law.head_case", "User and use"),
            quantity("short_day", since),
            quantity("short_day", until),
        ),
        rows=tuple(
            (
                _items(group),
                MOVE_MILITARY if group[0].military else MOVE_CIVIL,
                case_cell(group[0].before),
                case_cell(group[0].after),
            )
            for group in groups
        )
        + tuple(
            (parties_of_move(move, library), MOVE_LISTED, case_cell(move.before), case_cell(move.after))
            for move in listed
        ),
        texts=4,
        places=(
            *(f"/codes/{group[0].entry.scheme}/{group[0].entry.code}" for group in groups),
            *(f"/measures/{move.change.measure}" if move.change.measure else "" for move in listed),
        ),
    )


def parties_of_move(move: PartyMove, library: Library) -> Text:
    """Say how many parties came onto a list or left it, and when."""
    day, on = quantity("short_day", move.change.day), list_called(move.change.list, library)
    if move.change.kind is ChangeKind.UNLISTED:
        return counted(
            "law.parties_left",
            "{n} Japanese party off {list}, {day}",
            "{n} Japanese parties off {list}, {day}",
            n=move.parties,
            list=on,
            day=day,
        )
    return counted(
        "law.parties_put_on",
        "{n} Japanese party put on {list}, {day}",
        "{n} Japanese parties put on {list}, {day}",
        n=move.parties,
        list=on,
        day=day,
    )


def list_called(name: str, library: Library) -> Text:
    """Name a list of parties by what it does."""
    effect = effect_of(ListId(name), library.effects)
    return LISTS.get(effect.kind if effect is not None else "", Text(name))


def _items(group: Sequence[ItemMove]) -> Text:
    first = group[0].entry
    name = message("law.item_cell", "{name} ({code})", name=LawText(first.names.get("en", "")), code=first.code)
    if len(group) == 1:
        return name
    return message("law.items_cell", "{name} and {n} more", name=name, n=len(group) - 1)


def move_row(move: ItemMove) -> dict[str, object]:
    """Return a move as a record."""
    return {
        "code": move.entry.code,
        "measure": str(move.measure.id),
        "use": "military" if move.military else "civil",
        "before": [move.before.floor.level, move.before.ceiling.level],
        "after": [move.after.floor.level, move.after.ceiling.level],
    }


def party_move_row(move: PartyMove) -> dict[str, object]:
    """Return what a change of a list makes of a shipment as a record."""
    return {
        "list": move.change.list,
        "measure": str(move.change.measure or ""),
        "day": move.change.day.isoformat(),
        "kind": str(move.change.kind),
        "parties": move.parties,
        "before": [move.before.floor.level, move.before.ceiling.level],
        "after": [move.after.floor.level, move.after.ceiling.level],
    }

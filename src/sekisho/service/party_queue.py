"""The queue of decisions on names: what waits for a person, over a list of names, a run, or the register by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

from sekisho.dataclass import dataclass
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import ANSWERS, DIGITS, Zone
from sekisho.parties.answer import Hit, HitNeeds, Identification
from sekisho.parties.comparison import Query
from sekisho.parties.folding import name_key
from sekisho.parties.index import parties_of
from sekisho.parties.name_pair import FieldPair, field_pairs, nearest_name
from sekisho.parties.register_file import LAPSED, REFUSED_STATE, REVIEW_BY, SECOND
from sekisho.parties.review_decisions import ESCALATED
from sekisho.service.request import Ask, AsOf
from sekisho.service.screen import ScreenRequest, lists_in_use, queries_in, screen_all
from sekisho.service.workspace import Workspace

QueueState = Literal[
    "open", "escalated", "second_person", "open_again", "lapsed", "refused", "decided", "taken_back", "listed"
]
"""open: nobody decided. escalated: somebody who knows is asked. second_person: another person has to confirm it.
open_again: the entry changed since. lapsed: its last day has passed. refused: the second person said no. listed: the
name is equal and counts as listed, unless somebody decides that it is another party."""
STATES: Final[tuple[QueueState, ...]] = get_args(QueueState)
WAITING: Final[tuple[QueueState, ...]] = ("open", "escalated", "second_person", "open_again", "lapsed", "refused")
"""States in which somebody has to look at a name, those that rank first in front."""
ZONES: Final[tuple[Zone, ...]] = get_args(Zone)
OF_REGISTER: Final[Mapping[str, QueueState]] = {
    "holds": "decided",
    ESCALATED: "escalated",
    "open again": "open_again",
    LAPSED: "lapsed",
    SECOND: "second_person",
    REFUSED_STATE: "refused",
    "taken back": "taken_back",
}
"""States of the register, as the queue has them."""
_RANK: Final[Mapping[str, int]] = {
    state: place
    for place, state in enumerate(
        ("escalated", "refused", "second_person", "open_again", "lapsed", "open", "listed", "decided")
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRequest:
    """Names whose decisions are asked for, and which of them; without names the register is asked by itself."""

    names: Annotated[
        tuple[str, ...], Ask("Names in any script.", metavar="[NAME]...", private=True, argument=True)
    ] = ()
    lists: Annotated[
        tuple[str, ...],
        Ask("Only this list, or part of one.", left_out="all lists", flag="--list", metavar="LIST"),
    ] = ()
    zone: Annotated[str, Ask("Only this zone.", left_out="all zones", choices=ZONES)] = ""
    state: Annotated[str, Ask("Only this state.", left_out="all that are to be decided", choices=(*STATES, "all"))] = ""
    who: Annotated[
        str, Ask("Only what this person decided or confirmed.", left_out="everybody", metavar="NAME", private=True)
    ] = ""
    as_of: AsOf = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A name and an entry that it may be, with what people said of the two.

    Parameters
    ----------
    entry
        Empty where the name names nobody, or several parties.
    decision
        Id of the row of the register that counts; empty if there is none.
    number
        The number by which the party was found; then nobody can say that it is another.
    needs
        What can be done (see `parties.answer.HitNeeds`).
    pairs
        The two, field by field.
    times, spellings
        How often the name was asked, and how else it was written; one decision holds for all.
    """

    name: str
    entry: str
    list: str
    listed_name: str
    territory: str
    effect: str
    score: float | None
    zone: str
    reasons: tuple[str, ...]
    state: QueueState
    same: str = ""
    by: str = ""
    on: str = ""
    second_by: str = ""
    basis: str = ""
    review_by: str = ""
    decision: str = ""
    number: str = ""
    pairs: tuple[FieldPair, ...] = ()
    times: int = 1
    spellings: tuple[str, ...] = ()

    @property
    def needs(self) -> HitNeeds:
        """Tell what a person can do with it."""
        if self.state == "listed":
            return "" if self.number else "rule_out"
        if self.state in {"open", "open_again", "lapsed", "refused"}:
            return "decide" if self.entry else ""
        if self.state == "second_person":
            return "second"
        return "undo" if self.decision and self.state in {"decided", "escalated"} else ""

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values."""
        return {
            "name": self.name,
            "entry": self.entry,
            "list": self.list,
            "listed_name": self.listed_name,
            "territory": self.territory,
            "effect": self.effect,
            "score": None if self.score is None else round(self.score, DIGITS),
            "zone": self.zone,
            "reasons": list(self.reasons),
            "state": self.state,
            "same": self.same,
            "by": self.by,
            "on": self.on,
            "second_by": self.second_by,
            "basis": self.basis,
            "review_by": self.review_by,
            "decision": self.decision,
            "needs": self.needs,
            "fields": [pair.to_dict() for pair in self.pairs],
            "times": self.times,
            "spellings": list(self.spellings),
        }

    def to_row(self) -> dict[str, object]:
        """Return it as a row of a table: the fields that differ by name, lists in one cell."""
        differs = [pair.field for pair in self.pairs if pair.state == "differs"]
        flat = {
            "fields": "; ".join(differs),
            "reasons": "; ".join(self.reasons),
            "spellings": "; ".join(self.spellings),
        }
        return {**self.to_dict(), **flat}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAnswer:
    """What waits, the gravest state first.

    Parameters
    ----------
    names
        How many names were looked at; 0 if the register was asked by itself.
    counts
        Rows by state, before the filters.
    """

    rows: tuple[QueueRow, ...]
    names: int
    counts: Mapping[QueueState, int]


def queue(
    request: QueueRequest,
    workspace: Workspace,
    standing: Sequence[Mapping[str, str]],
    *,
    source: Path | None = None,
    column: str = "",
    matches: Path | None = None,
) -> QueueAnswer:
    """Gather the names to be decided.

    Parameters
    ----------
    standing
        What counts in the register, as `RegisterFile.standing` tells it.
    source
        A table of names, or the `OUT.matches.csv` of a run; its names are asked beside those of the request.
    column
        The column of names of that table, if its header is not known.
    matches
        A table of decisions that is read; left out, those of the library hold.

    Raises
    ------
    FactError, ListError
        If a list is not known, or the table cannot be read.
    """
    queries = [Query(name=name) for name in request.names]
    queries += queries_in(source, workspace, column=column) if source is not None else []
    asked: dict[tuple[str, ...], list[Query]] = {}
    for query in queries:
        if query.name.strip():
            asked.setdefault(name_key(query.name), []).append(query)
    distinct = [same[0] for same in asked.values()]
    if queries:
        found = _of_names(distinct, request, workspace, standing, matches)
        rows = [_written(row, [query.name for query in asked[name_key(row.name)]]) for row in found]
    else:
        known = parties_of(workspace.library).by_id
        rows = [_of_register(row, known.get(row["entry"])) for row in standing]
    counts: dict[QueueState, int] = dict.fromkeys(STATES, 0)
    for row in rows:
        counts[row.state] += 1
    chosen = sorted((row for row in rows if _is_chosen(row, request)), key=_order)
    return QueueAnswer(rows=tuple(chosen), names=len(distinct), counts=counts)


def _order(row: QueueRow) -> tuple[int, bool, float, str]:
    """Return by what rows are ordered: the state, then the likest name; what names nobody comes last."""
    likeness = row.score if row.score is not None else 1.0
    return _RANK.get(row.state, len(_RANK)), not row.entry, -likeness, row.name


def _is_chosen(row: QueueRow, request: QueueRequest) -> bool:
    who = request.who.strip().casefold()
    return (
        (request.state == "all" or row.state in ((request.state,) if request.state else WAITING))
        and request.zone in {"", row.zone}
        and (not request.lists or any(f"{row.list}/".startswith(f"{name}/") for name in request.lists))
        and (not who or who in {row.by.strip().casefold(), row.second_by.strip().casefold()})
    )


def _of_names(
    queries: Sequence[Query],
    request: QueueRequest,
    workspace: Workspace,
    standing: Sequence[Mapping[str, str]],
    matches: Path | None,
) -> Iterator[QueueRow]:
    counting = {(name_key(row["name"]), row["entry"]): row for row in standing}
    lists = lists_in_use(ScreenRequest(as_of=request.as_of, matches=matches), workspace)
    for query, answer in zip(queries, screen_all(queries, lists, workspace), strict=True):
        yield from _of_one(query, answer, counting)


def _written(row: QueueRow, names: Sequence[str]) -> QueueRow:
    """Add how often the name of a row was asked, and how else it was written."""
    spellings = Counter(name for name in names if name != row.name)
    return replace(row, times=len(names), spellings=tuple(spellings))


def _of_one(
    query: Query, answer: Identification, counting: Mapping[tuple[tuple[str, ...], str], Mapping[str, str]]
) -> Iterator[QueueRow]:
    name = query.name
    if answer.problem:
        yield QueueRow(
            name=name,
            entry="",
            list="",
            listed_name="",
            territory="",
            effect="",
            score=None,
            zone="review",
            reasons=(answer.problem,),
            state="open",
        )
    for hit in answer.hits:
        if hit.zone != "none" or hit.decision is not None:
            pairs = field_pairs(
                name, hit.entry, territory=query.territory, identifiers=query.identifiers, read=answer.read
            )
            yield replace(_of_hit(name, hit, counting.get((name_key(name), hit.entity))), pairs=pairs)


def _of_hit(name: str, hit: Hit, row: Mapping[str, str] | None) -> QueueRow:
    fresh = QueueRow(
        name=name,
        entry=hit.entity,
        list=hit.list,
        listed_name=hit.name,
        territory=hit.entry.territory,
        effect=hit.effect,
        score=hit.score,
        zone=hit.zone,
        reasons=tuple(map(str, hit.reasons)),
        number=hit.number,
        state="listed" if hit.zone == "match" else "open",
    )
    if row is not None:
        state = OF_REGISTER[row["state"]]
        if state != "taken_back":
            return _as_said(fresh, row, state)
    if hit.decision is not None:  # from a table of one screening, which is no register
        answer = ANSWERS[hit.decision.answer]
        state = "escalated" if hit.decision.escalated else "second_person" if hit.decision.pending else "decided"
        on = hit.decision.on.isoformat()
        return replace(fresh, state=state, same=answer, by=hit.decision.by, on=on, basis=hit.decision.basis)
    return fresh


def _of_register(row: Mapping[str, str], entry: ListedParty | None) -> QueueRow:
    """Tell a row of the register by itself; what its entry says is empty if that is on no list any more."""
    state = OF_REGISTER[row["state"]]
    zone = "review" if state in WAITING else {"yes": "match", "no": "none"}.get(row["same"], "")
    bare = QueueRow(
        name=row["name"],
        entry=row["entry"],
        list=row["list"],
        listed_name=nearest_name(row["name"], entry) if entry is not None else "",
        territory=entry.territory if entry is not None else "",
        effect="",
        score=None,
        zone=zone,
        reasons=(),
        state=state,
        pairs=field_pairs(row["name"], entry) if entry is not None else (),
    )
    return _as_said(bare, row, state)


def _as_said(row: QueueRow, counting: Mapping[str, str], state: QueueState) -> QueueRow:
    """Add what people said of a row of the queue."""
    return replace(
        row,
        state=state,
        same=counting["same"],
        by=counting["by"],
        on=counting["on"],
        second_by=counting.get("second_by", ""),
        basis=counting["basis"],
        review_by=counting.get(REVIEW_BY, ""),
        decision=counting["id"],
    )

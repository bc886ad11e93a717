"""What changed in the law in half a screen: what moves for a shipment to Japan, what is not known, the rest counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from sekisho.determination.line.item_moves import ItemMove
from sekisho.determination.line.party_moves import PartyMove, party_moves
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.package_translation import teller_of
from sekisho.law.dates.changes import LawDiff, OpenQuestion
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.library import Library
from sekisho.message import CapitalText, LawText, Text, counted, joined, message
from sekisho.present.determination.phrases import JAPAN, territory_of
from sekisho.present.document import Brief, BriefPart
from sekisho.present.law.changes import LABELS as KINDS
from sekisho.present.law.changes import OwnLines, gathered, measure_called
from sekisho.present.law.item_outcomes import MOVE_MILITARY, parties_of_move
from sekisho.present.outcome_labels import BRIEF_SHAPES, case_cell
from sekisho.present.render.brief_layout import CASE_COLUMN, WIDTH, first_fitting, margin_of
from sekisho.present.render.terminal import Ink, cells, shortened

LABELS: Final[Mapping[str, Text]] = {
    "own": message("law.label_own", "Yours"),
    "moved": message("law.label_moved", "Japan"),
    "unknown": message("law.label_unknown", "Unknown"),
    "ahead": message("law.label_ahead", "To come"),
    "changes": message("law.label_changes", "Changes"),
    "next": message("brief.label_next", "Next"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What stands beside the parts; the verdict has no label."""
MOVES: Final = 3
"""Changes of a shipment to Japan that are told by themselves."""


def changed_lines(
    diff: LawDiff,
    library: Library,
    moves: Sequence[ItemMove],
    *,
    width: int,
    translator: Translator | None = None,
    own: OwnLines | None = None,
) -> list[str]:
    """Tell what changed in at most `MOST` lines of `WIDTH` cells; in more on a narrower terminal."""
    translator = translator or teller_of(library, "en").translator
    margin = margin_of(translator.say, LABELS.values())
    listed = tuple(party_moves(diff.changes, library, diff.since, diff.until))
    briefs = (
        changed_brief(diff, library, (*listed, *moves), translator, most=most, own=own) for most in range(MOVES, 0, -1)
    )
    return first_fitting(briefs, translator.say, ink=Ink.BOLD, margin=margin, width=min(width, WIDTH))


def changed_brief(
    diff: LawDiff,
    library: Library,
    moves: Sequence[ItemMove | PartyMove],
    translator: Translator,
    *,
    most: int,
    own: OwnLines | None = None,
) -> Brief:
    """Return what a span of days changed, in few lines.

    Parameters
    ----------
    moves
        Shipments to Japan that the two days answer differently.
    most
        How many of them are told by themselves.
    own
        What the changes touch in an order list of the reader's.
    """
    ordered = sorted(moves, key=lambda move: (move.after.ceiling, move.after.floor), reverse=True)
    parts = (
        BriefPart(wordings=(_verdict(diff, ordered),), lines=2),
        BriefPart(label=LABELS["own"], wordings=(own.says,) if own is not None else ()),
        BriefPart(label=LABELS["moved"], rows=_rows(ordered, translator, most, library)),
        BriefPart(label=LABELS["unknown"], wordings=_unknown(diff, ordered, library), lines=4),
        BriefPart(label=LABELS["ahead"], wordings=_ahead(diff, library), lines=2),
        BriefPart(label=LABELS["changes"], wordings=_counts(diff), lines=2),
        BriefPart(label=LABELS["next"], wordings=_next(ordered, diff), lines=2),
        BriefPart(label=LABELS["scope"], wordings=(_scope(library),)),
    )
    return Brief(headline="", parts=tuple(part for part in parts if part.rows or any(part.wordings)))


def _verdict(diff: LawDiff, moves: Sequence[ItemMove | PartyMove]) -> Text:
    """Say how many shipments to Japan are answered otherwise, with the gravest sign of what they are now."""
    days = {"since": quantity("short_day", diff.since), "until": quantity("short_day", diff.until)}
    if not diff.changes:
        return message("law.nothing_changes", "No law here changes from {since} to {until}.", **days)
    if not moves:
        return message("law.brief_not_moved", "No shipment to Japan changes, {since} to {until}", **days)
    words = counted(
        "law.brief_moved",
        "{n} kind of shipment to Japan changes, {since} to {until}",
        "{n} kinds of shipment to Japan change, {since} to {until}",
        n=len(moves),
        **days,
    )
    headline = moves[0].after.headline
    return (
        words
        if headline == "free"
        else message("brief.cell", "{sign} {words}", sign=BRIEF_SHAPES[headline], words=words)
    )


def _rows(
    moves: Sequence[ItemMove | PartyMove], translator: Translator, most: int, library: Library
) -> tuple[tuple[Text, Text], ...]:
    """Set out the gravest moves, a line each with what is needed now; the others are counted with their gravest.

    Items that move alike are one row, unless all of them do.
    """
    groups = _alike(moves)
    if len(groups) == 1:
        groups = [[move] for move in moves]
    left = [move for group in groups[most:] for move in group]
    states = [_now(group[0]) for group in groups[:most]] + [_now(move) for move in left[:1]]
    column = min([CASE_COLUMN, *(WIDTH - cells(translator.say(state)) for state in states)])
    room = column - 1 - margin_of(translator.say, LABELS.values())
    names = [Text(_name(group, translator, library, room)) for group in groups[:most]]
    if left:
        names.append(counted("law.brief_more_moves", "{n} more", "{n} more", n=len(left)))
    return tuple(zip(names, states, strict=True))


def _alike(moves: Sequence[ItemMove | PartyMove]) -> list[list[ItemMove | PartyMove]]:
    """Gather items that move alike; a change of a list of parties stands alone."""
    groups: dict[object, list[ItemMove | PartyMove]] = {}
    for place, move in enumerate(moves):
        key = (move.military, case_cell(move.before), case_cell(move.after)) if isinstance(move, ItemMove) else place
        groups.setdefault(key, []).append(move)
    return list(groups.values())


def _now(move: ItemMove | PartyMove) -> Text:
    """Say what a shipment needs on the second day."""
    return message("law.brief_now", "now {after}", after=case_cell(move.after))


def _name(group: Sequence[ItemMove | PartyMove], translator: Translator, library: Library, room: int) -> str:
    """Name a shipment: the parties of a list whole; goods in one line, with their code and how many more move alike."""
    first = group[0]
    if isinstance(first, PartyMove):
        return translator.say(parties_of_move(first, library))
    goods = message(
        "law.brief_goods", "{code} {name}", code=first.entry.code, name=LawText(first.entry.names.get("en", ""))
    )
    whole = translator.say(joined([MOVE_MILITARY, goods], "colon") if first.military else goods)
    if len(group) == 1:
        return shortened(whole, room)
    more = translator.say(counted("law.brief_and_more", "and {n} more", "and {n} more", n=len(group) - 1))
    return f"{shortened(whole, room - cells(more) - 1)} {more}"


def _unknown(diff: LawDiff, moves: Sequence[ItemMove | PartyMove], library: Library) -> tuple[Text, ...]:
    """Ask what is not known, first what bears on a shipment to Japan; and count the other questions and parties."""
    measures = {str(move.measure.id) for move in moves if isinstance(move, ItemMove)}
    questions = sorted(diff.unknown, key=lambda question: _rank(question, measures, library))
    parties = sum(map(len, diff.listings.values()))
    texts: list[Text] = [LawText(question.question) for question in questions[:1]]
    if len(questions) > 1:
        left = len(questions) - 1
        texts.append(counted("law.brief_questions", "{n} more question.", "{n} more questions.", n=left))
    if parties:
        texts.append(
            counted(
                "law.brief_listings",
                "Whether {n} party is still on a list.",
                "Whether {n} parties are still on a list.",
                n=parties,
            )
        )
    return (joined(texts, "sentence"),) if texts else ()


def _rank(question: OpenQuestion, measures: set[str], library: Library) -> tuple[int, int]:
    """Put what bears on a shipment to Japan first, what bears on another country last, and of alike ones the newest."""
    touched = {MeasureId(name.partition("#")[0]) for name in question.touches}
    of = {territory_of(library[name], library) for name in touched if name in library.measures}
    place = 0 if touched & measures else 1 if of & {"", JAPAN} else 2
    return place, -question.since.toordinal()


def _ahead(diff: LawDiff, library: Library) -> tuple[Text, ...]:
    """Say what is published and not yet in effect, and the next change that is known; shorter, how many there are."""
    texts = [
        message(
            "law.pending_measure",
            "{measure}: takes effect on {day}",
            measure=CapitalText(measure_called(measure.id, library)),
            day=measure.effective,
        )
        for measure in diff.pending
    ]
    texts += [
        message(
            "law.brief_ahead",
            "{measure}: {what}, {day}",
            measure=CapitalText(measure_called(change.measure, library)),
            what=KINDS[change.kind],
            day=quantity("short_day", change.day),
        )
        for change in diff.ahead
        if change.measure is not None
    ]
    if not texts:
        return ()
    number = counted("law.brief_coming", "{n} change that is known.", "{n} changes that are known.", n=len(texts))
    return (*(joined(texts[:most], "semicolon") for most in range(min(len(texts), 2), 0, -1)), number)


def _counts(diff: LawDiff) -> tuple[Text, ...]:
    """Count the changes by kind; shorter, in all."""
    rows = gathered(diff.changes)
    if not rows:
        return ()
    by_kind = Counter(label for _, label, _, _ in rows)
    kinds = joined(
        [message("law.brief_kind", "{kind} {number}", kind=kind, number=number) for kind, number in by_kind.items()],
        "semicolon",
    )
    whole = counted("law.brief_changes_kinds", "{n} in all: {kinds}.", "{n} in all: {kinds}.", n=len(rows), kinds=kinds)
    return (whole, counted("law.brief_changes", "{n} in all.", "{n} in all.", n=len(rows)))


def _next(moves: Sequence[ItemMove | PartyMove], diff: LawDiff) -> tuple[Text, ...]:
    """Say what to do: check the shipments that move again, and look at what is not known."""
    if moves:
        return (
            message(
                "law.brief_check_again",
                "Check these shipments again: `sekisho check` or `sekisho rescreen`.",
            ),
        )
    if diff.unknown or diff.listings:
        return (message("law.brief_look_unknown", "Check shipments to which an unknown applies: `sekisho check`."),)
    return ()


def _scope(library: Library) -> Text:
    return message(
        "law.brief_scope",
        "Sources read to {day}; later law is not known. --full",
        day=quantity("short_day", library.horizon),
    )

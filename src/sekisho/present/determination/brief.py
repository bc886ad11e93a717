"""The answer to one shipment on a screen: the verdict, what is assumed, why, what it depends on, what to do, the scope.

Terminal, `explain`, REST and pages show the same strings: `brief` makes the document, and `brief_layout` says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sekisho.determination.core.deciding_table import GOODS_OPEN
from sekisho.determination.core.outcome import UNDETERMINED, Determination, Outcome
from sekisho.determination.line.determination import ClauseReason, reasons
from sekisho.i18n.names import territory_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.home_law import homes_beside
from sekisho.law.model.library import Library
from sekisho.message import Message, Text, counted, joined, message
from sekisho.present.determination.brief_parts.assumptions import (
    assumed_wordings,
    counted_assumptions,
    supposed_wordings,
)
from sekisho.present.determination.brief_parts.case_rows import case_rows, is_first_spared, spare_rows
from sekisho.present.determination.brief_parts.inquiries import first_question
from sekisho.present.determination.brief_parts.line_warning import QueuePlace, warning_part
from sekisho.present.determination.brief_parts.next_steps import next_wordings, papers_needed
from sekisho.present.determination.brief_parts.scope import scope_wordings
from sekisho.present.determination.brief_parts.verdict import OF_PART, verdict_wordings
from sekisho.present.determination.brief_parts.why_sentence import first_rule, in_force, why_wordings
from sekisho.present.document import Brief, BriefPart
from sekisho.present.outcome_labels import INKS, LABELS
from sekisho.present.render.brief_layout import WIDTH, SpokenPart, margin_of, parts_data, screen, spoken

MILITARY: Final = frozenset({"caution.looks_military", "caution.words_look_military"})
"""Cautions that words of a line look military, which the first lines say shorter."""
OF_GROUP: Final = "note.group"
OF_GROUP_PERHAPS: Final = "note.group_perhaps"
OF_GROUP_NAME: Final = "note.group_name"
"""The note on companies of a group, which has a shorter form."""
NO_CODES: Final = frozenset({"item.no_chapter", "item.no_heading"})
"""Ids of the notes of customs codes that do not exist; which is nearest can wait."""
OF_DECISION: Final = "command.same_alone"
"""The note on how long a decision counts, which is the first to be left out."""


def brief(
    answer: Determination,
    line: Mapping[str, object],
    library: Library,
    *,
    flags: bool = True,
    queued: QueuePlace | None = None,
) -> Brief:
    """Make the document of an answer that fits a screen.

    Parameters
    ----------
    line
        The facts, as they were determined.
    flags
        Whether it may name flags of the command; a page has buttons in their place.
    queued
        Where a run put the line, if it is of one: why it stands there is said first.
    """
    if not line:
        return _nothing_stated(answer, library)
    traced = reasons(answer, line, library)
    return _brief(answer, traced, case_rows(answer, library), library, flags=flags, queued=queued)


def _brief(
    answer: Determination,
    traced: Sequence[ClauseReason],
    rows: tuple[tuple[Text, Text], ...],
    library: Library,
    *,
    flags: bool,
    queued: QueuePlace | None = None,
    shown: date | None = None,
) -> Brief:
    warned = warning_part(answer, library, queued)
    parts = [
        BriefPart(wordings=tuple(verdict_wordings(answer, library)), lines=1),
        *([warned] if warned is not None else []),
        _decided(answer, library, flags=flags),
        _notes(answer, flags=flags, shown=shown),
        _assumed(answer, library, flags=flags),
        BriefPart(label=LABELS["assumed"], wordings=supposed_wordings(answer, queued), lines=3),
        _why(answer, traced, library, flags=flags),
        BriefPart(label=LABELS["if"], rows=rows, spare=spare_rows(answer), easily=is_first_spared(answer)),
        _next(answer, library, flags=flags),
        *_home_law(answer, library, flags=flags),
        BriefPart(label=LABELS["scope"], wordings=scope_wordings(answer, library)[0 if flags else -1 :], lines=1),
    ]
    headline = answer.verdict.headline if answer.coverage.applying else UNDETERMINED
    return Brief(headline=headline, parts=tuple(part for part in parts if part.wordings or part.rows))


def _assumed(answer: Determination, library: Library, *, flags: bool) -> BriefPart:
    """Say what is taken for granted; counted, if there is no other way to half a screen."""
    wordings = assumed_wordings(answer, library)
    if not wordings or not flags:
        return BriefPart(label=LABELS["assumed"], wordings=wordings[-1:], lines=1)
    counting = counted_assumptions(answer, library)
    return BriefPart(label=LABELS["assumed"], wordings=(*wordings, counting), lines=1, counted=1)


def _why(answer: Determination, traced: Sequence[ClauseReason], library: Library, *, flags: bool) -> BriefPart:
    """Say what decides or leaves open; where it is read, if there is no other way to half a screen."""
    wordings = why_wordings(answer, traced, library)
    if not flags or answer.verdict.headline != UNDETERMINED:
        return BriefPart(label=LABELS["why"], wordings=wordings, lines=3)
    where = first_rule(answer, traced, library)
    return BriefPart(label=LABELS["why"], wordings=(*wordings, where), lines=3, counted=1, weight=1)


def _next(answer: Determination, library: Library, *, flags: bool) -> BriefPart:
    """Say what to do; where it is read, if there is no other way to half a screen."""
    wordings = next_wordings(answer, library, flags=flags)
    several = papers_needed(answer, library) is not None or answer.verdict.headline in _WITH_MORE
    lines = 3 if several else 2
    if not flags or answer.verdict.headline != UNDETERMINED:
        return BriefPart(label=LABELS["next"], wordings=wordings, lines=lines)
    where = first_question(answer, library)
    return BriefPart(label=LABELS["next"], wordings=(*wordings, where), lines=lines, counted=1, weight=4)


def _home_law(answer: Determination, library: Library, *, flags: bool) -> Iterator[BriefPart]:
    """Say whose own export law stands beside the answer, and where it is named."""
    ends = {name: str(answer.facts.get(FactName(name)) or "") for name in ("departure", "origin")}
    places = homes_beside(ends, library.home_law)
    if not places:
        return
    names = joined((territory_text(place, library) for place in places), "comma")
    text = message("brief.home_law", "Look up the law there too ({places}).", places=names)
    more = message(
        "brief.home_law_more",
        "Look up the law there too ({places}): {command}",
        places=names,
        command=f"sekisho show home-law/{places[0]}",
    )
    place = f"/home-law/{places[0]}"
    if flags:
        yield BriefPart(label=LABELS["also"], wordings=(more, text, Text("")), counted=1, weight=3, place=place)
    else:
        yield BriefPart(label=LABELS["also"], wordings=(text,), place=place)


def _nothing_stated(answer: Determination, library: Library) -> Brief:
    """Say how to ask, where nothing is stated of a line, and what is in force."""
    say = message("brief.nothing", "Nothing to judge yet. Say what it is, from where to where, and for whom:")
    words = message("brief.nothing_words", 'sekisho check "dysprosium oxide, China to Japan, for Naniwa Seiki"')
    flags = Text("sekisho check --control-codes 1C905.b --origin CN --destination JP")
    ask, books = Text("sekisho check --ask"), Text("sekisho bulk FILE")
    steps = message(
        "brief.nothing_next", "One question at a time: {ask}. A list: {books}", ask=str(ask), books=str(books)
    )
    parts = [
        BriefPart(wordings=(say,)),
        BriefPart(wordings=(words,)),
        BriefPart(wordings=(flags,)),
        BriefPart(label=LABELS["why"], wordings=tuple(in_force(answer, library)), lines=2),
        BriefPart(label=LABELS["next"], wordings=(steps,), lines=2),
        BriefPart(label=LABELS["scope"], wordings=scope_wordings(answer, library)),
    ]
    return Brief(headline=UNDETERMINED, parts=tuple(part for part in parts if part.wordings))


def _notes(answer: Determination, *, flags: bool, shown: date | None = None) -> BriefPart:
    """Say what looks military and what was done to the facts, before all else; and ever shorter, the last counted.

    A page that shows the day of law says itself that it is to come: once is enough.
    """
    notes: list[Text] = []
    short: list[Text] = []
    for text in answer.notes:
        if isinstance(text, Message) and text.id == DAY_TO_COME and answer.as_of == shown:
            continue
        words = text.parameters.get("words") if isinstance(text, Message) else None
        if isinstance(text, Message) and text.id in MILITARY and words is not None:
            note: Text = message("brief.looks_military", "“{words}” looks military: confirm the use.", words=words)
        else:
            note = text if isinstance(text, Text) else Text(text)
        notes.append(note)
        if isinstance(note, Message) and note.id in _OPEN_WORDS:
            short.append(_open_words(note))
        elif isinstance(note, Message) and note.id == OF_GROUP:
            short.append(
                counted(
                    "brief.group",
                    "{n} company of its group is on {list}.",
                    "{n} companies of its group are on {list}.",
                    n=int(str(note.parameters["n"])),
                    list=note.parameters["list"],
                )
            )
        elif isinstance(note, Message) and note.id == OF_GROUP_PERHAPS:
            short.append(
                counted(
                    "brief.group_perhaps",
                    "{party} may be {head}: {n} company of that group is on {list}.",
                    "{party} may be {head}: {n} companies of that group are on {list}.",
                    n=int(str(note.parameters["n"])),
                    party=note.parameters["party"],
                    head=note.parameters["head"],
                    list=note.parameters["list"],
                )
            )
        elif isinstance(note, Message) and note.id == OF_GROUP_NAME:
            short.append(
                counted(
                    "brief.group_name",
                    "{party} bears the name of {head}: {n} company of that group is on {list}.",
                    "{party} bears the name of {head}: {n} companies of that group are on {list}.",
                    n=int(str(note.parameters["n"])),
                    party=note.parameters["party"],
                    head=note.parameters["head"],
                    list=note.parameters["list"],
                )
            )
        elif isinstance(note, Message) and note.id in NO_CODES:
            code = note.parameters["code"]
            short.append(message("brief.no_such_code", "Customs code {code} does not exist.", code=code))
        elif not (isinstance(note, Message) and note.id == OF_DECISION):
            short.append(note)
    every = dict.fromkeys((joined(dict.fromkeys(notes), "sentence"), joined(dict.fromkeys(short), "sentence")))
    wordings = tuple(filter(None, every))
    grave = [
        _open_words(note) if note.id in _OPEN_WORDS else note
        for note in notes
        if isinstance(note, Message) and _is_grave(note.id)
    ]
    if flags and (left := len(dict.fromkeys(notes)) - len(dict.fromkeys(grave))):
        number = counted("brief.notes_counted", "{n} note: --full.", "{n} notes: --full.", n=left)
        counting = joined([*dict.fromkeys(grave), number], "sentence")
        return BriefPart(label=LABELS["note"], wordings=(*wordings, counting), lines=3, counted=1, weight=2)
    return BriefPart(label=LABELS["note"], wordings=wordings, lines=3)


def _open_words(note: Message) -> Text:
    """Say in a few words that those typed leave the use, or the kind of user, open."""
    words = note.parameters["words"]
    if note.id == USE_OPEN:
        return message("brief.use_open", "State whether “{words}” is civil or military.", words=words)
    return message("brief.kind_open", "State whether “{words}” is civil, of the state or military.", words=words)


def _is_grave(note: str) -> bool:
    return note in _GRAVE or note.startswith(_NOT_READ)


_WITH_MORE: Final = frozenset({Outcome.FREE.headline, Outcome.LICENCE.headline})
"""Headlines to which a duty, or the question who a party is, may come: that takes a line more."""
DAY_TO_COME: Final = "note.day_to_come"
LOOKS_MILITARY: Final = "brief.looks_military"
USE_OPEN: Final = "caution.use_open"
_OPEN_WORDS: Final = frozenset({USE_OPEN, "caution.kind_open"})
"""Ids of the notes that words leave open what the law asks of a use or a user; they have a shorter form."""
_GRAVE: Final = frozenset(
    {
        *_OPEN_WORDS,
        *(LOOKS_MILITARY, "note.named", "words.party_left_out", "words.military_left_out", *OF_PART),
        *(
            "words.knowledge",
            "words.several_goods",
            "words.other_users",
            "words.other_way",
            "words.not_read",
            "words.group_left_out",
            "words.may_be_listed",
        ),
        *GOODS_OPEN,
    }
)
"""Ids of the notes that are told however long an answer gets."""
_NOT_READ: Final = "words.no_"
"""How ids begin of the notes on words that were not read as what stands there: they are not lost in silence."""


def _decided(answer: Determination, library: Library, *, flags: bool) -> BriefPart:
    """Say which listed names a person decided to be those of another party: nothing is cleared in silence."""
    if not answer.parties:
        return BriefPart()
    from sekisho.determination.line.ruled_out import ruled_out_texts  # most lines that are asked name nobody

    texts = tuple(dict.fromkeys(ruled_out_texts(answer.parties, answer.facts, library)))
    if not texts:
        return BriefPart()
    short = (
        message(
            "brief.ruled_out",
            "{name} is not the listed {listed}, as {by} decided on {day}: {basis}.",
            **{place: text.parameters[place] for place in ("name", "listed", "by", "day", "basis")},
        )
        for text in texts
        if isinstance(text, Message)
    )
    number = counted(
        "brief.ruled_out_counted",
        "A person decided that {n} listed name is another party: --full.",
        "A person decided that {n} listed names are other parties: --full.",
        n=len(texts),
    )
    wordings = (joined(texts, "sentence"), joined(short, "sentence"), *((number,) if flags else ()))
    return BriefPart(label=LABELS["decided"], wordings=wordings, lines=4, counted=int(flags))


def spoken_on_page(
    answer: Determination,
    line: Mapping[str, object],
    library: Library,
    say: Callable[[str], str],
    traced: Sequence[ClauseReason] | None = None,
    *,
    queued: QueuePlace | None = None,
    shown: date | None = None,
) -> tuple[SpokenPart, ...]:
    """Say a brief answer for a page: the texts of the command, and no flags where the command names some.

    Parameters
    ----------
    traced
        The clauses of the answer, where the page has judged them already.
    queued
        Where a run put the line, if it is of one.
    shown
        The day of law that the page shows, and of which it says itself that it is to come.
    """
    margin = margin_of(say, LABELS.values())
    if not line:
        return spoken(_nothing_stated(answer, library), say, margin)
    traced = reasons(answer, line, library) if traced is None else traced
    rows = case_rows(answer, library)  # once: it takes most of the time
    document = _brief(answer, traced, rows, library, flags=False, queued=queued, shown=shown)
    page = spoken(document, say, margin, whole=True)
    why = say(LABELS["why"])
    command = {
        part.label: part
        for part in spoken(_brief(answer, traced, rows, library, flags=True, queued=queued), say, margin)
    }
    return tuple(command.get(why, part) if part.label == why else part for part in page)


def brief_lines(
    answer: Determination,
    line: Mapping[str, object],
    library: Library,
    say: Callable[[str], str],
    *,
    width: int = WIDTH,
    queued: QueuePlace | None = None,
) -> list[str]:
    """Return a brief answer as lines for a terminal."""
    document = brief(answer, line, library, queued=queued)
    margin, room = margin_of(say, LABELS.values()), min(width, WIDTH)
    return screen(spoken(document, say, margin), ink=INKS[document.headline], margin=margin, width=room)


def brief_data(
    answer: Determination,
    line: Mapping[str, object],
    library: Library,
    say: Callable[[str], str],
    *,
    queued: QueuePlace | None = None,
) -> list[dict[str, Any]]:
    """Return a brief answer as data: a label, and the lines beside it; the verdict has no label."""
    return parts_data(spoken(brief(answer, line, library, queued=queued), say, margin_of(say, LABELS.values())), say)

"""The answer to one shipment on a screen: the verdict, what is assumed, why, what it depends on, what to do, the scope.

Terminal, `explain`, REST and pages show the same strings: `brief` makes the document, and `brief_layout` says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sekisho.determination.core.outcome import (
    FREE_IF_SUPPOSED,
    FREE_WITH_ALERT,
    UNDETERMINED,
    Determination,
)
from sekisho.determination.line.alerts import spoken as spoken_alert
from sekisho.determination.line.determination import ClauseReason, reasons
from sekisho.determination.line.presumptions import SENT_ON
from sekisho.determination.line.ruled_out import ruled_out_texts
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import ROLES, territory_text
from sekisho.i18n.translation_tables import short_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Codes, fact_label
from sekisho.law.model.home_law import homes_beside
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import scheme_name
from sekisho.message import CapitalText, LawText, Message, PassingText, Text, counted, joined, message
from sekisho.present.determination.case_rows import case_rows, is_first_spared, spare_rows
from sekisho.present.determination.line_warning import QueuePlace, warning_part
from sekisho.present.determination.next_steps import next_wordings, papers_needed
from sekisho.present.determination.open_law import last_known, open_law, was_suspended
from sekisho.present.determination.phrases import CHINA, is_of_china
from sekisho.present.determination.why_sentence import in_force, possible_entry, why_wordings
from sekisho.present.document import Brief, BriefPart
from sekisho.present.outcome_labels import BRIEF_SHAPES, INKS, LABELS, VERDICTS, bounds_text, supposed_cell
from sekisho.present.render.brief_layout import WIDTH, SpokenPart, margin_of, parts_data, screen, spoken
from sekisho.present.render.terminal import cells, shortened

CODES_NAMED: Final = 2
"""Control codes that the first line names: of three a reader keeps none in mind."""
MILITARY: Final = frozenset({"caution.looks_military", "caution.words_look_military"})
"""Cautions that words of a line look military, which the first lines say shorter."""
OF_GROUP: Final = "note.group"
"""The note on companies of a group, which has a shorter form."""
OF_DECISION: Final = "command.same_alone"
"""The note on how long a decision counts, which is the first to be left out."""
BANS: Final = frozenset({"ban", "dealings_barred", "countermeasure"})
"""What lists do to a party that bars dealings with it."""
NAME_IN_HEAD: Final = 28
"""Cells of the longest name that fits the first line beside what to do."""
CUT_ITEM: Final = 26
"""Cells of goods that the first line names by the beginning of their description, to keep whence and whither."""


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
) -> Brief:
    warned = warning_part(answer, library, queued)
    parts = [
        BriefPart(wordings=tuple(verdict_wordings(answer, library)), lines=1),
        *([warned] if warned is not None else []),
        BriefPart(label=LABELS["decided"], wordings=_decided(answer, library), lines=4),
        BriefPart(label=LABELS["note"], wordings=_notes(answer), lines=2),
        BriefPart(label=LABELS["assumed"], wordings=_assumed(answer, library)[0 if flags else -1 :], lines=1),
        BriefPart(label=LABELS["assumed"], wordings=_supposed(answer, queued), lines=3),
        BriefPart(label=LABELS["why"], wordings=why_wordings(answer, traced, library), lines=3),
        BriefPart(label=LABELS["if"], rows=rows, spare=spare_rows(answer), easily=is_first_spared(answer)),
        BriefPart(
            label=LABELS["next"],
            wordings=next_wordings(answer, library, flags=flags),
            lines=2 if papers_needed(answer, library) is None else 3,
        ),
        *_home_law(answer, library, flags=flags),
        BriefPart(label=LABELS["scope"], wordings=scope(answer, library)[0 if flags else -1 :], lines=1),
    ]
    headline = answer.verdict.headline if answer.coverage.applying else UNDETERMINED
    return Brief(headline=headline, parts=tuple(part for part in parts if part.wordings or part.rows))


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
    yield BriefPart(label=LABELS["also"], wordings=(more, text) if flags else (text,), place=f"/home-law/{places[0]}")


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
        BriefPart(label=LABELS["scope"], wordings=scope(answer, library)),
    ]
    return Brief(headline=UNDETERMINED, parts=tuple(part for part in parts if part.wordings))


def verdict_wordings(answer: Determination, library: Library) -> Iterator[Text]:
    """Say the outcome, of what, whence and whither, and for whom, ever shorter."""
    sign = BRIEF_SHAPES[answer.verdict.headline] if answer.coverage.applying else BRIEF_SHAPES[UNDETERMINED]
    words = outcome_text(answer, library)
    party, route, items = _party(answer), _route(answer, library), _items(answer, library)
    orders = ((item, *rest) for item in items for rest in ((route, party), (route,)))
    cut = shortened(str(answer.facts.get(FactName("description")) or ""), CUT_ITEM)
    for parts in (*orders, *([(Text(cut), route)] if cut else []), (items[-1],), ()):
        row = in_a_row(parts)
        if row is not None:
            yield message("brief.verdict", "{sign} {outcome}: {subject}", sign=sign, outcome=words, subject=row)
        else:
            yield message("brief.verdict_alone", "{sign} {outcome}", sign=sign, outcome=words)


def _notes(answer: Determination) -> tuple[Text, ...]:
    """Say what looks military and what was done to the facts, before all else; and shorter."""
    notes: list[Text] = []
    short: list[Text] = []
    for text in answer.notes:
        words = text.parameters.get("words") if isinstance(text, Message) else None
        if isinstance(text, Message) and text.id in MILITARY and words is not None:
            note: Text = message("brief.looks_military", "“{words}” looks military: confirm the use.", words=words)
        else:
            note = text if isinstance(text, Text) else Text(text)
        notes.append(note)
        if isinstance(note, Message) and note.id == OF_GROUP:
            short.append(
                counted(
                    "brief.group",
                    "{n} company of its group is on {list}.",
                    "{n} companies of its group are on {list}.",
                    n=int(str(note.parameters["n"])),
                    list=note.parameters["list"],
                )
            )
        elif not (isinstance(note, Message) and note.id == OF_DECISION):
            short.append(note)
    every = (joined(dict.fromkeys(notes), "sentence"), joined(dict.fromkeys(short), "sentence"))
    return tuple(dict.fromkeys(filter(None, every)))


def _decided(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say which listed names a person decided to be those of another party: nothing is cleared in silence."""
    texts = tuple(dict.fromkeys(ruled_out_texts(answer.parties, answer.facts, library)))
    if not texts:
        return ()
    short = (
        message(
            "brief.ruled_out",
            "{name} is not the listed {listed}, as {by} decided on {day}: {basis}.",
            **{place: text.parameters[place] for place in ("name", "listed", "by", "day", "basis")},
        )
        for text in texts
        if isinstance(text, Message)
    )
    return joined(texts, "sentence"), joined(short, "sentence")


def _supposed(answer: Determination, queued: QueuePlace | None) -> tuple[Text, ...]:
    """Say what a run supposed of a line, and what the line comes to if that is right, as the list of lines has it."""
    if queued is None or not queued.assumed:
        return ()
    parts = joined(queued.assumed, "semicolon")
    cell = supposed_cell(answer.verdict.headline, queued.supposed)
    if cell is None:
        return (message("brief.run_assumed", "The order list assumed: {parts}.", parts=parts),)
    return (message("brief.run_supposed", "{cell}. The order list assumed: {parts}.", cell=cell, parts=parts),)


def in_a_row(parts: Iterable[Text | None]) -> Text | None:
    """Set what a line is of in a row: item, route, party."""
    row: Text | None = None
    for part in parts:
        if part:
            row = part if row is None else message("brief.in_a_row", "{first}, {next}", first=row, next=part)
    return row


def outcome_text(answer: Determination, library: Library) -> Text:
    """Say the outcome in the words of the first line."""
    if not answer.coverage.applying:
        return message("brief.silent", "Not known here")
    verdict = answer.verdict
    if verdict.headline == FREE_WITH_ALERT:
        alert = spoken_alert(answer) or answer.alerts[0]
        party = str(answer.facts.get(FactName(alert["role"])) or ROLES[alert["role"]])
        if not is_of_china(answer):
            return message(
                "brief.free_here_with_alert",
                "No licence required under these measures; {party} is on a list: stop and ask",
                party=party,
            )
        return message(
            "brief.free_with_alert",
            "No licence required under China's measures; {party} is on a list: stop and ask",
            party=party,
        )
    if verdict.headline == FREE_IF_SUPPOSED:
        return message("brief.free_if_supposed", "Nothing points to control, if what is assumed is right")
    if verdict.headline == UNDETERMINED:
        branches = open_law(answer)
        if branches:
            if not was_suspended(branches[0].unknown, library):
                return message("brief.depends_on_open_law", "Depends on law that no source read tells")
            day = last_known(branches[0].unknown, answer, library)
            return message("brief.depends_on_law", "Depends on the law after {day}", day=day)
        if (stop := _stop_for_name(answer, library)) is not None:
            return stop
        return message("brief.not_decided", "Not decided ({bounds})", bounds=bounds_text(verdict))
    words = VERDICTS[verdict.floor]
    code = next((entry.value for entry in answer.presumed if entry.fact == "control_codes"), "")
    return message("brief.as_code", "{outcome} (as {code})", outcome=words, code=code) if code else words


def _stop_for_name(answer: Determination, library: Library) -> Text | None:
    """Say not to ship before it is known whether a party is one with which dealings are banned."""
    alert = next((alert for alert in answer.alerts if alert["zone"] == "review"), None)
    if alert is None or alert["effect"] not in BANS or possible_entry(answer, library) is None:
        return None
    party: Text = Text(str(answer.facts.get(FactName(alert["role"]), "")))
    if not party or cells(party) > NAME_IN_HEAD:
        party = ROLES[alert["role"]]
    return message("brief.stop_for_name", "Do not ship until you know whether {party} is listed", party=party)


def _items(answer: Determination, library: Library) -> list[Text]:
    """Name the item: with its code, without it, and by the code alone."""
    description = str(answer.facts.get(FactName("description")) or "")
    given = answer.facts.get(FactName("control_codes"))
    codes = [] if not isinstance(given, Codes) else sorted(given.sure)
    if any(entry.fact == "control_codes" for entry in answer.presumed):
        codes = []  # the outcome names it
    customs = answer.facts.get(FactName("hs_code"))
    if not codes and not description and customs:
        return [message("brief.customs_code", "HS {code}", code=str(customs))]
    name = Text(description) if description or not codes else entry_text(codes[0], library)
    if not codes:
        return [name]
    code = joined(codes[:CODES_NAMED], "comma")
    return [message("brief.item", "{name} ({code})", name=name, code=code), name, code] if name else [code]


def entry_text(code: str, library: Library) -> Text:
    """Name an entry of the control list as people do; as the list does where the data package has no shorter name."""
    scheme = scheme_name(library)
    row = short_text(library, f"{scheme}/{code}", "item")
    name = library.code_names.get(scheme, {}).get(code, "")
    return LawText(row.english) if row else PassingText(LawText(name)) if name else Text()


def _route(answer: Determination, library: Library) -> Text | None:
    names = library.code_names.get("iso/3166", {})
    ends = [answer.facts.get(FactName(name)) for name in ("departure", "destination")]
    start, end = (LawText(names.get(str(code), str(code))) if code is not None else None for code in ends)
    if start and end:
        return message("brief.route", "{departure} to {destination}", departure=start, destination=end)
    if start:
        return message("brief.from", "from {departure}", departure=start)
    return message("brief.to", "to {destination}", destination=end) if end else None


def _party(answer: Determination) -> Text | None:
    party = answer.facts.get(FactName("end_user"))
    return None if party is None or party == "none" else Text(str(party))


def _assumed(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say what is taken for granted, with the flags that change it, and without."""
    parts = list(presumed_texts(answer, library))
    flags = [f"--{entry.fact.replace('_', '-')}" for entry in answer.presumed]
    parts += _chosen(answer, library)
    if not parts:
        return ()
    row = CapitalText(_and(parts))
    plain = message("brief.assumed", "{parts}.", parts=row)
    if not flags:
        return (plain,)
    return (
        counted(
            "brief.assumed_flags",
            "{parts} ({flags} changes this).",
            "{parts} ({flags} change this).",
            n=len(flags),
            parts=row,
            flags=joined(flags, "comma"),
        ),
        plain,
    )


READ: Final[Mapping[str, Text]] = {
    "narrow": message("brief.read_narrow", "disputed words are read narrowly"),
    "broad": message("brief.read_broad", "disputed words are read broadly"),
}
LAW_IS: Final[Mapping[str, Text]] = {
    "extended": message("brief.law_extended", "the suspension was extended"),
    "lapsed": message("brief.law_ended", "the suspension ended"),
    "changed": message("brief.law_changed", "the suspended text was changed"),
}


def _and(parts: Sequence[Text]) -> Text:
    """Set what is assumed in a row."""
    text, *others = parts
    for part in others:
        text = message("brief.assumed_and", "{first}; {next}", first=text, next=part)
    return text


def _chosen(answer: Determination, library: Library) -> list[Text]:
    """Say how words are read and what is assumed of the law, where whoever asks chose it."""
    by_term = answer.readings.to_dict()
    all_of = by_term.pop("all")
    parts: list[Text] = [READ[all_of]] if all_of in READ else []
    if by_term and set(by_term.values()) == {"broad"}:
        parts.append(
            counted(
                "brief.terms_broad",
                "one disputed word is read broadly",
                "{n} disputed words are read broadly",
                n=len(by_term),
            )
        )
    elif by_term:
        parts.append(message("brief.terms_read", "disputed words are read as you chose"))
    stated = [str(value) for name, value in answer.facts.items() if library.facts[name].of == "law"]
    parts += [LAW_IS.get(value) or message("brief.assumed_law", "the law is as you stated") for value in stated]
    return list(dict.fromkeys(parts))


def is_chosen(answer: Determination, library: Library) -> bool:
    """Tell whether whoever asks chose how words are read or what the law is: it is assumed beside what is presumed."""
    return bool(_chosen(answer, library))


def presumed_texts(answer: Determination, library: Library) -> dict[Text, FactName]:
    """Say what is presumed of a line, each with the fact that changes it."""
    parts: dict[Text, FactName] = {}
    for entry in answer.presumed:
        match str(entry.fact):
            case "movement" if entry.value == SENT_ON:
                text: Text = message(
                    "brief.assumed_onward",
                    "it is sent straight from {country}",
                    country=territory_text(str(answer.facts.get(FactName("departure"))), library),
                )
            case "departure" | "movement":
                text = (
                    message("brief.assumed_export", "it is exported from China")
                    if is_of_china(answer) or answer.facts.get(FactName("origin")) == CHINA
                    else message("brief.assumed_export_home", "it is exported from the country where it was made")
                )
            case "destination":
                text = message(
                    "brief.assumed_destination", "it goes to {country}", country=territory_text(entry.value, library)
                )
            case "end_user_territory":
                text = message("brief.assumed_resident", "the user is Japanese")
            case "end_user_kind":
                text = message("brief.assumed_firm", "the user is a firm, not a military body")
            case "control_codes":
                text = message("brief.assumed_code", "the code is {code}, by the description", code=entry.value)
            case _:
                text = message("brief.assumed_fact", "{fact}: {value}", fact=fact_label(entry.fact), value=entry.value)
        parts.setdefault(text, entry.fact)
    return parts


def scope(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say the date of law, the last day of sources, whose measures were asked, and how to see more."""
    text = _scope(answer, library)
    return (
        message("brief.scope_more", "{scope} --why --full", scope=text),
        message("brief.scope_why", "{scope} --why", scope=text),
        text,
    )


def _scope(answer: Determination, library: Library) -> Text:
    coverage = answer.coverage
    kind = "day_in_year" if coverage.horizon.year == answer.as_of.year else "short_day"
    day, horizon = quantity("short_day", answer.as_of), quantity(kind, coverage.horizon)
    if library.is_updated:
        version = ", ".join(package.version for package in library.packages if package.is_update)
        if is_of_china(answer):
            return message(
                "brief.scope_law",
                "{day}; only China's law {version}, read to {horizon}.",
                day=day,
                version=version,
                horizon=horizon,
            )
        return message(
            "brief.scope_law_of",
            "{day}; only the law of {places}, {version}, read to {horizon}.",
            places=joined((territory_text(code, library) for code in coverage.jurisdictions), "comma"),
            day=day,
            version=version,
            horizon=horizon,
        )
    if is_of_china(answer):
        return counted(
            "brief.scope",
            "{day}, read to {horizon}; only China's {n} measure.",
            "{day}, read to {horizon}; only China's {n} measures.",
            n=coverage.measures,
            day=day,
            horizon=horizon,
        )
    return counted(
        "brief.scope_of",
        "{day}, read to {horizon}; only {n} measure of {places}.",
        "{day}, read to {horizon}; only {n} measures of {places}.",
        n=coverage.measures,
        places=joined((territory_text(code, library) for code in coverage.jurisdictions), "comma"),
        day=day,
        horizon=horizon,
    )


def spoken_on_page(
    answer: Determination,
    line: Mapping[str, object],
    library: Library,
    say: Callable[[str], str],
    traced: Sequence[ClauseReason] | None = None,
    *,
    queued: QueuePlace | None = None,
) -> tuple[SpokenPart, ...]:
    """Say a brief answer for a page: the texts of the command, and no flags where the command names some.

    Parameters
    ----------
    traced
        The clauses of the answer, where the page has judged them already.
    queued
        Where a run put the line, if it is of one.
    """
    margin = margin_of(say, LABELS.values())
    if not line:
        return spoken(_nothing_stated(answer, library), say, margin)
    traced = reasons(answer, line, library) if traced is None else traced
    rows = case_rows(answer, library)  # once: it takes most of the time
    page = spoken(_brief(answer, traced, rows, library, flags=False, queued=queued), say, margin, whole=True)
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

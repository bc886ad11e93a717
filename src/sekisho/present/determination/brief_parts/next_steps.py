"""What to do next: in two lines the act, whom to ask, and the flag that takes the answer; or step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sekisho.dataclass import dataclass
from sekisho.determination.core.outcome import (
    FREE_IF_SUPPOSED,
    FREE_WITH_ALERT,
    UNDETERMINED,
    Determination,
    Outcome,
)
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import act_text
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.i18n.translation_tables import short_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.licensing import LicenceKind, Licensing, Limit, days_text
from sekisho.message import JoinedText, LawText, Message, Text, counted, joined, message
from sekisho.present.determination.brief_parts.inquiries import ASKING, confirmation, inquiry_wordings, party_inquiry
from sekisho.present.determination.brief_parts.open_law import paused
from sekisho.present.determination.brief_parts.why_sentence import possible_entry
from sekisho.present.determination.phrases import CHINA, is_of_china


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do.

    Parameters
    ----------
    text
        What.
    clause
        Clause or measure that says so; empty if none does.
    rows
        How it is done, a label and a text each.
    """

    text: Text
    clause: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def steps_of(answer: Determination, library: Library, tell: PackageTranslator) -> list[Step]:
    """Say what to do step by step: first what the brief answer says, then each licence, each certain duty, and records.

    Parameters
    ----------
    tell
        Tells how a licence is got.
    """
    steps: dict[tuple[object, ...], Step] = {}
    for step in _steps(answer, library, tell):
        steps.setdefault((step.text, step.rows), step)  # several measures may ask for one licence
    return list(steps.values())


def _steps(answer: Determination, library: Library, tell: PackageTranslator) -> Iterator[Step]:
    yield Step(text=next_wordings(answer, library, flags=False)[0])
    if not answer.coverage.applying:
        return
    headline = answer.verdict.headline
    if headline == UNDETERMINED:
        yield Step(text=message("step.hold", "Do not ship until this is answered."))
    if headline != "prohibited" and answer.floor > Outcome.FREE:
        for measure, licensing in answer.licensing:
            yield _licence(measure, licensing, tell, at_least=headline == UNDETERMINED)
    if not is_barred(answer):
        duties = {duty.duty: duty.clause for duty in reversed(answer.obligations) if duty.certain}
        yield from (Step(text=LawText(duty), clause=clause) for duty, clause in reversed(duties.items()))
    yield Step(text=message("step.keep", "Save or print this answer."))


def _licence(measure: str, licensing: Licensing, tell: PackageTranslator, *, at_least: bool) -> Step:
    from sekisho.present.law.consequences import licensing_rows  # not of the short answer

    authority = LawText(licensing.authority or measure)
    text = (
        message("step.register", "Get an export certificate: {authority}", authority=authority)
        if all(level.kind is LicenceKind.REGISTRATION for level in licensing.levels) and licensing.levels
        else message("step.apply_at_least", "A licence is needed at the least: {authority}", authority=authority)
        if at_least
        else message("step.apply", "Apply for a licence: {authority}", authority=authority)
    )
    return Step(text=text, clause=measure, rows=tuple(licensing_rows(replace(licensing, authority=""), tell)))


def is_barred(answer: Determination) -> bool:
    """Tell whether no application could let it go: duties of papers are then no steps to take."""
    return answer.verdict.headline == "prohibited" and answer.floor is not Outcome.PROHIBITED_SAVE_SPECIAL


def next_wordings(answer: Determination, library: Library, *, flags: bool) -> tuple[Text, ...]:
    """Say what to do, ever shorter; with the flags of the command that state the answer, or without."""
    if not answer.coverage.applying:
        return (message("brief.next_silent", "Look for the law of that day elsewhere."),)
    headline = answer.verdict.headline
    if headline == "prohibited":
        return _barred(answer, library)
    if headline == "licence required":
        return _licensed(answer, library, flags=flags)
    if headline == "free":
        return _unlicensed(answer, library)
    if headline == FREE_WITH_ALERT:
        stop = message("brief.next_alert", "Do not ship until a lawyer has answered what the list does.")
        return (stop,)
    if headline == FREE_IF_SUPPOSED and answer.presumed:
        return confirmation(answer, flags=flags)
    wordings = inquiry_wordings(answer, library, flags=flags)
    papers = papers_needed(answer, library)
    return wordings if papers is None else (joined([papers, wordings[0]], "sentence"), *wordings)


def _unlicensed(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say that there is nothing to apply for, which duty comes with it all the same, and when to look again."""
    asleep, owed = paused(answer, library), _owed(answer, library)
    if asleep is not None and asleep.until is not None:
        day = quantity("day_in_year", asleep.until)
        again = message("brief.next_again_later", "Check again if it leaves after {day}.", day=day)
        now = message(
            "brief.next_again",
            "Nothing to apply for under these measures now. Check again if it leaves after {day}.",
            day=day,
        )
        return (*(joined([text, again], "sentence") for text in owed), now)
    if owed:
        return owed
    file = message("brief.next_file", "Nothing to apply for under these measures. File the end-use statement.")
    return (file, message("brief.next_nothing", "Nothing to apply for under these measures."))


def _owed(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say which duty comes with a free export: first that of which the data package says what to do."""
    duties = [duty for duty in answer.obligations if duty.certain]
    rows = (short_text(library, duty.clause, "next") for duty in duties)
    own = next((LawText(row.english) for row in rows if row is not None), None)
    others = counted(
        "brief.next_duties", "{n} duty comes with it: --papers.", "{n} duties come with it: --papers.", n=len(duties)
    )
    if own is not None:
        return (own,)
    if not duties:
        return ()
    from sekisho.i18n.citations import article_text  # only where a duty is cited

    nothing = message("brief.next_nothing", "Nothing to apply for under these measures.")
    first = duties[0]
    act = act_text(library.clauses[first.clause][0])
    whole = message(
        "brief.next_duty",
        "A duty comes with it ({act}, {article}): {duty}",
        act=act,
        article=article_text(first.article),
        duty=LawText(first.duty),
    )
    return (joined([nothing, whole], "sentence"), whole, joined([nothing, others], "sentence"))


def asks_a_party(answer: Determination, library: Library) -> bool:
    """Tell whether an open answer says to ask the supplier or the buyer: draft letters do that."""
    is_open = answer.verdict.headline in {UNDETERMINED, FREE_IF_SUPPOSED}
    return is_open and _is_asking(next_wordings(answer, library, flags=False)[0])


def _is_asking(text: str) -> bool:
    if isinstance(text, JoinedText):
        return any(_is_asking(part) for part in text.parts)
    return isinstance(text, Message) and text.id in ASKING


def papers_needed(answer: Determination, library: Library) -> Text | None:
    """Say what an application needs where a licence is needed at the least and the answer is open."""
    if answer.verdict.headline != UNDETERMINED:
        return None
    rows = (short_text(library, name, "papers") for name in answer.decisive)
    return next((LawText(row.english) for row in rows if row is not None), None)


def _of_clause(answer: Determination, library: Library) -> Text | None:
    """Return what the data package says to do under the first decisive clause of which it says something."""
    for name in answer.decisive:
        row = short_text(library, name, "next")
        if row is not None:
            return LawText(row.english)
    return None


def _barred(answer: Determination, library: Library) -> tuple[Text, ...]:
    own = _of_clause(answer, library)
    if own is not None:
        return (own,)
    if answer.floor is Outcome.PROHIBITED_SAVE_SPECIAL:
        return (
            message(
                "brief.next_special",
                "Do not ship, and stop what is under way. Only a special application can lift it. See a lawyer first.",
            ),
        )
    return (message("brief.next_barred", "Do not ship. No licence is possible."),)


def _licensed(answer: Determination, library: Library, *, flags: bool) -> tuple[Text, ...]:
    own = _of_clause(answer, library)
    apply = _apply(answer, library)
    if any(case.same for row in answer.rows for case in row.cases) and possible_entry(answer, library) is not None:
        asked = party_inquiry(answer, library, flags=flags)
        return (*(joined([text, own or apply], "sentence") for text in asked), asked[-1])
    if own is not None:
        return (own,)
    party = answer.facts.get(FactName("end_user"))
    send = message("brief.next_certificate", "Send it the end-use certificate that the end user signs.")
    if party is not None and party != "none":
        send = message(
            "brief.next_certificate_of", "Send it the end-use certificate that {party} signs.", party=str(party)
        )
    if answer.presumed and any(presumption.fact == "control_codes" for presumption in answer.presumed):
        code = message("brief.next_code", "Ask your supplier for the control code in writing.")
        described = str(answer.facts.get(FactName("description")) or "").replace('"', "")
        if flags and described:
            check = message(
                "brief.next_classify",
                "To check it yourself: {command}",
                command=f'sekisho classify "{described}"',
            )
            return (joined([code, check], "sentence"), joined([code, apply], "sentence"), code)
        return (joined([code, apply], "sentence"), code)
    return (joined([apply, send], "sentence"), apply)


def _apply(answer: Determination, library: Library) -> Text:
    authority: Text = message("brief.ministry", "the Ministry of Commerce")
    if not is_of_china(answer):
        own = (library.clauses[name][0] for name in answer.decisive if name in library.clauses)
        who = next((measure.authority for measure in own if measure.jurisdiction != CHINA), "")
        authority = LawText(who) if who else authority
    days = next((text for text in (_days(licensing) for _, licensing in answer.licensing) if text), None)
    if is_of_china(answer) and answer.facts.get(FactName("departure"), CHINA) != CHINA:
        return message(
            "brief.next_seller_applies", "The seller must apply to {authority} in China.", authority=authority
        )
    if days is None:
        return message("brief.next_apply", "Ask your supplier to apply to {authority}.", authority=authority)
    return message(
        "brief.next_apply_within",
        "Ask your supplier to apply to {authority} ({days}).",
        authority=authority,
        days=days,
    )


def _days(licensing: Licensing) -> Text | None:
    clock = licensing.clock
    return days_text(clock.days or 0, clock.unit) if clock is not None and clock.limit is Limit.DAYS else None

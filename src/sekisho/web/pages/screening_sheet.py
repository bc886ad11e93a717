"""Papers of an answer: the transaction screening sheet (取引審査票) of Japanese practice, and letters on what is open.

What was stated and what was determined fill it; what a person must say, such as the decision and the signatures, is
left open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sekisho.determination.core.outcome import Determination
from sekisho.errors import FactError
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.territories import territory_names
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Codes, Fact
from sekisho.law.model.library import Library
from sekisho.law.model.trigger import DESCRIPTION
from sekisho.present.determination.brief_parts.verdict import entry_text
from sekisho.present.law.consequences import licensing_rows
from sekisho.present.letters.folder import drafts_data, letter_files
from sekisho.present.render.pdf import is_installed
from sekisho.service.letters import letters_on_answer
from sekisho.web.check_form import CheckForm, stated_in
from sekisho.web.form_fields import shown_value
from sekisho.web.messages import PageTranslator
from sekisho.web.pages.question import is_settled, left
from sekisho.web.pages.result import answer_told, keep_answer, span
from sekisho.web.rendering import on_paper
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Download, Page

DEALING: Final = ("movement", "departure", "destination", "via", "date", "value")
ITEM: Final = (
    "description",
    "control_codes",
    "hs_code",
    "origin",
    "special_item",
    "prc_content_share",
    "prc_technology",
)
ROLES: Final = ("exporter", "importer", "intermediate_consignee", "end_user")
CHECKS: Final = (
    *("end_use", "end_use_sector", "special_use", "end_user_kind", "end_user_territory"),
    *("knowledge_of_barred_use", "knowledge_of_risk", "prior_undertaking", "licence_held"),
)
DECISIONS: Final = ("sheet_go", "sheet_licence", "sheet_hold", "sheet_stop")
"""What a person may decide; none is chosen beforehand."""


LETTER_KINDS: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of the sheet; empty if nobody stated it."""

    label: str
    text: str
    filled: bool
    note: str = ""


def sheet(visit: RequestContext) -> Answer:
    """Fill the sheet from what is stated and what is determined."""
    stated = stated_in(visit)
    if stated.problems:
        raise FactError(stated.problems)
    library, words = visit.library, visit.words
    view = answer_told(stated, visit)
    answer, parts = view.answer, view.parts
    keep_answer(visit, stated, answer)
    following = [] if is_settled(answer) else left(answer, stated, library)
    groups = {
        "sheet_dealing": _boxes(DEALING, stated, answer, library, words),
        "sheet_item": [_named(box, visit, answer) for box in _boxes(ITEM, stated, answer, library, words)],
        "sheet_parties": [_party(name, stated, answer, library, words) for name in ROLES],
        "sheet_checks": _boxes(CHECKS, stated, answer, library, words),
    }
    boxes = [box for group in groups.values() for box in group]
    page = Page(
        template="sheet.html",
        title=words("sheet_title"),
        context={
            "answer": answer,
            "brief": parts[1:],
            "groups": groups,
            "places": [
                territory_names(library)[visit.language].get(code, code) for code in answer.coverage.jurisdictions
            ],
            "head": parts[0].lines[0],
            "why": view.why,
            "readings": _readings(answer, words),
            "open": [visit.tell(words.question(library.facts[name])) for name in following],
            "licensing": [(measure, licensing_rows(how)) for measure, how in answer.licensing],
            "duties": list(dict.fromkeys(duty.duty for duty in answer.obligations if duty.certain)),
            "filled": sum(box.filled for box in boxes),
            "boxes_all": len(boxes),
            "decisions": DECISIONS,
            "carried": [
                ("as_of", stated.as_of.isoformat()),
                *stated.plain(library),
                *stated.private(library),
            ],
            "has_pdf": is_installed(),
        },
        data=lambda: {
            "answer": answer.to_dict(),
            "boxes": [
                {"group": name, "label": box.label, "value": box.text if box.filled else None}
                for name, group in groups.items()
                for box in group
            ],
        },
        query=stated.plain(library),
        kept=stated.private(library),
        personal=bool(stated.private(library)),
    )
    if visit.posted and visit.text("pdf"):
        return Download(name="screening-sheet.pdf", kind="application/pdf", content=on_paper(visit, page))
    return page


def letters(visit: RequestContext) -> Answer:
    """Show the drafts to the customer and the supplier that ask for what is open, or give one of them as a file."""
    stated = stated_in(visit)
    if stated.problems:
        raise FactError(stated.problems)
    library = visit.library
    answer = answer_told(stated, visit).answer
    keep_answer(visit, stated, answer)
    said = visit.text("letters_language")
    language = said if said in LANGUAGES else visit.language
    drafts = letters_on_answer(answer, library)
    number, _, ending = visit.text("file").partition(".")
    for name, content in letter_files(drafts, language=language) if ending in LETTER_KINDS else ():
        if name.startswith(f"{number}_") and name.endswith(f".{ending}"):  # its own name may be somebody's
            return Download(name=f"{number}.{ending}", kind=LETTER_KINDS[ending], content=content)
    data = drafts_data(drafts, language=language)
    return Page(
        template="letters.html",
        title=visit.words("drafts_title"),
        context={
            **data,
            "written_in": language,
            "carried": [("as_of", stated.as_of.isoformat()), *stated.plain(library), *stated.private(library)],
        },
        data=lambda: data,
        query=stated.plain(library),
        kept=stated.private(library),
        personal=bool(stated.private(library)),
    )


def _readings(answer: Determination, words: PageTranslator) -> list[tuple[str, str]]:
    """Say what each reading of disputed words gives; once, where all give the same."""
    rows = [(words(name), span(verdict, words)) for name, verdict in answer.by_reading.items()]
    if len({says for _, says in rows}) == 1:
        return [(words("sheet_every_reading"), rows[0][1])]
    return rows


def _boxes(
    names: Iterable[str], stated: CheckForm, answer: Determination, library: Library, words: PageTranslator
) -> list[Box]:
    return [_box(library.facts[name], stated, answer, library, words) for name in names]


def _box(fact: Fact, stated: CheckForm, answer: Determination, library: Library, words: PageTranslator) -> Box:
    """Fill a box: with what was stated, or with what follows from it."""
    given = stated.facts.get(fact.name)
    followed = answer.facts.get(fact.name)
    value = given if given is not None else followed
    known = value is not None and str(value) != "unknown"
    note = words("sheet_follows") if given is None and followed is not None else ""
    text = shown_value(fact, value, words, library) if value is not None else ""
    name = words.fact(fact.name)
    return Box(label=name[:1].upper() + name[1:], text=text, filled=known, note=note)


def _named(box: Box, visit: RequestContext, answer: Determination) -> Box:
    """Name an item that only its control code names as the head of the sheet does: as the list has it."""
    label = visit.words.fact(DESCRIPTION)
    codes = answer.facts.get(FactName("control_codes"))
    if box.filled or box.label.casefold() != label.casefold() or not isinstance(codes, Codes) or len(codes.sure) != 1:
        return box
    entry = visit.tell(entry_text(next(iter(codes.sure)), visit.library))
    return Box(label=box.label, text=entry, filled=bool(entry), note=visit.words("sheet_follows"))


def _party(name: str, stated: CheckForm, answer: Determination, library: Library, words: PageTranslator) -> Box:
    """Fill the box of a party, with what the lists say of it."""
    box = _box(library.facts[name], stated, answer, library, words)
    told = answer.parties.get(library.facts[name].name)
    if told is None:
        return box
    hits = told["hits"]
    named = "; ".join(f"{hit['name']} ({hit['entity']})" for hit in hits[:3])
    said = words(f"zone_{told['zone']}")
    return Box(label=box.label, text=box.text, filled=box.filled, note=f"{said}{': ' if named else ''}{named}")

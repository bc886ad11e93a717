"""How each tool answers: the use case that it asks, and what of the answer a model with little room is told.

One tool is one request and one use case, as for every other face.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.agents.answers import ABOUT_DATA, Plain, ToolAnswer, answer_of, cited, scope_of, spoken
from sekisho.errors import BillError, FactError, Problem, ScenarioError
from sekisho.files.temporary import temporary_folder
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.assumptions import assumptions_of, readings_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.present.brief.changes import changed_lines
from sekisho.present.determination.brief import brief_data
from sekisho.present.law.changes import changed_data
from sekisho.present.law.coverage import coverage, coverage_text
from sekisho.present.law.subject import subject_data, subject_text
from sekisho.present.render.terminal import bare
from sekisho.service.check import CheckRequest, check, in_words
from sekisho.service.law import LawRequest, ShowRequest, changes, moves, show
from sekisho.service.party_decision import decisions_on, reviews_of, with_decisions
from sekisho.service.request import request_from
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.service.screen import ScreenAnswer

WIDTH: Final = 100
"""Cells of a line of text."""
LINES: Final = 60
"""Lines of text of an answer; the data beside it has the rest, as far as it fits."""
DRAWS: Final = 256
"""Draws of a cost that is not kept ready, if nobody says: a tool is waited for, and this takes seconds."""
MOST: Final[Mapping[str, float]] = {"draws": 1_024, "months": 36}
Given = Mapping[str, Any]


def texts_in(given: Given) -> list[tuple[str, str]]:
    """Return the texts of a call, each with the argument in which it stands."""
    texts = [(name, value) for name, value in given.items() if isinstance(value, str)]
    for name, value in given.items():
        members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        texts += [(name, text) for text in members if isinstance(text, str)]
    return texts


def _pairs_in(given: Given, name: str) -> dict[str, str]:
    """Return the texts that an argument holds by name.

    Raises
    ------
    FactError
        If it holds something else.
    """
    pairs = given.get(name) or {}
    if isinstance(pairs, Mapping) and all(isinstance(pair, str) for pair in pairs.values()):
        return dict(pairs)
    raise FactError(
        Problem(
            where=name,
            what=message("agents.no_pairs", "is not an object of texts."),
            remedy=message("agents.pairs", "Expected an object such as {example}.", example='{"NAME": "VALUE"}'),
        )
    )


def check_answer(given: Given, workspace: Workspace) -> ToolAnswer:
    """Determine a line."""
    library = workspace.library
    stated = given.get("facts") or {}
    if not isinstance(stated, Mapping):
        raise FactError(
            Problem(
                where="facts",
                what=message("agents.no_facts", "the facts are no object."),
                remedy=message("agents.facts", "Expected an object of facts by name, each as the user stated it."),
            )
        )
    facts = {str(name): "unknown" if value is None else value for name, value in stated.items()}
    readings = _pairs_in(given, "readings")
    asked = request_from(
        CheckRequest,
        {
            **{name: given[name] for name in ("presume", "ahead", "same") if name in given},
            "facts": facts,
            "as_of": given.get("as_of") or None,
            "readings": readings_of(library, readings.pop("all", None), readings),
            "assume": assumptions_of(library, _pairs_in(given, "assume")),
        },
    )
    if asked.same:
        decisions = decisions_on(asked.same, reviews_of(library, facts), by="asked", on=_today(workspace), basis="")
        library = with_decisions(library, decisions)
    answer = check(asked, replace(workspace, library=library))
    plain = answer.to_dict()
    brief = brief_data(answer, in_words(facts, library)[0], library, teller_of(library, "en"))
    questions = plain["questions"]
    return answer_of(
        spoken(brief),
        {
            **{name: plain[name] for name in ("headline", "outcome", "floor", "ceiling", "as_of")},
            "horizon": plain["library"]["horizon"],
            "readings": plain["readings"],
            "presumed": [{"fact": row["fact"], "value": row["value"]} for row in plain["presumed"]],
            "missing": [{"fact": name, "question": questions.get(name, "")} for name in plain["missing"]],
            "if": plain["if"],
            "by_reading": {name: row["headline"] for name, row in plain["by_reading"].items()},
            "citations": cited(answer, plain) if facts else [],  # of a line that nobody described, none decides
            "cautions": plain["cautions"],
            "scope": scope_of(library, plain),
            "data": {"about": ABOUT_DATA, "facts": facts, "parties": plain["parties"], "alerts": plain["alerts"]},
        },
        foreign=[value for name, value in facts.items() if isinstance(value, str) and _is_free(name, library)],
    )


def _is_free(name: str, library: Library) -> bool:
    """Tell whether a fact is whatever somebody wrote: a name or a description, and no code and no choice."""
    fact = library.facts.facts.get(FactName(name))
    return fact is not None and not fact.choices and not fact.scheme and fact.kind not in {"number", "date", "yes_no"}


def _today(workspace: Workspace) -> date:
    from sekisho.service.workspace import today_of

    return today_of(None, workspace)


def screen_answer(given: Given, workspace: Workspace) -> ToolAnswer:
    """Compare names with the lists of parties."""
    from sekisho.present.brief.screening import screening_lines
    from sekisho.present.screening import screening_data
    from sekisho.service.screen import ScreenRequest, screen

    answer = screen(request_from(ScreenRequest, given), workspace)
    library, day, policy = answer.library, answer.day, answer.library.identity.policy
    rows = [screening_data(screening, library, day, policy) for screening in answer.found]
    text = screening_lines(answer.found, library, day, width=WIDTH)
    keys = ("zone", "score", "entity", "list", "name", "state", "citation", "announcement", "source", "reasons")
    return answer_of(
        _cut(text),
        {
            "zones": [row["zone"] for row in rows],
            "as_of": day.isoformat(),
            "horizon": library.horizon.isoformat(),
            "scope": {"lists": rows[0].get("lists", []) if rows else [], "not_covered": "any other list"},
            "data": {
                "about": ABOUT_DATA,
                "names": [
                    {
                        "query": row["query"],
                        "zone": row["zone"],
                        "hits": [{key: hit[key] for key in keys if hit.get(key)} for hit in _rows(row["hits"])],
                        "kin": row.get("kin", []),
                        "problem": row.get("problem", ""),
                    }
                    for row in rows
                ],
            },
        },
        foreign=[*_names_told(answer), *(text for _, text in texts_in(given))],
    )


def _names_told(answer: ScreenAnswer) -> Iterator[str]:
    """Go through the names that an answer about parties tells: those asked, those of lists, and the parts compared."""
    for screening in answer.found:
        yield screening.query
        for hit in screening.hits:
            yield hit.name
            for reason in hit.reasons:
                yield from (reason.asked, reason.listed)


def _rows(value: object) -> Sequence[Mapping[str, Any]]:
    return value if isinstance(value, list) else []


def classify_answer(given: Given, workspace: Workspace) -> ToolAnswer:
    """Suggest entries of the control list for an item."""
    from sekisho.present.brief.classification import classification_lines
    from sekisho.service.classify import ClassifyRequest, classify

    answer = classify(request_from(ClassifyRequest, given), workspace)
    plain: Plain = answer.to_dict()
    text = classification_lines(answer, workspace.library, width=WIDTH)
    data = {"about": ABOUT_DATA, "description": given.get("description", ""), "understood": plain.pop("understood", {})}
    horizon = workspace.library.horizon.isoformat()
    return answer_of(
        _cut(text), {**plain, "horizon": horizon, "data": data}, foreign=[str(given.get("description") or "")]
    )


def changes_answer(given: Given, workspace: Workspace) -> ToolAnswer:
    """Tell what changed in the law between two days."""
    request = request_from(LawRequest, given)
    law_diff, moved = changes(request, workspace), moves(request, workspace)
    library = workspace.library
    plain = changed_data(law_diff, library)
    rows = [{key: value for key, value in row.items() if value} for row in _rows(plain["changes"])]
    rows.sort(key=lambda row: str(row.get("date", "")), reverse=True)  # the latest are what a short answer keeps
    text = changed_lines(law_diff, library, moved, width=WIDTH)
    return answer_of(_cut(text), {**plain, "changes": rows, "horizon": library.horizon.isoformat()})


def explanation_answer(given: Given, workspace: Workspace) -> ToolAnswer:
    """Tell what a measure, a clause, a term or a code says."""
    subject = show(request_from(ShowRequest, given), workspace)
    library = workspace.library
    plain = subject_data(subject, library)
    text = subject_text(subject, library, language="en", width=WIDTH)
    return answer_of(_cut(text), {**plain, "as_of": subject.day.isoformat(), "horizon": library.horizon.isoformat()})


def cost_answer(given: Given, workspace: Workspace) -> ToolAnswer:
    """Estimate what measures or scenarios cost."""
    from sekisho.present.impact.export import told
    from sekisho.present.impact.summary import head_of
    from sekisho.service.impact import ImpactRequest, impact, is_kept_ready
    from sekisho.service.impact_economy import economy_faults

    library = workspace.library
    names = given.get("names") or []
    files = [
        str(name)
        for name in (names if isinstance(names, list) else [names])
        if str(name) not in library.measures and ({*"/\\"} & {*str(name)} or str(name).endswith((".yaml", ".yml")))
    ]
    if files:
        what = message("agents.no_scenario", "'{name}' is not a measure or scenario that is installed.", name=files[0])
        raise ScenarioError(
            Problem(
                where="names",
                what=what,
                remedy=message("agents.scenario", "Name a measure by its id, or a scenario such as japan-ban."),
            )
        )
    asked = request_from(ImpactRequest, given, most=MOST)
    if faults := economy_faults(asked, workspace):
        raise ScenarioError(faults)
    if "draws" not in given and not is_kept_ready(asked, workspace):
        asked = replace(asked, draws=DRAWS)
    translator = teller_of(library, "en").translator
    result = impact(asked, workspace)
    head = head_of(result)
    text = bare("\n".join(told(result, width=WIDTH, full=False, translator=translator).text))
    plain = _impact_plain(result)
    wanted = ("scenario", "title", "start", "months", "as_of", "reading", "draws", "seed", "gdp_loss_percent", "loss")
    return answer_of(
        _cut(text.splitlines()),
        {
            **{name: plain[name] for name in wanted if name in plain},
            "findings": [translator.say(finding) for finding in head.findings],
            "cautions": [translator.say(finding) for finding in head.cautions],
            "by_sector": plain.get("by_sector", []),
            "by_reading": plain.get("by_reading", {}),
            "horizon": library.horizon.isoformat(),
        },
    )


def _impact_plain(result: object) -> Plain:
    from sekisho.impact.outlook import OutlookResult
    from sekisho.present.impact.data import impact_data
    from sekisho.present.impact.outlook import outlook_data

    return outlook_data(result) if isinstance(result, OutlookResult) else impact_data(result)  # type: ignore[arg-type] # one of the two


def exposure_answer(given: Given, workspace: Workspace) -> ToolAnswer:
    """Tell what of a bill of materials hangs on curbed goods."""
    from sekisho.present.exposure.data import exposure_data
    from sekisho.present.exposure.terminal import exposure_text
    from sekisho.service.exposure import ExposureRequest, as_codes, assess

    bill = given.get("bill")
    cells = list(csv.reader(io.StringIO(bill))) if isinstance(bill, str) else []
    if not isinstance(bill, str) or not any(any(row) for row in cells):
        raise BillError(
            Problem(
                where="bill",
                what=message("agents.no_bill", "there is no bill."),
                remedy=message("agents.bill", "Send the bill of materials as CSV text, with a header."),
            )
        )
    asked = as_codes(request_from(ExposureRequest, {**given, "remedies": False}), workspace.library)
    with temporary_folder() as folder:
        place = Path(folder) / "bill.csv"
        place.write_text(bill, encoding="utf-8")
        exposure = assess(asked, workspace, place)
    plain = exposure_data(exposure)
    text = exposure_text(exposure, width=WIDTH, full=True)
    keys = ("as_of", "readings", "summary", "coverage", "library")
    rows = {name: plain[name] for name in ("products", "parts", "settle") if name in plain}
    return answer_of(
        _cut(text),
        {**{name: plain[name] for name in keys if name in plain}, "data": {"about": ABOUT_DATA, **rows}},
        foreign={cell for row in cells[1:] for cell in row if not cell.replace(".", "").isnumeric()},
    )


def coverage_answer(_given: Given, workspace: Workspace) -> ToolAnswer:
    """Tell what the program knows, and what not."""
    library = workspace.library
    plain = coverage(library)
    return answer_of(_cut(coverage_text(library, width=WIDTH)), {**plain, "by_measure": _count(plain["by_measure"])})


def _count(value: object) -> int:
    return len(value) if isinstance(value, Sequence | Mapping) else 0


def _cut(lines: Sequence[str]) -> str:
    shown = [bare(line) for line in lines[:LINES]]
    return "\n".join([*shown, "…"] if len(lines) > LINES else shown)

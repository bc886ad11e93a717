"""The answer in a few lines: how long it is, and how it speaks, in three languages."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Final, cast

import pytest
from tests.approved.commands import LANGUAGES, SITUATIONS

from sekisho import FactError, Library, brief, determine
from sekisho.cli.check import check as check_command
from sekisho.cli.check_request import inquiry_of
from sekisho.determination.core.outcome import Determination
from sekisho.i18n.package_translation import teller_of
from sekisho.parties.index import parties_of
from sekisho.present.determination.brief import brief_data, brief_lines
from sekisho.present.determination.text import answer_lines
from sekisho.present.render.brief_layout import WIDTH
from sekisho.present.render.terminal import bare, cells
from sekisho.service.check import CheckRequest, check
from sekisho.service.workspace import Workspace
from sekisho.testing import read_cases

DAY: Final = date(2026, 11, 27)
STEP: Final = 60
"""Of so many golden cases one is told: all of them would take minutes."""
WHY: Final = 40
COMMAND: Final = re.compile(r"sekisho [a-z]+(?: FILE)?|--assume \S+|--[a-z-]+(?: (?:yes|no)\b)?")
IDENTIFIERS: Final = re.compile(r"\b[a-z]+_[a-z_0-9]+|\b[a-z]{2}/[0-9a-z-]+|#[a-z-]+|\b[0-9a-f]{7,}\b")
BANNED: Final = re.compile(
    r"\b(?:told|kept|held|bears on|hangs on|stands on|waits?(?: for)?|settles?|save|turns on|lapsed|loaded|in place of"
    r"|of its own|no more|none such|clear|safe|allowed|may ship)\b"
)
ENGLISH_RUN: Final = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
LONGEST: Final[Mapping[str, int]] = {"en": 25, "ja": 60, "zh": 50}
"""Words of a sentence in English, letters in Japanese and Chinese."""


@cache
def _situations() -> dict[str, tuple[Determination, Mapping[str, object], Library]]:
    answers = {}
    for name, flags in SITUATIONS.items():
        context = check_command.make_context("check", [*shlex.split(flags), "--as-of", DAY.isoformat()])
        inquiry, _ = inquiry_of(context.params)
        answers[name] = (inquiry.answer(), inquiry.facts, inquiry.library)
    return answers


@pytest.fixture(scope="module")
def golden(library: Library) -> dict[str, tuple[Determination, Mapping[str, object], Library]]:
    """Answers to some of the golden cases, as a single question is answered."""
    workspace = Workspace(library=library, today=DAY)
    cases = [case for package in library.packages for case in read_cases(package.folder)][::STEP]
    asked = {case.id: CheckRequest(facts=case.facts, as_of=case.as_of, assume=case.assume) for case in cases}
    return {name: (check(request, workspace), request.facts, library) for name, request in asked.items()}


def _sentences(answer: Determination, facts: Mapping[str, object], library: Library, language: str) -> Iterator[str]:
    """Go through the sentences of an answer, without names, words of whoever asks, and commands."""
    own = [str(value) for value in facts.values() if not isinstance(value, bool) and len(str(value)) > 2]
    names = [name for entry in parties_of(library).entries for name in entry.names]
    own += [name.removeprefix(given).strip() for given in own for name in names if name.startswith(given)]
    own += [name for hits in answer.parties.values() for hit in hits["hits"] for name in hit["names"] if name in names]
    for part in brief_data(answer, facts, library, teller_of(library, language)):
        for line in part["lines"]:
            text = COMMAND.sub("", line)
            for name in sorted(filter(None, own), key=len, reverse=True):
                text = text.replace(name, "X")
            yield from filter(None, re.split(r"(?<=[a-z)X])\. |[。；;]", text))


def _faults(answer: Determination, facts: Mapping[str, object], library: Library, language: str) -> list[str]:
    lines = [bare(line) for line in brief_lines(answer, facts, library, teller_of(library, language))]
    faults = [f"{len(lines)} lines"] if len(lines) > 12 else []
    faults += [f"wide: {line}" for line in lines if cells(line) > WIDTH]
    for sentence in _sentences(answer, facts, library, language):
        length = len(sentence.split()) if language == "en" else len(sentence)
        if length > LONGEST[language]:
            faults.append(f"{length}: {sentence}")
        for pattern in (IDENTIFIERS, BANNED) if language == "en" else (IDENTIFIERS, ENGLISH_RUN):
            faults += [f"{found[0]}: {sentence}" for found in [pattern.search(sentence)] if found]
    return faults


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_is_told_in_twelve_lines_and_in_plain_words(name: str, language: str):
    assert _faults(*_situations()[name], language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden_cases_are_told_in_twelve_lines_and_in_plain_words(
    golden: Mapping[str, tuple[Determination, Mapping[str, object], Library]], language: str
):
    faults = {name: _faults(*asked, language) for name, asked in golden.items()}
    assert {name: fault for name, fault in faults.items() if fault} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_what_stands_behind_it_fits_a_tall_window(name: str, language: str):
    answer, facts, library = _situations()[name]
    lines = answer_lines(answer, facts, library, language=language, width=100, detail=["why"])
    assert len(lines) <= WHY
    assert max(map(cells, lines)) <= WIDTH


def test_every_presumed_fact_is_told_before_the_reasons():
    for name, (answer, facts, library) in _situations().items():
        labels = [part["label"] for part in brief_data(answer, facts, library, teller_of(library, "en"))]
        assert ("Assumed" in labels) == bool(answer.presumed), name


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_sign_of_what_is_free_is_for_the_headline_free_alone(name: str):
    answer, facts, library = _situations()[name]
    verdict = brief_data(answer, facts, library, teller_of(library, "en"))[0]["lines"][0]
    assert verdict.startswith("○") == (answer.verdict.headline == "free" and bool(facts))
    assert verdict.startswith("◇") == (answer.verdict.headline == "free_if_supposed")


HOLMIUM = {
    "origin": "CN",
    "destination": "JP",
    "control_codes": "1C909.b",
    "end_user": "Naniwa Seiki",
    "end_user_kind": "civil",
    "end_use": "civil",
    "knowledge_of_risk": "no",
    "knowledge_of_barred_use": "no",
}


@pytest.mark.parametrize(
    ("language", "pause", "act", "day"),
    [
        ("en", "Announcement 70 of 2025", "Announcement 57 of 2025", "10 November 2026"),
        ("ja", "公告2025年第70号", "公告2025年第57号", "2026年11月10日"),
        ("zh", "公告2025年第70号", "公告2025年第57号", "2026年11月10日"),
    ],
)
def test_where_no_rule_applies_for_a_pause_alone_the_answer_says_so_with_its_act_and_last_day(
    language: str, pause: str, act: str, day: str, library: Library
):
    answer = determine(HOLMIUM, library, as_of="2026-09-30")
    why = [str(part["lines"]) for part in brief(answer, HOLMIUM, library, language=language)]
    (told,) = [lines for lines in why if pause in lines]
    assert act in told
    assert day in told
    # Gallium is under control whatever the pause: its answer speaks of none.
    gallium = {**HOLMIUM, "control_codes": "3C001.a"}
    asked = determine(gallium, library, as_of="2026-09-30")
    assert pause not in str(brief(asked, gallium, library, language=language))


def test_an_open_answer_marks_the_row_that_is_free_for_a_pause_alone(library: Library):
    facts = {name: HOLMIUM[name] for name in ("origin", "destination", "control_codes")}
    lines = str(brief(determine(facts, library, as_of="2026-09-30"), facts, library))
    assert "while Announcement 57 of 2025 is suspended: ○ no licence" in lines


def test_law_that_was_never_suspended_is_not_said_to_have_been(library: Library):
    facts = {
        "origin": "CN",
        "destination": "US",
        "control_codes": "none",
        "special_item": "precursor_part_1",
        "end_user_kind": "civil",
        "end_use": "civil",
        "knowledge_of_risk": "no",
    }
    told = str(brief(determine(facts, library, as_of="2026-06-01"), facts, library))
    assert "suspended" not in told
    assert "No source read says whether this applies now" in told


def test_one_word_states_what_followed_each_suspension(library: Library):
    extended, ended = (
        determine(HOLMIUM, library, as_of="2026-11-27", assume={"suspension": value}) for value in ("extended", "ended")
    )
    assert (extended.verdict.headline, ended.verdict.headline) == ("free_if_supposed", "licence required")
    by_name = determine(HOLMIUM, library, as_of="2026-11-27", assume={"ann70_after_2026_11_10": "lapsed"})
    assert ended.verdict == by_name.verdict
    with pytest.raises(FactError, match="Expected one of: extended, ended, changed"):
        determine(HOLMIUM, library, as_of="2026-11-27", assume={"suspension": "yes"})


def told(library: Library, language: str = "en", **facts: str) -> dict[str, list[str]]:
    asked = {"origin": "CN", "destination": "JP", "control_codes": "1C905.b", **facts}
    parts = brief(determine(asked, library, as_of="2026-11-27"), asked, library, language=language)
    return {str(part["label"]): [str(line) for line in cast("list[str]", part["lines"])] for part in parts}


def test_a_party_that_may_be_on_a_list_of_bans_stops_the_line_in_its_first_words(library: Library):
    found = told(library, destination="DE", end_user="Rheinmetall Hamburg")
    assert found[""] == ["◆ Do not ship until you know whether Rheinmetall Hamburg is listed: 1C905.b"]
    assert found["Next"][0].startswith("Ask Rheinmetall Hamburg in writing whether it is Rheinmetall AG")
    # A watch list bars nothing, and of a unit of a group the unit is asked.
    assert told(library, end_user="Subaru Hamburg GmbH")[""][0].startswith("◆ Not decided")
    assert told(library, end_user="Kawasaki Heavy Industries")[""][0].startswith("◆ Not decided")
    assert "which unit" in told(library, end_user="Kawasaki Heavy Industries")["Next"][0]


def test_a_row_names_whole_names_and_tells_lists_apart(library: Library):
    rows = told(library, end_user="Mitsubishi Heavy Industries Aero Engine")["If"]
    assert "it is the listed one, civil use: ■ special approval only" in rows
    rows = told(library, end_user="Naniwa Seiki", end_user_kind="civil", end_use="civil")["If"]
    assert "user later on the control list, or barred: ■ special approval only" in rows
    assert "user later on the watch list: ▲ individual licence" in rows


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("en", "not a dual-use item, civil, no known risk: ◆ on a list, ask"),
        ("ja", "両用品目でなく、民生で、懸念もない：◆ 掲載あり、要確認"),
        ("zh", "不属两用物项，民用，且无风险：◆ 在列，须核实"),
    ],
)
def test_a_listed_party_is_told_what_goods_on_no_list_would_be(language: str, row: str, library: Library):
    found = told(library, language, end_user="Mitsubishi Shipbuilding")
    assert any(row in lines for lines in found.values())


def test_a_share_is_set_beside_the_one_that_the_rule_names(library: Library):
    abroad = {"movement": "export", "departure": "MY", "origin": "MY", "control_codes": "1C902.a.4"}
    civil = {"end_user_kind": "civil", "end_use": "civil", "prc_technology": "no", "exporter_is_prc_person": "no"}
    over, under = (told(library, **abroad, **civil, prc_content_share=share) for share in ("2%", "0.05%"))
    assert any("2 % is over 0.1 %" in row for row in over["If"])
    assert "is over" not in str(under)


def test_where_nobody_stated_the_code_no_one_rule_of_many_is_named(library: Library):
    """A ban on a country is named all the same; a rule for goods that point at nothing would mislead."""
    line = {"description": "steel pipe", "origin": "CN", "departure": "CN"}
    told = []
    for place in ("DE", "JP"):
        facts = {**line, "destination": place}
        answer = determine(facts, library, as_of="2026-11-27")
        lines = brief_lines(answer, facts, library, teller_of(library, "en"))
        told.append(" ".join(" ".join(map(bare, lines)).split()))
    assert "China's licence rules" in told[0]
    assert "tungsten" not in told[0]
    assert "Japan ban" in told[1]


def test_the_gravest_case_is_left_out_last(library: Library):
    answer = determine("gallium to the navy", library, as_of=date(2026, 11, 30))
    shown = "\n".join(
        brief_lines(
            answer, {str(name): value for name, value in answer.facts.items()}, library, teller_of(library, "en")
        )
    )
    assert "■ prohibited" in shown
    assert "it leaves from" not in shown  # that it leaves China is assumed, and said so
    assert len(shown.splitlines()) <= 12


def test_a_barred_name_without_a_part_stops_the_shipment_in_the_first_line(library: Library):
    """The words name who is barred, as a notify party: a reader of one line must not take it for an open question."""
    answer = determine(
        "提单通知方是防卫装备厅，收货人是浪速精机，货是钛合金紧固件，上海到成田", library, as_of=date(2026, 11, 30)
    )
    facts = {str(name): value for name, value in answer.facts.items()}
    shown = [bare(line) for line in brief_lines(answer, facts, library, teller_of(library, "en"))]
    assert shown[0].startswith("◆ Do not ship until you know")
    assert any("barred or military" in line for line in " ".join(shown).split("  "))
    assert "○" not in "".join(shown)  # no case stands beside it as if nobody were named


def test_a_watched_name_without_a_part_is_told_and_stops_nothing(library: Library):
    answer = determine("our competitor Subaru buys gallium; 20 kg from Shanghai to Sendai for Naniwa Seiki", library)
    facts = {str(name): value for name, value in answer.facts.items()}
    shown = " ".join(bare(line).strip() for line in brief_lines(answer, facts, library, teller_of(library, "en")))
    assert "Do not ship" not in shown
    assert "SUBARU" in shown

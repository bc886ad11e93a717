"""What is stated of one line is combined in one place: a case file, what goes before it, and tables beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from sekisho import Library
from sekisho.service.line.case_file import case_in
from sekisho.service.line.stated_line import StatedLine, asked_of
from sekisho.service.workspace import Workspace

TODAY = date(2026, 9, 30)
CASE = """\
facts: {departure: CN, destination: JP, control_codes: 1C905.a, description: graphite block}
as_of: 2026-02-01
reading: broad
assume: {}
"""


def _stated(**more: object) -> StatedLine:
    return replace(StatedLine(case=case_in(CASE, Path("line.yaml"))), **more)  # type: ignore[arg-type] # fields of it


def test_what_is_stated_goes_before_the_case(library: Library):
    workspace = Workspace(library=library, today=TODAY)
    plain, problems = asked_of(_stated(), workspace)
    assert (problems, plain.as_of, str(plain.readings.default)) == ([], date(2026, 2, 1), "broad")
    other, problems = asked_of(_stated(facts={"destination": "US"}, as_of="2026-03-01", reading="narrow"), workspace)
    assert (problems, other.as_of, str(other.readings.default)) == ([], date(2026, 3, 1), "narrow")
    assert {**plain.facts, "destination": "US"} == {**other.facts}
    assert other.answer().as_of == date(2026, 3, 1)


def test_everything_that_is_wrong_is_told_at_once_and_where_it_stands(library: Library, tmp_path: Path):
    items = tmp_path / "items.csv"
    items.write_text("description,codes,by,on\n", encoding="utf-8")
    wrong = _stated(
        facts={"destination": "Japn"}, reading="brod", assume={"nothing": "yes"}, product="magnet", items=items
    )
    wrong = replace(wrong, case=replace(wrong.case, facts={**wrong.case.facts, "end_use": "civl"}))
    _, problems = asked_of(wrong, Workspace(library=library, today=TODAY))
    places = [problem.where for problem in problems]
    assert {"destination", "end_use", "product", "reading"} <= {*places}
    assert any("assume" in place for place in places)

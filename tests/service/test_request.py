"""What a question takes is said once: every face is made from the request, and a default stands nowhere else."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import click
import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from sekisho.cli.options import click_options
from sekisho.errors import FactError
from sekisho.law.model.term import Reading
from sekisho.message import message
from sekisho.service.book import BookRequest
from sekisho.service.check import CheckRequest
from sekisho.service.classify import ClassifyRequest
from sekisho.service.explain import ExplainRequest
from sekisho.service.exposure import ExposureRequest
from sekisho.service.impact import ImpactRequest
from sekisho.service.law import FactsRequest, LawRequest, ShowRequest, TimelineRequest
from sekisho.service.lists import ListRequest
from sekisho.service.request import (
    Ask,
    by_flag,
    default_of,
    fields_of,
    plain_of,
    read_request,
    request_from,
)
from sekisho.service.rescreen import RescreenRequest
from sekisho.service.screen import ScreenRequest
from sekisho.service.settle import SettleRequest
from sekisho.web.api.models import rest_model

REFUSED = message("example.refused", "{value} cannot be.", value="")
NO_SHARE = message("example.no_share", "{value} is not a share.", value="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    names: Annotated[tuple[str, ...], Ask("Names.", most=2)]
    day: Annotated[date | None, Ask("Day.", left_out="today", flag="--on")] = None
    number: Annotated[int, Ask("Number.", least=4, most=64, power_of_two=True, refused=REFUSED)] = 8
    share: Annotated[float, Ask("Share.", least=0, most=1, refused=NO_SHARE)] = 0.5
    reading: Annotated[Reading, Ask("Reading.")] = Reading.CENTRAL
    pairs: Annotated[Mapping[str, str], Ask("Pairs.")] = field(default_factory=dict)
    quick: Annotated[bool, Ask("Quick.")] = True
    file: Annotated[Path | None, Ask("File.")] = None
    own: str = "of no face"


GIVEN = {
    "names": ["a", "b"],
    "day": "2026-10-01",
    "number": "16",
    "share": "0.25",
    "reading": "broad",
    "pairs": ("x=1", "y = 2"),
    "quick": "no",
    "file": "here.csv",
}
MEANT = Question(
    names=("a", "b"),
    day=date(2026, 10, 1),
    number=16,
    share=0.25,
    reading=Reading.BROAD,
    pairs={"x": "1", "y": "2"},
    quick=False,
    file=Path("here.csv"),
)


def test_texts_are_read_as_values_and_come_back_from_plain_data():
    assert request_from(Question, GIVEN) == MEANT
    assert request_from(Question, plain_of(MEANT)) == MEANT


@pytest.mark.parametrize("nothing", [None, "", ()])
def test_what_nobody_says_is_as_the_request_has_it(nothing: object):
    assert request_from(Question, {**dict.fromkeys(GIVEN, nothing), "names": "a"}) == Question(names=("a",))


def test_all_that_is_no_value_is_told_at_once_under_the_name_that_the_face_gives():
    wrong = {
        "names": ["a", "b", "c"],
        "day": "2026-13-01",
        "number": "6",
        "share": "2",
        "reading": "brod",
        "pairs": ["x"],
        "quick": "no",
    }
    with pytest.raises(FactError) as fault:
        request_from(Question, wrong, where=by_flag)
    told = {problem.where: problem.what for problem in fault.value.problems}
    assert list(told) == ["names", "on", "number", "share", "reading", "pairs"]
    assert told["number"] == "6 cannot be."
    assert "Did you mean 'broad'" in fault.value.problems[4].remedy
    asked, faults = read_request(Question, wrong)
    assert (asked.number, asked.reading, asked.quick, len(faults)) == (8, Reading.CENTRAL, False, 6)


def test_a_face_may_lower_what_is_the_most_and_never_raise_it():
    (number,) = fields_of(Question, ("number",), most={"number": 32})
    assert number.ask.most == 32
    assert [kind for _, faults in (read_request(Question, {"number": 64}, most={"number": 32}),) for kind in faults]
    with pytest.raises(ValueError, match="never raises"):
        fields_of(Question, most={"number": 65})
    with pytest.raises(ValueError, match="has no nmber"):
        fields_of(Question, ("nmber",))


def test_command_and_rest_read_what_the_request_says():
    seen: dict[str, object] = {}

    @click.command()
    @click_options(Question)
    def ask(**given: object) -> None:
        seen.update(given)

    words = ["--names", "a", "--names", "b", "--on", "2026-10-01", "--number", "16", "--share", "0.25"]
    words += ["--reading", "broad", "--pairs", "x=1", "--pairs", "y=2", "--no-quick", "--file", "here.csv"]
    ran = CliRunner().invoke(ask, words, catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    assert request_from(Question, seen) == MEANT
    assert "Default: today." in CliRunner().invoke(ask, ["--help"]).output
    names = ("names", "day", "number", "share", "reading", "pairs", "quick")
    model = rest_model(Question, "Question", names, most={"number": 32})
    body = model.model_validate({**plain_of(MEANT, names)})
    assert request_from(Question, {**body.model_dump(), "file": "here.csv"}) == MEANT
    wrongs: list[dict[str, object]] = [{"number": 64}, {"names": []}, {"share": 2}, {"reading": "x"}, {"unknown": 1}]
    for wrong in wrongs:
        with pytest.raises(ValidationError):
            model.model_validate({"names": ["a"], **wrong})


REQUESTS = (
    *(BookRequest, CheckRequest, ClassifyRequest, ExposureRequest, ImpactRequest),
    *(LawRequest, ShowRequest, TimelineRequest, FactsRequest, ListRequest, ExplainRequest),
    *(RescreenRequest, ScreenRequest, SettleRequest),
)
SOURCE = Path(inspect.getfile(Ask)).parents[1]
EXAMPLES = SOURCE / "cli" / "example.py"
"""Makes up data; it asks none of the questions."""
FACES = [
    SOURCE / "functions.py",
    *(SOURCE / "cli").rglob("*.py"),
    *(SOURCE / "web").rglob("*.py"),
    SOURCE / "notebook.py",
]
FACES.remove(EXAMPLES)


def _defaults_of_face(tree: ast.AST) -> list[tuple[str, object]]:
    """Return name and value of every literal default: of a parameter, a field, or an option of a command."""
    literals: list[tuple[str, object]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            named = [*node.args.posonlyargs, *node.args.args][::-1]
            stated: list[tuple[ast.arg, ast.expr | None]] = [*zip(named, node.args.defaults[::-1], strict=False)]
            stated += [*zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]
            literals += [(name.arg, value.value) for name, value in stated if isinstance(value, ast.Constant)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if isinstance(node.value, ast.Constant):
                literals.append((node.target.id, node.value.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "option":
            flags = [word.value for word in node.args if isinstance(word, ast.Constant)]
            literals += [
                (str(flag).lstrip("-").replace("-", "_"), key.value.value)
                for flag in flags
                for key in node.keywords
                if key.arg == "default" and isinstance(key.value, ast.Constant)
            ]
    return literals


@cache
def _defaults_of_faces() -> list[tuple[str, str, object]]:
    """Return file, name and value of every literal default of a face; each file is taken apart once."""
    return [
        (file.relative_to(SOURCE).as_posix(), name, value)
        for file in FACES
        for name, value in _defaults_of_face(ast.parse(file.read_text(encoding="utf-8")))
    ]


@pytest.mark.parametrize("request_type", REQUESTS)
def test_no_default_of_a_request_is_written_again_in_a_face(request_type: type):
    telling = {
        entry.name: entry.default
        for entry in fields_of(request_type)
        # Empty means that nobody says, everywhere; and in which language a face speaks is its own.
        if entry.name != "language" and entry.default not in (MISSING, None, "", (), {}, False)
    }
    again = [
        (file, name, value) for file, name, value in _defaults_of_faces() if name in telling and value == telling[name]
    ]
    assert again == []


def test_the_test_of_defaults_sees_them():
    source = 'def f(*, draws=1024): ...\nclass A:\n    seed: int = 1\n@option("--made-in", default="JP")\ndef g(): ...'
    tree = ast.parse(source.replace("@option", "@click.option"))
    assert set(_defaults_of_face(tree)) == {("draws", 1024), ("seed", 1), ("made_in", "JP")}
    assert default_of(ImpactRequest, "draws") == 1024


def test_what_has_to_be_said_shows_no_default():
    @click.command()
    @click_options(ExplainRequest, "line")
    def ask(**given: object) -> None:
        del given

    help_text = CliRunner().invoke(ask, ["--help"]).output
    assert "[required]" in help_text
    assert "default" not in help_text

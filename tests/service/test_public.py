"""What `sekisho` offers: about thirty names that hide no package, every error, and a program that starts."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.util import find_spec
from inspect import Parameter, isclass, signature
from pathlib import Path

import pytest
from tests.support.program_source import SOURCE, program_nodes

import sekisho
from sekisho import errors
from sekisho.service.check import CheckRequest
from sekisho.service.classify import ClassifyRequest
from sekisho.service.exposure import ExposureRequest
from sekisho.service.impact import ImpactRequest
from sekisho.service.letters import LettersRequest
from sekisho.service.request import fields_of
from sekisho.service.screen import ScreenRequest

SPEECH = "language"
"""How a face speaks; of an item it is part of the question too."""
OWN = {
    SPEECH,
    "law",
    "library",
    "column",  # of a frame of names; the command takes it with --file
    "cache",
    "today",
    "line",
    "bom",
    "more",
    "shipped",  # whether an answer that the data package keeps ready will do, or all is worked out anew
    "shown",
    "readings",
    "base",
    "hs",
    "facts",
    "notes",
    "results",
    "out",
}
"""Keywords that are no field of a request: what a function stands on, and what it calls otherwise."""


def test_no_public_name_hides_a_package():
    """`import sekisho.determination.core.outcome as o` fails where a function of that name stands before it."""
    assert [name for name in sekisho.__all__ if find_spec(f"sekisho.{name}") is not None] == []
    assert set(sekisho.__all__) <= set(dir(sekisho))
    assert all(getattr(sekisho, name) is not None for name in sekisho.__all__)
    from sekisho.determination.core import outcome

    assert outcome.Determination is sekisho.Determination


def test_every_class_of_error_is_offered():
    raised = {name for name, value in vars(errors).items() if isclass(value) and issubclass(value, Exception)}
    assert raised
    assert raised - set(sekisho.__all__) == set()


def test_types_are_told_and_the_program_starts_as_a_module():
    assert (SOURCE / "py.typed").is_file()
    ran = subprocess.run([sys.executable, "-m", "sekisho", "--version"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, f"sekisho, version {sekisho.__version__}")


@pytest.mark.parametrize(
    ("function", "request_type"),
    [
        (sekisho.simulate, ImpactRequest),
        (sekisho.screen, ScreenRequest),
        (sekisho.classify, ClassifyRequest),
        (sekisho.assess_exposure, ExposureRequest),
        (sekisho.determine, CheckRequest),
        (sekisho.write_letters, LettersRequest),
    ],
)
def test_a_keyword_of_python_is_a_field_of_the_request_and_has_no_default_of_its_own(
    function: object, request_type: type
):
    asked = {entry.name for entry in fields_of(request_type)} | {"as_of", "assume"}
    parameters = signature(function).parameters  # type: ignore[arg-type] # a function
    assert {*parameters} - OWN - asked == set()
    empty = (None, "", (), Parameter.empty)
    own = {SPEECH, "column", "shipped"}
    assert [name for name, one in parameters.items() if one.default not in empty and name not in own] == []


ENVIRONMENT = {"environ", "getenv", "expanduser", "home", "getuser", "gethostname", "cwd", "getcwd"}
FACES = ("cli",)
"""Where the environment and the user's folders may be asked for."""
FACES_ALONE = {SOURCE / "present" / "notebook_views.py", SOURCE / "machine.py"}
"""What a notebook shows is a face too: it asks in which language its reader reads. The other asks for all faces."""


def _asks_environment(file: Path) -> list[str]:
    modules = {"os", "Path", "getpass", "socket", "pathlib"}
    return [
        f"{file.relative_to(SOURCE).as_posix()}:{node.lineno}: {node.attr}"
        for node in program_nodes()[file]
        if isinstance(node, ast.Attribute)
        and node.attr in ENVIRONMENT
        and isinstance(node.value, ast.Name)
        and node.value.id in modules
    ]


def test_nothing_below_the_command_line_reads_the_environment():
    found = [
        place
        for file in program_nodes()
        if file.relative_to(SOURCE).parts[0] not in FACES and file not in FACES_ALONE
        for place in _asks_environment(file)
    ]
    assert found == []
    assert _asks_environment(SOURCE / "machine.py"), "the test sees what it looks for"

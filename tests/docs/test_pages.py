"""Every command that the documentation shows runs, and prints what the page says."""

from __future__ import annotations

import importlib
import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from sekisho import Reading, errors, load_measures
from sekisho.law.model.condition import Condition, Leaf, walk

ROOT = Path(__file__).parents[2]
LINK = r"\]\(([^)#\s]+)(?:#[^)]*)?\)"


def _docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs", ROOT / "scripts" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


docs = _docs()
PAGES = [page for page in docs.pages() if any(docs.shown(page))]


QUICK = {"README.md"}
"""Pages whose commands run each time; all the others together take minutes, and run with `make docs-check`."""


def _weighed(page: Path) -> object:
    name = page.relative_to(ROOT).as_posix()
    return pytest.param(page, id=name, marks=[] if name in QUICK else [pytest.mark.slow])


@pytest.mark.parametrize("page", [_weighed(page) for page in PAGES])
def test_a_page_shows_what_its_commands_print(page: Path):
    assert not docs.difference(page), "run `make docs` and read the difference"


def test_a_command_that_picks_lines_of_an_output_shows_some():
    """A pattern that no longer occurs prints nothing, now as on the page: nobody would see that the example is gone."""
    silent = [
        (page.name, command)
        for page in PAGES
        for block in docs.shown(page)
        for command, printed in re.findall(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
        if "|" in command and not re.search(r">>? ?\S+$", command) and not printed.strip()
    ]
    assert silent == []


TOLD = r"^print\(.*\)$\n# (.+)$"
"""What a block of Python says that its line before prints."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [page for page in docs.pages() if re.search(TOLD, page.read_text(encoding="utf-8"), re.MULTILINE)],
    ids=lambda page: page.name,
)
def test_a_block_of_python_prints_what_the_page_says(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)  # a block may write a file
    for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        told = re.findall(TOLD, block, re.MULTILINE)
        if told:
            exec(compile(block, str(page), "exec"), {"__name__": "page"})  # noqa: S102 - the repository's own pages
            printed = capsys.readouterr().out.splitlines()
            assert [line for line in told if line not in printed] == []


def test_a_page_imports_what_there_is():
    """A name that has moved is found without running the block."""
    missing = []
    for page in docs.pages():
        for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            for module, names in re.findall(r"^from (sekisho[\w.]*) import ([\w, ]+)$", block, re.MULTILINE):
                place = importlib.import_module(module)
                missing += [(page.name, module, name) for name in names.split(", ") if not hasattr(place, name)]
    assert missing == []


@pytest.mark.parametrize("name", docs.GENERATED)
def test_a_generated_page_is_up_to_date(name: str):
    assert not docs.difference(ROOT / name), "run `make docs` and read the difference"


def test_every_link_between_pages_leads_somewhere():
    pages = [*docs.pages(), ROOT / "CONTRIBUTING.md"]
    links = [(page, link) for page in pages for link in re.findall(LINK, page.read_text(encoding="utf-8"))]
    assert [(page.name, link) for page, link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_every_kind_of_condition_is_documented():
    text = (ROOT / "docs/reference/measure-format.md").read_text(encoding="utf-8")
    kinds = {kind.__name__ for kind in get_args(Condition)} - {"Open"}
    assert {kind for kind in kinds if not re.search(rf"\b{kind}\b", text)} == set()


def test_every_code_of_a_problem_is_documented():
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/sekisho").rglob("*.py"))
    used = set(re.findall(r'"(M1\d\d)"', source))
    page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    assert used
    assert {code for code in used if code not in page} == set()


def test_every_error_class_is_documented():
    page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    classes = [name for name in vars(errors) if name.endswith("Error")]
    assert [name for name in classes if name not in page] == []


def test_the_facts_of_a_line_that_no_clause_tests_are_known():
    """A fact that is asked for and never tested would be a promise that the law keeps with none."""
    library = load_measures()
    tested = {
        str(part.fact)
        for condition in (
            *(clause.when for _, clause in library.clauses.values()),
            *(measure.subject for measure in library.measures.values()),
            *(term.reach(reading).when for term in library.terms.values() for reading in Reading),
        )
        for part in walk(condition)
        if isinstance(part, Leaf)
    }
    idle = {str(fact.name) for fact in library.facts.facts.values() if fact.of != "law"} - tested
    assert idle == {"hs_code", "description", "parameters", "date", "value"}

"""The JSON Schemas for editors: every shipped file names its own and passes, and what the readers refuse does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sekisho import Library
from sekisho.files.yaml_nodes import ProblemCollector, compose
from sekisho.service.packages.schemas import SCHEMAS, schema_of

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "sekisho_measures"
FILES = {
    "measure": sorted(DATA.glob("cn/*.yaml")),
    "case": sorted(DATA.glob("cn/cases/*.yaml")),
    "scenario": sorted(
        file for kind in ("scenarios", "presets", "episodes") for file in DATA.glob(f"economy/{kind}/*.yaml")
    ),
    "package": [DATA / "package.yaml"],
}


def faults(kind: str, text: str, library: Library) -> list[str]:
    schema = schema_of(kind, library.facts)
    Draft202012Validator.check_schema(schema)
    root = compose(text, ProblemCollector(kind))
    assert root is not None
    return [fault.message for fault in Draft202012Validator(schema).iter_errors(root.plain())]


@pytest.mark.parametrize("kind", FILES)
def test_every_shipped_file_names_its_schema_and_passes(kind: str, library: Library):
    assert FILES[kind]
    validator = Draft202012Validator(schema_of(kind, library.facts))
    for file in FILES[kind]:
        text = file.read_text(encoding="utf-8")
        first, _, named = text.partition("\n")[0].partition("$schema=")
        assert first == "# yaml-language-server: ", file.name
        assert (file.parent / named).resolve() == ROOT / "docs" / "reference" / f"{kind}.schema.json"
        root = compose(text, ProblemCollector(file.name))
        assert root is not None
        assert [fault.message for fault in validator.iter_errors(root.plain())] == [], file.name


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_files_in_the_documentation_are_those_of_the_program(kind: str, library: Library):
    file = ROOT / "docs" / "reference" / f"{kind}.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == schema_of(kind, library.facts), "run `make docs`"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("case", "- {id: A, facts: {destination: JP}, outcom: free}"),
        ("case", "- {id: A, facts: {destinatoin: JP}, outcome: free}"),
        ("case", "- {id: A, facts: {end_use: peaceful}, outcome: free}"),
        ("case", "- {id: A, facts: {}, outcome: fine}"),
        ("case", "- {id: A, outcome: free}"),
        ("scenario", "{title: A, because: b, cutz: []}"),
        ("mapping", "{book: a.csv, colums: {}}"),
        ("mapping", "{book: a.csv, constants: {end_use: peaceful}}"),
        ("package", "{name: a, version: '1'}"),
        ("package", "{name: a, version: '1', horizon: soon}"),
    ],
)
def test_what_a_reader_refuses_is_marked(kind: str, text: str, library: Library):
    assert faults(kind, text, library)


def test_a_mapping_that_the_program_writes_passes(library: Library):
    text = """\
book: orders.csv
dates: dmy
columns:
  end_user: Customer
  control_codes: [Code, Code 2]
constants:
  end_use: civil
read_as:
  Use:
    民生: civil
"""
    assert faults("mapping", text, library) == []

"""The JSON Schema of measure files: what sekisho reads passes, and what its reader says of keys and words, it says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from tests.support.calling import LAW

from sekisho import Library, MeasureError, load_measures
from sekisho.cli import main
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.loading.measure_reader import read_measure
from sekisho.law.loading.measure_schema import measure_schema

FILE = Path(__file__).parents[3] / "docs" / "reference" / "measure.schema.json"
Measure = dict[str, Any]


@pytest.fixture(scope="module")
def validator(library: Library) -> Draft202012Validator:
    schema = measure_schema(library.facts)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def measures(library: Library) -> Iterator[tuple[str, Measure]]:
    for package in library.packages:
        for measure in library.measures.values():
            file = package.folder / measure.file
            if file.is_file():
                yield measure.file, read_plain(file.read_text(encoding="utf-8-sig"), name=measure.file)


def test_the_file_in_the_documentation_is_that_of_the_program(library: Library):
    assert json.loads(FILE.read_text(encoding="utf-8")) == measure_schema(library.facts), "run `make docs`"


def test_every_measure_that_is_shipped_passes(library: Library, validator: Draft202012Validator):
    files = list(measures(library))
    assert len(files) > 40
    assert {name: [fault.message for fault in validator.iter_errors(plain)] for name, plain in files} == {
        name: [] for name, _ in files
    }


def test_lint_writes_the_schema_with_the_facts_of_a_package(library: Library, tmp_path: Path):
    package = library.packages[0].folder
    file = tmp_path / "measure.schema.json"
    done = CliRunner().invoke(main, ["lint", str(package), "--schema", str(file)])
    assert done.exit_code == 0, done.output
    assert json.loads(file.read_text(encoding="utf-8")) == measure_schema(library.facts)


def without(key: str) -> Callable[[Measure], None]:
    return lambda measure: measure.pop(key)


def _clause(**changes: object) -> Callable[[Measure], None]:
    return lambda measure: measure["clauses"][0].update(changes)


FAULTS: dict[str, Callable[[Measure], None]] = {
    **{f"without {key}": without(key) for key in ("id", "title", "published", "repealed", "sources")},
    "unknown key": lambda measure: measure.update(auhtority="MOFCOM"),
    "unknown kind": lambda measure: measure.update(kind="decree"),
    "no date": lambda measure: measure.update(published="6 January"),
    "sources are no list": lambda measure: measure.update(sources="none"),
    "a source without its day": lambda measure: measure["sources"][0].pop("read"),
    "a title in no language that is known": lambda measure: measure["title"].update(kp="법"),
    "unknown relation": lambda measure: measure.update(relations={"implement": []}),
    "a clause without words": lambda measure: measure["clauses"][0].pop("words"),
    "unknown effect": _clause(effect="forbid"),
    "unknown confidence": _clause(confidence="firm"),
    "unknown fact": _clause(when={"destinatoin": "JP"}),
    "a condition that is none": _clause(when="always"),
    "a test that a fact has not": _clause(when={"control_codes": {"above": "1C902"}}),
    "a word that a choice has not": _clause(when={"movement": "flight"}),
    "a rule on owners without tiers": _clause(when={"end_user": {"listed": "cn/x", "or_owned": {"at_least": "0.5"}}}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_keys_or_words_is_one_to_the_schema_and_to_the_reader(
    fault: str, library: Library, validator: Draft202012Validator
):
    name, plain = next((name, plain) for name, plain in measures(library) if plain.get("clauses"))
    measure = deepcopy(plain)
    assert validator.is_valid(measure)
    assert read_measure(yaml.safe_dump(measure, sort_keys=False), name=name, facts=library.facts)[1] == []
    FAULTS[fault](measure)
    assert not validator.is_valid(measure)
    assert read_measure(yaml.safe_dump(measure, sort_keys=False), name=name, facts=library.facts)[1]


@pytest.mark.parametrize(
    ("tag", "is_one"),
    [("ko", True), ("pt-BR", True), ("zh-Hant", True), ("fil", True), ("kp", False), ("cn", False), ("english", False)],
)
def test_a_title_in_any_language_is_read_and_a_country_is_no_language(tag: str, is_one: bool, tmp_path: Path):  # noqa: FBT001 - a case
    folder = tmp_path / "package"
    shutil.copytree(LAW, folder)
    file = min(folder.glob("xx/*.yaml"))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title:\n", f"title:\n  {tag}: 고시\n", 1), encoding="utf-8")
    if is_one:
        titles = [measure.title for measure in load_measures([folder]).measures.values()]
        assert [title[tag] for title in titles if tag in title] == ["고시"]
        return
    with pytest.raises(MeasureError, match=f"unknown key '{tag}'"):
        load_measures([folder])

"""Every function of `sekisho` takes each kind of input, or says what was expected; nothing else comes out of it."""

from __future__ import annotations

import gc
import math
import re
import shutil
import subprocess
import sys
import tomllib
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from importlib.metadata import packages_distributions
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

import sekisho
from sekisho import Library, SekishoError
from sekisho.extras import EXTRAS, OTHERS
from sekisho.law.loading.data_package import installed_folders
from sekisho.machine import library_in_use

DAY = "2026-11-28"
ROW = {"departure": "CN", "destination": "JP", "control_codes": "1C905.b", "end_user": "Naniwa Seiki"}


class LateFrame:
    """As a lazy frame of polars: worked out when it is asked for."""

    def collect_schema(self) -> dict[str, str]:
        """Name its columns."""
        return {}

    def collect(self) -> object:
        """Work it out."""
        return relation()


def relation() -> Any:  # noqa: ANN401 - handed over where no frame belongs
    """A frame that needs no library beside DuckDB."""
    return duckdb.sql("SELECT 'CN' AS departure, 'JP' AS destination, '1C905.b' AS control_codes, 'Naniwa' AS name")


def row_of_a_frame() -> object:
    """As a row of pandas: it has an index and makes a mapping of itself."""
    return SimpleNamespace(index=["destination"], to_dict=lambda: {"destination": "JP", "end_user": math.nan})


INPUTS: dict[str, Callable[[], Any]] = {
    "words": lambda: "1C905.b to Japan",
    "empty": lambda: "",
    "blank": lambda: " ",
    "mapping": lambda: dict(ROW),
    "no mapping": dict,
    "columns": lambda: {name: [value] for name, value in ROW.items()},
    "uneven columns": lambda: {"destination": ["JP"], "departure": ["CN", "CN"]},
    "rows": lambda: [dict(ROW), {"destination": "DE", "end_user": math.nan}],
    "texts": lambda: ["Naniwa Seiki", "TDK"],
    "no rows": list,
    "generator": lambda: iter([dict(ROW)]),
    "frame": relation,
    "late frame": LateFrame,
    "empty frame": lambda: relation().limit(0),
    "strange frame": lambda: duckdb.sql("SELECT 1 AS foo, 2 AS bar"),
    "row": row_of_a_frame,
    "path": lambda: Path("nowhere.csv"),
    "nothing": lambda: None,
    "number": lambda: 7,
    "not a number": lambda: math.nan,
    "bytes": lambda: b"JP",
    "moment": lambda: datetime(2026, 1, 1),  # noqa: DTZ001 - as people write it
    "object": object,
    "flag": lambda: True,
    "set": lambda: {"Naniwa Seiki"},
}
Verb = Callable[[Any, Library, Path], object]
VERBS: dict[str, Verb] = {
    "determine": lambda x, law, _: sekisho.determine(x, law, as_of=DAY),
    "determine, library": lambda x, law, _: sekisho.determine(ROW, law if x is None else x, as_of=DAY),
    "determine, as_of": lambda x, law, _: sekisho.determine(ROW, law, as_of=x),
    "determine, readings": lambda x, law, _: sekisho.determine(ROW, law, as_of=DAY, readings=x),
    "determine, assume": lambda x, law, _: sekisho.determine(ROW, law, as_of=DAY, assume=x),
    "determine, ahead": lambda x, law, _: sekisho.determine(ROW, law, as_of=DAY, ahead=x),
    "determine, language": lambda x, law, _: sekisho.determine(ROW, law, as_of=DAY, language=x),
    "compare": lambda x, law, _: sekisho.compare(x, law, {"destination": "DE"}, as_of=DAY),
    "compare, other": lambda x, law, _: sekisho.compare(ROW, law, x, as_of=DAY),
    "brief": lambda x, law, _: sekisho.brief(x, ROW, law),
    "screen": lambda x, law, _: sekisho.screen(x, law=law, as_of=DAY),
    "screen, identifiers": lambda x, law, _: sekisho.screen("Naniwa Seiki", law=law, as_of=DAY, identifiers=x),
    "screen, territory": lambda x, law, _: sekisho.screen("Naniwa Seiki", law=law, as_of=DAY, territory=x),
    "screen, same": lambda x, law, _: sekisho.screen("Naniwa Seiki", law=law, as_of=DAY, same=x),
    "load_measures": lambda x, law, _: law if x is None else sekisho.load_measures(x),
    "load_table": lambda x, law, _: sekisho.load_table(x, law=law),
    "compare_runs": lambda x, _, __: sekisho.compare_runs(x, x),
    "write_letters": lambda x, law, folder: sekisho.write_letters(x, folder, law),
}
DEAR: dict[str, Verb] = {
    "classify, hs": lambda x, law, _: sekisho.classify("gallium", law, as_of=DAY, hs=x),
    "classify, parameters": lambda x, law, _: sekisho.classify("gallium", law, as_of=DAY, parameters=x),
    "classify, description": lambda x, law, _: sekisho.classify(x if not isinstance(x, str) else "", law, as_of=DAY),
    "simulate": lambda x, law, _: sekisho.simulate(x, law=law, draws=16, months=1),
    "nowcast": lambda x, law, _: sekisho.nowcast(x, law=law, as_of=DAY, draws=16),
    "determine_book": lambda x, law, folder: sekisho.determine_book(
        x, law, as_of=DAY, out=folder / "results.parquet" if isinstance(x, str | Path) else None
    ),
    "assess_exposure": lambda x, law, _: sekisho.assess_exposure(x, law, as_of=DAY, remedies=False),
}


def outcomes(verb: Verb, law: Library, folder: Path) -> Iterator[tuple[str, object]]:
    """Go through all kinds of input: what came out, or the problems that were told."""
    for kind, make in INPUTS.items():
        try:
            yield kind, verb(make(), law, folder)
        except SekishoError as fault:
            yield kind, fault


@pytest.mark.parametrize("name", VERBS)
def test_each_kind_of_input_is_taken_or_refused_in_words(name: str, library: Library, tmp_path: Path):
    found = dict(outcomes(VERBS[name], library, tmp_path))
    assert found.keys() == INPUTS.keys()
    faults = [fault for fault in found.values() if isinstance(fault, SekishoError)]
    assert all(problem.what for fault in faults for problem in fault.problems)
    assert [str(fault) for fault in faults if "object at 0x" in str(fault)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", DEAR)
def test_each_kind_of_book_and_bill_is_taken_or_refused_in_words(name: str, library: Library, tmp_path: Path):
    found = dict(outcomes(DEAR[name], library, tmp_path))
    rows = {"columns", "rows", "generator", "frame", "late frame"}
    if name == "determine_book":
        assert {kind for kind in rows if isinstance(found[kind], SekishoError)} == set()
    assert isinstance(found["nothing"], SekishoError) or "," in name
    assert isinstance(found["texts"], SekishoError) or "," in name


def test_a_line_is_determined_with_nothing_but_its_words():
    answer = sekisho.determine("1C905.b to Japan")
    assert answer.to_dict()["decisive"] or answer.missing
    assert repr(answer).startswith("<Determination as of ")


def test_a_list_and_a_generator_of_names_are_screened_as_names_one_by_one(library: Library):
    names = ["Naniwa Seiki", "TDK"]
    (one, two, three) = (
        [row["query"] for row in sekisho.screen(*given, law=library, as_of=DAY).to_list()]
        for given in (names, [names], [[iter(names)]])
    )
    assert one == two == three == names


def test_a_frame_is_no_line_no_item_and_no_word(library: Library):
    with pytest.raises(SekishoError, match="use `determine_book`"):
        sekisho.determine(relation(), library, as_of=DAY)
    with pytest.raises(SekishoError, match="a frame"):
        sekisho.classify(relation(), library, as_of=DAY)
    with pytest.raises(SekishoError, match="hs_code: an object of the kind DuckDBPyRelation"):
        sekisho.classify("", library, as_of=DAY, hs=relation())


def test_a_moment_counts_as_its_day_and_readings_may_be_named_by_term(library: Library):
    morning = datetime(2026, 11, 28, 9)  # noqa: DTZ001 - as people write it
    assert sekisho.determine(ROW, library, as_of=morning).as_of.isoformat() == DAY
    term = next(str(term.id) for term in library.terms.values() if term.disputed)
    answer = sekisho.determine(ROW, library, as_of=DAY, readings={term: "broad"})
    assert {str(name): str(reading) for name, reading in answer.readings.by_term} == {term: "broad"}


def test_nobody_screened_no_index_of_names(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise AssertionError("the index of names was built")

    monkeypatch.setattr("sekisho.parties.directory.tables_of", refuse)
    law = replace(sekisho.load_measures())
    assert law.identity.cache is not None
    sekisho.determine({"destination": "JP", "control_codes": "1C905.b"}, law, as_of=DAY)
    with pytest.raises(AssertionError, match="was built"):
        sekisho.determine({"destination": "JP", "end_user": "Nobody known"}, law, as_of=DAY)


def test_the_law_of_the_command_line_is_one_object_as_long_as_nothing_changes():

    assert library_in_use() is library_in_use()
    assert library_in_use().identity.cache is not None


BARE = """
import sys

HELD = {names}

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HELD:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name.partition(".")[0] in HELD else find(name, package)
import sekisho

ROW = {{"destination": "JP", "departure": "CN", "control_codes": "1C905.b"}}
print("determine", sekisho.determine(ROW, as_of="2026-11-28").as_of)
for name, ask in {{
    "determine_book": lambda: sekisho.determine_book([ROW], as_of="2026-11-28"),
    "a file": lambda: sekisho.determine_book("book.csv", out="results.parquet"),
    "classify": lambda: sekisho.classify("鎵錠", as_of="2026-11-28"),
    "simulate": lambda: sekisho.simulate("japan-ban", draws=16, shipped=False),
    "nowcast": lambda: sekisho.nowcast("japan-ban", as_of="2026-11-28"),
    "assess_exposure": lambda: sekisho.assess_exposure([ROW]),
    "load_table": lambda: sekisho.load_table("jpn-2018"),
    "compare_runs": lambda: sekisho.compare_runs("a.parquet", "b.parquet"),
    "write_letters": lambda: sekisho.write_letters("a.parquet", "letters"),
}}.items():
    try:
        ask()
    except sekisho.SekishoError as fault:
        print(name, type(fault).__name__, str(fault).replace("\\n", " "))
"""


@pytest.mark.slow
def test_a_verb_without_its_extra_names_the_extra():
    names = sorted(
        {name for modules, *_ in EXTRAS for name in modules} | {one for many in OTHERS.values() for one in many}
    )
    ran = subprocess.run([sys.executable, "-c", BARE.format(names=names)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    first, *told = ran.stdout.splitlines()
    assert first == "determine 2026-11-28"
    assert len(told) == 9, told
    assert [line for line in told if "InstallationError" not in line or "pip install 'sekisho[" not in line] == []


def test_every_package_of_an_extra_is_known_where_it_is_missing():
    of = packages_distributions()
    held = {name for modules, *_ in EXTRAS for name in modules} | {one for many in OTHERS.values() for one in many}
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {
        re.split(r"[^\w.-]", line)[0].lower().replace("_", "-")
        for extra, lines in project["optional-dependencies"].items()
        if extra not in {"dev", "test"}
        for line in lines
    } - {"sekisho"}
    modules = {
        module for module, packages in of.items() if {one.lower().replace("_", "-") for one in packages} & wanted
    }
    asked_by_none = {"adbc_driver_duckdb"}  # comes with DuckDB, and nothing here imports it
    assert {module for module in modules if not module.startswith("_")} - held - asked_by_none == set()


def test_the_law_of_one_question_is_there_for_the_next_though_nobody_holds_it(tmp_path: Path):
    package = Path(shutil.copytree(installed_folders()[0], tmp_path / "package"))
    between = weakref.ref(library_in_use([package]))
    gc.collect()
    assert between() is not None
    assert library_in_use([package]) is between()

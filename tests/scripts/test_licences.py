"""No package is brought whose licence binds users, and what is said to install is an extra that there is."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest
from packaging.utils import canonicalize_name

from sekisho.extras import EXTRAS

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"(?:sekisho|'\.)\[([a-z,-]+)\]")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TOLD = [
    *(ROOT / "src/sekisho").rglob("*.py"),
    *(ROOT / "src/sekisho/i18n/catalogues").rglob("*.po"),
    *(ROOT / "docs").rglob("*.md"),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
]


def _licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "scripts" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


licences = _licences()


def test_no_package_of_any_extra_has_a_licence_that_binds_users():
    rows, _ = licences.packages(licences.EXTRAS)
    record = licences.RECORD.read_text(encoding="utf-8")
    assert {"click", "duckdb", "psycopg", "scipy", "fastapi", "numba", "pyphen"} <= {row.name.lower() for row in rows}
    assert [why for row in rows if (why := licences.refusal(row.name, row.licence, record))] == []


def test_what_is_not_installed_is_counted_and_every_extra_is_looked_at(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    assert {*PROJECT["optional-dependencies"]} - {"dev", "test"} == {*licences.EXTRAS} - {""}
    found = licences.distribution

    def without_click(name: str) -> object:
        if name == "click":
            raise licences.PackageNotFoundError(name)
        return found(name)

    monkeypatch.setattr(licences, "distribution", without_click)
    monkeypatch.setattr(licences, "EXTRAS", ("",))
    licences.main(["--check"])
    said = capsys.readouterr().out
    assert "not looked at: click" in said
    assert "1 not looked at" in said


def test_all_holds_no_package_under_a_licence_that_a_record_has_to_explain():
    rows, _ = licences.packages(licences.EXTRAS)
    assert [row.name for row in rows if "all" in row.extras and licences.refusal(row.name, row.licence, "")] == []


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("BSD License", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("GPL-3.0-only", False),
        ("GNU Affero General Public License v3", False),
        ("MIT AND GPL-2.0-or-later", False),
        ("LGPL-2.1-or-later", False),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", False),
        ("GPL-2.0-or-later OR Apache-2.0", True),
        ("", False),
    ],
)
def test_a_licence_is_read_as_it_binds(licence: str, *, may: bool):
    assert (licences.refusal("something", licence, "") == "") == may


def test_every_extra_that_is_named_is_there():
    extras = set(PROJECT["optional-dependencies"])
    named = {
        (file.relative_to(ROOT).as_posix(), name)
        for file in TOLD
        if not file.is_relative_to(ROOT / "docs/decisions")
        for names in NAMED.findall(file.read_text(encoding="utf-8"))
        for name in names.split(",")
    }
    assert len(named) > 20, "the guides name extras"
    assert {(file, name) for file, name in named if name not in extras} == set()


def test_what_a_missing_module_is_told_to_come_with_brings_it():
    wanted = dict(licences.extras_of(PROJECT, list(PROJECT["optional-dependencies"])))
    brings = {
        extra: {canonicalize_name(re.split(r"[^\w.-]", line)[0]) for line in lines} for extra, lines in wanted.items()
    }
    of = packages_distributions()
    wrong = []
    for modules, _, remedy in EXTRAS:
        (extra,) = NAMED.findall(str(remedy))
        direct = {canonicalize_name(name) for module in modules for name in of.get(module, ())}
        if direct and not direct & brings[extra]:
            wrong.append((modules, extra))
    assert wrong == []

"""Requirements with hashes are those that pip reports, without sekisho itself."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def _hashes() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hashes", Path(__file__).parents[2] / "scripts" / "hashes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _found(name: str, version: str, **info: object) -> dict[str, object]:
    return {"metadata": {"name": name, "version": version}, "download_info": info}


def test_each_package_has_the_hash_of_its_file_and_sekisho_none():
    report = {
        "install": [
            _found("sekisho", "0.2.0", dir_info={}),
            _found("click", "8.5.1", archive_info={"hashes": {"sha256": "ab"}}),
            _found("PyYAML", "6.0.4", archive_info={"hashes": {"sha256": "cd"}}),
        ]
    }
    assert list(_hashes().rows(report)) == ["click==8.5.1 --hash=sha256:ab", "PyYAML==6.0.4 --hash=sha256:cd"]


def test_an_index_without_hashes_is_refused():
    with pytest.raises(SystemExit, match=r"click 8\.5\.1: the index states no hash"):
        list(_hashes().rows({"install": [_found("click", "8.5.1", archive_info={})]}))

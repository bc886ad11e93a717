"""What is worked out once a library belongs to that library, and goes when it goes."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path
from weakref import ref

from tests.support.unpresumed import determine

from sekisho import load_measures
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.loading.library import installed_library
from sekisho.law.model.scheme import control_entries
from sekisho.trade.items.concordance import compare_with
from sekisho.trade.items.control_list import control_list
from sekisho.trade.items.customs_codes import hints

FACTS = {"control_codes": "1C902.a", "departure": "CN", "destination": "JP"}


def test_a_table_that_changed_is_read_again_with_the_library_that_holds_it(tmp_path: Path):
    package = Path(shutil.copytree(installed_folders()[0], tmp_path / "package"))
    before = load_measures([package])
    name, pairs = control_entries(before)["1C902.a"].names["en"], compare_with("1C902", before)
    assert next(hint.code for hint in hints("2846901940", before)) == "1C902.b"
    for table, old, new in (
        ("cn-dual-use.csv", name, "Renamed"),
        ("concordance.csv", "\n1C902 eu/annex-1,1C902,", "\n1C902 eu/annex-1,9Z999,"),
        ("hs-cn-2026.csv", "\n2846901940,1C902.b,", "\n2846901940,1C902.c,"),
    ):
        file = package / "lists" / table
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    after = load_measures([package])
    assert control_entries(after)["1C902.a"].names["en"] == "Renamed"
    assert control_list(after).items["1C902.a"].names["en"] == "Renamed"
    assert len(compare_with("1C902", after)) == len(pairs) - 1
    assert next(hint.code for hint in hints("2846901940", after)) == "1C902.c"


def test_a_library_that_somebody_holds_is_not_read_again(tmp_path: Path):
    package = Path(shutil.copytree(installed_folders()[0], tmp_path / "package"))
    library = load_measures([package])
    assert load_measures([package]) is library
    assert load_measures([package], cache=tmp_path / "kept") is not None
    assert list((tmp_path / "kept").rglob("*")), "it is kept for the next process although this one holds it"
    table = package / "brief.csv"
    table.write_text(table.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert load_measures([package]) is not library, "a file was changed"


def test_a_question_after_another_is_asked_of_the_same_library():
    first = installed_library()
    assert installed_library() is first


def test_a_library_that_nobody_holds_is_let_go(tmp_path: Path):
    library = load_measures([Path(shutil.copytree(installed_folders()[0], tmp_path / "package"))])
    determine(FACTS, library, as_of="2026-01-01")
    control_list(library), compare_with("1C902", library), hints("2846", library)
    held = ref(library)
    del library
    gc.collect()
    assert held() is None

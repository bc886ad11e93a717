"""Tables of items: what a person fills in goes both ways, and what is wrong with a table is told by row, at once."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from time import process_time  # noqa: TID251 - how long a test takes

import pytest

from sekisho import Library, load_measures
from sekisho.classification.batch import classify_items
from sekisho.classification.classifier import classify
from sekisho.classification.item_decisions import read_items
from sekisho.classification.lexicon import purpose_of
from sekisho.classification.tokens import units_of
from sekisho.errors import SekishoError
from sekisho.files.text_tables import read_table
from sekisho.law.loading.data_package import installed_folders

DAY = date(2026, 11, 24)
HEAD = "item,description,kept,kept_by,kept_on\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "items.csv"
    file.write_bytes(text.encode())
    return file


def faults(file: Path, library: Library) -> str:
    """What is said of a table, by whoever reads it."""
    with pytest.raises(SekishoError) as fault:
        read_items(file, library.facts)
    return str(fault.value)


def test_a_table_as_a_spreadsheet_writes_it_is_read(library: Library, tmp_path: Path):
    text = "\ufeff" + HEAD.replace(",", ";") + '7;"magnet; sintered";1C902.a.4;A. Clerk;2026-01-02\n\n'
    items = read_items(written(tmp_path, text), library.facts)
    assert str(items.find("7")).endswith("control codes 1C902.a.4, by A. Clerk, 2026-01-02.")
    assert items.find("Magnet;  Sintered") is items.find("7") is not None


def test_a_row_that_is_cut_short_lacks_what_it_does_not_say(library: Library, tmp_path: Path):
    told = faults(written(tmp_path, HEAD + "1,magnet\n2,foil,1C902.a\n"), library)
    assert "items.csv:3: kept_by: nobody keeps it." in told
    assert "items.csv:3: kept_on: '' is not a day." in told
    assert "items.csv:2" not in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + '1,"magnet,,,\n2,foil,,,\n', "items.csv:2: the row that begins here cannot be read as CSV"),
        (HEAD + "1,magnet, sintered,,,\n", "items.csv:2: the row has 6 cells and the header 5."),
        (HEAD.replace("item,", "kept,"), "items.csv: columns 'kept' and 'kept' look the same."),
        ("", "items.csv: the file is empty."),
        ("item,description\n", "items.csv: no columns kept, kept_by, kept_on."),
    ],
    ids=["open quote", "too many cells", "column twice", "empty", "columns lacking"],
)
def test_what_is_no_table_of_items_is_told_by_row(text: str, told: str, library: Library, tmp_path: Path):
    assert told in faults(written(tmp_path, text), library)


@pytest.mark.parametrize("encoding", ["cp932", "gb18030"])
def test_a_table_as_an_east_asian_spreadsheet_saves_it_is_read(library: Library, tmp_path: Path, encoding: str):
    file = tmp_path / "items.csv"
    rows = "1,磁石,1C902.a.4,山田,2026-01-02\n" if encoding == "cp932" else "1,磁铁,1C902.a.4,王,2026-01-02\n"
    file.write_bytes((HEAD + rows).encode(encoding))
    assert read_items(file, library.facts).find("磁石" if encoding == "cp932" else "磁铁") is not None


def test_a_table_as_a_western_spreadsheet_saves_it_is_read_and_bytes_of_no_text_are_refused(
    library: Library, tmp_path: Path
):
    file = tmp_path / "items.csv"
    file.write_bytes((HEAD + "1,Seltenerdmagnet für Motoren,1C902.a.4,Müller,2026-01-02\n").encode("cp1252"))
    assert read_items(file, library.facts).find("Seltenerdmagnet für Motoren") is not None
    file.write_bytes(HEAD.encode() + b"1,mag\x00net,,,\n")
    assert faults(file, library).startswith("items.csv: is not text in UTF-8")


def test_a_very_long_description_is_read(library: Library, tmp_path: Path):
    file = written(tmp_path, HEAD + "1," + "magnet " * 20_000 + ",1C902.a.4,me,2026-01-02\n")
    assert read_items(file, library.facts).find("1") is not None


def test_a_row_is_told_by_the_line_on_which_it_begins(tmp_path: Path):
    file = written(tmp_path, 'a,b\n"two\nlines",1\nx,2\n')
    assert [where for where, _ in read_table(file, (), remedy="")] == ["items.csv:2", "items.csv:4"]


def test_suggestions_are_written_beside_what_is_kept(library: Library, tmp_path: Path):
    pytest.importorskip("opencc")
    file = written(tmp_path, HEAD + "1,gallium arsenide wafer,3C001.x,me,2026-01-01\n2,wooden chair,,,\n")
    target = tmp_path / "out.csv"
    done = classify_items(file, target, library, as_of=DAY)
    rows = [row for _, row in read_table(target, (), remedy="")]
    assert (done.rows, done.distinct, sum(done.states.values())) == (2, 2, 2)
    assert [(row["item"], row["kept"], row["kept_by"]) for row in rows] == [("1", "3C001.x", "me"), ("2", "", "")]
    assert rows[0]["candidates"].startswith("3C")


def test_wrong_parameters_are_told_all_at_once_and_nothing_is_written(library: Library, tmp_path: Path):
    pytest.importorskip("opencc")
    text = "description,parameters\ngraphite,density\ngraphite,density=1 g/cm3;density=2 g/cm3\nfoil,thickness=2 s\n"
    target = tmp_path / "out.csv"
    with pytest.raises(SekishoError) as fault:
        classify_items(written(tmp_path, text), target, library, as_of=DAY)
    told = str(fault.value)
    assert "items.csv:2: 'density' is not a pair." in told
    assert "items.csv:3: density: 'density' is stated twice, as 1 g/cm3 and as 2 g/cm3." in told
    assert "items.csv:4: thickness:" in told
    assert not target.exists()


def test_the_index_is_kept_between_runs_for_a_table_too(tmp_path: Path):
    pytest.importorskip("opencc")
    package = shutil.copytree(installed_folders()[0], tmp_path / "package")
    file = written(tmp_path, "description\nfoil\n")
    classify_items(file, tmp_path / "out.csv", load_measures([package]), as_of=DAY, cache=tmp_path / "cache")
    assert len(list((tmp_path / "cache").glob("*.index"))) == 1


@pytest.mark.parametrize("text", ["graphite 1e999999999 mm", "graphite 1 x 10^99999 Pa", "graphite 1e-999999 kg"])
def test_a_number_beyond_all_measure_is_no_number(text: str, library: Library):
    pytest.importorskip("opencc")
    found = classify(text, library, as_of=DAY)
    assert "1C108" in {one.code for one in found.candidates}


@pytest.mark.parametrize("text", ["1e999999999 kg/m3", "1e-999999999 kg/m3", "1 x 10^99999 kg/m3"])
def test_a_parameter_beyond_all_measure_is_refused(text: str, library: Library):
    pytest.importorskip("opencc")
    with pytest.raises(SekishoError, match=r"expected one such as g/cm3|is not a number with a unit"):
        classify("graphite", library, parameters={"density": text}, as_of=DAY)


def test_a_text_of_many_thousand_characters_is_read_in_good_time():
    units = tuple(units_of("镓" * 20_000))
    begun = process_time()
    assert purpose_of("镓" * 20_000, units) == frozenset()
    assert process_time() - begun < 2


def test_a_code_without_any_name_is_found_by_what_is_claimed(tmp_path: Path):
    pytest.importorskip("opencc")
    package = Path(shutil.copytree(installed_folders()[0], tmp_path / "package"))
    table = package / "lists" / "cn-dual-use.csv"
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    header = rows[0].strip().split(",")
    new = dict.fromkeys(header, "") | {"code": "1C999", "parent": "1C", "quality": "missing_row"}
    table.write_text("".join([*rows, ",".join(new.values()) + "\n"]), encoding="utf-8")
    found = classify("", load_measures([package]), code="1C999", as_of=DAY)
    assert found.candidates[0].code == "1C999"

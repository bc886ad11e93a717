"""A bill without quantities says so on the first screen, in each language."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from sekisho.cli import main

ROWS = "{head}\nNdFeB-1,sintered NdFeB magnet N52,Foo Co Ltd,CN{more}\n"


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "each row counts as one"), ("ja", "1行を1個と数えます"), ("zh", "每行按一个计")],
)
def test_a_bill_without_quantities_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, says: str
):
    monkeypatch.chdir(tmp_path)
    Path("bill.csv").write_text(ROWS.format(head="Part Number,Description,Supplier,Origin", more=""), encoding="utf-8")
    done = CliRunner().invoke(main, ["exposure", "bill.csv", "--language", language])
    assert says in done.output
    Path("bill.csv").write_text(
        ROWS.format(head="Part Number,Description,Supplier,Origin,Qty", more=",3"), encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["exposure", "bill.csv", "--language", language])
    assert says not in done.output

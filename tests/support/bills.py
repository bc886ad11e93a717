"""What the tests of bills share: a bill read from text, what is wrong with one, and the published samples."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sekisho import BillError, load_measures
from sekisho.exposure.assessment import AssessmentInput, expose
from sekisho.exposure.result import Exposure
from sekisho.i18n.territory_codes import territories_of
from sekisho.trade.bom.bill import Bill
from sekisho.trade.bom.reader import read_bill

LIBRARY = load_measures()
SAMPLES = next(
    (folder / "shared/data/bom_samples" for folder in Path(__file__).parents if (folder / "shared").is_dir()), Path()
)
published = pytest.mark.skipif(not (SAMPLES / "SOURCE.md").is_file(), reason="the published bills are not at hand")
"""Marks a test that reads them."""


def read(*files: Path, **options: object) -> Bill:
    """Read files with the facts and territories that ship."""
    return read_bill(*files, facts=LIBRARY.facts, territory=territories_of(LIBRARY).code, **options)  # type: ignore[arg-type]


def bill(folder: Path, text: str, name: str = "bom.csv", **options: object) -> Bill:
    """Read a bill from text, one row a line; spaces at the beginning of lines count for nothing."""
    file = folder / name
    file.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", encoding="utf-8")
    return read(file, **options)


def faults(folder: Path, text: str, name: str = "bom.csv", **options: object) -> list[str]:
    """Everything that is wrong with a bill, unread cells too."""
    with pytest.raises(BillError) as found:
        bill(folder, text, name, **{"strict": True, **options})
    return [str(problem) for problem in found.value.problems]


def lines_of(found: Bill) -> dict[tuple[str, str], float]:
    """The lower bound of the quantity of each line, by parent and part."""
    return {
        (found.parts.ids[parent], found.parts.ids[part]): low
        for parent, part, low in zip(
            found.lines.parent.tolist(), found.lines.part.tolist(), found.lines.low.tolist(), strict=True
        )
    }


CIVIL = {"end_use": "civil", "end_user": "Example Works", "end_user_kind": "civil", "knowledge_of_risk": "no"}

WORKS = """
parent,part,quantity,unit,unit_value,currency,origin,supplier,site,control_codes,sourcing,stock_days,lead_days,revenue
,servo,,,250,USD,,,,,,,,2000000
,pump,,,90,USD,,,,,,,,500000
servo,rotor,1,piece,90,USD,,,,,,,,
rotor,magnet,8,piece,6.5,USD,JP,Mihon Magnets,,1C905.a.4,sole,30,180,
magnet,dysprosium,0.4,g,0.35,USD,CN,Hua Metal,Ganzhou,1C905.a.1,single,20,240,
servo,housing,1,,12,USD,CN,Acme,,none,dual,20,30,
servo,drive,1,,40,USD,CN,Acme,,none,dual,20,30,
drive,gallium,1,g,1,USD,CN,,,3C001.a,sole,,,
pump,housing,1,,,,,,,,,,,
pump,sensor,2,,1.5,USD,,Seals,,none,,,,
"""


DAY = date(2026, 9, 30)


def exposed(folder: Path, text: str = WORKS, **more: object) -> Exposure:
    asked = {"as_of": DAY, "facts": CIVIL, **more}
    return expose(bill(folder, text), LIBRARY, AssessmentInput(**asked))  # type: ignore[arg-type]

"""What has tested an uncertain input: a preset, a back-test, or nothing; as a data package states it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import LawText, Text, joined, message

FILE: Final = "input-proofs.csv"
COLUMNS: Final = ("input", "material", "sector", "tested_by", "names", "says")


class ProofKind(StrEnum):
    """What tested a figure, the strongest last; a window accepts it together with others and tests none apart."""

    NOTHING = "nothing"
    WINDOW = "window"
    PRESET = "preset"
    BACK_TEST = "back-test"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputProof:
    """What has tested a figure.

    Parameters
    ----------
    input
        Name of the input.
    material, sector
        Of which figures it tells; empty for all.
    names
        Of the presets or episodes.
    """

    input: str
    material: str
    sector: str
    kind: ProofKind
    names: tuple[str, ...]
    says: Text


@cached_per_library
def input_proofs(library: Library) -> tuple[InputProof, ...]:
    """Return what data packages say of tests.

    Raises
    ------
    LibraryError
        With every row that is wrong.
    """
    tests: list[InputProof] = []
    problems: list[Problem] = []
    for package in library.packages:
        for number, row in enumerate(rows_of_table(package.folder / ECONOMY / FILE, *COLUMNS), start=2):
            if row["tested_by"] not in tuple(ProofKind) or not row["input"] or not row["says"]:
                what = message("impact.bad_input_test", "the test of '{name}' cannot be read.", name=row["input"])
                remedy = message(
                    "impact.expected_input_test",
                    "Expected an input, one of {kinds}, and words.",
                    kinds=joined(ProofKind, "or"),
                )
                problems.append(Problem(where=f"{ECONOMY}/{FILE}:{number}", what=what, remedy=remedy))
                continue
            tests.append(
                InputProof(
                    input=row["input"],
                    material=row["material"],
                    sector=row["sector"],
                    kind=ProofKind(row["tested_by"]),
                    names=tuple(name.strip() for name in row["names"].split(";") if name.strip()),
                    says=LawText(row["says"]),
                )
            )
    if problems:
        raise LibraryError(problems)
    return tuple(tests)


def proof_of(tests: tuple[InputProof, ...], name: str, material: str, sector: str) -> InputProof | None:
    """Return what is said of a figure: the row that names it most closely; None if none does, or nothing tested it."""
    fitting = [
        row for row in tests if row.input == name and row.material in {"", material} and row.sector in {"", sector}
    ]
    closest = max(fitting, key=lambda row: (bool(row.material), bool(row.sector)), default=None)
    return None if closest is None or closest.kind is ProofKind.NOTHING else closest

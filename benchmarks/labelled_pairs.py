"""Labelled pairs of names out of public files that are fetched by hand, written to `build/pairs`, never committed.

    python benchmarks/labelled_pairs.py --cases cases.csv --register EdinetcodeDlInfo.csv

`cases.csv` is nomenklatura's `contrib/name_bench/cases.csv`. The register is the EDINET code list of Japan's Financial
Services Agency, with Japanese and English names of companies that file there. A hash of the corporate number puts a
company into `develop` (30 %), which may be looked at while a screener is built, or into `test` (70 %), which may not;
no company is in both, and neither is a pair of companies from both. `register-*-unlisted.csv` has the names of those
that stand on no built-in list.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from invented_parties import write_book
from measuring import ROOT
from screening_files import read_rows

FOLDER = ROOT / "build" / "pairs"
LISTS = ROOT / "src" / "sekisho_measures" / "lists"
COLUMNS = ("left", "right", "label", "kind", "schema")
LEGAL_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|[\s　]|\b(co|company|ltd|limited|corporation|corp|inc|incorporated|k\.?k)\b\.?|[.,]"
)
DOMESTIC = "内国法人・組合"
DEVELOP_SHARE = 0.3
SEED = 20261124

Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One company of the register."""

    number: str
    japanese: str
    english: str


def cases(path: Path) -> Iterator[Row]:
    """Yield nomenklatura's own cases; the kind is the group that they came from."""
    for row in read_rows(path):
        label = "match" if row["is_match"] == "true" else "nonmatch"
        yield row["name1"], row["name2"], label, row["case_group"], row["schema"]


def register(path: Path) -> list[Company]:
    """Read domestic companies with a corporate number and a name in both languages, each name once."""
    with path.open(encoding="cp932", newline="") as file:
        next(file)  # the day of the download
        rows = list(csv.DictReader(file))
    found: dict[str, Company] = {}
    for row in rows:
        number, japanese, english = row["提出者法人番号"], row["提出者名"].strip(), row["提出者名（英字）"].strip()
        if row["提出者種別"] == DOMESTIC and number and japanese and english.isascii() and english:
            found.setdefault(number, Company(number=number, japanese=japanese, english=english))
    by_english = {one.english.casefold(): one for one in found.values()}
    by_japanese = {one.japanese: one for one in by_english.values()}
    return sorted(by_japanese.values(), key=lambda one: one.number)


def is_develop(company: Company) -> bool:
    """Tell on which side of the split a company is."""
    return int(hashlib.sha256(company.number.encode()).hexdigest()[:8], 16) / 2**32 < DEVELOP_SHARE


def register_pairs(companies: Sequence[Company]) -> Iterator[Row]:
    """Yield for each company its own two names, and its names against the nearest other company and a random one."""
    draw = Random(SEED)  # noqa: S311 - a seeded choice, no secret
    by_english = nearest([one.english for one in companies])
    by_japanese = nearest([one.japanese for one in companies])
    for place, one in enumerate(companies):
        like, alike = companies[by_english[place]], companies[by_japanese[place]]
        other = draw.choice([*companies[:place], *companies[place + 1 :]])
        yield one.japanese, one.english, "match", "ja_vs_en", "Company"
        yield one.japanese, like.english, "nonmatch", "nearest_english_ja_vs_en", "Company"
        yield one.japanese, alike.english, "nonmatch", "nearest_japanese_ja_vs_en", "Company"
        yield one.english, like.english, "nonmatch", "nearest_en_vs_en", "Company"
        yield one.japanese, alike.japanese, "nonmatch", "nearest_ja_vs_ja", "Company"
        yield one.japanese, other.english, "nonmatch", "random_ja_vs_en", "Company"


def clean_names(companies: Iterable[Company]) -> Iterator[tuple[str, str]]:
    """Yield both names of companies on none of the built-in lists, by number and by name."""
    rows = [row for path in sorted(LISTS.glob("*.csv")) for row in read_rows(path) if "corporate_number" in row]
    barred = {row["corporate_number"] for row in rows}
    for column in ("name", "name_ja", "aliases", "former_names"):
        barred.update(bare(name) for row in rows for name in row[column].split("|"))
    for one in companies:
        if barred.isdisjoint((one.number, bare(one.japanese), bare(one.english))):
            yield one.japanese, "Company"
            yield one.english, "Company"


def bare(name: str) -> str:
    """Return a name in one case, without width forms, spaces and legal forms."""
    return LEGAL_FORMS.sub("", unicodedata.normalize("NFKC", name).casefold())


def nearest(names: Sequence[str]) -> list[int]:
    """Return the place of the name nearest to each name, by the edits between them without legal forms."""
    import numpy as np
    from rapidfuzz import fuzz, process

    folded = [bare(name) for name in names]
    found: list[int] = []
    for first in range(0, len(folded), 500):
        likeness = process.cdist(folded[first : first + 500], folded, scorer=fuzz.ratio, dtype=np.float32, workers=2)
        likeness[np.arange(len(likeness)), np.arange(len(likeness)) + first] = -1
        found += map(int, likeness.argmax(axis=1))
    return found


def write(name: str, rows: Iterable[Row]) -> None:
    """Write pairs, and say how many."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = list(rows)
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(kept)
    print(f"{FOLDER / name}: {len(kept):,} pairs, {sum(row[2] == 'match' for row in kept):,} of one party")


def main() -> None:
    """Write the pairs of the files named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--register", type=Path)
    given = parser.parse_args()
    if given.cases:
        write("name-bench.csv", cases(given.cases))
    if given.register:
        companies = register(given.register)
        for half, side in (("develop", True), ("test", False)):
            part = [one for one in companies if is_develop(one) == side]
            write(f"register-{half}.csv", register_pairs(part))
            write_book(FOLDER / f"register-{half}-unlisted.csv", clean_names(part))


if __name__ == "__main__":
    main()

"""Party lists of the user's own: a list of 150,000 made-up parties is added, and loaded as screening loads it.

python benchmarks/party_lists.py --parties 150000
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import save, show

from sekisho.files.versions import VersionCard
from sekisho.i18n.territory_codes import read_territories
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.loading.user_lists import own_lists
from sekisho.parties.lists.diff import check_list, party_changes
from sekisho.parties.lists.layouts import OPENSANCTIONS_COLUMNS
from sekisho.parties.lists.own_entries import entries_of
from sekisho.parties.lists.reader import read_party_list
from sekisho.parties.lists.store import keep

WORDS = (
    "Alpha",
    "Orion",
    "Nord",
    "Baltic",
    "Gulf",
    "Star",
    "Trading",
    "Works",
    "宏",
    "东方",
    "科技",
    "Завод",
    "Восток",
)
SCHEMATA = ("Company", "Person", "LegalEntity", "Organization")
COUNTRIES = ("ru", "ir", "cn", "ru;cy", "kp")
DAY = "2026-10-01"


def write(file: Path, parties: int, seed: int) -> None:
    """Write a list in the layout of `targets.simple.csv`."""
    lot = random.Random(seed)  # noqa: S311 - names, not secrets
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, OPENSANCTIONS_COLUMNS, restval="")
        writer.writeheader()
        for number in range(parties):
            aliases = (" ".join(lot.choices(WORDS, k=3)) for _ in range(lot.randint(0, 5)))
            row = {
                "id": f"NK-{number:06}",
                "schema": lot.choice(SCHEMATA),
                "name": f"{' '.join(lot.choices(WORDS, k=4))} {number}",
                "aliases": ";".join(aliases),
                "countries": lot.choice(COUNTRIES),
                "identifiers": str(lot.randint(10**9, 10**10)) if number % 3 == 0 else "",
                "sanctions": "Blocked",
            }
            writer.writerow(row)


def main() -> None:
    """Add a list twice, once as the first version and once as the next, and load it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parties", type=int, default=150_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    seconds: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        seconds[name] = time.perf_counter() - start

    with tempfile.TemporaryDirectory() as made:
        file, folder = Path(made) / "targets.simple.csv", Path(made) / "lists"
        write(file, given.parties, given.seed)
        territories = read_territories(installed_folders())
        with stage("add"):
            found = read_party_list(file, "made-up", territories)
            changes = party_changes((), found)
            check_list(found, (), where=file.name)
            keep(folder, found, file, VersionCard(title="", url="", read=DAY, added=DAY), changes)
        del found, changes
        with stage("load"):
            held = entries_of(own_lists(folder))
        with stage("compare with the next"):
            party_changes(held, read_party_list(file, "made-up", territories))
    rows = [{"stage": name, "seconds": taken, "parties": len(held)} for name, taken in seconds.items()]
    show("party lists", rows)
    save("party_lists", rows)


if __name__ == "__main__":
    main()

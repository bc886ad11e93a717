"""A book of distinct descriptions from file to results: processor and wall seconds, with two threads.

    python benchmarks/distinct_items.py --lines 100000

The descriptions are seeded combinations of goods, grades, sizes and packing in three scripts, each with a customs code,
and no two are alike. A book of this size must be through within five minutes on two cores: 600 processor seconds.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from measuring import ROOT, save, show

DAY: Final = "2026-11-27"
SEED: Final = 63
"""Of the combinations, the same in every run."""
GOODS: Final = (
    ("ceramic floor tile", "690721"),
    ("steel hex bolt", "731815"),
    ("cotton t-shirt", "610910"),
    ("ball bearing", "848210"),
    ("sintered NdFeB magnet", "850511"),
    ("gallium metal", "811292"),
    ("antimony trioxide", "282580"),
    ("graphite electrode", "854511"),
    ("tungsten carbide powder", "284990"),
    ("lithium ion battery cell", "850760"),
    ("servo motor", "850152"),
    ("pressure sensor", "902620"),
    ("深溝玉軸受", "848210"),
    ("酸化ジスプロシウム", "284690"),
    ("黒鉛電極", "854511"),
    ("タイル", "690721"),
    ("六角ボルト", "731815"),
    ("金属ガリウム", "811292"),
    ("赤外線レンズ", "900190"),
    ("塗装鋼板", "721070"),
    ("サーボモータ", "850152"),
    ("磁石", "850511"),
    ("轴承", "848210"),
    ("氧化镝", "284690"),
    ("瓷砖", "690721"),
    ("钨粉", "810110"),
    ("碳纤维预浸料", "681510"),
    ("锗锭", "811292"),
    ("不锈钢螺栓", "731815"),
    ("棉制衬衫", "620520"),
    ("锂电池", "850760"),
    ("数控车床", "845811"),
)
GRADES: Final = (
    "99.9%",
    "99.99%",
    "99.999 %",
    "grade A",
    "N52",
    "SUS304",
    "Q235",
    "一級",
    "优等品",
    "JIS B 1180",
    "GB/T 276",
    "2N",
    "4N",
    "export",
)
FORMS: Final = (
    "in drums",
    "cut to size",
    "粉末",
    "インゴット",
    "块状",
    "coated",
    "メッキ",
    "带螺母",
    "sample",
    "for pumps",
    "空調機用",
    "备件",
)


def write_book(place: Path, lines: int) -> None:
    """Write a book whose descriptions are all different."""
    chance, seen = random.Random(SEED), set[str]()  # noqa: S311 - made-up goods, no secret
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "description", "hs_code", "departure", "destination"])
        while len(seen) < lines:
            name, code = chance.choice(GOODS)
            size = f"{chance.randint(1, 400)}x{chance.randint(1, 90)} mm"
            text = f"{name} {chance.choice(GRADES)} {size} {chance.choice(FORMS)} {chance.randint(1, 60)} kg"
            if text not in seen:
                seen.add(text)
                writer.writerow([len(seen), text, f"{code}{chance.choice(('', '00', '0000', '10'))}", "CN", "JP"])


def run(book: Path, out: Path, *, classify: bool) -> dict[str, float]:
    """Run a book in a process of its own, with nothing kept from before."""
    command = [
        sys.executable,
        "-m",
        "sekisho",
        "bulk",
        str(book),
        "-o",
        str(out),
        "--as-of",
        "2026-11-27",
        "--threads",
        "2",
    ]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(  # noqa: S603 - the program itself
        [*command, *([] if classify else ["--no-classify"])],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": str(out.parent / "cache")},
        check=True,
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"processor": processor, "wall": time.perf_counter() - start}


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--lines", type=int, default=100_000)
    given = parser.parse_args()
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book.csv"
        write_book(book, given.lines)
        for what, classify in (
            ("classified, nothing kept", True),
            ("classified, items kept", True),
            ("not classified", False),
        ):
            spent = run(book, Path(folder) / "out.parquet", classify=classify)
            rows.append(
                {"what": what, "lines": given.lines, **{name: round(value, 1) for name, value in spent.items()}}
            )
            print(json.dumps(rows[-1]), flush=True)
    show("Distinct descriptions", rows)
    save("distinct_items", rows)


if __name__ == "__main__":
    main()

# ruff: noqa: S603 - reads the clock, and starts the command that it measures
"""Cold start: one line determined by the command, from the start of the process to its end.

Then where the time goes: the interpreter alone, the imports (the slowest by their own time), and the loading of the
library, each in a process of its own.

    python benchmarks/cold_start.py --runs 10
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

from measuring import median, save, show

COMMAND = Path(sys.executable).parent / "sekisho"
CHECK = (
    *("check", "--movement", "export", "--departure", "CN", "--destination", "JP", "--control-codes", "1C905.a"),
    *("--end-user", "Example Motors", "--end-use", "civil", "--as-of", "2026-09-30"),
)
PYTHON = {
    "python alone": "pass",
    "import click and yaml": "import click, yaml",
    "import sekisho": "import sekisho",
    "import sekisho.cli": "import sekisho.cli",
    "load_measures": "import sekisho; sekisho.load_measures()",
    "determine one line": (
        "import sekisho; sekisho.determine({'destination': 'JP'}, sekisho.load_measures(), as_of='2026-09-30')"
    ),
}
TARGET_SECONDS = 0.5
IMPORT = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| (\s*)(\S+)")


def seconds(command: list[str], runs: int) -> list[float]:
    """Run a command several times after one run that is not counted."""
    spent = []
    for number in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        if number:
            spent.append(time.perf_counter() - start)
    return spent


def slowest_imports(count: int) -> list[dict[str, object]]:
    """Modules by the time that they take themselves when the command is imported."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", PYTHON["import sekisho.cli"]],
        capture_output=True,
        text=True,
        check=True,
    )
    found = [match.groups() for match in map(IMPORT.match, done.stderr.splitlines()) if match]
    ordered = sorted(found, key=lambda one: -int(one[0]))
    return [
        {"module": name, "own_ms": int(own) / 1000, "with_parts_ms": int(all_) / 1000}
        for own, all_, _, name in ordered[:count]
    ]


def main() -> None:
    """Measure the command and its parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10)
    given = parser.parse_args()
    commands = {f"sekisho {CHECK[0]} ...": [str(COMMAND), *CHECK]}
    commands |= {f"sekisho {CHECK[0]} ... --format json": [str(COMMAND), *CHECK, "--format", "json"]}
    commands |= {name: [sys.executable, "-c", code] for name, code in PYTHON.items()}
    rows = []
    for name, command in commands.items():
        spent = seconds(command, given.runs)
        rows.append({"process": name, "median_ms": 1000 * median(spent), "fastest_ms": 1000 * min(spent)})
    show(f"Cold start, target {1000 * TARGET_SECONDS:.0f} ms for the command", rows)
    imports = slowest_imports(15)
    show("Imports of the command by their own time", imports)
    save("cold-start", {"processes": rows, "imports": imports})


if __name__ == "__main__":
    main()

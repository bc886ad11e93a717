# ruff: noqa: S603 - starts the commands that it measures
"""Cold start: single questions by the command, from the start of the process to its end, in processor seconds.

Each question is asked of this version and, with `--before`, of another one, in turn, so that what else the machine
does falls on all alike; beside each stands how many times the question with codes alone it takes. Then where the time
goes: the interpreter alone, the imports (the slowest by their own time), and the loading of the library.

    python benchmarks/cold_start.py --runs 9 --before /path/to/another/checkout/src
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from measuring import ROOT, median, save, show

QUESTIONS = {
    "check, codes alone": ("check", "--origin", "CN", "--destination", "JP", "--control-codes", "1C905.b"),
    "check, the README's first": (
        *("check", "--movement", "export", "--departure", "CN", "--destination", "JP", "--origin", "CN"),
        *("--control-codes", "3C001.a", "--end-user", "Example Headlamp", "--end-user-kind", "civil"),
        *("--as-of", "2026-09-30"),
    ),
    "check, words": ("check", "gallium to Japan"),
    "check, words with a party": ("check", "gallium to Mitsubishi Heavy Industries"),
    "check, words in Japanese": ("check", "ガリウムを日本へ"),
    "screen": ("screen", "Mitsubishi Heavy Industries"),
    "classify": ("classify", "gallium arsenide wafer"),
    "--help": ("--help",),
}
FIRST = "check, codes alone"
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
TARGET_SECONDS = 0.4
IMPORT = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| (\s*)(\S+)")


def cpu_seconds(command: Sequence[str], source: Path) -> float:
    """Run a command with the modules of a folder; return the processor seconds that it took, user and system.

    Raises
    ------
    SystemExit
        If the command says that it broke.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    variables = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**variables, "PYTHONPATH": str(source)}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if "Traceback" in done.stderr:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turn(commands: dict[str, list[str]], sources: dict[str, Path], runs: int) -> dict[tuple[str, str], list[float]]:
    """Run every command with every version, one after the other, several times after two rounds that are not counted.

    The first of these compiles modules and keeps tables, the second sees them kept.
    """
    spent: dict[tuple[str, str], list[float]] = {(name, version): [] for name in commands for version in sources}
    for number in range(runs + 2):
        for name, command in commands.items():
            for version, source in sources.items():
                used = cpu_seconds(command, source)
                if number > 1:
                    spent[name, version].append(used)
    return spent


def asked(sources: dict[str, Path], runs: int) -> list[dict[str, object]]:
    """Ask every question of every version."""
    commands = {name: [sys.executable, "-m", "sekisho", *words] for name, words in QUESTIONS.items()}
    spent = in_turn(commands, sources, runs)
    rows = []
    for name in QUESTIONS:
        row: dict[str, object] = {"question": name}
        for version in sources:
            used = spent[name, version]
            row |= {f"{version}, least CPU s": min(used), f"{version}, median": median(used)}
            row[f"{version}, times codes alone"] = min(used) / min(spent[FIRST, version])
        if "before" in sources:
            row["before / now"] = min(spent[name, "before"]) / min(spent[name, "now"])
        rows.append(row)
    return rows


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
    """Measure the questions and the parts of a start."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--before", type=Path, help="folder `src` of another version, its catalogues compiled")
    given = parser.parse_args()
    sources = {"before": given.before.resolve()} if given.before else {}
    sources["now"] = ROOT / "src"
    rows = asked(sources, given.runs)
    show(f"Single questions, target {TARGET_SECONDS} CPU s each", rows)
    parts = in_turn({name: [sys.executable, "-c", code] for name, code in PYTHON.items()}, sources, given.runs)
    shown = [
        {"process": name, "version": version, "least CPU ms": 1000 * min(used), "median": 1000 * median(used)}
        for (name, version), used in parts.items()
    ]
    show("Parts of a start", shown)
    imports = slowest_imports(15)
    show("Imports of the command by their own time", imports)
    save("cold-start", {"questions": rows, "parts": shown, "imports": imports})


if __name__ == "__main__":
    main()

"""Ask whether a fault is known of any package of constraints.txt, and say plainly what could not be asked.

Usage: python scripts/audit.py PIP_AUDIT

The database of faults is on the network. A package that it knows a fault of is an error. A database that cannot be
reached is none, and is told: CI must not fail because a network is down, and must not be green as if it had asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CONSTRAINTS = Path(__file__).resolve().parents[1] / "constraints.txt"
PATIENCE = 180
"""Seconds that the database gets."""


def told(answer: Mapping[str, Any]) -> tuple[list[str], int]:
    """Return what an answer of pip-audit says, a line each, and the exit code that goes with it."""
    packages: Sequence[Mapping[str, Any]] = answer["dependencies"]
    skipped = [one for one in packages if "skip_reason" in one]
    asked = [one for one in packages if "skip_reason" not in one]
    lines = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {' or '.join(fault['fix_versions']) or 'none yet'}."
        for one in asked
        for fault in one["vulns"]
    ]
    if lines:
        return [*lines, "Raise these in pyproject.toml, then `make constraints`."], 1
    if not asked:
        return [f"Not audited: the database answered for none of {len(packages)} packages."], 0
    found = [f"No fault is known of {len(asked)} packages."]
    if skipped:
        names = ", ".join(str(one["name"]) for one in skipped[:10])
        found.append(f"Not audited: {len(skipped)} that the database does not know, such as {names}.")
    return found, 0


def main() -> int:
    """Ask, and say what came of it."""
    program = Path(sys.argv[1])
    if not program.is_file():
        print("Not audited: pip-audit could not be installed; is there a network?")
        return 0
    command = [str(program), "-r", str(CONSTRAINTS), "--no-deps", "--disable-pip", "-f", "json"]
    try:
        done = subprocess.run(  # noqa: S603 - the program that make installed
            [*command, "--progress-spinner", "off"], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        lines, code = told(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError):
        print("Not audited: the database of faults cannot be reached.")
        return 0
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())

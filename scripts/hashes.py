"""Write what an installation needs as a file of requirements with hashes, for this Python, this machine and its index.

Usage: python scripts/hashes.py EXTRAS FILE

`pip install --require-hashes -r FILE` then refuses every file that is not the one that the index had today. The
versions are those of constraints.txt; sekisho itself is not in it, and is installed afterwards with `--no-deps`.
pip finds out what it would install, and installs nothing (docs/decisions/0023-versions-without-hashes.md).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]


def rows(report: Mapping[str, Any]) -> Iterator[str]:
    """Go through the packages of a report of pip, each with the hash of the file that was found.

    Raises
    ------
    SystemExit
        If the index states no hash of a file.
    """
    for found in sorted(report["install"], key=lambda one: str(one["metadata"]["name"]).lower()):
        name, version = found["metadata"]["name"], found["metadata"]["version"]
        archive = found["download_info"].get("archive_info")
        if archive is None:
            continue  # sekisho itself, from this folder
        digest = archive.get("hashes", {}).get("sha256")
        if not digest:
            sys.exit(f"{name} {version}: the index states no hash. Take an index that does.")
        yield f"{name}=={version} --hash=sha256:{digest}"


def main(arguments: Sequence[str]) -> int:
    """Ask pip, and write the file."""
    extras, out = arguments[0], Path(arguments[1])
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
        asked = ["--report", str(report), "-c", "constraints.txt", f".[{extras}]" if extras else "."]
        subprocess.run([*command, "--disable-pip-version-check", *asked], cwd=ROOT, check=True)  # noqa: S603 - pip
        lines = list(rows(json.loads(report.read_text(encoding="utf-8"))))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} packages in {out}: pip install --require-hashes -r {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A PostgreSQL server for the tests, of the package pgserver or of the system; nobody has to install one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ROLE = "sekisho"


def binaries() -> Path | None:
    """Find the folder of initdb and pg_ctl."""
    package = find_spec("pgserver")
    shipped = [Path(place) for place in (package.submodule_search_locations or ())] if package else []
    found = shutil.which("initdb")
    own = [Path(found).resolve().parent] if found else []
    folders = [
        *(place / "pginstall" / "bin" for place in shipped),
        *own,
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    ]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server that listens on a socket in a folder of its own; yields what an address ends with.

    PostgreSQL refuses to run as root, who therefore becomes nobody. It need not survive a power cut: nothing is synced.
    """
    place = Path(tempfile.mkdtemp(prefix="sekisho-pg-"))
    nobody, group = ("nobody", "nogroup") if os.geteuid() == 0 else (None, None)
    if nobody:
        shutil.chown(place, nobody, group)
    data = place / "data"

    def run(*words: str) -> None:
        done = subprocess.run(
            [str(folder / words[0]), *words[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if words[0] == "initdb" else subprocess.DEVNULL,
            cwd=place,
            text=True,
            check=False,
            user=nobody,
            group=group,
        )
        if done.returncode:
            raise RuntimeError(f"{words[0]}: {(done.stderr or '').strip()[-300:]}")

    try:
        run("initdb", "-D", str(data), "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-N")
        run("pg_ctl", "-D", str(data), "-w", "-l", str(place / "log"), "-o", f"-F -k {place} -h ''", "start")
        try:
            yield f"?host={place}"
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)

"""Install the wheel and the sdist into empty environments, ask there, and say how large and how quick they are.

Usage: python3.11 scripts/wheel_check.py DIST FOLDER [--extras]

Everything runs outside the clone, with an environment of variables of its own and a home that is empty. Three ways are
tried: `pip install WHEEL`, `pip install SDIST`, and, where PyPI has pipx and uv for this machine, `pipx run` and `uvx`.
What is too large or too slow is an error. `--extras` installs each extra in place of that, with the newest versions
that it allows and this Python, as somebody does who types the line of the README; it says its size and asks it.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
QUESTION: Final = (
    *("check", "--movement", "export", "--departure", "CN", "--destination", "JP", "--origin", "CN"),
    *("--control-codes", "3C001.a", "--end-user", "Example Headlamp", "--end-user-kind", "civil"),
    *("--as-of", "2026-09-30"),
)
ANSWER: Final = "Not decided (licence at least): gallium metal (3C001.a), China to Japan"
MOST_MB: Final = 60
"""Of the environment with the base alone, without pip: the aim of issue 20."""
MOST_ANSWER: Final = 0.4
MOST_HELP: Final = 0.25
"""Seconds of CPU, the least of several runs: the aims of issue 20."""
BOOK: Final = (
    ("example", "dirty", "-o", "orders.xlsx"),
    ("bulk", "orders.xlsx", "-o", "results.parquet", "--as-of", "2026-09-30"),
    ("report", "results.parquet", "-o", "report.html"),
)
COST: Final = (
    ("impact", "cn/2026-01-japan-dual-use"),
    ("impact", "cn/2026-01-japan-dual-use", "--draws", "16", "-o", "cost.html"),
    ("example", "bom", "-o", "bom.csv"),
    ("exposure", "bom.csv"),
)
ASKED: Final[Mapping[str, Sequence[Sequence[str]]]] = {
    "books": (*BOOK, ("screen", "Mitsubshi Shipbuilding"), ("classify", "isostatic graphite, 1.85 g/cm3")),
    "economy": COST,
    "web": (*BOOK, *COST, ("serve", "--help")),
    "agents": (("mcp", "--help"), *COST),
    "postgres": BOOK,
    "all": (*BOOK, *COST),
}
"""What is asked with each extra; Spark needs a Java of the user's own, and `make spark` tries it."""
RUNS: Final = 7
"""Enough that one of them was not held up by other work on the machine."""


def surroundings(home: Path) -> dict[str, str]:
    """Return the variables of a machine on which nothing was set up; settings of pip and of certificates are kept."""
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: text for name, text in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTPS_", "HTTP_"))}
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", **kept}


def told(command: Sequence[str | Path], where: Path, variables: Mapping[str, str]) -> str:
    """Run a command outside the clone, and return what it prints.

    Raises
    ------
    SystemExit
        If it fails.
    """
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=where, env=dict(variables), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


def seconds(command: Sequence[str | Path], where: Path, variables: Mapping[str, str]) -> float:
    """Return the least CPU seconds of several runs; the first, which makes the cache, is left out."""
    used = []
    for _ in range(RUNS + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        told(command, where, variables)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(used[1:])


def megabytes(folder: Path) -> float:
    """Return the size of the packages of an environment, without pip and what comes with it."""
    packages = next((folder / "lib").glob("python*/site-packages"))
    own = ("pip", "setuptools", "pkg_resources", "_distutils_hack")
    return (
        sum(
            file.stat().st_size
            for file in packages.rglob("*")
            if file.is_file() and not file.relative_to(packages).parts[0].startswith(own)
        )
        / 1e6
    )


def installed(what: str, folder: Path, variables: Mapping[str, str], *, newest: bool = False) -> Path:
    """Make an empty environment with one thing in it; return its program.

    Parameters
    ----------
    newest
        With the newest versions that it allows, in place of those of constraints.txt.
    """
    venv.create(folder, with_pip=True, symlinks=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    told([*pip, *(() if newest else ("-c", ROOT / "constraints.txt")), what], folder, variables)
    return folder / "bin" / "sekisho"


def runners(wheel: Path, folder: Path, variables: Mapping[str, str]) -> None:
    """Ask through pipx and uvx, where they can be had."""
    tools = folder / "tools"
    venv.create(tools, with_pip=True, symlinks=True)
    pip = [tools / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for name, command in {
        "pipx": ("pipx", "run", "--spec", wheel, "sekisho"),
        "uv": ("uvx", "--from", wheel, "sekisho"),
    }.items():
        done = subprocess.run([*pip, name], env=dict(variables), capture_output=True, check=False)  # noqa: S603 - pip
        if done.returncode:
            print(f"{command[0]}: not tried, {name} cannot be had here")
            continue
        said = told([tools / "bin" / command[0], *command[1:], *QUESTION], folder, variables)
        print(f"{' '.join(map(str, command[:-2]))} ...: {'answers' if ANSWER in said else 'another answer: ' + said}")


def extras(wheel: Path, folder: Path, variables: Mapping[str, str]) -> None:
    """Install each extra, ask it, and say how large it is; the first that fails ends it."""
    print(f"{wheel.name}, Python {sys.version.split()[0]}, the newest versions of all that it needs")
    for name, questions in ASKED.items():
        program = installed(f"{wheel}[{name}]", folder / name, variables, newest=True)
        for question in questions:
            told([program, *question], folder, variables)
        print(f"[{name}]: {megabytes(folder / name):.0f} MB; {len(questions)} questions answered", flush=True)
        shutil.rmtree(folder / name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try all ways, print the figures, and fail where an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dist", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--extras", action="store_true", help="try each extra with the newest versions in place of it")
    given = parser.parse_args(arguments)
    folder: Path = given.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    variables = surroundings(folder / "home")
    (wheel,), (sdist,) = given.dist.resolve().glob("*.whl"), given.dist.resolve().glob("*.tar.gz")
    if given.extras:
        extras(wheel, folder, variables)
        return 0
    wrong: list[str] = []
    print(f"{wheel.name} {wheel.stat().st_size / 1e6:.1f} MB, {sdist.name} {sdist.stat().st_size / 1e6:.1f} MB")

    program = installed(str(wheel), folder / "wheel", variables)
    size = megabytes(folder / "wheel")
    if ANSWER not in told([program, *QUESTION], folder, variables):
        wrong.append("The wheel gives another answer.")
    answer = seconds([program, *QUESTION], folder, variables)
    helped = seconds([program, "--help"], folder, variables)
    print(
        f"pip install {wheel.name}: {size:.0f} MB; check {answer:.2f} s, --help {helped:.2f} s of CPU, least of {RUNS}"
    )
    for what, got, most, unit in (
        ("The base", size, MOST_MB, "MB"),
        ("An answer", answer, MOST_ANSWER, "s"),
        ("--help", helped, MOST_HELP, "s"),
    ):
        if got > most:
            wrong.append(f"{what} takes {got:.2f} {unit}; at most {most} are aimed at.")

    program = installed(str(sdist), folder / "sdist", variables)
    if ANSWER not in told([program, *QUESTION], folder, variables):
        wrong.append("The sdist gives another answer.")
    print(f"pip install {sdist.name}: answers; {megabytes(folder / 'sdist'):.0f} MB")

    runners(wheel, folder, variables)
    print("\n".join(wrong) or "All aims are met.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

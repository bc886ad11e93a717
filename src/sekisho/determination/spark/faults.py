"""What Spark raises, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sekisho.errors import BookError, Problem
from sekisho.files.formats import writing_fault
from sekisho.message import message

TRACE = "Traceback (most recent call last)"
"""Stands before what Python raised where Spark works."""


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what Spark raises while a book is read into a problem of the book."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as fault:
        problem = Problem(
            where=name,
            what=message("file.unread", "cannot be read ({why}).", why=detail(fault)),
            remedy=message(
                "spark.look_place", "Look whether Spark can reach the place, and whether each file is whole."
            ),
        )
        raise BookError(problem) from fault


@contextmanager
def writing(out: str) -> Iterator[None]:
    """Turn what Spark raises while results are written into a problem of their place."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as fault:
        raise BookError(writing_fault(ValueError(detail(fault)), out)) from fault


def detail(fault: Exception) -> str:
    """Return the line that says what happened: the first, without the name of a Java class, or Python's last."""
    java = getattr(fault, "java_exception", None)
    text = str(java.toString() if java is not None else fault).strip()
    if TRACE in text:
        ends = re.findall(r"^(?:\w+\.)*\w+: (.+)$", text.partition(TRACE)[2], re.MULTILINE)
        if ends:
            return str(ends[-1]).strip().rstrip(".")
    first = next((line for line in text.splitlines() if line.strip()), type(fault).__name__)
    return re.sub(r"^([\w$]+\.)+[\w$]+: ", "", first).strip().rstrip(".")

"""A run of a book on Spark."""

from __future__ import annotations

import subprocess
import sys

LINES = 1_500


def run(*words: str, program: str = "import sys; from sekisho.cli import main; main(sys.argv[1:])") -> str:
    """Run sekisho, and return all that it prints."""
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def told_before_spark(*words: str) -> str:
    """Type a command into this process that ends before any Spark begins; return all that it prints."""
    from click.testing import CliRunner

    from sekisho.cli import main

    return CliRunner().invoke(main, list(words)).output

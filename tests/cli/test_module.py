"""`python -m sekisho` is the command line."""

from __future__ import annotations

import subprocess
import sys

import sekisho


def test_the_package_runs_as_the_command():
    done = subprocess.run([sys.executable, "-m", "sekisho", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("sekisho")
    assert sekisho.__version__ in done.stdout
    assert done.stderr == ""

"""The command line: parse, call, print. Data goes to stdout, narration to stderr."""

from sekisho.cli.commands import main

__all__ = ["main"]

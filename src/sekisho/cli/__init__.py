"""The command line: parse, call, print. Data goes to stdout, narration to stderr."""

import atexit
import gc

# A command makes some hundred thousand objects that stay until it ends. The collector of cycles, which would look at
# them again and again from the first 700 on, and once more at the end, took a third of the time of a question that
# names a party.
gc.set_threshold(100_000, 20, 20)
atexit.register(gc.freeze)

from sekisho.cli.commands import main  # noqa: E402 - what is imported is collected as well

__all__ = ["main"]

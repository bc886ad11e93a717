"""Compile the texts of the program before it is built or installed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from messages import compile_catalogues


class CatalogueHook(BuildHookInterface):
    """Makes the compiled catalogues, which are not kept in the repository."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - as the hook is called
        """Compile them."""
        compile_catalogues()

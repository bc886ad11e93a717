"""Words that would run as a script if a page let them."""

from __future__ import annotations

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"

"""Exposure on the pages: a bill of materials is sent, looked at in a process of its own, and told."""

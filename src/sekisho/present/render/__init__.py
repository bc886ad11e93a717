"""Renderers: terminal, page, PDF, charts."""

"""Exposure of a firm, told: as text, data, tables, a page and a workbook."""

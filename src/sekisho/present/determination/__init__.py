"""An answer on one line: headline, reasons, terms, what to do next."""

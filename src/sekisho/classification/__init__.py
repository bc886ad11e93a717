"""Which code of a control list is this thing: words, numbers and customs codes to candidates, reasons and questions."""

"""The results of a run for people: a page of HTML and a workbook of Excel, in three languages."""

"""Sentences of a shipment that are not said in one: of several clauses, or in another language."""

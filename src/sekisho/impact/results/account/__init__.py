"""One account of a shock: persons, incomes, prices and trade, derived from the quantities of the engine alone."""

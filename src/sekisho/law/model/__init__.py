"""Values of the law: conditions, facts, terms, measures, lists."""

"""Who holds whom: shares as intervals, and the rule on owners."""

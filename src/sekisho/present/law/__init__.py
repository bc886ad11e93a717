"""The law as documents: measures, stages, changes, coverage, proofs."""

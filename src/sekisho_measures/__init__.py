"""Data only: measures, lists and code schemes. `package.yaml` says what is covered."""

"""The face of agents: eight tools over the Model Context Protocol, each one request and one use case."""

"""One use case a question; every face asks the same."""

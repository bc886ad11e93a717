"""May it go: the only place where law meets trade."""

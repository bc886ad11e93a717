"""What a measure costs: asked on a page or over REST, run in a process of its own, told as an article."""

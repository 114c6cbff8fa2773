"""Judge one case: a law, some options and the facts of a line become an answer."""

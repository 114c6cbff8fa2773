"""Judge the rows of a file, one after another, and sum them up."""

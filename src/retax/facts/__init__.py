"""The facts of one line of returned goods: their model, names, values and consistency."""

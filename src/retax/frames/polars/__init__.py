"""Tables of polars, and of what comes to polars: pandas and pyarrow."""

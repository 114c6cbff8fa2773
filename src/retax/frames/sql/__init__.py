"""Tables of SQL engines: DuckDB relations and Spark frames."""

"""A small three-valued logic: expressions over facts, and what reads them."""

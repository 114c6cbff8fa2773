"""Simplify expressions without changing their value; a column engine pays for every node."""

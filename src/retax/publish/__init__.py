"""The law written out: rules in words."""

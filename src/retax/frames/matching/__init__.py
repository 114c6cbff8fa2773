"""Returned units matched to export lines over whole tables."""

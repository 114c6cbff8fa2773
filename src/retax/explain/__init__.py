"""Explain a verdict: the note for people, and plain values for programs."""

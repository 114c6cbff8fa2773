"""Readers: files of goods of every kind become rows of facts."""

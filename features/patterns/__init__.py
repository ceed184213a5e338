"""Patterns of the indicators, one file of data per language."""

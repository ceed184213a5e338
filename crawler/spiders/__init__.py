"""Spiders walk; page objects read."""

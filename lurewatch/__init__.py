"""Lurewatch finds online job adverts that lure people into harm, and says why."""

__version__ = "0.1.0"

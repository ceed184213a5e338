"""Composes alerts and delivers them through the outbox."""

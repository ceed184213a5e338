"""Classifiers, their training, measurement and registry. Never database tables."""

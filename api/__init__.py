"""The web process: a JSON interface under `/api/v1` and pages in three languages."""

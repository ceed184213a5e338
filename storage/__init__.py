"""SQLAlchemy tables, the functions that read and write records, and the evidence archive."""

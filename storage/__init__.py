"""Storage: SQLAlchemy tables and the functions that read and write records; the evidence archive."""

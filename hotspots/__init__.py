"""Where and when flags exceed their own history. Pure functions: records in, records out."""

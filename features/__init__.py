"""What is read from an advert before a model sees it."""

FEATURES_VERSION = "4"
"""Changes when the same advert could give other features; models refuse another version."""

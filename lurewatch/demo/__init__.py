"""The demo: sample sites on loopback, walked and judged by the same code as real ones."""

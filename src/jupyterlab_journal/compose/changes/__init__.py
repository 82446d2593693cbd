"""What changed since the previous entry."""

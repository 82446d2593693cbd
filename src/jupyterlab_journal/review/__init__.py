"""Entries compared: what changed between two states of a notebook."""

"""Curves of metrics, drawn from the numbers that were printed, without a plotting library."""

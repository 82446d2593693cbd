"""Entries out: a notebook becomes one page that needs nothing else."""

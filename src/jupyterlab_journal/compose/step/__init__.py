"""A debug step: which run it is compared with, and what changed since then."""

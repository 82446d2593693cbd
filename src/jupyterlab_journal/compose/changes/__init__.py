"""Differences between two runs: of their code, their values and their environments.

Functions of two readings, without drafts, words or a history.
"""

"""Metrics of a run, read from its outputs and objects only where they are certain.

Functions of what a run left behind, without drafts, words or a history.
"""

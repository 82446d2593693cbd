"""The REST door; routes stand in ``openapi.yaml``, bodies in ``bodies.py``."""

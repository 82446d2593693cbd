"""The REST door; routes and shapes stand in ``openapi.yaml``."""

"""Shapes of records for other tools: a file per profile, each listed in `registry`."""

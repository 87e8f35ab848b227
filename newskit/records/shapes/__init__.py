"""Shapes of records for other tools: a file per shape, each listed in `registry`."""

"""Findings and changes in the formats people and programs read."""

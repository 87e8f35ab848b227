"""Checks of a finished book."""
